"""What we say, in each language: catalogues of gettext, one folder a language; what one does not say is said in French.

A text of ours has a key, a text of the data is found by its French words (context ``data``). A catalogue is a ``.po``
file, which any text editor can write; Babel reads it, and gettext looks texts up and chooses the plural form.
"""

from __future__ import annotations

import gettext
import io
import os
import re
import struct
from codecs import BOM_UTF8
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from babel import Locale
    from babel.messages.catalog import Catalog

LOCALES = Path(__file__).resolve().with_name("locales")
FIRST = "fr"  # the language in which a text stands that another one has not
_SECOND = "en"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as folders need it
DATA_TEXTS = "data"  # the context of what is found by its French words
OPTIONAL = frozenset({"date-of-first"})  # what a language may do without: only French says “1er”
_LETTERS_OF_OTHERS = 3  # of codes of ISO 639-2 and -3; BCP 47 has those of languages without a shorter one
_SAMPLES = (*range(200), 1000, 10_000, 100_000, 1_000_000)  # among these is a number for each plural form of CLDR
_MOST_KEPT = 1 << 14  # texts of catalogues, by their counts
_UNREADABLE = (OSError, ValueError, LookupError, ArithmeticError)  # what a file that is no catalogue leads to


class PageWords(TypedDict):
    """What the script of a page says in one language: how that calls itself, its locale and direction, texts by key."""

    name: str
    locale: str
    direction: str
    texts: dict[str, str | dict[str, str]]


