"""What stands on the command line: inputs, parameters and the options that several commands share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from icilabas.cli.group import LANGS, language_asked_for
from icilabas.errors import UsageError
from icilabas.words.bilingual import current_language, set_language
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable


Command = TypeVar("Command", bound="Callable[..., object] | click.Command")

PATH = click.Path(path_type=Path)
_ALL = "icilabas.all"  # key of what ``--include-restricted`` says, kept until ``--profile`` is read
_SCHEMES = ("http://", "https://")
_LOCALE = ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


class Input(click.Path):
    """A path; an address stays the text that it is (``Path`` would make one slash of two)."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the address as text, anything else as a ``Path``."""
        if isinstance(value, str) and value.lower().startswith(_SCHEMES):
            return value
        return super().convert(value, param, ctx)


def parameter(text: str) -> tuple[str, str]:
    """Return the name and the value of a parameter. Raises UsageError where there is no name or no value."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(message("param-form", found=text))
    return name.strip(), value.strip()


def _locale_language() -> str:
    for name in _LOCALE:
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    import locale  # Windows has none of them

    found = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "fr" if found.lower().startswith("fr") else "en"


set_language(language_asked_for(sys.argv[1:]) or _locale_language())  # before any help text is made


def tr(fr: str, en: str) -> str:
    """Return the help text in the language of this process."""
    return fr if current_language() == "fr" else en


def set_lang(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    """Take the value of ``--lang`` as the language of this process; without one, return that."""
    return set_language(value or current_language())


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGS),
    callback=set_lang,
    is_eager=True,
    help=tr("Langue.", "Language."),
)

inputs_argument = click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")

input_option = click.option(
    "--input",
    "inputs",
    multiple=True,
    type=Input(),
    help=tr(
        "Dossier, table, classeur, fichier RDF ou IITA, point d'accès SPARQL ; plusieurs sont réunis.",
        "Folder, table, workbook, RDF or IATI file, SPARQL endpoint; several are merged.",
    ),
)

store_option = click.option(
    "--store",
    metavar=tr("DOSSIER", "FOLDER"),
    type=PATH,
    help=tr(
        "Au lieu d'entrées, ce que convert --store y garde.",
        "Instead of inputs: the folder that convert --store wrote.",
    ),
)

match_names_option = click.option(
    "--match-names",
    is_flag=True,
    help=tr("IITA : unir les homonymes sans référence.", "IATI: match by name if there is no id."),
)


def format_option(*forms: str) -> Callable[[Command], Command]:
    """Give a command ``--format``; the first form is the usual one."""
    told = tr("Forme de la réponse.", "Format of the answer.")
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], help=told)


def profile_options(command: Command) -> Command:
    """Give a command ``--profile``; ``--include-restricted`` is the one that shows all."""

    def show_all(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # as click calls it
        ctx.meta[_ALL] = value

    def chosen(ctx: click.Context, _param: click.Parameter, value: str) -> str:
        return "internal" if ctx.meta.get(_ALL) else value

    everything = click.option(
        "--include-restricted",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_all,
        help=tr("Inclure les passages restreints (personnes).", "Include the restricted passages (persons)."),
    )
    profile = click.option(
        "--profile",
        default="public",
        show_default=True,
        metavar="NAME",
        callback=chosen,
        help=tr(
            "Profil : public, partner (sans noms) ou internal.", "Profile: public, partner (no names) or internal."
        ),
    )
    return profile(everything(command))
