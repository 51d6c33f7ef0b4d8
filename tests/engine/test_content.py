"""What a store holds: what goes in comes out, in one order, and rules add what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import rdflib

from icilabas import engine
from icilabas.engine import content
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, Iri, Lit, Quad
from icilabas.errors import DataError, Fault, UsageError

if TYPE_CHECKING:
    from pathlib import Path

A, B, P, G, H = (Iri(f"urn:{name}") for name in "abpgh")
QUADS: list[Quad] = [
    (B, P, A, H),
    (B, P, A, G),
    (A, P, Lit("été", None, "fr"), G),
    (A, P, Lit("3", f"{PREFIXES['xsd']}integer"), G),
    (A, P, Lit("plain"), G),
]


def filled(quads: list[Quad] = QUADS) -> engine.Store:
    store = engine.new_store()
    engine.add(store, quads)
    return store


def test_quads_come_back_as_they_went_in() -> None:
    assert set(engine.quads(filled())) == set(QUADS)
    assert engine.graphs(filled()) == {G, H}
    assert (engine.size(filled()), engine.size(filled(), H), engine.size(filled(), "urn:none")) == (5, 1, 0)


def test_a_blank_node_or_no_graph_is_seen_and_left_out() -> None:
    assert engine.all_named(filled())
    for line in (
        f"_:x <{P}> <{A}> <{G}> .",
        f"<{A}> <{P}> _:x <{G}> .",
        f"<{A}> <{P}> <{A}> .",
        f"<{A}> <{P}> <{A}> _:g .",
    ):
        store = filled()
        store.load(line.encode(), format=engine.FORMATS[".nq"])
        assert not engine.all_named(store)
        assert set(engine.quads(store)) == set(QUADS)


def test_a_file_is_sorted_by_graph_then_by_triple() -> None:
    expected = [f'<{A}> <{P}> "3"^^<{PREFIXES["xsd"]}integer> <{G}> .', f'<{A}> <{P}> "plain" <{G}> .']
    expected += [f'<{A}> <{P}> "été"@fr <{G}> .', f"<{B}> <{P}> <{A}> <{G}> .", f"<{B}> <{P}> <{A}> <{H}> ."]
    for quads in (QUADS, QUADS[::-1]):
        assert engine.dump(filled(quads), ".nq").decode().splitlines() == expected
    assert engine.dump(filled(), ".nq", leave_out=[G]).decode().splitlines() == expected[4:]
    assert len(engine.dump(filled(), ".nt").splitlines()) == 4  # without graphs, what two say is said once
    assert engine.dump(filled(), ".nq", union=True) == engine.dump(filled(), ".nt")


UNFIT = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]))
PARSED = {
    ".ttl": f'<{A}> <{P}> "x%sy" .',
    ".trig": f'<{G}> {{ <{A}> <{P}> """x%sy""" }}',
    ".nt": f'<{A}> <{P}> "x%sy" .',
    ".nq": f'<{A}> <{P}> "x%sy" <{G}> .',
    ".jsonld": f'{{"@id": "{A}", "{P}": "x%sy"}}',
    ".rdf": f'<r:RDF xmlns:r="{PREFIXES["rdf"]}" xmlns:u="urn:"><r:Description r:about="{A}"><u:p>x%sy</u:p>'
    "</r:Description></r:RDF>",
}


def written(character: str, ending: str) -> list[str]:
    """Return how a form writes a character: as it is, where it can, and by its number."""
    if ending == ".rdf":
        return [character, f"&#{ord(character)};", f"&#x{ord(character):x};"]
    return [character, f"\\u{ord(character):04X}", f"\\u{ord(character):04x}"]


def test_statements_with_and_without_blank_nodes_are_written_in_one_way() -> None:
    """The engine's own lines, where no blank node needs a name, and those of told statements are the same."""
    there = [
        *QUADS,
        (A, P, Lit('a "b"\\\n _:no blank\r\t\x7f\u2028'), G),
        (A, P, Lit("01", f"{PREFIXES['xsd']}integer"), H),
    ]
    plain, mixed = filled(there), filled(there)
    mixed.load(f"_:x <{P}> _:y .".encode(), format=engine.FORMATS[".nq"])
    lines = engine.dump(plain, ".nq").splitlines()
    assert lines == sorted(lines, key=lambda line: (line.rsplit(b" ", 2)[1], line))
    assert f'<{A}> <{P}> "01"^^<{PREFIXES["xsd"]}integer> <{H}> .'.encode() in lines
    assert [line for line in engine.dump(mixed, ".nq").splitlines() if b"_:c14n" not in line] == lines
    without = filled([quad for quad in there if not isinstance(quad[2], Lit) or "_:" not in quad[2].value])
    assert [line for line in lines if b" _:no" not in line] == engine.dump(without, ".nq").splitlines()


