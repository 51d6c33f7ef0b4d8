"""Whatever ends a command, at whatever moment: the old or the new, never half, and nothing left over."""

from __future__ import annotations

import random
import shutil
import signal
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from killed import commands
from sites import MINI, mini

from icilabas.dataset import saved_store
from icilabas.engine import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from killed import Done

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are neither copied nor killed so there"),
]

OTHER = MINI["organizations.csv"].replace("Club", "Cercle")
COMMANDS = {
    "build": ("build", "{data}", "--out", "{out}/site", "--no-cache"),
    "again": ("build", "{data}", "--out", "{out}/site"),
    "convert": ("convert", "{data}", "--out", "{out}/all.trig"),
    "store": ("convert", "{data}", "--store", "{out}/store"),
    "network": ("network", "knowledge", "--input", "{data}", "--out", "{out}/ties.csv"),
}
WHOLE = ("build", "again", "store")  # one thing, however many files it has; of others, each file is one
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP) if sys.platform != "win32" else ()


class Place(NamedTuple):
    """Where commands write: the folder, what it holds before and after, and how to run one."""

    out: Path
    old: Path
    new: Path
    run: Callable[..., Done]

    def call(self, name: str, data: str = "b", **how: int) -> Done:
        words = [word.format(data=self.out.parent / data, out=self.out) for word in COMMANDS[name]]
        return self.run(*words, **how)

    def restore(self) -> None:
        """Put back what there was before; what was left over stays."""
        for path in self.old.iterdir():
            if path.is_dir():
                shutil.rmtree(self.out / path.name, ignore_errors=True)
                shutil.copytree(path, self.out / path.name)
            else:
                shutil.copy(path, self.out / path.name)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Callable[..., Done]]]:
    home = tmp_path_factory.mktemp("killed")
    mini(home / "a")
    mini(home / "b", organizations=OTHER)
    with commands(home) as found:
        yield home, found


def said(name: str, folder: Path) -> dict[str, bytes]:
    """Return what was written, by path: of a store, what it says."""
    if name == "store":
        return {"": content.dump(saved_store.open_store(folder / "store", "public"), ".trig")}
    paths = [path for path in folder.rglob("*") if path.is_file() and ".icilabas" not in str(path.parent)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.suffix != ".icilabas"}


def kept(name: str, place: Place) -> bool:
    """Say whether what there is is the old or the new."""
    old, new, now = (said(name, folder) for folder in (place.old, place.new, place.out))
    if name in WHOLE:
        return now in (old, new)
    return now.keys() == new.keys() and all(now[path] in (old[path], new[path]) for path in now)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def placed(home: Path, run: Callable[..., Done], name: str) -> tuple[Place, int]:
    """Return a place in which the old is, and how often the command touches a file there to make it the new."""
    for folder in ("out", "old", "new"):
        shutil.rmtree(home / folder, ignore_errors=True)
    place = Place(home / "out", home / "old", home / "new", run)
    place.out.mkdir()
    assert place.call(name, "a").code == 0
    shutil.copytree(place.out, place.old)
    done = place.call(name)
    assert done.code == 0, done.said
    shutil.copytree(place.out, place.new)
    assert said(name, place.old) != said(name, place.new)
    place.restore()
    return place, done.touched


def moments(name: str, count: int, most: int, last: int) -> list[int]:
    """Return some of the moments, among them the last ones, at which all is decided."""
    sample = random.Random(name).sample(range(1, count + 1), min(most, count))  # noqa: S311  # no secret
    return sorted({*sample, *range(max(1, count + 1 - last), count + 1)})


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_moment_there_is_the_old_or_the_new_and_the_next_cleans_up(
    run: tuple[Path, Callable[..., Done]], name: str
) -> None:
    home, command = run
    place, count = placed(home, command, name)
    for moment in moments(name, count, 2, 4):
        done = place.call(name, last=moment, number=signal.SIGKILL)
        assert done.code == -signal.SIGKILL, (moment, done)
        assert kept(name, place), moment
        place.restore()
    assert place.call(name).code == 0
    assert said(name, place.out) == said(name, place.new)
    assert names(place.out) == names(place.new)
    assert names(home / "tmp") == []
    if name == "store":
        assert len(names(place.out / "store")) == len(names(place.new / "store"))


@pytest.mark.parametrize("name", ["build", "store"])
def test_told_to_end_at_any_moment_it_says_so_and_leaves_nothing(
    run: tuple[Path, Callable[..., Done]], name: str
) -> None:
    home, command = run
    place, count = placed(home, command, name)
    for turn, moment in enumerate(moments(f"told {name}", count - 1, 1, 2)):
        number = ENDS[turn % len(ENDS)]
        done = place.call(name, last=moment, number=number)
        assert (done.code, done.said) == (128 + number, "interrupted\n"), (moment, number, done)
        assert kept(name, place), moment
        assert names(place.out) == names(place.old)
        assert names(home / "tmp") == []
        place.restore()
