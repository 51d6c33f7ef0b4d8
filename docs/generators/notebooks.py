"""The notebooks as pages: each run once for each language, shown in that language, with what it answered.

Both languages run in one kernel: what is imported, read and compiled for the one serves the other.

A page asks for nothing and runs nothing: its tables are cleaned, its living pictures are pages of their own, each in a
frame that can reach nothing around it.
"""

from __future__ import annotations

import base64
import html
import logging
import re
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from icilabas.words.safe_text import policy
from icilabas.words.sentences import typeset

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[1] / "notebooks"
FOLDER = "notebooks"
LOG = logging.getLogger("icilabas.notebooks")  # not the notebooks' own, which tells of every cell
LOG.setLevel(logging.WARNING)
OTHER = {"fr": "en", "en": "fr"}
TIMEOUT = 300  # seconds for a cell: on a busy machine too
LANGUAGE = re.compile(r'^lang = "fr"', re.MULTILINE)  # the line by which a reader chooses the language of the answers
QUIET = {"exclude_input_prompt": True, "exclude_output_prompt": True, "exclude_anchor_links": True}
_HEADING = re.compile(r"^(#+ )(.+) · (.+)$", re.MULTILINE)
_PART = re.compile(r'<div lang="(fr|en)">\n(.*?)\n</div>\n*', re.DOTALL)
_FRAME = re.compile(r'<iframe[^>]* srcdoc="([^"]*)"></iframe>')
_STILL = re.compile(r'<img class="icilabas-\w+" src="([^"]*)"')
_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_WIDE = re.compile(r"<table.*?</table>|<section.*?</section>", re.DOTALL)
_HREF = re.compile(r'href="([\w-]+)\.ipynb"')
_TAGS = [
    *("div", "section", "h2", "h3", "p", "ul", "li", "strong"),
    *("table", "thead", "tbody", "tr", "th", "td"),
]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    from icilabas import resources

    found: dict[str, dict[str, str]] = resources.parse_yaml((HERE / "notebooks.yaml").read_text(encoding="utf-8"))
    return {lang: {key: typeset(text) for key, text in words.items()} for lang, words in found.items()}


def pages(lang: str) -> dict[str, str | bytes]:
    """Return the page that lists the notebooks, and the notebooks themselves."""
    books = {path: _in_language(_read(path), lang) for path in _paths()}
    found: dict[str, str | bytes] = {f"{FOLDER}/{path.name}": path.read_bytes() for path in books}
    return {f"{FOLDER}/index.md": _index(books, lang), **found}


def files() -> dict[str, str | bytes]:
    """Return a page for each notebook in each language, and its pictures: they are no pages of Sphinx's."""
    books = {(lang, path): _in_language(_read(path), lang) for lang in OTHER for path in _paths()}
    titles = {lang: {path.stem: _title(books[lang, path]) for path in _paths()} for lang in OTHER}
    _run({f"{lang}/{path.name}": book for (lang, path), book in books.items()})
    found: dict[str, str | bytes] = {}
    for (lang, path), book in books.items():
        pictures = _pictures(book, path.stem, lang)
        found |= {f"{lang}/{FOLDER}/{name}": page for name, page in pictures.items()}
        found[f"{lang}/{FOLDER}/{path.stem}.html"] = _page(book, path.stem, titles[lang], lang)
    return found


def _paths() -> list[Path]:
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def _read(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it ships no types


def _in_language(book: Any, lang: str) -> Any:
    """Return the notebook with the text of one language, asked to answer in it."""
    for cell in book.cells:
        if cell.cell_type == "markdown":
            text = _HEADING.sub(lambda m: m[1] + (m[2] if lang == "fr" else m[3]), cell.source)
            cell.source = _PART.sub(lambda m: m[2].strip() + "\n\n" if m[1] == lang else "", text).strip()
        else:
            cell.source = LANGUAGE.sub(f'lang = "{lang}"', cell.source)
            cell.metadata["alt"] = cell.metadata.get("alt", {}).get(lang) or _words()[lang]["picture"]
    return book


def _title(book: Any) -> str:
    return str(book.cells[0].source.splitlines()[0].removeprefix("# "))


def _index(books: dict[Path, Any], lang: str) -> str:
    words = _words()[lang]
    parts = [f"# {words['title']}", words["lead"], words["run"]]
    for path, book in books.items():
        lead = book.cells[0].source.split("\n\n")[1]
        links = f"[{words['read']}](site:{path.stem}.html) · [{words['download']}](site:{path.name})"
        parts += [f"## {_title(book)}", lead, links]
    return "\n\n".join(parts) + "\n"


def _run(books: dict[str, Any]) -> None:
    """Run the notebooks one after the other, each with empty hands, in one kernel: most of the time is its imports.

    Raises ValueError for a notebook that warns of something, nbclient's CellExecutionError for one that fails.
    """
    import nbformat
    from nbclient import NotebookClient

    # the first use of matplotlib on a machine lists its fonts, and says so: not in a notebook
    # and nothing is looked through for what could go: the kernel ends with the last of them
    between = ["import gc, matplotlib.font_manager; gc.disable()", "%reset_selective -f ."]
    together = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]  # it ships no types
    for book in books.values():
        together.cells += map(nbformat.v4.new_code_cell, between)
        together.cells += book.cells
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # jupyter_client's own use of zmq
        NotebookClient(
            together, timeout=TIMEOUT, kernel_name="python3", extra_arguments=["--log-level=ERROR"]
        ).execute()
    for name, book in books.items():
        for output in (output for cell in book.cells for output in cell.get("outputs", [])):
            if output.get("name") == "stderr":
                raise ValueError(f"{name}: {output.text}")


