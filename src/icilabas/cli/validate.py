"""The command that checks inputs, or what a server keeps of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from icilabas.cli.options import (
    PATH,
    Input,
    inputs_argument,
    lang_option,
    match_names_option,
    profile_options,
    store_option,
    tr,
)
from icilabas.errors import DataError, UsageError, in_few_lines
from icilabas.words import progress
from icilabas.words.messages import message
from icilabas.words.text import NOTHING

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.errors import Fault
    from icilabas.words.text import Text


@click.command("validate", help=tr("help-validate"))
@inputs_argument
@store_option
@click.option("--input", "more", multiple=True, type=Input(), help=tr("help-input"))
@click.option("--against", multiple=True, type=PATH, metavar=tr("metavar-file"), help=tr("help-validate-against"))
@click.option("--all", "each", is_flag=True, help=tr("help-validate-all"))
@profile_options
@match_names_option
@lang_option
def validate_command(  # noqa: PLR0913  # one for each option
    *,
    inputs: tuple[Path | str, ...],
    more: tuple[Path | str, ...],
    store: Path | None,
    against: tuple[Path, ...],
    each: bool,
    lang: str,
    profile: str,
    strict: bool,
    match_names: bool,
) -> None:
    """Check the inputs; exit with 1 for faults, with 2 for what cannot be read."""
    inputs += more
    if not inputs and store is None:
        raise UsageError(message("no-input"))
    if against:
        faults, well = _compared(inputs, store, against, lang, profile, match_names=match_names, strict=strict)
    elif profile != "public" or strict:
        raise UsageError(message("profile-without-against"))
    else:
        faults, well = _checked(inputs, store, lang, match_names=match_names, each=each)
    lines, others = (faults, NOTHING) if each else in_few_lines(faults)
    for fault in lines:
        click.echo(fault.text(lang))
    violations = sum(fault.severity == "Violation" for fault in faults)
    if faults:
        counts = {
            "faults": message("fault-count", count=violations),
            "warnings": message("warning-count", count=len(faults) - violations),
        }
        click.echo(message("faults", **counts).text(lang), err=True)
        if others:
            click.echo(others.text(lang), err=True)
    if violations:
        sys.exit(1)
    click.echo(well.text(lang), err=True)


def _checked(
    inputs: tuple[Path | str, ...], store: Path | None, lang: str, *, match_names: bool, each: bool
) -> tuple[list[Fault], Text]:
    """Return the faults of the inputs, and what is said where there are none."""
    from icilabas import engine
    from icilabas.check import validation
    from icilabas.dataset.inference import apply_rules
    from icilabas.dataset.loading import read_to_check
    from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH

    with progress.stages(2, lang) as step:
        step(message("stage-validate-reading"))
        gathered = read_to_check(inputs, store=store, match_names=match_names)
        if gathered.unreadable:
            raise DataError(gathered.faults, unreadable=True, each=each)
        understood = gathered.understood
        step(message("stage-validate-checking"))
        faults = validation.check(gathered, similar=True, rules=apply_rules)
    ours = gathered.added + sum(engine.size(gathered.store, graph) for graph in (ONTOLOGY_GRAPH, INFERRED_GRAPH))
    for said in understood:
        click.echo(said.text(lang), err=True)
    return faults, message("conforms", count=engine.size(gathered.store) - ours)


def _compared(
    inputs: tuple[Path | str, ...],
    store: Path | None,
    against: tuple[Path, ...],
    lang: str,
    profile: str,
    *,
    match_names: bool,
    strict: bool,
) -> tuple[list[Fault], Text]:
    """Return what a server keeps otherwise than the files that were loaded, and what is said where it does not."""
    from icilabas import engine
    from icilabas.check.against import compared_statements, kept_otherwise
    from icilabas.dataset.loading import read_to_compare

    if store is not None or len(inputs) != 1 or not engine.is_endpoint(inputs[0]):
        raise UsageError(message("against-needs-endpoint"))
    endpoint = engine.Endpoint(inputs[0])
    with progress.stages(2, lang) as step:
        step(message("stage-validate-reading"))
        read = read_to_compare(against, endpoint, profile, match_names=match_names, strict=strict)
        step(message("stage-validate-checking"))
        count = compared_statements(read.here)
        faults = kept_otherwise(read.here, read.there, endpoint.shown, read.shown)
    return faults, endpoint.fault("against-kept", count=count).fault.line()
