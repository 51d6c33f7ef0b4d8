"""The commands. Only click is imported at start; each command imports what it needs."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from icilabas.cli.group import Group
from icilabas.cli.options import (
    _PATH,
    Input,
    _format,
    _input,
    _lang,
    _match_names,
    _profile,
    _set_lang,
    _store,
    _t,
    parameter,
)
from icilabas.errors import DataError, UsageError
from icilabas.words import progress
from icilabas.words.bilingual import Bilingual
from icilabas.words.messages import message


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_t(
        "icilabas : ce que des partenaires d'ici et de là-bas disent et font, en un graphe que l'on peut interroger.",
        "icilabas: what partners here and there say and do, as a graph to query.",
    ),
)
@click.version_option(package_name="icilabas", message="%(version)s")
def main() -> None:
    """Run the command line."""


@main.command(
    help=_t(
        "Tout faire : lire, vérifier, répondre, écrire le site.",
        "The main job: read, check, answer, write the site.",
    )
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@click.option(
    "--out",
    default="site",
    type=_PATH,
    help=_t("Dossier du site.", "Folder of the site."),
)
@click.option(
    "--between",
    nargs=2,
    metavar="A B",
    help=_t("Les deux territoires à comparer.", "The two territories to compare."),
)
@click.option(
    "--lang",
    type=click.Choice(["fr", "en"]),
    callback=lambda ctx, param, value: _set_lang(ctx, param, value) if value else "fr",
    is_eager=True,
    help=_t(
        "Langue dans laquelle le site s'ouvre (fr), et des messages.",
        "Language the site opens in (fr), and of messages.",
    ),
)
@click.option(
    "--docs",
    type=_PATH,
    help=_t("Documentation à joindre au site (make docs).", "Documentation to include in the site (make docs)."),
)
@_store
@_profile
@_match_names
def build_command(*, inputs: tuple[Path, ...], out: Path, store: Path | None, **how: Any) -> None:
    """Do everything, and say where the site is."""
    from icilabas.site.build import publish

    click.echo(publish(inputs, out, kept=store, **how))


@main.command(
    help=_t(
        "Poser une question par son nom, un fichier .rq, ou « - ».",
        "Ask a question by name, a .rq file, or “-”.",
    )
)
@click.argument("name", metavar="NAME|FILE.rq|-")
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="K=V",
    help=_t("Paramètre de la question.", "A parameter of the question."),
)
@_input
@_store
@_format("table", "csv", "tsv", "json", "md")
@_lang
def query_command(*, name: str, params: tuple[str, ...], form: str, lang: str, **where: Any) -> None:
    """Answer one question."""
    from icilabas.asking.answers import answer_text
    from icilabas.asking.query_files import QueryFile, read_query
    from icilabas.asking.questions import bound, question
    from icilabas.dataset.loading import reach

    if name == "-":
        asked = QueryFile("-", {}, sys.stdin.buffer.read().decode("utf-8", "replace"))
    elif name.endswith(".rq"):
        asked = read_query(Path(name))
    else:
        asked = question(name)
    values = dict(parameter(text) for text in params)
    store = reach(**where)
    with progress.stage(message("stage-question")):
        text = answer_text(store, bound(store, asked, values), form, lang)
    click.echo(text, nl=False)


@main.command(
    help=_t("Vérifier : 0 conforme, 1 défauts, 2 illisible.", "Check: 0 conforms, 1 faults, 2 cannot be read.")
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@_store
@_lang
def validate_command(*, inputs: tuple[Path, ...], store: Path | None, lang: str) -> None:
    """Check the inputs; exit with 1 for faults, with 2 for what cannot be read."""
    from icilabas import engine
    from icilabas.check import validation
    from icilabas.dataset.loading import gathering

    if not inputs and store is None:
        raise UsageError(message("no-input"))
    with progress.stages(2, lang) as step:
        step(Bilingual("Lecture", "Reading"))
        gathered = gathering(inputs, store=store)
        if gathered.unreadable:
            raise DataError(gathered.faults, unreadable=True)
        step(Bilingual("Vérification", "Checking"))
        faults = validation.check(gathered, similar=True)
    for fault in faults:
        click.echo(fault.text(lang))
    violations = sum(fault.severity == "Violation" for fault in faults)
    if faults:
        click.echo(message("faults", count=violations, warnings=len(faults) - violations).text(lang), err=True)
    if violations:
        sys.exit(1)
    click.echo(message("conforms", count=engine.size(gathered.store)).text(lang), err=True)


_PATH = click.Path(path_type=Path)
_out = click.option("--out", required=True, type=_PATH, help=_t("Fichier à écrire.", "File to write."))


@main.command(
    help=_t(
        "Passer d'une forme à une autre, ou garder ce que disent les entrées dans un dossier (--store).",
        "Convert between formats, or keep what the inputs say in a folder (--store).",
    )
)
@click.argument("inputs", nargs=-1, type=Input(), metavar="[INPUT]...")
@click.option("--out", type=_PATH, help=_t("Fichier à écrire.", "File to write."))
@click.option(
    "--store",
    type=_PATH,
    metavar=_t("DOSSIER", "FOLDER"),
    help=_t(
        "Avec des entrées : y garder ce qu'elles disent et ce qu'ajoutent les règles ; sans : le lire.",
        "With inputs: store what they say and what the rules add; without: read from it.",
    ),
)
@click.option(
    "--infer",
    is_flag=True,
    help=_t(
        "Avec --out : aussi l'ontologie et ce que les règles ajoutent.",
        "With --out: also the ontology and what the rules add.",
    ),
)
@_lang
@_profile
@_match_names
def convert_command(
    *, inputs: tuple[Path | str, ...], out: Path | None, store: Path | None, lang: str, infer: bool, **how: Any
) -> None:
    """Write the inputs in another form."""
    if not inputs and store is None:
        raise UsageError(message("no-input"))
    if out is not None:
        _to_file(inputs, store, out, lang, infer=infer, **how)
    elif store is None or not inputs:
        raise UsageError(message("no-output"))
    else:
        _to_store(inputs, store, **how)
    click.echo(message("written", path=out or store).text(lang), err=True)


def _to_file(
    inputs: tuple[Path | str, ...], store: Path | None, out: Path, lang: str, *, infer: bool, **how: Any
) -> None:
    from icilabas.dataset import saved_store
    from icilabas.dataset.loading import load_store
    from icilabas.export import rdf
    from icilabas.files.writing import write_file
    from icilabas.words import progress

    saved_store.only_one(inputs, store)
    if infer and out.suffix.lower() == ".xlsx":
        raise UsageError(message("infer-needs-rdf"))
    kept = None if store is None else saved_store.open_store(store, how["profile"])
    content = load_store(inputs, infer=infer, **how) if kept is None else kept
    with progress.stage(message("storing", path=out)):
        write_file(out, rdf.whole(content, out, lang, inferred=infer))


def _to_store(inputs: tuple[Path | str, ...], store: Path, *, profile: str, match_names: bool) -> None:
    from icilabas.dataset import saved_store
    from icilabas.dataset.loading import load_store

    with saved_store.writer(store) as write:  # first: nobody waits for the reading to learn that the folder is no good
        write(load_store(inputs, profile=profile, match_names=match_names), profile)


@main.command(
    help=_t(
        "Écrire un réseau : .graphml, .gexf, .json, .csv, ou .xlsx pour Kumu.",
        "Write a network: .graphml, .gexf, .json, .csv, or .xlsx for Kumu.",
    )
)
@click.argument("view")
@_out
@_input
@_store
@_lang
@_profile
def network_command(*, view: str, out: Path, lang: str, **where: Any) -> None:
    """Write the network of a view."""
    from icilabas.dataset.loading import reach
    from icilabas.export import networks
    from icilabas.networks.projection import project
    from icilabas.words import progress

    store = reach(**where)
    with progress.stage(message("stage-network", name=view)):
        written = networks.write_network(project(store, view, lang=lang), out)
    for path in written:
        click.echo(message("written", path=path).text(lang), err=True)


@main.command(
    help=_t(
        "Un classeur vide (.xlsx) ou un dossier de tables à remplir.",
        "A blank workbook (.xlsx) or folder of tables to fill in.",
    )
)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.xlsx|DIR")
@click.option(
    "--force",
    is_flag=True,
    help=_t("Remplacer ce qui existe déjà.", "Replace what already exists."),
)
@_lang
def new_command(*, path: Path, force: bool, lang: str) -> None:
    """Write what is to be filled, and say what to do next."""
    from icilabas.export.blank_workbook import write_blank

    click.echo(write_blank(path, lang, force=force).text(lang))


@main.command(
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
    help=_t("Dire aussi ce que changerait le départ de cet acteur.", "Also say what would change if this actor left."),
)
@_lang
def compare_command(*, a: str, b: str, form: str, without: str | None, lang: str, **where: Any) -> None:
    """Compare two territories."""
    from icilabas.comparison.territory_comparison import compare
    from icilabas.dataset.loading import reach

    store = reach(profile="public", **where)
    with progress.stage(message("stage-comparison")):
        found = compare(store, a, b, without=without, lang=lang)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(found.to_markdown(lang) if form == "md" else found.to_text(lang), nl=False)


@main.command(
    help=_t(
        "Mesurer un réseau : une ligne par nœud.",
        "Measure a network: one row per node.",
    )
)
@click.argument("view")
@_input
@_store
@_format("table", "csv", "json")
@_lang
@_profile
def measure_command(*, view: str, form: str, lang: str, **where: Any) -> None:
    """Measure the nodes of the network of a view."""
    from icilabas.dataset.loading import reach
    from icilabas.measures.node_measures import measure

    store = reach(**where)
    with progress.stage(message("stage-measures")):
        found = measure(store, view, lang=lang)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False))
    elif form == "csv":
        click.echo(found.to_csv(), nl=False)
    else:
        click.echo(found.to_text(lang), nl=False)


@main.command(help=_t("Les questions, leur texte et leurs paramètres.", "The questions, their text and parameters."))
@_lang
def questions_command(*, lang: str) -> None:
    """List the questions."""
    from icilabas.asking.questions import questions

    for asked in questions():
        click.echo(f"{asked.name}\n    {asked.title.text(lang)}")
        for name, about in asked.parameters.items():
            click.echo(f"    --param {name}=…  {about.get(lang, '')}")


@main.command(
    help=_t(
        "Ouvrir le site, une page de requêtes et un point d'accès SPARQL sur cette machine.",
        "Open the site, a query page and a SPARQL endpoint on this machine.",
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
def serve_command(*, inputs: tuple[Path, ...], **how: Any) -> None:
    """Serve until told to end."""
    from icilabas.serve.server import serve

    serve(inputs, partial(click.echo, err=True), **how)
