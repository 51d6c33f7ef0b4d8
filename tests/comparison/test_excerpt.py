"""What is fetched of an endpoint for a comparison: all that its queries read, no more than that, and compared the same."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import answered
import pytest
import rdflib
import servers
from askedhere import Here
from drawndata import flat
from ondisk import on_disk
from places import TESTS
from rdflib.namespace import RDF
from rdflib.paths import AlternativePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from smalldata import seeds, small

import icilabas as ilb
from icilabas.asking import names
from icilabas.comparison.excerpt import excerpt, relations
from icilabas.comparison.facts import COMPARED_ON, COMPARISON
from icilabas.dataset.loading import load_store, ready_endpoint
from icilabas.engine.disk import open_disk
from icilabas.engine.terms import PREFIXES, iri
from icilabas.errors import UsageError
from icilabas.export import rdf
from icilabas.networks import projection
from icilabas.networks.projection import VIEWS
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

# ---- nothing is missing ----


def queries() -> dict[str, str]:
    """Return what a comparison asks, by where it stands.

    Not here: what else the nodes of a network are described by, and whether it is restricted, which nobody reads.
    """
    found = {path.stem: path.read_text(encoding="utf-8") for path in COMPARISON.glob("*.rq")}
    found |= {f"view {name}": (VIEWS / f"{name}.rq").read_text(encoding="utf-8") for name in COMPARED_ON}
    found["sources"] = projection._SOURCES  # noqa: SLF001  # what the code asks is tested
    found["labels"] = names._LABELS.replace("THINGS", "ild:a")  # noqa: SLF001  # what the code asks is tested
    for query in ("_NAMES", "_PLACES"):
        path = names._class_path("Territory")  # noqa: SLF001  # what the code asks is tested
        found[f"territories {query}"] = getattr(names, query).format(class_=path, wide="ilv:country")
    return found


class Asked:
    """The relations of a query, in which graph each is asked for, and what its variables may be."""

    def __init__(self, query: str) -> None:
        self.values: dict[Any, set[Any]] = defaultdict(set)
        self.triples: list[tuple[Any, Any, Any, Any]] = []
        self._look(prepareQuery(query, initNs=PREFIXES).algebra, None)
        is_passage = (RDF.type, rdflib.URIRef(iri("ilb:Passage")))
        self.passages = {subject for _graph, subject, *said in self.triples if tuple(said) == is_passage}

    def _look(self, part: Any, graph: Any) -> None:
        if isinstance(part, CompValue):
            graph = part.term if part.name == "Graph" else graph
            self.triples += [(graph, *triple) for triple in dict.get(part, "triples") or ()]
            for row in dict.get(part, "res") or () if part.name == "values" else ():
                for variable, value in row.items():
                    self.values[variable].add(value)
            if part.name == "RelationalExpression" and part.op == "IN":
                self.values[part.expr].update(part.other)
        for each in part.values() if isinstance(part, CompValue) else part if isinstance(part, list | tuple) else ():
            self._look(each, graph)

    def relations(self) -> Iterator[tuple[str, set[str], bool]]:
        """Yield each, the classes that it names where it is `a`, and whether it counts in passages only."""
        for graph, _subject, relation, thing in self.triples:
            several = relation.args if isinstance(relation, AlternativePath) else self.values.get(relation, {relation})
            for one in several:
                assert isinstance(one, rdflib.URIRef), f"no relation but a name is understood here: {one}"
                classes = self.values.get(thing, {thing}) if one == RDF.type else set()
                yield str(one), set(map(str, classes)), graph in self.passages


@pytest.mark.parametrize("name", queries())
def test_what_a_comparison_asks_is_fetched(name: str) -> None:
    read = {key: {iri(each) for each in some} for key, some in dataclasses.asdict(relations()).items()}
    everywhere = read["anywhere"] | read["beside"] | read["named"] | read["territories"]
    in_passages = everywhere | read["passages"] | read["findings"]
    asked = [*Asked(queries()[name]).relations()]
    assert asked, "a query without relations shows nothing"
    for relation, classes, by_passages in asked:
        assert relation in (in_passages if by_passages else everywhere)
        assert classes <= (read["classes"] if by_passages else {*load_schema().supers})


def test_the_classes_that_tell_of_what_sort_data_are_are_those_of_the_queries() -> None:
    known = dataclasses.asdict(relations())
    for name, key in (("findings", "kinds"), ("workshops", "sorts")):
        classes = set[str]().union(*(some for _relation, some, _by in Asked(queries()[name]).relations()))
        assert {iri(each) for each in known[key]} == classes - {iri("ilb:Passage")}


@pytest.mark.parametrize("name", [view.name for view in projection.views() if view.header.get("reads")])
def test_what_a_view_asks_is_what_it_says_that_it_reads(name: str) -> None:
    view = projection.view(name)
    read = {
        key: {iri(each) for each in view.header["reads"].get(key, ())} for key in ("relations", "beside", "classes")
    }
    for relation, classes, _by_passages in Asked(view.text).relations():
        assert relation in read["relations"] | read["beside"] | {str(RDF.type)}
        assert classes <= read["classes"]


# ---- what is compared is the same ----


def all_said(found: Any) -> tuple[Any, ...]:
    return found.to_dict(), found.to_text("fr"), found.to_text("en"), found.to_markdown("en")


def same(store: ox.Store, a: str, b: str, **how: Any) -> None:
    expected = all_said(ilb.compare(store, a, b, **how))
    assert all_said(ilb.compare(Here(store), a, b, **how)) == expected
    with on_its_disk(store) as stored:
        assert all_said(ilb.compare(stored, a, b, **how)) == expected


@contextmanager
def on_its_disk(store: ox.Store) -> Iterator[ox.Store]:
    """Give the same store, as it is read from a disk."""
    with TemporaryDirectory() as folder:
        on_disk(store, Path(folder, "store"))
        yield open_disk(Path(folder, "store"))


def said_of(dataset: Any, a: str, b: str, without: str | None) -> tuple[Any, ...]:
    try:
        return all_said(ilb.compare(dataset, a, b, without=without))
    except UsageError as error:
        return ("refused", str(error))


def compared(store: ox.Store, most: int = 5) -> int:
    """Compare some pairs of territories, and one with the others, some with an actor that leaves; say how many can be."""
    places, actors = (
        [str(row[0]) for row in ilb.ask(store, f"SELECT DISTINCT ?t {{ ?t a ilb:{class_} }} ORDER BY ?t")]
        for class_ in ("Territory", "Actor")
    )
    chance, count = Random(1), 0  # noqa: S311  # no secret: the same each time
    pairs = [*combinations(places, 2)]
    with on_its_disk(store) as stored:
        for a, b in [*chance.sample(pairs, min(most, len(pairs))), (places[-1], "others")]:
            without = chance.choice([None, *actors])
            expected = said_of(store, a, b, without)
            assert said_of(Here(store), a, b, without) == expected
            assert said_of(stored, a, b, without) == expected
            assert said_of(stored, a, b, None) == said_of(store, a, b, None)  # what is near, not all
            count += expected[0] != "refused"
    return count


@pytest.mark.parametrize("sort", ["workshop", "iati", "directory"])
@pytest.mark.parametrize("seed", seeds(1))
def test_any_two_territories_compare_as_in_memory(seed: int, sort: str, tmp_path: Path) -> None:
    store = load_store(small(seed, sort, crowd=True).write(tmp_path / "data"))
    assert compared(store)


def test_what_two_graphs_say_together_counts_as_in_memory(tmp_path: Path) -> None:
    """Memberships that no passage alone tells, and whose names are blank; a finding that is an actor; odd names."""
    heads = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("ilb", "ild", "ilg", "ilv", "org", "skos"))
    path = tmp_path / "odd.trig"
    path.write_text(
        heads
        + """
