"""What a source.yaml may say: the reader and a validator of JSON Schema, as editors have one, find the same."""

from __future__ import annotations

import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from places import ROOT

from icilabas import resources
from icilabas.errors import DataError
from icilabas.sources.schema import COLUMN_LANGUAGES, load_schema
from icilabas.sources.source_description import make_source, read_source
from icilabas.sources.yaml_schema import SCHEMA, wrong, yaml_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from icilabas.errors import Fault
    from icilabas.resources import Way

TITLE = {"fr": "T", "en": "U"}
WHOLE: dict[str, Any] = {
    "id": "set",
    "title": TITLE,
    "licence": "https://site.example/licence",
    "source": {
        "id": "doc",
        "title": TITLE,
        "short": {"fr": "t"},
        "publisher": "cfsi",
        "date": "2016-01-19",
        "rights": {"en": "r"},
        "note": TITLE,
    },
    "editors": {"id": "nous", "label": TITLE},
    "passages": [
        {"id": "s1", "title": TITLE, "pages": [1, 2], "access": "public", "graph": "https://site.example/g"},
        {"id": "s2", "title": TITLE, "access": "restricted", "by": "editors", "public_title": {"fr": "p"}},
    ],
    "expected": {"territories": 5},
}
VALUES: list[object] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        10**9,
        1.5,
        "",
        " ",
        "x",
        "A b",
        "é",
        "2016",
        "2016-02-30",
        "https://a.b/c d",
    ),
    *("public", "editors", "no", "9" * 5000, "a" * 201, "ilg:x", "https://", "://", "\x0b", "https://a.b/?f[0]=x"),
    *([], ["x"], [1], [1, 2], [2, 1], [1, 2, 3], [0, 1], [1, 10**7], ["1", "2"], [True, 2], [[1, 2]], [None]),
    *({}, {"fr": "x"}, {"fr": ["x"]}, {"fr": {"fr": "x"}}, {"de": "x"}, {"fr": 2016}, {"fr": None}, {"fr": True}),
    *([{}], [{"id": "x"}], {"id": "x", "title": TITLE}, {"id": "x", "label": TITLE}, {"territories": "5"}, "editors"),
]
# What only the reader finds: a day that the calendar has not, pages that go back, an address that no engine takes, no
# text in any language.
STRICTER = ("date", "pages", "graph", "licence", "title", "label", "short", "rights", "note", "public_title")


def ways(value: object, way: Way = ()) -> Iterator[Way]:
    yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from ways(inner, (*way, key))


def changed(way: Way, value: object, *, gone: bool = False) -> Any:
    found: Any = copy.deepcopy(WHOLE)
    if not way:
        return value
    home = found
    for key in way[:-1]:
        home = home[key]
    if gone:
        del home[way[-1]]
    else:
        home[way[-1]] = value
    return found


def corpus() -> Iterator[tuple[Way, Any]]:
    """Yield contents with one value changed, left out or added, and the way to it."""
    for number, way in enumerate(ways(WHOLE)):  # every fifth value each time: all are tried at some way of each kind
        yield from ((way, changed(way, value)) for value in VALUES[number % 5 :: 5])
        if way and isinstance(way[-1], str):
            yield way, changed(way, None, gone=True)
        yield way, changed((*way[:-1], "licens"), "x") if way and isinstance(way[-1], str) else WHOLE


def told(content: object) -> list[Fault]:
    """Return what the reader tells of the content, be it refused or not."""
    try:
        return make_source(content, "source.yaml").faults
    except DataError as error:
        return error.faults


