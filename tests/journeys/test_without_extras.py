"""What the commands and the functions do where only the required packages are installed, or one of an extra is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from packaging.requirements import Requirement
from places import BY_ITSELF, NO_EXTRAS, ROOT
from sites import mini

import proof
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What a process does in which some packages cannot be imported: calls of the command, and expressions.
PROGRAM = """
import json, sys
absent, calls, expressions = json.load(sys.stdin)
sys.modules.update(dict.fromkeys(absent))
from click.testing import CliRunner
import icilabas as ilb
from icilabas.cli.main import main
said = []
for words in calls:
    done = CliRunner().invoke(main, words)
    fault = "" if isinstance(done.exception, SystemExit | None) else repr(done.exception)
    said.append([done.exit_code, done.stdout, done.stderr, fault])
for expression in expressions:
    try:
        said.append(repr(eval(expression)))
    except ilb.IcilabasError as error:
        said.append([type(error).__name__, error.text("fr"), error.text("en")])
json.dump(said, sys.stdout)
"""
ENDPOINT = "http://127.0.0.1:9/sparql"
INTO = ["--out", "out.trig"]
FILE = "activities.xml"


class Asking(NamedTuple):
    """What asks for the packages of an extra: commands, and expressions in Python."""

    calls: Sequence[list[str]] = ()
    expressions: Sequence[str] = ()


ASKING = {
    "columns": Asking([["convert", "small", "--out", "out.parquet"], ["convert", "small", "--out", "out.parquet/"]]),
    "endpoint": Asking(
        [
            ["query", "leaders", "--input", ENDPOINT],
            ["compare", "Lille", "Tchad", "--input", ENDPOINT],
            ["measure", "bridges", "--input", ENDPOINT],
            ["network", "collaboration", "--input", ENDPOINT, "--out", "out.graphml"],
            ["build", ENDPOINT],
            ["validate", ENDPOINT],
            ["convert", ENDPOINT, *INTO],
        ],
        [f"ilb.load({ENDPOINT!r})", f"ilb.load({ENDPOINT!r}, 'small')"],
    ),
    "iati": Asking(
        [
            ["query", "leaders", "--input", FILE],
            ["build", FILE],
            ["validate", FILE],
            ["convert", FILE, *INTO],
        ],
        [f"ilb.load({FILE!r})", f"ilb.load('small', {FILE!r})"],
    ),
    "pandas": Asking(
        [],
        [
            "ilb.ask(ilb.load('small'), 'leaders').to_pandas()",
            "ilb.measure(ilb.load('small'), 'collaboration').to_pandas()",
        ],
    ),
    "serve": Asking([["serve"], ["serve", "small"]]),
}
ACTIVITY = """<iati-activities version="2.03"><iati-activity xml:lang="en">
<iati-identifier>X-1</iati-identifier><reporting-org ref="X"><narrative>Us</narrative></reporting-org>
<title><narrative>A</narrative></title><recipient-country code="ML"/></iati-activity></iati-activities>
"""


def extras() -> dict[str, list[str]]:
    """Return the packages of each extra that the program imports."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    return {
        extra: [name for each in packages if (name := Requirement(each).name) not in BY_ITSELF.get(extra, ())]
        for extra, packages in said.items()
        if extra not in NO_EXTRAS
    }


EVERY = sorted(package for packages in extras().values() for package in packages)
# One package of each extra that is asked for, then another of those that have more: a process for each takes long.
ROUNDS = [
    {extra: extras()[extra][turn] for extra in ASKING if turn < len(extras()[extra])}
    for turn in range(max(len(extras()[extra]) for extra in ASKING))
]


def said(folder: Path, absent: list[str], asking: Asking) -> list[list[object]]:
    """Return what a process says that cannot import some packages."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([absent, *asking]),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **proof.ALIKE},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[list[object]] = json.loads(done.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(ACTIVITY, "utf-8")
    mini(tmp_path / "small")
    return tmp_path


@pytest.mark.parametrize("missing", ROUNDS, ids=lambda missing: ",".join(missing.values()))
def test_a_package_that_is_missing_is_one_sentence_and_nothing_is_written(
    folder: Path, missing: dict[str, str]
) -> None:
    """One package of each extra is missing: what asks for an extra names its own, and what installs it."""
    before = proof.contents(folder)
    sentences = {
        extra: message(f"install-{extra}", found=package, install=f'python -m pip install "icilabas[{extra}]"')
        for extra, package in missing.items()
    }
    calls = [
        ([*call, "--lang", lang], [2, "", sentence.text(lang) + "\n", ""])
        for extra, sentence in sentences.items()
        for call in ASKING[extra].calls
        for lang in ("fr", "en")
    ]
    expressions = [
        (expression, ["UsageError", sentence.text("fr"), sentence.text("en")])
        for extra, sentence in sentences.items()
        for expression in ASKING[extra].expressions
    ]
    asking = Asking([call for call, _says in calls], [expression for expression, _says in expressions])
    found = said(folder, list(missing.values()), asking)
    for (asked, says), one in zip([*calls, *expressions], found, strict=True):
        assert one == says, asked
    assert proof.contents(folder) == before


def test_what_needs_no_extra_does_the_same_without_them(folder: Path) -> None:
    """All commands but `serve`, on what is bundled and on a folder; what they print and write is the same."""
    runs = [
        ["--help"],
        *map(list, proof.RUNS),
        ["compare", "north", "south", "--input", "small"],
        ["validate", "small", "--lang", "fr"],
        ["convert", "small", "--out", "small.xlsx"],
        ["convert", "small", "--store", "store"],
        ["query", "leaders", "--store", "store"],
        ["build", "small", "--between", "north", "south"],
    ]
    expressions = [
        "len(ilb.load('small')), ilb.ask(ilb.load('small'), 'who-says-so')",
        "ilb.validate(ilb.load('small'))",
    ]
    both = []
    for name, absent in (("with", []), ("without", EVERY)):
        place = folder / name
        place.mkdir()
        mini(place / "small")
        told = said(place, absent, Asking(runs, expressions))
        shutil.rmtree(place / "store")  # the engine's own files have names by chance
        both.append((told, proof.contents(place)))
    (with_all, files), (without, same) = both
    assert [one[0] for one in without[: len(runs)]] == [0] * len(runs), without
    assert without == with_all
    assert same.keys() == files.keys()
    assert [path for path in files if files[path] != same[path]] == []
    assert "site/index.html" in files


def test_each_extra_is_tried() -> None:
    """Those that are not asked for by a command are tried beside what they serve: in test_layout.py and the like."""
    assert extras().keys() - ASKING.keys() == {"large", "shacl"}
