"""Stores in memory, written to a folder as commands write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icilabas.engine import disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icilabas.engine import Store


def on_disk(store: Store, folder: Path, advance: Callable[[int], None] = lambda _count: None) -> int:
    """Write the store to a new one in the folder; return how many quads it has."""
    disk.lay_down(store, folder)
    return disk.take_up(folder, advance)
