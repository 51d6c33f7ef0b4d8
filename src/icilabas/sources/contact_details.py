"""E-mail addresses and telephone numbers in texts: found, and left out.

What a number looks like is data: ``ontology/contact-details.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine, resources
from icilabas.engine.terms import Iri, Lit, iri, sparql_term
from icilabas.words.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icilabas.engine import Store


GONE = "[…]"
_MAY_HOLD = resources.ONTOLOGY / "checks" / "contact-details.rq"
_DATA = resources.parse_yaml((resources.ONTOLOGY / "contact-details.yaml").read_text("utf-8"))
ADDRESSES: tuple[str, ...] = tuple(_DATA["addresses"])  # what an address begins with that is nothing but a contact
PROPERTIES = frozenset(map(iri, _DATA["properties"]))  # whose values are nothing but a contact
IDENTIFIERS = frozenset(map(iri, _DATA["identifiers"]))  # properties whose values are numbers in registers
_MAIL = pattern(r"@[^\s@<>]+\.[A-Za-z]{2}")
_WHOSE = pattern(r"(?<=[^\s@<>])@[^\s@<>]+\.[A-Za-z]{2}")
_ENOUGH = pattern(r"(?:\d\D*){7}")  # digits: of fewer no number is made
_DOTS = dict.fromkeys("·•∙⋅‧・", ".")


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    """Return the sign as it is compared: small, without accents, digits and spaces as in ASCII; empty for marks."""
    kind = unicodedata.category(sign)
    if kind in {"Mn", "Cf"}:
        return ""
    if kind in {"Nd", "Zs", "Pd"}:
        return {"Zs": " ", "Pd": "-"}.get(kind) or str(unicodedata.decimal(sign))
    first = unicodedata.normalize("NFKD", _DOTS.get(sign, sign))[:1]
    return (first.lower() or sign)[:1]


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text as it is compared, and where each sign of it stands in the text, with the end."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    signs = [(place, letter) for place, sign in enumerate(text) if (letter := _letter(sign))]
    return "".join(letter for _place, letter in signs), [*(place for place, _letter in signs), len(text)]


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for one of the words, the longest first."""
    folded = {_folded(str(word))[0] for word in words}
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s?") for word in sorted(folded, key=lambda word: (-len(word), word))
    )


def _words(by_language: Mapping[str, list[str]]) -> str:
    return _any_of(word for words in by_language.values() for word in words)


def _forms(by_country: Mapping[str, list[str]]) -> str:
    """Return a pattern for the forms; the longest first."""
    signs = {"d": r"\d", " ": r"[\s.-]{1,3}", "(": r"\(", ")": r"\)", "/": r"\s?/\s?", "-": r"\s?-\s?"}
    made = {
        "".join(part if part[0] == "[" else signs.get(part, part) for part in re.findall(r"\[[^\]]*\]|.", form))
        for forms in by_country.values()
        for form in forms
    }
    return "|".join(sorted(made, key=lambda form: (-form.count("d") - form.count("["), form)))


_FRENCH = r"(?:33\s?\(0\)\s?|\(0\)\s?|\(0(?=[1-9]\))|0)[1-9]\)?(?:[\s.-]?[0-9]{2}){4}"
_CODED = r"\(?(?:\+\s?|00[\s.-]?)[1-9]"
_SPACED = r"(?:[\s()/-]{0,3}[0-9]){8,14}"
_DOTTED = r"[0-9]{0,2}\)?[\s.]{0,2}(?:\(0\)\s?)?[0-9]{1,4}(?:\.[0-9]{2,4}){3,5}"
_BEFORE, _AFTER = r"(?<![\w.,/-])", r"(?!\w)"
_THOUSANDS = pattern(r"[+\s(]*\d{1,3}(?:[\s.]\d{3})+")
_YEAR = r"(?:1[89]|20)\d\d"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_TIME = pattern(rf"{_YEAR}[\s/.-]+(?:{_YEAR}|{_MONTH}[\s/.-]+{_DAY})|{_DAY}[\s/.-]+{_MONTH}[\s/.-]+{_YEAR}")
_DECIMALS = pattern(r"\d+\.\d+\s+\d+\.\d+|[01]\d{3}\.\d{3}\.\d{3}")  # … or a number of Belgium's register


