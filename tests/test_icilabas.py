"""The package as one imports it: each public name is there when it is asked for, and no other."""

from __future__ import annotations

from importlib import import_module

import pytest

import icilabas


@pytest.mark.parametrize("name", icilabas.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(icilabas, name) is not None
    assert name in dir(icilabas)


def test_public_names_are_listed_in_order() -> None:
    assert icilabas.__all__ == sorted(set(icilabas.__all__)) == dir(icilabas)


@pytest.mark.parametrize(
    ("name", "member", "home"),
    [
        ("bridging", "gefura", "icilabas.measures"),
        ("backbone", "disparity", "icilabas.measures.backbone"),
        ("significance", "rank_intervals", "icilabas.measures.significance"),
    ],
)
def test_a_module_has_its_public_name_either_way(name: str, member: str, home: str) -> None:
    expected = getattr(import_module(home), member)
    assert getattr(import_module(f"icilabas.{name}"), member) is expected
    assert getattr(getattr(icilabas, name), member) is expected


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="'icilabas' has no attribute 'no_such_name'"):
        _ = icilabas.no_such_name
    with pytest.raises(AttributeError):
        _ = import_module("icilabas.bridging").no_such_name
