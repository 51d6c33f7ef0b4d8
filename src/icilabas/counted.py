"""Numbers that are followed by their noun, in the singular or the plural of the language."""


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
