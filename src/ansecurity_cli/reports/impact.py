"""Who would flip under a changed criteria set, and which answers would be missing or in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.reports import set_changes, worlds
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.set_changes import Changed, Point
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.reports.worlds import Worlds
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import RANK, Outcome, Ruling, Verdict
from ansecurity_cli.verdicts.results import Result

# The order in which they are told: what was met and would no longer be comes first.
Turn = Literal["regressed", "lowered", "removed", "added", "changed", "raised"]
_ORDER: tuple[Turn, ...] = ("regressed", "lowered", "removed", "added", "changed", "raised")


@dataclass(frozen=True, slots=True)
class Flip:
    """A criterion that would come out otherwise; `causes` are the child units that turned."""

    criterion: Criterion
    turn: Turn
    before: Ruling | None
    after: Ruling | None
    at: Location
    line: int
    causes: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Orphan:
    """An answer whose criterion is gone."""

    criterion: str
    at: Location
    line: int


@dataclass(frozen=True)
class Hit:
    """One unit, set and period under both sets; `above` if it is hit only through others."""

    key: Key
    unit: Unit | None
    before: Result
    after: Result
    answered_version: int
    flips: tuple[Flip, ...]
    unanswered: tuple[Criterion, ...]
    orphans: tuple[Orphan, ...]
    above: bool

    @property
    def flipped(self) -> bool:
        """Whether the whole or any criterion comes out otherwise."""
        turns = {one.turn for one in self.flips}
        return self.turn is not None or bool(turns - {"added", "removed"})

    @property
    def turn(self) -> Turn | None:
        """How the whole outcome turns."""
        return turn_of(self.before.outcome, self.after.outcome)

    @property
    def weight(self) -> tuple[int, bool]:
        """Regressions of the whole first, then of criteria, then other changes."""
        turns = [self.turn, *(one.turn for one in self.flips)]
        if turns[0] == "regressed":
            return 0, self.above
        if "regressed" in turns:
            return 1, self.above
        return (2 if self.flipped else 3 if self.touched else 4), self.above

    @property
    def touched(self) -> bool:
        """Whether anything is to be told of it."""
        return bool(
            self.flips or self.unanswered or self.orphans or self.turn
            or self.before.standing is not self.after.standing
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sets: how it was named, and itself with what it copies from others."""

    name: str
    criteria_set: CriteriaSet


@dataclass(frozen=True)
class Impact:
    """What `criteria impact` shows."""

    provenance: Provenance
    old: Side
    new: Side
    points: tuple[Point, ...]
    criteria: tuple[Changed, ...]
    hits: tuple[Hit, ...]

    @property
    def unversioned(self) -> bool:
        """Whether what decides was changed and the version was not."""
        old, new = self.old.criteria_set, self.new.criteria_set
        same = (old.id, old.version) == (new.id, new.version)
        return same and old.digest != new.digest

    @property
    def flipped(self) -> tuple[Hit, ...]:
        """The units of which something comes out otherwise."""
        return tuple(one for one in self.hits if one.flipped)


def build(snapshot: Snapshot, old: Side, new: Side) -> Impact:
    """Every answer to the old set, judged by both; the sets as they stand in their files."""
    repository = snapshot.repository
    both = worlds.build(repository, old.criteria_set, new.criteria_set, snapshot.as_of)
    was, now = both.judged(both.before), both.judged(both.after)
    told = set_changes.whole(old.criteria_set, new.criteria_set)
    units = in_order(repository)
    hits = [_hit(snapshot, both, key) for key in _keys(both, units)]
    # Of those above, only who is hit; of those asked by the set itself, everybody.
    kept = [one for one in hits if not one.above or one.touched]
    return Impact(
        provenance(snapshot, Selection(units)), old, new, told, set_changes.criteria(was, now),
        tuple(sorted(kept, key=lambda one: one.weight)),
    )  # fmt: skip


