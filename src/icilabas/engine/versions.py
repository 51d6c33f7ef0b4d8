"""Versions of data: by them it is seen that a server held the same from the first of several requests to the last.

A version is a digest of all that is said: it is the same wherever, whenever and in whatever order that is written. It
stands in the inferred graph, said of this graph itself, in files and on servers that we wrote; data that came there by
other means have none, and of these nothing is claimed.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from icilabas.engine.query import endpoint_of
from icilabas.engine.terms import INFERRED_GRAPH
from icilabas.errors import DataError, UsageError, log_warning
from icilabas.words.text import current_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph as ox

    from icilabas.engine.endpoint import Endpoint
    from icilabas.engine.query import Dataset

Found = TypeVar("Found")

# What says it, as queries ask for it.
STATED = f"GRAPH <{INFERRED_GRAPH}> {{ <{INFERRED_GRAPH}> owl:versionInfo ?of }}"
_BYTES = 16


def version_of(quads: Iterable[ox.Quad]) -> str:
    """Return the version of the data that say these quads, in any order: 32 hexadecimal digits.

    Blank nodes need names that are the same each time, as `content.told` gives them.
    """
    digests = (blake2b(str(quad).encode(), digest_size=_BYTES).digest() for quad in quads)
    whole = sum(int.from_bytes(digest, "big") for digest in digests) % (1 << 8 * _BYTES)
    return f"{whole:0{2 * _BYTES}x}"


def read_version(endpoint: Endpoint) -> str | None:
    """Return the version of the data on a server now, in one request; None where they have none."""
    return one_version(of for (of,) in endpoint.texts(f"SELECT ?of WHERE {{ {STATED} }} LIMIT 9"))


def one_version(stated: Iterable[str | None]) -> str | None:
    """Return the version that was stated; of several data sets that were loaded into one, all of them."""
    return " ".join(sorted(filter(None, stated))) or None


class _ChangedError(Exception):
    """The data changed while they were asked."""


def of_one_version(dataset: Dataset, ask: Callable[[], Found]) -> Found:
    """Return what ``ask`` does, which sends several requests: all of one version of the data, where these say which.

    Where they changed in between, a warning says so, and it is asked once more. Raises UsageError where they change
    again, or no longer suit what they were reached for.
    """
    endpoint = endpoint_of(dataset)
    if endpoint is None or endpoint.version is None or endpoint.watched:
        return ask()
    endpoint.watched = True
    try:
        with suppress(_ChangedError):
            return _asked(endpoint, ask)
        endpoint.version = endpoint.ready()
        if endpoint.version is None:
            raise endpoint.fault("endpoint-changes")
        log_warning(endpoint.fault("endpoint-asked-again").text(current_language()))
        return _asked(endpoint, ask)
    except _ChangedError:
        raise endpoint.fault("endpoint-changes") from None
    finally:
        endpoint.watched = False


def _asked(endpoint: Endpoint, ask: Callable[[], Found]) -> Found:
    before = endpoint.client.sent
    try:
        found = ask()
    except (DataError, UsageError):  # which may come of a change
        with suppress(DataError, UsageError):
            _see(endpoint)
        raise
    if endpoint.client.sent > before + 1:  # one answer is of one version
        _see(endpoint)
    return found


def _see(endpoint: Endpoint) -> None:
    if read_version(endpoint) != endpoint.version:
        raise _ChangedError
