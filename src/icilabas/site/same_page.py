"""The page on which people say who is who: side by side, by keyboard, offline; what is decided is saved as a table.

All it needs stands in it. It saves a ``same-as.csv``, which is read as any table of decisions.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.asking.evidence import page_order
from icilabas.asking.names import labels, name_of
from icilabas.check.duplicates import LABEL
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, Iri, iri
from icilabas.files.writing import write_file
from icilabas.site.html_pieces import embedded, environment
from icilabas.sources.decisions import ANSWERS, COLUMNS, joined_ids
from icilabas.sources.schema import load_schema
from icilabas.words.catalogues import languages, words_by_language
from icilabas.words.safe_text import plain
from icilabas.words.text import Text, by_range, in_each_language, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from icilabas.asking.names import Names
    from icilabas.check.duplicates import Proposal
    from icilabas.check.validation import Places
    from icilabas.sources.reading import Decision, Reading

    Shown = dict[str, str] | str  # by language, or the same in all


MOST = 1000  # proposals on one page: hours of a person's time
_FACTS, _VALUES, _LETTERS = 12, 6, 300  # of a thing in a passage; of a fact; of a value
_OURS = frozenset((INFERRED_GRAPH, ONTOLOGY_GRAPH))
_TYPE, _PAGE = iri("rdf:type"), iri("ilb:page")
_UNSAID = frozenset((Iri(LABEL), iri("skos:editorialNote"), iri("owl:sameAs"), iri("owl:differentFrom")))
_WORDS = ("of", "answered", "now", "none-left", "undone", "saved", "kept", "not-kept", "first-keeps", "unnamed")


def write_page(  # what is shown, and where it comes from
    out: Path,
    proposals: Sequence[Proposal],
    read: Reading,
    places: Places,
    inputs: Iterable[str],
    lang: str,
    *,
    restricted: bool,
) -> None:
    """Write the page. Raises UsageError where the place cannot be written.

    inputs: what was read; by them a browser knows its decisions again, though the page was made anew.
    """
    shown = proposals[:MOST]
    cards = _Cards(read, places)
    cards.note({thing for one in shown for thing in one.things})
    told = {
        "key": hashlib.sha256("\n".join(sorted(inputs)).encode()).hexdigest()[:16],
        "words": words_by_language("same-page", _WORDS),
        "answers": {key: text.by_language() for key, text in ANSWERS.items()},
        "columns": {tongue: [text.text(tongue) for text in COLUMNS.values()] for tongue in languages()},
        "rows": [_row(one, cards, read.decisions) for one in shown],
    }
    parts = embedded(("index.css", "same.css"), ("index.js",), ("graph-words.js", "same.js"))
    content = environment().get_template("same.html.j2")
    page = content.render(
        lang=lang,
        policy=parts.policy,
        style=parts.style,
        scripts=parts.scripts,
        told=told,
        restricted=restricted,
        count=len(shown),
        left=len(proposals) - len(shown),
    )
    write_file(out, page.encode())


def _row(one: Proposal, cards: _Cards, decisions: Sequence[Decision]) -> dict[str, object]:
    """Return what the page says of a proposal; what was put off is answered so."""
    first, *others = one.ids
    said = next((each for each in decisions if {*each.things} == {*one.things}), None)
    return {
        "keep": first,
        "same": joined_ids(others),
        "score": one.score,
        "statements": one.statements,
        "reasons": [{"text": _shown(reason.text), "weight": reason.weight} for reason in one.reasons],
        "names": [_shown(name) for name in one.names],
        "things": [cards.card(thing, id_) for thing, id_ in zip(one.things, one.ids, strict=True)],
        "answer": said.answer if said else "",
        "when": said.when if said else "",
    }


def _shown(text: Text) -> Shown:
    """Return a text as it is shown: once where it is the same in each language."""
    found = {lang: plain(words, _LETTERS) for lang, words in text.by_language().items()}
    return found if len({*found.values()}) > 1 else next(iter(found.values()))


def _bare(heading: Text) -> Text:
    """Return a heading without the language of its column, “description” for “description (en)”."""
    return in_each_language(lambda lang: heading.text(lang).partition(" (")[0])


class _Cards:
    """What the page says of each thing, passage by passage."""

    def __init__(self, read: Reading, places: Places) -> None:
        """Take where the things stand."""
        self.store, self.places = read.store, places
        columns = (column for table in load_schema().tables.values() for column in table.columns if column.lang)
        self.headings = {str(column.path): _bare(column.heading) for column in columns} | load_schema().headings
        self.facts: dict[Iri, dict[str, dict[Iri, list[str | Text]]]] = {}
        self.texts: dict[tuple[Iri, str, Iri], list[tuple[str | None, str]]] = defaultdict(list)  # with their languages
        self.pages: dict[tuple[Iri, str], set[str]] = {}
        self.classes: dict[Iri, set[str]] = defaultdict(set)
        self.names: Names = {}

    def note(self, things: set[Iri]) -> None:
        """Read what is said of the things, and what all that it names is called."""
        named: set[str] = {*things}
        for thing in sorted(things):
            self.facts[thing] = defaultdict(lambda: defaultdict(list))
            for quad in engine.matching(self.store, engine.NamedNode(thing)):
                graph = engine.term_text(quad.graph_name)
                if graph not in _OURS:
                    named |= self._note(thing, graph, Iri(quad.predicate.value), quad.object)
        self.names = labels(self.store, sorted(named))

    def _note(self, thing: Iri, graph: str, relation: Iri, value: engine.Term) -> set[str]:
        """Note one statement; return what has to have a name."""
        text = engine.term_text(value)
        said = self.facts[thing][graph]
        if relation == _PAGE:
            self.pages.setdefault((thing, graph), set()).add(text)
        elif relation == _TYPE:
            self.classes[thing].add(text)
        elif relation not in _UNSAID and (tagged := engine.tagged_text(value)) and tagged[1]:
            self.texts[thing, graph, relation].append((tagged[1], text))
            said[relation] = []
        elif relation not in _UNSAID:
            said[relation].append(same(text) if isinstance(value, engine.Literal) else text)
        return {graph} if not isinstance(value, engine.NamedNode) else {graph, text}

    def card(self, thing: Iri, id_: str) -> dict[str, object]:
        """Return what is said of a thing."""
        return {
            "id": id_,
            "name": _shown(name_of(self.names, thing)),
            "kind": _shown(load_schema().name_of_kind(self.classes[thing])),
            "place": self.places.of(thing, LABEL),
            "said": [self._said(thing, graph) for graph in self._in_turn(thing)],
        }

    def _in_turn(self, thing: Iri) -> list[str]:
        """Return the passages that speak of a thing, those with pages first."""
        return sorted(self.facts[thing], key=lambda graph: ((thing, graph) not in self.pages, graph))

    def _said(self, thing: Iri, graph: str) -> dict[str, object]:
        """Return what one passage says of a thing: its title, the pages, and the facts under their headings."""
        facts = []
        for relation, values in sorted(self.facts[thing][graph].items())[:_FACTS]:
            heading = self.headings.get(relation) or name_of(self.names, relation)
            told = [Text(by_range(sorted(self.texts.get((thing, graph, relation), ()))))]
            told += [value if not isinstance(value, str) else name_of(self.names, value) for value in values[:_VALUES]]
            shown = [_shown(text) for text in dict.fromkeys(told) if text]
            facts.append([_shown(heading), shown, len(values) > _VALUES])
        known = self.pages.get((thing, graph), ())
        pages = sorted(known, key=lambda page: page_order(int(page) if page.isdecimal() else page))
        return {"title": _shown(name_of(self.names, graph)), "pages": pages, "facts": facts}
