"""What makes the ontology a good one: checks 1 to 11 and 15, as numbered in the docstrings.

Each check is a function from a graph to the faults it finds (`ontologychecks.py`, `termchecks.py`), and must find none
in the ontology. `test_ontology_broken.py` shows that each can fail; check 12 is that of the reasoners
(`test_ontology_reasoned.py`), 13 that of the shapes (`test_shapes.py`), 14 that of the questions (`test_questions.py`),
16 and 17 are of what is said with it (`test_ontology_data.py`).
"""

from pathlib import Path

import pytest
from ontologychecks import (
    connection_faults,
    construct_faults,
    cycle_faults,
    disjointness_faults,
    header_faults,
    label_faults,
    leftover_faults,
    name_faults,
    shape_faults,
    type_faults,
)
from ontologyparts import (
    EXAMPLES,
    FILES,
    ILB,
    ILS,
    ILV,
    IRI,
    LISTS,
    ONTOLOGY,
    QUERIES,
    SHAPE_FILES,
    ontology,
    ontology_shapes,
    own_classes,
    own_properties,
    parsed,
    texts,
)
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.namespace import DCTERMS, FOAF, SKOS
from termchecks import foreign_faults, query_faults, scheme_faults, skos_faults

import icilabas


@pytest.mark.parametrize("path", [*FILES, *SHAPE_FILES], ids=lambda path: path.name)
def test_01_files_parse(path: Path) -> None:
    """1: every file is Turtle and holds something."""
    assert len(parsed(path)) > 0


def test_01_one_ontology() -> None:
    """1: one owl:Ontology, with a proper IRI."""
    assert header_faults(ontology()) == []
    assert set(ontology().subjects(RDF.type, OWL.Ontology)) == {IRI}


def test_02_metadata() -> None:
    """2: the header says all that FOOPS! asks for; the creator is described too."""
    assert [fault for fault in shape_faults(ontology()) if " header-" in fault] == []
    for role in (DCTERMS.creator, DCTERMS.publisher):
        for agent in ontology().objects(IRI, role):
            assert (agent, FOAF.name, None) in ontology()


def test_03_labels_and_definitions() -> None:
    """3: each own term has one label and one definition in each language, and none escapes the shapes."""
    assert [fault for fault in shape_faults(ontology()) if " term-" in fault or " entry-" in fault] == []
    assert set(ontology().subjects(RDFS.isDefinedBy)) == own_classes(ontology()) | own_properties(ontology())
    assert {term for term in ontology().subjects() if str(term).startswith(str(ILB))} == set(
        ontology().subjects(RDFS.isDefinedBy)
    )


def test_04_labels_are_distinct() -> None:
    """4: no duplicate label in a language, no label as definition, no stray white space, no empty text."""
    assert label_faults(ontology()) == []


def test_05_names() -> None:
    """5: CamelCase classes, mixedCase properties."""
    assert name_faults(ontology()) == []


def test_06_domain_and_range() -> None:
    """6: one domain and one range each; at most three written exceptions, none needless."""
    assert [fault for fault in shape_faults(ontology()) if " property-" in fault and "inverse" not in fault] == []
    assert set(ontology().subjects(RDFS.subPropertyOf)) == own_properties(ontology())
    exceptions = [(ILS.noDomainBecause, RDFS.domain), (ILS.noRangeBecause, RDFS.range)]
    excepted = {(term, end) for reason, end in exceptions for term in ontology_shapes().subjects(reason)}
    assert len(excepted) <= 3
    assert [term for term, end in excepted if (term, end, None) in ontology()] == []


def test_07_inverses() -> None:
    """7: an inverse is declared, or the property's note gives the reason why there is none."""
    assert [fault for fault in shape_faults(ontology()) if "inverse" in fault] == []
    paired = {term for pair in ontology().subject_objects(OWL.inverseOf) for term in pair}
    for start in ("No inverse: ", "Pas d’inverse : "):
        reasoned = {s for s, note in texts(ontology(), SKOS.editorialNote) if note.startswith(start)}
        assert paired & reasoned == set()
        assert paired | reasoned == own_properties(ontology())


def test_08_no_cycles() -> None:
    """8: no cycle, no self-inverse, no crossed inverse, no chain of one."""
    assert cycle_faults(ontology()) == []


def test_08_nothing_declared_that_is_not_needed() -> None:
    """8: no equivalence, no negation, no symmetry, no datatype of our own: none of them can be wrong."""
    assert construct_faults(ontology()) == []


def test_09_disjointness() -> None:
    """9: every pair of top classes is decided."""
    assert disjointness_faults(ontology()) == []


def test_09_exceptions_have_reasons() -> None:
    """6, 9: every exception gives its reason in French and in English."""
    shapes = ontology_shapes()
    excepted = {(term, why) for why in (ILS.noDomainBecause, ILS.noRangeBecause) for term in shapes.subjects(why)}
    excepted |= {(entry, ILS.because) for entry in shapes.subjects(RDF.type, ILS.Overlap)}
    for term, why in excepted:
        languages = sorted(str(getattr(text, "language", "")) for text in shapes.objects(term, why))
        assert languages == ["en", "fr"], term


def test_10_connected_and_typed() -> None:
    """10: nothing unconnected, nothing untyped, no "other" class."""
    assert connection_faults(ontology()) == []
    assert type_faults(ontology()) == []
    assert leftover_faults(ontology()) == []


def test_11_foreign_terms_exist() -> None:
    """11: in the ontology, the code lists and the shapes."""
    assert foreign_faults(parsed(*FILES, *SHAPE_FILES)) == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_11_terms_of_queries_exist(path: Path) -> None:
    """11: in the questions, rules, views and checks."""
    assert query_faults(path.read_text(encoding="utf-8")) == []


def test_11_one_schema_org() -> None:
    """11: schema.org by https only; what others write by http is read under a name that says so."""
    files = {
        path.name: path.read_text(encoding="utf-8") for path in ONTOLOGY.rglob("*") if path.suffix in (".ttl", ".rq")
    }
    read = "PREFIX schema-http: <http://schema.org/>\n"
    assert [name for name, text in files.items() if "http://schema.org" in text.replace(read, "")] == []


def test_15_skos_integrity() -> None:
    """15: S9, S13, S14, S27 and S46 hold, in the code lists and in the examples."""
    assert skos_faults(ontology()) == []
    assert skos_faults(parsed(*FILES, *EXAMPLES)) == []


def test_15_skos_integrity_of_the_data() -> None:
    """15: and in the bundled workshop, together with the ontology, before anything is inferred."""
    union = Graph()
    union += ((s, p, o) for s, p, o, _ in icilabas.load(infer=False).quads())
    assert (None, RDF.type, ILB.Challenge) in union
    assert skos_faults(union) == []


def test_15_code_lists() -> None:
    """15: no orphan, top concepts declared; one file a scheme, named after it."""
    assert scheme_faults(ontology()) == []
    for path in LISTS:
        assert set(parsed(path).subjects(RDF.type, SKOS.ConceptScheme)) == {ILV[path.stem]}
