"""What the format of a spreadsheet's cell lets one see of its value: of a date the year, the month or the day.

One rule for Excel's format codes and the styles of OpenDocument. Codes: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from icilabas.words.patterns import pattern

MOST_SIGNS = 255  # of a code, Excel's own limit
EXACT = 15  # digits of a number that a spreadsheet keeps
_LEAST = 10**EXACT
_LAST_DAY = 2_958_465  # 9999-12-31, as a number
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # what is a year, typed into a cell that shows the year of that day: 1905
_FIRST = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a cell has no zone
_NO_DAY = 60  # 1900-02-29, which Excel counts and no calendar has
_NUMBER = pattern(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MOMENT = pattern(r"\d{4}-\d\d|-?\d{4,10}-\d\d-\d\d(?:T[\d:.]+)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?", re.ASCII)
_WHOLE = pattern(r"[+-]?\d+", re.ASCII)
_TOKEN = pattern(
    r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|am/pm|a/p|上午/下午|general|standard|e[+-]|y+|m+|d+|h+|s+|b+|g+|q+|w+|aaaa?|.',
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED, _CONDITION = pattern(r"\[(?:h+|m+|s+)\]", re.IGNORECASE), pattern(r"\[(<=|>=|<>|<|>|=)([-+.\dE]+)\]")
_TESTS = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<>": operator.ne,
}
_MONEY = pattern(r"\[\$([^\]-]+)")
_BEFORE = pattern(r"\w[\w-]*")  # what is a part of an official number; not “about ”, “(”, “+”
_GENERAL = {"general", "standard"}
_DIGIT = _GENERAL | {"0", "#", "?"}
_MONTH_NAME = 3  # letters: “mmm” is a month in any case, “m” and “mm” beside hours or seconds are minutes
# What stands in no code is known by its number: those of East Asia have the day in some languages, so it is kept.
_TIMES = {32: "h:mm", 33: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"}
_BUILT_IN = {
    **dict.fromkeys((14, 15, 27, 28, 29, 30, 31, 34, 35, 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21), "h:mm"),
    **_TIMES,
    9: "0%",
    10: "0.00%",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy-mm-dd h:mm",
}


@dataclass(frozen=True)
class Visible:
    """What is seen of a value.

    parts: of a date or time: year, quarter, month, week, day, weekday, time, elapsed; none for a number.
    percent: how often it is shown multiplied by 100, and the gap before the sign. money: the sign of a currency.
    before: letters and digits right before those of the number, as in ``"W"000000000``.
    digits: ``0`` for each digit that is shown even if it is zero, ``#`` for others, with the signs between them; empty
    where a number is shown as it is. when: of which values this is said.
    """

    parts: frozenset[str] = frozenset()
    percent: int = 0
    gap: str = ""
    money: str = ""
    before: str = ""
    digits: str = ""
    when: tuple[str, float] | None = None


PLAIN, LENGTH = Visible(), Visible(frozenset({"elapsed"}))
_NEARLY = 1e-9  # of a day: what a number of fifteen digits may lack
_MIDNIGHT = " 00:00:00"
_ALL, _DAYS = frozenset({"year", "month", "day", "time"}), frozenset({"day", "time"})


def built_in(number: int) -> str:
    """Return a code that shows as much as Excel's format of this number does."""
    return _BUILT_IN.get(number, "")


@lru_cache(maxsize=1024)
def read_code(code: str) -> tuple[Visible, ...]:
    """Return what each section of a format code shows; one that is longer than Excel's limit shows nothing special."""
    sections: list[list[str]] = [[]]
    for sign in _TOKEN.findall(code) if len(code) <= MOST_SIGNS else ():
        if sign == ";":
            sections.append([])
        else:
            sections[-1].append(sign)
    return tuple(map(_section, sections))


def section_for(sections: tuple[Visible, ...], value: float) -> Visible:
    """Return what the section for this value shows."""
    if len(sections) == 1 and sections[0].when is None:  # nearly always
        return sections[0]
    if any(section.when for section in sections):
        return next((s for s in sections if s.when is None or _TESTS[s.when[0]](value, s.when[1])), sections[0])
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]  # noqa: PLR2004  # the third is for zero


