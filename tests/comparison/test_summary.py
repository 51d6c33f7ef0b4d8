"""The half page: what it says, in two languages, with a page each; and nothing in the data is markup."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bundled
import networkx as nx
import pytest
from places import SMALL

import icilabas as ilb
from icilabas.asking.evidence import said_in
from icilabas.comparison.bridging_actors import _HOW, _ONLY, _ONLY_PARTNER, _PRESENT, bridging
from icilabas.comparison.facts import Labels
from icilabas.comparison.links import Networks, ties
from icilabas.comparison.possible_partners import blocks
from icilabas.comparison.report_forms import _escaped
from icilabas.comparison.summary import MOST_SAID, TerritoryComparison, _Page, sections
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import iri
from icilabas.words.sentences import cited, listed, number, phrase, share, thousands

if TYPE_CHECKING:
    from icilabas.comparison.bridging_actors import BetweenSides, CutActor, Leaving
    from icilabas.comparison.facts import Named, NamedWithEvidence
    from icilabas.comparison.possible_partners import InCommon, PossiblePartners
    from icilabas.comparison.statements import ActorPlace, FacedChallenge, Member, OnSide

NASTY = "<script>alert(1)</script> [x](http://x.example) *b* `c` www.x.example | & $y$ <!-- 1. # ~s~"


@pytest.fixture(scope="module", params=[("Nord-Pas-de-Calais", "Kayes"), ("Lille", "Tchad"), ("Lille", "others")])
def found(request: pytest.FixtureRequest) -> TerritoryComparison:
    return ilb.compare(bundled.whole(), *request.param, without="Grdr")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_half_page_is_whole_in_each_language(found: TerritoryComparison, lang: str) -> None:
    text = found.to_text(lang)
    assert max(map(len, text.splitlines())) <= 96
    assert not re.search(r"\{\w*\}|None|nan\b|\bn/a\b", text)
    headings = {"fr": ("Ce qui les relie", "Les enjeux", "Comment"), "en": ("What links them", "Challenges", "How")}
    assert all(re.search(rf"^{heading}", text, re.MULTILINE) for heading in headings[lang])
    other = headings["en" if lang == "fr" else "fr"]
    assert not any(re.search(rf"^{heading}", text, re.MULTILINE) for heading in other)
    for line in text.splitlines():
        assert not re.match(r"\s*[?!;:»–](?! )", line), line
        assert not re.search(r"[^=]=$|^\s*= ", line), line  # “n = 9” stays together
        assert line == line.rstrip()


def test_statements_from_the_data_carry_their_page(found: TerritoryComparison) -> None:
    text = " ".join(found.to_text("en").split())
    for some in found.findings.values():
        for finding in some[:1]:
            assert re.search(re.escape(finding["label_en"]) + r" \((p\. \d|the editors)", text), finding["label_en"]
    for challenge in found.challenges["shared"]:
        assert re.search(re.escape(challenge["label_en"]) + r" \([^()]*(p\. \d|the editors' reading)", text)
    for partnership in found.partnerships:
        assert re.search(re.escape(partnership["label_en"]) + r"” \(p\. \d", text)
    for actor in found.cut:
        assert re.search(r"\((p\. \d|the editors)", text[text.index(Labels.short(found.names, actor["iri"], "en")) :])


def test_the_same_is_said_in_text_markdown_and_html(found: TerritoryComparison) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text)

    parser = _Texts()
    parser.feed(found._repr_html_())
    plain = words(found.to_text("fr"))
    assert words(re.sub(r"\\(.)", r"\1", found.to_markdown("fr"))) == plain
    assert words(" ".join(parser.texts)) == plain


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _value in attrs} <= {"lang", "class"}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture
def nasty(tmp_path: Path) -> TerritoryComparison:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    for table, word in (("challenges", "Chômage"), ("partnerships", "Partenariat"), ("territories", "Région de Kayes")):
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert word in text
        path.write_text(text.replace(word, NASTY, 1), encoding="utf-8")
    return ilb.compare(load_store([folder]), "lille", "kayes")


def test_nothing_in_the_data_is_markup_in_html(nasty: TerritoryComparison) -> None:
    parser = _Texts()
    parser.feed(nasty._repr_html_())
    assert parser.tags <= {"section", "h2", "h3", "p", "ul", "li"}
    assert NASTY in "".join(parser.texts).replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_in_the_data_is_markup_in_markdown(nasty: TerritoryComparison) -> None:
    content = nasty.to_markdown("fr")
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", content)
    assert not re.search(r"[<>`*_\[\]|~]|www\.|://|&\w", bare)
    assert NASTY in re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", content)
    for line in content.splitlines():
        assert re.match(r"$|#{1,2} |- |(?![-+#>=]|\d+[.)])", line), line


def test_control_characters_and_line_breaks_do_not_reach_the_reader() -> None:
    found = ilb.compare(load_store([SMALL]), "lille", "kayes")
    found.territories[0]["label_fr"] = "a\x1b[31m\nb\u202ec"
    first = found.to_text("fr").splitlines()[0]
    assert "\x1b" not in first
    assert "\u202e" not in first
    assert first.startswith("a [31m bc et")


def test_editors_are_named_only_where_no_page_says_it() -> None:
    names = Labels({}, editorial={"e"})
    page, reading = said_in("p", 3, "s"), said_in("e", None, "n")
    assert names.cite([page, said_in("p", 11, "s"), reading], "fr") == "p. 3, 11"
    assert (names.cite([reading], "fr"), names.cite([reading], "en")) == (
        "lecture des éditeurs",
        "the editors' reading",
    )
    assert names.cite([said_in("p", None, "s")], "en") == "no page"
    assert names.cite([], "fr") == ""


def test_of_several_statements_one_that_only_the_editors_make_is_named() -> None:
    names = Labels({}, editorial={"e"})
    page, reading = said_in("p", 3, "s"), said_in("e", None, "n")
    assert names.cite_all([[page], [page, reading]], "fr") == "p. 3"
    assert names.cite_all([[page], [reading], [reading]], "fr") == "p. 3 ; lecture des éditeurs"
    assert names.cite_all([[], []], "fr") == ""


def test_several_documents_are_named() -> None:
    names = Labels({"s": {"en": "Report A"}, "t": {"en": "Report B"}}, several=True)
    evidence = [said_in(source, page, source) for source, page in (("s", 1), ("t", 2), ("s", 3))]
    assert names.cite(evidence, "en") == "Report A, p. 1, 3; Report B, p. 2"


def test_long_names_give_way_to_their_acronyms_and_short_ones_do_not() -> None:
    texts = {"n": {"fr": "Nord France Innovation Développement"}, "c": {"fr": "Cap Solidarités"}}
    names = Labels(texts, {"n": ["Nord France", "NFID"], "c": ["CAPSO"]})
    assert (names.full("n", "fr"), names.short("n", "fr")) == ("Nord France Innovation Développement (NFID)", "NFID")
    assert (names.full("c", "fr"), names.short("c", "fr")) == ("Cap Solidarités", "Cap Solidarités")


def test_small_words_and_numbers() -> None:
    assert [listed(parts, "fr") for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]
    assert cited("a", "", "p. 1") == "a (p. 1)"
    assert (number(-0.5556, "fr"), number(-0.5556, "en")) == ("−0,56", "−0.56")
    assert [number(value, "en") for value in (0, 0.0012, 0.1, 12.3)] == ["0.00", "0.001", "0.10", "12.30"]
    assert [share(value, "fr") for value in (0.0, 0.001, 0.5, 1.0)] == [
        f"{text}\N{NO-BREAK SPACE}%" for text in ("0", "<1", "50", "100")
    ]
    assert (thousands(2000, "fr"), thousands(2000, "en")) == ("2\N{NARROW NO-BREAK SPACE}000", "2,000")


def stands_between(actor: Named, side: str = "neither", *, partner: bool = False, **more: Any) -> BetweenSides:
    """Return what is said of an actor between the sides of which nothing else is known."""
    nothing: dict[str, Any] = {
        "betweenness": 0,
        "places": {"a": [], "b": []},
        "pairs": 0,
        "n": 9,
        "roles": {},
        "belongs_to": [],
        "members": [],
        "evidence": [],
        "computed_on": {},
        **dict.fromkeys(("rank", "rank_best", "rank_worst", "passages")),
    }
    return {**actor, "side": side, "partner": partner, **nothing, **more}  # type: ignore[typeddict-item]  # all keys are there


def test_what_one_actor_alone_does_is_said_only_if_it_is_so() -> None:
    names = Labels({name: {"en": name.title()} for name in ("one", "two", "three")})
    place: ActorPlace = {**names.named("three"), "relation": "activeIn", "via": None, "evidence": []}

    def actor(name: str, side: str, *, partner: bool) -> BetweenSides:
        return stands_between(names.named(name), side, partner=partner, places={"a": [place], "b": [place]})

    one, two = actor("one", "both", partner=True), actor("two", "both", partner=False)

    def says(entry: BetweenSides, everyone: list[BetweenSides], key: str) -> bool:
        where = f"Three ({_HOW['activeIn'].text('en')})"
        told = phrase(key, "en", name=names.label(entry["iri"], "en"), here=where, there=where)
        return bridging(entry, everyone, names, "en") == f"{told}."

    assert says(one, [one], _ONLY)
    assert says(one, [one, two], _ONLY_PARTNER)
    assert says(two, [one, two], _PRESENT)
    assert says(one, [one, actor("two", "both", partner=True)], _PRESENT)


def test_pairs_with_the_same_reasons_are_told_together_only_if_each_is_with_each() -> None:
    def pair(a: str, b: str) -> PossiblePartners:
        named = Labels({}).named
        return {"a": named(a), "b": named(b), "score": 1, "reasons": []}

    found = blocks([pair("1", "x"), pair("1", "y"), pair("2", "x"), pair("2", "y"), pair("3", "x")], lambda e: e["iri"])
    assert [([e["iri"] for e in here], [e["iri"] for e in there]) for here, there in found] == [
        (["1", "2"], ["x", "y"]),
        (["3"], ["x"]),
    ]


@pytest.mark.parametrize(
    ("count", "told"), [(0, []), (6, [*"012345"]), (7, [*"0123456"]), (8, [*"012345", "and 2 more"])]
)
def test_no_line_says_that_there_is_one_more(count: int, told: list[str], found: TerritoryComparison) -> None:
    assert _Page(found, "en").first(range(count), str) == told
    assert _Page(found, "en").first(range(count), str, MOST_SAID) == (
        told[:2] if count <= 2 else ["0", f"and {count - 1} more"]
    )


def of_kinds(count: int) -> TerritoryComparison:
    """Return a comparison with so many of each: challenges, findings, actors between and pairs of one score each."""
    names = Labels({})
    evidence = [said_in("p", 3)]
    many = [names.named(f"n{number}") for number in range(count)]
    between = [stands_between(each, betweenness=0.5, pairs=4) for each in many]
    return TerritoryComparison(
        territories=[{"side": side, **names.named(side.upper()), "within": [], "actors": []} for side in ("a", "b")],
        partnerships=[
            {
                **names.named("P"),
                "links": [],
                "members": {"a": [], "b": [], "both": [], "neither": []},
                "challenges": [],
                "evidence": evidence,
            }
        ],
        challenges={
            "shared": [],
            "only_a": [{**each, "evidence": evidence, "faced_in": [], "wider": []} for each in many],
            "only_b": [],
        },
        ties=ties(Networks(nx.Graph(), nx.Graph(), {})),
        bridging_actors=[
            {**each, "sentence": each["iri"], "sentence_fr": each["iri"], "sentence_en": f"S{each['iri']}."}
            for each in between
        ],
        cut=[],
        opportunities=[
            {"a": each, "b": names.named("z"), "score": 9 - number, "reasons": []} for number, each in enumerate(many)
        ],
        findings={
            "benefits": [
                {
                    **each,
                    "evidence": evidence,
                    "partnerships": [],
                    "said_by": [],
                    "summed_up_by": [],
                    "points": [],
                    "nearness": 1,
                }
                for each in many
            ]
        },
        names=names,
    )


@pytest.mark.parametrize(
    ("count", "challenges", "findings", "pairs"),
    [
        (1, (1, 0), (1, 0), (1, 0)),
        (2, (2, 0), (2, 0), (2, 0)),
        (3, (3, 0), (1, 2), (3, 0)),
        (5, (5, 0), (1, 4), (5, 0)),
        (6, (6, 0), (1, 5), (4, 2)),
        (8, (6, 2), (1, 7), (4, 4)),
    ],
)
def test_so_many_of_each_are_told_and_how_many_more_there_are(
    count: int, challenges: tuple[int, int], findings: tuple[int, int], pairs: tuple[int, int]
) -> None:
    _links, faced, said, meeting, *_rest = sections(of_kinds(count), "en")

    def told(texts: list[str]) -> tuple[int, int]:
        text = " ".join(texts)
        more = re.search(r"and (\d+) more", text)
        return len(set(re.findall(r"\bn\d", text))), int(more[1]) if more else 0

    assert told(faced.paragraphs) == challenges
    assert told(said.items) == findings
    assert told(meeting.items) == pairs


@pytest.mark.parametrize(("both", "told"), [(0, 2), (1, 2), (2, 2), (3, 3)])
def test_actors_on_both_sides_are_all_told_and_of_the_others_the_first_two(both: int, told: int) -> None:
    found = of_kinds(5)
    for each in found.bridging_actors[:both]:
        each["side"] = "both"
    sentences = [text for text in sections(found, "en")[0].paragraphs if text.startswith("Sn")]
    assert sentences == [f"Sn{number}." for number in range(told)]


def test_pages_of_a_shared_challenge_are_told_by_side_where_they_differ() -> None:
    names, page = Labels({}), _Page(of_kinds(1), "en")

    def faced(here: int, there: int) -> FacedChallenge:
        places: list[OnSide] = [
            {**names.named(side), "side": side, "evidence": [said_in("p", number)]}
            for side, number in (("b", there), ("a", here))
        ]
        return {**names.named("c"), "evidence": [], "faced_in": places, "wider": []}

    assert page.where(faced(4, 4)) == "p. 4"
    assert page.where(faced(9, 4)) == "A: p. 9; B: p. 4"


def test_a_thing_has_its_full_name_the_first_time() -> None:
    page = _Page(of_kinds(1), "fr")
    page.names.texts["n"] = {"fr": "Nord France Innovation Développement"}
    page.names.acronyms["n"] = ["NFID"]
    named = page.names.named("n")
    assert [page.short(named), page.short(named)] == ["Nord France Innovation Développement (NFID)", "NFID"]


def test_no_line_of_the_text_is_longer_than_96_letters_and_none_breaks_before_a_french_sign() -> None:
    found = of_kinds(8)
    found.territories[0]["label_fr"] = ("x" * 9 + " : p. 5 « y » ? ") * 9
    lines = found.to_text("fr").splitlines()[3:]
    assert 90 < max(map(len, lines)) <= 96
    assert not [line for line in lines if re.match(r"\s*[:?»]|\s*5", line) or line.endswith(("«", "p."))]


@pytest.mark.parametrize(("most", "rest"), [(0, 13), (1, 0)])
def test_the_last_line_of_pairs_counts_pairs_as_the_first_does(
    most: int, rest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirteen pairs are told in two lines; one line more than there should be is not left out."""
    monkeypatch.setattr("icilabas.comparison.summary.MOST_PAIRS", most)
    text = ilb.compare(bundled.whole(), "Nord-Pas-de-Calais", "Kayes").to_text("en")
    part = " ".join(text[text.index("13 pairs") : text.index("How this is counted")].split())
    assert (f"– and {rest} more" in part) is bool(rest)
    assert ("APES" in part) is not bool(rest)


