"""The command that asks who is who: which things of the inputs may be one, to be decided by a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from icilabas.cli.options import PATH, inputs_argument, lang_option, meant, profile_options, tr, yes_option
from icilabas.errors import UsageError, in_few_lines
from icilabas.words import progress
from icilabas.words.messages import message

if TYPE_CHECKING:
    from icilabas.check.duplicates import Proposals
    from icilabas.check.validation import Places
    from icilabas.export.decision_table import DecisionTable
    from icilabas.sources.reading import Reading

_PAGE = ".html"
_FEW = 20  # proposals that are shown in the terminal


@click.command(help=tr("help-same"))
@inputs_argument
@click.option("--out", type=PATH, help=tr("help-same-out"))
@click.option("--decisions", multiple=True, type=PATH, metavar=tr("metavar-file"), help=tr("help-same-decisions"))
@click.option("--all", "each", is_flag=True, help=tr("help-same-all"))
@lang_option
@profile_options
@yes_option
def same_command(  # one for each option
    *,
    inputs: tuple[Path | str, ...],
    out: Path | None,
    decisions: tuple[Path, ...],
    each: bool,
    lang: str,
    profile: str,
    strict: bool,
) -> None:
    """List what may be one, or write it to be decided."""
    from icilabas.check.duplicates import proposals
    from icilabas.check.validation import Places
    from icilabas.dataset.loading import read_to_propose

    if not inputs:
        raise UsageError(message("no-input"))
    kept = _kept(out, decisions)
    with progress.stages(2, lang) as step:
        step(message("stage-validate-reading"))
        read = read_to_propose(_all_inputs(inputs, decisions, out), profile, strict=strict)
        step(message("stage-same"))
        found = proposals(read)
        places = Places(read, {thing for one in found.proposals for thing in one.things})
    _tell_faults(read, lang)
    if out is not None:
        if kept is None:
            _write_page(out, read, found, places, [*map(str, inputs)], lang)
        else:
            _write(out, kept, read, found, places, lang)
        return
    for text in _lines(found, places, lang, most=None if each else _FEW):
        click.echo(text)
    _tell_counts(found, lang, shown=len(found.proposals) if each else _FEW)


def _kept(out: Path | None, decisions: tuple[Path, ...]) -> DecisionTable | None:
    """Return what stands in the table that is to be written, and what was decided elsewhere; None for a page.

    Raises UsageError where the file is no table of decisions.
    """
    from icilabas.export.decision_table import FORMS, read_table, taken_over

    if out is None or out.suffix.lower() == _PAGE:
        return None
    if out.suffix.lower() not in FORMS:
        raise UsageError(message("same-endings", found=out.suffix or out.name, known=", ".join((*FORMS, _PAGE))))
    kept = read_table(out)
    for path in decisions:
        kept = taken_over(kept, read_table(path))
    return kept


def _all_inputs(inputs: tuple[Path | str, ...], decisions: tuple[Path, ...], out: Path | None) -> list[Path | str]:
    """Return all that is read: what is decided in the file that is to be written, too."""
    found = [*inputs, *decisions]
    from icilabas.sources.workbook_sheets import is_same_as

    if out is None or out.suffix.lower() == _PAGE or not out.exists():
        return found
    read = {Path(each).resolve() for each in found}
    in_folder = out.suffix.lower() == ".csv" and is_same_as(out.stem) and out.resolve().parent in read
    return found if in_folder or out.resolve() in read else [*found, out]


def _write(out: Path, kept: DecisionTable, read: Reading, found: Proposals, places: Places, lang: str) -> None:
    """Write the table, with what is new below what stands in it."""
    from icilabas.export.decision_table import DecisionTable, new_rows, write_table

    added = new_rows(found.proposals, read, places, lang)
    write_table(out, DecisionTable(kept.others, [*kept.rows, *added]), lang)
    click.echo(message("written", path=out).text(lang), err=True)
    click.echo(message("same-added", count=len(added)).text(lang), err=True)


def _write_page(out: Path, read: Reading, found: Proposals, places: Places, inputs: list[str], lang: str) -> None:
    """Write the page on which to decide."""
    from icilabas.site.same_page import write_page
    from icilabas.sources.restricted_passages import restricted_content

    restricted = bool(restricted_content(read.store))
    meant(out, mixed=restricted)
    write_page(out, found.proposals, read, places, inputs, lang, restricted=restricted)
    if restricted:
        click.echo(message("restricted-written", path=out).text(lang), err=True)
    click.echo(message("written", path=out).text(lang), err=True)


def _tell_faults(read: Reading, lang: str) -> None:
    """Tell what is wrong with the tables of decisions: it has to be mended before they are followed."""
    wrong = {str(path) for path, _grid in read.same_as}
    faults = [fault for fault in read.faults if fault.place.startswith(tuple(wrong))] if wrong else []
    for fault in in_few_lines(faults).lines:
        click.echo(fault.text(lang), err=True)


def _lines(found: Proposals, places: Places, lang: str, most: int | None) -> list[str]:
    """Return what the terminal shows of each proposal: names, score, where each is described, and why."""
    from icilabas.check.duplicates import LABEL

    lines = []
    for number, one in enumerate(found.proposals[:most], 1):
        names = " = ".join(dict.fromkeys(message("quoted", text=name.text(lang)).text(lang) for name in one.names))
        title = message("same-title", names=names, score=one.score, count=one.statements)
        lines.append(f"{number:>3}. {title.text(lang)}")
        lines += [f"     {id_}  {places.of(thing, LABEL)}" for id_, thing in zip(one.ids, one.things, strict=True)]
        lines += [f"     {one.why.text(lang)}", ""]
    return lines


def _tell_counts(found: Proposals, lang: str, shown: int) -> None:
    texts = [message("same-found", count=len(found.proposals)) if found.proposals else message("same-none")]
    if len(found.proposals) > shown:
        texts.append(message("same-more", count=len(found.proposals) - shown))
    if found.never:
        texts.append(message("same-never", count=found.never))
    for text in texts:
        click.echo(text.text(lang), err=True)
