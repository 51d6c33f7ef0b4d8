"""Places of one name in a list: which of them are one, and what each is called where they are not.

In what a place lies tells: Kita in Kayes is not Kita in Ségou, and the district of Kayes in Kayes is not the region.
"""

from __future__ import annotations

from collections import defaultdict

from icilabas.files.csv_tables import APART
from icilabas.words.matching import fold, slug

HOME = "\x1e"  # between a place and what it lies in, and so on outwards: no file has it
_Line = tuple[str, ...]


class Homonyms:
    """The places that a list names, each with the line of what it lies in; they are told apart when all are noted."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[_Line, _Line]] = defaultdict(dict)  # by name: the lines, folded and as written
        self._ids: dict[str, str] = {}  # what was resolved
        self._groups: dict[str, list[list[_Line]]] = {}
        self._written: dict[tuple[str, str], str] = {}  # by table, column and id: how a name is written first

    def written(self, home: str, name: str) -> str:
        """Return how the list writes a name first: what differs in case, accents or signs only is one thing."""
        return self._written.setdefault((home, slug(name) or name), name)

    def note(self, name: str, home: str) -> str:
        """Note a place in its home, a name or itself a place with its home; return it with its home."""
        place = f"{name}{HOME}{home}"
        if place not in self._ids:
            self._ids[place] = ""
            line = _line(place)
            self._lines[fold(name)].setdefault(tuple(map(fold, line)), line)
        return place

    def resolve(self, cell: str) -> str:
        """Return a cell with the id of each place that shares its name, and the name of all others."""
        if HOME not in cell:
            return cell
        return APART.join(self.id_of(each) or each.partition(HOME)[0] for each in cell.split(APART))

    def id_of(self, place: str) -> str:
        """Return the id of a place that shares its name with another one; nothing for the only one of its name."""
        if HOME not in place:
            return ""
        if not self._groups:
            self._groups = {name: _told_apart(name, [*lines]) for name, lines in self._lines.items()}
            self._ids.clear()
        if place not in self._ids:
            self._ids[place] = self._id(place)
        return self._ids[place]

    def _id(self, place: str) -> str:
        name = place.partition(HOME)[0]
        groups, line = self._groups.get(fold(name), []), tuple(map(fold, _line(place)))
        if len(groups) < 2:  # noqa: PLR2004  # nothing to tell apart
            return ""
        group = next((each for each in groups if line in each), [()])
        alone = sum(fold(name) not in each[0] for each in groups) < 2 and fold(name) not in group[0]  # noqa: PLR2004  # one alone
        home = () if alone else self._lines[fold(name)].get(group[0], ())
        return "-".join(filter(None, (slug(name), slug(home[0]) if home else "")))


def _line(place: str) -> _Line:
    """Return what a place lies in, the nearest first."""
    return tuple(filter(None, place.split(HOME)[1:]))


def _told_apart(name: str, lines: list[_Line]) -> list[list[_Line]]:
    """Return the lines of each place of the name, its longest first.

    A line that leaves out some of another one is the same, where it is not more than one: Lille in France is Lille in
    the Nord in France. What lies in its namesake is never the namesake.
    """
    groups: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: (-len(line), line)):
        fitting = [group for group in groups if set(line) <= set(group[0]) and (name in line) == (name in group[0])]
        if len(fitting) == 1:
            fitting[0].append(line)
        else:
            groups.append([line])
    return groups
