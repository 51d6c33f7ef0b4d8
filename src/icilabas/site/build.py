"""The whole site: read, check, infer, answer, draw, compare, and write each page and download."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from icilabas.check import validation
from icilabas.comparison.edition_changes import consecutive
from icilabas.comparison.facts import COMPARED_ON, Facts, sample
from icilabas.dataset import access, saved_store
from icilabas.dataset.inference import apply_rules
from icilabas.dataset.loading import read_to_check
from icilabas.dataset.times import keep_things
from icilabas.errors import DataError, UsageError, log_warnings
from icilabas.export.flat_network import Flattened, Notes
from icilabas.export.networks import forms_on_site, network_files
from icilabas.export.rdf import context_file, rdf
from icilabas.export.workbook import filled
from icilabas.files import csv_tables, writing
from icilabas.networks.projection import project, surroundings, views
from icilabas.picture.drawing import draw
from icilabas.site import change_pages, pair_pages, thing_pages, things
from icilabas.site.front_page import MOST_PARTNERSHIPS, Report
from icilabas.site.html_pieces import ASK, MENU, Showing, embedded, environment
from icilabas.site.shared_content import SharedContent, shared_content
from icilabas.site.timeline import timeline_of
from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.progress import each, stages
from icilabas.words.sentences import decimal_comma
from icilabas.words.text import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    import networkx as nx

    from icilabas.asking.answers import AnswerTable
    from icilabas.asking.query_files import QueryFile
    from icilabas.dataset.times import During
    from icilabas.engine import Store
    from icilabas.site.front_page import ReportContent
    from icilabas.site.pair_pages import PairLink, PairPage
    from icilabas.words.progress import Step
    from icilabas.words.text import Text

    File = tuple[str, int]  # its name in the folder of downloads, and its size in bytes


_RDF = (".trig", ".ttl", ".jsonld")
MOST_IN_ALL_FORMS = 500_000  # statements: of more, the one form that says who says what
MOST_IN_CELLS = 60_000  # statements: more make workbooks that take long to write, and to open
MOST_DRAWN = 5000  # nodes: a page that is sent by mail, and opens on a telephone
# Beside the styles and the script of every page: those of one template.
_STYLES = {
    "index.html.j2": ("report.css",),
    "thing.html.j2": ("thing.css",),
    "things.html.j2": ("thing.css",),
    "timeline.html.j2": ("timeline.css",),
    "changes.html.j2": ("changes.css",),
}
_SCRIPTS = {"answers.html.j2": ("filter.js", "answers.js"), "things.html.j2": ("filter.js", "things.js")}


class Downloads(NamedTuple):
    """The files of the folder of downloads; those of the networks by view, and what they do not hold, by form."""

    rdf: list[File]
    workbooks: list[File]
    networks: list[tuple[QueryFile, list[File]]]
    notes: dict[str, list[Text]]


class SiteContent(SharedContent):
    """What the template of each page is given; some are given more."""

    in_graph: set[str]  # the things that the graph page shows
    drawn: tuple[int, int]  # how many it shows, and of how many
    sample: Text  # what data of this sort do and do not say
    restricted: bool
    served: bool
    documented: bool
    time: Text  # of which all is, where only that of one is shown; else nothing
    rdf: list[File]
    workbooks: list[File]
    networks: list[tuple[QueryFile, list[File]]]
    notes: dict[str, list[Text]]
    comma: bool  # whether tables are those of a language of decimal commas
    pages: dict[str, str]  # the things that have a page: IRI to file
    unpaged: int  # how many others there are
    pairs: list[PairLink]
    most_partnerships: int
    changes: str  # the page of what changed between editions; empty where the data have no two of a series


def publish(  # noqa: PLR0913  # one for each option of the command
    inputs: Sequence[Path],
    out: Path,
    *,
    between: tuple[str, str] | None = None,
    lang: str = "fr",
    profile: str = access.PUBLIC,
    match_names: bool = False,
    strict: bool = False,
    kept: Path | None = None,
    docs: Path | Future[Path] | None = None,
    time: During | None = None,
) -> Path:
    """Read, check, infer, answer, draw, and write the site to the folder ``out``; return its ``index.html``.

    ``between`` names the two territories that the front page compares; without it, the two that the data link
    most. Raises DataError when the data have faults, UsageError for an unknown territory or an ``out`` that cannot
    be written. Nothing of the folder changes unless all of it could be written. ``match_names`` and ``strict`` as in
    ``load_store``; ``kept`` is a store to read instead of inputs, as in ``reach``; ``docs`` is a folder of pages that
    explain, copied into the site as ``docs``, or one that is still being made: it is waited for at the end; ``time`` is
    that of which the site speaks, as in ``load_store``. Raises
    UsageError where it has no ``index.html``.
    """
    if isinstance(docs, Path):
        _documentation(docs)
    with stages(6, lang) as step, writing.new_folder(out) as folder:
        store = prepare(inputs, step, profile=profile, kept=kept, match_names=match_names, strict=strict, time=time)
        shown = profile if kept is None else saved_store.stamp(kept).profile  # a public store has nothing more to show
        write_site(
            store,
            folder,
            step,
            between=between,
            lang=lang,
            restricted=shown == access.INTERNAL,
            documented=docs is not None,
            time=time.told if time else NOTHING,
        )
        if docs is not None:
            made = docs if isinstance(docs, Path) else _documentation(docs.result())
            shutil.copytree(made, folder / "docs", ignore=shutil.ignore_patterns(".*"))
    return out / "index.html"


def _documentation(folder: Path) -> Path:
    """Return the folder where it is a documentation. Raises UsageError."""
    if not (folder / "index.html").is_file():
        raise UsageError(message("no-documentation", path=folder))
    return folder


def prepare(
    inputs: Sequence[Path],
    step: Step,
    *,
    profile: str,
    kept: Path | None = None,
    match_names: bool = False,
    strict: bool = False,
    time: During | None = None,
) -> Store:
    """Read and check the inputs, leave what the profile shows, apply the rules; return the store (three steps).

    Raises DataError when the data have faults, UsageError for an unknown profile.
    """
    step(message("page-reading"))
    gathered = read_to_check(inputs, profile=profile, store=kept, match_names=match_names, strict=strict, time=time)
    store: Store = gathered.store
    step(message("page-checking"))
    found = validation.check(gathered, rules=apply_rules)
    faults = [fault for fault in found if fault.severity == "Violation"]
    if faults:
        raise DataError(faults, unreadable=gathered.unreadable)
    log_warnings([*gathered.faults, *filter(validation.is_unlooked, found)])
    step(message("page-inference"))
    if kept is None:
        access.apply(store, profile, gathered.persons)
        if time is not None:
            keep_things(store, time)
        apply_rules(store)
    return store


def write_site(  # noqa: PLR0913  # each says one thing of the site
    store: Store,
    folder: Path,
    step: Step,
    *,
    between: tuple[str, str] | None = None,
    lang: str = "fr",
    restricted: bool = False,
    served: bool = False,
    documented: bool = False,
    time: Text = NOTHING,
) -> None:
    """Write the site of a prepared store to the folder (three steps).

    ``served``: there is a page to ask from; ``documented``: there is a documentation in ``docs``. ``time``:
    of what time all this is, where only that of one is shown.
    """
    step(message("page-answers-questions"))
    facts = Facts(store, lang)
    pair = pair_pages.front_pair(facts, between)
    shared = shared_content(facts, pair, lambda answer: write_answer_table(answer, folder / "answers", lang))

    step(message("page-networks"))
    downloads, knowledge = write_downloads(store, facts, folder / "downloads", lang, restricted=restricted)

    step(message("page-pages"))
    listed, unpaged = things.things_with_pages(store, dict(knowledge.degree()), lang)
    pictured = most_linked(knowledge)
    menu = (*MENU, ASK) if served else MENU
    draw(
        pictured,
        folder / "graph.html",
        lang=lang,
        between=pair,
        home="index.html",
        menu=[(file, words.by_language()) for _name, file, words in menu],
        pages={thing.iri: f"{things.THINGS_FOLDER}/{thing.file}" for thing in listed.values()},
    )
    in_graph, drawn = set(map(str, pictured)), (len(pictured), len(knowledge))
    del knowledge, pictured  # done with, and most of the memory where there are very many things
    compared = pair_pages.pairs(facts, pair)
    content: SiteContent = {
        **shared,
        "in_graph": in_graph,
        "drawn": drawn,
        "sample": sample(facts.sorts, "pages"),
        "restricted": restricted,
        "served": served,
        "documented": documented,
        "time": time,
        "rdf": downloads.rdf,
        "workbooks": downloads.workbooks,
        "networks": downloads.networks,
        "notes": downloads.notes,
        "comma": decimal_comma(lang),
        "pages": {thing.iri: thing.file for thing in listed.values()},
        "unpaged": unpaged,
        "pairs": [page.link for page in compared],
        "most_partnerships": MOST_PARTNERSHIPS,
        "changes": change_pages.CHANGES_FILE if consecutive(facts.dataset) else "",
    }
    write_pages(facts, listed, compared, PageWriter(content, folder))


def most_linked(graph: nx.Graph) -> nx.Graph:
    """Return the part of a network that its picture shows: all of it, or the most linked of very many nodes."""
    if len(graph) <= MOST_DRAWN:
        return graph
    most = {*sorted(graph, key=lambda node: -graph.degree(node))[:MOST_DRAWN]}
    # Not `subgraph`, which asks of each tie anew, and of few nodes among many gives them in the order of a set.
    part = graph.__class__(**graph.graph)
    part.add_nodes_from((node, about) for node, about in graph.nodes(data=True) if node in most)
    part.add_edges_from((a, b, about) for a, b, about in graph.edges(data=True) if a in most and b in most)
    return part


def write_answer_table(answer: AnswerTable, folder: Path, lang: str) -> None:
    """Write an answer as a table for a spreadsheet."""
    headings = [heading.text(lang) for heading in answer.headings]
    writing.write_file(folder / f"{answer.name}.csv", csv_tables.csv_bytes(headings, answer.plain_rows(lang), lang))


def write_downloads(
    store: Store, facts: Facts, folder: Path, lang: str, *, restricted: bool
) -> tuple[Downloads, nx.Graph]:
    """Write the data as RDF, as workbooks and as networks; return what was written, and the network of all.

    The facts are given the networks that comparisons are made of, so that nobody projects them again.
    """
    endings = _RDF if len(store) <= MOST_IN_ALL_FORMS else _RDF[:1]
    rdf_files = [_written(folder / f"graph{each}", rdf(store, each, restricted=restricted)) for each in endings]
    writing.write_file(folder / "context.jsonld", context_file())
    workbooks = write_workbooks(store, folder)
    known, networks, whole = surroundings(store), [], None
    notes: dict[str, Notes] = defaultdict(Notes)
    for view in each(views(), message("stage-networks")):
        graph = project(store, view.name, lang=lang, known=known)
        if view.name in COMPARED_ON:
            facts.projected[view.name] = graph
        if view.name == "knowledge":
            whole = graph
        flat, written = Flattened(graph), []
        for ending in forms_on_site(graph):
            files, lost = network_files(flat, folder / f"{view.name}{ending}")
            notes[ending].include(lost)
            written += [_written(path, content) for path, content in files.items()]
        networks.append((view, written))
    told = {ending: lost.sentences() for ending, lost in notes.items()}
    return Downloads(rdf_files, workbooks, networks, told), whole


def write_workbooks(store: Store, folder: Path) -> list[File]:
    """Write the data as a workbook in each language; none of too many statements, or of texts that no cell holds."""
    if len(store) > MOST_IN_CELLS:
        return []
    try:
        made = filled(store, languages())
    except UsageError:  # a text that no cell holds
        return []
    return [_written(folder / f"graph-{lang}.xlsx", content) for lang, content in made.items()]


def _written(path: Path, content: bytes) -> File:
    writing.write_file(path, content)
    return path.name, len(content)


class PageWriter:
    """Writes the pages of a site, each from its template, what all of them are given, and what it alone is given."""

    def __init__(self, content: SiteContent, folder: Path) -> None:
        self.content, self.folder = content, folder
        self.showing: dict[str, Showing] = {}  # by the way to the folder of the front page

    @property
    def addressed(self) -> set[str]:
        """The things that the site has a page of, or shows in its graph."""
        return {*self.content["pages"], *self.content["in_graph"]}

    def write(self, path: str, template: str, *, here: str | None = None, **own: object) -> None:
        """Write a page to this path in the folder. ``here`` is its name in the menu, if it stands there."""
        content, root = self.content, "../" * path.count("/")
        if root not in self.showing:
            self.showing[root] = Showing(content["pages"], content["in_graph"], content["acronyms"], root)
        parts = embedded(
            ("index.css", *_STYLES.get(template, ())),
            ("index.js", *_SCRIPTS.get(template, ())),
        )
        about = {**own, "root": root, "here": here, "show": self.showing[root], "style": parts.style}
        (script,) = parts.scripts
        page = environment().get_template(template).render(**content, **about, script=script, policy=parts.policy)
        writing.write_file(self.folder / path, page.encode())


def write_pages(facts: Facts, listed: Mapping[str, things.Thing], pairs: list[PairPage], site: PageWriter) -> None:
    """Write the pages of pairs and of things, and those on the data as a whole: the site is there with the last.

    No pair is left in the list.
    """
    compared, report = _write_pairs(facts, pairs, site)
    names = {}
    for page in thing_pages.pages(facts, listed, site.content["titles"]):
        thing = page.thing
        names[thing.iri] = page.name
        path = f"{things.THINGS_FOLDER}/{thing.file}"
        site.write(path, "thing.html.j2", page=page, compared=compared.get(thing.iri, ()))
    kinds = things.in_kinds(listed.values(), names, site.content["lang"])
    site.write(f"{things.THINGS_FOLDER}/index.html", "things.html.j2", here="things", names=names, kinds=kinds)
    if site.content["changes"]:
        parts = [change_pages.editions_parts(each, site.addressed) for each in change_pages.in_series(facts)]
        site.write(site.content["changes"], "changes.html.j2", here="changes", compared=parts, alone=False)
    for name in ("answers", "measures", "sources"):
        site.write(f"{name}.html", f"{name}.html.j2", here=name)
    timeline = timeline_of(facts)
    if timeline:
        site.write("timeline.html", "timeline.html.j2", timeline=timeline)
    site.write("index.html", "index.html.j2", here="index", report=report, timeline=timeline)


def _write_pairs(
    facts: Facts, pairs: list[PairPage], site: PageWriter
) -> tuple[dict[str, list[PairLink]], ReportContent]:
    """Write the pages of pairs; return those that each territory has, and what the front page tells.

    Each pair is taken from the list: what its page is made of is much, and can go when it is written.
    """
    compared: dict[str, list[PairLink]] = defaultdict(list)
    front = None
    for link in each(site.content["pairs"], message("stage-pages")):
        pair = pairs.pop(0)
        own = pair_pages.pair_content(pair, site.addressed)
        site.write(f"{pair_pages.PAIRS_FOLDER}/{link.file}", "pair.html.j2", **own)
        for side in pair.comparison.territories:
            compared[str(side["iri"])].append(link)
        front = pair.comparison if link.front else front
    return compared, Report(facts, front, site.addressed).content()
