"""The command that says what changed between two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from icilabas.cli.options import PATH, Input, as_json, lang_option, strict_option, tr
from icilabas.words import progress
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path


@click.command("changes", help=tr("help-changes"))
@click.argument("old", type=Input(), metavar="OLD")
@click.argument("new", type=Input(), metavar="[NEW]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "md", "json", "html")),
    default="text",
    help=tr("help-changes-format"),
)
@click.option("--all", "everything", is_flag=True, help=tr("help-changes-all"))
@click.option("--decisions", multiple=True, type=PATH, metavar=tr("metavar-file"), help=tr("help-same-decisions"))
@click.option("--out", type=PATH, help=tr("help-out"))
@lang_option
@strict_option
def changes_command(
    *,
    old: Path | str,
    new: Path | str | None,
    form: str,
    everything: bool,
    decisions: tuple[Path, ...],
    out: Path | None,
    lang: str,
    strict: bool,
) -> None:
    """Say what changed."""
    from icilabas.comparison.edition_changes import changes

    with progress.stage(message("stage-changes")):
        found = changes(old, new, decisions=decisions, lang=lang, strict=strict)
    if form == "json":
        text = as_json(found.to_dict()) + "\n"
    elif form == "html":
        from icilabas.site.change_pages import whole_page

        text = whole_page(found, lang)
    elif form == "md":
        text = found.to_markdown(lang, everything=everything)
    else:
        text = found.to_text(lang, everything=everything)
    if out is None:
        click.echo(text, nl=False)
        return
    from icilabas.files.writing import write_file

    write_file(out, text.encode())
    click.echo(message("written", path=out).text(lang), err=True)
