"""The things that have a page, and what is said of each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine, resources
from icilabas.asking.evidence import said_in
from icilabas.asking.names import by_label, labels
from icilabas.comparison.statements import finding_kinds
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, iri, local_name
from icilabas.resources import ONTOLOGY
from icilabas.words.matching import kebab, reading_order, slug, unique_name
from icilabas.words.messages import message
from icilabas.words.text import Text, tongue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from icilabas.asking.evidence import Evidence, Page
    from icilabas.engine import Value
    from icilabas.engine.query import Dataset


THINGS_FOLDER = "things"
MOST_THING_PAGES = 2000  # the most linked things have one
_LONGEST_FILE_NAME = 80  # characters of the name of a file
KINDS_OF_THINGS = (
    "Partnership",
    "Territory",
    "Challenge",
    "SocialGroup",
    "Actor",
)  # that have a page: the first that fits
SHOWN_FIRST = ("Partnership", "Actor", "SocialGroup", "Territory", "Challenge")
_THINGS_OF_KIND = """SELECT ?thing WHERE {{ ?thing a ilb:{kind} FILTER(isIRI(?thing))
  FILTER NOT EXISTS {{ ?thing a ilb:Person }} }} ORDER BY ?thing"""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
RELATIONS = ONTOLOGY / "things" / "relations.yaml"
MEMBER = str(iri("org:member"))
_ILB_PAGE, _RDF_TYPE, DESCRIPTION, _ATTRIBUTED_TO = (
    str(iri(name)) for name in ("ilb:page", "rdf:type", "dcterms:description", "prov:wasAttributedTo")
)
_SUMMED_UP_BY = str(iri("ilb:summedUpBy"))
# What is looked up stands inside GRAPH: outside, Oxigraph would go through all that every passage says.
_OF = f"""SELECT ?thing ?property ?value (LANG(?value) AS ?lang) ?graph WHERE {{
  VALUES ?thing {{ THINGS }} GRAPH ?graph {{ ?thing ?property ?value }} FILTER(?graph != <{INFERRED_GRAPH}>) }}"""
_SHORTLY = f"""{_OF[:-2]} FILTER(?property IN (rdf:type, dcterms:description, ilb:page, prov:wasAttributedTo,
  ilb:summedUpBy, skos:editorialNote)) }}"""
_TO = f"""SELECT ?thing ?property ?other ?graph ?page WHERE {{ VALUES ?thing {{ THINGS }}
  GRAPH ?graph {{ ?other ?property ?thing OPTIONAL {{ ?other ilb:page ?page }} }} FILTER(?graph != <{INFERRED_GRAPH}>)
  FILTER(?property NOT IN (org:member, org:organization, org:hasMember)) }}"""
_MEMBERSHIPS = """SELECT ?thing ?other ?role ?text (LANG(?text) AS ?lang) ?graph ?page WHERE { VALUES ?thing { THINGS }
  GRAPH ?graph { ?membership org:ONE ?thing ; org:TWO ?other OPTIONAL { ?membership org:role ?role }
    OPTIONAL { ?membership dcterms:description ?text } OPTIONAL { ?membership ilb:page ?page } } }"""
# What other sources say beside the value that is shown (`sources/disagreement.py`), and their dates.
_OTHERWISE = f"""SELECT ?thing ?property ?value ?graph ?date WHERE {{ VALUES ?thing {{ THINGS }}
  GRAPH ?graph {{ ?node rdf:subject ?thing ; a rdf:Statement ; rdf:predicate ?property ; rdf:object ?value }}
  FILTER(STRSTARTS(STR(?node), "{PREFIXES["ild"]}other-"))
  OPTIONAL {{ ?graph dcterms:source ?document . ?document dcterms:date ?date }} }}"""
_KINDS_OF_FINDINGS = "SELECT ?finding ?kind WHERE { VALUES ?kind { KINDS } ?finding a ?kind }"
_BACK = "^"


class Thing(NamedTuple):
    """A thing that has a page: its kind (one of `KINDS_OF_THINGS`), and its file."""

    iri: str
    kind: str
    file: str


def things_with_pages(store: Dataset, degree: Mapping[str, int], lang: str = "fr") -> tuple[dict[str, Thing], int]:
    """Return the things that have a page, by IRI, and how many others have none: the most linked come first.

    ``degree`` says how many links a thing has. No two files have the same name, whatever the system thinks of case.
    """
    kinds: dict[str, str] = {}
    for kind in KINDS_OF_THINGS:
        for (thing,) in engine.select(store, _THINGS_OF_KIND.format(kind=kind)).rows:
            kinds.setdefault(str(thing), kind)
    ranked = sorted(kinds, key=lambda thing: -degree.get(thing, 0))
    if len(ranked) > MOST_THING_PAGES:  # of as many links those come first whose names do
        least = degree.get(ranked[MOST_THING_PAGES - 1], 0)
        key = by_label(labels(store, [thing for thing in ranked if degree.get(thing, 0) == least]), lang)
        ranked.sort(key=lambda thing: (-degree.get(thing, 0), key(thing) if degree.get(thing, 0) == least else ()))
    taken = dict.fromkeys(["index", *sorted(_DEVICES)], 1)
    found = {}
    for thing in sorted(ranked[:MOST_THING_PAGES]):
        name = slug(local_name(thing))[:_LONGEST_FILE_NAME].strip("-") or kebab(kinds[thing])
        found[thing] = Thing(thing, kinds[thing], f"{unique_name(name, taken)}.html")
    return found, max(0, len(ranked) - MOST_THING_PAGES)


def in_kinds(listed: Iterable[Thing], names: Mapping[str, Text], lang: str) -> list[tuple[str, Text, list[Thing]]]:
    """Return the things by kind: the key of the kind, its heading, and the things in the order of their names."""
    order = sorted(listed, key=lambda thing: (reading_order(names[thing.iri].text(lang)), thing.iri))
    kinds = ((kind, [thing for thing in order if thing.kind == kind]) for kind in SHOWN_FIRST)
    return [(kind, message(f"things-{kebab(kind)}"), some) for kind, some in kinds if some]


@dataclass(slots=True)
class Stated:
    """That one value is said: by which passages, on which pages; the roles and the words of a membership."""

    evidence: list[Evidence] = field(default_factory=list)
    roles: frozenset[str] = frozenset()
    texts: dict[str, set[str]] = field(default_factory=dict)

    def add(self, passage: str, page: Page | None) -> None:
        """Add a passage, and the page in it if there is one."""
        self.evidence.append(_piece(passage, page))


@lru_cache(maxsize=1 << 14, typed=True)  # 1 and 1.0 are equal
def _piece(passage: str, page: Page | None) -> Evidence:
    """Return a page of a passage as evidence: the same of what stands on it, which nobody changes."""
    return said_in(passage, page)


@dataclass(slots=True)
class About:
    """What is said of one thing: relation to value; texts by relation, passage and language; pages by passage.

    otherwise: what other sources say, by relation: value and date of the source, which may be empty.
    """

    types: set[str] = field(default_factory=set)
    said: dict[str, dict[Value, Stated]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Stated)))
    texts: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    pages: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    otherwise: dict[str, dict[tuple[Value, str], Stated]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Stated))
    )

    def read_pages(self) -> None:
        """Give what the thing says of itself in a passage the pages that it has in that passage."""
        for relation, values in self.said.items():
            if not relation.startswith(_BACK) and relation != MEMBER:
                for entry in values.values():
                    for passage in {piece["passage"]: None for piece in entry.evidence}:
                        entry.evidence += self.pages.get(passage, ())


def statements_about(
    dataset: Dataset, things: Sequence[str], passages: Collection[str], *, back: bool = True
) -> dict[str, About]:
    """Return what the passages say of the things; with ``back`` also what they say of others that names them.

    Without it only what they are, their descriptions and notes, and who said them: what is shown of findings.
    """
    found: dict[str, About] = {thing: About() for thing in things}
    for thing, prop, value, lang, graph in engine.select_of(dataset, _OF if back else _SHORTLY, things):
        if str(graph) in passages:
            _told(found[str(thing)], str(prop), value, lang, str(graph))
    for about in found.values():
        about.read_pages()
    if back:
        for thing, prop, other, graph, page in engine.select_of(dataset, _TO, things):
            if str(graph) in passages:
                found[str(thing)].said[f"{_BACK}{prop}"][other].add(str(graph), page)
        _members(dataset, found, passages)
        for thing, prop, value, graph, date in engine.select_of(dataset, _OTHERWISE, things):
            if str(graph) in passages:
                about = found[str(thing)]
                stated = about.otherwise[str(prop)][value, str(date or "")]
                stated.add(str(graph), None)
                stated.evidence += about.pages.get(str(graph), ())
    return found


def _members(dataset: Dataset, found: Mapping[str, About], passages: Collection[str]) -> None:
    """Add the memberships of the things, and those in them, as relations to the other end."""
    for relation, one, two in ((MEMBER, "member", "organization"), (f"{_BACK}{MEMBER}", "organization", "member")):
        query = _MEMBERSHIPS.replace("ONE", one).replace("TWO", two)
        for thing, other, role, text, lang, graph, page in engine.select_of(dataset, query, [*found]):
            if str(graph) in passages:
                entry = found[str(thing)].said[relation][other]
                entry.add(str(graph), page)
                entry.roles |= set() if role is None else {str(role)}
                if text is not None:
                    entry.texts.setdefault(tongue(lang), set()).add(str(text))


def _told(about: About, relation: str, value: Value, lang: str | None, passage: str) -> None:
    if relation == _ILB_PAGE:
        about.pages[passage].append(_piece(passage, value))
    elif relation == _RDF_TYPE:
        about.types.add(str(value))
    elif lang:
        texts = about.texts[relation][passage]
        texts[lang] = max(texts.get(lang, ""), str(value), key=lambda text: (len(text), text))
    elif relation == DESCRIPTION:
        texts = about.texts[relation][passage]
        texts[""] = max(texts.get("", ""), str(value), key=lambda text: (len(text), text))
    else:
        about.said[relation][value].add(passage, None)


def kinds_of_findings(dataset: Dataset) -> dict[str, str]:
    """Return the kind of each finding, the first of `finding_kinds` that it is of; one that is of none is not there."""
    order = {kind: -place for place, kind in enumerate(finding_kinds())}
    query = _KINDS_OF_FINDINGS.replace("KINDS", " ".join(f"ilb:{kind}" for kind in order))
    rows = ((str(finding), local_name(kind)) for finding, kind in engine.select(dataset, query).rows)
    return dict(sorted(rows, key=lambda row: order[row[1]]))


def grouped_by_kind(entries: Mapping[Value, Stated], kinds: Mapping[str, str]) -> dict[str, dict[Value, Stated]]:
    """Return findings by kind, in the order of `finding_kinds`; those of no kind come last, under an empty name."""
    found: dict[str, dict[Value, Stated]] = {kind: {} for kind in [*finding_kinds(), ""]}
    for value, entry in entries.items():
        found[kinds.get(str(value), "")][value] = entry
    return found


def speakers(about: About) -> list[Value]:
    """Return who said it."""
    return [*about.said.get(_ATTRIBUTED_TO, {})]


def who_summed_up(about: About) -> list[Value]:
    """Return who reports it in summary of what several said."""
    return [*about.said.get(_SUMMED_UP_BY, {})]


class Arrangement(NamedTuple):
    """How the relations are arranged on a page: by full IRI, with ``^`` before what is said the other way round."""

    facts: list[str]
    left_out: set[str]
    sections: list[tuple[Text, dict[str, Text]]]  # heading, and the relations in it with theirs
    findings: dict[str, Text]


@lru_cache(maxsize=1)
def arrangement() -> Arrangement:
    """Return the arrangement that `RELATIONS` says."""
    read = resources.parse_yaml(RELATIONS.read_text(encoding="utf-8"))

    def named(relations: dict[str, dict[str, str]]) -> dict[str, Text]:
        return {_relation(key): Text(texts) for key, texts in relations.items()}

    return Arrangement(
        facts=[_relation(key) for key in read["facts"]],
        left_out={_relation(key) for key in read["left-out"]},
        sections=[
            (Text({lang: text for lang, text in each.items() if lang != "relations"}), named(each["relations"]))
            for each in read["sections"]
        ],
        findings=named(read["findings"]),
    )


def _relation(key: str) -> str:
    back = key.startswith(_BACK)
    return f"{_BACK if back else ''}{iri(key.removeprefix(_BACK))}"
