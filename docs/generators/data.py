"""The data dictionary: each table, its columns and the code lists, from the SHACL shapes, which are the one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generators.markdown import code, page, prose, table, told
from generators.ontologygraph import OWN, label
from generators.words import class_name, codes, texts, type_name

if TYPE_CHECKING:
    from icilabas.sources.schema import Column, Schema, Table


def pages(lang: str) -> dict[str, str]:
    """Return the data dictionary."""
    from icilabas.sources.schema import load_schema

    schema, words = load_schema(), texts("data", lang)
    parts = [f"# {words['title']}", told(words["lead"]), told(words["several"])]
    rows = {found.name: _rows(found, schema, lang) for found in schema.tables.values()}
    shared = _shared(list(rows.values()))
    parts += [f"## {words['shared']}", told(words["shared-lead"]), table(words["heads"], shared)]
    for found in schema.tables.values():
        parts += _table(found, rows[found.name], shared, lang)
    parts += [f"## {words['lists']}", told(words["codes"])]
    for class_, listed in codes().items():
        parts += _codes(class_, listed, lang)
    return {"reference/data.md": page(*parts)}


def _shared(tables: list[list[list[str]]]) -> list[list[str]]:
    """Return the rows that more than half of the tables have word for word, in the order of the first with most."""
    everywhere = [row for rows in tables for row in rows]
    return [row for row in max(tables, key=len) if everywhere.count(row) > len(tables) / 2]


def _rows(found: Table, schema: Schema, lang: str) -> list[list[str]]:
    """Return a row for each column of a table."""
    from icilabas.export.workbook_layout import FIXED_MEANINGS
    from icilabas.sources.schema import HEADINGS

    fixed = [
        [
            code(name),
            _both(HEADINGS[name].text("fr"), HEADINGS[name].text("en")),
            "",
            texts("data", lang)["maybe"],
            prose(FIXED_MEANINGS[name].text(lang)),
        ]
        for name in HEADINGS
        if name != "kind" or len(found.kinds) > 1
    ]
    return fixed + [_column(column, schema, lang) for column in found.columns]


def _table(found: Table, rows: list[list[str]], shared: list[list[str]], lang: str) -> list[str]:
    """Return what is said of a table: which of the common columns it has, and a row for each of the others."""
    words = texts("data", lang)
    own = [row for row in rows if row not in shared]
    kinds = ", ".join(f"{code(kind)} ({prose(found.kind_names[kind].text(lang))})" for kind in found.kinds)
    class_ = words["class"].format(class_=_term(found.class_))
    return [
        f"(table-{found.name})=\n## {prose(found.heading.text(lang))}, {code(f'{found.name}.csv')}",
        f"{class_} {told(words['kinds'])} {kinds}." if len(found.kinds) > 1 else class_,
        f"{told(words['has'])} {', '.join(row[0].partition('<br>')[0] for row in rows if row in shared)}.",
        table(words["heads"], own) if own else "",
    ]


def _both(fr: str, en: str) -> str:
    return prose(fr) if fr == en else f"{prose(fr)} / {prose(en)}"


def _column(column: Column, schema: Schema, lang: str) -> list[str]:

    said = [prose(text) for text in (column.definition.text(lang), column.remedy.text(lang)) if text]
    return [
        f"{code(column.name)}<br><small>{_term(column.path)}</small>",
        _both(column.heading.text("fr"), column.heading.text("en")),
        _content(column, schema, lang),
        _count(column, lang),
        " ".join(said),
    ]


def _term(iri: str) -> str:
    """Return a class or a property by its short name; ours lead to the pages of the ontology."""
    from icilabas.engine.terms import shorten

    return f"[{code(shorten(iri))}](#{label(iri)})" if iri.startswith(OWN) else code(shorten(iri))


def _content(column: Column, schema: Schema, lang: str) -> str:
    """Return what goes into a cell: things of which classes, a code of which list, a value of which type."""
    words = texts("data", lang)
    if column.lang:
        languages = words["languages"]
        return str(words["text"]).format(language=languages[column.lang])
    found = [
        str(words["listed"]).format(name=f"[{prose(class_name(class_, lang))}](#{_anchor(class_)})")
        if class_ in schema.codes
        else _linked(class_, schema, lang)
        for class_ in column.classes
    ]
    found += [type_name(datatype, lang) for datatype in column.datatypes]
    return str(words["or"]).join(found or ([type_name("IRI", lang)] if column.is_iri else []))


def _linked(class_: str, schema: Schema, lang: str) -> str:
    """Return the name of a class, leading to the table where its things stand."""
    name = prose(class_name(class_, lang).lower())
    home = next((t.name for t in schema.tables.values() if class_ in {t.class_, *t.kinds.values()}), None)
    return f"[{name}](#table-{home})" if home else name


def _anchor(class_: str) -> str:
    from icilabas.engine.terms import local_name
    from icilabas.words.matching import kebab

    return f"codes-{kebab(local_name(class_))}"


def _count(column: Column, lang: str) -> str:
    words = texts("data", lang)
    if column.lang and column.required:
        return str(words["language"])
    if column.required:
        return str(words["some"] if column.many else words["one"])
    return str(words["any"] if column.many else words["maybe"])


def _codes(class_: str, listed: dict[str, dict[tuple[str, str], str]], lang: str) -> list[str]:
    from icilabas.engine.terms import local_name

    rows = [
        [
            code(local_name(name)),
            *(prose(said.get(("label", tongue), "")) for tongue in ("fr", "en")),
            prose(said.get(("definition", lang), "")),
        ]
        for name, said in listed.items()
    ]
    return [
        f"({_anchor(class_)})=\n### {prose(class_name(class_, lang))}",
        table(texts("data", lang)["code_heads"], rows),
    ]
