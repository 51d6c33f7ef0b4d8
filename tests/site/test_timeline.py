"""The timeline: what it shows, in which order, from where to where each bar goes, and what it says of open ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import bundled
import pytest
from sites import mini

from icilabas.comparison.facts import Facts
from icilabas.dataset.loading import load_store
from icilabas.site import timeline
from icilabas.site.timeline import MOST_TICKS, Axis, ToldDate, timeline_of

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.site.timeline import DatedRow, Timeline

PARTNERSHIPS = """\
id,passage,label_fr,label_en,links,start,end,planned_start,planned_end
two,s1,Deux voix,Two voices,north|south,2017-05,2019,,
well,s1,Puits,Well,north|south,2018-09-15,,,
twin,s1,Jumelage,Twinning,north|south,,2016-06,,
seed,s1,Semences,Seeds,north|south,,,2021,2023-06
school,s1,École,School,north|south,2020-02,,,2022
quiet,s1,Sans date,Undated,north|south,,,,
"""
MEMBERS = """\
passage,organization,member,role
s1,two,union,role-lead
s1,two,club,role-partner
"""


def shown(folder: Path, partnerships: str = PARTNERSHIPS) -> Timeline | None:
    return timeline_of(Facts(load_store([mini(folder, partnerships=partnerships, memberships=MEMBERS)])))


@pytest.fixture
def found(tmp_path: Path) -> Timeline:
    there = shown(tmp_path / "data")
    assert there
    return there


def by_name(there: Timeline) -> dict[str, DatedRow]:
    return {row["cell"].text.text("fr"): row for row in there["rows"]}


def percent(day: date, first: date = date(2016, 1, 1), behind: date = date(2024, 1, 1)) -> float:
    """Return the place of a day in percent of the years from 2016 to 2023, counted in days."""
    return 100 * (day - first).days / (behind - first).days


def test_what_has_dates_is_shown_by_its_begin(found: Timeline) -> None:
    assert [*by_name(found)] == ["Jumelage", "Deux voix", "Puits", "École", "Semences"]
    assert (found["first"], found["last"]) == (2016, 2023)


def test_a_bar_goes_from_the_first_day_to_the_end_of_the_last(found: Timeline) -> None:
    bar = by_name(found)["Deux voix"]["bar"]
    assert bar
    assert bar.x == pytest.approx(percent(date(2017, 5, 1)), abs=0.001)
    assert bar.x + bar.width == pytest.approx(percent(date(2020, 1, 1)), abs=0.002)
    ticks = dict(found["ticks"])
    assert ticks[2016] < bar.x < ticks[2018]
    assert (bar.x - percent(date(2017, 1, 1))) / (
        percent(date(2018, 1, 1)) - percent(date(2017, 1, 1))
    ) == pytest.approx(120 / 365, abs=0.001)  # May begins after 120 days
    assert (bar.open_start, bar.open_end, bar.planned) == (False, False, False)


def test_what_nobody_said_is_open_to_the_edge_and_told(found: Timeline) -> None:
    rows = by_name(found)
    begun, ended = rows["Puits"], rows["Jumelage"]
    assert begun["bar"]
    assert begun["bar"].open_end
    assert not begun["bar"].open_start
    assert begun["bar"].x + begun["bar"].width == pytest.approx(100, abs=0.001)
    assert [begun[end].text("fr") for end in ("start", "end")] == ["15 septembre 2018", "fin non dite"]
    assert ended["bar"]
    assert ended["bar"].open_start
    assert ended["bar"].x == 0
    assert ended["bar"].width == pytest.approx(percent(date(2016, 7, 1)), abs=0.001)
    assert [ended[end].text("en") for end in ("start", "end")] == ["begin not said", "June 2016"]
    assert found["open"]


def test_planned_dates_count_where_no_other_is_said_and_look_so(found: Timeline) -> None:
    rows = by_name(found)
    planned, begun = rows["Semences"], rows["École"]
    assert planned["bar"]
    assert (planned["bar"].planned, planned["bar"].begun) == (True, False)
    assert planned["bar"].x == pytest.approx(percent(date(2021, 1, 1)), abs=0.001)
    assert [planned[end].text("fr") for end in ("start", "end")] == ["2021 (prévu)", "juin 2023 (prévu)"]
    assert begun["bar"]
    assert (begun["bar"].planned, begun["bar"].begun, begun["bar"].open_end) == (True, True, False)
    assert [begun[end].text("en") for end in ("start", "end")] == ["February 2020", "2022 (planned)"]
    assert found["planned"]


def test_partners_and_the_page_are_named(found: Timeline) -> None:
    row = by_name(found)["Deux voix"]
    assert {cell.text.text("en") for cell in row["partners"]} == {"Union <b>strong</b> & Co", "=Club of the South"}
    assert [cite.pages for cite in row["cites"]] == [("5",)]
    assert by_name(found)["Puits"]["partners"] == []


def test_a_source_that_says_an_actual_date_wins_over_what_was_planned(tmp_path: Path) -> None:
    both = PARTNERSHIPS.replace("2018-09-15,,,", "2018-09-15,2019-03,2018-01,2022")
    there = shown(tmp_path / "data", both)
    assert there
    row = by_name(there)["Puits"]
    assert [row[end].text("fr") for end in ("start", "end")] == ["15 septembre 2018", "mars 2019"]
    assert row["bar"]
    assert not row["bar"].planned


def test_one_that_is_dated_is_no_timeline(tmp_path: Path) -> None:
    lines = PARTNERSHIPS.splitlines(keepends=True)
    assert shown(tmp_path / "one", "".join([*lines[:2], lines[-1]])) is None
    assert shown(tmp_path / "two", "".join(lines[:3]))


def test_the_bundled_workshop_has_none() -> None:
    assert timeline_of(Facts(bundled.public())) is None


def test_of_very_many_those_are_shown_that_began_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_DATED", 2)
    there = shown(tmp_path / "data")
    assert there
    assert [*by_name(there)] == ["École", "Semences"]
    assert there["more"] == 3
    assert there["first"] == 2020


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2020, 2020, [2020]),
        (2016, 2021, [2016, 2017, 2018, 2019, 2020, 2021]),
        (2015, 2023, [2016, 2018, 2020, 2022]),
        (1987, 2025, [1990, 2000, 2010, 2020]),
        (1, 2025, [500, 1000, 1500, 2000]),
    ],
)
def test_the_axis_has_round_years_and_no_more_than_a_telephone_has_room_for(
    first: int, last: int, years: list[int]
) -> None:
    ticks = Axis(first, last).ticks
    assert [year for year, _place in ticks] == years
    assert len(ticks) <= MOST_TICKS
    assert all(0 <= place < 100 for _year, place in ticks)


def test_a_day_is_seen_at_either_edge() -> None:
    axis = Axis(2000, 2020)
    for day in ("2000-01-01", "2020-12-31"):
        bar = axis.bar(ToldDate(day, day, planned=False), ToldDate(day, day, planned=False))
        assert bar
        assert bar.width > 0.5
        assert 0 <= bar.x <= 100 - bar.width


def test_what_ends_before_it_begins_has_no_bar() -> None:
    begin, end = ToldDate("2019-01-01", "2019", planned=False), ToldDate("2018-12-31", "2018", planned=False)
    assert Axis(2018, 2019).bar(begin, end) is None
