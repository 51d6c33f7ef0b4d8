"""Compact answers: a SELECT rewritten so that a server sends its rows as one text of short names, expanded here.

Rows that begin alike are told together, and the whole answer is one row: no cap on rows cuts it. How many rows there
are stands in it. In the text, a space ends a term; its first character says what it is:

- a name: of one of our own namespaces what follows it, after a sign (`_SIGNS`); else all of it after ``<``
- a literal: ``=`` and a whole number; ``'`` and a plain text; ``@``, its language and the text; ``^``, its datatype and
  the text. In texts a space is ``_``, and what stood there as ``_`` is encoded
- ``!`` where nothing is bound

What cannot be written so (a blank node, a name with a space) makes the answer unreadable: then it is asked for as any
other is.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine import written
from icilabas.engine.disk import read_some
from icilabas.engine.endpoint import Endpoint, EndpointSolutions, as_in_memory, in_asked_order
from icilabas.engine.query import endpoint_of, stored
from icilabas.engine.query_text import Asked, names_its_graphs, prologue
from icilabas.engine.terms import INFERRED_GRAPH, PREFIXES, Iri, iri, is_iri, sparql_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icilabas.engine.endpoint import Row, Term
    from icilabas.engine.query import Dataset

EXCERPT_GRAPH = f"{PREFIXES['ilg']}excerpt"  # of statements whose passages were not asked for
_SIGNS = {":": PREFIXES["ild"], "+": PREFIXES["ilg"], "#": PREFIXES["ilb"], "~": PREFIXES["ilv"]}
_OTHER, _WHOLE, _PLAIN, _TAGGED, _TYPED, _UNBOUND, _UNWRITTEN = "<='@^!?"
_SPACES = {**_SIGNS, _OTHER: ""}
_ENCODED = {"%": "%25", "_": "%5F", " ": "_"}  # in this order
_INTEGER = f"{PREFIXES['xsd']}integer"
_TERMS = 1 << 16  # the latest of an answer, kept expanded while it is read: the same names stand in most rows
AT_ONCE = 1000  # things that one query names
MOST = 40_000  # statements that one query gives, more or less: some megabytes
PARTS = 256  # of what is asked for in parts, at most: by two digits of a hash
# The graphs that are passages or hold them: others may keep theirs on the same server. A graph that is named by VALUES
# as one more of these is none that Virtuoso joins.
_OURS = """{ SELECT DISTINCT ?g WHERE { { GRAPH ?holds { ?g a ilb:Passage } } UNION
  { GRAPH ?g { ?passage a ilb:Passage } } } }"""
_TYPE = "rdf:type"
_Named = tuple["Sequence[str]", "Sequence[str]"]  # relations, and classes of which ``_TYPE`` counts
_INFERRED = f"<{INFERRED_GRAPH}>"  # named as it is: with FILTER(?g = …), Virtuoso cannot compile what names a class


def _name(text: str) -> str:
    short = f'CONCAT("{_OTHER}", {text})'
    for sign, namespace in reversed(_SIGNS.items()):
        begins = f'STRSTARTS({text}, "{namespace}")'
        short = f'IF({begins}, CONCAT("{sign}", SUBSTR({text}, {len(namespace) + 1})), {short})'
    return _one_word(text, short)


def _one_word(text: str, written: str) -> str:
    return f'IF(CONTAINS({text}, " "), "{_UNWRITTEN}", {written})'


def _encoded(text: str) -> str:
    for sign, code in _ENCODED.items():
        text = f'REPLACE({text}, "{sign}", "{code}")'
    return text


def _two(first: str, text: str) -> str:
    return f'CONCAT({first}, " ", {text})'


def _term(variable: str) -> str:
    """Return the expression that writes a term; what is most frequent is looked for first."""
    text, datatype, language = f"STR({variable})", f"DATATYPE({variable})", f"LANG({variable})"
    kinds = (
        (f"!BOUND({variable})", f'"{_UNBOUND}"'),
        (f"isIRI({variable})", _name(text)),
        (f"{datatype} = <{_INTEGER}>", _one_word(text, f'CONCAT("{_WHOLE}", {text})')),
        (f"{datatype} = <{PREFIXES['xsd']}string>", f'CONCAT("{_PLAIN}", {_encoded(text)})'),
        (f"isBlank({variable}) || {datatype} = <{PREFIXES['rdf']}dirLangString>", f'"{_UNWRITTEN}"'),
        (f'{language} != ""', f'CONCAT("{_TAGGED}", {_encoded(_two(language, text))})'),
    )
    written = f'CONCAT("{_TYPED}", {_encoded(_two(f"STR({datatype})", text))})'
    for condition, how in reversed(kinds):
        written = f"IF({condition}, {how}, {written})"
    return written


def compacted(asked: Asked, keys: int) -> str:
    """Return the query for the rows of another as one text: those with the same first ``keys`` values together.

    The other keeps its order, of which nothing is left: without it, Virtuoso 7 has no datatype for what BIND has made.
    """
    head = prologue(asked.text)
    names = [f"?{name}" for name in asked.variables]
    alike, others = names[:keys], names[keys:]
    row = ", ".join(f'" ", {_term(name)}' for name in others)
    group = "".join(f'{_term(name)}, " ", ' for name in alike)
    return f"""{head}SELECT (COUNT(*) AS ?groups) (GROUP_CONCAT(?group; separator=" ") AS ?text) WHERE {{
SELECT (CONCAT({group}STR(?count), ?rows) AS ?group) WHERE {{
SELECT {" ".join(alike)} (COUNT(*) AS ?count) (GROUP_CONCAT(CONCAT({row}); separator="") AS ?rows)
WHERE {{ {{ {asked.text[len(head) :]}
}} }} GROUP BY {" ".join(alike)} }} }}"""


def _expanded(token: str) -> Term | None:
    """Return the term that a token stands for. Raises ValueError for what is none."""
    sign, rest = token[:1], token[1:]
    if sign in _SPACES:
        return ox.NamedNode(_SPACES[sign] + rest)
    if sign == _WHOLE:
        return ox.Literal(rest, datatype=ox.NamedNode(_INTEGER))
    return None if token == _UNBOUND else _text(sign, rest)


def _text(sign: str, text: str) -> Term | None:
    for plain, code in reversed(_ENCODED.items()):
        text = text.replace(code, plain)
    if sign == _PLAIN:
        return ox.Literal(text)
    kind, _space, said = text.partition(" ")
    if sign == _TAGGED:
        return ox.Literal(said, language=kind)
    if sign == _TYPED:
        return as_in_memory(ox.Literal(said, datatype=ox.NamedNode(kind)))
    raise ValueError(sign)


def _rows(groups: int, text: str, keys: int, columns: int) -> Iterator[Row]:
    """Yield the rows that the text tells. Raises ValueError where it does not tell them all, and nothing else."""
    tokens, expanded = iter(text.split(" ") if text else ()), lru_cache(_TERMS)(_expanded)
    for _group in range(groups):
        alike = tuple(map(expanded, islice(tokens, keys)))
        for _row in range(int(next(tokens, "?"))):
            row = (*alike, *map(expanded, islice(tokens, columns - keys)))
            if len(row) != columns:
                raise ValueError(text[-80:])
            yield row
    if next(tokens, None) is not None:
        raise ValueError(text[-80:])


def rows(endpoint: Endpoint, asked: Asked, keys: int = 1) -> list[Row]:
    """Return the rows of a SELECT as ``endpoint.solutions`` does, asked for in a form that takes little room.

    keys: by how many of its first variables rows are told together. The whole answer is one text on the server, which
    may hold some megabytes. Raises UsageError as `Endpoint.run` does.
    """
    # it cannot be part of another, as only a whole query may name graphs, or has an order of its own
    if not asked.in_pages or asked.order is None or names_its_graphs(asked.text):
        return endpoint.solutions(asked).rows
    found = endpoint.texts(compacted(asked, keys))
    try:
        ((groups, text),) = found
        told = list(_rows(int(groups or ""), text or "", keys, len(asked.variables)))
    except ValueError:
        return endpoint.solutions(asked).rows
    told = list(dict.fromkeys(told)) if asked.distinct else told
    return in_asked_order(told, asked)


class CompactEndpoint(Endpoint):
    """An endpoint whose rows come compactly: for queries of ours whose answers are some megabytes at most."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Ask as another does, and know what that one knows of the server and its data."""
        vars(self).update(vars(endpoint))
        self._plain = endpoint

    def run(self, query: str) -> EndpointSolutions | ox.QueryBoolean | list[ox.Triple]:
        """Run any query, as `Endpoint.run` does."""
        asked = Asked.of(query)
        return self.solutions(asked) if asked.kind == "rows" else self._plain.run(query)

    def solutions(self, asked: Asked) -> EndpointSolutions:
        """Run a SELECT, as `Endpoint.solutions` does."""
        return EndpointSolutions(list(asked.variables), rows(self._plain, asked))


