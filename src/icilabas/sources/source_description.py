"""Who says it: ``source.yaml``, or a file that is its own source; its passages and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Required, TypedDict

from icilabas import resources
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, TRUE, Iri, Lit, Quad, iri, pasted
from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.files.guarded import wide_encoding
from icilabas.sources.cell_values import INTEGER, date
from icilabas.sources.schema import COLUMN_LANGUAGES
from icilabas.sources.yaml_schema import place_of_way, shown_way, wrong
from icilabas.words.matching import fold, nearest, slug
from icilabas.words.messages import either, message, suggestion
from icilabas.words.safe_text import printable
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from icilabas.resources import Way

    Texts = dict[str, str]  # by language


class SeriesEntry(TypedDict, total=False):
    """What a ``source.yaml`` says of a series of editions; a text in its place is its id."""

    id: Required[str]
    title: Texts


class DocumentEntry(TypedDict, total=False):
    """What a ``source.yaml`` says of the document.

    standard: the address of the standard of others by which it was made, which asks for less than we do.
    edition_of: the series of which it is an edition. covers: the time of which it speaks, where that is not its date.
    replaces: the id of the document of an older edition.
    """

    id: Required[str]
    title: Required[Texts]
    short: Texts
    publisher: str
    date: str
    edition_of: SeriesEntry
    covers: str
    replaces: str
    rights: Texts
    note: Texts
    standard: str


class EditorsEntry(TypedDict):
    """What a ``source.yaml`` says of its editors: the id of their notes' author, and the title of the notes."""

    id: str
    label: Texts


class EditionEntry(TypedDict, total=False):
    """What a ``source.yaml`` says of an edition of the data: its number, its day, and what changed in it."""

    version: Required[str]
    date: str
    changed: Required[Texts]


class PassageEntry(TypedDict, total=False):
    """What a ``source.yaml`` says of a passage; ``graph`` where its IRI is not made of its id.

    public_title: what it is called where it is restricted and left out. access: ``public``, ``restricted``, or
    ``withheld`` for one that was left out of what is read.
    sure: False where the cells of its pages are wrong; only sheets have this.
    """

    id: Required[str]
    title: Required[Texts]
    public_title: Texts
    pages: list[int]
    access: str
    by: str
    graph: str
    sure: bool


class SourceContent(TypedDict, total=False):
    """What a ``source.yaml`` says, in the order in which it is written."""

    id: str
    title: Texts
    licence: str
    source: DocumentEntry
    editors: EditorsEntry
    editions: list[EditionEntry]
    passages: list[PassageEntry]


@dataclass(frozen=True)
class Passage:
    """A stretch of a document, and the named graph of what it says."""

    slug: str
    graph: Iri
    pages: tuple[int, int] | None
    titles: tuple[str, ...] = ()
    sure: bool = True  # whether its pages are known: not where their cells are wrong


