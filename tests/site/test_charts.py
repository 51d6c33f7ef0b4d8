"""The charts of a comparison: what they draw, what they say in words, and that nothing in the data is markup."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from icilabas.comparison.territory_comparison import compare
from icilabas.dataset.loading import load_store
from icilabas.site.charts import (
    WIDTH,
    Canvas,
    challenges_chart,
    charts,
    paths_chart,
    ranks_chart,
    roles_chart,
    ties_chart,
    wrapped,
)
from icilabas.words.safe_text import plain

if TYPE_CHECKING:
    from icilabas.comparison.links import ComparedTies
    from icilabas.comparison.summary import TerritoryComparison

LANGUAGES = ("fr", "en")
BAD = "<b>$x$ & \"y\"</b>\x00\x0b $\\frac{ {{ 7*7 }} 漢字 'z'"


@pytest.fixture(scope="module")
def kayes() -> TerritoryComparison:
    return compare(load_store(profile="public"), "nord-pas-de-calais", "kayes")


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter("text")]  # noqa: S314  # our own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_chart_says_what_it_was_computed_on_and_n(kayes: TerritoryComparison, lang: str) -> None:
    found = charts(kayes, lang)
    assert set(found) == {"ties", "paths", "ranks", "roles", "challenges"}
    for chart in found.values():
        assert chart.title
        assert ("Calculé sur" if lang == "fr" else "Computed on") in chart.note
        assert re.search(r"\bn = \d+", chart.note)
        assert "{" not in chart.note + chart.title + chart.spoken


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_chart_has_a_title_and_a_description_with_all_values(kayes: TerritoryComparison, lang: str) -> None:
    ids = []
    for chart in charts(kayes, lang).values():
        root = ET.fromstring(chart.svg)  # noqa: S314  # our own
        title, description = root[0], root[1]
        assert (title.tag, description.tag, root.get("role")) == ("title", "desc", "img")
        assert title.text == plain(chart.title)
        assert description.text == plain(chart.spoken, 20_000)
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")
        ids += [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 10
    assert all(str(each).endswith((f"-{lang}-title", f"-{lang}-desc")) for each in ids)


def test_no_style_script_link_or_date_is_in_a_chart(kayes: TerritoryComparison) -> None:
    for chart in charts(kayes, "fr").values():
        assert not re.search(r"style|<script|href|url\(|http|font-family|metadata|\b20\d\d-\d\d", chart.svg)


def test_the_values_are_those_of_the_comparison(kayes: TerritoryComparison) -> None:
    found = charts(kayes, "en")
    for key in ("within_a", "between", "within_b", "with_bridges"):
        assert str(kayes.ties[key]) in texts(found["ties"].svg)
    assert f"Between the two sides: {kayes.ties['between']}" in found["ties"].spoken
    assert "Grdr (on both sides): 81%" in found["paths"].spoken
    assert "Grdr: itinerant: 3, liaison: 9" in found["roles"].spoken
    drawn = " ".join(texts(found["challenges"].svg))
    for entries in kayes.challenges.values():
        for each in entries:
            assert each["label_en"].replace("'", "’").split()[-1] in drawn
    assert "Unemployment (Nord–Pas-de-Calais: p.\N{NO-BREAK SPACE}11, 15, Kayes Region: " in found["challenges"].spoken


def test_longer_values_have_longer_bars(kayes: TerritoryComparison) -> None:
    chart = paths_chart(kayes, "en")
    assert chart is not None
    ends = [float(each) for each in re.findall(r'd="M 0 \S+ L (\S+) ', chart.svg)]
    shares = [each["betweenness"] for each in kayes.bridging_actors if each["betweenness"]]
    assert ends[::2] == [ends[0]] * len(shares)
    assert ends[1::2] == pytest.approx([ends[0] * share for share in shares], abs=0.01)


def test_a_rank_that_hangs_on_one_passage_has_a_longer_bar(kayes: TerritoryComparison) -> None:
    chart = ranks_chart(kayes, "en")
    assert chart is not None
    assert "Grdr: rank 1; CFSI: rank 2 (1 to 2)" in chart.spoken
    assert "rank 2 (1 to 2)" in " ".join(texts(chart.svg))
    firm = [each | {"rank_best": each["rank"], "rank_worst": each["rank"]} for each in kayes.bridging_actors]
    still = ranks_chart(replace(kayes, bridging_actors=firm), "en")
    assert still is not None
    assert " to " not in still.spoken
    alone = [each | {"rank_best": None, "rank_worst": None} for each in kayes.bridging_actors]
    assert ranks_chart(replace(kayes, bridging_actors=alone), "en") is None  # one passage: nothing can be left out


def test_fewer_than_two_values_are_words(kayes: TerritoryComparison) -> None:
    one = replace(
        kayes,
        ties=kayes.ties | {"within_a": 0, "within_b": 0, "with_bridges": 0},
        bridging_actors=[kayes.bridging_actors[0] | {"roles": {"liaison": 9, "itinerant": 0}}],
        challenges={"shared": kayes.challenges["shared"][:1], "only_a": [], "only_b": []},
    )
    found = charts(one, "fr")
    assert set(found) == {"ties", "paths", "roles", "challenges"}
    assert not any(chart.svg for chart in found.values())
    assert "Entre les deux côtés\N{NO-BREAK SPACE}: 2" in found["ties"].spoken
    assert found["roles"].spoken == "Grdr\N{NO-BREAK SPACE}: liaison\N{NO-BREAK SPACE}: 9."


def test_no_value_is_no_chart(kayes: TerritoryComparison) -> None:
    none: dict[str, list[Any]] = {"shared": [], "only_a": [], "only_b": []}
    ties: ComparedTies = {**kayes.ties, "within_a": 0, "within_b": 0, "between": 0, "with_bridges": 0}
    empty = replace(kayes, ties=ties, bridging_actors=[], challenges=none)
    assert [make(empty, "fr") for make in (ties_chart, paths_chart, ranks_chart, roles_chart, challenges_chart)] == [
        None
    ] * 5


def test_a_challenge_that_a_wider_territory_has_is_not_said_to_be_of_one_side_only(kayes: TerritoryComparison) -> None:
    chart = challenges_chart(kayes, "fr")
    assert chart is not None
    drawn = texts(chart.svg)
    wide = next(each for each in kayes.challenges["only_b"] if each["wider"])
    place = drawn.index(wide["label_fr"])
    headings = [text for text in drawn[:place] if text.startswith("Région de Kayes")]
    assert headings[-1].startswith("Région de Kayes, et un territoire plus large")


def test_text_from_data_is_never_markup_nor_a_formula() -> None:
    canvas = Canvas()
    canvas.paragraph(BAD)
    canvas.bar(0, canvas.y, 10, 10, "#000000")
    svg = canvas.svg("bad", BAD, BAD)
    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert {each.tag for each in root.iter()} == {"svg", "title", "desc", "text", "path"}
    assert "<b>$x$ & \"y\"</b> $\\frac{ {{ 7*7 }} 漢字 'z'" in " ".join(texts(svg))


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "from icilabas.site.charts import Canvas; c = Canvas(); c.paragraph('é'); c.bar(1, 2, 3, 4, '#000000');"
        "c.bar(1, 2, 3, 4, '#000000', hollow=True); import sys; sys.stdout.buffer.write(c.svg('a', 'b', 'c').encode())"
    )
    runs = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_pyplot_is_never_loaded() -> None:
    code = (
        "import sys; from icilabas.site.charts import Canvas; c = Canvas(); c.paragraph('x'); c.svg('a', 'b', 'c');"
        "assert 'matplotlib' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_long_texts_are_cut_to_two_lines_and_end_in_an_ellipsis() -> None:
    found = wrapped("mot " * 100)
    assert len(found) == 2
    assert found[-1].endswith("…")
    assert wrapped("") == [""]


def test_nothing_is_drawn_beyond_the_sheet(kayes: TerritoryComparison) -> None:
    for chart in charts(kayes, "fr").values():
        ends = [float(x) for path in re.findall(r' d="([^"]+)"', chart.svg) for x in re.findall(r"[ML] (\S+) ", path)]
        assert all(0 <= end <= WIDTH for end in ends)
