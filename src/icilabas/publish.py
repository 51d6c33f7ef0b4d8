"""The site: one folder that opens from a disk, in French and English, with every answer and its source.

No page asks the network for anything. Restricted passages are left out before anything is inferred or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas import asking, check, engine, export, output
from icilabas.drawing import draw
from icilabas.errors import DataError
from icilabas.infer import infer
from icilabas.messages import Bilingual
from icilabas.paths import TEMPLATES
from icilabas.progress import stages
from icilabas.projection import project, views
from icilabas.read import gather, restricted_graphs
from icilabas.resolve import labels, resolve
from icilabas.sheet import Sheet, sheet
from icilabas.terms import iri, local_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_RDF, _NETWORK = (".trig", ".ttl", ".jsonld"), (".gexf", ".graphml", ".csv")
_COUNTS = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  VALUES ?class { ilb:Organization ilb:Partnership ilb:Territory ilb:Challenge ilb:Practice ilb:Finding ilb:Passage }
  GRAPH ?graph { ?thing a ?sub } ?sub rdfs:subClassOf* ?class } GROUP BY ?class"""
_FIGURES = {
    "Partnership": Bilingual("partenariats", "partnerships"),
    "Organization": Bilingual("organisations", "organisations"),
    "Territory": Bilingual("territoires", "territories"),
    "Challenge": Bilingual("enjeux", "challenges"),
    "Finding": Bilingual("constats, chacun avec sa page", "findings, each with its page"),
    "Practice": Bilingual("pratiques partagées", "shared practices"),
}
_TEXTS = """SELECT ?thing ?text (LANG(?text) AS ?lang) WHERE { ?thing dcterms:description ?text .
  ?thing a ilb:Partnership } ORDER BY ?thing ?text"""
_SOURCES = """SELECT DISTINCT ?source WHERE { ?passage a ilb:Passage ; dcterms:source ?source } ORDER BY ?source"""
_HOME = "SELECT ?territory WHERE { ?workshop ilb:homeTerritory ?territory } ORDER BY ?territory"


def publish(
    inputs: Iterable[Path],
    out: Path,
    *,
    between: tuple[str, str] | None = None,
    lang: str = "fr",
    restricted: bool = False,
) -> Path:
    """Read, check, infer, answer, draw, and write the site to the folder ``out``; return its ``index.html``.

    ``between`` names the two territories that the front page compares; without it, the two that the data link
    most. Raises DataError when the data have faults, UsageError for an unknown territory or an ``out`` that cannot
    be written. Nothing of the folder changes unless all of it could be written.
    """
    with stages(6, lang) as step, output.new_folder(out) as folder:
        step(Bilingual("Lecture", "Reading"))
        gathered = gather(inputs)
        store = gathered.store
        step(Bilingual("Vérification", "Checking"))
        faults = [fault for fault in check.check(gathered) if fault.severity == "Violation"]
        if faults:
            raise DataError(faults, unreadable=gathered.unreadable)
        step(Bilingual("Inférence", "Inference"))
        if not restricted:
            engine.drop_graphs(store, restricted_graphs(store))
        infer(store)
        step(Bilingual("Réponses aux questions", "Answers to the questions"))
        pair = _pair(store, between)
        context = _context(store, pair, lang)
        for answer in context["answers"]:
            rows = answer.plain_rows(lang)
            content = export.csv_bytes([heading.text(lang) for heading in answer.headings], rows)
            output.write_file(folder / "answers" / f"{answer.name}.csv", content)
        step(Bilingual("Réseaux", "Networks"))
        downloads = folder / "downloads"
        for ending in _RDF:
            content = export.rdf(store, ending, restricted=restricted)
            output.write_file(downloads / f"graph{ending}", content)
        for view in views():
            graph = project(store, view.name, lang=lang)
            for ending in _NETWORK:
                export.network(graph, downloads / f"{view.name}{ending}")
        step(Bilingual("Pages", "Pages"))
        draw(project(store, "knowledge", lang=lang), folder / "graph.html", lang=lang)
        output.write_file(folder / "index.html", _page(context))
    return out / "index.html"


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


def _context(store: Any, pair: tuple[str, str] | None, lang: str) -> dict[str, Any]:
    """Return all that the front page shows, in both languages."""
    answers = [sheet(store, asked) for asked in asking.questions()]
    by_name = {answer.name: answer for answer in answers}
    compared: dict[str, Sheet] = {}
    if pair:
        for name in ("partnerships-between", "linking-actors", "shared-challenges", "separate-challenges"):
            compared[name] = sheet(store, asking.question(name), {"a": pair[0], "b": pair[1]})
    counts = {local_name(class_): count for class_, count in engine.select(store, _COUNTS).rows}
    sources = [str(row[0]) for row in engine.select(store, _SOURCES).rows]
    return {
        "lang": lang,
        "answers": answers,
        "figures": [(counts[name], text) for name, text in _FIGURES.items() if counts.get(name)],
        "partnerships": _partnerships(store, by_name),
        "pair": [_both(labels(store, pair), territory) for territory in pair] if pair else None,
        "compared": compared,
        "sources": [_both(labels(store, sources), source) for source in sources],
        "views": [(view.name, view.title, view.both("description")) for view in views()],
        "rdf": _RDF,
        "network": _NETWORK,
    }


def _both(names: dict[str, dict[str, str]], thing: str) -> Bilingual:
    texts = names.get(str(thing), {})
    any_text = next(iter(texts.values()), shorten(str(thing)))
    return Bilingual(texts.get("fr") or texts.get("en") or any_text, texts.get("en") or texts.get("fr") or any_text)


def _partnerships(store: Any, answers: dict[str, Sheet]) -> list[dict[str, Any]]:
    """Return each partnership with its description, and what the answers say of it."""
    texts: dict[str, dict[str, str]] = {}
    for thing, text, lang in engine.select(store, _TEXTS).rows:
        texts.setdefault(str(thing), {})[lang] = text
    parts = ("partners-and-roles", "challenges-and-partnerships", "values-upheld")
    found = sorted({str(row[0].iri) for row in answers["partners-and-roles"].rows})
    names = labels(store, found)
    return [
        {
            "slug": local_name(iri(partnership)),
            "label": _both(names, partnership),
            "description": Bilingual(*(texts.get(partnership, {}).get(lang, "") for lang in ("fr", "en"))),
            "parts": [(answers[name], answers[name].about(partnership)) for name in parts if name in answers],
        }
        for partnership in found
    ]


def _page(context: dict[str, Any]) -> bytes:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("index.html.j2").render(**context).encode()
