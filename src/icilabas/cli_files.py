"""The commands that write files: ``convert``, ``network`` and ``new``. Only click is imported at first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from icilabas.cli import _input, _lang, _match_names, _profile, _t
from icilabas.cli_inputs import Input
from icilabas.messages import message

_out = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help=_t("Fichier à écrire.", "File to write.")
)


@click.command(help=_t("Passer d'une forme à une autre.", "Convert between forms."))
@click.argument("inputs", nargs=-1, required=True, type=Input(), metavar="INPUT...")
@_out
@click.option(
    "--infer",
    is_flag=True,
    help=_t("Aussi l'ontologie et ce que les règles ajoutent.", "Also the ontology and what the rules add."),
)
@_lang
@_profile
@_match_names
def convert(*, inputs: tuple[Path | str, ...], out: Path, lang: str, infer: bool, **how: Any) -> None:
    """Write the inputs in another form."""
    from icilabas import export
    from icilabas.errors import UsageError
    from icilabas.output import write_file
    from icilabas.read import load_store

    if infer and out.suffix.lower() == ".xlsx":
        raise UsageError(message("infer-needs-rdf"))
    store = load_store(inputs, infer=infer, **how)
    write_file(out, export.whole(store, out, lang, inferred=infer))
    click.echo(message("written", path=out).text(lang), err=True)


@click.command(
    help=_t(
        "Écrire un réseau : .graphml, .gexf, .json, .csv, ou .xlsx pour Kumu.",
        "Write a network: .graphml, .gexf, .json, .csv, or .xlsx for Kumu.",
    )
)
@click.argument("view")
@_out
@_input
@_lang
@_profile
def network(*, view: str, out: Path, inputs: tuple[Path, ...], lang: str, profile: str) -> None:
    """Write the network of a view."""
    from icilabas import netfiles
    from icilabas.projection import project
    from icilabas.reaching import reach

    store = reach(inputs, profile=profile)
    for path in netfiles.network(project(store, view, lang=lang), out):
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
