"""Change the code a little, again and again, and say how many of these changes the tests see.

    python tools/mutants.py [--sample N] [--seed S] [--with PATH/TO/cosmic-ray] PACKAGE…

Cosmic Ray makes the changes (a number by one, a comparison with its limit or without, and/or, not, a loop that never
runs …) in a copy of the checkout, one at a time, and runs ``tests/PACKAGE`` on each. A package has hundreds of places:
``--sample`` of them are drawn, the same for the same seed. Each change that no test sees is printed, then the share of
those that are seen. Exit code 1 where a package has less than ``AIM``.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
AIM = 0.85  # of the changes
SLOWEST = 300.0  # seconds that the tests of a package may take on one change; what takes longer is seen
COPIED = ("data", "docs", "notebooks", "ontology", "src", "tests", "tools", "pyproject.toml", "README.md")
# The changes worth making. Others say the same with more noise: shifts for sums, annotations joined otherwise.
WORTH = re.compile(
    r"core/(NumberReplacer|AddNot|ZeroIterationForLoop|ExceptionReplacer|ReplaceTrueWithFalse|ReplaceFalseWithTrue"
    r"|ReplaceAndWithOr|ReplaceOrWithAnd|ReplaceBreakWithContinue|ReplaceContinueWithBreak"
    r"|ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|In_NotIn|NotIn_In|Is_IsNot|IsNot_Is)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul)"
    r"|ReplaceUnaryOperator_(USub_UAdd|Delete_Not|Delete_USub))"
)
# What a change of changes nothing: how much a cache holds, what is for types, the star that ends the unnamed arguments.
SAME = re.compile(r"lru_cache|maxsize=|TYPE_CHECKING|(?:^|[(,])\s*\*,")


class Seen(NamedTuple):
    """How many changes of a package were made, and those that no test saw."""

    package: str
    made: int
    unseen: list[str]

    @property
    def share(self) -> float:
        """The share of the changes that the tests saw."""
        return 1 - len(self.unseen) / self.made if self.made else 1.0


def draw(session: Path, sample: int, seed: int) -> int:
    """Leave in Cosmic Ray's session the changes that are worth making, ``sample`` of them; return how many."""
    with sqlite3.connect(session) as open_session:
        rows = open_session.execute(
            "SELECT module_path, operator_name, start_pos_row, start_pos_col, operator_args, job_id FROM mutation_specs"
        ).fetchall()
        lines = {path: (session.parent / path).read_text("utf-8").splitlines() for path, *_more in rows}
        worth = sorted(row for row in rows if WORTH.fullmatch(row[1]) and not SAME.search(lines[row[0]][row[2] - 1]))
        kept = {row[-1] for row in random.Random(seed).sample(worth, min(sample, len(worth)))}  # noqa: S311  # no secret
        for table in ("mutation_specs", "work_items"):
            found = [job for (job,) in open_session.execute(f"SELECT job_id FROM {table}")]  # noqa: S608  # our two names
            open_session.executemany(
                f"DELETE FROM {table} WHERE job_id = ?",  # noqa: S608  # our two names
                [(job,) for job in found if job not in kept],
            )
    return len(kept)


def unseen(session: Path) -> list[str]:
    """Return the changes that no test saw, each with its place and the lines that it changed."""
    with sqlite3.connect(session) as open_session:
        rows = open_session.execute(
            "SELECT module_path, start_pos_row, operator_name, diff "
            "FROM mutation_specs JOIN work_results USING (job_id) "
            "WHERE test_outcome = 'SURVIVED' ORDER BY module_path, start_pos_row, operator_name"
        ).fetchall()
    return [f"{path}:{row} {name}\n{_changed(diff)}" for path, row, name, diff in rows]


def _changed(diff: str) -> str:
    lines = [line for line in (diff or "").splitlines() if re.match(r"[-+](?![-+])", line)]
    return "\n".join(f"    {line}" for line in lines)


def measure(package: str, cosmic_ray: str, sample: int, seed: int) -> Seen:
    """Change a package in a copy of the checkout, and return what its tests see. Raises where they fail unchanged."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for each in COPIED:
            if (ROOT / each).is_dir():
                shutil.copytree(ROOT / each, copy / each, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / each, copy / each)
        tests = f"{sys.executable} -m pytest -x -q -p no:cacheprovider -p no:randomly tests/{package}"
        (copy / "cosmic-ray.toml").write_text(
            f'[cosmic-ray]\nmodule-path = "src/icilabas/{package}"\ntimeout = {SLOWEST}\nexcluded-modules = []\n'
            f'test-command = "env PYTHONDONTWRITEBYTECODE=1 PYTHONPATH={copy / "src"} {tests}"\n'
            '[cosmic-ray.distributor]\nname = "local"\n',
            "utf-8",
        )

        def run(*words: str) -> None:
            subprocess.run([cosmic_ray, *words], cwd=copy, check=True)  # noqa: S603  # our own words

        run("init", "cosmic-ray.toml", "session.sqlite")
        made = draw(copy / "session.sqlite", sample, seed)
        run("baseline", "cosmic-ray.toml")
        run("exec", "cosmic-ray.toml", "session.sqlite")
        return Seen(package, made, unseen(copy / "session.sqlite"))


def main(words: Sequence[str]) -> int:
    """Measure the packages, two at a time; print what is seen and what is not; return the exit code."""
    parser = argparse.ArgumentParser(description="Say how many small changes of the code the tests see.")
    parser.add_argument("packages", nargs="+", metavar="PACKAGE")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--with", dest="cosmic_ray", default="cosmic-ray", metavar="COSMIC-RAY")
    asked = parser.parse_args(words)
    cosmic_ray = str(Path(asked.cosmic_ray).absolute()) if "/" in asked.cosmic_ray else asked.cosmic_ray
    with ThreadPoolExecutor(2) as pool:
        found = list(
            pool.map(lambda package: measure(package, cosmic_ray, asked.sample, asked.seed), asked.packages),
        )
    for each in found:
        print(*each.unseen, sep="\n")
    for each in found:
        print(f"{each.package}: {each.share:.0%} of {each.made} changes are seen")
    return 1 if any(each.share < AIM for each in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
