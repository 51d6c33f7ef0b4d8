"""Lists whose entries are made when they are read: thousands are counted and put in order, of which few are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Key = TypeVar("Key")
Entry = TypeVar("Entry")


class ReadLater(Sequence[Entry], Generic[Key, Entry]):
    """A list of what is made of each key; an entry is made when it is first read, and is then always the same.

    It is equal to a list of the same entries; a copy of it, or what was pickled, is that list.
    """

    def __init__(self, keys: Sequence[Key], make: Callable[[Key], Entry]) -> None:
        """Keep the keys, in order, and what makes an entry of each."""
        self._keys, self._make = keys, make
        self._made: dict[int, Entry] = {}

    @property
    def keys(self) -> Sequence[Key]:
        """What the entries are made of, in their order."""
        return self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        number = range(len(self))[place]
        if isinstance(number, range):
            return [self[each] for each in number]
        if number not in self._made:
            self._made[number] = self._make(self._keys[number])
        return self._made[number]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, list | ReadLater) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[type[list[Entry]], tuple[list[Entry]]]:
        return list, (list(self),)
