"""JSON-LD files made ready for the parser: contexts that stand elsewhere, names that are none, what may end a process.

The parser follows what is nested, and what a context says of each other, by calls inside calls: where these are many
it ends its process without a word. So such a file is read in a process of its own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from icilabas.engine.terms import BASE, is_iri, is_language, pasted
from icilabas.errors import DataError, Fault
from icilabas.resources import ONTOLOGY, parse_yaml
from icilabas.words.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


# Up to these a file is read in this process: a small part of what ends one whose stack is small, and more terms than
# our own context has.
FEW_LEVELS, FEW_TERMS = 20, 300
MOST_TERMS = 10_000  # of one context
_TOLD = 8  # keys that are not read
_SECONDS, _SECONDS_PER_MEGABYTE, _MEMORY = 60, 10, 4_000_000_000
_NO_SYNTAX = 3  # the exit code of a process that has found no JSON-LD
_OWN = f"{BASE}ontology/context.jsonld"
_CONTEXT, _COLON = '"@context"', re.compile(r"\s*:\s*")
_ESCAPED = re.compile(r"\\(?:u00([2-7][0-9A-Fa-f])|.)", re.DOTALL)  # a letter of ASCII, which may be one of a keyword
# A text, or several in a list; what plainly is a name need not be looked at.
_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_PLAIN = r'"(?:[A-Za-z][A-Za-z0-9+.-]*:|_:)?[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9._~/-]*)?"'
_VALUE = rf"((?!{_PLAIN}){_TEXT}|\[\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*\])"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What the process of its own does: it begins in a moment, since it knows of the engine alone.
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
import pyoxigraph as ox
if sys.platform != "win32":  # which has no such limits
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]),) * 2)
try:
    quads = ox.parse(input=sys.stdin.buffer, format=ox.RdfFormat.JSON_LD, base_iri=sys.argv[3])
    ox.serialize(quads, sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)
except SyntaxError as error:
    sys.stderr.write(json.dumps([str(error.msg), error.lineno, error.offset]))
    sys.exit(3)
"""


def prepared(path: Path, data: bytes, faults: list[Fault]) -> bytes:
    """Return the content of a JSON-LD file as the parser may have it.

    Known contexts stand in place of their addresses: our own and those of ``contexts.yaml``. Web addresses in names are
    encoded as they have to be, and told in ``faults``, as are names that are none. Raises DataError (unreadable) for a
    context that would have to be fetched.
    """
    text = _ESCAPED.sub(_plainly, data.decode("utf-8")) if b"\\" in data else data.decode("utf-8")
    contexts = [*_contexts(text)]
    for place, context in contexts:
        address = next((each for each in _addresses(context) if each not in _known()), "")
        if address:
            raise _refused(path, text, place, "jsonld-elsewhere", found=address)
        if _terms(context) > MOST_TERMS:
            raise _refused(path, text, place, "jsonld-terms", most=MOST_TERMS)
    faults += _no_languages(path, text, [context for _place, context in contexts])
    if any(True for _place, context in contexts for _address in _addresses(context)):
        text = _with_known_contexts(text)
        contexts = [*_contexts(text)]
    said = [context for _place, context in contexts]
    text = _with_names(path, text, said, faults)
    faults += _not_read(path, text, said)
    return text.encode()


def _refused(path: Path, text: str, place: int, key: str, **values: object) -> DataError:
    line = text.count("\n", 0, place) + 1
    return DataError([Fault(f"{path}:{line}", message(key, **values))], unreadable=True)


def _plainly(found: re.Match[str]) -> str:
    """Return an escaped letter of ASCII as it is; quotes and backslashes stay escaped."""
    letter = chr(int(found[1], 16)) if found[1] else ""
    return letter if letter and letter not in '"\\\x7f' else found[0]


@lru_cache(maxsize=1)
def _known() -> dict[str, object]:
    """Return the contexts that need not be fetched, by their addresses: our own, and those of ``contexts.yaml``."""
    own = json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))["@context"]
    others = parse_yaml((ONTOLOGY / "contexts.yaml").read_text("utf-8"))
    return {_OWN: own, **{address: one["context"] for one in others for address in one["addresses"]}}


def _with_known_contexts(text: str) -> str:
    """Return the text with the known contexts in place of their addresses; each line stays where it was."""
    for place, context in reversed([*_contexts(text)]):
        if any(True for _address in _addresses(context)):
            end = json.JSONDecoder().raw_decode(text, place)[1]
            lines = "\n" * text.count("\n", place, end)
            text = text[:place] + json.dumps(_filled(context), ensure_ascii=False) + lines + text[end:]
    return text


