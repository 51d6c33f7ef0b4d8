"""Where things are: the repository, the tests, and a small dataset that no workshop has said."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
DATA = TESTS / "data"
SMALL = DATA / "small-dataset"
# With what a package of an extra draws, reads and writes: it imports that itself.
BY_ITSELF = {"pandas": {"matplotlib", "openpyxl"}}
NO_EXTRAS = {"all", "dev", "site"}  # of pyproject.toml: these name others, or serve whoever works on the project
