"""Say where two builds of the site differ: file by file, and the first lines that do.

    python tools/compare_builds.py BEFORE AFTER [--except PATTERN]…

For a change that is to change nothing that anybody reads: build before it, build after it, compare. Exit code 0 where
all bytes are equal but for the files named by ``--except`` (such as ``docs/*/reference/*.html``), else 1.
"""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = 60  # characters before the first that differs, and after it
TOLD = 3  # lines a file


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below the folder by their path in it. Raises NotADirectoryError where there is none."""
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(before: Path, after: Path, leave_out: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return each file that differs, and in which way: only in one, or its first lines that do."""
    old, new = content(before), content(after)
    found: dict[str, list[str]] = {}
    for name in sorted(old.keys() | new.keys()):
        if any(fnmatch(name, pattern) for pattern in leave_out) or old.get(name) == new.get(name):
            continue
        if name not in new:
            found[name] = ["only before"]
        elif name not in old:
            found[name] = ["only after"]
        else:
            found[name] = list(_lines(old[name], new[name]))
    return found


def _lines(old: bytes, new: bytes) -> Iterator[str]:
    """Yield the first lines that differ, from a little before the first character that does."""
    both = (text.decode("utf-8", "replace").splitlines() for text in (old, new))
    told = 0
    for number, (line, other) in enumerate(zip_longest(*both, fillvalue=""), 1):
        if line == other:
            continue
        at = next(n for n, pair in enumerate(zip_longest(line, other)) if pair[0] != pair[1])
        part = slice(max(0, at - CONTEXT), at + CONTEXT)
        yield f"line {number}: {line[part]!r} / {other[part]!r}"
        told += 1
        if told == TOLD:
            return
    if not told:
        yield "only in how its lines end"


def main(words: Sequence[str]) -> int:
    """Compare two folders; return the exit code."""
    parser = argparse.ArgumentParser(description="Say where two builds of the site differ.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--except", dest="leave_out", action="append", default=[], metavar="PATTERN")
    asked = parser.parse_args(words)
    try:
        found = differences(asked.before, asked.after, asked.leave_out)
    except NotADirectoryError as error:
        parser.error(f"no such folder: {error}")
    for name, how in found.items():
        print(name, *how, sep="\n    ")
    print(f"{len(found)} files differ" if found else "no difference")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
