"""The page on which people say who is who, in a browser: keyboard, undo, what it keeps, and the table that it saves."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from looked import CONTRAST, OVERFLOW, TOO_WIDE

from icilabas import engine
from icilabas.cli import main
from icilabas.engine.terms import iri
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

EVIL = "<img src=x onerror=alert(1)> & rives"


def lists(folder: Path) -> list[Path]:
    first, second = folder / "organisations.csv", folder / "groupes.csv"
    first.write_text(f"id;nom;description\ncap;Cap Solidarités;Des jeunes\nessor;Essor;\nevil;{EVIL};\n", "utf-8")
    second.write_text(f"id;nom\ncap-2;Cap Solidarité\nessor-2;ESSOR\nevil-2;{EVIL}\n", "utf-8")
    return [first, second]


def made(folder: Path, *words: str, lang: str = "fr") -> Path:
    out = folder / "qui.html"
    found = CliRunner().invoke(main.main, ["same", *map(str, lists(folder)), *words, "--out", str(out), "--lang", lang])
    assert found.exit_code == 0, found.output
    return out


def pair(page: Page) -> str:
    return page.locator("#pair").inner_text()


def saved(page: Page, path: Path) -> Path:
    with page.expect_download() as caught:
        page.locator("#save").click()
    assert caught.value.suggested_filename == "same-as.csv"
    caught.value.save_as(path)
    return path


def test_the_page_asks_for_nothing_and_names_of_data_are_text(tmp_path: Path) -> None:
    content = made(tmp_path).read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', content)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert "<img" not in content
    told = re.search(r'<script type="application/json" id="told">(.*?)</script>', content, re.DOTALL)
    assert told
    rows = json.loads(told[1])["rows"]
    assert {row["keep"] for row in rows} == {"essor", "evil", "cap"}
    facts = next(row for row in rows if row["keep"] == "cap")["things"][0]["said"]
    assert facts == [{"title": "organisations.csv", "pages": [], "facts": [["description", ["Des jeunes"], False]]}]


def test_nothing_of_persons_is_on_the_page_unless_they_are_seen(tmp_path: Path) -> None:
    people = tmp_path / "personnes.csv"
    people.write_text("id;nom\np1;Awa Diarra\np2;Awa Diara\n", "utf-8")
    assert "Diar" not in made(tmp_path, str(people)).read_text("utf-8")
    told = made(tmp_path, str(people), "--include-restricted", "--yes-restricted").read_text("utf-8")
    assert "Awa Diarra" in told


@pytest.mark.journey
def test_pairs_are_decided_by_keyboard_and_saved_as_a_table_that_is_read(page: Page, tmp_path: Path) -> None:
    page.goto(made(tmp_path).as_uri())
    first = pair(page)
    assert "1 sur 3" in page.locator("#place").inner_text()
    page.locator("#who").fill("Awa onl")  # letters in a field decide nothing
    assert pair(page) == first
    page.locator("#pair").focus()
    page.keyboard.press("o")
    assert pair(page) != first
    assert "Réponse : oui" in page.locator("#said").inner_text()
    second = pair(page)
    page.keyboard.press("n")
    page.keyboard.press("u")
    assert pair(page) == second
    assert page.locator('[data-answer][aria-pressed="true"]').count() == 0
    page.keyboard.press("N")
    page.keyboard.press("p")
    assert "Tout a une réponse" in page.locator("#said").inner_text()
    assert "décidées : 2" in page.locator("#place").inner_text()
    page.keyboard.press("ArrowLeft")
    assert pair(page) == second
    assert page.locator('[data-answer="no"]').get_attribute("aria-pressed") == "true"
    table = saved(page, tmp_path / "same-as (1).csv")
    rows = [line.split(";") for line in table.read_text("utf-8-sig").splitlines()]
    assert rows[0][:6] == ["à garder", "même chose", "décision", "qui", "quand", "score"]
    assert {row[2] for row in rows[1:]} == {"oui", "non", "plus tard"}
    assert {row[3] for row in rows[1:]} == {"Awa onl"}
    read = gather([*lists(tmp_path), table])
    assert [fault for fault in read.faults if "same-as" in fault.place] == []
    kept, other = (iri(f"ild:{name}") for name in rows[1][:2])
    assert engine.select(
        read.store, "SELECT ?k ?o { GRAPH ?g { ?k owl:sameAs ?o } FILTER(STRSTARTS(STR(?k), STR(ild:))) }"
    ).rows == [(kept, other)]
    assert len(read.decisions) == 3


@pytest.mark.journey
def test_answers_survive_a_reload_and_the_language_changes(page: Page, tmp_path: Path) -> None:
    out = made(tmp_path)
    page.goto(out.as_uri())
    page.locator('[data-answer="yes"]').click()
    page.reload()
    assert "décidée" in page.locator("#place").inner_text()
    assert page.evaluate("document.querySelector('#progress').value") == 1
    page.locator("label[for=lang-en]").click()
    assert "of 3, 1 decided" in page.locator("#place").inner_text()
    assert page.locator("h1").inner_text() == "Who is who"
    page.keyboard.press("y")
    assert "Answer: yes" in page.locator("#said").inner_text()
    assert saved(page, tmp_path / "x.csv").read_text("utf-8-sig").startswith("keep,same,decision,who,when,score")


@pytest.mark.journey
@pytest.mark.own_page
def test_axe_finds_nothing(page: Page, tmp_path: Path) -> None:
    page.goto(made(tmp_path).as_uri())
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


@pytest.mark.journey
def test_the_page_fits_a_telephone_and_is_readable(page: Page, tmp_path: Path) -> None:
    page.goto(made(tmp_path).as_uri())
    for width in (1400, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CONTRAST) == []
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    page.locator("#keys").uncheck()
    before = pair(page)
    page.keyboard.press("o")
    assert pair(page) == before
