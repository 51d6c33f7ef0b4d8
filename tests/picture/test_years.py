"""Which years the slider of a network has, and what was there in each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import bundled
import networkx as nx
import pytest

from icilabas.networks.projection import project
from icilabas.picture.years import MOST_YEARS, years_of

if TYPE_CHECKING:
    from icilabas.picture.years import Years


def years(graph: nx.Graph) -> Years | None:
    return years_of(graph, [data.get("kind", "node") for _node, data in graph.nodes(data=True)])


def network(*things: dict[str, object], ties: tuple[dict[str, object], ...] = ()) -> nx.Graph:
    """Return a network of these things, each with its kind and dates; the first two have these ties."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(enumerate(things))
    graph.add_edges_from((0, 1, tie) for tie in ties)
    return graph


def test_partnerships_have_the_years_from_the_first_to_the_last_that_is_said() -> None:
    found = years(network({"kind": "partnership", "start": "2017-05", "end": "2019-01-31"}, {"kind": "organization"}))
    assert found == {"years": [2017, 2018, 2019], "nodes": [[0, 2017, 2019]], "edges": []}


def test_an_open_end_stays_open() -> None:
    found = years(network({"kind": "partnership", "start": "2017"}, {"kind": "activity", "end": "2019"}))
    assert found == {"years": [2017, 2018, 2019], "nodes": [[0, 2017, None], [1, None, 2019]], "edges": []}


def test_ties_say_years_too_each_time_that_they_lasted() -> None:
    tie: dict[str, object] = {"spells": [["2020-03", None], ["2015", "2016-12-31"]]}
    found = years(network({}, {}, ties=(tie, {}, {"start": "2018", "end": 2018})))
    assert found is not None
    assert found["edges"] == [[0, 2015, 2016, 2020, None], [2, 2018, 2018]]
    assert found["years"] == [*range(2015, 2021)]


@pytest.mark.parametrize("value", ["2017-05-03", "2017-05", "2017", 2017, date(2017, 5, 3), "2017-05-03T10:00:00"])
def test_a_date_is_of_any_precision_and_form(value: object) -> None:
    found = years(network({"start": value, "end": "2018"}))
    assert found is not None
    assert found["nodes"] == [[0, 2017, 2018]]


@pytest.mark.parametrize("value", ["soon", "2017-13", True, float("nan"), ["2017", "2018"], {"year": 2017}, "<b>2017"])
def test_what_is_no_date_says_nothing(value: object) -> None:
    assert years(network({"start": value}, {"end": "2019"})) is None


def test_what_ends_before_it_begins_has_no_date() -> None:
    found = years(network({"start": "2019", "end": "2017"}, {"start": "2017", "end": "2018"}))
    assert found is not None
    assert found["nodes"] == [[1, 2017, 2018]]


def test_one_year_is_no_timeline() -> None:
    assert years(network({"start": "2017-01", "end": "2017-09"}, {"start": "2017"})) is None


def test_that_organisations_were_founded_and_meetings_took_place_is_no_timeline() -> None:
    founded: list[dict[str, object]] = [{"kind": "organization", "start": str(year)} for year in (1961, 2008)]
    met: list[dict[str, object]] = [{"kind": "workshop", "start": day, "end": day} for day in ("2015", "2016-01-19")]
    assert years(network(*founded, *met)) is None


def test_an_organisation_that_was_ended_is_one() -> None:
    found = years(network({"kind": "organization", "start": "1990", "end": "1992"}))
    assert found is not None
    assert found["years"] == [1990, 1991, 1992]


def test_foundings_do_not_lengthen_the_years_and_meetings_do() -> None:
    done: list[dict[str, object]] = [{"kind": "partnership", "start": "2017", "end": "2018"}]
    found = years(
        network(*done, {"kind": "organization", "start": "1961"}, {"kind": "event", "start": "2015", "end": "2015"})
    )
    assert found is not None
    assert found["years"] == [2015, 2016, 2017, 2018]
    assert found["nodes"] == [[0, 2017, 2018], [1, 1961, None], [2, 2015, 2015]]


def test_of_a_very_long_time_the_years_stand_in_which_something_changes() -> None:
    last = 1000 + MOST_YEARS
    found = years(network({"start": "1000", "end": "1002"}, {"start": str(last)}))
    assert found is not None
    assert found["years"] == [1000, 1001, 1002, 1003, last]


def test_the_bundled_workshop_has_none() -> None:
    graph = project(bundled.public(), "knowledge")
    assert [data["start"] for _node, data in graph.nodes(data=True) if "start" in data]  # foundings and meetings
    assert years(graph) is None
