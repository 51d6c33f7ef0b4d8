"""What is shipped, pinned and written in the repository."""

from __future__ import annotations

import importlib.metadata
import io
import re
import subprocess
import sys
import tokenize
import tomllib
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from forbidden import FORBIDDEN
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        asked += extra
    for requirement in map(Requirement, asked):
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not pinned: make lock"
        refused = [version for version in versions if version not in requirement.specifier]
        assert not refused, f"{requirement} does not admit the pinned {refused}: make lock"


def _entries(pinned: str) -> list[str]:
    """Return a requirement a line, its hashes included, comments and line breaks left out."""
    lines = [line for line in pinned.splitlines() if not line.lstrip().startswith("#")]
    return [" ".join(entry.split()) for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names(texts: dict[str, str], kind: str) -> None:
    """17: of the ontology's checks, for every file."""
    pattern = re.compile(FORBIDDEN[kind])
    found = [f"{name}: {match[0]}" for name, text in texts.items() for match in pattern.finditer(text)]
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
    assert re.search(FORBIDDEN[kind], f"({text})")


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