def _filled(context: object) -> object:
    """Return the context with the known ones in place of their addresses."""
    if isinstance(context, str):
        return _known()[context]
    if isinstance(context, list):
        return [*map(_filled, context)]
    if not isinstance(context, dict):
        return context
    taken = context.get("@import")
    whole = _filled(taken) if isinstance(taken, str) else {}
    own = {
        key: _filled(value) if key == "@context" else _scoped(value)
        for key, value in context.items()
        if key != "@import"
    }
    return {**whole, **own} if isinstance(whole, dict) else own


def _scoped(value: object) -> object:
    """Return the definition of a term, with the context that it may have of its own filled."""
    inner = value.get("@context") if isinstance(value, dict) else None
    return {**value, "@context": _filled(inner)} if isinstance(value, dict) and inner is not None else value


def _with_names(path: Path, text: str, contexts: list[object], faults: list[Fault]) -> str:
    """Return the text with the web addresses in names encoded as they have to be; tell of these, and of others."""
    line, before = 1, 0

    def named(found: re.Match[str]) -> str:
        nonlocal line, before
        line, before = line + text.count("\n", before, found.start()), found.start()
        return found[1] + re.sub(_TEXT, one, found[2])

    def one(found: re.Match[str]) -> str:
        try:
            said = str(json.loads(found[0]))
        except ValueError:
            return found[0]  # which the parser tells
        if _is_name(said):
            return found[0]
        try:
            name = pasted(said)
        except ValueError:
            faults.append(Fault(f"{path}:{line}", message("jsonld-no-name", found=said), "Warning"))
            return found[0]
        faults.append(Fault(f"{path}:{line}", message("address-read-as", found=said, read=name), "Warning"))
        return json.dumps(name, ensure_ascii=False)

    keys = {"@id", "@type"}.union(*(_keys(context, _has_names) for context in contexts))
    return re.sub(rf"({_any_key(keys)}\s*:\s*){_VALUE}", named, text)


def _no_languages(path: Path, text: str, contexts: list[object]) -> list[Fault]:
    """Tell what is no tag of a language where one is asked for: the parser leaves out what it marks, without a word."""
    found: dict[str, int] = {}  # and where it stands first
    keys = {"@language"}.union(*(_keys(context, _marks_language) for context in contexts))
    for match in re.finditer(rf"{_any_key(keys)}\s*:\s*({_TEXT})", text):
        found.setdefault(_said(match[1]), match.start())
    if keys := set().union(*(_keys(context, _has_languages) for context in contexts)):
        decoder = json.JSONDecoder()
        for match in re.finditer(rf"{_any_key(keys)}\s*:\s*(?={{)", text):
            try:
                tags = decoder.raw_decode(text, match.end())[0]
            except ValueError:
                continue
            for tag in tags:
                found.setdefault(tag, match.start())
    return [
        Fault(f"{path}:{text.count(chr(10), 0, place) + 1}", message("jsonld-no-language", found=tag), "Warning")
        for tag, place in found.items()
        if not (tag.startswith("@") or is_language(tag))  # keywords: of a context, or of what has no language
    ]


def _not_read(path: Path, text: str, contexts: list[object]) -> list[Fault]:
    """Tell the keys of which no context of the file says what they mean: the parser leaves them out, without a word."""
    if any(_keys(context, lambda value: value is not None) & {"@vocab", "@import"} for context in contexts):
        return []
    known = set().union(*(_keys(context, lambda _value: True) for context in contexts))
    data = set().union(*(_keys(context, _holds_data) for context in contexts))
    found: Counter[str] = Counter()
    try:
        wait = [json.loads(text)]
    except ValueError:
        return []  # which the parser tells
    while wait:
        one = wait.pop()
        if isinstance(one, list):
            wait += one
        elif isinstance(one, dict) and one.get("@type") != "@json":
            read = {key for key in one if key.startswith("@") or key in known or (":" in key and _is_name(key))}
            found.update(one.keys() - read)
            wait += (one[key] for key in read - data - {"@context", "@value"})
    if not found:
        return []
    first = next(iter(found))
    place = re.search(rf"{re.escape(json.dumps(first, ensure_ascii=False))}\s*:", text)
    line = text.count("\n", 0, place.start() if place else 0) + 1
    keys = ", ".join(f"{key} ({count})" for key, count in found.most_common(_TOLD))
    return [Fault(f"{path}:{line}", message("jsonld-keys", keys=keys), "Warning")]


