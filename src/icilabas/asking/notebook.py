"""What a notebook shows of rows, faults and networks: tables, in which nothing that the data hold is markup."""

from __future__ import annotations

import html
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from icilabas.asking.evidence import by_passage, said_in
from icilabas.asking.names import is_name
from icilabas.asking.query_files import headings
from icilabas.engine.terms import shorten
from icilabas.errors import in_few_lines, needs
from icilabas.words.catalogues import languages
from icilabas.words.messages import message
from icilabas.words.safe_text import TEXT_LIMIT, as_list, by_language, pick, plain, text_of, weight_or_one
from icilabas.words.sentences import number, thousands
from icilabas.words.text import Text, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    import networkx as nx
    import pandas as pd

    from icilabas.errors import Fault


MOST_ROWS, MOST_TIES = 100, 20  # what a reader looks at; all is in the object itself
_WHOLE = 1000  # a number of this size or more is rounded to a whole one
# Jupyter sets every cell to the right, which suits numbers only. No colours: there are dark notebooks too.
STYLE = (
    "<style>table.icilabas th, table.icilabas td { text-align: left; vertical-align: top; }"
    " table.icilabas .number { text-align: right; }</style>"
)


def in_language(text: Text, lang: str | None) -> str:
    """Return the text in the language; in both where none is asked for."""
    return text.text(lang) if lang else " · ".join(dict.fromkeys(text.everywhere()))


def html_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    lang: str | None = None,
    *,
    title: str = "",
    notes: Iterable[str] = (),
    most: int = MOST_ROWS,
    count: int | None = None,
    digits: int | None = None,
) -> str:
    """Return a table as HTML: at most ``most`` rows, and below them of how many (``count``) they are the first.

    Any value can be in a cell: names of things are shortened, numbers stand to the right, rounded where ``digits`` says
    so and they are less than a thousand, all text is escaped.
    """
    shown = [list(row) for row in islice(rows, most)]
    more = [] if (count or 0) <= len(shown) else [_more(len(shown), count or 0, lang)]
    head = "".join(f"<th>{html.escape(plain(name))}</th>" for name in headings)
    body = "".join(f"<tr>{''.join(_cell(value, lang, digits) for value in row)}</tr>" for row in shown)
    caption = f"<p><strong>{html.escape(title)}</strong></p>" if title else ""
    below = "".join(f"<p>{html.escape(note)}</p>" for note in (*more, *notes))
    parts = f'<table class="icilabas"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f"<div>{STYLE}{caption}{parts}{below}</div>"


def _more(shown: int, count: int, lang: str | None) -> str:
    return in_language(message("more-rows", shown=shown, count=count), lang)


def _whole(value: int) -> Text:
    return in_each_language(lambda lang: thousands(value, lang))


def _cell(value: object, lang: str | None, digits: int | None) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        fixed = lang and digits is not None and isinstance(value, float)
        text = number(value, str(lang), 0 if abs(value) >= _WHOLE else digits or 0) if fixed else str(value)
        return f'<td class="number">{html.escape(text)}</td>'
    text = plain(shorten(value) if is_name(value) and "://" in value else value, TEXT_LIMIT)
    return f"<td>{html.escape(text)}</td>"


def answer_html(columns: Sequence[str], rows: Sequence[Sequence[object]], lang: str | None) -> str:
    """Return the rows of an answer; headings are for reading where labels are, else the names of the variables."""
    if not rows:
        return f"<div><p>{html.escape(in_language(message('no-rows'), lang))}</p></div>"
    return html_table(headings(columns, lang), rows, lang, count=len(rows))


def faults(found: Sequence[Fault]) -> str:
    """Return the faults, each with its place, in every language; very many of one kind are told as one."""
    lines = in_few_lines(found).lines
    if not found:
        return f"<div><p>{html.escape(in_language(message('no-fault'), None))}</p></div>"
    names = [in_language(message(f"fault-{key}"), None) for key in ("severity", "place")]
    names += message("fault-text").everywhere()
    rows = ([in_language(_severity(each), None), each.place, *each.message.everywhere()] for each in lines)
    return html_table(names, rows, count=len(lines))