ilg:odd { ilg:odd\\/a a ilb:Passage . ilg:odd\\/b a ilb:Passage . }
ilg:odd\\/a {
  ild:x a ilb:Territory ; skos:prefLabel "X"@fr . ild:y a ilb:Territory ; skos:prefLabel ":x"@fr, "Y_%20 y"@en .
  ild:p a ilb:Partnership ; ilb:links ild:x, ild:y ; ilb:page 3 ; skos:prefLabel "+p"@fr .
  ild:m org:organization ild:p . ild:n org:organization ild:p ; org:member ild:c ; ilb:page "iv" .
  ild:a a ilb:Organization ; ilb:basedIn ild:x . <https://w3id.org/icilabas/id/b/c:d> ilb:activeIn ild:y ; a ilb:Organization, ilb:Benefit .
  <https://w3id.org/icilabas/id/b/c:d> ilb:concerns ild:p .
  _:one org:organization ild:p ; org:member ild:c . }
ilg:odd\\/b { ild:m org:member ild:a ; org:role ilv:role-lead ; ilb:page 4 . ild:c ilb:basedIn ild:y ; ilb:page 5 .
  _:two org:organization ild:p ; org:member <https://w3id.org/icilabas/id/b/c:d> ; ilb:page 7 .
  ild:a org:memberOf ild:c ; skos:altLabel "AA" . }
