"""What ships with the package: where the ontology and the bundled data lie, and how YAML is read, safely.

The only module that imports yaml.
"""

import re
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
SOURCE_FILE = "source.yaml"  # beside tables: says where they are from
_AT_ONCE = 5  # seconds in which a checkout, or an installation, writes all the files that it brings
MOST_LEVELS = 50  # of YAML, inside one another


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PARSER: Any = _LOADER  # what the stubs do not know: `resolve`
_SHORT = 5000  # characters in which nothing can be nested so deeply that it harms
_WHOLE, _NUMBER = re.compile(r"[-+]?[0-9]{1,15}"), re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_TAG = "tag:yaml.org,2002:"
_YES = {"yes", "true", "on"}

Way = tuple[str | int, ...]  # the keys, and numbers from 0, that lead to a value


def bundled() -> Path:
    """Return the bundled data as one file, which is read in a moment, or its tables where one was changed since."""
    changed = max(path.stat().st_mtime for path in DEFAULT_DATASET.iterdir())
    fresh = DEFAULT_FILE.is_file() and DEFAULT_FILE.stat().st_mtime > changed - _AT_ONCE
    return DEFAULT_FILE if fresh else DEFAULT_DATASET


class YamlError(ValueError):
    """The text is not YAML: ``line`` and ``column`` (from 1) say where, ``str()`` says why.

    kind: "twice" (a key), "deep", "key" (one that is no text), "tag", or nothing for what the library says.
    """

    def __init__(self, reason: str, mark: Any = None, kind: str = "") -> None:
        """Take the place out of the library's mark."""
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        self.kind = kind
        super().__init__(reason)


def _said(error: yaml.YAMLError) -> YamlError:
    """Return the library's error as one of ours."""
    return YamlError(getattr(error, "problem", None) or "YAML", getattr(error, "problem_mark", None))


def parse_yaml(text: str) -> Any:
    """Return what the text says as dicts, lists and plain values. Raises YamlError."""
    try:
        if len(text) > _SHORT:
            level = 0
            for event in yaml.parse(text, Loader=_LOADER):
                level += _step(event, level)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506  # the safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise _said(error) from None
    except YamlError:
        raise
    except (ValueError, RecursionError) as error:  # a date that the calendar has not
        raise YamlError(str(error).partition("\n")[0]) from None


def _step(event: yaml.Event, level: int) -> int:
    if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        if level == MOST_LEVELS:
            raise YamlError(f"nested deeper than {MOST_LEVELS} levels", event.start_mark, "deep")
        return 1
    return -int(isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent))


def parse_marked_yaml(text: str) -> tuple[Any, dict[Way, tuple[int, int]]]:
    """Return what the text says, and line and column (from 1) of each value, of a key where it has one.

    Keys are texts; so are dates, and numbers that are very long. An alias is the value of its anchor, not a copy.
    Raises YamlError, also for a key that stands twice.
    """
    builder = _Builder(text)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _said(error) from None
    return builder.value, builder.places


class _Builder:
    """Makes values of the events of a parser, without calls inside calls."""

    def __init__(self, text: str) -> None:
        self.value: Any = None
        self.places: dict[Way, tuple[int, int]] = {}
        self._resolver = _PARSER(text)
        self._anchors: dict[str, Any] = {}
        self._open: list[tuple[Any, Way]] = []  # what has begun, and the way to it
        self._key: list[str | None] = []  # of each mapping that has begun, the key that waits for its value
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        _step(event, len(self._open))
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlError("---", event.start_mark)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            way = self._put(value, event)
            self._open.append((value, way))
            self._key.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            value, _way = self._open.pop()
            self._key.pop()
            merged = value.pop("<<", None) if isinstance(value, dict) else None
            if isinstance(merged, dict):
                for key in merged.keys() - value.keys():
                    value[key] = merged[key]
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise YamlError(f"*{event.anchor}", event.start_mark)
            self._put(self._anchors[event.anchor], event)
        elif isinstance(event, yaml.ScalarEvent):
            self._put(self._scalar(event), event)

    def _put(self, value: Any, event: Any) -> Way:
        """Put a value, or a key, where it belongs; return the way to it."""
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = value
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if not self._open:
            self.value, self.places[()] = value, place
            return ()
        home, way = self._open[-1]
        if isinstance(home, list):
            home.append(value)
            way = (*way, len(home) - 1)
            self.places[way] = place
        elif (key := self._key[-1]) is not None:
            home[key], self._key[-1] = value, None
            way = (*way, key)
        else:
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError("", event.start_mark, "key")
            if event.value in home:
                raise YamlError(event.value, event.start_mark, "twice")
            self._key[-1], way = event.value, (*way, event.value)
            self.places[way] = place
        return way

    def _scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        """Return a plain value: what is neither a whole number nor yes or no is a text."""
        text = str(event.value)
        tag = event.tag or str(self._resolver.resolve(yaml.ScalarNode, text, event.implicit))
        kind = tag.removeprefix(_TAG) if tag.startswith(_TAG) else ""
        if kind not in {"str", "null", "bool", "int", "float", "timestamp", "merge", "value"}:
            raise YamlError(tag, event.start_mark, "tag")
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in _YES
        if kind == "int" and _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if kind == "float" and _NUMBER.fullmatch(text) else text