# ---- comparisons made by hand: what is said of what is there ----


def fact(name: str, *pages: int) -> NamedWithEvidence:
    """Return a thing, said on these pages."""
    return {**Labels({}).named(name), "evidence": [said_in("p", page) for page in pages]}


def on_side(name: str, side: str, *pages: int) -> OnSide:
    return {**fact(name, *pages), "side": side}


def say(key: str, **values: object) -> str:
    return phrase(key, "en", **values)


@pytest.mark.parametrize(
    ("count", "key", "heading"),
    [(0, "no-partnership", None), (1, "one-partnership", "said-one"), (2, "partnerships", "said-many")],
)
def test_none_one_or_several_partnerships_link_the_territories(count: int, key: str, heading: str | None) -> None:
    found = of_kinds(1)
    found.partnerships *= count
    first, _challenges, *rest = sections(found, "en")
    assert first.heading == say("links")
    assert first.paragraphs[0].startswith(say(key, count=count))
    assert first.paragraphs[0].count("“P”") == count
    headings = [each.heading for each in rest]
    assert headings == [*([say(heading)] if heading else []), say("pairs"), say("counted")]


def test_a_territory_without_actors_is_named() -> None:
    found = of_kinds(0)
    assert sections(found, "en")[0].paragraphs[1:3] == [say("no-actor", place=side) for side in "AB"]
    found.territories[0]["actors"] = [{**Labels({}).named("x"), "places": []}]
    assert sections(found, "en")[0].paragraphs[1:-1] == [say("no-actor", place="B")]


