"""Data of our own ontology, of any size and like the real: seeded, in TriG.

Actors in towns of two continents join partnerships, the known ones more often (preferential attachment); partnerships
address challenges, few of which are met often (a long tail); passages have pages, and some are restricted to persons.

    python tests/benchmarks/synthetic.py ACTORS FILE.trig
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = """@prefix ilb: <https://w3id.org/icilabas/ontology#> .
@prefix ilv: <https://w3id.org/icilabas/vocabulary/> .
@prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilg: <https://w3id.org/icilabas/graph/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""
PASSAGE_SIZE = 200  # things that one passage speaks of
FINDINGS = ("Benefit", "Condition", "Obstacle", "OpenQuestion", "Recommendation", "Tension")
SPHERES = ("civil-society", "public-authority", "economic-actor")


def trig(actors: int, seed: int = 1) -> Iterator[str]:
    """Yield the dataset in pieces: so many actors, half as many partnerships, and what they work on and say."""
    chance = random.Random(seed)  # noqa: S311  # not a secret
    yield PREFIXES
    things = [*_territories(chance, max(8, actors // 100)), *_topics(max(10, actors // 20))]
    places = [thing for thing, _text in things if thing.startswith("ild:town")]
    topics = {kind: [t for t, _text in things if t.startswith(f"ild:{kind}-")] for kind in ("theme", "challenge")}
    things += _actors(chance, actors, places, topics["theme"])
    things.append(("ild:workshop", _named("ild:workshop", "ilb:Workshop", "Atelier", "Workshop")))
    things += _partnerships(chance, actors, places, topics["challenge"])
    for number, start in enumerate(range(0, len(things), PASSAGE_SIZE)):
        page = 1 + number % 400
        body = "".join(f"  {text} ;\n    ilb:page {page} .\n" for _thing, text in things[start : start + PASSAGE_SIZE])
        yield f"ilg:synthetic\\/p{number} {{\n{body}}}\n"
    persons = "".join(_persons(chance, actors))
    yield f"ilg:synthetic\\/persons {{\n{persons}}}\n"
    yield "ilg:synthetic {\n" + "".join(_about(-(-len(things) // PASSAGE_SIZE))) + "}\n"


def _named(thing: str, class_: str, name_fr: str, name_en: str) -> str:
    return f'{thing} a {class_} ; skos:prefLabel "{name_fr}"@fr , "{name_en}"@en'


def _territories(chance: random.Random, towns: int) -> Iterator[tuple[str, str]]:
    for number, (west, south) in enumerate(((-4, 43), (-12, 4))):  # about the size of France and of West Africa
        country = f"ild:country-{number}"
        text = _named(country, "ilb:Territory", f"Pays {number}", f"Country {number}")
        yield country, f"{text} ; ilb:territoryKind ilv:country ; wgs84:lat {south + 4}.0 ; wgs84:long {west + 6}.0"
        for town in range(towns // 2):
            thing = f"ild:town-{number}-{town}"
            where = f"wgs84:lat {south + 7 * chance.random():.3f} ; wgs84:long {west + 11 * chance.random():.3f}"
            text = _named(thing, "ilb:Territory", f"Ville {number}-{town}", f"Town {number}-{town}")
            yield thing, f"{text} ; ilb:territoryKind ilv:city ; ilb:within {country} ; {where}"


def _topics(many: int) -> Iterator[tuple[str, str]]:
    for number in range(many):
        for kind, class_, name in (("theme", "Theme", "Thème"), ("challenge", "Challenge", "Enjeu")):
            thing = f"ild:{kind}-{number}"
            yield thing, _named(thing, f"ilb:{class_}", f"{name} {number}", f"{class_} {number}")


def _tail(chance: random.Random, values: list[str]) -> str:
    """Return one of the values: the first ones often, most of them hardly ever."""
    return values[min(len(values) - 1, int(chance.paretovariate(0.8)) - 1)]


def _actors(chance: random.Random, many: int, places: list[str], themes: list[str]) -> Iterator[tuple[str, str]]:
    for number in range(many):
        thing = f"ild:actor-{number}"
        worked = " , ".join(dict.fromkeys(_tail(chance, themes) for _ in range(2)))
        about = f"ilb:sphere ilv:{chance.choice(SPHERES)} ; ilb:basedIn {chance.choice(places)} ; ilb:worksOn {worked}"
        yield thing, f"{_named(thing, 'ilb:Organization', f'Acteur {number}', f'Actor {number}')} ; {about}"


def _partnerships(
    chance: random.Random, actors: int, places: list[str], challenges: list[str]
) -> Iterator[tuple[str, str]]:
    met = list(range(actors))  # an actor stands here once, and once more for each partnership it is in
    for number in range(actors // 2):
        thing = f"ild:partnership-{number}"
        members = sorted({chance.choice(met) for _ in range(2 + int(chance.expovariate(0.4)))})
        met += members
        towns = " , ".join(dict.fromkeys((chance.choice(places), chance.choice(places))))
        met_by = " , ".join(dict.fromkeys(_tail(chance, challenges) for _ in range(2)))
        text = _named(thing, "ilb:Partnership", f"Partenariat {number}", f"Partnership {number}")
        yield thing, f"{text} ; ilb:links {towns} ; ilb:addresses {met_by}"
        for member in members:
            role = "lead" if member == members[0] else "partner"
            name = f"ild:m-{number}-{member}"
            ends = f"org:organization {thing} ; org:member ild:actor-{member} ; org:role ilv:role-{role}"
            yield name, f"{name} a ilb:Membership ; {ends}"
        for place in towns.split(" , "):
            challenge = met_by.split(" , ")[0]
            yield challenge, f"{challenge} ilb:facedIn {place}"
        finding, class_ = f"ild:f-{number}", chance.choice(FINDINGS)
        text = _named(finding, f"ilb:{class_}", f"Constat {number}", f"Finding {number}")
        yield (
            finding,
            f"{text} ; prov:wasAttributedTo ild:actor-{members[0]} ; ilb:raisedIn ild:workshop ; ilb:concerns {thing}",
        )


def _persons(chance: random.Random, actors: int) -> Iterator[str]:
    for number in range(actors // 10):
        person = f"ild:person-{number}"
        yield f'  {person} a ilb:Person ; skos:prefLabel "Personne {number}"@fr ; ilb:page 401 .\n'
        ends = f"org:organization ild:actor-{chance.randrange(actors)} ; org:member {person}"
        yield f"  ild:pm-{number} a ilb:Membership ; {ends} ; org:role ilv:role-representative ; ilb:page 401 .\n"


def _about(passages: int) -> Iterator[str]:
    yield '  ild:report a ilb:Source ; dcterms:title "Rapport de synthèse"@fr , "Synthetic report"@en .\n'
    for number in range(passages):
        name = f"ilg:synthetic\\/p{number}"
        yield f'  {name} a ilb:Passage ; dcterms:title "Passage {number}"@fr ; dcterms:source ild:report ;\n    dcterms:accessRights ilv:public .\n'
    yield (
        '  ilg:synthetic\\/persons a ilb:Passage ; dcterms:title "Personnes"@fr ; dcterms:source ild:report ;\n'
        "    dcterms:accessRights ilv:restricted .\n"
    )


def write(actors: int, path: Path, seed: int = 1) -> Path:
    """Write the dataset, and return where."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(trig(actors, seed))
    return path


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
