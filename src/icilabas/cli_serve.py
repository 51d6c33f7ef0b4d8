"""The command ``serve``. Only click is imported until it runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from icilabas.cli import _lang, _match_names, _profile, _store, _t
from icilabas.cli_inputs import Input

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    help=_t(
        "Ouvrir le site, une page de requêtes et un point d'accès SPARQL sur cette machine.",
        "Open the site, a page to ask from and a SPARQL endpoint on this machine.",
    )
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@_store
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=_t("Port ; 0 pour un port libre.", "Port; 0 for a free one."),
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    metavar=_t("SECONDES", "SECONDS"),
    help=_t("Ce qu'une requête peut durer.", "How long a query may take."),
)
@_lang
@_profile
@_match_names
def serve(*, inputs: tuple[Path, ...], **how: Any) -> None:
    """Serve until told to end."""
    from icilabas.hosting import serve as served

    served(inputs, partial(click.echo, err=True), **how)
