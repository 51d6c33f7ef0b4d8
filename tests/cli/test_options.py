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