@pytest.mark.parametrize(("names", "key"), [("", "cut-none"), ("x", "cut-one"), ("xy", "cut-many")])
@pytest.mark.parametrize("always", [True, False])
def test_none_one_or_several_actors_are_the_cut_and_whether_there_are_others(
    names: str,
    key: str,
    always: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    found = of_kinds(0)
    cut: list[CutActor] = [
        {
            **on_side(name, "neither"),
            "in_every_cut": always or name == "x",
            "unique": always,
            "whole_side": False,
            "ties": [fact("t", 4), fact("u", 6)],
        }
        for name in names
    ]
    found.cut = cut
    before = sections(found, "en")[0].paragraphs[:-1]
    actors = " and ".join(f"{name} (p. 4, 6)" for name in names)
    others = [] if always or not names else [say("cut-others")]
    assert sections(found, "en")[0].paragraphs[-1] == " ".join([say(key, actors=actors), *others])
    if names:  # that nothing joins the sides where one is gone as a whole is no finding
        found.cut = [{**each, "whole_side": True} for each in cut]
        assert sections(found, "en")[0].paragraphs == before


@pytest.mark.parametrize(("both", "told", "more"), [(2, 2, 0), (7, 7, 0), (8, 6, 2), (9, 6, 3)])
def test_of_many_actors_on_both_sides_the_first_are_told_and_how_many_more_there_are(
    both: int, told: int, more: int
) -> None:
    found = of_kinds(both + 4)  # those that are told as being between the sides come only where few are on both
    for each in found.bridging_actors[:both]:
        each["side"] = "both"
    expected = [f"Sn{number}." for number in range(told)] + ([say("more-both", count=more)] if more else [])
    _linked, *nobody, cut = sections(found, "en")[0].paragraphs
    assert nobody[2:] == expected
    assert cut == say("cut-none")


@pytest.mark.parametrize(
    ("size", "told"), [(7, "n0, n1, n2, n3, n4, n5 et n6"), (9, "n0, n1, n2, n3, n4, n5 et 3 autres")]
)
def test_of_a_large_cut_the_first_are_named_and_how_many_more_there_are(size: int, told: str) -> None:
    found = of_kinds(0)
    of_all = {"in_every_cut": True, "unique": True, "whole_side": False, "ties": []}
    found.cut = [{**on_side(f"n{number}", "neither"), **of_all} for number in range(size)]  # type: ignore[typeddict-item]  # they are
    assert sections(found, "fr")[0].paragraphs[-1] == phrase("cut-many", "fr", actors=told)


def test_members_of_a_partnership_stand_by_side_with_the_role_of_who_leads() -> None:
    def member(name: str, role: str | None = None) -> Member:
        return {**fact(name), "role": role, "roles": [], "sphere": None}

    found = of_kinds(0)
    (partnership,) = found.partnerships
    partnership["members"] = {
        "neither": [member("w", "role-facilitator")],
        "a": [member("x", "role-partner"), member("y")],
        "b": [member("z", "role-lead")],
        "both": [],
    }
    lead, helps = (found.names.label(iri(f"ilv:role-{role}"), "en") for role in ("lead", "facilitator"))
    told = [
        say("for-side", members="x and y", place="A"),
        say("for-side", members=f"z ({lead})", place="B"),
        say("for-neither", members=f"w ({helps})"),
    ]
    whole = say("partnership", label="“P”", pages="p. 3", members="; ".join(told))
    assert _Page(found, "en").partnership(partnership) == whole
    partnership["members"] = {"a": [], "b": [], "both": [member("v")], "neither": []}
    partnership["links"] = [on_side("A", "a", 1), on_side("L", "b", 7), on_side("M", "b", 8)]
    whole = say("partnership", label="“P”", pages="p. 3", members=say("for-both", members="v"))
    links = say("links-said", links="A (p. 1), L (p. 7) and M (p. 8)")  # B itself is not said to be linked
    assert _Page(found, "en").partnership(partnership) == f"{whole} {links}"
    partnership["links"] = [on_side("A", "a", 1), on_side("B", "b", 2), on_side("L", "b", 7), on_side("M", "b", 8)]
    links = say("also-links", links="L (p. 7) and M (p. 8)")
    assert _Page(found, "en").partnership(partnership) == f"{whole} {links}"
    found.territories[1] |= {"iri": None}  # all others: none of them is B
    links = say("links-said", links="A (p. 1), B (p. 2), L (p. 7) and M (p. 8)")
    assert _Page(found, "en").partnership(partnership) == f"{whole} {links}"
    found.territories[1] |= {"iri": "B"}
    partnership["links"] = partnership["links"][:2]
    assert _Page(found, "en").partnership(partnership) == whole


def test_challenges_are_told_shared_first_then_those_of_each_side_what_is_wider_before() -> None:
    def faced(name: str, *wider: OnSide) -> FacedChallenge:
        return {**fact(name, 2), "faced_in": [], "wider": [*wider]}

    found = of_kinds(0)
    assert sections(found, "en")[1].paragraphs == [say("shared-none")]
    found.challenges = {
        "shared": [
            {**fact(name), "faced_in": [on_side("l", side, 5) for side in "ab"], "wider": []} for name in ("s", "t")
        ],
        "only_a": [faced("own"), faced("wide", on_side("W", "b", 9)), faced("more")],
        "only_b": [faced("other")],
    }
    assert sections(found, "en")[1].paragraphs == [
        say("shared", count=2, list="s (p. 5); t (p. 5)"),
        say("wider", place="A", other="B", count=1, list=f"wide (p. 2; {say('at', place='W', pages='p. 9')})"),
        say("only", place="A", count=2, list="own (p. 2); more (p. 2)"),
        say("only", place="B", count=1, list="other (p. 2)"),
    ]


def test_findings_stand_by_kind_with_who_said_them_and_a_kind_of_which_there_is_none_is_left_out() -> None:
    found = of_kinds(0)
    assert say("said-one") not in [each.heading for each in sections(found, "en")]
    names = Labels({}).named
    found.findings = {
        "obstacles": [],
        "tensions": [
            {
                **fact("t", 4),
                "partnerships": [],
                "said_by": [names("x"), names("y")],
                "summed_up_by": [],
                "points": [],
                "nearness": 1,
            }
        ],
        "benefits": [
            {**fact("b", 5), "partnerships": [], "said_by": [], "summed_up_by": [], "points": [], "nearness": 1}
        ],
    }
    said = sections(found, "en")[2]
    assert (said.heading, said.paragraphs) == (say("said-one"), [say("nearest")])
    assert said.items == [
        say("said", kind=say("tensions"), count=1, list=cited("t", "p. 4", say("according", who="x and y"))),
        say("said", kind=say("benefits"), count=1, list="b (p. 5)"),
    ]


def test_of_what_was_said_points_are_counted_and_who_sums_up_is_not_who_says() -> None:
    found, names = of_kinds(1), Labels({}).named
    point, other, chair = names("point"), names("other"), names("chair")
    parts = [("a", [point]), ("b", [point]), ("c", [point, other]), ("d", [])]
    found.findings = {
        "benefits": [
            {**fact(name, 5), "partnerships": [], "said_by": [], "summed_up_by": [chair], "points": some, "nearness": 1}
            for name, some in parts
        ]
    }
    (said,) = [each.items for each in sections(found, "en") if each.heading == say("said-one")]
    told = cited("a", "p. 5", say("summed-up", who="chair"))
    whole = say("next").join([told, say("more", count=2)])
    assert said == [say("said", kind=say("benefits"), count=3, list=whole)]


def reason(kind: str, name: str, how_a: str, how_b: str, page: int = 5) -> InCommon:
    evidence = [said_in("p", page)]
    return {
        **Labels({}).named(name),
        "kind": kind,
        "actors": 2,
        "weight": 0.5,
        "how_a": [how_a],
        "how_b": [how_b],
        "via_a": [],
        "via_b": [],
        "evidence_a": evidence,
        "evidence_b": evidence,
        "evidence": evidence,
    }


def couple(a: str, b: str, *reasons: InCommon, score: float = 1.5) -> PossiblePartners:
    return {"a": Labels({}).named(a), "b": Labels({}).named(b), "score": score, "reasons": [*reasons]}


@pytest.mark.parametrize(("count", "key"), [(0, "pairs-none"), (1, "pairs-one"), (2, "pairs-all")])
def test_none_one_or_several_pairs_could_work_together(count: int, key: str) -> None:
    found = of_kinds(count)
    *_rest, pairs, counted = sections(found, "en")
    assert (pairs.heading, pairs.paragraphs) == (say("pairs"), [say(key, count=count)])
    assert (say("formula") in counted.paragraphs[0]) is bool(count)


@pytest.mark.parametrize(
    ("here", "there", "key"), [("a", "x", "pair"), ("ab", "x", "pair-each"), ("a", "xy", "pair-each")]
)
def test_two_are_a_pair_and_of_more_each_is_one_with_each(here: str, there: str, key: str) -> None:
    found = of_kinds(0)
    found.opportunities = [couple(a, b, reason("theme", "t", "worksOn", "worksOn")) for a in here for b in there]
    (item,) = _Page(found, "en").pairs().items
    a, b = " and ".join(here), " and ".join(there)
    assert item == say(key, a=a, b=b, score="1.50", reasons=cited(say("theme", thing="“t”"), "p. 5"))


def test_of_more_blocks_than_are_told_the_pairs_are_counted_and_the_reasons_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, read = of_kinds(0), set[float]()
    block = [couple(a, b, score=99) for a in "ab" for b in "xy"]
    found.opportunities = [*block, *(couple("c", f"z{number}", score=9 - number) for number in range(8))]
    page = _Page(found, "en")

    def reasons(pair: PossiblePartners) -> str:
        read.add(pair["score"])
        return ""

    monkeypatch.setattr(page, "reasons", reasons)
    items = page.pairs().items
    assert len(items) == 5
    assert items[-1] == say("more", count=12 - 4 - 3)
    assert read == {99, 9, 8, 7, 6, 5}  # the sixth shows that there are too many


@pytest.mark.parametrize(
    ("how_a", "how_b", "way"),
    [
        ("contributes", "drawsOn", "a → b"),
        ("drawsOn", "contributes", "b → a"),
        ("contributes", "contributes", ""),
        ("drawsOn", "drawsOn", ""),
    ],
)
def test_a_practice_could_go_from_the_only_one_of_two_who_has_it(how_a: str, how_b: str, way: str) -> None:
    page = _Page(of_kinds(0), "en")
    practice = reason("practice", "p", how_a, how_b)
    assert page.reasons(couple("a", "b", practice)) == cited(say("practice", thing="“p”"), way, "p. 5")
    theme = reason("theme", "p", how_a, how_b)
    assert page.reasons(couple("a", "b", theme)) == cited(say("theme", thing="“p”"), "p. 5")


def test_reasons_of_one_kind_and_page_are_told_together_and_networks_by_their_names() -> None:
    some = [
        reason("theme", "t", "", ""),
        reason("network", "n", "", ""),
        reason("theme", "u", "", ""),
        reason("theme", "v", "", "", 6),
    ]
    assert _Page(of_kinds(0), "en").reasons(couple("a", "b", *some)) == "; ".join(
        [
            cited(say("theme-many", thing="“t” and “u”"), "p. 5"),
            cited(say("network", thing="n"), "p. 5"),
            cited(say("theme", thing="“v”"), "p. 6"),
        ]
    )


def test_what_changes_when_an_actor_leaves_or_nothing() -> None:
    names = Labels({}).named
    left: Leaving = {
        **names("x"),
        "side": "a",
        "partnerships": [],
        "territory_pairs": [],
        "joined_pairs_before": 0,
        "joined_pairs_after": 0,
        "cut_before": [{**names(name), "in_every_cut": True, "unique": True, "whole_side": False} for name in "xy"],
        "cut_after": [],
    }
    found = of_kinds(0)
    found.without = left
    *_rest, part, _counted = sections(found, "en")
    none = say("nothing-left")
    assert part.heading == say("without", actor="x")
    assert part.paragraphs == [say("lost-none"), say("unlinked-none"), say("cut-changes", before="x and y", after=none)]
    left["cut_before"] = [{**names("x"), "in_every_cut": False, "unique": False, "whole_side": False}]
    several = cited("x", say("cut-one-of-several"))
    assert _Page(found, "en").without(left).paragraphs[2] == say("cut-changes", before=several, after=none)
    left["cut_after"] = [{**names("y"), "in_every_cut": True, "unique": True, "whole_side": True}]
    whole = say("cut-whole-side")
    assert _Page(found, "en").without(left).paragraphs[2] == say("cut-changes", before=several, after=whole)
    left["partnerships"] = [fact("P", 3), fact("Q", 4)]
    left["territory_pairs"] = [{"a": names("l"), "b": names("m"), "partnerships": [], "evidence": [said_in("p", 7)]}]
    assert _Page(found, "en").without(left).paragraphs[:2] == [
        say("lost", list="“P” (p. 3); “Q” (p. 4)"),
        say("unlinked", list="l – m (p. 7)"),
    ]


def test_what_is_counted_is_said_with_its_numbers() -> None:
    found = of_kinds(0)
    on = {"a": "uvwxy", "b": "xyz"}
    for each in found.territories:
        each["actors"] = [{**Labels({}).named(name), "places": []} for name in on[each["side"]]]
    counts: dict[str, int] = {"between": 2, "within": 3, "with_bridges": 4, "n": 5, "draws": 3000}
    found.ties |= {**counts, "weight_between": 1.5, "weight_within": 2.5}  # type: ignore[typeddict-item]  # the keys that count only
    (text,) = _Page(found, "en").counted().paragraphs
    assert say("actors", a=3, b=1, both=2, place_a="A", place_b="B") in text
    what, paths = found.ties["computed_on"]["en"], found.ties["paths"]
    assert say("ties", what=what, between=2, within=3, bridges=4, n=5, w_between="1.50", w_within="2.50") in text
    assert say("ei-none", reason=(found.ties["reason"] or {})["en"]) in text
    assert say("paths-none", what=paths["computed_on"]["en"]) in text
    assert text.endswith(f"{say('sample-directory')} {say('defined')}")
    found.ties |= {"ei_index": 0.0, "expected": -0.5, "p_value": 0.0125, "floor": 0.0004, "exact": False}
    paths |= {"pairs": 6, "joined": 0}
    (text,) = _Page(found, "en").counted().paragraphs
    assert say("ei", value="0.00", expected="−0.50", n=5) in text
    assert say("p-drawn", p="0.013", draws="3,000", floor="<0.001") in text
    assert "p-values" not in text
    found.ties |= {"exact": True, "draws": 126, "tests": 3, "p_adjusted": 0.0375}
    (text,) = _Page(found, "en").counted().paragraphs
    assert f"{say('p-exact', p='0.013', count=126, floor='<0.001')} {say('p-tests', count=3, adjusted='0.037')}" in text
    found.ties |= {"p_value": None, "p_reason": {"en": "WHY"}, "floor": 0.25, "tests": None, "p_adjusted": None}
    (text,) = _Page(found, "en").counted().paragraphs
    assert say("p-few", reason="WHY", floor="0.25") in text
    assert say("paths", what=paths["computed_on"]["en"], joined=0, pairs=6) in text


def test_roles_of_the_actors_that_are_told_are_said_where_they_have_one() -> None:
    found = of_kinds(3)
    (without,) = _Page(found, "en").counted().paragraphs
    assert say("roles", list="").split(":")[0] not in without
    for nth, each in enumerate(found.bridging_actors):
        each["roles"] = {"gatekeeper": nth, "liaison": 2 * nth, "itinerant": 0}
    (text,) = _Page(found, "en").counted().paragraphs
    assert say("roles", list="n1 (gatekeeper 1, liaison 2)") in text


def test_who_was_told_as_bridge_has_its_short_name_in_the_cut() -> None:
    found = of_kinds(1)
    found.names.texts["n0"] = {"en": "N" * 30}
    found.names.acronyms["n0"] = ["NLN"]
    found.cut = [{**on_side("n0", "neither"), "in_every_cut": True, "unique": True, "whole_side": False, "ties": []}]
    assert sections(found, "en")[0].paragraphs[-1] == say("cut-one", actors="NLN")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("=== a", r"\=== a"),
        ("1. a", r"1\. a"),
        ("23) a", r"23\) a"),
        ("1 a - 2. b", "1 a - 2. b"),
        ("# a", r"\# a"),
        ("http://x www.x", r"http\://x www\.x"),
    ],
)
def test_what_would_begin_a_list_or_a_heading_in_markdown_is_escaped(text: str, escaped: str) -> None:
    assert _escaped(text) == escaped