@pytest.mark.parametrize("ending", PARSED)
def test_control_characters_of_a_file_are_left_out_and_told(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{ending}"
    for character in "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f\ufffe\uffff":
        for form in written(character, ending):
            path.write_text("\n" + PARSED[ending] % form, "utf-8")
            for read in (engine.parse, loaded):
                faults: list[Fault] = []
                (value,) = {engine.term_text(quad.object) for quad in read(path, G, faults)}
                assert value in {"xy", "x y", "x\ny"}, (form, value)
                assert (value != "xy") == (character in "\x0b\x0c\x85")
                (fault,) = faults
                assert fault.place == f"{path}:2"
                assert fault.severity == "Warning"
                assert "1 invisible control character was removed" in fault.message.text("en")
    path.write_text(PARSED[ending] % "\u20ac\U0001f600", "utf-8")
    assert [engine.term_text(quad.object) for quad in engine.parse(path)] == ["x\u20ac\U0001f600y"]


def loaded(path: Path, graph: str, faults: list[Fault]) -> engine.Store:
    store = engine.new_store()
    engine.load_file(store, path, graph, faults)
    return store


def test_what_is_written_as_xml_is_well_formed_whatever_the_store_holds() -> None:
    store = filled([(A, Iri("urn:ns:p"), Lit(f"x{UNFIT}y", lang=lang), G) for lang in (None, "fr")])
    root = ET.fromstring(engine.dump(store, ".rdf"))  # noqa: S314  # what was written here
    assert [found.text for found in root.iter("{urn:ns:}p")] == ["x\n\n\ny"] * 2


def test_what_rdflib_says_is_freed_of_control_characters_and_refused_where_it_is_not_rdf() -> None:
    dataset, store = rdflib.Dataset(), engine.new_store()
    dataset.graph(rdflib.URIRef(G)).add((rdflib.URIRef(A), rdflib.URIRef(P), rdflib.Literal("x\x0b\x01y")))
    engine.copy(dataset, store)
    assert set(engine.quads(store)) == {(A, P, Lit("x y"), G)}
    dataset.graph(rdflib.URIRef(G)).add((rdflib.URIRef("urn:a[0]"), rdflib.URIRef(P), rdflib.Literal("x")))
    with pytest.raises(UsageError, match="not valid RDF"):
        engine.copy(dataset, store)


def test_blank_nodes_have_the_same_names_each_time() -> None:
    files = set()
    for name in ("x", "y"):
        store = filled()
        store.load(f"_:{name} <{P}> <{A}> <{G}> .".encode(), format=engine.FORMATS[".nq"])
        files.add(engine.dump(store, ".nq"))
    assert len(files) == 1


@pytest.mark.parametrize("ending", engine.FORMATS)
def test_each_form_is_read_as_it_is_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"f{ending}"
    path.write_bytes(engine.dump(filled(), ending))
    store = engine.new_store()
    engine.load_file(store, path, "urn:file")
    parsed = engine.new_store()
    parsed.extend(engine.parse(path, "urn:file"))
    assert engine.dump(store, ".nq") == engine.dump(parsed, ".nq")
    expected = {G, H} if engine.has_graphs(path) else {"urn:file"}
    assert engine.graphs(store) == expected


def test_what_is_not_rdf_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "f.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> nonsense .\n", encoding="utf-8")
    for act in (lambda: engine.load_file(engine.new_store(), path), lambda: list(engine.parse(path))):
        with pytest.raises(DataError) as caught:
            act()
        assert caught.value.exit_code == 2
        assert caught.value.faults[0].place.startswith(f"{path}:2:")


