"""What ships with the package is there, and YAML is read as plain values, or said to be none with its place."""

from __future__ import annotations

import pytest

from icilabas import resources
from icilabas.resources import MOST_LEVELS, YamlError, parse_marked_yaml, parse_yaml


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


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("a: 2016-02-30", (1, 1), ""),
        ("- " * (MOST_LEVELS + 1) + "x\n#" + "x" * 5000, (1, 2 * MOST_LEVELS + 1), "deep"),
    ],
)
def test_what_python_cannot_hold_is_refused(text: str, place: tuple[int, int], kind: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert ((caught.value.line, caught.value.column), caught.value.kind) == (place, kind)
    assert parse_yaml("- " * MOST_LEVELS + "x\n#" + "x" * 5000)


def test_yaml_is_read_with_the_place_of_each_value() -> None:
    text = "a: &x\n  b: [1, yes, 2016-02-30]\n2016: *x\nno: {<<: *x, c: ~}\n"
    value, places = parse_marked_yaml(text)
    inner = {"b": [1, True, "2016-02-30"]}
    assert value == {"a": inner, "2016": inner, "no": {"c": None, **inner}}
    assert value["a"] is value["2016"]
    assert places["a",] == (1, 1)
    assert places["a", "b", 2] == (2, 15)
    assert places["no", "c"] == (4, 14)
    assert parse_marked_yaml("") == (None, {})
    assert parse_marked_yaml("a: 0x1F\nb: 1e5\nc: 1.5\nd: " + "9" * 5000)[0] == {
        "a": "0x1F",
        "b": "1e5",
        "c": 1.5,
        "d": "9" * 5000,
    }


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("a: 1\na: 2", (2, 1), "twice"),
        ("a: {b: 1, b: 2}", (1, 11), "twice"),
        ("? [a]\n: b", (1, 3), "key"),
        ("a: !!binary aGk=", (1, 4), "tag"),
        ("a: !own x", (1, 4), "tag"),
        ("[" * (MOST_LEVELS + 1), (1, MOST_LEVELS + 1), "deep"),
        ("a: *b", (1, 4), ""),
        ("a: 1\n---\nb: 1", (2, 1), ""),
        ("a:\n\tb: 1", (2, 1), ""),
        ("a: [", (2, 1), ""),
    ],
)
def test_what_is_told_by_its_place_is_refused_by_it(text: str, place: tuple[int, int], kind: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_marked_yaml(text)
    assert caught.value.kind == kind
    assert kind not in {"twice", "key", "tag", "deep"} or (caught.value.line, caught.value.column) == place
    assert caught.value.line in {place[0], place[0] - 1}
