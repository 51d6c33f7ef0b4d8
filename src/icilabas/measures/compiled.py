"""igraph's compiled part alone, with which the measures of large networks are counted.

The whole package brings Matplotlib for its drawings, of which the measures have none: 1 s and 60 MB, where its compiled
part takes 20 ms and 5 MB.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

from icilabas.errors import available, needs

if TYPE_CHECKING:
    from types import ModuleType

_WHOLE, _PART = "igraph", "igraph._igraph"


def has_igraph() -> bool:
    """Say whether igraph is there; where it is missing, one warning says so."""
    return available("large", _WHOLE, lambda _name: igraph_core())


def igraph_core() -> Any:  # of a package without types
    """Return what has igraph's ``GraphBase`` and ``set_random_number_generator``: the compiled part, or the package.

    The part is the one that ``import igraph`` takes afterwards. The package is returned where it was imported before,
    or where its part cannot be loaded without it. Raises UsageError where there is no igraph.
    """
    with needs("large"):
        return (None if _WHOLE in sys.modules else _part()) or import_module(_WHOLE)


def _part() -> ModuleType | None:
    if _PART not in sys.modules and (package := find_spec(_WHOLE)):
        for folder in package.submodule_search_locations or ():
            found = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec(_PART)
            if found and found.loader:
                sys.modules[_PART] = module_from_spec(found)
                found.loader.exec_module(sys.modules[_PART])
    return sys.modules.get(_PART)
