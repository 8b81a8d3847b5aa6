"""Edits put into a text, which stays as it is everywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansecurity_cli.diagnostics import Edit, Position, Span


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of two that overlap, the first."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts, done = [], 0
    for edit in apart(edits):
        first, last = (_offset(starts, at) for at in edit.span)
        parts += [text[done:first], edit.text]
        done = last
    return "".join([*parts, text[done:]])


def _offset(starts: list[int], at: Position) -> int:
    return starts[at.line - 1] + at.column - 1


def apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits in the order of the text, without those that overlap an earlier one."""
    done = Position(0, 0)
    for edit in sorted(edits, key=lambda one: (one.span, one.text)):
        if edit.span.start >= done:
            done = edit.span.end
            yield edit


def touches(one: Span, other: Span) -> bool:
    """Whether two spans share a place; an empty span lies where it is."""
    return one.start <= other.end and other.start <= one.end
