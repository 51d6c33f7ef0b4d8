"""Texts without e-mail addresses and telephone numbers: they are never stored, wherever they come from."""

from __future__ import annotations

import re

GONE = "[…]"
_MAIL = re.compile(r"@[^\s@<>]+\.[A-Za-z]{2}")
_PHONE = re.compile(
    r"(?<![0-9])(?:\+33|0033|0)[ .()0]{0,9}[1-9](?:[ .-]?[0-9]{2}){4}(?![0-9])|\+[0-9][0-9 ()./-]{7,20}[0-9]"
)


def without_contacts(text: str) -> str:
    """Return the text with ``[…]`` in place of each e-mail address and telephone number.

    Telephone numbers are those of France, and those of any country after a plus sign.
    """
    if "@" in text:
        text = " ".join(GONE if "@" in word and _MAIL.search(word) else word for word in text.split(" "))
    return _PHONE.sub(GONE, text) if any(c.isdigit() for c in text) else text
