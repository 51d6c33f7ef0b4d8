"""Cells to typed values."""

from __future__ import annotations

import datetime as dt
import re

from icilabas.engine.terms import PREFIXES
from icilabas.words.matching import fold

_XSD = PREFIXES["xsd"]
INTEGER, DECIMAL, STRING = f"{_XSD}integer", f"{_XSD}decimal", f"{_XSD}string"
YEAR, MONTH, DATE = f"{_XSD}gYear", f"{_XSD}gYearMonth", f"{_XSD}date"
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan",
            "fevrier february fevr fev feb",
            "mars march mar",
            "avril april avr apr",
            "mai may",
            "juin june jun",
            "juillet july juil jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_GAP = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
_WHOLE, _DECIMAL = re.compile(r"([+-]?\d+)(?:[.,]0+)?"), re.compile(r"([+-]?\d+)(?:[.,](\d+))?")
_MOST_SIGNS = 100  # of a number: nothing that is counted or measured has more
_PAGE = re.compile(r"(?:p\.?|pp\.?|page)\s*(?=\d)", re.IGNORECASE)


def lexical(text: str, datatypes: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the text as RDF writes it and the datatype that fits, or None when none does.

    What is written as RDF writes it already stays letter for letter.
    """
    if STRING in datatypes:
        return text, STRING
    if DECIMAL in datatypes or INTEGER in datatypes:
        found = plain_number(text, whole=DECIMAL not in datatypes)
        return (found, DECIMAL if DECIMAL in datatypes else INTEGER) if found is not None else None
    found = date(text)
    kind = {4: YEAR, 7: MONTH, 10: DATE}.get(len(found or ""))
    return (found, kind) if found and kind in datatypes else None


def plain_number(text: str, *, whole: bool) -> str | None:
    """Return ``50.63`` for ``50,63`` and ``1234`` for ``1 234``; None for what is not a (whole) number, or too long."""
    text = _GAP.sub("", _PAGE.sub("", text) if whole else text)
    found = (_WHOLE if whole else _DECIMAL).fullmatch(text)
    if found is None or len(text) > _MOST_SIGNS:
        return None
    if whole or not found[2]:
        return found[1]
    return f"{found[1]}.{found[2]}"


def date(text: str) -> str | None:
    """Return ``2016-01-31`` for ``31/01/2016`` (the day first) or ``31 janvier 2016``, ``2016-01``, ``2016``."""
    found = _ISO.fullmatch(text)
    if found:
        return _made(*found.groups())
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return _made(found[3], found[2], found[1])
    words = fold(text).split()
    months = [word for word in words if word in _MONTHS]
    rest = [re.sub(r"^(\d{1,2})(?:er|st|nd|rd|th|e)$", r"\1", word) for word in words if word not in _MONTHS]
    years = [word for word in rest if re.fullmatch(r"\d{4}", word)]
    days = [word for word in rest if re.fullmatch(r"\d{1,2}", word)]
    if len(months) == len(years) == 1 and len(days) < 2 and len(rest) == len(years) + len(days):  # noqa: PLR2004  # one day
        return _made(years[0], str(_MONTHS[months[0]]), days[0] if days else None)
    return None


def _made(year: str, month: str | None, day: str | None) -> str | None:
    try:
        full = dt.date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return full[: 10 if day else 7 if month else 4]
