"""YAML, read safely: plain values only, and an error that says where. The only module that imports yaml."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """The text is no YAML: ``line`` and ``column`` (from 1) say where, ``str()`` says why."""

    def __init__(self, error: yaml.YAMLError) -> None:
        """Take the place and the reason out of the library's error."""
        mark = getattr(error, "problem_mark", None)
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        super().__init__(getattr(error, "problem", None) or "YAML")


def parse(text: str) -> Any:
    """Return what the text says as dicts, lists and plain values. Raises YamlError."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506  # the safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise YamlError(error) from None
