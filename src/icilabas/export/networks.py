"""Networks for Gephi, Kumu, yEd, spreadsheets and programs.

These forms hold texts, numbers and truth values: attributes are made flat here, and only here, and what a form does not
hold is told. All words are in the language of the file; the names of attributes and columns are the same in each, for
programs look for them. A GEXF file also says where nodes stand, how large they are and of which colour, as in the
picture of the site.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any

from icilabas.asking.evidence import by_passage
from icilabas.engine.terms import local_name
from icilabas.errors import UsageError, cannot_write
from icilabas.export import network_xml
from icilabas.export.network_xml import MOST_EXACT, RESERVED, FlatNetwork, FlatNode, FlatTie
from icilabas.export.rdf import notice
from icilabas.files.csv_tables import csv_bytes
from icilabas.files.writing import open_file, remove_file, write_file
from icilabas.picture.drawing import radii
from icilabas.picture.layout import box, node_points
from icilabas.picture.styles import looks_of
from icilabas.sources.restricted_passages import ACCESS
from icilabas.words.catalogues import FIRST, languages
from icilabas.words.messages import message
from icilabas.words.safe_text import as_list, printable
from icilabas.words.sentences import days
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    import networkx as nx

    from icilabas.asking.evidence import Evidence
    from icilabas.export.network_xml import Attributes, Plain, Spells

    Fold = Callable[[str], str]


MOST_PLACED = 5000  # nodes
SEPARATOR = " | "  # between the values of a list
_ON_SITE = (".gexf", ".graphml", ".csv")


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


def evidence_text(evidence: list[Evidence], names: dict[str, dict[str, str]], lang: str = FIRST) -> str:
    """Return evidence as people cite it: passage title and page, each once."""

    def title(passage: str) -> Text:
        return same(Text(names.get(passage, {})).text(lang) or passage)

    cited = by_passage(evidence, title, merged=False, ordered=False)
    return printable(SEPARATOR.join(each.text.text(lang) for each in cited))


def is_restricted(graph: nx.Graph) -> bool:
    """Say whether the network shows what only some may read."""
    return bool(graph.graph.get(ACCESS) == "restricted")


def _told(graph: nx.Graph) -> dict[str, str]:
    """Return what the head of a file says of such a network."""
    return {ACCESS: "restricted", "notice": notice()} if is_restricted(graph) else {}


def labels_language(graph: nx.Graph) -> str:
    """Return the language of the labels of a network, as `project` made them."""
    return str(graph.graph.get("lang") or FIRST)


class _Flattened:
    """The attributes of a network's nodes and ties as flat values, and the notes on what these do not hold."""

    def __init__(self, graph: nx.Graph) -> None:
        self.graph, self.notes, self.lang = graph, Notes(), labels_language(graph)
        self.names: dict[str, dict[str, str]] = graph.graph.get("labels", {})

    @cached_property
    def ids(self) -> dict[Hashable, str]:
        """The nodes' ids, each once."""
        return dict(zip(self.graph, self._apart(map(str, self.graph), "node"), strict=True))

    def network(self) -> FlatNetwork:
        """Return the whole network; each tie has an id of its own, and its kind where there may be parallel ones."""
        graph = self.graph
        nodes = [FlatNode(self.ids[node], *self.node(about)) for node, about in graph.nodes(data=True)]
        ties = [
            FlatTie(f"e{number}", self.ids[source], self.ids[target], *self.tie(about), self._clean(kind, "edge"))
            for number, (source, target, kind, about) in enumerate(_ties(graph))
        ]
        told = {"name": str(graph.graph.get("name") or ""), **_told(graph)}
        told = {name: printable(text) for name, text in told.items() if text}
        return FlatNetwork(graph.is_directed(), nodes, ties, told)

    def said(self, name: object) -> str:
        """Return what the thing, kind or sphere of this name is called in the language."""
        return printable(Text(self.names.get(str(name), {})).text(self.lang) or local_name(str(name or "")))

    def node(self, about: Mapping[str, Any]) -> tuple[Attributes, Spells]:
        """Return the attributes of a node, and its spells: from its start to its end, where it has one of them."""
        spells = self._spells([(about.get("start"), about.get("end"))])
        if spells:
            return self._attributes(about, "node"), _known(spells)
        return self._dated(about, "node")

    def tie(self, about: Mapping[str, Any]) -> tuple[Attributes, Spells]:
        """Return the attributes of a tie, with its label, and its spells."""
        found, spells = self._dated(about, "edge")
        if "label" not in found and (relations := _several(about.get("relations"))):
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
            if flat is not None:
                wanted = called = self._clean(str(name), of)
                while called in RESERVED[of] or called in found or (called != wanted and called in about):
                    called += "_"
                if called != wanted:
                    self.notes.lose("network-note-name", wanted)
                found[called] = flat
        return found

    def _flat(self, name: str, value: object, of: str) -> Plain | None:
        if type(value) is str:  # nearly always
            return self._clean(value, of)
        value = _python(value)
        if _is_missing(value):
            return None
        if name == "evidence" and (said := _evidence(value)):
            self.notes.lose("network-note-evidence", name)
            return evidence_text(said, self.names, self.lang)
        if isinstance(value, Mapping):
            self.notes.lose("network-note-nested", name)
            return self._clean(json.dumps(_kept(value), ensure_ascii=False), of)
        if isinstance(value, list | tuple | AbstractSet):
            return self._list(name, [item for item in map(_python, value) if not _is_missing(item)], of)
        return self._one(name, value, of)

    def _list(self, name: str, values: list[object], of: str) -> str:
        if any(isinstance(value, Mapping | list | tuple | AbstractSet) for value in values):
            self.notes.lose("network-note-nested", name)
        parts = sorted(self._text(value, of) for value in values)
        if len(parts) > 1:
            self.notes.lose("network-note-list", name)
        if any(SEPARATOR.strip() in part for part in parts):
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
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Mapping | list | tuple | AbstractSet):
            return self._clean(json.dumps(_kept(value), ensure_ascii=False), of)
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