def compactly(dataset: Dataset) -> Dataset:
    """Return the dataset; of an endpoint one that asks it compactly."""
    endpoint = endpoint_of(dataset)
    return dataset if endpoint is None else CompactEndpoint(endpoint)


def statements(
    endpoint: Endpoint, relations: Sequence[str], about: str, *, classes: Iterable[str] = (), passages: bool = True
) -> Iterator[ox.Quad]:
    """Yield what is said with these relations of what a pattern finds as ``?s``.

    relations: as ``prefix:name``. classes: what ``rdf:type`` may say. Without ``passages`` all that is not inferred
    comes in one graph, which is no passage, and what several say comes once. Raises UsageError as `rows` does.
    """
    types = [sparql_term(Iri(name)) for name in classes]
    others = [name for name in relations if not types or name != _TYPE]
    pattern = f"{about} {_said_in('?g' if passages else '?graph', others, types if _TYPE in relations else ())}"
    if not passages:
        pattern += f" BIND(IF(?graph = <{INFERRED_GRAPH}>, ?graph, <{EXCERPT_GRAPH}>) AS ?g)"
    return _said(endpoint, relations, pattern)


def _said(endpoint: Endpoint, relations: Sequence[str], pattern: str) -> Iterator[ox.Quad]:
    """Yield the statements ``?s ?p ?o`` in ``?g`` that the pattern finds."""
    number = str(len(relations))
    for place, relation in enumerate(relations):
        number = f"IF(?p = {relation}, {place}, {number})"
    query = Asked.of(f"SELECT DISTINCT ?s ?g ?r ?o WHERE {{ {pattern} BIND({number} AS ?r) }}")
    names = [ox.NamedNode(iri(relation)) for relation in relations]
    for subject, graph, which, thing in rows(endpoint, query, keys=2):
        if (
            isinstance(subject, ox.NamedNode | ox.BlankNode)
            and isinstance(graph, ox.NamedNode | ox.BlankNode)
            and isinstance(which, ox.Literal)
            and thing is not None
        ):  # anything else is not RDF
            yield ox.Quad(subject, names[int(which.value)], thing, graph)


