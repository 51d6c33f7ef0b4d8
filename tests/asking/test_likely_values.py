"""What a question is asked for in data that do not have what it asks for by itself."""

from __future__ import annotations

from itertools import islice, product

import pytest
from othernames import workshop
from test_names import X, store_of

from icilabas.asking import likely_values, questions
from icilabas.asking.answers import answer_table, answer_text
from icilabas.asking.likely_values import fitted, instead, linked_pairs
from icilabas.asking.query_files import QueryFile
from icilabas.errors import UsageError

NETWORKS = [f'<{X}n{n}> a ilb:Organization ; skos:prefLabel "N{n}"@fr' for n in range(4)]
EVENTS = [f'<{X}e{n}> a ilb:Event ; skos:prefLabel "E{n}"@fr' for n in range(4)]
HEARD = QueryFile(
    "heard",
    {
        "params": {
            "network": {"type": "Organization", "fr": "réseau", "en": "network"},
            "event": {"type": "Event", "fr": "événement", "en": "event"},
        }
    },
    f"SELECT ?note {{ VALUES (?event ?network) {{ (<{X}none> <{X}none>) }} ?event ilb:heard ?network ; skos:note ?note }}"
    " ORDER BY ?note",
)


@pytest.mark.parametrize(
    ("row", "asked_for"),
    [
        ("(ex:e0)", [X + "e0"]),
        (f"(<{X}e0>)", [X + "e0"]),
        ("(<e0>)", [X + "e0"]),
        ("(ex:none)", [X + "e1"]),
        ("(ex:none) (ex:e0)", []),
        ("", []),
        ("(UNDEF)", []),
    ],
)
def test_a_row_is_read_with_what_its_query_declares(row: str, asked_for: list[str]) -> None:
    heads = f"# PREFIX ex: <urn:x>\nBASE <{X}> # of all\nPREFIX ex: <{X}>\n"
    text = f"{heads}SELECT ?event {{ VALUES (?event) {{ {row} }} ?event a ilb:Event }} ORDER BY ?event"
    asked = QueryFile("own", {"params": {"event": {"type": "Event"}}}, text)
    store = store_of(*EVENTS[:2], f'<{X}e1> skos:note "x"')
    found = fitted(store, asked, {}, "fr")
    values = questions.values_asked_for(asked, questions.bound(store, asked, found.values))
    assert (list(values.values()), found.answered) == (asked_for, True)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?event ilb:heard ?any } WHERE { ROW ?event ilb:heard ?any }",
        "ASK { ROW ?event ilb:heard ?any }",
        "SELECT * { ROW SERVICE <https://example.org/sparql> { ?event ilb:heard ?any } }",
    ],
)
def test_what_gives_no_rows_here_is_asked_as_it_stands(query: str) -> None:
    text = query.replace("ROW", f"VALUES (?event) {{ (<{X}none>) }}")
    asked = QueryFile("own", {"params": {"event": {"type": "Event"}}}, text)
    assert fitted(store_of(*EVENTS), asked, {}, "en") == ({}, [], True)


def test_what_is_no_sparql_is_told_with_its_place_in_the_query() -> None:
    asked = QueryFile(
        "own", {"params": {"event": {"type": "Event"}}}, "\n\nSELECT * { VALUES (?event) { (no:where) } }"
    )
    assert fitted(store_of(*EVENTS), asked, {}, "en") == ({}, [], True)
    with pytest.raises(UsageError, match="line 3"):
        answer_text(store_of(*EVENTS), asked.text, "md", "en")


@pytest.mark.parametrize(("network", "event"), [(0, 0), (0, 3), (3, 0), (2, 1), (3, 3)])
def test_values_for_several_parameters_are_tried_in_all_combinations(network: int, event: int) -> None:
    store = store_of(*NETWORKS, *EVENTS, f'<{X}e{event}> ilb:heard <{X}n{network}> ; skos:note "x"')
    found = fitted(store, HEARD, {}, "fr")
    assert found.values == {"network": f"{X}n{network}", "event": f"{X}e{event}"}
    told = instead(store, HEARD, found)
    assert told.text("fr").startswith(f"question posée pour réseau « N{network} » et événement « E{event} » : ")
    assert told.text("en").startswith(f"asked for network “N{network}” and event “E{event}”: ")
    assert told.text("en").endswith("--param network=…, --param event=…")
    answer = answer_table(store, HEARD, None)
    assert [[cell.text.text("fr") for cell in row] for row in answer.rows] == [["x"]]
    assert [cell.iri for _name, cell in answer.asked_for] == [f"{X}n{network}", f"{X}e{event}"]


