"""Whether two files hold the same text: told by the id that git gives to their bytes."""

from __future__ import annotations

import hashlib


def plain(raw: bytes) -> bytes:
    """The bytes with line breaks as git keeps them.

    Where `core.autocrlf` is on, the file on disk has other line breaks than the committed one.
    """
    return raw.replace(b"\r\n", b"\n")


def stamp(raw: bytes) -> str:
    """The git id of bytes. An id, not a lock: both files of a forged pair lie in the repository."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
