"""Two builds compared: what is equal is said to be, and each difference is found where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compare_builds import differences, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("before", "after"):
        (tmp_path / name / "pages").mkdir(parents=True)
        (tmp_path / name / "index.html").write_bytes(b"<p>one\n<p>two\n<p>three\n")
        (tmp_path / name / "pages" / "a.html").write_bytes(b"same")
    return tmp_path / "before", tmp_path / "after"


def test_equal_builds_are_equal(builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert differences(*builds) == {}
    assert main([str(folder) for folder in builds]) == 0
    assert capsys.readouterr().out == "no difference\n"


def test_each_difference_is_found(builds: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    before, after = builds
    (after / "index.html").write_bytes(b"<p>one\n<p>tvo\n<p>three\n")
    (before / "old.txt").touch()
    (after / "new.txt").touch()
    (after / "pages" / "a.html").write_bytes(b"same\n")
    found = differences(before, after)
    assert found == {
        "index.html": ["line 2: '<p>two' / '<p>tvo'"],
        "new.txt": ["only after"],
        "old.txt": ["only before"],
        "pages/a.html": ["only in how its lines end"],
    }
    assert main([str(before), str(after)]) == 1
    assert capsys.readouterr().out.endswith("4 files differ\n")


def test_what_is_to_differ_can_be_left_out(builds: tuple[Path, Path]) -> None:
    before, after = builds
    (after / "pages" / "a.html").write_bytes(b"other")
    assert main([str(before), str(after), "--except", "pages/*.html"]) == 0
    assert main([str(before), str(after), "--except", "*.txt"]) == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path), str(tmp_path / "none")])
    assert ended.value.code == 2
    assert "no such folder" in capsys.readouterr().err
