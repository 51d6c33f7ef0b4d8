"""What is worth a look but stops nothing: told on standard error, through ``logging`` like any library's notes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from icilabas.messages import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icilabas.errors import Fault

LOG = logging.getLogger("icilabas")


def tell(faults: Iterable[Fault]) -> None:
    """Tell the warnings among the faults, in the order of their places."""
    for fault in sorted({fault for fault in faults if fault.severity != "Violation"}):
        LOG.warning("%s", fault.text(SPOKEN["lang"]))