def test_a_line_of_text_is_96_letters_wide_and_items_are_set_in() -> None:
    found = of_kinds(1)
    found.bridging_actors[0]["sentence_en"] = " ".join(["ab", *"c" * 200])
    title, line, blank, *rest = found.to_text("en").splitlines()
    assert (len(line), set(line), blank) == (len(title), {"="}, "")
    assert 96 in map(len, rest)
    found.opportunities = [couple("c " * 60 + "a", "b")]
    lines = found.to_text("en").splitlines()
    begin = next(number for number, each in enumerate(lines) if each.startswith("  – c"))
    assert re.match(r"    c", lines[begin + 1])
    assert found.to_text("en").endswith(f"{say('defined').split()[-1]}\n")


def test_a_paragraph_of_5000_letters_is_whole_and_a_longer_one_is_cut_off() -> None:
    assert _escaped("x" * 5000) == "x" * 5000
    assert _escaped("x" * 5001) == "x" * 4999 + "…"
    found = of_kinds(1)
    found.lang = "en"
    for count, end in ((5000, "x"), (5001, "…")):
        found.bridging_actors[0]["sentence_en"] = "x" * count
        assert f"x{end}</p>" in found._repr_html_()
        assert f"x{end}\n" in found.to_text("en")


def test_signs_are_held_to_their_word_in_html() -> None:
    found = of_kinds(0)
    found.territories[0] |= {"label_fr": "a ; b", "label_en": "a ; b"}
    assert "<h2>a\N{NO-BREAK SPACE}; b" in found._repr_html_()
    found.lang = "en"
    assert "<h2>a\N{NO-BREAK SPACE}; b" in found._repr_html_()
    assert "a ; b" in found.to_text("en")


def test_a_comparison_is_called_by_its_territories() -> None:
    assert repr(of_kinds(1)) == "TerritoryComparison(A, B)"
