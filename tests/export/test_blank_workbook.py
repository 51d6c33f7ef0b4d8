"""Workbooks: blank ones to fill, existing data as one, and back again triple for triple."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from string import digits
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from openpyxl.utils.datetime import to_excel
from places import SMALL
from test_workbook import SOURCE, datasets, write

from icilabas import engine
from icilabas.cli import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import iri
from icilabas.export import rdf
from icilabas.export.blank_workbook import blank_workbook, examples, write_blank
from icilabas.export.workbook_layout import column_heading, column_names, tables_in_order
from icilabas.resources import DEFAULT_DATASET, ONTOLOGY
from icilabas.sources.gathering import gather
from icilabas.sources.schema import load_schema
from icilabas.words.matching import fold
from icilabas.words.messages import message

UNWRITABLE = "\ufffd\ufffe\uffff"  # XML has no way to write the last two


@lru_cache(maxsize=2)
def blank(lang: str) -> bytes:
    return blank_workbook(lang)


def quads(store: Any) -> set[Any]:
    return set(engine.quads(store))


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


@pytest.mark.journey
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("dataset", [DEFAULT_DATASET, SMALL])
def test_a_dataset_comes_back_from_its_workbook_triple_for_triple(dataset: Path, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "données.xlsx"
    result = run("convert", dataset, "--include-restricted", "--out", out, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert "xlsx" in result.stderr
    assert "triples" not in result.stderr
    assert "triplets" not in result.stderr
    assert quads(load_store([out], infer=False)) == quads(load_store([dataset], infer=False))


@pytest.mark.journey
@given(datasets())
@settings(max_examples=8, deadline=None)
def test_any_good_table_comes_back_from_a_workbook(tables: dict[str, list[dict[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as first:
        (Path(first) / "source.yaml").write_text(SOURCE, encoding="utf-8")
        write(Path(first), tables)
        store = load_store([first], infer=False)
        out = Path(first) / "x.xlsx"
        out.write_bytes(rdf.whole(store, out, lang="en"))
        lost = quads(store) ^ quads(load_store([out], infer=False))
        assert not {quad for quad in lost if not any(c in UNWRITABLE for c in getattr(quad[2], "value", ""))}


def test_the_same_data_give_the_same_bytes() -> None:
    first, second = (rdf.whole(load_store([SMALL], infer=False), Path("x.xlsx")) for _time in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {part.date_time[0] for part in packed.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in packed.read("docProps/core.xml")


def test_restricted_rows_are_only_written_when_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert run("convert", SMALL, "--out", out).exit_code == 0
    with zipfile.ZipFile(out) as packed:
        assert not [name for name in packed.namelist() if b"Jean Dupont" in packed.read(name)]
    assert run("convert", SMALL, "--out", out, "--include-restricted").exit_code == 0
    with zipfile.ZipFile(out) as packed:
        assert [name for name in packed.namelist() if b"Jean Dupont" in packed.read(name)]


def test_what_has_no_place_in_a_workbook_is_said_and_things_keep_their_iris(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    more, out = tmp_path / "more.ttl", tmp_path / "x.xlsx"
    more.write_text(
        "<https://example.org/x> a <https://w3id.org/icilabas/ontology#Territory> ; <https://example.org/p> 1 ; "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en .',
        "utf-8",
    )
    result = run("convert", more, "--out", out, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert f"{out}: " in caplog.text
    assert "have no place in a workbook" in caplog.text
    assert "https://example.org/p × 1" in caplog.text
    labels = "SELECT ?x ?g WHERE { GRAPH ?g { ?x skos:prefLabel 'X'@en } }"
    before, after = (engine.select(load_store([path], infer=False), labels).rows for path in (more, out))
    assert before == after


def test_what_a_cell_cannot_say_is_left_out_and_nothing_made_up(tmp_path: Path) -> None:
    more, out = tmp_path / "more.ttl", tmp_path / "x.xlsx"
    more.write_text(
        "@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> ."
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> . ild:x a ilb:Theme ; skos:prefLabel "X", "X"@fr, "Z"@fr, ild:x ; skos:altLabel "A; B", "C" .',
        "utf-8",
    )
    assert run("convert", more, "--out", out).exit_code == 0
    label = "SELECT ?l { GRAPH ?g { ild:x skos:prefLabel|skos:altLabel ?l } } ORDER BY ?l"
    assert engine.select(load_store([out], infer=False), label).rows == [("C",), ("X",)]  # nothing made up


def test_a_text_that_no_cell_can_hold_stops_before_anything_is_written(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    with (folder / "territories.csv").open("a", encoding="utf-8") as file:
        file.write(f"far,s1,{'x' * 40_000},Far,,,\n")
    result = run("convert", folder, "--out", tmp_path / "x.xlsx", "--lang", "en")
    assert result.exit_code == 2
    assert "exceeds the 32,767 characters of a cell; write a .trig file instead" in result.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_data_never_become_formulas(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    with (folder / "territories.csv").open("a", encoding="utf-8") as file:
        file.write("evil,s1,=1+1,@SUM(A1),,,\n")
    out = tmp_path / "x.xlsx"
    assert run("convert", folder, "--include-restricted", "--out", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert not [c for sheet in visible for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert quads(load_store([out], infer=False)) == quads(load_store([folder], infer=False))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_blank_workbook_holds_every_class_with_headings_notes_and_lists(lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank(lang)))
    schema = load_schema()
    for table in schema.tables.values():
        sheet = book[table.heading.text(lang)]
        headings = [cell.value for cell in sheet[1]]
        known = table.headings(lang)
        assert [known[fold(heading)] for heading in headings] == column_names(table)
        assert all(cell.comment and cell.comment.text for cell in sheet[1]), table.name
        assert sheet.max_row == 1
        rules = {str(rule.sqref).split(":")[0].rstrip(digits) for rule in sheet.data_validations.dataValidation}
        for cell, name in zip(sheet[1], column_names(table), strict=True):
            column = next((column for column in table.columns if column.name == name), None)
            if column and column.classes:
                assert cell.column_letter in rules, (table.name, name)
            if column:
                assert cell.value.endswith(" *") == (column.required and column.lang in {None, lang})
                assert column.definition.text(lang) in cell.comment.text
    assert book.worksheets[0].title == ("Mode d'emploi" if lang == "fr" else "Read me")
    assert book.worksheets[-1].sheet_state == "hidden"


def test_lists_hold_the_labels_of_the_language_and_grow_with_the_sheets() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank("fr")))
    hidden = book["Listes"]

    def rule(sheet: str, heading: str) -> Any:
        letter = next(c.column_letter for c in book[sheet][1] if c.value.rstrip(" *") == heading)
        return next(r for r in book[sheet].data_validations.dataValidation if str(r.sqref).startswith(f"{letter}2:"))

    spheres = rule("Organisations", "sphère")
    cells = [cell.value for (cell,) in hidden[spheres.formula1.rpartition("!")[2].replace("$", "")]]
    assert sorted(cells) == ["acteur économique", "autorité publique", "société civile"]
    assert rule("Rôles", "rôle").showErrorMessage
    assert "'Territoires'" in rule("Organisations", "siège").formula1
    assert "COUNTA" in rule("Organisations", "siège").formula1
    assert not rule("Organisations", "siège").showErrorMessage  # several values are possible, and other inputs


def test_the_examples_show_no_person_of_a_restricted_passage() -> None:
    names = [
        str(row[0])
        for row in engine.select(load_store(infer=False), "SELECT ?l { ?p a ilb:Person ; skos:prefLabel ?l }").rows
    ]
    assert len(names) > 20
    with zipfile.ZipFile(io.BytesIO(blank("en"))) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    assert not [name for name in names if name in content]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_new_writes_what_validates_and_says_what_to_do_next(lang: str, tmp_path: Path) -> None:
    for name in ("réseau.xlsx", "dossier"):
        result = run("new", tmp_path / name, "--lang", lang)
        assert result.exit_code == 0, result.output
        assert len(result.stdout.splitlines()) == 1
        assert "icilabas validate" in result.stdout
        assert run("validate", tmp_path / name, "--lang", lang).exit_code == 0
    headings = (tmp_path / "dossier" / "territories.csv").read_text("utf-8-sig")
    assert ("libellé (fr) *;" in headings) == (lang == "fr")
    assert not (tmp_path / "dossier" / ".icilabas").exists()  # or `build --out` could replace the owner's files


def test_new_never_overwrites_without_being_told(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.xlsx", tmp_path / "mine"
    file.write_bytes(b"mine")
    folder.mkdir()
    (folder / "territories.csv").write_bytes(b"mine")
    (folder / "other.txt").write_bytes(b"mine")
    for path in (file, folder):
        result = run("new", path, "--lang", "en")
        assert result.exit_code == 2
        assert result.stderr == message("exists", path=path).text("en") + "\n"
    assert file.read_bytes() == (folder / "territories.csv").read_bytes() == b"mine"
    assert not (folder / "source.yaml").exists()
    for path in (file, folder):
        assert run("new", path, "--force").exit_code == 0
    assert zipfile.is_zipfile(file)
    assert (folder / "other.txt").read_bytes() == b"mine"
    assert message("new-ending", found="a.csv").text("en") in run("new", tmp_path / "a.csv", "--lang", "en").stderr


def test_a_row_written_into_the_blank_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "réseau.xlsx"
    path.write_bytes(blank("fr"))
    book = openpyxl.load_workbook(path)
    place = {cell.value: cell.column for cell in book["Territoires"][1]}
    book["Territoires"].cell(2, place["libellé (fr) *"]).value = "Kayes"
    book["Source"]["B3"] = "Mes territoires"
    book.save(path)
    store = load_store([path], infer=False)
    rows = engine.select(store, "SELECT ?t ?g { GRAPH ?p { ild:kayes skos:prefLabel ?t } ?p skos:prefLabel ?g }").rows
    assert rows == [("Kayes", "Mes territoires")]


def as_libreoffice_writes(ours: Path) -> bytes:
    """Return the workbook as LibreOffice 7 would save it: styles by its own numbers, texts shared, kinds in full."""
    forms = ["General", "@", "dd/mm/yyyy", "mmm\\ yyyy", "yyyy"]
    texts: dict[str, int] = {}

    def cell(found: Any) -> str:
        value, style = found.value, len(forms) - 1 - forms.index(found.number_format)  # the other way round
        if found.data_type == "f":
            return f'<c r="{found.coordinate}" s="{style}" t="str"><f aca="false">{escape(value[1:])}</f><v></v></c>'
        if isinstance(value, str):
            kind, written = "s", str(texts.setdefault(value, len(texts)))
        elif isinstance(value, bool):
            kind, written = "b", str(int(value))
        else:
            kind, written = "n", str(to_excel(value) if hasattr(value, "year") else value)
        return f'<c r="{found.coordinate}" s="{style}" t="{kind}"><v>{written}</v></c>'

    book, out = openpyxl.load_workbook(ours), io.BytesIO()
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    kinds = f"{office}/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for number, sheet in enumerate(book, 1):
            rows = "".join(
                f'<row r="{row[0].row}" customFormat="false" ht="15" hidden="false">'
                f"{''.join(cell(each) for each in row if each.value is not None)}</row>"
                for row in sheet.iter_rows()
            )
            end = '<row r="1048576" customFormat="false" ht="12.8" hidden="false" customHeight="false"/>'
            new.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{main}"><sheetPr filterMode="false"/><sheetData>{rows}{end}</sheetData></worksheet>',
            )
        sheets = "".join(
            f'<sheet name="{escape(sheet.title)}" sheetId="{n}" state="{sheet.sheet_state}" r:id="rId{n + 1}"/>'
            for n, sheet in enumerate(book, 1)
        )
        targets = ["styles.xml", *(f"worksheets/sheet{n}.xml" for n in range(1, len(book.worksheets) + 1))]
        targets.append("sharedStrings.xml")
        types = ["styles", *(["worksheet"] * len(book.worksheets)), "sharedStrings"]
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{kinds}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(zip(types, targets, strict=True), 1)
        )
        shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
        named = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{form}"/>' for n, form in enumerate(forms))
        looks = "".join(f'<xf numFmtId="{164 + n}" applyProtection="false"/>' for n in reversed(range(len(forms))))
        for name, content in {
            "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="1" uniqueCount="{len(texts)}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="{len(forms)}">{named}</numFmts>'
            f'<cellStyleXfs count="1"><xf numFmtId="164"/></cellStyleXfs><cellXfs count="5">{looks}</cellXfs></styleSheet>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><fileVersion appName="Calc"/>'
            f'<workbookPr backupFile="false" date1904="false"/><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">{links}'
            "</Relationships>",
            "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"/>',
        }.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "begins"), [("@", "2016"), ("dd/mm/yyyy", "2016-01-01"), ("mmm\\ yyyy", "2016-01"), ("yyyy", "2016")]
)
def test_what_libreoffice_makes_of_a_workbook_of_ours_says_the_same(form: str, begins: str, tmp_path: Path) -> None:
    """`tests/journeys/test_libreoffice.py` asks LibreOffice itself, where it is installed."""
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    ours.write_bytes(rdf.whole(load_store([SMALL], infer=False), ours, "fr"))
    book = openpyxl.load_workbook(ours)
    place = next(cell for cell in book["Partenariats"][1] if cell.value == "début")
    typed = book["Partenariats"].cell(2, place.column)
    typed.value, typed.number_format = begins if form == "@" else dt.date(2016, 1, 1), form
    book.save(ours)
    theirs.write_bytes(as_libreoffice_writes(ours))
    said = quads(load_store([theirs], infer=False))
    assert said == quads(load_store([ours], infer=False))
    assert begins in {thing.value for _thing, path, thing, _graph in said if path == iri("schema:startDate")}


def test_faults_of_rows_in_a_workbook_have_the_place_of_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "lille.xlsx"
    path.write_bytes(rdf.whole(load_store([SMALL], infer=False), Path("x.xlsx"), lang="fr"))
    book = openpyxl.load_workbook(path)
    sheet = book["Territoires"]
    place = {cell.value: cell for cell in sheet[1]}
    latitude = place["latitude"].column
    row = next(r for r in range(2, 9) if sheet.cell(r, 1).value == "lille")
    sheet.cell(row, latitude).value = 95
    book.save(path)
    from icilabas.check.validation import check

    places = [fault.place for fault in check(gather([path])) if fault.severity == "Violation"]
    assert places == [f"{path}:Territoires!{place['latitude'].column_letter}{row}"]


@pytest.mark.parametrize(("lang", "separator"), [("fr", ";"), ("en", ",")])
def test_a_blank_folder_has_a_table_a_class_with_its_columns_in_order(
    lang: str, separator: str, tmp_path: Path
) -> None:
    write_blank(tmp_path / "new", lang)
    tables = load_schema().tables
    assert {path.stem for path in (tmp_path / "new").glob("*.csv")} == set(tables)
    for name in ("source.schema.json", "mapping.schema.json"):  # by which editors complete what is written beside them
        assert (tmp_path / "new" / name).read_bytes() == (ONTOLOGY / "shapes" / name).read_bytes()
    for name, table in tables.items():
        (line,) = (tmp_path / "new" / f"{name}.csv").read_text("utf-8-sig").splitlines()
        assert line.split(separator) == [column_heading(table, column, lang) for column in column_names(table)]
    told = (tmp_path / "new" / ("LISEZMOI.txt" if lang == "fr" else "README.txt")).read_text("utf-8-sig")
    places = [told.index(f"\n{table.name}.csv: ") for table in tables_in_order(load_schema())]
    assert places == sorted(places)


def test_an_example_is_the_thing_that_fills_most_columns_and_of_equals_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = {
        "territories": [
            {"id": "b", "label_en": "B", "page": "1", "lat": "1"},
            {"id": "a", "label_en": "A", "within": "b"},
            {"id": "a", "label_en": "A", "lat": "2"},
            {"id": "c", "label_en": "C"},
        ]
    }
    monkeypatch.setattr("icilabas.export.blank_workbook.tabulate", lambda _store: rows)
    found = examples("en")
    assert found["territories"] == [{"id": "a", "label_en": "A", "within": "B", "lat": "2"}]
    assert found["persons"] == [{"id": "first-name-last-name", "label_en": "First-name Last-name"}]
