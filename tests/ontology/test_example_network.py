"""The invented network in three editions: it is right alone and together, it says that it is invented, it names nobody."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import bundled
import pytest

from icilabas import engine
from icilabas.check.validation import check
from icilabas.engine.terms import local_name
from icilabas.resources import parse_yaml
from icilabas.sources.editions import editions
from icilabas.sources.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

each_edition = pytest.mark.parametrize("folder", bundled.EXAMPLE, ids=lambda path: path.name)


def faults(inputs: Sequence[Path]) -> list[str]:
    """Return what is wrong with the inputs; what is to be told of editions that disagree is no fault."""
    return [str(fault) for fault in check(gather(inputs)) if fault.severity == "Violation"]


@each_edition
def test_an_edition_alone_has_no_fault(folder: Path) -> None:
    assert faults([folder]) == []


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_editions_together_have_no_fault_in_any_order(order: Sequence[int]) -> None:
    inputs = [bundled.EXAMPLE[number] for number in order]
    assert faults(inputs) == []
    found = editions(gather(inputs).store)
    assert [(edition.temporal, local_name(edition.document)) for edition in found] == [
        (year, f"example-network-directory-{year}") for year in ("2019", "2021", "2023")
    ]
    assert [edition.replaces for edition in found] == [(), (found[0].document,), (found[1].document,)]


@each_edition
def test_it_says_in_both_languages_that_it_is_invented(folder: Path) -> None:
    said = parse_yaml((folder / "source.yaml").read_text("utf-8"))
    source = said["source"]
    for texts in (said["title"], source["title"], source["note"], source["rights"], source["edition_of"]["title"]):
        assert "Exemple inventé" in texts["fr"]
        assert "nvented" in texts["en"]


def test_it_names_no_person() -> None:
    store = gather(bundled.EXAMPLE).store
    people = "SELECT ?one { { ?one a ilb:Person } UNION { ?one dcterms:accessRights ilv:restricted } }"
    assert engine.select(store, people).rows == []


def test_places_are_called_the_same_in_each_edition() -> None:
    tables = [(folder / "territories.csv").read_text("utf-8") for folder in bundled.EXAMPLE]
    assert tables[0].count("\n") > 8
    assert len({*tables}) == 1


def test_a_thing_that_came_of_two_names_both() -> None:
    asked = "SELECT ?one { ild:maison-des-passeurs-et-lanternes prov:wasDerivedFrom ?one } ORDER BY ?one"
    found = [local_name(one) for (one,) in engine.select(bundled.example(), asked).rows]
    assert found == ["cercle-des-passeurs-de-clairepluie", "club-des-lanternes-bavardes"]
