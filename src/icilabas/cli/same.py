"""The command that asks who is who: which things of the inputs may be one, to be decided by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from icilabas.cli.options import PATH, inputs_argument, lang_option, profile_options, tr
from icilabas.errors import UsageError, in_few_lines
from icilabas.words import progress
from icilabas.words.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.check.duplicates import Proposals
    from icilabas.check.validation import Places
    from icilabas.sources.reading import Reading

_FEW = 20  # proposals that are shown in the terminal


@click.command(help=tr("help-same"))
@inputs_argument
@click.option("--decisions", multiple=True, type=PATH, metavar=tr("metavar-file"), help=tr("help-same-decisions"))
@click.option("--all", "each", is_flag=True, help=tr("help-same-all"))
@lang_option
@profile_options
def same_command(  # one for each option
    *,
    inputs: tuple[Path | str, ...],
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
    with progress.stages(2, lang) as step:
        step(message("stage-validate-reading"))
        read = read_to_propose([*inputs, *decisions], profile, strict=strict)
        step(message("stage-same"))
        found = proposals(read)
        places = Places(read, {thing for one in found.proposals for thing in one.things})
    _tell_faults(read, lang)
    for text in _lines(found, places, lang, most=None if each else _FEW):
        click.echo(text)
    _tell_counts(found, lang, shown=len(found.proposals) if each else _FEW)


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
        names = " = ".join(dict.fromkeys(message("quoted", text=name).text(lang) for name in one.names))
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