class _Patterns(NamedTuple):
    """What is looked for in a text that is folded, and what speaks against it."""

    certain: re.Pattern[str]  # what is a number wherever it stands, in prose or not
    alone: re.Pattern[str]  # and in prose, where nothing speaks against it
    announced: re.Pattern[str]
    money: re.Pattern[str]
    quantity: re.Pattern[str]
    other: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    """Return the patterns that the words and forms of the data make: of most commands no text needs them."""
    between, said_by = _any_of(_DATA["between"]), _words(_DATA["words"])
    links = rf"(?:[^\w+(]{{0,4}}(?:{between})(?![^\W\d_]))*"
    said = rf"(?:{said_by})s?{links}[^\w+(]{{0,4}}(?P<said>\(?\+?[0-9](?:[\s.()/-]{{0,3}}[0-9]){{7,14}})"
    forms = _forms(_DATA["forms"])
    return _Patterns(
        certain=re.compile(
            rf"{_BEFORE}(?:(?P<french>{_FRENCH}(?:\s?/\s?{_FRENCH})*)|(?P<coded>{_CODED}(?:{_SPACED}|{_DOTTED}))){_AFTER}"
            rf"|(?<![^\W\d_]){said}{_AFTER}"
        ),
        alone=re.compile(
            rf"(?<!\w)(?<![.,/-])(?<!\d\s)(?P<number>(?:{forms})(?:\s?[/,;\s-]\s?(?:{forms}))*)"
            rf"{_AFTER}(?![\s./-]{{0,2}}\d|,\d)"
        ),
        announced=re.compile(
            rf"(?<![^\W\d_])(?:(?:{said_by}|{_words(_DATA['perhaps'])})(?![^\W\d_])[^\d\n]{{0,40}}?)"
            rf"(?<![\w.,/-])(?P<number>\(?(?:{_forms(_DATA['announced'])})){_AFTER}(?!,\d|[\s./-]?\d)"
        ),
        money=re.compile(rf"\s?(?:{_any_of(_DATA['currencies'])})(?!\w)"),
        quantity=re.compile(rf"\s?(?:de\s|d')?(?:{_any_of([*_DATA['currencies'], *_DATA['units']])})(?!\w)"),
        other=re.compile(rf"(?<!\w)(?:{_any_of(_DATA['others'])})[^\w+]{{0,6}}(?:(?:{between})[^\w+]{{1,4}})?$"),
    )


def telephones(text: str, *, prose: bool = True) -> list[tuple[int, int]]:
    """Return where each telephone number begins and ends in the text, in its order.

    Those of France, those of any country behind its code, what is called one; in ``prose`` also what is written as one
    is at home, which programs and tables are full of.
    """
    if not _ENOUGH.search(text):
        return []
    folded, places = _folded(text)
    found = [match.span() for match in _patterns().certain.finditer(folded) if not _is_sum(folded, match)]
    for looks in (_patterns().announced, _patterns().alone) if prose else ():
        found += [match.span("number") for match in looks.finditer(folded) if not _is_other(folded, match)]
    ends: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        number = folded[begin:end]
        start = begin + (number[0] == "(" and number.count("(") > number.count(")"))  # that opens a remark around it
        if ends and start < ends[-1][1]:
            ends[-1] = ends[-1][0], max(end, ends[-1][1])
        else:
            ends.append((start, end))
    return [(places[start], places[end - 1] + 1) for start, end in ends]


def _is_sum(text: str, match: re.Match[str]) -> bool:
    """Say whether what looks like a number is a sum in thousands, or years or a day behind a word for telephones."""
    digits = match["said"] or match["coded"] or ""
    in_thousands = _THOUSANDS.fullmatch(digits) and _patterns().money.match(text, match.end())
    return bool(in_thousands or (match["said"] and _TIME.fullmatch(digits)))


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Say whether what is grouped as a number is a quantity, an identifier, a time, or a list of numbers that grow."""
    start, end = match.span("number")
    if _patterns().quantity.match(text, end) or _patterns().other.search(text, max(0, start - 40), start):
        return True
    if _TIME.fullmatch(match["number"]) or _DECIMALS.fullmatch(match["number"]):
        return True
    groups = [int(group) for group in re.findall(r"\d+", match["number"])]
    steps = {after - before for before, after in pairwise(groups)}
    return len(groups) > 2 and len(steps) == 1 and steps != {0}  # noqa: PLR2004  # two numbers have one step


def without_contacts(text: str) -> str:
    """Return the text with ``[…]`` in place of each e-mail address and telephone number."""
    if "@" in text:
        text = " ".join(GONE if "@" in word and _MAIL.search(word) else word for word in text.split(" "))
    for start, end in reversed(telephones(text)):
        text = f"{text[:start]}{GONE}{text[end:]}"
    return text


def has_contacts(text: str, path: str | None = None) -> bool:
    """Say whether there is an e-mail address or a telephone number in what the property says."""
    if text.startswith(ADDRESSES) or ("@" in text and _WHOSE.search(text)):
        return True
    return path not in IDENTIFIERS and bool(telephones(text))


def leave_out_contacts(store: Store) -> int:
    """Take e-mail addresses and telephone numbers out of all texts of the store; return how many texts held one."""
    found = engine.select(store, _MAY_HOLD.read_text(encoding="utf-8")).rows
    held = [row for row in found if has_contacts(str(row[3]), str(row[1]))]
    for focus, path, graph, text, lang in held:
        place = (Iri(str(focus)), Iri(str(path)))
        literal = Lit(str(text), lang=str(lang) if lang else None)
        said = sparql_term(literal) if lang is not None else sparql_term(Iri(str(text)))
        store.update(f"DELETE DATA {{ GRAPH <{iri(str(graph))}> {{ {' '.join(map(sparql_term, place))} {said} }} }}")
        if lang is not None and (clean := without_contacts(literal.value)) != GONE:
            engine.add(store, [(*place, Lit(clean, lang=literal.lang), Iri(str(graph)))])
    return len(held)
