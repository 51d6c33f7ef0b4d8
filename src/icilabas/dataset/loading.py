"""Inputs to a dataset that can be asked: read, what the profile shows, then the rules; or asked where it stands."""

from __future__ import annotations

import json
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from icilabas import engine
from icilabas.dataset import access, saved_store, times
from icilabas.dataset.inference import FOR_WHOM, apply_rules, say_in_one_way
from icilabas.engine import written
from icilabas.engine.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, RESTRICTED, WRITTEN_GRAPH
from icilabas.engine.versions import STATED, one_version
from icilabas.errors import DataError, Fault, UsageError, log_warning, log_warnings
from icilabas.files import kept
from icilabas.sources import restricted_passages
from icilabas.sources.contact_details import leave_out_contacts
from icilabas.sources.gathering import content_of, each_file, gather
from icilabas.sources.reading import Reading
from icilabas.words.messages import message
from icilabas.words.text import current_language, together

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    import rdflib

    from icilabas.dataset.times import During
    from icilabas.engine.query import Store


_MOST_KEPT = 300_000  # quads of inputs that are kept as they were read, with what the rules found
_FEW = 50_000  # quads: a store of so many is read in less time than many queries on disk take
# What an endpoint holds, asked all at once; and so many names that shorter answers are known to be whole.
_ROWS = 100
_STATE = f"""SELECT DISTINCT ?what ?of WHERE {{
  {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ilb:Partnership a ?class }} BIND("1 ontology" AS ?what) }}
  UNION {{ {{ SELECT ?thing WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?thing a ?class }} }} LIMIT 1 }}
    BIND("1 inferred" AS ?what) }}
  UNION {{ ilb:Partnership a ?class . BIND("1 union" AS ?what) }}
  UNION {{ {{ SELECT ?graph WHERE {{ ?graph dcterms:accessRights <{RESTRICTED}>
      OPTIONAL {{ ?graph ilb:withheld ?so }} OPTIONAL {{ GRAPH ?graph {{ ?s ?p ?o }} }}
      FILTER(!BOUND(?so) || BOUND(?s)) }} LIMIT 1 }}
    BIND("1 restricted" AS ?what) }}
  UNION {{ GRAPH <{WRITTEN_GRAPH}> {{ ?written schema:creativeWorkStatus ?status }} BIND("1 unfinished" AS ?what) }}
  UNION {{ {FOR_WHOM} BIND("1 audience" AS ?what) }}
  UNION {{ {STATED} BIND("1 version" AS ?what) }}
  UNION {{ {{ SELECT DISTINCT ?thing WHERE {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?thing a ?class }}
      FILTER(ISIRI(?thing)) }} LIMIT {_ROWS} }}
    BIND(CONCAT("2 ", STR(?thing)) AS ?what) }}
"""


def load(
    *inputs: str | os.PathLike[str],
    infer: bool = True,
    restricted: bool = True,
    match_names: bool = False,
    strict: bool = False,
    store: str | os.PathLike[str] | None = None,
    at: object = None,
    between: Sequence[object] | None = None,
) -> rdflib.Dataset:
    """Read datasets, workbooks, RDF and IATI files as one ``rdflib.Dataset``; without inputs, the Lille workshop.

    ``store`` is a folder that ``icilabas convert INPUT --store`` made: the dataset on it is read-only, with the rules
    applied when it was made; with ``restricted=False`` it must have been made with the public profile.

    The union of all named graphs answers queries; ``GRAPH ?passage { … }`` says which passage states a triple.
    With ``infer``, what the rules add stands in ``ilg:inferred``. With ``restricted=False`` the passages about
    persons are left out, before anything is inferred. With ``match_names`` things of one kind, persons aside, are
    taken as one in all inputs where their names differ only in case, accents and punctuation. With ``strict``, what
    may be a person is taken for one. With ``at`` (a year, a month or a day: ``2024``, ``"2024-05"``) or ``between``
    (a first and a last one) what is of another time is left out (`times.keep_things`), and of each series of editions
    all but the one in force then.
    A single SPARQL endpoint (``https://…``) is not read but queried in place; together with other inputs its content is
    fetched. Raises DataError with one line for each fault, UsageError for inputs and a store together, and a store or
    an endpoint that cannot be read, or of which a time is asked; what is not kept of a file is logged as a warning.
    """
    time = times.during(at, between)
    profile = access.INTERNAL if restricted else access.PUBLIC
    if store is not None:
        saved_store.only_one(inputs, store)
        refuse_inferred(time, (), store)
        return engine.as_dataset(saved_store.open_store(Path(store), profile, strict=strict))
    refuse_inferred(time, inputs)
    if len(inputs) == 1 and engine.is_endpoint(inputs[0]) and not strict:
        return engine.endpoint_as_dataset(ready_endpoint(inputs[0], profile))
    made = load_store(inputs, infer=infer, profile=profile, match_names=match_names, strict=strict, time=time)
    return engine.as_dataset(made)


