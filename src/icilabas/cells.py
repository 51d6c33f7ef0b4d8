"""The cells of a CSV file, as people save them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault
from icilabas.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = ",;\t"


def cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of a CSV file: UTF-8 with or without BOM, delimiter seen from its headings.

    Raises DataError when the file is no such table, with the row where that shows.
    """

    def broken(row: int, key: str, **values: object) -> DataError:
        return DataError([Fault(f"{path}:{row}:1", message(key, **values))], unreadable=True)

    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Fault(str(path), message("unreadable", error=error.strerror))], unreadable=True) from None
    if b"\0" in data:
        raise broken(data[: data.index(b"\0")].count(b"\n") + 1, "nul-byte")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise broken(data[: error.start].count(b"\n") + 1, "not-utf8") from None
    first = text.partition("\n")[0]
    if not first.strip():
        raise broken(1, "empty-file")
    delimiter = max(_DELIMITERS, key=first.count)
    reader, row = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 0
    try:
        for row, values in enumerate(reader, 1):
            yield row, [value.strip() for value in values]
    except csv.Error:
        raise broken(row + 1, "csv-broken") from None
