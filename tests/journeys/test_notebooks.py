"""Every notebook runs from start to end through the public API only, in both languages, and becomes a page."""

from __future__ import annotations

import importlib
import re
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from nbclient.exceptions import CellExecutionError
from places import ROOT

import icilabas as ilb

if TYPE_CHECKING:
    import types
    from pathlib import Path

    from playwright.sync_api import Page

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_CELLS = 20
OURS = {"icilabas", "icilabas.resources", "icilabas.backbone", "icilabas.bridging", "icilabas.significance"}
OTHERS = {"io", "logging", "pathlib", "subprocess", "sys", "tempfile", "pandas"}
AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
HOSTILE = "</td><script>window.__pwned = 1</script><img src=x onerror='window.__pwned = 1'>"
EXPECTED = {
    "fr": {
        "01": ("Le plus proche : Kayes", "Conforme : aucun défaut.", "Session 2 : contexte et partenariat"),
        "02": ("animateur", "two-readings", "<th>bénéfice</th>", "<th>imprimé</th>"),
        "03": ("Tout ce qui est dit", "grdr.html"),
        "04": ("ce qui les relie", "<th>au pire</th>", "avant · before"),
        "05": ("atelier.xlsx:Organisations!C5: « Kérana »", "conforme : ", "site/index.html"),
        "06": ("Sel et savoir-faire", "Radio Pirogue-à-Roulettes", "<th>fin dite</th>", "Sols salés", "début prévu"),
    },
    "en": {
        "01": ("Nearest: Kayes", "Conforms: no faults.", "Session 2: context and partnership"),
        "02": ("facilitator", "two-readings", "Benefit"),
        "03": ("All that is said", "grdr.html"),
        "04": ("what links them", "<th>at worst</th>", "après · after"),
        "05": ("atelier.xlsx:Organisations!C5: “Kérana”", "conforms: ", "site/index.html"),
        "06": ("Salt and know-how", "Radio Canoe-on-Wheels", "said to have ended", "Salty soils", "planned start"),
    },
}
names = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it ships no types


def code(path: Path) -> list[Any]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_are_six() -> None:
    assert [path.stem[:2] for path in PATHS] == ["01", "02", "03", "04", "05", "06"]


@names
def test_it_is_short_whole_and_committed_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert len(notebook.cells) <= MOST_CELLS
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(path)), "commit it without outputs"
    assert path.read_text("utf-8").endswith("}\n")
    assert sum("lang = " in cell.source for cell in code(path)) == 1  # one line chooses the language


@names
def test_it_uses_public_names_only(path: Path) -> None:
    source = "\n".join(cell.source for cell in code(path))
    found = re.findall(r"^\s*(?:from (\S+) import (\w+)|import (\S+)(?: as \w+)?)$", source, re.MULTILINE)
    modules = {whole or (f"{home}.{name}" if home == "icilabas" else home) for home, name, whole in found}
    assert modules <= OURS | OTHERS
    assert source.count("import ") == len(found)
    assert set(re.findall(r"\bilb\.(\w+)", source)) <= set(ilb.__all__)
    for module in modules & OURS - {"icilabas"}:
        used = re.findall(rf"\b{module.partition('.')[2]}\.(\w+)", source)
        assert all(hasattr(importlib.import_module(module), name) and not name.startswith("_") for name in used)


