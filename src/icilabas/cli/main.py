"""The commands. Only click is imported at start; each command imports what it needs."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from icilabas.cli.changes import changes_command
from icilabas.cli.convert import convert_command
from icilabas.cli.group import Group
from icilabas.cli.options import (
    PATH,
    Seconds,
    as_json,
    at_option,
    format_option,
    input_option,
    inputs_argument,
    lang_option,
    match_names_option,
    meant,
    pair_and_dates,
    parameter,
    profile_options,
    set_lang,
    store_option,
    stretch_of,
    strict_option,
    time_options,
    tr,
    yes_option,
)
from icilabas.cli.same import same_command
from icilabas.cli.validate import validate_command
from icilabas.words import progress
from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.text import current_language

if TYPE_CHECKING:
    from icilabas.dataset.times import During
    from icilabas.words.text import Text


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=tr("help-icilabas"),
)
@click.version_option(package_name="icilabas", message="%(version)s")
def main() -> None:
    """Run the command line."""


@main.command(help=tr("help-build"))
@inputs_argument
@click.option(
    "--out",
    default="site",
    type=PATH,
    help=tr("help-build-out"),
)
@click.option(
    "--between",
    nargs=2,
    multiple=True,
    metavar="A B",
    help=tr("help-build-between"),
)
@at_option
@click.option(
    "--lang",
    type=click.Choice(languages(), case_sensitive=False),
    callback=lambda ctx, param, value: set_lang(ctx, param, value) if value else "fr",
    is_eager=True,
    help=tr("help-build-lang"),
)
@click.option(
    "--docs",
    type=PATH,
    help=tr("help-build-docs"),
)
@store_option
@profile_options
@match_names_option
@click.option("--no-cache", "anew", is_flag=True, help=tr("help-build-no-cache"))
@click.option("-v", "--verbose", is_flag=True, help=tr("help-build-verbose"))
def build_command(  # noqa: PLR0913  # one for each option
    *,
    inputs: tuple[Path, ...],
    out: Path,
    between: tuple[tuple[str, str], ...],
    at: str | None,
    lang: str,
    docs: Path | None,
    store: Path | None,
    profile: str,
    strict: bool,
    match_names: bool,
    anew: bool,
    verbose: bool,
) -> None:
    """Do everything, unless it was done before of the same; say where the site is."""
    pair, dates = pair_and_dates(between)
    time = stretch_of(at, dates)

    def make() -> None:
        from icilabas.site.build import publish  # with all that a build needs, which takes its time to load

        publish(
            inputs,
            out,
            between=pair,
            lang=lang,
            profile=profile,
            match_names=match_names,
            strict=strict,
            kept=store,
            docs=docs,
            time=time,
        )

    if anew or profile == "internal":  # nothing is kept of what only some may see
        make()
    else:
        from icilabas.files import kept

        kept.again(
            out,
            make,
            profile=profile,
            options=(inputs, pair, lang, match_names, strict, store, docs, time),
            inputs=kept.files_of(inputs) if inputs or not store else [],
            whole=[folder for folder in (store, docs) if folder],
            tell=lambda text: click.echo(text.text(current_language()), err=True) if verbose else None,
        )
    click.echo(out / "index.html")


@main.command(help=tr("help-query"))
@click.argument("name", metavar="NAME|FILE.rq|-")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="K=V",
    help=tr("help-query-param"),
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST",
    help=tr("help-query-allow-service"),
)
@input_option
@store_option
@format_option("table", "csv", "tsv", "json", "md")
@lang_option
@match_names_option
@time_options
def query_command(  # noqa: PLR0913  # one for each option
    *,
    name: str,
    params: tuple[str, ...],
    services: tuple[str, ...],
    inputs: tuple[Path | str, ...],
    store: Path | None,
    form: str,
    lang: str,
    match_names: bool,
    time: During | None,
) -> None:
    """Answer one question."""
    from icilabas.asking.answers import answer_text
    from icilabas.asking.likely_values import fitted, instead
    from icilabas.asking.query_files import QueryFile, read_query
    from icilabas.asking.questions import bound, question
    from icilabas.dataset.loading import reach
    from icilabas.engine import of_one_version

    if name == "-":
        asked = QueryFile("-", {}, sys.stdin.buffer.read().decode("utf-8-sig", "replace"))
    elif name.endswith(".rq"):
        asked = read_query(Path(name))
    else:
        asked = question(name)
    values: dict[str, object] = dict(parameter(text) for text in params)
    dataset = reach(inputs, store=store, match_names=match_names, time=time)

    def answered() -> tuple[Text | None, str]:
        found = fitted(dataset, asked, values, lang) if asked.parameters else None
        text = answer_text(
            dataset, bound(dataset, asked, values | (found.values if found else {})), form, lang, services
        )
        return found and instead(dataset, asked, found), text

    with progress.stage(message("stage-question")):
        told, text = of_one_version(dataset, answered)
    if told:
        click.echo(told.text(lang), err=True)
    click.echo(text, nl=False)


@main.command(help=tr("help-network"))
@click.argument("view")
@click.option("--out", required=True, type=PATH, help=tr("help-out"))
@input_option
@store_option
@lang_option
@profile_options
@yes_option
@match_names_option
@time_options
def network_command(  # noqa: PLR0913  # one for each option
    *,
    view: str,
    out: Path,
    inputs: tuple[Path | str, ...],
    store: Path | None,
    lang: str,
    profile: str,
    strict: bool,
    match_names: bool,
    time: During | None,
) -> None:
    """Write the network of a view."""
    from icilabas.dataset.loading import reach
    from icilabas.export import flat_network, networks
    from icilabas.networks.projection import project

    dataset = reach(inputs, profile=profile, store=store, match_names=match_names, strict=strict, often=True, time=time)
    with progress.stage(message("stage-network", name=view)):
        graph = project(dataset, view, lang=lang)
        mixed = flat_network.is_restricted(graph) and out.suffix.lower() in networks.NETWORKS
        meant(out, mixed=mixed)
        written = networks.write_network(graph, out)
    for path in written:
        if mixed:
            click.echo(message("restricted-written", path=path).text(lang), err=True)
        click.echo(message("written", path=path).text(lang), err=True)
    if networks.has_note(out):
        click.echo(message("network-note-beside", path=networks.note_of(out)).text(lang), err=True)


@main.command(help=tr("help-new"))
@click.argument("path", type=PATH, metavar="FILE.xlsx|DIR")
@click.option(
    "--force",
    is_flag=True,
    help=tr("help-new-force"),
)
@lang_option
def new_command(*, path: Path, force: bool, lang: str) -> None:
    """Write what is to be filled, and say what to do next."""
    from icilabas.export.blank_workbook import write_blank

    click.echo(write_blank(path, lang, force=force).text(lang))


@main.command(help=tr("help-compare"))
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@input_option
@store_option
@format_option("text", "md", "json")
@click.option(
    "--without",
    metavar=tr("metavar-actor"),
    help=tr("help-compare-without"),
)
@lang_option
@strict_option
@match_names_option
@time_options
def compare_command(  # noqa: PLR0913  # one for each option
    *,
    a: str,
    b: str,
    inputs: tuple[Path | str, ...],
    store: Path | None,
    form: str,
    without: str | None,
    lang: str,
    strict: bool,
    match_names: bool,
    time: During | None,
) -> None:
    """Compare two territories."""
    from icilabas.comparison.territory_comparison import compare
    from icilabas.dataset.loading import reach

    dataset = reach(
        inputs, profile="public", store=store, match_names=match_names, strict=strict, often=True, time=time
    )
    with progress.stage(message("stage-comparison")):
        found = compare(dataset, a, b, without=without, lang=lang)
    if form == "json":
        click.echo(as_json(found.to_dict()))
    else:
        click.echo(found.to_markdown(lang) if form == "md" else found.to_text(lang), nl=False)


@main.command(help=tr("help-measure"))
@click.argument("view")
@input_option
@store_option
@format_option("table", "csv", "json")
@lang_option
@profile_options
@match_names_option
@time_options
def measure_command(  # noqa: PLR0913  # one for each option
    *,
    view: str,
    inputs: tuple[Path | str, ...],
    store: Path | None,
    form: str,
    lang: str,
    profile: str,
    strict: bool,
    match_names: bool,
    time: During | None,
) -> None:
    """Measure the nodes of the network of a view."""
    from icilabas.dataset.loading import reach
    from icilabas.measures.node_measures import measure

    dataset = reach(inputs, profile=profile, store=store, match_names=match_names, strict=strict, often=True, time=time)
    with progress.stage(message("stage-measures")):
        found = measure(dataset, view, lang=lang)
    if form == "json":
        click.echo(as_json(found.to_dict()))
    elif form == "csv":
        click.echo(found.to_csv(), nl=False)
    else:
        click.echo(found.to_text(lang), nl=False)


@main.command(help=tr("help-questions"))
@lang_option
def questions_command(*, lang: str) -> None:
    """List the questions."""
    from icilabas.asking.questions import questions

    for asked in questions():
        click.echo(f"{asked.name}\n    {asked.title.text(lang)}")
        for name in asked.parameters:
            click.echo(f"    --param {name}=…  {asked.parameter_name(name).text(lang)}")


@main.command(help=tr("help-serve"))
@inputs_argument
@store_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=tr("help-serve-port"),
)
@click.option(
    "--timeout",
    type=Seconds(0, min_open=True),
    default=30,
    show_default=True,
    metavar=tr("metavar-seconds"),
    help=tr("help-serve-timeout"),
)
@click.option("--cors", multiple=True, metavar="ORIGIN", help=tr("help-serve-cors"))
@lang_option
@profile_options
@match_names_option
def serve_command(  # noqa: PLR0913  # one for each option
    *,
    inputs: tuple[Path, ...],
    store: Path | None,
    port: int,
    timeout: float,
    cors: tuple[str, ...],
    lang: str,
    profile: str,
    strict: bool,
    match_names: bool,
) -> None:
    """Serve until told to end."""
    from icilabas.serve.server import serve

    serve(
        inputs,
        partial(click.echo, err=True),
        port=port,
        timeout=timeout,
        store=store,
        lang=lang,
        profile=profile,
        match_names=match_names,
        strict=strict,
        cors=cors,
    )


for _command in (changes_command, convert_command, same_command, validate_command):
    main.add_command(_command)
