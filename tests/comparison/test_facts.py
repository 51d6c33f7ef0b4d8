"""What a comparison starts from: rows with their evidence, asked once; acronyms; which side an actor is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from given import GivenFacts, pair_of
from places import DATA, SMALL

from icilabas import engine
from icilabas.asking.evidence import said_in
from icilabas.comparison.facts import COMPARED_ON, PATHS_VIEW, TIES_VIEW, Facts, Labels, here_of, labels_of, sample
from icilabas.dataset.loading import load_store
from icilabas.engine import query as asking
from icilabas.resources import DEFAULT_DATASET

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.engine import Value
    from icilabas.networks.projection import Surroundings


def test_rows_that_say_the_same_have_all_their_evidence_in_order() -> None:
    facts = GivenFacts(actors=[("a", "at", "p", "x", 2), ("b", "at", "p", "x", 1), ("a", "at", "p", "e", None)])
    assert list(facts.gathered("actors").items()) == [
        (("a", "at", "p"), [said_in("x", 2, "doc"), said_in("e", None, "doc")]),
        (("b", "at", "p"), [said_in("x", 1, "doc")]),
    ]
    assert (facts.sources, facts.editorial) == ({"x": "doc", "e": "doc"}, {"e"})


def test_what_is_said_of_each_is_that_of_all_passages() -> None:
    facts = GivenFacts(points=[("f", "p2", "x", 1), ("f", "p1", "y", 2), ("f", "p1", "x", 1), ("g", "p1", "x", 3)])
    assert facts.of_each("points") == {"f": ["p1", "p2"], "g": ["p1"]}


IATI = DATA / "iati" / "valley.xml"


@pytest.mark.parametrize(
    ("inputs", "sorts", "said"),
    [
        ([DEFAULT_DATASET], ("workshop",), "Un atelier est un petit échantillon"),
        ([SMALL], ("directory",), "comme un annuaire"),
        ([IATI], ("iati",), "ce que déclarent ceux qui publient"),
        ([IATI, SMALL], ("iati",), "ce que déclarent ceux qui publient"),
        ([DEFAULT_DATASET, IATI], ("workshop", "iati"), "réunissent ce qui a été dit dans un atelier et ce que"),
    ],
)
def test_what_sort_the_data_are_is_found_from_them_and_what_is_said_of_them_is_of_that_sort(
    inputs: list[Path], sorts: tuple[str, ...], said: str
) -> None:
    assert Facts(load_store(inputs, profile="public")).sorts == sorts
    for of in ("numbers", "pages"):
        assert said in sample(sorts, of).text("fr")
        every = {words for sort in ("workshop", "iati", "directory") for words in sample([sort], of).everywhere()}
        assert len(every) == 6
        assert ("atelier" in sample(sorts, of).text("fr")) == ("workshop" in sorts)


def test_a_workshop_of_which_nothing_is_told_is_no_sample_of_what_was_said() -> None:
    workshop: list[tuple[Value, ...]] = [("w",)]
    assert GivenFacts(workshops=workshop).sorts == ("directory",)
    assert GivenFacts(workshops=workshop, findings=[("f", "Benefit", "p", None, "x", 1)]).sorts == ("workshop",)
    assert GivenFacts(workshops=[], findings=[("f", "Benefit", "p", None, "x", 1)]).sorts == ("directory",)


def test_each_query_is_asked_once_and_each_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    select = asking.select

    def counted(dataset: engine.Store, text: str) -> engine.Solutions:
        asked.append(text)
        return select(dataset, text)

    facts = Facts(load_store([]))
    first = facts.gathered("actors"), labels_of(facts, ["https://w3id.org/icilabas/id/lille"])
    for module in (engine, asking):
        monkeypatch.setattr(module, "select", counted)
    again = facts.gathered("actors"), labels_of(facts, ["https://w3id.org/icilabas/id/lille"])
    assert first[0] is again[0]
    assert first[1] is again[1]
    assert asked == []
    labels_of(facts, ["https://w3id.org/icilabas/id/unknown"])
    assert asked
    assert all("/unknown>" in text and "/lille>" not in text for text in asked)


@pytest.mark.parametrize(("letters", "called"), [(25, "N" * 25), (26, "ABC")])
def test_a_name_of_more_than_25_letters_gives_way_to_its_acronym(letters: int, called: str) -> None:
    name = "N" * letters
    names = Labels({"n": {"fr": name}}, {"n": ["lower", "Two words", "ABC", "DEF"]})
    assert names.short("n", "fr") == called
    assert names.full("n", "fr") == (name if called == name else f"{name} (ABC)")


def test_a_full_name_that_begins_with_its_acronym_stands_alone() -> None:
    name = "GRDR Migration, citoyenneté, développement"
    assert Labels({"n": {"fr": name}}, {"n": ["GRDR"]}).full("n", "fr") == name


def test_a_thing_is_named_in_the_language_and_in_both_and_nobody_changes_it() -> None:
    names = Labels({"n": {"fr": "f", "en": "e"}})
    found = names.named("n", "en")
    assert list(found.items()) == [("iri", "n"), ("label", "e"), ("label_fr", "f"), ("label_en", "e")]
    found["label"] = "changed"
    assert names.named("n", "en")["label"] == "e"
    assert names.named("n")["label"] == "f"


@pytest.mark.parametrize(("sources", "several"), [(["s"], False), (["s", "t"], True)])
def test_documents_are_named_where_there_are_several_but_for_the_editors_notes(
    sources: list[str],
    several: bool,  # noqa: FBT001  # what is expected
) -> None:
    class Sources(GivenFacts):
        def rows(self, name: str) -> list[tuple[Value, ...]]:
            notes = [("e", "notes", True)]
            return [*((source, source, False) for source in sources), *notes] if name == "passages" else []

    assert labels_of(Sources(), []).several is several


def test_an_actor_is_on_the_sides_where_it_is() -> None:
    where = [("two", "b1"), ("two", "a1"), ("one", "a1"), ("none", "W"), ("b", "B")]
    pair = pair_of(actors=[(actor, "basedIn", place, "x", 1) for actor, place in where])
    assert pair.side == {"b": "b", "one": "a", "two": "both"}
    assert list(pair.side) == sorted(pair.side)
    assert (pair.presence.side("none"), pair.side_of("nobody")) == ("neither", "neither")


def test_an_actor_reaches_a_side_through_what_it_takes_part_in_and_leaves_it_with_the_passages_that_say_so() -> None:
    links = [
        ("p", "a1", "x", 1),
        ("p", "a1", "y", 2),
        ("both", "a1", "x", 1),
        ("both", "b1", "z", 1),
        ("q", "b2", "z", 4),
    ]
    members = [
        ("p", "one", "x", 3),
        ("p", "two", "z", 3),
        ("both", "two", "x", 5),
        ("both", "three", "x", 5),
        ("q", "one", "z", 6),
    ]
    pair = pair_of(
        actors=[("two", "basedIn", "b1", "x", 7)],
        partnerships=links,
        partners=[(name, actor, None, None, *said) for name, actor, *said in members],
        initiatives=[("i", "takesPlaceIn", "a2", "x", 8), ("i", "ledBy", "four", "y", 9)],
    )
    assert pair.side == {"four": "a", "one": "both", "two": "both"}  # three: only in what links both
    (first,), (second,) = (pair.places("one", side) for side in "ab")
    assert first["via"]
    assert (first["iri"], first["via"]["iri"], first["via"]["kind"]) == ("a1", "p", "partnership")
    assert first["evidence"] == [said_in("x", 1, "doc"), said_in("y", 2, "doc"), said_in("x", 3, "doc")]
    assert [(piece["passage"], piece["page"]) for piece in second["evidence"]] == [("z", 4), ("z", 6)]
    assert [(each["relation"], each["via"]) for each in pair.places("two", "b")] == [("basedIn", None)]
    (led,) = pair.places("four", "a")
    assert led["via"]
    assert (led["relation"], led["via"]["kind"]) == ("ledBy", "initiative")
    left = {passage: pair.presence.without(passage).all_sides() for passage in "xyz"}
    assert left == {
        "x": {"one": "b", "two": "a"},
        "y": {"one": "both", "two": "both"},
        "z": {"four": "a", "one": "a", "three": "a", "two": "both"},
    }


def test_home_is_what_each_workshop_says_and_what_lies_around_it_counts_as_here() -> None:
    given = [("in", "out", False), ("in", "all", True), ("out", "all", True)]
    home = here_of(GivenFacts(homes=[("in",), ("far",)], containment=given))
    assert home.homes == {"in", "far"}
    assert [home.here("x", place) for place in ("in", "out", "all", "far")] == ["in", "out", None, "far"]


def test_networks_that_are_there_are_taken_and_others_made_bare_with_the_names_that_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def made(_dataset: object, view: str, *, known: Surroundings, bare: bool) -> nx.Graph:
        assert bare
        assert known.names is facts.texts
        asked.append(view)
        return nx.Graph(name=view)

    monkeypatch.setattr("icilabas.comparison.facts.project", made)
    there = {view: nx.Graph(name="there") for view in COMPARED_ON}
    facts = Facts(engine.new_store(), projected={**there})
    assert facts.networks == tuple(there.values())
    assert asked == []
    facts = Facts(engine.new_store(), projected={TIES_VIEW: there[TIES_VIEW]})
    assert facts.networks == facts.networks == (there[TIES_VIEW], facts.projected[PATHS_VIEW])
    assert asked == [PATHS_VIEW]


@pytest.mark.parametrize("many", [0, 10**9])
def test_of_some_things_the_rows_are_those_of_all_and_no_others_are_read(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icilabas.comparison.facts.MANY", many)
    store, read = load_store([DEFAULT_DATASET]), list[str]()
    ask = engine.select

    def recorded(dataset: engine.Store, query: str) -> engine.Solutions:
        answer = ask(dataset, query)
        read.extend(str(row[0]) for row in answer.rows if "?kind ?about" in query)
        return answer

    monkeypatch.setattr(engine, "select", recorded)
    whole = Facts(store).gathered("findings")
    finding, _kind, about, _by = next(iter(whole))
    for variable, place, thing in (("finding", 0, str(finding)), ("about", 2, str(about))):
        expected = {row: evidence for row, evidence in whole.items() if row[place] == thing}
        read.clear()
        some = Facts(store)
        assert list(some.gathered_of("findings", variable, [thing]).items()) == list(expected.items())
        assert {*read} == {row[0] for row in expected}
        assert some.texts.keys() >= {thing}
    read.clear()
    assert Facts(store).gathered_of("findings", "about", []) == {}
    assert read == []


def test_rows_of_things_are_chosen_among_those_read_before_and_where_a_name_cannot_be_asked_for() -> None:
    store = load_store([DEFAULT_DATASET])
    facts = Facts(store)
    whole = facts.gathered("points")
    finding = str(next(iter(whole))[0])
    facts.dataset = engine.new_store()  # where nothing would be found
    assert list(facts.gathered_of("points", "finding", [finding])) == [row for row in whole if row[0] == finding]
    assert Facts(store).gathered_of("points", "finding", [finding, "no name"]).keys() == {
        row for row in whole if row[0] == finding
    }


def test_that_there_is_a_row_is_known_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    store, counts = load_store([DEFAULT_DATASET]), list[int]()
    ask = engine.select

    def counted(dataset: engine.Store, query: str) -> engine.Solutions:
        answer = ask(dataset, query)
        counts.append(len(answer.rows))
        return answer

    monkeypatch.setattr(engine, "select", counted)
    assert Facts(store).has("findings")
    assert not Facts(engine.new_store()).has("findings")
    assert counts == [1, 0]


def test_what_is_kept_is_not_shown() -> None:
    facts = Facts(engine.new_store())
    assert repr(facts) == f"Facts(dataset={facts.dataset!r})"
    assert repr(Labels({})) == "Labels(texts={}, acronyms={}, editorial=set(), several=False)"
