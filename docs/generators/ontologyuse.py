"""Where each term of the ontology is used: questions, networks, rules, checks and tables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generators.markdown import code, prose, told
from generators.ontologygraph import words_of
from icilabas.engine.terms import local_name

if TYPE_CHECKING:
    from pathlib import Path

# The folders of queries, with the target of the page where each of theirs is described, if any.
FOLDERS = {
    "questions": "question",
    "views": "view",
    "comparison": "",
    "rules": "",
    "checks": "",
    "profiles": "",
}
SOME = 3
_THINGS = """SELECT ?class ?thing (COUNT(*) AS ?facts) WHERE { ?thing a ?class ; ?said ?what .
  FILTER(STRSTARTS(STR(?class), STR(ilb:))) } GROUP BY ?class ?thing ORDER BY ?class DESC(?facts) ?thing"""


@lru_cache(maxsize=1)
def public() -> Any:
    """Return the public part of the bundled workshop, with what the rules add."""
    import icilabas

    return icilabas.load(restricted=False)


@lru_cache(maxsize=1)
def _queries() -> dict[str, dict[str, str]]:
    """Return {folder: {name of a query: its text}}; parts that other queries include are left out."""
    from icilabas.resources import ONTOLOGY

    def read(folder: Path) -> dict[str, str]:
        paths = sorted(path for path in folder.glob("*.rq") if not path.name.startswith("_"))
        return {path.stem: path.read_text(encoding="utf-8") for path in paths}

    return {name: read(ONTOLOGY / name) for name in FOLDERS}


def queries_with(iri: str) -> dict[str, list[str]]:
    """Return {folder: names of the queries that name the term}, without folders that have none."""
    wanted = re.compile(rf"\bil[bv]:{re.escape(local_name(iri))}(?![\w-])")
    found = {
        folder: [name for name, text in asked.items() if wanted.search(text)] for folder, asked in _queries().items()
    }
    return {folder: names for folder, names in found.items() if names}


def tables_with(iri: str) -> list[str]:
    """Return the tables that have the class as the kind of their rows, or a column for the property."""
    from icilabas.sources.schema import load_schema

    return [
        table.name
        for table in load_schema().tables.values()
        if iri in {str(table.class_), *map(str, table.kinds.values())}
        or any(str(column.path) == iri for column in table.columns)
    ]


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    """Return {class: its things in the public part of the bundled workshop, those of which most is said first}."""
    from icilabas import engine

    found: dict[str, list[str]] = {}
    for class_, thing, _ in engine.select(public(), _THINGS).rows:
        found.setdefault(str(class_), []).append(thing)
    return found


def examples(iri: str, lang: str) -> str:
    """Return some things of the class by their names; what has no name is no example."""
    from icilabas.asking.names import label, labels

    some = _known().get(iri, [])[:SOME]
    names = labels(public(), set(some))
    found = {str(thing): label(names, str(thing), lang) for thing in some}
    return " · ".join(prose(name) for thing, name in found.items() if name != local_name(thing))


def used(iri: str, lang: str) -> str:
    """Return a sentence on where the term is used, with links to the pages on these."""
    words = words_of(lang)["used"]
    parts = []
    if tables := tables_with(iri):
        parts.append(f"{told(words['tables'])} " + ", ".join(f"[{code(name)}](#table-{name})" for name in tables))
    for folder, names in queries_with(iri).items():
        target = FOLDERS[folder]
        listed = [f"[{code(name)}](#{target}-{name})" if target else code(name) for name in names]
        parts.append(f"{told(words[folder])} " + ", ".join(listed))
    return str(words["then"]).join(parts)
