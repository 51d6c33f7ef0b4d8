"""The tables of a meeting, of which a public and two restricted passages tell; words in them that only these may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
id: meeting
title: {fr: "Rencontre", en: "Meeting"}
source: {id: meeting-minutes, title: {fr: "Compte rendu", en: "Minutes"}}
editors: {id: meeting-editors, label: {fr: "Rédaction", en: "Editors"}}
passages:
  - {id: minutes, title: {fr: "Relevé", en: "Record"}, pages: [1, 4], access: public}
  - {id: talk-with-the-zebra, title: {fr: "Entretien avec le zèbre", en: "Talk with the zebra"}, pages: [7771, 7772],
     access: restricted}
  - {id: notes-of-the-okapi, title: {fr: "Carnet de l'okapi", en: "Notes of the okapi"}, pages: [7773, 7774],
     access: restricted, by: editors, public_title: {fr: "Un carnet", en: "A notebook"}}
"""
TABLES = {
    "territories": "label_fr,label_en,passage,page\nRoubaix,Roubaix,minutes,1",
    "organizations": "id,label_fr,label_en,passage,page,based_in,alt_label\n"
    "gardens,Les Jardins du canal,Les Jardins du canal,minutes,1,Roubaix,\n"
    "quagga-club,Club du quagga,Quagga club,talk-with-the-zebra,7771,,\n"
    "gardens,Les Jardins du canal,Les Jardins du canal,talk-with-the-zebra,7771,,Jardins du tapir",
    "persons": "label_fr,label_en,passage,page\n"
    + "\n".join(f"Camille Exemple {name},Camille Exemple {name},talk-with-the-zebra,7771" for name in "ABCDEF"),
    "memberships": "organization,member,role,passage,page\n"
    + "\n".join(f"gardens,Camille Exemple {name},representative,talk-with-the-zebra,7771" for name in "ABC")
    + "\ngardens,Camille Exemple D,volunteer,talk-with-the-zebra,7771"
    + "\ngardens,Camille Exemple D,volunteer,notes-of-the-okapi,7773"
    + "\ngardens,Camille Exemple E,volunteer,notes-of-the-okapi,7773"
    + "\nquagga-club,Camille Exemple F,representative,talk-with-the-zebra,7771",
}


def write(folder: Path) -> Path:
    """Write the tables into a new folder, and return it."""
    folder.mkdir()
    (folder / "source.yaml").write_text(SOURCE, "utf-8")
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_text(table + "\n", "utf-8")
    return folder