@dataclass(frozen=True)
class Source:
    """What ``source.yaml`` says: passages by slug, expected counts by table, and all of it as quads."""

    passages: dict[str, Passage]
    expected: dict[str, int]
    quads: list[Quad]
    default: Passage | None = None
    name: str = ""
    faults: list[Fault] = field(default_factory=list)  # what is to be told of it

    def by_default(self, name: str) -> Source:
        """Return the source as one whose rows are from the passage of this id, where they do not say from which."""
        return replace(self, default=self.passages[name])

    def passage(self, name: str) -> Passage | None:
        """Return the passage of this id or title; without a name the one that rows come from by default."""
        if not name:
            return self.default
        if name in self.passages:
            return self.passages[name]
        titled = self._titled.get(fold(name), [])
        return self.passages.get(slug(name)) or (titled[0] if len(titled) == 1 else None)

    def missing(self, name: str, *, sheet: bool) -> Text:
        """Say that a passage is unknown, or that a row names none: what to do, and which passages there are."""
        known = either([same(one) for one in sorted(self.passages)], near=False)
        if not name:
            return message("needs-passage") + known
        near = either([same(one) for one in nearest(name, self.passages)])
        where = message("source-sheet" if sheet else "source-file")
        text = message("unknown-passage", found=name, where=where)
        return text + (near if near or self.default else known)

    @property
    def names(self) -> set[Iri]:
        """The names that are this source's own: of its graphs and documents."""
        said = {iri("ilb:Source"), iri("ilb:Passage")}
        return {quad[3] for quad in self.quads} | {quad[0] for quad in self.quads if quad[2] in said}

    def renamed(self, names: Mapping[Iri, Iri]) -> Source:
        """Return the same source with other names for some of its graphs and documents."""

        def name(term: Iri | Lit) -> Iri | Lit:
            return names.get(term, term) if isinstance(term, Iri) else term

        def graph(passage: Passage) -> Passage:
            return replace(passage, graph=names.get(passage.graph, passage.graph))

        quads = [(names.get(s, s), p, name(o), names.get(g, g)) for s, p, o, g in self.quads]
        passages = {slug_: graph(passage) for slug_, passage in self.passages.items()}
        return replace(self, passages=passages, quads=quads, default=graph(self.default) if self.default else None)

    @cached_property
    def _titled(self) -> dict[str, list[Passage]]:
        """The passages of each title; large lists look up one for each row."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            for title in dict.fromkeys(map(fold, passage.titles)):
                found.setdefault(title, []).append(passage)
        return found


class _Reader:
    """Takes values out of a content that is as the schema wants it, notes what is wrong all the same, gathers quads."""

    def __init__(self, place: str, places: Mapping[Way, tuple[int, int]]) -> None:
        self.place, self.places = place, places
        self.graph = iri("ilg:dataset")
        self.quads: list[Quad] = []
        self.faults: list[Fault] = []

    def at(self, way: Way) -> str:
        """Return the place of a value: of what it stands in, where it is missing."""
        return place_of_way(self.place, self.places, way)

    def fault(self, way: Way, expected: str | Text) -> None:
        """Note that a value is missing or wrong."""
        self.faults.append(Fault(self.at(way), message("source-key", name=shown_way(way), expected=expected)))

    def warn(self, way: Way, text: Text) -> None:
        """Note what is read otherwise than it is written, or not at all."""
        self.faults.append(Fault(self.at(way), text, "Warning"))

    def check(self, content: object, *, simple: bool) -> None:
        """Note what of the content is not as the schema wants it."""
        for way, expected, known in wrong(content, frozenset({"editors", "passages"} if simple else ())):
            if not known:
                self.fault(way, expected)
            elif not simple:  # a sheet has told of its own
                near = suggestion(nearest(str(way[-1]), known) or list(known))
                self.warn(way, message("source-unknown-key", name=shown_way(way)) + near)

    def stop(self) -> None:
        """Raise what is wrong so far, if anything is."""
        if any(fault.severity == "Violation" for fault in self.faults):
            raise DataError(self.faults)

    def address(self, text: str, way: Way) -> Iri:
        """Return the IRI of an address, after telling where it is read otherwise than written."""
        try:
            found = pasted(text.strip())
        except ValueError:
            self.fault(way, "https://…")
            return self.graph
        if "://" in text and found != text.strip():
            self.warn(way, message("address-read-as", found=text, read=found))
        return found

    def texts(self, where: Mapping[str, object], way: Way) -> list[Lit]:
        """Return the texts that stand below the last key of the way."""
        value, found = where.get(str(way[-1])), []
        for lang in COLUMN_LANGUAGES:
            said = str(value.get(lang) or "") if isinstance(value, dict) else ""
            text = printable(said).strip()
            if text != said.strip():
                self.warn((*way, lang), message("control-characters", found=text))
            found += [Lit(text, lang=lang)] if text else []
        if not found:
            self.fault(way, "{fr: …, en: …}")
        return found

    def pages(self, where: Mapping[str, object], way: Way) -> tuple[int, int] | None:
        """Return the first page and the last."""
        match where.get("pages"):
            case [int(first), int(last)] if first <= last:
                return first, last
            case None:
                return None
        self.fault((*way, "pages"), message("source-pages"))
        return None

    def say(self, subject: Iri, predicate: str, *things: Iri | Lit) -> None:
        self.quads.extend((subject, iri(predicate), thing, self.graph) for thing in things)

    def say_titled(self, subject: Iri, kind: str, titles: list[Lit], short: list[Lit] | None = None) -> None:
        """Give it its class and titles; the short title, where there is one, is how it is cited."""
        self.say(subject, "rdf:type", iri(kind))
        self.say(subject, "dcterms:title", *titles)
        self.say(subject, "skos:prefLabel", *(short or titles))

    def document(self, source: Mapping[str, object]) -> Iri:
        """The document itself: title, publisher, date, rights."""
        document, way = iri(f"ild:{source['id']}"), ("source",)
        short = self.texts(source, (*way, "short")) if source.get("short") else None
        self.say_titled(document, "ilb:Source", self.texts(source, (*way, "title")), short)
        if source.get("publisher"):
            publisher = iri(f"ild:{source['publisher']}")
            self.say(document, "dcterms:publisher", publisher)
            self.say(document, "prov:wasAttributedTo", publisher)
        for key, predicate in (("rights", "dcterms:rights"), ("note", "skos:note")):
            if source.get(key):
                self.say(document, predicate, *self.texts(source, (*way, key)))
        if standard := str(source.get("standard") or "").strip():
            self.say(document, "dcterms:conformsTo", self.address(standard, (*way, "standard")))
        self.say_date(document, "dcterms:date", source, way)
        if source.get("edition_of"):
            self.edition_of(document, source, way)
        if source.get("replaces"):
            self.say(document, "prov:wasRevisionOf", iri(f"ild:{source['replaces']}"))
        return document

    def edition_of(self, document: Iri, source: Mapping[str, object], way: Way) -> None:
        """The series of which the document is an edition, and the time of which it speaks."""
        said = source["edition_of"]
        entry = said if isinstance(said, dict) else {"id": said}
        titles = [Lit(str(entry["id"]), lang=lang) for lang in COLUMN_LANGUAGES]
        if entry.get("title"):
            titles = self.texts(entry, (*way, "edition_of", "title"))
        self.quads += edition_quads(document, iri(f"ild:{entry['id']}"), titles, self.graph)
        self.say_date(document, "dcterms:temporal", source, way, "covers" if source.get("covers") else "date")

    def say_date(self, subject: Iri, predicate: str, where: Mapping[str, object], way: Way, key: str = "date") -> None:
        """State the date that stands below the way, if there is one."""
        if said := str(where.get(key) or "").strip():
            found = date(said)
            if found is None:
                self.fault((*way, key), message("source-yyyy-mm-dd"))
            else:
                self.say(subject, predicate, Lit(found))

    def editions(self, entries: Sequence[Mapping[str, object]], name: str) -> None:
        """The editions of the dataset of this id, the newest first: that one is the version of the dataset."""
        known: set[str] = set()
        for number, entry in enumerate(entries):
            way: Way = ("editions", number)
            version = str(entry["version"])
            edition = iri(f"ild:{name}-edition-{slug(version)}")
            if edition in known:
                self.faults.append(Fault(self.at((*way, "version")), message("twice-edition", found=version)))
            known.add(edition)
            self.say(edition, "dcterms:isVersionOf", self.graph)
            self.say(edition, "owl:versionInfo", Lit(version))
            self.say_date(edition, "dcterms:issued", entry, way)
            self.say(edition, "skos:changeNote", *self.texts(entry, (*way, "changed")))
            if not number:
                self.say(self.graph, "owl:versionInfo", Lit(version))

    def editors(self, editors: Mapping[str, object]) -> Iri:
        """The editors, and their notes: the source of all that the document does not say itself."""
        editor, label = iri(f"ild:{editors['id']}"), self.texts(editors, ("editors", "label"))
        notes = Iri(f"{editor}-notes")
        self.say_titled(notes, "ilb:Source", label)
        self.say(editor, "rdf:type", iri("foaf:Agent"))
        self.say(editor, "skos:prefLabel", *label)
        self.say(notes, "prov:wasAttributedTo", editor)
        return notes

    def passage(self, number: int, entry: Mapping[str, object], document: Iri, notes: Iri) -> Passage:
        """One passage: its title, pages, document, and who may see it."""
        way: Way = ("passages", number)
        name, pages = str(entry["id"]), self.pages(entry, way)
        titles = self.texts(entry, (*way, "title"))
        graph = Iri(f"{self.graph}/{name}")
        if said := str(entry.get("graph") or "").strip():
            graph = self.address(said, (*way, "graph"))
        passage = Passage(name, graph, pages, tuple(title.value for title in titles), bool(entry.get("sure", True)))
        self.say_titled(passage.graph, "ilb:Passage", titles)
        self.say(passage.graph, "dcterms:source", notes if entry.get("by") == "editors" else document)
        withheld = entry["access"] == "withheld"
        self.say(passage.graph, "dcterms:accessRights", iri("ilv:restricted" if withheld else f"ilv:{entry['access']}"))
        if withheld:
            self.say(passage.graph, "ilb:withheld", TRUE)
        if entry.get("public_title"):
            self.say(passage.graph, "ilb:publicTitle", *self.texts(entry, (*way, "public_title")))
        for predicate, page in zip(("ilb:firstPage", "ilb:lastPage"), pages or (), strict=False):
            self.say(passage.graph, predicate, Lit(str(page), INTEGER))
        return passage

    def passages(self, entries: Iterable[Mapping[str, object]], document: Iri, notes: Iri) -> list[Passage]:
        """All passages; each has an id, and a graph, of its own."""
        found: list[Passage] = []
        ids: set[str] = set()
        graphs: set[str] = {INFERRED_GRAPH, ONTOLOGY_GRAPH, self.graph}
        for number, entry in enumerate(entries):
            passage = self.passage(number, entry, document, notes)
            for key, value, taken in (("id", passage.slug, ids), ("graph", passage.graph, graphs)):
                if value in taken:
                    text = message("twice-passage", found=value)
                    self.faults.append(Fault(self.at(("passages", number, key)), text))
                taken.add(value)
            found.append(passage)
        return found


def read_source(path: Path) -> Source:
    """Read a ``source.yaml``.

    Raises DataError with all that is missing or wrong, each with its line; the place where the file is not YAML.
    """
    try:
        data = path.read_bytes()
        if name := wide_encoding(data):
            raise DataError([Fault(f"{path}:1", message("other-encoding", found=name))], unreadable=True)
        text = data.decode("utf-8-sig")
        plain = text
        if printable(text) != text:  # a space, so that all else stays where it is
            plain = "".join(one if one == printable(one) else " " for one in text)
        content, places = resources.parse_marked_yaml(plain)
    except resources.YamlError as error:
        place = f"{path}:{error.line}:{error.column}"
        raise DataError([Fault(place, not_yaml(error))], unreadable=True) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError([Fault(f"{path}:{line}", message("not-utf8-text"))], unreadable=True) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    source = make_source(content, str(path), places=places)
    if plain != text:
        removed = [place for place, (one, other) in enumerate(zip(text, plain, strict=True)) if one != other]
        place, told = f"{path}:{text.count(chr(10), 0, removed[0]) + 1}", len(removed)
        source.faults.append(Fault(place, message("control-characters-of-file", count=told), "Warning"))
    return source


def not_yaml(error: resources.YamlError) -> Text:
    """Say why a file is not YAML, or not of the kind that is read."""
    keys = {"twice": "yaml-twice", "deep": "yaml-deep", "key": "yaml-key", "tag": "yaml-tag"}
    return message(keys.get(error.kind, "source-yaml"), error=error)


def make_source(
    content: object, place: str, *, simple: bool = False, places: Mapping[Way, tuple[int, int]] | None = None
) -> Source:
    """Make the source that a ``source.yaml`` or a sheet describes; ``place`` begins its faults.

    ``simple``: without editors, and with one passage for all rows where none is described. ``places``: line and column
    of each value. Raises DataError.
    """
    reader = _Reader(place, places or {})
    reader.check(content, simple=simple)
    reader.stop()
    said: dict[str, Any] = content if isinstance(content, dict) else {}
    name = str(said["id"])
    reader.graph = iri(f"ilg:{name}")
    reader.say(reader.graph, "dcterms:title", *reader.texts(said, ("title",)))
    if licence := str(said.get("licence") or "").strip():
        reader.say(reader.graph, "dcterms:license", reader.address(licence, ("licence",)))
    reader.editions(said.get("editions") or [], name)
    notes = document = reader.document(said["source"])
    if "editors" in said:
        notes = reader.editors(said["editors"])
    entries = said.get("passages") or [{"id": name, "title": said["title"], "access": "public"}]
    passages = reader.passages(entries, document, notes)
    reader.stop()
    only = passages[0] if len(passages) == 1 else None
    known = {passage.slug: passage for passage in passages}
    return Source(known, said.get("expected") or {}, reader.quads, only, name, reader.faults)


def passage_quads(graph: Iri, document: Iri, titles: list[Lit], access: str) -> list[Quad]:
    """Describe a graph as a passage of the document."""
    said: list[tuple[str, Iri | Lit]] = [
        ("rdf:type", iri("ilb:Passage")),
        *(("dcterms:title", title) for title in titles),
        *(("skos:prefLabel", title) for title in titles),
        ("dcterms:source", document),
        ("dcterms:accessRights", iri(access)),
    ]
    return [(graph, iri(predicate), thing, graph) for predicate, thing in said]


def document_quads(document: Iri, title: Lit, graph: Iri) -> list[Quad]:
    """Describe a file as a document, in the graph."""
    said: list[tuple[str, Iri | Lit]] = [
        ("rdf:type", iri("ilb:Source")),
        ("dcterms:title", title),
        ("skos:prefLabel", title),
    ]
    return [(document, iri(predicate), thing, graph) for predicate, thing in said]


def edition_quads(document: Iri, series: Iri, titles: list[Lit], graph: Iri) -> list[Quad]:
    """Describe a document as an edition of a series, in the graph."""
    said: list[tuple[Iri, str, Iri | Lit]] = [
        (document, "dcterms:isVersionOf", series),
        (series, "rdf:type", iri("schema:CreativeWorkSeries")),
        *((series, predicate, title) for predicate in ("dcterms:title", "skos:prefLabel") for title in titles),
    ]
    return [(subject, iri(predicate), thing, graph) for subject, predicate, thing in said]


def home_of(path: Path) -> Iri:
    """Return the graph that a file is where it names none."""
    return iri(f"ilg:file/{slug(path.stem) or 'file'}")


def file_graph(path: Path) -> tuple[Iri, list[Quad]]:
    """A file without named graphs is its own passage: its triples are said by the file."""
    graph, title = home_of(path), Lit(path.name)
    document = Iri(f"{graph}/source")
    return graph, passage_quads(graph, document, [title], "ilv:public") + document_quads(document, title, graph)


def stand_in() -> tuple[Passage, list[Quad]]:
    """Return a passage for the rows whose own is not known, and its description: so the rest of them is checked too.

    It is restricted, since the rows may name persons; what it says never leaves the checks.
    """
    graph = iri("ilg:unknown")
    document, title = Iri(f"{graph}/source"), Lit("?")
    about = passage_quads(graph, document, [title], "ilv:restricted") + document_quads(document, title, graph)
    return Passage("", graph, None, sure=False), about


def file_source(path: Path) -> Source:
    """Return the source of a list that says nothing about where it comes from: one passage, the file."""
    graph, quads = file_graph(path)
    passage = Passage(slug(path.stem) or "file", graph, None, (path.name,))
    return Source({passage.slug: passage}, {}, quads, passage, passage.slug)
