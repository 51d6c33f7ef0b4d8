"""What can go wrong because of the data or the call: one clear sentence in French and in English, with its place."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icilabas.words.bilingual import SPOKEN, Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the data.

    place: ``file:row:column`` (tables), ``file:line:column`` (RDF syntax), or file, subject and property.
    message: what is wrong and what to write instead, in French and in English.
    severity: ``Violation`` (the data have a fault) or ``Warning`` (worth a look).
    """

    place: str
    message: Bilingual
    severity: str = "Violation"

    def text(self, lang: str = "en") -> str:
        """Return the fault as one line in the language."""
        return f"{self.place}: {self.message.text(lang)}"

    def __str__(self) -> str:
        """Return the fault as one English line."""
        return self.text()


class IcilabasError(Exception):
    """Something a user can mend: a message in two languages and the exit code of a command."""

    exit_code = 2

    def __init__(self, message: Bilingual) -> None:
        """Keep the message; ``str()`` gives it in English."""
        super().__init__(message.en)
        self.message = message

    def text(self, lang: str = "en") -> str:
        """Return the message in the language."""
        return self.message.text(lang)

    def _render_traceback_(self, *_about: object, **_more: object) -> list[str]:
        """Return what a notebook shows instead of our own lines: what led here, and the sentence in both languages."""
        return raised(self)


class UsageError(IcilabasError):
    """An unknown name, a wrong parameter, an output that cannot be written."""


class DataError(IcilabasError):
    """The data have faults; ``unreadable`` when they could not be read at all."""

    def __init__(self, faults: Iterable[Fault], *, unreadable: bool = False) -> None:
        """Keep all faults, in the order of their places."""
        self.faults = sorted(set(faults))
        self.exit_code = 2 if unreadable else 1
        super().__init__(
            Bilingual(
                "\n".join(fault.text("fr") for fault in self.faults),
                "\n".join(fault.text("en") for fault in self.faults),
            )
        )


def raised(error: IcilabasError) -> list[str]:
    """Return what a notebook shows of an error: the reader's own lines that led to it, and what can be done."""
    import traceback
    from pathlib import Path

    package = str(Path(__file__).parent)
    lines: list[str] = []
    for step in traceback.extract_tb(error.__traceback__):
        if step.filename.startswith(package):
            break
        if "IPython" in Path(step.filename).parts:
            lines.clear()
        else:
            lines.append(f"----> {step.lineno} {step.line}")
    texts = dict.fromkeys((error.text("fr"), error.text("en")))
    return [*lines, f"{type(error).__name__}:", *texts]


LOG = logging.getLogger("icilabas")


def log_warnings(faults: Iterable[Fault]) -> None:
    """Tell the warnings among the faults, in the order of their places."""
    for fault in sorted({fault for fault in faults if fault.severity != "Violation"}):
        LOG.warning("%s", fault.text(SPOKEN["lang"]))
