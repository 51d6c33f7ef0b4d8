"""A report as text, Markdown and HTML: wrapped as French is set, and what is from the data is no markup."""

from __future__ import annotations

from icilabas.comparison.report_forms import Section, as_html, as_markdown, as_text

PARTS = [
    Section("", ["Un paragraphe sans titre, avec *étoile* et <b>."]),
    Section("Noms", ["Phrase."], ["« un » : deux ; trois " * 8]),
]


def test_text_has_a_title_and_wraps_items_without_a_line_that_begins_with_a_sign() -> None:
    lines = as_text("Titre", PARTS).splitlines()
    assert lines[:4] == ["Titre", "=====", "", "Un paragraphe sans titre, avec *étoile* et <b>."]
    assert lines[5:7] == ["Noms", "Phrase."]
    items = lines[7:]
    assert items[0].startswith("  – « un »")
    assert all(line.startswith("    ") for line in items[1:])
    assert len(items) > 1
    assert not any(line.strip()[0] in ":;»" for line in items)


def test_a_part_without_a_heading_has_none_in_any_form() -> None:
    markdown, html = as_markdown("Titre", PARTS), as_html("Titre", PARTS, "fr")
    assert markdown.count("## ") == 1
    assert html.count("<h3>") == 1


def test_what_could_be_markup_is_escaped() -> None:
    assert "avec \\*étoile\\* et \\<b\\>." in as_markdown("Titre", PARTS)
    assert "&lt;b&gt;" in as_html("Titre", PARTS, "fr")
    assert as_html("<i>", [], "fr").startswith('<section lang="fr" class="comparison">\n<h2>&lt;i&gt;</h2>')
