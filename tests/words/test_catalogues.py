"""The catalogues: each language is whole, each key is asked for, and what is wrong in one is said in French."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import jinja2
import pytest
from babel.messages.plurals import get_plural
from catalogue_entries import entries, gaps
from places import ROOT

from icilabas.measures.brokerage import BrokerageRoles
from icilabas.words import catalogues
from icilabas.words.catalogues import (
    FIRST,
    LOCALES,
    OPTIONAL,
    data_text,
    fill,
    forget,
    keys,
    language_name,
    language_of,
    languages,
    locale,
    plural_forms,
    read_catalogue,
    words_by_language,
)
from icilabas.words.messages import message
from icilabas.words.text import Text, with_translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PACKAGE = ROOT / "src" / "icilabas"
OTHERS = [lang for lang in languages() if lang != FIRST]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURAL = '"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


# each language is whole


def test_french_comes_first_and_english_next() -> None:
    assert languages()[:2] == ("fr", "en")


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_says_all_that_french_says_and_nothing_else(lang: str) -> None:
    own, french = entries(lang), entries(FIRST)
    assert sorted(french.keys() - own.keys() - OPTIONAL) == [], "keys that are missing"
    assert sorted(own.keys() - french.keys()) == [], "keys that French has not"


@pytest.mark.parametrize("lang", languages())
def test_every_text_is_there_in_each_plural_form_with_the_same_gaps(lang: str) -> None:
    forms = get_plural(locale(lang)).num_plurals
    for key, texts in entries(lang).items():
        french = entries(FIRST)[key]
        assert all(texts), f"{lang}, {key}: no text"
        assert len(texts) in {1, forms}, f"{lang}, {key}: {forms} plural forms are wanted"
        assert (len(texts) > 1) == (len(french) > 1) or forms == 1, f"{lang}, {key}: one text, or plural forms"
        assert gaps(texts) == gaps(french), f"{lang}, {key}: other gaps than in French"


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/*.po")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_catalogue_counts_as_its_language_does(path: Path) -> None:
    found, plural = read_catalogue(path), get_plural(locale(path.parent.name))
    assert found.locale is not None, "the header names a language that CLDR knows"
    assert (found.num_plurals, found.plural_expr) == (plural.num_plurals, plural.plural_expr)


@pytest.mark.parametrize("lang", languages())
def test_no_key_is_defined_twice(lang: str) -> None:
    read = "\n".join(path.read_text("utf-8") for path in (LOCALES / lang).glob("*.po") if path.stem != "data")
    times = Counter(re.findall(r'^msgid "(.+)"$', read, re.MULTILINE))
    assert [key for key, count in times.items() if count > 1] == []
    assert set(times) == set(entries(lang))


# each key is asked for, and each that is asked for exists


@lru_cache(maxsize=1)
def modules() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


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
    """Return {function: places of the arguments that it passes on as keys}, beginning with those of the words."""
    found: dict[str, set[int]] = {"message": {0}, "phrase": {0}, "Message": {0}, "template": {0}, "tr": {0}}
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
    """Return patterns of all keys that the code asks for."""
    return {key for tree in modules() for given in passed_on(tree, takers()) for key in keys_in(given)}


@lru_cache(maxsize=1)
def asked_by_pages() -> set[str]:
    """Return patterns of all keys that templates and the scripts of pages ask for."""
    found: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.j2")):
        read = path.read_text("utf-8")
        for first, other in re.findall(r'\b(?:say|message)\("([\w-]+)"(?: ~ (\w+))?', read):
            found.add(f"{first}[a-z-]+" if other else re.escape(first))
        found |= {re.escape(key) for key in re.findall(r'\blink\("[^"]+", "([\w-]+)"\)', read)}
        found |= {f"picture-{key}" for key in re.findall(r'data-t(?:-label|-placeholder)?="([a-z-]+)"', read)}
        found |= {f"picture-{key}" for key in re.findall(r'\("\w+", "([a-z-]+)"\)', read)}
    for path in sorted(PACKAGE.rglob("*.js")):
        page = "picture" if path.name.startswith("graph") else "query"
        read = path.read_text("utf-8")
        for call in re.findall(r"\b(?:t|told|say)\(([^;]*)", read):
            found |= {f"{page}-{key}" for key in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', call)}
            patterns = (re.sub(r"\$\{[^}]*\}", "GAP", key) for key in re.findall(r"`([^`]*)`", call))
            found |= {f"{page}-{re.escape(key).replace('GAP', '[a-z-]+')}" for key in patterns}
    return found


def test_functions_that_pass_keys_on_are_found() -> None:
    """Else the two tests below would look at little, and always pass."""
    assert len(takers()) > 8
    assert len(asked()) > 400
    assert len(asked_by_pages()) > 200


def test_every_key_that_is_asked_for_exists() -> None:
    unknown = [one for one in sorted(asked()) if not any(re.fullmatch(one, key) for key in entries(FIRST))]
    assert unknown == []
    templates = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.j2"))
    written = set(re.findall(r'\b(?:say|message)\("([\w-]+)"[,)]', templates))
    assert sorted(written - entries(FIRST).keys()) == []


def test_every_key_is_asked_for() -> None:
    """A key that goes through a variable or a table stands as a whole text somewhere in the code."""
    texts = {step.value for tree in modules() for step in ast.walk(tree) if isinstance(step, ast.Constant)}
    patterns = [re.compile(one) for one in asked() | asked_by_pages()]
    texts |= set(BrokerageRoles._fields)
    by_prefix = re.compile(r"measure-note-[a-z-]+|query-[a-z]+|report-here|report-there|picture-[a-z]+")
    dead = [
        key
        for key in entries(FIRST)
        if key not in texts and not by_prefix.fullmatch(key) and not any(one.fullmatch(key) for one in patterns)
    ]
    assert dead == []


# each gap is filled


def wanted(key: str) -> set[str]:
    """Return the names of the values that a text wants, in whichever language."""
    found = {name for lang in languages() for name in gaps(entries(lang).get(key, ()))}
    return found | {"count"} if len(entries(FIRST)[key]) > 1 else found


def filled_by_code() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (place, key, names of the values) of each call that names all of them."""
    for tree in modules():
        for name, call in calls(tree):
            given = {each.arg for each in call.keywords if each.arg}
            if name in {"message", "phrase", "say"} and call.args and len(given) == len(call.keywords):
                for key in filter(re.compile("[a-z0-9-]+").fullmatch, map(unescaped, keys_in(call.args[0]))):
                    yield ast.unparse(call), key, given


