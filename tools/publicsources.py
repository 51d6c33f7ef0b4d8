"""The sources as a release packs them: with the data that everybody may read, in the place of those of the checkout."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from dataforms import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]


def packages(folder: Path, epoch: int, data: Mapping[str, bytes]) -> Path:
    """Build the sources and the wheel into the folder; return the wheel.

    epoch: the time that its files bear, in seconds. data: the files of a release, of which the tables and the TriG
    file take the place of the checkout's. Raises CalledProcessError.
    """
    with tempfile.TemporaryDirectory() as work:
        place = Path(work)
        _build(ROOT, place, epoch, "sdist")
        shutil.unpack_archive(next(place.glob("*.tar.gz")), place, filter="data")
        sources = next(path for path in place.iterdir() if path.is_dir())
        shutil.rmtree(sources / "data" / NAME)
        (sources / "data" / f"{NAME}.trig").write_bytes(data[f"{NAME}.trig"])
        with zipfile.ZipFile(io.BytesIO(data[f"{NAME}-tables.zip"])) as tables:
            tables.extractall(sources / "data")
        _build(sources, folder, epoch)
    return next(folder.glob("*.whl"))


def _build(sources: Path, folder: Path, epoch: int, *targets: str) -> None:
    wanted = [word for target in targets for word in ("--target", target)]
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder), *wanted]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(command, cwd=sources, env=environment, check=True, capture_output=True)  # noqa: S603  # our own words
