"""Query files: SPARQL with a YAML header in lines that begin with ``#+``; parameters are one inline VALUES row.

The file runs as it stands in any SPARQL 1.1 engine, with its default values. Binding replaces that one row by
typed terms: no text of a user ever becomes a part of a query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import resources
from icilabas.engine.terms import PREFIXES, Iri, Lit, local_name, sparql_term
from icilabas.errors import UsageError, os_error_message
from icilabas.files.writing import file_bytes
from icilabas.resources import ONTOLOGY
from icilabas.words.matching import nearest
from icilabas.words.messages import message, suggestion
from icilabas.words.safe_text import TEXT_LIMIT, text_of
from icilabas.words.text import NOTHING, Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


QUESTIONS = ONTOLOGY / "questions"
_HEADINGS = QUESTIONS / "columns.yaml"
_TWO = 2
_FEW = 20  # names that a sentence lists
VALUES_ROW = re.compile(r"VALUES\s*\(\s*((?:\?\w+\s*)+)\)\s*\{[^{}]*\}", re.IGNORECASE)


@dataclass(frozen=True)
class QueryFile:
    """One query file: its name, what its header says, and the query."""

    name: str
    header: dict[str, Any]
    text: str

    def in_header(self, key: str) -> Text:
        """Return the header's ``{fr: …, en: …}`` of this key."""
        value = self.header.get(key)
        return Text(text_of(value, TEXT_LIMIT)) if isinstance(value, dict) else NOTHING

    @property
    def title(self) -> Text:
        """The title, in each language."""
        return self.in_header("title")

    @property
    def parameters(self) -> dict[str, dict[str, str]]:
        """The parameters: name to type, and text by language."""
        return self.header.get("params") or {}

    def parameter_name(self, name: str) -> Text:
        """Return what a parameter is called."""
        texts = {lang: text for lang, text in self.parameters.get(name, {}).items() if lang != "type"}
        return Text(text_of(texts) or {"": name})


def read_query(path: Path) -> QueryFile:
    """Read one query file. Raises UsageError when it cannot be read or its header is no YAML mapping."""
    try:
        text = file_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
        header = _header(text)
    except OSError as error:
        raise UsageError(message("cannot-open", path=path, error=os_error_message(error))) from None
    except UnicodeDecodeError:
        raise UsageError(message("cannot-open", path=path, error=message("not-utf8-text"))) from None
    except ValueError as error:
        raise UsageError(message("bad-header", path=path, error=error)) from None
    if header is not None and not isinstance(header, dict):
        raise UsageError(message("bad-header", path=path, error="{fr: …, en: …}"))
    for key, (is_right, looks) in _CHECKED.items():
        if header and header.get(key) and not is_right(header[key]):
            raise UsageError(message("bad-header", path=path, error=f"{key}: {looks}"))
    return QueryFile(path.stem, header or {}, text)


def _are_parameters(said: object) -> bool:
    """Say whether parameters are said as they should be: each by its name, with a type, which is one word."""
    return isinstance(said, dict) and all(
        isinstance(name, str) and isinstance(about, dict) and re.fullmatch(r"[A-Za-z]+", str(about.get("type", "")))
        for name, about in said.items()
    )


def _are_read(said: object) -> bool:
    """Say whether what a view reads is said as it should be: lists of names of vocabularies that we know."""
    return (
        isinstance(said, dict)
        and {"relations"} <= said.keys() <= {"relations", "beside", "classes"}
        and all(isinstance(names, list) and all(map(_is_short_name, names)) for names in said.values())
    )


def _is_short_name(name: object) -> bool:
    found = re.fullmatch(r"([a-z]+):[A-Za-z][A-Za-z0-9_-]*", str(name))
    return found is not None and found[1] in PREFIXES


_CHECKED: dict[str, tuple[Callable[[object], bool], str]] = {  # of a header: whether it is right, and how it looks then
    "params": (_are_parameters, "{place: {type: Territory, fr: …, en: …}}"),
    "reads": (_are_read, "{relations: ['ilb:worksOn'], beside: ['ilb:page'], classes: ['ilb:Passage']}"),
}


