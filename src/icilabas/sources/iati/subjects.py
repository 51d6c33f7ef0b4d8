"""Where an IATI activity takes place, what it is about, and what came of it: places, themes, goals and results.

A code is of a list (``vocabularies`` in ``mapping.yaml``): one that all publishers share gives one thing to all,
one of a publisher's own another thing for each. What the list calls it is its name; what the file calls it besides is
another name, unless that is the name of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from icilabas.engine.terms import PREFIXES, Iri, Lit, iri
from icilabas.sources.iati import codes
from icilabas.sources.place_names import place_codes
from icilabas.sources.schema import COLUMN_LANGUAGES
from icilabas.words.matching import fold
from icilabas.words.sentences import phrase

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from icilabas.sources.iati.codes import Known
    from icilabas.sources.iati.elements import Part


_DECIMAL = f"{PREFIXES['xsd']}decimal"
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d*)?|[+-]?\.\d+")
_NORTH, _EAST = 90, 180  # degrees
_NEAR = 0.5  # degrees: two places of one name and country that lie farther apart are two places


class Scribe(Protocol):
    """What writes the activities of one file, as far as it is needed here: ``Writer`` in ``activities``."""

    known: Known
    name: str
    owner: str
    left_out: Counter[str]

    def say(self, subject: Iri, predicate: str, *things: Iri | Lit) -> None:
        """Note a statement for each of the things."""

    def warn(self, part: Part | None, key: str, **values: object) -> None:
        """Note a warning at the line of the part."""

    def warn_once(self, part: Part, key: str, name: str, found: str) -> None:
        """Note a warning, unless there is one for the same finding already."""

    def texts(self, parts: Iterable[Part]) -> list[Lit]:
        """Return the texts in their languages, without contact details."""

    def call(self, thing: Iri, names: Iterable[Lit]) -> None:
        """Name the thing."""


def where(writer: Scribe, part: Part, thing: Iri) -> None:
    """Write the recipient countries and regions, and the places within them."""
    countries = set()
    for each in part.within("recipient-country", "recipient-region"):
        kind = codes.COUNTRY if each.tag == "recipient-country" else _list_of(writer, each)
        kind, code = codes.place_of(kind, each.get("code") or _code_of_name(each, kind))
        if place := _coded(writer, each, kind, code):
            _territory(writer, thing, place)
            continent = code in codes.mapping()["continents"] and kind == codes.M49
            of_kind = "ilv:continent" if continent else codes.mapping()["kinds"].get(kind)
            writer.say(place, "ilb:territoryKind", *([iri(of_kind)] if of_kind else []))
            countries |= {place} if kind == codes.COUNTRY else set()
    for each in part.all("location"):
        _location(writer, each, thing, sorted(countries))


def _code_of_name(part: Part, kind: str) -> str:
    """Return the code of the one country that the names of a part without a code mean; empty where there is none."""
    found = (
        {code for _lang, text in part.narratives() for code in place_codes(text)} if kind == codes.COUNTRY else set()
    )
    return found.pop() if len(found) == 1 else ""


def _territory(writer: Scribe, thing: Iri, place: Iri) -> None:
    writer.say(place, "rdf:type", iri("ilb:Territory"))
    writer.say(thing, "ilb:links", place)


def _location(writer: Scribe, part: Part, thing: Iri, countries: list[Iri]) -> None:
    """Write a place by its name or its gazetteer's code; it lies in the country, where the activity has just one."""
    names, known = writer.texts(part.all("name")), _gazetteer(writer, part)
    if not names and not known:
        writer.left_out["location"] += 1
        return
    country = countries[0] if len(countries) == 1 else None
    point = _point(writer, part)
    where = country.rpartition("/")[2] if country else writer.name
    raw = known[0] if known else f"{where} {fold(names[0].value)}"
    place = iri(f"ild:{writer.known.id('place', raw)}")
    if point and not known and _apart(point, writer.known.points.get(place, point)):
        place = iri(f"ild:{writer.known.id('place', f'{raw} {point[0]} {point[1]}')}")
    writer.call(place, names or [Lit(raw, lang=lang) for lang in COLUMN_LANGUAGES])
    _territory(writer, thing, place)
    if known:
        writer.say(place, "skos:exactMatch", Iri(known[1]))
    if country:
        writer.say(place, "ilb:within", country)
    elif countries:
        writer.warn_once(part, "iati-which-country", part.tag, names[0].value if names else raw)
    if point and writer.known.points.setdefault(place, point) == point:
        for predicate, degrees in zip(("wgs84:lat", "wgs84:long"), point, strict=True):
            writer.say(place, predicate, Lit(str(degrees), _DECIMAL))


