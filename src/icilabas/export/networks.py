"""Networks for Gephi, Kumu, yEd, spreadsheets and programs: their files, and the note on what these do not hold.

What a form does not hold is told. All words are in the language of the file; the names of attributes and columns are
the same in each, for programs look for them. A GEXF file also says where nodes stand, how large they are and of which
colour, as in the picture of the site.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from icilabas.errors import UsageError, cannot_write
from icilabas.export import network_xml
from icilabas.export.flat_network import Flattened, kept, labels_language, told_of
from icilabas.export.network_tables import kumu_workbook, spreadsheet_tables
from icilabas.export.network_xml import Look
from icilabas.files.writing import open_file, remove_file, write_file
from icilabas.picture.drawing import drawn_points, hidden_kinds, radii
from icilabas.picture.styles import looks_of
from icilabas.words.catalogues import languages
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import networkx as nx

    from icilabas.export.flat_network import Notes
    from icilabas.export.network_xml import FlatNetwork


MOST_PLACED = 5000  # nodes
_ON_SITE = (".gexf", ".graphml", ".csv")


def _graphml(flat: Flattened) -> dict[str, bytes]:
    network = flat.network()
    for some, forms in ((network.nodes, network.node_types), (network.ties, network.tie_types)):
        for name, form in forms.items():
            if form == "boolean" and any(name not in each.attributes for each in some):
                flat.notes.lose("network-note-missing", name)
    _tell_loose(flat, network)
    if any("&" in name for name in (*network.ids, *network.node_types)):
        flat.notes.lose("network-note-ampersand", "node")
    return _lines(network_xml.graphml(network))


def _gexf(flat: Flattened) -> dict[str, bytes]:
    network = flat.network()
    if any(each.spells for some in (network.nodes, network.ties) for each in some):
        flat.notes.lose("network-note-days", "spells")
    dated = [(node, {"start", "end", "period"}) for node in network.nodes] + [(tie, {"period"}) for tie in network.ties]
    for each, names in dated:
        if not each.spells:
            for name in sorted(names & each.attributes.keys()):
                flat.notes.lose("network-note-undated", name)
    _tell_loose(flat, network)
    if any(tie.attributes.get("weight") == 0 for tie in network.ties):
        flat.notes.lose("network-note-weight", "weight")
    return _lines(network_xml.gexf(network, _looks(flat.graph, network)))


def _tell_loose(flat: Flattened, network: FlatNetwork) -> None:
    """Note that ties without a direction stand in a network that has directions."""
    if flat.graph.is_directed() and any(tie.attributes.get("undirected") is True for tie in network.ties):
        flat.notes.lose("network-note-loose", "undirected")


def _lines(lines: Iterable[str]) -> dict[str, bytes]:
    return {"": ("\n".join(lines) + "\n").encode()}


def _looks(graph: nx.Graph, network: FlatNetwork) -> list[Look]:
    """Return the place, size and colour of each node in its picture, for programs that show it: y grows upwards.

    Of a network of very many nodes none: whoever opens it lays it out by what is of interest.
    """
    nodes = network.nodes
    if len(nodes) > MOST_PLACED:
        return []
    kinds = [str(node.attributes.get("kind") or "node") for node in nodes]
    number = {node.id: place for place, node in enumerate(nodes)}
    links = [(number[tie.source], number[tie.target]) for tie in network.ties]
    looks, sizes = looks_of(kinds), radii(kinds, links)
    labels = tuple(str(node.attributes.get("label") or node.id) for node in nodes)
    points = drawn_points(labels, tuple(kinds), tuple(links), frozenset(hidden_kinds(graph, looks)))
    found = []
    for kind, size, (x, y) in zip(kinds, sizes, points, strict=True):
        red, green, blue = bytes.fromhex(looks[kind][1].removeprefix("#"))
        found.append(Look((float(x), float(-y)), size, (red, green, blue)))
    return found


def _json(flat: Flattened) -> dict[str, bytes]:
    import networkx as nx

    content = kept({**told_of(flat.graph), **nx.node_link_data(flat.graph, edges="edges")})
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return {"": (text + "\n").encode("utf-8", "replace")}


def forms_on_site(graph: nx.Graph) -> tuple[str, ...]:
    """Return the forms in which a site has the network: of very many nodes only tables, which any program reads.

    XML of such networks weighs tens of megabytes and takes most of the time of a build; `network` writes it.
    """
    return _ON_SITE if len(graph) <= MOST_PLACED else (".csv",)


NETWORKS: dict[str, Callable[[Flattened], dict[str, bytes]]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".json": _json,
    ".csv": spreadsheet_tables,
    ".xlsx": kumu_workbook,
}


def network_files(flat: Flattened, path: Path) -> tuple[dict[Path, bytes], Notes]:
    """Return the files of a network in the form of the ending, one or two, and what they do not hold.

    Its values are made flat once for all its files.
    All words are in the language of the network's labels. Raises UsageError for an unknown ending.
    """
    form = NETWORKS.get(path.suffix.lower())
    if form is None:
        raise UsageError(message("bad-output", found=path.suffix or path.name, known=", ".join(NETWORKS)))
    flat = Flattened(flat.graph) if form is _json else flat.of_one_file()  # that one needs none of the flat values
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
    files, notes = network_files(Flattened(graph), path)
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
