"""Profiles: who may read what. Every output of every profile is searched for each thing that it may not show."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
import restricted_meeting
from click.testing import CliRunner
from places import ROOT
from published import content

import icilabas as ilb
from icilabas import engine
from icilabas.check import validation
from icilabas.cli.main import main
from icilabas.dataset import access
from icilabas.dataset.inference import apply_rules
from icilabas.dataset.loading import load_store, read_to_check
from icilabas.export import rdf

if TYPE_CHECKING:
    from pathlib import Path

_PERSONS = """SELECT DISTINCT ?person ?said WHERE {
  ?passage dcterms:accessRights ilv:restricted . GRAPH ?passage { ?person a ilb:Person . ?person ?any ?said }
  FILTER(isLiteral(?said) && LANG(?said) != "") }"""
OUTPUTS = {
    "trig": ("convert", "data/lille-2016", "--out", "x.trig"),
    "ttl": ("convert", "data/lille-2016", "--out", "x.ttl"),
    "nq": ("convert", "data/lille-2016", "--out", "x.nq"),
    "jsonld": ("convert", "data/lille-2016", "--out", "x.jsonld"),
    "xlsx": ("convert", "data/lille-2016", "--out", "x.xlsx"),
    **{end: ("network", "knowledge", "--out", f"x.{end}") for end in ("graphml", "gexf", "json", "csv")},
    "measures": ("measure", "knowledge", "--format", "csv"),
    "site": ("build", "--out", "site"),
}


# What there is of these already; that the command of a site heeds its profile is seen by that of the partners.
MADE = {("site", "public"): "site", ("site", "internal"): "restricted_site"}


@pytest.fixture(scope="module")
def restricted() -> set[str]:
    """What is said of persons: names and functions, and the ids that hold the names."""
    rows = engine.select(load_store(infer=False), _PERSONS).rows
    public = engine.dump(public_store(), ".nq").decode()
    texts = {str(said) for _person, said in rows} | {str(person).rpartition("/")[2] for person, _said in rows}
    kept = {text for text in texts if text not in public}  # a function's name may also be said of a group
    assert len(kept) > 100
    return kept


def public_store() -> Any:
    store = load_store(infer=False)
    access.apply(store, "public")
    return store


def written(output: str, profile: str, folder: Path) -> str:
    """All that the command of this output writes and prints."""
    command = [str(ROOT / part) if part.startswith("data/") else part for part in OUTPUTS[output]]
    with contextlib.chdir(folder):
        meant = ["--yes-restricted"] if command[0] in {"convert", "network"} else []
        result = CliRunner().invoke(main, [*command, "--profile", profile, *meant], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return content(folder) + result.stdout


@pytest.mark.journey
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("profile", ["public", "partner", "internal"])
def test_every_output_shows_what_its_profile_may(
    profile: str,
    output: str,
    restricted: set[str],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if made := MADE.get((output, profile)):
        found = content(request.getfixturevalue(made))  # made for all tests: as it is for users, with all ranks
    else:
        monkeypatch.setattr("icilabas.measures.significance.LARGEST", 0)  # how far ranks move is no matter of profiles
        found = written(output, profile, tmp_path)
    shown = {text for text in restricted if text in found}
    if profile == "internal":
        assert len(shown) > 30  # the search finds them where they may be
    else:
        assert shown == set()
    seat = "apes--role-representative--person"
    assert (seat in found) is (profile == "partner")


def test_partners_see_roles_and_pages_but_no_names() -> None:
    store = load_store(infer=False)
    access.apply(store, "partner")
    apply_rules(store)
    graph = ilb.project(store, "knowledge")
    seat = "https://w3id.org/icilabas/id/apes--role-representative--person"
    assert graph.nodes[seat]["label_fr"].startswith("représentant, Acteurs")
    assert graph.nodes[seat]["kind"] == "person"
    (tie,) = (data for _a, _b, data in graph.edges(seat, data=True))
    assert tie["evidence"][0]["page"] in {17, 18}
    assert len([kind for _node, kind in graph.nodes(data="kind") if kind == "person"]) > 10


def test_an_unknown_profile_gets_the_nearest() -> None:
    with pytest.raises(ilb.UsageError, match="“parter”.*partner"):
        access.apply(load_store(infer=False), "parter")


TOLD = ("zebra", "zèbre", "okapi", "7772", "7774", "quagga", "tapir", "camille")
OF_A_MEETING = {
    **{
        end: ("convert", "meeting", "--out", f"x.{end}") for end in ("trig", "ttl", "nt", "nq", "jsonld", "rdf", "xlsx")
    },
    "infer": ("convert", "meeting", "--infer", "--out", "x.trig"),
    **{end: ("network", "knowledge", "--input", "meeting", "--out", f"x.{end}") for end in ("gexf", "json", "csv")},
    "measures": ("measure", "knowledge", "--input", "meeting", "--format", "json"),
    "site": ("build", "meeting", "--out", "site"),
}


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    folder = tmp_path / "meeting"
    restricted_meeting.write(folder)
    return folder


def written_of(meeting: Path, output: str, profile: str) -> str:
    """All that the command of this output writes and prints, in small letters."""
    out = meeting.parent / "out"
    out.mkdir()
    (out / "meeting").symlink_to(meeting)
    with contextlib.chdir(out):
        meant = ["--yes-restricted"] if OF_A_MEETING[output][0] in {"convert", "network"} else []
        result = CliRunner().invoke(main, [*OF_A_MEETING[output], "--profile", profile, *meant], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    (out / "meeting").unlink()
    return (content(out) + result.stdout).lower()


@pytest.mark.journey
@pytest.mark.parametrize("output", OF_A_MEETING)
@pytest.mark.parametrize("profile", ["public", "partner"])
def test_no_output_tells_of_what_is_left_out(meeting: Path, output: str, profile: str) -> None:
    assert not validation.check(read_to_check([meeting]))
    text = written_of(meeting, output, profile)
    told = [mark for mark in TOLD if mark in text]
    assert told == []
    if output in {"trig", "ttl", "xlsx", "site"}:
        assert "passage restreint de « compte rendu »" in text
        assert "un carnet" in text


def test_what_is_kept_can_be_searched_for(meeting: Path) -> None:
    text = rdf.rdf(load_store([meeting]), ".nq", restricted=True).decode().lower()
    assert [mark for mark in TOLD if mark not in text] == []


_PASSAGES = """SELECT ?passage ?title (LANG(?title) AS ?lang) WHERE {
  ?passage dcterms:accessRights ilv:restricted ; dcterms:title ?title } ORDER BY ?passage ?lang"""


def shown(store: engine.Store) -> list[tuple[str, str, str]]:
    rows = engine.select(store, _PASSAGES).rows
    return [(str(passage).rpartition("/graph/")[2], str(lang), str(title)) for passage, title, lang in rows]


def test_a_passage_that_is_left_out_has_a_number_and_a_public_title(meeting: Path, tmp_path: Path) -> None:
    expected = [
        ("meeting/restricted-1", "en", "A notebook"),
        ("meeting/restricted-1", "fr", "Un carnet"),
        ("meeting/restricted-2", "en", "restricted passage of “Minutes”"),
        ("meeting/restricted-2", "fr", "passage restreint de « Compte rendu »"),
    ]
    store = load_store([meeting], profile="public", infer=False)
    assert shown(store) == expected
    for name in ("again.trig", "again.xlsx"):  # what was published is read, and published again
        path = tmp_path / name
        path.write_bytes(rdf.whole(store, path))
        assert shown(load_store([path], profile="public", infer=False)) == expected
        assert not [fault for fault in validation.check(read_to_check([path])) if fault.severity == "Violation"]
    kept = tmp_path / "kept.xlsx"  # all of it: with titles of both kinds
    kept.write_bytes(rdf.whole(load_store([meeting], infer=False), kept))
    assert shown(load_store([kept], profile="public", infer=False)) == expected


def test_numbers_are_the_same_whatever_is_said_and_free(meeting: Path) -> None:
    more = "".join(
        f"  - {{id: p-{n}, title: {{fr: P}}, access: restricted, public_title: {{fr: P{n}}}}}\n" for n in (2, 10, 1)
    )
    own = "  - {id: restricted-2, title: {fr: R, en: R}, access: public}\n"
    (meeting / "source.yaml").write_text(restricted_meeting.SOURCE + more + own, "utf-8")
    found = {name: title for name, lang, title in shown(load_store([meeting], profile="public")) if lang == "fr"}
    assert [*found] == [f"meeting/restricted-{n}" for n in (1, 3, 4, 5, 6)]
    assert [*found.values()] == ["Un carnet", "P1", "P2", "P10", "passage restreint de « Compte rendu »"]


def test_what_others_say_of_a_passage_leads_to_what_stands_for_it(meeting: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.trig"
    more.write_text(
        """@prefix ilg: <https://w3id.org/icilabas/graph/> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <urn:g> { <urn:thing> dcterms:relation <https://w3id.org/icilabas/graph/meeting/talk-with-the-zebra> }""",
        "utf-8",
    )
    store = load_store([meeting, more], profile="public", infer=False)
    assert engine.select(store, "SELECT ?what { <urn:thing> dcterms:relation ?what }").rows == [
        ("https://w3id.org/icilabas/graph/meeting/restricted-2",)
    ]
    assert "zebra" not in engine.dump(store, ".nq").decode()


def test_partners_read_how_many_but_not_of_few(meeting: Path) -> None:
    """Of three and more; one person in two passages is one; the name is the one that everybody may read."""
    table = meeting / "organizations.csv"
    named = "Les Jardins du canal,Les Jardins du canal,talk"
    table.write_text(table.read_text("utf-8").replace(named, "Jardins du tapir,Tapir gardens,talk"), "utf-8")
    store = load_store([meeting], profile="partner", infer=False)
    rows = engine.select(
        store,
        """SELECT ?name ?many WHERE { GRAPH <https://w3id.org/icilabas/graph/profile/partner> {
        ?seat a ilb:Person ; skos:prefLabel ?name ; dcterms:description ?many } FILTER(LANG(?name) = LANG(?many)) }
        ORDER BY ?name""",
    ).rows
    assert rows == [
        ("bénévole, Les Jardins du canal", "moins de 3 personnes"),
        ("representative, Les Jardins du canal", "3 persons"),
        ("représentant, Les Jardins du canal", "3 personnes"),
        ("volunteer, Les Jardins du canal", "fewer than 3 persons"),
    ]
