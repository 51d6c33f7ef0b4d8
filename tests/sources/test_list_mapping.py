"""Mappings: what each says is known by its line, and what it may not say is refused in one clear sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icilabas.errors import DataError
from icilabas.resources import ONTOLOGY, parse_marked_yaml
from icilabas.sources.list_mapping import (
    VERSION,
    ListMapping,
    Pattern,
    cell_key,
    make_mapping,
    mapping_beside,
    needed,
    read_mapping,
)
from icilabas.sources.schema import load_schema
from icilabas.sources.yaml_schema import MAPPING_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = "mapping: 1\nlang: fr\nlists:\n- rows:\n"


def made(rows: str, begin: str = BEGIN) -> ListMapping:
    content, places = parse_marked_yaml(begin + rows)
    return make_mapping(content, "l.mapping.yaml", places)


def refused(rows: str, begin: str = BEGIN) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as error:
        made(rows, begin)
    assert error.value.exit_code == 2
    return [(fault.place, fault.message.text("en")) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("pattern", "heading", "stars"),
    [
        ("Ville", "ville", ()),
        ("Ville", "villes", None),
        ("Partner *", "partner 2", ("2",)),
        ("Partner *", "partnership", None),
        ("Partner *", "partner 2 country", None),
        ("Partner * country", "partner 2 country", ("2",)),
        ("partners.*.name", "partners 12 name", ("12",)),
        ("Annuaire*", "annuaire des membres 2024", (" des membres 2024",)),
        ("*", "anything at all", ("anything at all",)),
        ("✓", "✓", ()),
    ],
)
def test_a_star_is_a_word_or_anything(pattern: str, heading: str, stars: tuple[str, ...] | None) -> None:
    assert Pattern(pattern).fits(heading) == stars


def test_signs_without_letters_are_told_apart() -> None:
    assert cell_key(" Région\n/ Region ") == "region region"
    assert cell_key("✓") != cell_key("–")


def test_a_mapping_is_read_in_the_words_of_our_tables() -> None:
    mapping = made(
        "  - table: Organisations\n    nom: Structure\n    Siège: {column: Ville, new: {within: Pays}}\n"
        "    works_on: [Thème, {column: Autres thèmes, split: [',', ' et '], values: {eau: water, '*': '*'}, new: {}}]\n"
    )
    (described,) = mapping.lists[0].rows
    assert described.table.name == "organizations"
    assert list(described.said) == ["label_fr", "based_in", "works_on"]
    (seat,) = described.said["based_in"]
    assert seat.new
    assert seat.new.table.name == "territories"
    assert {
        name: [pattern.text for each in said for pattern in each.columns] for name, said in seat.new.said.items()
    } == {
        "label_fr": [],
        "within": ["Pays"],
    }
    theme, others = described.said["works_on"]
    assert (theme.separators, others.separators, others.values) == ((), (",", " et "), {"eau": "water", "*": "*"})
    assert others.new
    assert others.new.table.name == "themes"
    assert [(pattern.text, way[-1]) for pattern, way in mapping.lists[0].named()] == [
        ("Structure", "nom"),
        ("Ville", "Siège"),
        ("Pays", "within"),
        ("Thème", 0),
        ("Autres thèmes", 1),
    ]


def test_a_new_actor_is_an_organisation_and_a_new_theme_of_a_theme_a_theme() -> None:
    member = "  - {table: memberships, organization: Projet, role: Rôle, member: {column: Membre, new: {}}}\n"
    (said,) = made(member).lists[0].rows[0].said["member"]
    assert said.new
    assert said.new.table.name == "organizations"
    (wider,) = made("  - {table: themes, label: T, broader: {column: D, new: {}}}\n").lists[0].rows[0].said["broader"]
    assert wider.new
    assert wider.new.table.name == "themes"


@pytest.mark.parametrize(
    ("rows", "before", "words"),
    [
        ("  - {table: organisatons, label: A}\n", "table: organisatons", "Nearest: organizations"),
        ("  - {table: organizations, label: A, basd_in: B}\n", "basd_in", "Nearest: based_in"),
        ("  - {table: organizations, label: A, label_fr: B}\n", "label_fr", "a second time"),
        ("  - {table: organizations, label: =A2&B2}\n", "label", "“=A2&B2” is a formula"),
        ("  - {table: organizations, label: {split: ','}}\n", "label", "neither a column nor a text"),
        ("  - {table: organizations, label: {colum: A}}\n", "colum", "Nearest: column"),
        ("  - {table: organizations, based_in: A}\n", "{table", "needs “label”"),
        ("  - {table: memberships, organization: A, role: B}\n", "{table", "needs “member”"),
        ("  - {table: organizations, label: A, homepage: {column: B, new: {}}}\n", "new", "refers to nothing"),
        ("  - {label: A}\n", "{label", "the name of a table"),
    ],
)
def test_what_a_mapping_may_not_say_is_told_with_its_line(rows: str, before: str, words: str) -> None:
    ((at, text),) = refused(rows)
    assert at == f"l.mapping.yaml:5:{rows.index(before) + 1}"
    assert words in text


@pytest.mark.parametrize(
    ("begin", "place", "words"),
    [
        ("mapping: 2\nlists:\n- rows:\n", ":1:1", f"of version 2, and this program reads version {VERSION}"),
        ("mapping: 1\nlists:\n- sheet: X\n  rows:\n", ":3:3", "Nearest: sheets"),
        ("mapping: 1\nlang: de\nlists:\n- rows:\n", ":2:1", "fr or en"),
        ("lists:\n- rows:\n", ":1:1", "“mapping” is missing"),
        ("mapping: 1\nlists:\n- headings: top\n  rows:\n", ":3:3", "the number of a row"),
    ],
)
def test_what_stands_around_the_rows_is_checked_too(begin: str, place: str, words: str) -> None:
    ((at, text),) = refused("  - {table: organizations, label: A}\n", begin)
    assert at == f"l.mapping.yaml{place}"
    assert words in text


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "l.mapping.yaml"
    for text, place in (("mapping: 1\nlists: [\n", 3), ("mapping: 1\nmapping: 1\n", 2)):
        path.write_text(text, "utf-8")
        with pytest.raises(DataError) as error:
            read_mapping(path)
        assert error.value.faults[0].place.startswith(f"{path}:{place}:")
    path.write_bytes("mapping: é".encode("cp1252"))
    with pytest.raises(DataError, match="UTF-8"):
        read_mapping(path)
    with pytest.raises(DataError, match="nothing|not|no "):
        read_mapping(tmp_path / "other.mapping.yaml")


def test_a_mapping_lies_beside_its_list(tmp_path: Path) -> None:
    (tmp_path / "l.mapping.yaml").write_text("mapping: 1", "utf-8")
    assert mapping_beside(tmp_path / "l.xlsx") == tmp_path / "l.mapping.yaml"
    assert mapping_beside(tmp_path / "m.xlsx") is None


def test_a_thing_needs_a_name_and_a_membership_its_ends() -> None:
    tables = load_schema().tables
    assert needed(tables["organizations"]) == (("id", "label_fr", "label_en"),)
    assert needed(tables["memberships"]) == (("organization",), ("member",))


def test_editors_get_the_same_keys_as_the_reader() -> None:
    source = json.loads((ONTOLOGY / "shapes" / "source.schema.json").read_text("utf-8"))
    mapping = json.loads(MAPPING_SCHEMA.read_text("utf-8"))
    assert (
        mapping["properties"]["source"]["properties"].keys() == source["definitions"]["document"]["properties"].keys()
    )
    assert mapping["properties"]["mapping"]["enum"] == [VERSION]


def test_a_mapping_knows_the_headings_that_it_names() -> None:
    mapping = made("  - {table: organizations, label: Nom, based_in: {column: Ville *, new: {within: Pays}}}\n")
    assert [name for name in ("NOM", "Ville 2", "Pays", "Ville", "", "Autre") if mapping.is_heading(name)] == [
        "NOM",
        "Ville 2",
        "Pays",
    ]