def stated(
    endpoint: Endpoint,
    relations: Sequence[str],
    beside: Sequence[str] = (),
    classes: Sequence[str] = (),
    inferred: Sequence[str] | None = None,
) -> Iterator[ox.Quad]:
    """Yield what our graphs say with these relations, and what is of these classes, as ``prefix:name``.

    Ours are the passages, the graphs that hold passages, and what is inferred. beside: also said in the same graph,
    not inferred, of a thing of which one of these is said. inferred: the relations that alone count where they are
    inferred. It is asked for in parts, each of which is one text on the server: by relation, and of a frequent one by a
    hash of what it is said of. Raises UsageError as `rows` does.
    """
    said: _Named = relations, classes
    made: _Named = said if inferred is None else (inferred, ())
    counted = f"SELECT ?p (COUNT(*) AS ?count) WHERE {{ {_stated(said, made)} }} GROUP BY ?p"
    counts = {name: int(count or 0) for name, count in endpoint.texts(counted)}
    sizes = ((name, counts.get(iri(name), 0)) for name in (*relations, _TYPE))
    for names, parts in bundles([(name, size) for name, size in sizes if size], MOST):
        some_said, some_made = _of_these(said, names), _of_these(made, names)
        for some in in_parts(parts):
            whole = _stated(some_said, some_made, some)
            if beside and any(some_said):
                whole += f" UNION {_stated_beside(some_said, beside, some)}"
            yield from _said(endpoint, [_TYPE, *relations, *beside], whole)


