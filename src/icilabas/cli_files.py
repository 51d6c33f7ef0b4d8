"""The commands that write files: ``convert``, ``network`` and ``new``. Only click is imported at first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icilabas.cli import _input, _lang, _match_names, _profile, _store, _t
from icilabas.cli_inputs import Input
from icilabas.errors import UsageError
from icilabas.messages import message

_PATH = click.Path(path_type=Path)
_out = click.option("--out", required=True, type=_PATH, help=_t("Fichier à écrire.", "File to write."))


@click.command(
    help=_t(
        "Passer d'une forme à une autre, ou garder ce que disent les entrées dans un dossier (--store).",
        "Convert between forms, or keep what the inputs say in a folder (--store).",
    )
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@click.option("--out", type=_PATH, help=_t("Fichier à écrire.", "File to write."))
@click.option(
    "--store",
    type=_PATH,
    metavar=_t("DOSSIER", "FOLDER"),
    help=_t(
        "Avec des entrées : y garder ce qu'elles disent et ce qu'ajoutent les règles ; sans : le lire.",
        "With inputs: keep there what they say and what the rules add; without: read it.",
    ),
)
@click.option(
    "--infer",
    is_flag=True,
    help=_t(
        "Avec --out : aussi l'ontologie et ce que les règles ajoutent.",
        "With --out: also the ontology and what the rules add.",
    ),
)
@_lang
@_profile
@_match_names
def convert(
    *, inputs: tuple[Path | str, ...], out: Path | None, store: Path | None, lang: str, infer: bool, **how: Any
) -> None:
    """Write the inputs in another form."""
    if not inputs and store is None:
        raise UsageError(message("no-input"))
    if out is not None:
        _to_file(inputs, store, out, lang, infer=infer, **how)
    elif store is None or not inputs:
        raise UsageError(message("no-output"))
    else:
        _to_store(inputs, store, **how)
    click.echo(message("written", path=out or store).text(lang), err=True)


def _to_file(
    inputs: tuple[Path | str, ...], store: Path | None, out: Path, lang: str, *, infer: bool, **how: Any
) -> None:
    from icilabas import export, progress, storing
    from icilabas.output import write_file
    from icilabas.read import load_store

    storing.only_one(inputs, store)
    if infer and out.suffix.lower() == ".xlsx":
        raise UsageError(message("infer-needs-rdf"))
    kept = None if store is None else storing.open_store(store, how["profile"])
    content = load_store(inputs, infer=infer, **how) if kept is None else kept
    with progress.stage(message("storing", path=out)):
        write_file(out, export.whole(content, out, lang, inferred=infer))


def _to_store(inputs: tuple[Path | str, ...], store: Path, *, profile: str, match_names: bool) -> None:
    from icilabas import storing
    from icilabas.read import load_store

    with storing.writer(store) as write:  # first: nobody waits for the reading to learn that the folder is no good
        write(load_store(inputs, profile=profile, match_names=match_names), profile)


@click.command(
    help=_t(
        "Écrire un réseau : .graphml, .gexf, .json, .csv, ou .xlsx pour Kumu.",
        "Write a network: .graphml, .gexf, .json, .csv, or .xlsx for Kumu.",
    )
)
@click.argument("view")
@_out
@_input
@_store
@_lang
@_profile
def network(*, view: str, out: Path, lang: str, **where: Any) -> None:
    """Write the network of a view."""
    from icilabas import netfiles, progress
    from icilabas.projection import project
    from icilabas.reaching import reach

    store = reach(**where)
    with progress.stage(message("stage-network", name=view)):
        written = netfiles.network(project(store, view, lang=lang), out)
    for path in written:
        click.echo(message("written", path=path).text(lang), err=True)


@click.command(
    help=_t(
        "Un classeur vide (.xlsx) ou un dossier de tables à remplir.",
        "A blank workbook (.xlsx) or folder of tables to fill.",
    )
)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.xlsx|DIR")
@click.option(
    "--force",
    is_flag=True,
    help=_t("Remplacer ce qui existe déjà.", "Replace what exists already."),
)
@_lang
def new(*, path: Path, force: bool, lang: str) -> None:
    """Write what is to be filled, and say what to do next."""
    from icilabas.filling import new as written

    click.echo(written(path, lang, force=force).text(lang))
