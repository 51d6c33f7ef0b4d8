"""The flattened network: nodes and ties whose attributes are texts, numbers and truth values, and notes on the rest.

Attributes are made flat here, and only here, and what flat values do not hold is told. All words are in the language of
the network's labels; the names of attributes are the same in each, for programs look for them.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any, TypeGuard

from icilabas.asking.evidence import Citation
from icilabas.engine.terms import local_name
from icilabas.export.network_xml import MOST_EXACT, RESERVED, FlatNetwork, FlatNode, FlatTie
from icilabas.export.rdf import notice
from icilabas.sources.restricted_passages import ACCESS
from icilabas.words.catalogues import FIRST
from icilabas.words.messages import message
from icilabas.words.safe_text import as_list, printable
from icilabas.words.sentences import days
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    import networkx as nx

    from icilabas.asking.evidence import Evidence
    from icilabas.export.network_xml import Attributes, Plain, Spells


SEPARATOR = " | "  # between the values of a list
_BAR = SEPARATOR.strip()


class Notes:
    """What a file does not hold as the network has it: by the key of the sentence that says so, of what it is said."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, None]] = {}

    def lose(self, key: str, *of: str) -> None:
        """Note that the sentence of this key holds, of these attributes or what else is named."""
        self.found.setdefault(key, {}).update(dict.fromkeys(of))

    def include(self, others: Notes) -> None:
        """Note what others note, of another file of the same form."""
        for key, of in others.found.items():
            self.lose(key, *of)

    def sentences(self) -> list[Text]:
        """Return the sentences, in order of their keys, with the names of the attributes that they are about."""
        return [
            message(key, found=", ".join(found), separator=SEPARATOR.strip())
            for key, found in sorted(self.found.items())
        ]


def is_restricted(graph: nx.Graph) -> bool:
    """Say whether the network shows what only some may read."""
    return bool(graph.graph.get(ACCESS) == "restricted")


def told_of(graph: nx.Graph) -> dict[str, str]:
    """Return what the head of a file says of such a network."""
    return {ACCESS: "restricted", "notice": notice()} if is_restricted(graph) else {}


def labels_language(graph: nx.Graph) -> str:
    """Return the language of the labels of a network, as `project` made them."""
    return str(graph.graph.get("lang") or FIRST)


