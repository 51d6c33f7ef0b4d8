"""Whether an answer of a server is whole: how its end is seen, and what servers write where they break one off.

HTTP does not tell: once the status 200 is sent, a server that gives up can only spoil what follows, and a proxy that
breaks off may end its answer in good form. So the end is looked for in the content, where its form has one.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from icilabas.resources import ONTOLOGY, parse_yaml
from icilabas.words.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

BROKEN_OFF = ONTOLOGY / "servers" / "broken-off.yaml"
_LOOKED_AT = 1 << 16  # bytes at the beginning and at the end of an answer
_PIECE = 1 << 16
_EITHER = 32 + zlib.MAX_WBITS  # gzip or zlib, as the content begins
_PACKED = {"gzip", "x-gzip", "deflate"}
_HEAD_FIRST, _ROWS_END = pattern(rb'\s*\{\s*"head"'), pattern(rb"\]\s*\}\s*\}\s*\Z")
_NAME = rb"[^\s<>/?!=]+"
_AROUND = rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>)*+"  # what may stand outside of the root
_ROOT = pattern(rb"(?:\xef\xbb\xbf)?" + _AROUND + rb"<(?P<name>" + _NAME + rb")(?P<closed>[^<>]*/>)?", re.DOTALL)
_NO_MORE = pattern(_AROUND + rb"\Z", re.DOTALL)
# A cell of a table, and what follows it: as the standard writes them, and as Virtuoso does, without kinds of terms.
_AFTER = r"(\t|\r?\n)"
_CELL = pattern(
    r"(<[^<>\s]*>|\"(?:[^\"\\\t\n\r]|\\.)*+\"(?:@[\w-]+|\^\^<[^<>\s\"]*>|\^\^[\w.-]*:[\w.-]*)?|[^\s\"<]*)" + _AFTER
)
_QUOTED_CELL = pattern(r"(\"(?:[^\"]|\"\")*+\"|[^\s\"]*)" + _AFTER)
_ESCAPE = pattern(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@cache
def _signs(kind: str) -> re.Pattern[str]:
    """Return the texts of known servers, as one pattern that goes on to the end of what is said."""
    known = parse_yaml(BROKEN_OFF.read_text(encoding="utf-8"))[kind]
    return re.compile(f'(?:{"|".join(re.escape(each["text"]) for each in known)})[^"\\r\\n<]*', re.IGNORECASE)


@cache
def _empty() -> frozenset[str]:
    return frozenset(parse_yaml(BROKEN_OFF.read_text(encoding="utf-8"))["empty"])


def given_up(content: bytes) -> str:
    """Return what a known server says of having given up; nothing where none of their texts is found.

    content: an answer that was refused, or that cannot be read: the texts may stand in one that is whole.
    """
    for part in (content[-_LOOKED_AT:], content[:_LOOKED_AT]):
        if found := _signs("given-up").search(part.decode("utf-8", "replace")):
            return found[0].strip()
    return ""


def refuses_updates(said: str) -> bool:
    """Say whether this is what a known server says where it does not let us write, whatever the status."""
    return bool(_signs("read-only").search(said))


def is_full(said: str) -> bool:
    """Say whether this is what a known server says where it has no room left."""
    return bool(_signs("full").search(said))


class Unpacked:
    """The content of pieces that came compressed; where its end is, compression tells (urllib3 does not).

    left: the coding that is not undone here, if any: nobody asked for it, and the content is as it came.
    """

    def __init__(self, coding: str) -> None:
        """Take the value of ``Content-Encoding``."""
        coding = coding.strip().lower()
        self._packed = zlib.decompressobj(_EITHER) if coding in _PACKED else None
        self.left = "" if coding in _PACKED | {"", "identity"} else coding
        self._came = False

    def take(self, piece: bytes) -> Iterator[bytes]:
        """Yield what the piece holds, a little at a time. Raises zlib.error where that is nothing of the kind."""
        if self._packed is None:
            yield piece
            return
        while piece:
            self._came = True
            if self._packed.eof:
                self._packed = zlib.decompressobj(_EITHER)
            yield self._packed.decompress(piece, _PIECE)
            piece = self._packed.unconsumed_tail or self._packed.unused_data

    @property
    def ended(self) -> bool:
        """Whether the end was seen."""
        return self._packed is not None and self._packed.eof

    @property
    def cut(self) -> bool:
        """Whether an end is missing."""
        return self._came and not self.ended


def xml_ends(content: bytes) -> bool:
    """Say whether the first element of the XML is closed, and nothing but comments follows."""
    root = _ROOT.match(content)
    if root is None:
        return False
    if root["closed"]:
        return bool(_NO_MORE.match(content, root.end()))
    name, closed, after = content[content.rfind(b"</", root.end()) + 2 :].partition(b">")
    return bool(closed) and name.rstrip() == root["name"] and bool(_NO_MORE.match(after))


def standard_json(content: bytes) -> tuple[bytes, int | None]:
    """Return SPARQL results as the standard has them, and how many rows the server counts, if it says so.

    QLever adds a member “meta”, and others may; the engine's reader refuses what follows the rows, but does not look at
    what follows a truth value, or a head that comes last. Raises ValueError for what is not JSON from start to end.
    """
    if _HEAD_FIRST.match(content) and _ROWS_END.search(content[-100:]):
        return content, None  # the reader looks at all of it
    try:
        found = json.loads(content)
    except UnicodeDecodeError:
        return content, None  # the reader says in its words that it is no text
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        return b"", None  # which the reader refuses
    kept = {name: found[name] for name in ("head", "boolean", "results") if name in found}
    if isinstance(rows := kept.get("results"), dict):
        kept["results"] = {name: rows[name] for name in ("bindings",) if name in rows}
    meta = found.get("meta")
    count = meta.get("result-size-total") if isinstance(meta, dict) else None
    return json.dumps(kept).encode(), count if type(count) is int else None


def json_is_cut(content: bytes) -> bool:
    """Say whether what is not JSON is the beginning of some."""
    text = content.decode("utf-8", "replace").rstrip()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return text.startswith("{") and (error.pos >= len(text) or error.msg.startswith("Unterminated string"))
    except (ValueError, RecursionError):
        return False
    return False


def table(content: bytes) -> tuple[list[str], list[tuple[str | None, ...]]]:
    """Return the variables and the rows of a TSV answer, as texts: None where a variable is unbound.

    Of a term is left what it says: an address, or the text of a literal. Virtuoso tells no more: it puts both between
    quotes, doubles a quote inside, and escapes nothing. Where the table ends, only the connection tells. Raises
    ValueError for what is no such table from start to end.
    """
    text = content.decode()
    quoted = text.startswith('"')
    cells = (_QUOTED_CELL if quoted else _CELL).findall(text)
    if sum(len(cell) + len(after) for cell, after in cells) != len(text):
        raise ValueError("TSV")
    columns = next((n for n, (_cell, after) in enumerate(cells, 1) if after != "\t"), 0)
    heads = [cell for cell, _after in cells[:columns]]
    names = [head.strip('"') if quoted else head[1:] for head in heads]
    ends = (["\t"] * (columns - 1) + ["\n"]) * (len(cells) // columns if columns else 0)
    if not columns or not (quoted or all(head[:1] in "?$" for head in heads)):
        raise ValueError("TSV")
    if [after[-1] for _cell, after in cells] != ends:
        raise ValueError("TSV")
    said = _quoted_text if quoted else _text_of
    values = iter([said(cell) for cell, _after in cells[columns:]])
    return names, list(zip(*[values] * columns, strict=True))


def _quoted_text(cell: str) -> str | None:
    return (cell[1:-1].replace('""', '"') if cell[0] == '"' else cell) if cell else None


def _text_of(cell: str) -> str | None:
    if not cell or cell[0] not in '<"':
        return cell or None
    inner = cell[1 : cell.rindex(">" if cell[0] == "<" else '"')]
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(found: re.Match[str]) -> str:
    if code := found[1] or found[2]:
        return chr(int(code, 16))
    if found[3] not in _ESCAPED:
        raise ValueError(found[0])
    return _ESCAPED[found[3]]


def last_comment(content: bytes) -> str:
    """Return the last line of N-Triples or Turtle where it looks like a comment, but is not one of an empty answer."""
    line = content[-_LOOKED_AT:].rstrip().rpartition(b"\n")[2].strip().decode("utf-8", "replace")
    return line if line.startswith("#") and line not in _empty() else ""
