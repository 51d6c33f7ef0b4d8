"""A text in French and in English, and numbers that are followed by their noun."""

from dataclasses import dataclass

_SPOKEN = {"lang": "en"}  # the language of this process


def current_language() -> str:
    """Return the language of this process: of its messages, warnings and progress display."""
    return _SPOKEN["lang"]


def set_language(lang: str) -> str:
    """Set the language of this process, as the command line does; return it."""
    _SPOKEN["lang"] = lang
    return lang


@dataclass(frozen=True, order=True)
class Bilingual:
    """A text in French and in English."""

    fr: str
    en: str

    def text(self, lang: str = "en") -> str:
        """Return the text in the language (French for ``fr``, else English)."""
        return self.fr if lang == "fr" else self.en

    def __add__(self, other: "Bilingual") -> "Bilingual":
        """Return both texts, one after the other."""
        return Bilingual(f"{self.fr} {other.fr}".strip(), f"{self.en} {other.en}".strip())


NOTHING = Bilingual("", "")


class _Count(int):
    """A number that is followed by its noun: ``{count:défaut|défauts}``."""

    least, most = 1, 1  # what is said in the singular

    def __format__(self, nouns: str) -> str:
        one, _, many = nouns.partition("|")
        noun = one if self.least <= self <= self.most else many
        return f"{int(self)} {noun}" if nouns else str(int(self))


class _FrenchCount(_Count):
    """In French, nothing is singular too."""

    least = 0


COUNTS = {"fr": _FrenchCount, "en": _Count}


def counted(fr: str, en: str, count: int) -> Bilingual:
    """Return both texts with the number: ``{n}``, or with its noun ``{n:one|many}``."""
    return Bilingual(*(text.format(n=COUNTS[lang](count)) for lang, text in (("fr", fr), ("en", en))))
