"""icilabas: what partners here and there say and do, as a knowledge graph.

``load`` gives an ``rdflib.Dataset``; ``ask`` its answers; ``project`` a ``networkx`` graph; ``validate`` its
faults; ``compare`` what links two territories; ``changes`` what two editions say otherwise; ``measure`` the nodes of a
network; ``draw`` one interactive, offline page. ``bridging``, ``backbone`` and ``significance`` are functions on any
NetworkX graph. Each is imported when it is first used; no module has the name of a function, so that importing one
never hides the other.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icilabas import measures as bridging
    from icilabas.asking.questions import ask
    from icilabas.check.validation import validate
    from icilabas.comparison.edition_changes import changes
    from icilabas.comparison.territory_comparison import compare
    from icilabas.dataset.loading import load
    from icilabas.errors import DataError, Fault, IcilabasError, UsageError
    from icilabas.measures import backbone, significance
    from icilabas.measures.node_measures import measure
    from icilabas.networks.projection import project
    from icilabas.picture.drawing import draw

_HOMES = {
    "DataError": "errors",
    "Fault": "errors",
    "IcilabasError": "errors",
    "UsageError": "errors",
    "ask": "asking.questions",
    "changes": "comparison.edition_changes",
    "compare": "comparison.territory_comparison",
    "draw": "picture.drawing",
    "load": "dataset.loading",
    "measure": "measures.node_measures",
    "project": "networks.projection",
    "validate": "check.validation",
}
_MODULES = {
    "backbone": "measures.backbone",
    "bridging": "measures",
    "significance": "measures.significance",
}
__all__ = [
    "DataError",
    "Fault",
    "IcilabasError",
    "UsageError",
    "ask",
    "backbone",
    "bridging",
    "changes",
    "compare",
    "draw",
    "load",
    "measure",
    "project",
    "significance",
    "validate",
]


class _StandIn(ModuleType):
    """The public name of a module that lies deeper in the package; that one is imported when it is first used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks of every module
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_MODULES[self.__name__.rpartition('.')[2]]}"), name)


# So that `from icilabas.bridging import gefura` works as well as `from icilabas import bridging`.
sys.modules.update({f"{__name__}.{name}": _StandIn(f"{__name__}.{name}") for name in _MODULES})


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("icilabas")
    if name in _MODULES:
        value = import_module(f"{__name__}.{_MODULES[name]}")
    elif name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    else:
        text = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(text)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
