"""A SPARQL endpoint: asked a query, or harvested page by page."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import lru_cache
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple, TypeGuard, cast

import pyoxigraph as ox

from icilabas.engine.pages import FULL, FULL_QUERY, NotAllError, all_rows
from icilabas.engine.probes import Probe, query_doubts, value_doubts
from icilabas.engine.query_text import KEY, PAGE, Asked
from icilabas.engine.terms import PREFIXES, parser_said
from icilabas.engine.whole_answers import given_up, json_is_cut, last_comment, standard_json, table, xml_ends
from icilabas.errors import PlaceError, UsageError, log_warning
from icilabas.words.messages import message
from icilabas.words.text import current_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icilabas.engine.http import Answer
    from icilabas.words.text import Text

    _Read = Callable[[str, tuple[str, ...]], "_Page"]  # a query and its variables

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]  # None where a variable is unbound
Texts = tuple[str | None, ...]

_JSON, _XML = ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML
_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TABLE = f"text/tab-separated-values, {_RESULTS.replace('json,', 'json;q=0.9,')}"
_TRIPLES = "application/n-triples, text/turtle;q=0.8"
_TERMS = 1 << 12  # of an answer, kept while its rows are read
_MOST_TEXT = 16  # megabytes of one text, as the engine reads them
# Virtuoso's names of blank nodes are not valid ones; in JSON, only the key and the value of a node look like this.
_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_ASKED = "__ASK_RETVAL"  # Virtuoso answers ASK with a row that says 1, or with none
_KINDS = (ox.NamedNode, ox.Literal, ox.Triple)  # in the order in which SPARQL has them
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)\s*\Z")
_XSD = PREFIXES["xsd"]
# Virtuoso writes what is true or false as 1 and 0, and 1000 as 1000.0: these are said as the engine in memory does.
_REWRITTEN = frozenset(f"{_XSD}{name}" for name in ("boolean", "double", "float"))
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("integer", "decimal", "float", "double"))  # as the engine keeps them

_TEXT_TYPES = frozenset((f"{_XSD}string", f"{PREFIXES['rdf']}langString"))
_NODES = "urn:x-icilabas-node:"  # blank nodes, where a query has to name them
_COUNT = re.compile(r"\+?[0-9]{1,18}")


def is_endpoint(name: object) -> TypeGuard[str]:
    """Say whether the name of an input is the address of an endpoint, not the path of a file."""
    return isinstance(name, str) and name.lower().startswith(("http://", "https://"))


class _Found(NamedTuple):
    """What an answer says: rows or a truth value, as they came; and how many rows the server counts, if it does."""

    said: ox.QuerySolutions | ox.QueryBoolean
    answer: Answer
    counted: int | None


class _Page(NamedTuple):
    """Rows as they came, whether the server says that there are more, and how many there are, if it says so."""

    rows: list[tuple[object, ...]]
    more: bool
    counted: int | None = None


class EndpointSolutions:
    """The rows of an answer, to be gone through any number of times."""

    def __init__(self, names: list[str], rows: list[Row]) -> None:
        """Keep the names of the variables, and the rows in the engine's own terms."""
        self.variables, self.rows = [ox.Variable(name) for name in names], rows

    def __iter__(self) -> Iterator[Row]:
        """Give the rows."""
        return iter(self.rows)

    def serialize(self, *, format: ox.QueryResultsFormat) -> bytes:  # noqa: A002  # the name that the engine's own has
        """Return the rows in one of the W3C results formats."""
        names = [variable.value for variable in self.variables]
        bindings = [
            {name: _said(term) for name, term in zip(names, row, strict=True) if term is not None} for row in self.rows
        ]
        content = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})
        return ox.parse_query_results(content, format=_JSON).serialize(format=format) or b""


def _said(term: Term) -> dict[str, object]:
    """Return the term as SPARQL 1.1 Query Results JSON writes it; a quoted triple as SPARQL 1.2 does."""
    if isinstance(term, ox.Literal):
        more = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **more}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _said(part) for name, part in parts.items()}}
    return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}


