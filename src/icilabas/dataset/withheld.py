"""What is told of passages that are left out: that there are some, of which document, and no more.

Their titles, ids and pages can say what is not to be said (“Interview with …”). Each gets its public title, or else is
called a restricted passage of its document, and has a number in place of its id.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking.names import labels
from icilabas.engine.terms import RESTRICTED, TRUE, Iri, iri
from icilabas.sources.schema import literals
from icilabas.words.messages import message
from icilabas.words.text import Text

if TYPE_CHECKING:
    from icilabas.engine.query import Store


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
