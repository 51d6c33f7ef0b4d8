"""Who is who: the tables that say which things are one (``same-as``), which are not, and which are still to be decided.

A table of two columns says that the things of a row are one. One with a column for the decision says so where the
decision is yes; who decided is kept in the file alone, the day goes into the graph with the decision.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from icilabas import engine
from icilabas.engine.terms import Iri, Lit, iri, local_name
from icilabas.errors import Fault
from icilabas.sources.cell_values import date
from icilabas.sources.identity import refused
from icilabas.sources.reading import Decision
from icilabas.sources.references import merge, roots, split_addresses
from icilabas.sources.source_description import file_graph
from icilabas.words.matching import fold
from icilabas.words.messages import either, message, suggestion
from icilabas.words.text import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from icilabas.files.csv_tables import Grid
    from icilabas.sources.reading import Reading
    from icilabas.sources.references import KnownThings


YES, NO, LATER = "yes", "no", "later"
ANSWERS = {YES: message("same-yes"), NO: message("same-no"), LATER: message("same-later")}
COLUMNS = {
    "keep": message("same-as-keep"),
    "same": message("same-as-same"),
    "decision": message("same-as-decision"),
    "who": message("same-as-who"),
    "when": message("same-as-when"),
    "score": message("same-as-score"),
    "reasons": message("same-as-reasons"),
    "names": message("same-as-names"),
    "where": message("same-as-where"),
}
_OTHER_HEADINGS = {
    "id": "keep",
    "first": "keep",
    "identifiant": "keep",
    "garder": "keep",
    "same as": "same",
    "second": "same",
    "identique a": "same",
}
_BETWEEN = " | "  # things in one cell
_SAME, _OTHER, _PERSON = iri("owl:sameAs"), iri("owl:differentFrom"), iri("ilb:Person")


def joined_ids(names: Iterable[str]) -> str:
    """Return the ids of several things as they stand in one cell."""
    return _BETWEEN.join(names)


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    ours = {fold(form): key for key, name in COLUMNS.items() for form in (key, *name.everywhere())}
    return _OTHER_HEADINGS | ours


@lru_cache(maxsize=1)
def _answers() -> dict[str, str]:
    """Return what each word means, in any language, and each initial that means one thing only."""
    words = {fold(form): answer for answer, name in ANSWERS.items() for form in (answer, *name.everywhere())}
    initials: dict[str, set[str]] = defaultdict(set)
    for word, answer in words.items():
        initials[word[0]].add(answer)
    return {letter: min(means) for letter, means in initials.items() if len(means) == 1} | words


def columns_of(row: Sequence[str]) -> dict[str, int]:
    """Return the place (from 0) of each column by its key, where the row is of headings; nothing where it is none."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        if (key := _headings().get(fold(cell))) is not None:
            found.setdefault(key, place)
    return found if {"keep", "same"} & found.keys() and ({"decision"} & found.keys() or min(found.values()) < 2) else {}  # noqa: PLR2004  # of two columns


def is_decided(grid: Grid) -> bool:
    """Say whether the headings of a table, whatever it is called, are those of decisions."""
    return {"keep", "same", "decision"} <= (columns_of(grid.rows[0][1]) if grid.rows else {}).keys()


def answer_of(cell: str) -> str | None:
    """Return the answer that a cell gives, empty for none; None where it is no answer."""
    return _answers().get(fold(cell)) if cell else ""


def read_same_as(grid: Grid, names: KnownThings, faults: list[Fault]) -> list[Decision]:
    """Return what a table says is one, is not, or is to be decided; a row that is wrong is a fault, and left out."""
    faults.extend(grid.faults)
    columns = columns_of(grid.rows[0][1]) if grid.rows else {}
    places = columns if {"keep", "same"} <= columns.keys() else columns | {"keep": 0, "same": 1}
    found = []
    for row, values in grid.rows[bool(columns) :]:
        cells = {key: values[place] if place < len(values) else "" for key, place in places.items()}
        answer = _answer(grid, row, values, places, faults)
        if answer is None:
            continue
        if not (cells["keep"] and cells["same"]):
            faults.append(Fault(grid.at(row), message("same-as-two")))
            continue
        ids = [(cells["keep"], places["keep"]), *((text, places["same"]) for text in _several(cells["same"], names))]
        things = [_thing(text, grid.at(row, place + 1), names, faults) for text, place in ids]
        known = tuple(dict.fromkeys(thing for thing in things if thing is not None))
        if len(known) > 1 and None not in things:
            found.append(Decision(known, answer, _when(grid, row, cells.get("when", ""), places, faults), grid.at(row)))
    return found


def _several(cell: str, names: KnownThings) -> list[str]:
    """Return the ids of a cell: a name may have the sign that stands between them."""
    return [cell] if names.find(cell, ()) else split_addresses(cell)


def _answer(grid: Grid, row: int, values: list[str], places: Mapping[str, int], faults: list[Fault]) -> str | None:
    """Return the answer of a row; None after telling that it is none. A table without a column for it says yes."""
    place = places.get("decision", 2)
    cell = values[place] if place < len(values) else ""
    answer = answer_of(cell)
    if "decision" not in places:
        return answer or YES  # whatever else stands in a third column is a note
    if answer is None:
        expected = either(list(ANSWERS.values()), near=False)
        faults.append(Fault(grid.at(row, place + 1), message("same-as-answer", found=cell) + expected))
    return answer


