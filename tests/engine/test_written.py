"""What is read is written: literals of every datatype, in every form, on every way through the program."""

from __future__ import annotations

import gc
import re
from functools import partial
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
from ondisk import on_disk

from icilabas import engine
from icilabas.dataset import saved_store
from icilabas.dataset.loading import load_store
from icilabas.engine import disk, written
from icilabas.engine.terms import PREFIXES, Iri, Lit
from icilabas.export import rdf
from icilabas.sources.datatypes import forms
from icilabas.sources.schema import load_ontology

PACKAGE = Path(engine.__file__).parents[1]
XSD, RDF = PREFIXES["xsd"], PREFIXES["rdf"]
# Literals whose form a store changes, and some that no table of XML Schema knows.
OTHERS = {
    **{f"{XSD}{name}": ("007", "+7", "7") for name in ("integer", "byte", "unsignedShort", "positiveInteger", "int")},
    f"{XSD}nonPositiveInteger": ("-0", "0"),
    f"{XSD}decimal": ("1.10", ".5", "1.", "1", "-0.0"),
    f"{XSD}double": ("1E0", "+INF", "-0", "1.0", "NaN", "1e400"),
    f"{XSD}float": ("1.50", "INF"),
    f"{XSD}boolean": ("1", "0", "true"),
    f"{XSD}date": ("2016-01-31+00:00", "2016-01-31Z", "2016-02-30"),
    f"{XSD}dateTime": ("2016-01-31T24:00:00", "2016-01-31T10:00:00.100", "2016-01-31T10:00:00-00:00"),
    f"{XSD}dateTimeStamp": ("2016-01-31T10:00:00Z",),
    f"{XSD}time": ("24:00:00",),
    f"{XSD}gYear": ("2016+00:00", "16"),
    f"{XSD}dayTimeDuration": ("PT24H",),
    f"{XSD}yearMonthDuration": ("P12M", "P1Y"),
    f"{RDF}HTML": ("<p>Là</p>",),
    f"{RDF}JSON": ('{"a": 1.0}',),
    f"{RDF}XMLLiteral": ("<a>x</a>",),
    "http://www.opengis.net/ont/geosparql#wktLiteral": ("POINT(3.0 50.60)",),
    "http://example.org/own": ("01",),
}
A, P, G, H = (ox.NamedNode(f"http://example.org/{name}") for name in ("a", "p", "g", "h"))


def literals() -> set[ox.Literal]:
    found = {ox.Literal(form.example, datatype=ox.NamedNode(name)) for name, form in forms().items()}
    found |= {ox.Literal(text, datatype=ox.NamedNode(name)) for name, texts in OTHERS.items() for text in texts}
    found.add(ox.Literal("ليل", language="ar", direction=ox.BaseDirection.RTL))
    return found | {ox.Literal("Lille", language="fr"), ox.Literal("01"), ox.Literal("a  b\tc", language="en-gb")}


