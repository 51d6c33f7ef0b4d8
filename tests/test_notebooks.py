"""Every notebook runs from start to end, through the public API only."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import icilabas as ilb

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")  # its own use of zmq, not ours to mend
def test_the_notebook_runs_and_shows_something(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it ships no types
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code), "commit it without outputs"
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = str([cell.outputs for cell in code])
    assert "Région de Kayes" in shown
    assert "<iframe" in shown
    assert "Le plus proche : kayes" in shown.lower() or "Le plus proche : Kayes" in shown
    assert code[-1].outputs[0]["data"]["text/plain"] == "[]"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_uses_the_public_names_only(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]  # it ships no types
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert re.findall(r"^(?:from|import) .*", code, re.MULTILINE) == ["import icilabas as ilb"]
    assert set(re.findall(r"\bilb\.(\w+)", code)) <= set(ilb.__all__)
