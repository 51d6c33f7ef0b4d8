"""Where the ontology and the bundled data lie: in a checkout, or inside an installed package."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_resources"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _HERE.parents[1]

ONTOLOGY = _ROOT / "ontology"
DATA = _ROOT / "data"
TEMPLATES = _HERE / "templates"
DEFAULT_DATASET = DATA / "lille-2016"
DEFAULT_FILE = DATA / "lille-2016.trig"  # the same, made from the tables
