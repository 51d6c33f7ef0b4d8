"""Sphinx's settings, for both languages: ``build.py`` gives the language, and the folders of the source tree."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from icilabas.words.sentences import typeset

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
OTHER = {"fr": "en", "en": "fr"}
SWITCH = {"fr": ("Read in English", "en"), "en": ("Lire en français", "fr")}
TITLES = {"fr": "icilabas, la documentation", "en": "icilabas documentation"}
IN_FRENCH = {  # what the theme says in English only
    "Skip to content": "Aller au contenu",
    "Toggle site navigation sidebar": "Ouvrir ou fermer la navigation",
    "Toggle table of contents sidebar": "Ouvrir ou fermer le sommaire",
    "Toggle Light / Dark / Auto color theme": "Couleurs claires, sombres ou comme le système",
    "Back to top": "Haut de la page",
    "All pages": "Toutes les pages",
    "On this page": "Sur cette page",
    "Next": "Suivant",
    "Previous": "Précédent",
    "Home": "Accueil",
    "Search": "Recherche",
    "Made with": "Fait avec",
    "Copyright &#169; The icilabas contributors": "Copyright © : les contributeurs d’icilabas",
}
FOR_EVERYONE = {  # what the theme leaves out: who uses a keyboard or hears a page cannot do without
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
    '<aside class="sidebar-drawer': '<aside aria-label="All pages" class="sidebar-drawer',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<div id="search-results">': '<h1>Search</h1>\n<div id="search-results">',
}
IDS = re.compile(r'(<[a-z][^<>]*?) id="([^"]*)"')
SITE = {"fr": "Le site", "en": "The site"}

project = "icilabas"
author = "The icilabas contributors"
copyright = author  # noqa: A001  # the name that Sphinx asks for; no year: the same input gives the same pages
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4
myst_ref_domains = ["std"]  # our links lead to pages and headings; a name of C++, say, is not looked for
# `site:` before a path links a file that stands in the built documentation but is no page, such as a notebook
myst_url_schemes = {"http": None, "https": None, "site": "{{path}}{{fragment}}"}
suppress_warnings = ["misc.highlighting_failure"]  # output that is shown is of no language
smartquotes = False  # the quotes are the writer's, in French and in English
templates_path = [str(HERE / "theme")]

html_theme = "furo"
html_sidebars = {
    "**": [f"sidebar/{name}.html" for name in ("brand", "search", "scroll-start", "navigation", "scroll-end")]
}
html_sidebars["**"].insert(1, "ways.html")
html_static_path = [str(HERE / "static")]
html_css_files = ["icilabas.css"]
html_logo = str(HERE / "static" / "icilabas.svg")
html_favicon = str(HERE / "static" / "icilabas.svg")
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_show_search_summary = False  # Sphinx would fetch each page found, which no browser does from a disk
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
_LIGHT = {"color-brand-primary": "#0b5c8f", "color-brand-content": "#0b5c8f", "color-brand-visited": "#5b4a8f"}
_DARK = {"color-brand-primary": "#7cc0ea", "color-brand-content": "#7cc0ea", "color-brand-visited": "#b9a8ea"}
html_theme_options = {"light_css_variables": _LIGHT, "dark_css_variables": _DARK}


class Typeset(SphinxTransform):
    """Sets what is no code as the site sets its texts: apostrophes, and spaces where a line may not break."""

    default_priority = 800

    def apply(self, **_options: Any) -> None:
        """Change the texts of a page."""
        for text in list(self.document.findall(nodes.Text)):
            if text.parent and not isinstance(text.parent, nodes.FixedTextElement | nodes.literal | nodes.raw):
                text.parent.replace(text, nodes.Text(typeset(str(text))))


def _in_french(found: re.Match[str]) -> str:
    return found[0].replace(found[1], IN_FRENCH.get(found[1], found[1]))


def _once(text: str) -> str:
    """Return the page with each id where it stands first: the theme and MyST repeat those of tables and headings."""
    seen: set[str] = set()

    def first(found: re.Match[str]) -> str:
        again = found[2] in seen
        seen.add(found[2])
        return found[1] if again else found[0]

    return IDS.sub(first, text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Give the pages their title, each the way to the same page in the other language, mend what the theme lacks."""

    def named(_app: Sphinx, config: Any) -> None:
        config.html_title = TITLES[config.language]

    def switched(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
        lang = app.config.language
        up = "../" * (page.count("/") + 1)
        context["switch"] = (f"{up}{OTHER[lang]}/{page}.html", *SWITCH[lang])
        home = os.environ.get("ICILABAS_DOCS_HOME")
        context["home"] = (f"{up}../{home}", SITE[lang]) if home else None

    def mended(app: Sphinx, error: Exception | None) -> None:
        for path in sorted(Path(app.outdir).rglob("*.html")) if not error else ():
            text = path.read_text(encoding="utf-8")
            for found, better in FOR_EVERYONE.items():
                text = text.replace(found, better)
            if app.config.language == "fr":
                text = re.sub(r'(?<=[>"])\s*([A-Z][^<>"]+?)\s*(?=[<"])', _in_french, text)
            path.write_text(_once(text), encoding="utf-8")

    app.add_transform(Typeset)
    app.connect("build-finished", mended)
    app.connect("config-inited", named)
    app.connect("html-page-context", switched)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
