"""What rdflib's datasets rest on: our store, or an endpoint that is asked through our own client.

A query has the same rows on both, a prepared one too. Values that are given to it (``initBindings``) are joined as
terms: its WHERE begins with a row of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import XSD, BNode, Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.query import Result
from rdflib.store import Store

from icilabas.engine import written
from icilabas.engine.disk import undamaged
from icilabas.engine.endpoint import EndpointSolutions
from icilabas.engine.query_text import asks_elsewhere, declared, described, may_load, names_its_graphs, narrowed, permit
from icilabas.engine.terms import Iri, Lit, sparql_term
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query, Update

    from icilabas.engine.endpoint import Endpoint

    Term = Any  # of rdflib, and None for any or none: its types do not agree on what its terms have in common
    Triple = tuple[Term, Term, Term]

_UNION = "__UNION__"  # rdflib's word for all graphs together
_ANY = (None, None, None)
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE {{ {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {where} }} }} }}"


def node(term: object, *, normalize: bool = True) -> Term:
    """Return a term of the engine as rdflib's; a triple as a tuple of them, nothing as None."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=normalize)
    return tuple(node(part, normalize=normalize) for part in term) if isinstance(term, ox.Triple) else None


def _text(term: object) -> str:
    """Return the term as SPARQL writes it. Raises ValueError for what can be in no data."""
    if isinstance(term, Literal):
        return sparql_term(Lit(str(term), str(term.datatype) if term.datatype else None, term.language))
    if not isinstance(term, URIRef):
        raise ValueError(term)  # noqa: TRY004  # as for an IRI that is none
    return sparql_term(Iri(str(term)))


def _kept(term: Term) -> Term:
    """Return a term that was asked for as the engine keeps it: a text without a language has a datatype."""
    if isinstance(term, Literal) and not term.language and not term.datatype:
        return Literal(term, datatype=XSD.string)
    return term


def _row(given: Mapping[str, Term]) -> dict[str, str]:
    """Return what ``initBindings`` gives as SPARQL writes it, by variable. Raises UsageError for what is no term."""
    found = {}
    for name, term in given.items():
        try:
            found[str(ox.Variable(name.lstrip("?$")))] = _text(term)
        except ValueError:
            raise UsageError(message("given-no-term", name=name, found=term)) from None
    return found


