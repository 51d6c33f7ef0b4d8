"""How few are too few: from which size on a number is told at all, and p-values of several tests at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

FEWEST_NODES = 5
"""Below, no E–I index, p, share, rank or agreement is told: of four nodes there are at most six ties, and no division
of them into groups is so rare that p could fall under 0.05."""

FEWEST_IN_GROUP = 2
"""Each group of a test has so many nodes: a group of one has no tie within, whatever its member does."""

HIGHEST_FLOOR = 0.05
"""Where the smallest p that could be reached is greater, no result whatever would be unusual, and p says nothing."""

COUNTS_BELOW = 20
"""Below so many pairs a share is told as a count (“6 of 9 pairs”): one pair more or less moves it by 5 % or more."""

FEWEST_PASSAGES = 4
"""Below, no interval of ranks is told: three values or fewer are no spread, they are the values."""


def enough_for_a_test(groups: Collection[Hashable]) -> bool:
    """Return whether nodes of these groups (one a node) are enough for a permutation test of the groups."""
    sizes = Counter(groups)
    return len(groups) >= FEWEST_NODES and len(sizes) > 1 and min(sizes.values()) >= FEWEST_IN_GROUP


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the p-values of several tests, adjusted so that those under 0.05 hold at most 5 % of false alarms.

    Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289: of n values, the k-th smallest times
    n/k, and never more than that of a greater one. In the order given, each at least the value that was given. No
    required package has it; SciPy's `false_discovery_control` is the same.
    """
    n, least = len(p_values), 1.0
    found = list(p_values)
    for k, place in zip(range(n, 0, -1), sorted(range(n), key=p_values.__getitem__, reverse=True), strict=True):
        found[place] = least = min(least, p_values[place] * n / k)
    return found
