"""What is printed does not depend on ids, on the order of rows and files, or on which of two territories is named first."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

import pytest
from smalldata import SEEDS, SORTS, apart, seeds, small, told

import icilabas as ilb
from icilabas.dataset.loading import load_store
from icilabas.errors import UsageError
from icilabas.measures import betweenness, cuts
from icilabas.networks.projection import views
from icilabas.site.build import publish

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    from smalldata import Small

    from icilabas.engine.query import Store

LANGUAGES = ("fr", "en")
# The same facts in other words: under other ids; with the ids of two territories exchanged; in another order.
VARIANTS = ("renamed", "exchanged", "shuffled")
# By side: one becomes the other where the two territories change places.
MIRRORED = re.compile(r"^(only|within|how|via|evidence)_([ab])$")
OTHER = {"a": "b", "b": "a"}
ORDERED = {"bridging_actors", "cut", "cut_before", "cut_after"}  # whose order does not depend on which side is first
# What of a site holds more than is read, or in an order that is nobody's.
MOST_TOLD = 5  # differences
NOT_READ = ("graph.html", "downloads/*")


def varied(data: Small, how: str) -> Small:
    """Return the same facts otherwise written."""
    if how == "exchanged":
        return data.exchanged("t0", "t1") if data.sort != "iati" else data.exchanged("o0", "o1")
    return data.shuffled(7) if how == "shuffled" else data.renamed(len(how))


@lru_cache(maxsize=8)
def read(sort: str, seed: int, how: str, folder: Path) -> tuple[Small, Store]:
    """Return the facts in one variant, and what is read of their files; the shuffled files are read from the last on."""
    data = small(seed, sort) if how == "as drawn" else varied(small(seed, sort), how)
    paths = data.write(folder / f"{sort}-{seed}-{how}")
    return data, load_store(paths[::-1] if how == "shuffled" else paths)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("small")


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let igraph count every other time."""
    limit = -1 if request.node.callspec.params["seed"] % 2 else 10**9
    monkeypatch.setattr(betweenness, "MUCH_WORK", limit)
    monkeypatch.setattr(cuts, "MANY_TIES", limit)


each_sort = pytest.mark.parametrize("sort", SORTS)
# On demand each sort in each way; in every run each sort in one way, a workshop in two.
IN_EVERY_RUN = {("workshop", "renamed"), ("workshop", "exchanged"), ("directory", "shuffled"), ("iati", "renamed")}
MEANT = [(sort, how) for sort in SORTS for how in VARIANTS if SEEDS or (sort, how) in IN_EVERY_RUN]


def measured(data: Small, store: Store) -> dict[str, object]:
    """Return all that `measure` says of each view, in both languages."""
    found: dict[str, object] = {}
    for view in views():
        for lang in LANGUAGES:
            table = ilb.measure(store, view.name, lang=lang)
            found[f"{view.name} {lang}"] = told(data, [table.to_text(lang), table.to_dict()])
    return found


def pairs(data: Small, store: Store) -> list[tuple[str, str]]:
    """Return the pairs of territories that can be compared, by their names."""
    found: list[tuple[str, str]] = []
    names = [data.labels[key][0] for key in data.of("t")]
    for one, other in combinations([*names[:3], "others"], 2):
        try:
            ilb.compare(store, one, other)
        except UsageError:  # one lies in the other, or the activities do not name it
            continue
        found.append((one, other))
    return found


def compared(data: Small, store: Store) -> dict[str, object]:
    """Return all that `compare` says of some territories, also without one of the actors."""
    found: dict[str, object] = {}
    for one, other in pairs(data, store):
        for lang, leaver in zip(LANGUAGES, (None, data.labels["o0"][1]), strict=True):
            try:
                of = ilb.compare(store, one, other, without=leaver, lang=lang)
            except UsageError:  # an actor that no activity names
                of = ilb.compare(store, one, other, lang=lang)
            found[f"{one} {other} {lang}"] = told(data, [of.to_text(lang), of.to_markdown(lang), of.to_dict()])
    return found


