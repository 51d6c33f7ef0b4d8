"""Editions: of which series a document is one, in what order, and what is told of those that do not fit together."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from twoeditions import OLD, both, folder, other_form

from icilabas.cli import main
from icilabas.dataset.loading import load_store
from icilabas.engine.terms import local_name
from icilabas.errors import DataError, Fault
from icilabas.sources.editions import editions
from icilabas.sources.gathering import gather

Rows = list[list[object]]
PLACES: Rows = [["libellé (fr)", "libellé (en)"], ["Kayes", "Kayes"]]


def book(path: Path, *lines: list[object]) -> Path:
    """Write a workbook with a list of territories and, where there are lines, a Source sheet of them."""
    path.parent.mkdir(exist_ok=True)
    made = openpyxl.Workbook()
    for name, rows in (("Territoires", PLACES), *([("Source", lines)] if lines else [])):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.remove(made["Sheet"])
    made.save(path)
    return path


def edition(path: Path, title: str, *lines: list[object], series: str = "Annuaire") -> Path:
    return book(path, ["titre", title], ["document : édition de", series], *lines)


def _name(document: str) -> str:
    return document.removesuffix("/source").rpartition("/")[2]


def order(*inputs: Path) -> list[tuple[str, str, str]]:
    found = editions(gather(inputs).store)
    return [(local_name(each.series), each.temporal, _name(each.document)) for each in found]


def told(*inputs: Path) -> list[tuple[str, str]]:
    """Return the severity and the text of what is told of editions."""
    words = ("édition", "suite")
    try:
        faults: list[Fault] = gather(inputs).faults
    except DataError as error:
        faults = error.faults
    texts = [(fault.severity, f"{Path(fault.place).name}: {fault.message.text('fr')}") for fault in faults]
    return [(severity, text) for severity, text in texts if any(word in text for word in words)]


def test_a_sheet_names_its_series_its_time_and_what_it_replaces(tmp_path: Path) -> None:
    old = edition(tmp_path / "a.xlsx", "Réseau 2022", ["document : date", "mars 2023"], ["document : porte sur", 2022])
    new = edition(tmp_path / "b.xlsx", "Réseau 2024", ["document : date", 2024], ["document : remplace", "Réseau 2022"])
    for inputs in ((old, new), (new, old)):
        store = gather(inputs).store
        first, second = editions(store)
        assert (local_name(first.document), first.date, first.temporal) == ("reseau-2022-source", "2023-03", "2022")
        assert (local_name(second.document), second.date, second.temporal) == ("reseau-2024-source", "2024", "2024")
        assert second.replaces == (first.document,)  # by its title
        assert (first.replaces, local_name(first.series)) == ((), "annuaire")
        assert first.graphs == ("https://w3id.org/icilabas/graph/reseau-2022/reseau-2022",)
        assert told(*inputs) == []


def test_notes_of_editors_belong_to_the_edition_beside_which_they_stand(tmp_path: Path) -> None:
    described = """id: "{year}"
title: {{fr: T, en: T}}
source: {{id: list-{year}, title: {{fr: T, en: T}}, date: "{year}", edition_of: {{id: list, title: {{fr: Liste, en: List}}}}}}
editors: {{id: us, label: {{fr: Nous, en: Us}}}}
passages:
  - {{id: text, title: {{fr: T, en: T}}, access: public}}
  - {{id: notes, title: {{fr: N, en: N}}, access: public, by: editors}}
