"""Files as parsers get them: UTF-8 without a mark at the start, no control characters, nothing nested without end.

All is looked at piece by piece before a parser sees it. Strings, comments and addresses are passed over, so that no
bracket in a text counts.
"""

from __future__ import annotations

import codecs
import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from icilabas.errors import DataError, Fault
from icilabas.words.messages import message
from icilabas.words.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import BinaryIO


MOST_DEPTH = 100  # brackets, elements and statements inside one another
_MOST_HELD = 16_000_000  # bytes of one text or comment
_MOST_ENTITY = 10_000  # bytes of what an entity of XML stands for
_PIECE = 1 << 16
_MARKS = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_BARE_UTF_32 = pattern(rb"(?:\0{3}[\t\n\r -~]|[\t\n\r -~]\0{3}){2}")
_BARE_UTF_16 = pattern(rb"\0[\t\n\r -~]|[\t\n\r -~]\0")
# What is passed over, as one text each: strings, comments, addresses. The first is all up to a text without an end.
_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_PAIRS = pattern(rb"\\.", re.DOTALL)
_TEXT = (
    rb"""\\.|\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"""
    rb"""|"(?!"")(?:[^"\\\n\r]++|\\.)*+"|'(?!'')(?:[^'\\\n\r]++|\\.)*+'|<[^<>\s"{}]*+>|\#[^\n\r]*+[\n\r]"""
)
_TURTLE = (
    pattern(rb"""(?:[^"'<>#\\]++|<<|>>?|""" + _TEXT + rb")*+", re.DOTALL),
    pattern(_TEXT, re.DOTALL),
)
_OPENING, _BRACKETS = b"[({<", b"[](){}<>"
_OTHER_BYTES = bytes(code for code in range(256) if code not in _BRACKETS)
_STEP = {code: 1 if code in _OPENING else -1 for code in _BRACKETS}
_TAG = rb"""<(/?)[^\s<>"'!?/][^<>"'/]*+(?:"[^"]*+"[^<>"'/]*+|'[^']*+'[^<>"'/]*+|/(?!>))*+(/?)>"""
_NO_TAG = (
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"""|<!DOCTYPE[^\[>]*+(?:\[(?:[^\]"']++|"[^"]*+"|'[^']*+')*+\][^>]*+)?+>"""
)
_XML = pattern(rb"(?:[^<]++|" + _TAG + rb"|" + _NO_TAG + rb")*+", re.DOTALL), pattern(_NO_TAG, re.DOTALL)
_TAGS = pattern(_TAG)
_LEVEL = {(b"", b""): 1, (b"/", b""): -1, (b"", b"/"): 0, (b"/", b"/"): 0}
_ENTITY = pattern(rb"""<!ENTITY\s+(?:%\s+)?([^\s"']+)\s+("[^"]*"|'[^']*')""")
_NAMED = pattern(rb"&([^\s;&#]+);")
_TRIPLE = pattern(rb"""<[^>]*\bparseType\s*=\s*["']Triple["']""")
_VERSION = pattern(rb"""\bversion\s*=\s*["']1\.2""")
_NOT_UTF8 = pattern(rb"""<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["'])([^"']+)["']""", re.IGNORECASE)
# Control characters and what Unicode gives to no character, as they are and as each kind of text writes them.
# VT, FF and NEL end a line.
_RAW = pattern(
    rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef(?:\xbf[\xbe\xbf]|\xb7[\x90-\xaf])"
    rb"|(?:\xf0[\x9f\xaf\xbf]|[\xf1-\xf3][\x8f\x9f\xaf\xbf]|\xf4\x8f)\xbf[\xbe\xbf]"
)
_NO_CHARACTERS = b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf"  # two bytes of each
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_LATER_CONTROLS = pattern(rb"\xc2[\x80-\x9f]")
_ESCAPED = pattern(
    rb"\\(?:u(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])|[fF]{3}[eEfF]|[fF][dD][dDeE][0-9a-fA-F])"
    rb"|U00(?:0[1-9a-fA-F]|10)[fF]{3}[eEfF]"
    rb"|U0000(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])|[fF]{3}[eEfF]|[fF][dD][dDeE][0-9a-fA-F])"
    rb"|u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|u[dD][c-fC-F][0-9a-fA-F]{2}|.)",
    re.DOTALL,
)
_REFERENCE = pattern(
    rb"&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]|(?:[1-9a-fA-F]|10)?[fF]{3}[eEfF]|[fF][dD][dDeE][0-9a-fA-F])"
    rb"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|12[7-9]|1[345][0-9]|649(?:7[6-9]|[89][0-9])|6500[0-7]|"
    + "|".join(str(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)).encode()
    + rb"));"
)
_NO_PAIR = pattern(rb"\\u[dD][89abAB][37bBfF][fF]\\u[dD][fF]{2}[eEfF]")  # two halves of what is no character
_BEGUN = pattern(rb"&#x?[0-9a-fA-F]*")
_CUT = (b"<", b"&", b"\xc2", b"\xef", b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")  # begin what is looked for
_PAIR = 12  # bytes of two halves of a character
_LINE_ENDS = {b"0B", b"0C", b"85"}
_KINDS = {
    ".jsonld": "json",
    ".ttl": "turtle",
    ".trig": "turtle",
    ".nt": "lines",
    ".nq": "lines",
    ".rdf": "xml",
    ".owl": "xml",
}


def wide_encoding(start: bytes) -> str:
    """Return ``UTF-16`` or ``UTF-32`` where a file begins so, with a mark or without; else nothing."""
    if mark := next((name for mark, name in _MARKS if start.startswith(mark)), ""):
        return mark
    return "UTF-32" if _BARE_UTF_32.match(start) else "UTF-16" if _BARE_UTF_16.match(start) else ""


class Guarded:
    """A file to be read by a parser, from first to last.

    depth: of brackets, elements and statements at most. Reading raises DataError (unreadable) with ``file:line``.
    Other files than RDF are only freed of control characters, whatever their encoding.
    """

    def __init__(self, file: BinaryIO, path: Path, depth: int = MOST_DEPTH) -> None:
        self._file, self._path, self._most = file, path, depth
        self._kind = _KINDS.get(path.suffix.lower(), "")
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._ready, self._held = bytearray(), b""
        self._begun = self._ended = False
        self._line, self._depth = 1, 0
        self._versioned = False  # whether the root says that the file is of RDF 1.2
        self._entities: dict[bytes, int] = {}
        self.deepest = 0
        self.removed, self._first = 0, 0  # control characters, and the line of the first

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, no more than ``size`` where it is not negative; none at the end."""
        while not self._ended and (size < 0 or not self._ready):
            self._take(self._file.read(max(_PIECE, len(self._held))))
        size = len(self._ready) if size < 0 else size
        found = bytes(self._ready[:size])
        del self._ready[:size]
        return found

    def faults(self) -> list[Fault]:
        """Return what is to be told of what was read."""
        if not self.removed:
            return []
        place = f"{self._path}:{self._first}"
        return [Fault(place, message("control-characters-of-file", count=self.removed), "Warning")]

    def _refused(self, key: str, before: bytes = b"", **values: object) -> DataError:
        line = self._line + before.count(b"\n")
        return DataError([Fault(f"{self._path}:{line}", message(key, **values))], unreadable=True)

    def _take(self, piece: bytes) -> None:
        """Take the next piece of the file, and pass on what of it ends no text in the middle."""
        self._ended = not piece
        if not self._begun:
            self._begun = True
            piece = self._start(piece)
        if self._kind not in {"", "bytes"}:
            try:
                self._decoder.decode(piece, self._ended)
            except UnicodeDecodeError as error:
                raise self._refused("not-utf8-text", self._held + piece[: error.start]) from None
        data = self._held + piece
        if self._kind == "xml" and b"<!ENTITY" in data:
            self._measure_entities(data)
        end = len(data) if self._ended else self._safe_end(data)
        end = self._passed(data, end)
        done, self._held = data[:end], data[end:]
        if len(self._held) > _MOST_HELD:
            raise self._refused("too-long-text", most=_MOST_HELD // 10**6)
        self._ready += self._cleaned(done)
        self._line += done.count(b"\n")

    def _start(self, piece: bytes) -> bytes:
        """Return the first piece without the mark of UTF-8. Refuse what is marked, or declared, as something else."""
        mark = wide_encoding(piece)
        if self._kind in {"", "xml"} and (declared := _NOT_UTF8.match(piece.lstrip(b"\xef\xbb\xbf\r\n\t "))):
            mark = declared[1].decode("ascii", "replace")
        if not self._kind:
            self._kind = "bytes" if mark else ""
            return piece
        if mark:
            raise self._refused("other-encoding", found=mark)
        return piece.removeprefix(codecs.BOM_UTF8)

    def _safe_end(self, data: bytes) -> int:
        """Return the end of what can be looked at before more is read: no token is cut in two there."""
        if self._kind in {"json", "turtle"}:
            return len(data.rstrip(b"\"'<>\\"))
        if self._kind == "lines":
            return data.rfind(b"\n") + 1
        if self._kind == "bytes":
            return len(data)
        cuts = [data.rfind(mark, max(0, len(data) - _PAIR)) for mark in _CUT]
        if (last := data.rfind(b"&#")) >= 0 and _BEGUN.fullmatch(data, last):  # with noughts in any number
            cuts.append(last)
        return min((cut for cut in cuts if cut >= 0), default=len(data))

    def _passed(self, data: bytes, end: int) -> int:
        """Count what opens and closes up to ``end``; return where a text begins that has no end yet, or ``end``."""
        if self._kind in {"json", "turtle"} or (self._kind == "lines" and b"<<" in data):
            found = self._count(data[:end])
        elif self._kind == "xml":
            found = self._count_tags(data[:end])
        else:
            return end
        return len(data) if self._ended else found

    def _count(self, data: bytes) -> int:
        """Count the brackets that are in no text; two that stand together, as in ``<<``, count twice."""
        if self._kind == "json":
            text, plain = _STRING, _PAIRS.sub(b"__", data) if b"\\" in data else data
            end = plain.rfind(b'"') if plain.count(b'"') % 2 else len(data)
            found = b"".join(plain[:end].split(b'"')[::2])
        else:
            text, match = _TEXT, _TURTLE[0].match(data)
            end = match.end() if match else 0
            found = _TURTLE[1].sub(b"", data[:end])
        self._nest(data[:end], map(_STEP.__getitem__, found.translate(None, _OTHER_BYTES)), text + rb"|([\[\](){}<>])")
        return end

    def _count_tags(self, data: bytes) -> int:
        match = _XML[0].match(data)
        end = match.end() if match else 0
        tags = _XML[1].sub(b"", data[:end]) if b"<!" in data or b"<?" in data else data[:end]
        root = None if self.deepest else _TAGS.search(tags)
        self._versioned = self._versioned or (root is not None and _VERSION.search(root[0]) is not None)
        if not self._versioned and b"Triple" in tags and (found := _TRIPLE.search(tags)):
            raise self._refused("xml-triple", data[: data.find(found[0])])
        self._nest(data[:end], map(_LEVEL.__getitem__, _TAGS.findall(tags)), _NO_TAG + rb"|" + _TAG)
        return end

    def _nest(self, data: bytes, steps: Iterable[int], pieces: bytes) -> None:
        """Go these steps down and up. ``pieces`` is what finds them in the data: a match with a group is one."""
        depths = [*accumulate(steps, initial=self._depth)]
        self._depth, self.deepest = max(0, depths[-1]), max(self.deepest, *depths)
        if self.deepest > self._most:
            number = next(place for place, depth in enumerate(depths) if depth > self._most)
            found = (match for match in re.finditer(pieces, data, re.DOTALL) if match.lastindex)
            raise self._refused("too-deep", data[: next(islice(found, number - 1, None)).start()], most=self._most)

    def _measure_entities(self, data: bytes) -> None:
        """Refuse an entity that stands for very much, by itself or through others."""
        for found in _ENTITY.finditer(data):
            inner = sum(self._entities.get(name, 0) for name in _NAMED.findall(found[2]))
            self._entities[found[1]] = len(found[2]) + inner
            if len(found[2]) + inner > _MOST_ENTITY:
                raise self._refused("xml-entity", data[: found.start()], most=_MOST_ENTITY)

    def _cleaned(self, data: bytes) -> bytes:
        """Return the text without control characters, however they are written; count them."""
        if self._kind == "bytes":
            return data
        found = data
        unseen = any(part in data for part in _NO_CHARACTERS)
        if unseen or len(data.translate(None, _CONTROLS)) < len(data) or _LATER_CONTROLS.search(data):
            found = _RAW.sub(lambda match: self._without(match, b" "), data)
        if self._kind in {"", "xml"}:
            return _REFERENCE.sub(lambda match: self._without(match, b"&#10;"), found) if b"&#" in found else found
        return _ESCAPED.sub(self._unescaped, found) if b"\\" in found else found

    def _without(self, match: re.Match[bytes], line_end: bytes) -> bytes:
        self._first = self._first or self._line + match.string.count(b"\n", 0, match.start())
        self.removed += 1
        if match[0].startswith(b"&"):
            code = match[0][2:-1].lower()
            number = int(code[1:], 16) if code.startswith(b"x") else int(code.lstrip(b"0") or b"0")
        else:
            number = ord(match[0].decode("utf-8"))
        return line_end if number in {0x0B, 0x0C, 0x85} else b""

    def _unescaped(self, match: re.Match[bytes]) -> bytes:
        text = match[0]
        if (len(text) == _PAIR and not _NO_PAIR.fullmatch(text)) or (text[1:2] not in b"uUbf"):
            return text
        if text[1:2] in b"uU" and len(text) == len("\\u"):
            return text  # an escape that is none: the parser says so
        if text[1:3].lower() == b"ud" and self._kind != "json":
            return text  # half a character, which JSON alone may have: the parser refuses it
        self._first = self._first or self._line + match.string.count(b"\n", 0, match.start())
        self.removed += 1
        return b"\\n" if text[1:] == b"f" or (text[-4:-2] == b"00" and text[-2:].upper() in _LINE_ENDS) else b""
