"""What a program prints in processes that differ in what must not matter: the hash seed, and the number of threads."""

from __future__ import annotations

import subprocess
import sys


def printed(program: str) -> set[str]:
    """Return what the program prints in each of two processes: one text if they agree."""
    return {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "OPENBLAS_NUM_THREADS": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
