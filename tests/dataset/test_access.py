"""Profiles: who may read what. Every output of every profile is searched for each thing that it may not show."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from places import ROOT
from published import content

import icilabas as ilb
from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset import access
from icilabas.dataset.loading import apply_rules, load_store

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
    monkeypatch.setattr("icilabas.measures.significance.LARGEST", 0)  # how far ranks move is no matter of profiles
    made = MADE.get((output, profile))
    found = content(request.getfixturevalue(made)) if made else written(output, profile, tmp_path)
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
