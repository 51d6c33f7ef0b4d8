"""What the text of a query says: of which kind it is, which graphs it asks, and which other servers it calls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from icilabas.engine.terms import PREFIXES
from icilabas.errors import UsageError
from icilabas.words.messages import message
from icilabas.words.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


PAGE = 10_000  # rows
KEY = "icilabasKey"  # the variable by which pages are put in order
# What must not be taken for words of the query: strings, IRIs, comments.
_OPAQUE = pattern(
    r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r"|\"(?:[^\"\\\n\r]|\\.)*+\"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|(?P<iri><[^<>\"{}|^`\s]*>)|(?P<comment>\#[^\n\r]*)",
    re.DOTALL,
)
_PROLOGUE = pattern(r"(?:\s+|PREFIX\s+[^:\s]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_CONDITION = r"(?:[?$]\w+|(?:ASC|DESC)\s*\(\s*[?$]\w+\s*\))"
_ORDER = pattern(rf"\bORDER\s+BY\s*((?:\s*{_CONDITION})+)\s*(?=$|LIMIT\b|OFFSET\b|VALUES\b)", re.IGNORECASE)
_HAS_ORDER = pattern(r"\bORDER\s+BY\b", re.IGNORECASE)
_LIMITED = pattern(r"(?<![?$])\b(?:LIMIT|OFFSET)\s+\d", re.IGNORECASE)
_LIMIT = pattern(r"(?<![?$])\bLIMIT\s+(\d{1,18})", re.IGNORECASE)
_VALUES, _WHERE_WORD = (pattern(rf"(?<![?$])\b{word}\b", re.IGNORECASE) for word in ("VALUES", "WHERE"))
_FROM_WORD = pattern(r"(?<![?$:@\w.-])FROM\b", re.IGNORECASE)
_VARIABLE = pattern(r"[?$](\w+)")
_DISTINCT = pattern(r"\bSELECT\s+DISTINCT\b", re.IGNORECASE)
_SPACE = r"(?>\s+|\#[^\n\r]*+)*+"
_NAME = r"(?P<name><[^>]*>|[?$][^\s{<]+|[^\s{<:?$]*:[^\s{<]*)"
# Nothing is asked of what stands before: engines take “trueSERVICE” for two words, and whether a “<” begins an IRI
# depends on all that came earlier. So a text that looks like a call is taken for one, in a literal too.
_SERVICE = pattern(
    rf"(?<![?$])(?P<word>SERVICE)(?P<between>{_SPACE}(?P<silent>SILENT{_SPACE})?){_NAME}{_SPACE}\{{", re.IGNORECASE
)
_HOST = r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
_ALLOWED = pattern(rf"{_HOST}(?::\d{{1,5}})?", re.IGNORECASE)
_ADDRESS = pattern(rf"<(?P<scheme>https?)://(?P<host>{_HOST})(?P<port>:\d{{1,5}})?(?:[/?#][^\\]*)?>", re.IGNORECASE)
_USUAL = {"http": ":80", "https": ":443"}
_NO_CALL = "SERVICX"  # a prefix in the place of one that is called as the keyword is
_PLACE = pattern(r"error at (?P<line>\d+):(?P<column>\d+): (?P<error>.*)", re.DOTALL)
# one of a list of words and signs, or of sets of letters, which stand in brackets
_EXPECTED = pattern(r'"(?:[^"\\]|\\.)*"|(?:\[(?:\'[^\']*\'|[^\]\'])*\]|[^,"\[])+')
_FEW = 5  # words that are told
_MOST_CALLS = 100  # of a query; one that seems to have more is not looked through
# The engine follows what is nested, and each part of a chain, by calls inside calls: of too many it ends the process.
_MOST_NESTED, _MOST_PARTS, _SHORT = 100, 500, 3_000  # and a text of so many characters has few parts
_BRACKETS = pattern(r"[][(){}]")
_PART = pattern(r"&&|[|!*+/]|(?<![\w.-])-|\b(?:BIND|FILTER|MINUS|OPTIONAL|UNION)\b", re.IGNORECASE)
_LOAD = pattern(rf"LOAD{_SPACE}(?:SILENT{_SPACE})?(?:<|[^\s{{<:?$]*:)", re.IGNORECASE)
_PREFIXED = r"[\w.-]*:[^\s{}<>?$()]*"
_SUBSELECT = pattern(r"\s*SELECT\b", re.IGNORECASE)
_WHERE = pattern(r"\s*(?:WHERE\s*)?\{", re.IGNORECASE)
_FORM = pattern(r"[A-Za-z]+")
_DESCRIBED = pattern(rf"\s*(\*|[?$]\w+|<[^>]*>|{_PREFIXED})")
_DATASET = pattern(rf"(?:\s*FROM\b(?:\s*NAMED\b)?\s*(?:<[^>]*>|{_PREFIXED}))*", re.IGNORECASE)
_UPDATE = pattern(
    rf"{_SPACE}(?:(?:BASE|PREFIX{_SPACE}[^\s:<]*:){_SPACE}<[^>]*>{_SPACE})*+"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_GIVEN = pattern(r"\bVALUES\s*(?:[?$]\w+|\([^()]*\))\s*\{[^{}]*\}", re.IGNORECASE)
_CALL = pattern(r"(?<![:\w?$.-])(?!a\b)[A-Za-z]\w*\s*\([^(){}]*\)")
_DECLARED = pattern(r"PREFIX\s+([^:\s]*):\s*<([^>]*)>", re.IGNORECASE)
_A_TERM = r"<[^>]*>|[\w-]*:[\w-]*(?:\.[\w-]+)*|[?$]\w+|\w+|\"\""
_TERM, _TOKEN = pattern(_A_TERM), pattern(rf"{_A_TERM}|\S")
_SUBJECT, _RELATION, _OBJECT, _END = range(4)  # the places in a statement, and what is behind it
_LEADS_TO = {"{": _SUBJECT, "}": _SUBJECT, ".": _SUBJECT, ";": _RELATION, ",": _OBJECT}
_FROM = pattern(r"(?<![?$:@\w.-])FROM(?:\s+NAMED)?(?:\s*<>|\s+[^\s{}<>?$()]*:)", re.IGNORECASE)


def _bare(text: str) -> str:
    """Return the text without what its strings and IRIs say, each character in its place."""
    return _OPAQUE.sub(lambda found: " " * len(found[0]), text)


def _outside(bare: str) -> str:
    """Return the text with all that stands in braces blanked: the solution modifiers are left."""
    depth, kept = 0, []
    for char in bare:
        depth += (char == "{") - (char == "}")
        kept.append(" " if depth or char in "{}" else char)
    return "".join(kept).rstrip()


@dataclass(frozen=True)
class Asked:
    """A query as an endpoint gets it.

    text: the query, each prefix that it uses declared. kind: ``rows``, ``boolean`` or ``triples``.
    variables: of the rows. order: variable and whether it descends, of each condition of ``ORDER BY``; None where
    one is not just a variable. distinct: no row comes twice.
    """

    text: str
    kind: str
    variables: tuple[str, ...] = ()
    order: tuple[tuple[str, bool], ...] | None = ()
    distinct: bool = False

    @classmethod
    def of(cls, query: str) -> Asked:
        """Read a query. Raises UsageError for what is not a SPARQL query, such as an update."""
        bounded(query)
        parsed = _parsed(_without_calls(query)[0])
        text = described(declared(query, PREFIXES))
        if isinstance(parsed, ox.QueryBoolean):
            return cls(text, "boolean")
        if isinstance(parsed, ox.QueryTriples):
            return cls(text, "triples")
        outside = _outside(_bare(text))
        names = tuple(variable.value for variable in parsed.variables)
        return cls(text, "rows", names, _order(outside), bool(_DISTINCT.search(outside)))

    @property
    def in_pages(self) -> bool:
        """Whether the query can be part of another, so that its rows can be counted, and asked for in pages."""
        return self.kind == "rows" and bool(self.variables) and self._as_part is not None

    def counted(self) -> str:
        """Return the query that counts the rows, as ``?n``."""
        head, graphs, inner = self._as_part or ("", "", "")
        return f"{head}SELECT (COUNT(*) AS ?n) {graphs}WHERE {{ {{ {inner} }} }}"

    def page(self, by: str, most: int, first: str | None, fixed: Iterable[tuple[str, str | None]] = ()) -> str:
        """Return the query for ``most`` rows at most, in the order of the texts of the variable ``by``.

        Beside the variables stands `KEY`, the text. first: where the page begins, ``>`` or ``>=`` and a text; None for
        the first page, which has the rows where the text is missing. fixed: variables with the text that they have to
        have. Virtuoso 7 gives the key of another row where COALESCE makes it, and sorts no more than 10,000 with LIMIT.
        """
        head, graphs, inner = self._as_part or ("", "", "")
        conditions = [f"FILTER(STR(?{by}) {first})"] if first else []
        conditions += [f"FILTER(STR(?{name}) = {text_literal(text)})" for name, text in fixed if text is not None]
        conditions += [f"FILTER(!BOUND(?{name}))" for name, text in fixed if text is None]
        names = " ".join(f"?{name}" for name in self.variables)
        body = f"{{ {inner} }} {' '.join(conditions)}"
        return f"{head}SELECT {names} (STR(?{by}) AS ?{KEY}) {graphs}WHERE {{ {body} }} ORDER BY ?{KEY} LIMIT {most}"

    @cached_property
    def _as_part(self) -> tuple[str, str, str] | None:
        """Return what the query declares, the graphs that it names, and the rest, without an order of its own.

        Only a whole query may name graphs. None where they cannot be told from the rest.
        """
        head = prologue(self.text)
        rest = self.text[len(head) :]
        bare = _bare(rest)
        outside = _outside(bare)
        if (ordered := _HAS_ORDER.search(outside)) and not _LIMITED.search(outside):
            values = _VALUES.search(outside, ordered.end())
            rest = rest[: ordered.start()] + (rest[values.start() :] if values else "")
        graphs = ""
        if names_its_graphs(self.text):
            brace = bare.index("{")
            named = _FROM_WORD.search(bare, 0, brace)
            if named is None:
                return None
            where = _WHERE_WORD.search(bare, named.end(), brace)
            end = where.start() if where else brace
            graphs, rest = rest[named.start() : end], rest[: named.start()] + rest[end:]
        return head, f"{graphs.strip()} " if graphs else "", f"{rest}\n"

    @cached_property
    def limit(self) -> int | None:
        """How many rows there are at most, where the query says so."""
        found = _LIMIT.search(_outside(_bare(self.text)))
        return int(found[1]) if found else None

    def selected(self) -> tuple[Asked, str] | None:
        """Return the SELECT behind a CONSTRUCT, and the CONSTRUCT up to the braces of its WHERE.

        None for a DESCRIBE, and for what makes the same triples of all solutions, or names blank nodes of patterns.
        """
        head = prologue(self.text)
        rest = self.text[len(head) :]
        bare = _bare(rest)
        brace = bare.find("{")
        if bare[:9].upper() != "CONSTRUCT" or brace < 0:
            return None
        end = _closing(bare, brace)
        template, short = rest[brace:end], bool(bare[9:brace].strip())
        where = rest[9:] if short else rest[end:]
        names = list(dict.fromkeys(_VARIABLE.findall(bare[brace:end])))
        if not names or (short and any(sign in bare for sign in ("_:", "["))):
            return None
        select = f"{head}SELECT {' '.join(f'?{name}' for name in names)} {where}"
        return Asked.of(select), f"{head}CONSTRUCT {template} WHERE "


def text_literal(text: str) -> str:
    """Return the text as a query has it."""
    return str(ox.Literal(text))


def _closing(bare: str, brace: int) -> int:
    """Return where the braces that open there have closed."""
    depth = 0
    for place in range(brace, len(bare)):
        depth += (bare[place] == "{") - (bare[place] == "}")
        if depth == 0:
            return place + 1
    return len(bare)


def declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Return the query without comments, and with each of these prefixes declared that it uses and does not declare."""
    plain = _uncommented(query)
    bare = _bare(plain)
    known = {name.lower() for name in re.findall(r"PREFIX\s+([^:\s]*):", bare, re.IGNORECASE)}
    used = [name for name in prefixes if re.search(rf"(?<![\w.-]){re.escape(name)}:", bare)]
    heads = [f"PREFIX {name}: <{prefixes[name]}>\n" for name in used if name.lower() not in known]
    return "".join(heads) + plain


