"""Lists as people have them, read by a mapping: what each cell says, where it stands, and what is told of bad cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lists import gathered, said, things, told, write_list

from icilabas.check.validation import check
from icilabas.dataset.loading import load_store
from icilabas.errors import DataError
from icilabas.export.workbook import workbook
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from icilabas.sources.reading import Reading

HXL: dict[str, list[list[object]]] = {
    "3W": [
        ["3W Mali, mars 2024"],
        [],
        ["Organisation", "Bailleur", "Secteur", "Région", "Cercle", "Activité"],
        ["#org+name", "#org+funder", "#sector", "#adm1+name", "#adm2+name", "#activity"],
        ["Écluse", "Fonds Bleu", "Éducation", "Kayes", "Kita", "Écoles"],
        ["Écluse", "n.d.", "Éducation ; Santé", "Kayes", "Kayes", "Dispensaire"],
        ["Baobab", "-", "Santé", "Ségou", "Kita", "Soins"],
        ["Total", 3],
        ["Source : enquête"],
    ]
}
HXL_MAPPING = """
mapping: 1
lang: fr
title: {fr: 3W Mali}
lists:
- ends: Total
  rows:
  - table: organizations
    label: "#org+name"
    works_on: {column: "#sector", new: {}}
    active_in: &place {column: "#adm2+name", new: {within: {column: "#adm1+name", new: {territory_kind: {constant: region}}}}}
  - table: initiatives
    kind: {constant: activity}
    label: {column: ["#activity", "#adm2+name"], join: ", "}
    led_by: "#org+name"
    funded_by: {column: "#org+funder", new: {}}
    takes_place_in: *place
"""


def test_a_3w_sheet_says_who_does_what_where(tmp_path: Path) -> None:
    read = gathered(tmp_path, "3w.xlsx", HXL, HXL_MAPPING)
    assert told(read) == []
    assert things(read, "Organization") == {"ecluse", "baobab", "fonds-bleu"}
    assert things(read, "Activity") == {"ecoles-kita", "dispensaire-kayes", "soins-kita"}
    facts = said(read)
    assert {value for thing, path, value in facts if (thing, path) == ("ecluse", "ilb:worksOn")} == {
        "education",
        "sante",
    }
    assert ("ecoles-kita", "ilb:fundedBy", "fonds-bleu") in facts
    assert not {path for thing, path, _value in facts if thing == "dispensaire-kayes"} & {"ilb:fundedBy"}


def test_places_of_one_name_are_told_apart_by_what_they_lie_in(tmp_path: Path) -> None:
    read = gathered(tmp_path, "3w.xlsx", HXL, HXL_MAPPING)
    assert things(read, "Territory") == {"kayes", "kayes-kayes", "segou", "kita-kayes", "kita-segou"}
    facts = said(read)
    assert {("kita-segou", "ilb:within", "segou"), ("kayes-kayes", "ilb:within", "kayes")} <= facts
    assert ("baobab", "ilb:activeIn", "kita-segou") in facts
    assert {value for thing, path, value in facts if path == "ilb:takesPlaceIn"} == {
        "kita-kayes",
        "kayes-kayes",
        "kita-segou",
    }


def test_the_evidence_is_the_cell_and_the_sheet_the_passage(tmp_path: Path) -> None:
    read = gathered(tmp_path, "3w.xlsx", HXL, HXL_MAPPING)
    facts = said(read)
    assert {("ecoles-kita", "ilb:page", "F5"), ("fonds-bleu", "ilb:page", "B5"), ("segou", "ilb:page", "D7")} <= facts
    assert {value for thing, path, value in facts if (thing, path) == ("ecluse", "ilb:page")} == {"A5", "A6"}
    assert ("3w", "dcterms:title", "3W Mali") in facts
    assert not [fault for fault in check(read) if fault.severity == "Violation"]
    (row,) = read.rows[next(thing for thing in read.rows if thing.endswith("/soins-kita"))]
    assert row.cell("https://w3id.org/icilabas/ontology#ledBy") == f"{tmp_path / '3w.xlsx'}:3W!A7"


def test_what_was_understood_is_said_in_both_languages(tmp_path: Path) -> None:
    (text,) = gathered(tmp_path, "3w.xlsx", HXL, HXL_MAPPING).understood
    assert "Organisations 3 (colonnes A, B)" in text.text("fr")
    assert "Territories 5 (columns D, E)" in text.text("en")


DIRECTORY: dict[str, list[list[object]]] = {
    "Membres": [
        ["Annuaire du réseau, 2024"],
        [None, "Nom\nName", "Ville", "Pays / Country", "Thèmes", "Statut", "Contact"],
        [1, "Pays de Lys", "Lille", "France", "eau, climat et sols", "membre", "Mme X"],
        [2, "Rives", "Lille", "?", "eau,", "parti", None],
        ["Ouest"],
        [3, "Dunes", "Dakar", "Sénégal", "néant", "membre", None],
        [3, "Dunes", "Dakar", "Sénégal", "pêche", "membre", None],
    ],
    "Bureau": [["Nom", "Rôle"], ["Rives", "présidence"], ["Dunes", "secrétariat"]],
    "Notes": [["À ne pas lire"]],
}
DIRECTORY_MAPPING = """
mapping: 1
lang: fr
id: annuaire
title: {fr: Annuaire}
source: {id: annuaire-2024, title: {fr: Annuaire 2024}, date: 2024, edition_of: annuaire-rives}
empty: [parti]
lists:
- sheets: Membres
  without: {"Nom Name": ""}
  rows:
  - table: organizations
    label: "Nom Name"
    based_in:
      column: Ville
      new: {territory_kind: {constant: city}, within: {column: Pays / Country, new: {territory_kind: {constant: country}}}}
    works_on: {column: Thèmes, split: [",", " et "], new: {}}
    member_of: {constant: Réseau Rives, new: {kind: {constant: network}}}
