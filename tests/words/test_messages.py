"""The table of messages: both languages, keys that are asked for and only these, and the English that was mended."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from places import ROOT

from icilabas.words.bilingual import NOTHING, Bilingual
from icilabas.words.messages import MESSAGES, either, message, show, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = sorted((ROOT / "src" / "icilabas" / "words").glob("messages*.py"))
SAME = {"stage-pages", "stage-questions", "usage-other"}  # equal in both languages
# What a native reader stumbles over, and what is written instead.
ODD = {
    r"(?<!there) is no\b": "is not a …",
    r"\bis the id of nothing\b": "no such id: …",
    r"\bexpected: a\b": "must be a …",
    r"\b(read|possible|accepted) are\b": "what can be read: …",
    r"\b(holds?|contains?) no \w+[^s\s,;:]($|[,;:])": "contains no …s",
    r"\banew\b": "again, rebuild",
    r"\bhas to\b": "must",
    r"\bmend\b": "correct",
    r"\bno (fault|row|triple)\b": "no …s",
    r"\bunknown ending\b": "unknown file extension",
}
TURNS = "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_says_the_same_in_both_languages(key: str) -> None:
    fr, en = MESSAGES[key]
    assert fr
    assert en
    assert (fr == en) is (key in SAME)
    assert placeholders(fr) == placeholders(en)
    values = {name: 2 if f"{{{name}:" in en else "x" for name in placeholders(en)}
    said = message(key, **values)
    assert "{" not in said.fr.replace("{nœud: groupe}", "")
    assert "{" not in said.en.replace("{node: group}", "")


def test_no_key_is_defined_twice() -> None:
    """A dict keeps the last of two entries with one key, and says nothing."""
    keys: list[object] = []
    for path in TABLES:
        for step in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(step, ast.Dict):
                keys += [key.value for key in step.keys if isinstance(key, ast.Constant)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert set(keys) == set(MESSAGES)


def test_each_part_of_the_table_has_its_heading() -> None:
    headings = [line for path in TABLES for line in re.findall(r"^    # (.+)$", path.read_text("utf-8"), re.MULTILINE)]
    assert len(headings) > 20
    assert [heading for heading, times in Counter(headings).items() if times > 1] == []
    for path in TABLES:
        assert re.search(r"= \{\n    # \w", path.read_text("utf-8")), path


# which keys the code asks for


@lru_cache(maxsize=1)
def modules() -> list[ast.Module]:
    """Return the code; of the tables' own modules the functions only."""
    found = []
    for path in sorted((ROOT / "src" / "icilabas").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if path in TABLES:
            tree.body = [step for step in tree.body if isinstance(step, ast.FunctionDef)]
        found.append(tree)
    return found


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for step in ast.walk(tree):
        if isinstance(step, ast.Call):
            name = getattr(step.func, "id", None) or getattr(step.func, "attr", None)
            if name:
                yield name, step


def passed_on(tree: ast.AST, taken: dict[str, set[int]]) -> Iterator[ast.expr]:
    """Yield what stands where a key is passed on to one of the functions."""
    for name, call in calls(tree):
        yield from (call.args[place] for place in sorted(taken.get(name, ())) if place < len(call.args))


@lru_cache(maxsize=1)
def takers() -> dict[str, set[int]]:
    """Return {function: places of the arguments that it passes on as keys}, beginning with ``message`` itself."""
    found: dict[str, set[int]] = {"message": {0}}
    functions = [step for tree in modules() for step in ast.walk(tree) if isinstance(step, ast.FunctionDef)]
    before = 0
    while before != sum(map(len, found.values())):
        before = sum(map(len, found.values()))
        for function in functions:
            names = [each.arg for each in function.args.args if each.arg not in {"self", "cls"}]
            for given in passed_on(function, found):
                if isinstance(given, ast.Name) and given.id in names:
                    found.setdefault(function.name, set()).add(names.index(given.id))
    return found


def keys_in(node: ast.expr) -> Iterator[str]:
    """Yield what a key can be: a text, one of two texts, or a pattern for a text with gaps."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*keys_in(node.body), *keys_in(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else None for each in node.values)
        yield "".join("[A-Za-z0-9-]+" if part is None else re.escape(str(part)) for part in parts)


@lru_cache(maxsize=1)
def asked() -> set[str]:
    """Return patterns of all keys that stand where a key is passed on."""
    return {key for tree in modules() for given in passed_on(tree, takers()) for key in keys_in(given)}


def test_functions_that_pass_keys_on_are_found() -> None:
    """Else the two tests below would look at little, and always pass."""
    assert len(takers()) > 5
    assert len(asked()) > 150


def test_every_key_that_is_asked_for_exists() -> None:
    unknown = [one for one in sorted(asked()) if not any(re.fullmatch(one, key) for key in MESSAGES)]
    assert unknown == []


def test_every_key_is_asked_for() -> None:
    """A key that goes through a variable or a table stands as a whole text somewhere in the code."""
    texts = {step.value for tree in modules() for step in ast.walk(tree) if isinstance(step, ast.Constant)}
    dead = [key for key in MESSAGES if key not in texts and not any(re.fullmatch(one, key) for one in asked())]
    assert dead == []


# how it is said


@pytest.mark.parametrize("odd", ODD)
def test_the_english_is_plain(odd: str) -> None:
    found = {key: en for key, (_fr, en) in MESSAGES.items() if re.search(odd, en)}
    assert found == {}, f"write: {ODD[odd]}"


def test_spaces_that_may_not_break_are_put_in_when_a_text_is_set() -> None:
    """The tables have plain spaces: ``typeset`` and nothing else decides which of them may not break."""
    assert {key for key, pair in MESSAGES.items() if re.search(TURNS, "".join(pair))} == set()
    close = {key for key, (fr, _en) in MESSAGES.items() if re.search(r"«\S|\S»|\S[:;?!](\s|$)", fr)}
    assert close <= {"no-groups"}  # {node: group} is as Python writes it


def test_quotes_are_those_of_the_language() -> None:
    assert {key for key, (fr, en) in MESSAGES.items() if set(fr) & set('“”"') or set(en) & set('«»"')} == set()


def test_values_are_put_in_the_language_of_the_sentence() -> None:
    said = message("bad-parameter", found="x", name="n", expected=Bilingual("un nombre entier", "a whole number"))
    assert said.fr.endswith("un nombre entier")
    assert said.en.endswith("a whole number")


@pytest.mark.parametrize(
    ("count", "fr", "en"), [(0, "chose", "things"), (1, "chose", "thing"), (2, "choses", "things")]
)
def test_counts_are_followed_by_their_noun(count: int, fr: str, en: str) -> None:
    said = message("count-differs", name="n", found=count, expected=9)
    assert f"{count} {fr}," in said.fr
    assert f"{count} {en};" in said.en


def test_a_value_from_data_is_one_line_of_120_characters_at_most() -> None:
    assert show("a" * 120) == "a" * 120
    assert show("a" * 121) == "a" * 120 + "…"
    assert show("a\nb\x1b[1m\u202ec") == "a�b�[1m�c"
    assert show(3) == "3"


def test_names_are_told_in_their_order_once_each() -> None:
    assert suggestion(["b", "a"]).en.count("b, a") == suggestion(["b", "a"]).fr.count("b, a") == 1
    names = [Bilingual("deux", "two"), Bilingual("un", "one"), Bilingual("deux", "second")]
    assert "deux, un" in either(names).fr
    assert "two, one, second" in either(names).en
    assert either(names, near=False).en != either(names).en
    assert suggestion([]) == either([]) == NOTHING
