"""The answers that a verdict rests on, and where they stand: for asking who changed them last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.sources.git import Touch
from ansecurity_cli.verdicts.outcome import Verdict


@dataclass(frozen=True, slots=True)
class Spot:
    """An answer and its lines, from first to last."""

    criterion: str
    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Blamed:
    """The last commit that changed an answer; None where it isn't committed yet."""

    spot: Spot
    touch: Touch | None


def spots(snapshot: Snapshot, verdict: Verdict) -> tuple[Spot, ...]:
    """The answer that decides; of a criterion with others below it, those that decide it."""
    return tuple(_spot(snapshot, one) for one in _deciding(verdict))


def _deciding(verdict: Verdict) -> Iterator[Verdict]:
    if verdict.answer is not None:
        yield verdict
        return
    same = [one for one in verdict.children if one.outcome is verdict.outcome]
    for child in same or verdict.children:
        yield from _deciding(child)


def _spot(snapshot: Snapshot, verdict: Verdict) -> Spot:
    key, value = verdict.at.key(), Location(verdict.at.path, verdict.at.pointer)
    start, end = snapshot.span(key).start, snapshot.span(value).end
    # What ends with its line, ends before the first column of the next.
    last = end.line if end.column > 1 else end.line - 1
    return Spot(verdict.criterion.id, key.path, start.line, max(last, start.line))
