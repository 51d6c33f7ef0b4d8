"""The half page: what it says, in two languages, with a page each; and nothing in the data is markup."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from places import SMALL

import icilabas as ilb
from icilabas.asking.evidence import said_in
from icilabas.comparison.bridging_actors import _HOW, _ONLY, _ONLY_PARTNER, _PRESENT, bridging
from icilabas.comparison.facts import Labels
from icilabas.comparison.links import Networks, ties
from icilabas.comparison.possible_partners import blocks
from icilabas.comparison.summary import MOST_SAID, TerritoryComparison, _Page, sections
from icilabas.dataset.loading import load_store
from icilabas.words.sentences import cited, listed, number, phrases, share, thousands

if TYPE_CHECKING:
    from icilabas.comparison.bridging_actors import BetweenSides
    from icilabas.comparison.possible_partners import PossiblePartners
    from icilabas.comparison.statements import ActorPlace, FacedChallenge, OnSide
    from icilabas.words.bilingual import Bilingual

NASTY = "<script>alert(1)</script> [x](http://x.example) *b* `c` www.x.example | & $y$ <!-- 1. # ~s~"


@pytest.fixture(scope="module", params=[("Nord-Pas-de-Calais", "Kayes"), ("Lille", "Tchad"), ("Lille", "others")])
def found(request: pytest.FixtureRequest) -> TerritoryComparison:
    return ilb.compare(ilb.load(), *request.param, without="Grdr")


def test_each_phrase_has_the_same_blanks_in_both_languages() -> None:
    for key, texts in phrases().items():
        assert set(texts) == {"fr", "en"}, key
        blanks = [sorted(re.findall(r"\{(\w+)[:}]", text)) for text in texts.values()]
        assert blanks[0] == blanks[1], key


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
    assert [share(value, "fr") for value in (0.0, 0.001, 0.5, 1.0)] == ["0 %", "<1 %", "50 %", "100 %"]
    assert (thousands(2000, "fr"), thousands(2000, "en")) == ("2\N{NARROW NO-BREAK SPACE}000", "2,000")


def test_what_one_actor_alone_does_is_said_only_if_it_is_so() -> None:
    names = Labels({name: {"en": name.title()} for name in ("one", "two", "three")})
    place: ActorPlace = {**names.named("three"), "relation": "activeIn", "evidence": []}

    def actor(name: str, side: str, *, partner: bool) -> BetweenSides:
        return {
            **names.named(name),
            "side": side,
            "partner": partner,
            "betweenness": 0,
            "places": {"a": [place], "b": [place]},
            "pairs": 0,
            "roles": {},
            "belongs_to": [],
            "members": [],
            "evidence": [],
            "computed_on": {},
            "rank": None,
            "rank_best": None,
            "rank_worst": None,
            "passages": None,
        }

    one, two = actor("one", "both", partner=True), actor("two", "both", partner=False)

    def says(entry: BetweenSides, everyone: list[BetweenSides], words: Bilingual) -> bool:
        where = f"Three ({_HOW['activeIn'].en})"
        told = words.en.format(name=names.label(entry["iri"], "en"), here=where, there=where)
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
    between: list[BetweenSides] = [
        {
            **each,
            "side": "neither",
            "partner": False,
            "betweenness": 0.5,
            "places": {"a": [], "b": []},
            "pairs": 4,
            "roles": {},
            "belongs_to": [],
            "members": [],
            "evidence": [],
            "computed_on": {},
            "rank": None,
            "rank_best": None,
            "rank_worst": None,
            "passages": None,
        }
        for each in many
    ]
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
                {**each, "evidence": evidence, "partnerships": [], "said_by": [], "nearness": 1} for each in many
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


@pytest.mark.parametrize(("most", "rest"), [(0, 11), (1, 0)])
def test_the_last_line_of_pairs_counts_pairs_as_the_first_does(
    most: int, rest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven pairs are told in two lines; one line more than there should be is not left out."""
    monkeypatch.setattr("icilabas.comparison.summary.MOST_PAIRS", most)
    text = ilb.compare(ilb.load(), "Nord-Pas-de-Calais", "Kayes").to_text("en")
    part = " ".join(text[text.index("11 pairs") : text.index("How this is counted")].split())
    assert (f"– and {rest} more" in part) is bool(rest)
    assert ("APES" in part) is not bool(rest)
