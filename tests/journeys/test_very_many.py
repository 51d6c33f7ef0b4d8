"""Very many things: the site shows the first of them, says so in both languages, and its files hold all."""

from __future__ import annotations

import csv
import html
import re
from typing import TYPE_CHECKING

import pytest
from sites import mini

from icilabas.export import networks
from icilabas.site import build, front_page, shared_content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANY, DRAWN = 64, 20  # partnerships; nodes of the picture
CHALLENGES = shared_content.MOST_ANSWER_ROWS // 2 + 5  # each is faced in two territories, and makes two rows
SAID = {
    "tables": {"fr": "Très grand réseau : en tableaux seulement", "en": "A very large network: as tables only"},
    "forms": {"fr": "Très grand graphe : sous cette seule forme", "en": "A very large graph: in this form only"},
    "workbook": {"fr": "Trop pour un classeur qui s’ouvre bien", "en": "Too much for a workbook that opens well"},
    "partnerships": {"fr": r"(\d+)(?: autres)? partenariats", "en": r"(\d+) more partnerships"},
    "rows": {"fr": r"Les (\d+) premières lignes", "en": r"The first (\d+) rows"},
    "nodes": {"fr": r"(\d+) choses les plus reliées, sur (\d+)", "en": r"(\d+) most linked things of (\d+)"},
}


def many(folder: Path) -> Path:
    """Write more partnerships and challenges than the pages show."""
    bridges = "".join(f"bridge-{n},s1,Le pont {n},The bridge {n},north|south,c-1\n" for n in range(MANY))
    members = "".join(f"s1,bridge-{n},{who},role-partner\n" for n in range(MANY) for who in ("union", "club"))
    challenges = "".join(f"c-{n},s2,8,Enjeu {n},Challenge {n},north|south\n" for n in range(CHALLENGES))
    return mini(
        folder,
        partnerships=f"id,passage,label_fr,label_en,links,addresses\n{bridges}",
        memberships=f"passage,organization,member,role\n{members}",
        challenges=f"id,passage,page,label_fr,label_en,faced_in\n{challenges}",
    )


def read_in(folder: Path, lang: str) -> str:
    """Return what the pages but the graph say in the language."""
    text = "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.html")) if path.name != "graph.html")
    other = "en" if lang == "fr" else "fr"
    text = re.sub(rf'<(\w+)[^>]* lang="?{other}"?[^>]*>[^<]*</\1>', "", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "MOST_DRAWN", DRAWN)
        patch.setattr(build, "MOST_IN_ALL_FORMS", DRAWN)
        patch.setattr(build, "MOST_IN_CELLS", DRAWN)
        patch.setattr(networks, "MOST_PLACED", DRAWN)
        build.publish([many(folder / "data")], folder / "site")
    return folder / "site"


def rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_pages_say_what_they_leave_out_and_the_files_hold_it(site: Path, lang: str) -> None:
    text = read_in(site, lang)
    left_out = re.findall(SAID["partnerships"][lang], text)
    assert str(MANY - front_page.MOST_PARTNERSHIPS) in left_out
    assert set(re.findall(SAID["rows"][lang], text)) == {str(shared_content.MOST_ANSWER_ROWS)}
    nodes = rows(site / "downloads" / "knowledge-nodes.csv")
    assert re.findall(SAID["nodes"][lang], text) == [(str(DRAWN), str(len(nodes)))]
    assert {row["slug"] for row in nodes} >= {f"bridge-{n}" for n in range(MANY)}
    assert len(rows(site / "answers" / "partners-and-roles.csv")) == 2 * MANY
    assert len(rows(site / "answers" / "shared-challenges.csv")) == 2 * CHALLENGES > shared_content.MOST_ANSWER_ROWS


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_forms_that_take_long_are_left_to_commands_that_the_page_names(site: Path, lang: str) -> None:
    text = read_in(site, lang)
    names = {path.name for path in (site / "downloads").iterdir()}
    assert "knowledge.csv" in names
    assert not names & {"knowledge.gexf", "knowledge.graphml", "graph.ttl", "graph.jsonld"}
    assert names >= {"graph.trig", "collaboration.gexf", "collaboration.graphml"}, (
        "a small network is there in all forms"
    )
    assert SAID["forms"][lang] in text
    assert SAID["workbook"][lang] in text
    assert SAID["tables"][lang] in text
    assert "icilabas network knowledge --out knowledge.gexf" in text
    assert "icilabas network collaboration" not in text


def test_the_picture_holds_the_most_linked(site: Path) -> None:
    text = (site / "graph.html").read_text("utf-8")
    drawn = [n for n in range(MANY) if f'"bridge-{n}"' in text]
    assert 0 < len(drawn) < DRAWN
    assert '"club"' in text  # party to every partnership


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_small_site_leaves_nothing_out(lang: str, tmp_path: Path) -> None:
    build.publish([mini(tmp_path / "data")], tmp_path / "site")
    text = read_in(tmp_path / "site", lang)
    for said in ("tables", "forms", "workbook", "rows", "nodes"):
        assert not re.search(SAID[said][lang], text)
    assert "more partnerships" not in text
    assert not re.search(r"\d encore|encore \d", text)
