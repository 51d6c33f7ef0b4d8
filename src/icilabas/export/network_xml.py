"""GraphML and GEXF: what a flat network says, as its readers take it.

Written here and not by NetworkX: its writers give two ties one id where a multigraph's keys are relations, take
attributes of certain names for something else, announce a name twice where its values are whole numbers and others, and
write no ``kind``, by which Gephi tells parallel ties apart. ``tests/export/`` tries what readers make of both forms.

GEXF names itself 1.2, for NetworkX before 3.6 finds no graph in a file that names itself 1.3; ``kind`` is of 1.3, and
who does not know it passes over it.
"""

from __future__ import annotations

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
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"


class FlatNode(NamedTuple):
    """A node whose attributes are texts, numbers and truth values; ``looks``: place, size, red, green and blue."""

    id: str
    attributes: Attributes
    spells: Spells = ()
    looks: tuple[tuple[float, float], float, tuple[int, int, int]] | None = None


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


class FlatNetwork(NamedTuple):
    """What the XML forms hold. All texts are clean: nothing in them that XML cannot hold."""

    directed: bool
    nodes: list[FlatNode]
    ties: list[FlatTie]
    told: dict[str, str]  # what is said of the network as a whole: its name, for whom it is


def graphml(network: FlatNetwork) -> Iterator[str]:
    """Yield the lines of a GraphML file, which has no times."""
    yield "<?xml version='1.0' encoding='utf-8'?>"
    place = f"{_GRAPHML} {_GRAPHML}/1.0/graphml.xsd"
    yield _element("graphml", {"xmlns": _GRAPHML, "xmlns:xsi": _XSI, "xsi:schemaLocation": place})
    count, keys = 0, {}
    of_all: tuple[tuple[str, Iterable[Attributes]], ...] = (
        ("graph", [{**network.told}]),
        ("node", (node.attributes for node in network.nodes)),
        ("edge", (tie.attributes for tie in network.ties)),
    )
    for of, found in of_all:
        for name, form in types(found).items():
            keys[of, name] = f"d{count}", form
            announced = {"id": f"d{count}", "for": of, "attr.name": name, "attr.type": form}
            yield "  " + _element("key", announced, closed=True)
            count += 1

    def data(of: str, attributes: Mapping[str, Plain], indent: str) -> Iterator[str]:
        for name, value in attributes.items():
            key, form = keys[of, name]
            yield f'{indent}<data key="{key}">{_written(value, form).translate(_ESCAPES)}</data>'

    yield "  " + _element("graph", {"edgedefault": "directed" if network.directed else "undirected"})
    yield from data("graph", network.told, "    ")
    for node in network.nodes:
        yield "    " + _element("node", {"id": node.id})
        yield from data("node", node.attributes, "      ")
        yield "    </node>"
    for tie in network.ties:
        yield "    " + _element("edge", {"id": tie.id, "source": tie.source, "target": tie.target})
        yield from data("edge", tie.attributes, "      ")
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def gexf(network: FlatNetwork) -> Iterator[str]:
    """Yield the lines of a GEXF file; times are spells: from the first day of a start to the last day of an end."""
    yield "<?xml version='1.0' encoding='utf-8'?>"
    names = {"xmlns": _GEXF, "xmlns:viz": f"{_GEXF}/viz", "xmlns:xsi": _XSI}
    yield _element("gexf", {**names, "xsi:schemaLocation": f"{_GEXF} {_GEXF}/gexf.xsd", "version": "1.2"})
    yield "  <meta>"
    yield "    <creator>icilabas</creator>"
    for element, told in (("keywords", "name"), ("description", "notice")):
        if text := network.told.get(told):
            yield f"    <{element}>{text.translate(_ESCAPES)}</{element}>"
    yield "  </meta>"
    timed = any(each.spells for some in (network.nodes, network.ties) for each in some)
    time = {"mode": "dynamic", "timeformat": "date"} if timed else {"mode": "static"}
    way = "directed" if network.directed else "undirected"
    yield "  " + _element("graph", {"defaultedgetype": way, "idtype": "string", **time})
    own = ["label"]  # attributes of the element itself
    if types(tie.attributes for tie in network.ties).get("weight") in NUMBERS:
        own.append("weight")
    nodes = [_without(node.attributes, "label") for node in network.nodes]
    ties = [_without(tie.attributes, *own) for tie in network.ties]
    edge_keys = _keys(ties, 0)
    keys = _keys(nodes, len(edge_keys))
    yield from _announced("edge", edge_keys)
    yield from _announced("node", keys)
    yield "    <nodes>"
    for node, attributes in zip(network.nodes, nodes, strict=True):
        label = _written(node.attributes.get("label", node.id), "string")
        yield "      " + _element("node", {"id": node.id, "label": label or node.id})
        yield from _inside(attributes, keys, node.spells)
        yield from _looks(node)
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for tie, attributes in zip(network.ties, ties, strict=True):
        said = {"id": tie.id, "source": tie.source, "target": tie.target}
        said |= {name: _written(tie.attributes[name], "string") for name in own if name in tie.attributes}
        yield "      " + _element("edge", {**said, **({"kind": tie.kind} if tie.kind else {})})
        yield from _inside(attributes, edge_keys, tie.spells)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _keys(of_each: Iterable[Attributes], first: int) -> Keys:
    """Return the number and the type of each attribute; graphology takes titles only where the ids are numbers."""
    return {name: (str(number), form) for number, (name, form) in enumerate(types(of_each).items(), first)}


