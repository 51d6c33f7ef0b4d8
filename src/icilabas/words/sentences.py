"""Sentences in one language: texts with their gaps filled, and numbers, lists and dates as CLDR has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icilabas.words.catalogues import fill, locale, template
from icilabas.words.text import Text, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_XSD_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PAGE = re.compile(r"(?<=\bp\.) (?=\d)")
_AS_PYTHON = {"fr", "en"}  # languages that write a number of at most three digits as Python does
_BREAKS = re.compile(r" (?=[?!;:»%])|(?<=«) ")  # where a plain space stands there, it is French


def said(
    key: str, lang: str, values: Mapping[str, object], around: Callable[[str, object], object] | None = None
) -> tuple[str, str]:
    """Return the text of this key with the values in it, in the language or else in French; and its language.

    A ``Text`` is put in in the language of the sentence. ``count`` is a number: it chooses the plural form. ``around``
    is given the name of each gap and what stands in it, and returns what is to stand there.
    """
    count = values.get("count")

    def put(tongue: str) -> dict[str, object]:
        found = {name: value.text(tongue) if isinstance(value, Text) else value for name, value in values.items()}
        found |= {"count": thousands(count, tongue)} if isinstance(count, int) else {}
        return {name: around(name, value) for name, value in found.items()} if around else found

    return fill(key, lang, put, count if isinstance(count, int) else None)


def phrase(key: str, lang: str, **values: object) -> str:
    """Return the text of this key with the values in it, see `said`."""
    return said(key, lang, values)[1]


def _decimal(text: str, lang: str) -> str:
    """Return a number, written by Python, as the language writes it: with all its digits, and a true minus sign."""
    from decimal import Decimal, localcontext

    from babel.numbers import format_decimal

    digits = len(text.partition(".")[2])
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    with localcontext() as context:
        context.prec = max(context.prec, len(text))  # else a number of more digits than 28 cannot be written
        return format_decimal(Decimal(text), pattern, locale(lang)).replace("-", "\N{MINUS SIGN}")


def number(value: float, lang: str, digits: int = 2) -> str:
    """Return a number as it is written in the language, with a true minus sign; three digits if less than a tenth."""
    digits += 0 < abs(value) < 0.1  # noqa: PLR2004  # one digit more, as the docstring says
    return _decimal(f"{value:.{digits}f}", lang)


def probability(value: float, lang: str) -> str:
    """Return a p-value: never as 0, which none is."""
    least = 0.001
    return number(value, lang) if value >= least else f"<{number(least, lang)}"


def thousands(value: int, lang: str) -> str:
    """Return a whole number with its thousands apart."""
    if 0 <= value < 1000 and lang in _AS_PYTHON:  # noqa: PLR2004  # a thousand, as the docstring says
        return str(int(value))  # the CLDR takes 10 ms to load, which an answer of a few rows need not pay
    return _decimal(str(int(value)), lang)


def decimal_comma(lang: str) -> bool:
    """Say whether numbers have a comma before their decimals, and tables of text so a semicolon between cells."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale(lang)) == ","


def share(value: float, lang: str) -> str:
    """Return a share as a percentage; what is not nothing is never written as 0 %."""
    from decimal import Decimal

    from babel.numbers import format_percent

    little = 0 < value <= 0.005  # noqa: PLR2004  # half a percent
    hundredths = 1 if little else int(f"{100 * value:.0f}")
    return f"{'<' if little else ''}{format_percent(Decimal(hundredths) / 100, locale=locale(lang))}"


def listed(parts: Iterable[str], lang: str) -> str:
    """Return “a, b and c”."""
    from babel.lists import format_list

    return format_list(list(parts), locale=locale(lang))


def listed_of(parts: Iterable[str], left: int, lang: str) -> str:
    """Return “a, b and 3 more”: the first of a list, and how many are left; “a, b and c” where none is."""
    return f"{', '.join(parts)} {phrase('more', lang, count=left)}" if left else listed(parts, lang)


def quoted(text: str, lang: str) -> str:
    """Return the text in the quotation marks of the language."""
    return phrase("quoted", lang, text=text)


def cited(text: str, *what: str) -> str:
    """Return the text with what stands in brackets behind it, if anything."""
    inside = ", ".join(filter(None, what))
    return f"{text} ({inside})" if inside else text


def typeset(text: str) -> str:
    """Return the text with curly apostrophes and “p. 5” on one line; no line begins with the “?” of French."""
    text = _PAGE.sub("\N{NO-BREAK SPACE}", _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text))
    return _BREAKS.sub("\N{NO-BREAK SPACE}", text)


def spoken_date(text: str) -> Text:
    """Return ``2016-01-19`` as “19 janvier 2016” and “19 January 2016”; what is not such a date stays as it is."""
    from datetime import date

    found = _DATE.fullmatch(text)
    if not found:
        return same(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:  # 30 February
        return same(text)
    return in_each_language(lambda lang: _spoken(day, lang, whole=bool(found[3])))


def days(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a date to the day, the month or the year; None for what is no such date.

    A year begins on 1 January and ends on 31 December, a month with its last day; a time of day is left out.
    """
    from calendar import monthrange
    from datetime import date

    found = _XSD_DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = first.replace(month=month or 12)
        last = last.replace(day=day or monthrange(last.year, last.month)[1])
    except ValueError:  # the year 0, a month 13, 30 February
        return None
    return first.isoformat(), last.isoformat()


def _spoken(day: date, lang: str, *, whole: bool) -> str:
    from babel.dates import format_date, format_skeleton

    if not whole:
        return format_skeleton("yMMMM", day, locale=locale(lang))
    first = template("date-of-first", lang) if day.day == 1 else ""  # “1er”, which CLDR does not know
    return format_date(day, first or "long", locale(lang))