class Flattened:
    """The attributes of a network's nodes and ties as flat values, and the notes on what these do not hold."""

    def __init__(self, graph: nx.Graph) -> None:
        self.graph, self.notes, self.lang = graph, Notes(), labels_language(graph)
        self.names: dict[str, dict[str, str]] = graph.graph.get("labels", {})
        self._said: dict[str, str] = {}
        self._cited: dict[tuple[str, tuple[str, ...]], str] = {}
        self._plain: set[tuple[str, object]] = set()  # names of attributes that stay as they are
        self.all_files: Flattened | None = None

    @cached_property
    def ids(self) -> dict[Hashable, str]:
        """The nodes' ids, each once."""
        return dict(zip(self.graph, self._apart(map(str, self.graph), "node"), strict=True))

    @cached_property
    def nodes(self) -> list[tuple[Attributes, Spells]]:
        """What `node` returns of each node."""
        return [self.node(about) for _node, about in self.graph.nodes(data=True)]

    @cached_property
    def ties(self) -> list[tuple[Attributes, Spells]]:
        """What `tie` returns of each tie, in the order of `each_tie`."""
        return [self.tie(about) for *_tie, about in each_tie(self.graph)]

    def of_one_file(self) -> Flattened:
        """Return the same values, made flat once for all files, with notes of their own."""
        self.ids, self.nodes, self.ties  # noqa: B018  # what is noted of them is noted for each file
        found = copy(self)
        found.all_files, found.notes = self, Notes()
        found.notes.include(self.notes)
        return found

    def network(self) -> FlatNetwork:
        """Return the whole network; each tie has an id of its own, and its kind where there may be parallel ones."""
        network = (self.all_files or self).whole
        for (*_tie, kind, _about), tie in zip(each_tie(self.graph), network.ties, strict=True):
            if kind != tie.kind:
                self.notes.lose("network-note-characters", "edge")
        return network

    @cached_property
    def whole(self) -> FlatNetwork:
        """The whole network, put together once for all files."""
        graph = self.graph
        nodes = [FlatNode(name, *about) for name, about in zip(self.ids.values(), self.nodes, strict=True)]
        ties = [
            FlatTie(f"e{number}", self.ids[source], self.ids[target], *about, printable(kind))
            for number, ((source, target, kind, _about), about) in enumerate(
                zip(each_tie(graph), self.ties, strict=True)
            )
        ]
        told = {"name": str(graph.graph.get("name") or ""), **told_of(graph)}
        told = {name: printable(text) for name, text in told.items() if text}
        return FlatNetwork(graph.is_directed(), nodes, ties, told)

    def said(self, name: object) -> str:
        """Return what the thing, kind or sphere of this name is called in the language."""
        key = str(name)
        if key not in self._said:
            own = local_name(key) if name else ""
            self._said[key] = printable(Text(self.names.get(key, {})).text(self.lang) or own)
        return self._said[key]

    def cited(self, evidence: Iterable[Evidence]) -> str:
        """Return evidence as people cite it: passage title and page, each once."""
        return SEPARATOR.join(dict.fromkeys(map(self._citation, evidence)))

    def _citation(self, piece: Evidence) -> str:
        passage, pages = piece["passage"], () if piece["page"] is None else (str(piece["page"]),)
        if (passage, pages) not in self._cited:
            title = same(Text(self.names.get(passage, {})).text(self.lang) or passage)
            self._cited[passage, pages] = printable(Citation(title, pages).spoken(self.lang))
        return self._cited[passage, pages]

    def node(self, about: Mapping[str, Any]) -> tuple[Attributes, Spells]:
        """Return the attributes of a node, and its spells: from its start to its end, where it has one of them."""
        ends = about.get("start"), about.get("end")
        spells = self._spells([ends]) if ends != (None, None) else None
        if spells:
            return self._attributes(about, "node"), _known(spells)
        return self._dated(about, "node")

    def tie(self, about: Mapping[str, Any]) -> tuple[Attributes, Spells]:
        """Return the attributes of a tie, with its label, and its spells."""
        found, spells = self._dated(about, "edge")
        if "label" not in found and (relations := several(about.get("relations"))):
            found["label"] = SEPARATOR.join(dict.fromkeys(map(self.said, relations)))
        return found, spells

    def _dated(self, about: Mapping[str, Any], of: str) -> tuple[Attributes, Spells]:
        """Return the attributes, and the spells, which are also told with the dates as they are: ``2016/2017-05``."""
        spells = self._spells(about.get("spells"))
        if spells is None:
            return self._attributes(about, of), ()
        found = self._attributes({name: value for name, value in about.items() if name != "spells"}, of)
        if spells:
            found.setdefault("period", SEPARATOR.join(f"{start or '..'}/{end or '..'}" for start, end in spells))
        return found, _known(spells)

    def _attributes(self, about: Mapping[str, Any], of: str) -> Attributes:
        """Return the attributes under names of their own; what is None, or no number, is not there."""
        found: Attributes = {}
        for name, value in about.items():
            flat = self._flat(str(name), value, of)
            if (of, name) in self._plain and name not in found:  # nearly always
                if flat is not None:
                    found[name] = flat
            elif flat is not None:
                wanted = called = self._clean(str(name), of)
                while called in RESERVED[of] or called in found or (called != wanted and called in about):
                    called += "_"
                if called != wanted:
                    self.notes.lose("network-note-name", wanted)
                elif called == name:
                    self._plain.add((of, name))
                found[called] = flat
        return found

    def _flat(self, name: str, value: object, of: str) -> Plain | None:
        if type(value) is str or _is_flat(value):  # nearly always
            return self._clean(value, of) if isinstance(value, str) else value
        value = _python(value)
        if _is_missing(value):
            return None
        if name == "evidence" and (said := _evidence(value)):
            self.notes.lose("network-note-evidence", name)
            return self.cited(said)
        if isinstance(value, Mapping):
            self.notes.lose("network-note-nested", name)
            return self._text(value, of)
        if isinstance(value, list | tuple | AbstractSet):
            return self._list(name, several(value), of)
        return self._one(name, value, of)

    def _list(self, name: str, values: list[object], of: str) -> str:
        if not _are_texts(values) and any(isinstance(v, Mapping | list | tuple | AbstractSet) for v in values):
            self.notes.lose("network-note-nested", name)
        parts = sorted(self._text(value, of) for value in values)
        if len(parts) > 1:
            self.notes.lose("network-note-list", name)
        if any(_BAR in part for part in parts):
            self.notes.lose("network-note-separator", name)
        return SEPARATOR.join(parts)

    def _one(self, name: str, value: object, of: str) -> Plain | None:
        if isinstance(value, bool):
            return value
        if isinstance(value, Integral):
            if abs(int(value)) > MOST_EXACT:
                self.notes.lose("network-note-digits", name)
            return int(value)
        if isinstance(value, Real | Decimal):
            number, same_digits = _number(value)
            if not same_digits:
                self.notes.lose("network-note-rounded", name)
            if math.isfinite(number):
                return number
            if same_digits:
                self.notes.lose("network-note-infinite", name)
                return None
        return self._text(value, of)

    def _text(self, value: object, of: str) -> str:
        """Return a value as text: dates as ISO 8601 has them, truth values as XML does."""
        if type(value) is str:
            return self._clean(value, of)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Mapping | list | tuple | AbstractSet):
            return self._clean(json.dumps(kept(value), ensure_ascii=False), of)
        return self._clean(_said(value), of)

    def _clean(self, text: str, of: str) -> str:
        clean = printable(text)
        if clean != text:
            self.notes.lose("network-note-characters", of)
        return clean

    def _apart(self, names: Iterable[str], of: str) -> Iterator[str]:
        """Yield the names without what nobody can see, each once: two that are one then are told apart by a number."""
        taken: set[str] = set()
        for name in names:
            wanted = found = self._clean(name, of) or of
            number = 1
            while found in taken:
                number += 1
                found = f"{wanted} ({number})"
            if found != wanted:
                self.notes.lose("network-note-ids", of)
            taken.add(found)
            yield found

    def _spells(self, spells: object) -> Spells | None:
        """Return the spells as texts, None where one is no pair of dates; one that ends too early is only told."""
        found: list[tuple[str | None, str | None]] = []
        if not isinstance(spells, list | tuple) or not spells:
            return None
        for spell in spells:
            ends = [_date(end) for end in spell] if isinstance(spell, list | tuple) else []
            if len(ends) != 2 or not any(ends) or "" in ends:  # noqa: PLR2004  # a start and an end
                return None
            start, end = (days(end) if end else None for end in ends)
            if start and end and start[0] > end[1]:
                self.notes.lose("network-note-spell", "spells")
            else:
                found.append((ends[0], ends[1]))
        return found


