"""What things are called: which of several labels is taken, and where nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bundled
import pytest
import rdflib
import servers
from ondisk import on_disk
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.asking.names import is_name, label, labels, resolve
from icilabas.dataset.loading import load_store
from icilabas.engine import query
from icilabas.engine.disk import open_disk
from icilabas.engine.terms import PREFIXES, Iri, local_name
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.engine import Store

X = "http://x.example/"


def store_of(*triples: str) -> Store:
    store = engine.new_store()
    prefixes = " ".join(f"PREFIX {name}: <{space}>" for name, space in PREFIXES.items())
    store.update(f"{prefixes} INSERT DATA {{ GRAPH <http://x.example/g> {{ {' . '.join(triples)} }} }}")
    return store


@pytest.mark.parametrize(
    ("texts", "french", "english"),
    [
        ({"fr": "f", "en": "e", "": "n", "de": "d"}, "f", "e"),
        ({"en": "e", "": "n", "de": "d"}, "e", "e"),
        ({"fr": "f", "": "n"}, "f", "f"),
        ({"nl": "l", "": "n", "de": "d"}, "n", "n"),
        ({"nl": "l", "de": "d"}, "d", "d"),  # of other languages the first in order
        ({"fr": "", "en": "e"}, "e", "e"),
        ({}, "http://x.example/a", "http://x.example/a"),
    ],
)
def test_a_label_is_in_the_language_else_the_other_else_any(texts: dict[str, str], french: str, english: str) -> None:
    found = {f"{X}a": texts}
    assert (label(found, f"{X}a", "fr"), label(found, f"{X}a", "en")) == (french, english)


def test_what_nobody_names_is_called_by_its_id_only_where_the_id_is_ours() -> None:
    assert label({}, "https://w3id.org/icilabas/id/lille", "fr") == "lille"
    assert label({}, f"{X}lille", "fr") == f"{X}lille"


def test_a_preferred_label_comes_first_then_others_fill_the_languages_that_are_missing() -> None:
    found = labels(
        store_of(
            f'<{X}a> skos:prefLabel "b"@fr, "a"@fr',
            f'<{X}a> rdfs:label "c"@fr, "c"@en',
            f'<{X}a> dcterms:title "d"@en',
            f'<{X}b> dcterms:title "e", "f"@en',
        ),
        [f"{X}a", f"{X}b", f"{X}none", "no name"],
    )
    assert found == {f"{X}a": {"fr": "a", "en": "c"}, f"{X}b": {"": "e", "en": "f"}}


def test_a_property_of_another_vocabulary_is_called_as_its_column() -> None:
    path = "http://www.w3.org/2003/01/geo/wgs84_pos#lat"
    assert labels(store_of(), [path])[path]["en"] == "latitude"
    said = store_of(f'<{path}> rdfs:label "x"@fr')
    assert labels(said, [path]) == {path: {"fr": "x"}}


def test_labels_are_asked_for_once_whatever_they_are_said_with(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    select = query.select

    def counted(dataset: Store, text: str) -> engine.Solutions:
        asked.append(text)
        return select(dataset, text)

    monkeypatch.setattr(query, "select", counted)
    store = store_of(f'<{X}a> skos:prefLabel "b"@fr', f'<{X}b> rdfs:label "c"@en ; dcterms:title "d"@fr')
    assert labels(store, [f"{X}{name}" for name in "abc"]) == {f"{X}a": {"fr": "b"}, f"{X}b": {"en": "c", "fr": "d"}}
    assert len(asked) == 1
    plain = rdflib.Dataset(default_union=True)
    plain.parse(data=engine.dump(store, ".nq").decode(), format="nquads")
    assert labels(plain, [f"{X}a", f"{X}b"]) == labels(store, [f"{X}a", f"{X}b"])


@pytest.mark.journey
@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_labels_of_a_server_are_those_in_memory(server: str, tmp_path: Path) -> None:
    store = load_store(profile="public")
    (tmp_path / "all.nq").write_bytes(engine.dump(store, ".nq"))
    things = {engine.term_text(quad.subject) for quad in store}
    with getattr(servers, server)(tmp_path / "server", tmp_path / "all.nq") as url:
        endpoint = engine.Endpoint(url)
        assert labels(endpoint, things) == labels(store, things)
        assert endpoint.client.sent <= -(-len(things) // 1000) + 1  # and once how many rows it gives


@pytest.mark.parametrize("many", [0, 20])
def test_labels_of_a_store_on_disk_are_those_in_memory(many: int, tmp_path: Path) -> None:
    said = [
        *(f"<{X}a> skos:prefLabel {text}" for text in ('"z"@fr', '"b"@fr', '"B"@fr-BE', '"n"', '"d"@DE')),
        *(f"<{X}b> {path} {text}" for path, text in (("skos:prefLabel", "10"), ("skos:prefLabel", "9"))),
        *(f"<{X}c> {path} {text}" for path, text in (("rdfs:label", f"<{X}a>"), ("dcterms:title", '"t"@en'))),
        *(f'<{X}more{number}> skos:prefLabel "m"' for number in range(many)),  # more than are asked for
    ]
    store = store_of(*said)
    on_disk(store, tmp_path / "store")
    things = [f"{X}{name}" for name in ("a", "b", "c", "unknown")]
    found = labels(open_disk(tmp_path / "store"), things)
    assert found == labels(store, things)
    assert [found[thing] for thing in things[:2]] == [{"fr": "b", "": "n", "de": "d"}, {"": "9"}]


@pytest.mark.parametrize(("things", "queries"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_things_are_looked_up_so_many_at_a_time(things: int, queries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "_AT_ONCE", 2)
    asked: list[str] = []

    store = store_of()
    select = query.select

    def counted(dataset: Store, text: str) -> engine.Solutions:
        asked.append(text)
        return select(dataset, text)

    monkeypatch.setattr(query, "select", counted)
    wanted = [f"{X}{number}" for number in range(things)]
    found = [row[0] for row in engine.select_of(store, "SELECT ?t { VALUES ?t { THINGS } } ORDER BY ?t", wanted)]
    assert found == wanted
    assert len(asked) == queries


def territory(name: str, *said: str) -> str:
    return " ; ".join([f"ild:{name} a ilb:Territory", *said])


def test_an_iri_stands_for_what_is_the_same() -> None:
    store = store_of(territory("mali", f'skos:exactMatch <{X}mali> ; skos:prefLabel "Mali"@fr'))
    assert local_name(resolve(store, f"{X}mali", "Territory")) == "mali"
    with pytest.raises(UsageError, match="nothing .*“!!”"):
        resolve(store, "!!", "Territory")  # no letter at all: it is nobody's name


@pytest.mark.parametrize("text", ["Orléans", "orleans", "ORLEANS"])
def test_a_name_of_several_is_refused_whichever_has_the_id_that_is_made_of_it(text: str) -> None:
    store = store_of(
        territory("orleans", 'skos:prefLabel "Orléans"@fr'),
        territory("other", 'skos:altLabel "Orléans"'),
        "ild:authority a ilb:Organization ; skos:prefLabel 'Orléans'@fr",
    )
    with pytest.raises(UsageError, match=r"write one of: ild:orleans \(Territories\), ild:other \(Territories\)$"):
        resolve(store, text, "Territory")
    with pytest.raises(UsageError, match=r"ild:authority \(Organisations\), ild:orleans"):
        resolve(store, text, "Thing")
    assert local_name(resolve(store, text, "Actor")) == "authority"
    assert local_name(resolve(store, "ild:orleans", "Territory")) == "orleans"


def test_an_id_that_is_no_name_of_its_thing_is_meant_as_an_id() -> None:
    store = store_of(
        territory("mali", 'skos:prefLabel "République"@fr'), territory("other", 'skos:prefLabel "Mali"@fr')
    )
    assert local_name(resolve(store, "mali", "Territory")) == "mali"
    with pytest.raises(UsageError, match="ild:mali"):
        resolve(store, "Mali", "Territory")


def test_a_thing_of_another_class_is_not_meant() -> None:
    store = store_of("ild:mali a ilb:Organization", territory("place", 'skos:altLabel "MALI"'))
    assert local_name(resolve(store, "mali", "Territory")) == "place"
    assert local_name(resolve(store, "mali", "Actor")) == "mali"  # an organisation is an actor
    assert local_name(resolve(store, "mali", "Thing")) == "mali"


@pytest.mark.parametrize(
    "name", ["RDC", "DR Congo", "COD", "CD", "Congo - Kinshasa", "République démocratique du Congo"]
)
def test_a_country_is_found_by_each_of_its_names(name: str) -> None:
    said = territory("x1", 'skos:prefLabel "Congo-Kinshasa"@fr'), territory("x2", 'skos:prefLabel "Mali"@fr')
    for class_ in ("Territory", "Thing"):
        assert local_name(resolve(store_of(*said), name, class_)) == "x1"
    with pytest.raises(UsageError):
        resolve(store_of(*said), name, "Actor")
    state = store_of(territory("x1", 'skos:prefLabel "Congo-Kinshasa"@fr', "ilb:territoryKind ilv:city"))
    with pytest.raises(UsageError):
        resolve(state, "RDC", "Territory")


def test_a_name_of_several_countries_is_told_with_each() -> None:
    one = territory("x1", 'skos:prefLabel "Congo-Kinshasa"@fr')
    with pytest.raises(UsageError, match=r"Congo - Brazzaville \(CG\)"):
        resolve(store_of(one), "Congo", "Territory")
    with pytest.raises(UsageError, match=r"ild:x1 \(Territories\), ild:x2"):
        resolve(store_of(one, territory("x2", 'skos:prefLabel "République du Congo"@fr')), "Congo", "Territory")


def test_a_name_is_an_iri_and_a_text_that_looks_like_one_is_not() -> None:
    assert is_name(Iri(f"{X}a"))
    assert not any(map(is_name, (f"{X}a", 3, None, True)))


@pytest.fixture(scope="module")
def small() -> rdflib.Dataset:
    return ilb.load(SMALL)


@pytest.mark.parametrize("name", ["kayes", "KAYES", "Région de Kayes", "region de kayes", "ild:kayes", "Kayes region"])
def test_a_thing_is_found_by_slug_iri_or_label(name: str, small: rdflib.Dataset) -> None:
    assert resolve(small, name, "Territory") == "https://w3id.org/icilabas/id/kayes"


def test_a_thing_is_found_by_its_wikidata_id() -> None:
    dataset = bundled.whole()
    for name in ("wd:Q648", "http://www.wikidata.org/entity/Q648"):
        assert resolve(dataset, name, "Territory") == "https://w3id.org/icilabas/id/lille"


def test_an_unknown_name_gets_the_nearest_ones(small: rdflib.Dataset) -> None:
    with pytest.raises(ilb.UsageError, match="Territories .*“Kaye”. Nearest: kayes"):
        resolve(small, "Kaye", "Territory")
    with pytest.raises(ilb.UsageError, match="Territories .*“essor”"):
        resolve(small, "essor", "Territory")


def test_an_ambiguous_name_lists_what_it_can_be(small: rdflib.Dataset) -> None:
    double = rdflib.Dataset(default_union=True)
    double += small  # type: ignore[arg-type]  # rdflib's own annotation is narrower than what it takes
    other = rdflib.URIRef("https://w3id.org/icilabas/id/kayes-town")
    graph = double.graph(rdflib.URIRef("https://w3id.org/icilabas/graph/mini/s1"))
    graph.add((other, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/icilabas/ontology#Territory")))
    graph.add((other, rdflib.SKOS.prefLabel, rdflib.Literal("Région de Kayes", lang="fr")))
    with pytest.raises(ilb.UsageError, match=r"write one of: ild:kayes \(Territories\), ild:kayes-town"):
        resolve(double, "Région de Kayes", "Territory")