def _section(tokens: list[str]) -> Visible:
    """Return what one section shows."""
    when, elapsed, money, signs = None, False, "", []
    for token in tokens:
        if _ELAPSED.fullmatch(token):
            elapsed = True
        elif found := _MONEY.match(token):
            money = found[1]
        elif found := _CONDITION.fullmatch(token):
            when = (found[1], float(found[2])) if _NUMBER.fullmatch(found[2]) else None
        elif token[0] not in "[_*" and token.lower() not in _GENERAL:
            signs.append(token)
            money = money or money_in(token)
    places = any(sign in "0#?" for sign in signs)
    parts = _parts([sign.lower() for sign in signs], eras=not places)
    if elapsed:
        return Visible(frozenset({"elapsed"}), when=when)
    if parts and (not places or "time" in parts):
        return Visible(frozenset(parts), when=when)
    percent = signs.count("%")
    gap = " " if percent and _said(signs[signs.index("%") - 1]).isspace() else ""
    first = next((place for place, token in enumerate(tokens) if token.lower() in _DIGIT), 0)
    before = before_digits("".join(_said(token) for token in tokens[:first] if token[0] in '"\\'))
    shown = Visible(percent=percent, gap=gap, money=money, before=before, digits=_digits(signs), when=when)
    return PLAIN if shown == PLAIN else shown


def before_digits(text: str) -> str:
    """Return a text that stands before a number, where both are one."""
    return text if _BEFORE.fullmatch(text) else ""


def money_in(text: str) -> str:
    """Return the first sign of a currency in a text; empty where none is."""
    return next((sign for sign in text if unicodedata.category(sign) == "Sc"), "")


def _parts(signs: list[str], *, eras: bool) -> set[str]:
    """Return which parts of a date and a time the tokens of a section show."""
    parts: set[str] = set()
    letters = [sign for sign in signs if sign[0] in "ymdhsbeagqw" and sign not in {"e+", "e-"} and sign != "a"]
    for place, sign in enumerate(letters):
        before, after = letters[place - 1][0] if place else "", letters[place + 1][0] if letters[place + 1 :] else ""
        if sign[0] == "y" or sign in {"bb", "bbbb"} or (sign[0] == "e" and eras):
            parts.add("year")
        elif sign[0] == "d":
            parts.add("day" if len(sign) < _MONTH_NAME else "weekday")
        elif sign in {"aaa", "aaaa"}:
            parts.add("weekday")
        elif sign[0] in "qw":  # LibreOffice's own
            parts.add("quarter" if sign[0] == "q" else "week")
        elif sign[0] in "hs" or sign in {"am/pm", "a/p"}:
            parts.add("time")
        elif sign[0] == "m":
            parts.add("time" if len(sign) < _MONTH_NAME and (before == "h" or after == "s") else "month")
    return parts


def _said(sign: str) -> str:
    """Return what a token writes as it is."""
    return sign.strip('"') if sign.startswith('"') else sign.removeprefix("\\")


def _digits(signs: list[str]) -> str:
    """Return the digits of a whole number with the signs between, where more are shown than the number has."""
    if {".", "/", "%", "e+", "E+", "e-", "E-", "@"} & set(signs):
        return ""
    first = next((place for place, sign in enumerate(signs) if sign == "0"), len(signs))
    least = sum(sign in "0#?" for sign in signs[first:])
    if least < 2:  # noqa: PLR2004  # one digit is what any number has
        return ""
    inside = [place for place, sign in enumerate(signs) if sign in "0#?"]
    kept = signs[inside[0] : inside[-1] + 1]
    return "".join(
        ("0" if inside[0] + place >= first else "#") if sign in "0#?" else "" if sign == "," else _said(sign)
        for place, sign in enumerate(kept)
    )


def moment(value: float, *, since_1904: bool) -> dt.datetime | None:
    """Return the moment that a date's number means; None for what is no day, as 1900-02-29 and what was before 1900."""
    if since_1904:
        value += 1462
    elif 0 <= value < 1 or _NO_DAY <= value < _NO_DAY + 1:
        return None
    elif value < _NO_DAY:
        value += 1
    if not 1 <= value < _LAST_DAY + 1:
        return None
    seconds = round(value % 1 * 86_400)
    try:
        return _FIRST + dt.timedelta(int(value), seconds)
    except OverflowError:
        return None


def date_text(when: dt.datetime, parts: frozenset[str]) -> str:
    """Return as much of a moment as is shown: ``2016``, ``2016-01``, ``2016-01-31``, with a time if it has one.

    Without a year: ``--01``, ``--01-31``, or the time alone.
    """
    if "year" not in parts:
        return _without_year(when, parts)
    if "day" in parts:
        text = when.isoformat(" ")
        return text if "time" in parts and not text.endswith(_MIDNIGHT) else text[:10]
    if "week" in parts:
        return f"{when:%Y}-W{when.isocalendar().week:02}"
    if "month" in parts:
        return when.isoformat()[:7]
    return f"{when:%Y}-Q{(when.month + 2) // 3}" if "quarter" in parts else when.date().isoformat()[:4]


