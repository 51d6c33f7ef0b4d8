"""Why the system refuses a file, in both languages, with what to do about it."""

from __future__ import annotations

import errno
import os

from icilabas.messages import Bilingual, message

_REASONS = {
    errno.EACCES: "os-denied",
    errno.EPERM: "os-denied",
    errno.EROFS: "os-read-only",
    errno.ENOENT: "os-nothing",
    errno.ENOTDIR: "os-file",
    errno.EEXIST: "os-file",  # what is raised where a folder is to be made
    errno.EISDIR: "os-folder",
    errno.ENAMETOOLONG: "os-long",
    errno.ENOSPC: "disk-full",
    errno.EADDRINUSE: "os-taken",
}


def why(error: Exception) -> Bilingual:
    """Return why reading or writing failed; in the system's or the parser's own words where we have none."""
    number = getattr(error, "errno", None)
    if number not in _REASONS and os.strerror(errno.ENOSPC) in str(error):
        number = errno.ENOSPC  # the store's own errors have words and paths, but no number
    if number in _REASONS:
        return message(_REASONS[number])
    words = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return Bilingual(words, words)
