"""What is shipped, pinned and written in the repository."""

from __future__ import annotations

import ast
import importlib.metadata
import io
import re
import subprocess
import sys
import tokenize
import tomllib
import zipfile
from email.message import Message
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from forbidden import FORBIDDEN
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import BY_ITSELF, NO_EXTRAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUPPRESSION = re.compile(
    r"#\s*(?:(?:ruff:\s*)?noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?"
    r"|type:\s*ignore(?:\[[^\]]*\])?|pragma:\s*no \w+)(?P<reason>[^#]*)",
)


@pytest.fixture(scope="module")
def project(repo: Path) -> dict[str, Any]:
    return tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pinned(repo: Path) -> str:
    return (repo / "requirements.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def texts(repo: Path) -> dict[str, str]:
    """Every text file that is, or would be, committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=repo, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing says which files belong to the repository")
    names = sorted(filter(None, listed.stdout.decode().split("\0")))
    return dict(_texts(repo, names))


def _texts(repo: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        path = repo / name
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=repo, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("icilabas-*.whl")))


@pytest.mark.parametrize("folder", ["ontology", "data"])
def test_wheel_ships_the_resources(wheel: zipfile.ZipFile, texts: dict[str, str], folder: str) -> None:
    shipped = {name.removeprefix("icilabas/_resources/") for name in wheel.namelist()}
    expected = {name for name in texts if name.startswith(f"{folder}/")}
    assert expected
    assert not expected - shipped


def test_wheel_ships_code_types_and_licences(wheel: zipfile.ZipFile, repo: Path) -> None:
    names = set(wheel.namelist())
    files = (path.relative_to(repo / "src") for path in (repo / "src").rglob("*") if path.is_file())
    assert {file.as_posix() for file in files if "__pycache__" not in file.parts} <= names
    assert "icilabas/py.typed" in names
    assert {name.rsplit("/", 1)[-1] for name in names} >= {"LICENSE", "LICENSE-DATA"}
    assert not [name for name in names if not name.startswith(("icilabas/", "icilabas-"))]


def test_installed_package_finds_its_resources(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from icilabas import resources as paths\n"
        "assert paths.__file__.startswith(sys.argv[1]), paths.__file__\n"
        "print(paths.ONTOLOGY); print(paths.DATA)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "installed")]
    found = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    resources = (tmp_path / "installed" / "icilabas" / "_resources").resolve()
    assert found.splitlines() == [str(resources / "ontology"), str(resources / "data")]


def test_pinned_file_has_hashes_and_names_no_host(pinned: str) -> None:
    for entry in _entries(pinned):
        assert re.match(r"[a-z0-9-]+==[^ ]+( ; [^\\]+)? --hash", entry), entry
        assert re.fullmatch(r"(?:.*?)(?: --hash=sha256:[0-9a-f]{64})+", entry), entry
    assert not re.search(r"://|index|find-links|trusted|@ |\b\w+\.(?:org|com|net|io)\b", pinned)


def test_pinned_file_covers_what_the_project_asks_for(pinned: str, project: dict[str, Any]) -> None:
    pins: dict[str, list[str]] = {}
    for entry in _entries(pinned):
        name, version = entry.split(" ", 1)[0].split("==")
        pins.setdefault(canonicalize_name(name), []).append(version)
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        asked += [each for each in extra if not each.startswith("icilabas[")]
    for requirement in map(Requirement, asked):
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not pinned: make lock"
        refused = [version for version in versions if version not in requirement.specifier]
        assert not refused, f"{requirement} does not admit the pinned {refused}: make lock"


# what is required, what an extra brings, and under which licences

COPYLEFT = re.compile(r"\b(?:A|L)?GPL|\bMPL|\bEPL|General Public|Mozilla|Eclipse", re.IGNORECASE)


def said_licence(name: str) -> str:
    """Return what the metadata say of the licence: the expression, else classifiers and a name (not a whole text)."""
    metadata = importlib.metadata.metadata(name)
    (expression, *_), (named, *_) = (metadata.get_all(field) or [""] for field in ("License-Expression", "License"))
    if expression:
        return str(expression)
    kinds = [str(each) for each in metadata.get_all("Classifier") or [] if each.startswith("License ::")]
    return " ".join([*kinds, *([] if "\n" in named.strip() else [str(named)])]).strip()


def closure(asked: Iterable[str]) -> set[str]:
    """Return these packages and all that they bring along on this system."""
    found: set[str] = set()
    waiting = [(Requirement(each), "") for each in asked]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        if name in found and not requirement.extras:
            continue
        found.add(name)
        brought = importlib.metadata.requires(name) or []
        waiting += [(Requirement(each), one) for each in brought for one in (requirement.extras or {""})]
    return found


def copyleft(names: Iterable[str]) -> dict[str, str]:
    """Return what is said of the licence of each that is copyleft, or of which nothing is said."""
    licences = {name: said_licence(name) for name in sorted(names)}
    return {name: said for name, said in licences.items() if not said or COPYLEFT.search(said)}


def test_few_packages_are_required_and_none_of_what_they_bring_is_copyleft(project: dict[str, Any]) -> None:
    required = project["project"]["dependencies"]
    assert len(required) <= 15
    assert len(found := closure(required)) > 30
    assert copyleft(found) == {}


def test_the_extras_that_bring_copyleft_are_those_that_the_readme_names(project: dict[str, Any], repo: Path) -> None:
    extras = project["project"]["optional-dependencies"]
    required = closure(project["project"]["dependencies"])
    found = {
        name: copyleft(closure(asked) - required).keys() for name, asked in extras.items() if name not in NO_EXTRAS
    }
    assert {name: set(packages) for name, packages in found.items() if packages} == {
        "endpoint": {"certifi"},
        "large": {"igraph"},
    }
    readme = (repo / "README.md").read_text("utf-8").partition("## Licences")[2]
    assert re.findall(r"^\| `\[(\w+)\]` \|", readme, re.MULTILINE) == sorted({*extras} - NO_EXTRAS)
    for name, packages in found.items():
        (line,) = re.findall(rf"^\| `\[{name}\]` \|.*$", readme, re.MULTILINE)
        assert all(package in line for package in packages)
        assert bool(COPYLEFT.search(line)) is bool(packages), line


def test_all_is_every_extra_and_development_has_all(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    (everything,) = map(Requirement, extras["all"])
    assert everything.name == "icilabas"
    assert everything.extras == extras.keys() - NO_EXTRAS
    assert all("icilabas[all]" in extras[name] for name in ("site", "dev"))


# What always comes with another, and is part of what that gives.
PARTS = {"markupsafe": "jinja2"}


def imports(tree: ast.AST, extra: str = "") -> Iterator[tuple[str, str]]:
    """Yield each package that is imported, and the extra whose `needs` stands around that."""
    for step in ast.iter_child_nodes(tree):
        if isinstance(step, ast.Import):
            yield from ((alias.name.partition(".")[0], extra) for alias in step.names)
        elif isinstance(step, ast.ImportFrom):
            yield str(step.module).partition(".")[0], extra
        elif isinstance(step, ast.If) and ast.unparse(step.test) == "TYPE_CHECKING":
            yield from imports(ast.Module(step.orelse, []))
        else:
            yield from imports(step, _extra_of(step) or extra)


def _extra_of(step: ast.AST) -> str:
    """Return the extra of a ``with needs("…"):``, else nothing."""
    if isinstance(step, ast.With):
        call = step.items[0].context_expr
        if (
            isinstance(call, ast.Call)
            and getattr(call.func, "id", "") == "needs"
            and isinstance(call.args[0], ast.Constant)
        ):
            return str(call.args[0].value)
    return ""


def test_each_package_that_is_imported_is_required_or_asked_for_by_its_extra(
    project: dict[str, Any], repo: Path
) -> None:
    extras = project["project"]["optional-dependencies"]
    allowed = {"": project["project"]["dependencies"], **extras}
    names = {extra: {canonicalize_name(Requirement(each).name) for each in asked} for extra, asked in allowed.items()}
    homes = importlib.metadata.packages_distributions()
    seen: dict[str, set[str]] = {}
    astray = []
    for path in sorted((repo / "src").rglob("*.py")):
        for name, extra in imports(ast.parse(path.read_text("utf-8"))):
            if name in sys.stdlib_module_names or name == "icilabas":
                continue
            package = PARTS.get(name) or canonicalize_name(homes[name][0])
            seen.setdefault(extra, set()).add(package)
            if package not in names[extra]:
                astray.append(f"{path.relative_to(repo)}: {name} in {extra or 'what is required'}")
    assert astray == []
    direct = {extra: packages - BY_ITSELF.get(extra, set()) for extra, packages in names.items()}
    assert seen == {extra: packages for extra, packages in direct.items() if extra not in NO_EXTRAS}


@pytest.mark.parametrize(("part", "whole"), PARTS.items())
def test_a_part_always_comes_with_the_whole(part: str, whole: str) -> None:
    brought = map(Requirement, importlib.metadata.requires(whole) or [])
    assert part in {canonicalize_name(each.name) for each in brought if each.marker is None}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import a.b", [("a", "")]),
        ("with needs('x'):\n from a import b\nimport c", [("a", "x"), ("c", "")]),
        ("def f():\n with needs('x'):\n  import a\n import a", [("a", "x"), ("a", "")]),
        ("if TYPE_CHECKING:\n import a\nelse:\n import b", [("b", "")]),
        ("try:\n import a\nexcept ImportError:\n pass", [("a", "")]),
    ],
)
def test_imports_are_seen_with_what_stands_around_them(code: str, found: list[tuple[str, str]]) -> None:
    assert list(imports(ast.parse(code))) == found


@pytest.mark.parametrize(
    ("field", "value", "is_copyleft"),
    [
        ("License-Expression", "MIT", False),
        ("License-Expression", "BSD-3-Clause AND LGPL-2.1-or-later", True),
        ("License-Expression", "MPL-2.0", True),
        ("Classifier", "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)", True),
        ("Classifier", "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", True),
        ("Classifier", "License :: OSI Approved :: MIT License", False),
        ("License", "GPL-3.0", True),
        ("License", "SIMPLE", False),
        ("License", "Permission\nis granted", True),  # a whole text is no name: somebody has to look
        ("Name", "nobody", True),
    ],
)
def test_licences_are_recognised(field: str, value: str, *, is_copyleft: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = Message()
    metadata[field] = value
    monkeypatch.setattr(importlib.metadata, "metadata", lambda _name: metadata)
    assert bool(copyleft(["a"])) is is_copyleft


def _entries(pinned: str) -> list[str]:
    """Return a requirement a line, its hashes included, comments and line breaks left out."""
    lines = [line for line in pinned.splitlines() if not line.lstrip().startswith("#")]
    return [" ".join(entry.split()) for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names(texts: dict[str, str], kind: str) -> None:
    """17: of the ontology's checks, for every file."""
    found = [f"{name}: {match}" for name, text in texts.items() for match in FORBIDDEN[kind](text)]
    assert not found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("package index", "https://" + "pypi" + ".org/simple"),
        ("e-mail address", "prenom.nom" + "@" + "exemple.fr"),
        ("telephone number", "01" + " 23 45 67 89"),
        ("telephone number", "+33" + "123456789"),
        ("telephone number", "33 (0)" + " 1 23 45 67 89"),
    ],
)
def test_what_no_file_may_name_is_recognised(kind: str, text: str) -> None:
    assert FORBIDDEN[kind](f"({text})")


