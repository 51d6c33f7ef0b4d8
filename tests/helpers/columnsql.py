"""Measures of a network asked in SQL, step by step, of any engine that reads the columns of a dataset.

An engine here is two functions: one that gives the rows of a query, and one that keeps those of a query as a table.
DuckDB and Spark are asked for the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Keep = Callable[[str, str], object]


class Engine(NamedTuple):
    """``rows`` answers a query, ``keep`` makes a table of its answer, in place of one of that name."""

    rows: Callable[[str], list[tuple[Any, ...]]]
    keep: Keep


def links(engine: Engine, view: str) -> None:
    """Keep the ties of a view, both ways and each once, as ``links``. There has to be a table ``edges``."""
    where = f"FROM edges WHERE view = '{view}' AND source <> target"
    engine.keep("links", f"SELECT source AS a, target AS b {where} UNION SELECT target AS a, source AS b {where}")


def degrees(engine: Engine) -> dict[str, int]:
    return dict(engine.rows("SELECT a, COUNT(*) FROM links GROUP BY a"))


def components(engine: Engine) -> dict[str, str]:
    """Return of each node that has ties the first node of its component: each takes the first that it hears of."""
    engine.keep("part", "SELECT DISTINCT a AS node, a AS first FROM links")
    changed = 1
    while changed:
        engine.keep(
            "heard",
            "SELECT node, MIN(first) AS first FROM (SELECT node, first FROM part UNION ALL"
            " SELECT a AS node, first FROM links JOIN part ON b = node) AS said GROUP BY node",
        )
        before = "SELECT COUNT(*) FROM heard JOIN part ON heard.node = part.node WHERE heard.first <> part.first"
        changed = engine.rows(before)[0][0]
        engine.keep("part", "SELECT * FROM heard")
    return dict(engine.rows("SELECT node, first FROM part"))


def through(engine: Engine, sources: Iterable[str]) -> dict[str, float]:
    """Return by node the shares of the shortest paths from the sources to all nodes (Brandes 2001), level by level."""
    listed = ", ".join(f"('{source}')" for source in sources)
    far = "SELECT source, source AS node, 0 AS depth, CAST(1 AS DOUBLE) AS paths"
    engine.keep("reached", f"{far} FROM (VALUES {listed}) AS drawn(source)")
    depth = 0
    while engine.rows(f"SELECT COUNT(*) FROM reached WHERE depth = {depth}")[0][0]:  # noqa: S608  # a number
        engine.keep(
            "reached",
            "SELECT * FROM reached UNION ALL"  # noqa: S608  # a number
            f" SELECT f.source, b AS node, {depth + 1} AS depth, SUM(f.paths) AS paths"
            " FROM reached AS f JOIN links ON a = f.node"
            " LEFT JOIN reached AS r ON r.source = f.source AND r.node = b"
            f" WHERE f.depth = {depth} AND r.node IS NULL GROUP BY f.source, b",
        )
        depth += 1
    engine.keep("shares", "SELECT source, node, depth, CAST(0 AS DOUBLE) AS share FROM reached WHERE depth < 0")
    for level in range(depth - 1, 0, -1):
        engine.keep(
            "shares",
            "SELECT * FROM shares UNION ALL"  # noqa: S608  # a number
            f" SELECT n.source, n.node, {level - 1} AS depth,"
            " SUM(n.paths / f.paths * (1 + COALESCE(s.share, 0))) AS share"
            " FROM reached AS f JOIN links ON b = f.node"
            f" JOIN reached AS n ON n.source = f.source AND n.node = a AND n.depth = {level - 1}"
            " LEFT JOIN shares AS s ON s.source = f.source AND s.node = f.node"
            f" WHERE f.depth = {level} GROUP BY n.source, n.node",
        )
    return dict(engine.rows("SELECT node, SUM(share) FROM shares WHERE node <> source GROUP BY node"))
