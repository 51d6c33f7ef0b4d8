"""A third language, added as a translator adds it: one folder, and everything that people read speaks it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from catalogue_entries import entries
from copies import copied
from places import ROOT, SMALL
from pseudo import CLOSES, NAME, OPENS, TAG, begin, translate

from icilabas.words.catalogues import read_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

LOCALES = "src/icilabas/words/locales"
KEYS = {key for key in entries("fr") if "-" in key}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program that has one language more, with the site of a small dataset in it."""
    home = copied(tmp_path_factory.mktemp("program"), "ontology", "src", "data")
    begin(home / LOCALES)
    translate(home / LOCALES)
    done = run(home, "build", "--lang", TAG, "--out", "site")
    assert done.returncode == 0, done.stderr
    return home


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(home / "src"), "ICILABAS_LANG": TAG, "COLUMNS": "200", **more}
    return subprocess.run(
        [sys.executable, "-m", "icilabas", *words],
        cwd=home,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


class Spoken(HTMLParser):
    """The texts of a page that stand in the language, and whatever looks like a key."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.keys: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mine = dict(attrs).get("lang") == TAG and tag != "html" and not any(ours for _tag, ours in self._open)
        self.texts += [""] if mine else []
        if tag not in {"meta", "link", "input", "br"}:
            self._open.append((tag, mine))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(ours for _tag, ours in self._open):
            self.texts[-1] += data
        if data.strip() in KEYS and not any(tag in {"script", "style"} for tag, _ours in self._open):
            self.keys.append(data.strip())


def test_every_page_of_the_site_speaks_it_and_shows_no_key(program: Path) -> None:
    pages = sorted((program / "site").rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        page = Spoken(path)
        assert page.keys == [], path
        if path.name != "graph.html":
            assert sum(OPENS in text for text in page.texts) > 10, path
            assert f'<html lang="{TAG}"' in path.read_text("utf-8")
            assert f'id="lang-{TAG}" value="{TAG}" autocomplete="off" checked' in path.read_text("utf-8")
    front = Spoken(program / "site" / "index.html").texts
    ours = [text for text in front if OPENS in text]
    assert f"{OPENS}Ce qui relie ici et là-bas{CLOSES}" in ours
    assert f"{OPENS}Rapport{CLOSES}" in ours


def test_questions_and_headings_of_the_data_speak_it_too(program: Path) -> None:
    answers = "\n".join(Spoken(program / "site" / "answers.html").texts)
    assert f"{OPENS}Quels bénéfices ont été nommés, par qui\N{NO-BREAK SPACE}?{CLOSES}" in answers
    assert f"{OPENS}Territoires et enjeux{CLOSES}" in answers
    heading = (program / "site" / "answers" / "benefits.csv").read_text("utf-8-sig").splitlines()[0]
    columns = ("constat", "point imprimé", "dit par", "résumé par", "dit pendant", "qui le dit")
    assert heading == ";".join(f"{OPENS}{column}{CLOSES}" for column in columns)  # its numbers have a decimal comma


def test_the_help_and_the_messages_speak_it(program: Path) -> None:
    shown = run(program, "--help").stdout
    assert f"{OPENS}Les questions, leur texte et leurs paramètres.{CLOSES}" in shown
    assert f"{OPENS}Utilisation :{CLOSES}" in shown
    assert f"[fr|en|{TAG}]" in run(program, "compare", "--help").stdout
    wrong = run(program, "query", "no-such-question")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(f"{OPENS}aucune question ne s'appelle « no-such-question ».{CLOSES}")
    checked = run(program, "validate", str(SMALL))
    assert OPENS in checked.stderr
    assert re.search(r"\d", checked.stderr)
    half = run(program, "compare", "Lille", "Tchad").stdout
    assert half.count(OPENS) > 20
    assert "report-" not in half
    measured = run(program, "measure", "ties").stdout
    assert f"{OPENS}voisin" in measured


def test_a_blank_workbook_is_in_it_and_is_read_again(program: Path) -> None:
    made = run(program, "new", "mine.xlsx", "--lang", TAG)
    assert made.returncode == 0, made.stderr
    assert OPENS in made.stdout + made.stderr
    filled = run(program, "convert", str(SMALL), "--out", "filled.xlsx", "--lang", TAG)
    assert filled.returncode == 0, filled.stderr
    assert run(program, "validate", "filled.xlsx").returncode == 0


def test_without_its_texts_it_falls_back_to_french(program: Path) -> None:
    folder = program / LOCALES / TAG
    kept = (folder / "messages.po").read_bytes()
    try:
        (folder / "messages.po").unlink()
        assert run(program, "query", "no-such-question").stderr.startswith("aucune question ne s'appelle")
        (folder / "messages.po").write_text("this is no catalogue\n", "utf-8")
        told = run(program, "query", "no-such-question").stderr
        assert "messages.po" in told
        assert "aucune question ne s'appelle" in told
    finally:
        (folder / "messages.po").write_bytes(kept)


def test_the_graph_page_speaks_it(program: Path, page: Page) -> None:
    page.goto((program / "site" / "graph.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    assert page.locator("html").get_attribute("lang") == TAG
    assert page.locator(f'.languages [data-lang="{TAG}"]').inner_text() == NAME
    for place in ("#g-legend-title", "#g-counts", "#g-list-title", "#g-pane .soft", "#g-list-count"):
        assert OPENS in page.locator(place).first.inner_text(), place
    assert OPENS in (page.locator("#g-search").get_attribute("placeholder") or "")
    assert OPENS in page.locator("nav li").first.inner_text()
    assert all(OPENS in kind for kind in page.locator("#g-legend button").all_inner_texts())
    page.locator("#g-table a[data-node]").first.click()
    assert OPENS in page.locator("#g-pane").inner_text()
    shown = page.locator("body").inner_text()
    assert not {line.strip() for line in shown.splitlines()} & KEYS
    assert "picture-" not in shown
    page.click('[data-lang="fr"]')
    assert OPENS not in page.locator("#g-counts").inner_text()


def test_the_site_changes_between_its_languages(program: Path, page: Page) -> None:
    page.goto((program / "site" / "index.html").as_uri())
    assert page.locator("h2#links-title").inner_text() == f"{OPENS}Ce qui relie ici et là-bas{CLOSES}"
    page.locator('label[for="lang-en"]').click()
    assert page.locator("h2#links-title").inner_text() == "What links here and there"
    page.locator(f'label[for="lang-{TAG}"]').click()
    assert page.locator("h2#links-title").inner_text() == f"{OPENS}Ce qui relie ici et là-bas{CLOSES}"
    page.goto((program / "site" / "answers.html").as_uri())
    assert page.title() == f"{OPENS}Questions et réponses – icilabas{CLOSES}"


def test_pages_turn_with_a_language_that_is_written_from_the_right(program: Path, page: Page) -> None:
    folder = program / LOCALES / "he"
    folder.mkdir()
    (folder / "messages.po").write_text('msgid ""\nmsgstr ""\n"Language: he\\n"\n', encoding="utf-8")
    try:
        done = run(program, "build", str(SMALL), "--lang", "he", "--out", "turned")
    finally:
        shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
    direction = "getComputedStyle(document.body).direction"
    page.goto((program / "turned" / "index.html").as_uri())
    assert page.evaluate(direction) == "rtl"
    page.locator('label[for="lang-fr"]').click()
    assert page.evaluate(direction) == "ltr"
    page.goto((program / "turned" / "graph.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate(direction) == "rtl"
    page.click('[data-lang="fr"]')
    assert page.evaluate(direction) == "ltr"


def test_a_language_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    first = begin(tmp_path)
    path = tmp_path / TAG / "messages.po"
    read = path.read_text("utf-8")
    path.write_text(
        read.replace('msgid "os-long"\nmsgstr ""', 'msgid "os-long"\nmsgstr "tro longa"')
        + '\nmsgid "gone"\nmsgstr "x"\n',
        "utf-8",
    )
    again = begin(tmp_path)
    count = [int(re.findall(r"(\d+) texts", text)[0]) for text in (first, again)]
    assert count[1] == count[0] - 1 > 1000
    found = {
        entry.id if isinstance(entry.id, str) else entry.id[0]: entry for entry in read_catalogue(path) if entry.id
    }
    assert found["os-long"].string == "tro longa"
    assert "gone" not in found
    assert set(found) == set(entries("fr", "messages")) - {"date-of-first"}
    before = path.read_bytes()
    begin(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"), [((), "Say which language"), (("qq",), "is not a language"), (("fr",), "French is what")]
)
def test_what_is_no_new_language_is_told(words: tuple[str, ...], said: str) -> None:
    command = [sys.executable, str(ROOT / "tools" / "language.py"), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stdout == ""
