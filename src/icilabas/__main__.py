"""The command line, as ``python -m icilabas`` and ``icilabas``: from its first import on, each end is a sentence."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from icilabas.files import signals

# What a command takes of the addresses that `ulimit -v` limits at most, whatever it reads, and for each byte of that:
# measured were 0.6 GB (`build` of 5 MB), 1.1 and 1.4 GB (`compare`, `convert` of 48 MB), 0.9 GB (`compare` of a store).
_TAKEN, _OF_INPUTS, _OF_STORES = 700_000_000, 20, 1
_OBJECTS = 100_000  # of a command, made and kept, after which garbage is looked for; Python's own number is 700


def command_line() -> None:
    """Run the command line, and end the process."""
    limit = _limit()
    if limit is not None:
        _watched(limit)
    gc.set_threshold(_OBJECTS, 100, 100)  # what a command reads it keeps: to look through it for garbage is in vain
    try:
        with signals.heard(_say):
            from icilabas.cli.main import main

            main(prog_name="icilabas")
    except signals.Ended as ended:
        signals.deaf()
        _say()
        sys.exit(ended.code)
    except MemoryError:
        if limit is None:
            raise
        os.abort()  # as the engine does; who watches says it
    finally:
        signals.deaf()  # nothing is left to do but to end


def _limit() -> int | None:
    """Return how many bytes this process may take, where that is limited (``ulimit -v``)."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _hard = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit


def _watched(limit: int) -> None:
    """Go on in a process of its own; where that is ended for want of memory, say so in a sentence.

    The engine ends its process at once when it is given no memory, whatever Python would do. What it writes before,
    which is no sentence, is kept aside; our own sentences go where they always do.
    """
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
        _say_short(limit)
        os._exit(1)
    aside.seek(0)
    sys.stderr.write(aside.read().decode(errors="replace"))
    sys.stderr.flush()
    os._exit(code if code >= 0 else 128 - code)


def _say_short(limit: int) -> None:
    from icilabas.cli import options  # noqa: F401  # the options set the language of this process
    from icilabas.words.messages import message
    from icilabas.words.progress import amount
    from icilabas.words.text import current_language, in_each_language

    needed = _TAKEN + sum(map(_taken_for, sys.argv[1:]))
    may = in_each_language(lambda lang: amount(limit, lang, size=True))
    text = message(
        "memory-too-little", limit=may, needed=in_each_language(lambda lang: amount(needed, lang, size=True))
    )
    sys.stderr.write(f"{text.text(current_language())}\n")


def _taken_for(word: str) -> int:
    """Return what reading an input or a store takes, a file or a folder; nothing where the word names none."""
    path = Path(word)
    with suppress(OSError, ValueError):
        files = path.rglob("*") if path.is_dir() else [path]
        each = _OF_STORES if (path / "icilabas-store.json").exists() else _OF_INPUTS
        return each * sum(file.stat().st_size for file in files if file.is_file())
    return 0


def _say() -> None:
    from icilabas.cli import group, options  # noqa: F401  # the options set the language of this process

    group.say_interrupted()


if __name__ == "__main__":
    command_line()
