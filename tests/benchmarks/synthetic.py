"""Data of our own ontology, of any size and like the real: seeded, as tables or as TriG, which say the same.

Actors in towns of two continents join partnerships, the known ones more often (preferential attachment); partnerships
address challenges, few of which are met often (a long tail); much is found of each partnership, in passages with pages,
and persons stand in restricted passages. A hundred triples an actor, as in the report of a workshop.

    python tests/benchmarks/synthetic.py ACTORS FILE.trig|FOLDER
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSAGE_SIZE = 100  # rows that one passage holds
FINDINGS = ("benefit", "condition", "obstacle", "open-question", "recommendation", "tension")
SPHERES = ("civil-society", "public-authority", "economic-actor")
NAMES = {
    "territories": ("Ville", "Town"),
    "themes": ("Thème", "Theme"),
    "challenges": ("Enjeu", "Challenge"),
    "organizations": ("Acteur", "Actor"),
    "events": ("Session", "Session"),
    "partnerships": ("Partenariat", "Partnership"),
    "findings": ("Constat", "Finding"),
    "persons": ("Personne", "Person"),
}
CLASSES = {
    "territories": "Territory",
    "themes": "Theme",
    "challenges": "Challenge",
    "organizations": "Organization",
    "partnerships": "Partnership",
    "persons": "Person",
    "memberships": "Membership",
}
COLUMNS = {  # column of a table: property, and how its values are written
    "label_fr": ("skos:prefLabel", '"{}"@fr'),
    "label_en": ("skos:prefLabel", '"{}"@en'),
    "description_fr": ("dcterms:description", '"{}"@fr'),
    "description_en": ("dcterms:description", '"{}"@en'),
    "page": ("ilb:page", "{}"),
    "territory_kind": ("ilb:territoryKind", "ilv:{}"),
    "within": ("ilb:within", "ild:{}"),
    "lat": ("wgs84:lat", "{}"),
    "long": ("wgs84:long", "{}"),
    "faced_in": ("ilb:facedIn", "ild:{}"),
    "sphere": ("ilb:sphere", "ilv:{}"),
    "based_in": ("ilb:basedIn", "ild:{}"),
    "works_on": ("ilb:worksOn", "ild:{}"),
    "links": ("ilb:links", "ild:{}"),
    "addresses": ("ilb:addresses", "ild:{}"),
    "organization": ("org:organization", "ild:{}"),
    "member": ("org:member", "ild:{}"),
    "role": ("org:role", "ilv:{}"),
    "raised_in": ("ilb:raisedIn", "ild:{}"),
    "concerns": ("ilb:concerns", "ild:{}"),
    "said_by": ("prov:wasAttributedTo", "ild:{}"),
}
PREFIXES = """@prefix ilb: <https://w3id.org/icilabas/ontology#> .
@prefix ilv: <https://w3id.org/icilabas/vocabulary/> .
@prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilg: <https://w3id.org/icilabas/graph/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""
SOURCE = """id: synthetic
title: {fr: "Données de synthèse", en: "Synthetic data"}
source: {id: synthetic-report, title: {fr: "Rapport de synthèse", en: "Synthetic report"}}
editors: {id: synthetic-editors, label: {fr: "Éditeurs", en: "Editors"}}
passages:
"""


class Row(NamedTuple):
    """A row of a table: what it says of one thing, in a passage; several values stand in one cell with ``|``."""

    table: str
    cells: dict[str, str]
    passage: str


def rows(actors: int, seed: int = 1) -> Iterator[Row]:
    """Yield the rows: so many actors, half as many partnerships, and what they work on, meet and find."""
    chance = random.Random(seed)  # noqa: S311  # not a secret
    for number, (table, cells) in enumerate(_facts(chance, actors)):
        page = 1 + number // PASSAGE_SIZE % 400
        restricted = "-persons" if cells.get("member", cells.get("id", "")).startswith("person-") else ""
        yield Row(table, {**cells, "page": str(page)}, f"p{number // PASSAGE_SIZE}{restricted}")