def test_version_is_the_same_everywhere(repo: Path, project: dict[str, Any]) -> None:
    citation = yaml.safe_load((repo / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## \[(\d.*?)\]", (repo / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    versions = {
        "CITATION.cff": citation["version"],
        "CHANGELOG.md": newest[1],
        "installed": importlib.metadata.version("icilabas"),
    }
    assert versions == dict.fromkeys(versions, project["project"]["version"])


def test_each_suppression_has_a_reason(repo: Path) -> None:
    modules = sorted(path for folder in ("src", "tests", "docs", "tools") for path in (repo / folder).rglob("*.py"))
    assert modules
    assert not [
        f"{path.relative_to(repo)}:{token.start[0]}: {token.string}"
        for path in modules
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        if token.type == tokenize.COMMENT and _unreasoned(token.string)
    ]


def _unreasoned(comment: str) -> bool:
    """Whether a comment suppresses a check without saying why; the last of several may speak for all."""
    found = list(SUPPRESSION.finditer(comment))
    return bool(found) and len(re.findall(r"\w+", comment[found[-1].start("reason") :])) < 2


@pytest.mark.parametrize(
    ("comment", "unreasoned"),
    [
        ("# noqa" + ": S603", True),
        ("# noqa" + ": S603, S607 our own command", False),
        ("# type" + ": ignore[attr-defined]", True),
        ("# type" + ": ignore[attr-defined]  # no stubs", False),
        ("# pragma" + ": no cover", True),
        ("# a comment on noqa", False),
    ],
)
def test_suppressions_are_recognised(comment: str, *, unreasoned: bool) -> None:
    assert _unreasoned(comment) is unreasoned
