"""Checks: the SHACL shapes, and ``ontology/checks/*.rq`` for what shapes cannot see (named graphs).

Each fault says where it stands (``file:row:column`` in a table), what is wrong and what to write instead. The
only module that imports pyshacl.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from icilabas import engine, queries
from icilabas.cells import at
from icilabas.errors import Fault
from icilabas.messages import NOTHING, Bilingual, message, suggestion
from icilabas.paths import ONTOLOGY
from icilabas.progress import each
from icilabas.read import Gathered
from icilabas.schema import SHAPES, load_ontology
from icilabas.similar import LABEL, twins
from icilabas.terms import Iri, local_name, nearest, shorten

if TYPE_CHECKING:
    import rdflib

CHECKS = ONTOLOGY / "checks"
_WORDING = {
    "MinCount": "required",
    "MaxCount": "too-many",
    "UniqueLang": "two-in-a-language",
}
_NOT_A = {
    "Class",
    "Or",
    "NodeKind",
    "Datatype",
    "Pattern",
    "In",
    "LanguageIn",
    "MinInclusive",
    "MaxInclusive",
}


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(SHAPES, format="turtle")


class _Places:
    """Where things stand: rows of tables, else the RDF file that describes them."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    @cached_property
    def files(self) -> dict[str, str]:
        """The RDF file of each subject; the files are read again only when there is a fault."""
        found: dict[str, str] = {}
        for path in self.gathered.files:
            for quad in engine.parse(path):
                found.setdefault(str(getattr(quad.subject, "value", quad.subject)), str(path))
        return found

    def of(self, focus: str, path: str | None) -> str:
        """Return ``file:row:column``, else file, subject and property."""
        rows = self.gathered.rows.get(Iri(focus), [])
        for file, row, columns in rows:
            if path and Iri(path) in columns:
                return at(file, row, columns[Iri(path)])
        if rows:
            return at(rows[0][0], rows[0][1], 1)
        subject = f"{shorten(focus)} {shorten(path)}" if path else shorten(focus)
        known = self.gathered.lines.get(Iri(focus)) or self.files.get(focus)
        return f"{known}: {subject}" if known else subject


def _shacl(store: Any, places: _Places) -> list[Fault]:
    import pyshacl
    from rdflib import SH, Graph

    data = Graph()
    data += engine.as_dataset(store).triples((None, None, None))
    shapes = _shapes()
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes, inference=None, allow_warnings=True)
    faults = []
    for result in report.subjects(predicate=SH.focusNode):
        shape, value = report.value(result, SH.sourceShape), report.value(result, SH.value)
        focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        component = local_name(str(report.value(result, SH.sourceConstraintComponent)))
        severity = local_name(str(report.value(result, SH.resultSeverity)))
        if component.startswith("LanguageIn") and getattr(value, "language", None):
            severity = "Warning"  # a text in a third language is worth having, though no column holds it
        if component.startswith("MinCount") and Iri(str(focus)) in places.gathered.lines:
            severity = "Warning"  # what an IATI file does not say, its reader cannot add
        names, remedies = _texts(shapes, shape, SH.name), _texts(shapes, shape, SH.message)
        plain = shorten(str(path)) if path else ""
        name = Bilingual(names.get("fr", plain), names.get("en", plain)) if path else NOTHING
        text = _wording(component.removesuffix("ConstraintComponent"), name, value)
        text += Bilingual(remedies.get("fr", ""), remedies.get("en", ""))
        classes = [str(c) for c in shapes.objects(shape, SH["class"])]
        if value is not None and classes:
            text += suggestion(_near(store, local_name(str(value)), classes))
        faults.append(Fault(places.of(str(focus), str(path) if path else None), text, severity))
    return faults


def _texts(shapes: rdflib.Graph, shape: Any, predicate: Any) -> dict[str, str]:
    """Return the texts of a shape by language."""
    return {getattr(text, "language", None) or "": str(text) for text in shapes.objects(shape, predicate)}


def _wording(component: str, name: Bilingual, value: object) -> Bilingual:
    if component in _WORDING:
        return message(_WORDING[component], name=name)
    if component in _NOT_A and value is not None:
        return message("not-a", name=name, found=shorten(str(value)))
    return message("breaks-rule", name=name, found=component)


def _near(store: Any, found: str, classes: list[str]) -> list[str]:
    values = " ".join(f"<{class_}>" for class_ in classes)
    query = f"SELECT DISTINCT ?thing WHERE {{ VALUES ?class {{ {values} }} ?thing a/rdfs:subClassOf* ?class }}"
    return nearest(found, [local_name(row[0]) for row in engine.select(store, query).rows])


def _checks(store: Any, places: _Places) -> list[Fault]:
    faults = []
    for name in each(queries.names(CHECKS), message("stage-checks")):
        check = queries.read_query(CHECKS / f"{name}.rq")
        severity = check.header.get("severity", "Violation")
        for focus, path, value in engine.select(store, check.text).rows:
            found = message("found", value=shorten(str(value))) if value is not None else NOTHING
            place = places.of(str(focus), str(path) if path else None)
            faults.append(Fault(place, check.both("message") + found, severity))
    return faults


def check(gathered: Gathered, *, similar: bool = False) -> list[Fault]:
    """Return all faults of what was read: those of reading, of the shapes and of the checks; worst first.

    With ``similar``, also warnings of what is probably one thing described twice.
    """
    places = _Places(gathered)
    told = {fault.place for fault in gathered.faults if fault.severity == "Violation"}  # one sentence a cell
    found = {*_checks(gathered.store, places), *_shacl(gathered.store, places)}
    faults = {*gathered.faults, *(fault for fault in found if fault.place not in told)}
    if similar:
        faults |= {
            Fault(places.of(pair.second, LABEL), pair.message(places.of(pair.first, LABEL)), "Warning")
            for pair in twins(gathered.store)
        }
    return sorted(faults, key=lambda fault: (fault.severity != "Violation", fault))


def validate(dataset: Any) -> list[Fault]:
    """Return the faults of a dataset; an empty list when it conforms. The dataset is not changed."""
    store = engine.new_store()
    engine.copy(dataset, store)
    load_ontology(store)
    return check(Gathered(store), similar=True)