- sheets: Bureau
  access: restricted
  rows:
  - {table: organizations, label: Nom, on_board_of: {constant: Réseau Rives}}
"""


def test_a_directory_with_title_rows_and_headings_in_two_languages(tmp_path: Path) -> None:
    read = gathered(tmp_path, "annuaire.xlsx", DIRECTORY, DIRECTORY_MAPPING)
    assert told(read) == [
        (
            "annuaire.xlsx:Membres!E4",
            "“eau,” leaves an empty part when it is split, which is not read; check the cell, or split",
        )
    ]
    facts = said(read)
    assert things(read, "Organization") == {"pays-de-lys", "rives", "dunes"}
    assert things(read, "Network") == {"reseau-rives"}
    assert things(read, "Theme") == {"eau", "climat", "sols", "peche"}
    assert things(read, "Territory") == {"lille", "dakar", "france", "senegal"}
    assert ("lille", "ilb:within", "france") in facts
    assert {thing for thing, path, _value in facts if path == "ilb:onBoardOf"} == {"rives", "dunes"}
    assert ("annuaire-2024", "dcterms:isVersionOf", "annuaire-rives") in facts
    assert {
        ("membres", "dcterms:title", "Annuaire, feuille Membres"),
        ("membres", "dcterms:title", "Annuaire, sheet Membres"),
    } <= facts
    assert {("membres", "dcterms:accessRights", "public"), ("bureau", "dcterms:accessRights", "restricted")} <= facts
    assert any(
        "Sheet “Membres”, columns left aside: F (Statut), G (Contact)." in text.text("en") for text in read.understood
    )


def test_partners_that_repeat_are_paired_with_what_stands_beside_each(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [
            "Projet",
            "Partner 1",
            "Partner 1 country",
            "Partner 1 role",
            "Partner 2",
            "Partner 2 country",
            "Partner 2 role",
        ],
        ["Puits", "Lys", "France", "chef de file", "Baobab", "Mali", "terrain"],
        ["Écoles", "Baobab", "Mali", "terrain", None, None, None],
    ]
    mapping = """
mapping: 1
lang: fr
lists:
- rows:
  - {table: partnerships, label: Projet, links: {column: Partner * country, new: {}}}
  - table: memberships
    organization: Projet
    member: {column: Partner *, new: {based_in: Partner * country}}
    role: {column: Partner * role, values: {terrain: partner}}