class _Unsaid(gettext.NullTranslations):
    """Behind the last catalogue of a language: nothing, where gettext would give the key."""

    def gettext(self, message: str) -> str:
        """Return nothing."""
        return message[:0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002  # as gettext calls it
        """Return nothing."""
        return msgid1[:0]

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002  # as gettext calls it
        """Return nothing."""
        return message[:0]


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that have a folder with catalogues: French first, then English, then by their tags."""
    found = [folder.name for folder in LOCALES.iterdir() if _TAG.fullmatch(folder.name) and any(folder.glob("*.po"))]
    return tuple(sorted(found, key=lambda lang: (lang != FIRST, lang != _SECOND, lang)))


def canonical(tag: str) -> str:
    """Return a tag of a language in small letters, with the code that BCP 47 has, of which CLDR knows the others.

    BCP 47 has one code for a language, the shortest there is: ``FRA-ca`` and ``fre_CA`` are ``fr-ca``.
    """
    plain = tag.strip().lower().replace("_", "-")
    first, dash, rest = plain.partition("-")
    if len(first) == _LETTERS_OF_OTHERS:
        from babel.core import get_global

        first = str(get_global("language_aliases").get(first, first)).lower()
    return first + dash + rest


@lru_cache(maxsize=1 << 12)
def language_of(tag: str | None) -> str | None:
    """Return the language of ours that a tag stands for, of a text or of what a reader asks for, if any.

    The tag is cut from its end until one of ours is left (RFC 4647, 3.4): ``FR``, ``fr-Latn-CA``, ``fra`` and
    ``fr_FR.UTF-8`` are ``fr``.
    """
    by_tag = {lang.lower(): lang for lang in languages()}
    wanted = re.split(r"[.@]", tag or "")[0]
    wanted = wanted.lower() if wanted.lower() in by_tag else canonical(wanted)
    while wanted and wanted not in by_tag:
        wanted = wanted.rpartition("-")[0]
    return by_tag.get(wanted)


@lru_cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    """Return all catalogues of a language, one behind the other."""
    first: gettext.NullTranslations = _Unsaid()
    for path in sorted((LOCALES / lang).glob("*.po"), reverse=True):
        try:
            part = _read(path)
        except _UNREADABLE as error:
            import logging  # some milliseconds, which `icilabas --help` need not pay

            logging.getLogger("icilabas").warning("%s: %s", path, error)
            continue
        part.add_fallback(first)
        first = part
    return first


def _read(path: Path) -> gettext.GNUTranslations:
    """Return one catalogue; compiled, it is kept beside the file, as Python keeps modules: reading ``.po`` is slow."""
    about = path.stat()
    # The size as well: some programs give every file that they install the same time.
    kept, written = path.parent / "__pycache__" / f"{path.stem}-{about.st_size}.mo", about.st_mtime_ns
    try:
        if kept.stat().st_mtime_ns == written:
            return gettext.GNUTranslations(io.BytesIO(kept.read_bytes()))
    except (OSError, ValueError, struct.error):
        pass  # none yet, or not a whole one
    from babel.messages.mofile import write_mo

    made, catalogue = io.BytesIO(), read_catalogue(path)
    for entry in catalogue:
        if isinstance(entry.string, list | tuple) and not all(entry.string):
            entry.string = ""  # else Babel writes the key in the place of a plural form that is missing
    write_mo(made, catalogue)
    compiled = gettext.GNUTranslations(io.BytesIO(made.getvalue()))
    for count in _SAMPLES:
        compiled.ngettext("", "", count)  # a rule that divides by nothing fails here, not in the middle of a sentence
    try:
        kept.parent.mkdir(exist_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(made.getvalue())
        os.utime(new, ns=(written, written))
        for old in kept.parent.glob(f"{path.stem}-*.mo"):
            old.unlink(missing_ok=True)
        new.replace(kept)
    except OSError:
        pass  # not our folder to write in
    return compiled


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue as its file has it. Raises OSError, ValueError or LookupError where it is none."""
    from babel.messages.pofile import PoFileError, read_po

    written = path.read_bytes().removeprefix(BOM_UTF8)  # some editors begin a file of UTF-8 with it
    try:
        return read_po(io.BytesIO(written), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from None


@lru_cache(maxsize=_MOST_KEPT)  # pages say the same again and again, and gettext asks one catalogue after the other
def template(key: str, lang: str, count: int | None = None) -> str:
    """Return the text of this key in this very language, in the plural form for the count, or nothing."""
    own = _catalogue(lang)
    return (own.ngettext(key, key, count) if count is not None else "") or own.gettext(key)


def data_text(french: str, lang: str) -> str:
    """Return the catalogue's text for a text of the data, by its French words; nothing where it has none."""
    return _catalogue(lang).pgettext(DATA_TEXTS, french)


def fill(key: str, lang: str, values: Callable[[str], Mapping[str, object]], count: int | None) -> tuple[str, str]:
    """Return the text of this key with the values in it, and its language: French where the wanted one fails, or any.

    ``values``: what is put in, by the language of the sentence. Raises KeyError where all fail.
    """
    for tongue in _in_turn(lang):
        said = template(key, tongue, count)
        try:
            if said:
                return tongue, said.format_map(values(tongue))
        except (LookupError, ValueError, TypeError, AttributeError):  # a gap that the sentence does not fill
            continue
    raise KeyError(key)


@lru_cache
def _in_turn(lang: str) -> tuple[str, ...]:
    """Return the languages in which a text is looked for."""
    return tuple(dict.fromkeys((lang, language_of(lang) or FIRST, FIRST, *languages())))


def plural_forms(key: str, lang: str) -> str | dict[str, str]:
    """Return the text of this key with its gaps open: one text, or one for each plural form that CLDR knows of.

    Where the text has a gap that French has not, French is given: the script of a page would fill it with nothing.
    """
    every = (_forms(key, tongue) for tongue in _in_turn(FIRST))
    own, first = _forms(key, lang), next(filter(None, every), {"": ""})
    said = own if own and _gaps(own.values()) <= _gaps(first.values()) else first
    return said if len(set(said.values())) > 1 else next(iter(said.values()))


def _forms(key: str, lang: str) -> dict[str, str]:
    """Return the text of this key in this very language by the plural forms of CLDR, or nothing."""
    return {tag: said for tag, count in _counted(lang).items() if (said := template(key, lang, count))}


def _gaps(texts: Iterable[str]) -> set[object]:
    """Return the gaps in texts, and how they are to be filled; what cannot be read counts as one."""
    try:
        parts = (part for text in texts for part in Formatter().parse(text))
        return {tuple(gap) for _before, *gap in parts if gap[0] is not None}
    except ValueError:
        return {None}


@lru_cache  # each page of a network asks for them
def keys(name: str) -> tuple[str, ...]:
    """Return the keys of the French catalogue of this name, in their order; of another where French cannot be read."""
    for lang in _in_turn(FIRST):
        try:
            read = read_catalogue(LOCALES / lang / f"{name}.po")
        except _UNREADABLE:
            continue
        return tuple(entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read if entry.id)
    return ()


def words_by_language(page: str, wanted: Iterable[str]) -> dict[str, PageWords]:
    """Return the texts ``page-key`` for the script of a page, by language and key, see `plural_forms`."""
    wanted = tuple(wanted)
    return {
        lang: {
            "name": language_name(lang),
            "locale": str(locale(lang)).replace("_", "-"),
            "direction": locale(lang).text_direction,
            "texts": {key: plural_forms(f"{page}-{key}", lang) for key in wanted},
        }
        for lang in languages()
    }


@lru_cache
def _counted(lang: str) -> dict[str, int]:
    """Return a number for each plural form of CLDR."""
    form = locale(lang).plural_form
    return {form(count): count for count in reversed(_SAMPLES)}


@lru_cache
def _own_locale(lang: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    for tag in (_catalogue(lang).info().get("language", ""), lang):
        try:
            return Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache
def locale(lang: str) -> Locale:
    """Return how the language writes numbers, dates and lists: its header ``Language`` says, or else its folder."""
    from babel import Locale

    return _own_locale(lang) or Locale(FIRST)


@lru_cache
def language_name(lang: str, spoken: str = "") -> str:
    """Return what a language is called in another one, or how it calls itself: ``Français``."""
    own = _own_locale(lang)
    found = own and own.get_language_name(_own_locale(spoken) if spoken else None)
    return found or lang if spoken else f"{found or lang}".capitalize()


def forget() -> None:
    """Look for languages and read their catalogues anew, as after a folder was added."""
    found = (languages, language_of, _catalogue, template, _in_turn, keys, _counted, _own_locale, locale, language_name)
    for kept in found:
        kept.cache_clear()