def _named(table: str, thing: str, number: object, words: int = 0, **cells: str) -> tuple[str, dict[str, str]]:
    """Return a row with labels in both languages and, of so many words, a description."""
    fr, en = NAMES[table]
    said = {"id": thing, "label_fr": f"{fr} {number}", "label_en": f"{en} {number}"}
    if words:
        said["description_fr"] = f"Ce que l'on sait de {number} :" + " agir ensemble ici et là-bas" * (words // 6)
        said["description_en"] = f"What is known of {number}:" + " acting together here and there" * (words // 5)
    return table, said | cells


def _facts(chance: random.Random, actors: int) -> Iterator[tuple[str, dict[str, str]]]:
    towns = max(8, actors // 100)
    for side, (west, south) in enumerate(((-4, 43), (-12, 4))):  # about the size of France and of West Africa
        place = {"lat": f"{south + 4}.0", "long": f"{west + 6}.0"}
        yield _named("territories", f"country-{side}", f"pays {side}", 0, territory_kind="country", **place)
        for town in range(towns // 2):
            at = {"lat": f"{south + 7 * chance.random():.3f}", "long": f"{west + 11 * chance.random():.3f}"}
            within = f"country-{side}"
            yield _named(
                "territories", f"town-{side}-{town}", f"{side}.{town}", 0, territory_kind="city", within=within, **at
            )
    places = [f"town-{side}-{town}" for side in (0, 1) for town in range(towns // 2)]
    themes, challenges = ([f"{kind}-{n}" for n in range(max(10, actors // 20))] for kind in ("theme", "challenge"))
    for number, theme in enumerate(themes):
        yield _named("themes", theme, number)
    for number, challenge in enumerate(challenges):  # most are met in a town or two, a few in many
        met = int(chance.paretovariate(0.9))
        faced = dict.fromkeys(chance.choice(places) for _ in range(min(met, towns)))
        yield _named("challenges", challenge, number, 20, faced_in="|".join(faced))
    for number in range(actors):
        worked = "|".join(dict.fromkeys(_tail(chance, themes) for _ in range(2)))
        where = {"based_in": chance.choice(places), "works_on": worked, "sphere": chance.choice(SPHERES)}
        yield _named("organizations", f"actor-{number}", number, 20, **where)
    for number in range(max(1, actors // 500)):
        yield _named("events", f"session-{number}", number, kind="session")
    yield from _partnerships(chance, actors, places, challenges)
    for number in range(actors // 10):
        yield _named("persons", f"person-{number}", number)
        of = f"actor-{chance.randrange(actors)}"
        yield "memberships", {"organization": of, "member": f"person-{number}", "role": "role-representative"}


def _tail(chance: random.Random, values: list[str]) -> str:
    """Return one of the values: the first ones often, most of them hardly ever."""
    return values[min(len(values) - 1, int(chance.paretovariate(0.8)) - 1)]


def _partnerships(
    chance: random.Random, actors: int, places: list[str], challenges: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    met = list(range(actors))  # an actor stands here once, and once more for each partnership it is in
    for number in range(actors // 2):
        thing = f"partnership-{number}"
        members = sorted({chance.choice(met) for _ in range(2 + int(chance.expovariate(0.4)))})
        met += members
        links = "|".join(dict.fromkeys((chance.choice(places), chance.choice(places))))
        addressed = list(dict.fromkeys(_tail(chance, challenges) for _ in range(2)))
        yield _named("partnerships", thing, number, 30, links=links, addresses="|".join(addressed))
        for member in members:
            role = "role-lead" if member == members[0] else "role-partner"
            yield "memberships", {"organization": thing, "member": f"actor-{member}", "role": role}
        for finding in range(1 + int(chance.expovariate(0.09))):
            said_by = f"actor-{chance.choice(members)}"
            about = {"concerns": "|".join([thing, *addressed]), "said_by": said_by, "kind": chance.choice(FINDINGS)}
            session = f"session-{number % max(1, actors // 500)}"
            yield _named("findings", f"f-{number}-{finding}", f"{number}.{finding}", 20, raised_in=session, **about)


def _statement(row: Row) -> str:
    """Return what a row says, in Turtle."""
    cells = row.cells
    thing = cells.get("id") or "--".join(cells[key] for key in ("organization", "member", "role"))
    class_ = CLASSES.get(row.table) or "".join(part.capitalize() for part in cells["kind"].split("-"))
    said = [f"a ilb:{class_}"]
    for column, (name, form) in COLUMNS.items():
        said += [f"{name} {form.format(value)}" for value in cells.get(column, "").split("|") if value]
    return f"  ild:{thing} {' ; '.join(said)} .\n"


def _passages(found: dict[str, set[str]]) -> Iterator[str]:
    """Describe the dataset, its report and its passages, as our reader does for ``source.yaml``."""
    both = 'dcterms:title "{0}"@fr , "{1}"@en ; skos:prefLabel "{0}"@fr , "{1}"@en'
    yield '  ilg:synthetic dcterms:title "Données de synthèse"@fr , "Synthetic data"@en .\n'
    yield f"  ild:synthetic-report a ilb:Source ; {both.format('Rapport de synthèse', 'Synthetic report')} .\n"
    yield '  ild:synthetic-editors a foaf:Agent ; skos:prefLabel "Éditeurs"@fr , "Editors"@en .\n'
    yield f"  ild:synthetic-editors-notes a ilb:Source ; {both.format('Éditeurs', 'Editors')} ;\n"
    yield "    prov:wasAttributedTo ild:synthetic-editors .\n"
    for passage, pages in found.items():
        access = "restricted" if passage.endswith("-persons") else "public"
        about = f"dcterms:source ild:synthetic-report ; dcterms:accessRights ilv:{access}"
        page = min(pages)
        yield f"  ilg:synthetic\\/{passage} a ilb:Passage ; {both.format(passage, passage)} ; {about} ;\n"
        yield f"    ilb:firstPage {page} ; ilb:lastPage {page} .\n"


def write_trig(actors: int, path: Path, seed: int = 1) -> Path:
    """Write the dataset as TriG, and return where."""
    found: dict[str, set[str]] = {}
    last = None
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(PREFIXES)
        for row in rows(actors, seed):
            if row.passage != last:
                file.write(f"{'}' if last else ''}\nilg:synthetic\\/{row.passage} {{\n")
            last = row.passage
            found.setdefault(row.passage, set()).add(row.cells["page"])
            file.write(_statement(row))
        file.write("}\nilg:synthetic {\n" + "".join(_passages(found)) + "}\n")
    return path


def write_tables(actors: int, folder: Path, seed: int = 1) -> Path:
    """Write the dataset as a folder of tables with its ``source.yaml``, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[dict[str, str]]] = {}
    found: dict[str, str] = {}
    for row in rows(actors, seed):
        tables.setdefault(row.table, []).append({**row.cells, "passage": row.passage})
        found[row.passage] = row.cells["page"]
    for table, said in tables.items():
        columns = dict.fromkeys(column for cells in said for column in cells)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(said)
    listed = (
        f'  - {{id: {passage}, title: {{fr: "{passage}", en: "{passage}"}}, pages: [{page}, {page}], '
        f"access: {'restricted' if passage.endswith('-persons') else 'public'}}}\n"
        for passage, page in found.items()
    )
    (folder / "source.yaml").write_text(SOURCE + "".join(listed), encoding="utf-8")
    return folder


if __name__ == "__main__":
    into = Path(sys.argv[2])
    (write_trig if into.suffix == ".trig" else write_tables)(int(sys.argv[1]), into)
