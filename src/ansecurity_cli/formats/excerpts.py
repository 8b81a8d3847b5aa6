"""Lines of a file with a caret under the place, in cells of a terminal, not in characters."""

from __future__ import annotations

from rich.cells import cell_len

from ansecurity_cli.diagnostics import Span
from ansecurity_cli.formats.wording import inert

_TAB = "    "
_GUTTER = 8
_MOST = 160
_NEAR = 4 * _MOST
_CUT = "…"
_LOOKED_AT = 4 * _MOST


def line(text: str, number: int) -> str:
    """A line of a file without its indentation, made harmless and cut to a readable length."""
    lines = text.split("\n")
    return (
        _left(_shown(lines[number - 1].strip()[:_NEAR]), _MOST) if 0 < number <= len(lines) else ""
    )


def excerpt(text: str, span: Span, width: int | None = None) -> list[str]:
    """The line of a span and a line of carets under it; nothing where the file has no text.

    A line that is too long for the screen is cut on both sides of the place.
    """
    lines = text.split("\n")
    number, column = span.start
    if not text or number > len(lines):
        return []
    raw = lines[number - 1].rstrip("\r")
    end = span.end.column if span.end.line == number else len(raw) + 1
    first, last = column - 1, max(end, column) - 1
    before, marked, after = (  # no more of a line of a megabyte than could be shown
        _shown(part)
        for part in (
            raw[max(first - _NEAR, 0) : first],
            raw[first:last][:_NEAR],
            raw[last:][:_NEAR],
        )
    )
    room = max(min(width or _MOST, _MOST) - _GUTTER, 20)
    marked = _left(marked.rstrip() or marked[:1], room * 2 // 3) + marked[len(marked.rstrip()) :]
    rest = room - cell_len(marked)
    if cell_len(before) + cell_len(after) > rest:
        right = min(cell_len(after), rest // 2)
        before = _right(before, rest - right)
        after = _left(after, rest - cell_len(before))
    carets = "^" * max(cell_len(marked.rstrip()), 1)
    source = f"{number:5} | {before}{marked}{after}"
    return [source.rstrip(), f"{'':5} | {' ' * cell_len(before)}{carets}"]


def _shown(part: str) -> str:
    return inert(part.rstrip("\r").replace("\t", _TAB))


def _left(text: str, cells: int) -> str:
    """The beginning of a text, with a mark where it was cut."""
    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) > cells - 1:
        text = text[: max(min(len(text) - 1, cells), 0)]
    return text + _CUT


def _right(text: str, cells: int) -> str:
    """The end of a text, with a mark where it was cut."""
    if cell_len(text) <= cells:
        return text
    text = text[-max(cells, 1) :]
    while text and cell_len(text) > cells - 1:
        text = text[1:]
    return _CUT + text
