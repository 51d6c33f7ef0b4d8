"""Who may read what: how restricted passages go into what is published.

``public`` leaves them out. Any other profile but ``internal`` is a file ``ontology/profiles/NAME.rq``: a CONSTRUCT
that says what of them may be read, and they are left out. ``internal`` keeps all. Whatever else is said of persons, as
tables may do in a passage that is public, is left out with them. Of passages that are left out
is told that there are some, of which document, and no more: titles, ids and pages can say what is not to be said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking import query_files
from icilabas.asking.names import labels
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, RESTRICTED, TRUE, Iri, iri
from icilabas.resources import ONTOLOGY
from icilabas.sources import persons, restricted_passages
from icilabas.sources.schema import literals
from icilabas.words.messages import message
from icilabas.words.text import Text

if TYPE_CHECKING:
    from icilabas.asking.query_files import QueryFile
    from icilabas.engine.query import Dataset, Store
    from icilabas.engine.terms import Quad
    from icilabas.sources.persons import Persons


_PROFILES = ONTOLOGY / "profiles"
PUBLIC, INTERNAL = "public", "internal"
_PUBLIC = f"{PREFIXES['ilv']}public"
_RESTRICTED = f"SELECT DISTINCT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}> }} ORDER BY ?graph"


def profiles() -> list[str]:
    """Return the names of all profiles, from what shows least to what shows all."""
    return [PUBLIC, *query_files.query_names(_PROFILES), INTERNAL]


def restricted_graphs(store: Dataset) -> list[str]:
    """Return the named graphs that not everybody may read."""
    return [row[0] for row in engine.select(store, _RESTRICTED).rows]


def audience_of_inferred(store: Store) -> Quad:
    """Return what is said of the inferred graph, wherever it goes: who may read all that it was made from."""
    graphs = engine.graphs(store)
    made = sorted(graph for graph in graphs if graph.startswith(restricted_passages.PROFILES))
    level = [*made, _PUBLIC][0] if graphs.isdisjoint(restricted_graphs(store)) else RESTRICTED
    return Iri(INFERRED_GRAPH), iri("dcterms:audience"), Iri(level), Iri(INFERRED_GRAPH)


def shows(profile: str, audience: str) -> bool:
    """Say whether a profile shows what was inferred for an audience, as `audience_of_inferred` names it."""
    return profile == INTERNAL or audience in {_PUBLIC, made_graph(profile)}


def made_graph(profile: str) -> str:
    """Return the graph of what a profile says of restricted passages."""
    return f"{restricted_passages.PROFILES}{profile}"


def known(profile: str) -> None:
    """Raise UsageError for an unknown profile, with the nearest."""
    if profile not in {PUBLIC, INTERNAL}:
        _profile(profile)


def apply(store: Store, profile: str, found: Persons | None = None) -> int:
    """Leave in the store what the profile shows; to be done before anything is inferred.

    ``found``: the persons of the store where these are known; else they are looked for. Returns how many statements
    about persons stood outside of restricted passages, and were left out too. Raises UsageError for an unknown
    profile, with the nearest.
    """
    known(profile)
    if profile == INTERNAL:
        return 0
    found = found or persons.find_persons(store)
    made = None if profile == PUBLIC else made_graph(profile)
    if made:
        engine.construct(store, _profile(profile).text, made, again=True)
    engine.drop_graphs(store, restricted_graphs(store))
    conceal(store)
    return restricted_passages.leave_out(store, found, keep=made)


def shown_of(
    everything: Store, profile: str, said: list[engine.EngineQuad], *, strict: bool = False
) -> list[engine.EngineQuad]:
    """Return those of the statements that a profile shows; none about restricted passages, nor what a profile made.

    everything: what else is known of what may be seen; it is changed. What either says to be restricted, is.
    """
    engine.extend(everything, said)
    hidden = {engine.NamedNode(graph) for graph in restricted_graphs(everything)}
    apply(everything, profile, persons.find_persons(everything, strict=strict))
    return [
        quad
        for quad in said
        if quad in everything
        and hidden.isdisjoint((quad.subject, quad.object, quad.graph_name))
        and not engine.term_text(quad.graph_name).startswith(restricted_passages.PROFILES)
    ]


def _profile(name: str) -> QueryFile:
    return query_files.find(_PROFILES, name, "unknown-profile")


_DECLARED = f"""SELECT ?passage ?home ?source ?withheld WHERE {{
  GRAPH ?home {{ ?passage dcterms:accessRights <{RESTRICTED}> }}
  OPTIONAL {{ ?passage dcterms:source ?source }} OPTIONAL {{ ?passage ilb:withheld ?withheld }} }}
  ORDER BY ?passage ?home ?source"""
_PUBLIC_TITLES = f"""SELECT DISTINCT ?passage ?title (LANG(?title) AS ?lang)
  WHERE {{ ?passage dcterms:accessRights <{RESTRICTED}> ; ilb:publicTitle ?title }} ORDER BY ?passage ?title"""
_DIGITS = re.compile(r"(\d+)")
_LONGEST = 18  # digits of a number that is compared as one


def conceal(store: Store) -> None:
    """Say of the restricted passages of the store, from which they are gone, no more than that they were left out.

    The numbers follow the order of the ids, so they are the same as long as the passages are. What this function wrote
    before, and was read again, stays as it is.
    """
    declared: dict[str, tuple[str, str | None]] = {}
    for passage, home, source, withheld in engine.select(store, _DECLARED).rows:
        if not withheld:
            declared.setdefault(str(passage), (str(home), source and str(source)))
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for passage, title, lang in engine.select(store, _PUBLIC_TITLES).rows:
        titles[str(passage)].setdefault(str(lang or ""), str(title))
    names = labels(store, {source for _home, source in declared.values() if source})
    number: dict[str, int] = defaultdict(int)
    for passage in sorted(declared, key=lambda name: [*map(_natural, _DIGITS.split(name))]):
        home, source = declared[passage]
        number[home] += 1
        while engine.is_named(store, stand_in := f"{home}/restricted-{number[home]}") and stand_in not in declared:
            number[home] += 1
        declared[passage] = (stand_in, source)
        engine.rename(store, passage, f"{stand_in}#")  # no other passage is called so
    for passage, (stand_in, source) in declared.items():
        engine.rename(store, f"{stand_in}#", stand_in)
        called = Text(titles[passage]) if passage in titles else _left_out(names.get(source or ""))
        said = [
            *(("dcterms:title", title) for title in literals(called)),
            *(("skos:prefLabel", title) for title in literals(called)),
            *((("dcterms:source", Iri(source)),) if source else ()),
            ("rdf:type", iri("ilb:Passage")),
            ("dcterms:accessRights", Iri(RESTRICTED)),
            ("ilb:withheld", TRUE),
        ]
        home = Iri(stand_in.rpartition("/")[0])
        engine.add(store, [(Iri(stand_in), iri(path), thing, home) for path, thing in said])


def _natural(part: str) -> tuple[int, str]:
    """Return what puts 10 behind 9."""
    return (int(part), "") if part.isdecimal() and len(part) <= _LONGEST else (-1, part)


def _left_out(document: dict[str, str] | None) -> Text:
    """Return what a passage without a public title is called."""
    return message("passage-left-out", source=Text(document)) if document else message("passage-left-out-of-none")