def narrowed(query: str, values: Mapping[str, str], graph: str = "") -> str:
    """Return the query with a row of values at the beginning of its WHERE, and asked of one graph where one is given.

    values: terms as SPARQL writes them, by variable. A CONSTRUCT or DESCRIBE that is written in short gets a WHERE.
    """
    head, rest, form = _parts(query)
    if not values and not graph:
        return query
    if form == "CONSTRUCT" and not rest[len(form) :].lstrip().startswith("{"):
        template = "".join(rest[start:end] for start, end in _groups(rest)[:1])
        rest = form + template + rest[len(form) :]
    groups = _groups(rest)[form == "CONSTRUCT" :]
    if not groups:
        rest += " WHERE {}"
        groups = [(len(rest) - 2, len(rest))]
    start, end = groups[0]
    inner = rest[start + 1 : end - 1]
    if _SUBSELECT.match(_bare(inner)):
        inner = f"{{{inner}}}"
    if values:
        inner = f" VALUES ({' '.join(values)}) {{ ({' '.join(values.values())}) }} {inner}"
    if graph:
        inner = f" GRAPH {graph} {{{inner}}} "
    return f"{head}{rest[:start]}{{{inner}}}{rest[end:]}"


def described(query: str) -> str:
    """Return a DESCRIBE as a CONSTRUCT of what is said of the things, and of their blank nodes; any other as it is.

    What a DESCRIBE tells is for each server to decide. This is what the engine in memory tells; Virtuoso, asked of
    several graphs, leaves out all that has the thing for its subject.
    """
    head, rest, form = _parts(query)
    if form != "DESCRIBE":
        return query
    things, place = [], len(form)
    while found := _DESCRIBED.match(rest, place):
        things.append(found[1])
        place = found.end()
    dataset = _DATASET.match(rest, place)
    sources = dataset[0] if dataset else ""
    where = rest[place + len(sources) :]
    where = where if _WHERE.match(where) else f"{{}} {where}"
    if things == ["*"]:
        things = [f"?{name}" for name in Asked.of(f"{head}SELECT * {where}").variables]
    each = " UNION ".join(
        f"{{ SELECT ({thing} AS ?described) {where} }}" if thing[0] in "?$" else f"{{ BIND({thing} AS ?described) }}"
        for thing in things
    )
    return f"""{head}CONSTRUCT {{ ?subject ?relation ?object }} {sources} WHERE {{
  {{ SELECT DISTINCT ?described WHERE {{ {each} FILTER(BOUND(?described)) }} }}
  {{ ?described ?relation ?object BIND(?described AS ?subject) }}
  UNION {{ ?described ?to ?subject . ?subject ?relation ?object FILTER(ISBLANK(?subject)) }} }}"""