def load_store(
    inputs: Iterable[str | os.PathLike[str]] = (),
    *,
    infer: bool = True,
    profile: str = access.INTERNAL,
    match_names: bool = False,
    strict: bool = False,
    time: During | None = None,
) -> Store:
    """Read the inputs as an engine's own store: what the commands use, without importing rdflib.

    Raises DataError with every fault of the tables, UsageError for an unknown profile. What the profile does not
    show is dropped before anything is inferred. What was not kept, or not as it stands, is logged as warnings.
    ``strict``: what may be a person is taken for one. ``time``: what is of another is dropped then too.
    """
    inputs = tuple(inputs)
    refuse_inferred(time, inputs)
    read = _sound(inputs, profile, match_names=match_names, strict=strict, time=time)
    _narrow(read, profile)
    if time is not None:
        times.keep_things(read.store, time)
    if infer:
        apply_rules(read.store)
    return read.store


def load_editions(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    decisions: Sequence[str | os.PathLike[str]] = (),
    strict: bool = False,
) -> tuple[Reading, tuple[frozenset[str], frozenset[str]]]:
    """Read two inputs as editions of one series, for all to see, rules applied: what they say, and the graphs of each.

    decisions: tables that say what is one, and what is not. Raises DataError with every fault of the inputs, UsageError
    where both are the same one.
    """
    if _is_same(old, new):
        raise UsageError(message("changes-same-input", path=old))
    gathered = gather([old, new, *decisions], strict=strict, one_series=True)
    gathered.faults = [fault for fault in gathered.faults if fault.message.kind[0] != "disagree"]  # that is the answer
    read = _without_faults(gathered, access.PUBLIC)
    _narrow(read, access.PUBLIC)
    apply_rules(read.store)
    first, both = (len(each_file(some)[0]) for some in ([old], [old, new]))  # a folder of yearly files is as many
    before, until = (frozenset(str(g) for g, rank in read.ranks.items() if rank < last) for last in (first, both))
    return read, (before, until - before)


