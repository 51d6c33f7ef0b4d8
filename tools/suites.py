"""Run the suites of the W3C on our readers and on the shapes as queries; say what comes out otherwise, and why.

    python tools/suites.py FOLDER [--into PAGE…]

FOLDER holds what the W3C publishes: its repositories rdf-tests, data-shapes and json-ld-api, or parts of them; nothing
of it is ours. Which suites are run, and why a test comes out otherwise than it asks, stands in ``suites.yaml``; exit
code 1 where a test does so without a reason. PAGE: pages of the documentation, into which the counts are written.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
import warnings
from collections import Counter
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyoxigraph as ox
import yaml
from rdflib import RDF, SH, BNode, Literal, Namespace

from icilabas import engine
from icilabas.check import shacl_as_sparql
from icilabas.engine.terms import PREFIXES, local_name
from icilabas.errors import IcilabasError
from icilabas.sources.rdf_files import read_rdf
from icilabas.sources.reading import Reading
from icilabas.sources.source_description import home_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rdflib import Graph
    from rdflib.term import Node

KNOWN = Path(__file__).with_name("suites.yaml")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
BEGIN, END = "<!-- suites -->", "<!-- /suites -->"
_NO_LETTERS = re.compile("[\x00- \x7f-\x9f\ufffe\uffff]+")
_JSON = ox.NamedNode(f"{PREFIXES['rdf']}JSON")
_ANY = ox.NamedNode("urn:suites:any")
_RDFT = "http://www.w3.org/ns/rdftest#"
_JSON_LD = {
    "jld:PositiveEvaluationTest": "equal",
    "jld:NegativeEvaluationTest": "refuse",
    "jld:PositiveSyntaxTest": "accept",
}
_INTERFACE = {"base", "expandContext", "rdfDirection", "produceGeneralizedRdf", "processingMode"}  # not said by a file
_EARLIER = "json-ld-1.0"  # a specification that is withdrawn
_MADE = re.compile(rf"{re.escape(PREFIXES['ild'])}.*-[0-9a-f]{{8}}-(\d+)")  # names that our reader gives to blank nodes
_SAID_OF_PASSAGES = {
    *(f"{PREFIXES['dcterms']}{name}" for name in ("title", "source", "accessRights")),
    *(f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdf']}type"),
}
_FORMS = {".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE}  # of results
TOLD = 600  # characters of what comes out otherwise
_WORDS: dict[str, Any] = {
    "en": {
        "head": ("suite", "tests", "read as asked", "refused as asked", "otherwise"),
        "all": "**all**",
        "why": "What comes out otherwise, and why:",
    },
    "fr": {
        "head": ("suite", "épreuves", "lues comme il faut", "refusées comme il faut", "autrement"),
        "all": "**en tout**",
        "why": "Ce qui donne autre chose, et pourquoi :",
    },
}
Verdicts = frozenset[tuple[str | None, ...]]  # focus, path, value, component, severity


class Case(NamedTuple):
    """One test of a suite: the name of that and its own, what is asked, the file that is read.

    asked: ``accept`` or ``refuse`` the file, read it ``equal`` to the result, or find the ``verdicts`` of the shapes.
    base: the IRI that the suite takes for the folder of the file.
    """

    suite: str
    name: str
    asked: str
    action: Path
    base: str = ""
    result: Path | None = None
    shapes: Path | None = None
    verdicts: Verdicts | None = None  # None where no validation is possible


class Outcome(NamedTuple):
    """What was done with a test: what is otherwise than asked (or empty), and whether the file was refused."""

    case: Case
    otherwise: str
    refused: bool


class Reason(NamedTuple):
    """Why tests come out otherwise: which ones (``*`` stands for anything), what is said of them, and the reason."""

    tests: list[str]
    says: str
    why: Mapping[str, str]

    def is_of(self, done: Outcome) -> bool:
        """Say whether this is the reason of what was done otherwise."""
        known = any(fnmatch(f"{done.case.suite} {done.case.name}", name) for name in self.tests or ["*"])
        return known and re.search(self.says, done.otherwise) is not None


@lru_cache
def known() -> tuple[dict[str, str], list[Reason]]:
    """Return the suites that are run, each with the folder it is in, and the reasons, as ``suites.yaml`` has them."""
    content = yaml.safe_load(KNOWN.read_text("utf-8"))
    return content["suites"], [
        Reason(entry.get("tests", []), entry.get("says", ""), entry["why"]) for entry in content["reasons"]
    ]


# what a suite asks


def cases(folder: Path) -> Iterator[Case]:
    """Yield the tests of all manifests of known suites below the folder, in the order of their paths."""
    for path in sorted({*folder.rglob("*.ttl"), *folder.rglob("*manifest.jsonld")}):
        place = f"{path.relative_to(folder).parent.as_posix()}/"
        suite = next((name for name, part in known()[0].items() if f"/{part}/" in f"/{place}"), None)
        if suite and path.suffix == ".jsonld":
            yield from _of_json_ld(path, suite)
        elif suite and "mf:entries" in path.read_text("utf-8", "replace"):
            yield from _of_manifest(path, suite)


def _of_manifest(path: Path, suite: str) -> Iterator[Case]:
    said = engine.as_graph(ox.parse(path=path, format=_FORMS[path.suffix], base_iri=path.absolute().as_uri()))
    base = next((str(term) for term in said.objects(None, MF.assumedTestBase)), "")
    for entry in said.items(next(said.objects(None, MF.entries))):
        name, kind = re.split(r"[/#]", str(entry))[-1], said.value(entry, RDF.type)
        action, result = said.value(entry, MF.action), said.value(entry, MF.result)
        if kind == SHT.Validate:
            data, shapes = (_file(said.value(action, about)) for about in (SHT.dataGraph, SHT.shapesGraph))
            verdicts = None if result == SHT.Failure else frozenset(_reported(said, result))
            yield Case(suite, name, "verdicts", data, shapes=shapes, verdicts=verdicts)
        elif str(kind).startswith(_RDFT) and (asked := _asked(str(kind))):
            answer = _file(result) if asked == "equal" else None
            yield Case(suite, name, asked, _file(action), _folder(base, _file(action), path), answer)


def _folder(base: str, action: Path, manifest: Path) -> str:
    """Return what the suite takes for the folder of a file where ``base`` is what it takes for that of its manifest."""
    inside = action.resolve().parent.relative_to(manifest.resolve().parent).as_posix()
    return base if inside == "." or not base else f"{base}{inside}/"


def _asked(kind: str) -> str | None:
    """Return what a class of tests of syntax asks for; None for tests of what follows from statements."""
    if kind.endswith("PositiveSyntax"):
        return "accept"
    if kind.endswith(("NegativeSyntax", "NegativeEval")):
        return "refuse"
    return "equal" if kind.endswith(("Eval", "C14N")) else None


def _of_json_ld(path: Path, suite: str) -> Iterator[Case]:
    """Yield the tests that turn a file into statements, without an option that only a program could give."""
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["sequence"]:
        if not isinstance(entry, dict):  # the manifest of manifests
            continue
        options = entry.get("option", {})
        if "jld:ToRDFTest" not in entry["@type"] or options.get("specVersion") == _EARLIER or _INTERFACE & {*options}:
            continue
        action = path.parent / entry["input"]
        if action.suffix in engine.FORMATS:
            answer = path.parent / entry["expect"] if "expect" in entry else None
            name, asked = entry["@id"].lstrip("#"), _JSON_LD[entry["@type"][0]]
            yield Case(suite, name, asked, action, _folder(manifest["baseIri"], action, path), answer)


def _file(name: Node | None) -> Path:
    return Path(url2pathname(urlsplit(str(name)).path))


def _reported(said: Graph, report: Node | None) -> Iterator[tuple[str | None, ...]]:
    """Yield what a report of SHACL says: focus, path, value, component, severity."""
    for result in said.objects(report, SH.result):
        focus, path, value, component, severity = (
            said.value(result, about)
            for about in (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
        )
        name = local_name(str(component)).removesuffix("ConstraintComponent")
        one_step = None if isinstance(path, BNode) else _plain(path)
        yield _plain(focus), one_step, _plain(value), name, local_name(str(severity))


def _plain(term: object) -> str | None:
    """Return a term as text, a number as the engine keeps it; blank nodes have no names that two could share."""
    if isinstance(term, Literal) and term.datatype:
        literal = ox.Literal(term, datatype=ox.NamedNode(term.datatype))
        return str(next(_kept([ox.Quad(_ANY, _ANY, literal)])).object.value)
    return None if term is None else "[]" if isinstance(term, BNode) or str(term).startswith("_:") else str(term)


def _kept(quads: Iterable[ox.Quad]) -> Iterator[Any]:
    """Yield statements as the engine keeps them: numbers by their value."""
    store = ox.Store()
    store.extend(quads)
    return iter(store)


# what we do


def outcome(case: Case) -> Outcome:
    """Run one test."""
    try:
        otherwise = _verdicts(case) if case.asked == "verdicts" else _read(case)
    except IcilabasError as error:
        rightly = case.asked == "refuse" or (case.asked == "verdicts" and case.verdicts is None)
        return Outcome(case, "" if rightly else f"refused: {error}", refused=True)
    except Exception as error:  # noqa: BLE001  # what no user may ever see: told with the test
        return Outcome(case, f"failed: {type(error).__name__}: {error}", refused=False)
    return Outcome(case, otherwise, refused=False)


def _read(case: Case) -> str:
    """Read a file as any input; return what is otherwise than asked."""
    read = Reading(engine.new_store())
    read_rdf(case.action, read)
    if case.asked == "refuse":
        return "accepted"
    if case.result is None:
        return ""
    right = list(_answer(case.result, case.base))
    found, asked = _same_names(_as_said(read, case.action)), _same_names(right)
    if found == asked:
        return ""
    how = "otherwise"
    if _same_names(map(_bare, _as_said(read, case.action))) == _same_names(map(_bare, right)):
        how = "equal without control characters"
    return f"{how}: {sorted(found - asked)} instead of {sorted(asked - found)}"


def _bare(quad: ox.Quad) -> ox.Quad:
    """Return the statement without what is no letter in its text: control characters, and the spaces for some."""
    thing = quad.object
    if not isinstance(thing, ox.Literal):
        return quad
    text = _NO_LETTERS.sub(
        "", re.sub(r"\\u[0-9a-f]{4}|\\.", "", thing.value) if thing.datatype == _JSON else thing.value
    )
    datatype = None if thing.language else thing.datatype
    return ox.Quad(
        quad.subject,
        quad.predicate,
        ox.Literal(text, language=thing.language, datatype=datatype, direction=thing.direction),
        quad.graph_name,
    )


def _as_said(read: Reading, path: Path) -> Iterator[ox.Quad]:
    """Yield what was read as the file says it: without what our reader says of passages, and the names it gives."""
    home = home_of(path)

    def back(term: Any) -> Any:
        if isinstance(term, ox.Triple):
            return ox.Triple(back(term.subject), term.predicate, back(term.object))
        made = _MADE.fullmatch(term.value) if isinstance(term, ox.NamedNode) else None
        return ox.BlankNode(f"n{made[1]}") if made else term

    for quad in engine.as_written(read.store):
        graph = engine.term_text(quad.graph_name).removesuffix("/persons")
        about = engine.term_text(quad.subject).removesuffix("/persons")
        if quad.predicate.value in _SAID_OF_PASSAGES and about in {graph, f"{home}/source"}:
            continue
        where = ox.DefaultGraph() if graph == home else back(ox.NamedNode(graph))
        yield ox.Quad(back(quad.subject), quad.predicate, back(quad.object), where)


def _answer(path: Path, base: str) -> Iterator[ox.Quad]:
    """Yield the statements of the file with what our reader takes in place of the IRI that the suite takes."""
    text, ours = path.read_text("utf-8"), engine.base_of(path).removesuffix(path.name)
    while base:
        text = text.replace(f"<{base}", f"<{ours}")
        base, ours = _above(base) if _above(base) != base else "", _above(ours)
    return iter(ox.parse(text, format=_FORMS[path.suffix]))


def _above(base: str) -> str:
    """Return the IRI of the folder above; of the highest, itself, and of a server nothing is above."""
    start, _slash, _name = base.rstrip("/").rpartition("/")
    return base if start.endswith("/") else f"{start}/"


def _same_names(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the statements as text, with blank nodes named alike in whatever is equal but for these names."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def _verdicts(case: Case) -> str:
    """Ask the shapes of the data; return what is otherwise than reported."""
    store = engine.new_store()
    engine.load_file(store, case.action, "urn:suites:data")
    found = {
        (_plain(one.focus), one.path, _plain(one.value), one.component, one.severity)
        for one in shacl_as_sparql.results(store, case.shapes or case.action)
    }
    if case.verdicts is None:
        return "accepted"
    more, less = (sorted(map(str, some)) for some in (found - case.verdicts, case.verdicts - found))
    return f"otherwise: {more} instead of {less}" if more or less else ""


# what is told


def table(done: Sequence[Outcome], lang: str) -> str:
    """Return the counts of each suite, and the reasons with the number of tests of each, as Markdown."""
    suites, reasons = known()
    words = _WORDS[lang]
    lines = [f"| {' | '.join(words['head'])} |", "|---|--:|--:|--:|--:|"]
    for suite in [*suites, None]:
        of = [one for one in done if suite in {None, one.case.suite}]
        if of:
            otherwise = sum(bool(one.otherwise) for one in of)
            refused = sum(one.refused and not one.otherwise for one in of)
            counts = (len(of), len(of) - refused - otherwise, refused, otherwise)
            lines.append(f"| {suite or words['all']} | {' | '.join(map(str, counts))} |")
    lines += ["", words["why"], ""]
    first = Counter(
        next((n for n, reason in enumerate(reasons) if reason.is_of(one)), None) for one in done if one.otherwise
    )
    lines += [f"- {reason.why[lang]} ({first[n]})" for n, reason in enumerate(reasons) if first[n]]
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    """Run the suites of a folder; return the exit code."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # its remarks on ill-formed numbers, which the suites have
    parser = argparse.ArgumentParser(description="Run the suites of the W3C on our readers and on the shapes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--into", type=Path, nargs="*", default=[], metavar="PAGE")
    asked = parser.parse_args(words)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same of truth values
        done = [outcome(case) for case in cases(asked.folder.resolve())]
    if not done:
        parser.error(f"no suite in {asked.folder}: {', '.join(known()[0].values())}")
    unknown = [one for one in done if one.otherwise and not any(reason.is_of(one) for reason in known()[1])]
    print(table(done, "en"))
    for one in unknown:
        print(f"{one.case.suite} {one.case.name}: {one.otherwise[:TOLD]}")
    for page in asked.into:
        before, _old, rest = page.read_text("utf-8").partition(BEGIN)
        counts = table(done, "fr" if "fr" in page.parts else "en")
        page.write_text(f"{before}{BEGIN}\n{counts}\n{END}{rest.partition(END)[2]}", "utf-8")
    print(f"{len(unknown)} tests come out otherwise without a reason" if unknown else "no test without a reason")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
