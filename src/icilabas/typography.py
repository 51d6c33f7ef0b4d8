"""How texts of a page are set in French and English."""

from __future__ import annotations

import re

from icilabas.messages import Bilingual

_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PAGE = re.compile(r"(?<=\bp\.) (?=\d)")
_BREAKS = re.compile(r" (?=[?!;:»%])|(?<=«) ")


def typeset(text: str, lang: str) -> str:
    """Return the text with curly apostrophes and “p. 5” on one line; no French line begins with “?”."""
    text = _PAGE.sub("\N{NO-BREAK SPACE}", _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text))
    return _BREAKS.sub("\N{NO-BREAK SPACE}", text) if lang == "fr" else text


def spoken_date(date: str) -> Bilingual:
    """Return ``2016-01-19`` as “19 janvier 2016” and “19 January 2016”; what is no such date stays as it is."""
    found = _DATE.fullmatch(date)
    if not found:
        return Bilingual(date, date)
    year, month, day = found[1], int(found[2]) - 1, int(found[3] or 0)
    days = {"fr": "1er" if day == 1 else str(day), "en": str(day)}
    fr, en = (" ".join([*([days[lang]] if day else []), _MONTHS[lang][month], year]) for lang in ("fr", "en"))
    return Bilingual(fr, en)
