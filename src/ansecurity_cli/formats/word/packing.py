"""A Word file as bytes that depend on nothing but what is in it."""

from __future__ import annotations

import io
import zipfile

_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows


def packed(raw: bytes) -> bytes:
    """The same file without the hour in which it was packed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as given,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, given.read(name), compresslevel=9)
    return target.getvalue()
