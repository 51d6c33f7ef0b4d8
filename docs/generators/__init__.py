"""Generated pages of the documentation: each module beside this one that has ``pages`` makes some.

``pages(lang)`` (``fr`` or ``en``) gives {path below the language's folder: content}: a path that ends in ``.md`` is a
page in MyST Markdown, any other a file that stands at that path in the built documentation too, and that pages may
show as an image. A module may also have ``files()``, {path below the documentation's root: content}: what Sphinx has
no part in, made beside it. Contents are text or bytes, and depend on nothing but the repository.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def modules() -> list[ModuleType]:
    """Return the modules of this package, by name."""
    return [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def pages(lang: str) -> dict[str, bytes]:
    """Return all generated pages and files of a language. Raises ValueError where two modules make the same path."""
    return gathered({m.__name__: m.pages(lang) for m in modules() if hasattr(m, "pages")})


def files() -> dict[str, bytes]:
    """Return the generated files that Sphinx has no part in. Raises ValueError where two modules make the same path."""
    return gathered({m.__name__: m.files() for m in modules() if hasattr(m, "files")})


def gathered(made: dict[str, dict[str, str | bytes]]) -> dict[str, bytes]:
    """Return what the modules make, in one. Raises ValueError where two make the same path."""
    found: dict[str, bytes] = {}
    for module, contents in made.items():
        for path, content in contents.items():
            if path in found:
                raise ValueError(f"{path}: made twice, by {module} too")
            found[path] = content.encode() if isinstance(content, str) else content
    return found
