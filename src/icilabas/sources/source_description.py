"""Who says it: ``source.yaml``, or a file that is its own source; its passages and their pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Required, TypedDict, TypeVar

from icilabas import resources
from icilabas.engine.terms import TRUE, Iri, Lit, Quad, iri
from icilabas.errors import DataError, Fault, unreadable_file
from icilabas.files.guarded import wide_encoding
from icilabas.sources.cell_values import INTEGER, date
from icilabas.sources.schema import COLUMN_LANGUAGES
from icilabas.words.matching import fold, is_slug, nearest, slug
from icilabas.words.messages import either, message
from icilabas.words.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Texts = dict[str, str]  # by language


_T = TypeVar("_T")


class DocumentEntry(TypedDict, total=False):
    """What a ``source.yaml`` says of the document."""

    id: Required[str]
    title: Required[Texts]
    short: Texts
    publisher: str
    date: str
    rights: Texts
    note: Texts


class EditorsEntry(TypedDict):
    """What a ``source.yaml`` says of its editors: the id of their notes' author, and the title of the notes."""

    id: str
    label: Texts


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

    @cached_property
    def _titled(self) -> dict[str, list[Passage]]:
        """The passages of each title; large lists look up one for each row."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            for title in dict.fromkeys(map(fold, passage.titles)):
                found.setdefault(title, []).append(passage)
        return found


class _Reader:
    """Takes values out of the YAML, says clearly which one is not as it should be, and gathers quads."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.graph = iri("ilg:dataset")
        self.quads: list[Quad] = []

    def fail(self, key: str, expected: str | Text) -> DataError:
        return DataError([Fault(self.place, message("source-key", name=key, expected=expected))])

    def get(self, where: object, key: str, kind: type[_T], expected: str) -> _T:
        """Return a value that has to be there, and to be of this kind. Raises DataError."""
        value = where.get(key) if isinstance(where, dict) else None
        if not isinstance(value, kind) or not value:
            raise self.fail(key, expected)
        return value

    def slug(self, where: object, key: str) -> str:
        value = self.get(where, key, str, "id (a-z, 0-9, -)")
        if not is_slug(value):
            raise self.fail(key, "id (a-z, 0-9, -)")
        return value

    def licence(self, text: str) -> Iri:
        try:
            return iri(text)
        except ValueError:
            raise self.fail("licence", "https://…") from None

    def texts(self, where: object, key: str) -> list[Lit]:
        value = self.get(where, key, dict, "{fr: …, en: …}")
        return [Lit(str(value[lang]), lang=lang) for lang in COLUMN_LANGUAGES if value.get(lang)]

    def pages(self, where: Mapping[str, object]) -> tuple[int, int] | None:
        match where.get("pages"):
            case None:
                return None
            case [int(first), int(last)] if 1 <= first <= last:
                return first, last
        raise self.fail("pages", "[first, last]")

    def say(self, subject: Iri, predicate: str, *things: Iri | Lit) -> None:
        self.quads.extend((subject, iri(predicate), thing, self.graph) for thing in things)

    def say_titled(self, subject: Iri, kind: str, titles: list[Lit], short: list[Lit] | None = None) -> None:
        """Give it its class and titles; the short title, where there is one, is how it is cited."""
        self.say(subject, "rdf:type", iri(kind))
        self.say(subject, "dcterms:title", *titles)
        self.say(subject, "skos:prefLabel", *(short or titles))

    def document(self, source: Mapping[str, object]) -> Iri:
        """The document itself: title, publisher, date, rights."""
        document = iri(f"ild:{self.slug(source, 'id')}")
        short = self.texts(source, "short") if source.get("short") else None
        self.say_titled(document, "ilb:Source", self.texts(source, "title"), short)
        if source.get("publisher"):
            publisher = iri(f"ild:{self.slug(source, 'publisher')}")
            self.say(document, "dcterms:publisher", publisher)
            self.say(document, "prov:wasAttributedTo", publisher)
        for key, predicate in (("rights", "dcterms:rights"), ("note", "skos:note")):
            if source.get(key):
                self.say(document, predicate, *self.texts(source, key))
        if source.get("date"):
            found = date(str(source["date"]))
            if found is None:
                raise self.fail("date", message("source-yyyy-mm-dd"))
            self.say(document, "dcterms:date", Lit(found))
        return document

    def editors(self, editors: Mapping[str, object]) -> Iri:
        """The editors, and their notes: the source of all that the document does not say itself."""
        editor = iri(f"ild:{self.slug(editors, 'id')}")
        notes = Iri(f"{editor}-notes")
        self.say_titled(notes, "ilb:Source", self.texts(editors, "label"))
        self.say(editor, "rdf:type", iri("foaf:Agent"))
        self.say(editor, "skos:prefLabel", *self.texts(editors, "label"))
        self.say(notes, "prov:wasAttributedTo", editor)
        return notes

    def passage(self, entry: Mapping[str, object], document: Iri, notes: Iri) -> Passage:
        """One passage: its title, pages, document, and who may see it."""
        name, pages = self.slug(entry, "id"), self.pages(entry)
        if entry.get("access") not in {"public", "restricted", "withheld"}:
            raise self.fail(f"{name}: access", "public | restricted")
        titles = self.texts(entry, "title")
        graph = iri(str(entry["graph"])) if entry.get("graph") else Iri(f"{self.graph}/{name}")
        passage = Passage(name, graph, pages, tuple(title.value for title in titles), bool(entry.get("sure", True)))
        self.say_titled(passage.graph, "ilb:Passage", titles)
        self.say(passage.graph, "dcterms:source", notes if entry.get("by") == "editors" else document)
        withheld = entry["access"] == "withheld"
        self.say(passage.graph, "dcterms:accessRights", iri("ilv:restricted" if withheld else f"ilv:{entry['access']}"))
        if withheld:
            self.say(passage.graph, "ilb:withheld", TRUE)
        if entry.get("public_title"):
            self.say(passage.graph, "ilb:publicTitle", *self.texts(entry, "public_title"))
        for predicate, page in zip(("ilb:firstPage", "ilb:lastPage"), pages or (), strict=False):
            self.say(passage.graph, predicate, Lit(str(page), INTEGER))
        return passage


