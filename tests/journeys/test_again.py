"""Building again: the same bytes as a build from nothing, whatever was changed; and where nothing was, nothing is written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from copies import copied
from places import SMALL

from icilabas.files import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

UNCHANGED, LAID_DOWN = "Nothing has changed since the last build: ", "Written from what an earlier build kept: "
_FILES_READ = """
import json, sys
opened = set()
sys.addaudithook(lambda event, told: opened.add(str(told[0])) if event == "open" and isinstance(told[0], str) else None)
from icilabas.__main__ import command_line
try:
    command_line()
finally:
    print(json.dumps(sorted(opened)), file=sys.stderr)
"""


class Project(NamedTuple):
    """A copy of the program and of small data, both of which a test may change."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "small"

    def run(self, *words: str, program: tuple[str, ...] = ("-m", "icilabas")) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.home / "src"),
            "XDG_CACHE_HOME": str(self.home / "caches"),
            "LOCALAPPDATA": str(self.home / "caches"),
            "ICILABAS_LANG": "en",
        }
        call = [sys.executable, *program, *words]
        return subprocess.run(call, env=environment, cwd=self.home, capture_output=True, text=True, check=True)

    @contextmanager
    def changed(self, change: Change) -> Iterator[None]:
        """Have the file be changed, or gone, in the block."""
        path = self.home / change.path
        before = path.read_bytes()
        path.unlink()
        if change.new is not None:
            assert change.old.encode() in before, change
            path.write_bytes(before.replace(change.old.encode(), change.new.encode(), 1))
        try:
            yield
        finally:
            path.write_bytes(before)


class Change(NamedTuple):
    """A change of a file (without ``new``: it is deleted), or other options; whether it is seen in the site."""

    path: str = "docs/index.html"
    old: str = ""
    new: str | None = ""
    options: tuple[str, ...] = ()
    seen: bool = True


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    home = copied(tmp_path_factory.mktemp("again"), "src", "ontology", "data")
    shutil.copytree(SMALL, home / "small")
    (home / "docs").mkdir()
    (home / "docs" / "index.html").write_text("docs", "utf-8")
    return Project(home)


PAGES, TERRITORIES = "src/icilabas/site/templates", "small/territories.csv"
CHANGES = {
    "a cell": Change(TERRITORIES, "Kayes region", "Kayes"),
    "a new row": Change(TERRITORIES, "mali,s1", "segou,s1,Ségou,Segou,mali,,\nmali,s1"),
    "a deleted table": Change("small/memberships.csv", new=None),
    "source.yaml": Change("small/source.yaml", "en: Editors", "en: Those who edit"),
    "language": Change(options=("--lang", "en")),
    "territories": Change(options=("--between", "lille", "mali")),
    "a time": Change(options=("--at", "2016")),
    "a stretch of time": Change(options=("--between", "2015", "2016", "--between", "lille", "mali")),
    "profile": Change(options=("--profile", "internal")),
    "persons": Change(options=("--strict-persons",), seen=False),
    "names": Change(options=("--match-names",), seen=False),
    "documentation": Change("docs/index.html", "docs", "other docs", ("--docs", "docs")),
    "the ontology": Change("ontology/icilabas.ttl", '"Partnership"@en', '"Joint work"@en'),
    "a question": Change("ontology/questions/leaders.rq", "Who leads", "Who now leads"),
    "a rule": Change("ontology/rules/chain.rq", "A chain", "One chain", seen=False),
    "a template": Change(f"{PAGES}/base.html.j2", "<main id", "<main data-new id"),
    "a style": Change(f"{PAGES}/index.css", "* {", "html * {"),
    "a catalogue": Change("src/icilabas/words/locales/en/site.po", "Skip to content", "Jump to content"),
    "the program": Change("src/icilabas/site/build.py", "MOST_DRAWN = 5000", "MOST_DRAWN = 2"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_after_any_change_a_build_is_that_from_nothing(project: Project, what: str) -> None:
    site, change = project.home / "site", CHANGES[what]
    project.run("build", "small")
    before = kept.contents(site)
    with project.changed(change):
        again = project.run("build", "small", *change.options, "-v")
        project.run("build", "small", *change.options, "--no-cache", "--out", "anew")
    assert UNCHANGED not in again.stderr
    assert kept.contents(site) == kept.contents(project.home / "anew") != {}
    assert (kept.contents(site) != before) == change.seen
    assert LAID_DOWN in project.run("build", "small", "-v").stderr or not change.seen
    assert kept.contents(site) == before
    assert UNCHANGED in project.run("build", "small", "-v").stderr


def test_a_site_that_only_some_may_see_is_built_anew_each_time_and_nothing_of_it_is_kept(project: Project) -> None:
    shutil.rmtree(project.home / "caches", ignore_errors=True)
    told = [project.run("build", "small", "--profile", "internal", "--out", "all", "-v").stderr for _time in range(2)]
    assert [UNCHANGED in each for each in told] == [False, False]
    assert not (project.home / "caches").exists()


def test_what_a_build_opens_is_what_it_is_found_by(project: Project) -> None:
    """Else a change of a file would not be seen: what a build reads is data, or the program's, or a library's."""
    done = project.run("build", "small", "--no-cache", "--out", "opened", program=("-c", _FILES_READ))
    opened = [project.home / path for path in json.loads(done.stderr.splitlines()[-1])]
    own = [project.home / each for each in ("src", "ontology", "data", "small")]
    system = [
        Path(folder) for folder in (sys.prefix, sys.base_prefix, "/dev", "/usr/share/zoneinfo")
    ]  # no time is written
    others = [path for path in opened if not any(path.is_relative_to(each) for each in (*own, *system))]
    assert any(path.is_relative_to(project.data) for path in opened)
    assert [path for path in others if ".opened-" not in str(path)] == []


def test_a_site_of_a_store_is_built_again_only_when_the_store_has_changed(project: Project) -> None:
    build = ("build", "--store", "store", "--out", "stored", "-v")
    project.run("convert", "small", "--store", "store", "--profile", "public")
    assert [UNCHANGED in project.run(*build).stderr for _time in range(2)] == [False, True]
    with project.changed(CHANGES["a cell"]):
        project.run("convert", "small", "--store", "store", "--profile", "public")
    assert UNCHANGED not in project.run(*build).stderr


def test_without_the_cache_nothing_is_kept(project: Project) -> None:
    shutil.rmtree(project.home / "caches", ignore_errors=True)
    project.run("build", "small", "--no-cache", "--out", "alone")
    assert not (project.home / "caches").exists()
