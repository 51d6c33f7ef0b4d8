"""The house: what may import what is held by contracts, and what would make it crooked is counted."""

from __future__ import annotations

import ast
import multiprocessing
import re
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import journey
import pytest
from once import once
from places import ROOT, SMALL, TESTS

import house
from icilabas.site.build import publish

PACKAGE = ROOT / "src" / "icilabas"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Names that stand in two modules: none. Add one with its reason, rather than a number.
TWICE: dict[str, str] = {}
# Modules without a file of tests of their own, and why.
NO_MIRROR = {
    "__main__.py": "one call of the command line: servers of the tests are started by it",
}
# Files of tests in the folder of a package that are of no one module, and why.
NO_MODULE = {
    "picture/test_page_functions.py": "of the scripts in picture/page",
    "sources/test_iati.py": "the journey through an IATI file, over all modules of sources/iati",
    "test_house.py": "of all modules",
}
ELSEWHERE = {"benchmarks", "data", "helpers", "journeys", "ontology", "questions"}


def lint(source: Path) -> tuple[int, str]:
    """Run the contracts of `pyproject.toml` on the package in this folder."""
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert linter
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(source), "PATH": "", "COLUMNS": "200"},
        cwd=source.parent,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.journey
def test_the_contracts_are_kept() -> None:
    code, said = lint(ROOT / "src")
    assert code == 0, said
    assert re.search(r"Contracts: \d+ kept, 0 broken", said)


@pytest.mark.journey
@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("words/matching.py", "import icilabas.engine.terms", "The data flow"),
        ("errors.py", "def late() -> None:\n    from icilabas.files import writing", "The data flow"),
        ("sources/cell_values.py", "import icilabas.sources.tables", "No circle inside any package"),
        ("asking/names.py", "if 0 > 1:\n    import pyoxigraph", "pyoxigraph and requests"),
        ("export/rdf.py", "def late() -> None:\n    import duckdb", "DuckDB"),
        ("export/rdf.py", "import lxml.etree", "lxml"),
        ("check/validation.py", "import pyshacl", "pySHACL"),
        ("site/build.py", "import pyvis", "pyvis"),
        ("measures/cuts.py", "import icilabas.networks.projection", "The measures know no data of ours"),
    ],
)
def test_an_import_that_is_not_allowed_is_found(tmp_path: Path, file: str, line: str, contract: str) -> None:
    """Also one inside a function, and one of a package of others."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "icilabas", ignore=shutil.ignore_patterns("__pycache__"))
    planted = tmp_path / "src" / "icilabas" / file
    planted.write_text(f"{planted.read_text('utf-8')}\n\n{line}\n", "utf-8")
    code, said = lint(tmp_path / "src")
    assert code != 0
    broken = [found for found in said.splitlines() if found.endswith("BROKEN")]
    assert any(contract in found for found in broken), said


def test_contributing_shows_the_house_as_it_is() -> None:
    """`make house` writes it."""
    shown = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition(house.BEGIN)[2].partition(house.END)[0]
    assert shown.strip() == house.picture()


def test_each_package_says_what_comes_in_and_what_goes_out() -> None:
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert {room for floor in house.floors() for room in floor} >= {*packages}
    assert not [room for room in packages if not all(house.said_of(room))]


def test_the_root_is_seen_at_a_glance() -> None:
    assert len([path for path in PACKAGE.iterdir() if path.name != "__pycache__"]) <= 20


def test_there_are_no_more_modules_than_one_can_know() -> None:
    assert len(MODULES) <= 185


def test_a_name_is_defined_once() -> None:
    """A function or a class that has the name of another makes the reader ask which one is meant."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for step in ast.parse(path.read_text("utf-8")).body:
            if isinstance(step, ast.FunctionDef | ast.ClassDef) and not step.name.startswith("_"):
                homes[step.name].append(str(path.relative_to(PACKAGE)))
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert twice.keys() == TWICE.keys(), twice
    assert len(TWICE) <= 10


