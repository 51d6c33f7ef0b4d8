"""Cells to typed values, and why a cell is none; cells of spreadsheets come as people see them (`files.excel`)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from icilabas.engine.terms import PREFIXES
from icilabas.words.matching import fold
from icilabas.words.patterns import pattern

_XSD = PREFIXES["xsd"]
INTEGER, DECIMAL, STRING, BOOLEAN = (f"{_XSD}{name}" for name in ("integer", "decimal", "string", "boolean"))
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
_DAYS_OF_WEEK = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim",
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
)
_WEEKDAYS = {name for names in _DAYS_OF_WEEK for name in names.split()}
_TRUTHS = {
    name: said
    for said, names in {"true": "oui vrai yes true o v y x 1", "false": "non faux no false n f 0"}.items()
    for name in names.split()
}
_CELL = pattern(r"[A-Z]{1,3}[1-9]\d{0,6}|#[1-9]\d{0,6}", re.ASCII)
_ISO = pattern(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_DAY_FIRST = pattern(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})", re.ASCII)
# A time after a day, and where it is told: it says nothing that a date does not leave out.
_CLOCK = r"(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:[.,]\d{1,9})?(?:\s*[ap]\.?m\.?)?|(?:[01]?\d|2[0-3])\s?h(?:\s?[0-5]\d)?"
_ZONE = r"(?:\s*(?:Z|UTC|GMT|[+-](?:0\d|1[0-4]):[0-5]\d))?"
_TIMED = pattern(
    rf"(.*?\d)(?:(?:T|,?\s+(?:à\s+|at\s+)?)(?:{_CLOCK})(?:[+-]\d{{4}})?)?{_ZONE}", re.ASCII | re.IGNORECASE
)
_FLOATED = pattern(r"(\d{4})[.,]0+", re.ASCII)  # a year, as programs write it that make numbers of all
_GAP = pattern(r"(?<=\d)[\s'’\u02bc](?=\d{3}(?!\d))")
_WHOLE, _DECIMAL = pattern(r"([+-]?\d+)(?:[.,]0+)?"), pattern(r"([+-]?\d+)(?:[.,](\d+))?")
# Two signs, or one again and again, part thousands; one comma alone may part thousands or begin decimals.
_GROUPED = pattern(
    r"([+-]?\d{1,3})((?:,\d{3})+)(\.\d+)|([+-]?\d{1,3})((?:\.\d{3})+)(,\d+)"
    r"|([+-]?\d{1,3})((?:,\d{3}){2,}|(?:\.\d{3}){2,})()"
)
_EITHER = pattern(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_SHORTENED = pattern(r"[+-]?\d(?:[.,]\d+)?E\+\d{2,3}", re.ASCII)
_MOST_SIGNS = 100  # of a number: nothing that is counted or measured has more
_PAGE = pattern(r"(?:p\.?|pp\.?|page)\s*(?=\d)", re.IGNORECASE)
_DIGITS = {ord(minus): "-" for minus in "\u2010\u2011\u2012\u2013\u2212"}  # a minus or hyphen as typographers write it
_BETWEEN = ".,-/'’"  # what may stand between the words of a date; any other sign, as “?” or “~”, says something of it
# Why a text is no date, the first that fits: what it looks like, folded.
_PERIOD = r"(?:trimestre|trim|semestre|sem|semaine|quarter|qtr|half|week|[tqsw](?=\s?\d)|h(?=[12]))"
_WHICH = r"(?:\d{1,2}(?:er|re|e|eme|nd|nde|st|rd|th)?|premier|deuxieme|troisieme|quatrieme|first|second|third|fourth)"
_SEASON, _YEARS = "(?:printemps|ete|automne|hiver|spring|summer|autumn|fall|winter)", r"(?:\d{4}|\d{2})"
_LENGTHS = "ans?|years?|mois|months?|semaines?|weeks?|jours?|days?|heures?|hours?|h|min|minutes?"
_NO_DATE = {
    "date-part-of-year": pattern(
        rf"(?:{_YEARS} ?)?(?:{_WHICH} )?{_PERIOD}(?: ?\d{{1,2}})?(?: (?:de |of )?{_YEARS})?"
        rf"|{_SEASON} \d{{4}}(?: {_YEARS})?|\d{{4}} {_SEASON}"
    ),
    "date-range": pattern(
        r"(?:de |du |from |entre |between )?(\d{4}) (?:(?:a|au|to|et|and) )?(\d{4}|\d\d)"
        r"|(?:depuis|since|avant|before|apres|after) [a-z0-9 ]*\d{4}"
    ),
    "date-length": pattern(rf"\d{{1,4}}h(?: ?\d{{2}})?|p(?:\d+[ymwd])*(?:t(?:\d+[hms])+)?|\d{{1,4}} (?:{_LENGTHS})"),
}
# Numbers of days that are likely: before 1900, as no Excel has them, of 1873 and earlier; after it, up to 2173.
_SERIAL = pattern(r"-?\d{5}(?:[.,]\d+)?", re.ASCII)
_TOGETHER = pattern(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)?", re.ASCII)
_CUT = pattern(r"\d{4}[.,]1", re.ASCII)  # January, or October as a number that was written 2016.10
_TYPED_YEAR = pattern(r"19\d\d\S* \((\d{4})\)", re.ASCII)  # see `number_formats.value_text`
_TOLD_TIME = pattern(r"-?\d{1,7}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s*[ap]m)?", re.ASCII | re.IGNORECASE)
_FEW = pattern(r"\d{1,3}|0[.,]\d+", re.ASCII)
_MOST = 100  # characters of a date, and of what is looked at to say why a text is none


def lexical(text: str, datatypes: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the text as RDF writes it and the datatype that fits, or None when none does.

    What is written as RDF writes it already stays letter for letter.
    """
    if STRING in datatypes and (INTEGER not in datatypes or is_cell(text)):  # a page, which a list has none of
        return None if is_shortened(text) else (text, STRING)
    if BOOLEAN in datatypes:
        said = _TRUTHS.get(fold(text))
        return (said, BOOLEAN) if said else None
    if DECIMAL in datatypes or INTEGER in datatypes:
        found = plain_number(text, whole=DECIMAL not in datatypes)
        return (found, DECIMAL if DECIMAL in datatypes else INTEGER) if found is not None else None
    found = date(text)
    kind = {4: YEAR, 7: MONTH, 10: DATE}.get(len(found or ""))
    return (found, kind) if found and kind in datatypes else None


