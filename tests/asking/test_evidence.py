"""Evidence: one type, merged, put in order and cited; which page, which passage and which document comes first."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from icilabas.asking.evidence import (
    FIRST_OF_ALL,
    Citation,
    Evidence,
    by_document,
    by_passage,
    cite,
    first_page,
    merge_evidence,
    page_order,
    said_in,
)
from icilabas.words.text import NOTHING, Text


def title(name: str) -> Text:
    return Text({"fr": f"fr {name}", "en": f"en {name}"}) if name else NOTHING


def told(citations: list[Citation]) -> list[str]:
    return [each.spoken("en") for each in citations]


pieces = st.lists(
    st.builds(said_in, st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 120), st.sampled_from(["iv", "x"])))
)


def test_it_is_a_plain_dict_with_its_keys_in_order() -> None:
    assert json.dumps(said_in("p", 3, "s")) == '{"source": "s", "passage": "p", "page": 3}'
    assert said_in("p") == {"source": None, "passage": "p", "page": None}


def test_pages_are_in_order_of_their_numbers_then_words_then_none() -> None:
    assert sorted([None, "iv", 10, 9, "b", 100], key=page_order) == [9, 10, 100, "b", "iv", None]


def test_what_is_said_twice_on_a_page_stands_once_and_the_editors_come_last() -> None:
    found = merge_evidence([[said_in("b", 9), said_in("e")], [said_in("a", 10), said_in("b", 9), said_in("a", 9)]])
    assert [(piece["passage"], piece["page"]) for piece in found] == [("a", 9), ("b", 9), ("a", 10), ("e", None)]


@given(pieces)
def test_merging_again_changes_nothing_whatever_the_order(some: list[Evidence]) -> None:
    merged = merge_evidence([some])
    assert merge_evidence([merged]) == merged == merge_evidence([[piece] for piece in reversed(some)])
    assert len(merged) == len({(piece["passage"], piece["page"]) for piece in some})


def test_the_first_page_is_the_lowest_and_what_has_none_stands_where_it_is_put() -> None:
    one, none = [said_in("a", 10), said_in("b", 9), said_in("c")], [said_in("c")]
    assert first_page(one) == page_order(9)
    assert first_page(none) > page_order(10**9)
    assert first_page(none, FIRST_OF_ALL) < page_order(0)
    assert first_page(one, FIRST_OF_ALL) == page_order(9)


def test_passages_are_cited_in_the_order_of_their_first_pages_each_once() -> None:
    some = [said_in("c"), said_in("b", 12), said_in("a", 10), said_in("b", 9), said_in("b", 9)]
    found = by_passage(some, title)
    assert told(found) == ["en b, p. 9, 12", "en a, p. 10", "en c"]
    assert cite(found) == Text({"fr": "fr b, p. 9, 12 ; fr a, p. 10 ; fr c", "en": "en b, p. 9, 12; en a, p. 10; en c"})


def test_a_citation_can_be_left_as_the_evidence_has_it_page_by_page() -> None:
    some = [said_in("c"), said_in("b", 12), said_in("a", 10), said_in("b", 9), said_in("b", 12)]
    assert told(by_passage(some, title, ordered=False)) == ["en c", "en b, p. 12, 9", "en a, p. 10"]
    single = by_passage(some, title, merged=False, ordered=False)
    assert told(single) == ["en c", "en b, p. 12", "en a, p. 10", "en b, p. 9"]


def test_two_passages_of_one_title_are_one_for_the_reader_and_lead_to_the_first() -> None:
    (found,) = by_passage([said_in("a", 3), said_in("b", 2)], lambda _passage: title("x"))
    assert found == Citation(title("x"), ("2", "3"), "a")


@given(pieces)
def test_every_page_is_cited_once_and_in_order(some: list[Evidence]) -> None:
    found = by_passage(some, title)
    assert {(each.title, page) for each in found for page in each.pages} == {
        (title(piece["passage"]), str(piece["page"])) for piece in some if piece["page"] is not None
    }
    order = [[int(page) for page in each.pages if page.isdigit()] for each in found]
    assert order == [sorted(pages) for pages in order]
    firsts = [min(page_order(piece["page"]) for piece in some if title(piece["passage"]) == e.title) for e in found]
    assert firsts == sorted(firsts)


def test_one_document_is_not_named_and_its_lowest_page_leads() -> None:
    some = [said_in("b", 12, "s"), said_in("a", 5, "s"), said_in("b", 5, "s")]
    assert by_document([some], None, ()) == [Citation(NOTHING, ("5", "12"), "a")]
    assert told(by_document([[said_in("a", None, "s")]], None, ())) == ["no page"]
    assert by_document([], None, ()) == by_document([[]], None, ()) == []


def test_documents_are_named_in_the_order_of_what_they_say() -> None:
    some = [said_in("a", 3, "t"), said_in("b", 1, "s"), said_in("a", 2, "t"), said_in("c", None, "u")]
    assert told(by_document([some], title, ())) == ["en t, p. 2, 3", "en s, p. 1", "en u"]


def test_editors_are_named_last_and_once_where_a_statement_rests_on_them_alone() -> None:
    page, reading, other = said_in("a", 3, "s"), said_in("e", None, "n"), said_in("f", None, "n")
    assert told(by_document([[reading, page]], None, {"e", "f"})) == ["p. 3"]
    found = by_document([[other], [page], [reading]], None, {"e", "f"})
    assert told(found) == ["p. 3", "the editors' reading"]
    assert found[-1].passage == "f"  # the first that rests on a reading
    assert by_document([[reading]], None, {"e"}, Text({"fr": "nous", "en": "we"}))[0].text == Text(
        {"fr": "nous", "en": "we"}
    )


def test_cells_of_a_list_are_named_without_the_p_of_pages() -> None:
    assert Citation(Text({"": "Annuaire"}), ("A17", "#3")).text.text("fr") == "Annuaire, A17, #3"
    assert Citation(Text({"": "Report"}), ("4", "B2", "xii")).text.text("en") == "Report, p. 4, xii, B2"
    assert Citation(NOTHING, ("4",)).text.text("en") == "p. 4"
