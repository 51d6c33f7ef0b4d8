"""The whole site: read, check, infer, answer, compare, draw, and write each page and download."""

from __future__ import annotations

import shutil
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas import engine
from icilabas.asking import questions
from icilabas.asking.names import resolve
from icilabas.check import validation
from icilabas.comparison.facts import VIEWS, Facts
from icilabas.dataset import access, saved_store
from icilabas.dataset.loading import apply_rules, gathering
from icilabas.errors import DataError, UsageError, log_warnings
from icilabas.export.networks import on_site, write_network
from icilabas.export.rdf import context_file, rdf
from icilabas.export.workbook import filled
from icilabas.files import csv_tables, writing
from icilabas.networks.projection import project, surroundings, views
from icilabas.picture.drawing import draw
from icilabas.site import html_pieces, pair_pages, thing_pages, things
from icilabas.site.front_page import MOST_PARTNERSHIPS, Report
from icilabas.site.html_pieces import ASK, MENU, TEMPLATES, Showing
from icilabas.site.overview import front
from icilabas.words.bilingual import Bilingual
from icilabas.words.messages import message
from icilabas.words.progress import each, stages
from icilabas.words.safe_text import policy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import networkx as nx

    from icilabas.words.progress import Step


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
    profile: str = access.PUBLIC,
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
    with stages(6, lang) as step, writing.new_folder(out) as folder:
        store = prepare(inputs, step, profile=profile, kept=kept, match_names=match_names)
        there = (
            profile if kept is None else saved_store.stamp(kept).profile
        )  # a public store shows no more for being asked
        whole, documented = there == access.INTERNAL, docs is not None
        write_site(store, folder, step, between=between, lang=lang, restricted=whole, documented=documented)
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
    faults = [fault for fault in validation.check(gathered) if fault.severity == "Violation"]
    if faults:
        raise DataError(faults, unreadable=gathered.unreadable)
    log_warnings(gathered.faults)
    step(Bilingual("Inférence", "Inference"))
    if kept is None:
        access.apply(gathered.store, profile)
        apply_rules(gathered.store)
    return gathered.store