def test_the_reader_and_the_schema_agree() -> None:
    """On some hundred contents; jsonschema comes with nbformat, which the development needs anyway."""
    validator = import_module("jsonschema").Draft7Validator
    validator.check_schema(yaml_schema())
    ours, right, count = validator(yaml_schema()), 0, 0
    for way, content in corpus():
        count += 1
        found = [*wrong(content)]
        paths = [tuple(error.absolute_path) for error in ours.iter_errors(content)]
        assert bool(found) == bool(paths), (way, content, found)
        assert all(any(each.way[: len(path)] == path[: len(each.way)] for each in found) for path in paths)
        known = [each for each in found if not each.known]
        faults = told(content)
        if any(fault.severity == "Violation" for fault in faults):
            assert known or {*STRICTER} & {*way} or "twice" in str(faults[0]), (way, content, faults)
            assert all(fault.message.text("fr") != fault.message.text("en") for fault in faults)
        else:
            assert not known
            assert bool(found) <= bool(faults)
            right += not found
    assert count > 350
    assert 30 < right < count / 3


def test_what_ships_is_right_and_each_key_of_the_schema_is_explained() -> None:
    for path in (*ROOT.glob("data/*/source.yaml"), *ROOT.glob("tests/data/*/source.yaml")):
        content, places = resources.parse_marked_yaml(path.read_text("utf-8"))
        assert not [*wrong(content)]
        assert places[()][0] >= 1
        assert not read_source(path).faults
    assert {*yaml_schema()["definitions"]["texts"]["properties"]} == {*COLUMN_LANGUAGES}
    assert SCHEMA.parent == resources.ONTOLOGY / "shapes"
    for part in (yaml_schema(), *yaml_schema()["definitions"].values()):
        assert {*part["x-expected"]} == {*COLUMN_LANGUAGES}
    assert "territories" in load_schema().tables


WRITTEN = {
    "a day that is none": ("date: 2016-02-30", ":5:", "“source.date” is missing or wrong; expected: YYYY-MM-DD"),
    "a date in words": ("date: yesterday", ":5:", "“source.date”"),
    "a list for a title": ("title: [a, b]", ":2:", "“title” is missing or wrong; expected: {fr: …, en: …}"),
    "a graph that is no IRI": (
        "graph: un graphe",
        ":8:",
        "“passages[1].graph” is missing or wrong; expected: https://…",
    ),
    "access as a list": (
        "access: [public]",
        ":8:",
        "“passages[1].access” is missing or wrong; expected: public | restricted",
    ),
    "a page of very many digits": (f"pages: [1, {'9' * 5000}]", ":8:", "“passages[1].pages[2]”"),
    "pages below one": ("pages: [-1, 2]", ":8:", "“passages[1].pages[1]” is missing or wrong; expected: a page number"),
    "pages that go back": ("pages: [2, 1]", ":8:", "the last not smaller than the first"),
    "pages as text": ('pages: "1-2"', ":8:", "“passages[1].pages” is missing or wrong; expected: [first, last]"),
    "yes for a text": ("title: {fr: yes}", ":2:", "“title.fr” is missing or wrong; expected: a text, in quotes"),
    "nested maps": ("title: {fr: {fr: x}}", ":2:", "“title.fr”"),
    "a key twice": ("id: other", ":2:1: ", "“id” appears twice; keep one"),
    "a tab": ("title:\n\tfr: x", ":3:1: ", "no tabs"),
    "a tag": ("title: !!binary aGk=", ":2:", "is not read; write the text, in quotes"),
    "very deep": (f"title: {'[' * 60}", ":2:", "nested too deeply"),
    "deep in a line": (f"title:\n  {'- ' * 60}", ":3:", "nested too deeply"),
    "a key that is none": ("? [title]\n: x", ":2:", "a key is not a text"),
    "an anchor in itself": ("title: &a {fr: *a}", ":2:", "“title.fr”"),
    "no anchor": ("title: *a", ":2:", "source.yaml is not YAML"),
    "no end": ('title: "x', ":", "source.yaml is not YAML"),
    "two colons": ("title: x: y", ":2:", "source.yaml is not YAML"),
    "the graph of another": ("graph: ilg:inferred", ":8:", "appears twice"),
}
PLAIN = """id: set
title: {fr: T}
source:
  id: doc
  date: "2016"
  title: {fr: D}
editors: {id: nous, label: {fr: N}}
passages: [{id: s1, title: {fr: S}, access: public, graph: "ilg:s1", pages: [1, 2]}]
"""


