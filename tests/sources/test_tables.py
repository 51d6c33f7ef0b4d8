"""Workbooks and tables as people fill them, and files that are none: what each gets, said with its cell."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import opendocument as ods
import openpyxl
import pytest
from click.testing import CliRunner
from places import SMALL

from icilabas import engine
from icilabas.check.validation import check
from icilabas.cli import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import Iri, Lit, iri, local_name
from icilabas.errors import DataError, Fault
from icilabas.files import workbook_parts
from icilabas.files.csv_tables import Grid
from icilabas.sources.cell_values import date, plain_number
from icilabas.sources.gathering import gather
from icilabas.sources.schema import load_schema
from icilabas.sources.tables import PlacedTable, placed
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

Rows = list[list[Any]]


def book(path: Path, **sheets: Rows) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def faults(*paths: Path) -> dict[str, Fault]:
    """Return the faults of reading, by the part of the place that follows the file's name."""
    try:
        found = gather(paths).faults
    except DataError as error:
        found = error.faults
    return {fault.place.rpartition("/")[2].partition(":")[2]: fault for fault in found}


def values(store: Any, subject: str, predicate: str) -> list[str]:
    rows = engine.select(store, f"SELECT DISTINCT ?o WHERE {{ {subject} {predicate} ?o }} ORDER BY ?o").rows
    return [str(row[0]).rpartition("/")[2] for row in rows]


def test_a_simple_list_is_read_and_the_file_is_its_source(tmp_path: Path) -> None:
    path = book(
        tmp_path / "Mon réseau.xlsx",
        Organisations=[["Nom", "SIEGE", "Sphère"], ["ESSOR", "Kayes", "Société civile"], [], ["Mairie", "Kayes ", ""]],
        Territoires=[["libelle"], ["Kayes"]],
    )
    assert faults(path) == {}
    store = load_store([path], infer=False)
    assert values(store, "ild:essor", "ilb:basedIn") == ["kayes"]
    assert values(store, "ild:essor", "ilb:sphere") == ["civil-society"]
    said = "SELECT DISTINCT ?title ?access WHERE { GRAPH ?g { ild:essor ilb:basedIn ?t } ?g dcterms:title ?title ; dcterms:accessRights ?access }"
    assert [row[0] for row in engine.select(store, said).rows] == ["Mon réseau.xlsx"]
    assert not [fault for fault in check(gather([path])) if fault.severity == "Violation"]


def test_headings_of_either_language_in_any_order_below_a_title(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        territories=[
            ["Our territories, 2016"],
            [],
            ["LATITUDE", "Label (EN)", "situe dans", "id"],
            ["14,44", "Kayes", "Mali", ""],
            [17.5, "Mali", "", "mali"],
        ],
    )
    assert {place: fault.severity for place, fault in faults(path).items()} == {"territories!A1": "Warning"}
    store = load_store([path], infer=False)
    assert values(store, "ild:kayes", "wgs84:lat") == ["14.44"]
    assert values(store, "ild:kayes", "ilb:within") == ["mali"]


def test_a_heading_without_a_language_is_of_the_language_of_the_others(tmp_path: Path) -> None:
    for headings, lang in ((["name", "description", "within"], "en"), (["nom", "description", "situé dans"], "fr")):
        path = book(tmp_path / f"{lang}.xlsx", territories=[headings, ["Mali", "A country.", ""]])
        rows = engine.select(
            load_store([path], infer=False), "SELECT (LANG(?d) AS ?l) WHERE { ild:mali dcterms:description ?d }"
        ).rows
        assert rows == [(lang,)]


def test_extra_columns_are_reported_and_left_out_and_mistyped_ones_are_faults(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", Territoires=[["libellé", "Téléphone", "latitud", None], ["Mali", "0320", "17,5", "x"]]
    )
    found = faults(path)
    assert {place: fault.severity for place, fault in found.items()} == {
        "Territoires!B1": "Warning",
        "Territoires!C1": "Violation",
        "Territoires!D1": "Warning",
    }
    assert "Téléphone" in found["Territoires!B1"].message.text("fr")
    assert found["Territoires!C1"].message.text("fr").endswith("Le plus proche : latitude, longitude.")
    with pytest.raises(DataError):
        load_store([path])
    path = book(tmp_path / "b.xlsx", Territoires=[["libellé", "Téléphone"], ["Mali", "0320"]])
    result = CliRunner().invoke(main.main, ["validate", str(path), "--lang", "fr"])
    assert result.exit_code == 0
    assert f"{path}:Territoires!B1: {message('extra-column', found='Téléphone').text('fr')}" in result.stdout
    dumped = engine.dump(load_store([path], infer=False), ".nq")
    assert b"0320" not in dumped


def test_warnings_of_reading_are_told_where_no_check_prints_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    load_store([book(tmp_path / "b.xlsx", Territoires=[["libellé", "Téléphone"], ["Mali", "0320"]])])
    assert "Territoires!B1" in caplog.text


def test_references_by_id_by_name_by_acronym_several_in_a_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Organisations=[
            ["identifiant", "libellé", "autre nom", "membre de", "territoire d'action"],
            ["cfsi", "Comité français pour la solidarité internationale", "CFSI ; le Comité", "", ""],
            ["", "Essor", "", "cfsi", "Région de Kayes;mali | LILLE"],
            ["", "Apes", "", "CFSI", ""],
            ["", "Grdr", "", "comite francais pour la solidarité internationale", ""],
        ],
        Territoires=[["id", "libellé"], ["kayes", "Région de Kayes"], ["mali", "Mali"], ["lille", "Ville de Lille"]],
    )
    assert faults(path) == {}
    store = load_store([path], infer=False)
    assert [values(store, f"ild:{name}", "org:memberOf") for name in ("essor", "apes", "grdr")] == [["cfsi"]] * 3
    assert values(store, "ild:essor", "ilb:activeIn") == ["kayes", "lille", "mali"]
    assert sorted(values(store, "ild:cfsi", "skos:altLabel")) == ["CFSI", "le Comité"]