def _severity(fault: Fault) -> Text:
    known = fault.severity in {"Violation", "Warning"}
    return message(f"fault-{fault.severity}") if known else same(fault.severity)


def network_html(graph: nx.Graph) -> str:
    """Return title, size and the heaviest ties of a network, each with its evidence; nodes where there is no tie.

    Any NetworkX graph can be shown. Names are in the language in which the graph was projected.
    """
    lang = _language(graph)
    title = pick(text_of(graph.graph.get("title")), lang) or plain(graph.graph.get("name"))
    size = {"nodes": _whole(len(graph)), "ties": _whole(graph.number_of_edges())}
    about = f"{title or message('graph-untitled').text(lang)} – {message('graph-size', **size).text(lang)}"
    if not graph.number_of_edges():
        names = [message(f"graph-{key}").text(lang) for key in ("node", "kind")]
        nodes = (
            [_name(graph, node, lang), _called(graph, data.get("kind"), lang)] for node, data in graph.nodes.data()
        )
        return html_table(names, nodes, lang, title=about, most=MOST_TIES, count=len(graph))
    ends = ("from", "to") if graph.is_directed() else ("one", "other")
    names = [message(f"graph-{key}").text(lang) for key in (*ends, "relation", "weight", "evidence")]
    ties = sorted(graph.edges(data=True), key=lambda tie: -weight_or_one(tie[2].get("weight")))
    rows = (
        [
            _name(graph, source, lang),
            _name(graph, target, lang),
            ", ".join(_called(graph, one, lang) for one in as_list(data.get("relations") or data.get("relation"))),
            weight_or_one(data.get("weight")),
            _cited(graph, as_list(data.get("evidence")), lang),
        ]
        for source, target, data in ties
    )
    return html_table(names, rows, lang, title=about, most=MOST_TIES, count=len(ties), digits=2)


def _language(graph: nx.Graph) -> str:
    """Return the language in which most nodes are labelled: that of `project`, which copies keep."""
    spoken = dict.fromkeys(languages(), 0)
    for _node, data in graph.nodes(data=True):
        for lang in spoken:
            spoken[lang] += "label" in data and data["label"] == data.get(f"label_{lang}")
    return max(spoken, key=spoken.__getitem__)  # of equals the first: French


def _name(graph: nx.Graph, node: Hashable, lang: str) -> str:
    return pick(by_language(graph.nodes[node], "label"), lang) or plain(node) or "–"


def _called(graph: nx.Graph, name: object, lang: str) -> str:
    labels = graph.graph.get("labels")
    known = labels.get(name) if hasattr(labels, "get") and isinstance(name, str) else None
    return pick(text_of(known), lang) or shorten(plain(name))


def _cited(graph: nx.Graph, items: Iterable[object], lang: str) -> str:
    """Return the passages with their pages, each once, as the tie has them; whatever is no evidence is left out."""
    evidence = [
        said_in(passage, plain(item.get("page")) or None)
        for item in items
        if isinstance(item, Mapping) and (passage := _called(graph, item.get("passage"), lang))
    ]
    return "; ".join(each.text.text(lang) for each in by_passage(evidence, same, ordered=False))


def frame(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Return the rows as a pandas ``DataFrame``; whole numbers stay whole where some are missing.

    Raises UsageError where pandas is not installed.
    """
    with needs("pandas"):
        import pandas as pd
    found = pd.DataFrame([[_unnamed(value) for value in row] for row in rows], columns=range(len(columns)))
    for place in range(len(columns)):
        values = [row[place] for row in rows if row[place] is not None]
        if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            found[place] = found[place].astype("Int64" if len(values) < len(rows) else "int64")
    return found.set_axis(list(columns), axis=1)  # last, for two columns may have one heading


def _unnamed(value: object) -> object:
    """Return the name of a thing as the text that it is: pandas knows nothing of IRIs."""
    return str(value) if is_name(value) else value
