"""Begin a language, or bring one up to date: catalogues with all that French says, for a text editor to fill.

    python tools/language.py TAG [FOLDER]

TAG is the language as pages name it (BCP 47: ``de``, ``pt-BR``). Its folder gets every key, with the French text as a
comment, and ``data.po`` with the texts of the data files, which are found by their French words. What is translated
already stays; what French no longer says is left out.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from rdflib.namespace import RDFS, SH, SKOS

from icilabas.asking.query_files import read_query
from icilabas.resources import ONTOLOGY, parse_yaml
from icilabas.words.catalogues import DATA_TEXTS, FIRST, LOCALES, OPTIONAL, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = {RDFS.label, SKOS.prefLabel, SH.name, SH.description, SH.message}  # of the ontology
_HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

"""


def texts_in(value: object, tag: str) -> Iterator[str]:
    """Yield the French texts in what a YAML file or a header says that are not there in the language."""
    if isinstance(value, dict):
        if isinstance(value.get(FIRST), str) and tag not in value:
            yield value[FIRST]
        for inner in value.values():
            yield from texts_in(inner, tag)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner, tag)


def data_texts(tag: str) -> list[str]:
    """Return what questions, networks, tables of words and the ontology say in French, but not in the language."""
    found: list[str] = []
    for path in sorted(ONTOLOGY.rglob("*.rq")):
        found += texts_in(read_query(path).header, tag)
    for path in sorted(ONTOLOGY.rglob("*.yaml")):
        found += texts_in(parse_yaml(path.read_text(encoding="utf-8")), tag)
    ours = (path for path in sorted(ONTOLOGY.rglob("*.ttl")) if "versions" not in path.parts)
    for path in ours:
        by_subject: dict[tuple[rdflib.term.Node, rdflib.term.Node], dict[str | None, str]] = {}
        for thing, prop, text in rdflib.Graph().parse(path):
            if isinstance(text, rdflib.Literal) and prop in _SHOWN:
                by_subject.setdefault((thing, prop), {})[text.language] = str(text)
        found += sorted(said[FIRST] for said in by_subject.values() if FIRST in said and tag not in said)
    return list(dict.fromkeys(filter(None, found)))


def french(tag: str) -> dict[str, Catalog]:
    """Return the French catalogues by name, and that of the texts of the data that the language wants."""
    found = {path.stem: read_catalogue(path) for path in sorted((LOCALES / FIRST).glob("*.po"))}
    found["data"] = Catalog(locale=FIRST)
    for text in data_texts(tag):
        found["data"].add(text, text, context=DATA_TEXTS)
    return found


def _forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def renewed(said: Catalog, own: Catalog | None, locale: Locale) -> tuple[Catalog, int]:
    """Return the catalogue with all that French says and what is translated already, and how much is left to do."""
    made, left = Catalog(locale=own.locale if own is not None and own.locale else locale, fuzzy=False), 0
    for entry in said:
        if not entry.id or entry.id in OPTIONAL:
            continue
        known = own.get(entry.id, entry.context) if own is not None else None
        string = known.string if known is not None and not known.fuzzy else ""
        comments = [line for form in _forms(entry.string) for line in form.splitlines()]
        made.add(entry.id, string, context=entry.context, user_comments=entry.user_comments, auto_comments=comments)
        left += not all(_forms(string))
    return made, left


def main(words: Sequence[str]) -> None:
    """Write the catalogues of the language."""
    if not words:
        sys.exit("Say which language: python tools/language.py TAG, for instance de or pt-BR.")
    tag, folder = words[0], Path(words[1]) if words[1:] else LOCALES
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        sys.exit(f"“{tag}” is not a language that CLDR knows; write a tag such as de or pt-BR.")
    if tag == FIRST:
        sys.exit("French is what the others are translated from: change its catalogues themselves.")
    home, todo = folder / tag, 0
    home.mkdir(parents=True, exist_ok=True)
    for name, said in french(tag).items():
        path = home / f"{name}.po"
        made, left = renewed(said, read_catalogue(path) if path.exists() else None, locale)
        todo += left
        if len(made):
            written = io.BytesIO()
            write_po(written, made, width=0, omit_header=True)
            header = _HEADER.format(language=made.locale_identifier, plural=made.plural_forms)
            path.write_bytes(header.encode() + written.getvalue())
    print(f"{home}: {todo} texts to translate; “make quick” says what is missing or does not fit.")


if __name__ == "__main__":
    main(sys.argv[1:])
