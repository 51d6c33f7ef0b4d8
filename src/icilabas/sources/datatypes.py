"""The datatypes of XML Schema 1.1: how their literals are written, and which stretch of time a date is.

The table is ``ontology/datatypes.yaml``; no library's parser has a say in it.
"""

from __future__ import annotations

import re
from calendar import isleap
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from icilabas import resources
from icilabas.engine.terms import PREFIXES
from icilabas.resources import ONTOLOGY

_XSD = PREFIXES["xsd"]
# Where dates are texts, as in schema.org's own context, the form says which date it is.
_OF_TEXTS = {
    f"{_XSD}string",
    *(f"{scheme}://schema.org/{name}" for scheme in ("http", "https") for name in ("Date", "DateTime")),
}
_DATES = [f"{_XSD}{name}" for name in ("date", "gYearMonth", "gYear", "dateTime")]
_MOST_DIGITS = 1000  # of a year that is compared
_DAY, _FOURTEEN_HOURS = 86_400, 14 * 3600
_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Form(NamedTuple):
    """How the literals of a datatype are written: the form, limits of whole numbers, whether there are days of months.

    form: a regular expression, as text: of most datatypes a dataset has none.
    example: one that is right, and shows how the others look.
    """

    form: str
    example: str
    least: int | None
    most: int | None
    days: bool


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Return the form of each datatype, by its IRI."""
    table: dict[str, dict[str, Any]] = resources.parse_yaml((ONTOLOGY / "datatypes.yaml").read_text("utf-8"))
    found = {}
    for name, about in table["datatypes"].items():
        text = about["form"]
        for part, pattern in table["parts"].items():
            text = text.replace(f"{{{part}}}", pattern)
        found[_XSD + name] = Form(
            text, about["example"], about.get("least"), about.get("most"), about.get("days", False)
        )
    return found


@lru_cache(maxsize=1 << 12)
def well_formed(text: str, datatype: str) -> bool:
    """Say whether the text is a lexical form of the datatype; of a datatype that is not in the table, any is."""
    known = forms().get(datatype)
    if known is None:
        return True
    found = re.fullmatch(known.form, text)
    if found is None:
        return False
    if known.days:
        return _is_day(found.groupdict())
    if known.least is None and known.most is None:
        return True
    number = _limited(text)
    return not (known.least is not None and number < known.least) and not (
        known.most is not None and number > known.most
    )


def _limited(text: str) -> float:
    """Return the whole number; of one that is longer than any limit, only on which side of them it lies."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    number: float = int(digits) if len(digits) <= 20 else float("inf")  # noqa: PLR2004  # the digits of 2 to the 64th
    return -number if text.startswith("-") else number


def _is_day(parts: dict[str, str | None]) -> bool:
    """Say whether the month has the day; without a year, the 29th of February is one."""
    month, day = int(parts["month"] or 1), int(parts["day"] or 1)
    if day <= 28:  # noqa: PLR2004  # every month has it
        return True
    february = month == 2 and parts.get("year") is not None  # noqa: PLR2004  # the second month
    # Of a year the last four digits tell, however many it has: 10,000 years are 25 times 400.
    return day <= (28 + isleap(int(str(parts["year"])[-4:])) if february else _MONTHS[month - 1])


class Stretch(NamedTuple):
    """A stretch of time, in seconds of the Gregorian calendar: from its first moment to where the next one begins.

    A moment (``dateTime``) begins and ends at once. zoned: whether it says in which time zone.
    """

    first: Fraction
    end: Fraction
    zoned: bool

    def lies_before(self, other: Stretch) -> bool:
        """Say whether it ends, to be sure, before the other begins.

        So 2016 lies before 2017-05-03, and 2017 does not; nor 2017-05 before 2017. Where only one says its time zone,
        the other may be up to 14 hours away, as XML Schema has it.
        """
        apart = other.first - self.end - (0 if self.zoned == other.zoned else _FOURTEEN_HOURS)
        return apart > 0 or (apart == 0 and self.first != self.end)


def stretch(text: str, datatype: str) -> Stretch | None:
    """Return which stretch of time a year, a month, a day or a moment is; None for anything else, and what is none.

    A text is what it looks like: ``"2016-01"`` is a month, also where no datatype says so.
    """
    if datatype in _OF_TEXTS:
        datatype = next((date for date in _DATES if well_formed(text, date)), datatype)
    known = forms().get(datatype)
    if known is None or not well_formed(text, datatype):
        return None
    found = re.fullmatch(known.form, text)
    parts = found.groupdict() if found else {}
    year, month, day, clock, zone = (parts.get(name) for name in ("year", "month", "day", "clock", "zone"))
    if year is None or len(year) > _MOST_DIGITS:
        return None
    number, of_year = int(year), int(month or 1)
    first = _days(number, of_year, int(day or 1))
    following = (number, of_year + 1) if month and of_year < 12 else (number + 1, 1)  # noqa: PLR2004  # the last month
    end = first + 1 if day else _days(*following, 1)
    shift = _seconds(zone)
    begins = Fraction(first * _DAY - shift)
    if clock:
        hours, minutes, seconds = clock.split(":")
        begins += int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)
    return Stretch(begins, begins if clock else Fraction(end * _DAY - shift), zone is not None)


def _days(year: int, month: int, day: int) -> int:
    """Return the number of a day: of the Gregorian calendar, also before there was one; the year 0 is 1 BCE."""
    before = year - 1
    of_months = sum(_MONTHS[: month - 1]) - (month > 2 and not isleap(year))  # noqa: PLR2004  # after February
    return 365 * before + before // 4 - before // 100 + before // 400 + of_months + day


def _seconds(zone: str | None) -> int:
    """Return how many seconds a time zone is ahead of UTC."""
    if zone is None or zone == "Z":
        return 0
    hours, minutes = zone[1:].split(":")
    return (int(hours) * 3600 + int(minutes) * 60) * (-1 if zone.startswith("-") else 1)
