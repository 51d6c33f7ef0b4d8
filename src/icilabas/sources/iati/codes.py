"""The code lists of IATI, and which organisations and countries are known already."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from icilabas import engine, resources
from icilabas.engine.terms import Iri, is_language
from icilabas.resources import ONTOLOGY
from icilabas.sources import place_names
from icilabas.sources.schema import COLUMN_LANGUAGES, load_ontology
from icilabas.words.catalogues import canonical, language_of
from icilabas.words.matching import fold, slug

if TYPE_CHECKING:
    from pathlib import Path


_LISTS = ONTOLOGY / "iati"
COUNTRY, M49, OWN = "country", "m49", "own"
_PLACES = {COUNTRY: "[A-Z]{2}", M49: r"\d{3}"}
_NOWHERE = "ZZ"  # what the CLDR has for a region that is not known
STANDARD = Iri("https://iatistandard.org/")
UNDETERMINED = "und"  # BCP 47 for a text whose language is not said
_GOALS = 17
_LONGEST = 80  # characters of an id
_NOTATIONS = 'SELECT ?code ?notation WHERE { ?code skos:notation ?notation . FILTER(STRSTARTS(?notation, "iati:")) }'


class Gazetteer(TypedDict):
    """A list of places: what its codes are called, how they are written, and where they lead."""

    name: str
    address: str
    code: str


Mapping = TypedDict(
    "Mapping",
    {
        "kept": dict[str, str],
        "inside": dict[str, list[str]],
        "roles": dict[str, str],
        "dates": dict[str, str],
        "related": dict[str, str],
        "vocabularies": dict[str, dict[str, str]],
        "goals": list[str],
        "lists": dict[str, str],
        "kinds": dict[str, str],
        "continents": list[str],
        "gazetteers": dict[str, Gazetteer],
        "points": list[str],
        "no-reference": list[str],
        "results": dict[str, dict[str, str]],
    },
)


@lru_cache(maxsize=1)
def mapping() -> Mapping:
    """Return ``mapping.yaml``: what becomes of which element and code."""
    found: Mapping = resources.parse_yaml((_LISTS / "mapping.yaml").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    with (_LISTS / "codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["list"]][row["code"]] = {lang: row[lang] for lang in COLUMN_LANGUAGES if row[lang]}
    return found


@lru_cache(maxsize=1)
def _notations() -> dict[str, Iri]:
    store = engine.new_store()
    load_ontology(store)
    return {notation: code for code, notation in engine.select(store, _NOTATIONS).rows}


def wanted() -> set[str]:
    """Return the elements of an activity of which something is kept."""
    return {path.partition("/")[0] for path in mapping()["kept"] if not path.startswith("@")}


@lru_cache(maxsize=1024)
def place_of(kind: str, code: str) -> tuple[str, str]:
    """Return the list and the code of a place as the list writes it: ``COD`` and M49 ``180`` are the country ``CD``."""
    from babel.core import get_global

    plain = code.strip().upper()
    if kind == M49:
        plain = plain.zfill(3)
    elif kind != COUNTRY or (re.fullmatch("[A-Z]{2}", plain) and code_names(kind, plain)):
        return kind, plain if kind == COUNTRY else code
    also: list[str] = [] if code_names(kind, plain) else list(get_global("territory_aliases").get(plain, ()))
    return (COUNTRY, also[0]) if len(also) == 1 and also[0] != _NOWHERE else (kind, plain)


def code_names(kind: str, code: str) -> dict[str, str]:
    """Return the name of a code by language; empty for an unknown one.

    kind: sector, category, region (of the OECD), country (ISO 3166-1 alpha-2), m49 (regions of the United Nations).
    """
    if kind not in _PLACES:
        return _names()[kind].get(code, {})
    if not re.fullmatch(_PLACES[kind], code) or code == _NOWHERE:
        return {}
    if known := place_names.place_labels(code):
        return known
    from babel import Locale

    found = {lang: Locale(lang).territories.get(code) for lang in COLUMN_LANGUAGES}
    return {lang: str(name) for lang, name in found.items() if name}


def may_be_called(kind: str, code: str, text: str) -> bool:
    """Say whether the text can be another name of what the code means: it is not the name of another code's thing."""
    if kind in _PLACES:
        return place_names.bears(code, text)
    bearers = _bearers(kind).get(fold(text), ())
    return not bearers or code in bearers


@lru_cache(maxsize=8)
def _bearers(kind: str) -> dict[str, set[str]]:
    """Return the codes of a list by each of their names, folded."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, names in _names()[kind].items():
        for name in names.values():
            found[fold(name)].add(code)
    return found


def role(code: str) -> Iri | None:
    """Return our role for a code of OrganisationRole, or for its word in version 1."""
    known = mapping()["roles"].get(code.lower(), code)
    return _notations().get(f"iati:OrganisationRole:{known}")


def organization_type(code: str) -> Iri | None:
    """Return our type for a code of OrganisationType, where we have one that means the same."""
    return _notations().get(f"iati:OrganisationType:{code}")


def goal(code: str) -> int | None:
    """Return the number of the goal for ``2``, ``02`` and for the target ``2.3``, or None."""
    number = code.partition(".")[0].strip()
    return int(number) if re.fullmatch(r"0?[1-9]|1\d", number) and int(number) <= _GOALS else None


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """Return the language as BCP 47 has it: ``EN`` and ``ENG`` are ``en``; what is not a language is ``und``."""
    plain, own = canonical(tag), language_of(tag)
    if own in COLUMN_LANGUAGES:
        return own  # a reader of French reads that of Canada too
    return plain if is_language(plain) else UNDETERMINED


def reference(text: str) -> str:
    """Return the reference of an organisation; empty where publishers write that they have none."""
    return "" if text.casefold() in mapping()["no-reference"] else text


def is_day(text: str) -> bool:
    """Say whether the text is a date as IATI has it: YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


@dataclass
class Known:
    """What is known across activities and files: who has which id and which name.

    With ``match_names``, organisations without a reference are one where their names are equal but for case, accents
    and punctuation; and one with the organisation that has a reference, where just one of this file has that name.
    """

    match_names: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[Iri, str], str] = field(default_factory=dict)
    called: dict[Iri, str] = field(default_factory=dict)
    references: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    activities: dict[tuple[Path, str], str] = field(default_factory=dict)
    nameless: dict[Iri, tuple[str, Iri]] = field(default_factory=dict)
    warned: set[tuple[str, str]] = field(default_factory=set)
    points: dict[Iri, tuple[float, float]] = field(default_factory=dict)

    def id(self, kind: str, raw: str) -> str:
        """Return an id for a code or reference; two that differ never get the same one."""
        name = slug(raw) or _digest(raw)
        wish = f"{kind}-{name}" if len(name) <= _LONGEST else f"{kind}-{name[:_LONGEST]}-{_digest(raw)}"
        return wish if self.ids.setdefault(wish, raw) == raw else f"{wish}-{_digest(raw)}"
