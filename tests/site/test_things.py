"""Which things have a page, in a file of which name, in which order, and what is said of each."""

from __future__ import annotations

from typing import Any

import bundled
import pytest
from thingstores import NUMBER, named, quads, told

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri
from icilabas.site import things
from icilabas.site.things import arrangement, statements_about
from icilabas.words.text import Text

MEMBERSHIP = [iri(f"org:{name}") for name in ("member", "organization")]
ODD = {
    "https://example.org/a/Index": "index-2.html",
    "https://example.org/a/aux": "aux-2.html",
    "https://example.org/a/X": "x.html",
    "https://example.org/b/x": "x-2.html",
    "https://example.org/b/x-2": "x-2-2.html",
    "https://example.org/b/%2E%2E%2Fescape": "2e-2e-2fescape.html",
    "https://example.org/b/日本": "territory.html",
    f"https://example.org/b/{'long-' * 60}": f"{('long-' * 60)[:80].strip('-')}.html",
}


@pytest.fixture(scope="session")
def store() -> Any:
    return bundled.public()


def test_files_have_safe_names_that_never_collide() -> None:
    store = engine.new_store()
    graph = iri("ilg:test")
    engine.add(store, [(Iri(name), iri("rdf:type"), iri("ilb:Territory"), graph) for name in ODD])
    found, left = things.things_with_pages(store, {})
    assert {thing: page.file for thing, page in found.items()} == ODD
    assert left == 0
    assert len({page.file.casefold() for page in found.values()}) == len(ODD)


def test_the_arrangement_knows_its_relations_once_each() -> None:
    order = arrangement()
    relations = [relation for _title, some in order.sections for relation in some]
    assert len(relations) == len(set(relations))
    assert not set(relations) & {*order.left_out, *order.facts, *order.findings}
    for title, some in order.sections:
        assert all(each.text("fr") and each.text("en") for each in (title, *some.values()))


def test_memberships_are_told_from_both_ends(store: Any) -> None:
    both = [f"{PREFIXES['ild']}{name}" for name in ("grdr", "migration-sse-partnership")]
    passages = {str(row[0]) for row in engine.select(store, "SELECT ?p { ?p a ilb:Passage }").rows}
    known = statements_about(store, both, passages)
    one = known[both[0]].said[MEMBERSHIP[0]][both[1]]
    other = known[both[1]].said[f"^{MEMBERSHIP[0]}"][both[0]]
    assert one == other
    assert iri("ilv:role-lead") in one.roles
    assert {piece["page"] for piece in one.evidence} == {4, 10}
    assert len(list(engine.select_of(store, "SELECT ?t { VALUES ?t { THINGS } }", both))) == len(both)


@pytest.mark.parametrize(("most", "left"), [(1, 2), (2, 1), (3, 0), (4, 0)])
def test_the_most_linked_come_first_and_of_equals_the_first_by_name(
    monkeypatch: pytest.MonkeyPatch, most: int, left: int
) -> None:
    monkeypatch.setattr(things, "MOST_THING_PAGES", most)
    names = [f"urn:x:{letter}" for letter in "abc"]
    found, others = things.things_with_pages(named(*names), {"urn:x:c": 2, "urn:x:b": 1, "urn:x:a": 1})
    assert list(found) == sorted(["urn:x:c", "urn:x:a", "urn:x:b"][:most])
    assert others == left


def test_the_name_of_a_file_has_80_characters_at_most() -> None:
    found, _left = things.things_with_pages(named("urn:x/" + "a" * 80, "urn:x/" + "b" * 81), {})
    assert [len(thing.file) for thing in found.values()] == [80 + len(".html")] * 2


def test_a_thing_of_several_kinds_has_the_page_of_the_first() -> None:
    store = named("urn:x:a", kind="Actor")
    for kind in ("Challenge", "Partnership"):
        engine.add(store, [(Iri("urn:x:a"), iri("rdf:type"), iri(f"ilb:{kind}"), iri("ilg:test"))])
    found, _left = things.things_with_pages(store, {})
    assert [thing.kind for thing in found.values()] == ["Partnership"]


