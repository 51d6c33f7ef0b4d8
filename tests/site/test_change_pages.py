"""What changed, as pages: one of a site with editions, and one by itself that asks for nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from places import SMALL
from twoeditions import NEW, OLD, both, changed, folder

import icilabas as ilb
from icilabas.comparison.facts import Facts
from icilabas.dataset.loading import load_store
from icilabas.site.build import publish
from icilabas.site.change_pages import CHANGES_FILE, editions_parts, in_series, whole_page

if TYPE_CHECKING:
    from pathlib import Path


def series(path: Path) -> list[Path]:
    dated = (("2018", OLD), ("2020", OLD), ("2024", NEW))
    return [folder(path / date, tables, date, more=", edition_of: net") for date, tables in dated]


def test_editions_that_follow_each_other_are_told_the_newest_first(tmp_path: Path) -> None:
    facts = Facts(load_store(series(tmp_path), profile="public"))
    found = in_series(facts)
    assert [(each.old["time"], each.new["time"]) for each in found] == [("2020", "2024"), ("2018", "2020")]
    w3 = next(iri for iri in found[0].names.texts if iri.endswith("/w3"))
    part = editions_parts(found[0], {w3})
    assert part.heading.text("fr") == "Ce qui a changé : 2020, puis 2024"
    assert part.parts.keys() == {"fr", "en"}
    pieces = [piece for each in part.parts["fr"] for item in each["items"] for piece in item]
    assert ("Radios libres", w3) in pieces
    assert in_series(Facts(load_store([SMALL], profile="public"))) == []


def test_long_lists_are_whole_and_folded(tmp_path: Path) -> None:
    many = "\n".join(f"z{number},p1,6,Association {number},Association {number},lille," for number in range(20))
    later = changed(OLD, organizations=("\na6,", f"\n{many}\na6,"))
    (part, *_others) = [
        each
        for each in editions_parts(ilb.changes(*both(tmp_path, tables=(OLD, later))), ()).parts["fr"]
        if each["heading"] == "Acteurs"
    ]
    assert len(part["items"]) + len(part["folded"]) == 20
    assert part["folded"]


def test_the_page_by_itself_asks_for_nothing_and_escapes(tmp_path: Path) -> None:
    nasty = changed(NEW, organizations=("Les Amis du lac", "<script>alert(1)</script>"))
    page = whole_page(ilb.changes(*both(tmp_path, tables=(OLD, nasty))), "fr").replace("\N{NO-BREAK SPACE}", " ")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    assert "Content-Security-Policy" in page
    assert '<html lang="fr"' in page
    for sentence in ("N’est plus mentionné : Maison du monde dans", "Not mentioned any more: House of the World in"):
        assert sentence in page


@pytest.mark.journey
def test_a_site_of_editions_has_the_page_and_the_front_page_leads_there(tmp_path: Path) -> None:
    index = publish(series(tmp_path), tmp_path / "site")
    page = (index.parent / CHANGES_FILE).read_text("utf-8")
    assert 'href="changes.html"' in index.read_text("utf-8")
    assert '<a href="things/w3.html">Radios libres</a>' in page
    for link in re.findall(r'href="([^"#]+)"', page):
        assert link.startswith(("data:", "http")) or (index.parent / link).exists(), link


@pytest.mark.journey
def test_a_site_of_one_edition_has_no_such_page(tmp_path: Path) -> None:
    index = publish([SMALL], tmp_path / "site")
    assert not (index.parent / CHANGES_FILE).exists()
    assert "changes.html" not in index.read_text("utf-8")