def test_what_is_given_stays_even_where_it_has_no_answer() -> None:
    store = store_of(*NETWORKS, *EVENTS, f'<{X}e1> ilb:heard <{X}n2> ; skos:note "x"')
    assert fitted(store, HEARD, {"network": "N2"}, "fr").values == {"event": f"{X}e1"}
    found = fitted(store, HEARD, {"network": "N1"}, "fr")
    assert (found.values, found.missing, found.answered) == ({}, ["event"], False)
    assert instead(store, HEARD, found).text("en") == (
        "the question's own example (event “none”) is not in these data, and no other choice finds an answer in them; "
        "name one with --param event=…"
    )
    own = store_of(f"<{X}none> a ilb:Organization, ilb:Event")
    assert fitted(own, HEARD, {}, "fr") == ({}, [], True)
    assert not instead(own, HEARD, fitted(own, HEARD, {}, "fr"))


def test_of_as_much_that_is_said_the_label_decides_and_no_more_are_tried_than_so_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = [f'<{X}e0> ilb:heard <{X}{name}> . <{X}{name}> a ilb:Organization ; skos:prefLabel "{label}"@fr'
            for name, label in (("z", "Éclair"), ("a", "Zone"), ("m", "Midi"))]  # fmt: skip
    store = store_of(*said, f'<{X}e0> a ilb:Event ; skos:note "x"')
    assert fitted(store, HEARD, {}, "fr").values["network"] == f"{X}z"
    monkeypatch.setattr(likely_values, "MOST_CANDIDATES", 1)
    assert fitted(store, HEARD, {"event": f"{X}e0"}, "fr").values == {"network": f"{X}z"}
    monkeypatch.setattr(likely_values, "MOST_TRIED", 0)
    assert not fitted(store, HEARD, {}, "fr").answered


def test_places_come_by_their_sum_and_one_after_the_other() -> None:
    for sizes in ([], [1], [3], [2, 3], [3, 1, 4], [2, 0, 3], [2, 2, 2, 2]):
        every = product(*map(range, sizes))
        assert [*likely_values.likeliest_places(sizes)] == sorted(every, key=lambda each: (sum(each), each))
    many = islice(likely_values.likeliest_places([20] * 30), 32)
    assert [sum(each) for each in many] == [0, *([1] * 30), 2]


@pytest.mark.parametrize(("count", "answered"), [(5, True), (12, False)])
def test_a_question_with_many_parameters_is_fitted_or_left(count: int, answered: bool) -> None:  # noqa: FBT001  # what is expected
    """Of twelve networks there are more combinations than can be kept, or gone through."""
    names = [f"p{n}" for n in range(count)]
    params = {name: {"type": "Organization"} for name in names}
    values = f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({' '.join([f'<{X}none>'] * count)}) }}"
    asked = QueryFile("many", {"params": params}, f"SELECT ?p0 {{ {values} ?p0 a ilb:Organization }}")
    found = fitted(store_of(*(f"<{X}n{n}> a ilb:Organization" for n in range(20))), asked, {}, "fr")
    assert (found.answered, len(set(found.values.values()))) == (answered, count if answered else 0)


def test_the_workshop_under_other_names_is_asked_for_what_it_has() -> None:
    """A question that has answers for its own example has some for what it is asked for instead, whatever the ids."""
    renamed = [workshop(1), workshop(2)]
    for asked in questions.questions():
        found = [fitted(store, asked, {}, "fr") for store in renamed]
        told = [instead(store, asked, each).text("fr") for store, each in zip(renamed, found, strict=True)]
        assert told[0] == told[1]
        of_change = asked.header["group"] == "change"  # of which one workshop says nothing
        assert of_change or all(each.answered for each in found), asked.name
        texts = [
            answer_text(store, questions.bound(store, asked, each.values), "md", "fr")
            for store, each in zip(renamed, found, strict=True)
        ]
        assert texts[0] == texts[1], asked.name
        assert of_change or len(texts[0].splitlines()) > 2, asked.name


def test_pairs_and_tables_of_the_workshop_do_not_depend_on_ids() -> None:
    stores = [workshop(seed) for seed in range(3)]
    counts = [[count for _pair, count in linked_pairs(store, "en")] for store in stores]
    assert counts[0] == counts[1] == counts[2]
    for asked in questions.questions():
        if not asked.parameters:
            texts = {answer_text(store, asked.text, "md", "en") for store in stores}
            assert len(texts) == 1, asked.name
