"""GraphML and GEXF: what a flat network says, as its readers take it.

Written here and not by NetworkX: its writers give two ties one id where a multigraph's keys are relations, take
attributes of certain names for something else, announce a name twice where its values are whole numbers and others, and
write no ``kind``, by which Gephi tells parallel ties apart. ``tests/export/`` tries what readers make of both forms.

GEXF names itself 1.2, for NetworkX before 3.6 finds no graph in a file that names itself 1.3; ``kind`` is of 1.3, and
who does not know it passes over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from icilabas.words.sentences import days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    Plain = str | int | float | bool
    Attributes = dict[str, Plain]
    Type = Literal["boolean", "int", "long", "double", "string"]
    Keys = dict[str, tuple[str, Type]]
    Spells = Sequence[tuple[str | None, str | None]]  # dates that `days` knows, no start after its end


# What stands for something else in one of the two forms, or in one of its readers, as the name of an attribute.
RESERVED = {
    "node": frozenset({"id", "viz", "spells", "parents", "pid", "color", "size", "shape", "thickness", "x", "y", "z"}),
    "edge": frozenset({"id", "source", "target", "spells", "networkx_key"}),
}
NUMBERS: tuple[Type, ...] = ("int", "long", "double")  # each holds what those before it hold
MOST_EXACT = 2**53  # above, JavaScript and igraph round whole numbers
_INT = 2**31
# The first first: the others write it.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"


class FlatNode(NamedTuple):
    """A node whose attributes are texts, numbers and truth values."""

    id: str
    attributes: Attributes
    spells: Spells = ()


class Look(NamedTuple):
    """How a node is drawn: where it stands, how large, and red, green and blue from 0 to 255."""

    place: tuple[float, float]
    size: float
    colour: tuple[int, int, int]


class FlatTie(NamedTuple):
    """A tie with an id of its own; ``kind`` tells it from parallel ones, empty where there are none.

    That it has no direction, though the network has, is an attribute (``undirected``): both forms could say it of each
    tie, but NetworkX refuses a file that has ties of both sorts.
    """

    id: str
    source: str
    target: str
    attributes: Attributes
    spells: Spells = ()
    kind: str = ""


@dataclass(frozen=True)
class FlatNetwork:
    """What the XML forms hold. All texts are clean: nothing in them that XML cannot hold."""

    directed: bool
    nodes: list[FlatNode]
    ties: list[FlatTie]
    told: dict[str, str]  # what is said of the network as a whole: its name, for whom it is

    @cached_property
    def node_types(self) -> dict[str, Type]:
        """The type of each attribute of nodes."""
        return types(node.attributes for node in self.nodes)

    @cached_property
    def tie_types(self) -> dict[str, Type]:
        """The type of each attribute of ties."""
        return types(tie.attributes for tie in self.ties)

    @cached_property
    def ids(self) -> dict[str, str]:
        """The ids of nodes as XML has them."""
        return {node.id: _escaped(node.id) for node in self.nodes}

    @cached_property
    def node_texts(self) -> list[dict[str, str]]:
        """The attributes of each node as XML has them."""
        return [_texts(node.attributes, self.node_types) for node in self.nodes]

    @cached_property
    def tie_texts(self) -> list[dict[str, str]]:
        """The attributes of each tie as XML has them."""
        return [_texts(tie.attributes, self.tie_types) for tie in self.ties]


def graphml(network: FlatNetwork) -> Iterator[str]:
    """Yield the lines of a GraphML file, which has no times."""
    yield "<?xml version='1.0' encoding='utf-8'?>"
    place = f"{_GRAPHML} {_GRAPHML}/1.0/graphml.xsd"
    yield _element("graphml", {"xmlns": _GRAPHML, "xmlns:xsi": _XSI, "xsi:schemaLocation": place})
    keys: dict[str, dict[str, str]] = {}
    count = 0
    of_all = ("graph", types([{**network.told}])), ("node", network.node_types), ("edge", network.tie_types)
    for of, forms in of_all:
        keys[of] = {}
        for name, form in forms.items():
            keys[of][name] = f"d{count}"
            announced = {"id": f"d{count}", "for": of, "attr.name": name, "attr.type": form}
            yield "  " + _element("key", announced, closed=True)
            count += 1

    def data(of: str, texts: Mapping[str, str], indent: str) -> Iterator[str]:
        own = keys[of]
        return (f'{indent}<data key="{own[name]}">{text}</data>' for name, text in texts.items())

    yield "  " + _element("graph", {"edgedefault": "directed" if network.directed else "undirected"})
    yield from data("graph", {name: _escaped(text) for name, text in network.told.items()}, "    ")
    ids = network.ids
    for node, texts in zip(network.nodes, network.node_texts, strict=True):
        yield f'    <node id="{ids[node.id]}">'
        yield from data("node", texts, "      ")
        yield "    </node>"
    for tie, texts in zip(network.ties, network.tie_texts, strict=True):
        yield f'    <edge id="{tie.id}" source="{ids[tie.source]}" target="{ids[tie.target]}">'
        yield from data("edge", texts, "      ")
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def gexf(network: FlatNetwork, looks: Sequence[Look] = ()) -> Iterator[str]:
    """Yield the lines of a GEXF file; times are spells: from the first day of a start to the last day of an end.

    Gephi wants dates of one format in a file: as days of that sort a year, a month and a day stand beside each other.

    ``looks``: how each node is drawn, or nothing where that is left to whoever opens the file.
    """
    yield "<?xml version='1.0' encoding='utf-8'?>"
    names = {"xmlns": _GEXF, "xmlns:viz": f"{_GEXF}/viz", "xmlns:xsi": _XSI}
    yield _element("gexf", {**names, "xsi:schemaLocation": f"{_GEXF} {_GEXF}/gexf.xsd", "version": "1.2"})
    yield "  <meta>"
    yield "    <creator>icilabas</creator>"
    for element, told in (("keywords", "name"), ("description", "notice")):
        if text := network.told.get(told):
            yield f"    <{element}>{_escaped(text)}</{element}>"
    yield "  </meta>"
    timed = any(each.spells for some in (network.nodes, network.ties) for each in some)
    time = {"mode": "dynamic", "timeformat": "date"} if timed else {"mode": "static"}
    way = "directed" if network.directed else "undirected"
    yield "  " + _element("graph", {"defaultedgetype": way, "idtype": "string", **time})
    own = ["label", *(["weight"] if network.tie_types.get("weight") in NUMBERS else [])]  # attributes of the element
    edge_keys = _keys(network.tie_types, own, 0)
    keys = _keys(network.node_types, ["label"], len(edge_keys))
    yield from _announced("edge", edge_keys)
    yield from _announced("node", keys)
    ids = network.ids
    yield "    <nodes>"
    for number, (node, texts) in enumerate(zip(network.nodes, network.node_texts, strict=True)):
        label = _escaped(_written(node.attributes.get("label", node.id), "string")) or ids[node.id]
        yield f'      <node id="{ids[node.id]}" label="{label}">'
        yield from _inside(texts, keys, node.spells)
        if looks:
            yield from _looks(looks[number])
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for tie, texts in zip(network.ties, network.tie_texts, strict=True):
        said = {name: _written(tie.attributes[name], "string") for name in own if name in tie.attributes}
        said |= {"kind": tie.kind} if tie.kind else {}
        ends = f'id="{tie.id}" source="{ids[tie.source]}" target="{ids[tie.target]}"'
        yield f"      <edge {ends}{_said(said)}>"
        yield from _inside(texts, edge_keys, tie.spells)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _keys(forms: Mapping[str, Type], but: Sequence[str], first: int) -> Keys:
    """Return the number and the type of each attribute; graphology takes titles only where the ids are numbers."""
    kept = [(name, form) for name, form in forms.items() if name not in but]
    return {name: (str(number), form) for number, (name, form) in enumerate(kept, first)}


def _announced(of: str, keys: Keys) -> Iterator[str]:
    if keys:
        yield "    " + _element("attributes", {"class": of, "mode": "static"})
        for name, (key, form) in keys.items():
            said = {"id": key, "title": name, "type": "integer" if form == "int" else form}
            yield "      " + _element("attribute", said, closed=True)
        yield "    </attributes>"


def _inside(texts: Mapping[str, str], keys: Keys, spells: Spells) -> Iterator[str]:
    if values := [(keys[name][0], text) for name, text in texts.items() if name in keys]:
        yield "        <attvalues>"
        yield from [f'          <attvalue for="{key}" value="{text}" />' for key, text in values]
        yield "        </attvalues>"
    if apart := [ends for ends in _apart(spells) if ends]:
        yield "        <spells>"
        yield from ["          " + _element("spell", ends, closed=True) for ends in apart]
        yield "        </spells>"


def _apart(spells: Spells) -> Iterator[dict[str, str]]:
    """Yield the days of spells, those that overlap as one: Gephi opens no file with two that do.

    One that has neither start nor end is that of what is always there, and says nothing.
    """
    found: list[tuple[str, str]] = []
    for first, last in sorted((_day(start, 0), _day(end, 1)) for start, end in spells):
        since, until = found[-1] if found else ("", "")
        if found and (not until or first <= until):
            found[-1] = since, max(until, last) if until and last else ""
        else:
            found.append((first, last))
    for first, last in found:
        yield {**({"start": first} if first else {}), **({"end": last} if last else {})}


def _day(date: str | None, end: int) -> str:
    """Return the first day of a date, or the last; nothing where there is none."""
    reached = days(date) if date else None
    return reached[end] if reached else ""


def _looks(look: Look) -> Iterator[str]:
    (x, y), size, (red, green, blue) = look
    yield f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0" />'
    yield f'        <viz:size value="{size}" />'
    yield f'        <viz:position x="{x}" y="{y}" z="0.0" />'


def types(of_each: Iterable[Attributes]) -> dict[str, Type]:
    """Return the type of each attribute, in the order in which they come: one that holds all its values.

    Whole numbers and others are ``double``; numbers and texts, or numbers that readers would round, ``string``.
    """
    found: dict[str, set[Type]] = {}
    for attributes in of_each:
        for name, value in attributes.items():
            form = "string" if type(value) is str else _type(value)
            if name in found:
                found[name].add(form)
            else:
                found[name] = {form}
    return {name: _common(forms) for name, forms in found.items()}


def _type(value: Plain) -> Type:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "string" if abs(value) > MOST_EXACT else "long" if abs(value) >= _INT else "int"
    return "double" if isinstance(value, float) else "string"


def _common(forms: set[Type]) -> Type:
    if len(forms) == 1:
        return next(iter(forms))
    return max(forms, key=NUMBERS.index) if forms <= {*NUMBERS} else "string"


def _written(value: Plain, form: Type) -> str:
    if type(value) is str:  # nearly always
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(float(value) if form == "double" else value)


def _texts(attributes: Attributes, forms: Mapping[str, Type]) -> dict[str, str]:
    return {name: _escaped(_written(value, forms[name])) for name, value in attributes.items()}


def _escaped(text: str) -> str:
    """Return the text as XML has it: by ``replace``, which takes a third of the time of ``translate``."""
    for character, written in _ESCAPES.items():
        if character in text:
            text = text.replace(character, written)
    return text


def _said(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_escaped(value)}"' for name, value in attributes.items()])


def _element(tag: str, attributes: Mapping[str, str], *, closed: bool = False) -> str:
    return f"<{tag}{_said(attributes)}{' /' if closed else ''}>"