def each_tie(graph: nx.Graph) -> Iterator[tuple[Hashable, Hashable, str, Mapping[str, Any]]]:
    """Yield each tie: its ends, what tells it from parallel ones, and its attributes."""
    if graph.is_multigraph():
        for source, target, key, about in graph.edges(keys=True, data=True):
            yield source, target, str(key), about
    else:
        for source, target, about in graph.edges(data=True):
            yield source, target, "", about


def several(values: object) -> list[object]:
    """Return what is one value, several or none as a list, without what is missing."""
    found = as_list(_python(values))
    return found if _are_texts(found) else [value for value in map(_python, found) if not _is_missing(value)]


def _are_texts(values: list[object]) -> bool:
    """Say whether all of the values are texts, as nearly all are that stand in lists."""
    return {*map(type, values)} <= {str}


def kept(value: object) -> object:
    """Return the value as JSON holds it: sets as lists in order, dates as texts, no number for what is none."""
    value = _python(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): kept(item) for key, item in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        found = [kept(item) for item in value]
        return sorted(found, key=str) if isinstance(value, AbstractSet) else found
    if _is_missing(value):
        return None
    if isinstance(value, Real | Decimal) and not isinstance(value, int):
        number, same_digits = _number(value)
        return number if same_digits and math.isfinite(number) else str(value)
    return value if isinstance(value, int) else _said(value)


def _date(value: object) -> str | None:
    """Return a date as text, nothing where there is none; an empty text for what is no date or number of a year."""
    value = _python(value)
    if _is_missing(value) or value == "":
        return None
    return _said(value) if isinstance(value, str | int | dt.date) and not isinstance(value, bool) else ""


def _known(spells: Spells) -> Spells:
    """Return the spells where all of them are of dates that timelines know, none else."""
    return () if any(end and not days(end) for spell in spells for end in spell) else spells


def _is_flat(value: Any) -> TypeGuard[bool | int | float | None]:
    """Say whether the value is one that files hold as it is, or none; of other types than Python's it may be, too."""
    form = type(value)
    return (
        value is None
        or form is bool
        or (form is int and abs(value) <= MOST_EXACT)
        or (form is float and math.isfinite(value))
    )


def _python(value: Any) -> Any:
    """Return what NumPy has, one value or many, as Python has it: dates as texts, which are as precise as they are."""
    if not hasattr(value, "tolist"):
        return value
    if getattr(getattr(value, "dtype", None), "kind", "") not in {"M", "m"}:
        return value.tolist()
    texts = value.astype(str).tolist()
    return None if texts == "NaT" else texts if isinstance(texts, str) else [each for each in texts if each != "NaT"]


def _is_missing(value: object) -> bool:
    """Say whether there is no value: None, or what does not equal itself, as no number and no date of pandas do."""
    if isinstance(value, str | list | tuple | Mapping | AbstractSet):
        return False
    try:
        return value is None or bool(value != value)  # noqa: PLR0124  # that is what makes it one
    except TypeError:  # pandas.NA, which is neither
        return True


def _number(value: Real | Decimal) -> tuple[float, bool]:
    """Return the nearest number that files hold, infinite for a larger one; and whether it has the same digits."""
    try:
        number = float(value)
    except OverflowError:  # of fractions
        return math.inf, False
    if isinstance(value, Decimal) and value.is_infinite():
        return number, True
    exact = isinstance(value, Decimal | Rational)
    return number, not exact or (math.isfinite(number) and Fraction(repr(number)) == Fraction(str(value)))


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _evidence(value: object) -> list[Evidence]:
    """Return the evidence where the value is nothing else."""
    said = value if isinstance(value, list) else []
    return said if all(isinstance(piece, Mapping) and {"passage", "page"} <= piece.keys() for piece in said) else []
