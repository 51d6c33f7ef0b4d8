"""The site: one folder that opens from a disk, in French and English, with every answer and its source.

No page asks the network for anything. Restricted passages are left out before anything is inferred or written.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from icilabas import asking, check, engine, export, jsonld, netfiles, output, profiles, sitepages, storing, thinglist
from icilabas.describing import surroundings
from icilabas.drawing import draw
from icilabas.errors import DataError, UsageError
from icilabas.facts import VIEWS, Facts
from icilabas.filling import filled
from icilabas.frontpage import front
from icilabas.infer import infer
from icilabas.messages import Bilingual, message
from icilabas.notes import tell
from icilabas.progress import each, stages
from icilabas.projection import project, views
from icilabas.reaching import gathering
from icilabas.resolve import resolve
from icilabas.templating import ASK, MENU

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import networkx as nx

    from icilabas.progress import Step


_RDF = (".trig", ".ttl", ".jsonld")
_MOST_FORMS = 500_000  # statements: of more, the one form that says who says what
_MOST_IN_CELLS = 60_000  # statements: more make workbooks that take long to write, and to open
_MOST_DRAWN = 5000  # nodes: a page that is sent by mail, and opens on a telephone
_HOME = "SELECT ?territory WHERE { ?workshop ilb:homeTerritory ?territory } ORDER BY ?territory"


def publish(
    inputs: Sequence[Path],
    out: Path,
    *,
    between: tuple[str, str] | None = None,
    lang: str = "fr",
    profile: str = profiles.PUBLIC,
    match_names: bool = False,
    kept: Path | None = None,
    docs: Path | None = None,
) -> Path:
    """Read, check, infer, answer, draw, and write the site to the folder ``out``; return its ``index.html``.

    ``between`` names the two territories that the front page compares; without it, the two that the data link
    most. Raises DataError when the data have faults, UsageError for an unknown territory or an ``out`` that cannot
    be written. Nothing of the folder changes unless all of it could be written. ``match_names`` as in
    ``load_store``; ``kept`` is a store to read instead of inputs, as in ``reach``; ``docs`` is a folder of pages that
    explain, copied into the site as ``docs``. Raises UsageError where it has no ``index.html``.
    """
    if docs is not None and not (docs / "index.html").is_file():
        raise UsageError(message("no-documentation", path=docs))
    with stages(6, lang) as step, output.new_folder(out) as folder:
        store = prepare(inputs, step, profile=profile, kept=kept, match_names=match_names)
        there = profile if kept is None else storing.stamp(kept).profile  # a public store shows no more for being asked
        whole, documented = there == profiles.INTERNAL, docs is not None
        write(store, folder, step, between=between, lang=lang, restricted=whole, documented=documented)
        if docs is not None:
            shutil.copytree(docs, folder / "docs", ignore=shutil.ignore_patterns(".*"))
    return out / "index.html"


def prepare(
    inputs: Sequence[Path], step: Step, *, profile: str, kept: Path | None = None, match_names: bool = False
) -> Any:
    """Read and check the inputs, leave what the profile shows, apply the rules; return the store (three steps).

    Raises DataError when the data have faults, UsageError for an unknown profile.
    """
    step(Bilingual("Lecture", "Reading"))
    gathered = gathering(inputs, profile=profile, store=kept, match_names=match_names)
    step(Bilingual("Vérification", "Checking"))
    faults = [fault for fault in check.check(gathered) if fault.severity == "Violation"]
    if faults:
        raise DataError(faults, unreadable=gathered.unreadable)
    tell(gathered.faults)
    step(Bilingual("Inférence", "Inference"))
    if kept is None:
        profiles.apply(gathered.store, profile)
        infer(gathered.store)
    return gathered.store


def write(
    store: Any,
    folder: Path,
    step: Step,
    *,
    between: tuple[str, str] | None = None,
    lang: str = "fr",
    restricted: bool = False,
    served: bool = False,
    documented: bool = False,
) -> None:
    """Write the site of a prepared store to the folder (three steps).

    ``served``: there is a page to ask from; ``documented``: there is a documentation in ``docs``.
    """
    step(Bilingual("Réponses aux questions", "Answers to the questions"))
    pair = _pair(store, between)
    known = surroundings(store)
    knowledge = project(store, "knowledge", lang=lang, known=known)
    pictured = _pictured(knowledge)
    context = front(store, pair, lang)
    for answer in context["answers"]:
        rows = answer.plain_rows(lang)
        content = export.csv_bytes([heading.text(lang) for heading in answer.headings], rows)
        output.write_file(folder / "answers" / f"{answer.name}.csv", content)
    step(Bilingual("Réseaux", "Networks"))
    downloads = folder / "downloads"
    rdf = [
        _written(downloads / f"graph{ending}", export.rdf(store, ending, restricted=restricted))
        for ending in (_RDF if len(store) <= _MOST_FORMS else _RDF[:1])
    ]
    workbooks = _workbooks(store, downloads)
    output.write_file(downloads / "context.jsonld", jsonld.context_file())
    facts, networks = Facts(store), []
    for view in each(views(), message("stage-networks")):
        graph = knowledge if view.name == "knowledge" else project(store, view.name, lang=lang, known=known)
        if view.name in VIEWS:
            facts.projected[view.name] = graph  # the pages of pairs need it again
        endings = netfiles.on_site(graph)
        files = [path for end in endings for path in netfiles.network(graph, downloads / f"{view.name}{end}")]
        networks.append((view, [(path.name, path.stat().st_size) for path in files]))
    step(Bilingual("Pages", "Pages"))
    degree = dict(knowledge.degree())
    listed = thinglist.things(store, degree)
    draw(
        pictured,
        folder / "graph.html",
        lang=lang,
        between=pair,
        home="index.html",
        menu=[(file, {"fr": words.fr, "en": words.en}) for _, file, words in (*MENU, *([ASK] if served else []))],
        pages={thing.iri: f"{thinglist.FOLDER}/{thing.file}" for thing in listed[0].values()},
    )
    context |= {
        "in_graph": set(map(str, pictured)),
        "drawn": (len(pictured), len(knowledge)),
        "restricted": restricted,
        "served": served,
        "documented": documented,
        "rdf": rdf,
        "workbooks": workbooks,
        "networks": networks,
    }
    del knowledge, pictured, known  # done with, and most of the memory where there are very many things
    sitepages.write(facts, folder, context, pair, listed)


def _pictured(graph: nx.Graph) -> nx.Graph:
    """Return the part of a network that its picture shows: all of it, or the most linked of very many nodes."""
    if len(graph) <= _MOST_DRAWN:
        return graph
    return graph.subgraph(sorted(graph, key=lambda node: (-graph.degree(node), node))[:_MOST_DRAWN])


def _workbooks(store: Any, downloads: Path) -> list[tuple[str, int]]:
    """Write the data as a workbook in each language; return names and sizes. Too many or too long texts: none."""
    try:
        made = {lang: filled(store, lang) for lang in ("fr", "en") if len(store) <= _MOST_IN_CELLS}
    except UsageError:  # a text that no cell holds
        return []
    return [_written(downloads / f"graph-{lang}.xlsx", content) for lang, content in made.items()]


def _written(path: Path, content: bytes) -> tuple[str, int]:
    output.write_file(path, content)
    return path.name, len(content)


def _pair(store: Any, between: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the two territories of the front page, the home territory of the workshop first."""
    if between:
        return resolve(store, between[0], "Territory"), resolve(store, between[1], "Territory")
    linked = asking.ask(store, "linked-pairs")
    if not linked:
        return None
    home = {row[0] for row in engine.select(store, _HOME).rows}
    first, second = linked[0].a, linked[0].b
    return (second, first) if second in home else (first, second)