def read_source(path: Path) -> Source:
    """Read a ``source.yaml``.

    Raises DataError with the key that is missing or wrong; the place in the file where it is not YAML.
    """
    try:
        data = path.read_bytes()
        if name := wide_encoding(data):
            raise DataError([Fault(str(path), message("other-encoding", found=name))], unreadable=True)
        content = resources.parse_yaml(data.decode("utf-8-sig"))
    except resources.YamlError as error:
        fault = Fault(f"{path}:{error.line}:{error.column}", message("source-yaml", error=error))
        raise DataError([fault], unreadable=True) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError([Fault(f"{path}:{line}", message("not-utf8-text"))], unreadable=True) from None
    except OSError as error:
        raise unreadable_file(path, error) from None
    return make_source(content, str(path))


def make_source(content: Mapping[str, object], place: str, *, simple: bool = False) -> Source:
    """Make the source that a ``source.yaml`` or a sheet describes; ``place`` begins its faults.

    ``simple``: without editors, and with one passage for all rows where none is described. Raises DataError.
    """
    reader = _Reader(place)
    name = reader.slug(content, "id")
    reader.graph = iri(f"ilg:{name}")
    reader.say(reader.graph, "dcterms:title", *reader.texts(content, "title"))
    if content.get("licence"):
        reader.say(reader.graph, "dcterms:license", reader.licence(str(content["licence"])))
    notes = document = reader.document(reader.get(content, "source", dict, "{id: …, title: {fr: …, en: …}}"))
    if not simple or content.get("editors"):
        notes = reader.editors(reader.get(content, "editors", dict, "{id: …, label: {fr: …, en: …}}"))
    if simple and not content.get("passages"):
        content = {**content, "passages": [{"id": name, "title": content["title"], "access": "public"}]}
    entries = reader.get(content, "passages", list, "[{id: …, title: …, pages: …, access: …}]")
    passages = [reader.passage(entry, document, notes) for entry in entries]
    expected = content.get("expected") or {}
    if not isinstance(expected, dict) or not all(isinstance(n, int) for n in expected.values()):
        raise reader.fail("expected", "{table: number}")
    only = passages[0] if len(passages) == 1 else None
    return Source({passage.slug: passage for passage in passages}, expected, reader.quads, only, name)


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
