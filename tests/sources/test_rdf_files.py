"""Data that only know W3C ORG, FOAF, vCard and SKOS: the same views, measures, questions and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import icilabas
from icilabas import engine
from icilabas.dataset.access import restricted_graphs
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import ONTOLOGY_GRAPH, Lit
from icilabas.errors import DataError
from icilabas.export import rdf
from icilabas.measures.node_measures import measure
from icilabas.networks.projection import project
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

EX = "https://example.org/valley/"
AT = "@"  # no file of the repository holds an address
SECRETS = ("Ada Exemplar", "Bo Specimen", "since Ada came", f"ada{AT}example.org", f"council{AT}example.org")


@pytest.fixture(scope="module")
def path(repo: Path) -> Path:
    return repo / "tests" / "data" / "org-only.ttl"


@pytest.fixture(scope="module")
def store(path: Path) -> Any:
    return load_store([path], profile="public")


def ties(store: Any, view: str) -> set[tuple[str, str]]:
    graph = project(store, view)
    return {tuple(sorted(end.removeprefix(EX) for end in tie[:2])) for tie in graph.edges}


def test_those_who_collaborate_are_tied(store: Any) -> None:
    """Memberships with and without a name, hasMember and memberOf alike."""
    assert ties(store, "collaboration") == {
        ("council", "mill"),
        ("council", "school"),
        ("council", "water-office"),
        ("school", "water-office"),
    }


def test_memberships_and_units_are_bridges(store: Any) -> None:
    assert ties(store, "bridges") >= {
        ("council", "league"),
        ("league", "school"),
        ("league", "mill"),
        ("council", "water-office"),
        ("mill", "mill-shop"),
        ("book-bus", "school"),
    }


def test_linked_to_is_a_tie(store: Any) -> None:
    relations = {key for *_ends, key in project(store, "ties").edges(keys=True)}
    assert "http://www.w3.org/ns/org#linkedTo" in relations
    assert "http://www.w3.org/ns/org#hasMember" not in relations  # memberOf says it


def test_each_tie_has_its_passage(store: Any) -> None:
    for *_ends, evidence in project(store, "affiliation").edges(data="evidence"):
        assert {piece["passage"] for piece in evidence} == {"https://w3id.org/icilabas/graph/file/org-only"}


def test_labels_of_other_vocabularies(store: Any) -> None:
    graph = project(store, "bridges", lang="en")
    labels = {node.removeprefix(EX): about["label"] for node, about in graph.nodes(data=True)}
    assert labels["council"] == "Valley council"
    assert labels["school"] == "Hillside School"
    assert labels["mill"] == "Old Mill"
    assert labels["mill-shop"] == "Mill shop"


def test_sites_are_territories(store: Any) -> None:
    found = {row["label"]: row["territory"] for row in measure(store, "collaboration", lang="en").rows}
    assert found["Valley council"] == "Upper Ford"
    assert found["Hillside School"] == "Lower Ford"
    assert found["Old Mill"] is None


def test_roles_and_themes(path: Path) -> None:
    data = icilabas.load(path)
    rows = {(str(row.actor), str(row.role)) for row in icilabas.ask(data, "partners-and-roles")}
    assert (f"{EX}council", f"{EX}treasurer") in rows
    assert (f"{EX}mill", "https://w3id.org/icilabas/vocabulary/role-partner") in rows
    works = {(str(row.actor), str(row.theme)) for row in icilabas.ask(data, "what-they-work-on")}
    assert works == {(f"{EX}school", f"{EX}reading")}


def test_persons_are_restricted_and_contacts_gone(path: Path) -> None:
    gathered = gather([path])
    texts = sorted(fault.message.text("en") for fault in gathered.faults)
    assert [text.split(":")[0] for text in texts] == [
        "2 e-mail addresses or telephone numbers were not kept",
        "2 persons",
    ]
    whole = engine.dump(gathered.store, ".nq").decode()
    assert all(secret in whole for secret in SECRETS[:3])
    assert not any(secret in whole for secret in SECRETS[3:])
    assert restricted_graphs(gathered.store) == ["https://w3id.org/icilabas/graph/file/org-only/persons"]


@pytest.mark.journey
def test_no_output_names_a_person(path: Path, tmp_path: Path) -> None:
    from icilabas.site.build import publish

    publish([path], tmp_path / "site")
    for file in (tmp_path / "site").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in SECRETS if secret.encode() in content], file.name


def test_converting_adds_nothing(path: Path) -> None:
    """What is said otherwise is said for the views; a file that is converted is as it was read."""
    plain = engine.dump(load_store([path], infer=False), ".nq").decode()
    said = [line for line in plain.splitlines() if "file/org-only>" in line]
    assert said
    for added in ("role-partner", "org#unitOf", "ontology#Partnership"):
        assert not [line for line in said if added in line]


def test_the_same_file_gives_the_same_names(path: Path) -> None:
    first, second = (rdf.rdf(load_store([path]), ".nq", restricted=True, inferred=True) for _ in range(2))
    assert first == second
    said = [line for line in first.decode().splitlines() if not line.endswith(f"<{ONTOLOGY_GRAPH}> .")]
    assert not any("_:" in line for line in said)


def test_named_graphs_without_a_passage_get_one(tmp_path: Path) -> None:
    path = tmp_path / "named.trig"
    path.write_text(
        """@prefix org: <http://www.w3.org/ns/org#> . @prefix ex: <https://example.org/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        ex:g { ex:c a org:OrganizationalCollaboration ; org:hasMember ex:a, ex:b, "no thing" . ex:a a org:Organization .
               ex:p a foaf:Person ; foaf:name "Ada Exemplar" . }""",
        encoding="utf-8",
    )
    store = load_store([path], profile="public")
    (tie,) = project(store, "collaboration").edges(data="evidence")
    assert {piece["passage"] for piece in tie[2]} == {"https://example.org/g"}
    assert "Ada" not in engine.dump(store, ".nq").decode()


def test_the_bundled_data_are_not_said_otherwise(repo: Path) -> None:
    """What our own tables say is said in our words already: nothing is added to their passages."""
    plain, inferred = (load_store([repo / "data" / "lille-2016"], infer=infer) for infer in (False, True))
    passages = [row[0] for row in engine.select(plain, "SELECT ?p WHERE { ?p a ilb:Passage }").rows]
    assert {p: engine.size(plain, p) for p in passages} == {p: engine.size(inferred, p) for p in passages}


TURTLE = """@prefix ex: <https://example.org/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ilb: <https://w3id.org/icilabas/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""


