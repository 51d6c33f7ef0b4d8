"""What servers are asked of: small random data, units of units that were or were not in a room, and parameters drawn from them.

Most random pairs have nothing to do with each other, and an empty answer shows nothing: the values of one question are
drawn from things that hang together.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any

import networkx as nx
from places import TESTS
from smalldata import WORDS, small

sys.path.insert(0, str(TESTS / "benchmarks"))
import synthetic

from icilabas import engine
from icilabas.asking.query_files import bind
from icilabas.asking.questions import LITERALS
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri, local_name
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from icilabas.asking.query_files import QueryFile
    from icilabas.sources.schema import Column

_OWN = PREFIXES["ild"]
_ANYTHING = ("Organization", "Partnership", "Challenge", "Territory")
_HEADS = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n"
    for name in ("dcterms", "ilb", "ild", "ilg", "ilv", "org", "skos", "wd", "xsd")
)


def written(folder: Path, many: int) -> list[Path]:
    """Write so many small datasets and so many rooms; return what is to be read."""
    tables = [small(seed, crowd=True).write(folder / f"small-{seed}") for seed in range(many)]
    rooms = folder / "rooms.trig"
    rooms.write_text(_HEADS + "".join(map(_room, range(many))), encoding="utf-8")
    return [*chain.from_iterable(tables), rooms]


def _room(seed: int) -> str:
    """Return two networks with their members, units of units, now and then in a circle, and who was at two events."""
    chance, own = Random(f"room {seed}"), f"ild:room-{seed}-"  # noqa: S311  # no secret: the same each time
    said: dict[str, list[str]] = {f"ilg:room-{seed}-{number}": [] for number in range(3)}

    def say(*facts: str) -> None:
        for passage in chance.sample([*said], chance.choice([1, 1, 2])):
            said[passage] += facts

    actors = [f"{own}o{number}" for number in range(10)]
    networks = actors[:2]
    for number, actor in enumerate(actors):
        say(f"{actor} a ilb:{'Network' if actor in networks else 'Organization'} .")
        for share, of_it in (
            (0.6 if number > 2 else 0, f"org:unitOf {chance.choice(actors[2 : max(3, number)])}"),
            (0.1, f"org:unitOf {chance.choice(actors)}"),
            (0.5, f"org:memberOf {chance.choice(networks)}"),
            (0.4, f"ilb:tookPartIn {own}e{chance.randrange(2)}"),
            (0.5, f"ilb:page {chance.randint(1, 5)}"),
        ):
            if chance.random() < share:
                say(f"{actor} {of_it} .")
        if chance.random() < 0.2:  # a circle of one is no partnership
            say(f"{own}m{number} a org:Membership ; org:member {actor} ; org:organization {own}p .")
    say(f"{own}p a ilb:Partnership . {own}e0 a ilb:Workshop . {own}e1 a ilb:Workshop .")
    listed = " ".join(f"{passage} a ilb:Passage ." for passage in said)
    return f"ilg:room-{seed} {{ {listed} }}\n" + "".join(f"{name} {{ {' '.join(s)} }}\n" for name, s in said.items())


def flat(folder: Path, many: int) -> Path:
    """Write towns, each in a country that lies in nothing, and so many actors and what they take part in.

    Virtuoso loses rows of paths that meet where no path goes further than one step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return synthetic.write_trig(many, folder / "towns.trig")


# Of what each sort of data tells beside territories and who is there: all, who there is, and activities.
SORTS = {
    "mixed": None,
    "directory": {"organizations", "groups", "partnerships", "memberships", "themes"},
    "activities": {"organizations", "partnerships", "memberships", "initiatives"},
}
_MANY = {
    "organizations": 80,
    "groups": 20,
    "memberships": 150,
    "partnerships": 40,
    "findings": 80,
    "territories": 30,
    "challenges": 20,
}
_OFTEN = {"based_in": 0.95, "links": 1, "faced_in": 1, "concerns": 1, "raised_in": 0.8, "organization": 1, "member": 1}
_PASSAGES = 12


def world(folder: Path, sort: str, seed: int = 0) -> Path:
    """Write a hundred actors and all else that the tables of our schema can tell of them, each column by chance.

    Each fact stands in one passage or two, now and then the two ends of a membership in different ones; towns lie in countries, some of these in one
    continent, units in units before them.
    """
    chance = Random(f"world {sort} {seed}")  # noqa: S311  # no secret: the same each time
    schema = load_schema()
    told = SORTS[sort]
    tables = [
        table
        for name, table in schema.tables.items()
        if name != "persons" and (told is None or name in {*told, "territories"})
    ]
    things: dict[str, list[str]] = defaultdict(list)  # of each class, in the order in which they came
    rows = []
    for table in tables:
        for number in range(_MANY.get(table.name, 8)):
            class_ = chance.choice([*table.kinds.values()] or [table.class_])
            thing = f"ild:{table.name}-{number:03}"
            rows.append((table, class_, thing, number))
            for each in (class_, *schema.supers.get(class_, ())):
                things[each].append(thing)
    said: dict[int, list[str]] = {number: [] for number in range(_PASSAGES)}
    for table, class_, thing, number in rows:
        facts = [f"{thing} a <{class_}> ."]
        for column in table.columns:
            if chance.random() < _OFTEN.get(column.name, 0.4):
                facts += [f"{thing} <{column.path}> {value} ." for value in _drawn(column, number, things, chance)]
        together = chance.sample(range(_PASSAGES), 2) if table.name == "memberships" and chance.random() < 0.7 else []
        for fact in facts:
            for passage in together or chance.sample(range(_PASSAGES), chance.choice([1, 1, 2])):
                said[passage].append(fact)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sort}-{seed}.trig"
    both = 'skos:prefLabel "{0}"@fr , "{1}"@en ; dcterms:title "{0}"@fr , "{1}"@en'
    listed = [f"ild:report a ilb:Source ; {both.format('Rapport', 'Report')} ."]
    listed += [
        f"ilg:world-{n} a ilb:Passage ; {both.format(f'Partie {n}', f'Part {n}')} ; dcterms:source ild:report ;"
        f" ilb:firstPage {n} ; ilb:lastPage {n} ."
        for n in said
    ]
    graphs = {"ilg:world": listed} | {f"ilg:world-{n}": facts for n, facts in said.items()}
    texts = [f"{name} {{ {' '.join(facts)} }}\n" for name, facts in graphs.items()]
    path.write_text(_HEADS + "".join(texts), encoding="utf-8")
    return path


