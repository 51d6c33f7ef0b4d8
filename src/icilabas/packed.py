"""What is packed in a workbook, seen without unpacking it: is it one, how big is it, which cells are merged."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault
from icilabas.messages import message
from icilabas.reasons import why

if TYPE_CHECKING:
    from pathlib import Path

MOST_UNPACKED = 300_000_000
_MOST_PART = 100_000_000  # the table of texts and the like, which openpyxl holds in memory as a whole
_CHUNK, _OVERLAP = 1 << 20, 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="(([A-Z]{1,3}[0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def checked(path: Path) -> list[str]:
    """Return the names of what is packed in the file; nothing of it is unpacked as a whole."""

    def refused(key: str, **values: object) -> DataError:
        return DataError([Fault(str(path), message(key, **values))], unreadable=True)

    try:
        with path.open("rb") as file:
            if file.read(len(_OLE)) == _OLE:
                locked = _LOCKED in file.read(1 << 24)
                raise refused("password" if locked else "old-workbook")
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            held = max((p.file_size for p in parts if "/worksheets/" not in p.filename), default=0)
            if unpacked > MOST_UNPACKED or held > _MOST_PART:
                raise refused("too-big-workbook", found=unpacked // 10**6, most=MOST_UNPACKED // 10**6)
            names = [part.filename for part in parts]
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
                raise refused("not-a-workbook", error="zip")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as inside:
                        if _DECLARED.search(inside.read(_CHUNK)):
                            raise refused("not-a-workbook", error="DOCTYPE")
            return names
    except OSError as error:
        raise refused("unreadable", error=why(error)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused("not-a-workbook", error=error) from None


def scan(path: Path, place: str) -> tuple[dict[str, str], bool]:
    """Return the merged cells of a sheet, by the first, and whether it holds formulas; read piece by piece."""
    merged, calculated, before = {}, False, b""
    with zipfile.ZipFile(path) as archive, archive.open(place) as file:
        while piece := file.read(_CHUNK):
            text = before + piece
            calculated = calculated or _FORMULA.search(text) is not None
            merged.update({found[2].decode(): found[1].decode() for found in _MERGE.finditer(text)})
            before = text[-_OVERLAP:]
    return merged, calculated
