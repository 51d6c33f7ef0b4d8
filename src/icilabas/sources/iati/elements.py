"""IATI activity files, one activity at a time: XML to plain ``Part``s. The only module that imports lxml.

The file is streamed: an activity leaves memory before the next one comes, and what is not wanted of it leaves at once.
No DOCTYPE is read (so no entity is ever expanded), nothing is fetched, depth and width have limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from icilabas.errors import DataError, Fault, needs, os_error_message
from icilabas.files.guarded import Guarded
from icilabas.words.messages import message
from icilabas.words.progress import reading

with needs("iati"):
    from lxml import etree

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO


MOST_ELEMENTS = 500_000  # of one activity, without what is dropped: some 100 MB of memory
ROOTS = ("iati-activities", "iati-activity")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OF_XML = (_LANG, "{http://www.w3.org/2001/XMLSchema-instance}")  # how to read, nothing to be read
_PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}


class Part(NamedTuple):
    """One element: its name, attributes, language (its own or what it inherits), own text, children, line."""

    tag: str
    attributes: dict[str, str]
    lang: str
    text: str
    children: list[Part]
    line: int

    def get(self, name: str) -> str:
        """Return an attribute without stray white space; empty where it is missing."""
        return self.attributes.get(name, "").strip()

    def all(self, tag: str) -> list[Part]:
        """Return the children of this name."""
        return [child for child in self.children if child.tag == tag]

    def within(self, *tags: str) -> list[Part]:
        """Return the children of these names, then those of its transactions: a bare code that comes again, once."""
        found = [child for tag in tags for child in self.all(tag)]
        seen: set[tuple[object, ...] | None] = set()
        for child in (child for home in self.all("transaction") for tag in tags for child in home.all(tag)):
            bare = None if child.children or child.text else (child.tag, *child.attributes.items())
            if bare is None or bare not in seen:
                found.append(child)
            seen.add(bare)
        return found

    def narratives(self) -> list[tuple[str, str]]:
        """Return language and text: of the ``narrative`` children (version 2), else the own text (version 1)."""
        texts = self.all("narrative") or [self]
        return [(each.lang, each.text) for each in texts if each.text]


class _Wish(NamedTuple):
    """Which children of an activity are wanted, and of some of these only which of their children."""

    names: frozenset[str]
    inside: Mapping[str, Collection[str]]

    def drops(self, inner: list[str]) -> bool:
        """Say whether an element is dropped, by the names that lead to it from its activity."""
        if inner[0] in self.inside:
            return len(inner) > 1 and inner[1] not in self.inside[inner[0]]
        return inner[0] not in self.names


def _broken(path: Path, line: int | None, key: str, **values: object) -> DataError:
    place = str(path) if line is None else f"{path}:{line}"
    return DataError([Fault(place, message(key, **values))], unreadable=True)


def _check_start(path: Path, file: BinaryIO) -> None:
    """Refuse what its first bytes show not to be XML."""
    start = file.read(1024)
    file.seek(0)
    if not start.strip():
        raise _broken(path, None, "xml-empty")
    for magic, name in _PACKED.items():
        if start.startswith(magic):
            raise _broken(path, None, "xml-packed", found=name)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        raise _broken(path, None, "xml-web-page")


def _check_root(path: Path, root: etree._Element) -> None:
    """Refuse what is not an IATI activity file of a version that is read."""
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise _broken(path, root.sourceline, "xml-doctype")
    if str(root.tag).lower() == "html" or str(root.tag).endswith("}html"):
        raise _broken(path, root.sourceline, "xml-web-page")
    if root.tag not in ROOTS:
        raise _broken(path, root.sourceline, "iati-other", found=root.tag, expected=", ".join(ROOTS))
    version = str(root.get("version", "")).strip()
    if version and version.partition(".")[0] not in {"1", "2"}:
        raise _broken(path, root.sourceline, "iati-version", found=version)


def _unread(root: etree._Element) -> list[str]:
    """Return the attributes of the root that nothing is made of."""
    return [name for name in map(str, root.attrib) if name != "version" and not name.startswith(_OF_XML)]


def left_out(part: Part, kept: Collection[str], above: str = "") -> Iterator[str]:
    """Yield the path of each attribute and element within an activity that is not among the kept paths.

    Of an element that is not kept only its own path, and none of the activity's own children: they are counted as they
    are dropped. An empty attribute says nothing.
    """
    for name, value in part.attributes.items():
        path = f"{above}@{name.rpartition('}')[2]}"
        if not name.startswith(_OF_XML) and value.strip() and (path not in kept or "}" in name):
            yield path
    if part.text and above and not _is_read(part, above, kept):
        yield f"{above}text()"
    for child in part.children:
        path = above + child.tag
        if path in kept:
            yield from left_out(child, kept, f"{path}/")
        elif above:
            yield above + child.tag.rpartition("}")[2]


def _is_read(part: Part, above: str, kept: Collection[str]) -> bool:
    """Say whether the own text of an element is looked at: of the last one, or of version 1, where none is within."""
    if f"{above}narrative" in kept:
        return not part.all("narrative")
    return f"{above}text()" in kept


def _part(element: etree._Element, lang: str) -> Part:
    lang = str(element.get(_LANG, lang))
    marked_up = element.tag == "narrative" and len(element)  # bold words are words
    children = [] if marked_up else [_part(child, lang) for child in element if isinstance(child.tag, str)]
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    text = " ".join(("".join(map(str, element.itertext())) if marked_up else element.text or "").split())
    return Part(str(element.tag), attributes, lang, text, children, element.sourceline or 0)


def activities(
    path: Path,
    wanted: Collection[str],
    left_out: Counter[str],
    inside: Mapping[str, Collection[str]] | None = None,
    faults: list[Fault] | None = None,
) -> Iterator[Part]:
    """Yield each activity, with only those children whose names are wanted; count the others in ``left_out``.

    ``inside``: children of which only some children are wanted; they count as left out all the same. ``faults`` gets
    what is to be told of the whole file.
    Raises DataError (unreadable) with ``file:line:column`` for what is not XML, and with the line for what is not an
    IATI activity file of version 1 or 2, or has too many elements.
    """
    try:
        with reading(path) as file:
            _check_start(path, file)
            guarded = Guarded(file, path)
            yield from _stream(path, guarded, _Wish(frozenset(wanted), inside or {}), left_out)
            if faults is not None:
                faults += guarded.faults()
    except OSError as error:
        raise _broken(path, None, "unreadable", error=os_error_message(error)) from None
    except etree.XMLSyntaxError as error:
        line, column = error.position
        fault = Fault(f"{path}:{line}:{max(column, 1)}", message("xml-broken", error=str(error.msg or error)))
        raise DataError([fault], unreadable=True) from None
    except LookupError as error:  # an unknown encoding
        raise _broken(path, 1, "xml-broken", error=error) from None


def _stream(path: Path, file: Guarded, wish: _Wish, left_out: Counter[str]) -> Iterator[Part]:
    context = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    above: list[str] = []  # names of the open elements
    home = elements = 0  # home: how many elements are open around an activity
    for event, element in context:
        if event == "start":
            if not above:
                _check_root(path, element)
                home = int(element.tag == ROOTS[0])
                left_out.update(f"@{etree.QName(name).localname}" for name in _unread(element) if home)
            above.append(str(element.tag))
            elements += 1
            if elements > MOST_ELEMENTS:
                raise _broken(path, element.sourceline, "xml-too-wide", most=MOST_ELEMENTS)
            continue
        above.pop()
        before, inner = element.getprevious(), [*above[home + 1 :], str(element.tag)]
        if len(above) == home:
            if element.tag == ROOTS[1]:
                parent = element.getparent()
                yield _part(element, "" if parent is None else str(parent.get(_LANG, "")))
            else:
                left_out[etree.QName(element).localname] += 1
            _forget(element, before)
            elements = home
        elif len(above) > home:
            if len(inner) == 1 and (inner[0] not in wish.names or inner[0] in wish.inside):
                left_out[inner[0].rpartition("}")[2]] += 1
            if wish.drops(inner):
                drops = before is not None and wish.drops([*inner[:-1], str(before.tag)])
                _forget(element, before if drops else None)
                elements -= drops


def _forget(element: etree._Element, before: etree._Element | None) -> None:
    """Empty the element, which lxml still needs, and remove the one before it, which it does not."""
    element.clear()
    if before is not None:
        element.getparent().remove(before)
