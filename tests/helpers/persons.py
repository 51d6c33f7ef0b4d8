"""Whom a public file may not name."""

from __future__ import annotations

import csv

from icilabas.resources import DEFAULT_DATASET


def names_of_persons() -> list[str]:
    with (DEFAULT_DATASET / "persons.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row[column] for row in csv.DictReader(file) for column in ("label_fr", "label_en")} - {""})
