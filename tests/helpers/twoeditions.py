"""Two editions of a small network, as folders of tables, workbooks and RDF files: what one says, the other may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from icilabas.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Tables = Mapping[str, str]

TERRITORIES = """id,passage,page,label_fr,label_en
lille,p1,3,Lille,Lille
kayes,p1,3,Kayes,Kayes
roubaix,p1,3,Roubaix,Roubaix"""
ORGANIZATIONS = """id,passage,page,label_fr,label_en,based_in,founded
a1,p1,3,Amis du fleuve,Friends of the River,lille,
a2,p1,3,Grdr,Grdr,kayes,
a3,p1,4,Essor,Essor,roubaix,
a4,p1,4,Maison du monde,House of the World,lille,
a5,p1,5,Ville de Lille,City of Lille,lille,
a6,p1,5,Conseil de Kayes,Council of Kayes,kayes,"""
PARTNERSHIPS = """id,passage,page,label_fr,label_en,links,started,ended
w1,p2,11,Puits de Kayes,Wells of Kayes,lille|kayes,2015,
w2,p2,12,Écoles jumelles,Twin schools,lille|kayes,2016,
w3,p2,13,Radios libres,Free radios,roubaix|kayes,2017,"""
MEMBERSHIPS = """passage,page,organization,member,role
p2,11,w1,a1,role-lead
p2,11,w1,a2,role-partner
p2,12,w2,a5,role-lead
p2,12,w2,a6,role-partner
p2,13,w3,a3,role-lead
p2,13,w3,a4,role-partner"""
OLD: Tables = {
    "territories": TERRITORIES,
    "organizations": ORGANIZATIONS,
    "partnerships": PARTNERSHIPS,
    "memberships": MEMBERSHIPS,
}
# One name, two partnerships (one ended, one links one more place), three memberships (a role, one left, one joined).
NEW: Tables = {
    "territories": TERRITORIES,
    "organizations": ORGANIZATIONS.replace(
        "Amis du fleuve,Friends of the River", "Les Amis du lac,Friends of the Lake"
    ),
    "partnerships": PARTNERSHIPS.replace("2016,", "2016,2022").replace("roubaix|kayes", "roubaix|kayes|lille"),
    "memberships": MEMBERSHIPS.replace("w1,a2,role-partner", "w1,a2,role-lead").replace(
        "p2,13,w3,a4,role-partner", "p2,14,w3,a6,role-partner"
    ),
}
_SOURCE = """id: {id}
title: {{fr: "Réseau {title}", en: "Network {title}"}}
source: {{id: {id}-report, title: {{fr: "Annuaire {title}", en: "Directory {title}"}}{more}}}
editors: {{id: net-editors, label: {{fr: Éditeurs, en: Editors}}}}
licence: https://creativecommons.org/licenses/by/4.0/
passages:
  - {{id: p1, title: {{fr: "Membres", en: "Members"}}, pages: [3, 9], access: public}}
  - {{id: p2, title: {{fr: "Partenariats", en: "Partnerships"}}, pages: [10, 19], access: public}}
"""


def changed(tables: Tables, **edits: tuple[str, str]) -> Tables:
    """Return the tables with a text of some of them replaced by another; it has to stand there."""
    found = dict(tables)
    for name, (old, new) in edits.items():
        assert old in found[name]
        found[name] = found[name].replace(old, new)
    return found


def folder(path: Path, tables: Tables, date: str, *, name: str = "", more: str = "") -> Path:
    """Write an edition as a folder of tables; ``name``: the id of its source, else one made of the date."""
    path.mkdir(parents=True)
    said = f', date: "{date}"' if date else ""
    source = _SOURCE.format(id=name or f"net-{date or path.name}", title=date or path.name, more=said + more)
    (path / "source.yaml").write_text(source, "utf-8")
    for table, text in tables.items():
        (path / f"{table}.csv").write_text(text + "\n", "utf-8")
    return path


def other_form(path: Path, ending: str) -> Path:
    """Write a folder of tables as a workbook or an RDF file beside it."""
    out = path.with_suffix(ending)
    done = CliRunner().invoke(main, ["convert", str(path), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def both(path: Path, ending: str = "", tables: Iterable[Tables] = (OLD, NEW)) -> list[Path]:
    """Write two editions, of 2020 and of 2024, in one form."""
    folders = [folder(path / date, each, date) for date, each in zip(("2020", "2024"), tables, strict=True)]
    return [other_form(each, ending) if ending else each for each in folders]
