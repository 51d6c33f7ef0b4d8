"""Small random data of each sort: a workshop, a directory of actors, activities of IATI; as plain facts, and as files.

The facts name things by keys (``o3``, ``t1``); what they are called in files is given when these are written, so that the
same facts can be written under other names, their rows in another order, their territories exchanged, or without what one
passage says. Equal for an equal seed.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Cells = dict[str, str | tuple[str, ...]]  # what is no text names things by their keys

SORTS = ("workshop", "directory", "iati")
SEEDS = int(os.environ.get("ICILABAS_SEEDS", "0"))  # so many of each, instead of the few of every run
DECLARED = frozenset({"id", "kind", "label_fr", "label_en", "territory_kind", "within", "page"})
COUNTRIES = ("FR", "ML", "SN", "TD")
# In an order that is neither that of the keys nor that of any ids; letters with accents, and both cases.
WORDS = {
    "fr": [
        "Écluse",
        "zénith",
        "Île",
        "abri",
        "Œuvre",
        "cèdre",
        "Ombre",
        "éveil",
        "Nuage",
        "âtre",
        "Verger",
        "Ébène",
        "moulin",
        "Ñandou",
        "rive",
        "Lilas",
        "été",
    ],
    "en": [
        "harbour",
        "Élan",
        "Yard",
        "ink",
        "Vale",
        "Apple",
        "œuvre",
        "mill",
        "Zinc",
        "Ivy",
        "creek",
        "Oak",
        "Étude",
        "nest",
        "Ruby",
        "dawn",
        "Umbra",
    ],
}
ROLES = ("role-lead", "role-partner", "role-facilitator")
FINDINGS = ("benefit", "condition", "obstacle", "open-question", "recommendation", "tension")


def seeds(few: int) -> range:
    """Return the seeds to try: a few in every run, as many as are asked for on demand."""
    return range(SEEDS or few)


class Row(NamedTuple):
    """A row of a table: what a passage says of a thing."""

    table: str
    cells: Cells
    passage: str


@dataclass(frozen=True)
class Small:
    """The facts, how things are called in both languages, and the passages with their first and last page."""

    sort: str
    rows: list[Row]
    labels: dict[str, tuple[str, str]]
    passages: dict[str, tuple[int, int]]
    first_names: dict[str, str] = field(default_factory=dict)  # ids, by key

    @property
    def keys(self) -> list[str]:
        """All that has an id."""
        return [*self.labels, *self.passages]

    def of(self, letter: str) -> list[str]:
        """Return the things of a sort: ``t`` territories, ``o`` actors, ``p`` partnerships, and so on."""
        return [key for key in self.labels if key[0] == letter]

    def without(self, passage: str) -> Small:
        """Return the facts that remain without a passage; what kind things are, and what lies in what, is still known."""
        pages = {other: where for other, where in self.passages.items() if other != passage}
        heir, kept = next(iter(pages)), [row for row in self.rows if row.passage != passage]
        known = {(row.table, row.cells.get("id")): place for place, row in enumerate(kept) if row.passage == heir}
        for row in self.rows:
            if row.passage == passage and "kind" in row.cells:
                declared = {name: value for name, value in row.cells.items() if name in DECLARED}
                declared["page"] = str(pages[heir][0])
                place = known.get((row.table, row.cells["id"]))
                if place is None:
                    kept.append(Row(row.table, declared, heir))
                else:
                    kept[place] = Row(row.table, _both(kept[place].cells, declared), heir)
        return replace(self, rows=kept, passages=pages)

    def exchanged(self, one: str, other: str) -> Small:
        """Return the facts with the names of two things exchanged."""
        names = {**self.first_names, one: self.first_names[other], other: self.first_names[one]}
        return replace(self, first_names=names)

    def renamed(self, seed: int) -> Small:
        """Return the facts under other ids, whose alphabet is another."""
        return replace(self, first_names=ids(self.keys, Random(seed)))  # noqa: S311  # no secret

    def shuffled(self, seed: int) -> Small:
        """Return the facts in another order, the values within cells too."""
        chance = Random(seed)  # noqa: S311  # no secret
        rows = [
            Row(table, {name: _mixed(value, chance) for name, value in cells.items()}, passage)
            for table, cells, passage in self.rows
        ]
        chance.shuffle(rows)
        passages = [*self.passages.items()]
        if self.sort == "iati":
            chance.shuffle(passages)
        return replace(self, rows=rows, passages=dict(passages))

    def plain(self, text: str) -> str:
        """Return what was made of the files, with keys in the place of ids."""
        keys = {name: key for key, name in self.first_names.items()}
        return ID.sub(lambda found: f"«{keys[found[0].lower()]}»", text)

    def write(self, folder: Path) -> list[Path]:
        """Write the files; return what is to be read, in its order."""
        folder.mkdir(parents=True, exist_ok=True)
        return self._activities(folder) if self.sort == "iati" else self._tables(folder)

    def _named(self, value: str | tuple[str, ...]) -> str:
        return value if isinstance(value, str) else "|".join(self.first_names.get(key, key) for key in value)

    def _tables(self, folder: Path) -> list[Path]:
        names = self.first_names
        tables: dict[str, list[Cells]] = defaultdict(list)
        for table, cells, passage in self.rows:
            tables[table].append({**cells, "passage": (passage,)})
        for table, rows in tables.items():
            columns = dict.fromkeys(
                column for row in rows for column in row if table != "memberships" or column != "kind"
            )
            if table in {"territories", "partnerships", "challenges", "themes"}:
                columns.pop("kind", None)
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(columns)
                writer.writerows([self._named(row.get(column, "")) for column in columns] for row in rows)
        passages = "".join(
            f"  - {{id: {names[key]}, title: {{fr: Partie {key}, en: Part {key}}}, pages: [{first}, {last}], access: public}}\n"
            for key, (first, last) in self.passages.items()
        )
        (folder / "source.yaml").write_text(SOURCE + passages, "utf-8")
        return [folder]

    def _activities(self, folder: Path) -> list[Path]:
        """Write each activity, which is a passage of its own, into a file of its own: people see how it is called."""
        paths = []
        for key in self.passages:
            path = folder / f"list-{key}.xml"
            path.write_text(IATI.format("".join(map(self._activity, self._said(key)))), "utf-8")
            paths.append(path)
        return paths

    def _said(self, passage: str) -> list[Row]:
        return [row for row in self.rows if row.passage == passage]

    def _activity(self, row: Row) -> str:
        names, cells = self.first_names, row.cells
        key = cells["id"][0]
        parts = [f"<iati-identifier>{names[key]}</iati-identifier>", f"<title>{self._narratives(key)}</title>"]
        for member in cells["members"]:
            actor, _slash, role = member.partition("/")
            parts.append(
                f'<participating-org ref="{names[actor]}" role="{role}">{self._narratives(actor)}</participating-org>'
            )
        parts += [f'<recipient-country code="{COUNTRIES[int(place[1:])]}"/>' for place in cells["links"]]
        return f"<iati-activity>{''.join(parts)}</iati-activity>\n"

    def _narratives(self, key: str) -> str:
        fr, en = map(escape, self.labels[key])
        return f'<narrative xml:lang="fr">{fr}</narrative><narrative xml:lang="en">{en}</narrative>'


IATI = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n{}</iati-activities>\n'
SOURCE = """\
id: mini
title: {fr: Petit jeu, en: Small set}
source: {id: mini-report, title: {fr: Rapport, en: Report}}
editors: {id: mini-editors, label: {fr: Éditeurs, en: Editors}}
licence: https://creativecommons.org/licenses/by/4.0/
passages:
"""
ID = re.compile(r"zq[b-df-hj-np-tv-x]{4}", re.IGNORECASE)  # nothing else is written so
_LETTERS = "bcdfghjklmnpqrstvwx"


def ids(keys: Iterable[str], chance: Random) -> dict[str, str]:
    """Return an id for each key, in no order."""
    found: dict[str, str] = {}
    for key in keys:
        name = ""
        while not name or name in found.values():
            name = "zq" + "".join(chance.choices(_LETTERS, k=4))
        found[key] = name
    return found


def _both(one: Cells, other: Cells) -> Cells:
    """Return what two rows of a thing say in one."""
    found: Cells = {**other, **one}
    for name, value in other.items():
        known = one.get(name, ())
        if not isinstance(value, str) and not isinstance(known, str):
            found[name] = (*dict.fromkeys((*known, *value)),)
    return found


def _mixed(value: str | tuple[str, ...], chance: Random) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(chance.sample(value, len(value)))


def small(seed: int, sort: str = "workshop", *, crowd: bool = False) -> Small:
    """Return the data of a seed; of a crowd each says little, but there are more: enough to be measured."""
    return _Drawn(Random(f"{sort} {seed}"), sort, crowd=crowd).data()  # noqa: S311  # no secret: the same each time


class _Drawn:
    """What is drawn by one seed."""

    def __init__(self, chance: Random, sort: str, *, crowd: bool) -> None:
        self.chance, self.sort, self.crowd = chance, sort, crowd
        self.rows: list[Row] = []  # of IATI
        self.told: dict[tuple[object, ...], Cells] = {}
        self.labels: dict[str, tuple[str, str]] = {}
        self.passages = {
            f"g{number}": (4 * number + 1, 4 * number + 4)
            for number in range(chance.choice((1, 2, 4, 5, 6)) if not crowd else 5)
        }

    def data(self) -> Small:
        """Return all that is drawn."""
        self.places() if self.sort != "iati" else self.name("t", len(COUNTRIES))
        actors = self.name("o", self.chance.randint(8, 11) if self.crowd else self.chance.randint(3, 9))
        (self.iati if self.sort == "iati" else self.said)(actors)
        names = ids([*self.labels, *self.passages], self.chance)
        rows = [Row(str(table), cells, str(passage)) for (table, passage, *_what), cells in self.told.items()]
        return Small(self.sort, self.rows + rows, self.labels, self.passages, names)

    def name(self, letter: str, count: int) -> list[str]:
        """Give so many things of a sort their labels."""
        keys = [f"{letter}{number}" for number in range(count)]
        for key in keys:
            number = self.chance.randint(2, 9)
            while (called := (self.word("fr", number), self.word("en", number))) in self.labels.values():
                number += 1
            self.labels[key] = (f"{called[0]} {key}", f"{called[1]} {key}")
        return keys

    def word(self, lang: str, number: int) -> str:
        """Return a word of a language."""
        return WORDS[lang][(self.chance.randrange(len(WORDS[lang])) + number) % len(WORDS[lang])]

    def often(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.chance.random() < share

    def some(self, pool: list[str], least: int, most: int) -> tuple[str, ...]:
        """Return some of the pool."""
        most = min(most, len(pool))
        return tuple(self.chance.sample(pool, self.chance.randint(min(least, most), most)))

    def say(self, table: str, **cells: str | tuple[str, ...]) -> None:
        """Let a passage say it, now and then two."""
        for passage in self.chance.sample([*self.passages], 2 if len(self.passages) > 1 and self.often(0.25) else 1):
            first, last = self.passages[passage]
            told = {**cells, "page": str(self.chance.randint(first, last))}
            same = (table, passage, *(cells.get(name) for name in ("id", "organization", "member", "role")))
            self.told[same] = _both(self.told.get(same, {}), told)  # a passage has one row of each thing

    def declare(self, table: str, key: str, kind: str = "", **cells: str | tuple[str, ...]) -> None:
        """Say what a thing is, and how it is called."""
        fr, en = self.labels[key]
        self.say(table, id=(key,), kind=kind, label_fr=fr, label_en=en, **cells)

    def places(self) -> None:
        """Two countries, places within, and now and then a continent around one or both."""
        keys = self.name("t", self.chance.randint(3, 6))
        wide = keys[-1] if len(keys) > 4 and self.often(0.5) else None
        inner = [key for key in keys[2:] if key != wide]
        for key in keys:
            within: tuple[str, ...] = ()
            if key in inner and self.often(0.8):
                within = (self.chance.choice([*keys[:2], *inner[: inner.index(key)]]),)
            elif key in keys[:2] and wide and self.often(0.7):
                within = (wide,)
            kind = "continent" if key == wide else "country" if key in keys[:2] else "city"
            self.declare("territories", key, territory_kind=kind, within=within)

    def said(self, actors: list[str]) -> None:
        """What a workshop or a directory says."""
        territories = [key for key in self.labels if key[0] == "t"]
        self.actors(actors, territories)
        challenges = self.challenges(territories)
        for theme in self.name("h", 2):
            self.declare("themes", theme)
            for actor in self.some(actors, 0, 3):
                self.say("organizations", id=(actor,), works_on=(theme,))
        partnerships = self.partnerships(actors, territories, challenges)
        if self.often(0.5):
            self.programme(actors, territories)
        if self.sort == "workshop":
            self.workshop(territories, [*partnerships, *challenges], actors)

    def actors(self, actors: list[str], territories: list[str]) -> None:
        """Who there is, where they are, and to what they belong."""
        networks = self.some(actors, 0, 2)
        shares = {"based_in": 0.95, "active_in": 0.1} if self.crowd else {"based_in": 0.75, "active_in": 0.4}
        for actor in actors:
            self.declare("organizations", actor, "network" if actor in networks else "organization")
            for how in (how for how, share in shares.items() if self.often(share)):
                self.say("organizations", id=(actor,), **{how: self.some(territories, 1, 2 if self.often(0.3) else 1)})
            others = [other for other in actors if other != actor]
            bonds = {"member_of": [each for each in networks if each != actor], "unit_of": others, "founded_by": others}
            for how, pool in bonds.items():
                if pool and self.often(0.5 if how == "member_of" else 0.12):
                    self.say("organizations", id=(actor,), **{how: self.some(pool, 1, 1)})

    def challenges(self, territories: list[str]) -> list[str]:
        """What is faced where."""
        challenges = self.name("c", self.chance.randint(1, 4))
        for challenge in challenges:
            self.declare("challenges", challenge)
            for _time in range(self.chance.randint(1, 3)):
                self.say("challenges", id=(challenge,), faced_in=self.some(territories, 1, 2))
        return challenges

    def partnerships(self, actors: list[str], territories: list[str], challenges: list[str]) -> list[str]:
        """Who acts with whom, where, on what."""
        partnerships = self.name("p", self.chance.randint(4, 6) if self.crowd else self.chance.randint(1, 4))
        for partnership in partnerships:
            self.declare("partnerships", partnership)
            for place in self.some(territories, 1, 3):
                self.say("partnerships", id=(partnership,), links=(place,))
            for challenge in self.some(challenges, 0, 2):
                self.say("partnerships", id=(partnership,), addresses=(challenge,))
            for actor in self.some(actors, 1 if self.often(0.2) else 2, 5):
                for role in self.some([*ROLES], 1, 2 if self.often(0.15) else 1):
                    self.say("memberships", organization=(partnership,), member=(actor,), role=(role,))
        return partnerships

    def programme(self, actors: list[str], territories: list[str]) -> None:
        """Who funds what whom leads, and where."""
        (programme,) = self.name("i", 1)
        self.declare("initiatives", programme, "programme")
        if self.often(0.5):
            self.say("initiatives", id=(programme,), takes_place_in=self.some(territories, 1, 2))
        for how in ("funded_by", "led_by"):
            for actor in self.some(actors, 1, 2):
                self.say("initiatives", id=(programme,), **{how: (actor,)})

    def workshop(self, territories: list[str], things: list[str], actors: list[str]) -> None:
        """The meeting, which of the territories are its home, and what was found there."""
        (event,) = self.name("e", 1)
        self.declare("events", event, "workshop", home_territory=self.some(territories, 0, 2))
        for finding in self.name("f", self.chance.randint(1, 5)):
            cells = {"raised_in": (event,), "concerns": self.some(things, 1, 2), "said_by": self.some(actors, 0, 1)}
            self.declare("findings", finding, self.chance.choice(FINDINGS), **cells)

    def iati(self, actors: list[str]) -> None:
        """Activities, each said in a file of its own."""
        self.passages = {}
        for number, activity in enumerate(self.name("p", self.chance.randint(2, 6))):
            passage = f"g{number}"
            self.passages[passage] = (0, 0)
            members = tuple(f"{actor}/{self.chance.randint(1, 4)}" for actor in self.some(actors, 1, 4))
            links = self.some([key for key in self.labels if key[0] == "t"], 1, 3)
            self.rows.append(Row("activities", {"id": (activity,), "members": members, "links": links}, passage))


def told(data: Small, values: object) -> object:
    """Return plain values with keys in the place of ids."""
    if isinstance(values, str):
        return data.plain(values)
    if isinstance(values, dict):
        return {told(data, key): told(data, value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [told(data, value) for value in values]
    return values


def apart(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Yield where two values differ, each as short as can be: texts line by line."""
    if isinstance(one, str) and isinstance(other, str) and one != other and "\n" in one + other:
        one, other = one.splitlines(), other.splitlines()
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from apart(one.get(key), other.get(key), f"{where}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from apart(first, second, f"{where}/{place}")
    elif one != other:
        yield f"{where}: {str(one)[:300]}  ≠  {str(other)[:300]}"


class Read:
    """What facts say, read plainly: who is where, what lies in what, who takes part in what."""

    def __init__(self, data: Small) -> None:
        """Read them."""
        self.data = data
        self.around: dict[str, set[str]] = {key: set() for key in data.of("t")}
        self.wide = {row.cells["id"][0] for row in data.rows if row.cells.get("territory_kind") == "continent"}
        self.said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.members: dict[str, set[str]] = {key: set() for key in data.of("p")}
        for row in data.rows:
            self._read(row)
        for _step in self.around:
            for key, wider in self.around.items():
                wider.update({further for each in wider for further in self.around[each]} - {key})

    def _read(self, row: Row) -> None:
        cells = row.cells
        if row.table == "memberships":
            self.members[cells["organization"][0]].add(cells["member"][0])
            return
        key = cells["id"][0]
        self.around.get(key, set()).update(cells.get("within", ()))
        if row.table == "activities":
            self.members[key] |= {member.partition("/")[0] for member in cells["members"]}
        for column, value in cells.items():
            if isinstance(value, tuple) and column not in {"id", "members"}:
                self.said[column][key] |= set(value)

    def within(self, place: str, other: str) -> bool:
        """Say whether a territory is the other or lies in it."""
        return place == other or other in self.around[place]

    def territory(self, node: str) -> str | None:
        """Return the one innermost of the places where it is based, else active; None where several remain."""
        if node[0] == "t":
            return node
        places = self.said["based_in"][node] or self.said["active_in"][node]
        inner = {place for place in places if not any(place in self.around[other] for other in places)}
        return inner.pop() if len(inner) == 1 else None

    def reaches(self, place: str, a: str, b: str) -> set[str]:
        """Return the side, if it is one, in which a territory lies or for which a wider one stands."""
        inside = {side for side, end in (("a", a), ("b", b)) if self.within(place, end)}
        around = {side for side, end in (("a", a), ("b", b)) if place in self.around[end] and place not in self.wide}
        return inside or (around if len(around) == 1 else set())

    def sides(self, a: str, b: str) -> dict[str, str]:
        """Return the side of each actor: by its seat, by being active, or through what links or takes place on one side."""
        found = {}
        for actor in self.data.of("o"):
            on = {side for place in self.said["based_in"][actor] for side in self.reaches(place, a, b)
                  if self.within(place, a if side == "a" else b)}  # fmt: skip
            on |= {side for place in self.said["active_in"][actor] for side in self.reaches(place, a, b)}
            part = [self.said["links"][each] for each, members in self.members.items() if actor in members]
            part += [self.said["takes_place_in"][each] for each, who in self.said["led_by"].items() if actor in who]
            for places in part:
                if len({side for place in places for side in self.reaches(place, a, b)}) == 1:
                    on |= {side for place in places for side, end in (("a", a), ("b", b)) if self.within(place, end)}
            if on:
                found[actor] = "both" if len(on) > 1 else on.pop()
        return found
