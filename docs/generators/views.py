"""The page of the networks: what ties whom in each view, from the files of the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generators.markdown import code, hidden, page, prose, told
from generators.words import texts

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile


def pages(lang: str) -> dict[str, str]:
    """Return the page of the networks."""
    from icilabas.networks.projection import views

    words = texts("views", lang)
    parts = [f"# {words['title']}", told(words["lead"])]
    for view in views():
        parts += _view(view, lang)
    return {"reference/views.md": page(*parts)}


def _view(view: QueryFile, lang: str) -> list[str]:
    words, not_shown = texts("views", lang), view.header.get("hidden") or []
    return [
        f"(view-{view.name})=\n## {code(view.name)}",
        f"**{prose(view.title.text(lang))}**",
        prose(view.in_header("description").text(lang)),
        f"{told(words['graph'])} {told(words[view.header.get('graph', 'Graph')])}"
        + (f" {told(words['two-mode'])}" if view.header.get("two-mode") else ""),
        f"{told(words['hidden'])} {', '.join(map(code, not_shown))}." if not_shown else "",
        hidden(words["query"], view.text),
    ]
