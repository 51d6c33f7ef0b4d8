"""Sentences of pages and reports: phrases, numbers, lists, quotes, dates and typography of each language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas.resources import ONTOLOGY, parse_yaml
from icilabas.words.bilingual import COUNTS, Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable


_PHRASES = ONTOLOGY / "comparison" / "sentences.yaml"
_AND = Bilingual(" et ", " and ")
_QUOTE = Bilingual("« {} »", "“{}”")
# fmt: off
_MONTHS = {
    "fr": [
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}
# fmt: on
_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PAGE = re.compile(r"(?<=\bp\.) (?=\d)")
_BREAKS = re.compile(r" (?=[?!;:»%])|(?<=«) ")


def number(value: float, lang: str, digits: int = 2) -> str:
    """Return a number as it is written in the language, with a true minus sign; three digits if less than a tenth."""
    digits += 0 < abs(value) < 0.1  # noqa: PLR2004  # one digit more, as the docstring says
    text = f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if lang == "fr" else text


def thousands(value: int, lang: str) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if lang == "fr" else ",")


def share(value: float, lang: str) -> str:
    """Return a share as a percentage; what is not nothing is never written as 0 %."""
    text = f"{value:.0%}" if not 0 < value <= 0.005 else "<1%"  # noqa: PLR2004  # half a percent
    return text.replace("%", " %") if lang == "fr" else text


def listed(parts: Iterable[str], lang: str) -> str:
    """Return “a, b and c”."""
    texts = list(parts)
    return _AND.text(lang).join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def quoted(text: str, lang: str) -> str:
    """Return the text in the quotation marks of the language."""
    return _QUOTE.text(lang).format(text)


def cited(text: str, *what: str) -> str:
    """Return the text with what stands in brackets behind it, if anything."""
    inside = ", ".join(filter(None, what))
    return f"{text} ({inside})" if inside else text


@lru_cache(maxsize=1)
def phrases() -> dict[str, dict[str, str]]:
    """Return all phrases: key to language to text, with ``{name}`` for what the data say."""
    found: dict[str, dict[str, str]] = parse_yaml(_PHRASES.read_text(encoding="utf-8"))
    return found


def phrase(key: str, lang: str, **values: object) -> str:
    """Return a phrase in the language, with the values in it: numbers with their noun, see `COUNTS`."""
    lang = "fr" if lang == "fr" else "en"
    put = {name: COUNTS[lang](value) if type(value) is int else value for name, value in values.items()}
    return phrases()[key][lang].format(**put)


def typeset(text: str, lang: str) -> str:
    """Return the text with curly apostrophes and “p. 5” on one line; no French line begins with “?”."""
    text = _PAGE.sub("\N{NO-BREAK SPACE}", _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", text))
    return _BREAKS.sub("\N{NO-BREAK SPACE}", text) if lang == "fr" else text


def spoken_date(date: str) -> Bilingual:
    """Return ``2016-01-19`` as “19 janvier 2016” and “19 January 2016”; what is not such a date stays as it is."""
    found = _DATE.fullmatch(date)
    if not found:
        return Bilingual(date, date)
    year, month, day = found[1], int(found[2]) - 1, int(found[3] or 0)
    days = {"fr": "1er" if day == 1 else str(day), "en": str(day)}
    fr, en = (" ".join([*([days[lang]] if day else []), _MONTHS[lang][month], year]) for lang in ("fr", "en"))
    return Bilingual(fr, en)
