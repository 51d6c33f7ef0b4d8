"""How checking grows with the data: processor seconds of `icilabas validate` for so many organisations, and the ratios.

    python tests/benchmarks/growth.py [ORGANISATIONS ...]

As a table and as RDF, all right; as a table, each row with three faults. Of one run, so that the ratios count: where the
data grow tenfold, so should the seconds, but for what each start costs.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (10_000, 30_000, 100_000)
PARTS = ("ba", "ko", "ri", "ta", "mo", "lu", "se", "ni", "da", "go", "fa", "zi", "pe", "ru", "ma", "tou", "bou", "kin")
TURTLE = """@prefix ilb: <https://w3id.org/icilabas/ontology#> . @prefix ild: <https://w3id.org/icilabas/id/> .
@prefix ilv: <https://w3id.org/icilabas/vocabulary/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ild:lys a ilb:Territory ; skos:prefLabel "Lys"@fr, "Lys"@en ; ilb:territoryKind ilv:city .
"""


def names(count: int) -> list[str]:
    """Return so many names that have words in common."""
    chance = random.Random(1)  # noqa: S311  # not a secret
    return [
        f"Association {''.join(chance.choices(PARTS, k=4))} de {''.join(chance.choices(PARTS, k=3))}"
        for _ in range(count)
    ]


def write(kind: str, count: int, folder: Path) -> Path:
    """Write the data of one kind, and return where."""
    path = folder / ("data.ttl" if kind == "RDF" else "organizations.csv")
    with path.open("w", encoding="utf-8") as file:
        if kind == "RDF":
            file.write(TURTLE)
            for number, name in enumerate(names(count)):
                said = f'"{name}"@fr, "{name}"@en ; ilb:sphere ilv:civil-society ; ilb:basedIn ild:lys'
                file.write(f"ild:o-{number} a ilb:Organization ; skos:prefLabel {said} .\n")
        else:
            file.write("id,label_fr,label_en,sphere,founded,homepage\n")
            for number, name in enumerate(names(count)):
                wrong = f"civil-{number},19x{number},a page {number}"
                right = "civil-society,1990,https://site.example/"
                file.write(f"o-{number},{name},{name},{wrong if kind == 'faulty' else right}\n")
    return path


def seconds(path: Path) -> float:
    """Return the processor seconds of a check, of its whole process."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "icilabas", "validate", str(path)], capture_output=True, check=False
    )  # ourselves
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a table of the seconds, and of how often the first size's they are."""
    sizes = [*map(int, sys.argv[1:])] or SIZES
    for kind in ("table", "RDF", "faulty"):
        found = []
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                found.append(seconds(write(kind, size, Path(folder))))
        told = (f"{size:,}: {took:.1f} s (×{took / found[0]:.1f})" for size, took in zip(sizes, found, strict=True))
        print(f"{kind:8}", "   ".join(told), flush=True)


if __name__ == "__main__":
    main()
