"""What ships with the package: where the ontology and the bundled data lie, and how YAML is read, safely.

The only module that imports yaml.
"""

from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_resources"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _HERE.parents[1]

ONTOLOGY = _ROOT / "ontology"
DATA = _ROOT / "data"
DEFAULT_DATASET = DATA / "lille-2016"
DEFAULT_FILE = DATA / "lille-2016.trig"  # the same, made from the tables


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """The text is not YAML: ``line`` and ``column`` (from 1) say where, ``str()`` says why."""

    def __init__(self, error: yaml.YAMLError) -> None:
        """Take the place and the reason out of the library's error."""
        mark = getattr(error, "problem_mark", None)
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        super().__init__(getattr(error, "problem", None) or "YAML")


def parse_yaml(text: str) -> Any:
    """Return what the text says as dicts, lists and plain values. Raises YamlError."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506  # the safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise YamlError(error) from None
