"""Amounts: transactions, budgets and planned disbursements; what is said twice counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from iatifiles import END, ILD, ILV, START
from places import ROOT

import icilabas as ilb
from icilabas import engine
from icilabas.dataset.loading import load_store
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

FUNDS = """<iati-activity default-currency="EUR" xml:lang="fr"><iati-identifier>XX-A-1</iati-identifier>
<reporting-org ref="XX-A" type="22"><narrative>Amont</narrative></reporting-org>
<title><narrative>Fonds amont</narrative></title><recipient-country code="ML"/>{}</iati-activity>"""
PROJECT = """<iati-activity default-currency="EUR" xml:lang="fr"><iati-identifier>XX-B-1</iati-identifier>
<reporting-org ref="XX-B" type="22"><narrative>Aval</narrative></reporting-org>
<title><narrative>Projet aval</narrative></title><recipient-country code="ML"/>{}</iati-activity>"""
PAID = """<transaction ref="T1"><transaction-type code="{}"/><transaction-date iso-date="{}"/>
<value value-date="2023-02-03">{}</value>{}</transaction>"""
TO_B = '<receiver-org ref=" xx-b" receiver-activity-id="XX-B-1"><narrative>Aval</narrative></receiver-org>'
FROM_A = '<provider-org ref="XX-A" provider-activity-id="xx-a-1"><narrative>Amont</narrative></provider-org>'
REAL = next(
    (found for home in ROOT.parents if (found := home / "shared/data/iati/dportal-foodsecurity.xml").is_file()),
    ROOT / "none",
)


def amounts(store: engine.Store) -> list[tuple[str, ...]]:
    """Return value, currency, kind, day, provider and receiver of each amount, in order."""
    rows = engine.select(
        store,
        """SELECT (STR(?v) AS ?value) ?currency ?kind (STR(?d) AS ?day) ?provider ?receiver WHERE {
        ?a a ilb:Amount ; schema:value ?v ; schema:currency ?currency ; ilb:amountKind ?kind
        OPTIONAL { ?a dcterms:date|schema:startDate ?d } OPTIONAL { ?a ilb:provider ?provider }
        OPTIONAL { ?a ilb:receiver ?receiver } } ORDER BY ?v ?kind""",
    ).rows
    return [tuple("" if value is None else str(value) for value in row) for row in rows]


def written(tmp_path: Path, *activities: str, name: str = "a.xml") -> Path:
    path = tmp_path / name
    path.write_text(START + "".join(activities) + END, "utf-8")
    return path


def told(tmp_path: Path, *activities: str) -> list[str]:
    """Return what is told of a file of the activities."""
    return [fault.message.text("en") for fault in gather([written(tmp_path, *activities)]).faults]


def test_an_amount_has_kind_value_currency_day_and_both_organisations(tmp_path: Path) -> None:
    plan = """<planned-disbursement><period-start iso-date="2024-01-01"/><period-end iso-date="2024-06-30"/>
    <value currency="xof" value-date="2023-12-01">655957</value>
    <receiver-org ref="XX-C"><narrative>Ailleurs</narrative></receiver-org></planned-disbursement>"""
    budget = """<budget type="2"><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/>
    <value value-date="2023-01-01">5000</value></budget>"""
    path = written(tmp_path, FUNDS.format(PAID.format(3, "2023-02-01", "1000.5", TO_B) + plan + budget))
    store = load_store([path], infer=False)
    assert amounts(store) == [
        ("1000.5", "EUR", f"{ILV}amount-disbursement", "2023-02-01", f"{ILD}org-xx-a", f"{ILD}org-xx-b"),
        ("5000", "EUR", f"{ILV}amount-budget-revised", "2023-01-01", "", ""),
        ("655957", "XOF", f"{ILV}amount-planned", "2024-01-01", "", f"{ILD}org-xx-c"),
    ]
    (said,) = engine.select(
        store,
        """SELECT ?of ?from ?to (STR(?v) AS ?valued) ?ref ?graph WHERE { GRAPH ?graph { ?a ilb:amountKind ilv:amount-disbursement ;
        ilb:amountOf ?of ; ilb:providerActivity ?from ; ilb:receiverActivity ?to ; ilb:valueDate ?v ; dcterms:identifier ?ref } }""",
    ).rows
    assert [str(value).rpartition("/")[2] for value in said] == [
        "iati-xx-a-1", "iati-xx-a-1", "iati-xx-b-1", "2023-02-03", "T1", "iati-xx-a-1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("transaction", "warned"),
    [
        (PAID.format(99, "2023-02-01", "1", ""), "“99” is not valid for “TransactionType”"),
        (PAID.format(3, "2023-02-01", "mille", ""), "“mille” is not valid for “transaction/value”"),
        (PAID.format(3, "2023-02-01", "1", "").replace("<value ", '<value currency="€" '), "“€” is not a currency"),
    ],
)
def test_what_is_no_amount_is_told_and_counted_as_left_out(tmp_path: Path, transaction: str, warned: str) -> None:
    faults = told(tmp_path, FUNDS.format(transaction))
    assert [fault for fault in faults if warned in fault]
    assert [fault for fault in faults if "transaction (1)" in fault]


def test_codes_of_version_1_are_letters_and_an_unknown_day_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, FUNDS.format(PAID.format("D", "soon", "7", TO_B)))
    assert amounts(load_store([path], infer=False))[0][2:4] == (f"{ILV}amount-disbursement", "2023-02-03")
    faults = told(tmp_path, FUNDS.format(PAID.format("D", "soon", "7", TO_B)))
    assert [fault for fault in faults if "“soon” is not valid for “transaction-date”" in fault]


GIVEN, GOT = PAID.format(3, "2023-02-01", "1000.5", TO_B), PAID.format(1, "2023-02-01", "1000.50", FROM_A)
NAMELESS = '<provider-org provider-activity-id="XX-A-1"><narrative>Nom d\'amont</narrative></provider-org>'


@pytest.mark.parametrize(
    ("given", "got", "repeated", "sums"),
    [
        (GIVEN, GOT, 1, ["1000.5"]),
        (GIVEN * 2, GOT * 2, 2, ["2001"]),
        (GIVEN, GOT * 2, 1, ["2001"]),  # the second is other money
        (GIVEN, GOT.replace("1000.50", "1000.51"), 0, ["2001.01"]),
        (GIVEN, GOT.replace("2023-02-01", "2023-02-02"), 0, ["2001"]),
        (GIVEN, GOT.replace("<value ", '<value currency="XOF" '), 0, ["1000.5", "1000.5"]),
        (GIVEN, PAID.format(11, "2023-02-01", "1000.50", FROM_A), 0, ["1000.5", "1000.5"]),  # committed is not paid
        (GIVEN, PAID.format(1, "2023-02-01", "1000.5", NAMELESS), 1, ["1000.5"]),  # the same two activities
    ],
)
def test_the_same_money_said_by_giver_and_receiver_is_told_and_summed_once(
    tmp_path: Path, given: str, got: str, repeated: int, sums: list[str]
) -> None:
    path = written(tmp_path, FUNDS.format(given), PROJECT.format(got))
    store = load_store([path], infer=False)
    assert len(engine.select(store, "SELECT ?a WHERE { ?a ilb:repeats ?b }").rows) == repeated
    answer = ilb.ask(ilb.load(path), "who-funds-whom")
    assert sorted(str(float(row.amount)).removesuffix(".0") for row in answer) == sorted(sums)
    faults = told(tmp_path, FUNDS.format(given), PROJECT.format(got))
    assert [fault for fault in faults if "said twice" in fault] == [
        fault for fault in faults if fault.count(f"{repeated} amount") and repeated
    ]


def test_a_file_read_beside_an_older_copy_says_nothing_new(tmp_path: Path) -> None:
    files = [written(tmp_path, FUNDS.format(GIVEN), name=name) for name in ("2023.xml", "2024.xml")]
    (row,) = ilb.ask(ilb.load(*files), "who-funds-whom")
    assert (float(row.amount), row.times) == (1000.5, 1)


def test_two_activities_of_one_publisher_that_pay_as_much_on_a_day_are_two(tmp_path: Path) -> None:
    other = FUNDS.format(GIVEN).replace("XX-A-1", "XX-A-2")
    (row,) = ilb.ask(ilb.load(written(tmp_path, FUNDS.format(GIVEN), other)), "who-funds-whom")
    assert (float(row.amount), row.times) == (2001, 2)


def test_ties_have_a_sum_for_each_currency_and_kind(tmp_path: Path) -> None:
    other = PAID.format(3, "2023-05-01", "2", TO_B).replace("<value ", '<value currency="XOF" ')
    promised = PAID.format(2, "2022-12-01", "5000", TO_B)
    graph = ilb.project(ilb.load(written(tmp_path, FUNDS.format(GIVEN * 2 + other + promised))), "funding")
    ties = {key.rpartition("/")[2]: about for *_ends, key, about in graph.edges(data=True, keys=True)}
    assert {(source.rpartition("/")[2], target.rpartition("/")[2]) for source, target in graph.edges()} == {
        ("org-xx-a", "org-xx-b")
    }
    assert (ties["amount-paid"]["amount_EUR"], ties["amount-paid"]["amount_XOF"]) == (2001, 2)
    assert ties["amount-committed"]["amount_EUR"] == 5000
    assert "amount_XOF" not in ties["amount-committed"]
    assert {piece["via"] for piece in ties["amount-paid"]["evidence"]} == {f"{ILD}iati-xx-a-1"}


@pytest.mark.parametrize("form", ["a.trig", "a.xlsx"])
def test_amounts_come_back_as_they_went_out(tmp_path: Path, form: str) -> None:
    from icilabas.export.rdf import rdf
    from icilabas.export.workbook import workbook

    path = written(tmp_path, FUNDS.format(GIVEN), PROJECT.format(GOT).replace('<recipient-country code="ML"/>', ""))
    store, out = load_store([path], infer=False), tmp_path / form
    out.write_bytes(rdf(store, ".trig", restricted=True) if form == "a.trig" else workbook(store, out, "fr"))
    again = load_store([out], infer=False)
    assert amounts(again) == amounts(store)
    said = "SELECT ?a ?b WHERE { { ?a ilb:repeats ?b } UNION { ?a a ilb:Partnership ; dcterms:identifier ?b } } ORDER BY ?a ?b"
    assert engine.select(again, said).rows == engine.select(store, said).rows
    assert len(engine.select(store, said).rows) == 3


@pytest.mark.skipif(not REAL.is_file(), reason="the real files are not beside the checkout")
def test_the_money_of_a_real_file() -> None:
    store = load_store([REAL])
    assert len(amounts(store)) == 79
    paid = {
        (row.to.rpartition("/")[2], row.currency): (float(row.amount), row.times, row.since)
        for row in ilb.ask(ilb.load(REAL), "who-funds-whom")
        if row.kind.endswith("amount-paid")
    }
    assert paid["org-nl-kvk-30214009", "EUR"] == (22405903, 3, "2020-12-21")
    assert paid["org-nl-kvk-40530953", "EUR"] == (2277659, 5, "2021-02-08")
    graph = ilb.project(store, "funding")
    assert (
        graph.edges[f"{ILD}org-xm-dac-7", f"{ILD}org-nl-kvk-30214009", f"{ILV}amount-committed"]["amount_EUR"]
        == 57024708
    )
