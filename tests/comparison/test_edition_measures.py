"""Measures of two editions side by side: of actors that both name, each edition alone, ranks with what moves them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import networkx as nx
from twoeditions import OLD, ORGANIZATIONS, TERRITORIES, both, changed, folder

import icilabas as ilb
from icilabas.comparison import edition_measures
from icilabas.comparison.edition_measures import BETWEENNESS, DEGREE
from icilabas.dataset.loading import load_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from icilabas.comparison.edition_measures import MeasuredActor, MeasuresSideBySide

STAR = "passage,page,organization,member,role\n" + "\n".join(
    f"p2,{10 + number},w{number},{member},role-partner"
    for number in (1, 2, 3, 4, 5)
    for member in ("a1", f"a{number + 1}")
)
STARS = "id,passage,page,label_fr,label_en,links,started,ended\n" + "\n".join(
    f"w{number},p2,{10 + number},Lien {number},Link {number},lille|kayes,," for number in (1, 2, 3, 4, 5)
)
STAR_OF_A1 = {**OLD, "partnerships": STARS, "memberships": STAR}
# a6 in the middle, and a1 at the end of a ray
STAR_OF_A6 = {**STAR_OF_A1, "memberships": STAR.replace("a1", "x").replace("a6", "a1").replace("x", "a6")}


def measured(*paths: Path) -> MeasuresSideBySide:
    found = ilb.changes(*paths).measures
    assert found is not None
    return found


def row_of(found: MeasuresSideBySide, name: str) -> MeasuredActor:
    return next(row for row in found.rows if row["iri"].endswith(f"/{name}"))


def test_the_measures_of_each_edition_are_those_of_it_alone(tmp_path: Path) -> None:
    paths = both(tmp_path, tables=(STAR_OF_A1, STAR_OF_A6))
    found = measured(*paths)
    assert found.by == BETWEENNESS
    for path, end in zip(paths, ("old", "new"), strict=True):
        table = {row["iri"]: row for row in ilb.measure(load_store([path])).rows}
        for row in found.rows:
            mine = {
                "old": (row["degree_old"], row["betweenness_old"]),
                "new": (row["degree_new"], row["betweenness_new"]),
            }
            assert mine[end] == (table[row["iri"]]["degree"], table[row["iri"]]["betweenness"])
    assert (row_of(found, "a1")["rank_old"], row_of(found, "a6")["rank_new"]) == (1, 1)


def test_with_few_passages_it_is_not_known_what_they_explain(tmp_path: Path) -> None:
    found = measured(*both(tmp_path, tables=(STAR_OF_A1, STAR_OF_A6)))
    assert {row["by_passages"] for row in found.rows} == {None}
    assert not found.known
    assert row_of(found, "a1")["rank_old_best"] is None


def passages(path: Path, count: int) -> Path:
    """Say each membership in a passage of its own, and where actors are in two."""
    source = path / "source.yaml"
    more = "".join(
        f'  - {{id: m{n}, title: {{fr: "M{n}", en: "M{n}"}}, pages: [{n}, {n}], access: public}}\n'
        for n in range(20, 20 + count)
    )
    source.write_text(source.read_text("utf-8") + more, "utf-8")
    actors = (path / "organizations.csv").read_text("utf-8")
    again = "".join(f"{line}\n" for line in re.sub(r",p1,\d", ",p2,10", actors).splitlines()[1:])
    (path / "organizations.csv").write_text(actors + again, "utf-8")
    lines = (path / "memberships.csv").read_text("utf-8").splitlines()
    rows = [f"m{20 + n},{20 + n},{line.split(',', 2)[2]}" for n, line in enumerate(lines[1:])]
    (path / "memberships.csv").write_text("\n".join([lines[0], *rows]) + "\n", "utf-8")
    return path


def test_a_difference_beyond_what_a_passage_moves_is_told_apart(tmp_path: Path) -> None:
    found = measured(*(passages(path, 10) for path in both(tmp_path, tables=(STAR_OF_A1, STAR_OF_A6))))
    assert found.known
    assert found.passages == (12, 12)
    assert {row["iri"].rpartition("/")[2] for row in found.moved} == {"a1", "a6"}
    assert row_of(found, "a1")["by_passages"] is False
    assert row_of(found, "a2")["by_passages"] is True
    assert [row["iri"].rpartition("/")[2] for row in found.rows[:2]] == ["a1", "a6"]
    text = " ".join(ilb.changes(*(tmp_path / year for year in ("2020", "2024"))).to_text("fr").split())
    assert "changent de rang plus que ne l'explique un passage de moins : Amis du fleuve (1, puis 2" in text


def test_actors_that_one_edition_names_are_apart_and_who_began_later_is_marked(tmp_path: Path) -> None:
    rows = "\na7,p1,6,Jeune pousse,Sprout,lille,2022\na8,p1,6,Vieille souche,Old Stump,lille,1950"
    later = {**changed(OLD, organizations=("\na4,p1,4,Maison du monde,House of the World,lille,", rows))}
    later["memberships"] = later["memberships"].replace("a4", "a7")
    found = measured(*both(tmp_path, tables=(OLD, later)))
    assert [(each["label"], each["later"]) for each in found.only_new] == [
        ("Jeune pousse", True),
        ("Vieille souche", False),
    ]
    assert [(each["label"], each["later"]) for each in found.only_old] == [("Maison du monde", False)]
    assert len(found.rows) == 5
    text = " ".join(ilb.changes(tmp_path / "2020", tmp_path / "2024").to_text("fr").split())
    assert "Restent à part 1 que seule nomme 2020 et 2 que seule nomme 2024." in text
    assert "1 des nouveaux a commencé après 2020, qui ne pouvait pas le nommer." in text


def test_fewer_than_five_actors_have_no_rank(tmp_path: Path) -> None:
    few = {"territories": TERRITORIES, "organizations": "\n".join(ORGANIZATIONS.splitlines()[:4])}
    found = ilb.changes(*both(tmp_path, tables=(few, few)))
    assert found.measures is not None
    assert {row["rank_old"] for row in found.measures.rows} == {None}
    assert "À moins de 5, ils n'ont pas de rang." in " ".join(found.to_text("fr").split())


def test_of_a_large_network_neighbours_are_counted_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = both(tmp_path, tables=(STAR_OF_A1, STAR_OF_A6))
    whole = {row["iri"]: row for row in measured(*paths).rows}
    monkeypatch.setattr(edition_measures, "LARGEST_NETWORK", 3)
    found = measured(*paths)
    assert found.by == DEGREE
    for row in found.rows:
        assert row["degree_old"] == whole[row["iri"]]["degree_old"]
        assert row["degree_new"] == whole[row["iri"]]["degree_new"]
        assert row["betweenness_old"] is None


def test_the_networks_are_those_of_the_view(tmp_path: Path) -> None:
    path = folder(tmp_path / "one", STAR_OF_A1, "2020")
    graph = ilb.project(ilb.load(path), "collaboration")
    assert nx.degree_histogram(graph) == [0, 5, 0, 0, 0, 1]
