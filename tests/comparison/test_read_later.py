"""Lists whose entries are made when they are read: what is made, how often, and that they are lists to all who ask."""

from __future__ import annotations

import copy
import pickle

from icilabas.comparison.read_later import ReadLater


def counting(keys: list[str]) -> tuple[ReadLater[str, list[str]], list[str]]:
    """Return such a list of lists of one text, and of which keys one was made so far."""
    made: list[str] = []

    def make(key: str) -> list[str]:
        made.append(key)
        return [key]

    return ReadLater(keys, make), made


def test_an_entry_is_made_when_it_is_read_and_once() -> None:
    later, made = counting([*"abcde"])
    assert (len(later), bool(later), made) == (5, True, [])
    assert later[1] == ["b"]
    assert later[-1] is later[4]
    assert later[1:3] == [["b"], ["c"]]
    assert [each for each, _number in zip(later, range(2), strict=False)] == [["a"], ["b"]]
    assert sorted(made) == ["a", "b", "c", "e"]
    assert later.keys == [*"abcde"]


def test_it_is_a_list_to_all_who_ask() -> None:
    later, _made = counting([*"ab"])
    plain = [["a"], ["b"]]
    assert later == plain
    assert plain == later
    assert later == counting([*"ab"])[0]
    assert later not in ([["a"]], [["a"], ["c"]], "ab", None)
    assert repr(later) == repr(plain)
    pickled = pickle.loads(pickle.dumps(later))  # noqa: S301  # our own, written just now
    for other in (copy.deepcopy(later), pickled):
        assert type(other) is list
        assert other == plain
    assert counting([])[0] == []
    assert not counting([])[0]