def _date(value: object) -> str | None:
    """Return a date as text, nothing where there is none; an empty text for what is no date or number of a year."""
    value = _python(value)
    if _is_missing(value) or value == "":
        return None
    return _said(value) if isinstance(value, str | int | dt.date) and not isinstance(value, bool) else ""


def _known(spells: Spells) -> Spells:
    """Return the spells where all of them are of dates that timelines know, none else."""
    return () if any(end and not days(end) for spell in spells for end in spell) else spells


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


def _ties(graph: nx.Graph) -> Iterator[tuple[Hashable, Hashable, str, Mapping[str, Any]]]:
    """Yield each tie: its ends, what tells it from parallel ones, and its attributes."""
    if graph.is_multigraph():
        for source, target, key, about in graph.edges(keys=True, data=True):
            yield source, target, str(key), about
    else:
        for source, target, about in graph.edges(data=True):
            yield source, target, "", about


def _graphml(flat: _Flattened) -> dict[str, bytes]:
    network = flat.network()
    for some in ([node.attributes for node in network.nodes], [tie.attributes for tie in network.ties]):
        for name, form in network_xml.types(some).items():
            if form == "boolean" and any(name not in about for about in some):
                flat.notes.lose("network-note-missing", name)
    if any("&" in name for node in network.nodes for name in (node.id, *node.attributes)):
        flat.notes.lose("network-note-ampersand", "node")
    return _lines(network_xml.graphml(network))


def _gexf(flat: _Flattened) -> dict[str, bytes]:
    network = flat.network()
    if any(each.spells for some in (network.nodes, network.ties) for each in some):
        flat.notes.lose("network-note-days", "spells")
    dated = [(node, {"start", "end", "period"}) for node in network.nodes] + [(tie, {"period"}) for tie in network.ties]
    for each, names in dated:
        if not each.spells:
            for name in sorted(names & each.attributes.keys()):
                flat.notes.lose("network-note-undated", name)
    if any(tie.attributes.get("weight") == 0 for tie in network.ties):
        flat.notes.lose("network-note-weight", "weight")
    return _lines(network_xml.gexf(_seen(network)))


def _lines(lines: Iterable[str]) -> dict[str, bytes]:
    return {"": ("\n".join(lines) + "\n").encode()}