def _keys(both: Worlds, units: Iterable[Unit]) -> Iterator[Key]:
    """What has a file, and what rests on it; units in order, those above first."""
    repository = both.after.repository
    filed = {one.key for one in repository.filed() if one.set in both.affected}
    order = {unit.id: index for index, unit in enumerate(units)}
    above = {
        (name, key.period) for key in filed for name in repository.ancestors(key.unit)
    }  # fmt: skip
    resting = {
        Key(name, set_id, period)
        for name, period in above
        for set_id in repository.sets_in(repository.units[name], period)
        if set_id in both.affected and set_id != both.set
    }
    yield from sorted(
        filed | resting,
        key=lambda key: (order.get(key.unit, len(order)), key.period.order, key.set),
    )


def _hit(snapshot: Snapshot, both: Worlds, key: Key) -> Hit:
    before, after = both.before.result(key), both.after.result(key)
    repository = snapshot.repository
    filed = repository.assessments.get(key) or repository.appraisals.get(key)
    flips = sorted(_flips(snapshot, both, before, after), key=lambda one: _ORDER.index(one.turn))
    return Hit(
        key, repository.units.get(key.unit), before, after, filed.version if filed else 0,
        tuple(flips), tuple(_unanswered(before, after)), tuple(_orphans(snapshot, both, key)),
        key.set != both.set,
    )  # fmt: skip


def turn_of(before: Outcome, after: Outcome) -> Turn | None:
    """How an outcome turns; None if it stays."""
    if before is after:
        return None
    if RANK[after] < RANK[before]:
        return "regressed" if before is Outcome.MET else "lowered"
    return "raised" if RANK[after] > RANK[before] else "changed"


def _flips(snapshot: Snapshot, both: Worlds, before: Result, after: Result) -> Iterator[Flip]:
    old, new = _verdicts(before), _verdicts(after)
    for name, one in new.items():
        was = old.get(name)
        turn = turn_of(was.outcome, one.outcome) if was else None
        if was is None and old and one.outcome is not Outcome.UNKNOWN:
            turn = "added"
        if turn:
            yield Flip(
                one.criterion, turn, was.ruling if was else None, one.ruling, one.at,
                snapshot.line(one.at), _causes(both, after.key, one.criterion),
            )  # fmt: skip
    for name, one in old.items():
        if new and name not in new and not one.children and one.outcome in (
            Outcome.UNMET, Outcome.UNKNOWN,
        ):  # fmt: skip
            yield Flip(one.criterion, "removed", one.ruling, None, one.at, snapshot.line(one.at))


def _verdicts(result: Result) -> dict[str, Verdict]:
    return {one.criterion.id: one for verdict in result.verdicts for one in verdict.walk()}


def _causes(both: Worlds, key: Key, criterion: Criterion) -> tuple[Unit, ...]:
    """The child units that a roll-up counts otherwise."""
    if not isinstance(criterion.rule, Rollup):
        return ()
    was = both.before.family.states(key, criterion.rule)
    now = both.after.family.states(key, criterion.rule)
    units = both.after.repository.units
    return tuple(units[child] for child, state in now.items() if state != was.get(child))


def _unanswered(before: Result, after: Result) -> Iterator[Criterion]:
    """What is asked anew and has no answer."""
    old = _verdicts(before)
    for name, one in _verdicts(after).items():
        silent = one.answer is None and not one.children and one.outcome is Outcome.UNKNOWN
        if old and silent and name not in old:
            yield one.criterion


def _orphans(snapshot: Snapshot, both: Worlds, key: Key) -> Iterator[Orphan]:
    gone = worlds.gone(both.before.repository, both.after.repository, key)
    assessment = snapshot.repository.assessments.get(key)
    appraisal = snapshot.repository.appraisals.get(key)
    given = [assessment.answers] if assessment else []
    given += [one.results for one in appraisal.rounds] if appraisal else []
    for answers in given:
        for name, answer in answers.items():
            if name in gone:
                at = answer.at.key()
                yield Orphan(name, at, snapshot.line(at))