def said_in(path: Path) -> dict[str, set[tuple[str, str]]]:
    """Return what each graph of the file says: the end of the subject and the object."""
    found: dict[str, set[tuple[str, str]]] = {}
    read = gather([path])
    for subject, _about, thing, graph in engine.quads(read.store):
        if graph in read.ranks:
            value = thing.value if isinstance(thing, Lit) else thing.rpartition("/")[2]
            found.setdefault(graph.rpartition("/")[2], set()).add((subject.rpartition("/")[2], value))
    return found


def test_what_has_no_name_gets_a_number_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "Mes amis.ttl"
    path.write_text(TURTLE + "ex:a rdfs:seeAlso [ rdfs:label 'b' ] , [ rdfs:label 'c' ] .", "utf-8")
    names = {label: name for name, label in said_in(path)["mes-amis"]}
    assert [names[label].rpartition("-")[2] for label in "bc"] == ["1", "2"]
    assert names["b"].startswith("mes-amis-")
    assert len(names["b"]) == len("mes-amis-12345678-1")


def test_what_only_says_something_of_persons_is_restricted_with_them(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        TURTLE
        + """ex:p a foaf:Person ; rdfs:seeAlso _:own , _:both . ex:o a org:Organization ; rdfs:seeAlso _:both .
        ex:q org:headOf ex:o . ex:post org:heldBy ex:r . ex:m org:member ex:p . ex:q org:hasMembership ex:n .
        ex:n rdfs:label "n" . ex:m rdfs:label "m" . _:own rdfs:label "own" ; rdfs:seeAlso _:deep . _:both rdfs:label "both" .
        _:deep rdfs:label "deep" . ex:r rdfs:label "r" . ex:post rdfs:label "post" .""",
        "utf-8",
    )
    found = said_in(path)
    labels = {"n", "m", "own", "both", "deep", "r", "post"}
    assert {value for _who, value in found["persons"]} & labels == {"n", "m", "own", "deep", "r"}
    assert {value for _who, value in found["x"]} & labels == {"both", "post"}
    assert any("3 persons" in fault.message.text("en") for fault in gather([path]).faults)


