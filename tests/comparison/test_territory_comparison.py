"""The comparison of two territories: hand-made values on the small dataset, facts of the report, and invariance."""

from __future__ import annotations

import json
import random
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bundled
import pytest
from click.testing import CliRunner, Result
from iatifiles import END, START, written
from othernames import workshop
from places import SMALL

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.comparison.bridging_actors import _ONLY
from icilabas.comparison.facts import Facts, Presence, territories_of
from icilabas.comparison.links import ONE_SIDE
from icilabas.comparison.summary import report_title
from icilabas.dataset.loading import load_store
from icilabas.measures import significance
from icilabas.networks.sides import Place, Sides, Territories
from icilabas.words.matching import reading_order
from icilabas.words.messages import message
from icilabas.words.sentences import phrase
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import rdflib

    from icilabas.comparison.facts import Named, NamedWithEvidence
    from icilabas.comparison.summary import TerritoryComparison

ID = "https://w3id.org/icilabas/id/"
KEYS = [
    "territories",
    "partnerships",
    "challenges",
    "ties",
    "bridging_actors",
    "cut",
    "opportunities",
    "findings",
    "sorts",
]


def slugs(entries: Sequence[Named]) -> list[str]:
    return [entry["iri"].removeprefix(ID) for entry in entries]


def pages(entry: NamedWithEvidence) -> set[int | str | None]:
    return {piece["page"] for piece in entry["evidence"]}


@pytest.fixture(scope="module")
def lille() -> rdflib.Dataset:
    return bundled.whole()


@pytest.fixture(scope="module")
def kayes(lille: rdflib.Dataset) -> TerritoryComparison:
    return ilb.compare(lille, "Nord-Pas-de-Calais", "Kayes")


@pytest.fixture(scope="module")
def chad(lille: rdflib.Dataset) -> TerritoryComparison:
    return ilb.compare(lille, "Lille", "Tchad", without="ESSOR")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small dataset, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def add(folder: Path, table: str, *rows: str) -> None:
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# ---- by hand, on the small dataset: ESSOR in Lille and EMDK in Kayes, one partnership ----


def test_the_small_dataset_by_hand() -> None:
    found = ilb.compare(load_store([SMALL]), "nord-pas-de-calais", "kayes").to_dict()
    assert list(found) == KEYS
    assert [slugs(territory["within"]) for territory in found["territories"]] == [["lille"], []]
    assert [slugs(territory["actors"]) for territory in found["territories"]] == [["essor"], ["emdk"]]
    (partnership,) = found["partnerships"]
    assert {side: slugs(some) for side, some in partnership["members"].items()} == {
        "a": ["essor"],
        "b": ["emdk"],
        "both": [],
        "neither": [],
    }
    assert (partnership["members"]["a"][0]["role"], partnership["members"]["a"][0]["sphere"]) == (
        "role-lead",
        "civil-society",
    )
    assert slugs(partnership["challenges"]) == ["unemployment"]
    assert partnership["evidence"] == [
        {"source": f"{ID}mini-report", "passage": "https://w3id.org/icilabas/graph/mini/s1", "page": 5}
    ]
    assert {part: slugs(some) for part, some in found["challenges"].items()} == {
        "shared": ["unemployment"],
        "only_a": [],
        "only_b": [],
    }
    ties = found["ties"]
    assert (ties["between"], ties["within"], ties["with_bridges"], ties["n"]) == (1, 0, 0, 2)
    assert (ties["weight_between"], ties["ei_index"]) == (1.0, None)  # 1/(2 - 1); two actors are too few for an index
    assert (ties["paths"]["pairs"], ties["paths"]["joined"]) == (1, 1)
    assert found["bridging_actors"] == []  # nobody stands between two partners
    assert [(actor["iri"], actor["in_every_cut"]) for actor in found["cut"]] == [(f"{ID}emdk", False)]
    assert found["opportunities"] == []  # the only pair is partners already
    assert all(some == [] for some in found["findings"].values())


