"""The charts of a comparison: what they draw, what they say in words, and that nothing in the data is markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bundled
import pytest

from icilabas.comparison.territory_comparison import compare
from icilabas.site.charts import (
    WIDTH,
    Bar,
    Canvas,
    bar_chart,
    challenges_chart,
    charts,
    paths_chart,
    ranks_chart,
    roles_chart,
    ties_chart,
    wrapped,
)
from icilabas.words.safe_text import plain
from icilabas.words.sentences import typeset

if TYPE_CHECKING:
    from icilabas.comparison.links import ComparedTies
    from icilabas.comparison.summary import TerritoryComparison

LANGUAGES = ("fr", "en")
BAD = "<b>$x$ & \"y\"</b>\x00\x0b $\\frac{ {{ 7*7 }} 漢字 'z'"


@pytest.fixture(scope="module")
def kayes() -> TerritoryComparison:
    return compare(bundled.public(), "nord-pas-de-calais", "kayes")


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
    assert "Grdr (on both sides): 79%" in found["paths"].spoken
    assert "Grdr: itinerant: 3, liaison: 9" in found["roles"].spoken
    drawn = " ".join(texts(found["challenges"].svg))
    for entries in kayes.challenges.values():
        for each in entries:
            assert each["label_en"].replace("'", "’").split()[-1] in drawn
    assert "Unemployment (Nord–Pas-de-Calais: p.\N{NO-BREAK SPACE}11, 12, Kayes Region: " in found["challenges"].spoken


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
    assert "Grdr: rank 1; CFSI: rank 2 (1 to 3)" in chart.spoken
    assert "rank 2 (1 to 3)" in " ".join(texts(chart.svg))
    firm = [each | {"rank_best": each["rank"], "rank_worst": each["rank"]} for each in kayes.bridging_actors]
    still = ranks_chart(replace(kayes, bridging_actors=firm), "en")
    assert still is not None
    assert " to " not in still.spoken
    alone = [each | {"rank_best": None, "rank_worst": None} for each in kayes.bridging_actors]
    assert ranks_chart(replace(kayes, bridging_actors=alone), "en") is None  # one passage: nothing can be left out


def test_fewer_than_two_values_are_no_chart(kayes: TerritoryComparison) -> None:
    one = replace(
        kayes,
        ties=kayes.ties | {"within_a": 0, "within_b": 0, "with_bridges": 0},
        bridging_actors=[kayes.bridging_actors[0] | {"roles": {"liaison": 9, "itinerant": 0}}],
        challenges={"shared": kayes.challenges["shared"][:1], "only_a": [], "only_b": []},
    )
    assert charts(one, "fr") == {}


@pytest.mark.parametrize(("n", "pairs", "told"), [(9, 20, "50%"), (9, 10, "5 of 10"), (4, 20, None)])
def test_a_share_of_few_pairs_is_drawn_with_its_count_and_of_few_actors_not_at_all(
    kayes: TerritoryComparison, n: int, pairs: int, told: str | None
) -> None:
    few = [each | {"n": n, "pairs": pairs, "betweenness": 0.5} for each in kayes.bridging_actors]
    chart = paths_chart(replace(kayes, bridging_actors=few), "en")
    assert (chart and f": {told}" in chart.spoken) is (True if told else None)


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


def test_a_bar_an_outline_and_lines_are_drawn_where_they_were_placed() -> None:
    canvas = Canvas(20)
    canvas.bar(0.1 + 0.2, 2, 1 / 3, 10, "#111111")
    canvas.bar(5, 2, 10, 4, "#222222", hollow=True)
    canvas.text(170, 9.5, "é & è", align="middle", bold=True, colour="#333333")
    canvas.text(100, 20, "end", align="end")
    root = ET.fromstring(canvas.svg("a", "b", "c"))  # noqa: S314  # our own
    assert root.get("viewBox") == f"0 0 {WIDTH} 26"
    about = {"font-size": "13px"}
    assert [(each.tag, each.attrib) for each in root][2:] == [
        ("path", {"d": "M 0.3 2 L 0.633333 2 L 0.633333 12 L 0.3 12 z", "fill": "#111111"}),
        ("path", {"d": "M 5 2 L 15 2 L 15 6 L 5 6 z", "fill": "none", "stroke": "#222222", "stroke-width": "1.5"}),
        ("text", about | {"x": "170", "y": "9.5", "fill": "#333333", "font-weight": "700", "text-anchor": "middle"}),
        ("text", about | {"x": "100", "y": "20", "fill": "#1b2530", "text-anchor": "end"}),
    ]
    assert texts(canvas.svg("a", "b", "c")) == ["é & è", "end"]


def test_long_texts_are_cut_to_two_lines_and_end_in_an_ellipsis() -> None:
    found = wrapped("mot " * 100)
    assert len(found) == 2
    assert found[-1].endswith("…")
    assert wrapped("") == [""]


def test_nothing_is_drawn_beyond_the_sheet(kayes: TerritoryComparison) -> None:
    for chart in charts(kayes, "fr").values():
        ends = [float(x) for path in re.findall(r' d="([^"]+)"', chart.svg) for x in re.findall(r"[ML] (\S+) ", path)]
        assert all(0 <= end <= WIDTH for end in ends)


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Canvas]:
    """Return the canvases that are drawn from now on; nothing becomes SVG."""
    seen: list[Canvas] = []

    def note(canvas: Canvas, *_texts: str) -> str:
        seen.append(canvas)
        return "<svg/>"

    monkeypatch.setattr(Canvas, "svg", note)
    return seen


def bars(*values: float, group: str = "") -> list[Bar]:
    return [Bar(f"b{place}", value, f"{value:g}", group=group) for place, value in enumerate(values)]


@pytest.mark.parametrize(("values", "svg"), [((0, 0), None), ((0, 3), None), ((2, 3), True), ((2, 0, 3), True)])
def test_a_chart_needs_two_values(
    monkeypatch: pytest.MonkeyPatch, values: tuple[float, ...], *, svg: bool | None
) -> None:
    drawn(monkeypatch)
    chart = bar_chart("n", "T", "N", bars(*values), "en")
    assert (chart and bool(chart.svg)) is svg
    if chart:
        assert chart.spoken == f"{', '.join(f'b{place}: {value}' for place, value in enumerate(values))}."


def test_the_longest_bar_takes_its_share_of_the_width_and_the_shortest_can_be_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = drawn(monkeypatch)
    bar_chart("n", "T", "N", bars(1000, 500, 1, 0), "en")
    assert [round(bar.width, 1) for bar in seen[0].bars] == [244.8, 122.4, 2]
    assert [mark.x for mark in seen[0].texts if mark.bold] == pytest.approx([251.8, 129.4, 9, 7])
    assert [bar.y for bar in seen[0].bars] == sorted(bar.y for bar in seen[0].bars)
    bar_chart("n", "T", "N", bars(0.5, 0.25), "en", whole=1)
    assert [round(bar.width, 1) for bar in seen[1].bars] == [244.8, 122.4, 244.8, 61.2]


def test_bars_of_a_group_stand_under_its_heading_which_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = drawn(monkeypatch)
    chart = bar_chart("n", "T", "N", [*bars(1, 2, group="G"), *bars(3, group="H")], "en")
    assert chart
    assert chart.spoken == "G: b0: 1, b1: 2; H: b0: 3."
    assert [mark.text for mark in seen[0].texts if mark.bold and not mark.text[0].isdigit()] == ["G", "H"]
    assert [bar.x for bar in seen[0].bars] == [110, 110, 110]
    assert max(bar.width for bar in seen[0].bars) == pytest.approx((340 - 110) * 0.72)


@pytest.mark.parametrize(("most", "cut"), [(2, True), (3, False), (4, False)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_many_the_first_are_drawn_and_that_is_said(
    kayes: TerritoryComparison, monkeypatch: pytest.MonkeyPatch, lang: str, most: int, *, cut: bool
) -> None:
    for name in ("MOST_ACTORS", "MOST_BROKERS", "MOST_CHALLENGES"):
        monkeypatch.setattr(f"icilabas.site.charts.{name}", most)
    drawn(monkeypatch)
    own = [each for each in kayes.bridging_actors if each["rank_worst"] and each["betweenness"]][:3]
    for each in own:
        each["roles"]["liaison"] = each["roles"]["liaison"] or 1
    shared = kayes.challenges["shared"][:3]
    few = replace(kayes, bridging_actors=own, challenges={"shared": shared, "only_a": [], "only_b": []})
    names = [few.names.short(each["iri"], lang) for each in own]
    labels = [typeset(each["label_fr"] if lang == "fr" else each["label_en"]) for each in shared]
    assert len(own) == len(shared) == 3
    for make, called in ((paths_chart, names), (ranks_chart, names), (roles_chart, names), (challenges_chart, labels)):
        chart = make(few, lang)
        assert chart
        said = ("Seuls les 2 premiers" if lang == "fr" else "Only the first 2") in chart.note
        assert said is cut
        places = [chart.spoken.find(name) for name in called[:most]]
        assert -1 not in places
        assert places == sorted(places)
        if cut:
            assert called[2] not in chart.spoken


def test_challenges_stand_shared_first_then_of_each_side_those_that_a_wider_territory_has_last(
    kayes: TerritoryComparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(monkeypatch)
    sides = [sorted(kayes.challenges[key], key=lambda each: bool(each["wider"])) for key in ("only_a", "only_b")]
    order = [each["label_en"] for each in (*kayes.challenges["shared"], *sides[0], *sides[1])]
    chart = challenges_chart(kayes, "en")
    assert chart
    places = [chart.spoken.index(f"{typeset(label)} (") for label in order]
    assert places == sorted(places)
    assert any(each["wider"] for each in sides[1])


def test_text_is_broken_where_a_line_is_full() -> None:
    assert wrapped("x" * 44) == ["x" * 44]
    assert wrapped("x " * 22) == [" ".join("x" * 22)]
    assert wrapped(" ".join("x" * 23)) == [" ".join("x" * 22), "x"]
    assert len(wrapped("word " * 17)) == 2
    assert wrapped("word " * 17)[-1].endswith("word")