def write_site(
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
        content = csv_tables.csv_bytes([heading.text(lang) for heading in answer.headings], rows)
        writing.write_file(folder / "answers" / f"{answer.name}.csv", content)
    step(Bilingual("Réseaux", "Networks"))
    downloads = folder / "downloads"
    rdf_files = [
        _written(downloads / f"graph{ending}", rdf(store, ending, restricted=restricted))
        for ending in (_RDF if len(store) <= _MOST_FORMS else _RDF[:1])
    ]
    workbooks = _workbooks(store, downloads)
    writing.write_file(downloads / "context.jsonld", context_file())
    facts, networks = Facts(store), []
    for view in each(views(), message("stage-networks")):
        graph = knowledge if view.name == "knowledge" else project(store, view.name, lang=lang, known=known)
        if view.name in VIEWS:
            facts.projected[view.name] = graph  # the pages of pairs need it again
        endings = on_site(graph)
        files = [path for end in endings for path in write_network(graph, downloads / f"{view.name}{end}")]
        networks.append((view, [(path.name, path.stat().st_size) for path in files]))
    step(Bilingual("Pages", "Pages"))
    degree = dict(knowledge.degree())
    listed = things.things(store, degree)
    draw(
        pictured,
        folder / "graph.html",
        lang=lang,
        between=pair,
        home="index.html",
        menu=[(file, {"fr": words.fr, "en": words.en}) for _, file, words in (*MENU, *([ASK] if served else []))],
        pages={thing.iri: f"{things.FOLDER}/{thing.file}" for thing in listed[0].values()},
    )
    context |= {
        "in_graph": set(map(str, pictured)),
        "drawn": (len(pictured), len(knowledge)),
        "restricted": restricted,
        "served": served,
        "documented": documented,
        "rdf": rdf_files,
        "workbooks": workbooks,
        "networks": networks,
    }
    del knowledge, pictured, known  # done with, and most of the memory where there are very many things
    write_pages(facts, folder, context, pair, listed)


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
    writing.write_file(path, content)
    return path.name, len(content)


def _pair(store: Any, between: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the two territories of the front page, the home territory of the workshop first."""
    if between:
        return resolve(store, between[0], "Territory"), resolve(store, between[1], "Territory")
    linked = questions.ask(store, "linked-pairs")
    if not linked:
        return None
    home = {row[0] for row in engine.select(store, _HOME).rows}
    first, second = linked[0].a, linked[0].b
    return (second, first) if second in home else (first, second)


class _Parts(NamedTuple):
    """What stands in the head and at the foot of a page, and the policy that allows it."""

    style: str
    script: str
    policy: str


# Beside the styles and the script of every page: those of one template.
_STYLES = {"index.html.j2": ("report.css",), "thing.html.j2": ("thing.css",), "things.html.j2": ("thing.css",)}
_SCRIPTS = {"answers.html.j2": ("filter.js", "answers.js"), "things.html.j2": ("filter.js", "things.js")}


def write_pages(
    facts: Facts,
    folder: Path,
    context: dict[str, Any],
    pair: tuple[str, str] | None,
    listed: tuple[dict[str, things.Thing], int],
) -> None:
    """Write the pages of the dataset of the facts.

    ``context`` is what `front` gives, with files and networks; ``listed``: what `thinglist.things` gives.
    """
    store = facts.dataset
    pages, unpaged = listed
    pairs = pair_pages.pairs(facts, pair, context["lang"])
    files = {thing.iri: thing.file for thing in pages.values()}
    addressed = {*pages, *context["in_graph"]}
    first = next((found.comparison for found in pairs if found.front), None)
    context |= {
        "pages": files,
        "show": Showing(files, context["in_graph"], context["acronyms"], "../"),
        "unpaged": unpaged,
        "most_partnerships": MOST_PARTNERSHIPS,
        "pairs": pairs,
        "root": "../",
        "here": None,
    }
    compared: dict[str, list[pair_pages.PairPage]] = defaultdict(list)
    for found in each(pairs, message("stage-pages")):
        about = {**context, **pair_pages.template_values(found, addressed)}
        writing.write_file(folder / pair_pages.FOLDER / found.file, _page("pair.html.j2", about))
        for side in found.comparison.territories:
            compared[str(side["iri"])].append(found)
    names = {}
    for page in thing_pages.pages(store, pages, context["titles"]):
        names[page.thing.iri] = page.name
        about = {**context, "page": page, "compared": compared.get(page.thing.iri, ())}
        writing.write_file(folder / things.FOLDER / page.thing.file, _page("thing.html.j2", about))
    about = {**context, "names": names, "kinds": things.in_kinds(pages.values(), names, context["lang"])}
    writing.write_file(folder / things.FOLDER / "index.html", _page("things.html.j2", about))
    context |= {
        "root": "",
        "show": Showing(files, context["in_graph"], context["acronyms"], ""),
        "report": Report(facts, first, addressed).context(),
    }
    for name in ("answers", "sources", "index"):  # the front page last: the site is there
        writing.write_file(folder / f"{name}.html", _page(f"{name}.html.j2", {**context, "here": name}))


def _page(name: str, context: Mapping[str, Any]) -> bytes:
    page: str = _environment().get_template(name).render(**context, **_parts(name)._asdict())
    return page.encode()


@lru_cache(maxsize=1)
def _environment() -> Any:
    environment = html_pieces.environment()
    environment.filters.update(size=readable_size)
    return environment


@lru_cache
def _parts(name: str) -> _Parts:
    style, script = (
        "".join((TEMPLATES / part).read_text(encoding="utf-8") for part in (common, *own.get(name, ())))
        for common, own in (("index.css", _STYLES), ("index.js", _SCRIPTS))
    )
    return _Parts(style, script, policy([script], [style]))


def readable_size(count: int) -> Bilingual:
    """Return the size of a file as people read it."""
    thousands = max(1, round(count / 1000))
    if thousands < 1000:  # noqa: PLR2004  # kilobytes, then megabytes
        return Bilingual(f"{thousands} ko", f"{thousands} kB")
    return Bilingual(f"{thousands / 1000:.1f} Mo".replace(".", ","), f"{thousands / 1000:.1f} MB")
