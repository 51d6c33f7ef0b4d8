"""The command line, as ``python -m icilabas`` and ``icilabas``: from its first import on, each end is a sentence."""

from __future__ import annotations

import gc
import os
import sys

from icilabas.cli import limited_memory
from icilabas.files import signals

_OBJECTS = 100_000  # of a command, made and kept, after which garbage is looked for; Python's own number is 700


def command_line() -> None:
    """Run the command line, and end the process."""
    most = limited_memory.limit()
    if most is not None:
        limited_memory.watched(most)
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
        if most is None:
            raise
        os.abort()  # as the engine does; who watches says it
    finally:
        signals.deaf()  # nothing is left to do but to end


def _say() -> None:
    from icilabas.cli import group, options  # noqa: F401  # the options set the language of this process

    group.say_interrupted()


if __name__ == "__main__":
    command_line()
