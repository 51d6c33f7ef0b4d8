"""Which table a sheet is, and what the sheet of the source says: where it is sure, where it asks, what it stands in for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icilabas import engine
from icilabas.errors import DataError
from icilabas.files.csv_tables import Grid
from icilabas.sources.reading import Reading
from icilabas.sources.schema import load_schema
from icilabas.sources.workbook_sheets import EDITION, LINES, PASSAGE, read_sheet, sort_sheets, source_rows

if TYPE_CHECKING:
    from icilabas.sources.source_description import Source

TERRITORIES = ("Territoires", [["nom"], ["Kayes"]])
Rows = list[list[str]]


def grid(name: str, rows: Rows) -> Grid:
    return Grid(f"b.xlsx:{name}!", name, list(enumerate(rows, 1)))


def sorted_sheets(*sheets: tuple[str, Rows], path: str = "b.xlsx") -> tuple[Source, list[str], Reading]:
    read = Reading(engine.new_store())
    source, tables = sort_sheets(Path(path), [grid(*sheet) for sheet in sheets], load_schema(), read)
    return source, [table.name for _grid, table in tables], read


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("territorixxxx", "Violation"),  # three quarters of it
        ("territorixxxxx", "Warning"),
        ("Mode d'emploi", None),
        ("read ME", None),
        ("listes", None),
        ("Brouillon", "Warning"),
    ],
)
def test_a_sheet_is_renamed_from_three_quarters_of_the_name_on(name: str, severity: str | None) -> None:
    _source, tables, read = sorted_sheets(("Organisations", [["nom"]]), (name, [["x"], ["y"]]))
    assert tables == ["organizations"]
    assert [fault.severity for fault in read.faults] == ([severity] if severity else [])


def test_what_a_sheet_that_is_left_out_may_have_been_is_named() -> None:
    _source, _tables, read = sorted_sheets(
        ("Organisations", [["nom"]]), ("territorixxxxx", [["x"], ["y"]]), ("Brouillon", [["x"], ["y"]])
    )
    near, far = (fault.message.text("en") for fault in read.faults)
    assert near.endswith("Nearest: Territories.")
    assert "Nearest" not in far


@pytest.mark.parametrize(
    ("headings", "severity"),
    [
        (["identifiant", "latitude", "longitude", "x", "y"], "Violation"),  # three of five
        (["identifiant", "latitude", "longitude", "x", "", "y"], "Violation"),  # blank ones do not count
        (["identifiant", "latitude", "longitude", "x", "y", "z"], "Warning"),
        (["identifiant", "latitude"], "Warning"),
        (["identifiant", "latitude", "longitude"], "Violation"),
    ],
)
def test_a_sheet_is_renamed_that_has_enough_of_our_headings(headings: list[str], severity: str) -> None:
    _source, _tables, read = sorted_sheets(("Organisations", [["nom"]]), ("Brouillon", [headings]))
    assert [fault.severity for fault in read.faults] == [severity]
    assert ("Territories." in read.faults[0].message.text("en")) == (severity == "Violation")


def test_of_the_tables_that_a_sheet_may_be_four_are_named() -> None:
    headings = ["identifiant", "libellé (fr)", "libellé (en)"]
    _source, _tables, read = sorted_sheets(("Organisations", [["nom"]]), ("Brouillon", [headings]))
    (fault,) = read.faults
    assert fault.severity == "Violation"
    named = [
        table.name for table in load_schema().tables.values() if table.heading.text("en") in fault.message.text("en")
    ]
    assert len(named) == 4
    assert named == sorted(named)


def test_the_first_of_two_sheets_is_read() -> None:
    _source, tables, read = sorted_sheets(("Territoires", [["nom"]]), ("territories", [["nom"]]), ("TERRITOIRES", []))
    assert tables == ["territories"]
    assert [fault.place for fault in read.faults] == ["b.xlsx:territories!A1", "b.xlsx:TERRITOIRES!A1"]
    assert all("Territoires" in fault.message.text("en") for fault in read.faults)


def test_a_list_has_its_files_name_where_it_is_the_only_sheet() -> None:
    assert sorted_sheets(("Feuil1", [["nom"]]), path="territoires.xlsx")[1] == ["territories"]
    with pytest.raises(DataError) as caught:
        sorted_sheets(("Feuil1", [["nom"]]), ("Feuil2", [["nom"]]), path="territoires.xlsx")
    assert caught.value.exit_code == 2
    assert len(caught.value.faults) == 3
    _source, tables, read = sorted_sheets(("Rôles", [["membre"]]), ("Feuil1", [["nom"]]), path="territoires.xlsx")
    assert tables == ["memberships"]
    assert [fault.place for fault in read.faults] == ["b.xlsx:Feuil1!A1"]


def test_what_is_one_may_be_all_a_workbook_says() -> None:
    _source, tables, read = sorted_sheets(("Same as", [["a", "b"]]), ("identiques", [["c", "d"]]))
    assert tables == []
    assert [(str(path), table.name) for path, table in read.same_as] == [
        ("b.xlsx", "Same as"),
        ("b.xlsx", "identiques"),
    ]


def test_of_two_source_sheets_the_last_that_says_something_counts() -> None:
    sheets = [("source", [["id", "a"]]), ("Sources", [["id", "b"]]), ("source", [["source", "français"]])]
    assert sorted_sheets(*sheets, TERRITORIES)[0].name == "b"
    assert sorted_sheets(TERRITORIES)[0].name == "b"  # the file's own name


def source(*rows: list[str]) -> tuple[Source, list[str]]:
    read = Reading(engine.new_store())
    found = read_sheet(grid("source", list(rows)), Path("Mon Jeu.xlsx"), read.faults)
    assert found is not None
    return found, [fault.place.partition("!")[2] for fault in read.faults]


def said(found: Source, about: str, predicate: str) -> list[str]:
    subject, path = about, predicate
    return [
        getattr(thing, "value", str(thing).rpartition("/")[2])
        for s, p, thing, _graph in found.quads
        if s.endswith(subject) and p.endswith(path)
    ]


def test_a_sheet_that_says_nothing_is_none() -> None:
    read = Reading(engine.new_store())
    assert (
        read_sheet(grid("source", [["source", "français", "English"], ["id", ""]]), Path("b.xlsx"), read.faults) is None
    )
    assert read.faults == []


def test_what_a_sheet_leaves_out_is_made_of_what_it_says() -> None:
    found, _places = source(["document : date", "2016"])
    assert found.name == "mon-jeu"
    assert said(found, "graph/mon-jeu", "dc/terms/title") == ["Mon Jeu.xlsx"] * 2
    found, _places = source(["titre", "Été", "Summer"], ["rédaction : nom", "Nous", "We"])
    assert found.name == "ete"
    assert said(found, "ete-source", "dc/terms/title") == ["Été", "Summer"]
    assert said(found, "id/nous", "prefLabel") == ["Nous", "We"]
    found, _places = source(
        ["id", "x"], ["title", "", "Summer"], ["editors id", "nous"], ["document : titre court", "R"]
    )
    assert found.name == "x"
    assert said(found, "x-source", "prefLabel") == ["R"]
    assert said(found, "id/nous", "prefLabel") == ["nous", "nous"]
    assert found.default is not None


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (["id", "Mon jeu"], True),
        (["licence", "libre"], True),
        (["licence", "https://example.org/l"], False),
        (["document : date", "hier"], True),
        (["document : date", "31/01/2016"], False),
        (["document : publié par", "Le CFSI"], True),
        (["document : publié par", "cfsi"], False),
    ],
)
def test_a_line_that_is_wrong_is_left_out(row: list[str], wrong: bool) -> None:  # noqa: FBT001  # what is expected
    assert source(row)[1] == (["B1"] if wrong else [])


HEADINGS = ["passage", "titre (fr)", "première page", "dernière page", "accès", "dit par"]


@pytest.mark.parametrize(
    ("pages", "expected", "places"),
    [
        (["3", "5"], (3, 5), []),
        (["3", ""], (3, 3), []),
        (["3", "3"], (3, 3), []),
        (["1", "1"], (1, 1), []),
        (["5", "3"], None, ["C2"]),
        (["0", "3"], None, ["C2"]),
        (["", "3"], None, ["C2"]),
        (["a", "3"], None, ["C2"]),
        (["3", "9" * 5000], None, ["C2"]),
        (["999999", "999999"], (999999, 999999), []),
        (["", ""], None, []),
    ],
)
def test_pages_of_a_passage(pages: list[str], expected: tuple[int, int] | None, places: list[str]) -> None:
    found, wrong = source(HEADINGS, ["s1", "S", *pages, "public", ""])
    assert wrong == places
    assert found.passages["s1"].pages == expected
    assert found.passages["s1"].sure == (not places)


def test_who_may_see_a_passage_is_everybody_unless_it_is_said_and_nobody_where_that_is_wrong() -> None:
    forms = ["", "public", "Restreint", "RESTRICTED", "secret"]
    found, wrong = source(HEADINGS, *[[f"s{n}", "", "", "", form, ""] for n, form in enumerate(forms)])
    rights = [said(found, f"/s{n}", "accessRights")[0] for n in range(len(forms))]
    assert rights == ["public", "public", "restricted", "restricted", "restricted"]
    assert wrong == ["E6"]


def test_the_passages_begin_at_three_of_their_headings_or_at_their_first() -> None:
    for headings, row in (
        (["passage"], ["s1"]),
        (["n°", "titre (fr)", "accès", "passage"], ["1", "S", "public", "s1"]),
    ):
        assert list(source(headings, row)[0].passages) == ["s1"]
    found, wrong = source(["n°", "accès", "graphe"], ["id", "x"])
    assert (found.name, wrong) == ("x", ["A1"])


def test_a_passage_without_an_id_has_that_of_its_title_and_the_first_of_two_is_kept() -> None:
    found, wrong = source(HEADINGS, ["", "Été 1", "1"], ["s 2", "B"], ["s-2", "C"], ["؟", ""], ["", "", ""])
    assert {name: passage.titles for name, passage in found.passages.items()} == {
        "ete-1": ("Été 1",),
        "s-2": ("B",),
        "p-5": ("؟", "؟"),
    }
    assert wrong == ["A3", "A4", "A5"]


def test_editions_stand_before_the_passages_and_what_is_wrong_with_one_is_told_at_its_cell() -> None:
    lang, passages = "fr", [{"id": "p1", "title": {"fr": "P"}, "access": "public"}]
    editions = [
        {"version": "2", "date": "2026-11-30", "changed": {"fr": "Mieux", "en": "Better"}},
        {"version": "1", "changed": {"fr": "Début"}},
    ]
    rows = source_rows({"id": "x", "title": {"fr": "T"}, "editions": editions, "passages": passages}, lang)
    found, places = source(*filter(None, rows))
    assert (said(found, "graph/x", "versionInfo"), places, list(found.passages)) == (["2"], [], ["p1"])
    assert said(found, "x-edition-2", "changeNote") == ["Mieux", "Better"]
    assert said(found, "x-edition-2", "issued") == ["2026-11-30"]
    assert said(found, "x-edition-1", "changeNote") == ["Début"]
    heading = [name.text("en") for _key, name in EDITION]
    wrong = [["3", "soon", "x", ""], ["", "", "x", ""], ["3", "", "", ""], ["2", "", "a", "b"], ["2", "", "c", ""]]
    found, places = source(["id", "x"], heading, *wrong)
    assert places == ["B3", "A4", "C5", "A7"]
    assert said(found, "x-edition-2", "changeNote") == ["a", "b"]


def test_editors_are_needed_where_they_speak() -> None:
    assert source(["editors id", "nous"], HEADINGS, ["s1", "", "", "", "", "rédaction"])[1] == []
    assert source(["editors label", "Nous"], HEADINGS, ["s1", "", "", "", "", "editors"])[1] == ["F3"]
    assert source(HEADINGS, ["s1", "", "", "", "", "eux"])[1] == ["F2"]


def test_a_sheet_has_a_line_for_everything_and_a_column_of_graphs_where_one_is_needed() -> None:
    entry = {"id": "s1", "title": {"fr": "S"}, "access": "public", "pages": [3, 4]}
    document: dict[str, object] = {"id": "d", "standard": "x", "covers": "2024", "replaces": "c"}
    document |= {"edition_of": {"id": "e", "title": {"fr": "É"}}}
    rows = source_rows({"id": "x", "title": {"en": "T"}, "source": document, "passages": [entry]}, "en")
    assert [row[0] for row in rows[1 : len(LINES) + 1]] == [line[2].text("en") for line in LINES]
    assert rows[1][1:3] == ["x", ""]
    assert rows[2][1:3] == ["", "T"]
    assert rows[4][1:3] == ["d", ""]
    assert rows[-2] == [name.text("en") for _key, name in PASSAGE[:-3]]
    assert rows[-1] == ["s1", "S", "", "3", "4", "public", "document"]
    rows = source_rows({"passages": [entry, {**entry, "graph": "https://x.org/g", "by": "editors"}]}, "fr")
    assert rows[-3] == [name.text("fr") for _key, name in (*PASSAGE[:-3], PASSAGE[-1])]
    assert [row[-2:] for row in rows[-2:]] == [["document", ""], ["rédaction", "https://x.org/g"]]
    unsaid = next(line[2].text("fr") for line in LINES if line[0] == "source standard")  # nobody has to follow one
    assert unsaid not in [row[0] for row in source_rows({}, "fr") if row]
    yearly = next(line[2].text("fr") for line in LINES if line[0] == "source edition_of title")
    assert yearly in [row[0] for row in source_rows({}, "fr") if row]  # what is to be filled shows it
    assert yearly not in [row[0] for row in source_rows({"passages": [entry]}, "fr") if row]
    assert source_rows({}, "fr")[-1] == [name.text("fr") for _key, name in PASSAGE[:-3]]
    rows = source_rows(
        {"passages": [entry, {**entry, "public_title": {"fr": "Une liste"}, "access": "restricted"}]}, "fr"
    )
    assert rows[-3] == [name.text("fr") for key, name in PASSAGE if key not in {"public_en", "graph"}]
    assert [row[-1] for row in rows[-2:]] == ["", "Une liste"]
