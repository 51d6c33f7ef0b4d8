"""Sentences made from data, in French and in English. Names stand without an article, which no data can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icilabas.messages import Bilingual
from icilabas.sides import BOTH, NEITHER, A, B

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from icilabas.facts import Names

    Entry = Mapping[str, Any]

_HOW = {"basedIn": Bilingual("siège", "seat"), "activeIn": Bilingual("action", "active")}
_AND = Bilingual(" et ", " and ")
_QUOTE = Bilingual("« {} »", "“{}”")
_ONLY = Bilingual(
    "{name} est le seul acteur présent des deux côtés : {here} ; {there}",
    "{name} is the only actor present on both sides: {here}; {there}",
)
_ONLY_PARTNER = Bilingual(
    "{name} est, de ceux qui portent les partenariats, le seul acteur présent des deux côtés : {here} ; {there}",
    "{name} is the only one of the partners that is present on both sides: {here}; {there}",
)
_PRESENT = Bilingual(
    "{name} : des deux côtés, {here} ; {there}",
    "{name}: on both sides, {here}; {there}",
)
_BROKER = Bilingual("{name}, {where}, fait la jonction entre {by}", "{name}, {where}, stands between {by}")
_JOINS = Bilingual("{name}, {where}, fait la jonction par {by}", "{name}, {where}, joins the two sides through {by}")
_NEITHER = Bilingual("d'aucun des deux côtés", "on neither side")
_ONE_SIDE = Bilingual("d'un seul côté", "on one side")
_MEMBERS = Bilingual("ses membres {members}", "its members {members}")
_NEXT = Bilingual(" ; ", "; ")
_SHARE = Bilingual(
    "pour {share} des paires d'acteurs, un de chaque côté (n = {pairs}), le plus court chemin passe par là",
    "for {share} of the pairs of actors, one on each side (n = {pairs}), the shortest path goes through it",
)


def number(value: float, lang: str, digits: int = 2) -> str:
    """Return a number as it is written in the language, with a true minus sign; three digits if less than a tenth."""
    digits += 0 < abs(value) < 0.1  # noqa: PLR2004  # a tenth
    text = f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if lang == "fr" else text


def thousands(value: int, lang: str) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if lang == "fr" else ",")


def share(value: float, lang: str) -> str:
    """Return a share as a percentage; what is not nothing is never written as 0 %."""
    text = f"{value:.0%}" if not 0 < value < 0.005 else "<1%"  # noqa: PLR2004  # half a percent
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


def places(found: Sequence[Entry], names: Names, lang: str) -> str:
    """Return “Lille (seat, p. 4), Nord and Pas-de-Calais (active, p. 4)”: places of one sort and page together."""
    together: dict[tuple[str, str], list[str]] = {}
    for place in found:
        key = _HOW[place["relation"]].text(lang), names.cite(place["evidence"], lang)
        together.setdefault(key, []).append(names.label(place["iri"], lang))
    return ", ".join(cited(listed(labels, lang), *key) for key, labels in together.items())


def bridging(entry: Entry, everyone: Sequence[Entry], names: Names, lang: str) -> str:
    """Return the sentence on one actor between the sides: what it alone does, if it does, and where that is said."""
    name = (names.short if entry["partner"] else names.full)(entry["iri"], lang)
    through = ""
    if entry["betweenness"]:
        of = share(entry["betweenness"], lang)
        through = _SHARE.text(lang).format(share=of, pairs=entry["pairs"])
    if entry["side"] == BOTH:
        both = [other for other in everyone if other["side"] == BOTH]
        partners = [other for other in both if other["partner"]]
        only = _ONLY if len(both) == 1 else _ONLY_PARTNER if partners == [entry] else _PRESENT
        here, there = (places(entry["places"][side], names, lang) for side in (A, B))
        first = only.text(lang).format(name=name, here=here, there=there)
    else:
        by = [cited(_called(other, names, lang), names.cite(other["evidence"], lang)) for other in entry["belongs_to"]]
        members = [names.short(other["iri"], lang) for other in entry["members"]]
        if members:
            pages = names.cite_all((other["evidence"] for other in entry["members"]), lang)
            by.append(cited(_MEMBERS.text(lang).format(members=listed(members, lang)), pages))
        where = (_NEITHER if entry["side"] == NEITHER else _ONE_SIDE).text(lang)
        joins = _BROKER if len(by) > 1 or members else _JOINS
        first = joins.text(lang).format(name=name, where=where, by=listed(by, lang))
    return f"{_NEXT.text(lang).join(filter(None, (first, through)))}."


def _called(other: Entry, names: Names, lang: str) -> str:
    short = names.short(other["iri"], lang)
    return quoted(short, lang) if short == names.label(other["iri"], lang) else short
