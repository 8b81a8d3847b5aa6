"""What changed between two states of the files, in terms of criteria: the worse first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.reports import pairing, reach, set_differences
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.set_differences import FileChange, SetChange
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.reports.turning import Change, Turning
from ansecurity_cli.reports.turns import REGRESSIONS, TURNS, Turn
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.evaluation import Evaluation
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class State:
    """One of the two states: as it was named, and the commit; the working tree has neither."""

    name: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the differences is wanted; nothing named means everything."""

    units: frozenset[str] | None = None
    sets: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()

    def holds(self, key: Key) -> bool:
        """Whether a unit, set and period is wanted."""
        return (
            (self.units is None or key.unit in self.units)
            and (not self.sets or key.set in self.sets)
            and (not self.periods or key.period in self.periods)
        )


@dataclass(frozen=True)
class Differences:
    """What `diff` shows."""

    provenance: Provenance
    before: State
    after: State
    changes: tuple[Change, ...]
    sets: tuple[SetChange, ...]
    files: tuple[FileChange, ...]
    renamed: pairing.Pairing

    def turned(self, turn: Turn) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(one for one in self.changes if one.turn == turn)

    @property
    def regressed(self) -> bool:
        """Whether anything that was met isn't any more."""
        return any(one.turn in REGRESSIONS for one in self.changes)

    @property
    def any(self) -> bool:
        """Whether anything changed that counts: renaming alone doesn't."""
        return bool(self.changes or self.sets or self.files)


def build(
    before: Snapshot,
    after: Snapshot,
    states: tuple[State, State],
    wanted: Narrowed | None = None,
    *,
    sharing: bool = True,
) -> Differences:
    """Both states compared; `sharing` decides once what is decided from the same in both."""
    wanted = wanted or Narrowed()
    touched = reach.between(before, after)
    if sharing:
        after = _sharing(before, after, touched)
    pairs = pairing.build(before.repository, after.repository)
    turning = Turning(before, after, pairs)
    keys = [
        pair for pair in pairing.keys(before.repository, after.repository, pairs)
        if touched.touches(pair[0].unit) or touched.touches(pair[1].unit)
    ]  # fmt: skip
    found = [
        one for old, new in keys if wanted.holds(new) or wanted.holds(old)
        for one in turning.changes(old, new)
    ]  # fmt: skip
    units = in_order(after.repository)
    inside = tuple(one for one in units if wanted.units is None or one.id in wanted.units)
    return Differences(
        provenance(after, Selection(inside)), *states,
        tuple(sorted(found, key=_order(units, in_order(before.repository)))),
        tuple(one for one in (set_differences.sets(before, after, pairs) if touched.sets else ())
              if not wanted.sets or {one.id, one.id_before} & set(wanted.sets)),
        tuple(one for one in set_differences.files(before, after)
              if wanted.units is None or not one.unit or one.unit in wanted.units),
        pairs,
    )  # fmt: skip


def _sharing(before: Snapshot, after: Snapshot, touched: reach.Reach) -> Snapshot:
    def borrowed(key: Key) -> Result | None:
        return None if touched.touches(key.unit) else before.evaluation.result(key)

    shared = Evaluation(after.repository, after.as_of, borrowed)
    return replace(after, evaluation=shared)


def _order(*units: Iterable[Unit]) -> Callable[[Change], tuple[int, int, tuple[object, ...], int]]:
    """Worse before better; then those above before those below, and as the sets have it."""
    place = {
        name: number
        for number, name in enumerate(dict.fromkeys(one.id for some in units for one in some))
    }

    def key(one: Change) -> tuple[int, int, tuple[object, ...], int]:
        what = (*one.key.period.order, one.key.set, one.key.unit)
        return TURNS.index(one.turn), place.get(one.key.unit, len(place)), what, one.number

    return key
