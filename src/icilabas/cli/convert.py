"""The command that writes inputs in another form: a file, a store, a server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from icilabas.cli.options import (
    PATH,
    inputs_argument,
    lang_option,
    match_names_option,
    meant,
    profile_options,
    time_options,
    tr,
    yes_option,
)
from icilabas.errors import UsageError
from icilabas.words import progress
from icilabas.words.messages import message
from icilabas.words.text import together

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.dataset.times import During
    from icilabas.engine.query import Store


@click.command("convert", help=tr("help-convert"))
@inputs_argument
@click.option("--out", type=PATH, help=tr("help-convert-out"))
@click.option(
    "--store",
    type=PATH,
    metavar=tr("metavar-folder"),
    help=tr("help-convert-store"),
)
@click.option(
    "--infer",
    is_flag=True,
    help=tr("help-convert-infer"),
)
@click.option("--to", metavar=tr("metavar-address"), help=tr("help-convert-to"))
@click.option("--materialise", is_flag=True, help=tr("help-convert-materialise"))
@lang_option
@profile_options
@yes_option
@match_names_option
@time_options
def convert_command(  # noqa: PLR0913  # one for each option
    *,
    inputs: tuple[Path | str, ...],
    out: Path | None,
    store: Path | None,
    infer: bool,
    to: str | None,
    materialise: bool,
    lang: str,
    profile: str,
    strict: bool,
    match_names: bool,
    time: During | None,
) -> None:
    """Write the inputs in another form."""
    if not inputs and store is None:
        raise UsageError(message("no-input"))
    if materialise and to is None:
        raise UsageError(message("materialise-without-to"))
    chosen = _Chosen(profile, match_names, strict, time)
    if to is not None:
        if out is not None:
            raise UsageError(message("to-and-other"))
        _to_server(inputs, store, to, lang, chosen, materialise=materialise)
        return
    if out is not None:
        _to_file(_content(inputs, store, out, chosen, infer=infer), out, lang, infer=infer)
    elif store is None or not inputs:
        raise UsageError(message("no-output"))
    else:
        _to_store(inputs, store, chosen)
    click.echo(message("written", path=out or store).text(lang), err=True)


class _Chosen(NamedTuple):
    """What of its inputs `convert` is to write."""

    profile: str
    match_names: bool
    strict: bool
    time: During | None

    def read(self, inputs: tuple[Path | str, ...], *, infer: bool) -> Store:
        """Return what the inputs say. Raises as `load_store` does."""
        from icilabas.dataset.loading import load_store

        return load_store(
            inputs,
            infer=infer,
            profile=self.profile,
            match_names=self.match_names,
            strict=self.strict,
            time=self.time,
        )

    def opened(self, store: Path) -> Store:
        """Return what the store in a folder keeps. Raises as `open_store` does."""
        from icilabas.dataset.loading import refuse_inferred
        from icilabas.dataset.saved_store import open_store

        refuse_inferred(self.time, (), store)
        return open_store(store, self.profile, strict=self.strict)


def _content(inputs: tuple[Path | str, ...], store: Path | None, out: Path, chosen: _Chosen, *, infer: bool) -> Store:
    """Return what is to be written to ``out``. Raises UsageError when its form cannot hold that."""
    from icilabas.dataset.saved_store import only_one

    only_one(inputs, store)
    if infer and out.suffix.lower() == ".xlsx":
        raise UsageError(message("infer-needs-rdf"))
    if _is_columns(out):
        from icilabas.export.columns import require_duckdb

        require_duckdb()  # before anything is read
    if store is not None:
        return chosen.opened(store)
    return chosen.read(inputs, infer=infer or _is_columns(out))  # networks are those of what the rules find


def _is_columns(out: Path) -> bool:
    return out.suffix.lower() == ".parquet"


def _to_file(content: Store, out: Path, lang: str, *, infer: bool) -> None:
    from icilabas.export import rdf
    from icilabas.files.writing import write_file

    mixed = not rdf.tells_apart(content, out)
    meant(out, mixed=mixed)
    with progress.stage(message("storing", path=out)):
        if _is_columns(out):
            from icilabas.export.columns import write_columns

            write_columns(content, out, inferred=infer)
        else:
            write_file(out, rdf.whole(content, out, lang, inferred=infer))
    if mixed:
        click.echo(message("restricted-written", path=out).text(lang), err=True)


def _to_store(inputs: tuple[Path | str, ...], store: Path, chosen: _Chosen) -> None:
    """Make what the inputs say, and what the rules add, the content of the store."""
    from icilabas.dataset.saved_store import writer

    with writer(store) as write:  # before the inputs are read: a folder that cannot be used is told at once
        write(partial(chosen.read, inputs, infer=False), chosen.profile, infer=True)


def _to_server(
    inputs: tuple[Path | str, ...],
    store: Path | None,
    to: str,
    lang: str,
    chosen: _Chosen,
    *,
    materialise: bool,
) -> None:
    """Make what the inputs say, and what the rules add, the content of the server at this address."""
    from icilabas.dataset import saved_store, served
    from icilabas.dataset.inference import say_in_one_way
    from icilabas.engine import Endpoint, is_endpoint
    from icilabas.sources.restricted_passages import restricted_content

    saved_store.only_one(inputs, store)
    shown = Endpoint(to).shown
    if any(is_endpoint(each) and Endpoint(each).client.is_same(to) for each in inputs):
        raise UsageError(message("to-itself", address=shown))
    if store is not None:
        content = chosen.opened(store)
    else:
        content = chosen.read(inputs, infer=not materialise)
        if materialise:
            say_in_one_way(content)
    meant(shown, mixed=bool(restricted_content(content)))
    written = served.write_to_server(
        content, to, materialise=materialise, tell=lambda text: click.echo(text.text(lang), err=True)
    )
    texts = [message("to-written", address=shown, count=written.statements)]
    if materialise:
        texts.append(message("to-materialised", count=written.inferred))
    click.echo(together(texts, ". ").text(lang), err=True)