def _parts(query: str) -> tuple[str, str, str]:
    """Return what a query declares, what it asks, both without comments, and its first word."""
    head = prologue(query)
    rest = _uncommented(query)[len(head) :]
    word = _FORM.match(rest)
    return head, rest, word[0].upper() if word else ""


def _groups(text: str) -> list[tuple[int, int]]:
    """Return where each part in braces begins and ends that stands in no other brackets."""
    found, opened = [], []
    for bracket in _BRACKETS.finditer(_bare(text)):
        if bracket[0] in "({[":
            opened.append(bracket.start())
        elif opened:
            start = opened.pop()
            if not opened and bracket[0] == "}":
                found.append((start, bracket.end()))
    return found


def _order(modifiers: str) -> tuple[tuple[str, bool], ...] | None:
    """Return the conditions of ``ORDER BY`` among the solution modifiers, as ``Asked.order`` has them."""
    if not _HAS_ORDER.search(modifiers):
        return ()
    found = _ORDER.search(modifiers)
    if found is None:
        return None
    conditions = re.findall(_CONDITION, found[1], re.IGNORECASE)
    return tuple((re.sub(r".*[?$]|\W", "", each), each[:4].upper() == "DESC") for each in conditions)


def _uncommented(query: str) -> str:
    return _OPAQUE.sub(lambda found: "" if found["comment"] else found[0], query).strip()


