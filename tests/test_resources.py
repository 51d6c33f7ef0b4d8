"""What ships with the package is there, and YAML is read as plain values, or said to be none with its place."""

from __future__ import annotations

import pytest

from icilabas import resources
from icilabas.resources import YamlError, parse_yaml


def test_what_ships_is_there() -> None:
    assert (resources.ONTOLOGY / "icilabas.ttl").is_file()
    assert resources.DEFAULT_DATASET.is_dir()
    assert resources.DEFAULT_FILE.is_file()


def test_yaml_is_read_as_plain_values() -> None:
    assert parse_yaml("a: [1, x]\nb: {c: null}") == {"a": [1, "x"], "b": {"c": None}}
    assert parse_yaml("") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: b\nc: d: e", (2, 5)), ("a: b: c", (1, 5)), ("!!python/name:os.system ''", (1, 1)), ("a: \x00", (1, 1))],
)
def test_what_is_no_yaml_or_is_code_is_refused_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert (caught.value.line, caught.value.column) == place
    assert str(caught.value)
