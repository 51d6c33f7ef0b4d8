"""The suites of the W3C are run by `make suites`; here a small sample of ours, in the same forms."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from places import DATA, ROOT

import suites

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = DATA / "suites"
pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib warns of what is written to be wrong


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE, tmp_path / "suites")
    return tmp_path / "suites"


def test_our_sample_comes_out_as_it_asks(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("en", "fr"):
        (sample / lang).mkdir()
        (sample / lang / "page.md").write_text(f"# Before\n\n{suites.BEGIN}\nold\n{suites.END}\n\nAfter.\n", "utf-8")
    pages = [str(sample / lang / "page.md") for lang in ("en", "fr")]
    assert suites.main([str(sample), "--into", *pages]) == 0
    told = capsys.readouterr().out
    assert "| **all** | 18 | 9 | 8 | 1 |" in told
    assert re.findall(r"^- .*\((\d+)\)$", told, re.MULTILINE) == ["1"]
    english, french = ((sample / lang / "page.md").read_text("utf-8") for lang in ("en", "fr"))
    assert english.startswith(f"# Before\n\n{suites.BEGIN}\n| suite |")
    assert english.endswith(f"{suites.END}\n\nAfter.\n")
    assert "old" not in english
    assert "| **en tout** | 18 | 9 | 8 | 1 |" in french


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rdf11/rdf-turtle/market.nt", '"olives"@fr', '"olives"@en', "Turtle nested-list: otherwise: "),
        ("rdf11/rdf-trig/squares.nq", "/north>", "/east>", "TriG two-graphs: otherwise: "),
        ("rdf12/rdf-turtle/said.nt", "<<( <https://site.example/stall>", "<<( <https://site.example/x>", "said-of"),
        ("rdf11/rdf-xml/stall.rdf", "</m:kept>", "", "XML attributes: refused: "),
        ("rdf11/rdf-n-quads/five.nq", " <https://site.example/south>", "", "N-Quads five: accepted"),
        ("json-ld-api/tests/toRdf/no-language.jsonld", "3", '"trois"', "JSON-LD 1.1 no-language: accepted"),
        (
            "data-shapes-test-suite/tests/core/stalls.ttl",
            'sh:value "soon"',
            'sh:value "late"',
            "Core stalls: otherwise",
        ),
        ("data-shapes-test-suite/tests/core/no-path-shapes.ttl", ", :other", "", "SHACL Core no-path: accepted"),
    ],
)
def test_what_comes_out_otherwise_without_a_reason_is_told(
    file: str, old: str, new: str, said: str, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = (sample / file).read_text("utf-8").replace(old, new)
    (sample / file).write_text(changed, "utf-8")
    assert suites.main([str(sample)]) == 1
    told = capsys.readouterr().out
    assert said in told
    assert told.endswith("1 tests come out otherwise without a reason\n")


def test_a_folder_without_suites_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        suites.main([str(tmp_path)])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_counts_of_all_suites_stand_in_the_documentation(lang: str) -> None:
    """Written by `make suites` with --into, from the whole suites."""
    page = (ROOT / "docs" / lang / "explanation/standards.md").read_text("utf-8")
    counts = page.partition(suites.BEGIN)[2].partition(suites.END)[0]
    known, _reasons = suites.known()
    rows = dict(re.findall(r"^\| ([^|]+?) \| (.*) \|$", counts, re.MULTILINE))
    assert set(known) < set(rows)
    for row in rows.values():
        if re.fullmatch(r"[\d |]+", row):
            tests, *parts = map(int, row.split("|"))
            assert tests == sum(parts)
            assert tests > 30
