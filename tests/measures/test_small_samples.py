"""How few are too few, and several tests at once: by the definitions."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icilabas.measures import significance
from icilabas.measures.small_samples import FEWEST_NODES, HIGHEST_FLOOR, adjusted, enough_for_a_test


def test_p_values_adjusted_by_hand() -> None:
    """The sixth of 6 stays; 0.04 x 6/4, 0.03 x 6/3 and 0.01 x 6/1 are all 0.06; 0.5 x 6/5 = 0.6, over 0.55 x 6/6."""
    assert adjusted([0.01, 0.55, 0.03, 0.5, 0.04, 0.02]) == pytest.approx([0.06, 0.55, 0.06, 0.55, 0.06, 0.06])
    assert adjusted([0.2]) == [0.2]
    assert adjusted([]) == []
    assert adjusted([0.01, 0.01, 0.9, 0.9]) == pytest.approx([0.02, 0.02, 0.9, 0.9])


@given(st.lists(st.sampled_from([0.001, 0.01, 0.02, 0.04, 0.3, 1.0]), max_size=8), st.sampled_from([0.01, 0.05, 0.2]))
def test_what_is_adjusted_falls_under_a_level_as_the_step_up_procedure_has_it(
    values: list[float], level: float
) -> None:
    """Benjamini & Hochberg: with the greatest k whose k-th smallest value is k/n of the level, k are rejected."""
    n, ordered = len(values), sorted(values)
    greatest = max((k for k in range(1, n + 1) if ordered[k - 1] <= k / n * level + 1e-15), default=0)
    found = adjusted(values)
    assert sum(each <= level + 1e-12 for each in found) == greatest
    assert sorted(found) == [new for _old, new in sorted(zip(values, found, strict=True))]
    assert all(old <= new <= 1 for old, new in zip(values, found, strict=True))


@pytest.mark.parametrize(
    ("groups", "enough"),
    [("aabbb", True), ("aabb", False), ("abbbb", False), ("aaaaa", False), ("aabbcc", True), ("", 0)],
)
def test_what_is_enough_for_a_test(groups: str, *, enough: bool) -> None:
    assert enough_for_a_test(groups) == bool(enough)


def test_below_the_fewest_nodes_no_test_could_find_anything() -> None:
    """Every network of four nodes in two groups of two: the reason of the constant."""
    nodes = range(FEWEST_NODES - 1)
    pairs = list(combinations(nodes, 2))
    for size in range(1, len(pairs) + 1):
        for ties in combinations(pairs, size):
            graph = nx.Graph(ties)
            graph.add_nodes_from(nodes)
            assert significance.ei_permutation_test(graph, {node: node // 2 for node in nodes}).floor > HIGHEST_FLOOR