def filled_by_templates() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (place, key, names of the values) of each call of a template."""
    for path in sorted(PACKAGE.rglob("*.j2")):
        for call in jinja2.Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(jinja2.nodes.Call):
            if getattr(call.node, "name", "") in {"say", "message"} and isinstance(call.args[0], jinja2.nodes.Const):
                yield f"{path.name}:{call.lineno}", call.args[0].value, {each.key for each in call.kwargs}


def unescaped(pattern: str) -> str:
    return pattern.replace("\\-", "-")


def test_who_asks_for_a_text_fills_each_of_its_gaps() -> None:
    code, templates = list(filled_by_code()), list(filled_by_templates())
    assert len(code) > 300
    assert len(templates) > 100
    assert [(place, key, wanted(key) - given) for place, key, given in code + templates if wanted(key) - given] == []


# what is wrong in a catalogue is said in French


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give a function that adds German to our languages, with these entries."""
    folder = tmp_path / "locales"
    for lang in (FIRST, "en"):
        (folder / lang).mkdir(parents=True)
        for path in (LOCALES / lang).glob("*.po"):
            (folder / lang / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(catalogues, "LOCALES", folder)

    def say(text: str, name: str = "messages", header: str = HEADER + PLURAL) -> None:
        (folder / "de").mkdir(exist_ok=True)
        (folder / "de" / f"{name}.po").write_text(header + text, encoding="utf-8")
        forget()

    forget()
    yield say
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        *[
            (tag, "fr")
            for tag in ("fr", "FR", "fr-FR", "fr_ca", "fr-Latn-FR", "fr-x-mine", "fra", "FRE-be", "fr_FR.UTF-8")
        ],
        *[(tag, "en") for tag in ("en-GB", "EN_us@euro", "eng", " en ")],
        *[(tag, None) for tag in ("frr", "x-fr", "und", "C.UTF-8", "POSIX", "f", "-fr", "zh-fr", "mul", "", None)],
    ],
)
def test_a_tag_stands_for_a_language(tag: str | None, expected: str | None) -> None:
    assert language_of(tag) == expected


