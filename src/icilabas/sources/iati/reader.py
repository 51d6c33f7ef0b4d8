"""IATI files to statements, one activity at a time; what is not carried over is told once a file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from icilabas.engine.terms import Lit
from icilabas.errors import DataError, Fault
from icilabas.sources.iati import codes
from icilabas.sources.iati.activities import Writer
from icilabas.sources.iati.elements import activities
from icilabas.words.matching import fold
from icilabas.words.messages import message, show
from icilabas.words.text import same

if TYPE_CHECKING:
    from pathlib import Path

    from icilabas.sources.iati.codes import Known
    from icilabas.sources.reading import Reading


_MOST_NAMES = 100


def references(path: Path, known: Known) -> None:
    """Note which references go with which name, for matching by name: the whole file has to be read for it."""
    for part in activities(path, ("reporting-org", "participating-org"), Counter()):
        for each in part.children:
            for _lang, text in each.narratives():
                if reference := codes.reference(each.get("ref")):
                    known.references[fold(text)].add(reference)


def read_activities(path: Path, known: Known, into: Reading) -> None:
    """Read what the file says, one activity at a time.

    Raises DataError (unreadable), with the place, for what is not an IATI activity file of version 1.0x or 2.0x.
    """
    left_out: Counter[str] = Counter()
    if known.match_names:
        references(path, known)
    writer = Writer(path, known, into)
    mapping = codes.mapping()
    for part in activities(path, mapping["elements"], left_out, mapping["inside"], into.faults):
        writer.activity(part)
        left_out["@percentage"] += sum(bool(each.get("percentage")) for each in part.children)
        kinds = [each.get("type") for each in part.all("participating-org") if each.get("type")]
        left_out["participating-org/@type"] += sum(codes.organization_type(kind) is None for kind in kinds)
        _keep(into)
    if not writer.number:
        raise DataError([Fault(str(path), message("iati-none"))], unreadable=True)
    for thing, (reference, passage) in known.nameless.items():
        if thing not in known.called:
            writer.passage = passage
            writer.call(thing, [Lit(reference, lang=codes.UNDETERMINED)])
    if +left_out:
        names = ", ".join(f"{show(name)} ({count})" for name, count in sorted((+left_out).items())[:_MOST_NAMES])
        writer.warn(None, "iati-left-out", names=same(names))
    _keep(into)


def _keep(into: Reading) -> None:
    """Put what was said into the store, so that an activity leaves memory before the next one comes."""
    into.note_graphs({graph for *_said, graph in into.statements})
    into.keep()
