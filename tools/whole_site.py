"""Builds the bundled workshop's site and its documentation, both at once: ``python tools/whole_site.py SITE DOCS``.

The site waits for the documentation at its end: one makes pages while the other does.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from icilabas.errors import IcilabasError
from icilabas.files import signals
from icilabas.site.build import publish
from icilabas.words import progress
from saying import language, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
_making: list[subprocess.Popen[bytes]] = []  # the documentation, once it is begun


def documentation(folder: Path) -> Path:
    """Make the documentation, with the site as its home. Raises CalledProcessError; Sphinx has said why."""
    build = [sys.executable, str(ROOT / "docs" / "build.py"), "--home", "index.html", str(folder)]
    with subprocess.Popen(build) as making:  # noqa: S603  # our own program and arguments
        _making.append(making)
    if making.returncode:
        raise subprocess.CalledProcessError(making.returncode, build)
    return folder


def main(words: Sequence[str]) -> int:
    """Build both, and say what to open; return the exit code."""
    if len(words) != 2:  # noqa: PLR2004  # two folders
        print("python tools/whole_site.py SITE DOCS", file=sys.stderr)
        return 2
    gc.disable()  # it ends when the site is there: what could go may stay
    site, docs = map(Path, words)
    print(sentence("site"), flush=True)
    try:
        with signals.heard(), ThreadPoolExecutor() as pool, progress.shown(language()):
            try:
                print(publish((), site, docs=pool.submit(documentation, docs)))
            except signals.Ended:
                for making in _making:
                    making.terminate()
                raise
    except subprocess.CalledProcessError as error:
        return error.returncode
    except signals.Ended as ended:
        print(sentence("interrupted"), file=sys.stderr)
        return ended.code
    except IcilabasError as error:
        print(error.text(language()), file=sys.stderr)
        return error.exit_code
    print(sentence("open"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
