"""The criteria of one unit, set and period that turned, and the units below that made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.reports.pairing import Pairing
from ansecurity_cli.reports.turns import TURNS, Stand, Turn, direction, stand_of, turn_of, whole
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Verdict
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Cause:
    """A unit below that a roll-up counts otherwise, and the answer that made it so.

    `before` and `after` are whether it had what is counted: None is unknown. `counted` tells
    whether it was counted at all in each state.
    """

    unit: Unit
    before: bool | None
    after: bool | None
    counted: tuple[bool, bool]
    path: str
    line: int
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What turned: a criterion, or (without one) a set as a whole."""

    turn: Turn
    key: Key
    key_before: Key
    unit: Unit | None
    set_name: str
    criterion: Criterion | None
    before: Stand | None
    after: Stand | None
    number: int = 0
    causes: tuple[Cause, ...] = ()

    @property
    def way(self) -> int:
        """Whether it stands lower now (-1), higher (1) or as high."""
        return direction(self.before, self.after)

    @property
    def place(self) -> Stand:
        """Where to look: what is there now, else what was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


@dataclass
class Turning:
    """Two states side by side; each unit, set and period is compared once."""

    before: Snapshot
    after: Snapshot
    pairs: Pairing
    _known: dict[tuple[Key, Key], tuple[Change, ...]] = field(default_factory=dict)

    def changes(self, old: Key, new: Key) -> tuple[Change, ...]:
        """What turned, the set as a whole first."""
        if (old, new) not in self._known:
            self._known[old, new] = ()  # a circle of units ends here
            was, now = self.before.evaluation.result(old), self.after.evaluation.result(new)
            self._known[old, new] = tuple(self._changes(was, now))
        return self._known[old, new]

    def _changes(self, was: Result, now: Result) -> Iterator[Change]:
        criteria = tuple(self._criteria(was, now))
        stands = whole(was), whole(now)
        turn = turn_of(*stands)
        kinds = {one.turn for one in criteria if one.way < 0}
        if turn == "regressed" and kinds == {"lapsed"}:
            turn = "lapsed"
        if turn == "withdrawn" and criteria and all(one.turn != turn for one in criteria):
            turn = "improved"  # what was unmet is met now, and the rest isn't known yet
        if turn:
            yield self._change(turn, was, now, None, stands, 0)
        yield from criteria

    def _criteria(self, was: Result, now: Result) -> Iterator[Change]:
        if _silent(self.before, was) or _silent(self.after, now):
            return  # nothing could be decided in one of the states: the whole says why
        pairs = _pairs(was, now)
        stands = {
            name: (self._stand(self.before, one), self._stand(self.after, other))
            for name, (one, other) in pairs.items()
        }
        ways = {name: direction(*both) for name, both in stands.items() if turn_of(*both)}
        for number, (name, (one, other)) in enumerate(pairs.items(), 1):
            turn, verdict = turn_of(*stands[name]), other or one
            if turn and verdict and not _told_below(verdict, ways):
                yield self._change(turn, was, now, verdict.criterion, stands[name], number)

    @staticmethod
    def _stand(snapshot: Snapshot, verdict: Verdict | None) -> Stand | None:
        return stand_of(verdict, snapshot.line(verdict.at)) if verdict else None

    def _change(
        self, turn: Turn, was: Result, now: Result, criterion: Criterion | None,
        stands: tuple[Stand | None, Stand | None], number: int,
    ) -> Change:  # fmt: skip
        units = self.after.repository.units
        unit = units.get(now.key.unit) or self.before.repository.units.get(was.key.unit)
        known = now.criteria_set or was.criteria_set
        causes: tuple[Cause, ...] = ()
        if criterion and isinstance(criterion.rule, Rollup):
            causes = tuple(Causes(self, was.key, now.key, criterion.rule).found(direction(*stands)))
        return Change(
            turn, now.key, was.key, unit, known.name if known else now.key.set, criterion, *stands,
            number, causes,
        )  # fmt: skip


def _silent(snapshot: Snapshot, result: Result) -> bool:
    """Whether it is there but decides nothing, which is told once and not of each criterion."""
    there = result.key.unit in snapshot.repository.units and result.criteria_set is not None
    return there and not result.verdicts


def _pairs(was: Result, now: Result) -> dict[str, tuple[Verdict | None, Verdict | None]]:
    old, new = _by_id(was), _by_id(now)
    return {name: (old.get(name), new.get(name)) for name in dict.fromkeys((*new, *old))}


def _by_id(result: Result) -> dict[str, Verdict]:
    return {one.criterion.id: one for top in result.verdicts for one in top.walk()}


def _told_below(verdict: Verdict, ways: Mapping[str, int]) -> bool:
    """Whether something below turned the same way, so that this one needs no words of its own."""
    way = ways[verdict.criterion.id]
    below = (one.criterion.id for child in verdict.children for one in child.walk())
    return any(ways.get(name) == way for name in below)


@dataclass(frozen=True, slots=True)
class Causes:
    """What a roll-up counts otherwise, child by child."""

    turning: Turning
    old: Key
    new: Key
    rule: Rollup

    def found(self, way: int) -> list[Cause]:
        """The children that push the way it turned; if none does, all that count otherwise."""
        later = self.turning.pairs.units
        past = self.turning.before.evaluation.family.states(self.old, self.rule)
        was = {later.get(name, name): state for name, state in past.items()}
        now = self.turning.after.evaluation.family.states(self.new, self.rule)
        differ = [
            name for name in dict.fromkeys((*now, *was))
            if (name in was, was.get(name)) != (name in now, now.get(name))
        ]  # fmt: skip
        pushing = [name for name in differ if _push(name, was) * way < _push(name, now) * way]
        return [self._cause(name, was, now, way) for name in pushing or differ]

    def _cause(
        self, name: str, was: Mapping[str, bool | None], now: Mapping[str, bool | None], way: int
    ) -> Cause:
        before, after = self.turning.before, self.turning.after
        back = self.turning.pairs.turned().units.get(name, name)
        unit = after.repository.units.get(name) or before.repository.units[back]
        set_id = self.rule.sets.get(unit.type, "")
        old, new = Key(back, set_id, self.old.period), Key(name, set_id, self.new.period)
        cause = Cause(
            unit, was.get(name), now.get(name), (name in was, name in now), unit.at.path, 1
        )
        if self.rule.having == "met":
            return self._answer(cause, old, new, way) or cause
        for snapshot, key in ((after, new), (before, old)):
            at = _said(snapshot, key, self.rule.having)
            if at is not None:
                return replace(cause, path=at.path, line=snapshot.line(at))
        return cause

    def _answer(self, cause: Cause, old: Key, new: Key, way: int) -> Cause | None:
        """The answer of the child that made the difference, however far below."""
        kin = self.turning.after.repository.kin(new)
        changes = [
            one for key in kin for one in self.turning.changes(old._replace(set=key.set), key)
            if one.way == way
        ]  # fmt: skip
        changes.sort(key=lambda one: (one.criterion is None, TURNS.index(one.turn)))
        for one in changes:
            if one.causes:
                lowest = one.causes[0]
                return replace(
                    cause, path=lowest.path, line=lowest.line, criterion=lowest.criterion
                )
            return replace(cause, path=one.place.path, line=one.place.line, criterion=one.criterion)
        return None


def _push(name: str, states: Mapping[str, bool | None]) -> int:
    """How far a child supports the roll-up: one that isn't counted neither helps nor harms."""
    return {True: 1, None: -1, False: -2}[states[name]] if name in states else 0


def _said(snapshot: Snapshot, key: Key, having: str) -> Location | None:
    assessment = snapshot.repository.assessments.get(key)
    appraisal = snapshot.repository.appraisals.get(key)
    if having == "registered" and assessment:
        return assessment.registered.at if assessment.registered else assessment.at
    if having == "recognised" and appraisal:
        return appraisal.recognition.at if appraisal.recognition else appraisal.at
    return None
