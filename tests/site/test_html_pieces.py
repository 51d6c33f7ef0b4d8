"""What pages are made of: texts in two languages, links to things, sizes, and what stands in the page itself."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from icilabas.asking.answers import Cell, evidence_cell
from icilabas.asking.evidence import said_in
from icilabas.site import html_pieces
from icilabas.site.html_pieces import (
    ASK,
    MENU,
    TEMPLATES,
    Showing,
    by_beginning,
    embedded,
    environment,
    evidence_html,
    language_rules,
    readable_size,
    say,
    standing_names,
    text_html,
)
from icilabas.words.catalogues import languages
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from pathlib import Path

ILD = "https://w3id.org/icilabas/id/"


def cell(name: str, iri: str | None = None) -> Cell:
    return Cell(same(name), iri)


def test_a_text_of_the_data_stands_once_where_it_is_one_and_says_its_language_where_it_has_one_only() -> None:
    assert text_html(same("Lille")) == "Lille"
    assert text_html(Text({"fr": "Nord", "en": "North"})) == '<span lang="fr">Nord</span><span lang="en">North</span>'
    assert text_html(Text({"fr": "Nord", "en": ""})) == '<span lang="fr" class="own">Nord</span>'
    assert text_html(Text({"fr": "", "en": "North"})) == '<span lang="en" class="own">North</span>'
    assert say("page-name") == '<span lang="fr">icilabas</span><span lang="en">icilabas</span>'
    assert (
        text_html(Text({"fr": "<b>", "en": "<i>"}))
        == '<span lang="fr">&lt;b&gt;</span><span lang="en">&lt;i&gt;</span>'
    )


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [(0, "0 autre", "0 more"), (1, "1 autre", "1 more"), (2, "2 autres", "2 more")],
)
def test_of_one_more_the_page_speaks_in_the_singular(count: int, fr: str, en: str) -> None:
    assert say("report-and-more", count=count) == both(f"et {fr}", f"and {en}")


def both(fr: str, en: str) -> str:
    return f'<span lang="fr">{fr}</span><span lang="en">{en}</span>'


def test_a_value_is_text_unless_it_is_a_piece_of_html_whatever_was_said_before() -> None:
    link = Markup('<a href="x">y</a>')
    for value, shown in ((link, str(link)), (str(link), str(escape(str(link)))), (link, str(link))):
        assert say("thing-according", names=value) == both(f"Selon {shown}", f"According to {shown}")


def test_of_the_languages_in_a_page_all_but_the_chosen_one_are_hidden() -> None:
    rules = language_rules()
    for lang in languages():
        assert f'html:has(#lang-{lang}:checked) [lang]:not([lang="{lang}"], .own)' in rules
        assert f'html[lang="{lang}"] [lang]:not([lang="{lang}"], .own)' in rules
    assert embedded(("index.css",)).style.startswith(rules)


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.j2")), ids=lambda file: file.name)
def test_no_template_writes_how_many_more_by_itself(file: Path) -> None:
    for line in re.findall(r".*\bautres?\b.*", file.read_text(encoding="utf-8")):
        assert not re.search(r'\b[Ee]t "', line), line


def test_a_name_leads_to_the_page_of_the_thing_before_its_place_in_the_graph() -> None:
    show = Showing({f"{ILD}a": "a.html"}, {f"{ILD}a", f"{ILD}b c"}, {f"{ILD}b c": "BC"}, "../")
    assert show.address(f"{ILD}a") == "../things/a.html"
    assert show.address(f"{ILD}b c") == "../graph.html#b%20c"
    assert show.address(f"{ILD}d") == show.address(None) == ""
    assert show.name(cell("B", f"{ILD}b c")) == '<a href="../graph.html#b%20c">B</a> (BC)'
    assert show.plain(cell("D", f"{ILD}d")) == "D"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], both("a et b", "a and b")),
        (["c", "a", "b"], both("c, a et b", "c, a and b")),
    ],
)
def test_names_are_listed_as_they_come(names: list[str], text: str) -> None:
    assert Showing({}, (), {}, "").listed(map(cell, names)) == text


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "1 ko", "1 kB"),
        (1_499, "1 ko", "1 kB"),
        (1_501, "2 ko", "2 kB"),
        (999_499, "999 ko", "999 kB"),
        (999_501, "1,0 Mo", "1.0 MB"),
        (12_340_000, "12,3 Mo", "12.3 MB"),
    ],
)
def test_the_size_of_a_file_as_people_read_it(count: int, fr: str, en: str) -> None:
    assert readable_size(count) == Text({"fr": fr, "en": en})


def test_the_menu_begins_with_the_front_page_and_asking_comes_last_where_it_can_be_done() -> None:
    assert [name for name, _file, _words in MENU] == ["index", "things", "answers", "graph", "sources"]
    template = environment().from_string('{% extends "base.html.j2" %}{% set title = message("page-name") %}')
    about = dict.fromkeys(("lang", "policy", "style", "script"), "")
    for served in (False, True):
        text = template.render(**about, root="../", here="answers", served=served, documented=False)
        menu = text.partition("<ul>")[2].partition("</ul>")[0]
        places = [menu.find(f'href="../{file}"') for _name, file, _words in (*MENU, ASK)]
        assert places[:-1] == sorted(places[:-1])
        assert places[0] >= 0
        assert (places[-1] > places[-2]) is served
        assert menu.count("aria-current=page") == 1
        assert 'href="../answers.html" aria-current=page' in menu


def test_what_stands_in_a_page_is_put_together_in_order_and_allowed_and_nothing_else() -> None:
    found = embedded(("index.css", "thing.css"), ("filter.js", "things.js"), ("query.js",))
    read = {path.name: path.read_text("utf-8") for path in TEMPLATES.iterdir() if path.is_file()}
    assert found.style.endswith(read["index.css"] + read["thing.css"])
    assert found.scripts == (read["filter.js"] + read["things.js"], read["query.js"])
    for text in (found.style, *found.scripts):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in found.policy
    assert found.policy.count("sha256-") == 3


def test_evidence_is_a_line_a_passage_with_its_pages_first_and_what_has_none_last() -> None:
    said = [said_in("<b>"), said_in("a", 10), said_in("a", 9), said_in("")]
    cell = evidence_cell(said, same)
    lines = evidence_html(cell).strip().splitlines()
    assert lines == [
        '<span class="said"><b>p.&nbsp;9, 10</b> a</span>',
        '<span class="said unpaged">&lt;b&gt;</span>',
    ]
    assert evidence_html(evidence_cell([], same)) == ""


def test_templates_are_compiled_once_and_again_where_what_is_kept_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html.j2").write_text("<p>{{ x }}</p>", "utf-8")
    compiled: list[str] = []
    compile_ = jinja2.Environment.compile

    def told(environment: jinja2.Environment, source: str, name: str, *more: Any) -> object:
        compiled.append(name)
        return compile_(environment, source, name, *more)

    monkeypatch.setattr(jinja2.Environment, "compile", told)

    def rendered() -> str:
        kept = html_pieces._Compiled.beside(tmp_path)  # noqa: SLF001  # ours stand where no test writes
        found = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path), bytecode_cache=kept, autoescape=True)
        return found.get_template("a.html.j2").render(x="&")

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert [rendered(), rendered()] == ["<p>&amp;</p>"] * 2
    assert compiled == ["a.html.j2"]
    (kept,) = (tmp_path / "__pycache__").iterdir()
    for damaged in (b"", b"x", kept.read_bytes()[:-9]):
        kept.write_bytes(damaged)
        assert rendered() == "<p>&amp;</p>"
    assert len(compiled) == 4
    (tmp_path / "a.html.j2").write_text("<b>{{ x }}</b>", "utf-8")
    assert rendered() == "<b>&amp;</b>"
    monkeypatch.setattr(html_pieces, "_TRIMMED", False)
    rendered()
    assert len(compiled) == 6
    shutil.rmtree(tmp_path / "__pycache__")
    (tmp_path / "__pycache__").write_bytes(b"")  # nothing can be kept there
    assert rendered() == "<b>&amp;</b>"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "__pycache__").unlink()
    assert rendered() == "<b>&amp;</b>"
    assert not (tmp_path / "__pycache__").exists()


@given(st.lists(st.text("aAé_1 -(", min_size=1, max_size=4), unique=True), st.text("aAé_1 -(", max_size=40))
def test_names_are_found_as_a_pattern_of_all_of_them_finds_them(names: list[str], text: str) -> None:
    wanted = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    found = re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", text) if names else ()
    assert list(standing_names(text, by_beginning(names))) == [(match.start(), match[0]) for match in found]