def test_a_name_that_is_shared_is_decided_by_what_the_column_wants_or_is_a_fault(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Territoires=[["id", "libellé"], ["kayes", "Kayes"], ["kayes-2", "Le Havre"], ["kayes-3", "Le Havre"]],
        Organisations=[
            ["id", "libellé", "siège"],
            ["conseil", "Kayes", "KAYES!"],
            ["b", "B", "le havre"],
            ["c", "C", "Le Avre"],
        ],
    )
    found = faults(path)
    assert sorted(found) == ["Organisations!C3", "Organisations!C4"]
    assert "kayes-2, kayes-3" in found["Organisations!C3"].message.text("fr")
    assert "Le plus proche : kayes-2, kayes-3." in found["Organisations!C4"].message.text("fr")


def test_a_membership_by_names_is_the_membership_by_ids(tmp_path: Path) -> None:
    def made(file: str, membership: list[str]) -> set[Any]:
        (tmp_path / file).mkdir()
        path = book(
            tmp_path / file / "net.xlsx",
            Partenariats=[["id", "libellé", "met en relation"], ["p1", "Lille et Kayes", "kayes"]],
            Territoires=[["libellé"], ["Kayes"]],
            Organisations=[["id", "libellé"], ["essor", "ESSOR Nord"]],
            Rôles=[["partenariat ou organisation", "membre", "rôle"], membership],
        )
        return set(engine.quads(load_store([path], infer=False)))

    assert made("a", ["Lille et Kayes", "Essor nord", "Chef de file"]) == made("b", ["p1", "essor", "role-lead"])


def test_ids_are_made_from_names_and_said_when_taken(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Organisations=[["nom", "description"], ["L'Œuvre d'été", ""], ["l'œuvre d'Été", ""], ["", "sans nom"]],
    )
    found = faults(path)
    assert "« l-oeuvre-d-ete »" in found["Organisations!A3"].message.text("fr")
    assert f"{path}:Organisations!A2" in found["Organisations!A3"].message.text("fr")
    assert found["Organisations!A4"].message == message("needs-name")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.datetime(2016, 1, 31), "2016-01-31"),  # noqa: DTZ001  # as Excel has it
        (dt.date(2016, 1, 31), "2016-01-31"),
        ("31/01/2016", "2016-01-31"),
        ("31.1.2016", "2016-01-31"),
        ("2016-1-31", "2016-01-31"),
        ("31 janvier 2016", "2016-01-31"),
        ("1er février 2016", "2016-02-01"),
        ("January 31, 2016", "2016-01-31"),
        ("janvier 2016", "2016-01"),
        ("01/2016", "2016-01"),
        ("août 2016", "2016-08"),
        (2016, "2016"),
        (2016.0, "2016"),
        ("2016", "2016"),
        ("30/02/2016", None),
        ("13/31/2016", None),
        ("vers 2016", None),
        (42400, None),
        ("31/01/16", None),
    ],
)
def test_dates_as_excel_has_them_or_as_people_write_them(cell: Any, expected: str | None, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Organisations=[["nom", "date de création"], ["Essor", cell]])
    if expected is None:
        assert [*faults(path)] == ["Organisations!B2"]
        assert "AAAA-MM-JJ" in faults(path)["Organisations!B2"].message.text("fr")
    else:
        assert values(load_store([path], infer=False), "ild:essor", "schema:foundingDate") == [expected]


@pytest.mark.parametrize("headings", [("début", "fin"), ("end", "start"), ("ended", "started"), ("FIN", "Début")])
def test_what_lasts_has_a_start_and_an_end_in_each_table(headings: tuple[str, str], tmp_path: Path) -> None:
    """One pair of columns, in either language and order; of organisations, from their foundation to their end."""
    spell = [2019 if heading.casefold() in {"début", "start", "started"} else "2022-05" for heading in headings]
    path = book(
        tmp_path / "a.xlsx",
        Organisations=[["nom", "fin d'existence", "founded"], ["Essor", "31/12/2021", 1992]],
        Partenariats=[["nom", *headings], ["Pacte", *spell]],
        Rôles=[["partenariat ou organisation", "membre", "rôle", *headings], ["Pacte", "Essor", "partenaire", *spell]],
        Initiatives=[["nom", *headings], ["Semaine", *spell]],
        Speakers=[["name", *headings], ["the chair", *spell]],
    )
    store = load_store([path], infer=False)
    for thing in ("pacte", "pacte--essor--role-partner", "semaine", "the-chair"):
        assert values(store, f"<https://w3id.org/icilabas/id/{thing}>", "schema:startDate") == ["2019"], thing
        assert values(store, f"<https://w3id.org/icilabas/id/{thing}>", "schema:endDate") == ["2022-05"], thing
    assert values(store, "ild:essor", "schema:dissolutionDate") == ["2021-12-31"]


def test_a_start_of_excel_is_the_year_that_is_shown_or_told(tmp_path: Path) -> None:
    """A day shown as its year is that year; the number 2019 shown as a date is July 1905, which nobody meant."""
    path = book(tmp_path / "a.xlsx", Initiatives=[["nom", "début"], ["A", dt.date(2019, 5, 3)], ["B", 2019]])
    made = openpyxl.load_workbook(path)
    for row in (2, 3):
        made["Initiatives"].cell(row, 2).number_format = "yyyy"
    made.save(path)
    assert [*faults(path)] == ["Initiatives!B3"]
    assert "2019" in faults(path)["Initiatives!B3"].message.text("fr")
    made["Initiatives"].cell(3, 2).number_format = "General"
    made.save(path)
    store = load_store([path], infer=False)
    assert [values(store, f"ild:{name}", "schema:startDate") for name in "ab"] == [["2019"], ["2019"]]


