"""What the passages of one edition say, each with its evidence: values, names, and who is a member of what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from icilabas import resources
from icilabas.asking.evidence import merge_evidence, said_in
from icilabas.engine.terms import Iri, Lit, iri
from icilabas.resources import ONTOLOGY
from icilabas.sources.schema import load_schema
from icilabas.words.text import tongue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from icilabas.asking.evidence import Evidence
    from icilabas.engine.terms import Quad

    Term = Iri | Lit
    Spot = tuple[Iri, Iri]  # a thing that something is said of, and the passage

TOLD = ONTOLOGY / "changes" / "told.yaml"
MEMBERSHIPS = "memberships"
_TYPE, _PAGE, _LABEL = (iri(name) for name in ("rdf:type", "ilb:page", "skos:prefLabel"))
# A value beside the one that is shown is kept as a statement in the passage that says it.
_PARTS = _SUBJECT, _PREDICATE, _OBJECT = tuple(iri(f"rdf:{name}") for name in ("subject", "predicate", "object"))


class Kind(NamedTuple):
    """What is told of a kind of things; see ``ontology/changes/told.yaml``.

    single: the properties of which another value contradicts the one before; alone: so it is where there is only one.
    """

    name: str
    classes: frozenset[Iri]
    properties: tuple[Iri, ...]
    single: frozenset[Iri]
    alone: frozenset[Iri]


class MemberWays(NamedTuple):
    """How memberships are said: the properties of a thing that stands for one, and those that say it at once.

    properties: whether the object is what one is a member of, and whether the property is a role.
    """

    of: Iri
    who: Iri
    role: Iri
    properties: Mapping[Iri, tuple[bool, bool]]


class Told(NamedTuple):
    """What is told of two editions."""

    kinds: tuple[Kind, ...]
    members: MemberWays
    ends: tuple[Iri, ...]
    begins: tuple[Iri, ...]

    def kind_of(self, classes: Collection[Iri]) -> str | None:
        """Return the kind of what is of these classes, the first that fits; None where nothing is told of it."""
        return next((kind.name for kind in self.kinds if not kind.classes.isdisjoint(classes)), None)


@lru_cache(maxsize=1)
def to_tell() -> Told:
    """Return what ``ontology/changes/told.yaml`` says."""
    content = resources.parse_yaml(TOLD.read_text(encoding="utf-8"))
    schema = load_schema()
    columns = [column for table in schema.tables.values() for column in table.columns]
    single = {column.path for column in columns if not column.many and not column.lang}

    def kind(name: str, about: Mapping[str, list[str]]) -> Kind:
        above = {*map(iri, about.get("classes", ()))}
        classes = frozenset(each for each, supers in schema.supers.items() if not above.isdisjoint({each, *supers}))
        properties = tuple(map(iri, about.get("properties", ())))
        alone = frozenset(map(iri, about.get("alone", ())))
        return Kind(name, classes, properties, frozenset(single & {*properties}), alone)

    thing = {key: iri(name) for key, name in content[MEMBERSHIPS]["thing"].items()}
    ways = {
        iri(name): (about["of"] == "object", bool(about.get("role")))
        for name, about in content[MEMBERSHIPS]["properties"].items()
    }
    return Told(
        tuple(kind(name, about) for name, about in content["kinds"].items()),
        MemberWays(thing["of"], thing["who"], thing["role"], ways),
        tuple(map(iri, content["ends"])),
        tuple(map(iri, content["begins"])),
    )


@dataclass
class SaidMembership:
    """One membership: where it is said, its roles, and its dates by their property; each with where that is said."""

    spots: list[Spot] = field(default_factory=list)
    roles: dict[Term, list[Spot]] = field(default_factory=dict)
    dates: dict[Iri, dict[Term, list[Spot]]] = field(default_factory=dict)


@dataclass
class EditionStatements:
    """What an edition says.

    values: of each thing, by property, each value with the passages that say it. classes: those of ours that each thing
    is said to be of. pages: of each thing, in each passage. mentions: where each thing is named by another.
    """

    graphs: frozenset[str]
    sources: Mapping[str, str]
    values: dict[Iri, dict[Iri, dict[Term, list[Iri]]]] = field(default_factory=dict)
    classes: dict[Iri, set[Iri]] = field(default_factory=lambda: defaultdict(set))
    pages: dict[Spot, list[int | str]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[Iri, list[Spot]] = field(default_factory=lambda: defaultdict(list))

    def take(self, statements: Iterable[Quad]) -> None:
        """Take what its passages say; what others say is passed over."""
        apart: dict[Spot, dict[Iri, Term]] = defaultdict(dict)
        ours = load_schema().supers
        for subject, relation, thing, graph in statements:
            if graph not in self.graphs:
                continue
            if relation == _PAGE:
                self.pages[subject, graph].append(_page(thing))
            elif relation in _PARTS:
                apart[subject, graph][relation] = thing
            elif relation != _TYPE:
                self._say(subject, relation, thing, graph)
            elif thing in ours:
                self.classes[subject].add(Iri(thing))
                self._say(subject, relation, thing, graph)
        for (_node, graph), parts in apart.items():
            if len(parts) == len(_PARTS):
                self._say(Iri(parts[_SUBJECT]), Iri(parts[_PREDICATE]), parts[_OBJECT], graph)

    def _say(self, subject: Iri, relation: Iri, thing: Term, graph: Iri) -> None:
        graphs = self.values.setdefault(subject, {}).setdefault(relation, {}).setdefault(thing, [])
        if graph not in graphs:
            graphs.append(graph)
        if isinstance(thing, Iri) and relation != _TYPE:
            self.mentions[thing].append((subject, graph))

    def names(self, thing: Iri) -> bool:
        """Say whether the edition says anything of the thing, or names it."""
        return thing in self.values or thing in self.mentions

    def of(self, thing: Iri, relation: Iri) -> dict[Term, list[Iri]]:
        """Return the values of a property, each with the passages that say it."""
        return self.values.get(thing, {}).get(relation, {})

    def labels(self, thing: Iri) -> dict[str, dict[str, list[Iri]]]:
        """Return how the edition calls a thing: by language, each name with the passages that say it."""
        found: dict[str, dict[str, list[Iri]]] = defaultdict(dict)
        for name, graphs in self.of(thing, _LABEL).items():
            if isinstance(name, Lit):
                found[tongue(name.lang)][" ".join(name.value.split())] = graphs
        return dict(found)

    def evidence(self, spots: Iterable[Spot]) -> list[Evidence]:
        """Return the passages and pages where this is said."""
        unpaged: list[int | str | None] = [None]
        return merge_evidence(
            [said_in(graph, page, self.sources.get(graph)) for page in self.pages.get((thing, graph)) or unpaged]
            for thing, graph in dict.fromkeys(spots)
        )

    def where(self, thing: Iri) -> list[Evidence]:
        """Return where the thing is spoken of: where something is said of it, or else where it is named."""
        graphs = {graph for values in self.values.get(thing, {}).values() for some in values.values() for graph in some}
        return self.evidence([(thing, graph) for graph in sorted(graphs)] or self.mentions.get(thing, ()))

    def members(self) -> dict[tuple[Iri, Iri], SaidMembership]:
        """Return the memberships: by what one is a member of, and who."""
        found: dict[tuple[Iri, Iri], SaidMembership] = defaultdict(SaidMembership)
        ways = to_tell().members
        for thing, said in self.values.items():
            for whole, graphs in said.get(ways.of, {}).items():
                for who in said.get(ways.who, ()):
                    self._describe(found[Iri(whole), Iri(who)], thing, graphs)
            for relation in said.keys() & ways.properties.keys():
                forward, is_role = ways.properties[relation]
                for other, graphs in said[relation].items():
                    member = found[(Iri(other), thing) if forward else (thing, Iri(other))]
                    spots = [(thing, graph) for graph in graphs]
                    member.spots += spots
                    if is_role:
                        member.roles.setdefault(relation, []).extend(spots)
        return dict(found)

    def _describe(self, member: SaidMembership, thing: Iri, graphs: Iterable[Iri]) -> None:
        """Add to a membership what is said of a thing that stands for it."""
        member.spots += [(thing, graph) for graph in graphs]
        for role, some in self.of(thing, to_tell().members.role).items():
            member.roles.setdefault(role, []).extend((thing, graph) for graph in some)
        for relation in (*to_tell().begins, *to_tell().ends):
            for date, some in self.of(thing, relation).items():
                dates = member.dates.setdefault(relation, {})
                dates.setdefault(date, []).extend((thing, graph) for graph in some)


def _page(thing: Term) -> int | str:
    text = thing.value if isinstance(thing, Lit) else str(thing)
    return int(text) if text.isascii() and text.isdigit() else text
