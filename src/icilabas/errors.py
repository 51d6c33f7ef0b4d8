"""What can go wrong because of the data or the call: one clear sentence in French and in English, with its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from icilabas.messages import Bilingual


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


class Faults(list[Fault]):
    """A list of faults; a notebook shows it as a table."""

    def _repr_html_(self) -> str:
        from icilabas.display import faults

        return faults(self)


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
        from icilabas.display import raised

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
