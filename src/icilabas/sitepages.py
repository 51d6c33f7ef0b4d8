"""The pages of the site, but for the graph: each holds its own styles and script, and nothing else may run or load."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from icilabas import output, pairpages, templating, thinglist, thingpages
from icilabas.messages import Bilingual, message
from icilabas.paths import TEMPLATES
from icilabas.policy import policy
from icilabas.progress import each
from icilabas.report import MOST_PARTNERSHIPS, Report
from icilabas.showing import Showing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from icilabas.facts import Facts


class _Parts(NamedTuple):
    """What stands in the head and at the foot of a page, and the policy that allows it."""

    style: str
    script: str
    policy: str


# Beside the styles and the script of every page: those of one template.
_STYLES = {"index.html.j2": ("report.css",), "thing.html.j2": ("thing.css",), "things.html.j2": ("thing.css",)}
_SCRIPTS = {"answers.html.j2": ("filter.js", "answers.js"), "things.html.j2": ("filter.js", "things.js")}


def write(
    facts: Facts,
    folder: Path,
    context: dict[str, Any],
    pair: tuple[str, str] | None,
    listed: tuple[dict[str, thinglist.Thing], int],
) -> None:
    """Write the pages of the dataset of the facts.

    ``context`` is what `front` gives, with files and networks; ``listed``: what `thinglist.things` gives.
    """
    store = facts.dataset
    pages, unpaged = listed
    pairs = pairpages.pairs(facts, pair, context["lang"])
    files = {thing.iri: thing.file for thing in pages.values()}
    addressed = {*pages, *context["in_graph"]}
    first = next((found.comparison for found in pairs if found.front), None)
    context |= {
        "pages": files,
        "show": Showing(files, context["in_graph"], context["acronyms"], "../"),
        "unpaged": unpaged,
        "most_partnerships": MOST_PARTNERSHIPS,
        "pairs": pairs,
        "root": "../",
        "here": None,
    }
    compared: dict[str, list[pairpages.PairPage]] = defaultdict(list)
    for found in each(pairs, message("stage-pages")):
        about = {**context, **pairpages.context(found, addressed)}
        output.write_file(folder / pairpages.FOLDER / found.file, _page("pair.html.j2", about))
        for side in found.comparison.territories:
            compared[str(side["iri"])].append(found)
    names = {}
    for page in thingpages.pages(store, pages, context["titles"]):
        names[page.thing.iri] = page.name
        about = {**context, "page": page, "compared": compared.get(page.thing.iri, ())}
        output.write_file(folder / thinglist.FOLDER / page.thing.file, _page("thing.html.j2", about))
    about = {**context, "names": names, "kinds": thinglist.in_kinds(pages.values(), names, context["lang"])}
    output.write_file(folder / thinglist.FOLDER / "index.html", _page("things.html.j2", about))
    context |= {
        "root": "",
        "show": Showing(files, context["in_graph"], context["acronyms"], ""),
        "report": Report(facts, first, addressed).context(),
    }
    for name in ("answers", "sources", "index"):  # the front page last: the site is there
        output.write_file(folder / f"{name}.html", _page(f"{name}.html.j2", {**context, "here": name}))


def _page(name: str, context: Mapping[str, Any]) -> bytes:
    page: str = _environment().get_template(name).render(**context, **_parts(name)._asdict())
    return page.encode()


@lru_cache(maxsize=1)
def _environment() -> Any:
    environment = templating.environment()
    environment.filters.update(size=size)
    return environment


@lru_cache
def _parts(name: str) -> _Parts:
    style, script = (
        "".join((TEMPLATES / part).read_text(encoding="utf-8") for part in (common, *own.get(name, ())))
        for common, own in (("index.css", _STYLES), ("index.js", _SCRIPTS))
    )
    return _Parts(style, script, policy([script], [style]))


def size(count: int) -> Bilingual:
    """Return the size of a file as people read it."""
    thousands = max(1, round(count / 1000))
    if thousands < 1000:  # noqa: PLR2004  # kilobytes, then megabytes
        return Bilingual(f"{thousands} ko", f"{thousands} kB")
    return Bilingual(f"{thousands / 1000:.1f} Mo".replace(".", ","), f"{thousands / 1000:.1f} MB")
