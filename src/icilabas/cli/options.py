"""What stands on the command line: inputs, parameters and the options that several commands share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icilabas.cli.group import language_asked_for
from icilabas.errors import UsageError
from icilabas.words.bilingual import SPOKEN
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable


_SCHEMES = ("http://", "https://")


class Input(click.Path):
    """A path; an address stays the text that it is (``Path`` would make one slash of two)."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
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
    for name in ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    import locale  # Windows has none of them

    found = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "fr" if found.lower().startswith("fr") else "en"


LANG = SPOKEN["lang"] = language_asked_for(sys.argv[1:]) or _locale_language()


def _t(fr: str, en: str) -> str:
    return fr if LANG == "fr" else en


_PATH = click.Path(path_type=Path)
_input = click.option(
    "--input",
    "inputs",
    multiple=True,
    type=Input(),
    help=_t(
        "Dossier, table, classeur, fichier RDF ou IITA, point d'accès SPARQL ; plusieurs sont réunis.",
        "Folder, table, workbook, RDF or IATI file, SPARQL endpoint; several are merged.",
    ),
)

_store = click.option(
    "--store",
    metavar=_t("DOSSIER", "FOLDER"),
    type=_PATH,
    help=_t(
        "Au lieu d'entrées, ce que convert --store y garde.",
        "Instead of inputs: the folder that convert --store wrote.",
    ),
)


def _profile(command: Any) -> Any:
    """Give a command ``--profile``; ``--include-restricted`` is the one that shows all."""

    def show_all(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # as click calls it
        ctx.meta["icilabas.all"] = value

    def chosen(ctx: click.Context, _param: click.Parameter, value: str) -> str:
        return "internal" if ctx.meta.get("icilabas.all") else value

    internal = _t("Inclure les passages restreints (personnes).", "Include the restricted passages (persons).")
    whose = _t("Profil : public, partner (sans noms) ou internal.", "Profile: public, partner (no names) or internal.")
    flag: dict[str, Any] = {"is_flag": True, "is_eager": True, "expose_value": False, "callback": show_all}
    command = click.option("--include-restricted", **flag, help=internal)(command)
    profile: dict[str, Any] = {"default": "public", "show_default": True, "metavar": "NAME", "callback": chosen}
    return click.option("--profile", **profile, help=whose)(command)


def _format(*forms: str) -> Callable[[Any], Any]:
    """Give a command ``--format``; the first form is the usual one."""
    told = _t("Forme de la réponse.", "Format of the answer.")
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], help=told)


_match_names = click.option(
    "--match-names",
    is_flag=True,
    help=_t("IITA : unir les homonymes sans référence.", "IATI: match by name if there is no id."),
)


def _set_lang(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    global LANG  # noqa: PLW0603  # the language of this process: set once, by the option that every command has
    LANG = SPOKEN["lang"] = value or LANG
    return LANG


_lang = click.option(
    "--lang",
    type=click.Choice(["fr", "en"]),
    callback=_set_lang,
    is_eager=True,
    help=_t("Langue.", "Language."),
)
