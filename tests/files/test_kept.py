"""What is kept: found by all that it was made of, for one user, whole or not at all, and never in the way."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icilabas.errors import UsageError, log_warning
from icilabas.files import kept, writing
from icilabas.files.leftovers import MARK
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from icilabas.words.text import Text

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


class Told:
    """What was told, in English."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: Text) -> None:
        self.texts.append(text.text("en"))


@pytest.fixture
def told() -> Told:
    return Told()


def entries() -> list[Path]:
    return sorted(path for path in (kept.caches() / "made").iterdir() if path.is_file())


class Making:
    """Something that is made, and how often it was."""

    def __init__(self, content: bytes = b"made") -> None:
        self.content, self.times = content, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.content


def made(told: Told, make: Callable[[], bytes], key: str = "key", profile: str = "public") -> bytes:
    with kept.keeping(profile, told):
        return kept.result(key, make)


def test_what_was_made_is_found_and_outside_nothing_is_kept(told: Told) -> None:
    make = Making()
    assert [kept.result("key", make), kept.result("key", make)] == [b"made", b"made"]
    assert make.times == 2
    assert [made(told, make), made(told, make)] == [b"made", b"made"]
    assert make.times == 3
    assert made(told, make, key="other") == b"made"
    assert make.times == 4
    assert told.texts == []


def test_a_profile_never_finds_what_another_made(told: Told) -> None:
    assert made(told, Making(b"restricted"), profile="internal") == b"restricted"
    assert made(told, Making(b"public")) == b"public"


def test_another_program_language_or_switch_finds_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Making()
    made(told, make)
    with monkeypatch.context() as changed:
        changed.setenv("ICILABAS_ENGINE", "oxigraph")
        made(told, make)
    with monkeypatch.context() as changed:
        changed.setattr(kept, "current_language", lambda: "fr")
        made(told, make)
    with monkeypatch.context() as changed:
        changed.setattr(sys, "version", "4.0")
        made(told, make)
    assert make.times == 4