class Endpoint:
    """A SPARQL endpoint that can be asked as a store can.

    version: of its data, where they say one (see `engine.versions`). ready: looks again whether they suit, and returns
    their version; whoever reaches an endpoint says how.
    """

    version: str | None = None
    watched = False  # several requests are on their way, and somebody sees to it that they are of one version
    ready: Callable[[], str | None] = staticmethod(lambda: None)

    def __init__(self, url: str) -> None:
        """Raises UsageError for an address or an environment that cannot work; nothing is sent yet."""
        from icilabas.engine.http import Client  # with requests, which only an endpoint needs

        self.client = Client(url)
        self._known: dict[Probe, bool] = {}
        self._writes_tables = True  # until one comes that cannot be read, or whose end is not seen
        self._sure = 0  # an answer of so many rows or fewer is whole: this server gave more at once
        self._measured = False

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return self.client.shown

    def run(self, query: str) -> EndpointSolutions | ox.QueryBoolean | list[ox.Triple]:
        """Run any query: solutions, a boolean, or a list of triples.

        Raises UsageError when it is not SPARQL, and for all that can go wrong on the way.
        """
        asked = Asked.of(query)
        self._doubt(query_doubts(asked.text, self._row, self._known))
        if asked.kind == "triples":
            return self._triples(asked)
        if asked.kind == "boolean":
            found = self._results(asked.text).said
            return found if isinstance(found, ox.QueryBoolean) else self._truth(found)
        return self.solutions(asked)

    def doubt_values(self) -> None:
        """Say in warnings which values of its data a server keeps otherwise than they were loaded."""
        self._doubt(value_doubts(self._row))

    def _doubt(self, sentences: list[Text]) -> None:
        for sentence in sentences:
            log_warning(self.fault("endpoint-differs", how=sentence).text(current_language()))

    def _row(self, query: str) -> dict[str, str]:
        """Return the texts of the first row of the answer, by variable."""
        asked = Asked.of(query)
        rows = self._rows(self._results(asked.text), asked.variables)
        pairs = zip(asked.variables, rows[0] if rows else (), strict=False)
        return {name: term.value for name, term in pairs if isinstance(term, ox.Literal | ox.NamedNode)}

    def _truth(self, found: ox.QuerySolutions) -> ox.QueryBoolean:
        """Return what rows in the place of a truth value say. Raises UsageError where they are others."""
        if [variable.value for variable in found.variables] != [_ASKED]:
            raise self._malformed("ASK")
        said = any(isinstance(row[_ASKED], ox.Literal) and row[_ASKED].value == "1" for row in found)
        whole = ox.parse_query_results(json.dumps({"head": {}, "boolean": said}), format=_JSON)
        if not isinstance(whole, ox.QueryBoolean):  # for the type checker
            raise TypeError(whole)
        return whole

    def solutions(self, asked: Asked) -> EndpointSolutions:
        """Run a SELECT; return all its rows, in the order that it asks for. Raises UsageError as ``run`` does.

        Where it cannot be known whether they are all, a warning says so.
        """
        rows = cast("list[Row]", self._whole(asked, self._rows_of, _sure_text))
        if asked.distinct:
            rows = list(dict.fromkeys(rows))  # Virtuoso 7 leaves some rows twice, where a value is missing
        return EndpointSolutions(list(asked.variables), in_asked_order(rows, asked))

    def texts(self, query: str) -> list[Texts]:
        """Run a SELECT; return its rows as texts: of a term its address or what the literal says; None where unbound.

        This takes the least room on the way: it is asked for as TSV, and read from JSON or XML where these come. Of
        which kind a term is, its language and datatype are not told, and numbers, times and truth values are as the
        server writes them: a query asks for ``STR(?x)`` and ``LANG(?x)`` where that matters, and for no blank nodes.
        The rows are all, as those of ``solutions``, and in no order. Raises UsageError as ``run`` does.
        """
        text = "{}".format  # of a key, which is one; where there is none, the keys are in no order, or the count tells
        return cast("list[Texts]", self._whole(Asked.of(query), self._texts_of, text))

    def _whole(self, asked: Asked, read: _Read, text: Callable[[object], str | None]) -> list[tuple[object, ...]]:
        """Return all rows of a query, each as ``read`` gives them: a server may give less than it is asked for."""
        page = read(asked.text, asked.variables)
        rows, count = page.rows, len(page.rows)
        if asked.limit is not None and count >= asked.limit:
            self._sure = max(self._sure, count - 1)
            return rows
        if self._is_whole(page):
            return rows
        total = page.counted if page.counted is not None else self._total(asked) if asked.in_pages else None
        if total is None:
            log_warning(self.fault("endpoint-capped", most=count).text(current_language()))
        elif total > count or page.more:
            try:
                rows = all_rows(asked, rows, total, lambda query: _keyed(read(query, (*asked.variables, KEY))), text)
            except NotAllError:
                raise self.fault("endpoint-rows-missing", expected=message("count", count=total)) from None
        return rows

    def _is_whole(self, page: _Page) -> bool:
        """Say whether these are all rows, as what this server gave before tells; it is measured once for that."""
        count = len(page.rows)
        if not self._measured and not page.more and self._sure < count < FULL:
            self._measured = True
            try:
                full = self._texts_of(FULL_QUERY, ("n",))
            except UsageError:  # it has no VALUES, or gave up
                full = page
            self._sure = max(self._sure, len(full.rows) - 1)
        whole = not page.more and count <= self._sure
        self._sure = max(self._sure, count - 1)
        return whole

    def _total(self, asked: Asked) -> int | None:
        """Return how many rows the server counts; None where it does not."""
        try:
            rows = self._texts_of(asked.counted(), ("n",)).rows
        except UsageError:
            return None
        return int(str(rows[0][0])) if rows and _COUNT.fullmatch(str(rows[0][0])) else None

    def _rows_of(self, text: str, names: tuple[str, ...]) -> _Page:
        return self._page(self._results(text), names)

    def _texts_of(self, text: str, names: tuple[str, ...]) -> _Page:
        """Return the rows as texts, from a table where the server writes tables that can be read."""
        answer = self.client.post(text, _TABLE if self._writes_tables else _RESULTS)
        if ox.QueryResultsFormat.from_media_type(answer.kind) != ox.QueryResultsFormat.TSV:
            page = self._page(self._read(answer), names)
            return page._replace(rows=[tuple(map(_text, row)) for row in cast("list[Row]", page.rows)])
        try:
            found, rows = table(answer.content)
        except ValueError:
            if said := given_up(answer.content):
                raise self.fault("endpoint-given-up", reason=said) from None
            found, rows = [], []
        if found == list(names) and answer.framed:
            return _Page([*rows], more=answer.most_rows is not None)
        if not self._writes_tables:
            raise self._malformed("TSV")
        self._writes_tables = False
        return self._texts_of(text, names)

    def fault(self, key: str, **values: object) -> PlaceError:
        """Return what is wrong with this endpoint: its address, and the sentence of the key."""
        return self.client.fault(key, **values)

    def _malformed(self, reason: object) -> PlaceError:
        return self.fault("endpoint-malformed", reason=reason)

    def _unread(self, answer: Answer, reason: object, *, cut: bool = False) -> PlaceError:
        """Return why an answer cannot be read: the server gave up, it is packed or cut; or else it is none."""
        if said := given_up(answer.content):
            return self.fault("endpoint-given-up", reason=said)
        if answer.packed:
            return self.fault("endpoint-compressed", coding=answer.packed)
        return self.fault("endpoint-cut") if cut else self._malformed(reason)

    def _results(self, text: str) -> _Found:
        """Return the endpoint's answer. Raises UsageError for one that has no end, or is none."""
        return self._read(self.client.post(text, _RESULTS))

    def _read(self, answer: Answer) -> _Found:
        form = ox.QueryResultsFormat.from_media_type(answer.kind)
        if form not in {_JSON, _XML}:  # no media type, or one that says little: the content tells
            form = _XML if answer.content.lstrip()[:1] == b"<" else _JSON
        if form == _XML and not xml_ends(answer.content):
            raise self._unread(answer, "XML", cut=answer.content.lstrip()[:1] == b"<")
        try:
            content, count = standard_json(answer.content) if form == _JSON else (answer.content, None)
            return _Found(ox.parse_query_results(_NODE.sub(rb"\1", content), format=form), answer, count)
        except (SyntaxError, ValueError) as error:
            raise self._unread(answer, parser_said(error), cut=json_is_cut(answer.content)) from None

    def _rows(self, found: _Found, names: tuple[str, ...]) -> list[Row]:
        """Return the rows, their values in the order of the query's variables."""
        solutions = found.said
        if isinstance(solutions, ox.QueryBoolean):
            raise self._malformed("SELECT")
        known = {variable.value for variable in solutions.variables}
        said = lru_cache(_TERMS)(as_in_memory)
        try:
            return [tuple(said(row[name]) if name in known else None for name in names) for row in solutions]
        except (SyntaxError, ValueError) as error:
            raise self._unread(found.answer, parser_said(error)) from None
        except MemoryError:  # what the engine's reader says of one text that is too long for it
            raise self.fault("endpoint-long-text", most=_MOST_TEXT) from None

    def _page(self, found: _Found, names: tuple[str, ...]) -> _Page:
        rows = self._rows(found, names)
        more = found.answer.most_rows is not None or (found.counted is not None and found.counted > len(rows))
        return _Page([*rows], more, found.counted)

    def _triples(self, asked: Asked) -> list[ox.Triple]:
        """Return the triples; those of a CONSTRUCT are made here, of its rows: servers cut these, and triples hide it.

        Nothing in N-Triples or Turtle says where a DESCRIBE ends: the connection has to.
        """
        if behind := asked.selected():
            return list(_made(self.solutions(behind[0]), behind[1]))
        answer = self.client.post(asked.text, _TRIPLES)
        form = ox.RdfFormat.from_media_type(answer.kind)
        if form not in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML}:
            form = ox.RdfFormat.TURTLE  # which N-Triples are too
        content = answer.content
        if form == ox.RdfFormat.RDF_XML and not xml_ends(content):
            raise self._unread(answer, "XML", cut=content.lstrip()[:1] == b"<")
        try:
            triples = _parsed(content, form)
        except (SyntaxError, ValueError) as error:
            raise self._unread(answer, parser_said(error), cut=content.rstrip()[-1:] != b".") from None
        if form != ox.RdfFormat.RDF_XML:
            if (said := last_comment(content)) and _is_comment(content, form, len(triples)):
                raise self.fault("endpoint-given-up", reason=given_up(content) or said)
            if not answer.framed:
                raise self.fault("endpoint-unframed")
        if not self._is_whole(_Page([*map(tuple, triples)], more=answer.most_rows is not None)):
            log_warning(self.fault("endpoint-capped", most=len(triples)).text(current_language()))
        return triples


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else None if term is None else str(term)


