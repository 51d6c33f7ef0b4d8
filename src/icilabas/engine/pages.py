"""All rows of a query from a server that cuts its answers, as many do without a word: in pages that begin at a key.

A key is the text of a variable. That no key comes in two pages is seen here, whatever order the server has; so when as
many rows came as the server counts, they are all. The rows of the answer that was cut are kept where they are in the
order of their keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.engine.query_text import PAGE, text_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icilabas.engine.query_text import Asked

    Cells = tuple[object, ...]

FULL = 73 * 137  # one row more than a page
# A query of so many short rows, which tells what a server makes of them: two lists of numbers, each with each.
FULL_QUERY = (
    f"SELECT ?n WHERE {{ VALUES ?n {{ {' '.join(map(str, range(73)))} }} "
    f"VALUES ?of {{ {' '.join(map(str, range(137)))} }} }}"
)


class NotAllError(Exception):
    """The server gives a key in two pages, or other rows than it counts."""


def all_rows(
    asked: Asked,
    came: list[Cells],
    total: int,
    ask: Callable[[str], list[Cells]],
    text: Callable[[object], str | None],
) -> list[Cells]:
    """Return all rows of a query.

    came: the rows of its answer, cut. total: how many the server counts. ask: gives the rows of a page, each with its
    key behind. text: of a value; None where there is none, or where the server may write it otherwise. Raises
    NotAllError where some cannot be had.
    """
    order = [name for name, _descends in asked.order or () if name in asked.variables]
    columns = list(dict.fromkeys([*order, *asked.variables]))
    if not came:
        raise NotAllError
    kept, first = _kept(asked, came, text)
    for rows, start in ([(kept, first)] if kept else []) + [([], None)]:
        try:
            found = [*rows, *_by_key(asked, columns, ask, min(len(came), PAGE), start)]
        except NotAllError:
            continue
        if len(found) == total or (asked.distinct and len(found) > total):
            return found
    raise NotAllError


def _kept(asked: Asked, came: list[Cells], text: Callable[[object], str | None]) -> tuple[list[Cells], str | None]:
    """Return the rows before the last key, and where the pages go on; none where the rows are in no order of texts."""
    name, descends = asked.order[0] if asked.order else ("", True)
    if descends or name not in asked.variables:
        return [], None
    column = asked.variables.index(name)
    keys = [text(row[column]) for row in came]
    known = [key for key in keys if key is not None]
    if len(known) < len(keys) or known != sorted(known):
        return [], None
    return [row for row, key in zip(came, known, strict=True) if key != known[-1]], f">= {text_literal(known[-1])}"


def _by_key(
    asked: Asked,
    columns: list[str],
    ask: Callable[[str], list[Cells]],
    most: int,
    first: str | None,
    fixed: tuple[tuple[str, str | None], ...] = (),
) -> Iterator[Cells]:
    """Yield the rows page by page, from ``first`` on; those of one key that fill a page, by the next column.

    The last key of a full page may have more rows: the next page begins with it. Without a next column, what came is
    taken: whether it was all, the count tells.
    """
    seen, more = set[str | None](), True
    while more:
        rows = ask(asked.page(columns[0], most, first, fixed))
        keys = [key if isinstance(key := row[-1], str) else None for row in rows]
        if seen.intersection(keys):
            raise NotAllError
        more = len(rows) >= most
        last = keys[-1] if more else None
        whole = [row for row, key in zip(rows, keys, strict=True) if not more or key != last]
        seen.update(key for key in keys if not more or key != last)
        yield from (row[:-1] for row in whole)
        if more and whole:
            first = None if last is None else f">= {text_literal(last)}"
        elif more:
            if columns[1:]:
                yield from _by_key(asked, columns[1:], ask, most, None, (*fixed, (columns[0], last)))
            else:
                yield from (row[:-1] for row in rows)
            seen.add(last)
            first = '>= ""' if last is None else f"> {text_literal(last)}"