def _asked(query: Query | str, prefixes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the text of a query, also of a prepared one, and its prefixes. Raises UsageError where it calls others.

    Raises NotImplementedError where there is no text: rdflib's own engine answers that, from our triples.
    """
    text, own, base = (query, {}, None) if isinstance(query, str) else getattr(query, "_original_args", ("", {}, None))
    if not text:
        raise NotImplementedError
    permit(text)
    return f"BASE <{base}>\n{text}" if base else text, {**prefixes, **own}


class LocalStore(OxigraphStore):
    """Our store: its queries call no other server, and say in a sentence what fails."""

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, str],
        initBindings: Mapping[str, Term],
        queryGraph: str | None,
        **more: object,
    ) -> Result:
        """Answer a query, over the graphs that it names where it names some."""
        text, prefixes = _asked(query, initNs)
        blank = {name: term for name, term in initBindings.items() if isinstance(term, BNode)}
        values = _row({name: term for name, term in initBindings.items() if name not in blank})
        graph = "" if names_its_graphs(text) else queryGraph or ""  # the engine leaves a FROM unread over the union
        with undamaged():
            found = super().query(narrowed(text, values), prefixes, blank, graph, **more)
            if found.type == "SELECT":
                found.bindings = list(found.bindings)
        return found

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, str],
        initBindings: Mapping[str, Term],
        queryGraph: str,
        **more: object,
    ) -> None:
        """Change the store. Raises UsageError where the update fetches anything."""
        written.changed(self._inner)
        if isinstance(update, str) and (asks_elsewhere(update) or may_load(update)):
            raise UsageError(message("service-update"))
        with undamaged():
            super().update(update, initNs, initBindings, queryGraph, **more)


def _noted(change: Callable[..., None]) -> Callable[..., None]:
    """Return what changes a store, and forgets what was true of it before."""

    def changing(self: LocalStore, *given: object, **more: object) -> None:
        written.changed(self._inner)
        change(self, *given, **more)

    return changing


for _change in ("add", "addN", "remove", "remove_graph"):
    setattr(LocalStore, _change, _noted(getattr(OxigraphStore, _change)))


class EndpointStore(Store):
    """An endpoint, asked through our own client: whole answers, or a sentence. Nothing is changed there.

    Its triples are those of its named graphs, and come once for each graph that says them, as those of our store.
    """

    context_aware = True
    graph_aware = True

    def __init__(self, endpoint: Endpoint) -> None:
        """Keep the endpoint, and the prefixes that the dataset knows."""
        super().__init__()
        self.endpoint, self._prefixes = endpoint, SimpleMemory()

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, str],
        initBindings: Mapping[str, Term],
        queryGraph: str | None,
        **more: object,
    ) -> Result:
        """Have a query answered. Raises UsageError for all that can go wrong, and for blank nodes that are given."""
        if more:
            raise NotImplementedError
        text, prefixes = _asked(query, initNs)
        one = queryGraph not in {None, _UNION} and not names_its_graphs(text)
        if any(isinstance(term, BNode) for term in initBindings.values()):
            raise self.endpoint.fault("endpoint-blank")
        text = described(declared(narrowed(text, _row(initBindings)), prefixes))
        found = self.endpoint.run(narrowed(text, {}, self._term(queryGraph)) if one else text)
        if isinstance(found, EndpointSolutions):
            result = Result("SELECT")
            result.vars = names = [Variable(variable.value) for variable in found.variables]
            result.bindings = [dict(zip(names, map(node, row), strict=True)) for row in found]
        elif isinstance(found, list):
            result = Result("CONSTRUCT")
            result.graph = Graph()
            result.graph += map(node, found)
        else:
            result = Result("ASK")
            result.askAnswer = bool(found)
        return result

    def triples(
        self, triple_pattern: Triple, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the triples of a pattern, each with a graph that says it."""
        if where := self._where(triple_pattern, context):
            for *found, graph in self._rows(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}"):
                s, p, o = (
                    new if known is None else _kept(known) for known, new in zip(triple_pattern, found, strict=True)
                )
                yield (s, p, o), iter((graph,))

    def __len__(self, context: Graph | None = None) -> int:
        """Count the triples of all named graphs, or of one; what several say is one."""
        ((count,),) = self._rows(_COUNT.format(where=self._where(_ANY, context)))
        return int(count)

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:
        """Yield the named graphs, or those that say such a triple."""
        if where := self._where(triple or _ANY):
            for (graph,) in self._rows(f"SELECT DISTINCT ?g WHERE {{ {where} }} ORDER BY ?g"):
                yield graph

    def _rows(self, query: str) -> Iterator[list[Term]]:
        """Yield the rows of a query of ours; what ``?g`` stands for, as a graph."""
        found = self.endpoint.run(query)
        if isinstance(found, EndpointSolutions):  # which the answer to a SELECT is
            graphs = [variable.value == "g" for variable in found.variables]
            for row in found:
                terms = zip(map(node, row), graphs, strict=True)
                yield [Graph(store=self, identifier=term) if is_graph else term for term, is_graph in terms]

    def _where(self, triple: Triple, context: Graph | None = None) -> str:
        """Return the pattern as SPARQL; nothing for one that no data fit: its subject is a text, or no valid name."""
        terms = (*triple, context.identifier if context is not None else None)
        if any(isinstance(term, Literal) for term in terms[:2]):
            return ""
        try:
            given = {name: self._term(term) for name, term in zip("spog", terms, strict=True) if term is not None}
        except ValueError:
            return ""
        graph = f"VALUES ?g {{ {given.pop('g')} }} " if "g" in given else ""
        return f"{graph}GRAPH ?g {{ {' '.join(given.get(name, f'?{name}') for name in 'spo')} }}"

    def _term(self, term: object) -> str:
        if isinstance(term, BNode):
            raise self.endpoint.fault("endpoint-blank")
        return _text(term)

    def _refused(self, *_what: object, **_how: object) -> NoReturn:
        raise self.endpoint.fault("endpoint-read-only")

    add = addN = remove = remove_graph = update = _refused  # noqa: N815  # the name is rdflib’s

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib calls this for each graph that is only looked at."""

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:  # noqa: FBT001, FBT002  # rdflib's own
        """Keep a prefix."""
        self._prefixes.bind(prefix, namespace, override=override)

    def prefix(self, namespace: URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return self._prefixes.prefix(namespace)

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.namespace(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield prefixes and namespaces."""
        return self._prefixes.namespaces()
