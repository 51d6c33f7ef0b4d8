"""The page of a drawn graph: one HTML file that holds its data, styles and scripts, and asks for nothing."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, TypedDict

from icilabas.words.catalogues import keys, words_by_language
from icilabas.words.messages import message
from icilabas.words.safe_text import pick, policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from typing import NotRequired

    from icilabas.picture.years import Years
    from icilabas.words.safe_text import LanguageMap

    Name = int | None  # the place of a text in the payload's ``names``


# They run in one page one after another: each defines functions, by names that all share, and `graph` calls them.
SCRIPTS = (
    *(f"graph-{part}" for part in ("words", "page", "address", "names", "places", "ground", "scene", "tips")),
    *(f"graph-{part}" for part in ("picture", "pane", "legend", "notice", "panels", "search", "filters", "path")),
    *(f"graph-{part}" for part in ("table", "svg", "export")),
    "graph",
)
YEARS = "years"  # the part that stands before the last where the data have times: a script, a style, a catalogue


class NodeFacts(TypedDict):
    """What the page says of a node."""

    label: LanguageMap
    aliases: list[str]
    description: LanguageMap
    kind: int
    sphere: Name
    territory: Name
    home: int | None  # the node that is its territory
    slug: str
    facets: dict[str, list[int]]
    page: NotRequired[str]  # its own, in a site


class CitedPage(TypedDict):
    """Who says a relation: names, and the page as text."""

    source: Name
    passage: Name
    relation: Name
    page: str


class TieFacts(TypedDict):
    """What the page says of a tie."""

    relations: list[int]
    evidence: list[CitedPage]
    undirected: NotRequired[bool]


class KindLook(TypedDict):
    """A kind of nodes: its name, its look, and whether its nodes are named wherever there is room."""

    name: Name
    shape: str
    color: str
    named: bool


class KindFamily(TypedDict):
    """Kinds that the legend shows together."""

    name: LanguageMap
    kinds: list[int]


class DrawnNode(TypedDict):
    """A node as vis-network has it."""

    x: int
    y: int
    size: float
    shape: str
    color: dict[str, str]


DrawnTie = TypedDict("DrawnTie", {"from": int, "to": int, "width": float})


class DrawnNetwork(TypedDict):
    """What vis-network draws."""

    nodes: list[DrawnNode]
    edges: list[DrawnTie]
    options: dict[str, object]


class BridgeColumn(TypedDict):
    """A column of the bridge: its heading, its middle, and from where to where it reaches."""

    label: LanguageMap
    x: int
    span: list[int]


class View(TypedDict):
    """A way to see the network: a point for each node, None for one that it does not have (see `map_view`)."""

    name: str
    points: NotRequired[list[list[int] | None]]
    columns: NotRequired[list[BridgeColumn]]
    between: NotRequired[list[int]]
    outline: NotRequired[list[list[int]]]
    borders: NotRequired[list[list[int]]]
    frame: NotRequired[list[int]]


_PAGE_WORDS = "picture"  # the catalogue of what the page itself says, and how its keys begin


class Payload(TypedDict):
    """All that the page shows: the scripts read nothing else. Nodes, ties and kinds are called by their numbers."""

    lang: str
    title: LanguageMap
    directed: bool
    nodes: list[NodeFacts]
    edges: list[TieFacts]
    kinds: list[KindLook]
    hidden: list[int]
    families: list[KindFamily]
    names: list[LanguageMap]
    network: DrawnNetwork
    views: list[View]
    years: NotRequired[Years]
    home: NotRequired[str | None]
    menu: NotRequired[list[tuple[str, Mapping[str, str]]]]
    here: NotRequired[str]
    restricted: NotRequired[bool]  # whether it shows what only some may read


def _read(folder: Traversable, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _without_repeated_styles(payload: Payload) -> dict[str, object]:
    """Return the payload with each kind's look said once: a quarter of a large page would say it for each node.

    A node of ``network`` keeps its point, its size and what differs from ``network.paint``, the look of its kind; its
    number and its label stand elsewhere in the payload.
    """
    network = payload["network"]
    paint: dict[int, dict[str, object]] = {}
    nodes = []
    for node, drawn in zip(payload["nodes"], network["nodes"], strict=True):
        kept = {key: value for key, value in drawn.items() if key not in ("id", "label", "font")}
        usual = paint.setdefault(node["kind"], {key: kept[key] for key in ("shape", "color") if key in kept})
        nodes.append({key: value for key, value in kept.items() if key not in usual or usual[key] != value})
    looks = [paint.get(kind, {}) for kind in range(len(payload["kinds"]))]
    return {**payload, "network": {**network, "nodes": nodes, "paint": looks}}


def page_of(payload: Payload, library: Traversable) -> str:
    """Fill the template around the newest vis-network in the folder ``library``.

    Every script and style is named by its hash, so that nothing else can run.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    own = files("icilabas.picture") / "page"
    versions = [folder for folder in library.iterdir() if folder.name.startswith("vis-")]
    vis = max(versions, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])
    # The pictures in vis-network's style are buttons that we do not show; its source map is not at hand.
    dated = [YEARS] if "years" in payload else []
    styles = [re.sub(r"url\([^)]*\)", "none", _read(vis, "vis-network.css")), _read(own, "graph.css")]
    styles += [_read(own, f"graph-{part}.css") for part in dated]
    network = re.sub(r"\n//# sourceMappingURL=.*", "\n", _read(vis, "vis-network.min.js"))
    *parts, last = SCRIPTS
    scripts = [network, *(_read(own, f"{name}.js") for name in (*parts, *(f"graph-{part}" for part in dated), last))]
    words = words_by_language(_PAGE_WORDS, (key.removeprefix(f"{_PAGE_WORDS}-") for key in keys(_PAGE_WORDS)))
    for part in dated:
        for lang, said in words_by_language(part, (key.removeprefix(f"{part}-") for key in keys(part))).items():
            words[lang]["texts"] |= {f"{part}-{key}": text for key, text in said["texts"].items()}
    told = {**_without_repeated_styles(payload), "words": words}
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    template = Environment(autoescape=True, trim_blocks=True).from_string(_read(own, "graph.html.j2"))
    return template.render(
        lang=payload["lang"],
        title=pick(payload["title"], payload["lang"]) or "icilabas",
        **{key: payload.get(key) for key in ("home", "menu", "here")},
        notice=message("restricted-notice").text(payload["lang"]) if payload.get("restricted") else None,
        tongues=[(lang, said["name"]) for lang, said in words.items()],
        years=payload.get("years"),
        no_script=message("page-needs-script").by_language().items(),
        policy=policy(scripts, styles, "data: blob:"),
        # Ours and pyvis's files, and JSON without <, > and &: nothing here can end its element.
        styles=[Markup(style) for style in styles],  # noqa: S704  # shipped files
        scripts=[Markup(script) for script in scripts],  # noqa: S704  # shipped files
        data=Markup(data),  # noqa: S704  # JSON without <, > and &
    )
