"""The years of a network: which of its things and ties there were in each, for the slider of its page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypedDict

from icilabas.picture.styles import FAMILIES
from icilabas.words.safe_text import as_list, plain
from icilabas.words.sentences import days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    Lasting = tuple[int | None, int | None]  # the first and the last year; None where that is not said


FEWEST = 2  # years; in one there is nothing to slide through
MOST_YEARS = 150  # in a row; of a longer time, those in which something begins or ends
DAY = len("2016-01-19")  # what follows is a time of day
_TOGETHER = 2  # the place of the family of what actors do together
# What these are lasts as long as anybody asks; of what is done together, and of what we do not know, each date tells.
_ALWAYS = frozenset(kind for place, (_name, looks) in enumerate(FAMILIES) if place != _TOGETHER for kind in looks)


class Years(TypedDict):
    """The years of the slider, and what has any: the number of a node or tie, then first and last year, in turn."""

    years: list[int]
    nodes: list[list[int | None]]
    edges: list[list[int | None]]


def years_of(graph: nx.Graph, kinds: Sequence[str]) -> Years | None:
    """Return the years of a graph, for which its nodes and ties say ``start`` and ``end``, or ``spells`` of both.

    These are dates to the day, the month or the year, as texts, numbers or dates; what ends before it begins has none.
    ``kinds`` are those of the nodes. None where ties and things that are done together name fewer than two years: that
    organisations were founded and meetings took place is no timeline.
    """
    nodes = [_lasting(data) for _node, data in graph.nodes(data=True)]
    edges = [_lasting(data) for _a, _b, data in graph.edges(data=True)]
    telling = [pair for kind, some in zip(kinds, nodes, strict=True) for pair in some if _tells(kind, pair)]
    told = {year for pair in chain(telling, *edges) for year in pair if year}
    if len(told) < FEWEST:
        return None
    # A meeting is looked for in its year too, before and after the rest; a founding of long ago is not.
    told.update(year for first, last in chain(*nodes) if last for year in (first, last) if year)
    row = list(range(min(told), max(told) + 1))
    return {
        "years": row if len(row) <= MOST_YEARS else sorted({*told, *(year + 1 for year in told if year < row[-1])}),
        "nodes": _numbered(nodes),
        "edges": _numbered(edges),
    }


def _lasting(data: Mapping[str, object]) -> list[Lasting]:
    """Return from which year until which something was, each time: none where no date says so."""
    spells = [as_list(pair) for pair in as_list(data.get("spells"))] or [[data.get("start"), data.get("end")]]
    found = {(_year(first, 0), _year(last, 1)) for first, last in (pair for pair in spells if len(pair) == len("ab"))}
    kept = ((a, b) for a, b in found if (a or b) and not (a and b and b < a))
    return sorted(kept, key=lambda pair: (pair[0] or 0, pair[1] or 0))


def _year(value: object, end: int) -> int | None:
    """Return the year of a date, of its first day or its last."""
    reached = days(plain(value)[:DAY])
    return int(reached[end][:4]) if reached else None


def _tells(kind: str, lasting: Lasting) -> bool:
    first, last = lasting
    return kind not in _ALWAYS or bool(first and last and first < last)


def _numbered(every: Sequence[list[Lasting]]) -> list[list[int | None]]:
    return [[number, *(year for pair in some for year in pair)] for number, some in enumerate(every) if some]