"""
    read = gathered(tmp_path, "keep.xlsx", {"a": rows}, mapping)
    assert told(read) == []
    facts = said(read)
    assert {("lys", "ilb:basedIn", "france"), ("baobab", "ilb:basedIn", "mali")} <= facts
    assert {fact for fact in facts if fact[1] == "ilb:basedIn"} == {
        ("lys", "ilb:basedIn", "france"),
        ("baobab", "ilb:basedIn", "mali"),
    }
    members = {(thing, value) for thing, path, value in facts if path == "org:role"}
    assert members == {
        ("puits--lys--role-lead", "role-lead"),
        ("puits--baobab--role-partner", "role-partner"),
        ("ecoles--baobab--role-partner", "role-partner"),
    }
    assert ("puits--baobab--role-partner", "ilb:page", "E2") in facts


CROSS: list[list[object]] = [
    ["Acteur", "Lys", "Rives", "Dunes"],
    ["Lys", None, "x", 0],
    ["Rives", "x", None, "✓"],
    ["Dunes", None, "✓", None],
]
CROSS_MAPPING = """
mapping: 1
lang: fr
lists:
- fold: {columns: "*", heading: Autre, value: Lien, same: Acteur}
  without: {Lien: "0"}
  rows:
  - {table: organizations, label: Acteur, member_of: Autre}
"""


def test_a_cross_table_says_a_tie_by_cell(tmp_path: Path) -> None:
    read = gathered(tmp_path, "cross.xlsx", {"a": CROSS}, CROSS_MAPPING)
    assert told(read) == []
    ties = {(thing, value) for thing, path, value in said(read) if path == "org:memberOf"}
    assert ties == {("lys", "rives"), ("rives", "lys"), ("rives", "dunes"), ("dunes", "rives")}
    places = {row.cell("http://www.w3.org/ns/org#memberOf") for rows in read.rows.values() for row in rows}
    assert {str(place).rpartition("!")[2] for place in places} == {"C2", "B3", "D3", "C4"}


def test_heads_of_a_cross_table_are_those_of_its_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Acteur", "Lys", "Rive"], ["Lys", None, "x"], ["Rives", "x", None, "x"]]
    assert told(gathered(tmp_path, "cross.xlsx", {"a": rows}, CROSS_MAPPING)) == [
        ("cross.xlsx:a!A3", "“rives” is a row of the cross-table, and none of its headings. Nearest: Rive."),
        ("cross.xlsx:a!C1", "“Rive” is a heading of the cross-table, and none of its rows. Nearest: rives."),
        ("cross.xlsx:a!D3", "this cell has no heading above it; give its column a heading, or empty the cell"),
    ]


def test_records_and_their_lists(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {
            "title": "Wells",
            "themes": ["water", "soil; sand"],
            "partners": [{"name": "Lys", "seat": {"town": "Lille"}}, {"name": "Dunes"}],
        },
    ]
    mapping = """
mapping: 1
lang: en
lists:
- rows:
  - {table: partnerships, label: title, about: {column: themes, new: {}}}
  - table: memberships
    organization: title
    member: {column: partners.*.name, new: {based_in: {column: partners.*.seat.town, new: {}}}}
    role: {constant: partner}