def test_newman_weights_and_the_e_i_index_by_hand(folder: Path) -> None:
    """Five partners, three here, two there: ten ties of 1/4, six between; E-I = (6 - 4)/10. A bridge's ties are apart."""
    actors = {"one": "lille", "two": "kayes", "three": "lille"}
    add(folder, "organizations", *(f"{actor},,s1,{actor},{actor},,{place},,," for actor, place in actors.items()))
    add(folder, "memberships", *(f"s1,p1,{actor},role-partner" for actor in actors))
    ties = ilb.compare(load_store([folder]), "lille", "kayes").ties
    assert (ties["within_a"], ties["within_b"], ties["between"], ties["n"]) == (3, 1, 6, 5)
    assert (ties["weight_between"], ties["weight_within"]) == (1.5, 1.0)
    assert ties["ei_index"] == pytest.approx(0.2, abs=1e-6)
    # all ties there can be: however they are dealt out, the same, and p could only be 1
    assert (ties["p_value"], ties["floor"], ties["draws"], ties["expected"]) == (None, 1, 10, 0.2)


def test_an_actor_on_both_sides_is_a_bridge_and_alone_is_the_cut(folder: Path) -> None:
    rows = (folder / "organizations.csv").read_text(encoding="utf-8").splitlines()
    header = rows[0] + ",active_in"
    (folder / "organizations.csv").write_text(
        "\n".join([header, *(f"{row},{'kayes' if row.startswith('essor,,s1') else ''}" for row in rows[1:])]) + "\n",
        encoding="utf-8",
    )
    found = ilb.compare(load_store([folder]), "lille", "kayes", without="essor")
    (bridge,) = found.bridging_actors
    assert (bridge["iri"], bridge["side"]) == (f"{ID}essor", "both")
    assert bridge["sentence"] == bridge["sentence_fr"]
    assert re.fullmatch(r"ESSOR .*: Lille \(\w+, p\. 5\) ; Région de Kayes \(\w+, p\. 5\)\.", bridge["sentence_fr"])
    assert re.fullmatch(r"ESSOR .*: Lille \(\w+, p\. 5\); Kayes region \(\w+, p\. 5\)\.", bridge["sentence_en"])
    assert [(actor["iri"], actor["in_every_cut"]) for actor in found.cut] == [(f"{ID}essor", True)]
    assert (found.ties["with_bridges"], found.ties["between"]) == (1, 0)
    assert found.without is not None
    assert slugs(found.without["partnerships"]) == ["p1"]
    assert [(pair["a"]["iri"], pair["b"]["iri"]) for pair in found.without["territory_pairs"]] == [
        (f"{ID}nord-pas-de-calais", f"{ID}kayes")
    ]
    assert found.without["cut_after"] == []


def test_a_territory_in_another_is_no_pair_that_could_lose_its_link(folder: Path) -> None:
    path = folder / "partnerships.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("nord-pas-de-calais|kayes", "lille|nord-pas-de-calais|kayes")
    )
    add(folder, "organizations", "region,,s1,Region,Region,,nord-pas-de-calais,,,")
    add(folder, "memberships", "s1,p1,region,role-partner")
    store = load_store([folder])
    region, emdk = (ilb.compare(store, "lille", "kayes", without=name).without for name in ("region", "emdk"))
    assert region is not None
    assert emdk is not None
    assert region["territory_pairs"] == []  # ESSOR still links both to Kayes
    assert [(pair["a"]["iri"], pair["b"]["iri"]) for pair in emdk["territory_pairs"]] == [
        (f"{ID}lille", f"{ID}kayes"),
        (f"{ID}nord-pas-de-calais", f"{ID}kayes"),
    ]


def test_what_only_the_editors_read_comes_last_whatever_its_page(folder: Path) -> None:
    add(folder, "challenges", "early,s1,5,Tôt,Early,lille", "early,editorial,,,,kayes")
    found = ilb.compare(load_store([folder]), "lille", "kayes")
    assert slugs(found.challenges["shared"]) == ["unemployment", "early"]
    assert "Tôt (Lille : p. 5 ; Région de Kayes : lecture des éditeurs)" in " ".join(found.to_text("fr").split())


