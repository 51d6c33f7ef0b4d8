"""The documentation as it is built: complete, every link leads somewhere, the same bytes each time."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import click
import pytest
from sites import mini

from icilabas.asking.questions import questions
from icilabas.cli.main import main
from icilabas.errors import UsageError
from icilabas.networks import projection
from icilabas.site.build import publish
from icilabas.sources.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("fr", "en")
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "a": "href", "image": "href"}
PUBLIC = ("icilabas", "icilabas.bridging", "icilabas.backbone", "icilabas.significance")


class Page(HTMLParser):
    """The ids of a page, what it links to or loads, and its texts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.targets: list[str] = []
        self.codes: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.twice += [found["id"]] if found.get("id") in self.ids else []
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        self.targets += [found[LOADED[tag]]] if LOADED.get(tag) in found else []

    def handle_data(self, data: str) -> None:
        self.codes.append(data)


@cache
def read(path: Path) -> Page:
    return Page(path)


@pytest.fixture(scope="session")
def sources(repo: Path) -> Any:
    """Give the package of the generators."""
    sys.path.insert(0, str(repo / "docs"))
    yield importlib.import_module("generators")
    sys.path.remove(str(repo / "docs"))


def dead(root: Path) -> list[str]:
    """Return the links of all pages below the folder that lead nowhere."""
    found = []
    for path in sorted(root.rglob("*.html")):
        for target in read(path).targets:
            parts = urlsplit(target)
            if parts.scheme or target.startswith("//"):
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            there = file.is_file() and root.resolve() in file.parents
            if there and parts.fragment and file.suffix == ".html":
                there = unquote(parts.fragment) in read(file).ids
            found += [] if there else [f"{path.relative_to(root)}: {target}"]
    return found


def test_no_link_is_dead(documentation: Path) -> None:
    assert len(list(documentation.rglob("*.html"))) > 10
    assert not dead(documentation)


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="x"><a href="a.html#x">1</a><a href="#y">2</a><a href="b.html">3</a>')
    assert dead(tmp_path) == ["a.html: #y", "a.html: b.html"]


def test_no_id_stands_twice_on_a_page(documentation: Path) -> None:
    pages = sorted((path, read(path).twice) for path in documentation.rglob("*.html"))
    assert [(path.name, twice) for path, twice in pages if twice] == []


def test_no_page_loads_from_elsewhere(documentation: Path) -> None:
    for path in documentation.rglob("*.html"):
        assert not re.findall(
            r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?(?:https?:)?//", path.read_text("utf-8")
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_is_documented(documentation: Path, lang: str) -> None:
    page = read(documentation / lang / "reference" / "commands.html")
    text = " ".join(page.codes)
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command
        assert f"command-{name}" in page.ids
        chapter = text.partition(f"icilabas {name} [OPTIONS]")[2].partition("[OPTIONS]")[0]
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("-")]
        assert options
        assert not [option for option in options if not re.search(rf"{option}\b", chapter)], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_public_name_is_documented(documentation: Path, sources: Any, lang: str) -> None:
    python = importlib.import_module(f"{sources.__name__}.python")
    ids = read(documentation / lang / "reference" / "python.html").ids
    for name in PUBLIC:
        members = python.names(python.module_of(name))
        assert members
        assert {f"{name}.{member}".lower().replace("_", "-").replace(".", "-") for member in members} <= {
            one.lower().replace("_", "-").replace(".", "-") for one in ids
        }