def is_cell(text: str) -> bool:
    """Say whether the text names a cell of a list, ``A17``, or a record of one, ``#17``."""
    return _CELL.fullmatch(text) is not None


def is_shortened(text: str) -> bool:
    """Say whether a spreadsheet has shortened a long number, such as an official one: ``1.23457E+13``."""
    return _SHORTENED.fullmatch(text) is not None


def why_not(text: str, datatypes: tuple[str, ...]) -> tuple[str, str]:
    """Return the key of what is to be said of a text that is none of the datatypes, and what may be meant."""
    if is_shortened(text):
        return "number-shortened", ""
    if {DATE, MONTH, YEAR} & set(datatypes):
        return _why_no_date(_ascii_digits(text))
    if {INTEGER, DECIMAL} & set(datatypes):
        text = _GAP.sub("", _ascii_digits(text[:_MOST]))
        if _EITHER.fullmatch(text):
            whole, thousand = re.split("[.,]", text)
            return "number-either", f"{whole}{thousand}"
        if re.search(r"[%‰]", text):
            return "number-percent", ""
        if re.fullmatch(r"\D*[+-]?\d[\d.,]*\D*", text) and any(unicodedata.category(sign) == "Sc" for sign in text):
            return "number-money", ""
    return "bad-value", ""


def _why_no_date(text: str) -> tuple[str, str]:
    if len(text) > _MOST or "%" in text or _FEW.fullmatch(text):
        return "no-such-date", ""
    together, month_first, typed = (looks.fullmatch(text) for looks in (_TOGETHER, _DAY_FIRST, _TYPED_YEAR))
    found = {
        "date-together": _made(*together.groups()) if together else None,
        "date-cut": f"{text[:4]}-01" if _CUT.fullmatch(text) else None,
        "date-serial": _of_serial(text) if _SERIAL.fullmatch(text) else None,
        "date-typed-year": typed[1] if typed else None,
        "date-month-first": _made(month_first[3], *month_first.groups()[:2])
        if month_first and month_first[1]
        else None,
    }
    said = next(((key, meant) for key, meant in found.items() if meant), None)
    return said or ("date-length" if _TOLD_TIME.fullmatch(text) else _looks_like(fold(text)), "")


