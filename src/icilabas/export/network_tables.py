"""Networks as tables: for spreadsheets, and as a workbook for Kumu.

What holds for columns of both stands here: their order, that no heading stands twice, and what no table holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas.export.flat_network import each_tie, is_restricted, several
from icilabas.files.csv_tables import csv_bytes
from icilabas.sources.restricted_passages import ACCESS
from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.safe_text import printable
from icilabas.words.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import networkx as nx

    from icilabas.export.flat_network import Flattened, Notes
    from icilabas.export.network_xml import Attributes, Plain

    Fold = Callable[[str], str]


# What the first columns of a workbook for Kumu say.
_SHOWN = {"label", "slug", "kind", "sphere", "territory", "themes", "alt_labels"}
# The fields that Kumu knows, as its guide to fields has them, and the names that it takes for none.
_KUMU_FIELDS = frozenset(
    {"id", "label", "type", "description", "tags", "image", "url", "email", "from", "to", "direction", "strength"}
    | {"yes", "no", "on", "off", "true", "false"}
)


def spreadsheet_tables(flat: Flattened) -> dict[str, bytes]:
    """Return the tables of a network, by what is added to the name of the file: its ties, and its nodes."""
    graph = flat.graph
    nodes = [about for about, _spells in flat.nodes]
    label = {node: str(about.get("label", "")) for node, about in zip(graph, nodes, strict=True)}
    ties = [
        ([flat.ids[source], flat.ids[target], label[source], label[target]], about)
        for (source, target, *_rest), (about, _spells) in zip(each_tie(graph), flat.ties, strict=True)
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
            [*first, *_headings(flat, first, more)],
            ([*ends, *[about.get(column, "") for column in more]] for ends, about in rows),
            flat.lang,
        )
        for name, (first, more, rows) in tables.items()
    }


def kumu_workbook(flat: Flattened) -> dict[str, bytes]:
    """Return a workbook that Kumu imports: elements by their labels, each once, and connections between these.

    Kumu knows elements by their labels where there is no column of the heading “ID”, and makes one of two connections
    between the same elements that have no “ID”: so these have one, and elements have none.
    """
    from icilabas.files.written_workbook import Worksheet, write_workbook

    graph, lang = flat.graph, flat.lang
    about_nodes = [about for about, _spells in flat.nodes]
    labels = dict(zip(graph, _once(flat, about_nodes), strict=True))

    def named(values: object) -> list[str]:
        return [*dict.fromkeys(_undivided(flat.said(value)) for value in several(values))]

    def other(about: Mapping[str, Any], plain: Attributes, names: Iterable[str]) -> list[str]:
        said = {name: "|".join(named(about[name])) for name in ("territories", "sessions") if about.get(name)}
        return [said.get(name) or _shortest(value) for name, value in zip(names, _row(plain, names), strict=True)]

    in_languages = {f"{name}_{tongue}" for name in ("label", "description") for tongue in languages()}
    more = [name for name in _columns(about_nodes) if name not in _SHOWN | in_languages]
    first = ["Label", "Type", "Description", "Tags"]
    elements = [[*first, *_headed(flat, first, ("sphere", "territory", "themes", "id", *more))]]
    for (node, about), plain in zip(graph.nodes(data=True), about_nodes, strict=True):
        described = Text({tongue: str(about.get(f"description_{tongue}") or "") for tongue in languages()}).text(lang)
        tags = "|".join(_undivided(printable(str(alias))) for alias in several(about.get("alt_labels")))
        where = [
            flat.said(about.get("sphere")),
            flat.said(about.get("territory")),
            "|".join(named(about.get("themes"))),
        ]
        facts = [labels[node], flat.said(about.get("kind")), described, tags, *where, flat.ids[node]]
        elements.append([*facts, *other(about, plain, more)])
    ties = [
        (source, target, about, plain)
        for (source, target, _key, about), (plain, _spells) in zip(each_tie(graph), flat.ties, strict=True)
    ]
    shown = {"relations", "label", "weight", "evidence", "undirected"}
    more = [name for name in _columns(plain for *_tie, plain in ties) if name not in shown]
    first = ["ID", "From", "To", "Direction", "Type", "Tags", "Strength"]
    connections = [[*first, *_headed(flat, first, ("evidence", *more))]]
    for number, (source, target, about, plain) in enumerate(ties):
        way = "directed" if graph.is_directed() and about.get("undirected") is not True else "undirected"
        ends = [f"e{number}", labels[source], labels[target], way]
        relations = named(about.get("relations"))
        facts = [" / ".join(relations), "|".join(relations), _shortest(plain.get("weight", ""))]
        connections.append([*ends, *facts, str(plain.get("evidence", "")), *other(about, plain, more)])
    flat.notes.lose("network-note-language", "label")
    _note_tables(flat.notes, graph, about_nodes)
    return {"": write_workbook([Worksheet("Elements", elements), Worksheet("Connections", connections)], ".csv")}


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


def _headed(flat: Flattened, first: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """Return the headings of further columns, none of which Kumu takes for a field of its own or for one before it."""
    known = _kumu_headings()
    called = (known[name].text(flat.lang) if name in known else name for name in names)
    return _headings(flat, {*_KUMU_FIELDS, *first}, called, str.casefold)


def _undivided(text: str) -> str:
    """Return the text without the sign between several values, by which Kumu divides every cell."""
    return text.replace("|", "/")


def _once(flat: Flattened, of_each: Iterable[Attributes]) -> Iterator[str]:
    """Yield the label of each node; of several of one label, whatever its case, all but the first have their id."""
    taken: set[str] = set()
    for name, about in zip(flat.ids.values(), of_each, strict=True):
        own = _undivided(name)
        found = " ".join(_undivided(str(about.get("label") or name)).split()) or own
        while found.casefold() in taken:
            found = f"{found} ({own})"
        taken.add(found.casefold())
        yield found


def _headings(flat: Flattened, before: Iterable[str], names: Iterable[str], same_as: Fold = str) -> Iterator[str]:
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
    return [*first, *sorted(set[str]().union(*of_each) - {*first})]


def _row(about: Attributes, columns: Iterable[str]) -> list[Plain]:
    values = (about.get(column, "") for column in columns)
    return [str(value).lower() if isinstance(value, bool) else value for value in values]


def _shortest(value: Plain) -> str:
    """Return a value as a workbook writes a number: whole ones without a point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _note_tables(notes: Notes, graph: nx.Graph, of_each: Iterable[Attributes]) -> None:
    """Note what no table holds: whether a text is empty or there is none, and for whom it is."""
    for about in of_each:
        if "" in about.values():
            notes.lose("network-note-empty", *(name for name, value in about.items() if value == ""))
    if is_restricted(graph):
        notes.lose("restricted-notice", ACCESS)