"""
    read = gathered(tmp_path, "grants.json", records, mapping)
    assert told(read) == []
    facts = said(read)
    assert things(read, "Theme") == {"water", "soil", "sand"}
    assert {
        ("lys", "ilb:basedIn", "lille"),
        ("wells", "ilb:page", "#1"),
        ("wells--dunes--role-partner", "ilb:page", "#1"),
    } <= facts


def test_a_text_of_tabs(tmp_path: Path) -> None:
    path = write_list(
        tmp_path,
        "l.tsv",
        "",
        "mapping: 1\nlang: fr\nlists:\n- rows:\n  - {table: organizations, label: Nom, founded: Année}\n",
    )
    path.write_bytes("Nom\tAnnée\nLys, rivière\t1969\nRives\tx\n".encode("utf-16"))
    read = gather([path])
    assert things(read, "Organization") == {"lys-riviere", "rives"}
    ((place, text),) = told(read)
    assert place == "l.tsv:3:2"
    assert "“x”" in text
    assert ("lys-riviere", "ilb:page", "A2") in said(read)


def simple(tmp_path: Path, rows: str, cells: Sequence[Sequence[object]], more: str = "") -> Reading:
    return gathered(
        tmp_path, "l.xlsx", {"Une": cells}, f"mapping: 1\nlang: fr\nlists:\n- {more or 'headings: '}\n  rows:\n{rows}"
    )


ROWS: list[list[object]] = [
    ["Nom", "Rôle"],
    ["Lys", "bailleur"],
    ["Rives", "porteur"],
    ["Dunes", "Bailleur"],
    ["Vents", "porteur"],
    ["Sel", "porteur"],
    ["Sol", "porteur"],
]


def test_a_value_without_translation_is_counted(tmp_path: Path) -> None:
    rows = "  - {table: memberships, organization: {constant: R, new: {}}, member: {column: Nom, new: {}}, role: {column: Rôle, values: {bailleur: funder}}}\n"
    read = simple(tmp_path, rows, [*ROWS, ["Lac", "partenaire"]])
    ((place, text),) = told(read)
    assert place == "l.xlsx:Une!B3"
    assert "“porteur” has no translation (4 times: B3, B5, B6…); add it to values" in text
    assert text.endswith("l.mapping.yaml:6:96)")
    roles = {value for _thing, path, value in said(read) if path == "org:role"}
    assert roles == {"role-funder", "role-partner"}  # what is in the list of roles needs no translation


def test_all_other_values_may_mean_one_or_nothing(tmp_path: Path) -> None:
    for other, expected in (("partner", {"role-funder", "role-partner"}), ("", {"role-funder"})):
        rows = f"  - {{table: memberships, organization: {{constant: R, new: {{}}}}, member: {{column: Nom, new: {{}}}}, role: {{column: Rôle, values: {{bailleur: funder, '*': '{other}'}}}}}}\n"
        read = simple(tmp_path, rows, ROWS)
        assert told(read) == []
        assert {value for _thing, path, value in said(read) if path == "org:role"} == expected


def test_a_name_of_several_values_names_several_things(tmp_path: Path) -> None:
    read = simple(
        tmp_path,
        "  - {table: organizations, label: {column: Nom, split: [' et ', \"\\n\"]}, homepage: Site}\n",
        [["Nom", "Site"], ["Lys et Rives\nDunes", "https://a.example/?b=1;c=2"]],
    )
    assert told(read) == []
    assert things(read, "Organization") == {"lys", "rives", "dunes"}
    assert {value for _thing, path, value in said(read) if path == "foaf:homepage"} == {"?b=1;c=2"}


def test_faults_of_cells_stand_in_the_list(tmp_path: Path) -> None:
    cells: Sequence[Sequence[object]] = [
        ["Titre"],
        ["Site", "Nom", "Siège"],
        ["x", "Lys", "Nulle part"],
        [None, "Rives", "Nulle part"],
    ]
    read = simple(tmp_path, "  - {table: organizations, label: Nom, based_in: Siège}\n", cells)
    assert [place for place, _text in told(read)] == ["l.xlsx:Une!C3", "l.xlsx:Une!C4"]
    assert "“Nulle part”" in told(read)[0][1]
    missing = [
        fault.place.rpartition("/")[2]
        for fault in check(read)
        if "label" in fault.message.text("en") and fault.severity == "Warning"
    ]
    assert missing == ["l.xlsx:Une!B3", "l.xlsx:Une!B4"]


@pytest.mark.parametrize(
    ("rows", "more", "place", "words"),
    [
        ("{table: organizations, label: Noms}", "", "4:3", "Nearest: Nom."),
        ("{table: organizations, label: Nom, sphere: Roles}", "", "6:40", "no column “Roles”. Nearest: Rôle."),
        (
            "{table: organizations, label: Structure, based_in: Site}",
            "",
            "4:3",
            "none of the columns that are named (Structure, Site)",
        ),
        ("{table: organizations, label: Nom}", "sheets: Deux", "4:3", "no sheet “Deux”"),
        ("{table: organizations, label: Nom}", "headings: 3", "4:3", "row 3 has none of the headings"),
        ("{table: organizations, label: Nom}", "only: {Statut: oui}", "4:10", "no column “Statut”. Nearest: Nom, Rôle"),
        ("{table: organizations, label: Nom}", "fold: {columns: Partner *}", "4:10", "no column “Partner *”"),
    ],
)
def test_what_the_list_has_not_is_told_at_the_line_of_the_mapping(
    tmp_path: Path, rows: str, more: str, place: str, words: str
) -> None:
    try:
        found = told(simple(tmp_path, f"  - {rows}\n", ROWS, more))
    except DataError as error:
        found = [(fault.place.rpartition("/")[2], fault.message.text("en")) for fault in error.faults]
    ((at, text),) = found
    assert at == f"l.mapping.yaml:{place}"
    assert words in text


def test_a_heading_that_two_columns_have_is_told(tmp_path: Path) -> None:
    read = simple(tmp_path, "  - {table: organizations, label: Nom}\n", [["Nom", "x", "Nom"], ["Lys", "", "Rives"]])
    ((place, text),) = told(read)
    assert place.startswith("l.mapping.yaml:6:")
    assert "(A1, C1)" in text
    assert not things(read, "Organization")


def test_rows_are_chosen(tmp_path: Path) -> None:
    for more, expected in (
        ("skip: [2, 3]", {"dunes", "vents", "sel", "sol"}),
        ("only: {Rôle: Bailleur}", {"lys", "dunes"}),
        ("without: {Rôle: 'port*'}", {"lys", "dunes"}),
        ("ends: Dunes", {"lys", "rives"}),
    ):
        assert (
            things(simple(tmp_path, "  - {table: organizations, label: Nom}\n", ROWS, more), "Organization") == expected
        )


def test_a_thing_cites_at_most_twenty_cells(tmp_path: Path) -> None:
    cells: Sequence[Sequence[object]] = [["Nom", "Lieu"], *(["Lys", f"Lieu {number}"] for number in range(30))]
    read = simple(tmp_path, "  - {table: organizations, label: Nom, active_in: {column: Lieu, new: {}}}\n", cells)
    facts = said(read)
    assert sum(fact[:2] == ("lys", "ilb:activeIn") for fact in facts) == 30
    assert sum(fact[:2] == ("lys", "ilb:page") for fact in facts) == 20


def test_merged_cells_matter_only_where_they_are_read(tmp_path: Path) -> None:
    import openpyxl

    path = write_list(
        tmp_path,
        "l.xlsx",
        {"Une": [["Titre", None], ["Nom", "Lieu"], ["Lys", "Lille"], ["Rives", None]]},
        "mapping: 1\nlang: fr\nlists:\n- rows:\n  - {table: organizations, label: Nom}\n",
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("B3:B4")
    book.save(path)
    assert told(gather([path])) == []
    mapping = path.with_name("l.mapping.yaml")
    mapping.write_text(
        mapping.read_text("utf-8").replace("label: Nom", "label: Nom, active_in: {column: Lieu, new: {}}"), "utf-8"
    )
    assert [place for place, _text in told(gather([path]))] == ["l.xlsx:Une!B3"]


def test_a_name_written_in_several_ways_is_one_thing_of_one_name(tmp_path: Path) -> None:
    cells = [
        ["Nom", "Ville", "Thème"],
        ["Écluse", "LILLE", "Eau"],
        ["ECLUSE", "Lille", "eau"],
        ["Rives", "lille", "EAU"],
    ]
    rows = "  - table: organizations\n    label: Nom\n    based_in: {column: Ville, new: {}}\n    works_on: {column: Thème, new: {}}\n"
    read = simple(tmp_path, rows, cells)
    assert told(read) == []
    assert not [fault for fault in check(read) if fault.severity == "Violation"]
    names = sorted(
        value for _thing, path, value in said(read) if path == "skos:prefLabel" and value not in {"l.xlsx", "Une"}
    )
    assert names == ["Eau", "LILLE", "Rives", "Écluse"]


def test_a_row_makes_no_more_rows_than_people_write(tmp_path: Path) -> None:
    many = ",".join(f"A{number}" for number in range(40))
    rows = "  - {table: memberships, organization: {column: R, split: ',', new: {}}, member: {column: M, split: ',', new: {}}, role: {constant: partner}}\n"
    ((place, text),) = told(simple(tmp_path, rows, [["R", "M"], [many, many], ["X", "Y"]]))
    assert place == "l.xlsx:Une!A2"
    assert "would make 1,600" in text


def test_a_list_of_which_nothing_is_read_is_told(tmp_path: Path) -> None:
    ((place, text),) = told(simple(tmp_path, "  - {table: organizations, label: Nom}\n", ROWS, "ends: Lys"))
    assert place == "l.xlsx"
    assert "no row to read" in text


def test_cells_go_into_a_workbook_of_ours_and_come_back(tmp_path: Path) -> None:
    path = write_list(tmp_path, "3w.xlsx", HXL, HXL_MAPPING)
    again = tmp_path / "ours.xlsx"
    again.write_bytes(workbook(load_store([path]), again, "fr"))
    before, after = ({fact for fact in said(gather([one])) if fact[1] == "ilb:page"} for one in (path, again))
    assert before == after
    assert ("ecoles-kita", "ilb:page", "F5") in after


def test_a_list_without_a_filled_sheet_is_empty(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="empty") as error:
        simple(tmp_path, "  - {table: organizations, label: Nom}\n", [])
    assert [fault.place for fault in error.value.faults] == [str(tmp_path / "l.xlsx")]


FLAT = {
    "3W Mali mars 2024": [
        ["Organisation", "Acronyme", "Type", "Secteur", "Région", "Cercle", "Activité", "Statut"],
        ["Association Écluse", "AÉ", "ONG internationale", "Éducation", "Kayes", "Kita", "Écoles", "En cours"],
        ["Union Baobab", "UB", "ONG nationale", "Santé", "Kayes", "Kayes", "Dispensaire", "Terminé"],
    ]
}
FLAT_MAPPING = """
mapping: 1
lang: fr
source: {id: 3w-mali-2024-03, title: {fr: "3W Mali, mars 2024"}, date: 2024-03}
lists:
- rows:
  - table: organizations
    label: Organisation
    alt_label: Acronyme
    type: {column: Type, values: {ONG internationale: ONG, ONG nationale: ONG}}
  - table: initiatives
    kind: {constant: activity}
    label: {column: [Activité, Cercle], join: ", "}
    led_by: Organisation
    about: {column: Secteur, new: {}}
    takes_place_in:
      column: Cercle
      new:
        territory_kind: {constant: department}
        within: {column: Région, new: {territory_kind: {constant: region}, within: {constant: Mali, new: {territory_kind: {constant: country}}}}}