def _seen(network: FlatNetwork) -> FlatNetwork:
    """Return the network with the place, size and colour of each node, for programs that show it: y grows upwards.

    A network of very many nodes is left as it is: whoever opens it lays it out by what is of interest.
    """
    nodes = network.nodes
    if len(nodes) > MOST_PLACED:
        return network
    kinds = [str(node.attributes.get("kind") or "node") for node in nodes]
    number = {node.id: place for place, node in enumerate(nodes)}
    links = [(number[tie.source], number[tie.target]) for tie in network.ties]
    looks, sizes = looks_of(kinds), radii(kinds, links)
    boxes = [box(len(str(node.attributes.get("label"))), size, 1.0) for node, size in zip(nodes, sizes, strict=True)]
    seen = []
    for node, kind, size, (x, y) in zip(nodes, kinds, sizes, node_points(boxes, links), strict=True):
        red, green, blue = bytes.fromhex(looks[kind][1].removeprefix("#"))
        seen.append(node._replace(looks=((float(x), float(-y)), size, (red, green, blue))))
    return network._replace(nodes=seen)


def _json(flat: _Flattened) -> dict[str, bytes]:
    import networkx as nx

    content = _kept({**_told(flat.graph), **nx.node_link_data(flat.graph, edges="edges")})
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return {"": (text + "\n").encode("utf-8", "replace")}


