"""Write the picture of the house into CONTRIBUTING.md: each package, what comes in, what goes out, what it may import.

    python tools/house.py FILE

It is made of what holds: the layers of the contract in ``pyproject.toml`` and the docstrings of the packages. A test
fails where the file says otherwise.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "icilabas"
BEGIN, END = "<!-- the house: made by `make house` -->", "<!-- end of the house -->"
_WIDTH = 14  # of a room, in letters


def floors() -> list[list[str]]:
    """Return the packages floor by floor, from the top: each may import what is below its floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(each["layers"] for each in settings["contracts"] if each["type"] == "layers")
    return [[room.strip() for room in floor.split("|")] for floor in layers]


def said_of(room: str) -> tuple[str, str, str]:
    """Return what a package or module is, what comes in and what goes out, as its docstring says."""
    path = PACKAGE / room / "__init__.py"
    text = ast.get_docstring(ast.parse((path if path.is_file() else PACKAGE / f"{room}.py").read_text("utf-8"))) or ""
    ways = dict(re.findall(r"^(In|Out): (.+?)\.$", text, re.MULTILINE))
    return text.partition("\n")[0], ways.get("In", ""), ways.get("Out", "")


def modules(room: str) -> list[str]:
    """Return the modules of a package, by the path below it; none where it is one itself."""
    paths = sorted(path.relative_to(PACKAGE / room) for path in (PACKAGE / room).rglob("*.py"))
    return [path.with_suffix("").as_posix() for path in paths if path.name != "__init__.py"]


def picture() -> str:
    """Return the floors as text, and a table with a line a package."""
    drawn = ["".join(room.ljust(_WIDTH) for room in floor).rstrip() for floor in floors()]
    rows = ["| package | what it is | in | out | modules |", "|---|---|---|---|---|"]
    for floor in floors():
        for room in floor:
            what, comes_in, goes_out = (re.sub(r"`+", "`", text) for text in said_of(room))
            rows.append(f"| `{room}` | {what} | {comes_in} | {goes_out} | {', '.join(modules(room))} |")
    return "\n".join(["```text", *drawn, "```", "", *rows])


def main(words: Sequence[str]) -> None:
    """Put the picture between the two marks of the file."""
    path = Path(words[0])
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest or not after:
        sys.exit(f"{path}: the marks {BEGIN} and {END} are missing")
    path.write_text(f"{before}{BEGIN}\n{picture()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
