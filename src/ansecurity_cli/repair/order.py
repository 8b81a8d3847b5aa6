"""The top keys of a file in the order of its schema, each with its lines and its comments."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.schema import load
from ansecurity_cli.sources import Document


def in_order(document: Document, kind: str) -> str:
    """The text with its top keys in the schema's order; unknown ones stay behind the known."""
    wanted = {name: number for number, name in enumerate(load(kind)["properties"])}
    rows = {
        key: document.span(Location(document.path, (key,), "key")).start for key in document.data
    }
    if any(place.column != 1 for place in rows.values()) or len(set(rows.values())) < len(rows):
        return document.text  # written in braces
    lines = document.text.split("\n")
    closed = lines[-1] != ""
    body = lines if closed else lines[:-1]
    starts = [_above(body, place.line - 1) for place in rows.values()]
    if not starts:
        return document.text
    starts[0] = next(iter(rows.values())).line - 1  # what stands on top of the file stays there
    ends = [*starts[1:], len(body)]
    parts = dict(zip(rows, (body[a:b] for a, b in zip(starts, ends, strict=True)), strict=True))
    order = sorted(parts, key=lambda key: wanted.get(key, len(wanted)))
    moved = [*body[: starts[0]], *(line for key in order for line in parts[key])]
    return "\n".join(moved if closed else [*moved, ""])


def _above(lines: list[str], row: int) -> int:
    """The first of the comment lines right above a key."""
    while row > 0 and lines[row - 1].startswith("#"):
        row -= 1
    return row