def test_a_folder_is_a_language(german: Callable[..., None]) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    assert languages() == ("fr", "en", "de")
    assert [message("os-long").text(lang) for lang in ("de", "de-AT", "nl")] == [
        *("zu lang", "zu lang"),
        message("os-long").text("fr"),
    ]
    assert message("os-long").by_language()["de"] == "zu lang"
    assert (language_of("de_AT.UTF-8"), language_of("DE"), language_of("nl"), language_of(None), language_of("")) == (
        "de",
        "de",
        None,
        None,
        None,
    )
    assert language_name("de") == "Deutsch"
    assert (language_name("de", "fr"), language_name("fr", "en")) == ("allemand", "French")


@pytest.mark.parametrize(
    "entry",
    [
        "",
        'msgid "cannot-open"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "cannot-open"\nmsgstr "ungefähr"\n',
        'msgid "cannot-open"\nmsgstr "{datei} fehlt"\n',
        'msgid "cannot-open"\nmsgstr "{path fehlt"\n',
        'msgid "cannot-open"\nmsgstr "{0} fehlt"\n',
        'msgid "cannot-open"\nmsgstr "{path.x} fehlt"\n',
        'msgid "cannot-open"\nmsgstr "{path[x]} fehlt"\n',
    ],
)
def test_a_text_that_is_missing_or_has_another_gap_is_said_in_french(german: Callable[..., None], entry: str) -> None:
    german(entry or 'msgid "os-long"\nmsgstr "zu lang"\n')
    said = message("cannot-open", path="a.csv", error="x")
    assert said.find("de") == (FIRST, said.text(FIRST))
    assert said.text(FIRST) == "a.csv ne peut pas être lu : x"


def test_a_plural_form_that_is_missing_is_said_in_french(german: Callable[..., None]) -> None:
    german('msgid "rows"\nmsgid_plural "rows"\nmsgstr[0] "{count} Zeile"\nmsgstr[1] ""\n')
    assert [message("rows", count=count).text("de") for count in (1, 2)] == ["1 réponse", "2 réponses"]


def test_a_language_with_more_plural_forms_says_each(german: Callable[..., None]) -> None:
    plural = '"Language: pl\\n"\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
    forms = "".join(f'msgstr[{number}] "{{count}} {word}"\n' for number, word in enumerate(("a", "b", "c")))
    german(f'msgid "query-rows"\nmsgid_plural "query-rows"\n{forms}', header=HEADER + plural)
    assert [message("query-rows", count=count).text("de") for count in (1, 3, 5, 22)] == ["1 a", "3 b", "5 c", "22 b"]
    assert plural_forms("query-rows", "de") == {"one": "{count} a", "few": "{count} b", "many": "{count} c"}
    assert plural_forms("query-lost", "de") == plural_forms("query-lost", FIRST)


@pytest.mark.parametrize("gap", ["{anzahl}", "{count:,}", "{count!r}", "{count"])
def test_a_page_is_given_french_where_a_text_has_another_gap(german: Callable[..., None], gap: str) -> None:
    german(f'msgid "query-rows"\nmsgid_plural "query-rows"\nmsgstr[0] "{{count}} x"\nmsgstr[1] "{gap} y"\n')
    assert plural_forms("query-rows", "de") == plural_forms("query-rows", FIRST)
    german('msgid "query-rows"\nmsgid_plural "query-rows"\nmsgstr[0] "ein x"\nmsgstr[1] "{count} y"\n')
    assert plural_forms("query-rows", "de") == {"one": "ein x", "other": "{count} y"}


def test_where_french_is_broken_another_language_is_spoken(german: Callable[..., None]) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    english = [*keys("picture")], words_by_language("picture", ("more", "no-links"))["en"]
    for path in (catalogues.LOCALES / FIRST).glob("*.po"):
        path.write_text("no catalogue", encoding="utf-8")
    forget()
    for lang in languages():
        said = message("rows", count=2)
        assert said.find(lang) == ("en", said.text("en"))
    found = words_by_language("picture", ("more", "no-links"))
    assert (sorted(keys("picture")), found["en"]) == (sorted(english[0]), english[1])
    assert found[FIRST]["texts"] == english[1]["texts"]


def test_a_file_that_is_no_catalogue_is_told_and_the_others_are_read(
    german: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    german('msgid "os-taken"\nmsgstring "belegt"\n', name="inputs", header="")
    assert message("os-long").text("de") == "zu lang"
    assert message("os-taken").text("de") == message("os-taken").text(FIRST)
    assert "inputs.po" in caplog.text


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("UTF-8", "CHARSET") + PLURAL, "unknown encoding"),  # as gettext's own template has it
        (HEADER + PLURAL.replace("n != 1", "n % 0"), "zero"),
    ],
)
def test_a_header_that_is_wrong_is_told_and_french_is_spoken(
    german: Callable[..., None], caplog: pytest.LogCaptureFixture, header: str, told: str
) -> None:
    german('msgid "rows"\nmsgid_plural "rows"\nmsgstr[0] "{count} x"\nmsgstr[1] "{count} y"\n', header=header)
    for _time in range(2):  # it is told each time: nothing wrong is kept
        forget()
        assert message("rows", count=3).text("de") == "3 réponses"
    assert [told in record.getMessage() for record in caplog.records] == [True, True]


