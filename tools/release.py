"""Makes a release: ``python tools/release.py [--docs FOLDER] [--address URL] [--no-proof] OUT``.

The wheel and the sources, the site, the data in each form, what describes them (DCAT, VoID), notes and checksums; then
a proof that the wheel, installed in an empty environment, does what the checkout does. There is no clock in it: the
date is that of CHANGELOG.md, and two runs give the same bytes. Only the proof asks the network, for packages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import catalogue
import pins
import proof
from dataforms import data, zipped
from icilabas import resources
from icilabas.errors import IcilabasError
from icilabas.files import signals, writing
from icilabas.files.leftovers import MARK
from publicsources import packages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
_VERSION = re.compile(
    r"^## \[(?P<version>[^\]]+)\] - (?P<date>\d{4}-\d\d-\d\d)\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
_SHOWN = 5
_COPIED = ("LICENSE", "LICENSE-DATA", "CITATION.cff")


class Changes(NamedTuple):
    """What CHANGELOG.md says: the newest version, its date, its text, and the date of the first version."""

    version: str
    date: dt.date
    text: str
    first: dt.date


def changes(root: Path = ROOT) -> Changes:
    """Read CHANGELOG.md. Raises ValueError where it, CITATION.cff and pyproject.toml do not agree."""
    found = list(_VERSION.finditer((root / "CHANGELOG.md").read_text("utf-8")))
    if not found:
        raise ValueError("CHANGELOG.md: no line “## [version] - YYYY-MM-DD”")
    newest, citation = found[0], resources.parse_yaml((root / "CITATION.cff").read_text("utf-8"))
    said = str(citation["version"]), str(citation.get("date-released", ""))
    if said != (newest["version"], newest["date"]):
        raise ValueError(f"CITATION.cff says {' of '.join(said)}, CHANGELOG.md {newest['version']} of {newest['date']}")
    if _project(root)["version"] != newest["version"]:
        raise ValueError(f"pyproject.toml says {_project(root)['version']}, CHANGELOG.md {newest['version']}")
    date, first = (dt.date.fromisoformat(each["date"]) for each in (newest, found[-1]))
    return Changes(newest["version"], date, newest["text"].strip(), first)


def _pinned() -> str:
    return (ROOT / "requirements.txt").read_text("utf-8")


def _project(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def site(folder: Path, how: Sequence[str]) -> None:
    """Build the site of the bundled data, with more arguments for ``build``. Raises CalledProcessError."""
    command = [sys.executable, "-m", "icilabas", "build", "--out", str(folder), *how]
    environment = {**os.environ, **proof.ALIKE}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603  # our own words


def assemble(folder: Path, built: Path, address: str = catalogue.HERE) -> Path:
    """Write all of a release into the folder; return the wheel. ``built``: the site.

    Raises ValueError where what is written down of the release does not agree, CalledProcessError for the packages.
    """
    said = changes()
    moment = (said.date.year, said.date.month, said.date.day, 0, 0, 0)
    name = f"icilabas-{said.version}-site"
    pages = {f"{name}/{path}": content for path, content in proof.contents(built).items() if path != MARK}
    made = data(moment)
    wheel = packages(folder, int(dt.datetime(*moment, tzinfo=dt.UTC).timestamp()), made.files)
    release = catalogue.Release(said.version, said.first.isoformat(), said.date.isoformat(), address)
    described = catalogue.described(release, made.store, made.files)
    pinned = _pinned()
    files = {
        **made.files,
        f"{name}.zip": zipped(pages, moment),
        "requirements.txt": pins.needed(pinned, pins.asked_for(_project(ROOT))).encode(),
        "requirements-all.txt": pins.needed(pinned, pins.asked_for(_project(ROOT), "all")).encode(),
        "catalog.jsonld": described,
        "catalog.ttl": catalogue.turtle(described),
        "NOTES.md": notes(said, wheel.name).encode(),
        **{name: (ROOT / name).read_bytes() for name in _COPIED},
    }
    for path, content in files.items():
        writing.write_file(folder / path, content)
    everything = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MARK}
    writing.write_file(folder / "SHA256SUMS", sums(everything).encode())
    return wheel


def uncommitted() -> str:
    """Return the first of the files that differ from the last commit; nothing where that is not known."""
    try:
        done = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S607  # whichever git there is
    except (OSError, subprocess.CalledProcessError):
        return ""
    return ", ".join(line[3:] for line in done.stdout.splitlines()[:_SHOWN])


def sums(files: Mapping[str, bytes]) -> str:
    """Return the checksums as ``sha256sum --check`` reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def notes(said: Changes, wheel: str) -> str:
    """Return the notes of the release: what each file is, how to check and install, and what changed."""
    about = catalogue.words(said.version)["files"]
    table = "\n".join(f"| `{name}` | {file['title']['fr']} | {file['title']['en']} |" for name, file in about.items())
    return f"""# icilabas {said.version} ({said.date.isoformat()})

**Pour voir le résultat :** décompresser `icilabas-{said.version}-site.zip` et ouvrir `index.html` d'un double clic.
**To see the result:** unpack `icilabas-{said.version}-site.zip` and open `index.html`.

| fichier · file | français | English |
|---|---|---|
{table}

Vérifier · To check: `sha256sum --check SHA256SUMS`

Installer · To install, with Python 3.11 or newer:

```sh
python3 -m venv icilabas
icilabas/bin/pip install --require-hashes --no-deps --requirement requirements.txt
icilabas/bin/pip install --no-deps {wheel}
icilabas/bin/icilabas build --out site
```

Avec toutes les options · With all extras: `requirements-all.txt`.

Aucun de ces fichiers ne contient de passage restreint, ni donc le nom d'une personne. · None of these files holds a
restricted passage, and so none names a person.

## What changed

{said.text}
"""


