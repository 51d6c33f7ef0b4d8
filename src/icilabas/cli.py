"""The command line. Only click is imported at start; each command imports what it needs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from icilabas import progress
from icilabas.cli_group import Group, asked
from icilabas.cli_inputs import Input, parameter
from icilabas.errors import DataError, UsageError
from icilabas.messages import SPOKEN, Bilingual, message

if TYPE_CHECKING:
    from collections.abc import Callable


def _locale_language() -> str:
    for name in ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "fr" if os.environ[name].lower().startswith("fr") else "en"
    import locale  # Windows has none of them

    found = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return "fr" if found.lower().startswith("fr") else "en"


LANG = SPOKEN["lang"] = asked(sys.argv[1:]) or _locale_language()


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
        "Au lieu d'entrées, ce que convert --store y garde.", "Instead of inputs, what convert --store keeps there."
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
    told = _t("Forme de la réponse.", "Form of the answer.")
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], help=told)


_match_names = click.option(
    "--match-names",
    is_flag=True,
    help=_t("IITA : unir les homonymes sans référence.", "IATI: match by name without id."),
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


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_t(
        "icilabas : ce que des partenaires d'ici et de là-bas disent et font, en un graphe que l'on peut interroger.",
        "icilabas: what partners here and there say and do, as a graph that can be asked.",
    ),
)
@click.version_option(package_name="icilabas", message="%(version)s")
def main() -> None:
    """Run the command line."""


@main.command(
    help=_t(
        "Tout faire : lire, vérifier, répondre, écrire le site.",
        "The main job: read, check, answer, write the site.",
    )
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@click.option(
    "--out",
    default="site",
    type=_PATH,
    help=_t("Dossier du site.", "Folder of the site."),
)
@click.option(
    "--between",
    nargs=2,
    metavar="A B",
    help=_t("Les deux territoires à comparer.", "The two territories to compare."),
)
@click.option(
    "--lang",
    type=click.Choice(["fr", "en"]),
    callback=lambda ctx, param, value: _set_lang(ctx, param, value) if value else "fr",
    is_eager=True,
    help=_t(
        "Langue dans laquelle le site s'ouvre (fr), et des messages.",
        "Language of the site at first (fr), and of messages.",
    ),
)
@click.option(
    "--docs",
    type=_PATH,
    help=_t("Documentation à joindre au site (make docs).", "Documentation to put into the site (make docs)."),
)
@_store
@_profile
@_match_names
def build(*, inputs: tuple[Path, ...], out: Path, store: Path | None, **how: Any) -> None:
    """Do everything, and say where the site is."""
    from icilabas.publish import publish

    click.echo(publish(inputs, out, kept=store, **how))


@main.command(
    help=_t(
        "Poser une question par son nom, un fichier .rq, ou « - ».",
        "Ask a question by name, a .rq file, or “-”.",
    )
)
@click.argument("name", metavar="NAME|FILE.rq|-")
@click.option("--param", "params", multiple=True, metavar="K=V", help=_t("Paramètre de la question.", "Its parameter."))
@_input
@_store
@_format("table", "csv", "tsv", "json", "md")
@_lang
def query(*, name: str, params: tuple[str, ...], form: str, lang: str, **where: Any) -> None:
    """Answer one question."""
    from icilabas.asking import bound, question
    from icilabas.queries import QueryFile, read_query
    from icilabas.reaching import reach
    from icilabas.show import answer

    if name == "-":
        asked = QueryFile("-", {}, sys.stdin.buffer.read().decode("utf-8", "replace"))
    elif name.endswith(".rq"):
        asked = read_query(Path(name))
    else:
        asked = question(name)
    values = dict(parameter(text) for text in params)
    store = reach(**where)
    with progress.stage(message("stage-question")):
        text = answer(store, bound(store, asked, values), form, lang)
    click.echo(text, nl=False)


@main.command(
    help=_t("Vérifier : 0 conforme, 1 défauts, 2 illisible.", "Check: 0 conforms, 1 faults, 2 cannot be read.")
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@_store
@_lang
def validate(*, inputs: tuple[Path, ...], store: Path | None, lang: str) -> None:
    """Check the inputs; exit with 1 for faults, with 2 for what cannot be read."""
    from icilabas import check, engine
    from icilabas.reaching import gathering

    if not inputs and store is None:
        raise UsageError(message("no-input"))
    with progress.stages(2, lang) as step:
        step(Bilingual("Lecture", "Reading"))
        gathered = gathering(inputs, store=store)
        if gathered.unreadable:
            raise DataError(gathered.faults, unreadable=True)
        step(Bilingual("Vérification", "Checking"))
        faults = check.check(gathered, similar=True)
    for fault in faults:
        click.echo(fault.text(lang))
    violations = sum(fault.severity == "Violation" for fault in faults)
    if faults:
        click.echo(message("faults", count=violations, warnings=len(faults) - violations).text(lang), err=True)
    if violations:
        sys.exit(1)
    click.echo(message("conforms", count=engine.size(gathered.store)).text(lang), err=True)
