"""icilabas: what partners here and there say and do, as a knowledge graph.

``load`` gives an ``rdflib.Dataset``; ``ask`` its answers; ``project`` a ``networkx`` graph; ``validate`` its
faults; ``compare`` what links two territories; ``measure`` the nodes of a network; ``draw`` one interactive, offline
page. Each is imported when it is first used; no module has the name of a function, so that importing one never
hides the other.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icilabas.asking import ask
    from icilabas.check import validate
    from icilabas.comparing import compare
    from icilabas.drawing import draw
    from icilabas.errors import DataError, Fault, IcilabasError, UsageError
    from icilabas.measuring import measure
    from icilabas.projection import project
    from icilabas.read import load

_HOMES = {
    "DataError": "errors",
    "Fault": "errors",
    "IcilabasError": "errors",
    "UsageError": "errors",
    "ask": "asking",
    "compare": "comparing",
    "draw": "drawing",
    "load": "read",
    "measure": "measuring",
    "project": "projection",
    "validate": "check",
}
__all__ = [
    "DataError",
    "Fault",
    "IcilabasError",
    "UsageError",
    "ask",
    "compare",
    "draw",
    "load",
    "measure",
    "project",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("icilabas")
    if name not in _HOMES:
        text = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(text)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
