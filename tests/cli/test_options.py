"""What stands on the command line: inputs, parameters, and the language that a call asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from icilabas.cli import options
from icilabas.errors import UsageError


@pytest.mark.parametrize("address", ["http://x//y", "HTTPS://x"])
def test_an_address_stays_text(address: str) -> None:
    assert options.Input().convert(address, None, None) == address


def test_anything_else_is_a_path() -> None:
    assert options.Input().convert("a//b", None, None) == Path("a/b")


def test_a_parameter_has_a_name_and_a_value() -> None:
    assert options.parameter(" a = b=c ") == ("a", "b=c")
    assert options.parameter("a=") == ("a", "")
    for wrong in ("a", "=b", ""):
        with pytest.raises(UsageError):
            options.parameter(wrong)


@pytest.mark.parametrize(
    ("set_to", "lang"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "FR"}, "fr"),
        ({"LANG": "fr", "LC_MESSAGES": "en"}, "en"),
        ({"LC_MESSAGES": "en", "LC_ALL": "fr"}, "fr"),
        ({"LC_ALL": "fr", "ICILABAS_LANG": "en"}, "en"),
        ({"LANG": "fr", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_our_own_variable_comes_before_the_systems(
    set_to: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ICILABAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    assert options._locale_language() == lang  # noqa: SLF001  # it runs once, when the program starts


def test_between_names_two_territories_or_two_dates_in_either_order() -> None:
    pair, dates = ("Lille", "Kayes"), ("2019", "mars 2022")
    assert options.pair_and_dates(()) == (None, None)
    assert options.pair_and_dates((pair,)) == (pair, None)
    assert options.pair_and_dates((dates,)) == (None, dates)
    assert options.pair_and_dates((pair, dates)) == options.pair_and_dates((dates, pair)) == (pair, dates)
    assert options.pair_and_dates((("2019", "Kayes"),)) == (("2019", "Kayes"), None)
    for twice in ((pair, pair), (dates, ("2020", "2021"))):
        with pytest.raises(UsageError, match="once for two territories"):
            options.pair_and_dates(twice)


def test_a_time_is_asked_for_in_one_way() -> None:
    assert options.stretch_of(None, None) is None
    assert options.stretch_of("2024-05", None) == ("2024-05", "2024-05")
    assert options.stretch_of(None, ("2019", "2022")) == ("2019", "2022")
    with pytest.raises(UsageError, match="give one or the other"):
        options.stretch_of("2020", ("2019", "2022"))