def _keyed(page: _Page) -> list[tuple[object, ...]]:
    """Return the rows with their keys, which are last, as texts."""
    return [(*row[:-1], row[-1].value) if isinstance(row[-1], ox.Literal) else row for row in page.rows]


def _sure_text(term: object) -> str | None:
    """Return the text of a term that every server writes alike."""
    if isinstance(term, ox.Literal):
        return term.value if term.datatype.value in _TEXT_TYPES else None
    return term.value if isinstance(term, ox.NamedNode) else None


def _made(solutions: EndpointSolutions, construct: str) -> dict[ox.Triple, None]:
    """Return the triples, each once, that a CONSTRUCT makes of solutions; it is given up to its WHERE."""
    names = " ".join(map(str, solutions.variables))
    found = dict[ox.Triple, None]()

    def named(term: Term | None) -> str:
        return f"<{_NODES}{term.value}>" if isinstance(term, ox.BlankNode) else "UNDEF" if term is None else str(term)

    def node(term: Term) -> Term:
        is_node = isinstance(term, ox.NamedNode) and term.value.startswith(_NODES)
        return ox.BlankNode(str(term)[len(_NODES) + 1 : -1]) if is_node else term

    for start in range(0, len(solutions.rows), PAGE):
        rows = " ".join(f"({' '.join(map(named, row))})" for row in solutions.rows[start : start + PAGE])
        made = ox.Store().query(f"{construct}{{ VALUES ({names}) {{ {rows} }} }}")
        if not isinstance(made, ox.QueryTriples):  # for the type checker
            raise TypeError(made)
        found |= dict.fromkeys(_triple(*map(node, triple)) for triple in made)
    return found


