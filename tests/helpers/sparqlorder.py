"""How SPARQL orders two terms of rdflib, written down a second time, for pySHACL orders them as Python does."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rdflib import XSD, Literal

if TYPE_CHECKING:
    from rdflib.term import Node

NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}
AHEAD = timedelta(hours=14)  # the most that a place is ahead of universal time, or behind it


def order(first: Node, second: Node) -> int:
    """Return -1, 0 or 1; raise TypeError where SPARQL cannot compare the terms, or no comparison of them is true."""
    if not (isinstance(first, Literal) and isinstance(second, Literal)) or first.ill_typed or second.ill_typed:
        raise TypeError
    kinds = {first.datatype or XSD.string, second.datatype or XSD.string}
    if kinds <= NUMBERS:
        return _sign(_number(first), _number(second))
    if first.language != second.language or len(kinds) > 1:
        raise TypeError
    if kinds <= {XSD.string, XSD.gYear, XSD.gYearMonth}:  # years of four digits without a zone
        return _sign(str(first), str(second))
    if kinds == {XSD.boolean}:
        return _sign(first.value, second.value)
    if kinds <= {XSD.date, XSD.dateTime}:
        return _of_moments(_moment(first), _moment(second))
    raise TypeError


def _sign(first: Any, second: Any) -> int:
    return int(first > second) - int(first < second)


def _number(term: Literal) -> Decimal | float:
    text = str(term)
    number = Decimal(text) if term.datatype in {XSD.integer, XSD.decimal} else float(text)
    if math.isnan(number):
        raise TypeError
    return number


def _moment(term: Literal) -> datetime:
    text = str(term).replace("Z", "+00:00")
    return datetime.fromisoformat(text if "T" in text else f"{text[:10]}T00:00:00{text[10:]}")


def _of_moments(first: datetime, second: datetime) -> int:
    if (first.tzinfo is None) == (second.tzinfo is None):
        return _sign(first, second)
    if first.tzinfo is None:
        return -_of_moments(second, first)
    second = second.replace(tzinfo=UTC)
    if second - AHEAD <= first <= second + AHEAD:
        raise TypeError
    return _sign(first, second)
