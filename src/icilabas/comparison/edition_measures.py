"""The measures of two editions side by side: of the actors that both name, with how firm each rank is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.comparison.facts import TIES_VIEW, Named, by_name, labels_of
from icilabas.engine.terms import iri
from icilabas.measures.betweenness import gefura
from icilabas.measures.groups import groups_of
from icilabas.measures.node_measures import DIGITS, TERRITORY, simplified
from icilabas.measures.significance import without_each
from icilabas.measures.small_samples import FEWEST_NODES, FEWEST_PASSAGES
from icilabas.networks.projection import project, view
from icilabas.networks.sides import Belonging

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping
    from collections.abc import Set as AbstractSet

    import networkx as nx

    from icilabas.comparison.facts import Facts
    from icilabas.engine.query import Dataset
    from icilabas.engine.terms import Iri
    from icilabas.measures.groups import Node
    from icilabas.measures.significance import RankInterval

DEGREE, BETWEENNESS = "degree", "betweenness"
LARGEST_NETWORK = 2000  # actors: of more, the paths between territories take longer than all else
_STEPS = 20  # to leave out ties and count neighbours takes as long as to follow the paths from so many actors


class MeasuredActor(Named):
    """An actor in the networks of both editions; ranks are among the actors that both name, 1 the highest.

    by_passages: whether leaving out one passage at a time moves its ranks as far as they differ; None: it is not known,
    for there are no ranks, or too few passages.
    """

    degree_old: int
    degree_new: int
    betweenness_old: float | None
    betweenness_new: float | None
    rank_old: int | None
    rank_old_best: int | None
    rank_old_worst: int | None
    rank_new: int | None
    rank_new_best: int | None
    rank_new_worst: int | None
    by_passages: bool | None


class AloneActor(Named):
    """An actor that one edition alone names; ``later``: it began after the older one, which could not name it."""

    later: bool


@dataclass
class MeasuresSideBySide:
    """The measures of the actors that both editions name, and the actors that one alone names.

    by: of what the ranks are. rows: those first whose ranks differ most, and by more than a passage can move them.
    passages: how many were left out, in the older edition and in the newer; None: too many to be.
    """

    by: str
    rows: list[MeasuredActor]
    only_old: list[AloneActor]
    only_new: list[AloneActor]
    passages: tuple[int | None, int | None]

    @property
    def moved(self) -> list[MeasuredActor]:
        """The actors whose ranks differ by more than a passage can move them."""
        return [row for row in self.rows if row["by_passages"] is False]

    @property
    def known(self) -> bool:
        """Say whether it is known how far a passage moves ranks."""
        return any(row["by_passages"] is not None for row in self.rows)

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "view": TIES_VIEW,
            "rank_by": self.by,
            "passages_old": self.passages[0],
            "passages_new": self.passages[1],
            "actors": self.rows,
            "only_old": self.only_old,
            "only_new": self.only_new,
        }


class _Measured(NamedTuple):
    """What was measured of one edition."""

    degree: Mapping[Node, int]
    betweenness: Mapping[Node, float]
    ranks: Mapping[Node, RankInterval]
    passages: int | None

    @property
    def ranked(self) -> bool:
        """Say whether there are ranks: not all have the same value."""
        return any(each.rank is not None for each in self.ranks.values())


class _Network:
    """The network of actors who act together, as one edition alone says it."""

    def __init__(self, facts: Facts, store: engine.Store, actors: Collection[str], *, bare: bool) -> None:
        """Take the actors that are compared: those without a tie have a place in it as well."""
        self.graph: nx.Graph = project(store, TIES_VIEW, lang=facts.lang, bare=bare)
        self.actors = [str(actor) for actor in actors]
        self.graph.add_nodes_from(actor for actor in self.actors if actor not in self.graph)
        placed = not bare and any(TERRITORY in about for _node, about in self.graph.nodes(data=True))
        self.territory = groups_of(self.graph, TERRITORY) if placed else {}
        self.home = None if bare else Belonging(self.graph, self.territory)

    @property
    def has_paths(self) -> bool:
        """Say whether there is something between territories: two of them, and not too few actors."""
        return len(set(self.territory.values())) > 1 and len(self.territory) >= FEWEST_NODES

    def measured(self, by: str) -> _Measured:
        """Return the measures, and the ranks by one of them."""
        simple = simplified(self.graph)
        degree = dict(simple.degree(self.actors))
        between = gefura(simple, self.territory) if by == BETWEENNESS else {}
        ranks, passages = self._ranks(by, between)
        return _Measured(degree, between, ranks if len(self.actors) >= FEWEST_NODES else {}, passages)

    def _ranks(self, by: str, between: Mapping[Node, float]) -> tuple[Mapping[Node, RankInterval], int | None]:
        def paths(one: nx.Graph, territory: Mapping[Hashable, Hashable]) -> Mapping[Node, float]:
            same = one is self.graph and territory == self.territory
            here = {node: home for node, home in territory.items() if node in one}
            found = between if same else gefura(simplified(one), here)
            return {actor: found[actor] for actor in self.actors if actor in found}

        def neighbours(one: nx.Graph, _territory: object) -> Mapping[Node, float]:
            return {actor: len({*one[actor]} - {actor}) for actor in self.actors if actor in one}

        home = self.home
        if by == BETWEENNESS and home is not None:
            return without_each(self.graph, paths, home.without, placed_by=lambda: home.said, ends=len(self.territory))
        return without_each(self.graph, neighbours, lambda _passage: None, ends=_STEPS)


def side_by_side(
    facts: Facts,
    graphs: tuple[AbstractSet[str], AbstractSet[str]],
    both: Collection[Iri],
    alone: Mapping[str, Collection[Iri]],
    later: Collection[Iri],
) -> MeasuresSideBySide:
    """Return the measures of the actors that both editions name: each edition's, as if the other were not there.

    graphs: the passages of the older edition and of the newer. alone: the actors that the ``old`` edition or the
    ``new`` one alone names. later: those that began after the older one.
    """
    names = labels_of(facts, [*both, *alone["old"], *alone["new"]])
    bare = len(both) > LARGEST_NETWORK
    old, new = (
        _Network(facts, _alone(facts, own, others - own, bare=bare), sorted(both), bare=bare)
        for own, others in (graphs, (graphs[1], graphs[0]))
    )
    by = BETWEENNESS if old.has_paths and new.has_paths else DEGREE
    before, after = old.measured(by), new.measured(by)
    if by == BETWEENNESS and not (before.ranked and after.ranked):
        by = DEGREE
        before, after = (each._replace(ranks=of.measured(by).ranks) for each, of in ((before, old), (after, new)))
    rows = [_row(names.named(actor, facts.lang), before, after) for actor in sorted(both)]
    rows.sort(key=_most_moved)
    listed: dict[str, list[AloneActor]] = {
        side: [{**names.named(actor, facts.lang), "later": actor in later} for actor in some]
        for side, some in alone.items()
    }
    for some in listed.values():
        some.sort(key=by_name)
    return MeasuresSideBySide(by, rows, listed["old"], listed["new"], (before.passages, after.passages))


def _alone(facts: Facts, passages: AbstractSet[str], others: AbstractSet[str], *, bare: bool) -> engine.Store:
    """Return what an edition says without the other; ``bare``: only what ties are made of."""
    store, found = store_behind(facts.dataset), engine.new_store()
    if bare:
        reads = view(TIES_VIEW).header["reads"]
        relations = [*map(iri, (*reads["relations"], *reads["beside"])), iri("rdf:type")]
        for relation, passage in product(map(engine.NamedNode, relations), map(engine.NamedNode, passages)):
            engine.extend(found, engine.matching(store, relation=relation, graph=passage), bulk=True)
        return found
    for graph in engine.graphs(store) - others:
        engine.extend(found, engine.as_written(store, engine.NamedNode(graph)), bulk=True)
    return found


def store_behind(dataset: Dataset) -> engine.Store:
    """Return what a dataset says, as a store: of an endpoint or of another engine, a copy."""
    store = None if engine.endpoint_of(dataset) else engine.store_of(dataset)
    if store is None:
        engine.copy(dataset, store := engine.new_store())
    return store


def _row(named: Named, old: _Measured, new: _Measured) -> MeasuredActor:
    actor = named["iri"]
    before, after = old.ranks.get(actor), new.ranks.get(actor)
    first, second = _span(before, old.passages), _span(after, new.passages)
    return {
        **named,
        "degree_old": old.degree.get(actor, 0),
        "degree_new": new.degree.get(actor, 0),
        "betweenness_old": _digits(old.betweenness.get(actor)),
        "betweenness_new": _digits(new.betweenness.get(actor)),
        "rank_old": before.rank if before else None,
        "rank_old_best": first and first[0],
        "rank_old_worst": first and first[1],
        "rank_new": after.rank if after else None,
        "rank_new_best": second and second[0],
        "rank_new_worst": second and second[1],
        "by_passages": first[0] <= second[1] and second[0] <= first[1] if first and second else None,
    }


def _span(found: RankInterval | None, passages: int | None) -> tuple[int, int] | None:
    """Return the best and the worst rank, where there are passages enough to say so."""
    if found is None or found.best is None or found.worst is None or (passages or 0) < FEWEST_PASSAGES:
        return None
    return found.best, found.worst


def _digits(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _most_moved(row: MeasuredActor) -> tuple[object, ...]:
    before, after = row["rank_old"], row["rank_new"]
    far = abs(before - after) if before is not None and after is not None else 0
    return row["by_passages"] is not False, -far, by_name(row)