def prologue(query: str) -> str:
    """Return what a query declares before it asks, PREFIX and BASE, without comments."""
    found = _PROLOGUE.match(_uncommented(query))
    return found[0] if found else ""


def order_of(query: str) -> tuple[tuple[str, bool], ...] | None:
    """Return the conditions of ``ORDER BY`` of a SELECT, as ``Asked.order`` has them; none where it has no order.

    None where it is not known: a condition is more than a variable, or only a query in the query has one.
    """
    plain = skeleton(query)
    found = _order(_outside(plain))
    return None if found == () and _HAS_ORDER.search(plain) else found


def no_sparql(error: Exception) -> UsageError:
    """Return the error for a query that the engine cannot read: the place, and what it expects there."""
    place = _PLACE.match(str(error))
    if place is None:
        return UsageError(message("query-syntax", error=error))
    line, column = place["line"], place["column"]
    expected = _expected(place["error"])
    if not expected:
        return UsageError(message("query-syntax-here", line=line, column=column))
    return UsageError(message("query-syntax-at", line=line, column=column, error=expected))


def _expected(said: str) -> str:
    """Return what the engine's grammar says in words or signs; nothing where it names classes of letters alone."""
    words = [found.strip() for found in _EXPECTED.findall(said.removeprefix("expected ").removeprefix("one of "))]
    words = [word for word in words if not set(word) & set("[|\\") and word]
    if sentence := next((word for word in words if re.search(r"[a-z] [a-z]", word)), ""):
        return sentence
    if len(words) > _FEW:
        words = [*words[:_FEW], "…"]
    return f"expected {', '.join(words)}" if words else ""


