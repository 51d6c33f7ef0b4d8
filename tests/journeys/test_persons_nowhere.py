"""No file, page, table, picture or answer of any profile but the internal one holds what names a person.

The data name persons in every way we know of, each by a mark of its own, spread over two files (see `marked`).
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import marked
import pytest
from click.testing import CliRunner
from published import content

from icilabas import engine
from icilabas.cli.main import main
from icilabas.dataset import access, saved_store
from icilabas.engine import results
from icilabas.export.networks import NETWORKS
from icilabas.networks.projection import views

if TYPE_CHECKING:
    from pathlib import Path

ALL = ("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
RDF = (*engine.FORMATS, ".xlsx")


def calls(inputs: list[str], profile: str) -> dict[str, list[str]]:
    """Return each command that writes or prints anything for a profile, by what it gives."""
    named = [part for path in inputs for part in ("--input", path)]
    chosen = ["--profile", profile]
    anyhow = [*chosen, "--yes-restricted"]  # of a form that cannot tell what partners may see from the rest
    found = {f"convert{end}": ["convert", *inputs, "--out", f"x{end}", *anyhow] for end in RDF}
    found |= {
        f"inferred{end}": ["convert", *inputs, "--infer", "--out", f"i{end}", *anyhow] for end in (".trig", ".ttl")
    }
    found["store"] = ["convert", *inputs, "--store", "kept", *chosen]
    found["site"] = ["build", *inputs, "--out", "site", *chosen]
    found |= {f"network{end}": ["network", "knowledge", *named, "--out", f"n{end}", *anyhow] for end in NETWORKS}
    for view in views():
        found[f"measure {view.name}"] = ["measure", view.name, *named, "--format", "csv", *chosen]
    if profile == access.PUBLIC:
        found["compare"] = ["compare", "Lille", "Tchad", "--input", "LILLE", *named]
    return found


@pytest.mark.parametrize("profile", [name for name in access.profiles() if name != access.INTERNAL])
def test_no_output_of_a_profile_holds_a_mark(
    profile: str, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icilabas.measures.significance.LARGEST", 0)  # how far ranks move is no matter of profiles
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    inputs = [str(path) for path in marked.write(data, files=2)]
    leaks: dict[str, list[str]] = {}
    with contextlib.chdir(out):
        for name, call in calls(inputs, profile).items():
            words = [str(repo / "data" / "lille-2016") if word == "LILLE" else word for word in call]
            words += ["--yes-restricted"] if words[0] in {"convert", "network"} else []
            result = CliRunner().invoke(main, words, catch_exceptions=False)
            assert result.exit_code == 0, (name, result.output)
            leaks[name] = [kind for kind in marked.KINDS if marked.mark(kind) in result.stdout.lower()]
        kept = saved_store.open_store(out / "kept", profile)
        for query in ALL:
            answer = io.BytesIO()
            results.answer(kept, query, results.Graphs(), ["text/csv", "text/turtle"], answer)
            leaks[query] = [kind for kind in marked.KINDS if marked.mark(kind).encode() in answer.getvalue()]
        found = content(out)
    leaks["files"] = [kind for kind in marked.KINDS if marked.mark(kind) in found.lower()]
    assert {name: kinds for name, kinds in leaks.items() if kinds} == {}
    assert all(name in found for name in marked.VISIBLE)
    assert ("asso--role-representative--person" in found) is (profile != access.PUBLIC)


def test_the_same_outputs_for_oneself_hold_each_mark(tmp_path: Path) -> None:
    """What is looked for can be found."""
    inputs = [str(path) for path in marked.write(tmp_path, files=2)]
    with contextlib.chdir(tmp_path):
        for end in (".trig", ".xlsx"):
            call = ["convert", *inputs, "--out", f"x{end}", "--include-restricted"]
            assert CliRunner().invoke(main, call, catch_exceptions=False).exit_code == 0
    found = (tmp_path / "x.trig").read_text("utf-8")
    assert [kind for kind in marked.KINDS if marked.mark(kind) not in found] == []
    assert marked.mark("member in our words") in content(tmp_path)
