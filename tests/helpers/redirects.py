"""Apache's mod_rewrite in little: as much of it as the redirections of w3id.org use, and an error for anything more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER_LINES = ("Options ", "Header always ", "RewriteEngine on")
KNOWN_FLAGS = {"R=303", "L", "NE", "NC"}


@dataclass
class Rule:
    """One RewriteRule: its pattern, its target, its flags, and the conditions that stand before it."""

    pattern: str
    target: str
    flags: list[str]
    conditions: list[tuple[str, str, list[str]]] = field(default_factory=list)


@cache
def rules(text: str) -> tuple[Rule, ...]:
    """Return the rules in their order. Raises ValueError for a line that this little reader does not know."""
    conditions: list[tuple[str, str, list[str]]] = []
    read = []
    for line in text.splitlines():
        word, *rest = line.split(maxsplit=1)[:2] if line.strip() else ("",)
        if not word or line.startswith(("#", *OTHER_LINES)):
            continue
        found = re.fullmatch(r"(\S+)\s+(\S+)(?:\s+\[(\S+)\])?", "".join(rest))
        if found is None or word not in {"RewriteCond", "RewriteRule"}:
            raise ValueError(line)
        flags = (found[3] or "").split(",") if found[3] else []
        if unknown := [flag for flag in flags if flag not in KNOWN_FLAGS and not flag.startswith("E=")]:
            raise ValueError(f"{unknown} in {line}")
        if word == "RewriteCond":
            conditions.append((found[1], found[2], flags))
        else:
            read.append(Rule(found[1], found[2], flags, conditions))
            conditions = []
    if conditions:
        raise ValueError(f"conditions without a rule: {conditions}")
    return tuple(read)


def redirected(text: str, path: str, headers: Mapping[str, str]) -> str | None:
    """Return where a path below the folder leads to under the headers (by lower-case name); None: nowhere."""
    environment: dict[str, str] = {}
    variables = {
        "HTTP_ACCEPT": headers.get("accept", ""),
        "HTTP:Accept-Language": headers.get("accept-language", ""),
    }

    def filled(template: str) -> str:
        text = re.sub(r"%\{ENV:(\w+)\}", lambda name: environment.get(name[1], ""), template)
        return re.sub(r"%\{([\w:-]+)\}", lambda name: variables[name[1]], text)

    def holds(test: str, pattern: str, flags: list[str]) -> bool:
        found = re.search(pattern.removeprefix("!"), filled(test), re.IGNORECASE if "NC" in flags else 0)
        return (found is None) == pattern.startswith("!")

    for rule in rules(text):
        match = re.search(rule.pattern, path)
        if match is None or not all(holds(*condition) for condition in rule.conditions):
            continue
        settings = [flag.removeprefix("E=").partition(":") for flag in rule.flags if flag.startswith("E=")]
        environment |= {name: filled(value) for name, _, value in settings}
        if rule.target != "-":
            return filled(_target(rule, match))
    return None


def _target(rule: Rule, match: re.Match[str]) -> str:
    """Return the target with what its pattern caught; raise ValueError where Apache would not redirect to it."""
    if "#" in rule.target and "NE" not in rule.flags:
        raise ValueError(f"Apache would write # as %23: {rule.target}")
    if not {"R=303", "L"} <= set(rule.flags):
        raise ValueError(f"no redirection: {rule.target}")
    found = rule.target
    for number, group in enumerate(match.groups(default=""), start=1):
        found = found.replace(f"${number}", group)
    return found
