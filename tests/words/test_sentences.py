"""Dates as people write them."""

from __future__ import annotations

import pytest

from icilabas.words.bilingual import Bilingual
from icilabas.words.sentences import spoken_date


@pytest.mark.parametrize(
    ("date", "fr", "en"),
    [
        ("2016-01-19", "19 janvier 2016", "19 January 2016"),
        ("2016-08-01", "1er août 2016", "1 August 2016"),
        ("2016-12", "décembre 2016", "December 2016"),
        ("2016", "2016", "2016"),
        ("", "", ""),
        ("2016-13-01", "2016-13-01", "2016-13-01"),
        ("vers 2016", "vers 2016", "vers 2016"),
    ],
)
def test_dates_are_written_as_in_the_language(date: str, fr: str, en: str) -> None:
    assert spoken_date(date) == Bilingual(fr, en)