def test_what_is_private_stays_in_its_module() -> None:
    private = [
        f"{path.relative_to(PACKAGE)}: {alias.name}"
        for path in MODULES
        for step in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(step, ast.ImportFrom) and (step.module or "").startswith("icilabas")
        for alias in step.names
        if alias.name.startswith("_")
    ]
    assert not private


def test_any_stands_only_where_something_without_types_comes_in() -> None:
    counts = {path: len(re.findall(r"\bAny\b", path.read_text("utf-8"))) for path in MODULES}
    assert sum(counts.values()) <= 80, {
        str(path.relative_to(PACKAGE)): count for path, count in counts.items() if count
    }


def test_no_module_has_the_name_of_a_public_function() -> None:
    """Importing such a module would put it where the function was."""
    import icilabas

    functions = {name for name in icilabas.__all__ if callable(getattr(icilabas, name))}
    assert not functions & {path.stem for path in PACKAGE.iterdir()}


def mirror(module: Path) -> str:
    """Return which file has the tests of a module; those of a package as a whole are called by its name."""
    name = module.parent.name if module.stem == "__init__" else module.stem
    return (module.relative_to(PACKAGE).parent / f"test_{name}.py").as_posix()


def has_tests(path: Path) -> bool:
    return path.is_file() and bool(re.search(r"^def test_", path.read_text("utf-8"), re.MULTILINE))


def only_imports(module: Path) -> bool:
    steps = ast.walk(ast.parse(module.read_text("utf-8")))
    return module.stem == "__init__" and not any(isinstance(step, ast.FunctionDef | ast.ClassDef) for step in steps)


def test_each_module_has_its_tests() -> None:
    missing = {path.relative_to(PACKAGE).as_posix() for path in MODULES if not has_tests(TESTS / mirror(path))}
    assert missing - {path.relative_to(PACKAGE).as_posix() for path in MODULES if only_imports(path)} == {*NO_MIRROR}
    assert len(NO_MIRROR) <= 10


def test_each_file_of_tests_is_of_a_module() -> None:
    files = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    here = {file for file in files if file.partition("/")[0] not in ELSEWHERE}
    assert here - {mirror(path) for path in MODULES} == {*NO_MODULE}
    assert len(NO_MODULE) <= 10


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said
    assert said.splitlines()[0].endswith((".", ":", "?"))


def test_only_a_journey_builds_a_site_or_starts_something(tmp_path: Path) -> None:
    def refused(what: str) -> pytest.RaisesExc[BaseException]:
        return pytest.raises(pytest.fail.Exception, match=f"^this test {what}: mark it as a journey")

    with refused("starts a process"):
        subprocess.run([sys.executable, "-c", ""], check=True)
    with refused("starts a process"):
        multiprocessing.get_context("spawn").Process(target=print).start()
    with refused("starts a server"), socket.socket() as own:
        own.bind(("127.0.0.1", 0))
    with refused("builds a site"):
        publish([SMALL], tmp_path / "site")
    assert not (tmp_path / "site").exists()


@pytest.mark.journey
def test_a_journey_may(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", "exit(3)"], check=False).returncode == 3
    publish([SMALL], tmp_path / "site")


def test_what_takes_long_is_a_journey_without_being_marked(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        asked = journey.FIXTURES.intersection(getattr(item, "fixturenames", ()))
        assert journey.is_one(item) or not (asked or "journeys" in item.path.parts), item.nodeid
    assert not journey.is_one(request.node)


def test_what_is_made_once_is_whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    calls = []

    def make(out: Path) -> None:
        calls.append(out)
        out.write_text("half", "utf-8")
        if len(calls) == 1:
            raise ZeroDivisionError
        out.write_text("whole", "utf-8")

    with pytest.raises(ZeroDivisionError):
        once("whole", make, tmp_path_factory)
    made = {once("whole", make, tmp_path_factory) for _time in range(3)}
    assert [path.read_text("utf-8") for path in made] == ["whole"]
    assert len(calls) == 2