def test_another_version_of_a_package_finds_nothing(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Making()
    monkeypatch.setattr(sys, "path", [str(tmp_path), "/nowhere"])
    for version in ("1", "2"):
        (tmp_path / f"jinja2-{version}.dist-info").mkdir()
        made(told, make)
    assert make.times == 2


def test_a_changed_file_of_the_program_finds_nothing(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Making()
    monkeypatch.setattr(kept, "_PACKAGE", tmp_path)
    (tmp_path / "__pycache__").mkdir()
    for path, times in (("a.css", 1), ("__pycache__/a.pyc", 1), ("words/fr.po", 2)):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("", "utf-8")
        made(told, make)
        assert make.times == times


@pytest.mark.parametrize("damage", [b"", b"icilabas 1 0\nmade", b"icilabas 2 {}\nmade"], ids=["cut", "digest", "form"])
def test_what_is_damaged_is_made_anew_and_told(told: Told, damage: bytes) -> None:
    make = Making()
    made(told, make)
    (path,) = entries()
    path.write_bytes(damage or path.read_bytes()[:-1])
    assert made(told, make) == b"made"
    assert told.texts == [f"What an earlier build kept is damaged, and is made again: {path.parent}"]
    assert made(told, make) == b"made"
    assert make.times == 2


@POSIX
def test_entries_are_for_their_owner_alone(told: Told) -> None:
    made(told, Making())
    assert [path.stat().st_mode & 0o777 for path in [kept.caches() / "made", *entries()]] == [0o700, 0o600]


@POSIX
@pytest.mark.parametrize("way", ["link", "mode"])
def test_a_folder_that_others_may_read_is_neither_read_nor_written(told: Told, tmp_path: Path, way: str) -> None:
    make = Making()
    made(told, make)
    folder = kept.caches() / "made"
    if way == "link":
        folder.rename(tmp_path / "theirs")
        folder.symlink_to(tmp_path / "theirs")
    else:
        folder.chmod(0o750)
    before = entries()
    assert made(told, make) == b"made"
    assert made(told, make, key="other") == b"made"
    assert (make.times, entries()) == (3, before)
    assert told.texts == [f"Nothing is kept for the next build: {folder} is not a folder of yours alone."] * 2


def test_a_disk_that_fills_stops_nothing_and_leaves_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        write(path, content[:4])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as changed, kept.keeping("public", told):
        changed.setattr(Path, "write_bytes", full)
        assert kept.result("one", Making()) == kept.result("two", Making()) == b"made"
    assert entries() == []
    assert len(told.texts) == 1
    assert "disk is full" in told.texts[0]


def test_without_a_home_or_a_folder_that_can_be_work_goes_on(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    assert made(told, Making()) == b"made"

    def homeless() -> Path:
        raise RuntimeError

    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("pathlib.Path.home", homeless)
    assert made(told, Making()) == b"made"
    assert len(told.texts) == 2


def test_where_that_is_switched_off_nothing_is_kept_or_found(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, make = kept.caches(), Making()
    made(told, make)
    monkeypatch.setenv("ICILABAS_CACHE", "off")
    made(told, make)
    made(told, make)
    assert make.times == 3
    assert len([*(folder / "made").iterdir()]) == 1


def test_the_oldest_goes_where_it_is_too_much_and_what_nobody_asked_for(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for number in range(4):
        made(told, Making(b"x" * 1000), key=str(number))
        newest = max(entries(), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (now - 1000 + number, now - 1000 + number))
    made(told, Making(), key="0")  # asked for: it is the newest now
    monkeypatch.setattr(kept, "MOST", 3500)
    made(told, Making(b"y" * 1000), key="new")
    make = Making()
    for key in ("0", "3", "new"):
        made(told, make, key=key)
    assert (make.times, len(entries())) == (0, 3)
    os.utime(entries()[0], (now - 31 * 86_400,) * 2)
    made(told, make, key="newer")
    assert len(entries()) == 3
    assert made(told, Making(b"z" * 3000), key="large") == b"z" * 3000
    assert len(entries()) == 3, "half of all is too much for one"


class Site:
    """A folder that is written of a file, with a warning."""

    def __init__(self, folder: Path, told: Told) -> None:
        self.out, self.input, self.told, self.times = folder / "out", folder / "input", told, 0
        self.input.write_text("a", "utf-8")

    def make(self) -> None:
        self.times += 1
        log_warning("look")
        with writing.new_folder(self.out) as folder:
            writing.write_file(folder / "below" / "page.html", self.input.read_bytes())
            writing.write_file(folder / "again.html", self.input.read_bytes())

    def build(self, *options: object, inputs: tuple[Path, ...] | None = ()) -> dict[str, bytes]:
        wanted = None if inputs is None else [self.input, *inputs]
        kept.again(self.out, self.make, profile="public", options=options, inputs=wanted, tell=self.told)
        return {path.name: path.read_bytes() for path in self.out.rglob("*.html")}


@pytest.fixture
def small(tmp_path: Path, told: Told) -> Site:
    return Site(tmp_path, told)


def test_a_folder_that_is_as_it_was_stays_untouched(small: Site, caplog: pytest.LogCaptureFixture) -> None:
    first = small.build()
    before = [path.stat() for path in [small.out, *small.out.rglob("*")]]
    assert small.build() == first == {"page.html": b"a", "again.html": b"a"}
    assert [path.stat() for path in [small.out, *small.out.rglob("*")]] == before
    assert small.times == 1
    assert caplog.messages == ["look", "look"], "a warning is told each time"
    assert small.told.texts[1:] == [f"Nothing has changed since the last build: {small.out} stays as it is."]


def _edit(out: Path) -> None:
    (out / "again.html").write_bytes(b"b")


def _add(out: Path) -> None:
    (out / "below" / "mine.html").write_bytes(b"mine")


def _remove(out: Path) -> None:
    (out / "again.html").unlink()


def _folder(out: Path) -> None:
    (out / "empty").mkdir()


def _mode(out: Path) -> None:
    (out / "again.html").chmod(0o400)


def _closed(out: Path) -> None:
    out.chmod(0o700)


def _link(out: Path) -> None:
    (out / "again.html").rename(out.parent / "elsewhere")
    (out / "again.html").symlink_to(out.parent / "elsewhere")


def _gone(out: Path) -> None:
    out.rename(out.parent / "moved")


@pytest.mark.parametrize(
    "change",
    [_edit, _add, _remove, _folder, _gone, *(pytest.param(each, marks=POSIX) for each in (_mode, _closed, _link))],
)
def test_what_was_changed_by_hand_is_written_anew(small: Site, change: Callable[[Path], None]) -> None:
    small.build()
    before = kept.contents(small.out)
    change(small.out)
    assert kept.contents(small.out) != before
    assert small.build() == {"page.html": b"a", "again.html": b"a"}
    assert kept.contents(small.out) == before
    assert small.times == 1, "it is kept"
    assert small.told.texts[-1] == f"Written from what an earlier build kept: {small.out}"


def test_another_input_or_option_makes_it_anew_and_what_was_before_is_kept(small: Site) -> None:
    small.build()
    small.input.write_text("b", "utf-8")
    assert set(small.build().values()) == {b"b"}
    small.build("fr")
    beside = small.input.with_name("source.yaml")
    small.build("fr", inputs=(beside,))
    beside.write_text("", "utf-8")
    small.build("fr", inputs=(beside,))
    assert small.times == 5
    small.input.write_text("a", "utf-8")
    assert set(small.build().values()) == {b"a"}
    assert small.times == 5


def test_what_may_be_another_each_time_is_made_each_time(small: Site) -> None:
    small.build(inputs=None)
    small.build(inputs=None)
    assert small.times == 2


def test_what_cannot_be_read_is_left_to_who_reads_it(small: Site) -> None:
    if sys.platform != "win32":
        pipe = small.input.with_name("pipe")
        os.mkfifo(pipe)
        small.build(inputs=(pipe,))
        small.build(inputs=(pipe,))
        assert small.times == 2


def test_inputs_that_change_while_they_are_read_are_not_kept(small: Site) -> None:
    make = small.make

    def changing() -> None:
        make()
        small.input.write_text("b", "utf-8")

    small.make = changing  # type: ignore[method-assign]  # for this once
    small.build()
    small.make = make  # type: ignore[method-assign]  # as it was
    small.input.write_text("a", "utf-8")
    assert set(small.build().values()) == {b"a"}
    assert small.times == 2


def test_where_a_file_is_not_kept_any_more_all_is_made_and_nothing_is_left_over(small: Site) -> None:
    small.build()
    os.truncate(max(entries(), key=lambda path: path.read_bytes().endswith(b"\na")), 3)
    _edit(small.out)
    assert small.build() == {"page.html": b"a", "again.html": b"a"}
    assert small.times == 2
    assert {path.name for path in small.out.parent.iterdir()} == {"input", "out"}


def test_a_folder_of_somebody_else_is_refused_as_ever(small: Site) -> None:
    small.build()
    (small.out / MARK).unlink()
    with pytest.raises(UsageError, match="not"):
        small.build()
    assert (small.out / "again.html").read_bytes() == b"a"


def test_a_failed_build_keeps_nothing(small: Site) -> None:
    def failing() -> None:
        raise UsageError(message("no-input"))

    small.make = failing  # type: ignore[method-assign]  # for this test
    for _time in range(2):
        with pytest.raises(UsageError):
            small.build()
    assert not (kept.caches() / "made").exists()


def test_folders_are_read_with_what_lies_in_them_and_whole_where_that_is_asked(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "a.csv").write_bytes(b"a")
    flat, deep = kept.fingerprint([tmp_path]), kept.fingerprint([tmp_path], deep=True)
    (tmp_path / "site" / "page").write_bytes(b"")
    assert kept.fingerprint([tmp_path]) == flat
    assert kept.fingerprint([tmp_path], deep=True) != deep
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert kept.fingerprint([tmp_path]) != flat


def test_parts_of_a_digest_are_told_apart() -> None:
    assert kept.digest("ab", "c") != kept.digest("a", "bc")
    assert kept.digest("a", b"") != kept.digest("a")
    assert kept.digest("\udcff") != kept.digest("?")
