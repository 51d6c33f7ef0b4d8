"""Official identifiers: which register a number or an address is of, and what it is however it was written.

What each register writes is data: ``ontology/identity/identifiers.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from icilabas import engine, resources
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, iri
from icilabas.sources import place_names
from icilabas.sources.persons import marks
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Identifiers = dict[Iri, dict[str, set[str]]]

RULES = resources.ONTOLOGY / "identity"
_TYPE = iri("rdf:type")
_APART = re.compile(r"[\s.:]+")
_POST = "356000000"  # La Poste, whose many places have numbers with a sum of their own: a multiple of five


class _Whole(TypedDict):
    """Of what something is a part: the scheme of its identifier, and how many of the first digits that is."""

    scheme: str
    digits: int


class _Entry(TypedDict, total=False):
    """What the data file says of a scheme; see there."""

    name: str
    of: list[str]
    addresses: list[str]
    numbers: list[str]
    form: str
    check: str
    register: bool
    whole: _Whole


class _Content(TypedDict):
    relations: list[str]
    schemes: dict[str, _Entry]


class Identifier(NamedTuple):
    """An identifier: the scheme (a register), and what it is called there, written in one way."""

    scheme: str
    value: str


@dataclass(frozen=True)
class _Scheme:
    """One scheme of the data file, its patterns compiled."""

    name: str
    shown: str
    classes: frozenset[Iri]
    addresses: tuple[re.Pattern[str], ...]
    numbers: tuple[re.Pattern[str], ...]
    form: str
    check: str
    register: bool
    whole: tuple[str, int] | None

    def read(self, text: str, plain: str) -> Identifier | None:
        """Return the identifier that the text is; ``plain``: the text in capitals, without spaces."""
        found = next(filter(None, (way.fullmatch(text) for way in self.addresses)), None)
        found = found or next(filter(None, (way.fullmatch(plain) for way in self.numbers)), None)
        if found is None:
            return None
        *register, value = found.groups()
        value = _form(self.form, value.replace(".", ""))
        if not value or (self.check and not _CHECKS[self.check](value)):
            return None
        return Identifier(f"{self.name} {register[0]}" if self.register else self.name, value)


def _luhn(number: str) -> bool:
    """Say whether the digits have the sum of Luhn, as those of SIREN and SIRET have."""
    if len(number) == 14 and number.startswith(_POST) and sum(map(int, number)) % 5 == 0:  # noqa: PLR2004  # a SIRET
        return True
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0 and number.strip("0") != ""  # noqa: PLR2004  # of two digits


_CHECKS: dict[str, Callable[[str], bool]] = {
    "luhn": _luhn,
    "modulo-97": lambda number: 97 - int(number[:-2]) % 97 == int(number[-2:]),
    "iso-7064": lambda number: int("".join(str(int(one, 36)) for one in number)) % 97 == 1,
}


def _form(form: str, value: str) -> str:
    """Return the identifier as its scheme has it; empty for none."""
    if form == "country":
        codes = place_names.place_codes(value.upper())
        return codes[0] if len(codes) == 1 else ""
    if form == "kbo":
        return value.zfill(10)
    return value if "/" in value else value.upper()  # of a path, letters have a case


@lru_cache(maxsize=1)
def _schemes() -> dict[str, _Scheme]:
    return {name: _scheme(name, entry) for name, entry in _content()["schemes"].items()}


@lru_cache(maxsize=1)
def _content() -> _Content:
    found: _Content = resources.parse_yaml((RULES / "identifiers.yaml").read_text(encoding="utf-8"))
    return found


def _scheme(name: str, entry: _Entry) -> _Scheme:
    whole = entry.get("whole")
    return _Scheme(
        name,
        entry["name"],
        frozenset(map(iri, entry.get("of", ()))),
        tuple(re.compile(way, re.IGNORECASE) for way in entry.get("addresses", ())),
        tuple(map(re.compile, entry.get("numbers", ()))),
        entry.get("form", ""),
        entry.get("check", ""),
        entry.get("register", False),
        (whole["scheme"], whole["digits"]) if whole else None,
    )


@lru_cache(maxsize=1 << 14)  # the same register is named for many
def read_identifier(text: str, class_: Iri) -> Identifier | None:
    """Return the official identifier that the text is, of a thing of one of our classes; None for any other text."""
    line = {class_, *load_schema().supers.get(class_, ())}
    said = unicodedata.normalize("NFKC", text).strip()
    plain = _APART.sub("", said).upper()
    fitting = (one for one in _schemes().values() if not one.classes or not one.classes.isdisjoint(line))
    return next(filter(None, (one.read(said, plain) for one in fitting)), None)


def whole_of(identifier: Identifier) -> Identifier | None:
    """Return the identifier of what the bearer of this one is a part of: of a SIRET, the SIREN of the legal unit."""
    scheme = _schemes().get(identifier.scheme)
    if scheme is None or scheme.whole is None:
        return None
    name, digits = scheme.whole
    return Identifier(name, identifier.value[:digits])


def shown_scheme(scheme: str) -> str:
    """Return how people call a scheme: ``Wikidata``, ``SIREN``, ``GB-CHC``."""
    name, _space, register = scheme.partition(" ")
    return register or _schemes()[name].shown


def shown_identifier(identifier: Identifier) -> str:
    """Return how people read the identifier: ``Wikidata Q648``, ``SIREN 775666357``, ``GB-CHC-202918``."""
    between = "-" if " " in identifier.scheme else " "
    return f"{shown_scheme(identifier.scheme)}{between}{identifier.value}"


def classes_of_things(store: engine.Store, also: Mapping[Iri, Iri] = MappingProxyType({})) -> dict[Iri, Iri]:
    """Return the most specific of our classes of each thing that inputs describe and name; persons are left out.

    also: classes of other vocabularies, each with the one of ours that it is read as.
    """
    supers, persons = load_schema().supers, marks().terms["persons"]
    found = defaultdict[Iri, set[Iri]](set)
    aside = {INFERRED_GRAPH, ONTOLOGY_GRAPH}
    for quad in engine.matching(store, None, engine.NamedNode(_TYPE)):
        if isinstance(quad.subject, engine.NamedNode) and engine.term_text(quad.graph_name) not in aside:
            class_ = Iri(engine.term_text(quad.object))
            found[Iri(quad.subject.value)].add(also.get(class_, class_))
    best = {
        thing: max(own, key=lambda class_: (len(supers[class_]), class_))
        for thing, classes in found.items()
        if (own := [class_ for class_ in classes if class_ in supers]) and classes.isdisjoint(persons)
    }
    return dict(sorted(best.items()))


def official_identifiers(store: engine.Store, classes: Mapping[Iri, Iri] | None = None) -> Identifiers:
    """Return the official identifiers of each thing by their scheme, each written in one way; none of persons.

    ``{ild:lille: {"wikidata": {"Q648"}, "siren": {"215903501"}}}``. What stands in no register is not among them.
    classes: of the things that are looked at, where that is known already.
    """
    found: Identifiers = {}
    classes = classes_of_things(store) if classes is None else classes
    for thing, text in _written(store, classes):
        if identifier := read_identifier(text, classes[thing]):
            found.setdefault(thing, {}).setdefault(identifier.scheme, set()).add(identifier.value)
    return found


def _written(store: engine.Store, classes: Mapping[Iri, Iri]) -> list[tuple[Iri, str]]:
    """Return what may be an identifier of a thing: its own IRI where it is none of ours, then what is said of it."""
    own = iri("ild:x").removesuffix("x")
    said = [(thing, str(thing)) for thing in classes if not thing.startswith(own)]
    for relation in map(iri, _content()["relations"]):
        for quad in engine.matching(store, None, engine.NamedNode(relation)):
            thing = Iri(engine.term_text(quad.subject))
            if thing in classes and engine.term_text(quad.graph_name) != ONTOLOGY_GRAPH:
                said.append((thing, engine.term_text(quad.object)))
    return said
