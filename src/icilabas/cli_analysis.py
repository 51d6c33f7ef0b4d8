"""The commands that analyse: ``compare`` and ``measure``. Only click is imported until one of them runs."""

from __future__ import annotations

import json
from typing import Any

import click

from icilabas import progress
from icilabas.cli import _format, _input, _lang, _profile, _store, _t
from icilabas.messages import message


@click.command(
    help=_t(
        "Ce qui relie deux territoires, et ce qui le pourrait ; B peut être « others », tous les autres.",
        "What links two territories, and what could; B may be “others”, all the others.",
    )
)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_input
@_store
@_format("text", "md", "json")
@click.option(
    "--without",
    metavar=_t("ACTEUR", "ACTOR"),
    help=_t(
        "Dire aussi ce que changerait le départ de cet acteur.", "Say also what this actor's leaving would change."
    ),
)
@_lang
def compare(*, a: str, b: str, form: str, without: str | None, lang: str, **where: Any) -> None:
    """Compare two territories."""
    from icilabas.comparing import compare as compared
    from icilabas.reaching import reach

    store = reach(profile="public", **where)
    with progress.stage(message("stage-comparison")):
        found = compared(store, a, b, without=without, lang=lang)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(found.to_markdown(lang) if form == "md" else found.to_text(lang), nl=False)


@click.command(
    help=_t(
        "Mesurer un réseau : une ligne par nœud.",
        "Measure a network: one row a node.",
    )
)
@click.argument("view")
@_input
@_store
@_format("table", "csv", "json")
@_lang
@_profile
def measure(*, view: str, form: str, lang: str, **where: Any) -> None:
    """Measure the nodes of the network of a view."""
    from icilabas.measuring import measure as measured
    from icilabas.reaching import reach

    store = reach(**where)
    with progress.stage(message("stage-measures")):
        found = measured(store, view, lang=lang)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif form == "csv":
        click.echo(found.to_csv(), nl=False)
    else:
        click.echo(found.to_text(lang), nl=False)


@click.command(help=_t("Les questions, leur texte et leurs paramètres.", "The questions, their text and parameters."))
@_lang
def questions(*, lang: str) -> None:
    """List the questions."""
    from icilabas import asking

    for asked in asking.questions():
        click.echo(f"{asked.name}\n    {asked.title.text(lang)}")
        for name, about in asked.parameters.items():
            click.echo(f"    --param {name}=…  {about.get(lang, '')}")