def _is_same(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> bool:
    """Say whether two names are of one input."""
    if engine.is_endpoint(old) or engine.is_endpoint(new):
        return str(old) == str(new)
    return Path(old).resolve() == Path(new).resolve()


def _sound(
    inputs: Iterable[str | os.PathLike[str]],
    profile: str,
    *,
    match_names: bool = False,
    strict: bool = False,
    time: During | None = None,
) -> Reading:
    """Return all that the inputs say, in the editions of the time. Raises DataError with every fault."""
    return _without_faults(_gathered(inputs, match_names=match_names, strict=strict, time=time), profile)


def _without_faults(read: Reading, profile: str) -> Reading:
    """Return what was read, after its warnings. Raises DataError with every fault where there is more than that."""
    read = _told_apart(read, profile)
    if any(fault.severity == "Violation" for fault in read.faults):
        raise DataError(read.faults, unreadable=read.unreadable)
    log_warnings(read.faults)
    return read


def _gathered(
    inputs: Iterable[str | os.PathLike[str]], *, match_names: bool, strict: bool, time: During | None
) -> Reading:
    """Return what the inputs say, of series of editions what those in force at the time do."""
    narrow = partial(times.keep_editions, time=time) if time is not None else None
    return gather(inputs, match_names=match_names, strict=strict, narrow=narrow)


def refuse_inferred(time: During | None, inputs: Iterable[object], store: object = None) -> None:
    """Raise UsageError where a time is asked of what the rules have run on: it holds what they found of all times."""
    ready = [str(store)] if store is not None else [engine.Endpoint(e).shown for e in inputs if engine.is_endpoint(e)]
    if time is not None and ready:
        raise UsageError(message("time-of-inferred", place=ready[0]))


def _narrow(read: Reading, profile: str) -> None:
    """Leave of what was read what the profile shows; say in warnings what was left out."""
    if count := access.apply(read.store, profile, read.persons):
        log_warning(message("persons-left-out", count=count).text(current_language()))
    if profile != access.INTERNAL and (count := leave_out_contacts(read.store)):
        log_warning(message("contacts-left-out", count=count).text(current_language()))


class ToCompare(NamedTuple):
    """What files say as it is loaded on servers, and what a server says, each in its passage.

    shown: leaves of statements of either those that the profile shows; None where it shows all.
    """

    here: Store
    there: Store
    shown: Callable[[list[engine.EngineQuad]], list[engine.EngineQuad]] | None


def read_to_compare(
    inputs: Iterable[str | os.PathLike[str]],
    endpoint: engine.Endpoint,
    profile: str,
    *,
    match_names: bool = False,
    strict: bool = False,
) -> ToCompare:
    """Read what was loaded on a server, and what that says now.

    Raises as `load_store` does, and for all that can go wrong on the way to the server.
    """
    access.known(profile)
    read = _sound(inputs, profile, match_names=match_names, strict=strict)
    everything = None
    if profile != access.INTERNAL:
        everything = engine.new_store()
        engine.copy(read.store, everything)
    _narrow(read, profile)
    # a server where this is not said was loaded with what the files say, and no more
    if engine.select(endpoint, f"SELECT ?of WHERE {{ {FOR_WHOM} }} LIMIT 1").rows:
        say_in_one_way(read.store)
    there = content_of(endpoint)
    if everything is None:
        return ToCompare(read.store, there, None)
    leave_out_contacts(there)
    return ToCompare(read.store, there, partial(access.shown_of, everything, profile, strict=strict))


def reach(
    inputs: Sequence[str | os.PathLike[str]] = (),
    *,
    profile: str = access.INTERNAL,
    store: Path | None = None,
    match_names: bool = False,
    strict: bool = False,
    often: bool = False,
    time: During | None = None,
) -> engine.Store | engine.Endpoint:
    """Return what the inputs say, or what the ``store`` in a folder does, rules applied, for ``engine.select`` to ask.

    A single endpoint is asked where it stands; what is there has to suit the profile, as what is in a store. With
    ``strict``, what may be a person is taken for one, and the content of an endpoint is fetched for that.
    ``time``: what is of another time is left out, which can be done of what is read only.
    ``often``: many queries are to be asked, for which what a folder keeps is read into memory first, if it is little.
    Raises DataError with every fault of the inputs, UsageError for an unknown profile, for inputs and a store together,
    for a store that cannot be read or was made for others to see, and for all that can go wrong on the way to an
    endpoint.
    """
    saved_store.only_one(inputs, store)
    refuse_inferred(time, inputs, store)
    if store is not None:
        return saved_store.open_store(store, profile, strict=strict, in_memory=_FEW if often else 0)
    if len(inputs) == 1 and engine.is_endpoint(inputs[0]) and not strict:
        return ready_endpoint(inputs[0], profile)
    return _kept_store(inputs, profile, match_names=match_names, strict=strict, time=time)


def _kept_store(
    inputs: Sequence[str | os.PathLike[str]], profile: str, *, match_names: bool, strict: bool, time: During | None
) -> Store:
    """Return what `load_store` does, rules applied, or what is kept of it, with the same warnings.

    Of what only some may see nothing is kept, but of the bundled data, which lie here for all.
    """
    if inputs and profile == access.INTERNAL:
        return load_store(inputs, profile=profile, match_names=match_names, strict=strict, time=time)
    with kept.keeping(profile, lambda _text: None) as keeper:
        files = kept.files_of(inputs)

        def made_of() -> str:
            found = kept.fingerprint(files) if files is not None else ""
            return found and kept.digest("store", repr((inputs, match_names, strict, time)), found)

        before = made_of()
        if before and (found := keeper.find(before)):
            told, _line, content = found.partition(b"\n")
            for text in json.loads(told):
                log_warning(text)
            return written.unpacked(content)
        with kept.warnings_told() as texts:
            store = load_store(inputs, profile=profile, match_names=match_names, strict=strict, time=time)
        if before and len(store) <= _MOST_KEPT and made_of() == before:
            keeper.keep(before, json.dumps(texts).encode() + b"\n" + written.packed(store))
        return store


def read_to_check(
    inputs: Sequence[str | os.PathLike[str]] = (),
    *,
    profile: str = access.INTERNAL,
    store: Path | None = None,
    match_names: bool = False,
    strict: bool = False,
    time: During | None = None,
) -> Reading:
    """Return what the inputs say with its faults and places, or what the store does, to be checked.

    To what inputs say the profile and the rules are still to be applied; to a store they were when it was made.
    ``time``: of series of editions those in force then; what else is of another time is still there.
    Raises as `reach` does.
    """
    saved_store.only_one(inputs, store)
    refuse_inferred(time, inputs, store)
    if store is not None:
        return Reading(saved_store.open_store(store, profile, thorough=True, strict=strict, in_memory=math.inf))
    return _told_apart(_gathered(inputs, match_names=match_names, strict=strict, time=time), profile)


def read_to_propose(inputs: Iterable[str | os.PathLike[str]], profile: str, *, strict: bool = False) -> Reading:
    """Return what the profile shows of what inputs say, with its faults and places; nothing is inferred.

    Raises DataError (unreadable) where a table could not be read, UsageError for an unknown profile.
    """
    access.known(profile)
    read = _told_apart(gather(inputs, strict=strict), profile)
    if read.unreadable:
        raise DataError(read.faults, unreadable=True)
    _narrow(read, profile)
    return read


def _told_apart(read: Reading, profile: str) -> Reading:
    """Return what was read, with a warning of files in which what is restricted stands among the rest.

    Raises DataError (unreadable) where the profile does not show all.
    """
    if read.lost and profile != access.INTERNAL:
        raise DataError(read.lost, unreadable=True)
    read.faults += [Fault(fault.place, fault.message, "Warning") for fault in read.lost]
    return read


def ready_endpoint(url: str, profile: str = access.INTERNAL) -> engine.Endpoint:
    """Return the endpoint, when questions can be asked there: all that ``convert --infer`` writes is loaded.

    Raises UsageError where something is missing, where a profile does not show what is there, and for all that can
    go wrong on the way.
    """
    endpoint = engine.Endpoint(url)
    access.known(profile)
    endpoint.ready = partial(_suited, endpoint, profile)
    endpoint.version = endpoint.ready()
    endpoint.doubt_values()
    return endpoint


def state_query(profile: str) -> str:
    """Return the query for what an endpoint holds, and for a profile that does not show all, who is named there."""
    named = () if profile == access.INTERNAL else restricted_passages.asked_for_persons(access.made_graph(profile))
    more = (
        f'UNION {{ {{ {query} }} BIND("1 {what}" AS ?what) }}'
        for query, what in zip(named, ("person", "below"), strict=False)
    )
    return f"{_STATE} {' '.join(more)} }} ORDER BY ?what LIMIT {_ROWS}"


def _suited(endpoint: engine.Endpoint, profile: str) -> str | None:
    """Return the version of what an endpoint holds. Raises UsageError where that cannot be asked, or not so."""
    state = {(str(what)[2:], of) for what, of in endpoint.texts(state_query(profile)) if what and what.startswith("1 ")}
    held = {what for what, _of in state}
    if "unfinished" in held:
        raise endpoint.fault("endpoint-unfinished")
    missing = [message(f"endpoint-{what}") for what in ("ontology", "inferred") if what not in held]
    if missing:
        raise endpoint.fault("endpoint-bare", missing=together(missing, " + "))
    if "union" not in held:
        raise endpoint.fault("endpoint-no-union")
    if profile != access.INTERNAL:
        named = "below" in held and restricted_passages.names_a_person(endpoint, access.made_graph(profile))
        if named or not held.isdisjoint({"restricted", "person"}):
            raise endpoint.fault("endpoint-restricted", profile=profile)
        audiences = [of or "" for what, of in state if what == "audience"]
        if not audiences or not all(access.shows(profile, audience) for audience in audiences):
            raise endpoint.fault("endpoint-inferred-unknown", profile=profile)
    return one_version(of for what, of in state if what == "version")