def _when(grid: Grid, row: int, cell: str, places: Mapping[str, int], faults: list[Fault]) -> str:
    found = date(cell) if cell else ""
    if found is None:
        faults.append(Fault(grid.at(row, places["when"] + 1), message("same-as-day", found=cell), "Warning"))
    return found or ""


def _thing(cell: str, place: str, names: KnownThings, faults: list[Fault]) -> Iri | None:
    """Return what a cell names; None after telling that it names several things, or none."""
    things = names.find(cell, ())
    if len(things) == 1:
        return things[0]
    if things:
        text = message("several-named", found=cell, names=", ".join(map(local_name, things)))
    else:
        text = message("names-nothing", found=cell, remedy=NOTHING) + suggestion(names.near(cell, ()))
    faults.append(Fault(place, text))
    return None


def decide(read: Reading, names: KnownThings, series: Mapping[Iri, Iri] = MappingProxyType({})) -> dict[Iri, Iri]:
    """Do what the tables say: what is one is merged in the store, what is not is said to be two.

    Where what is said to be one is by another row said to be two, that is a fault, and nothing of it is merged; nor is
    what has two official numbers, a warning. series: of each passage of an edition. Return what became what.
    """
    tables = [(path, read_same_as(grid, names, read.faults)) for path, grid in read.same_as]
    read.decisions += [decision for _path, decisions in tables for decision in decisions]
    left_out = _contradicted(read)
    said = [one for one in read.decisions if one.answer == YES and one.place not in left_out]
    left_out |= refused(read, [(one.things[0], other, one.place) for one in said for other in one.things[1:]])
    kept: dict[Iri, Iri] = {}
    for path, decisions in tables:
        joined = [one for one in decisions if one.answer == YES and one.place not in left_out]
        pairs = [(kept.get(one.things[0], one.things[0]), kept.get(o, o)) for one in joined for o in one.things[1:]]
        merge(read, path, pairs, series)
        new = roots(pairs)
        kept = {old: new.get(root, root) for old, root in kept.items()} | new
    for path, decisions in tables:
        _state(read, path, [one for one in decisions if not _of_persons(one, names)], kept)
    return kept


def _contradicted(read: Reading) -> set[str]:
    """Return the places of the rows that are not followed, since another says that two of what they make one are two.

    Each contradiction is a fault, with the rows.
    """
    left_out: set[str] = set()
    for no in read.decisions:
        if no.answer != NO:
            continue
        for pair in combinations(no.things, 2):
            while rows := _way([one for one in read.decisions if one.place not in left_out], *pair):
                left_out |= {*rows}
                one, other = map(local_name, pair)
                places = Text({"": ", ".join(rows)})
                text = message("same-as-contradiction", one=one, other=other, count=len(rows), places=places)
                read.faults.append(Fault(no.place, text))
    return left_out


def _way(decisions: Iterable[Decision], start: Iri, end: Iri) -> list[str]:
    """Return the places of the rows that make one of two things, one after the other; none where they do not."""
    beside: dict[Iri, dict[Iri, str]] = defaultdict(dict)
    for one in decisions:
        if one.answer == YES:
            for other in one.things[1:]:
                beside[one.things[0]].setdefault(other, one.place)
                beside[other].setdefault(one.things[0], one.place)
    came: dict[Iri, Iri] = {start: start}
    queue = deque([start] if start in beside else [])
    while queue and end not in came:
        thing = queue.popleft()
        for other in beside[thing].keys() - came.keys():
            came[other] = thing
            queue.append(other)
    rows: list[str] = []
    while end in came and end != start:
        rows.append(beside[end][came[end]])
        end = came[end]
    return [*dict.fromkeys(reversed(rows))]


def _of_persons(one: Decision, names: KnownThings) -> bool:
    """Say whether a decision is about persons: what was decided of them, and when, stays in the file."""
    return any(_PERSON in names.classes[thing] for thing in one.things if thing in names.classes)


def _state(read: Reading, path: Path, decisions: Iterable[Decision], kept: Mapping[Iri, Iri]) -> None:
    """Say in the graph of the file what is two, and of what was decided on which day."""
    graph, about = file_graph(path)
    said: list[tuple[Iri, Iri, Iri | Lit, Iri]] = []
    for one in decisions:
        if one.answer not in {YES, NO}:
            continue
        first = kept.get(one.things[0], one.things[0])
        for thing in one.things[1:]:
            relation, other = (_SAME, thing) if one.answer == YES else (_OTHER, kept.get(thing, thing))
            if first == other:
                continue
            if one.answer == NO:
                said.append((first, relation, other, graph))
            if one.when:
                said += _dated(first, relation, other, one.when, graph)
    if said:
        engine.add(read.store, [*about, *said])


def _dated(first: Iri, relation: Iri, other: Iri, when: str, graph: Iri) -> list[tuple[Iri, Iri, Iri | Lit, Iri]]:
    """Say when a statement was decided: an annotation, as OWL 2 has them."""
    digest = hashlib.sha256(f"{first} {relation} {other}".encode()).hexdigest()[:12]
    node = iri(f"ild:decision-{digest}")
    return [
        (node, iri("rdf:type"), iri("owl:Axiom"), graph),
        (node, iri("owl:annotatedSource"), first, graph),
        (node, iri("owl:annotatedProperty"), relation, graph),
        (node, iri("owl:annotatedTarget"), other, graph),
        (node, iri("dcterms:date"), Lit(when), graph),
    ]