# ---- sides ----

AROUND = {
    "lille": {"nord", "npdc", "france", "europe"},
    "nord": {"npdc", "france", "europe"},
    "npdc": {"france", "europe"},
    "france": {"europe"},
    "kayes": {"mali", "africa"},
    "mali": {"africa"},
}
PLACES = Territories({place: frozenset(outer) for place, outer in AROUND.items()}, frozenset({"europe", "africa"}))


@pytest.mark.parametrize(
    ("places", "sides"),
    [
        ([("basedIn", "lille")], {"a"}),
        ([("basedIn", "kayes")], {"b"}),
        ([("activeIn", "mali")], {"b"}),  # active in all Mali is active in Kayes
        ([("basedIn", "mali")], set()),  # a seat somewhere in Mali is not
        ([("activeIn", "france")], {"a"}),
        ([("activeIn", "africa"), ("activeIn", "europe")], set()),  # a continent stands for none of its regions
        ([("basedIn", "lille"), ("activeIn", "kayes")], {"a", "b"}),
        ([("basedIn", "elsewhere")], set()),
    ],
)
def test_sides_come_from_within(places: list[tuple[str, str]], sides: set[str]) -> None:
    assert set(Sides(PLACES, "npdc", "kayes").of_actor([Place(*each) for each in places])) == sides


def test_what_contains_both_is_on_neither_side() -> None:
    sides = Sides(PLACES, "lille", "calais")
    assert sides.of_place("npdc") == "a"  # nothing says that Calais lies in it
    around = dict(PLACES.around, calais=frozenset({"npdc", "france", "europe"}))
    sides = Sides(Territories(around, PLACES.too_wide), "lille", "calais")
    assert sides.of_place("npdc") is None
    assert sides.of_place("nord") == "a"


def test_others_is_all_that_does_not_lie_in_a_or_around_it() -> None:
    sides = Sides(PLACES, "npdc", None)
    assert [sides.within(place) for place in ("lille", "france", "kayes", "africa", "elsewhere")] == [
        *("a", None, "b", "b", "b"),
    ]


def test_sides_of_the_report(lille: rdflib.Dataset) -> None:
    facts = Facts(lille)
    presence = Presence.of(Sides(territories_of(facts), f"{ID}nord-pas-de-calais", f"{ID}kayes"), facts)
    side = {name: presence.side(f"{ID}{name}") for name in ("grdr", "apes", "emdk", "renapess", "essor", "sci", "cfsi")}
    assert side == {
        "grdr": "both",
        "apes": "a",
        "emdk": "b",
        "renapess": "b",  # active in Mali
        "essor": "a",  # Chad is not Kayes
        "sci": "a",  # active on four continents; a partner in what links Nord–Pas-de-Calais
        "cfsi": "neither",  # Paris
    }


# ---- facts of the report ----


def test_the_partnership_between_nord_pas_de_calais_and_kayes(kayes: TerritoryComparison) -> None:
    (partnership,) = kayes.partnerships
    assert partnership["iri"] == f"{ID}migration-sse-partnership"
    assert {side: set(slugs(some)) for side, some in partnership["members"].items()} == {
        "a": {"apes"},
        "b": {"emdk", "renapess"},
        "both": {"grdr"},
        "neither": set(),
    }
    assert pages(partnership) == {10}


def test_grdr_is_the_only_actor_on_both_sides_and_it_says_where_and_on_which_page(kayes: TerritoryComparison) -> None:
    both = [actor for actor in kayes.bridging_actors if actor["side"] == "both"]
    assert slugs(both) == ["grdr"]
    alone = phrase(_ONLY, "fr", name="Grdr", here="X", there="Y").partition("X")[0]
    assert both[0]["sentence_fr"].startswith(alone)
    assert re.search(r"Région de Kayes \(\w+, p\. 10\)", both[0]["sentence_fr"])
    assert 0 < both[0]["betweenness"] <= 1
    paths = kayes.ties["paths"]
    assert both[0]["pairs"] == paths["pairs"]  # an actor on both sides is no end of a path
    essor = next(actor for actor in kayes.bridging_actors if actor["iri"] == f"{ID}essor")
    assert paths["pairs"] % (paths["pairs"] - essor["pairs"]) == 0  # one end is left out, with all of the other side
    assert essor["pairs"] < paths["pairs"]
    assert {"grdr"} < set(slugs(kayes.cut)) <= {"grdr", "apes", "emdk", "renapess"}


