"""A store on disk: written with its steps told, read by several, and damage said in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ondisk import on_disk

from icilabas import engine
from icilabas.engine import disk, written
from icilabas.engine.terms import PREFIXES, Iri
from icilabas.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def things(count: int) -> engine.Store:
    store = engine.new_store()
    engine.add(store, ((Iri(f"urn:{n}"), Iri("urn:p"), Iri("urn:o"), Iri("urn:g")) for n in range(count)))
    return store


@pytest.mark.parametrize(("count", "steps"), [(0, 0), (19, 0), (20, 1), (21, 1), (45, 2)])
def test_each_so_many_quads_are_a_step(count: int, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_STEP", 20)
    told: list[int] = []
    assert on_disk(things(count), tmp_path, told.append) == count
    assert told == [20] * steps
    assert not (tmp_path / "LOG").exists()
    one, other = disk.open_disk(tmp_path), disk.open_disk(tmp_path)
    assert engine.size(one) == engine.size(other) == count


def test_what_was_removed_is_not_written(tmp_path: Path) -> None:
    store = things(3)
    engine.drop_graphs(store, ["urn:g"])
    assert on_disk(store, tmp_path) == 0
    assert b"urn:1" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        disk.open_disk(tmp_path / "nothing")


def test_damage_is_said_and_other_errors_are_not_taken_for_it() -> None:
    with pytest.raises(UsageError, match="Corruption") as caught, disk.undamaged():
        raise RuntimeError("Corruption: block 3: /home/me/x.sst\nmore")
    assert "/home" not in caught.value.text()
    with pytest.raises(UsageError), disk.undamaged():
        raise OSError("gone")
    with pytest.raises(UsageError, match="the query cannot be answered: something else"), disk.undamaged():
        raise RuntimeError("something else\nat length")
    with pytest.raises(NotImplementedError), disk.undamaged():
        raise NotImplementedError


def test_parts_hold_all_and_blank_nodes_stay_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those that several parts speak of, and of texts in which what looks like one stands."""
    data = tmp_path / "data.trig"
    said = "".join(f'<urn:{n}> <urn:p> _:same, "_:{n}" ; <urn:q> <urn:{n + 1}> .' for n in range(60))
    data.write_text(f'<urn:g> {{ {said} _:same <urn:p> "01"^^<{PREFIXES["xsd"]}integer> }}', encoding="utf-8")
    store = engine.new_store()
    engine.load_file(store, data)
    monkeypatch.setattr(disk, "_PART", 500)
    monkeypatch.setattr(disk, "_BLOCK", 90)
    home = tmp_path / "store"
    home.mkdir()
    assert on_disk(store, home) == 181
    assert engine.dump(disk.open_disk(home), ".nq") == engine.dump(store, ".nq")
    assert not [path for path in home.iterdir() if path.suffix == ".nq" and path.name != written.FILE]
