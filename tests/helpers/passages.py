"""Random small datasets whose facts are said by one passage or by several, and what remains without one of these."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from icilabas import engine
from icilabas.dataset.inference import apply_rules
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

PASSAGES = [f"urn:passage:{number}" for number in range(5)]
STAYS = {  # what a thing is, and where a place lies
    f"{PREFIXES[prefix]}{name}" for prefix, name in (("rdf", "type"), ("ilb", "within"), ("ilb", "territoryKind"))
}


def said(by_passage: Iterable[str]) -> str:
    """Return a dataset in which each passage says what is given for it, in Turtle."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("ilb", "org"))
    graphs = (
        f"<{passage}> {{ {facts} }}\n<{passage}> {{ <{passage}> a ilb:Passage }}\n"
        for passage, facts in zip(PASSAGES, by_passage, strict=False)
    )
    return f"{prefixes}@prefix : <urn:x:> .\n{''.join(graphs)}"


class _Facts:
    """The facts of a random dataset, as they are said: each by one passage or by two."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # no secret, a dataset
        self.facts: dict[str, list[str]] = {passage: [] for passage in PASSAGES}
        self.places = [f"t{n}" for n in range(self.chance.randint(2, 5))]
        self.actors = [f"a{n}" for n in range(self.chance.randint(3, 8))]

    def say(self, subject: str, *of_it: str) -> None:
        for passage in self.chance.sample(PASSAGES, self.chance.choice([1, 1, 2])):
            self.facts[passage].append(f":{subject} {' ; '.join(of_it)} .")

    def some(self, of: list[str], least: int, most: int) -> list[str]:
        return self.chance.sample(of, min(len(of), self.chance.randint(least, most)))

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def say_places(self) -> None:
        for number, place in enumerate(self.places):
            self.say(place, "a ilb:Territory")
            if number and self.often(0.4):
                self.say(place, f"ilb:within :{self.chance.choice(self.places[:number])}")

    def say_actors(self) -> None:
        for actor in self.actors:
            self.say(actor, "a ilb:Organization")
            for how, share in (("basedIn", 0.6), ("basedIn", 0.3), ("activeIn", 0.5), ("activeIn", 0.2)):
                if self.often(share):
                    self.say(actor, f"ilb:{how} :{self.chance.choice(self.places)}")
            for how in ("org:memberOf", "ilb:onBoardOf", "org:unitOf", "ilb:foundedBy"):
                other = self.chance.choice(self.actors)
                if other != actor and self.often(0.2):
                    self.say(actor, f"{how} :{other}")

    def say_partnerships(self) -> None:
        for number in range(self.chance.randint(1, 3)):
            partnership, challenge = f"p{number}", f"c{number}"
            self.say(partnership, "a ilb:Partnership")
            self.say(challenge, "a ilb:Challenge")
            for subject, how, of, most in (
                (partnership, "links", self.places, 3),
                (challenge, "facedIn", self.places, 3),
                (partnership, "fundedBy", self.actors, 2),
                (partnership, "ledBy", self.actors, 2),
            ):
                for each in self.some(of, 0, most):
                    self.say(subject, f"ilb:{how} :{each}")
            for actor in self.some(self.actors, 1, 4):
                for role in self.some(["lead", "partner"], 1, 2):
                    first = ["a org:Membership", f"org:organization :{partnership}"]
                    second = [f"org:member :{actor}", f"org:role :{role}"]
                    for half in [first + second] if self.often(0.9) else [first, second]:  # RDF may have it in halves
                        self.say(f"m-{partnership}-{actor}-{role}", *half)


def text(seed: int) -> str:
    """Return a dataset: actors and where they are, partnerships, networks, activities, challenges, and territories.

    A territory may lie in another, an actor may be in several.
    """
    facts = _Facts(seed)
    facts.say_places()
    facts.say_actors()
    facts.say_partnerships()
    return said(" ".join(facts.facts[passage]) for passage in PASSAGES)


def read(trig: str) -> Any:
    """Return the dataset, loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.trig"
        path.write_text(trig, "utf-8")
        return load_store([path])


def dataset(seed: int) -> Any:
    """Return a random dataset, loaded."""
    return read(text(seed))


def without(store: Any, passage: str) -> Any:
    """Return the dataset as if the passage said nothing but what things are and how territories lie; rules run again."""
    left = engine.new_store()
    left.extend(
        quad
        for quad in store
        if (graph := getattr(quad.graph_name, "value", "")) != INFERRED_GRAPH
        and (graph != passage or quad.predicate.value in STAYS)
    )
    apply_rules(left)
    return left


def homes(store: Any) -> dict[str, set[str]]:
    """Return where each thing belongs, read off the statements: the innermost place where it is based, else active."""
    places: dict[str, dict[str, set[str]]] = {
        how: defaultdict(set) for how in ("basedIn", "activeIn", "within", "type")
    }
    for quad in store:
        how = quad.predicate.value.rpartition("#")[2]
        if how in places and quad.graph_name.value != INFERRED_GRAPH:
            places[how][str(quad.subject.value)].add(str(quad.object.value))
    lies = nx.DiGraph((inner, outer) for inner, wider in places["within"].items() for outer in wider)
    around = {place: nx.descendants(lies, place) for place in lies}
    found: dict[str, set[str]] = defaultdict(set)
    for thing, kinds in places["type"].items():
        itself = {thing} if f"{PREFIXES['ilb']}Territory" in kinds else set()
        named = places["basedIn"][thing] or places["activeIn"][thing] or itself
        found[thing] = {one for one in named if not any(one in around.get(other, ()) for other in named - {one})}
    return found