def test_the_rank_of_a_bridging_actor_says_how_firm_it_is(
    lille: rdflib.Dataset, kayes: TerritoryComparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks = {each["label"]: (each["rank"], each["rank_best"], each["rank_worst"]) for each in kayes.bridging_actors}
    assert ranks["Grdr Migration-Citoyenneté-Développement"] == (1, 1, 1)
    assert ranks["ESSOR"] == (3, 3, 7)
    assert {each["passages"] for each in kayes.bridging_actors} == {8}
    monkeypatch.setattr(significance, "LARGEST", 0)
    large = ilb.compare(lille, "nord-pas-de-calais", "kayes").bridging_actors
    assert [each["rank"] for each in large] == [each["rank"] for each in kayes.bridging_actors]
    assert {(each["rank_best"], each["rank_worst"], each["passages"]) for each in large} == {(None, None, None)}


def test_the_report_s_own_shared_challenges_come_before_the_editors_readings(kayes: TerritoryComparison) -> None:
    shared = slugs(kayes.challenges["shared"])
    assert {"compartmentalised-networks", "migration-sensitive-issue"} <= set(shared)
    assert "undervalued-migrant-initiatives" in slugs(kayes.challenges["only_b"])
    editorial = [
        any(all(piece["page"] is None for piece in place["evidence"]) for place in challenge["faced_in"])
        for challenge in kayes.challenges["shared"]
    ]
    assert editorial == sorted(editorial)


def test_challenges_agree_with_the_questions(lille: rdflib.Dataset, chad: TerritoryComparison) -> None:
    asked = {str(row.challenge) for row in ilb.ask(lille, "shared-challenges", a="Lille", b="Tchad")}
    assert {challenge["iri"] for challenge in chad.challenges["shared"]} == asked
    separate = {str(row.challenge) for row in ilb.ask(lille, "separate-challenges", a="Lille", b="Tchad")}
    assert {each["iri"] for part in ("only_a", "only_b") for each in chad.challenges[part]} == separate
    unemployment = next(each for each in chad.challenges["only_b"] if each["iri"] == f"{ID}unemployment")
    assert f"{ID}nord-pas-de-calais" in {place["iri"] for place in unemployment["wider"]}


def test_without_essor_lille_and_chad_lose_their_last_link(chad: TerritoryComparison) -> None:
    assert slugs(chad.cut) == ["essor"]
    assert chad.without is not None
    assert slugs(chad.without["partnerships"]) == ["vocational-training-partnership"]
    lost = {frozenset((pair["a"]["iri"], pair["b"]["iri"])) for pair in chad.without["territory_pairs"]}
    assert frozenset((f"{ID}lille", f"{ID}tchad")) in lost
    assert all(f"{ID}tchad" in pair for pair in lost)
    assert chad.without["cut_after"] == []


def test_leaving_of_somebody_else_changes_nothing(lille: rdflib.Dataset) -> None:
    without = ilb.compare(lille, "Lille", "Tchad", without="AFD").without
    assert without is not None
    assert (without["partnerships"], without["territory_pairs"]) == ([], [])
    assert without["cut_before"] == without["cut_after"]


def test_findings_are_of_the_linking_partnership_with_page_and_speaker(
    lille: rdflib.Dataset, chad: TerritoryComparison
) -> None:
    about = {str(row.finding) for row in ilb.ask(lille, "findings-about", about="vocational-training-partnership")}
    found = [finding for some in chad.findings.values() for finding in some]
    assert {finding["iri"] for finding in found} == about
    assert len(found) == len(about)
    assert list(chad.findings) == [
        *("conditions", "benefits", "obstacles", "open_questions", "recommendations", "tensions"),
    ]
    obstacle = next(each for each in found if each["iri"] == f"{ID}f-visa-access-limits-travel")
    assert pages(obstacle) == {9}
    said = {speaker["iri"] for finding in found for speaker in finding["said_by"]}
    assert said
    kinds = "SELECT ?who WHERE { ?who a foaf:Person }"
    assert not said & {str(row.who) for row in ilb.ask(lille, kinds)}


def test_every_statement_has_its_evidence(kayes: TerritoryComparison, chad: TerritoryComparison) -> None:
    def look(value: Any, path: str) -> None:
        if isinstance(value, dict):
            if "evidence" in value:
                assert value["evidence"], path
                for piece in value["evidence"]:
                    assert set(piece) == {"source", "passage", "page"}
                    assert isinstance(piece["page"], int) or "/editorial" in piece["passage"], path
            for key, inner in value.items():
                look(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for inner in value:
                look(inner, path)

    look(kayes.to_dict(), "kayes")
    look(chad.to_dict(), "chad")
    json.dumps([kayes.to_dict(), chad.to_dict()], allow_nan=False)


# ---- invariance ----


def mirrored(value: Any) -> Any:
    """Return what stands in a comparison as it has to stand where the sides are exchanged; lists in any order."""
    turned = {"a": "b", "b": "a"}
    if isinstance(value, dict):
        return {
            turned.get(key, key[:-1] + turned[key[-1]] if key[-2:] in {"_a", "_b"} else key): inner
            if key == "territory_pairs"  # any two territories
            else mirrored(inner)
            for key, inner in value.items()
            if not key.startswith("sentence")  # these name one side first
        }
    if isinstance(value, list):
        return sorted(map(mirrored, value), key=lambda each: json.dumps(each, sort_keys=True))
    return turned.get(value, value) if isinstance(value, str) else value


def assert_mirrored(data: Any, a: str, b: str, without: str) -> None:
    one, other = (ilb.compare(data, *pair, without=without) for pair in ((a, b), (b, a)))
    assert mirrored(mirrored(one.to_dict())) == mirrored(other.to_dict())
    assert [each["iri"] for each in one.territories] == [each["iri"] for each in reversed(other.territories)]
    for name in ("bridging_actors", "cut", "partnerships"):  # in the same order, too
        assert slugs(getattr(one, name)) == slugs(getattr(other, name))
    assert one.findings == other.findings


@pytest.mark.parametrize(("a", "b"), [("nord-pas-de-calais", "kayes"), ("lille", "tchad"), ("france", "mali")])
def test_changing_the_sides_mirrors_the_comparison(lille: rdflib.Dataset, a: str, b: str) -> None:
    assert_mirrored(lille, a, b, "grdr")


def test_the_order_of_triples_changes_nothing_and_the_dataset_stays() -> None:
    store = load_store()
    quads = list(store)
    random.Random(5).shuffle(quads)  # noqa: S311  # no secret, an order
    shuffled = engine.new_store()
    shuffled.extend(quads)
    before = engine.dump(shuffled, ".nq")
    assert ilb.compare(shuffled, "lille", "tchad").to_dict() == ilb.compare(store, "lille", "tchad").to_dict()
    assert engine.dump(shuffled, ".nq") == before


def test_names_may_be_labels_iris_or_wikidata_ids(chad: TerritoryComparison) -> None:
    store = load_store()
    for a, b in (("wd:Q648", f"{ID}tchad"), ("LILLE", "Chad")):
        assert ilb.compare(store, a, b, without="essor").to_dict() == chad.to_dict()


def test_the_language_chooses_the_label_and_nothing_else(lille: rdflib.Dataset) -> None:
    french, english = (ilb.compare(lille, "Lille", "Tchad", lang=lang).territories[1] for lang in ("fr", "en"))
    assert (french["label"], english["label"]) == ("Tchad", "Chad")
    assert {**french, "label": "", "actors": [], "within": []} == {**english, "label": "", "actors": [], "within": []}


# ---- bad input ----

TERRITORIES = Text({"fr": "Territoires", "en": "Territories"})


@pytest.mark.parametrize(
    ("names", "key", "values"),
    [
        (("Lile", "Tchad"), "unknown-thing", {"found": "Lile", "kind": TERRITORIES}),
        (("Lille", "Nord-Pas-de-Calais"), "nested-territories", {"inner": "lille", "outer": "nord-pas-de-calais"}),
        (("France", "lille"), "nested-territories", {"inner": "lille", "outer": "france"}),
        (("Lille", "lille"), "same-territory", {"inner": "lille"}),
        (("ESSOR", "Tchad"), "unknown-thing", {"found": "ESSOR", "kind": TERRITORIES}),
    ],
)
def test_bad_names_get_a_clear_message(names: tuple[str, str], key: str, values: dict[str, object]) -> None:
    for lang in ("fr", "en"):
        result = run("compare", *names, "--lang", lang)
        assert result.exit_code == 2
        assert message(key, **values).text(lang) in result.stderr
        assert result.stdout == ""


def test_an_ambiguous_name_lists_the_choices(folder: Path) -> None:
    add(folder, "territories", "other,s1,Lille,Other,,,")
    add(folder, "territories", "third,s1,Rive,Bank,,,", "fourth,s1,Rive,Shore,,,")
    result = run("compare", "Rive", "kayes", "--input", folder, "--lang", "en")
    assert result.exit_code == 2
    assert "ild:fourth (Territories), ild:third (Territories)" in result.stderr


def test_an_unknown_actor_gets_the_nearest_names() -> None:
    result = run("compare", "Lille", "Tchad", "--without", "ESOR", "--lang", "en")
    assert result.exit_code == 2
    assert "Nearest: ESSOR" in result.stderr


def test_a_territory_without_actor_or_tie_is_said_to_have_none(folder: Path) -> None:
    add(folder, "territories", "empty,s1,Vide,Empty,,,")
    found = ilb.compare(load_store([folder]), "lille", "empty")
    assert found.ties["ei_index"] is None
    assert found.ties["reason"] == {"fr": ONE_SIDE.text("fr"), "en": ONE_SIDE.text("en")}
    assert (found.partnerships, found.cut, found.bridging_actors, found.opportunities) == ([], [], [], [])
    text = found.to_text("fr")
    assert phrase("no-actor", "fr", place="Vide") in " ".join(text.split())
    assert phrase("no-partnership", "fr") in text
    assert phrase("ei-none", "fr", reason=ONE_SIDE.text("fr")) in " ".join(text.split())
    assert "nan" not in text.lower().split()
    json.dumps(found.to_dict(), allow_nan=False)


def test_two_sides_without_a_tie_have_no_index_and_nothing_to_cut(folder: Path) -> None:
    (folder / "memberships.csv").write_text("passage,organization,member,role\n", encoding="utf-8")
    found = ilb.compare(load_store([folder]), "lille", "kayes")
    assert (found.ties["ei_index"], found.ties["between"], found.cut) == (None, 0, [])
    assert phrase("cut-none", "en") in " ".join(found.to_text("en").split())


def test_others_stands_for_all_other_territories(lille: rdflib.Dataset) -> None:
    found = ilb.compare(lille, "nord-pas-de-calais", "others")
    assert (found.territories[1]["iri"], found.territories[1]["label"]) == (None, "Autres territoires")
    assert {f"{ID}migration-sse-partnership", f"{ID}vocational-training-partnership"} == {
        partnership["iri"] for partnership in found.partnerships
    }
    both = {actor["iri"] for actor in found.bridging_actors if actor["side"] == "both"}
    assert {f"{ID}grdr", f"{ID}essor"} <= both
    alone = phrase(_ONLY, "fr", name="", here="X", there="Y").partition("X")[0]
    assert not [actor for actor in found.bridging_actors if alone in actor["sentence_fr"]]
    assert report_title(found, "en") == phrase("title", "en", a="Nord–Pas-de-Calais", b="All other territories")


# ---- the command ----


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_the_command_prints_what_the_function_gives(form: str, chad: TerritoryComparison) -> None:
    result = run("compare", "Lille", "Tchad", "--without", "ESSOR", "--format", form, "--lang", "fr")
    assert result.exit_code == 0
    assert result.stderr == ""
    if form == "json":
        assert json.loads(result.stdout) == json.loads(json.dumps(chad.to_dict()))
        assert list(json.loads(result.stdout)) == [*KEYS[:-1], "without", KEYS[-1]]
    else:
        assert result.stdout == (chad.to_markdown("fr") if form == "md" else chad.to_text("fr"))


def test_persons_are_in_no_comparison(lille: rdflib.Dataset, kayes: TerritoryComparison) -> None:
    persons = {str(row.who) for row in ilb.ask(lille, "SELECT ?who WHERE { ?who a ilb:Person }")}
    assert persons
    content = json.dumps(kayes.to_dict())
    assert not [person for person in persons if person in content]


ACTIVITIES = {"Wells": ("KE", "Digger", "Fund"), "Mills": ("ML", "Miller", "Fund"), "Roads": ("KE ML", "Paver")}


@pytest.mark.parametrize("said", [[*ACTIVITIES], ["Roads"]], ids=["each in its country", "one in both"])
def test_published_activities_put_their_partners_in_the_countries_that_they_are_in(
    said: list[str], tmp_path: Path
) -> None:
    activities = []
    for name in said:
        countries, *partners = ACTIVITIES[name]
        places = "".join(f'<recipient-country code="{code}"/>' for code in countries.split())
        who = "".join(
            f'<participating-org ref="{org}" role="4"><narrative>{org}</narrative></participating-org>'
            for org in partners
        )
        about = f"<iati-identifier>X-{name}</iati-identifier><title><narrative>{name}</narrative></title>"
        activities.append(f"<iati-activity>{about}{who}{places}</iati-activity>")
    file = written(tmp_path, "".join([START, *activities, END]), "activities.xml")
    found = ilb.compare(load_store([file]), "Kenya", "Mali", lang="en")
    here, there = ({each["label"] for each in side["actors"]} for side in found.territories)
    assert (here, there) == (({"Digger", "Fund"}, {"Miller", "Fund"}) if len(said) > 1 else (set(), set()))
    assert [each["label"] for each in found.partnerships] == ["Roads"]
    joining = [each["sentence_en"] for each in found.bridging_actors]
    assert joining == (joining[:1] if len(said) > 1 else [])
    for sentence in joining:
        assert sentence.startswith("Fund is the only actor present on both sides: Kenya (through the activity “Wells”")
        assert "Mali (through the activity “Mills”" in sentence


def in_words(value: object) -> object:
    """Return a part of a comparison without the ids in it."""
    if isinstance(value, dict):
        ids = {"iri", "passage", "source", "evidence", "evidence_a", "evidence_b"}
        return {key: in_words(each) for key, each in value.items() if key not in ids}
    return [in_words(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("a", "b", "without", "lang"),
    [("Lille", "Kayes", None, "en"), ("Nord-Pas-de-Calais", "Kayes", "Grdr", "fr"), ("Tchad", "others", None, "fr")],
)
def test_a_comparison_says_the_same_in_the_same_order_whatever_the_ids(
    a: str, b: str, without: str | None, lang: str
) -> None:
    found = [ilb.compare(workshop(seed), a, b, without=without, lang=lang) for seed in range(3)]
    first, *others = [(each.to_text(lang), in_words(each.to_dict())) for each in found]
    assert all(other == first for other in others)
    actors = [actor["label"] for side in found[0].territories for actor in side["actors"]]
    assert sum(reading_order(one) > reading_order(other) for one, other in pairwise(actors)) <= 1  # two lists