def test_a_graph_that_is_a_passage_is_taken_as_it_is_in_whatever_graph_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        TURTLE + "ex:meta { ex:g a ilb:Passage } ex:g { ex:o a org:Organization ; foaf:mbox <mailto:p> }", "utf-8"
    )
    assert said_in(path) == {"g": {("o", "org#Organization"), ("o", "mailto:p")}, "meta": {("g", "ontology#Passage")}}
    path.write_text(TURTLE + "ex:meta { ex:g a ilb:Passage } ex:g { ex:o rdfs:label 'o' . [] rdfs:label 'b' }", "utf-8")
    found = said_in(path)
    assert set(found) == {"g", "meta"}  # what has no name gets one, and stays where it is
    assert "b" in {value for _who, value in found["g"]}
    path.write_text(
        TURTLE + "ex:g a ilb:Passage . ex:g { ex:o a org:Organization } ex:h { ex:o rdfs:label 'o' }", "utf-8"
    )
    assert ("o", "o") in said_in(path)["h"]


def test_the_same_graph_in_two_files_is_of_the_first(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.trig" for name in "ab"]
    for path in paths:
        path.write_text(TURTLE + f"ex:g {{ ex:g a ilb:Passage . ex:o rdfs:label '{path.stem}' }}", "utf-8")
    read = gather(paths)
    labels = engine.select(read.store, "SELECT ?l { <https://example.org/o> rdfs:label ?l } ORDER BY ?l").rows
    assert labels == [("a",), ("b",)]
    assert read.ranks == {"https://example.org/g": 0}
    assert read.files == paths


def test_a_file_and_a_graph_without_a_passage_are_passages_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        TURTLE + "ex:a rdfs:label 'a' . ex:h { ex:o a org:Organization } ex:about { ex:h rdfs:label 'h' }", "utf-8"
    )
    titles = "SELECT ?g ?t { GRAPH ?any { ?g a ilb:Passage ; dcterms:title ?t } } ORDER BY ?t"
    found = [(graph.rpartition("/")[2], title) for graph, title in engine.select(gather([path]).store, titles).rows]
    assert found == [("x", "x.trig"), ("h", "x.trig, https://example.org/h")]


def test_a_graph_without_a_name_gets_one_and_what_is_said_of_it_is_said_of_that(tmp_path: Path) -> None:
    """As any blank node does; also where the file declares it a passage, and in N-Quads."""
    ilb, title = "https://w3id.org/icilabas/ontology#", "http://purl.org/dc/terms/title"
    trig = f"""_:g {{ <{EX}a> a <{ilb}Organization> . _:x a <{ilb}Organization> }} [] {{ <{EX}b> a <{ilb}Organization> }}
      _:g <{title}> "G" ."""
    nquads = f'<{EX}a> <{title}> "A" _:g .\n_:g <{title}> "G" _:g .\n_:g a <{ilb}Passage> _:g .\n'
    nquads = nquads.replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ")
    for name, content, graphs in (("x.trig", trig, 2), ("x.nq", nquads, 1)):
        (tmp_path / name).write_text(content, "utf-8")
        read = gather([tmp_path / name])
        said = [quad for quad in engine.quads(read.store) if quad[3] != ONTOLOGY_GRAPH]
        named = {graph for subject, _p, _o, graph in said if subject.startswith(EX)}
        assert len(named) == graphs
        assert all(graph.startswith("https://w3id.org/icilabas/id/x-") for graph in named)
        (titled,) = {subject for subject, about, thing, _g in said if about == title and thing == Lit("G")}
        assert titled in named


@pytest.mark.parametrize("ending", [".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf"])
def test_a_mark_at_the_start_of_a_file_is_passed_over(ending: str, repo: Path, tmp_path: Path) -> None:
    store = load_store([repo / "tests" / "data" / "org-only.ttl"], infer=False)
    content, path = rdf.rdf(store, ending, restricted=True), tmp_path / f"x{ending}"
    path.write_bytes(content)
    plain = len(gather([path]).store)
    path.write_bytes(b"\xef\xbb\xbf" + content)
    assert len(gather([path]).store) == plain > 1000
    path.write_bytes(content.decode("utf-8").encode("utf-16"))
    with pytest.raises(DataError, match=r"x\.\w+:1: the file is UTF-16; save it as UTF-8") as caught:
        gather([path])
    assert caught.value.exit_code == 2


def test_why_a_file_says_nothing_is_told_with_it(tmp_path: Path) -> None:
    (tmp_path / "x.jsonld").write_text('{"@id": "https://no name/", "urn:a:b": 1}', "utf-8")
    with pytest.raises(DataError) as caught:
        gather([tmp_path / "x.jsonld"])
    said = [str(fault).partition("x.jsonld")[2] for fault in caught.value.faults]
    assert said[0] == ": the file contains no triples"
    assert said[1].startswith(":1: “https://no name/” is not an IRI")
