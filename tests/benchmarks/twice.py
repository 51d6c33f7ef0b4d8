"""A list given twice, as this year's beside last year's: what finding who is who takes, and how much of it is found.

    python tests/benchmarks/twice.py [--sizes 2500 5000 10091] [--into docs/en/explanation/speed.md docs/fr/explanation/speed.md]

The names are of real towns where a table of twin towns is at hand (``shared/data/twinnings/france.tsv`` beside the
checkout, or above it), else made up. In the second list they stand in another order, and some are written otherwise.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import math
import os
import random
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import stages

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path("shared") / "data" / "twinnings" / "france.tsv"
SIZES = (2500, 5000, 10_091)
COMMANDS = ("same", "validate")
MARKS = ("<!-- table of a list given twice: make bench -->", "<!-- end of table of a list given twice -->")
HEADINGS = ("what", "names, twice", "processor time and memory", "exponent")
IN_FRENCH = {
    "what": "quoi",
    "names, twice": "noms, deux fois",
    "processor time and memory": "temps de processeur et mémoire",
    "exponent": "exposant",
}
PARTS = (
    "ba",
    "ko",
    "ri",
    "ta",
    "mo",
    "lu",
    "se",
    "ni",
    "da",
    "go",
    "fa",
    "zi",
    "pe",
    "ru",
    "tou",
    "bou",
    "kin",
    "ville",
)
ARTICLES = {" de ": " d'", " du ": " de ", " et ": " - ", "Le ": "", "La ": "", "Les ": ""}


def twinnings() -> list[tuple[str, str]] | None:
    """Return the pairs of twin towns, each once; None where the table is not at hand."""
    path = next((folder / TABLE for folder in ROOT.parents if (folder / TABLE).is_file()), None)
    if path is None:
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [*dict.fromkeys((row["origincityLabel"], row["sistercityLabel"]) for row in rows)]


def made_up(count: int) -> list[tuple[str, str]]:
    """Return so many pairs of towns that are nowhere."""
    draw = random.Random(1)  # noqa: S311  # not a secret

    def town() -> str:
        return "".join(draw.choices(PARTS, k=4)).capitalize()

    return [(town(), town()) for _ in range(count)]


def names(count: int) -> list[str]:
    """Return the names of so many organisations, no two alike: many have most of their words in common."""
    pairs = twinnings() or made_up(4000)
    towns = dict.fromkeys(itertools.chain.from_iterable(pairs))
    found = [f"Comité de jumelage de {one} et {other}" for one, other in pairs]
    found += [f"Ville de {town}" for town in towns] + [f"Office du tourisme de {town}" for town in towns]
    random.Random(2).shuffle(found)  # noqa: S311  # not a secret
    return [*dict.fromkeys(found)][:count]


def _slip(name: str, draw: random.Random) -> str:
    """Return the name with a letter changed, left out, or put in, or two in the wrong order."""
    place = draw.choice([place for place in range(1, len(name) - 1) if name[place].isalpha()])
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    kept = {"change": letter, "leave out": "", "put in": letter + name[place]}[
        draw.choice(("change", "leave out", "put in"))
    ]
    return name[:place] + kept + name[place + 1 :]


def _articles(name: str, draw: random.Random) -> str:
    there = [article for article in ARTICLES if article in name]
    article = draw.choice(there or [" "])
    return name.replace(article, ARTICLES.get(article, " "), 1)


def _order(name: str, _draw: random.Random) -> str:
    what, between, whom = name.partition(" de ")
    return f"{whom} ({what}{between.rstrip()})" if between else name


def _acronym(name: str, _draw: random.Random) -> str:
    initials = "".join(
        word[0] for word in name.replace("-", " ").split() if word[0].isupper() or len(word) > 3
    )  # small words have no letter in it
    return f"{name} ({initials.upper()})"


def _saints(name: str, _draw: random.Random) -> str:
    return name.replace("Sainte-", "Ste ").replace("Saint-", "St ").replace("Saint ", "St-")


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "case": lambda name, draw: draw.choice((name.upper(), name.lower())),
    "accents": lambda name, _draw: "".join(
        c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)
    ),
    "articles": _articles,
    "saints": _saints,
    "order": _order,
    "slip": _slip,
    "acronym": _acronym,
}


def changed(name: str, draw: random.Random, share: float) -> str:
    """Return the name as another edition may write it: ``share`` of the names are written otherwise, each in one way."""
    if draw.random() > share:
        return name
    ways = [way for way in CHANGES if way != "saints" or "Saint" in name]
    return CHANGES[draw.choice(ways)](name, draw)


def write_twice(count: int, folder: Path, share: float = 0.5) -> list[Path]:
    """Write a list and its second edition, and return where: what ``a7`` is in the first is ``b7`` in the second."""
    draw = random.Random(3)  # noqa: S311  # not a secret
    first = [(f"a{number}", name) for number, name in enumerate(names(count))]
    second = [(f"b{number}", changed(name, draw, share)) for number, (_id, name) in enumerate(first)]
    draw.shuffle(second)
    paths = [folder / "organizations.csv", folder / "organisations.csv"]
    for path, rows in zip(paths, (first, second), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "label_fr"), *rows])
    return paths


def as_editions(lists: list[Path], folder: Path) -> list[Path]:
    """Write the lists as two editions of one series, and return where."""
    found = []
    for year, path in enumerate(lists, 2019):
        home = folder / str(year)
        home.mkdir()
        first, *rows = path.read_text(encoding="utf-8").splitlines()
        lines = [f"passage,{first}", *(f"list,{row}" for row in rows)]
        (home / "organizations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        title = f"{{fr: Liste {year}, en: List {year}}}"
        (home / "source.yaml").write_text(
            f"id: list-{year}\ntitle: {title}\n"
            f"source: {{id: list-{year}-source, title: {title}, date: '{year}', edition_of: list}}\n"
            "editors: {id: list-editors, label: {fr: Nous, en: Us}}\n"
            "passages: [{id: list, title: {fr: Liste, en: List}, access: public}]\n",
            encoding="utf-8",
        )
        found.append(home)
    return found


class Run(NamedTuple):
    """What a command took for so many names, given twice."""

    command: str
    names: int
    seconds: float
    megabytes: float


def run(command: str, count: int) -> Run:
    """Run a command as a user does, as a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        paths = write_twice(count, Path(place), 0.2)
        call = [sys.executable, "-m", "icilabas", command, *map(str, paths)]
        child = os.posix_spawn(
            call[0],
            call,
            {**os.environ, "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": place},
            file_actions=[(os.POSIX_SPAWN_OPEN, out, os.devnull, os.O_WRONLY, 0) for out in (1, 2)],
        )
        _pid, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{command}: {os.waitstatus_to_exitcode(status)}")
    return Run(command, count, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def table(sizes: list[int]) -> str:
    """Return what the commands took as a Markdown table; the exponent is that by which a row grew from the one above."""
    lines = [f"| {' | '.join(HEADINGS)} |", "|---" * len(HEADINGS) + "|"]
    for command in COMMANDS:
        before: Run | None = None
        for count in sizes:
            now = run(command, count)
            grown = math.log(now.seconds / before.seconds) / math.log(count / before.names) if before else math.nan
            figure = stages.cell(stages.Figure(now.seconds, now.megabytes, 0))
            shown = f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
            lines.append(f"| `{command}` | {shown} | {figure} | {f'{grown:.2f}' if before else ''} |")
            before = now
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[*SIZES])
    parser.add_argument("--into", nargs=2, type=Path, help="two documents, in English and in French")
    given = parser.parse_args()
    found = table(given.sizes)
    print(found)
    for path, made in zip(given.into or (), (found, stages.in_french(found, IN_FRENCH)), strict=False):
        path.write_text(stages.written(path.read_text(encoding="utf-8"), made, MARKS), encoding="utf-8")


if __name__ == "__main__":
    main()