def _pictures(book: Any, name: str, lang: str) -> dict[str, str]:
    """Take the living pictures out of the notebook, and leave a mark in place of each; return their pages."""
    found: dict[str, str] = {}
    for cell in book.cells:
        for output in cell.get("outputs", []):
            shown = output.get("data", {}).get("text/html", "")
            frame = _FRAME.search(shown)
            if not frame:
                continue
            file = f"{name}-{len(found) + 1}.html"
            found[file] = html.unescape(frame[1])
            still = _STILL.search(shown)
            output.data = {"text/html": f"<p>{_mark(file)}</p>"}
            cell.metadata.setdefault("pictures", {})[file] = _shown(file, still[1] if still else "", cell, lang)
    return found


def _mark(file: str) -> str:
    return "picture-" + base64.b32encode(file.encode()).decode().strip("=").lower()


def _shown(file: str, still: str, cell: Any, lang: str) -> str:
    alt = html.escape(cell.metadata["alt"])
    frame = (
        f'<iframe class="picture" src="{file}" title="{alt}" sandbox="allow-scripts allow-downloads" loading="lazy">'
    )
    image = f'<img class="still" src="{still}" alt="{alt}">' if still else ""
    more = f'<p class="enlarge"><a href="{file}">{_words()[lang]["enlarge"]}</a></p>'
    return f"{frame}</iframe>{image}{more}"


def _page(book: Any, name: str, titles: dict[str, str], lang: str) -> str:
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]  # its stubs are a package of their own

    from icilabas.site.html_pieces import environment

    words, names = _words()[lang], list(titles)
    place = names.index(name)
    around = [names[near] if 0 <= near < len(names) else None for near in (place - 1, place + 1)]
    before, after = ((one, titles[one]) if one else None for one in around)
    colours = HtmlFormatter(style="a11y-high-contrast-light").get_style_defs(".highlight")
    theme = HERE.parent / "theme"
    style = f"\n{colours}\n{(theme / 'notebook.css').read_text(encoding='utf-8')}\n"
    allowed = policy((), [style]).replace("script-src ;", "script-src 'none';")
    context = {
        "lang": lang,
        "other": OTHER[lang],
        "name": name,
        "title": titles[name],
        "words": words,
        "style": style,
        "before": before,
        "after": after,
        "body": _body(book, lang),
        "icon": base64.b64encode((HERE.parent / "static" / "icilabas.svg").read_bytes()).decode(),
        # file: for browsers to which each file is a stranger to the next
        "policy": f"{allowed}; frame-src 'self' file:",
    }
    template = environment().from_string((theme / "notebook.html.j2").read_text(encoding="utf-8"))
    return template.render(context)


def _body(book: Any, lang: str) -> str:
    """Return the cells as HTML that neither runs nor styles anything; wide tables scroll by themselves."""
    from nbconvert import HTMLExporter
    from nbconvert.preprocessors.sanitize import SanitizeHTML

    cleaner: Any = SanitizeHTML
    cleaner = cleaner(tags=_TAGS, attributes={"*": ["class", "lang"]}, strip=True, log=LOG)
    shown: dict[str, str] = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "text/html" in output.get("data", {}):
                    output.data["text/html"] = _STYLE.sub("", output.data["text/html"])
            cell.outputs = cleaner.sanitize_code_outputs(cell.outputs)
            shown |= cell.metadata.get("pictures", {})
    exporter = HTMLExporter(template_name="basic", **QUIET)  # type: ignore[no-untyped-call]  # it has no types
    body, _resources = exporter.from_notebook_node(book)
    open_table = f'<div class="scroll" tabindex="0" role="group" aria-label="{html.escape(_words()[lang]["table"])}">'
    body = _WIDE.sub(lambda table: f"{open_table}{table[0]}</div>", str(body))
    body = body.replace("<th></th>", "<td></td>")  # above the names of rows: a heading that says nothing
    body = _HREF.sub(r'href="\1.html"', body)
    for file, picture in shown.items():
        body = body.replace(f"<p>{_mark(file)}</p>", picture)
    return body
