"""What is counted of findings: the printed points that they are taken from, each once, whatever we cut them into."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Told = TypeVar("Told")
Counted = frozenset[str]  # what a finding counts as: the points it is taken from, or itself


def counted_as(finding: str, points: Iterable[str]) -> Counted:
    """Return what a finding counts as: its points; by itself where it has none."""
    return frozenset(points) or frozenset({finding})


def count(each: Iterable[Counted]) -> int:
    """Return how many points some findings are taken from: what two of them share counts once."""
    return len(frozenset[str]().union(*each))


def by_point(
    told: Iterable[Told], counted: Callable[[Told], Counted], order: Callable[[str], tuple[object, ...] | str] = str
) -> dict[str, list[Told]]:
    """Return what is taken from each point, in the order of the first of each; what has none stands under itself.

    There are as many of them as `count` says: what two points say stands under both; ``order``: of these two.
    """
    found: dict[str, list[Told]] = {}
    for each in told:
        for point in sorted(counted(each), key=order):
            found.setdefault(point, []).append(each)
    return found
