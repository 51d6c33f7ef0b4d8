"""What a period is in a cell, in both languages, and what a start and an end say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icilabas import engine
from icilabas.check.validation import check
from icilabas.dataset.loading import load_store
from icilabas.errors import DataError
from icilabas.sources.gathering import gather
from icilabas.sources.periods import Period, Spell, period, spell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-2022", ("2019", "2022")),
        ("2019 – 2022", ("2019", "2022")),
        ("2019/2022", ("2019", "2022")),
        ("de 2019 à 2022", ("2019", "2022")),
        ("From 2019 to 2022", ("2019", "2022")),
        ("du 3 mars 2018 au 1er avril 2019", ("2018-03-03", "2019-04-01")),
        ("03/2018 - 06/2021", ("2018-03", "2021-06")),
        ("d’avril 2018 à mai 2019", ("2018-04", "2019-05")),
        ("depuis 2018", ("2018", None)),
        ("DEPUIS MARS 2018", ("2018-03", None)),
        ("depuis le 3 mars 2018", ("2018-03-03", None)),
        ("since March 2018", ("2018-03", None)),
        ("jusqu'en mars 2021", (None, "2021-03")),
        ("jusqu’au 3 mars 2021", (None, "2021-03-03")),
        ("until 3 March 2021", (None, "2021-03-03")),
        ("until March 2021", (None, "2021-03")),
        ("en cours", (None, "")),
        ("Ongoing", (None, "")),
        ("2018 - en cours", ("2018", "")),
        ("de 2018 à aujourd'hui", ("2018", "")),
        ("from 2018 to present", ("2018", "")),
        ("2018", None),  # a date, and so are the next
        ("2018-03", None),
        ("2010/12", None),
        ("vers 2018", None),
        ("2018 ?", None),
        ("printemps 2019", None),
        ("entre 2018 et 2020", None),
        ("de mars à juin 2018", None),  # the year of March is not said
        ("2018-05-2019", None),  # May of the one, or of the other
        ("2019-22", None),
        ("2018-", None),
        ("depuis", None),
        ("jusqu'en", None),
        ("depuis 2018 ?", None),
        ("depuis en cours", None),
        ("²⁰¹⁸-2020", None),
        ("depuis " + " " * 200 + "2018", None),
    ],
)
def test_a_period_in_either_language(text: str, expected: tuple[str | None, str | None] | None) -> None:
    assert period(text) == (expected and Period(*expected))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("2019-2022", ""), ("2019", "2022")),
        (("2019-2022", "2022"), ("2019", "2022")),
        (("2019-2022", "2022-05-31"), ("2019", "2022-05-31")),  # the more exact of two that say the same
        (("2019-2022", "jusqu'en mai 2022"), ("2019", "2022-05")),
        (("2019-2022", "2023"), ("2019", "2022", "period-otherwise", True)),
        (("2019-2022", "en cours"), ("2019", "2022", "period-otherwise", True)),
        (("2019 à ce jour", "2023"), ("2019", "", "period-otherwise", True)),
        (("2019 à ce jour", "ongoing"), ("2019", "")),
        (("depuis 2018", "2020"), ("2018", "2020")),
        (("2018", "en cours"), ("2018", "")),
        (("2018", "until 2020"), ("2018", "2020")),
        (("", "jusqu'en 2020"), ("", "2020")),
        (("jusqu'en 2020", ""), ("", "", "period-in-start")),
        (("en cours", "2020"), ("", "2020", "period-in-start")),
        (("", "depuis 2018"), ("", "", "period-in-end", True)),
        (("2017", "2019-2022"), ("2017", "", "period-in-end", True)),
        (("2019-2022", "bientôt"), ("2019", "bientôt")),  # told as any text that is no date
        (("vers 2018", "2020 ?"), ("vers 2018", "2020 ?")),
        (("", ""), ("", "")),
    ],
)
def test_what_two_cells_say_together(cells: tuple[str, str], expected: tuple[str, ...]) -> None:
    assert spell(*cells) == Spell(*expected)  # type: ignore[arg-type]  # texts, and whether it is at the end


HEAD = {"fr": "libellé (fr),libellé (en),début,fin\n", "en": "label_en,label_fr,end,start\n"}


def table(tmp_path: Path, lang: str, start: str, end: str) -> Path:
    path = tmp_path / "initiatives.csv"
    ends = f"{start},{end}" if lang == "fr" else f"{end},{start}"
    path.write_text(f"{HEAD[lang]}I,I,{ends}\n", "utf-8")
    return path


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_dates_of_a_period_are_stated(lang: str, tmp_path: Path) -> None:
    said = "SELECT ?p ?o WHERE { VALUES ?p { schema:startDate schema:endDate } ?i ?p ?o } ORDER BY DESC(?p)"
    for start, end, dates in [
        ("2019–2022", "", ["2019", "2022"]),
        ("since 3 March 2018", "jusqu'en mars 2021", ["2018-03-03", "2021-03"]),
        ("2018", "ongoing", ["2018"]),
    ]:
        store = load_store([table(tmp_path, lang, start, end)], infer=False)
        assert [str(row[1]) for row in engine.select(store, said).rows] == dates


@pytest.mark.parametrize(
    ("start", "end", "place", "told"),
    [
        ("2019-2022", "2023", "fin", ["« 2023 »", "« 2019-2022 »", "« début »", "garder l'une des deux"]),
        ("", "depuis 2018", "fin", ["« depuis 2018 » dit un début", "« début »"]),
        ("jusqu'en 2021", "", "début", ["« jusqu'en 2021 » dit une fin", "« fin »"]),
        (
            "vers 2018",
            "",
            "début",
            ["« vers 2018 » n'est pas une date", "AAAA-MM", "« depuis mars 2018 », « 2019-2022 »"],
        ),
        ("", "2018 ?", "fin", ["« 2018 ? » n'est pas une date", "« jusqu'en mars 2021 »", "« en cours »"]),
        ("printemps 2019", "", "début", ["est une partie d'année", "« depuis mars 2018 »"]),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_anything_else_gets_one_message(  # a table
    start: str, end: str, place: str, told: list[str], lang: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as error:
        load_store([table(tmp_path, lang, start, end)])
    (fault,) = error.value.faults
    order = ["début", "fin"] if lang == "fr" else ["fin", "début"]
    assert fault.place.endswith(f"initiatives.csv:2:{3 + order.index(place)}")
    assert [part for part in told if part not in fault.message.text("fr").replace("\N{NO-BREAK SPACE}", " ")] == []


def test_a_period_that_ends_before_it_begins_is_told_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.csv"
    path.write_text("label_fr,label_en,start\nI,I,2022-2019\n", "utf-8")
    found = [fault for fault in check(gather([path])) if fault.severity == "Violation"]
    assert [fault.place for fault in found] == [f"{path}:2:3"]
    assert "The end is before the start" in str(found[0])


def test_a_date_of_foundation_is_no_period(tmp_path: Path) -> None:
    path = tmp_path / "organizations.csv"
    path.write_text("label_fr,label_en,founded\nA,A,2019-2022\n", "utf-8")
    with pytest.raises(DataError, match="is a period, not a date"):
        load_store([path])
