"""A text in several languages, and the language of this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.words import catalogues
from icilabas.words.catalogues import FIRST, language_of, languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SPOKEN = {"lang": "en"}  # the language of this process


def current_language() -> str:
    """Return the language of this process: of its messages, warnings and progress display."""
    return _SPOKEN["lang"]


def set_language(lang: str) -> str:
    """Set the language of this process, as the command line does; return it."""
    _SPOKEN["lang"] = lang
    return lang


def with_translations(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts by language, with what the catalogues say for the French one where a language is missing."""
    missing = [lang for lang in languages() if lang not in texts] if FIRST in texts else []
    found = {lang: catalogues.data_text(texts[FIRST], lang) for lang in missing}
    return {**texts, **{lang: said for lang, said in found.items() if said}}


def tongue(tag: str | None) -> str:
    """Return the language of ours that the tag of a text stands for, or else the tag; nothing where it has none."""
    return language_of(tag) or tag or ""


def by_range(tagged: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Return one text for each language, of texts with their tags: what is tagged ``fr-FR`` is French.

    Of several in a language the one comes first whose tag is the language's own, then that of the first tag in order;
    of several with one tag, the first given. Other languages than ours keep their tags.
    """
    found: dict[str, tuple[tuple[bool, str], str]] = {}
    for tag, text in tagged:
        lang, low = tongue(tag), (tag or "").lower()
        rank = (low != lang.lower(), low)
        if lang not in found or rank < found[lang][0]:
            found[lang] = rank, text
    return {lang: text for lang, (_rank, text) in found.items()}


class Text:
    """A text by language, as JSON-LD's language maps have it: ``{"fr": "oui", "en": "yes"}``; ``""`` for any language.

    Languages are ranges: a text tagged ``fr-FR`` is French, and who asks for ``fr-CA`` is given French (`by_range`).

    Texts are equal, and in order, by what they say in all languages.
    """

    __slots__ = ("_all", "_texts")

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the texts by language; an empty one counts as missing."""
        self._texts = {lang: text for lang, text in texts.items() if text}
        if not {"", *languages()}.issuperset(self._texts):
            self._texts = by_range(self._texts.items())
        self._all: tuple[str, ...] | None = None

    @property
    def kind(self) -> tuple[object, ...]:
        """What is equal for texts that say the same of other values."""
        return tuple(self._texts.items())

    def find(self, lang: str) -> tuple[str, str]:
        """Return the text in the language, or else in French, or in any; and the language that it is in."""
        texts = self._texts
        if lang in texts:
            return lang, texts[lang]
        lang = language_of(lang) or lang
        if lang in texts:
            return lang, texts[lang]
        if FIRST in texts and (said := catalogues.data_text(texts[FIRST], lang)):
            return lang, said
        tongue = next((each for each in (FIRST, *languages(), "") if each in texts), None)
        tongue = min(texts, default="") if tongue is None else tongue
        return tongue, texts.get(tongue, "")

    def text(self, lang: str = "en") -> str:
        """Return the text in the language, or else in French, or in any."""
        return self.find(lang)[1]

    def everywhere(self) -> tuple[str, ...]:
        """Return the text in each of the languages."""
        if self._all is None:
            self._all = tuple(self.text(lang) for lang in languages())
        return self._all

    def by_language(self) -> dict[str, str]:
        """Return the text in each of the languages, by their tags."""
        return dict(zip(languages(), self.everywhere(), strict=True))

    def __bool__(self) -> bool:
        return any(self.everywhere())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.everywhere() == other.everywhere()

    def __lt__(self, other: Text) -> bool:
        return self.everywhere() < other.everywhere()

    def __hash__(self) -> int:
        return hash(self.everywhere())

    def __repr__(self) -> str:
        return f"Text({self.by_language()})"

    def __add__(self, other: Text) -> Text:
        """Return both texts, one after the other; it is of the kind of the first."""
        return Texts((self, other))


class Texts(Text):
    """Texts one after the other, put together when they are asked for."""

    __slots__ = ("_parts",)

    def __init__(self, parts: tuple[Text, Text]) -> None:
        """Take the texts; an empty one leaves no gap."""
        super().__init__({})
        self._parts = parts

    @property
    def kind(self) -> tuple[object, ...]:
        """The kind of the first that says something."""
        return self._parts[0].kind or self._parts[1].kind

    def find(self, lang: str) -> tuple[str, str]:
        """Return the texts in the language, each else in the one that it has."""
        return lang, " ".join(part.text(lang) for part in self._parts).strip()


NOTHING = Text({})


def same(text: str) -> Text:
    """Return a text that is the same in all languages: a name, a path, an id."""
    return Text({"": text})


def together(texts: Iterable[Text], between: str = ", ") -> Text:
    """Return the texts as one, in each language."""
    every = list(texts)
    return in_each_language(lambda lang: between.join(text.text(lang) for text in every))


def in_each_language(say: Callable[[str], str]) -> Text:
    """Return what is said, made for each language."""
    return Text({lang: say(lang) for lang in languages()})
