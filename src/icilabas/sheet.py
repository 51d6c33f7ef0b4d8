"""Answers as sheets: each cell in both languages, and the evidence of each row as people cite it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import asking, engine, yamltext
from icilabas.messages import NOTHING, Bilingual
from icilabas.resolve import label, labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icilabas.queries import QueryFile

EVIDENCE = Bilingual("qui le dit", "who says so")
_HEADINGS, _GROUPS = asking.QUESTIONS / "columns.yaml", asking.QUESTIONS / "groups.yaml"
_OTHER = Bilingual("Autres questions", "Other questions")
_VALUES = re.compile(r"VALUES\s*\([^(){}]*\)\s*\{[^{}]*\}", re.IGNORECASE)
_CANDIDATES = """SELECT ?thing (COUNT(?said) AS ?facts) WHERE {{ VALUES ?class {{ {classes} }}
  ?thing a ?class ; ?said ?any }} GROUP BY ?thing ORDER BY DESC(?facts) ?thing LIMIT {most}"""
_MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Said:
    """One piece of evidence: a passage, and the pages in it."""

    passage: Bilingual
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell: its text in both languages, the IRI it names, if any; a cell of evidence has what it is made of."""

    text: Bilingual
    iri: str | None = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """An answer: the question, headings, rows of cells; passage and page are one last cell, the evidence.

    ``asked_for`` says which things the question was asked for: the name of the parameter and the thing.
    """

    name: str
    title: Bilingual
    headings: list[Bilingual]
    rows: list[list[Cell]]
    group: str = ""
    asked_for: list[tuple[Bilingual, Cell]] = field(default_factory=list)

    def plain_rows(self, lang: str) -> list[list[str]]:
        """Return the rows as text in the language."""
        return [[cell.text.text(lang) for cell in row] for row in self.rows]

    def about(self, thing: str) -> list[list[Cell]]:
        """Return the rows that name the thing, without the cell that does."""
        return [
            [cell for cell in row if cell.iri != thing] for row in self.rows if any(cell.iri == thing for cell in row)
        ]


@lru_cache(maxsize=1)
def _headings() -> dict[str, dict[str, str]]:
    return yamltext.parse(_HEADINGS.read_text(encoding="utf-8")) or {}


def heading(variable: str) -> Bilingual:
    """Return the heading of a variable of a question, in both languages."""
    known = _headings().get(variable, {})
    plain = variable.replace("_", " ")
    return Bilingual(known.get("fr", plain), known.get("en", plain))


def grouped(sheets: Iterable[Sheet]) -> list[tuple[Bilingual, list[Sheet]]]:
    """Return the sheets under the headings of ``groups.yaml``, in its order; those without a group come last."""
    known = yamltext.parse(_GROUPS.read_text(encoding="utf-8")) or {}
    by_group: dict[str, list[Sheet]] = {name: [] for name in [*known, ""]}
    for found in sheets:
        by_group[found.group if found.group in known else ""].append(found)
    titles = {name: Bilingual(texts["fr"], texts["en"]) for name, texts in known.items()}
    return [(titles.get(name, _OTHER), members) for name, members in by_group.items() if members]


def _in_order(page: str) -> tuple[int, str]:
    return len(page), page


def evidence(pieces: Iterable[Said]) -> Cell:
    """Return one cell for all the evidence: each passage once, with its pages, in the order of the pages."""
    pages: dict[Bilingual, dict[str, None]] = {}
    for piece in pieces:
        pages.setdefault(piece.passage, {}).update(dict.fromkeys(piece.pages))
    whole = [Said(passage, tuple(sorted(found, key=_in_order))) for passage, found in pages.items()]
    said = tuple(sorted(whole, key=lambda piece: (not piece.pages, *map(_in_order, piece.pages[:1]))))
    texts = [(piece.passage, f"p. {', '.join(piece.pages)}" if piece.pages else "") for piece in said]
    fr, en = ([", ".join(filter(None, (text.text(lang), page))) for text, page in texts] for lang in ("fr", "en"))
    return Cell(Bilingual(" ; ".join(fr), "; ".join(en)), said=said)


def within(passage: Bilingual, document: Bilingual | None) -> Bilingual:
    """Return the title of a passage, after that of its document where there is one to name, and it is another."""
    if document == passage:
        return passage
    return Bilingual(f"{document.fr} – {passage.fr}", f"{document.en} – {passage.en}") if document else passage