def test_any_dataset_can_be_copied() -> None:
    other = rdflib.Dataset()
    other.graph(rdflib.URIRef(G)).add((rdflib.URIRef(A), rdflib.URIRef(P), rdflib.URIRef(B)))
    for dataset, size in ((filled(), 5), (engine.as_dataset(filled()), 5), (other, 1)):
        target = engine.new_store()
        engine.copy(dataset, target)
        assert engine.size(target) == size
        assert engine.size(target, G) == size - (size == 5)


def test_graphs_are_dropped_whole() -> None:
    store = filled()
    engine.drop_graphs(store, [G, "urn:none"])
    assert engine.graphs(store) == {H}


TURNED = "CONSTRUCT { ?o <urn:q> ?s } WHERE { ?s <urn:p> ?o FILTER(isIRI(?o)) }"
TURNED_IF_NEW = TURNED.replace(" FILTER", " FILTER NOT EXISTS { ?o <urn:q> ?s } FILTER")


@pytest.mark.parametrize("rule", [TURNED, TURNED_IF_NEW], ids=["any", "only-new"])
def test_a_rule_adds_what_no_graph_says_yet(rule: str) -> None:
    store = filled([(A, P, B, G), (B, P, A, G), (B, Iri("urn:q"), A, H)])
    assert engine.construct(store, rule) == 1
    assert engine.size(store, INFERRED_GRAPH) == 1
    assert engine.construct(store, rule) == 0
    assert engine.construct(store, TURNED.replace("urn:q", "urn:r"), "urn:mine") == 2
    assert engine.size(store, "urn:mine") == 2


def test_a_literal_is_never_a_subject() -> None:
    rule = "CONSTRUCT { ?o <urn:q> ?s } WHERE { ?s <urn:p> ?o }"
    assert engine.construct(filled(), rule) == 1


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_batches_change_nothing(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_BATCH", batch)
    store = filled([(Iri(f"urn:{n}"), P, A, G) for n in range(5)])
    assert engine.construct(store, TURNED) == 5
    assert engine.size(store, INFERRED_GRAPH) == 5


def test_selected_statements_go_to_their_passage() -> None:
    store = filled([(A, P, B, G), (A, P, Lit("x"), G)])
    saying = (
        "SELECT ?subject (<urn:q> AS ?relation) ?object ?passage "
        "{ GRAPH ?passage { ?object <urn:p> ?subject } FILTER(isIRI(?subject) || isLITERAL(?subject)) }"
    )
    assert engine.add_selected(store, saying) == 1  # of a literal nothing is said
    assert (B, Iri("urn:q"), A, G) in set(engine.quads(store))
    assert engine.add_selected(store, saying) == 0


def test_a_rule_of_another_kind_is_told() -> None:
    with pytest.raises(UsageError, match="CONSTRUCT"):
        engine.construct(filled(), "SELECT * { ?s ?p ?o }")
    with pytest.raises(UsageError, match="SELECT"):
        engine.add_selected(filled(), TURNED)


def test_names_of_a_file_do_not_tell_where_it_lies(tmp_path: Path) -> None:
    said: list[set[str]] = []
    for folder in ("Camille Exemple", "b"):
        (tmp_path / folder).mkdir()
        texts = {
            "deux mots.ttl": "<#a> <p> <autre.ttl#b> .",
            "autre.ttl": "<#b> <p> <deux%20mots.ttl#a> .",
            "x.rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:"><r:Description r:about="#a" e:p="1"/></r:RDF>',
            "x.jsonld": '{"@id": "#a", "urn:p": {"@id": "autre.ttl#b"}}',
            "x.trig": "<#g> { <#a> <p> <.> }",
        }
        store = engine.new_store()
        for name, text in texts.items():
            (tmp_path / folder / name).write_text(text, "utf-8")
            engine.load_file(store, tmp_path / folder / name)
        said.append(
            {str(quad) for quad in store} | {str(q) for n in texts for q in engine.parse(tmp_path / folder / n)}
        )
    assert said[0] == said[1]  # the same wherever it lies
    everything = " ".join(said[0])
    assert "file:" not in everything
    assert "Camille" not in everything
    ends = [f"<{PREFIXES['ild'].removesuffix('id/')}file/{name}>" for name in ("deux%20mots.ttl#a", "autre.ttl#b")]
    assert all(any(quad.startswith(end) for quad in said[0]) for end in ends)  # files of one folder speak of the same
