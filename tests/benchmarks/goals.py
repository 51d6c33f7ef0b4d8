"""What commands take now, beside an earlier build of ours: processor seconds, peak memory, their ratio, and the goal.

    python tests/benchmarks/goals.py [--rows build-lille convert] [--most 100000] [--runs 3] [--limit 1200] \
        [--into docs/en/explanation/speed.md docs/fr/explanation/speed.md]

The earlier build is the commit ``ICILABAS_BENCH_BASE``, in a worktree of its own that is removed at the end. It and ours run
in turn, ``--runs`` times for each row; the table has the medians. Every figure is of processes of their own, called as
a user calls them, on the data that ``synthetic.py`` writes.
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import stages
import synthetic
from stages import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
BASE = "12e464d"  # the goals are shares of what it takes
MARKS = ("<!-- table of goals: make bench -->", "<!-- end of table of goals -->")
NARROW = "\N{NARROW NO-BREAK SPACE}"
STAGE = "project"  # stands for a command: a stage of ``stages.py``, whose seconds are those of the stage alone
HEADINGS = ("what", "before", "now", "ratio", "at most", "reached")
IN_FRENCH = {  # what a cell begins with
    "what": "quoi", "before": "avant", "now": "maintenant", "ratio": "rapport", "at most": "au plus", "reached": "atteint",
    "build, Lille, again": "publier, Lille, de nouveau", "build, Lille": "publier, Lille", "build": "publier",
    "compare, stored": "comparer, dans un dossier", "query, stored": "interroger, un dossier",
    "query, Lille, again": "interroger, Lille, de nouveau", "query, Lille": "interroger, Lille", "projection": "mettre en réseau", "convert": "convertir",
    "load and compare": "charger et comparer", "yes": "oui", "no": "non", "stopped": "arrêté", "failed": "échec",
    "not run": "pas lancé",
}  # fmt: skip


class Goal(NamedTuple):
    """A row of the table.

    what: the row's name, which the number of statements follows. statements: in the data, in thousands; none for Lille.
    before: the commands that come first and are not counted. counted: those that are. Both may name ``{data}``,
    ``{store}`` and ``{out}``. share: of the earlier build's seconds at most; without, that build is not run, and
    ``seconds`` are the most. megabytes: of peak memory at most, where there is such a goal.
    """

    what: str
    statements: int
    before: tuple[str, ...]
    counted: tuple[str, ...]
    share: float | None
    megabytes: float | None = None
    seconds: float | None = None


STORED, COMPARED = "convert {data} --store {store}", "compare town-0-1 town-1-1 --store {store}"
BUILT = "build {data} --out {out}"
GOALS = {  # by what ``--rows`` calls them
    "build-million": Goal("build", 1_000, (), (BUILT,), 1 / 10, 1000),
    "build": Goal("build", 100, (), (BUILT,), 1 / 8, 300),
    "build-lille": Goal("build, Lille", 0, (), ("build --out {out}",), 1 / 3),
    "build-again": Goal("build, Lille, again", 0, ("build --out {out}",), ("build --out {out}",), 1 / 15),
    "compare": Goal("compare, stored", 1_000, (STORED,), (COMPARED,), 1 / 20, 300),
    "query": Goal("query, stored", 1_000, (STORED,), ("query partners-and-roles --store {store}",), 1 / 8),
    "project": Goal("projection", 1_000, (), (STAGE,), 1 / 6),
    "convert": Goal("convert --store", 1_000, (), (STORED,), 1 / 2, 700),
    "ten-million": Goal("load and compare", 10_000, (), (STORED, COMPARED), None, 6000, 20 * 60),
    "help": Goal("--help", 0, (), ("--help",), 0.12 / 0.19),
    "query-again": Goal("query, Lille, again", 0, ("query leaders",), ("query leaders",), 0.35 / 0.65),
    "query-lille": Goal("query, Lille", 0, (), ("query leaders",), 0.35 / 0.65),
}


class Bench(NamedTuple):
    """Where the rows are run: the folder of what is written, the processor seconds of a command, how often."""

    folder: Path
    limit: float
    runs: int

    def data(self, statements: int) -> Path:
        """Return a file of so many thousand statements, written once."""
        path = self.folder / f"{statements}.trig"
        if statements and not path.exists():
            synthetic.write_trig(statements * 1000 // stages.TRIPLES_EACH, path)
        return path

    def row(self, goal: Goal, statements: int, trees: list[Path]) -> list[list[Figure | str]]:
        """Run the row in each of the trees in turn, as often as is wanted; return the figures of each."""
        figures: list[list[Figure | str]] = [[] for _tree in trees]
        for _run in range(self.runs):
            for tree, found in zip(trees, figures, strict=True):
                found.append(self.once(goal, self.data(statements), tree))
                print(goal.what, statements, tree.name, stages.cell(found[-1]), file=sys.stderr, flush=True)
        return figures

    def once(self, goal: Goal, data: Path, tree: Path) -> Figure | str:
        """Run the row once; return what the counted commands took, or why there is no figure."""
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            paths = {"data": data, "store": Path(place) / "store", "out": Path(place) / "out"}
            seconds = megabytes = 0.0
            for number, command in enumerate(goal.before + goal.counted):
                words = [word.format(**paths) for word in command.split()]
                figure = self.process(words, data, tree, Path(place) / "caches")
                if isinstance(figure, str):
                    return figure
                if number >= len(goal.before):
                    seconds, megabytes = seconds + figure.seconds, max(megabytes, figure.megabytes)
            return Figure(seconds, megabytes, 0)

    def process(self, words: list[str], data: Path, tree: Path, caches: Path) -> Figure | str:
        """Run a command of the tree as a process of its own, which finds what it keeps in the folder ``caches``."""
        call = [sys.executable, "-m", "icilabas", *words]
        if words == [STAGE]:
            stage = tree / Path(stages.__file__).relative_to(ROOT)  # as it was then
            call = [sys.executable, str(stage), "--run", STAGE, stages.OURS, str(data), str(self.limit)]
        environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "ICILABAS_LANG": "en"}
        environment["XDG_CACHE_HOME"] = str(caches)  # empty, but for what the commands before have kept
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        limits = (int(self.limit), resource.RLIM_INFINITY)
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
            child = subprocess.Popen(
                call,
                stdout=said,
                stderr=wrong,
                env=environment,
                cwd=self.folder,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limits),  # noqa: PLW1509  # no threads here
            )
            _pid, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode == -signal.SIGXCPU:
                return f"stopped at {self.limit:.0f} s"
            if child.returncode:
                wrong.seek(0)
                print(wrong.read().decode("utf-8", "replace"), file=sys.stderr)
                return f"failed ({child.returncode})"
            if words == [STAGE]:
                said.seek(0)
                return Figure(*json.loads(said.read().splitlines()[-1]))
        return Figure(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, 0)


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """Give the tree of a commit, in a worktree that is there for so long."""
    tree = folder / commit
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
    try:
        yield tree
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def median(figures: list[Figure | str]) -> Figure | str:
    """Return the medians; where one run has no figure, why."""
    known = [figure for figure in figures if isinstance(figure, Figure)]
    if len(known) < len(figures):
        return next(figure for figure in figures if isinstance(figure, str))
    seconds, megabytes = (statistics.median(each[place] for each in known) for place in (0, 1))
    return Figure(seconds, megabytes, 0)


def _reached(goal: Goal, before: Figure | str, now: Figure) -> bool:
    seconds = goal.seconds
    if goal.share:
        seconds = goal.share * before.seconds if isinstance(before, Figure) else None  # nothing to be a share of
    return seconds is not None and now.seconds <= seconds and now.megabytes <= (goal.megabytes or math.inf)


def line(goal: Goal, statements: int, before: Figure | str, now: Figure | str) -> str:
    """Return the row: what the two took, their ratio, and whether that is the goal."""
    title = f"{goal.what}, {f'{statements * 1000:,}'.replace(',', NARROW)} triples" if statements else goal.what
    most = f"{goal.share:.2g}" if goal.share else f"{goal.seconds} s"
    most += f", {goal.megabytes} MB" if goal.megabytes else ""
    ratio = f"{now.seconds / before.seconds:.3f}" if isinstance(now, Figure) and isinstance(before, Figure) else ""
    reached = "yes" if isinstance(now, Figure) and _reached(goal, before, now) else "no"
    cells = (title, stages.cell(before), stages.cell(now), ratio, most, reached)
    return f"| {' | '.join(cells)} |"


def table(rows: list[str], most: int, limit: float, runs: int) -> str:
    """Measure the rows, on data of so many thousand statements at most, and return them as a Markdown table."""
    lines = [f"| {' | '.join(HEADINGS)} |", "|---" * len(HEADINGS) + "|"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bench = Bench(folder, limit, runs)
        with checked_out(os.environ.get("ICILABAS_BENCH_BASE", BASE), folder) as base:
            for tree in (base, ROOT):
                compileall.compile_dir(tree / "src", quiet=1)
            for name in rows:
                goal = GOALS[name]
                statements = min(goal.statements, most)
                found = bench.row(goal, statements, [ROOT, base] if goal.share else [ROOT])
                now, before = median(found[0]), median(found[1]) if goal.share else "not run"
                lines.append(line(goal, statements, before, now))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="+", choices=GOALS, default=[*GOALS], metavar="ROW", help=", ".join(GOALS))
    parser.add_argument("--most", type=int, default=10_000_000, help="statements in the data of a row, at most")
    parser.add_argument("--runs", type=int, default=3, help="of each row, before and now in turn")
    parser.add_argument("--limit", type=float, default=1200, help="processor seconds of a command")
    parser.add_argument("--into", nargs=2, type=Path, help="two documents, in English and in French")
    given = parser.parse_args()
    found = table(given.rows, given.most // 1000, given.limit, given.runs)
    print(found)
    for path, made in zip(given.into or (), (found, stages.in_french(found, IN_FRENCH)), strict=False):
        path.write_text(stages.written(path.read_text(encoding="utf-8"), made, MARKS), encoding="utf-8")


if __name__ == "__main__":
    main()
