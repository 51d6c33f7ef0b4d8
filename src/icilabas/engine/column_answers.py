"""The answer of columns to a SELECT: the numbers that its SQL gives, as rows of plain values, each term made once.

What shows only in the data is left to the engine: an order that ``ORDER BY`` does not settle, or which rows are meant.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from icilabas.engine.quad_columns import BLANK, GAP, NAMED, Columns, NoColumnsError
from icilabas.engine.sparql_as_sql import Select, select_sql
from icilabas.engine.sql_expressions import DECIMAL, DIGITS, MADE, NAME, TERM
from icilabas.engine.terms import Iri, Lit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from icilabas.engine.quad_columns import NumberColumn, Numbers, Term

    Row = tuple[object, ...]


def select_rows(
    columns: Columns,
    query: str,
    variables: Sequence[str],
    name: Callable[[str], str],
    plain: Callable[[str, str], object],
    things: Sequence[str] = (),
) -> list[Row]:
    """Return the rows of a SELECT, as plain values.

    variables: of its answer, as the engine names them. name: makes an IRI of a text; plain: a value of the text and the
    datatype of a literal. things: those that VALUES of `THINGS` stands for. Raises NoColumnsError where the engine has
    to answer.
    """
    import numpy as np

    listed = [Iri(thing) for thing in things]
    asked, constants = select_sql(columns, query, variables, listed)
    texts = [constant if isinstance(constant, Iri) else constant.value for constant in constants]
    given = {"i": np.array([*constants.values()], dtype=np.int32), "v": np.array([*map(str, texts)], dtype=object)}
    with (
        columns.registered("given", given),
        columns.registered("things", {"i": np.array([constants[thing] for thing in listed], dtype=np.int32)}),
    ):
        found = columns.run(asked.sql)
    if asked.most is not None and len(found[0].numbers) > asked.most and asked.ordered is None:
        raise NoColumnsError  # which of them, the engine says
    if asked.ordered is not None and not _settled(columns, asked, found):
        raise NoColumnsError
    added = {number: constant for constant, number in constants.items() if number % GAP}
    values = [_values(columns, kind, each, added, name, plain) for kind, each in zip(asked.kinds, found, strict=True)]
    return list(islice(zip(*values, strict=True), asked.most))


def _settled(columns: Columns, asked: Select, found: Sequence[NumberColumn]) -> bool:
    """Say whether ORDER BY leaves no two different rows in either order, and the terms that it compares have one."""
    import numpy as np

    by = asked.ordered or set()
    for place in by:
        if asked.kinds[place] == TERM and not columns.comparable(found[place].numbers[~found[place].unbound]):
            return False
    if len(by) == len(found) or not len(found[0].numbers):
        return True
    same = [
        (each.unbound[1:] == each.unbound[:-1]) & (each.unbound[1:] | (each.numbers[1:] == each.numbers[:-1]))
        for each in found
    ]
    tied = np.logical_and.reduce([same[place] for place in by])
    return not bool((tied & ~np.logical_and.reduce(same)).any())


def _values(
    columns: Columns,
    kind: str,
    found: NumberColumn,
    added: dict[int, Term],
    name: Callable[[str], str],
    plain: Callable[[str, str], object],
) -> list[object]:
    """Return a column of an answer as plain values; each term is made one once."""
    import numpy as np

    if kind == TERM:
        each, places = np.unique(found.numbers[~found.unbound], return_inverse=True)
        values = np.full(len(found.numbers), None, dtype=object)
        values[~found.unbound] = _made(columns, each, added, name, plain)[places]
        return list(values.tolist())
    if kind in MADE:
        make = name if kind == NAME else str
        return [None if none else make(text) for text, none in zip(found.numbers, found.unbound.tolist(), strict=True)]
    numbers = found.numbers.tolist()
    if kind == DECIMAL:
        numbers = [None if number is None else float(f"{number}e-{DIGITS}") for number in numbers]
    return [None if unbound else number for number, unbound in zip(numbers, found.unbound.tolist(), strict=True)]


def _made(
    columns: Columns,
    numbers: Numbers,
    added: dict[int, Term],
    name: Callable[[str], str],
    plain: Callable[[str, str], object],
) -> NDArray[np.object_]:
    """Return the values of terms, each once; ``numbers`` are in order."""
    import numpy as np

    said = columns.terms(numbers)
    values = np.full(len(numbers), None, dtype=object)
    known = np.searchsorted(numbers, said.numbers)
    values[known] = said.texts
    names, blank = said.sorts == NAMED, said.sorts == BLANK
    values[known[names]] = _objects(map(name, said.texts[names]))
    rest = ~names & ~blank
    values[known[rest]] = _objects(map(plain, said.texts[rest], said.datatypes[rest]))
    for place in np.setdiff1d(np.arange(len(numbers)), known).tolist():
        constant = added.get(int(numbers[place]))
        values[place] = (
            plain(constant.value, constant.datatype or "") if isinstance(constant, Lit) else constant and name(constant)
        )
    return values


def _objects(values: Iterable[object]) -> NDArray[np.object_]:
    import numpy as np

    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found
