"""How kinds of nodes look in a picture, which stand out in it, and in which families the legend names them: data."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from icilabas.words.messages import message

if TYPE_CHECKING:
    from icilabas.words.text import Text

Look = tuple[str, str]  # shape and colour

# Okabe and Ito's palette can be told apart with any kind of colour vision; a dark border gives the contrast.
_BLUE, _SKY, _GREEN, _ORANGE = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
_RED, _PINK, _YELLOW, _GREY = "#d55e00", "#cc79a7", "#f0e442", "#a3adb8"
BORDER = "#26323f"
_SHAPES = ("dot", "square", "diamond", "triangle", "hexagon", "triangleDown", "star")
LOOKS = tuple(product(_SHAPES, (_BLUE, _ORANGE, _GREEN, _PINK, _SKY, _RED, _YELLOW, _GREY)))
# The legend's families, each with its name and its kinds; a kind of none stands in OTHER_KINDS.
FAMILIES: tuple[tuple[Text, dict[str, Look]], ...] = (
    (
        message("family-actors"),
        {
            "organization": ("dot", _BLUE),
            "network": ("hexagon", _BLUE),
            "social-group": ("dot", _SKY),
            "person": ("triangle", _SKY),
        },
    ),
    (message("family-places"), {"territory": ("square", _GREEN)}),
    (
        message("family-together"),
        {
            "partnership": ("star", _RED),
            "initiative": ("square", _ORANGE),
            "programme": ("diamond", _ORANGE),
            "activity": ("dot", _ORANGE),
            "pilot-operation": ("hexagon", _ORANGE),
        },
    ),
    (
        message("family-about"),
        {
            "challenge": ("triangleDown", _RED),
            "theme": ("diamond", _GREEN),
            "practice": ("hexagon", _GREEN),
            "value": ("star", _GREEN),
        },
    ),
    (
        message("family-said"),
        {
            "workshop": ("square", _PINK),
            "session": ("diamond", _PINK),
            "event": ("dot", _PINK),
            "condition": ("triangle", _YELLOW),
            "benefit": ("star", _YELLOW),
            "obstacle": ("triangleDown", _YELLOW),
            "tension": ("hexagon", _YELLOW),
            "open-question": ("diamond", _YELLOW),
            "recommendation": ("square", _YELLOW),
            "speaking-role": ("triangle", _PINK),
            "source": ("square", _GREY),
            "passage": ("diamond", _GREY),
        },
    ),
)
OTHER_KINDS = message("family-others")
KIND_LOOKS = {kind: look for _, looks in FAMILIES for kind, look in looks.items()}
STAND_OUT = {"partnership": 1.35, "territory": 1.1}  # drawn so much larger, and always named while there is any room


def looks_of(kinds: list[str]) -> dict[str, Look]:
    """Return a look for each kind, known kinds first; no two kinds look the same while there are shapes left."""
    present = set(kinds)
    looks = {kind: look for kind, look in KIND_LOOKS.items() if kind in present}
    free = [look for look in LOOKS if look not in looks.values()]
    for number, kind in enumerate(sorted(present - looks.keys())):
        looks[kind] = free[number % len(free)]
    return looks


def families_of(kinds: list[str]) -> list[tuple[Text, list[str]]]:
    """Return the families that have any of these kinds, each with its kinds in their order."""
    found = [(name, [kind for kind in kinds if kind in looks]) for name, looks in FAMILIES]
    found.append((OTHER_KINDS, [kind for kind in kinds if kind not in KIND_LOOKS]))
    return [(name, members) for name, members in found if members]