def as_sets(data: Small, graph: nx.Graph) -> list[object]:
    """Return nodes and ties with all that they are; a tie without direction is that of its two ends."""
    nodes = {node: dict(about) for node, about in graph.nodes(data=True)}
    ties = []
    for source, target, about in graph.edges(data=True):
        ends = [str(told(data, end)) for end in (source, target)]
        plain = not graph.is_directed() or about.get("undirected")
        ties.append([sorted(ends) if plain else ends, unordered(told(data, about))])
    return [unordered(told(data, nodes)), unordered(ties), unordered(told(data, graph.graph))]


def unordered(value: Any) -> Any:
    """Return plain values whose lists are sorted."""
    if isinstance(value, dict):
        return {key: unordered(each) for key, each in sorted(value.items())}
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(map(unordered, value), key=lambda each: json.dumps(each, sort_keys=True, default=str))
    return value


def projected(data: Small, store: Store) -> dict[str, object]:
    """Return each network."""
    return {view.name: as_sets(data, ilb.project(store, view.name)) for view in views()}


@pytest.mark.parametrize(("sort", "how"), MEANT)
@pytest.mark.parametrize("seed", seeds(1))
def test_what_is_measured_compared_and_drawn_is_the_same_but_for_ids(
    sort: str, how: str, seed: int, folder: Path
) -> None:
    one, other = read(sort, seed, "as drawn", folder), read(sort, seed, how, folder)
    for say in (projected, measured, compared):
        assert not [*islice(apart(say(*one), say(*other)), MOST_TOLD)]


@each_sort
@pytest.mark.parametrize("seed", seeds(1))
def test_a_comparison_is_the_mirror_of_that_the_other_way_round(sort: str, seed: int, folder: Path) -> None:
    data, store = read(sort, seed, "as drawn", folder)
    for one, other in pairs(data, store):
        if other != "others":
            for leaver in (None, *(data.labels[key][0] for key in data.of("o")[:2])):
                try:
                    here, there = (ilb.compare(store, *two, without=leaver) for two in ((one, other), (other, one)))
                except UsageError:  # an actor that no activity names
                    continue
                turned = mirrored(mirrored(there.to_dict(), turn=True))
                assert not [*islice(apart(mirrored(here.to_dict()), turned), MOST_TOLD)]


def mirrored(value: Any, key: str = "", *, turn: bool = False) -> Any:
    """Return plain values without sentences and without an order that is that of the sides; ``turn``: the sides exchanged."""
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if not name.startswith("sentence")}
        return {_turned(name) if turn else name: mirrored(each, name, turn=turn) for name, each in kept.items()}
    if isinstance(value, list):
        turn = turn and key != "territory_pairs"  # of all territories, whichever are compared
        some = [mirrored(each, turn=turn) for each in value]
        return some if key in ORDERED else unordered(some)
    return OTHER.get(value, value) if turn and key == "side" else value


def _turned(name: str) -> str:
    if found := MIRRORED.match(name):
        return f"{found[1]}_{OTHER[found[2]]}"
    return OTHER.get(name, name)


def site(data: Small, paths: list[Path], out: Path) -> dict[str, list[str]]:
    """Return what the files of a site say, line by line, with keys in the place of ids."""
    publish(paths, out)
    return {
        data.plain(path.relative_to(out).as_posix()): data.plain(path.read_text("utf-8")).splitlines()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not any(path.relative_to(out).match(pattern) for pattern in NOT_READ)
    }


@pytest.mark.parametrize("sort", SORTS if SEEDS else SORTS[:1])
@pytest.mark.parametrize(("seed", "how"), [(seed, VARIANTS[seed % len(VARIANTS)]) for seed in seeds(1)])
def test_a_site_says_the_same_but_for_ids(sort: str, how: str, seed: int, tmp_path: Path) -> None:
    data = small(seed, sort)
    other = varied(data, how)
    found = [
        site(each, each.write(tmp_path / name)[:: -1 if name == "shuffled" else 1], tmp_path / f"site-{name}")
        for each, name in ((data, "as drawn"), (other, how))
    ]
    assert not [*islice(apart(found[0], found[1]), MOST_TOLD)]