def _announced(of: str, keys: Keys) -> Iterator[str]:
    if keys:
        yield "    " + _element("attributes", {"class": of, "mode": "static"})
        for name, (key, form) in keys.items():
            said = {"id": key, "title": name, "type": "integer" if form == "int" else form}
            yield "      " + _element("attribute", said, closed=True)
        yield "    </attributes>"


def _inside(attributes: Attributes, keys: Keys, spells: Spells) -> Iterator[str]:
    if attributes:
        yield "        <attvalues>"
        for name, value in attributes.items():
            key, form = keys[name]
            yield "          " + _element("attvalue", {"for": key, "value": _written(value, form)}, closed=True)
        yield "        </attvalues>"
    if spells:
        yield "        <spells>"
        for start, end in spells:
            first, last = (days(start) if start else None), (days(end) if end else None)
            ends = {**({"start": first[0]} if first else {}), **({"end": last[1]} if last else {})}
            yield "          " + _element("spell", ends, closed=True)
        yield "        </spells>"


def _looks(node: FlatNode) -> Iterator[str]:
    if node.looks:
        (x, y), size, (red, green, blue) = node.looks
        colour = {"r": str(red), "g": str(green), "b": str(blue), "a": "1.0"}
        yield "        " + _element("viz:color", colour, closed=True)
        yield "        " + _element("viz:size", {"value": str(size)}, closed=True)
        yield "        " + _element("viz:position", {"x": str(x), "y": str(y), "z": "0.0"}, closed=True)


def types(of_each: Iterable[Attributes]) -> dict[str, Type]:
    """Return the type of each attribute, in the order in which they come: one that holds all its values.

    Whole numbers and others are ``double``; numbers and texts, or numbers that readers would round, ``string``.
    """
    found: dict[str, set[Type]] = {}
    for attributes in of_each:
        for name, value in attributes.items():
            found.setdefault(name, set()).add(_type(value))
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
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(float(value) if form == "double" else value)


def _without(attributes: Attributes, *names: str) -> Attributes:
    return {name: value for name, value in attributes.items() if name not in names}


def _element(tag: str, attributes: Mapping[str, str], *, closed: bool = False) -> str:
    said = "".join(f' {name}="{value.translate(_ESCAPES)}"' for name, value in attributes.items())
    return f"<{tag}{said}{' /' if closed else ''}>"