def sheet(
    store: Any,
    asked: QueryFile,
    parameters: Mapping[str, Any] | None = None,
    documents: Mapping[str, Bilingual] | None = None,
) -> Sheet:
    """Ask the question and return its answer as a sheet. Raises UsageError as ``ask`` does.

    ``documents`` names the document of each passage, where the evidence has to say it.
    """
    text = asking.bound(store, asked, parameters or {})
    found, given = engine.select(store, text), _given(store, asked, text)
    values = [value for row in (*found.rows, given.values()) for value in row]
    names = labels(store, {value for value in values if asking.is_name(value)})

    def cell(value: Any) -> Cell:
        if not asking.is_name(value):
            return Cell(Bilingual(*["" if value is None else str(value)] * 2))
        return Cell(Bilingual(label(names, str(value), "fr"), label(names, str(value), "en")), str(value))

    def said(row: dict[str, Any]) -> Said:
        passage, page = row.get("passage"), row.get("page")
        title = within(cell(passage).text, (documents or {}).get(str(passage)))
        return Said(title, () if page is None else (str(page),))

    variables = found.variables
    shown = [place for place, name in enumerate(variables) if name not in {"passage", "page"}]
    has_evidence = len(shown) < len(variables)
    rows: dict[tuple[Any, ...], list[Said]] = {}
    for row in found.rows:
        rows.setdefault(tuple(row[place] for place in shown), []).append(said(dict(zip(variables, row, strict=True))))
    if rows and not any(piece.pages or piece.passage != NOTHING for pieces in rows.values() for piece in pieces):
        has_evidence = False
    return Sheet(
        name=asked.name,
        title=asked.title,
        headings=[*(heading(variables[place]) for place in shown), *([EVIDENCE] if has_evidence else [])],
        rows=[[*map(cell, values), *([evidence(pieces)] if has_evidence else [])] for values, pieces in rows.items()],
        group=str(asked.header.get("group", "")),
        asked_for=[(_parameter(asked, name), cell(value)) for name, value in given.items()],
    )


def answer(
    store: Any, asked: QueryFile, pair: tuple[str, str] | None, documents: Mapping[str, Bilingual] | None = None
) -> Sheet:
    """Ask a question for what the data have: ``a`` and ``b`` are the pair, the others as the question stands.

    Where the data do not know what a question asks for, it is asked for the thing of that type of which the data
    say most, among those for which there is an answer.
    """
    both = dict(zip("ab", pair, strict=True)) if pair and {"a", "b"} <= set(asked.parameters) else {}
    given = _given(store, asked, asking.bound(store, asked, both))
    named = labels(store, {value for value in given.values() if asking.is_name(value)})
    missing = [name for name, value in given.items() if asking.is_name(value) and str(value) not in named]
    if not missing:
        return sheet(store, asked, both, documents)
    found = [_candidates(store, asked.parameters[name]["type"]) for name in missing]
    tries = [dict(zip(missing, values, strict=True)) for values in zip(*found, strict=False)]
    answers = (sheet(store, asked, {**both, **values}, documents) for values in tries)
    return next((answer for answer in answers if answer.rows), None) or replace(
        sheet(store, asked, both, documents), asked_for=[]
    )


def _given(store: Any, asked: QueryFile, text: str) -> dict[str, Any]:
    """Return the values in the VALUES row of parameters; one that restricts nothing is left out."""
    clause = _VALUES.search(text) if asked.parameters else None
    if not clause:
        return {}
    found = engine.select(store, f"SELECT * WHERE {{ {clause[0]} }}")
    return {name: value for name, value in zip(found.variables, found.rows[0], strict=True) if value is not None}


def _candidates(store: Any, kind: str) -> list[str]:
    classes = "ilb:Organization ilb:Territory" if kind == "Thing" else f"ilb:{kind}"
    found = engine.select(store, _CANDIDATES.format(classes=classes, most=_MOST_CANDIDATES))
    return [str(row[0]) for row in found.rows]


def _parameter(asked: QueryFile, name: str) -> Bilingual:
    texts = asked.parameters.get(name, {})
    return Bilingual(texts.get("fr", name), texts.get("en", name))
