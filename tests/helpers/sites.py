"""The data and the sites that tests look at: a small dataset, and the bundled workshop's site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from icilabas.site.build import publish

if TYPE_CHECKING:
    from pathlib import Path

MINI = {
    "source.yaml": """\
id: mini
title: {fr: Petit jeu, en: Small set}
source: {id: mini-report, title: {fr: Rapport, en: Report}, publisher: union}
editors: {id: mini-editors, label: {fr: Éditeurs, en: Editors}}
licence: https://creativecommons.org/licenses/by/4.0/
passages:
  - {id: s1, title: {fr: Début, en: Start}, pages: [5, 5], access: public}
  - {id: s2, title: {fr: Suite, en: Rest}, pages: [7, 9], access: public}
  - {id: people, title: {fr: Personnes, en: Persons}, pages: [17, 18], access: restricted}
""",
    "territories.csv": """\
id,passage,label_fr,label_en
north,s1,Le Nord,The North
south,s1,Le Sud,The South
""",
    "organizations.csv": """\
id,kind,passage,label_fr,label_en,based_in
union,network,s1,Union <b>forte</b> & Cie,Union <b>strong</b> & Co,north
club,organization,s1,=Club du Sud,=Club of the South,south
""",
    "challenges.csv": """\
id,passage,page,label_fr,label_en,faced_in
water,s2,8,Eau,Water,north|south
wind,s2,9,Vent,Wind,south
""",
    "partnerships.csv": """\
id,passage,label_fr,label_en,links,addresses
bridge,s1,Le pont,The bridge,north|south,water
""",
    "memberships.csv": """\
passage,organization,member,role
s1,bridge,union,role-lead
s1,bridge,club,role-partner
""",
    "persons.csv": """\
id,passage,page,label_fr,label_en
ada-example,people,17,Ada Example,Ada Example
""",
}


def mini(folder: Path, **changed: str) -> Path:
    """Write the small dataset; a table named without its ending is written with this content instead."""
    folder.mkdir(exist_ok=True)
    for name, content in MINI.items():
        (folder / name).write_text(changed.get(name.partition(".")[0], content), encoding="utf-8")
    return folder


def write_lille(out: Path, profile: str = "public") -> None:
    """Write the bundled workshop's site; that its data conform is tested elsewhere."""
    with patch("icilabas.check.validation.check", return_value=[]):
        publish([], out, profile=profile)