def test_a_catalogue_may_begin_with_a_byte_order_mark_and_have_the_line_ends_of_windows(
    german: Callable[..., None],
) -> None:
    german('msgid "os-long"\r\nmsgstr "zu lang"\r\n', header="\ufeff" + HEADER + PLURAL)
    assert message("os-long").text("de") == "zu lang"


def test_what_french_fails_to_say_is_our_own_fault() -> None:
    with pytest.raises(KeyError, match="cannot-open"):
        message("cannot-open").text("fr")
    with pytest.raises(KeyError, match="no-such-key"):
        fill("no-such-key", "en", lambda _lang: {}, None)


def test_texts_of_the_data_are_found_by_their_french_words(german: Callable[..., None]) -> None:
    german('msgctxt "data"\nmsgid "acteur"\nmsgstr "Akteur"\n\nmsgid "rows"\nmsgstr "x"\n', name="data")
    assert Text({"fr": "acteur", "en": "actor"}).by_language() == {"fr": "acteur", "en": "actor", "de": "Akteur"}
    assert Text({"fr": "autre", "en": "other"}).find("de") == ("fr", "autre")
    assert data_text("rows", "de") == ""  # a key is no text of the data
    assert with_translations({"fr": "acteur", "en": "actor"}) == {"fr": "acteur", "en": "actor", "de": "Akteur"}
    for known in ({"fr": "acteur", "de": "Macher"}, {"fr": "autre"}, {"": "acteur"}, {}):
        assert with_translations(known) == known


def test_a_catalogue_that_changes_is_read_again(german: Callable[..., None]) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    assert message("os-long").text("de") == "zu lang"
    path = catalogues.LOCALES / "de" / "messages.po"
    (kept,) = (path.parent / "__pycache__").iterdir()
    time = path.stat().st_mtime_ns
    assert (kept.suffix, kept.stat().st_mtime_ns) == (".mo", time)
    for changed, at in (("zu lange", time), ("zu large", 1)):  # of another size, and at another time
        german(f'msgid "os-long"\nmsgstr "{changed}"\n')
        os.utime(path, ns=(at, at))
        forget()
        assert message("os-long").text("de") == changed
    (kept,) = (path.parent / "__pycache__").iterdir()
    kept.write_bytes(b"not a catalogue")
    os.utime(kept, ns=(1, 1))
    forget()
    assert message("os-long").text("de") == "zu large"


def test_a_folder_in_which_nothing_can_be_kept_is_read_each_time(german: Callable[..., None]) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    (catalogues.LOCALES / "de" / "__pycache__").write_text("in the way", encoding="utf-8")
    assert message("os-long").text("de") == "zu lang"


def test_other_folders_are_no_languages(german: Callable[..., None]) -> None:
    german('msgid "os-long"\nmsgstr "zu lang"\n')
    for name in ("Notes", "__pycache__", "it"):
        (catalogues.LOCALES / name).mkdir()
    (catalogues.LOCALES / "Notes" / "x.po").write_text(HEADER, encoding="utf-8")
    forget()
    assert languages() == ("fr", "en", "de")


# what the scripts of pages are given


def test_the_scripts_of_pages_are_given_every_text_and_form() -> None:
    found = words_by_language("picture", ("more", "no-links"))
    assert found["fr"]["texts"]["more"] == {
        "one": "Afficher {count} ligne de plus",
        "many": "Afficher {count} lignes de plus",
        "other": "Afficher {count} lignes de plus",
    }
    assert found["en"]["texts"]["no-links"] == "no links"
    assert {lang: (about["name"], about["locale"], about["direction"]) for lang, about in found.items()} == {
        "fr": ("Français", "fr", "ltr"),
        "en": ("English", "en-GB", "ltr"),
    }


def test_keys_stand_in_the_order_of_their_catalogue() -> None:
    found = keys("picture")
    assert found[0] == "picture-home"
    assert set(found) == set(entries(FIRST, "picture"))