@pytest.mark.parametrize("name", WRITTEN)
def test_each_fault_is_a_sentence_with_its_line(name: str, tmp_path: Path) -> None:
    line, place, says = WRITTEN[name]
    key, path = line.partition(":")[0], tmp_path / "source.yaml"
    text = {
        "date": PLAIN.replace('date: "2016"', line),
        "graph": PLAIN.replace('graph: "ilg:s1"', line),
        "access": PLAIN.replace("access: public", line),
        "pages": PLAIN.replace("pages: [1, 2]", line),
    }.get(key, PLAIN.replace("title: {fr: T}", line))
    assert text != PLAIN
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        read_source(path)
    assert any(
        says in fault.text() and fault.place.startswith(f"{path}{place}".rstrip(": ")) for fault in caught.value.faults
    )
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("before", "after", "place", "says"),
    [
        ("date:", "dates:", ":5:3", "“source.dates” is not a known key and is not read. Nearest: date"),
        ("title: {fr: T}", "title: {fr: T, de: X}", ":2:16", "“title.de” is not a known key"),
        ('"ilg:s1"', '"https://site.example/g[1]"', ":8:53", "“https://site.example/g%5B1%5D”"),
        ("title: {fr: T}", 'title: {fr: "T\\x0b"}', ":2:9", ""),
        ("title: {fr: T}", 'title: {fr: "T\\x07U"}', ":2:9", "“TU” contains invisible control characters"),
        ("title: {fr: T}", "title: {fr: T\x01}\x02", ":2", "2 invisible control characters were removed"),
    ],
)
def test_what_is_not_read_as_it_is_written_is_told(
    before: str, after: str, place: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "source.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.replace(before, after, 1).encode())
    faults = read_source(path).faults
    assert [fault.place for fault in faults] == ([f"{path}{place}"] if says else [])
    assert all(says in fault.text() and fault.severity == "Warning" for fault in faults)


def test_the_end_of_a_pattern_is_the_end_of_the_text() -> None:
    """As in JSON Schema; Python's own sign for it lets a line's end follow."""
    assert [each.way for each in wrong(changed(("id",), "x\n"))] == [("id",)]
    assert not [*wrong(changed(("id",), "x"))]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "source.yaml"
    path.write_text(
        PLAIN.replace("id: doc", "id: No id").replace("public", "open").replace("fr: N", "fr: [N]"), "utf-8"
    )
    with pytest.raises(DataError) as caught:
        read_source(path)
    assert len(caught.value.faults) == 3
    path.write_text("- a\n- b\n", "utf-8")
    with pytest.raises(DataError, match=r"source\.yaml:1:1: .*expected: id: …, title: …"):
        read_source(path)
    path.write_text("", "utf-8")
    with pytest.raises(DataError, match="expected: id: …"):
        read_source(path)


def test_two_passages_have_neither_an_id_nor_a_graph_in_common() -> None:
    """Else what is restricted would stand in what is public."""
    for key, value in (("id", "s1"), ("graph", "https://site.example/g")):
        content = changed(("passages", 1, key), value)
        with pytest.raises(DataError, match="appears twice"):
            make_source(content, "source.yaml")


def test_an_anchor_is_what_it_stands_for_and_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "source.yaml"
    path.write_text(
        PLAIN.replace("{fr: T}", "&t {fr: T}").replace("{fr: D}", "*t").replace("{fr: S}", "{<<: *t, en: U}")
    )
    source = read_source(path)
    assert source.passages["s1"].titles == ("T", "U")
    lists = "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))
    path.write_text(f"a0: &a0 [x]\n{lists}\n{PLAIN}".replace("title: {fr: T}", "title: *a39"), "utf-8")
    with pytest.raises(DataError, match="“title” is missing or wrong"):
        read_source(path)
