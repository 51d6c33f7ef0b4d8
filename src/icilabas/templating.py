"""The templates of our pages: what stands in the data is escaped, and a name that is missing is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.messages import Bilingual
from icilabas.paths import TEMPLATES
from icilabas.terms import local_name
from icilabas.typography import typeset

if TYPE_CHECKING:
    import jinja2


# The navigation of the site: the name of a page, its address, and what it is called.
MENU = (
    ("index", "index.html", Bilingual("Rapport", "Report")),
    ("things", "things/index.html", Bilingual("Fiches", "Profiles")),
    ("answers", "answers.html", Bilingual("Réponses", "Answers")),
    ("graph", "graph.html", Bilingual("Graphe", "Graph")),
    ("sources", "sources.html", Bilingual("Sources et fichiers", "Sources and files")),
)
ASK = ("query", "query", Bilingual("Interroger", "Ask"))  # where the site is served


def environment() -> jinja2.Environment:
    """Return the environment in which the templates are rendered."""
    import jinja2

    from icilabas.showing import said, text, two

    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,  # else each page asks the disk whether its templates have changed
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(slug=local_name, typeset=typeset)
    found.globals.update(t=text, b=two, said=said, menu=MENU, ask=ASK)  # what stands in both languages
    return found
