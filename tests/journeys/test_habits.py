"""What strangers expect of a repository is there and agrees with the rest: settings of editors, checks on a host, forms."""

from __future__ import annotations

import configparser
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
# GitHub's schema of forms: what a form may ask, and what each of these must say.
KINDS = {"markdown": {"value"}, "textarea": {"label"}, "input": {"label"}, "dropdown": {"label", "options"}}


def loaded(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(found, dict), path
    return found


def editor_settings() -> list[tuple[list[str], dict[str, str]]]:
    """Return the sections of `.editorconfig`, each with its patterns."""
    parser = configparser.ConfigParser()
    parser.read_string("[DEFAULT]\n" + (ROOT / ".editorconfig").read_text("utf-8"))
    return [(name.strip("{}").split(","), dict(parser[name])) for name in parser.sections()]


def setting(path: str, name: str) -> str:
    """Return what holds for a file: what is said last."""
    told = [
        values[name]
        for patterns, values in editor_settings()
        if name in values and any(fnmatch(path.rpartition("/")[2], pattern) for pattern in patterns)
    ]
    return told[-1] if told else "unset"


def test_editors_are_told_what_ruff_holds() -> None:
    assert int(setting("src/a.py", "max_line_length")) == PROJECT["tool"]["ruff"]["line-length"]
    assert (setting("a.py", "indent_size"), setting("Makefile", "indent_style")) == ("4", "tab")


def test_editors_are_told_what_every_file_does() -> None:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    wrong = []
    for name in filter(None, listed.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if not content or b"\0" in content:
            continue
        lines = content.decode(setting(name, "charset")).split("\n")
        if b"\r" in content:
            wrong.append(f"{name}: {setting(name, 'end_of_line')}")
        if lines.pop():
            wrong.append(f"{name}: no line end at its end")
        if setting(name, "trim_trailing_whitespace") == "true" and any(line != line.rstrip(" \t") for line in lines):
            wrong.append(f"{name}: spaces at the end of a line")
        if setting(name, "indent_style") == "space" and any(line.startswith("\t") for line in lines):
            wrong.append(f"{name}: tabs")
    assert not wrong


def test_the_checks_of_a_host_are_ours_on_the_oldest_and_the_newest_python() -> None:
    job = loaded(WORKFLOW)["jobs"]["checks"]
    systems, pythons = job["strategy"]["matrix"]["system"], job["strategy"]["matrix"]["python"]
    assert {system.partition("-")[0] for system in systems} == {"ubuntu", "macos", "windows"}
    assert PROJECT["project"]["requires-python"] == f">={pythons[0]}"
    newest = max(re.findall(r"python3\.(\d+)", MAKEFILE), key=int)
    assert pythons[-1] == f"3.{newest}"
    assert ".ci/run" in [step.get("run") for step in job["steps"]]
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
    assert loaded(WORKFLOW)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("name", [".ci/run", ".pre-commit-config.yaml", "CONTRIBUTING.md", "README.md"])
def test_what_is_called_by_make_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    text = (ROOT / name).read_text("utf-8")
    called = re.findall(r"`make ([a-z-]+)|^\s*(?:-? ?(?:run|entry): )?make ([a-z-]+)", text, re.MULTILINE)
    assert {one or other for one, other in called} <= targets
    assert called


@pytest.mark.parametrize("path", [path for path in FORMS if path.stem != "config"], ids=lambda path: path.stem)
def test_a_form_asks_in_both_languages_and_for_no_person(path: Path) -> None:
    form = loaded(path)
    assert " · " in form["name"]
    assert " · " in form["description"]
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    for part in form["body"]:
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        assert part["attributes"].keys() >= KINDS[part["type"]]
        words = [part["attributes"].get("label", " · "), part["attributes"].get("description", " · ")]
        assert all(" · " in text for text in [*words, *part["attributes"].get("options", ())])
    first = form["body"][0]["attributes"]["value"]
    assert "paste no names of persons" in first
    assert "ne coller ni nom de personne" in first


def test_there_are_forms_for_a_fault_for_the_data_and_for_a_language() -> None:
    assert {path.stem for path in FORMS} == {"bug", "config", "language", "who-says-so"}
