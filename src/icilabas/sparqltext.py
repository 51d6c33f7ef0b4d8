"""What can be told of a query by its text alone: that it asks other servers, changes data, or names its graphs."""

from __future__ import annotations

import re

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
_QUOTED = re.compile(
    r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r"|\"(?:[^\"\\\n\r]|\\.)*+\"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|(?P<iri><[^<>\"{}|^`\s]*>)|\#[^\n\r]*",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:@\w.-])FROM(?:\s+NAMED)?(?:\s*<>|\s+[^\s{}<>?$()]*:)", re.IGNORECASE)


def asks_elsewhere(query: str) -> bool:
    """Say whether the query may ask another server (SERVICE); one that only looks so is held for one that does."""
    return _SERVICE.search(query) is not None


def is_update(text: str) -> bool:
    """Say whether the text begins as an update does: with INSERT, DELETE, LOAD, CLEAR and the like."""
    return _UPDATE.match(text) is not None


def names_its_graphs(query: str) -> bool:
    """Say whether the query has a FROM or FROM NAMED of its own."""
    return _FROM.search(_QUOTED.sub(lambda found: "<>" if found["iri"] else " ", query)) is not None