"""
    for year in (2020, 2024):
        folder = tmp_path / str(year)
        folder.mkdir()
        (folder / "source.yaml").write_text(described.format(year=year), "utf-8")
        (folder / "territories.csv").write_text(f"id,passage,label_fr,label_en\nx{year},text,X,X\n", "utf-8")
    store = load_store([tmp_path / "2020", tmp_path / "2024"])
    graphs = [[local_name(graph) for graph in each.graphs] for each in editions(store)]
    assert graphs == [["notes", "text"], ["notes", "text"]]
    out = tmp_path / "both.trig"
    result = CliRunner().invoke(
        main.main, ["convert", str(tmp_path / "2020"), str(tmp_path / "2024"), "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert editions(load_store([out])) == editions(store)


def test_a_folder_of_yearly_files_is_a_series(tmp_path: Path) -> None:
    folder = tmp_path / "Annuaire du réseau"
    book(folder / "réseau 2024.xlsx")
    book(folder / "réseau 2022.xlsx")
    edition(folder / "réseau 2026.xlsx", "Le réseau", ["document : date", "2026-05"], series="Autre suite")
    (folder / "~$réseau 2024.xlsx").write_bytes(b"locked")
    assert order(folder) == [
        ("annuaire-du-reseau", "2022", "reseau-2022"),
        ("annuaire-du-reseau", "2024", "reseau-2024"),
        ("autre-suite", "2026-05", "le-reseau-source"),  # what a file says itself is first
    ]
    first, second, _other = editions(gather([folder]).store)
    assert second.replaces == (first.document,)
    assert [fault.message.text("fr") for fault in gather([folder]).faults if "suite" in fault.message.text("fr")] == []


@pytest.mark.parametrize("names", [["a-2022", "b-2022"], ["a-2022", "b"], ["2019-2022", "2023"]])
def test_other_folders_of_workbooks_are_none(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        book(tmp_path / f"{name}.xlsx")
    with pytest.raises(DataError, match=r"source\.yaml"):
        gather([tmp_path])


def test_what_does_not_fit_together_is_one_sentence_each(tmp_path: Path) -> None:
    one = edition(tmp_path / "1.xlsx", "Un", ["document : date", 2024])
    same_day = edition(tmp_path / "2.xlsx", "Deux", ["document : date", 2024])
    undated = edition(tmp_path / "3.xlsx", "Trois")
    lost = edition(tmp_path / "4.xlsx", "Quatre", ["document : date", 2025], ["document : remplace", "Zéro"])
    wrong = edition(tmp_path / "5.xlsx", "Cinq", ["document : date", 2023], ["document : remplace", "Un"])
    assert told(one) == []
    ((severity, text),) = told(one, same_day)
    assert (severity, "« deux-source » et « un-source »" in text) == ("Warning", True)
    ((severity, text),) = told(one, undated)
    assert (severity, text.startswith("3.xlsx: L'édition « trois-source » n'a pas de date")) == ("Warning", True)
    assert told(undated) == []  # one alone needs no order
    ((severity, text),) = told(one, lost)
    assert (severity, "4.xlsx: L'édition « quatre-source » remplace « zero »" in text) == ("Warning", True)
    ((severity, text),) = told(one, wrong)
    assert (severity, "« cinq-source » dit remplacer « un-source »" in text) == ("Violation", True)
    itself = edition(tmp_path / "6.xlsx", "Six", ["document : date", 2023], ["document : remplace", "six-source"])
    assert [severity for severity, _text in told(itself)] == ["Violation"]


def test_one_that_replaces_another_of_its_date_is_the_newer(tmp_path: Path) -> None:
    first = edition(tmp_path / "1.xlsx", "Z", ["document : date", 2024])
    second = edition(tmp_path / "2.xlsx", "A", ["document : date", 2024], ["document : remplace", "Z"])
    assert told(second, first) == []
    assert [name for *_rest, name in order(second, first)] == ["z-source", "a-source"]


def test_a_workbook_keeps_what_it_says_of_its_series(tmp_path: Path) -> None:
    lines: Rows = [["document : date", 2025], ["document : porte sur", 2024], ["document : remplace", "Réseau 2022"]]
    first = edition(tmp_path / "a.xlsx", "Réseau 2024", ["document : identifiant de la suite", "suite-7"], *lines)
    again, whole = tmp_path / "b.xlsx", tmp_path / "b.trig"
    for source, out in ((first, again), (again, whole)):
        assert CliRunner().invoke(main.main, ["convert", str(source), "--out", str(out)]).exit_code == 0
    assert editions(load_store([whole])) == editions(load_store([first]))
    assert [local_name(each.series) for each in editions(load_store([whole]))] == ["suite-7"]


def test_inputs_that_say_no_series_are_editions_of_one_where_they_are_taken_as_such(tmp_path: Path) -> None:
    paths = both(tmp_path)
    assert editions(gather(paths).store) == []
    found = editions(gather(paths, one_series=True).store)
    assert [(edition.temporal, edition.series) for edition in found] == [
        ("2020", found[0].series),
        ("2024", found[0].series),
    ]
    assert [graph.partition("graph/")[2] for graph in found[0].graphs] == ["net-2020/p1", "net-2020/p2"]


def test_inputs_that_say_their_series_keep_it(tmp_path: Path) -> None:
    paths = [folder(tmp_path / date, OLD, date, more=", edition_of: net") for date in ("2020", "2024")]
    found = editions(gather(paths, one_series=True).store)
    assert [local_name(edition.series) for edition in found] == ["net", "net"]


@pytest.mark.parametrize("ending", ["", ".xlsx", ".trig"])
def test_a_copy_of_an_edition_has_passages_and_a_document_of_its_own(tmp_path: Path, ending: str) -> None:
    paths = [folder(tmp_path / date, OLD, date, name="net") for date in ("2020", "2024")]
    read = gather([other_form(path, ending) if ending else path for path in paths], one_series=True)
    old, new = editions(read.store)
    assert (old.temporal, new.temporal) == ("2020", "2024")
    assert {*old.graphs}.isdisjoint(new.graphs)
    assert old.document != new.document
    assert {rank for graph, rank in read.ranks.items() if graph in new.graphs} == {1}
    assert not [fault for fault in read.faults if fault.severity == "Violation"]


def test_copies_in_a_folder_of_yearly_files_have_passages_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "series").mkdir()
    for year in ("2020", "2024"):
        made = other_form(folder(tmp_path / year, OLD, "", name="net"), ".xlsx")
        made.rename(tmp_path / "series" / f"net-{year}.xlsx")
    found = editions(gather([tmp_path / "series"]).store)
    assert [edition.temporal for edition in found] == ["2020", "2024"]
    assert {*found[0].graphs}.isdisjoint(found[1].graphs)


@pytest.mark.parametrize(("older", "newer"), [("2024-05", "2024"), ("2024", "2024-05"), ("2024", "")])
def test_what_may_be_older_is_not_told(tmp_path: Path, older: str, newer: str) -> None:
    first = edition(tmp_path / "1.xlsx", "Un", ["document : date", older])
    second = edition(tmp_path / "2.xlsx", "Deux", ["document : date", newer], ["document : remplace", "Un"])
    assert [severity for severity, _text in told(first, second)] == ["Warning"] * (not newer)  # of no date