def _parsed(query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Return what the query asks for, as asked of nothing. Raises UsageError where it is not SPARQL."""
    try:
        return ox.Store().query(query, prefixes=PREFIXES | {_NO_CALL: "urn:x-none:"})
    except SyntaxError as error:
        raise no_sparql(error) from None
    except RuntimeError as error:  # parsed, and not to be answered
        raise UsageError(message("query-unanswered", error=error)) from None


def _is_valid(query: str) -> bool:
    try:
        ox.Store().query(query, prefixes=PREFIXES | {_NO_CALL: "urn:x-none:"})
    except SyntaxError:
        return False
    except RuntimeError:  # parsed, and not to be answered
        return True
    return True


def _without_calls(query: str) -> tuple[str, list[re.Match[str]]]:
    """Return the query with each call of another server made a part that asks a graph, and what looked like calls.

    The engine calls a server as soon as it is given the query: what is to be parsed only must not hold a call. Each
    character stays in its place.
    """
    found: list[re.Match[str]] = []
    while call := _SERVICE.search(query):  # again and again, for one may stand in what another takes for a comment
        found.append(call)
        if len(found) > _MOST_CALLS:
            raise UsageError(message("service-unnamed"))
        query = _with(query, call, _NO_CALL if _is_prefix(call) else "GRAPH")
    return query, found


def _is_prefix(call: re.Match[str]) -> bool:
    return not call["between"] and call["name"].startswith(":")


def _with(query: str, call: re.Match[str], word: str) -> str:
    """Return the query with another word in the place of SERVICE, and without SILENT."""
    silent = call["silent"] or ""
    between = call["between"].removesuffix(silent) + " " * 6 * bool(silent) + silent[6:]
    return query[: call.start()] + word.ljust(len(call["word"])) + between + query[call.start("name") :]


def called(query: str) -> list[str | None]:
    """Return the address of each server that the query calls (SERVICE); None for one that is not written in full.

    The engine's own parser says what is a call and what is text or a comment: where another word in its place makes
    the query invalid, it was read as one. Raises UsageError where the query is not SPARQL.
    """
    plain, found = _without_calls(query)
    if not found:
        return []
    if any(map(_is_prefix, found)) and not _is_valid(plain):
        return [None]
    if not _is_valid(plain):
        _parsed(plain)
    calls = []
    for call in found:
        if not _is_prefix(call) and not _is_valid(_with(plain, call, "GRAPX")):
            address = _ADDRESS.fullmatch(call["name"])
            calls.append(address[0][1:-1] if address else None)
    return calls


def bounded(query: str) -> None:
    """See that the query is neither nested too deep nor of too many parts; raise UsageError where it is.

    What stands in texts counts too: where they begin depends on all that came earlier.
    """
    if sum(map(query.count, "({[")) > _MOST_NESTED and max(_nested(query), _nested(_bare(query))) > _MOST_NESTED:
        raise UsageError(message("query-nested", most=_MOST_NESTED))
    if len(query) > _SHORT and len(_PART.findall(_bare(query))) > _MOST_PARTS:
        raise UsageError(message("query-parts", most=_MOST_PARTS))


def _nested(text: str) -> int:
    """Return how deep brackets stand in brackets; one that only closes does not count."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in "({[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def permit(query: str, hosts: Collection[str] = ()) -> None:
    """See that the query is not too much for the engine, and calls no other server than one of these hosts.

    Raises UsageError where it is, or does.

    hosts: names or numbers, each with its port where that is not the usual one of the address.
    """
    bounded(query)
    known = {allowed_host(host) for host in hosts}
    for address in called(query) if asks_elsewhere(query) else ():
        if address is None or (parts := _ADDRESS.fullmatch(f"<{address}>")) is None:
            raise UsageError(message("service-unnamed"))
        usual = _USUAL[parts["scheme"].lower()]
        name, port = parts["host"].lower(), parts["port"] or usual
        if not known & {name + port, name if port == usual else name + port}:
            raise UsageError(message("service-refused", address=address, host=name if port == usual else name + port))


def allowed_host(text: str) -> str:
    """Return the host, with its port where it has one, as it is compared. Raises UsageError where the text is none."""
    if not _ALLOWED.fullmatch(text):
        raise UsageError(message("service-host", found=text))
    return text.lower()


def may_load(update: str) -> bool:
    """Say whether an update may fetch a file (LOAD); one that only looks so is held for one that does."""
    return _LOAD.search(update) is not None


def asks_elsewhere(query: str) -> bool:
    """Say whether the query may ask another server (SERVICE); one that only looks so is held for one that does."""
    return "service" in query.casefold() and _SERVICE.search(query) is not None


def is_update(text: str) -> bool:
    """Say whether the text begins as an update does: with INSERT, DELETE, LOAD, CLEAR and the like."""
    return _UPDATE.match(text) is not None


def names_its_graphs(query: str) -> bool:
    """Say whether the query has a FROM or FROM NAMED of its own."""
    return _FROM.search(skeleton(query)) is not None


def skeleton(query: str) -> str:
    """Return the query with its addresses as ``<>``, its texts as two quotes, and without comments."""
    return _OPAQUE.sub(lambda found: "<>" if found["iri"] else " " if found["comment"] else '""', query)


@lru_cache(maxsize=256)
def relations_read(query: str) -> frozenset[str] | None:
    """Return the relations of all statements that count for a query; None where these may be any.

    It may be any that a variable stands for, or what is not written as plain patterns are: lists, nameless things.
    """
    text = _OPAQUE.sub(lambda found: found[0] if found["iri"] else " " if found["comment"] else '""', query)
    begin = _PROLOGUE.match(text)
    start = begin.end() if begin else 0
    if "\\" in text or re.search(r"\bBASE\b", text[:start], re.IGNORECASE):  # names that are written otherwise
        return None
    patterns, inner = "", _GIVEN.sub(" ", text[start:])
    while inner != patterns:
        patterns, inner = inner, _CALL.sub(" ", inner)  # conditions, and what is bound
    spaces = PREFIXES | dict(_DECLARED.findall(text[:start]))
    found = [each and _whole_name(each, spaces) for each in _in_place_of_relations(patterns)]
    return frozenset(name for name in found if name) if all(found) else None


def _in_place_of_relations(patterns: str) -> Iterator[str]:
    """Yield what stands for the relations of patterns; nothing (``""``) for what cannot be told."""
    place = _SUBJECT
    for part in _TOKEN.findall(patterns):
        if part in _LEADS_TO:
            place = _LEADS_TO[part]
        elif part in {"|", "/"} and place == _OBJECT:
            place = _RELATION
        elif part[0].isalpha() and part != "a" and ":" not in part:  # WHERE, OPTIONAL
            place = _SUBJECT
        elif part != "+" or place != _OBJECT:  # of other paths than ``+`` no step may be enough
            yield from [part] if place == _RELATION else [] if place < _END and _TERM.fullmatch(part) else [""]
            place += 1


def _whole_name(part: str, spaces: Mapping[str, str]) -> str | None:
    """Return the address that the part stands for, if any."""
    if part == "a":
        return f"{PREFIXES['rdf']}type"
    if part.startswith("<"):
        return part[1:-1]
    prefix, colon, name = part.partition(":")
    return f"{spaces[prefix]}{name}" if colon and prefix in spaces else None
