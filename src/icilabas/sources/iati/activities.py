"""IATI activities as partnerships: each activity is a passage of its own, said by its publisher in the file.

Kept: identifier, titles and descriptions in their languages, participating organisations with their roles, dates
(planned and actual), recipient countries and regions, sectors and tags as themes, those of the Sustainable Development
Goals as goals (places and sectors of transactions among them; no percentages), results with their indicators as text
(``ilb:result``: a result is what its publisher reports; it was not said at an event, so it is not a finding), related
activities, the publisher, and when the activity was last updated. Not kept: all else, money and locations among it;
one warning a file says what and how much. Contact details are never kept, not even those inside a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name
from icilabas.errors import Fault
from icilabas.sources.contact_details import without_contacts
from icilabas.sources.iati import codes
from icilabas.sources.schema import COLUMN_LANGUAGES, literals
from icilabas.words.matching import fold, slug
from icilabas.words.messages import message
from icilabas.words.sentences import phrase
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from icilabas.sources.iati.codes import Known
    from icilabas.sources.iati.elements import Part
    from icilabas.sources.reading import Reading

    Texts = Callable[[Iterable[Part]], list[Lit]]


_DATE, _DATE_TIME = f"{PREFIXES['xsd']}date", f"{PREFIXES['xsd']}dateTime"
_KINDS = {"country": "ilv:country", "region": "ilv:group-of-countries"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Writer:
    """Writes the activities of one file as statements."""

    def __init__(self, path: Path, known: Known, into: Reading) -> None:
        self.path, self.known, self.into = path, known, into
        self.about = iri(f"ilg:file/{slug(path.stem) or 'file'}")
        self.passage = self.about
        self.name, self.owner, self.number, self.line = "", "", 0, 0

    def say(self, subject: Iri, predicate: str, *things: Iri | Lit, graph: Iri | None = None) -> None:
        """Note a statement for each of the things, in the passage unless another graph is given."""
        self.into.statements.extend((subject, iri(predicate), thing, graph or self.passage) for thing in things)

    def warn(self, part: Part | None, key: str, **values: object) -> None:
        """Note a warning at the line of the part, or about the whole file."""
        place = f"{self.path}:{part.line}" if part else str(self.path)
        self.into.faults.append(Fault(place, message(key, **values), "Warning"))

    def warn_once(self, part: Part, key: str, name: str, found: str) -> None:
        """Note a warning, unless there is one for the same finding already."""
        if (name, found) not in self.known.warned:
            self.known.warned.add((name, found))
            self.warn(part, key, name=name, found=found)

    def texts(self, parts: Iterable[Part]) -> list[Lit]:
        """Return the texts in their languages, without contact details."""
        found = []
        for part in parts:
            for lang, text in part.narratives():
                clean = without_contacts(text)
                if clean != text:
                    self.warn_once(part, "iati-contact", "contact", self.name)
                found.append(Lit(clean, lang=codes.language(lang)))
        return list(dict.fromkeys(found))

    def call(self, thing: Iri, names: Iterable[Lit]) -> None:
        """Name the thing: the first name in a language is its label, wherever it stands; others are other names."""
        for name in names:
            self.known.called.setdefault(thing, name.value)
            self.into.lines.setdefault(thing, f"{self.path}:{self.line}")
            first = self.known.labels.setdefault((thing, name.lang or ""), name.value)
            if first == name.value:
                self.say(thing, "skos:prefLabel", name)
            else:
                self.say(thing, "skos:altLabel", Lit(name.value))

    def activity(self, part: Part) -> None:
        """Write one activity; one whose identifier the file has had already is left out, with a warning."""
        self.number, self.line = self.number + 1, part.line
        self.owner = next((codes.reference(each.get("ref")) for each in part.all("reporting-org")), "")
        identifier = next((each.text for each in part.all("iati-identifier") if each.text), "")
        if not identifier:
            identifier = f"{self.path.stem}-activity-{self.number}"
            self.warn(part, "iati-no-identifier", found=identifier)
        self.name = identifier
        if (first := self.known.activities.get((self.path, identifier))) is not None:
            self.warn(part, "iati-twice", found=identifier, place=first)
            return
        self.known.activities[self.path, identifier] = f"{self.path}:{part.line}"
        name = self.known.id("iati", identifier)
        thing, self.passage = iri(f"ild:{name}"), Iri(f"{self.about}/{name}")
        titles = self.texts(part.all("title"))
        if not titles:
            self.warn(part, "iati-no-title", found=identifier)
            titles = [Lit(identifier, lang=codes.UNDETERMINED)]
        self.say(thing, "rdf:type", iri("ilb:Partnership"))
        self.call(thing, titles)
        self.say(thing, "dcterms:identifier", *(Lit(identifier) for _each in part.all("iati-identifier")[:1]))
        self.say(thing, "dcterms:description", *self.texts(part.all("description")))
        self.source(part, titles)
        self.members(part, thing)
        self.dates(part, thing)
        self.places(part, thing)
        self.subjects(part, thing)
        self.say(thing, "ilb:result", *(text for each in part.all("result") for text in told(each, self.texts)))
        for each in part.all("related-activity"):
            if each.get("ref"):
                other = iri(f"ild:{self.known.id('iati', each.get('ref'))}")
                predicate = codes.mapping()["related"].get(each.get("type"), "dcterms:relation")
                self.say(thing, predicate, other)

    def source(self, part: Part, titles: list[Lit]) -> None:
        """Say who says it: the passage, its document (the file as far as it is the publisher's), the publisher."""
        publisher = next((self.organization(each) for each in part.all("reporting-org")), None)
        name = self.known.called.get(publisher or self.about)
        document = Iri(f"{self.about}/source" + (f"/{local_name(publisher)}" if publisher else ""))
        title = Lit(f"{name}, {self.path.name}" if name else self.path.name)

        def say(subject: Iri, predicate: str, *things: Iri | Lit) -> None:
            self.say(subject, predicate, *things, graph=self.about)

        say(self.passage, "rdf:type", iri("ilb:Passage"))
        say(self.passage, "dcterms:title", *titles)
        say(self.passage, "skos:prefLabel", *{text.lang: text for text in reversed(titles)}.values())
        say(self.passage, "dcterms:source", document)
        say(self.passage, "dcterms:accessRights", iri("ilv:public"))
        updated = part.get("last-updated-datetime")
        if _MOMENT.fullmatch(updated):
            say(self.passage, "dcterms:modified", Lit(updated, _DATE_TIME))
        if self.known.labels.setdefault((document, ""), title.value) == title.value:
            say(document, "rdf:type", iri("ilb:Source"))
            say(document, "dcterms:title", title)
            say(document, "skos:prefLabel", title)
        if publisher:
            say(document, "dcterms:publisher", publisher)
            say(document, "prov:wasAttributedTo", publisher)

    def organization(self, part: Part) -> Iri | None:
        """Describe the organisation and return it; None, with a warning, for one without name and reference."""
        names, reference = self.texts([part]), codes.reference(part.get("ref"))
        if not reference and names and self.known.match_names:
            found = self.known.references[fold(names[0].value)]
            reference = next(iter(found)) if len(found) == 1 else ""
        if reference:
            thing = iri(f"ild:{self.known.id('org', reference)}")
        elif names:
            where = "" if self.known.match_names else f"{self.known.id('iati', self.name)}-"
            raw = fold(names[0].value) if self.known.match_names else names[0].value
            thing = iri(f"ild:{self.known.id(f'{where}org-named', raw)}")
        else:
            self.warn(part, "iati-no-organization", found=part.tag)
            return None
        self.say(thing, "rdf:type", iri("ilb:Organization"))
        self.call(thing, names)
        if reference:
            self.say(thing, "dcterms:identifier", Lit(reference))
            self.known.nameless.setdefault(thing, (reference, self.passage))
        kind = codes.organization_type(part.get("type"))
        if kind:
            self.say(thing, "org:classification", kind)
        return thing

    def members(self, part: Part, thing: Iri) -> None:
        """Write who takes part in which role."""
        for each in part.all("participating-org"):
            member, code = self.organization(each), each.get("role") or "?"
            if member is None:
                continue
            role = codes.role(code)
            if role is None:
                role = iri(f"ild:{self.known.id('role-iati', code)}")
                self.warn_once(each, "iati-unknown-code", "role", code)
                self.say(role, "rdf:type", iri("ilb:Role"))
                self.say(role, "skos:inScheme", iri("ilv:roles"))
                self.call(role, literals(message("iati-role", code=same(code))))
            membership = iri(f"ild:{'--'.join(local_name(end) for end in (thing, member, role))}")
            self.say(membership, "rdf:type", iri("ilb:Membership"))
            self.say(membership, "org:organization", thing)
            self.say(membership, "org:member", member)
            self.say(membership, "org:role", role)

    def dates(self, part: Part, thing: Iri) -> None:
        """Write the planned and actual dates, one of each sort."""
        said: set[str] = set()
        for each in part.all("activity-date"):
            predicate = codes.mapping()["dates"].get(each.get("type").lower())
            day = each.get("iso-date")[:10] or each.text[:10]
            if predicate is None or predicate in said or not codes.is_day(day):
                self.warn(each, "iati-bad-code", name=f"activity-date {each.get('type')}", found=day)
            else:
                said.add(predicate)
                self.say(thing, predicate, Lit(day, _DATE))

    def places(self, part: Part, thing: Iri) -> None:
        """Write the recipient countries and regions."""
        for each in part.within("recipient-country", "recipient-region"):
            list_ = "country" if each.tag == "recipient-country" else self.vocabulary(each)
            if place := self.coded(each, list_, "place"):
                self.say(place, "rdf:type", iri("ilb:Territory"))
                if list_:  # a region of the publisher's own may be of any kind
                    self.say(place, "ilb:territoryKind", iri(_KINDS[list_]))
                self.say(thing, "ilb:links", place)

    def subjects(self, part: Part, thing: Iri) -> None:
        """Write sectors and tags: goals, or themes."""
        for each in part.within("sector", "tag"):
            kind = self.vocabulary(each)
            if kind in {"goal", "target"}:
                number = codes.goal(each.get("code"))
                if number:
                    self.say(thing, "ilb:relatesToGoal", iri(f"sdg:{number}"))
                else:
                    self.warn(each, "iati-bad-code", name=f"{each.tag} ({kind})", found=each.get("code"))
            elif theme := self.coded(each, kind, "theme"):
                self.say(theme, "rdf:type", iri("ilb:Theme"))
                self.say(thing, "ilb:about", theme)

    def vocabulary(self, part: Part) -> str:
        """Return what the codes of the part are; empty where they are of no list that we know."""
        return codes.mapping()["vocabularies"][part.tag].get(part.get("vocabulary"), "")

    def coded(self, part: Part, kind: str, other: str) -> Iri | None:
        """Return what a code stands for, named by the code list, else by the file, else by the code itself.

        A code of no list that we know is its publisher's own: that of another publisher is another thing.
        """
        code = part.get("code")
        if not code:
            self.warn(part, "iati-bad-code", name=part.tag, found="")
            return None
        code = code.upper() if kind == "country" else code
        raw = code if kind else f"{part.get('vocabulary') or 'own'} {self.owner} {code}"
        thing = iri(f"ild:{self.known.id(kind or other, raw)}")
        names = [Lit(name, lang=lang) for lang, name in codes.code_names(kind, code).items()] if kind else []
        if not names:
            names = self.texts([part])
            if kind or not names:
                self.warn_once(part, "iati-unknown-code", part.tag, code)
            names = names or [Lit(code, lang=codes.UNDETERMINED)]
        self.call(thing, names)
        return thing


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
    tongue = _tongue(lang)
    word = codes.mapping()["results"].get(key, {}).get(tongue)
    return f"{word}{phrase('colon', tongue)}{value}" if word else value


def _tongue(lang: str) -> str:
    """Return the language of our own words beside a text in this language: its own, or else English."""
    return lang if lang in COLUMN_LANGUAGES else COLUMN_LANGUAGES[-1]


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
    tongue = _tongue(lang)
    word = codes.mapping()["results"][part.tag][tongue]
    return f"{word} {when}".strip() + phrase("colon", tongue) + part.get("value") if part.get("value") else ""
