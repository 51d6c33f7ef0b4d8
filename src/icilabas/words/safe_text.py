"""What comes from outside made safe for our pages: any value as bounded text, and the policy of what may run."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from numbers import Rational, Real

from icilabas.words.catalogues import FIRST, languages
from icilabas.words.patterns import pattern
from icilabas.words.text import by_range, tongue

LanguageMap = dict[str, str]  # language -> text; the language "" is unknown

LABEL_LIMIT, TEXT_LIMIT = 300, 5000
# What Unicode gives to no character, ever.
_NEVER = "\ufdd0-\ufdef" + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Control characters, line separators, non-characters and lone surrogates; marks that turn the reading direction.
_UNFIT = pattern(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff{_NEVER}]+")
_TURNS = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What no text holds: XML cannot, or nobody can see it. Of these, what breaks a line or a page is a line break.
_CONTROL = pattern(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NEVER}]")
_BREAKS = "\x0b\x0c\x85"


def printable(text: str) -> str:
    """Return the text without control characters, non-characters and lone surrogates; other white space stays."""
    if text.isprintable():  # nearly always
        return text
    return _CONTROL.sub(lambda found: "\n" if found[0] in _BREAKS else "", text)


def plain(value: object, limit: int = LABEL_LIMIT, depth: int = 3) -> str:
    """Return the value as one line: nothing for None and NaN, sets in order, no control characters, cut off."""
    if isinstance(value, str):  # nearly always, and asking an abstract class takes its time
        text = str(value)
    elif value is None or (isinstance(value, Real) and not isinstance(value, Rational) and math.isnan(value)):
        return ""
    elif isinstance(value, Mapping):
        text = ", ".join(f"{plain(k)}: {plain(v, limit, depth - 1)}" for k, v in value.items()) if depth else "…"
    elif isinstance(value, (list, tuple, AbstractSet)):
        parts = [plain(item, limit, depth - 1) for item in value] if depth else ["…"]
        text = ", ".join(sorted(parts) if isinstance(value, AbstractSet) else parts)
    else:
        text = str(value)
    text = text[: 2 * limit]
    if not text.isprintable():  # spaces that do not break are not, nor is what is unfit
        text = _UNFIT.sub(" ", _TURNS.sub("", text))
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def text_of(value: object, limit: int = LABEL_LIMIT) -> LanguageMap:
    """Return a value, or a mapping of languages to values, as text by language: French first, none empty."""
    by_language = value if isinstance(value, Mapping) else {"": value}
    tagged = ((plain(language), plain(item, limit)) for language, item in by_language.items())
    texts = by_range((language, text) for language, text in tagged if text)
    in_turn = sorted(texts, key=lambda language: (language != FIRST, language))
    return {language: texts[language] for language in in_turn}


def by_language(attributes: Mapping[str, object], name: str, limit: int = LABEL_LIMIT) -> LanguageMap:
    """Return the attributes `name_fr`, `name_en` …, or else `name`, as text by language."""
    both = {language: attributes.get(f"{name}_{language}") for language in languages()}
    return text_of(both, limit) or text_of(attributes.get(name), limit)


def pick(text: LanguageMap, lang: str) -> str:
    """Return the text in the language, or else the first, as pages do: in French where there is one."""
    return text.get(tongue(lang)) or next(iter(text.values()), "")


def as_list(value: object) -> list[object]:
    """Return a list of what is one value, several or none; a text and a mapping are one value."""
    if value is None:
        return []
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def weight_or_one(value: object) -> float:
    """Return the value as a positive number; 1 where it is not one."""
    try:
        number = float(value)  # type: ignore[arg-type]  # whatever cannot be made a float is caught
    except (TypeError, ValueError, OverflowError):
        return 1.0
    return number if math.isfinite(number) and number > 0 else 1.0


def _hashes(parts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def policy(scripts: Iterable[str], styles: Iterable[str], images: str = "data:") -> str:
    """Return the policy for a page with these inline scripts and styles; everything else is forbidden."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )
