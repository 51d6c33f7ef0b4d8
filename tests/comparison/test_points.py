"""What is counted of findings: points once, what has none by itself."""

import pytest

from icilabas.comparison.points import Counted, by_point, count, counted_as

FINDINGS = {"a": ["1"], "b": ["1"], "c": ["1", "2"], "d": [], "e": []}


def counted(finding: str) -> Counted:
    return counted_as(finding, FINDINGS[finding])


@pytest.mark.parametrize(("of", "points"), [("", 0), ("a", 1), ("ab", 1), ("abc", 2), ("de", 2), ("abcde", 4)])
def test_a_point_counts_once_and_a_finding_without_one_by_itself(of: str, points: int) -> None:
    assert count(map(counted, of)) == points
    assert len(by_point(of, counted)) == points


def test_what_a_point_says_stands_together_in_the_order_of_the_first() -> None:
    told = by_point("dcab", counted)
    assert list(told.items()) == [("d", ["d"]), ("1", ["c", "a", "b"]), ("2", ["c"])]
