"""Codes of IATI in either version, languages as they are written, and ids made of references."""

from __future__ import annotations

import pytest

from icilabas.sources.iati import codes


def test_languages() -> None:
    tags = {
        "EN": "en",
        "ENG": "en",
        "fra": "fr",
        "fr-CA": "fr",
        "es": "es",
        "": "und",
        "no such": "und",
        "a" * 99: "und",
        "en-a": "en",
        "es-a": "und",
        "pt-123456789": "und",
    }
    assert {tag: codes.language(tag) for tag in tags} == tags


def test_ids_have_eighty_characters_and_never_mean_two_things() -> None:
    known = codes.Known()
    assert known.id("org", "x" * 80) == f"org-{'x' * 80}"
    longer = known.id("org", "x" * 81)
    assert longer.startswith(f"org-{'x' * 80}-")
    assert len(longer) == len("org-") + 80 + 1 + 8
    assert known.id("org", "x" * 82) not in {longer, f"org-{'x' * 80}"}
    assert known.id("org", "A B") == "org-a-b"
    assert known.id("org", "a-b") not in {"org-a-b", ""}
    assert known.id("org", "A B") == "org-a-b"
    assert known.id("org", "؟") != known.id("org", "!")


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("1", 1),
        ("01", 1),
        ("9", 9),
        ("10", 10),
        ("17", 17),
        ("18", None),
        ("0", None),
        ("00", None),
        ("2.3", 2),
        (" 2 ", 2),
        ("2a", None),
        ("", None),
        ("117", None),
        ("20", None),
    ],
)
def test_goals_are_one_to_seventeen(code: str, number: int | None) -> None:
    assert codes.goal(code) == number


def test_codes_of_either_version() -> None:
    assert codes.role("Funding") == codes.role("1") != codes.role("2")
    assert codes.role("9") is None
    assert codes.reference("N/A") == ""
    assert codes.reference("XX-1") == "XX-1"
    assert codes.code_names(*codes.place_of("country", "ml"))["fr"] == "Mali"
    assert codes.code_names("country", "EU")["fr"] == "Union européenne"  # no list of places has it
    assert (
        codes.code_names("country", "zz") == codes.code_names("country", "MLI") == codes.code_names("sector", "x") == {}
    )
    assert [codes.is_day(day) for day in ("2020-01-31", "2020-02-31", "20200131", "2020-1-31", "")] == [
        True,
        False,
        False,
        False,
        False,
    ]
