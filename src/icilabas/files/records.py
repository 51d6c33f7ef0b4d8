"""Lists of records in JSON: each is a row, what is inside it a column, ``a.b`` for ``{"a": {"b": …}}``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.files.csv_tables import APART, MOST_COLUMNS, Grid
from icilabas.files.guarded import wide_encoding
from icilabas.files.writing import file_bytes
from icilabas.words.messages import message
from icilabas.words.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from icilabas.words.text import Text


_MOST_DEPTH = 20  # of what is inside a record


def read_records(path: Path) -> Grid:
    """Return the records of a file: a list of objects, or an object with one such list. Lists of values stay lists.

    What is in a list of objects is counted: ``partners.1.name``. The place of a record is its number, ``file#7``.
    Raises DataError (unreadable) for a file that is no such list.
    """
    try:
        data = file_bytes(path)
    except OSError as error:
        raise unreadable_file(path, error) from None
    grid = Grid(f"{path}#", path.stem, [])
    records = _records(path, data)
    headings: dict[str, int] = {}
    for number, record in enumerate(records, 1):
        found = dict(_flat(record, ""))
        for name in found:
            headings.setdefault(name, len(headings))
        row = [""] * len(headings)
        for name, value in found.items():
            row[headings[name]] = value
        if any(row):
            grid.rows.append((number, row))
        if len(headings) > MOST_COLUMNS:
            raise _no_records(f"{path}#{number}", message("csv-wide-row", found=len(headings), most=MOST_COLUMNS))
    grid.rows.insert(0, (0, list(headings)))
    return grid


def _no_records(place: str, text: Text) -> DataError:
    return DataError([Fault(place, text)], unreadable=True)


def _records(path: Path, data: bytes) -> list[dict[str, object]]:
    if name := wide_encoding(data):
        raise _no_records(f"{path}:1", message("other-encoding", found=name))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _no_records(f"{path}:{line}", message("not-utf8-text")) from None
    except json.JSONDecodeError as error:
        raise _no_records(f"{path}:{error.lineno}:{error.colno}", message("records-no-json", error=error.msg)) from None
    except RecursionError:
        raise _no_records(str(path), message("records-deep")) from None
    lists = [content] if isinstance(content, list) else []
    if isinstance(content, dict):
        lists = [
            value for value in content.values() if isinstance(value, list) and any(isinstance(v, dict) for v in value)
        ]
    found = [record for record in lists[0] if isinstance(record, dict)] if len(lists) == 1 else []
    if not found:
        raise _no_records(str(path), message("records-no-list"))
    return found


def _flat(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield each value of a record with its name."""
    below = f"{name}." if name else ""
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{below}{key}", depth + 1)
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{below}{number}", depth + 1)
    else:
        texts = value if isinstance(value, list) else [value]
        yield name, APART.join(filter(None, map(_text, texts)))


def _text(value: object) -> str:
    if value is None:
        return ""
    return printable(str(value).lower() if isinstance(value, bool) else str(value)).strip()
