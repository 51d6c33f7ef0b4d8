"""Where memory is limited (``ulimit -v``) and not enough: a sentence, in place of what the engine ends with."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

# What a command takes of the addresses that `ulimit -v` limits at most, whatever it reads, and for each byte of that:
# measured were 0.6 GB (`build` of 5 MB), 1.1 and 1.4 GB (`compare`, `convert` of 48 MB), 0.9 GB (`compare` of a store).
_TAKEN, _OF_INPUTS, _OF_STORES = 700_000_000, 20, 1


def limit() -> int | None:
    """Return how many bytes this process may take, where that is limited (``ulimit -v``)."""
    if sys.platform == "win32":
        return None
    import resource

    found, _hard = resource.getrlimit(resource.RLIMIT_AS)
    return None if found == resource.RLIM_INFINITY else found


def watched(most: int) -> None:
    """Go on in a process of its own; where that is ended for want of memory, say so in a sentence.

    The engine ends its process at once when it is given no memory, whatever Python would do. What it writes before,
    which is no sentence, is kept aside; our own sentences go where they always do.
    """
    import tempfile  # which takes longer than all else here, and is seldom needed

    aside = tempfile.TemporaryFile()  # noqa: SIM115  # it is written in the one process, and read in the other
    child = os.fork()
    if not child:
        sys.stderr = os.fdopen(os.dup(2), "w", 1, sys.stderr.encoding, sys.stderr.errors)
        os.dup2(aside.fileno(), 2)
        return

    def hand_on(number: int, _frame: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hand_on)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGABRT:
        _say_short(most)
        os._exit(1)
    aside.seek(0)
    sys.stderr.write(aside.read().decode(errors="replace"))
    sys.stderr.flush()
    os._exit(code if code >= 0 else 128 - code)


def _say_short(most: int) -> None:
    from icilabas.cli import options  # noqa: F401  # the options set the language of this process
    from icilabas.words.messages import message
    from icilabas.words.progress import amount
    from icilabas.words.text import current_language, in_each_language

    read = (word for before, word in pairwise(sys.argv) if before != "--out")
    needed = _TAKEN + sum(map(taken_for, read))
    may = in_each_language(lambda lang: amount(most, lang, size=True))
    text = message(
        "memory-too-little", limit=may, needed=in_each_language(lambda lang: amount(needed, lang, size=True))
    )
    sys.stderr.write(f"{text.text(current_language())}\n")


def taken_for(word: str) -> int:
    """Return what reading an input or a store takes, a file or a folder; nothing where the word names none."""
    path = Path(word or os.devnull)
    with suppress(OSError, ValueError):
        files = path.rglob("*") if path.is_dir() else [path]
        each = _OF_STORES if (path / "icilabas-store.json").exists() else _OF_INPUTS
        return each * sum(file.stat().st_size for file in files if file.is_file())
    return 0