def test_kinds_stand_in_the_order_of_the_list_and_names_in_that_of_the_language() -> None:
    listed = [
        things.Thing("urn:x:a", "Territory", "a.html"),
        things.Thing("urn:x:b", "Partnership", "b.html"),
        things.Thing("urn:x:c", "Territory", "c.html"),
        things.Thing("urn:x:e", "Territory", "e.html"),
        things.Thing("urn:x:d", "Territory", "d.html"),
    ]
    names = {"urn:x:a": ("Éire", "Ireland"), "urn:x:b": ("P", "P"), "urn:x:c": ("espagne", "Spain")}
    both = {thing: Text({"fr": fr, "en": en}) for thing, (fr, en) in names.items()}
    both |= dict.fromkeys(["urn:x:d", "urn:x:e"], Text({"fr": "Zone", "en": "Area"}))
    found = {lang: things.in_kinds(listed, both, lang) for lang in ("fr", "en")}
    assert [kind for kind, _heading, _some in found["fr"]] == ["Partnership", "Territory"]
    order = {lang: "".join(thing.iri[-1] for thing in some[1][2]) for lang, some in found.items()}
    assert order == {"fr": "acde", "en": "deac"}


def test_of_several_texts_of_a_passage_the_longest_is_told() -> None:
    texts = [Lit(text, lang="fr") for text in ("bb", "aaa", "bbb", "cc")]
    store = told(*[("dcterms:description", text, "p") for text in texts], ("ilb:page", Lit("4"), "p"))
    about = statements_about(store, ["urn:x:a"], {str(iri("ilg:p"))})["urn:x:a"]
    assert about.texts[str(iri("dcterms:description"))] == {str(iri("ilg:p")): {"fr": "bbb"}}
    assert not statements_about(store, ["urn:x:a"], set())["urn:x:a"].texts


def test_a_finding_of_several_kinds_is_of_the_first_and_kinds_keep_their_order() -> None:
    store = told(
        kinds=(("urn:x:f", "Tension"), ("urn:x:f", "Benefit"), ("urn:x:f", "Obstacle"), ("urn:x:g", "Condition"))
    )
    kinds = things.kinds_of_findings(store)
    assert kinds == {"urn:x:f": "Benefit", "urn:x:g": "Condition"}
    grouped = things.grouped_by_kind({name: things.Stated() for name in ("urn:x:h", "urn:x:f", "urn:x:g")}, kinds)
    assert [kind for kind, entries in grouped.items() if entries] == ["Condition", "Benefit", ""]


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com0", "com9", "lpt0", "lpt9", "index"])
def test_a_file_has_no_name_that_a_system_keeps_for_itself(name: str) -> None:
    found, _left = things.things_with_pages(named(f"urn:x/{name}"), {})
    assert [thing.file for thing in found.values()] == [f"{name}-2.html"]


def test_what_a_thing_says_has_its_page_and_what_others_say_has_theirs() -> None:
    store = quads(
        ("urn:x:a", "ilb:page", Lit("3", NUMBER)),
        ("urn:x:a", "ilb:within", Iri("urn:x:b")),
        ("urn:x:c", "ilb:within", Iri("urn:x:a")),
        ("urn:x:c", "ilb:page", Lit("8", NUMBER)),
        ("urn:x:d", "ilb:within", Iri("urn:x:a")),
        ("urn:x:m", "org:member", Iri("urn:x:a")),
        ("urn:x:m", "org:organization", Iri("urn:x:o")),
        ("urn:x:m", "org:role", iri("ilv:role-lead")),
        ("urn:x:m", "dcterms:description", Lit("leads", lang="en")),
        ("urn:x:m", "ilb:page", Lit("5", NUMBER)),
    )
    about = statements_about(store, ["urn:x:a"], {str(iri("ilg:p"))})["urn:x:a"]
    pages = {
        (relation, str(value)): [piece["page"] for piece in entry.evidence if piece["page"] is not None]
        for relation, values in about.said.items()
        for value, entry in values.items()
    }
    within, member = str(iri("ilb:within")), str(iri("org:member"))
    assert pages == {
        (within, "urn:x:b"): [3],
        (f"^{within}", "urn:x:c"): [8],
        (f"^{within}", "urn:x:d"): [],
        (member, "urn:x:o"): [5],
    }
    (entry,) = about.said[member].values()
    assert (entry.roles, entry.texts) == (frozenset({str(iri("ilv:role-lead"))}), {"en": {"leads"}})
