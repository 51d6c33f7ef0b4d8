"""RDF files: TriG, N-Quads, Turtle, JSON-LD by short names."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icilabas import engine
from icilabas.dataset.access import restricted_graphs
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, TRUE, Iri, Lit, iri, local_name, shorten
from icilabas.errors import UsageError
from icilabas.sources import restricted_passages
from icilabas.sources.schema import load_schema
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from icilabas.engine import Store
    from icilabas.engine.terms import Quad


IDENTIFIER, LANGUAGE, PLAIN = "@id", "@language", ""
_STRING = f"{PREFIXES['xsd']}string"
_INTEGER = f"{PREFIXES['xsd']}integer"
_RDF_TYPE = f"{PREFIXES['rdf']}type"
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # integers that are the same number in any program
_ALIASES = {"id": "@id", "type": "@type", "graph": "@graph"}


@lru_cache(maxsize=1)
def _terms() -> dict[str, tuple[str, str]]:
    """Return the name and the form of each property: identifiers, texts by language, one datatype, or plain text."""
    forms: dict[str, set[str]] = {}
    for table in load_schema().tables.values():
        for column in table.columns:
            typed = {str(each) for each in column.datatypes if each != _STRING}
            datatypes = typed or (
                {PLAIN} if column.datatypes else set()
            )  # beside a type, a plain text is the exception
            forms.setdefault(str(column.path), set()).update([LANGUAGE] if column.lang else datatypes or [IDENTIFIER])
    names: dict[str, str] = {}
    for path in sorted(forms, key=lambda each: (not each.startswith(PREFIXES["ilb"]), each)):  # ours choose first
        if len(forms[path]) == 1:
            names.setdefault(local_name(path), path)
    return {path: (name, next(iter(forms[path]))) for name, path in names.items() if name not in _ALIASES}


def jsonld_context() -> dict[str, str | dict[str, str]]:
    """Return the JSON-LD 1.1 context: prefixes, ``id``, ``type``, ``graph``, and a name for each property."""
    found: dict[str, str | dict[str, str]] = {**_ALIASES, **{prefix: PREFIXES[prefix] for prefix in sorted(PREFIXES)}}
    for path, (name, form) in sorted(_terms().items(), key=lambda item: item[1]):
        about = {"@id": shorten(path)}
        if form == LANGUAGE:
            about["@container"] = "@language"
        elif form:
            about["@type"] = form if form == IDENTIFIER else shorten(form)
        found[name] = about
    return found


def context_file() -> bytes:
    """Return the context as a file of its own, to be published and named in hand-written JSON-LD."""
    return (json.dumps({"@context": jsonld_context()}, ensure_ascii=False, indent=1) + "\n").encode()


def compact(expanded: bytes) -> bytes:
    """Return expanded JSON-LD, as the engine writes it, with its context and by its names: the same triples."""
    graph = [_compacted(item) for item in json.loads(expanded)]
    text = json.dumps({"@context": jsonld_context(), "graph": graph}, ensure_ascii=False, indent=1)
    return (text + "\n").encode()


def _compacted(item: Mapping[str, Any]) -> dict[str, object]:
    """Return one thing, or one graph with the things in it."""
    found: dict[str, object] = {}
    for key, value in item.items():
        if key == "@id":
            found["id"] = shorten(value)
        elif key == "@graph":
            found["graph"] = [_compacted(inner) for inner in value]
        elif key == "@type":
            found["type"] = _one_or_all([shorten(each) for each in value])
        elif key == _RDF_TYPE:
            named = [shorten(each["@id"]) for each in value if "@id" in each]
            found |= {"type": _one_or_all(named)} if named else {}
            if others := [_long(each) for each in value if "@id" not in each]:  # texts, which are no classes
                found["rdf:type"] = _one_or_all(others)
        else:
            found |= _property(key, value)
    return found


def _property(path: str, values: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """Return what a property says: by its name what has its form, by its prefixed name the rest."""
    name, form = _terms().get(path, ("", "unnamed"))
    fitting = [value for value in values if _form(value) == form]
    others = [value for value in values if _form(value) != form]
    found: dict[str, object] = {}
    if fitting and form == LANGUAGE:
        by_language: dict[str, list[str]] = {}
        for value in fitting:
            by_language.setdefault(value["@language"], []).append(value["@value"])
        found[name] = {lang: _one_or_all(texts) for lang, texts in sorted(by_language.items())}
    elif fitting:
        found[name] = _one_or_all([_short(value, form) for value in fitting])
    if others:
        found[shorten(path)] = _one_or_all([_long(value) for value in others])
    return found


def _form(value: Mapping[str, str]) -> str:
    if "@id" in value:
        return IDENTIFIER
    if "@value" not in value or "@direction" in value:
        return "other"  # a list, or a text that says in which direction it is read
    return LANGUAGE if "@language" in value else str(value.get("@type", PLAIN))


def _short(value: Mapping[str, str], form: str) -> str | int:
    if form == IDENTIFIER:
        return shorten(value["@id"])
    text = value["@value"]
    return int(text) if form == _INTEGER and _PLAIN_INTEGER.fullmatch(text) else text


def _long(value: Mapping[str, str]) -> dict[str, str]:
    return {key: shorten(part) if key in {"@id", "@type"} else part for key, part in value.items()}


def _one_or_all(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else values


def rdf(store: Store, ending: str, *, restricted: bool, inferred: bool = False) -> bytes:
    """Serialise the content: ``.trig``, ``.nq``, ``.jsonld`` with its graphs, else merged.

    With ``inferred``, also the ontology and what the rules added: what another engine needs to be asked.
    Raises UsageError for an ending that is no RDF form.
    """
    if ending not in engine.FORMATS:
        raise UsageError(message("bad-output", found=ending, known=", ".join((*engine.FORMATS, ".xlsx", ".parquet"))))
    hidden = [] if restricted else restricted_graphs(store)
    left_out = [*([] if inferred else [ONTOLOGY_GRAPH, INFERRED_GRAPH]), *hidden]
    if engine.has_graphs(Path(f"x{ending}")):
        version = [_version(store, hidden)] if inferred else []
        content = engine.dump(store, ending, leave_out=left_out, more=version)
        return compact(content) if ending == ".jsonld" else content
    empty = [
        (Iri(passage), iri("ilb:withheld"), TRUE, Iri(home))
        for passage, home in restricted_passages.empty_passages(store)
    ]
    content = engine.dump(store, ending, leave_out=left_out, more=empty)
    return _headed(content, ending) if restricted and restricted_passages.restricted_content(store) else content


def _version(store: Store, hidden: list[str]) -> Quad:
    """Return of which version what is written is: a server that it is loaded into says so."""
    version = Lit(engine.content_version(store, hidden))
    return Iri(INFERRED_GRAPH), iri("owl:versionInfo"), version, Iri(INFERRED_GRAPH)


def notice() -> str:
    """Return what the head of a file says that holds restricted passages and cannot tell which, in each language."""
    return " / ".join(message("restricted-notice").by_language().values())


def _headed(content: bytes, ending: str) -> bytes:
    """Return the file with the notice in a comment before all that it says."""
    if ending in {".ttl", ".nt"}:
        return f"# {notice()}\n".encode() + content
    declaration, end, rest = content.partition(b"?>")
    return declaration + end + f"\n<!-- {notice()} -->".encode() + rest


def tells_apart(store: Store, path: Path) -> bool:
    """Say whether the form of the path's ending tells what only some may read from the rest, if there is any."""
    ending = path.suffix.lower()
    if ending == ".parquet":  # whose nodes and ties are of all that is said
        return not restricted_passages.restricted_content(store)
    return ending not in engine.FORMATS or engine.has_graphs(path) or not restricted_passages.restricted_content(store)


def whole(store: Store, path: Path, lang: str = "en", *, inferred: bool = False) -> bytes:
    """Return all that the store says in the form of the path's ending: RDF, or a workbook headed in the language.

    What may not be shown is not in the store: see `dataset.access`. Raises UsageError for an unknown ending.
    """
    if path.suffix.lower() != ".xlsx":
        return rdf(store, path.suffix.lower(), restricted=True, inferred=inferred)
    from icilabas.export.workbook import workbook

    return workbook(store, path, lang)