def each_by_itself(graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    """Return a statement for each literal, and one thing that says all of them."""
    said = sorted(literals(), key=str)
    names = [ox.NamedNode(f"http://example.org/thing-{number}") for number in range(len(said))]
    return [
        ox.Quad(name, P, literal, graph)
        for thing in (names, [A] * len(said))
        for name, literal in zip(thing, said, strict=True)
    ]


def found_in(content: bytes, ending: str) -> set[tuple[str, ox.Literal]]:
    """Return what a file says of our things by our property, as the parser alone has it."""
    quads = ox.parse(content, format=engine.FORMATS[ending], base_iri="http://example.org/")
    return {(str(q.subject), q.object) for q in quads if q.predicate == P and isinstance(q.object, ox.Literal)}


EXPECTED = {(str(quad.subject), quad.object) for quad in each_by_itself(G)}


@pytest.mark.parametrize("ending", [".trig", ".ttl", ".nt", ".nq", ".jsonld", ".rdf"])
def test_every_datatype_comes_out_of_every_form_as_it_went_in(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"literals{ending}"
    quads = each_by_itself(G if engine.has_graphs(path) else ox.DefaultGraph())
    content: list[ox.Quad] | list[ox.Triple] = quads if engine.has_graphs(path) else [quad.triple for quad in quads]
    ox.serialize(content, path, format=engine.FORMATS[ending])
    assert found_in(path.read_bytes(), ending) == EXPECTED
    infer = ending == ".trig"
    store = load_store([path], infer=infer)
    for out in (".trig", ".ttl", ".nt", ".nq", ".jsonld", ".rdf"):
        assert found_in(rdf.rdf(store, out, restricted=True, inferred=infer), out) == EXPECTED, (ending, out)


def test_a_saved_store_and_two_files_keep_what_each_says(tmp_path: Path) -> None:
    first, second = tmp_path / "first.nq", tmp_path / "second.nq"
    byte = ox.NamedNode(f"{XSD}byte")
    said = [ox.Literal("1"), ox.Literal("1", datatype=byte), ox.Literal("01", datatype=byte), ox.Literal(1)]
    ox.serialize([*each_by_itself(G), ox.Quad(A, A, said[3], G)], first, format=ox.RdfFormat.N_QUADS)
    ox.serialize([ox.Quad(A, A, said[2], G), ox.Quad(A, A, said[1], H)], second, format=ox.RdfFormat.N_QUADS)
    expected = {(said[3], G), (said[2], G), (said[1], H)}
    for inputs in ([first, second], [second, first]):
        folder = tmp_path / f"store-{inputs[0].stem}"
        store = load_store(inputs, infer=False)
        with saved_store.writer(folder) as write:
            write(partial(load_store, inputs, infer=False), "internal")
        for kept in (store, saved_store.open_store(folder)):
            assert found_in(engine.dump(kept, ".nq"), ".nq") == EXPECTED
            assert {(q.object, q.graph_name) for q in engine.as_written(kept) if q.predicate == A} == expected
            rows = engine.select(kept, f"SELECT DISTINCT ?n {{ {A} {A} ?n }}").rows
            assert rows == [(1,)]  # a query sees values
            assert engine.size(kept) == len(kept)


def test_cardinalities_of_the_ontology_are_whole_numbers_from_nought() -> None:
    store = engine.new_store()
    load_ontology(store)
    for ending in (".trig", ".ttl", ".rdf", ".jsonld"):
        content = rdf.rdf(store, ending, restricted=True, inferred=True)
        quads = [*ox.parse(content, format=engine.FORMATS[ending], base_iri="http://example.org/")]
        kinds = {
            str(quad.object.datatype.value)
            for quad in quads
            if "ardinality" in quad.predicate.value and isinstance(quad.object, ox.Literal)
        }
        assert kinds == {f"{XSD}nonNegativeInteger"}


def test_what_moves_is_renamed_or_goes_takes_its_literals_along() -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:p"), Lit(text, f"{XSD}int"), Iri("urn:g")) for text in ("1", "01")])

    def said() -> list[str]:
        return sorted(str(quad) for quad in engine.as_written(store))

    assert len(store) == 1
    assert said() == [f'<urn:a> <urn:p> "{text}"^^<{XSD}int> <urn:g>' for text in ("01", "1")]
    engine.move(store, list(store), ox.NamedNode("urn:h"))
    assert said() == [f'<urn:a> <urn:p> "{text}"^^<{XSD}int> <urn:h>' for text in ("01", "1")]
    engine.renamed(store, {Iri("urn:a"): Iri("urn:b")})
    assert said() == [f'<urn:b> <urn:p> "{text}"^^<{XSD}int> <urn:h>' for text in ("01", "1")]
    copied = engine.new_store()
    engine.copy(store, copied)
    assert [*map(str, engine.as_written(copied))] == [*map(str, engine.as_written(store))]
    engine.drop_graphs(store, ["urn:h"])
    engine.add(store, [(Iri("urn:b"), Iri("urn:p"), Lit("1", f"{XSD}integer"), Iri("urn:h"))])
    assert said() == [f'<urn:b> <urn:p> "1"^^<{XSD}integer> <urn:h>']
    engine.clear(copied)
    engine.add(copied, [(Iri("urn:b"), Iri("urn:p"), Lit("1", f"{XSD}integer"), Iri("urn:h"))])
    assert [*map(str, engine.as_written(copied))] == said()


def test_a_triple_inside_a_triple_keeps_its_literal(tmp_path: Path) -> None:
    path = tmp_path / "x.nq"
    path.write_text(
        f'<{A.value}> <{P.value}> <<( <{A.value}> <{P.value}> "01"^^<{XSD}byte> )>> <{G.value}> .\n', "utf-8"
    )
    assert f'"01"^^<{XSD}byte>' in engine.dump(load_store([path], infer=False), ".nq").decode()


def test_what_json_ld_has_no_form_for_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "x.nq"
    said = f"<{A.value}> <{P.value}> "
    path.write_text(f'{said}"01"^^<{XSD}byte> <{G.value}> .\n{said}<<( {said}"b" )>> <{G.value}> .\n', "utf-8")
    content = rdf.rdf(load_store([path], infer=False), ".jsonld", restricted=True)
    assert found_in(content, ".jsonld") == {(str(A), ox.Literal("01", datatype=ox.NamedNode(f"{XSD}byte")))}
    assert re.search(r" 1 .*RDF 1\.2", caplog.text)


def test_literals_that_look_like_those_that_stay_are_as_they_were() -> None:
    parts = [("0", "7", "12", "-3"), ("1", "2016", "0044", "10000"), ("-01", "-13", "-00"), ("", "-30", "-31Z")]
    texts = {"".join(text) for text in product(*parts)} | {f"{text}T23:59:60Z" for text in ("2016-01-31", "0044-03-15")}
    texts |= {
        "".join(text) for text in product(("", "-", "+"), ("0", "00", "12", "9" * 12), (".", ""), ("", "0", "05"))
    }
    texts |= {"".join(text) for text in product(("2016-02-30", "0000-12-31"), ("T24:00:00", "T23:59:59"), ("", "Z"))}
    kinds = ("integer", "decimal", "date", "gYear", "gYearMonth", "dateTime")
    said = [ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{kind}")) for text in sorted(texts) for kind in kinds]
    quads = {ox.Quad(ox.NamedNode(f"urn:{number}"), P, literal, G) for number, literal in enumerate(said)}
    store = engine.new_store()
    engine.extend(store, quads)
    assert {*engine.as_written(store)} == quads


def test_a_new_store_knows_nothing_of_one_that_was_there_before() -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:p"), Lit("01", f"{XSD}int"), Iri("urn:g"))])
    identity = id(store)
    written.forget_beside(identity)
    assert [*engine.as_written(store)] == [*store]


def test_what_is_asked_through_rdflib_is_forgotten_with_it() -> None:
    store = engine.new_store()
    engine.add(store, [(Iri("urn:a"), Iri("urn:p"), Lit("01", f"{XSD}int"), Iri("urn:g"))])
    dataset, identity = engine.as_dataset(store), id(store)
    assert identity in written.BESIDE
    del dataset, store
    gc.collect()
    assert identity not in written.BESIDE


def test_things_that_are_one_say_what_each_said(tmp_path: Path) -> None:
    triples, same = tmp_path / "x.ttl", tmp_path / "same-as.csv"
    about = "a ilb:Organization ; skos:prefLabel"
    heads = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("ilb", "ild", "skos", "xsd"))
    said = f'{heads} ild:a {about} "A"@fr . ild:b {about} "A"@fr ; ilb:page "007"^^xsd:int .'
    triples.write_text(said, "utf-8")
    same.write_text("keep,same\na,b\n", "utf-8")
    content = engine.dump(load_store([triples, same], infer=False), ".nt").decode()
    assert f'<{PREFIXES["ild"]}a> <{PREFIXES["ilb"]}page> "007"^^<{XSD}int> .' in content


def test_nothing_of_what_was_removed_stands_beside_a_store_on_disk(tmp_path: Path) -> None:
    store = engine.new_store()
    said = [(Iri(f"urn:{name}"), Iri("urn:p"), Lit("007", f"{XSD}int"), Iri("urn:g")) for name in ("shown", "hidden")]
    engine.add(store, said)
    for quad in [quad for quad in store if "hidden" in str(quad.subject)]:
        store.remove(quad)
    on_disk(store, tmp_path)
    assert (tmp_path / written.FILE).read_text("utf-8") == f'<urn:shown> <urn:p> "007"^^<{XSD}int> <urn:g> .\n'
    assert [str(quad) for quad in engine.as_written(disk.open_disk(tmp_path))] == [
        f'<urn:shown> <urn:p> "007"^^<{XSD}int> <urn:g>'
    ]


def test_nothing_else_puts_literals_into_a_store() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "engine"]
    assert len(others) > 80
    for path in others:
        found = re.findall(r"store\.(?:bulk_)?(?:extend|load|add)\(", path.read_text("utf-8"))
        assert found == [], path
