"""No two sentences of a page contradict one another, over data of each sort; each measured number leads to its definition."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from assertions import ASSERTS, NOTHING, contradictions, heard
from sites import MINI

from icilabas.comparison.definitions import definitions
from icilabas.comparison.facts import Facts
from icilabas.comparison.links import ONE_SIDE
from icilabas.comparison.summary import sections
from icilabas.dataset.loading import load_store
from icilabas.networks.sides import BOTH
from icilabas.site import pair_pages
from icilabas.site.build import publish
from icilabas.site.charts import challenges_chart, paths_chart, ranks_chart, roles_chart, ties_chart
from icilabas.site.front_page import Report
from icilabas.words.catalogues import keys, languages

if TYPE_CHECKING:
    from pathlib import Path

    from assertions import Said

    from icilabas.comparison.summary import TerritoryComparison

pytestmark = pytest.mark.journey
SORTS = {"workshop": ("workshop",), "directory": ("directory",), "iati": ("iati",), "several": ("workshop", "iati")}
PLACES = ("north", "south", "east")


def tables(folder: Path, chance: Random, *, workshop: bool) -> None:
    """Write tables of a few actors, seldom many, each in none, one or two of three territories."""

    def some(things: tuple[str, ...], most: int) -> str:
        return "|".join(sorted(chance.sample(things, chance.randint(0, min(most, len(things))))))

    folder.mkdir()
    actors = tuple(f"o{n}" for n in range(chance.choice((1, 3, 4, 6, 9, 14))))
    listed = chance.random() < 0.3  # who is where and no more
    partnerships = tuple(f"p{n}" for n in range(0 if listed else chance.randint(0, 3)))
    rows = {
        "source.yaml": [
            MINI["source.yaml"].replace("publisher: union", "publisher: o0").replace("7, 9", "8, 8").strip()
        ],
        "territories.csv": ["id,passage,label_fr,label_en", *(f"{place},s1,F{place},E{place}" for place in PLACES)],
        "organizations.csv": [
            "id,kind,passage,label_fr,label_en,based_in,active_in,member_of",
            *(
                f"{actor},{chance.choice(('organization', 'network'))},{chance.choice(('s1', 's2'))},Nom {actor},Name {actor},"
                f"{some(PLACES, 1)},{some(PLACES, 2)},{'' if listed else some(actors[:place], 1)}"
                for place, actor in enumerate(actors)
            ),
        ],
        "partnerships.csv": [
            "id,passage,label_fr,label_en,links",
            *(f"{name},s1,Nom {name},Name {name},{some(PLACES, 3)}" for name in partnerships),
        ],
        "memberships.csv": [
            "passage,organization,member,role",
            *(
                f"{chance.choice(('s1', 's2'))},{name},{actor},role-partner"
                for name in partnerships
                for actor in chance.sample(actors, chance.randint(0, len(actors)))
            ),
        ],
        "challenges.csv": [
            "id,passage,page,label_fr,label_en,faced_in",
            *(f"c{n},s2,8,Enjeu {n},Challenge {n},{some(PLACES, 2)}" for n in range(3)),
        ],
    }
    if workshop:
        rows["events.csv"] = ["id,kind,passage,label_fr,label_en", "meeting,workshop,s1,Atelier,Workshop"]
        about = "|".join((*partnerships[:1], "north"))
        rows["findings.csv"] = ["id,kind,passage,label_fr,label_en,page,concerns", f"f,benefit,s2,Bien,Good,8,{about}"]
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def activities(path: Path, chance: Random) -> None:
    """Write activities of a few organisations, each in one or two countries."""
    written = []
    for n in range(chance.randint(1, 5)):
        orgs = chance.sample("ABCDEFG", chance.randint(1, 5))
        named = "".join(
            f'<participating-org role="4" ref="XM-{org}"><narrative>Org {org}</narrative></participating-org>'
            for org in orgs
        )
        where = "".join(
            f'<recipient-country code="{code}"/>' for code in chance.sample(("ML", "SN"), chance.randint(1, 2))
        )
        written.append(
            f"<iati-activity><iati-identifier>X-{n}</iati-identifier><title><narrative>Activity {n}</narrative></title>"
            f'<reporting-org ref="XM-A"><narrative>Org A</narrative></reporting-org>{named}{where}</iati-activity>'
        )
    path.write_text(f'<iati-activities version="2.03">{"".join(written)}</iati-activities>', encoding="utf-8")


def truth(of: TerritoryComparison) -> list[Said]:
    """Return what holds, as sentences would say it: what is counted from the values, not by what tells them."""
    here, there = ({actor["iri"] for actor in side["actors"]} for side in of.territories)
    paths = of.ties["paths"]
    held: list[Said] = [
        ("actors", "", {"a": len(here - there), "b": len(there - here), "both": len(here & there)}),
        ("paths", "", {"pairs": paths["pairs"], "joined": paths["joined"]}),
        ("ties", "", {"n": of.ties["n"]}),
        ("pairs-all", "", {"count": len(of.opportunities)}),
    ]
    if len(of.partnerships) > 1:
        held.append(("partnerships", "", {"count": len(of.partnerships)}))
    if any(each["side"] == BOTH for each in of.cut):
        held.append(("bridging-joins-two-sides-through", "", {}))
    return held


def told(facts: Facts, a: str, b: str) -> None:
    page = pair_pages.pairs(facts, (a, b))
    compared = next((each.comparison for each in page if each.link.front), None)
    if compared is None:
        return
    for lang in languages():
        with heard() as said:
            sections(compared, lang, marked=True)
            list(Report(facts, compared, ()).sentences(compared, lang))
        for make in (ties_chart, paths_chart, ranks_chart, roles_chart, challenges_chart):
            with heard() as drawn:
                said += drawn if make(compared, lang) else []
        said = [each for each in said if each[1] == lang]
        assert contradictions([*said, *truth(compared)]) == [], compared.to_text(lang)
        assert sum(key.startswith("sample-") for key, *_rest in said) == 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sort", SORTS)
def test_no_two_sentences_of_a_page_deny_one_another(tmp_path: Path, sort: str, seed: int) -> None:
    chance = Random(f"{sort} {seed}")  # noqa: S311  # small data, not secrets
    inputs = []
    if sort != "iati":
        tables(tmp_path / "in", chance, workshop=sort != "directory")
        inputs.append(tmp_path / "in")
    if sort in {"iati", "several"}:
        activities(tmp_path / "activities.xml", chance)
        inputs.append(tmp_path / "activities.xml")
    facts = Facts(load_store(inputs, profile="public"))
    assert facts.sorts == SORTS[sort]
    compared = [("north", "south"), ("east", "north")] if sort != "iati" else [("mali", "senegal")]
    for a, b in compared:
        told(facts, f"https://w3id.org/icilabas/id/{a}", f"https://w3id.org/icilabas/id/{b}")


def test_each_sentence_of_a_comparison_says_what_it_asserts() -> None:
    """One that is added has to be in the model, or among those that assert nothing."""
    unknown = {key for key in keys("report") if key not in ASSERTS and not NOTHING.fullmatch(key)}
    assert unknown == set()
    assert {key for key in keys("report") if key in ASSERTS and NOTHING.fullmatch(key)} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("actors", {"a": "1", "b": "2", "both": "129"}), ("cut-none", {})),
        (("cut-none-both", {}), ("paths", {"pairs": "9", "joined": "6"})),
        (("bridging-only-actor-present-on-both", {}), ("actors", {"a": "0", "b": "0", "both": "2"})),
        (("few-paths", {"n": "4", "least": "5"}), ("bridging-count-of-pairs", {"through": "2", "pairs": "4"})),
        (("ei-none", {"reason": ""}), ("p-few", {})),
        (("ei-none", {"reason": ONE_SIDE.text("fr")}), ("ties", {"n": "0"})),
        (("sample-workshop", {}), ("sample-directory", {})),
        (("no-partnership", {}), ("said-one", {})),
    ],
)
def test_what_contradicts_is_seen(one: tuple[str, dict[str, str]], other: tuple[str, dict[str, str]]) -> None:
    assert contradictions([(key, "", gaps) for key, gaps in (one, other)])
    assert contradictions([(one[0], "", one[1])]) == []


def test_each_measured_number_of_a_page_leads_to_a_definition_that_is_there(site: Path) -> None:
    anchors = set(re.findall(r'<article id="([a-z-]+)"', (site / "measures.html").read_text("utf-8")))
    assert anchors == definitions().keys()
    pages = [*(site / "pairs").glob("*.html"), site / "index.html"]
    assert len(pages) > 2
    for page in pages:
        text = page.read_text("utf-8")
        links = re.findall(r'<a class="number" href="((?:\.\./)?)measures\.html#([a-z-]+)"', text)
        assert {root for root, _key in links} == {"../" if page.parent.name == "pairs" else ""}
        assert {key for _root, key in links} <= anchors
        if page.parent.name != "pairs":
            assert not re.search(r"<b>\d", text)  # the figures are links too
            continue
        counted = re.findall(r"<p>(?:Acteurs|Actors)\b.*?</p>", text)
        assert len(counted) == len(languages())
        for paragraph in counted:
            bare = re.sub(
                r"<a\b.*?</a>", "", paragraph
            )  # and what stands in all: years, 1/(n−1), −1 and 1, log2(1 + …)
            rest = re.sub(r"Newman 2001|1/\(n−1\)|\(−1\s*:|; 1\s*:|\s; 1\s|1 / log2\(1 \+", "", bare)
            assert not re.search(r"(?<!E–I )\d", rest), rest
        assert text.count("<figure>") == text.count("Définitions\N{NO-BREAK SPACE}:") + text.count("Definitions:")


def test_half_a_page_of_four_actors_gives_no_index_no_share_no_rank_and_no_trivial_truth(tmp_path: Path) -> None:
    tables(tmp_path / "in", Random(1), workshop=True)  # noqa: S311  # small data, not secrets
    actors = {"o0": "north", "o1": "north", "o2": "north", "o3": "south"}
    files = {
        "organizations": [
            "id,passage,label_fr,label_en,based_in",
            *(f"{n},s1,Nom {n},Name {n},{at}" for n, at in actors.items()),
        ],
        "partnerships": ["id,passage,label_fr,label_en,links", "p0,s1,Le pont,The bridge,north|south"],
        "memberships": ["passage,organization,member,role", *(f"s1,p0,{n},role-partner" for n in actors)],
        "findings": ["id,kind,passage,label_fr,label_en,page,concerns", "f,benefit,s2,Bien,Good,8,p0"],
    }
    for name, lines in files.items():
        (tmp_path / "in" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    page = publish([tmp_path / "in"], tmp_path / "out").parent / "pairs" / "north--south.html"
    for text in (page.read_text("utf-8"), (tmp_path / "out" / "index.html").read_text("utf-8")):
        assert not re.search(
            r"Tout passe|Everything goes|\d\s?%|\bp = |rang \d|rank \d",
            re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL),
        )
    said = re.sub(r"<[^>]*>", "", page.read_text("utf-8"))
    assert "trop peu d’acteurs pour mesurer (n = 4, il en faut au moins 5)" in said
    assert "too few actors to measure (n = 4, at least 5 are needed)" in said
    assert "Parts et rangs\N{NO-BREAK SPACE}: trop peu d’acteurs" in said
    assert "Un atelier est un petit échantillon" in said
