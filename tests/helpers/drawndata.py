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
from smalldata import small

sys.path.insert(0, str(TESTS / "benchmarks"))
import synthetic

from icilabas import engine
from icilabas.asking.query_files import bind
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, Iri

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from icilabas.asking.query_files import QueryFile

_OWN = PREFIXES["ild"]
_ANYTHING = ("Organization", "Partnership", "Challenge", "Territory")
_HEADS = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("ilb", "ild", "ilg", "ilv", "org"))


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
