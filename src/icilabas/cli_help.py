"""The help of the commands in French: the few words of it that are click's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from icilabas.messages import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = {
    "Show this message and exit.": "Montrer cette aide.",
    "Show the version and exit.": "Montrer la version.",
    "[default: ": "[par défaut : ",
    "[required]": "[obligatoire]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    " TEXT": " TEXTE",
    " INTEGER": " NOMBRE",
    " PATH": " CHEMIN",
    " FILE": " FICHIER",
}


def _said(text: str) -> str:
    """Return click's words in the language of this process; all other words stay."""
    for english, french in _WORDS.items() if SPOKEN["lang"] == "fr" else ():
        text = text.replace(english, french)
    return text


class _Formatter(click.HelpFormatter):
    """Writes the help with click's words in the language of this process."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        french = SPOKEN["lang"] == "fr"
        super().write_usage(prog, _said(args), prefix or ("Utilisation : " if french else None))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section; a colon follows it."""
        french = {"Commands": "Commandes\N{NO-BREAK SPACE}", "Options": "Options\N{NO-BREAK SPACE}"}
        super().write_heading(french.get(heading, heading) if SPOKEN["lang"] == "fr" else heading)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands."""
        super().write_dl([(_said(name), _said(text)) for name, text in rows], col_max, col_spacing)


class Context(click.Context):
    """What a call knows; its help is in the language of this process."""

    formatter_class = _Formatter
