"""The money of an IATI activity: transactions, budgets and planned disbursements as amounts.

An amount is said in the passage of its activity, with its kind, value, currency and date, who provides and who receives
it. The same money may be said twice, by who gives and by who gets it: the second then repeats the first.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from icilabas.engine.terms import PREFIXES, Iri, Lit, iri, local_name
from icilabas.sources.iati import codes
from icilabas.sources.iati.codes import SaidAmount
from icilabas.sources.iati.subjects import Scribe

if TYPE_CHECKING:
    from icilabas.sources.iati.codes import AmountForm, Key
    from icilabas.sources.iati.elements import Part


_DATE, _DECIMAL = f"{PREFIXES['xsd']}date", f"{PREFIXES['xsd']}decimal"
_NUMBER, _CURRENCY = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"), re.compile("[A-Z]{3}")
# The same money: of one activity by two files or publishers; between two by two publishers, or as given and as got.
_OF, _BETWEEN = "of", "between"
_ENDS = ("provider", "receiver")


class Bookkeeper(Scribe, Protocol):
    """What writes the activities of one file, as far as amounts need it: ``Writer`` in ``activities``."""

    about: Iri
    publisher: Iri | None
    repeated: list[tuple[str, str]]

    def organization(self, part: Part, within: str = "") -> Iri | None:
        """Describe the organisation and return it."""

    def stands(self, thing: Iri, part: Part) -> str:
        """Note where the thing stands; return the place."""


def amounts(writer: Bookkeeper, activity: Part, thing: Iri) -> None:
    """Write what money is said of the activity; what is said already is marked as said again."""
    for tag, form in codes.mapping()["amounts"].items():
        for number, part in enumerate(activity.all(tag)):
            name = f"{local_name(thing)}--{codes.short_name(f'{writer.about} {tag} {number}')}"
            _amount(writer, part, form, iri(f"ild:{name}"), activity, thing)


def _amount(writer: Bookkeeper, part: Part, form: AmountForm, amount: Iri, activity: Part, thing: Iri) -> None:
    kind, value, currency = _kind(writer, part, form), _value(writer, part), _currency(writer, part, activity)
    if kind is None or value is None or not currency:
        writer.left_out[part.tag] += 1
        return
    place = writer.stands(amount, part)
    writer.say(amount, "rdf:type", iri("ilb:Amount"))
    writer.say(amount, "ilb:amountOf", thing)
    writer.say(amount, "ilb:amountKind", kind)
    writer.say(amount, "schema:value", Lit(value, _DECIMAL))
    writer.say(amount, "schema:currency", Lit(currency))
    dates = _dates(writer, part)
    for predicate, day in dates.items():
        writer.say(amount, predicate, Lit(day, _DATE))
    writer.say(amount, "dcterms:description", *writer.texts(part.all("description")))
    writer.say(amount, "dcterms:identifier", *([Lit(part.get("ref"))] if part.get("ref") else []))
    ends = {end: _end(writer, part, kind, thing, end) for end in _ENDS}
    for end, (organization, its_activity) in ends.items():
        writer.say(amount, f"ilb:{end}", *([organization] if organization else []))
        writer.say(amount, f"ilb:{end}Activity", *([its_activity] if its_activity else []))
    days = sorted(day for each, day in dates.items() if each != "ilb:valueDate")
    worth, stage = (Decimal(value), currency, *days), codes.broader_kinds().get(kind, kind)
    keys: list[Key] = [(_OF, kind, thing, *worth)]
    keys += [(_BETWEEN, stage, *both, *worth) for both in zip(*ends.values(), strict=True) if _are_two(both)]
    if again := _said_already(
        writer, SaidAmount(amount, place, (str(writer.about), str(writer.publisher), kind), keys)
    ):
        writer.say(amount, "ilb:repeats", again.amount)
        writer.repeated.append((place, again.place))


def _are_two(both: tuple[Iri | None, Iri | None]) -> bool:
    return None not in both and both[0] != both[1]


def _said_already(writer: Bookkeeper, said: SaidAmount) -> SaidAmount | None:
    """Return the amount that is the same money, which no other repeats; one that is new is noted."""
    noted = writer.known.amounts
    for key in said.keys:
        apart = slice(0, 2) if key[0] == _OF else slice(1, 3)
        for found in noted.get(key, ()):
            if found.by[apart] != said.by[apart]:
                for each in found.keys:
                    noted[each].remove(found)
                return found
    for key in said.keys:
        noted[key].append(said)
    return None


def _kind(writer: Bookkeeper, part: Part, form: AmountForm) -> Iri | None:
    stated = [each.get(form["attribute"]) for each in (part.all(form["element"]) if "element" in form else [part])]
    code = next(filter(None, stated), form["default"])
    kind = codes.amount_kind(form, code)
    if kind is None:
        writer.warn_once(part, "iati-bad-code", form["list"], code)
    return kind


def _value(writer: Bookkeeper, part: Part) -> str | None:
    """Return the number as it is written; None, with a warning, for what is none."""
    written = next((each.text for each in part.all("value")), "")
    if _NUMBER.fullmatch(written):
        return written
    writer.warn(part, "iati-bad-code", name=f"{part.tag}/value", found=written)
    return None


def _currency(writer: Bookkeeper, part: Part, activity: Part) -> str:
    """Return the currency of the amount, or that of the activity; empty, with a warning, where neither says one."""
    stated = [each.get("currency") for each in part.all("value")]
    found = next(filter(None, stated), activity.get("default-currency")).upper()
    if _CURRENCY.fullmatch(found):
        return found
    writer.warn_once(part, "iati-no-currency", "default-currency", found)
    return ""


def _dates(writer: Bookkeeper, part: Part) -> dict[str, str]:
    """Return the day of the transaction, the ends of the period, and the day of the exchange rate if it is another."""
    found: dict[str, str] = {}
    for tag, predicate in (
        ("transaction-date", "dcterms:date"),
        ("period-start", "schema:startDate"),
        ("period-end", "schema:endDate"),
    ):
        for each in part.all(tag)[:1]:
            _note_day(writer, each, predicate, each.get("iso-date"), found)
    for each in part.all("value")[:1]:
        _note_day(writer, each, "ilb:valueDate", each.get("value-date"), found)
    if part.tag == "transaction":
        of_value = found.pop("ilb:valueDate", "")
        if of_value and found.setdefault("dcterms:date", of_value) != of_value:
            found["ilb:valueDate"] = of_value
    return found


def _note_day(writer: Bookkeeper, part: Part, predicate: str, written: str, found: dict[str, str]) -> None:
    day = written[:10]
    if codes.is_day(day):
        found[predicate] = day
    elif written:
        writer.warn(part, "iati-bad-code", name=part.tag, found=written)


def _end(writer: Bookkeeper, part: Part, kind: Iri, thing: Iri, end: str) -> tuple[Iri | None, Iri | None]:
    """Return who provides or receives, and its activity; of a transaction that names none, who reports it."""
    organization, activity = None, None
    for each in part.all(f"{end}-org")[:1]:
        if each.get("ref") or each.narratives():
            organization = writer.organization(each, f"{part.tag}/")
        if identifier := each.get(f"{end}-activity-id"):
            activity = iri(f"ild:{writer.known.id('iati', codes.as_one(identifier))}")
    own = "receiver" if local_name(kind) in codes.mapping()["incoming"] else "provider"
    if part.tag == "transaction" and end == own:
        return organization or writer.publisher, activity or thing
    return organization, activity