def main(arguments: list[str] | None = None) -> None:
    """Make the release, and say what was done. Nothing of the folder changes unless all went well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("out", type=Path)
    parser.add_argument("--docs", type=Path, help="the documentation, to be part of the site")
    parser.add_argument("--address", default=catalogue.HERE, help="where the folder will be on the web")
    parser.add_argument("--no-proof", action="store_true", help="do not install the wheel: no network is needed")
    asked = parser.parse_args(arguments)
    if changed := uncommitted():
        print(f"not committed, and yet part of the release: {changed}", file=sys.stderr)
    how = ["--lang", "fr", *(["--docs", str(asked.docs.resolve())] if asked.docs else [])]
    try:
        with signals.heard(), writing.new_folder(asked.out) as folder, tempfile.TemporaryDirectory() as work:
            print("the site")
            site(Path(work) / "site", how)
            print("packages, data, description")
            wheel = assemble(folder, Path(work) / "site", f"{asked.address.rstrip('/')}/")
            if not asked.no_proof:
                print("the proof: the wheel in an empty environment")
                python = proof.install(wheel, folder / "requirements.txt", Path(work) / "environment")
                alike = proof.prove(python, Path(work) / "site", how)
                print(f"{alike} files, all as the checkout writes them")
                print("the same, with all extras")
                proof.add(python, folder / "requirements-all.txt")
                proof.prove(python, Path(work) / "site", how, program=proof.OF_EXTRAS)
    except signals.Ended as ended:
        raise SystemExit(ended.code) from None
    except (IcilabasError, ValueError, proof.NotProvenError) as error:
        raise SystemExit(str(error)) from None
    except subprocess.CalledProcessError as error:
        shown = [str(word) for word in error.cmd]
        raise SystemExit(f"{' '.join(shown)}\n{(error.stderr or b'').decode(errors='replace')}") from None
    print(f"written: {asked.out}")


if __name__ == "__main__":
    main()
