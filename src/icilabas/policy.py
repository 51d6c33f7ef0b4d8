"""The Content-Security-Policy of our pages: only what stands in the page, named by its hash, may run or style it."""

import base64
import hashlib
from collections.abc import Iterable


def _hashes(parts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def policy(scripts: Iterable[str], styles: Iterable[str], images: str = "data:") -> str:
    """Return the policy for a page with these inline scripts and styles; everything else is forbidden."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )
