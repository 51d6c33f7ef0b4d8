"""The page of a drawn graph: one HTML file that holds its data, styles and scripts, and asks for nothing."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from icilabas.words.safe_text import pick, policy

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


SCRIPTS = (
    *(f"graph-{part}" for part in ("words", "page", "address", "names", "places", "ground", "scene", "tips")),
    *(f"graph-{part}" for part in ("picture", "pane", "legend", "notice", "panels", "search", "filters", "path")),
    *(f"graph-{part}" for part in ("table", "svg", "export")),
    "graph",
)


def _read(folder: Traversable, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _without_repeated_styles(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with each kind's look said once: a quarter of a large page would say it for each node.

    A node of ``network`` keeps its point, its size and what differs from ``network.paint``, the look of its kind; its
    number and its label stand elsewhere in the payload.
    """
    network = payload["network"]
    paint: dict[int, dict[str, Any]] = {}
    nodes = []
    for node, drawn in zip(payload["nodes"], network["nodes"], strict=True):
        usual = paint.setdefault(node["kind"], {key: drawn[key] for key in ("shape", "color") if key in drawn})
        kept = {key: value for key, value in drawn.items() if key not in ("id", "label", "font")}
        nodes.append({key: value for key, value in kept.items() if key not in usual or usual[key] != value})
    looks = [paint.get(kind, {}) for kind in range(len(payload["kinds"]))]
    return {**payload, "network": {**network, "nodes": nodes, "paint": looks}}


def page_of(payload: dict[str, Any], library: Traversable) -> str:
    """Fill the template around the newest vis-network in the folder ``library``.

    Every script and style is named by its hash, so that nothing else can run.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    own = files("icilabas.picture") / "page"
    versions = [folder for folder in library.iterdir() if folder.name.startswith("vis-")]
    vis = max(versions, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])
    # The pictures in vis-network's style are buttons that we do not show; its source map is not at hand.
    styles = [re.sub(r"url\([^)]*\)", "none", _read(vis, "vis-network.css")), _read(own, "graph.css")]
    network = re.sub(r"\n//# sourceMappingURL=.*", "\n", _read(vis, "vis-network.min.js"))
    scripts = [network, *(_read(own, f"{name}.js") for name in SCRIPTS)]
    data = json.dumps(_without_repeated_styles(payload), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    template = Environment(autoescape=True, trim_blocks=True).from_string(_read(own, "graph.html.j2"))
    return template.render(
        lang=payload["lang"],
        title=pick(payload["title"], payload["lang"]) or "icilabas",
        **{key: payload.get(key) for key in ("home", "menu", "here")},
        policy=policy(scripts, styles, "data: blob:"),
        # Ours and pyvis's files, and JSON without <, > and &: nothing here can end its element.
        styles=[Markup(style) for style in styles],  # noqa: S704  # shipped files
        scripts=[Markup(script) for script in scripts],  # noqa: S704  # shipped files
        data=Markup(data),  # noqa: S704  # JSON without <, > and &
    )
