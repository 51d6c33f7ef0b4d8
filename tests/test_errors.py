"""Faults and errors: their order, their exit codes, and what the system's own numbers are told as."""

from __future__ import annotations

import errno
import logging
import os
import sys
import tomllib
from pathlib import Path

import pytest
from places import NO_EXTRAS, ROOT

from icilabas import errors
from icilabas.errors import (
    DataError,
    Fault,
    UsageError,
    available,
    cannot_write,
    in_few_lines,
    in_order,
    log_warnings,
    needs,
    os_error_message,
    unreadable_file,
)
from icilabas.words.catalogues import keys
from icilabas.words.messages import message
from icilabas.words.text import NOTHING, Text

ONE, TWO = Text({"fr": "un", "en": "one"}), Text({"fr": "deux", "en": "two"})


def test_faults_come_once_each_in_the_order_of_their_places() -> None:
    error = DataError([Fault("b:1", ONE), Fault("a:2", TWO), Fault("a:2", ONE), Fault("b:1", ONE)])
    assert error.text("fr").splitlines() == ["a:2: deux", "a:2: un", "b:1: un"]
    assert str(error).splitlines() == ["a:2: two", "a:2: one", "b:1: one"]


def test_a_fault_is_one_line_wherever_it_stands() -> None:
    """Also in a file whose name has line ends, signs that steer a terminal, or bytes that are no letters."""
    fault = errors.Fault("a\nb\x1b[31m\u202e\udce9.ttl:1:1", Text({"": "wrong"}))
    assert str(fault) == "a�b�[31m��.ttl:1:1: wrong"


def test_row_two_comes_before_row_ten() -> None:
    places = ["b.xlsx:T!A10", "b.xlsx:T!A9", "a.csv:10:1", "a.csv:9:10", "a.csv:9:2", "x", "y1.ttl: ild:x"]
    assert [fault.place for fault in in_order(Fault(place, ONE) for place in places)] == [
        *("a.csv:9:2", "a.csv:9:10", "a.csv:10:1", "b.xlsx:T!A9", "b.xlsx:T!A10", "x", "y1.ttl: ild:x"),
    ]


def told(found: list[Fault], lang: str = "en") -> dict[str, str]:
    return {fault.place: fault.message.text(lang) for fault in in_few_lines(in_order(found)).lines}


def test_equal_warnings_of_a_table_are_told_once_at_the_first_with_three_places() -> None:
    faults = [Fault(f"b.xlsx:T!{cell}", ONE, "Warning") for cell in ("C10", "C9", "C11", "D100")]
    assert told(faults[:1]) == {"b.xlsx:T!C10": "one"}
    assert [bool(in_few_lines(faults[:count]).more) for count in (1, 3, 4)] == [False, False, True]
    for count, places in ((2, "C9, C10"), (3, "C9, C10, C11"), (4, "C9, C10, C11…")):
        assert told(faults[:count]) == {"b.xlsx:T!C9": f"one. {count} times in this table: {places}"}
    apart = [(("a.csv:2:1"), ONE), ("b.csv:2:1", ONE), ("a.csv:3:1", TWO), ("x.ttl: ild:a", ONE), ("x.ttl", ONE)]
    assert len(told([Fault(place, text, "Warning") for place, text in apart])) == len(apart)


def found_in(column: int, count: int, key: str = "bad-value", name: Text = ONE) -> list[Fault]:
    """Return faults of one kind in rows of a column, each of another value."""
    return [
        Fault(f"a.csv:{row}:{column}", message(key, found=f"v{row}", name=name, remedy=NOTHING))
        for row in range(2, 2 + count)
    ]


def test_what_is_of_one_kind_is_told_as_one_where_there_is_much_of_it() -> None:
    assert len(told(found_in(1, 5))) == 5
    assert told(found_in(1, 5000)) == {
        "a.csv:2:1": f"{found_in(1, 1)[0].message.text().strip()} And 4,999 more of this kind: 3:1, 4:1, 5:1…"
    }
    assert "Et 4\u202f999 autres de ce genre : 3:1, 4:1, 5:1…" in told(found_in(1, 5000), "fr")["a.csv:2:1"]
    equal = [Fault(f"a.csv:{row}:1", ONE) for row in range(2, 8)]
    assert told(equal) == {"a.csv:2:1": "one. 6 times in this table: 2:1, 3:1, 4:1…"}
    mixed = [*found_in(1, 6), *found_in(2, 6), *found_in(1, 6, "no-such-date"), *found_in(1, 6, name=TWO)]
    assert len(in_few_lines(in_order(mixed)).lines) == 4
    things = [Fault(f"a.ttl: ild:t{number} skos:prefLabel", ONE) for number in range(7)]
    assert told(things) == {"a.ttl: ild:t0 skos:prefLabel": "one. And 6 more of this kind: ild:t1, ild:t2, ild:t3…"}
    lines = [Fault(f"a.xml:{7 * number}: ild:t{number} org:role", ONE) for number in range(7)]
    assert len(told([*lines, *things])) == 2