def _gazetteer(writer: Scribe, part: Part) -> tuple[str, str] | None:
    """Return what a gazetteer calls the place by its code, and its address there; None where none does."""
    found = None
    for each in part.all("location-id"):
        of = codes.mapping()["gazetteers"].get(each.get("vocabulary"))
        if found is None and of and re.fullmatch(of["code"], each.get("code")):
            found = f"{of['name']} {each.get('code')}", of["address"].format(code=each.get("code"))
        else:
            writer.left_out["location/location-id"] += 1
    return found


def _point(writer: Scribe, part: Part) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees of WGS 84; None, with a warning, for what is none."""
    for each in part.all("point"):
        for position in each.all("pos"):
            degrees = position.text.split()
            if each.get("srsName") in codes.mapping()["points"] and (found := _degrees(degrees)):
                return found
            writer.warn(position, "iati-bad-code", name="point", found=position.text)
    for each in part.all("coordinates"):  # version 1
        if found := _degrees([each.get("latitude"), each.get("longitude")]):
            return found
        writer.warn(each, "iati-bad-code", name="coordinates", found=f"{each.get('latitude')} {each.get('longitude')}")
    return None


def _degrees(written: list[str]) -> tuple[float, float] | None:
    """Return the degrees of “14.45 -11.43”; “0 0” is what programs write for an unknown place."""
    if len(written) != len(("lat", "long")) or not all(map(_NUMBER.fullmatch, written)):
        return None
    north, east = map(float, written)
    return (north, east) if abs(north) <= _NORTH and abs(east) <= _EAST and (north or east) else None


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return any(abs(here - there) > _NEAR for here, there in zip(one, other, strict=True))


def themes(writer: Scribe, part: Part, thing: Iri) -> None:
    """Write sectors and tags: goals, or themes."""
    for each in part.within("sector", "tag"):
        kind = _list_of(writer, each)
        if kind in codes.mapping()["goals"]:
            number = codes.goal(each.get("code"))
            if number:
                writer.say(thing, "ilb:relatesToGoal", iri(f"sdg:{number}"))
            else:
                writer.warn(each, "iati-bad-code", name=f"{each.tag} ({kind})", found=each.get("code"))
            writer.left_out[f"{each.tag}/narrative"] += len(each.narratives())
        elif theme := _coded(writer, each, kind, each.get("code")):
            writer.say(theme, "rdf:type", iri("ilb:Theme"))
            writer.say(thing, "ilb:about", theme)


def _list_of(writer: Scribe, part: Part) -> str:
    """Return which list the code of the part is of; one that the standard has not is told."""
    vocabulary = part.get("vocabulary")
    found = codes.mapping()["vocabularies"][part.tag].get(vocabulary)
    if found is None:
        writer.warn_once(part, "iati-unknown-code", f"{part.tag}/@vocabulary", vocabulary)
    return found or codes.OWN


def _coded(writer: Scribe, part: Part, kind: str, code: str) -> Iri | None:
    """Return what a code stands for, named by the code list, else by the file, else by the code itself."""
    if not code:
        writer.warn(part, "iati-bad-code", name=part.tag, found="")
        return None
    own = kind == codes.OWN
    raw = f"{part.get('vocabulary') or 'own'} {writer.owner} {code}" if own else code
    other = "place" if part.tag.startswith("recipient") else "theme"
    thing = iri(f"ild:{writer.known.id(other if own else kind, raw)}")
    listed = {} if own else codes.code_names(kind, code)
    names = writer.texts([part])
    if listed:
        writer.call(thing, [Lit(name, lang=lang) for lang, name in listed.items()])
        besides = [name for name in names if fold(name.value) not in map(fold, listed.values())]
        _call_besides(writer, part, thing, (kind, code), besides)
        return thing
    shared = codes.mapping()["lists"].get(kind)
    if not shared and (not own or not names):
        writer.warn_once(part, "iati-unknown-code", part.tag, code)
    if shared and not names:
        names = [Lit(f"{shared} {code}", lang=lang) for lang in COLUMN_LANGUAGES]
    writer.call(thing, names or [Lit(code, lang=codes.UNDETERMINED)])
    return thing


def _call_besides(writer: Scribe, part: Part, thing: Iri, listed: tuple[str, str], names: Iterable[Lit]) -> None:
    """Give the thing of a listed code the names that the file has for it, but those of something else in the list."""
    for name in names:
        if codes.may_be_called(*listed, name.value):
            writer.say(thing, "skos:altLabel", Lit(name.value))
        else:
            writer.warn_once(part, "iati-name-of-another", listed[1], name.value)


def outcomes(writer: Scribe, part: Part, thing: Iri) -> None:
    """Write each result as a text in each language of its title."""
    for each in part.all("result"):
        titles = writer.texts(each.all("title"))
        writer.say(thing, "ilb:result", *(_result(writer, each, title) for title in titles))
        writer.left_out.update(_untold(writer, each, {title.lang or "" for title in titles}))


def _result(writer: Scribe, part: Part, title: Lit) -> Lit:
    lang = title.lang or ""
    pieces = [
        _pair(part.get("type"), title.value, lang),
        _text(writer, part.all("description"), lang),
        *(_indicator(writer, each, lang) for each in part.all("indicator")),
    ]
    return Lit(" – ".join(filter(None, pieces)), lang=lang)


def _untold(writer: Scribe, part: Part, langs: set[str]) -> Iterator[str]:
    """Yield the paths of what a result says and its text does not: one without a title has none."""
    if not langs:
        yield "result"
        return
    if part.get("type") and part.get("type") not in codes.mapping()["results"]:
        yield "result/@type"
    yield from ["result/description/narrative"] * _unused(writer.texts(part.all("description")), langs)
    for each in part.all("indicator"):
        titles, other = writer.texts(each.all("title")), writer.texts(each.all("description"))
        yield from ["result/indicator/title/narrative"] * _unused(titles, langs)
        yield from ["result/indicator/description/narrative"] * (len(other) if titles else _unused(other, langs))
        for start in each.all("baseline"):
            if start.get("year") and start.get("iso-date"):
                yield "result/indicator/baseline/@iso-date"


def _unused(texts: list[Lit], langs: set[str]) -> int:
    """Return how many of the texts stand in none of the languages' results."""
    found = {text.lang: text for text in reversed(texts)}
    return len(texts) - len({lang if lang in found else next(reversed(found)) for lang in langs} if texts else ())


