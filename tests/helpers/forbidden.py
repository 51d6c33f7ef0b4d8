"""What may stand in no file of the repository or of a release."""

from __future__ import annotations

from icilabas.sources.cell_values import TELEPHONE

FORBIDDEN = {
    "package index": r"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|deb\.debian\.org|anaconda\.org",
    "e-mail address": r"[\w.%+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\b",
    "telephone number": f"(?i){TELEPHONE.pattern}",
}
