"""What things are called: labels in a language, and which thing a name stands for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeGuard

from icilabas import engine
from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, is_iri, local_name, pasted, shorten, sparql_term
from icilabas.errors import UsageError
from icilabas.sources import place_names
from icilabas.sources.schema import COLUMN_LANGUAGES, load_schema
from icilabas.words.matching import fold, nearest, reading_order, slug
from icilabas.words.messages import either, message, suggestion
from icilabas.words.text import Text, by_range, same, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from icilabas.engine.query import Dataset
    from icilabas.words.matching import ReadingOrder

    Names = dict[str, dict[str, str]]  # IRI -> language (“” where none is stated) -> text

_NAMES = """SELECT DISTINCT ?thing ?name WHERE {{ ?thing a {class_} . FILTER(isIRI(?thing))
  OPTIONAL {{ ?thing skos:prefLabel|skos:altLabel|skos:exactMatch ?name }} }} ORDER BY ?thing ?name"""
_PLACES = """SELECT DISTINCT ?thing ?name WHERE {{ ?thing a {class_} . FILTER(ISIRI(?thing))
  ?thing skos:prefLabel|skos:altLabel ?name . OPTIONAL {{ ?thing ilb:territoryKind ?kind }}
  FILTER(!BOUND(?kind) || ?kind IN ({wide})) }}"""
_ABOUT = """SELECT DISTINCT ?class ?name WHERE {{ {{ {thing} a ?class FILTER(ISIRI(?class)) }}
  UNION {{ {thing} skos:prefLabel|skos:altLabel ?name }} }}"""
_NAMESAKES = """SELECT DISTINCT ?thing ?class WHERE {{ VALUES ?name {{ {names} }}
  ?thing skos:prefLabel|skos:altLabel ?name ; a ?class FILTER(ISIRI(?thing) && ISIRI(?class)) }}"""
_LABEL_PATHS = ("skos:prefLabel", "rdfs:label", "dcterms:title")  # the first that says it in a language
_EACH = " UNION ".join(f"{{ ?thing {path} ?label BIND({path} AS ?path) }}" for path in _LABEL_PATHS)
_LABELS = f"""SELECT DISTINCT ?thing ?path ?label (LANG(?label) AS ?lang) WHERE {{ VALUES ?thing {{ THINGS }} {_EACH} }}
ORDER BY ?thing ?label ?path"""
_MOST_NAMED = 10  # things that are told of those that share a name
ANYTHING = "Thing"
_MAY_BE_PLACES = ("Territory", ANYTHING)


def is_name(value: object) -> TypeGuard[str]:
    """Say whether a value of a row is a name: IRIs are sub-classes of str, literals plain values."""
    return isinstance(value, str) and type(value) is not str


def label(names: Names, thing: str, lang: str) -> str:
    """Return the label in the language, else in French, else in any, else the short name of the IRI."""
    return names.get(thing, {}).get(lang) or name_of(names, thing).text(lang)


def name_of(names: Names, thing: str) -> Text:
    """Return the label in all languages, or else the short name of the IRI."""
    found = Text(names.get(thing, {}))
    return found or same(local_name(thing) if thing.startswith(tuple(PREFIXES.values())) else thing)


def by_label(names: Names, lang: str) -> Callable[[str], tuple[ReadingOrder, str]]:
    """Return a key that sorts things by their labels, as readers of the language look for them; then by id.

    In this order stand all lists that people read, where nothing else (a page, a score, a count) puts them in one.
    """
    # as text: rdflib finds no name by one of its own; kept, as the evidence of all ties names few things
    return cache(lambda thing: (reading_order(label(names, str(thing), lang)), str(thing)))


def labels(dataset: Dataset, things: Iterable[str]) -> Names:
    """Return the labels of the things that have one.

    ``skos:prefLabel`` comes before ``rdfs:label`` before ``dcterms:title`` before the heading of the column that states
    a property of another vocabulary. Which of several in a language, `by_range` says; of one tag, the first in order.
    """
    wanted = sorted({thing for thing in map(str, things) if is_iri(thing)})
    said: dict[str, dict[str, list[tuple[str | None, str]]]] = defaultdict(lambda: defaultdict(list))
    store = engine.stored(dataset)
    for thing, path, text, lang in (
        engine.select_of(dataset, _LABELS, wanted) if store is None else _by_index(store, wanted)
    ):
        said[str(thing)][str(path)].append((lang, str(text)))
    found: Names = {}
    for thing, tagged in said.items():
        for path in map(iri, reversed(_LABEL_PATHS)):
            found[thing] = found.get(thing, {}) | by_range(tagged.get(path, ()))
    if nameless := [thing for thing in wanted if thing not in found]:
        headings = load_schema().headings  # of which most data need none
        found |= {thing: headings[thing].by_language() for thing in nameless if thing in headings}
    return found


def _by_index(store: engine.Store, things: Sequence[str]) -> Iterator[tuple[engine.Value, ...]]:
    """Yield the rows of the query for labels, found by the index of a store on disk, in a fifth of the time.

    Where a label is no text, the store is asked: it knows the order of all values.
    """
    others: list[str] = []
    said: dict[object, list[engine.EngineQuad]] = defaultdict(list)
    nodes = {engine.NamedNode(thing): thing for thing in things}
    for path in map(engine.NamedNode, map(iri, _LABEL_PATHS)):
        few = [*islice(engine.matching(store, relation=path), len(nodes))]
        if len(few) == len(nodes):
            few = [quad for node in nodes for quad in engine.matching(store, node, path)]
        for quad in few:
            said[quad.subject].append(quad)
    for node, thing in nodes.items():
        quads = said[node]
        texts = {(quad.predicate.value, engine.tagged_text(quad.object)) for quad in quads}
        found = {(text, path) for path, text in texts if text is not None}
        if len(found) < len(texts):
            others.append(thing)
        else:
            yield from ((thing, path, text, lang) for (text, lang), path in sorted(found))
    yield from engine.select_of(store, _LABELS, others)


def classes_of(kind: str) -> str:
    """Return the classes of the things that a parameter of a type is offered, as a query lists them."""
    return "ilb:Organization ilb:Territory" if kind == ANYTHING else f"ilb:{kind}"


def resolve(dataset: Dataset, text: str, class_: str) -> Iri:
    """Return the thing of the class (``Territory``, or ``Thing`` for any) that the text names.

    Accents and case do not matter. Raises UsageError when nothing, or more than one thing, has this name, whichever has
    the id that is made of it (``ild:lille`` is one thing only); it suggests the nearest names.
    """
    try:
        direct = {pasted(text)}
    except ValueError:
        direct = set()
    own = {iri(f"ild:{slug(text)}")} if slug(text) else set()
    likely: Iri | None = next(iter(direct or own), None)
    if likely:  # an IRI or an id, as most often: the names of all things need not be read
        classes, own_names = _about(dataset, likely)
        if _among_these(classes, class_):
            others = set() if direct else _namesakes(dataset, text, own_names, class_) - {likely}
            if others:
                raise _ambiguous(dataset, text, {likely, *others})
            return likely
    found_rows = engine.select(dataset, _NAMES.format(class_=_class_path(class_))).rows
    rows = [(Iri(thing), "" if name is None else str(name)) for thing, name in found_rows]
    same_as = {thing for thing, name in rows if name in direct}
    called = {thing for thing, name in rows if fold(name) == fold(text) and fold(text)}
    found = same_as or called
    found = found or _known_place(dataset, text, class_)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise _ambiguous(dataset, text, found)
    if class_ in _MAY_BE_PLACES and (several := place_names.candidates(text)):
        raise UsageError(message("unknown-thing", found=text, kind=_among(class_)) + either(several))
    known = {name for _thing, name in rows if name and not name.startswith("http")}
    known |= {local_name(thing) for thing, _name in rows}
    raise UsageError(message("unknown-thing", found=text, kind=_among(class_)) + suggestion(nearest(text, known)))


def _known_place(dataset: Dataset, text: str, class_: str) -> set[Iri]:
    """Return the countries and regions that bear another name of the place that the text means."""
    if class_ not in _MAY_BE_PLACES or not place_names.place_codes(text):
        return set()
    called: dict[str, set[Iri]] = defaultdict(set)
    wide = ", ".join(map(sparql_term, place_names.WIDE))
    for thing, name in engine.select(dataset, _PLACES.format(class_=_class_path("Territory"), wide=wide)).rows:
        for code in place_names.sole_place(str(name)):
            called[code].add(Iri(thing))
    return set(place_names.called_otherwise(text, called))


def _about(dataset: Dataset, thing: Iri) -> tuple[set[Iri], set[str]]:
    """Return the classes of a thing, and what it is called."""
    rows = engine.select(dataset, _ABOUT.format(thing=sparql_term(thing))).rows
    return {Iri(row[0]) for row in rows if row[0] is not None}, {str(row[1]) for row in rows if row[1] is not None}


def _namesakes(dataset: Dataset, text: str, called: set[str], class_: str) -> set[Iri]:
    """Return the things of the class that are called as the text says, or as a thing that is ``called`` so itself."""
    names = {text, *(name for name in called if fold(name) == fold(text))}
    listed = " ".join(sparql_term(Lit(name, lang=lang)) for name in sorted(names) for lang in (None, *COLUMN_LANGUAGES))
    found: dict[Iri, set[Iri]] = defaultdict(set)
    for thing, kind in engine.select(dataset, _NAMESAKES.format(names=listed)).rows:
        found[Iri(thing)].add(Iri(kind))
    return {thing for thing, classes in found.items() if _among_these(classes, class_)}


def _ambiguous(dataset: Dataset, text: str, found: set[Iri]) -> UsageError:
    """Say what a name may mean: the short IRI of each, as it is written in its place, with what kind of thing it is."""
    kinds = {table.class_: table.heading for table in load_schema().tables.values()}
    supers = load_schema().supers
    listed = []
    for thing in sorted(found)[:_MOST_NAMED]:
        classes = sorted(_about(dataset, thing)[0])
        kind = next((kinds[c] for one in classes for c in (one, *supers.get(one, ())) if c in kinds), None)
        listed.append(
            together([same(shorten(thing)), same(" ("), kind, same(")")], "") if kind else same(shorten(thing))
        )
    listed += [same("…")] if len(found) > _MOST_NAMED else []
    return UsageError(message("ambiguous", found=text, names=together(listed)))


def _among_these(classes: set[Iri], class_: str) -> bool:
    """Say whether one of the classes is the class or a sub-class of it, whether or not the rules have run."""
    schema, name = load_schema(), iri(f"ilb:{class_}")
    return any(name in {each, *schema.supers[each]} or class_ == ANYTHING for each in classes & schema.supers.keys())


def _class_path(class_: str) -> str:
    """Return what matches the class and its sub-classes, whether or not the rules have run."""
    schema = load_schema()
    name = iri(f"ilb:{class_}")
    classes = [c for c, above in schema.supers.items() if class_ == ANYTHING or name in {c, *above}]
    listed = " ".join(f"<{c}>" for c in sorted(classes))
    return f"?class . VALUES ?class {{ {listed} }}"


def _among(class_: str) -> Text:
    """Return what the things of a class are called: the name of the sheet that they stand in."""
    names = {local_name(table.class_): table.heading for table in load_schema().tables.values()}
    return names.get(class_, message("anything"))