"""


def test_one_flat_sheet_makes_actors_activities_and_places(tmp_path: Path) -> None:
    read = gathered(tmp_path, "flat.xlsx", FLAT, FLAT_MAPPING)
    assert not [fault for fault in check(read) if fault.severity == "Violation"]
    facts = said(read)
    assert {
        ("association-ecluse", "skos:altLabel", "AÉ"),
        ("dispensaire-kayes", "ilb:ledBy", "union-baobab"),
        ("dispensaire-kayes", "ilb:takesPlaceIn", "kayes-kayes"),
        ("kayes-kayes", "ilb:within", "kayes"),
        ("kayes", "ilb:within", "mali"),
        ("kayes", "ilb:territoryKind", "region"),
        ("3w-mali-2024-03", "dcterms:date", "2024-03"),
    } <= facts
    assert ("mali", "ilb:page", "A2") in facts  # what no cell says stands where its row begins
    (text,) = read.understood
    assert text.text("fr").splitlines()[1] == "Feuille « 3W Mali mars 2024 », colonnes laissées de côté : H (Statut)."


def test_what_a_place_lies_in_may_share_its_name(tmp_path: Path) -> None:
    rows = "  - {table: territories, label: Cercle, within: Région}\n  - {table: territories, label: Région}\n"
    read = simple(tmp_path, rows, [["Cercle", "Région"], ["Kayes", "Kayes"], ["Kita", "Kayes"]])
    assert told(read) == []
    within = {(thing, value) for thing, path, value in said(read) if path == "ilb:within"}
    assert within == {("kayes-kayes", "kayes"), ("kita", "kayes")}
