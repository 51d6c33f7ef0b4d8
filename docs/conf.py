"""Sphinx's settings, for both languages: ``build.py`` gives the language, and the folders of the source tree."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
OTHER = {"fr": "en", "en": "fr"}
SWITCH = {"fr": ("Read in English", "en"), "en": ("Lire en français", "fr")}
TITLES = {"fr": "icilabas, la documentation", "en": "icilabas documentation"}
SITE = {"fr": "Le site", "en": "The site"}

project = "icilabas"
author = "The icilabas contributors"
copyright = author  # noqa: A001  # the name that Sphinx asks for; no year: the same input gives the same pages
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4
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
html_theme_options = {"light_css_variables": _LIGHT, "dark_css_variables": _DARK, "light_logo": "icilabas.svg"}


def setup(app: Sphinx) -> dict[str, bool]:
    """Give the pages their title, and each the way to the same page in the other language."""

    def named(_app: Sphinx, config: Any) -> None:
        config.html_title = TITLES[config.language]

    def switched(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
        lang = app.config.language
        up = "../" * (page.count("/") + 1)
        context["switch"] = (f"{up}{OTHER[lang]}/{page}.html", *SWITCH[lang])
        home = os.environ.get("ICILABAS_DOCS_HOME")
        context["home"] = (f"{up}../{home}", SITE[lang]) if home else None

    app.connect("config-inited", named)
    app.connect("html-page-context", switched)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
