"""IATI activities as partnerships: each activity is a passage of its own, said by its publisher in the file.

What becomes of which element and attribute stands in ``ontology/iati/mapping.yaml`` (``kept``); places, sectors and
results are the subject of ``subjects``. Not kept: all else, money among it; one warning a file says what and how often.
A result is what its publisher reports; it was not said at an event, so it is not a finding.
Contact details are never kept, not even those inside a text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name
from icilabas.errors import DataError, Fault
from icilabas.sources.contact_details import without_contacts
from icilabas.sources.iati import codes, subjects
from icilabas.sources.iati.elements import activities, left_out
from icilabas.sources.schema import literals
from icilabas.words.matching import fold, slug
from icilabas.words.messages import message, show
from icilabas.words.text import same

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icilabas.sources.iati.codes import Known
    from icilabas.sources.iati.elements import Part
    from icilabas.sources.reading import Reading


_DATE, _DATE_TIME = f"{PREFIXES['xsd']}date", f"{PREFIXES['xsd']}dateTime"
_MOST_NAMES = 100  # that are told of what is left out
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Writer:
    """Writes the activities of one file as statements."""

    def __init__(self, path: Path, known: Known, into: Reading) -> None:
        self.path, self.known, self.into = path, known, into
        self.about = iri(f"ilg:file/{slug(path.stem) or 'file'}")
        self.passage = self.about
        self.name, self.owner, self.number, self.line = "", "", 0, 0
        self.left_out: Counter[str] = Counter()

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

    def tell_left_out(self) -> None:
        """Say in one line what of the file has no place in the graph, and how often it is there."""
        found = [f"{show(name)} ({count})" for name, count in sorted((+self.left_out).items())]
        if found:
            self.warn(
                None, "iati-left-out", names=same(", ".join(found[:_MOST_NAMES]) + ", …" * (len(found) > _MOST_NAMES))
            )

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
        for only in ("iati-identifier", "reporting-org"):  # the first is taken
            self.left_out[only] += len(part.all(only)[1:])
        self.say(thing, "dcterms:description", *self.texts(part.all("description")))
        self.source(part, titles)
        self.members(part, thing)
        self.dates(part, thing)
        subjects.where(self, part, thing)
        subjects.themes(self, part, thing)
        subjects.outcomes(self, part, thing)
        self.ties(part, thing)
        self.left_out.update(left_out(part, codes.mapping()["kept"]))

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
        elif updated:
            self.warn(part, "iati-bad-code", name="@last-updated-datetime", found=updated)
        if self.known.labels.setdefault((document, ""), title.value) == title.value:
            say(document, "rdf:type", iri("ilb:Source"))
            say(document, "dcterms:conformsTo", codes.STANDARD)
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
            thing = iri(f"ild:{self.known.id('org', reference.upper())}")  # registers' letters have no case
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
        self.left_out[f"{part.tag}/@type"] += bool(part.get("type")) and kind is None
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

    def ties(self, part: Part, thing: Iri) -> None:
        """Write which activities it goes with: those it is related to, and those of its partners."""
        for each in part.all("related-activity"):
            predicate = codes.mapping()["related"].get(each.get("type"))
            if predicate is None:
                self.warn_once(each, "iati-unknown-code", "related-activity/@type", each.get("type"))
            self._tie(thing, predicate or "dcterms:relation", each.get("ref"))
        for each in part.all("participating-org"):
            self._tie(thing, "dcterms:relation", each.get("activity-id"))

    def _tie(self, thing: Iri, predicate: str, identifier: str) -> None:
        other = iri(f"ild:{self.known.id('iati', identifier)}") if identifier else thing
        if other != thing:
            self.say(thing, predicate, other)

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
            self.left_out["activity-date/text()"] += bool(each.get("iso-date") and each.text[:10] not in {"", day})


def references(path: Path, known: Known) -> None:
    """Note which references go with which name, for matching by name: the whole file has to be read for it."""
    for part in activities(path, ("reporting-org", "participating-org"), Counter()):
        for each in part.children:
            for _lang, text in each.narratives():
                if reference := codes.reference(each.get("ref")):
                    known.references[fold(text)].add(reference)


def read_activities(path: Path, known: Known, into: Reading) -> None:
    """Read what the file says, one activity at a time; what is not carried over is told once a file.

    Raises DataError (unreadable), with the place, for what is not an IATI activity file of version 1.0x or 2.0x.
    """
    if known.match_names:
        references(path, known)
    writer = Writer(path, known, into)
    for part in activities(path, codes.wanted(), writer.left_out, codes.mapping()["inside"], into.faults):
        writer.activity(part)
        _keep(into)
    if not writer.number:
        raise DataError([Fault(str(path), message("iati-none"))], unreadable=True)
    for thing, (reference, passage) in known.nameless.items():
        if thing not in known.called:
            writer.passage = passage
            writer.call(thing, [Lit(reference, lang=codes.UNDETERMINED)])
    writer.tell_left_out()
    _keep(into)


def _keep(into: Reading) -> None:
    """Put what was said into the store, so that an activity leaves memory before the next one comes."""
    into.note_graphs({graph for *_said, graph in into.statements})
    into.keep()
