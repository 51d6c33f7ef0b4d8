"""What a command would need, as far as files say it; how it ends is in the journeys."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from icilabas.cli.limited_memory import taken_for

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_read_takes_many_times_its_size_and_what_is_kept_as_much(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 100)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.csv").write_bytes(b"x" * 10)
    assert taken_for(str(tmp_path / "a.csv")) == 20 * 100
    assert taken_for(str(tmp_path)) == 20 * 110
    (tmp_path / "icilabas-store.json").write_bytes(b"{}")
    assert taken_for(str(tmp_path)) == 112
    assert [taken_for(word) for word in ("--lang", "nowhere.csv", "", "a" * 5000, "\0")] == [0] * 5


@pytest.mark.journey
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("limited", [True, False])
def test_what_a_command_says_and_returns_is_the_same_under_a_limit_that_is_enough(*, limited: bool) -> None:
    import resource

    def limit() -> None:
        if limited:
            resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))

    call = [sys.executable, "-m", "icilabas", "query", "nothing-of-this-name", "--lang", "en"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, preexec_fn=limit)  # no threads here
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing-of-this-name" in done.stderr