def _of_these(named: _Named, names: Sequence[str]) -> _Named:
    relations, classes = named
    return [name for name in relations if name in names], classes if _TYPE in names else ()


def bundles(sizes: Iterable[tuple[str, int]], most: int) -> Iterator[tuple[list[str], int]]:
    """Yield names that together have no more than ``most``, and 1; a larger one alone, and in how many parts."""
    bundle: list[str] = []
    filled = 0
    for name, size in sizes:
        if bundle and filled + size > most:
            yield bundle, min(-(-filled // most), PARTS)
            bundle, filled = [], 0
        bundle.append(name)
        filled += size
    if bundle:
        yield bundle, min(-(-filled // most), PARTS)


def in_parts(parts: int) -> Iterator[str]:
    """Yield filters of statements, each for some of what is their subject ``?s``: together, `PARTS` at most, for all.

    Blank nodes, of which there is no text to make a hash of, are in the first. The whole hash is compared: of what
    SUBSTR gives in a filter, Virtuoso 7 loses some.
    """
    bounds = [f"{PARTS * part // parts:02x}" for part in range(1, parts)]
    for least, most in zip(["", *bounds], [*bounds, ""], strict=True):
        limits = [f'>= "{least}"'] * bool(least) + [f'< "{most}"'] * bool(most)
        within = " && ".join(f'IF(isBlank(?s), "", MD5(STR(?s))) {limit}' for limit in limits)
        yield f"FILTER({within})" if within else ""


def _stated(relations: _Named, inferred: _Named, some: str = "") -> str:
    """Return the pattern of what our graphs state and what is inferred; ``some``: a filter, of either."""
    branches = []
    if any(relations):
        branches.append(f"{{ {_OURS} {_said_in('?g', *relations)} {some} }}")
    if any(inferred):
        branches.append(f"{{ {_said_in(_INFERRED, *inferred)} BIND({_INFERRED} AS ?g) {some} }}")
    return " UNION ".join(branches)


def _stated_beside(relations: _Named, beside: Sequence[str], some: str) -> str:
    """Return the pattern of what is stated beside, in our graphs.

    The relations stand one by one: of VALUES in their place, Virtuoso 7 makes a join that takes four times as long.
    """
    has = [*(f"{name} ?x" for name in relations[0]), *(f"a {name}" for name in relations[1])]
    also = f"VALUES ?p {{ {' '.join(beside)} }} {some}"
    one_by_one = " UNION ".join(f"{{ GRAPH ?g {{ ?s {one} . ?s ?p ?o }} {also} }}" for one in has)
    return f"{{ {_OURS} {{ {one_by_one} }} }}"


def _said_in(graph: str, relations: Sequence[str], classes: Sequence[str]) -> str:
    # by their names relations are found in an index: with a filter in their place, Virtuoso takes ten times as long
    branches = []
    if relations:
        branches.append(f"{{ VALUES ?p {{ {' '.join(relations)} }} GRAPH {graph} {{ ?s ?p ?o }} }}")
    if classes:
        branches.append(f"{{ VALUES ?o {{ {' '.join(classes)} }} GRAPH {graph} {{ ?s a ?o }} BIND({_TYPE} AS ?p) }}")
    return f"{{ {' UNION '.join(branches)} }}"


def excerpt_of(
    dataset: Dataset, relations: Sequence[str], beside: Sequence[str] = (), classes: Sequence[str] = ()
) -> Dataset:
    """Return the dataset; of an endpoint and of a store on disk one in memory with what `stated` gives of it."""
    endpoint, disk, store = endpoint_of(dataset), stored(dataset), written.new_store()
    if endpoint is not None:
        written.extend(store, stated(endpoint, relations, beside, classes))
    elif disk is not None:
        read_some(disk, store, relations, beside, classes)
    else:
        return dataset
    return store


def names_in_turn(things: Iterable[str]) -> Iterator[str]:
    """Yield the things as queries list them, `AT_ONCE` at a time; what is no IRI is left out."""
    wait = (sparql_term(Iri(thing)) for thing in things if is_iri(thing))
    while some := " ".join(islice(wait, AT_ONCE)):
        yield some