def test_every_public_name_is_explained_in_french(sources: Any) -> None:
    python = importlib.import_module(f"{sources.__name__}.python")
    words = importlib.import_module(f"{sources.__name__}.words")
    names = {member for name in PUBLIC for member in python.names(python.module_of(name))}
    returned = {value.__name__ for value in python.returned()}
    assert {"Rows", "TerritoryComparison", "NodeTable", "Drawing"} <= returned
    assert not {*PUBLIC, *names, *returned} - set(words.texts("names", "fr"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_networks_tables_and_columns_are_documented(documentation: Path, lang: str) -> None:
    folder = documentation / lang / "reference"
    asked_pages, views, data = (read(folder / f"{name}.html") for name in ("questions", "views", "data"))
    assert {f"question-{asked.name}" for asked in questions()} <= asked_pages.ids
    assert {f"view-{view.name}" for view in projection.views()} <= views.ids
    schema = load_schema()
    assert {f"table-{name}" for name in schema.tables} <= data.ids
    shown = "\n".join(data.codes)
    for table in schema.tables.values():
        for column in table.columns:
            assert column.name in shown
            assert column.heading.text("fr").replace("'", "’") in shown
            assert column.heading.text("en").replace("'", "’") in shown


def test_the_chapter_of_a_table_names_each_of_its_columns(sources: Any) -> None:
    """What many tables have is explained once, above, and named in each."""
    text = importlib.import_module(f"{sources.__name__}.data").pages("fr")["reference/data.md"]
    for table in load_schema().tables.values():
        chapter = text.partition(f"(table-{table.name})=")[2].partition("\n(table-")[0]
        assert [column.name for column in table.columns if f"`{column.name}`" not in chapter] == [], table.name
    assert text.count("| `label_fr`<br>") == 1
    assert "skos:concept" not in text


def test_the_theme_speaks_french(documentation: Path) -> None:
    english = ("Skip to content", "Back to top", "All pages", "On this page", "Next", "Previous", "Made with")
    hidden = ("Toggle site navigation sidebar", "Toggle Light / Dark / Auto color theme")
    foot = "Copyright &#169; The icilabas contributors"
    texts = {lang: (documentation / lang / "reference" / "data.html").read_text("utf-8") for lang in LANGUAGES}
    for lang, said in (("fr", "Recherche"), ("en", "Search")):  # Sphinx's own words, one language made after the other
        assert f'placeholder="{said}"' in texts[lang]
    for said in (*english, *hidden, foot):
        phrase = re.compile(rf'[>"]\s*{re.escape(said)}\s*[<"]')
        assert phrase.search(texts["en"]), said
        assert not phrase.search(texts["fr"]), said


def test_texts_of_the_data_are_no_markup(sources: Any) -> None:
    markdown = importlib.import_module(f"{sources.__name__}.markdown")
    hostile = "<b>*a*</b> | `c` [d](e) {f}`g` # & \\"
    assert not re.search(r"(?<!\\)[<>*|`\[\]{}#&]", markdown.escaped(hostile).replace("\\\\", ""))
    assert markdown.code("a`b") == "`` a`b ``"
    assert markdown.table(["a|b"], [[markdown.code("x|y")]]).count("\\|") == 2


SAME = """import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import build, generators
from generators import commands, data, ontology, otherprograms, python, questions, views
generators.modules = lambda: [commands, data, ontology, otherprograms, python, questions, views]
source, out = Path(sys.argv[2]) / "source" / "en", Path(sys.argv[2]) / "out"
build.assemble("en", source)
build.render("en", source, out)
"""


def test_the_same_input_gives_the_same_bytes(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "another-name").mkdir()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SAME, str(repo / "docs"), str(tmp_path / folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "ICILABAS_DOCS_HOME": "index.html"},
        )
        for seed, folder in (("1", "a"), ("2", "another-name"))
    ]
    assert [process.wait(timeout=300) for process in running] == [0, 0]
    one, other = (
        {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}
        for out in (tmp_path / "a" / "out", tmp_path / "another-name" / "out")
    )
    assert "reference/data.html" in one
    assert one.keys() == other.keys()
    assert not [name for name in one if one[name] != other[name]]
    for name, way in (("index.html", "../../index.html"), ("reference/data.html", "../../../index.html")):
        assert f'<a href="{way}">The site</a>' in one[name].decode()


def test_a_page_made_twice_is_refused(sources: Any) -> None:
    with pytest.raises(ValueError, match="a.md: made twice"):
        sources.gathered({"one": {"a.md": "1"}, "two": {"a.md": "2"}})


def test_the_site_has_the_documentation(tmp_path: Path) -> None:
    docs = tmp_path / "made"
    (docs / "fr").mkdir(parents=True)
    (docs / "index.html").write_text("<p>here", "utf-8")
    (docs / "fr" / "a.html").write_text("<p>there", "utf-8")
    (docs / ".hidden").write_text("left", "utf-8")
    index = publish([mini(tmp_path / "data")], tmp_path / "site", docs=docs)
    site = index.parent
    assert 'href="docs/index.html"' in index.read_text("utf-8")
    assert sorted(file.name for file in (site / "docs").rglob("*") if file.is_file()) == ["a.html", "index.html"]
    for page in (site / "pairs").glob("*.html"):
        assert 'href="../docs/index.html"' in page.read_text("utf-8")
    publish([tmp_path / "data"], site)
    assert not (site / "docs").exists()
    assert "docs/index.html" not in index.read_text("utf-8")


def test_what_is_no_documentation_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        publish([mini(tmp_path / "data")], tmp_path / "site", docs=tmp_path / "data")
    assert "make docs" in raised.value.text("fr")
    assert "it has no page index.html" in raised.value.text("en")
    assert not (tmp_path / "site").exists()