def _looks_like(said: str) -> str:
    """Return the key of what a folded text looks like."""
    for key, looks in _NO_DATE.items():
        found = looks.fullmatch(said)
        if found and not (key == "date-range" and found[1] and found[2] <= found[1][-len(found[2]) :]):
            return key
    words = [word for word in said.split() if word not in _WEEKDAYS]
    dated = all(word in _MONTHS or re.fullmatch(r"\d{1,2}(?:er|st|nd|rd|th)?", word) for word in words)
    return "date-no-year" if said and dated else "no-such-date"


def _of_serial(text: str) -> str:
    """Return the day that a spreadsheet shows for a number."""
    day = dt.date(1899, 12, 30) + dt.timedelta(float(text.replace(",", ".")))
    return day.isoformat()


def _ascii_digits(text: str) -> str:
    """Return the text with the digits 0 to 9 for those of other scripts, and a plain minus."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text.translate(_DIGITS))


def plain_number(text: str, *, whole: bool) -> str | None:
    """Return ``50.63`` for ``50,63`` and ``1234`` for ``1 234``; None for what is not a (whole) number, or too long.

    Thousands may be parted by gaps, apostrophes, or by commas or points where these cannot begin decimals.
    """
    text = _GAP.sub("", _ascii_digits(_PAGE.sub("", text) if whole else text))
    if len(text) > _MOST_SIGNS or (whole and _EITHER.fullmatch(text)):
        return None
    if found := _GROUPED.fullmatch(text):
        first, rest, decimals = next(found.groups()[start : start + 3] for start in (0, 3, 6) if found[start + 1])
        text = first + re.sub("[.,]", "", rest) + (decimals or "").replace(",", ".")
    found = (_WHOLE if whole else _DECIMAL).fullmatch(text)
    if found is None:
        return None
    if whole or not found[2]:
        return found[1]
    return f"{found[1]}.{found[2]}"


def date(text: str) -> str | None:
    """Return ``2016-01-31`` for ``31/01/2016`` (the day first) or ``31 janvier 2016``, ``2016-01``, ``2016``.

    The time after a day is left out, and its zone: the day is the one that is written.
    """
    text = _ascii_digits(text) if len(text) <= _MOST else ""
    timed = _TIMED.fullmatch(text)
    if timed and timed[1] != text:
        found = _day(timed[1])
        return found if found and len(found) == len("2016-01-31") else None
    return _day(text)


def _day(text: str) -> str | None:
    """Return the day, month or year of a text without a time."""
    if floated := _FLOATED.fullmatch(text):
        return _made(floated[1], None, None)
    if found := _ISO.fullmatch(text):
        next_year = text[4:5] == "/" and found[3] is None and int(found[1]) % 100 + 1 == int(found[2] or 0)
        unsure = (next_year and len(found[2]) > 1) or _CUT.fullmatch(text)
        return None if unsure else _made(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        return _made(found[3], found[2], found[1])
    return _worded(text)


def _worded(text: str) -> str | None:
    """Return the day or month of a text that names its month."""
    if text[-1:] in "-/" or not all(sign in _BETWEEN or sign.isspace() or _is_of_a_word(sign) for sign in text):
        return None
    words = [word for word in fold(text).split() if word not in _WEEKDAYS or word == "mar"]
    months = [word for word in words if word in _MONTHS]
    if len(months) > 1 and "mar" in months:  # a Tuesday
        months.remove("mar")
    rest = [re.sub(r"^(\d{1,2})(?:er|st|nd|rd|th|e)$", r"\1", word) for word in words if word not in _MONTHS]
    years = [word for word in rest if re.fullmatch(r"\d{4}", word)]
    days = [word for word in rest if re.fullmatch(r"\d{1,2}", word)]
    if len(months) == len(years) == 1 and len(days) < 2 and len(rest) == len(years) + len(days):  # noqa: PLR2004  # one day
        return _made(years[0], str(_MONTHS[months[0]]), days[0] if days else None)
    return None


def _is_of_a_word(sign: str) -> bool:
    """Say whether a sign is a letter, with or without its accents, or a digit."""
    return unicodedata.category(sign)[0] in "LM" or sign.isdecimal()


def _made(year: str, month: str | None, day: str | None) -> str | None:
    try:
        full = dt.date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return full[: 10 if day else 7 if month else 4]
