"""What the text of a query says: of which kind it is, and which graphs it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from icilabas.engine.terms import PREFIXES
from icilabas.errors import UsageError
from icilabas.words.messages import message

PAGE = 10_000  # rows
# What must not be taken for words of the query: strings, IRIs, comments.
_OPAQUE = re.compile(
    r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r"|\"(?:[^\"\\\n\r]|\\.)*+\"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|(?P<iri><[^<>\"{}|^`\s]*>)|(?P<comment>\#[^\n\r]*)",
    re.DOTALL,
)
_PROLOGUE = re.compile(r"(?:\s+|PREFIX\s+[^:\s]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_CONDITION = r"(?:[?$]\w+|(?:ASC|DESC)\s*\(\s*[?$]\w+\s*\))"
_ORDER = re.compile(rf"\bORDER\s+BY\s*((?:\s*{_CONDITION})+)\s*(?=$|LIMIT\b|OFFSET\b|VALUES\b)", re.IGNORECASE)
_DISTINCT = re.compile(r"\bSELECT\s+DISTINCT\b", re.IGNORECASE)
_SPACE = r"(?>\s+|\#[^\n\r]*+)*+"
_NAME = r"(?:<[^>]*>|[?$][^\s{<]+|[^\s{<:?$]*:[^\s{<]*)"
# Nothing is asked of what stands before: engines take “trueSERVICE” for two words, and whether a “<” begins an IRI
# depends on all that came earlier. So a text that looks like a call is taken for one, in a literal too.
_SERVICE = re.compile(rf"(?<![?$])SERVICE{_SPACE}(?:SILENT{_SPACE})?{_NAME}{_SPACE}\{{", re.IGNORECASE)
_UPDATE = re.compile(
    rf"{_SPACE}(?:(?:BASE|PREFIX{_SPACE}[^\s:<]*:){_SPACE}<[^>]*>{_SPACE})*+"
    r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<![?$:@\w.-])FROM(?:\s+NAMED)?(?:\s*<>|\s+[^\s{}<>?$()]*:)", re.IGNORECASE)


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
        try:
            parsed = ox.Store().query(query, prefixes=PREFIXES)
        except SyntaxError as error:
            raise UsageError(message("query-syntax", error=error)) from None
        plain = _OPAQUE.sub(lambda found: "" if found["comment"] else found[0], query).strip()
        bare = _bare(plain)
        used = [prefix for prefix in PREFIXES if re.search(rf"(?<![\w.-]){prefix}:", bare)]
        declared = {name.lower() for name in re.findall(r"PREFIX\s+([^:\s]*):", bare, re.IGNORECASE)}
        heads = [f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used if prefix not in declared]
        text = "".join(heads) + plain
        if isinstance(parsed, ox.QueryBoolean):
            return cls(text, "boolean")
        if isinstance(parsed, ox.QueryTriples):
            return cls(text, "triples")
        outside = _outside(bare)
        names = tuple(variable.value for variable in parsed.variables)
        return cls(text, "rows", names, _order(outside), bool(_DISTINCT.search(outside)))

    @property
    def in_pages(self) -> bool:
        """Whether the rows can be asked for in pages: a query with FROM cannot be part of another."""
        return self.kind == "rows" and bool(self.variables) and not names_its_graphs(self.text)

    def page(self, offset: int) -> str:
        """Return the query for the rows from ``offset`` on, ``PAGE`` of them at most.

        Virtuoso neither sorts more than 10,000 rows where LIMIT stands beside ORDER BY, nor has one order for a
        query with and without LIMIT: so the rows are sorted by all variables in a query of their own.
        """
        prologue = _PROLOGUE.match(self.text)
        start = prologue.end() if prologue else 0
        head, rest = self.text[:start], self.text[start:]
        names = " ".join(f"?{name}" for name in self.variables)
        inner = f"SELECT {names} WHERE {{ {{ {rest}\n}} }} ORDER BY {names}"
        return f"{head}SELECT {names} WHERE {{ {{ {inner} }} }} LIMIT {PAGE} OFFSET {offset}"


def _order(modifiers: str) -> tuple[tuple[str, bool], ...] | None:
    """Return the conditions of ``ORDER BY`` among the solution modifiers, as ``Asked.order`` has them."""
    if not re.search(r"\bORDER\s+BY\b", modifiers, re.IGNORECASE):
        return ()
    found = _ORDER.search(modifiers)
    if found is None:
        return None
    conditions = re.findall(_CONDITION, found[1], re.IGNORECASE)
    return tuple((re.sub(r".*[?$]|\W", "", each), each[:4].upper() == "DESC") for each in conditions)


def asks_elsewhere(query: str) -> bool:
    """Say whether the query may ask another server (SERVICE); one that only looks so is held for one that does."""
    return _SERVICE.search(query) is not None


def is_update(text: str) -> bool:
    """Say whether the text begins as an update does: with INSERT, DELETE, LOAD, CLEAR and the like."""
    return _UPDATE.match(text) is not None


def names_its_graphs(query: str) -> bool:
    """Say whether the query has a FROM or FROM NAMED of its own."""
    return _FROM.search(_OPAQUE.sub(lambda found: "<>" if found["iri"] else " ", query)) is not None