def _pair(key: str, value: str, lang: str) -> str:
    """Return “Output: 12 wells” in French where the text is French, else in English."""
    tongue = _tongue(lang)
    word = codes.mapping()["results"].get(key, {}).get(tongue)
    return f"{word}{phrase('colon', tongue)}{value}" if word else value


def _tongue(lang: str) -> str:
    """Return the language of our own words beside a text in this language: its own, or else English."""
    return lang if lang in COLUMN_LANGUAGES else COLUMN_LANGUAGES[-1]


def _text(writer: Scribe, parts: Iterable[Part], lang: str) -> str:
    """Return the text in the language, else in the first that there is."""
    found = {text.lang: text.value for text in reversed(writer.texts(parts))}
    return found.get(lang) or next(reversed(found.values()), "")


def _indicator(writer: Scribe, part: Part, lang: str) -> str:
    name = _text(writer, part.all("title"), lang)
    name = name or _text(writer, part.all("description"), lang)
    values = [_value(each, each.get("year") or each.get("iso-date"), lang) for each in part.all("baseline")]
    for period in part.all("period"):
        ends = [each.get("iso-date") for tag in ("period-start", "period-end") for each in period.all(tag)]
        values += [_value(each, "/".join(ends), lang) for tag in ("target", "actual") for each in period.all(tag)]
    known = ", ".join(filter(None, values))
    return _pair("indicator", f"{name} ({known})" if known else name, lang)


def _value(part: Part, when: str, lang: str) -> str:
    """Return “target 2021-01-01/2021-12-31: 12”; nothing for a value that is not given."""
    tongue = _tongue(lang)
    word = codes.mapping()["results"][part.tag][tongue]
    return f"{word} {when}".strip() + phrase("colon", tongue) + part.get("value") if part.get("value") else ""