def _drawn(column: Column, number: int, things: Mapping[str, list[str]], chance: Random) -> list[str]:
    """Return what a column says of the thing of this number in its table, as Turtle."""
    if column.name == "within":  # a continent, six countries, the towns: what lies nowhere is beside the rest
        around = [] if number == 0 else [0] if number < 4 else [] if number < 7 else [1 + number % 6]
        return [f"ild:territories-{place:03}" for place in around]
    if column.name == "territory_kind":
        return [f"ilv:{'continent' if number == 0 else 'country' if number < 7 else 'city'}"]
    codes = [code for class_ in column.classes for code in load_schema().codes.get(class_, {}).values()]
    known = [thing for class_ in column.classes for thing in things.get(class_, ())]
    if column.name == "unit_of":
        known = known[: max(1, number)]
    if codes or known:
        few = chance.choice([1, 1, 2, 3]) if column.many else 1
        return chance.sample([f"<{code}>" for code in codes] or known, min(few, len(codes or known)))
    if column.is_iri:
        return [
            f"<http://metadata.un.org/sdg/{1 + number % 17}>" if "goal" in column.name else f"wd:Q{70_000 + number}"
        ]
    if column.lang:
        return [f'"{WORDS[column.lang][number % 17]} {number}"@{column.lang}']
    year, month, day = chance.randint(1990, 2020), chance.randint(2, 12), chance.randint(2, 28)
    dates = [f'"{year}-{month:02}-{day:02}"^^xsd:date', f'"{year}-{month:02}"^^xsd:gYearMonth', f'"{year}"^^xsd:gYear']
    forms = {
        "string": f'"N{number}"',
        "integer": str(chance.randint(1, 30)),
        "decimal": f"{chance.randint(-60, 60)}.5",
        "date": chance.choice(dates),
    }
    names = [local_name(datatype) for datatype in column.datatypes]
    return [forms[name] for name in names[:1]]


class Things:
    """The things of a dataset that questions may be asked for, each with those that it hangs together with."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        ties: nx.Graph = nx.Graph()
        for subject, _how, thing, graph in engine.quads(dataset):
            ends = [str(end) for end in (subject, thing) if isinstance(end, Iri) and str(end).startswith(_OWN)]
            if len(ends) > 1 and str(graph) not in {INFERRED_GRAPH, ONTOLOGY_GRAPH}:
                ties.add_edge(*ends)
        self._with = {thing: number for number, part in enumerate(nx.connected_components(ties)) for thing in part}
        self._of: dict[tuple[str, int | None], list[Iri]] = defaultdict(list)
        rows = engine.select(
            dataset, "SELECT DISTINCT ?class ?thing WHERE { ?thing a ?class } ORDER BY ?class ?thing"
        ).rows
        for class_, thing in rows:
            for part in {None, self._with.get(str(thing))} if str(thing).startswith(_OWN) else ():
                self._of[str(class_), part].append(Iri(str(thing)))

    def of(self, name: str, near: Iri | None = None) -> list[Iri]:
        """Return the things of a class; those that hang together with one, where there are such.

        ``Thing`` is what a question may be asked for that is about anything.
        """
        if name == "Thing":
            return [one for each in _ANYTHING for one in self.of(each, near)]
        class_ = f"{PREFIXES['ilb']}{name}"
        around = self._of[class_, self._with.get(str(near))] if near is not None else []
        return around or self._of[class_, None]

    def drawn(self, asked: QueryFile, seed: int) -> Mapping[str, Iri]:
        """Return a value for each parameter of a question, the same for an equal seed; of three, two have an answer.

        So where one is found in a few draws: most that chance takes are asked for what nobody said of them.
        """
        chance = Random(f"{asked.name} {seed}")  # noqa: S311  # no secret: the same each time
        values: dict[str, Iri] = {}
        for _draw in range(100 if seed % 3 else 1):
            values = {}
            for name, about in asked.parameters.items():
                if about["type"] in LITERALS:  # chance takes things; a text stays as it is
                    continue
                values[name] = chance.choice(self.of(about["type"], next(iter(values.values()), None)))
            if engine.select(self._dataset, bind(asked.text, values)).rows:
                break
        return values

    def apart(self, seed: int) -> tuple[Iri, Iri]:
        """Return two territories that hang together and of which none lies in the other, the same for an equal seed."""
        chance = Random(f"apart {seed}")  # noqa: S311  # no secret: the same each time
        lies = {(str(a), str(b)) for a, b in engine.select(self._dataset, "SELECT ?a ?b { ?a ilb:within ?b }").rows}
        while True:
            a = chance.choice(self.of("Territory"))
            b = chance.choice(self.of("Territory", a))
            if a != b and not lies & {(str(a), str(b)), (str(b), str(a))}:
                return a, b