@names
def test_its_text_is_in_both_languages(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert re.findall(r'<div lang="(\w+)">\n\n.+?\n\n</div>', cell.source, re.DOTALL) == ["fr", "en"]
            outside = re.sub(r"<div.*?</div>", "", cell.source, flags=re.DOTALL).strip()
            assert not outside or re.fullmatch(r"#+ .+ · .+", outside), outside
            french = re.search('<div lang="fr">(.*?)</div>', cell.source, re.DOTALL)
            assert french
            assert not re.search(r"\w [?!;:»]|« ", re.sub("`[^`]*`", "", french[1])), "an unbreakable space is missing"
        elif alt := cell.metadata.get("alt"):
            assert alt.keys() == {"fr", "en"}


@names
@pytest.mark.parametrize("lang", EXPECTED)
def test_it_ran_from_start_to_end_for_the_documentation(documentation: Path, path: Path, lang: str) -> None:
    folder = documentation / lang / "notebooks"
    page = (folder / f"{path.stem}.html").read_text(encoding="utf-8")
    for words in EXPECTED[lang][path.stem[:2]]:
        assert words in page
    pictures = page.count("<iframe ")
    assert pictures + page.count('src="data:image/png') > 0, "nothing to look at"
    assert pictures == sum(".draw(" in cell.source and ", page," not in cell.source for cell in code(path))
    assert len(list(folder.glob(f"{path.stem}-*.html"))) == pictures
    assert page.count("<img ") == page.count(' alt="')
    assert 'alt=""' not in page
    assert (folder / path.name).read_bytes() == path.read_bytes()


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    monkeypatch.setattr(sys, "path", [str(ROOT / "docs"), *sys.path])
    return importlib.import_module("generators.notebooks")


def text(heading: str, french: str, english: str) -> Any:
    parts = f'{heading}\n\n<div lang="fr">\n\n{french}\n\n</div>\n\n<div lang="en">\n\n{english}\n\n</div>'
    return nbformat.v4.new_markdown_cell(parts)  # type: ignore[no-untyped-call]  # it ships no types


def write(path: Path, *sources: str) -> None:
    lead = text("# Un · One", "Bonjour **à vous**.", "Hello, [next](02-second.ipynb).")
    made = [nbformat.v4.new_code_cell(source) for source in sources]  # type: ignore[no-untyped-call]  # it ships no types
    book = nbformat.v4.new_notebook(cells=[lead, *made])  # type: ignore[no-untyped-call]  # as above
    nbformat.write(book, path)  # type: ignore[no-untyped-call]  # as above


@pytest.fixture
def small(generator: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two notebooks: one shows hostile text in every way there is, the other has empty hands."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    cells = [
        'import networkx as nx\nimport pandas as pd\nimport icilabas as ilb\nlang = "fr"\nprint(lang)',
        f"text = {HOSTILE!r}\nprint(text)\ntext",
        "g = nx.path_graph(3)\nnx.set_node_attributes(g, text, 'label')\nilb.draw(g, lang=lang, title=text)",
        "pd.DataFrame([[text, 'w' * 400]], columns=[text, 'b'])",
        f"ds = ilb.load({str(ROOT / 'tests' / 'data' / 'small-dataset')!r})\nilb.compare(ds, 'lille', 'kayes', lang=lang)",
    ]
    write(folder / "01-first.ipynb", *cells)
    write(folder / "02-second.ipynb", 'lang = "fr"\n"text" in globals()')
    monkeypatch.setattr(generator, "NOTEBOOKS", folder)
    return folder


@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")  # its own use of zmq, not ours to mend
def test_it_becomes_a_page_that_runs_nothing_and_asks_for_nothing(
    generator: types.ModuleType, small: Path, page: Page, tmp_path: Path
) -> None:
    listed = generator.pages("en")
    made = generator.files()
    assert {name.partition("/")[0] for name in made} == {"en", "fr"}
    found = {**listed, **{name.removeprefix("en/"): page for name, page in made.items() if name.startswith("en/")}}
    assert {"index.md", "01-first.html", "01-first-1.html", "01-first.ipynb", "02-second.html"} <= {
        name.rpartition("/")[2] for name in found
    }
    assert found["notebooks/01-first.ipynb"] == (small / "01-first.ipynb").read_bytes()
    assert "site:01-first.html" in found["notebooks/index.md"]
    assert "Hello" in found["notebooks/index.md"]
    assert "Bonjour" not in found["notebooks/01-first.html"]
    assert "Bonjour" in made["fr/notebooks/01-first.html"]
    assert "False" in found["notebooks/02-second.html"]  # nothing is left of the notebook before it
    for name, content in found.items():
        target = tmp_path / name
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((tmp_path / "notebooks" / "01-first.html").as_uri())
    assert page.title() == "One – icilabas"
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_by_role("link", name="next").get_attribute("href") == "02-second.html"
    assert page.locator("main").inner_text().count(HOSTILE) == 4  # printed, a value, a heading, a cell
    assert page.locator("main").locator("script, style, [style], [onerror]").count() == 0
    assert page.get_by_text("\nen\n").or_(page.get_by_text("en", exact=True)).count() > 0  # it answers in English
    assert page.get_by_text("what links them").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe")
    frame.locator("#g-network canvas").wait_for()
    assert frame.locator("html").get_attribute("lang") == "en"
    assert page.evaluate("window.__pwned") is None
    assert Axe().run(page, options=AA).response["violations"] == []
    page.emulate_media(media="print")
    assert page.locator("img.still").is_visible()
    assert not page.locator("iframe").is_visible()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client")  # its own use of zmq, not ours to mend
@pytest.mark.parametrize(
    ("source", "error", "says"),
    [
        ("1 / 0", CellExecutionError, "ZeroDivisionError"),
        ("import warnings\nwarnings.warn('old')", ValueError, "01-bad.ipynb: .*old"),
    ],
)
def test_no_page_is_made_of_a_notebook_that_fails_or_warns(
    generator: types.ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    error: type[Exception],
    says: str,
) -> None:
    write(tmp_path / "01-bad.ipynb", source)
    monkeypatch.setattr(generator, "NOTEBOOKS", tmp_path)
    with pytest.raises(error, match=says):
        generator.files()