def _header(text: str) -> Any:
    return resources.parse_yaml(
        "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    )


def either_way(text: str) -> tuple[str, str] | None:
    """Return the two variables of a query whose values may change places: ``#+ either-way: [a, b]`` in its header.

    The query gives each pair once, in the order of names that nobody reads; people see it in the order of labels.
    """
    if "#+ either-way:" not in text:
        return None
    try:
        header = _header(text)
    except ValueError:  # of a query that is no file, nothing else is read of it
        return None
    pair = header.get("either-way") if isinstance(header, dict) else None
    return (str(pair[0]), str(pair[1])) if isinstance(pair, list) and len(pair) == _TWO else None


@lru_cache(maxsize=8)
def query_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the query files of a folder; a file that begins with ``_`` is no query of its own."""
    return tuple(sorted(path.stem for path in folder.glob("*.rq") if not path.name.startswith("_")))


def find(folder: Path, name: str, unknown: str) -> QueryFile:
    """Return the query file of this name. Raises UsageError (message ``unknown``) with the nearest names."""
    known = query_names(folder)
    if name not in known:
        near = suggestion(nearest(name, known))
        few = message("known", names=same(", ".join(known))) if len(known) <= _FEW else message("many-questions")
        raise UsageError(message(unknown, found=name) + (near or few))
    return read_query(folder / f"{name}.rq")


def bind(text: str, *several: Mapping[str, Iri | Lit]) -> str:
    """Return the query with these values in its VALUES row, or a row for each; what has no value keeps its default.

    The row may stand in several places: it is the same in each, but for spaces.
    """
    match = VALUES_ROW.search(text)
    if not any(several) or match is None:
        return text
    variables = match[1].split()
    defaults = _default_terms(match[0], len(variables))
    rows = (
        " ".join(
            sparql_term(values[variable[1:]]) if variable[1:] in values else default
            for variable, default in zip(variables, defaults, strict=True)
        )
        for values in several
    )
    bound = f"VALUES ({' '.join(variables)}) {{ {' '.join(f'({row})' for row in rows)} }}"
    own = "".join(match[0].split())
    return VALUES_ROW.sub(lambda each: bound if "".join(each[0].split()) == own else each[0], text)


def defaults(text: str) -> dict[str, str]:
    """Return the default value of each parameter, as the query writes it."""
    match = VALUES_ROW.search(text)
    if match is None:
        return {}
    variables = match[1].split()
    return dict(zip((name[1:] for name in variables), _default_terms(match[0], len(variables)), strict=True))


def _default_terms(clause: str, count: int) -> list[str]:
    row = clause[clause.index("{") + 1 : clause.rindex("}")].strip().removeprefix("(").removesuffix(")")
    terms = re.findall(r'<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|\S+', row)
    if len(terms) != count:
        raise UsageError(message("bad-header", path="VALUES", error=clause))
    return terms


def written(term: str) -> str:
    """Return a term of a query as people write a value: the id of a thing, a text without quotes; empty for UNDEF."""
    if term.startswith(('"', "'")):
        return term[1 : term.rindex(term[0])]
    return "" if term == "UNDEF" else local_name(term.rpartition(":")[2].rstrip(">"))


@lru_cache(maxsize=1)
def _headings() -> dict[str, dict[str, str]]:
    return resources.parse_yaml(_HEADINGS.read_text(encoding="utf-8")) or {}


def heading(variable: str) -> Text:
    """Return the heading of a variable of a question, in each language."""
    return Text(_headings().get(variable) or {"": variable.replace("_", " ")})


def headings(variables: Iterable[str], lang: str | None) -> list[str]:
    """Return the headings of an answer's columns in the language; without one the names of the variables."""
    return [heading(name).text(lang) if lang else name for name in variables]
