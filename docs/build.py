"""Builds the documentation: ``python docs/build.py [--home PAGE] FOLDER``.

It asks no network, and the same input gives the same bytes. Pages written by hand (``docs/fr``, ``docs/en``) and those
of ``docs/generators`` are put together in a temporary folder, of which Sphinx makes the pages. Two processes work side
by side: one runs Sphinx, for each language; the other runs the notebooks, and makes all else that is not of Sphinx.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
LANGUAGES = ("fr", "en")
FILE_OF_BLOCK = re.compile(r"^```(?P<language>\w+) (?P<file>[\w./-]+)$", re.MULTILINE)
TABLE_OF_BLOCK = re.compile(r"^```csv (?P<file>[\w./-]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# what Sphinx leaves for itself: its inventory holds no page's text, and the other changes with the folder
LEFT_OVERS = (".buildinfo", "objects.inv")
HOME = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>icilabas</title>
<link rel="icon" href="fr/_static/icilabas.svg">
<script>location.replace((/^fr/i.test(navigator.language) ? "fr" : "en") + "/index.html");</script>
</head>
<body>
<h1>icilabas</h1>
<p><a href="fr/index.html">La documentation en français</a></p>
<p lang="en"><a href="en/index.html">The documentation in English</a></p>
</body>
</html>
"""


def chapters(pages: Iterable[str], lang: str) -> list[tuple[str, list[str]]]:
    """Return the chapters of ``contents.yaml`` that have pages, each with its title and its pages in order.

    ``pages`` are names without ending. Each stands in one chapter: where it is named, else where its folder is.
    """
    wanted: list[dict[str, Any]] = yaml.safe_load((HERE / "contents.yaml").read_text(encoding="utf-8"))
    named = {pattern for chapter in wanted for pattern in chapter["pages"]}
    left = sorted(set(pages) - {"index"})
    found = []
    for chapter in wanted:
        listed: list[str] = []
        for pattern in chapter["pages"]:
            here = [page for page in left if page == pattern or (page not in named and fnmatch(page, pattern))]
            left = [page for page in left if page not in here]
            listed += here
        if listed:
            found.append((chapter["title"][lang], listed))
    return found


def assemble(lang: str, source: Path) -> None:
    """Write the source tree of a language: its own pages, the generated ones, and the table of contents.

    Raises ValueError when a page is both written by hand and generated.
    """
    import generators

    shutil.copytree(HERE / lang, source)
    for name, content in generators.pages(lang).items():
        path = source / name
        if path.exists():
            raise ValueError(f"{name}: written by hand, and generated")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    pages = {path.relative_to(source).with_suffix("").as_posix(): path for path in source.rglob("*.md")}
    for path in pages.values():
        text = TABLE_OF_BLOCK.sub(_table, path.read_text(encoding="utf-8"))
        path.write_text(FILE_OF_BLOCK.sub(r"```{code-block} \g<language>\n:caption: \g<file>\n", text), "utf-8")
    home = source / "index.md"
    text = home.read_text(encoding="utf-8") if home.exists() else "# icilabas\n"
    home.write_text(text + "".join(map(_toctree, chapters(pages, lang))), encoding="utf-8")


def _table(block: re.Match[str]) -> str:
    """Return a CSV file that a page shows as the table that a spreadsheet program makes of it."""
    lines = block["text"].splitlines()
    delimiter = max(";,", key=lines[0].count)
    headings = min(1, len(lines) - 1)
    options = f":header-rows: {headings}\n:delim: {delimiter}\n:class: file\n"
    return f"```{{csv-table}} {block['file']}\n{options}\n{block['text']}```"


def _toctree(chapter: tuple[str, list[str]]) -> str:
    title, pages = chapter
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""])


def render(lang: str, source: Path, out: Path) -> None:
    """Run Sphinx on the source tree of a language. Raises SystemExit for any warning."""
    from sphinx.cmd.build import build_main
    from sphinx.locale import translators

    translators.clear()  # what it says in the language before would be said where the next has no words of its own
    doctrees = source.parent / f"doctrees-{lang}"
    options = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE), "-d", str(doctrees), "-D", f"language={lang}"]
    status = build_main([*options, str(source), str(out)])
    if status:
        raise SystemExit(status)
    for name in LEFT_OVERS:
        (out / name).unlink(missing_ok=True)
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            _copied(path, out / path.relative_to(source))


def _copied(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def build(out: Path, home: str = "") -> None:
    """Make the documentation in the folder ``out``, which changes only when all of it could be made.

    ``home`` is the page of a site that every page leads back to, seen from the folder that ``out`` will stand in.

    Raises SystemExit when Sphinx has something to say, UsageError when ``out`` cannot be written.
    """
    from icilabas.files.writing import new_folder

    with tempfile.TemporaryDirectory() as work, new_folder(out) as folder:
        files = Path(work) / "files"
        shared = {**os.environ, "PYTHONHASHSEED": "0", "ICILABAS_DOCS_HOME": home}
        running = [
            subprocess.Popen([sys.executable, __file__, *part], env=shared)  # noqa: S603  # this very file, with our own arguments
            for part in (("--files", str(files)), ("--pages", work, str(folder)))
        ]
        try:
            if failed := max(process.wait() for process in running):
                raise SystemExit(failed)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait()
        shutil.copytree(files, folder, dirs_exist_ok=True)
        (folder / "index.html").write_text(HOME, encoding="utf-8")


def write_files(out: Path) -> None:
    """Write what Sphinx has no part in to the folder."""
    import generators

    for name, content in generators.files().items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main(arguments: list[str]) -> None:
    """Build all, or one of the parts that ``build`` starts side by side; told to end, leave nothing behind."""
    from icilabas.files import signals

    try:
        with signals.heard():
            run(arguments)
    except signals.Ended as ended:
        raise SystemExit(ended.code) from None


def run(arguments: list[str]) -> None:
    """Do what the arguments ask for."""
    gc.disable()  # each part ends when its pages are there: to look for what can go takes a quarter of the time
    match arguments:
        case ["--files", out]:
            write_files(Path(out))
        case ["--pages", work, out]:
            for lang in LANGUAGES:
                assemble(lang, Path(work) / lang)
                render(lang, Path(work) / lang, Path(out) / lang)
        case ["--home", home, out]:
            build(Path(out), home)
        case [out] if not out.startswith("-"):
            build(Path(out))
        case _:
            raise SystemExit("python docs/build.py [--home PAGE] FOLDER")


if __name__ == "__main__":
    main(sys.argv[1:])