def _holds_data(value: object) -> bool:
    """Say whether what stands below a term is no thing with keys of its own: JSON as such, or kept by something."""
    return isinstance(value, dict) and ("@container" in value or value.get("@type") == "@json" or "@context" in value)


def _said(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return "en"  # which the parser tells


def _any_key(keys: set[str]) -> str:
    return f'"(?:{"|".join(map(re.escape, sorted(keys)))})"'


def _keys(context: object, wanted: Callable[[object], bool]) -> set[str]:
    """Return the terms of a context whose definition is as wanted."""
    if isinstance(context, list):
        return set().union(*(_keys(each, wanted) for each in context))
    return {key for key, value in context.items() if wanted(value)} if isinstance(context, dict) else set()


def _has_names(value: object) -> bool:
    """Say whether the values of a term are names: it stands for a keyword, or says so."""
    return value in ("@id", "@type") or (isinstance(value, dict) and value.get("@type") in ("@id", "@vocab"))


def _marks_language(value: object) -> bool:
    """Say whether a term stands for the keyword."""
    return value == "@language"


def _has_languages(value: object) -> bool:
    """Say whether what stands below a term is by language."""
    kind = value.get("@container") if isinstance(value, dict) else None
    return kind == "@language" or (isinstance(kind, list) and "@language" in kind)


def _is_name(text: str) -> bool:
    """Say whether the text can name something: an IRI, one that a prefix or the file's address begins, a blank node."""
    if _SCHEME.match(text):
        return is_iri(text)
    if ":" in re.split("[/?#]", text, maxsplit=1)[0]:
        return text.startswith("_:")
    return text.startswith("@") or is_iri(f"x:{text}" if text.startswith("//") else f"x:/{text}")


def may_end_a_process(data: bytes, levels: int) -> bool:
    """Say whether the parser may need more of the stack than there is for this content, nested so many levels deep."""
    contexts = _contexts(data.decode("utf-8"))
    return levels > FEW_LEVELS or any(_terms(context) > FEW_TERMS for _place, context in contexts)


def _contexts(text: str) -> Iterator[tuple[int, object]]:
    """Yield each context that can be read, and where it begins. What cannot is for the parser to tell."""
    decoder, end = json.JSONDecoder(), 0
    while (place := text.find(_CONTEXT, end)) >= 0:
        colon = _COLON.match(text, place + len(_CONTEXT))
        end = place + 1
        if text[place - 1 : place] == "\\" or colon is None:
            continue
        start = colon.end()
        try:
            context, end = decoder.raw_decode(text, start)
        except ValueError:
            continue
        yield start, context


def _addresses(context: object) -> Iterator[str]:
    """Yield the addresses of the contexts that this one takes over, or those of its terms."""
    if isinstance(context, str):
        yield context
    elif isinstance(context, list):
        for each in context:
            yield from _addresses(each)
    elif isinstance(context, dict):
        for key, value in context.items():
            if key in {"@import", "@context"}:
                yield from _addresses(value)
            elif isinstance(value, dict):
                yield from _addresses(value.get("@context"))


def _terms(context: object) -> int:
    """Return how many terms a context has, with those of contexts inside it."""
    if isinstance(context, dict):
        return len(context) + sum(map(_terms, context.values()))
    return sum(map(_terms, context)) if isinstance(context, list) else 0


def apart(path: Path, data: bytes, base: str) -> bytes:
    """Return as N-Quads what the content says, read by a process of its own.

    Raises SyntaxError as the parser does, DataError (unreadable) where the process ends or takes too long.
    """
    seconds = _SECONDS + _SECONDS_PER_MEGABYTE * len(data) // 10**6
    command = [sys.executable, "-c", _CHILD, json.dumps(sys.path), str(_MEMORY), base]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603  # ours alone
    except subprocess.TimeoutExpired:
        raise DataError([Fault(str(path), message("jsonld-slow", seconds=seconds))], unreadable=True) from None
    if done.returncode == _NO_SYNTAX:
        reason, line, column = json.loads(done.stderr)
        raise SyntaxError(reason, (None, line, column, None))
    if done.returncode:
        raise DataError([Fault(str(path), message("jsonld-ended"))], unreadable=True)
    return done.stdout