def _triple(subject: Term, predicate: Term, thing: Term) -> ox.Triple:
    if isinstance(subject, ox.Literal | ox.Triple) or not isinstance(predicate, ox.NamedNode):  # for the type checker
        raise TypeError(subject)
    return ox.Triple(subject, predicate, thing)


def _parsed(content: bytes, form: ox.RdfFormat) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(content, format=form)]


def _is_comment(content: bytes, form: ox.RdfFormat, count: int) -> bool:
    """Say whether the last line, which begins with “#”, is a comment, not the end of a long text."""
    try:
        return len(_parsed(content.rstrip().rpartition(b"\n")[0], form)) == count
    except SyntaxError:
        return False


def as_in_memory(term: Term | None) -> Term | None:
    """Return a truth value or a floating-point number as the engine in memory writes it; all else as it came."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _REWRITTEN:
        return term
    found = ox.Store().query(f"SELECT ?term {{ VALUES ?term {{ {term} }} }}")
    if not isinstance(found, ox.QuerySolutions):  # for the type checker
        raise TypeError(found)
    written: Term = next(iter(found))["term"]
    return written


def in_asked_order(rows: list[Row], asked: Asked) -> list[Row]:
    """Return the rows in the order in which the engine in memory gives them; servers order by rules of their own."""
    for name, descends in reversed(asked.order or ()):  # the last condition first: sorting is stable
        if name in asked.variables:
            rows = _sorted_by(asked.variables.index(name), rows, descends=descends)
    return rows


def _sorted_by(column: int, rows: list[Row], *, descends: bool) -> list[Row]:
    """Return the rows in the engine's order of this column; unbound values and blank nodes first, in no order.

    The engine is asked for the order of values of one sort. Between sorts its order does not hold throughout, and where
    it sees that, it may end the process; there the value comes first that is written first, as with the engine.
    """
    sorts: dict[tuple[int, str], list[Term]] = defaultdict(list)
    for term in sorted({row[column] for row in rows}, key=str):
        if term is not None and not isinstance(term, ox.BlankNode):
            sorts[_sort_of(term)].append(term)
    in_order = merge(*(_of_one_sort(terms) for _sort, terms in sorted(sorts.items())), key=_between_sorts)
    places: dict[Term | None, int] = {term: place for place, term in enumerate(in_order, 1)}
    return sorted(rows, key=lambda row: places.get(row[column], 0), reverse=descends)


def _of_one_sort(terms: list[Term]) -> list[Term]:
    """Return the terms in the engine's order, each as it came; what only calls itself a number, first."""
    values = " ".join(f"({number} {term})" for number, term in enumerate(terms))
    order = "ORDER BY ISNUMERIC(?term) ?term"
    found = ox.Store().query(f"SELECT ?number {{ VALUES (?number ?term) {{ {values} }} }} {order}")
    if not isinstance(found, ox.QuerySolutions):  # for the type checker
        raise TypeError(found)
    return [terms[int(row[0].value)] for row in found]


def _sort_of(term: Term) -> tuple[int, str]:
    """Return with which values a term has an order: things, texts, numbers, the values of one datatype.

    So have times with a time zone, and times without one, but not with each other.
    """
    kind = _KINDS.index(type(term))
    if not isinstance(term, ox.Literal):
        return kind, ""
    datatype = term.datatype.value
    if not datatype.startswith(_XSD) or datatype == f"{_XSD}string":
        return kind, ""
    if datatype in _NUMBERS:
        return kind, _XSD
    return kind, f"{datatype} Z" if _ZONE.search(term.value) else datatype


def _between_sorts(term: Term) -> tuple[int, str]:
    return _KINDS.index(type(term)), term.value if isinstance(term, ox.Literal) else ""