def _kept(value: object) -> object:
    """Return the value as JSON holds it: sets as lists in order, dates as texts, no number for what is none."""
    value = _python(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _kept(item) for key, item in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        found = [_kept(item) for item in value]
        return sorted(found, key=str) if isinstance(value, AbstractSet) else found
    if _is_missing(value):
        return None
    if isinstance(value, Real | Decimal) and not isinstance(value, int):
        number, same_digits = _number(value)
        return number if same_digits and math.isfinite(number) else str(value)
    return value if isinstance(value, int) else _said(value)


def _csv(flat: _Flattened) -> dict[str, bytes]:
    """Return the tables of a network, by what is added to the name of the file: its ties, and its nodes."""
    graph = flat.graph
    nodes = [flat.node(about)[0] for _node, about in graph.nodes(data=True)]
    label = {node: str(about.get("label", "")) for node, about in zip(graph, nodes, strict=True)}
    ties = [
        ([flat.ids[source], flat.ids[target], label[source], label[target]], flat.tie(about)[0])
        for source, target, _key, about in _ties(graph)
    ]
    columns = _columns((about for _ends, about in ties), "relations", "weight", "evidence")
    about_nodes = _columns(nodes)
    if graph.is_directed():
        flat.notes.lose("network-note-direction", "edge")
    _note_tables(flat.notes, graph, [*nodes, *(about for _ends, about in ties)])
    tables = {
        "": (["source", "target", "source_label", "target_label"], columns, ties),
        "-nodes": (["id"], about_nodes, [([flat.ids[node]], about) for node, about in zip(graph, nodes, strict=True)]),
    }
    return {
        name: csv_bytes(
            [*first, *_headings(flat, first, more)], [[*ends, *_row(about, more)] for ends, about in rows], flat.lang
        )
        for name, (first, more, rows) in tables.items()
    }


def _headings(flat: _Flattened, before: Iterable[str], names: Iterable[str], same_as: Fold = str) -> Iterator[str]:
    """Yield the headings of columns, none of which is another's or one of those before, by what ``same_as`` makes."""
    taken = set(map(same_as, before))
    for wanted in names:
        called = wanted
        while same_as(called) in taken:
            called += "_"
        if called != wanted:
            flat.notes.lose("network-note-name", wanted)
        taken.add(same_as(called))
        yield called


def _columns(of_each: Iterable[Attributes], *first: str) -> list[str]:
    return [*first, *sorted({name for about in of_each for name in about} - {*first})]


def _row(about: Attributes, columns: Iterable[str]) -> list[Plain]:
    values = (about.get(column, "") for column in columns)
    return [str(value).lower() if isinstance(value, bool) else value for value in values]


def _shortest(value: Plain) -> str:
    """Return a value as a workbook writes a number: whole ones without a point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _note_tables(notes: Notes, graph: nx.Graph, of_each: Iterable[Attributes]) -> None:
    """Note what no table holds: whether a text is empty or there is none, and for whom it is."""
    for about in of_each:
        for name, value in about.items():
            if value == "":
                notes.lose("network-note-empty", name)
    if is_restricted(graph):
        notes.lose("restricted-notice", ACCESS)


# What the first columns of a workbook for Kumu say.
_SHOWN = {"label", "slug", "kind", "sphere", "territory", "themes", "alt_labels"}
# The fields that Kumu knows, as its guide to fields has them, and the names that it takes for none.
_KUMU_FIELDS = frozenset(
    {"id", "label", "type", "description", "tags", "image", "url", "email", "from", "to", "direction", "strength"}
    | {"yes", "no", "on", "off", "true", "false"}
)


def _kumu_headings() -> dict[str, Text]:
    """Return the headings that Kumu does not look for, by the names of attributes."""
    return {
        "sphere": message("kumu-sphere"),
        "territory": message("kumu-territory"),
        "themes": message("kumu-themes"),
        "territories": message("kumu-territories"),
        "sessions": message("kumu-sessions"),
        "start": message("kumu-start"),
        "end": message("kumu-end"),
        "period": message("kumu-period"),
        "lat": message("kumu-lat"),
        "long": message("kumu-long"),
        "id": message("kumu-id"),
        "evidence": message("kumu-evidence"),
    }


def _kumu(flat: _Flattened) -> dict[str, bytes]:
    """Return a workbook that Kumu imports: elements by their labels, each once, and connections between these.

    Kumu knows elements by their labels where there is no column of the heading “ID”, and makes one of two connections
    between the same elements that have no “ID”: so these have one, and elements have none.
    """
    from icilabas.files.excel import Worksheet, write_workbook

    graph, lang = flat.graph, flat.lang
    about_nodes = [flat.node(about)[0] for _node, about in graph.nodes(data=True)]
    labels = dict(zip(graph, _once(flat, about_nodes), strict=True))

    def named(values: object) -> list[str]:
        return [*dict.fromkeys(_undivided(flat.said(value)) for value in _several(values))]

    def other(about: Mapping[str, Any], plain: Attributes, names: Iterable[str]) -> list[str]:
        said = {name: "|".join(named(about[name])) for name in ("territories", "sessions") if about.get(name)}
        return [said.get(name) or _shortest(value) for name, value in zip(names, _row(plain, names), strict=True)]

    in_languages = {f"{name}_{tongue}" for name in ("label", "description") for tongue in languages()}
    more = [name for name in _columns(about_nodes) if name not in _SHOWN | in_languages]
    first = ["Label", "Type", "Description", "Tags"]
    elements = [[*first, *_headed(flat, first, ("sphere", "territory", "themes", "id", *more))]]
    for (node, about), plain in zip(graph.nodes(data=True), about_nodes, strict=True):
        described = Text({tongue: str(about.get(f"description_{tongue}") or "") for tongue in languages()}).text(lang)
        tags = "|".join(_undivided(printable(str(alias))) for alias in _several(about.get("alt_labels")))
        where = [
            flat.said(about.get("sphere")),
            flat.said(about.get("territory")),
            "|".join(named(about.get("themes"))),
        ]
        facts = [labels[node], flat.said(about.get("kind")), described, tags, *where, flat.ids[node]]
        elements.append([*facts, *other(about, plain, more)])
    ties = [(source, target, about, flat.tie(about)[0]) for source, target, _key, about in _ties(graph)]
    shown = {"relations", "label", "weight", "evidence"}
    more = [name for name in _columns(plain for *_tie, plain in ties) if name not in shown]
    way = "directed" if graph.is_directed() else "undirected"
    first = ["ID", "From", "To", "Direction", "Type", "Tags", "Strength"]
    connections = [[*first, *_headed(flat, first, ("evidence", *more))]]
    for number, (source, target, about, plain) in enumerate(ties):
        ends = [f"e{number}", labels[source], labels[target], way]
        relations = named(about.get("relations"))
        facts = [" / ".join(relations), "|".join(relations), _shortest(plain.get("weight", ""))]
        connections.append([*ends, *facts, str(plain.get("evidence", "")), *other(about, plain, more)])
    flat.notes.lose("network-note-language", "label")
    _note_tables(flat.notes, graph, about_nodes)
    return {"": write_workbook([Worksheet("Elements", elements), Worksheet("Connections", connections)], ".csv")}


def _headed(flat: _Flattened, first: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """Return the headings of further columns, none of which Kumu takes for a field of its own or for one before it."""
    known = _kumu_headings()
    called = (known[name].text(flat.lang) if name in known else name for name in names)
    return _headings(flat, {*_KUMU_FIELDS, *first}, called, str.casefold)


def _undivided(text: str) -> str:
    """Return the text without the sign between several values, by which Kumu divides every cell."""
    return text.replace("|", "/")


def _several(values: object) -> list[object]:
    """Return what is one value, several or none as a list, without what is missing."""
    return [value for value in map(_python, as_list(_python(values))) if not _is_missing(value)]


def _once(flat: _Flattened, of_each: Iterable[Attributes]) -> Iterator[str]:
    """Yield the label of each node; of several of one label, whatever its case, all but the first have their id."""
    taken: set[str] = set()
    for name, about in zip(flat.ids.values(), of_each, strict=True):
        own = _undivided(name)
        found = " ".join(_undivided(str(about.get("label") or name)).split()) or own
        while found.casefold() in taken:
            found = f"{found} ({own})"
        taken.add(found.casefold())
        yield found


def forms_on_site(graph: nx.Graph) -> tuple[str, ...]:
    """Return the forms in which a site has the network: of very many nodes only tables, which any program reads.

    XML of such networks weighs tens of megabytes and takes most of the time of a build; `network` writes it.
    """
    return _ON_SITE if len(graph) <= MOST_PLACED else (".csv",)


NETWORKS: dict[str, Callable[[_Flattened], dict[str, bytes]]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _kumu,
}


def flat_network(graph: nx.Graph) -> FlatNetwork:
    """Return the network as forms of texts, numbers and truth values hold it."""
    return _Flattened(graph).network()


def network_files(graph: nx.Graph, path: Path) -> tuple[dict[Path, bytes], Notes]:
    """Return the files of the network in the form of the ending, one or two, and what they do not hold.

    All words are in the language of the network's labels. Raises UsageError for an unknown ending.
    """
    form = NETWORKS.get(path.suffix.lower())
    if form is None:
        raise UsageError(message("bad-output", found=path.suffix or path.name, known=", ".join(NETWORKS)))
    flat = _Flattened(graph)
    return {path.with_name(f"{path.stem}{more}{path.suffix}"): data for more, data in form(flat).items()}, flat.notes


def note_of(path: Path) -> Path:
    """Return where it is said what a file does not hold."""
    return path.with_name(f"{path.name}.txt")


def has_note(path: Path) -> bool:
    """Say whether a note of ours stands beside a file of a network: its first line tells."""
    first = {f"\ufeff{message('network-note-head').text(lang)}\r\n".encode() for lang in languages()}
    try:
        with open_file(note_of(path)) as file:
            return file.readline(max(map(len, first))) in first
    except OSError:  # none, or no file
        return False


def write_network(graph: nx.Graph, path: Path) -> list[Path]:
    """Write the network in the form of the ending; ``.csv`` writes the ties, and the nodes in ``…-nodes.csv``.

    What the form does not hold is said in a note beside it, see `note_of`; that of an earlier network goes. Returns the
    files of the network. Raises UsageError for an unknown ending, a place that cannot be written, or where what stands
    in the place of the note is none of ours; then nothing is written.
    """
    files, notes = network_files(graph, path)
    note, ours = note_of(path), has_note(path)
    try:
        if notes.found and not ours and note.exists():
            raise UsageError(message("not-our-note", path=note))
    except OSError as error:  # a name of more letters than the system takes
        raise cannot_write(note, error) from None
    for place, content in files.items():
        write_file(place, content)
    if notes.found:
        told = [message("network-note-head"), *notes.sentences()]
        lines = "".join(f"{sentence.text(labels_language(graph))}\r\n" for sentence in told)
        write_file(note, f"\ufeff{lines}".encode())
    elif ours:
        remove_file(note)
    return [*files]
