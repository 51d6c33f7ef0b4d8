"""An IATI result as text: what kind it is, its title and description, its indicators with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas import iaticodes
from icilabas.terms import Lit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icilabas.iati import Part

    Texts = Callable[[Iterable[Part]], list[Lit]]


def told(part: Part, texts: Texts) -> Iterator[Lit]:
    """Yield the result in each language of its title; ``texts`` gives the texts of parts in their languages."""
    for title in texts(part.all("title")):
        lang = title.lang or ""
        pieces = [
            _pair(part.get("type"), title.value, lang),
            _text(part.all("description"), lang, texts),
            *(_indicator(each, lang, texts) for each in part.all("indicator")),
        ]
        yield Lit(" – ".join(filter(None, pieces)), lang=lang)


def _pair(key: str, value: str, lang: str) -> str:
    """Return “Output: 12 wells” in French where the text is French, else in English."""
    french = lang == "fr"
    word = iaticodes.mapping()["results"].get(key, {}).get("fr" if french else "en")
    return f"{word}{' : ' if french else ': '}{value}" if word else value


def _text(parts: Iterable[Part], lang: str, texts: Texts) -> str:
    """Return the text in the language, else in the first that there is."""
    found = {text.lang: text.value for text in reversed(texts(parts))}
    return found.get(lang) or next(reversed(found.values()), "")


def _indicator(part: Part, lang: str, texts: Texts) -> str:
    name = _text(part.all("title"), lang, texts) or _text(part.all("description"), lang, texts)
    values = [_value(each, each.get("year") or each.get("iso-date"), lang) for each in part.all("baseline")]
    for period in part.all("period"):
        ends = [each.get("iso-date") for tag in ("period-start", "period-end") for each in period.all(tag)]
        values += [_value(each, "/".join(ends), lang) for tag in ("target", "actual") for each in period.all(tag)]
    known = ", ".join(filter(None, values))
    return _pair("indicator", f"{name} ({known})" if known else name, lang)


def _value(part: Part, when: str, lang: str) -> str:
    """Return “target 2021-01-01/2021-12-31: 12”; nothing for a value that is not given."""
    word = iaticodes.mapping()["results"][part.tag]["fr" if lang == "fr" else "en"]
    between = " : " if lang == "fr" else ": "
    return f"{word} {when}".strip() + between + part.get("value") if part.get("value") else ""
