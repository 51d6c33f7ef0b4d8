"""The templates of our pages: what stands in the data is escaped, and a name that is missing is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.paths import TEMPLATES
from icilabas.terms import local_name
from icilabas.typography import typeset

if TYPE_CHECKING:
    import jinja2


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
    found.globals.update(t=text, b=two, said=said)  # what stands in both languages
    return found
