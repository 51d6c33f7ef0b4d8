"""The command ``new``. Only click is imported until it runs."""

from __future__ import annotations

from pathlib import Path

import click

from icilabas.cli import _lang, _t


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