def test_numbers_as_people_write_them() -> None:
    decimals = {"50,63": "50.63", "50.630": "50.630", "-3": "-3", "1 234,5": "1234.5", "3,4,5": None, "nord": None}
    assert {text: plain_number(text, whole=False) for text in decimals} == decimals
    wholes = {"1\u202f234": "1234", "p. 4": "4", "4.0": "4", "4,0": "4", "4,5": None, "12 34": None, "007": "007"}
    assert {text: plain_number(text, whole=True) for text in wholes} == wholes
    assert date("2016-13") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_in_the_encodings_and_with_the_separators_of_spreadsheets(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    rows = [["Identifiant", "libellé (fr)", "passage", "latitude"], ["évry", "Évry", "s1", "48.6"]]
    rows[1][0] = "evry"
    text = "\r\n".join(delimiter.join(row) for row in [["", "", "", ""], *rows])
    others = (folder / "territories.csv").read_text("utf-8").splitlines()[1:]
    text += "".join(f"\r\n{o.split(',')[0]}{delimiter}{o.split(',')[2]}{delimiter}s1{delimiter}" for o in others)
    (folder / "territories.csv").write_bytes(text.encode(encoding))
    found = gather([folder])
    assert [fault.severity for fault in found.faults] == (["Warning"] if encoding == "cp1252" else [])
    assert "Évry" in values(found.store, "ild:evry", "skos:prefLabel")


def test_a_lone_table_without_a_source_is_its_own_source(tmp_path: Path) -> None:
    path = tmp_path / "Organisations.csv"
    path.write_text("nom;site internet\nEssor;https://example.org/essor\n", "utf-8")
    said = "SELECT ?title WHERE { GRAPH ?g { ild:essor a ilb:Organization } ?g dcterms:title ?title }"
    assert engine.select(load_store([path], infer=False), said).rows == [("Organisations.csv",)]
    assert "source.yaml" in next(iter(faults(tmp_path).values())).message.text("en")


def test_tables_are_found_by_their_names_in_either_language(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (folder / "territories.csv").rename(folder / "Territoires.csv")
    assert faults(folder) == {}


SHEETS: dict[str, tuple[dict[str, Rows], str, str, str]] = {
    "renamed a little": (
        {"Organisation": [["nom"], ["Essor"]]},
        "Organisation!A1",
        "Violation",
        "Le plus proche : Organisations.",
    ),
    "renamed, with our headings": (
        {"Nos amis": [["identifiant", "libellé (fr)", "membre de", "fondée par"], ["a", "A"]]},
        "Nos amis!A1",
        "Violation",
        "Le plus proche : Organisations.",
    ),
    "none of ours": ({"Brouillon": [["à faire"], ["appeler Essor"]]}, "Brouillon!A1", "Warning", "n'est pas lue"),
    "twice": ({"territories": [["nom"], ["A"]]}, "territories!A1", "Violation", "n'en garder qu'une"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_that_are_none_of_ours(name: str, tmp_path: Path) -> None:
    more, place, severity, text = SHEETS[name]
    path = book(tmp_path / "a.xlsx", **{"Territoires": [["nom"], ["Kayes"]], **more})
    found = faults(path)
    assert {place: fault.severity for place, fault in found.items()} == {place: severity}
    assert text in found[place].message.text("fr")


def test_a_workbook_without_a_table_says_which_there_are_and_a_list_may_have_its_files_name(tmp_path: Path) -> None:
    rows: Rows = [["nom"], ["Kayes"]]
    found = faults(book(tmp_path / "a.xlsx", Feuil1=rows))
    assert "Territoires" in next(
        fault.message.text("fr") for fault in found.values() if "nommer" in fault.message.text("fr")
    )
    named = book(tmp_path / "territoires.xlsx", Feuil1=rows)
    assert faults(named) == {}
    assert values(load_store([named], infer=False), "ild:kayes", "a") == ["ontology#Territory"]


SOURCE: Rows = [
    ["source", "français", "English"],
    ["identifiant", "mon-jeu"],
    ["Titre", "Mon jeu", "My set"],
    ["document : titre", "Le rapport"],
    ["rédaction : identifiant", "nous"],
    [],
    ["passage", "titre (fr)", "première page", "dernière page", "accès", "dit par"],
    ["s1", "Session 1", 3, 5, "public", ""],
    ["gens", "Personnes", 6, None, "Restreint", ""],
    ["notes", "Nos notes", None, None, "", "rédaction"],
]


def test_a_source_sheet_says_passages_pages_and_who_may_see_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["nom", "passage", "page"],
        ["Kayes", "Session 1", "p. 4"],
        ["Mali", "notes", None],
        ["X", "gens", ""],
    ]
    path = book(tmp_path / "a.xlsx", Source=SOURCE, Territoires=rows)
    assert faults(path) == {}
    store = load_store([path], infer=False)
    where = "SELECT ?g WHERE { GRAPH ?g { ?t skos:prefLabel ?l } ?t a ilb:Territory } ORDER BY ?g"
    found = [str(row[0]).partition("/graph/")[2] for row in engine.select(store, where).rows]
    assert found == ["mon-jeu/gens", "mon-jeu/notes", "mon-jeu/s1"]
    assert values(store, "ild:kayes", "ilb:page") == ["4"]
    assert values(store, "ild:x", "ilb:page") == ["6"]
    open_ = load_store([path], infer=False, profile="public")
    assert values(open_, "ild:x", "ilb:page") == []
    assert "mon-jeu/notes" in str(engine.select(store, "SELECT ?p { ?p dcterms:source ild:nous-notes }").rows[0][0])


def test_faults_of_the_source_sheet_and_of_rows_come_together(tmp_path: Path) -> None:
    rows = [list(row) for row in SOURCE]
    rows[1][1], rows[7][2], rows[8][4] = "Mon jeu", 9, "secret"
    rows.insert(3, ["Tel", "03 20"])
    path = book(tmp_path / "a.xlsx", Source=rows, Territoires=[["nom", "passage"], ["Kayes", ""], ["Mali", "s9"]])
    found = {place: fault.severity for place, fault in faults(path).items()}
    assert found == {
        "Source!A4": "Warning",
        "Source!B2": "Violation",
        "Source!E10": "Violation",
        "Source!C9": "Violation",
        "Territoires!B2": "Violation",
        "Territoires!B3": "Violation",
    }


def test_merged_cells_formulas_and_their_errors_have_their_cell(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Territoires=[
            ["nom", "latitude", "longitude"],
            ["Kayes", 1, 2],
            ["Mali", "=1+1", 3],
            ["Lille", 1, 2],
            [None, 1, 2],
        ],
    )
    made = openpyxl.load_workbook(path)
    made["Territoires"].merge_cells("A4:A5")
    made["Territoires"]["C4"].value, made["Territoires"]["C4"].data_type = "#REF!", "e"
    made.save(path)
    found = faults(path)
    assert "A4:A5" in found["Territoires!A4"].message.text("fr")
    assert found["Territoires!B3"].message == message("formula-empty")
    assert "#REF!" in found["Territoires!C4"].message.text("fr")


def test_a_formula_with_its_result_is_its_result(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Territoires=[["nom", "latitude"], ["Kayes", "=7*2"]])
    changed(path, "xl/worksheets/sheet1.xml", b"<f>7*2</f><v></v>", b"<f>7*2</f><v>14</v>", b"<f>7*2</f><v />")
    assert faults(path) == {}
    assert values(load_store([path], infer=False), "ild:kayes", "wgs84:lat") == ["14.0"]


def changed(path: Path, part: str, *texts: bytes, add: dict[str, bytes] | None = None) -> None:
    """Replace a text in one part of the workbook: the last of the texts, or the first, by the second."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    if texts:
        before = next(text for text in (texts[0], *texts[2:]) if text in parts[part])
        parts[part] = parts[part].replace(before, texts[1])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**parts, **(add or {})}.items():
            new.writestr(name, content)


def no_zip(path: Path) -> None:
    path.write_bytes(b"nom;latitude\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-900])


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "no workbook")


def no_sheet(path: Path) -> None:
    changed(path, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData")


def entities(path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    changed(path, "xl/worksheets/sheet1.xml", b"<worksheet", laughs)


def password(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def old_format(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
        with new.open("xl/worksheets/sheet9.xml", "w") as part:
            for _mega in range(320):
                part.write(bytes(1_000_000))


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (no_zip, "readable workbook ("),
        (empty, "readable workbook ("),
        (cut, "readable workbook ("),
        (other_zip, "readable workbook ("),
        (no_sheet, "readable workbook ("),
        (entities, "readable workbook ("),
        (password, "protected by a password"),
        (old_format, "spreadsheet format"),
        (bomb, "320 MB once unpacked"),
    ],
)
def test_files_that_are_no_workbook_are_one_sentence(spoil: Any, text: str, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Territoires=[["nom"], ["Kayes"]])
    spoil(path)
    for command in (["validate", path], ["convert", path, "--out", tmp_path / "out.trig"]):
        result = CliRunner().invoke(main.main, [*map(str, command), "--lang", "en"])
        assert result.exit_code == 2, result.output
        assert text in result.output
        assert str(path) in result.output
        assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out.trig").exists()


def test_other_spreadsheet_formats_are_refused_with_the_way_out(tmp_path: Path) -> None:
    for ending in (".xls", ".fods", ".xlsb"):
        (tmp_path / f"a{ending}").write_bytes(b"x")
        assert ".xlsx" in next(iter(faults(tmp_path / f"a{ending}").values())).message.text("en")


def test_macros_are_ignored_and_said(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsm", Territoires=[["nom"], ["Kayes"]])
    changed(path, "xl/workbook.xml", add={"xl/vbaProject.bin": b"macro"})
    assert [(f.severity, "macros" in f.message.text("fr")) for f in faults(path).values()] == [("Warning", True)]
    assert values(load_store([path], infer=False), "ild:kayes", "skos:prefLabel") == ["Kayes"]


@pytest.mark.journey
def test_a_million_empty_rows_are_not_crossed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", Territoires=[["nom"], ["Kayes"]])
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1_000_000))
    changed(path, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")
    parsed, whole = [], workbook_parts.pieces

    def counted(*args: Any) -> Iterator[bytes]:
        for piece in whole(*args):
            parsed.append(len(piece))
            yield piece

    monkeypatch.setattr(workbook_parts, "pieces", counted)
    assert values(load_store([path], infer=False), "ild:kayes", "skos:prefLabel") == ["Kayes"]
    assert sum(parsed) < len(rows) / 50  # what is empty is not even parsed, but where a piece ends


def test_a_cell_far_away_is_reached_or_said(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title = "Territoires"
    made.active["A1"], made.active["A2"], made.active["A1048576"] = "nom", "Kayes", "Mali"
    content = io.BytesIO()
    made.save(content)
    (tmp_path / "a.xlsx").write_bytes(content.getvalue())
    assert [(p, f.severity) for p, f in faults(tmp_path / "a.xlsx").items()] == [("Territoires!A3", "Warning")]


def test_several_faults_of_one_cell_are_one_sentence(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Organisations=[["id", "nom"], ["a", "A"], ["b", "B"]],
        Rôles=[["partenariat ou organisation", "membre", "rôle"], ["a", "b", "partenair"]],
    )
    found = [fault for fault in check(gather([path])) if fault.place.endswith("Rôles!C2")]
    assert len(found) == 1
    assert "Le plus proche : partenaire." in found[0].message.text("fr")
    assert "Nearest: partner" in found[0].message.text("en")


def placed_table(
    name: str, *rows: list[str], home: str = "t.csv", needs_passage: bool = False
) -> tuple[PlacedTable, dict[str, str]]:
    """Return the table with its headings found, and the severity of each fault by its place."""
    found: list[Fault] = []
    grid = Grid(home, "t", list(enumerate(rows, 1)))
    table = PlacedTable(grid, load_schema().tables[name], found, needs_passage=needs_passage)
    return table, {fault.place: fault.severity for fault in found}


def test_headings_are_looked_for_in_twenty_rows() -> None:
    headings, row = ["nom", "latitude"], ["Kayes", "14"]
    table, found = placed_table("territories", *[["Title"]] * 19, headings, row)
    assert [values["lat"] for _row, values in table.rows] == ["14"]
    assert found == {"t.csv:1:1": "Warning"}
    table, _found = placed_table("territories", *[["Title"]] * 20, headings, row)
    assert table.position == {}


def test_of_rows_with_as_many_headings_the_first_is_that_of_the_headings() -> None:
    table, found = placed_table("territories", ["nom", "latitude"], ["name", "longitude"], ["Kayes", "14"])
    assert table.position == {"label_fr": 0, "lat": 1}
    assert [values["label_fr"] for _row, values in table.rows] == ["name", "Kayes"]
    assert found == {}
    table, _found = placed_table("territories", ["a", "b"], ["c", "nom"], ["d", "nom", "latitude"], ["e", "f", "1"])
    assert table.position == {"label_fr": 1, "lat": 2}
    assert list(placed_table("territories", ["a", "b"], ["c", "d"])[1]) == ["t.csv:1:1", "t.csv:1:2"]


@pytest.mark.parametrize(
    ("heading", "severity"),
    [
        ("latituxx", "Violation"),
        ("latitudexxxxxx", "Warning"),
        ("latituxxx", "Warning"),
        ("lxtxtxde", "Warning"),
        ("télex", "Warning"),
    ],
)
def test_a_heading_is_mistyped_from_three_quarters_on(heading: str, severity: str) -> None:
    _table, found = placed_table("territories", ["nom", heading], ["Kayes", "14"])
    assert found == {"t.csv:1:2": severity}


def test_a_mistyped_heading_of_a_column_that_is_there_is_only_another_one() -> None:
    _table, found = placed_table("territories", ["nom", "latitud", "latitude"], ["Kayes", "14", "14"])
    assert found == {"t.csv:1:2": "Warning"}


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["description"], "description_fr"),
        (["description", "label"], "description_en"),
        (["description", "libellé"], "description_fr"),
        (["description", "libellé", "label"], "description_fr"),
        (["description", "latitude", "label", "libellé", "within"], "description_en"),
    ],
)
def test_the_language_of_a_heading_is_that_of_most_others(headings: list[str], expected: str) -> None:
    assert placed(load_schema().tables["territories"], headings)[0] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        *[
            (each, "label_fr")
            for each in ("label_fr-FR", "nom@fr-FR", "Libellé (fr-CA)", "Nom (FR)", "label_fra", "Nom fr_BE")
        ],
        *[(each, "label_en") for each in ("label@en-GB", "Name (EN-us)", "libellé (eng)")],
        *[(each, "description_fr") for each in ("description (fr)", "Description fr-Latn-FR")],
        *[(each, None) for each in ("label_de-AT", "nom (x-fr)", "fr-FR", "Nom en Afrique", "labelfr-FR")],
    ],
)
def test_the_tag_at_the_end_of_a_heading_is_of_a_language(heading: str, expected: str | None) -> None:
    assert placed(load_schema().tables["territories"], [heading]) == [expected]


def test_two_columns_of_one_language_are_told() -> None:
    table, found = placed_table("territories", ["label_fr", "label_fr-CA"], ["Kayes", "Khay"])
    assert found == {"t.csv:1:2": "Violation"}
    assert table.rows[0][1]["label_fr"] == "Kayes"


def test_a_value_beyond_the_headings_is_a_fault_of_a_file_and_a_column_without_a_name_of_a_sheet() -> None:
    rows = [["nom", "latitude"], ["Kayes", "14", ""], ["Mali", "17", "", "x"]]
    table, found = placed_table("territories", *rows)
    assert found == {"t.csv:3:3": "Violation"}
    assert [row for row, _values in table.rows] == [2]
    table, found = placed_table("territories", *rows, home="t.xlsx:T!")
    assert found == {"t.xlsx:T!D1": "Warning"}
    assert [row for row, _values in table.rows] == [2, 3]


def test_the_columns_that_are_needed() -> None:
    assert placed_table("territories", ["latitude"], ["1"])[1] == {"t.csv:1:1": "Violation"}
    assert placed_table("territories", ["latitude"], ["1"])[0].rows == []
    assert placed_table("territories", ["id"], ["a"])[1] == {}
    assert placed_table("territories", ["id"], ["a"], needs_passage=True)[1] == {"t.csv:1:1": "Violation"}
    assert len(placed_table("territories", ["id"], ["a"], needs_passage=True)[0].rows) == 1
    assert placed_table("memberships", ["member"], ["a"])[1] == {}  # its ids are made of what it says


def test_a_row_that_says_nothing_in_a_known_column_is_none() -> None:
    table, _found = placed_table("territories", ["nom", "x", "latitude"], ["", "y", ""], ["", "", "1"])
    assert [row for row, _values in table.rows] == [3]


def test_the_place_of_a_property_is_its_first_column_and_in_a_row_its_last_that_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "territories.csv"
    path.write_text("id,nom,latitude,name\na,A,1,B\nb,A,1,\nc,,1,B\n", "utf-8")
    read = gather([path])
    label, lat = iri("skos:prefLabel"), iri("wgs84:lat")
    assert read.rows[iri("ild:a")][0].headings[label] == 2
    assert [read.rows[iri(f"ild:{name}")][0].columns for name in "abc"] == [
        {label: 4, lat: 3},
        {label: 2, lat: 3},
        {label: 4, lat: 3},
    ]


def test_what_is_described_twice_is_told_with_the_first_place(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        Territoires=[["id", "nom"], ["a", "A"], ["b", "B"], ["a", "A"], ["a", "C"]],
        Organisations=[["id", "nom"], ["a", "A"]],
    )
    found = faults(path)
    assert sorted(found) == ["Organisations!A2", "Territoires!A4", "Territoires!A5"]
    assert all("a.xlsx:Territoires!A2" in fault.message.text("en") for fault in found.values())


def read_cells(
    tmp_path: Path, table: str, headings: list[str], *rows: list[str]
) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """Return what a lone table says (the property's name and the value's end), and the faults by row and column."""
    path = tmp_path / f"{table}.csv"
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in (headings, *rows)) + "\n", "utf-8")
    read = gather([path])
    said = {
        (local_name(about), thing.value if isinstance(thing, Lit) else local_name(thing))
        for subject, about, thing, _graph in engine.quads(read.store)
        if subject in read.rows
    }
    return said, {fault.place.partition(".csv:")[2]: fault.message.text("en") for fault in read.faults}


def test_a_text_is_one_value_whatever_stands_in_it_and_other_cells_have_several(tmp_path: Path) -> None:
    headings = ["id", "nom", "autre nom", "date de création"]
    said, found = read_cells(tmp_path, "organizations", headings, ["a", "A | B; C", "D | E; F", "2016"])
    assert {value for about, value in said if about == "prefLabel"} == {"A | B; C"}
    assert {value for about, value in said if about == "altLabel"} == {"D", "E", "F"}
    assert found == {}
    said, found = read_cells(tmp_path, "organizations", headings, ["a", "A", "", "2016|2017"])
    assert "foundingDate" not in {about for about, _value in said}
    assert "2 values" in found["2:4"]


@pytest.mark.parametrize(
    ("cell", "value", "hint"),
    [
        ("https://example.org/x", "x", ""),
        ("wd:Q90", "Q90", ""),
        ("example.org/x", None, "https://example.org/x"),
        ("q90", None, "wd:Q90"),
        ("Q9.0", None, "https://Q9.0"),
        ("Paris", None, ""),
        ("see. there", None, ""),
        ("https://https://example.org/x", None, "https://example.org/x"),
        ("https://exa mple.org/x", None, ""),
    ],
)
def test_a_name_of_elsewhere_is_taken_or_what_it_may_be_is_said(
    cell: str, value: str | None, hint: str, tmp_path: Path
) -> None:
    said, found = read_cells(tmp_path, "territories", ["id", "nom", "exact_match"], ["a", "A", cell])
    assert {thing for about, thing in said if about == "exactMatch"} == ({value} if value else set())
    assert set(found) == (set() if value else {"2:3"})
    assert all(("Nearest" in text) == bool(hint) and hint in text for text in found.values())
    assert not any("https://https" in text.partition("Nearest")[2] for text in found.values())


@pytest.mark.parametrize(
    ("cell", "read", "told"),  # told: how many faults
    [
        ("https://site.example/?f[0]=x", ["https://site.example/?f%5B0%5D=x"], 1),
        ("https://site.example/a|b", ["https://site.example/a%7Cb"], 1),
        ("https://site.example/?a=1;b=2", ["https://site.example/?a=1;b=2"], 0),
        ("https://a.example | https://b.example/%zz", ["https://a.example", "https://b.example/%25zz"], 1),
        ("https://a.example;https://b.example", ["https://a.example", "https://b.example"], 0),
        ("https://a.example/x|www.b.example", ["https://a.example/x"], 1),
    ],
)
def test_an_address_is_read_as_one_and_told_where_it_is_written_otherwise(
    cell: str, read: list[str], told: int, tmp_path: Path
) -> None:
    path = tmp_path / "organizations.csv"
    path.write_text(f"id,nom,site internet\na,A,{cell}\n", "utf-8")
    found = gather([path])
    thing = iri("ild:a")
    homepages = sorted(q[2] for q in engine.quads(found.store) if q[:2] == (thing, iri("foaf:homepage")))
    assert homepages == read
    assert [fault.place.partition(".csv:")[2] for fault in found.faults] == ["2:3"] * told
    assert all(read[-1] in fault.message.text("en") or "www.b" in str(fault) for fault in found.faults)


def test_an_address_that_is_an_id_is_the_same_wherever_it_is_pasted(tmp_path: Path) -> None:
    path = tmp_path / "territories.csv"
    path.write_text("id,nom,situé dans\nhttps://site.example/t[1],T,\nu,U,https://site.example/t[1]\n", "utf-8")
    read = gather([path])
    within = [q[2] for q in engine.quads(read.store) if q[:2] == (iri("ild:u"), iri("ilb:within"))]
    assert within == ["https://site.example/t%5B1%5D"]
    assert [(f.place.partition(".csv:")[2], f.severity) for f in read.faults] == [("2:1", "Warning")]


def test_codes_and_kinds_are_named_by_id_or_name_in_either_language(tmp_path: Path) -> None:
    headings = ["id", "nom", "genre", "sphère"]
    forms = [["network", "civil-society"], ["Réseau", "Société civile"], ["NETWORK", "civil society"]]
    for kind, sphere in forms:
        said, found = read_cells(tmp_path, "organizations", headings, ["a", "A", kind, sphere])
        assert found == {}
        assert {("type", "Network"), ("sphere", "civil-society")} <= said
    said, found = read_cells(tmp_path, "organizations", headings, ["a", "A", "netwerk", "civil societies"])
    assert "Nearest: network" in found["2:3"]
    assert "Nearest: civil society" in found["2:4"]
    assert ("type", "Organization") in said
    assert "sphere" not in {about for about, _value in said}


def test_the_id_of_a_row_without_a_name_is_made_of_what_it_relates(tmp_path: Path) -> None:
    headings = ["organization", "member", "role"]
    path = tmp_path / "memberships.csv"
    path.write_text("organization,member,role\nEssor,Mali!,Chef de file\nEssor,,xyz\n", "utf-8")
    assert [name.rpartition("/")[2] for name in gather([path]).rows] == ["essor--mali--role-lead", "essor--row-3--xyz"]
    _said, found = read_cells(tmp_path, "memberships", headings, ["a", "b", "lead"], ["a", "b", "Lead"])
    assert "a--b--role-lead" in found["3:1"]  # the same again


def test_a_bad_id_is_told_with_one_that_could_be(tmp_path: Path) -> None:
    said, found = read_cells(tmp_path, "territories", ["id", "nom"], ["Le Mali!", "A"], ["؟", "B"], ["a b:c", "C"])
    assert {row: text for row, text in found.items() if "le-mali" in text}.keys() == {"2:1"}
    assert "id-1" in found["3:1"]
    assert "a-b-c" in found["4:1"]
    assert {value for about, value in said if about == "prefLabel"} == {"A", "C"}


def test_a_page_may_be_said_where_the_source_has_none_to_compare_with(tmp_path: Path) -> None:
    said, found = read_cells(tmp_path, "territories", ["id", "nom", "page"], ["a", "A", "3|4"])
    assert {value for about, value in said if about == "page"} == {"3", "4"}
    assert found == {}


@pytest.mark.parametrize(("page", "place"), [(2, "C2"), (3, None), (5, None), (6, "C2"), ("", "C2")])
def test_the_pages_of_the_only_passage_bind_too(page: Any, place: str | None, tmp_path: Path) -> None:
    source: Rows = [["id", "x"], ["passage", "première page", "dernière page"], ["s1", 3, 5]]
    path = book(tmp_path / "a.xlsx", Source=source, Territoires=[["id", "nom", "page"], ["a", "A", page]])
    assert list(faults(path)) == ([f"Territoires!{place}"] if place else [])


def test_the_place_that_is_named_is_the_first_in_the_passage_else_in_any_table(tmp_path: Path) -> None:
    rows: Rows = [["id", "nom", "passage"], ["a", "A", "s1"], ["a", "", "s2"], ["a", "", "s2"]]
    path = book(
        tmp_path / "a.xlsx",
        Source=[["id", "x"], ["passage", "titre (fr)"], ["s1", "S"], ["s2", "T"], ["s3", "U"]],
        Territoires=rows,
        Organisations=[["id", "nom", "passage"], ["a", "A", "s3"]],
    )
    found = {place: fault.message.text("en") for place, fault in faults(path).items()}
    assert set(found) == {"Territoires!A4", "Organisations!A2"}
    assert "Territoires!A3" in found["Territoires!A4"]
    assert "Territoires!A2" in found["Organisations!A2"]


def test_things_are_known_by_ids_of_elsewhere_and_by_what_a_bad_id_could_be(tmp_path: Path) -> None:
    headings = ["id", "nom", "situé dans"]
    said, found = read_cells(tmp_path, "territories", headings, ["wd:Q90", "Paris", ""], ["x", "X", "PARIS"])
    assert found == {}
    assert ("within", "Q90") in said
    said, found = read_cells(tmp_path, "territories", headings, ["Le Mali!", "M", ""], ["x", "X", "le-mali"])
    assert set(found) == {"2:1"}
    assert ("within", "le-mali") in said


def test_an_id_that_is_written_and_one_that_is_made_are_told_apart_when_taken(tmp_path: Path) -> None:
    _said, written = read_cells(tmp_path, "territories", ["id", "nom"], ["a", "A"], ["a", "B"])
    _said, made = read_cells(tmp_path, "territories", ["nom"], ["A"], ["a!"])
    assert "“id”" in made["3:1"]  # the column to write another one in
    assert "“id”" not in written["3:1"]


def test_where_nothing_is_near_the_list_is_told_in_the_order_of_its_codes(tmp_path: Path) -> None:
    _said, found = read_cells(tmp_path, "organizations", ["id", "nom", "sphère"], ["a", "A", "zzzzz"])
    schema = load_schema()
    codes = sorted(schema.codes[iri("ilb:Sphere")].values())
    places = [found["2:3"].index(schema.code_names[code].text("en")) for code in codes]
    assert len(codes) > 2
    assert places == sorted(places)


PADDED = (
    '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="5"/>'
    f"</number:number-style>{ods.cell_style('padded', 'N1')}<number:percentage-style style:name='N2'><number:number/>"
    f"<number:text>%</number:text></number:percentage-style>{ods.cell_style('percent', 'N2')}"
)
DAY = dt.datetime(2016, 3, 1)  # noqa: DTZ001  # a cell has no zone
# As a table says it; the value and its code in Excel; the value and what its style shows in OpenDocument.
FORMS: list[tuple[str, Any, str, str, str]] = [
    ("2016", DAY.replace(day=5), "yyyy", "2016-03-05", "year"),
    ("mars 2016", DAY.replace(day=5), "[$-40C]mmm yyyy;@", "2016-03-05", "month year"),
    ("03/2016", DAY.replace(day=1), "mm/yyyy", "2016-03-01", "month year"),
    (
        "samedi 5 mars 2016",
        DAY.replace(day=5),
        "[$-F800]dddd d mmmm yyyy",
        "2016-03-05",
        "day-of-week day month year",
    ),
    (
        "05/03/2016 10:30",
        DAY.replace(day=5, hour=10, minute=30),
        "dd/mm/yyyy hh:mm",
        "2016-03-05T10:30:00",
        "day month year hours",
    ),
    ("2016-03-05T10:30:00Z", "2016-03-05T10:30:00Z", "General", "", ""),
    ("T1 2016", "T1 2016", "General", "", ""),
    ("5 mars", DAY.replace(day=5), "d mmm", "2016-03-05", "day month"),
    ("10:30:00", dt.time(10, 30), "hh:mm", "PT10H30M00S", "time"),
    ("42370", 42370, "General", "42370", "number"),
]


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_list_says_the_same_as_a_table_and_as_a_workbook_of_either_kind(tmp_path: Path, *, since_1904: bool) -> None:
    """What a workbook's format hides is not read: a month stays a month."""
    (tmp_path / "csv").mkdir()
    heads = ["Nom", "Date de création", "Nombre de membres"]
    texts = [
        *[[f"Asso {n}", form[0], str(n)] for n, form in enumerate(FORMS)],
        ["00123", "", "12 345"],
        ["VRAI", "", "25%"],
    ]
    (tmp_path / "csv" / "organizations.csv").write_text("\n".join(";".join(row) for row in [heads, *texts]), "utf-8")
    made = openpyxl.Workbook()
    made.epoch = (
        openpyxl.utils.datetime.CALENDAR_MAC_1904 if since_1904 else openpyxl.utils.datetime.CALENDAR_WINDOWS_1900
    )
    made.active.title = "organizations"
    made.active.append(heads)
    for n, (_text, value, code, _day, _parts) in enumerate(FORMS):
        made.active.append([f"Asso {n}", value, n])
        made.active.cell(n + 2, 2).number_format = code
    last = len(FORMS) + 2
    for row, name, name_code, count, code in (
        (last, 123, "00000", 12345, "#,##0"),
        (last + 1, True, "General", 0.25, "0%"),
    ):
        made.active.cell(row, 1, name).number_format = name_code
        made.active.cell(row, 3, count).number_format = code
    for form in ("csv", "xlsx", "ods"):
        (tmp_path / form).mkdir(exist_ok=True)
    made.save(tmp_path / "xlsx" / "organizations.xlsx")
    rows, styles = ["".join(map(ods.text_cell, heads))], PADDED
    for n, (text, _value, _code, day, parts) in enumerate(FORMS):
        cell = ods.text_cell(text)
        if parts == "number":
            cell = f'<table:table-cell office:value-type="float" office:value="{day}"/>'
        elif parts == "time":
            cell = f'<table:table-cell office:value-type="time" office:time-value="{day}"/>'
        elif parts:
            cell, styles = ods.day_cell(day, f"d{n}"), styles + ods.date_style(f"d{n}", *parts.split())
        rows.append(
            f'{ods.text_cell(f"Asso {n}")}{cell}<table:table-cell office:value-type="float" office:value="{n}"/>'
        )
    rows += [
        (
            '<table:table-cell table:style-name="padded" office:value-type="float" office:value="123"/><table:table-cell/>'
            '<table:table-cell office:value-type="float" office:value="12345"/>'
        ),
        (
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell/>'
            '<table:table-cell table:style-name="percent" office:value-type="percentage" office:value="0.25"/>'
        ),
    ]
    ods.write(tmp_path / "ods" / "organizations.ods", ods.sheet("organizations", *rows), styles=styles)
    found: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {}
    for form in ("csv", "xlsx", "ods"):
        read = gather([tmp_path / form / f"organizations.{form}"])
        rows_of = engine.select(
            read.store, "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), STR(ild:))) }"
        ).rows
        found[form] = sorted(map(str, rows_of))
        told[form] = [fault.message.text("fr") for fault in read.faults]
    (fault,) = [fault for fault in told["csv"] if "5 mars" in fault]
    told["csv"][told["csv"].index(fault)] = fault.replace("5 mars", "--03-05")  # of what is shown without a year
    assert told["xlsx"] == told["ods"] == told["csv"]
    assert found["xlsx"] == found["ods"] == found["csv"]
    store = gather([tmp_path / "ods" / "organizations.ods"]).store
    dates = engine.select(
        store, "SELECT ?date (DATATYPE(?date) AS ?kind) WHERE { ?one schema:foundingDate ?date } ORDER BY ?one"
    ).rows
    assert [(str(date), local_name(kind)) for date, kind in dates] == [
        ("2016", "gYear"),
        *[("2016-03", "gYearMonth")] * 2,
        *[("2016-03-05", "date")] * 3,
    ]
    assert [values(store, f"ild:{name}", "skos:prefLabel") for name in ("00123", "vrai")] == [["00123"], ["VRAI"]]


def test_a_village_that_is_called_like_a_country_is_not_the_country(tmp_path: Path) -> None:
    """The kind of a territory stands in its row, in whatever language."""
    for kind, links in (("ville", []), ("country", ["hamlet"])):
        path = book(
            tmp_path / f"{kind}.xlsx",
            Territories=[["id", "label_fr", "label_en", "territory_kind"], ["hamlet", "Hollande", "Hollande", kind]],
            Partnerships=[["id", "label_fr", "label_en", "links"], ["p", "P", "P", "Pays-Bas"]],
        )
        if links:
            assert values(load_store([path]), "ild:p", "ilb:links") == links
        else:
            assert "Pays-Bas" in faults(path)["Partnerships!D2"].text("en")


NAMESAKES = {
    "Organisations": [["Nom", "Sphère", "Siège"], ["Lille", "autorité publique", "Lille"]],
    "Territoires": [["Nom", "Type de territoire"], ["Lille", "ville"], ["Kayes", "région"]],
    "Partenariats": [["Nom", "Met en relation"], ["Puits", "Lille | Kayes"]],
    "Rôles": [["Partenariat ou organisation", "Membre", "Rôle"], ["Puits", "Lille", "partenaire"]],
}


@pytest.mark.parametrize("sheets", [list(NAMESAKES), list(reversed(NAMESAKES))])
def test_an_authority_and_its_territory_may_bear_one_name(tmp_path: Path, sheets: list[str]) -> None:
    """What a cell names is of the kind that its column expects; the ids are the same in whatever order sheets stand."""
    path = book(tmp_path / "a.xlsx", **{name: NAMESAKES[name] for name in sheets})
    assert {fault.severity for fault in faults(path).values()} <= {"Info", "Warning"}
    store = load_store([path], infer=False)
    said = {(local_name(s), local_name(p), local_name(o)) for s, p, o, _g in engine.quads(store) if isinstance(o, Iri)}
    assert ("lille-organization", "basedIn", "lille") in said
    assert {o for s, p, o in said if (s, p) == ("puits", "links")} == {"lille", "kayes"}
    assert {o for _s, p, o in said if p == "member"} == {"lille-organization"}