def test_an_error_tells_much_of_one_kind_as_one_and_keeps_all() -> None:
    faults = found_in(1, 20)
    error = DataError(faults)
    assert error.faults == faults
    assert len(str(error).splitlines()) == 2
    assert "--all" in str(error).splitlines()[1]
    assert len(str(DataError(faults, each=True)).splitlines()) == len(faults)
    assert "--all" not in str(DataError(faults[:5]))


def test_exit_codes() -> None:
    assert DataError([]).exit_code == 1
    assert DataError([], unreadable=True).exit_code == UsageError(ONE).exit_code == 2


def test_only_warnings_are_logged_once_each_in_order(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "icilabas"):
        log_warnings(
            [Fault("b", ONE, "Warning"), Fault("a", TWO, "Warning"), Fault("b", ONE, "Warning"), Fault("c", ONE)]
        )
    assert [record.getMessage()[:1] for record in caplog.records] == ["a", "b"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENOSPC])
def test_the_systems_numbers_have_sentences_in_both_languages(number: int) -> None:
    said = os_error_message(OSError(number, "the system's words"))
    assert said.text("fr") != said.text("en")
    assert "system" not in said.text("en")


def test_what_has_no_sentence_of_ours_is_told_in_its_own_words() -> None:
    assert os_error_message(OSError(errno.EXDEV, "other disk")).text("en") == "other disk"
    assert os_error_message(ValueError("first\nsecond")).text("fr") == "first"
    assert os_error_message(ValueError()).text("en") == "ValueError"


def test_a_full_disk_is_known_by_its_words_too() -> None:
    full = os_error_message(OSError(errno.ENOSPC, ""))
    assert os_error_message(OSError(f"IO error: {os.strerror(errno.ENOSPC)}: /x")) == full


def test_what_cannot_be_read_or_written_is_named() -> None:
    error = OSError(errno.EACCES, "")
    read = unreadable_file(Path("a"), error)
    assert (read.exit_code, [fault.place for fault in read.faults]) == (2, ["a"])
    assert "a" in cannot_write(Path("a"), error).text("fr").split()


# packages that need not be there


@pytest.fixture
def extras() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    return {name: packages for name, packages in found.items() if name not in NO_EXTRAS}


def test_an_import_that_fails_says_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, extras: dict[str, list[str]]
) -> None:
    monkeypatch.setitem(sys.modules, "nowhere", None)
    assert len(extras) > 4
    for extra in extras:
        with pytest.raises(UsageError) as caught, needs(extra):
            import nowhere.at.all  # type: ignore[import-not-found]  # noqa: F401  # there is none
        for lang in ("fr", "en"):
            text = caught.value.text(lang)
            assert "nowhere" in text
            assert "nowhere.at" not in text
            assert f'python -m pip install "icilabas[{extra}]"' in text
        assert caught.value.exit_code == 2
        assert caught.value.__suppress_context__


def test_each_extra_has_its_sentence_and_each_sentence_its_extra(extras: dict[str, list[str]]) -> None:
    assert {key.removeprefix("install-") for key in keys("messages") if key.startswith("install-")} == extras.keys()


@pytest.mark.parametrize(("name", "found"), [("igraph._igraph", "igraph"), (None, "icilabas[large]")])
def test_a_package_that_is_there_but_cannot_be_loaded_is_told_with_the_reason(name: str | None, found: str) -> None:
    reason = "libigraph.so: cannot open shared object file"
    with pytest.raises(UsageError) as caught, needs("large"):
        raise ImportError(reason, name=name)
    again = f'python -m pip install --upgrade --force-reinstall "{found}"'
    assert str(caught.value) == f"{found} is installed, but cannot be loaded ({reason}); install it again with: {again}"


def test_what_is_no_import_goes_through() -> None:
    with pytest.raises(ValueError, match="ours"), needs("large"):
        raise ValueError("ours")
    with needs("large"):
        pass


def test_what_something_also_goes_without_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(errors, "_TOLD", set())
    assert available("large", "json") is True
    assert caplog.records == []
    monkeypatch.setitem(sys.modules, "igraph", None)
    assert [available("large", "igraph") for _turn in range(2)] == [False, False]
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert '"icilabas[large]"' in record.getMessage()
