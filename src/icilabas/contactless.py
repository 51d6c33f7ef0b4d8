"""Texts without e-mail addresses and telephone numbers: they are never stored, wherever they come from."""

from __future__ import annotations

import re

GONE = "[…]"
_MAIL = re.compile(r"@[^\s@<>]+\.[A-Za-z]{2}")
# As in ontology/checks/contact-details.rq. Years, pages, sums, coordinates and identifiers look otherwise: a number
# counts when it has the ten digits of a French one, a country's code behind + or 00, or a word that says what it is.
_FRENCH = r"(?:33\s?\(0\)\s?|0)[1-9](?:[\s.-]?[0-9]{2}){4}"
_CODED = r"\(?(?:\+\s?|00[\s.-]?)[1-9]"
_SPACED = r"(?:[\s()/-]{0,3}[0-9]){8,14}"
_DOTTED = r"[0-9]{0,2}\)?[\s.]{0,2}(?:\(0\)\s?)?[0-9]{1,4}(?:\.[0-9]{2,4}){3,5}"
_SAID = r"(?:t[ée]l(?:[ée]phone)?|phone|fax|gsm|whatsapp)[\s.:]{0,4}\(?\+?[0-9](?:[\s.()/-]{0,3}[0-9]){7,14}"
TELEPHONE = re.compile(
    rf"(?<![\w.,/-])(?:{_FRENCH}(?:\s?/\s?{_FRENCH})*|{_CODED}(?:{_SPACED}|{_DOTTED})|{_SAID})(?!\w)", re.IGNORECASE
)


def without_contacts(text: str) -> str:
    """Return the text with ``[…]`` in place of each e-mail address and telephone number.

    Telephone numbers are those of France, those of any country behind its code, and what is called one.
    """
    if "@" in text:
        text = " ".join(GONE if "@" in word and _MAIL.search(word) else word for word in text.split(" "))
    return TELEPHONE.sub(GONE, text) if any(c.isdigit() for c in text) else text