""",
        encoding="utf-8",
    )
    store = load_store([path])
    assert compared(store) == 2
    same(store, "X", "Y_%20 y", without="AA")
    found = ilb.compare(store, "x", "y")
    assert found.partnerships
    assert sum(map(len, found.partnerships[0]["members"].values())) == 2  # no passage alone says of the third


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_the_report_compares_as_in_memory(profile: str) -> None:
    store = load_store(["data/lille-2016"], profile=profile)
    same(store, "Lille", "Tchad")
    same(store, "Nord-Pas-de-Calais", "others", without="CFSI", lang="en")
    same(store, "lille", "Région de Kayes")


def test_an_unknown_name_is_told_before_all_else_is_asked_for() -> None:
    here = Here(load_store(["data/lille-2016"]))
    with pytest.raises(UsageError, match="Kaies"):
        excerpt(here, "Lille", "Kaies")
    assert len(here.queries) <= 4


# ---- how much is asked for ----

FEW, SMALL = 6, 120_000  # requests, and bytes of 100 actors


@pytest.mark.journey
@pytest.mark.parametrize("engine_of", ["oxigraph", "virtuoso"])
def test_few_requests_and_bytes_are_needed(engine_of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = load_store([flat(tmp_path, 100)])
    quads = tmp_path / "all.nq"
    quads.write_bytes(rdf.rdf(store, ".nq", restricted=True, inferred=True))
    with getattr(servers, engine_of)(tmp_path / "server", quads) as url:
        endpoint = ready_endpoint(url, "internal")
        answers = answered.kept(monkeypatch)
        found = ilb.compare(endpoint, "country-0", "country-1")
    assert all_said(found) == all_said(ilb.compare(store, "country-0", "country-1"))
    assert any(found.findings.values()), "findings are asked for, too"
    assert 0 < len(answers) <= FEW
    assert sum(len(content) for _query, content in answers) <= SMALL


def test_large_data_are_asked_for_in_parts_which_are_all(monkeypatch: pytest.MonkeyPatch) -> None:
    store = load_store([TESTS / "data" / "small-dataset"])
    whole = set(excerpt(Here(store), "lille", "kayes"))
    monkeypatch.setattr("icilabas.engine.compact.MOST", 20)
    monkeypatch.setattr("icilabas.engine.compact.AT_ONCE", 7)
    here = Here(store)
    assert set(excerpt(here, "lille", "kayes")) == whole
    assert len(here.queries) > 10
    assert any("?any" in query and "GROUP_CONCAT" in query for query in here.queries)
    monkeypatch.setattr("icilabas.comparison.excerpt._USUAL", 0)  # as where others have many more of these classes
    here.queries.clear()
    assert set(excerpt(here, "lille", "kayes")) == whole
    assert not any("?any" in query and "GROUP_CONCAT" in query for query in here.queries)
