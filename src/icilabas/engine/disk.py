"""A store in a folder on disk: written once, in bulk, and from then on only read, by any number of processes."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from icilabas.engine import written
from icilabas.engine.terms import INFERRED_GRAPH, iri
from icilabas.errors import UsageError
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO


_FUNCTION = re.compile(r"custom (?:aggregate )?function <(.*)> is not supported")
_ELSEWHERE = re.compile(r"https?:|HTTP|URL|redirect|dns|connect|timed out|certificate", re.IGNORECASE)
_STEP = 20_000  # quads between two calls of ``advance``
_PART = 96_000_000  # bytes of lines that are sorted at once: half a million quads, which take some 600 MB meanwhile
_BLOCK = 1 << 16
_INFERRED = ox.NamedNode(INFERRED_GRAPH)
LINES = "quads.nq"  # what a store in memory said, until the one on disk says it


def lay_down(store: ox.Store, folder: Path) -> None:
    """Write what the store says now, and nothing of what was removed from it, to the folder, for `take_up`.

    Who lets go of the store between these two has its memory for the second. Raises OSError when the folder cannot be
    written or the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written.save(store, folder)
    with (folder / LINES).open("wb") as file:
        store.dump(file, ox.RdfFormat.N_QUADS)


def with_lines(lines: Path, change: Callable[[ox.Store], int]) -> int:
    """Let a store in memory of what was laid down be changed, and lay that down; return what the change does."""
    store = written.new_store()
    # nameless things keep the names by which others know them
    store.bulk_extend(ox.parse(path=str(lines), format=ox.RdfFormat.N_QUADS, lenient=True))
    found = change(store)
    with lines.open("wb") as file:
        store.dump(file, ox.RdfFormat.N_QUADS)
    return found


def take_up(folder: Path, advance: Callable[[int], None]) -> int:
    """Make what was laid down a new store in the folder, safe from a power cut; return how many quads it has.

    ``advance`` is called with the number of quads after each some thousands. Raises OSError when the folder cannot be
    written or the disk is full.
    """
    give_back()
    lines = folder / LINES
    try:
        target = ox.Store(folder)
        with lines.open("rb") as file:
            taken = _Lines(file, advance)
            while taken.more(_PART):
                target.bulk_load(input=cast("BinaryIO", taken), format=ox.RdfFormat.N_QUADS, lenient=True)
        target.bulk_extend(taken.nameless())
        lines.unlink()
        count = len(target)
        target.flush()
        del target  # closes it
    except RuntimeError as error:  # what the engine's own store makes of a failing disk
        raise OSError(str(error)) from None
    (folder / "LOG").unlink(missing_ok=True)  # what the engine noted: times, and paths of this machine
    for path in (*sorted(folder.iterdir()), folder):
        sync(path)
    return count


class _Lines:
    """The lines of a file of N-Quads, part by part, but for those with blank nodes, renamed in each part."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None]) -> None:
        self._file, self._advance = file, advance
        self._left = self._count = 0
        self._ready = b""
        self._aside: list[bytes] = []

    def more(self, size: int) -> bool:
        """Begin a part of so many bytes; say whether there is one."""
        self._left = size
        self._take()
        return bool(self._ready)

    def read(self, size: int) -> bytes:
        """Return the next bytes of the part, none at its end."""
        if not self._ready:
            self._take()
        found, self._ready = self._ready[:size], self._ready[size:]
        return found

    def nameless(self) -> Iterator[ox.Quad]:
        """Return the quads of the lines that were put aside, their blank nodes as they are."""
        return ox.parse(b"".join(self._aside), format=ox.RdfFormat.N_QUADS, lenient=True)

    def _take(self) -> None:
        while not self._ready and self._left > 0 and (lines := self._file.readlines(min(_BLOCK, self._left))):
            self._left -= sum(map(len, lines))
            before, self._count = self._count, self._count + len(lines)
            for _step in range(before // _STEP, self._count // _STEP):
                self._advance(_STEP)
            self._ready = b"".join(lines)
            if b"_:" in self._ready:  # … or a text in which that stands
                self._aside += [line for line in lines if b"_:" in line]
                self._ready = b"".join(line for line in lines if b"_:" not in line)


def give_back() -> None:
    """Let the system have memory that is free again: of a million small things, the C library keeps all."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # another library than GNU's
            ctypes.CDLL(None).malloc_trim(0)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk itself, where the system can say so."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:  # … and syncs no file that is only read
        return
    finally:
        os.close(handle)


def open_disk(folder: Path, *, in_memory: bool = False) -> ox.Store:
    """Open the store to read it. Raises OSError when there is none, or it is damaged.

    ``in_memory``: read all of it at once, for many queries: each term of an answer is looked up, and there that takes a
    fifth of the time.
    """
    try:
        store = written.read_only(folder)
        return written.in_memory(store) if in_memory else store
    except (RuntimeError, SyntaxError) as error:
        raise OSError(str(error)) from None


def read_some(
    store: ox.Store,
    into: ox.Store,
    relations: Iterable[str],
    beside: Sequence[str] = (),
    classes: Iterable[str] = (),
    inferred: Collection[str] | None = None,
) -> None:
    """Read what a store says with these relations, and what is of these classes, by its index: as `compact.stated`.

    relations: as ``prefix:name``. beside: also said in the same graph, not inferred, of a thing of which one of
    these is said. inferred: the relations that alone count where they are inferred.
    """
    kind, also = ox.NamedNode(iri("rdf:type")), [ox.NamedNode(iri(name)) for name in beside]
    there: set[tuple[ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode | ox.BlankNode | ox.DefaultGraph]] = set()

    def taken(quads: Iterable[ox.Quad], *, made: bool) -> Iterator[ox.Quad]:
        for quad in quads:
            if quad.graph_name != _INFERRED:
                there.add((quad.subject, quad.graph_name))
            elif not made:
                continue
            yield quad

    for name in relations:
        quads = store.quads_for_pattern(None, ox.NamedNode(iri(name)), None, None)
        written.extend(into, taken(quads, made=inferred is None or name in inferred))
    for name in classes:
        quads = store.quads_for_pattern(None, kind, ox.NamedNode(iri(name)), None)
        written.extend(into, taken(quads, made=inferred is None))
    points = ((thing, name, graph) for name in also for thing, graph in there)
    said = (quad for thing, name, graph in points for quad in store.quads_for_pattern(thing, name, None, graph))
    written.extend(into, said)


@contextmanager
def undamaged() -> Iterator[None]:
    """Say in a sentence what only shows while a query is answered, as its rows are read.

    That is a function which the engine does not know, a server that does not answer, a store on disk that is damaged.
    Raises UsageError.
    """
    try:
        yield
    except NotImplementedError:  # what rdflib and the engine cannot do together: theirs to say
        raise
    except (OSError, RuntimeError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        if unknown := _FUNCTION.search(said):
            raise UsageError(message("query-function", name=unknown[1])) from None
        if _ELSEWHERE.search(said) and not said.startswith(("Corruption", "IO error")):
            raise UsageError(message("service-failed", error=said)) from None
        if isinstance(error, RuntimeError) and not said.startswith("Corruption"):
            raise UsageError(message("query-unanswered", error=said)) from None
        raise UsageError(message("store-damaged-inside", error=said.partition(":")[0])) from None
