"""The money that pages of things tell of: sums by kind, year and currency, with who says so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from iatifiles import END, ILD, ILV, START

from icilabas.dataset.loading import load_store
from icilabas.site import build
from icilabas.site.money import GIVEN, OWN, RECEIVED, Flow, money_of

if TYPE_CHECKING:
    from pathlib import Path

PAID = """<transaction><transaction-type code="3"/><transaction-date iso-date="{}"/><value currency="{}">{}</value>
<receiver-org ref="XX-B"><narrative>Aval &lt;b&gt;</narrative></receiver-org></transaction>"""
FILE = f"""{START}<iati-activity xml:lang="fr"><iati-identifier>XX-A-1</iati-identifier>
<reporting-org ref="XX-A"><narrative>Amont</narrative></reporting-org><title><narrative>Puits</narrative></title>
<recipient-country code="ML"/>{PAID.format("2021-03-01", "EUR", "1000.25")}{PAID.format("2021-04-01", "EUR", "999.75")}
{PAID.format("2022-04-01", "EUR", "5000000")}{PAID.format("2022-04-01", "XOF", "7")}</iati-activity>{END}"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.xml"
    path.write_text(FILE, "utf-8")
    return path


def test_sums_are_by_what_a_thing_is_to_the_money_by_year_and_by_currency(path: Path) -> None:
    passage = "https://w3id.org/icilabas/graph/file/a/iati-xx-a-1"
    things = [f"{ILD}{name}" for name in ("country-ml", "iati-xx-a-1", "org-xx-a", "org-xx-b")]
    found = money_of(load_store([path]), things, {passage})
    assert {thing: [*relations] for thing, relations in found.items()} == {
        things[1]: [OWN],
        things[2]: [GIVEN],
        things[3]: [RECEIVED],
    }
    (own,), (given,) = found[things[1]][OWN], found[things[2]][GIVEN]
    assert own.sums == {("2021", "EUR"): 2000, ("2022", "EUR"): 5000000, ("2022", "XOF"): 7}
    assert (own.kind, own.other) == (f"{ILV}amount-disbursement", None)
    assert (given.kind, given.other) == (f"{ILV}amount-paid", things[3])
    assert {piece["passage"] for piece in own.evidence} == {passage}
    assert money_of(load_store([path]), things, set()) == {}  # what no passage shows is not told


def test_sums_are_said_in_the_language_and_currencies_stay_apart() -> None:
    flow = Flow("kind", None)
    flow.sums.update({("2021", "EUR"): Decimal("2000.5"), ("2022", "EUR"): Decimal(5000000), ("", "XOF"): Decimal(7)})
    assert [text.text("en") for text in flow.by_year()] == [
        "7\xa0XOF",
        "2021: 2,000.50\xa0EUR",
        "2022: 5,000,000\xa0EUR",
    ]
    assert flow.in_all().text("en") == "5,002,000.50\xa0EUR, 7\xa0XOF (2021–2022)"
    assert flow.by_year()[1].text("fr").replace("\xa0", " ").replace("\u202f", " ") == "2021 : 2 000,50 EUR"
    assert flow.weight() == Decimal("5002000.5")


@pytest.mark.journey
def test_pages_tell_the_money(path: Path, tmp_path: Path) -> None:
    build.publish([path], tmp_path / "site", lang="en")
    pages = {
        name: (tmp_path / "site" / "things" / f"{name}.html").read_text("utf-8") for name in ("iati-xx-a-1", "org-xx-a")
    }
    assert "2022: 5,000,000\xa0EUR" in pages["iati-xx-a-1"]
    assert "5,002,000\xa0EUR, 7\xa0XOF (2021–2022)" in pages["org-xx-a"]
    assert "Gives to" in pages["org-xx-a"]
    assert "Aval &lt;b&gt;" in pages["org-xx-a"]
    assert "amount_EUR" in (tmp_path / "site" / "downloads" / "funding.csv").read_text("utf-8-sig")
    assert "who-funds-whom" in (tmp_path / "site" / "answers.html").read_text("utf-8")
