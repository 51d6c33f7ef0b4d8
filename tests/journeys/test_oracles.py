"""What R's sna and igraph say of random graphs is asked by `make suites`; here of a few, where R is."""

from __future__ import annotations

import math
from unittest.mock import patch

import pytest

import oracles

FEW = 30


def test_r_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    if not oracles.available():
        pytest.skip("R with sna and igraph is not there")
    status = oracles.main([str(FEW)])
    told = capsys.readouterr().out
    assert status == 0, told
    assert int(told.splitlines()[-1].split()[0]) > 30 * FEW


def test_a_number_that_is_another_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    name, graph = next(iter(oracles.graphs(1).items()))
    mine = oracles.ours(name, graph)
    said = mine | {(name, "gefura", 1): mine[name, "gefura", 1] + 1e-6}
    unknown = {key: math.nan for key, value in mine.items() if math.isnan(value)}
    assert oracles.otherwise(mine, mine | unknown) == []
    assert len(oracles.otherwise(mine, said)) == 1
    with patch("oracles.available", return_value=True), patch("oracles.theirs", return_value=said):
        assert oracles.main(["1"]) == 1
    assert f"{name} gefura 1: " in capsys.readouterr().out


def test_without_r_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with patch("shutil.which", return_value=None):
        assert oracles.main([]) == 0
    assert "is not there" in capsys.readouterr().out