def _without_year(when: dt.datetime, parts: frozenset[str]) -> str:
    if parts & {"day", "weekday"}:
        return f"--{when:%m-%d}"
    if "month" in parts:
        return f"--{when:%m}"
    if "quarter" in parts:
        return f"Q{(when.month + 2) // 3}"
    return f"W{when.isocalendar().week:02}" if "week" in parts else when.time().isoformat()


def written_date_text(found: str, sections: tuple[Visible, ...]) -> str:
    """Return as much as is shown of a date that is written as one, ``2016-01-31T10:00:00``; of another year, all of it.

    Raises ValueError for what is no date and no time.
    """
    try:
        when = dt.datetime.fromisoformat(found).replace(tzinfo=None, microsecond=0)
    except ValueError:
        if _MOMENT.fullmatch(found) is None:
            raise
        return found
    days = (when - _FIRST) / dt.timedelta(1)
    return _day_text(when, days, section_for(sections, days).parts or sections[0].parts or _ALL)


def _day_text(when: dt.datetime, days: float, parts: frozenset[str]) -> str:
    """Return as much of a date as is shown; and the number that it is, where a year was typed for a date."""
    text = date_text(when, parts)
    typed = _FIRST_YEAR <= days <= _LAST_YEAR and days == int(days) and "year" in parts and not parts & _DAYS
    return f"{text} ({int(days)})" if typed else text


def duration_text(days: float) -> str:
    """Return hours, minutes and seconds of a length of time: ``25:30:00``."""
    seconds = round(abs(days) * 86_400)
    return f"{'-' * (days < 0)}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def value_text(found: str, sections: tuple[Visible, ...], *, since_1904: bool = False) -> str:
    """Return a cell's number as people see it: a date cut where its format cuts it, zeros at the start, percents.

    Raises ValueError for what is no number.
    """
    if _NUMBER.fullmatch(found) is None:
        raise ValueError(found)
    value = float(found)
    shown = section_for(sections, value)
    if not shown.parts:
        return _number_text(found, shown)
    if "elapsed" in shown.parts:
        return duration_text(value)
    if shown.parts == {"time"} and 0 <= value < 1:
        return duration_text(value).zfill(8)
    whole = value if "time" in shown.parts else math.floor(value + _NEARLY)  # a time that is not seen rounds no day up
    if when := moment(whole, since_1904=since_1904):
        return _day_text(when, value, shown.parts)
    return "1900-02-29" if int(value) == _NO_DAY and not since_1904 else _number_text(found, PLAIN)


def _number_text(found: str, shown: Visible) -> str:
    """Return a number: to the digit that a spreadsheet keeps, so ``0.3`` for what is stored of 0.1 + 0.2.

    One of more digits than are kept has an exponent, as spreadsheets show it, unless it was written exactly.
    """
    if shown is PLAIN:  # nearly always
        text = str(int(found)) if len(found) < EXACT and found.isdecimal() else format(float(found), f".{EXACT}g")
        if text.lstrip("-").replace(".", "", 1).isdecimal():  # not one that is too large
            return "0" if text == "-0" else text
    if _WHOLE.fullmatch(found):
        number = Decimal(int(found))
        rounded = abs(number) >= _LEAST and not int(found) % 10 ** (len(found.lstrip("+-")) - EXACT)
    else:
        number = Decimal(format(float(found), f".{EXACT}g"))
        rounded = abs(number) >= _LEAST
    if not number.is_finite():
        raise ValueError(found)
    if shown.percent:
        return f"{_plain(number.scaleb(2 * shown.percent))}{shown.gap}%"
    if rounded:
        return f"{number.normalize():E}"
    text = _filled(int(number), shown.digits) if shown.digits and number == int(number) else _plain(number)
    if shown.before:
        text = f"-{shown.before}{text[1:]}" if text.startswith("-") else f"{shown.before}{text}"
    return f"{text} {shown.money}" if shown.money else text


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _filled(number: int, digits: str) -> str:
    """Return the number with zeros at its start and signs between its digits, as ``000 000 000 00000`` wants them."""
    if not digits.strip("0"):
        return "-" * (number < 0) + str(abs(number)).zfill(len(digits))
    left, found = list(str(abs(number))), list[str]()
    for place, sign in reversed(list(enumerate(digits))):
        if sign == "0" or (sign == "#" and left):
            found.append(left.pop() if left else "0")
        elif sign != "#" and (left or "0" in digits[:place]):
            found.append(sign)
    return "-" * (number < 0) + "".join(left) + "".join(reversed(found))
