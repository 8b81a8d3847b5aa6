"""What one set amounts to for one unit in one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.records import Appraisal, Assessment, Key
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Standing, Verdict
from ansecurity_cli.verdicts.totals import Total


@dataclass(frozen=True)
class Result:
    """What one set amounts to for one unit in one period."""

    key: Key
    outcome: Outcome
    counts: Counts
    standing: Standing
    verdicts: tuple[Verdict, ...] = ()
    criteria_set: CriteriaSet | None = None
    assessment: Assessment | None = None
    appraisal: Appraisal | None = None
    notes: tuple[Message, ...] = ()
    self_outcome: Outcome | None = None
    declared_unknown: int = 0
    total: Total | None = None
    tallied: bool = False
    self_total: Total | None = None

    def open(self) -> tuple[Verdict, ...]:
        """What still has to be done: unmet and unknown criteria that rest on an answer."""
        if self.outcome is Outcome.MET:
            return ()
        if self.total is not None:
            return tuple(one for verdict in self.verdicts for one in verdict.gaining())
        return tuple(one for verdict in self.verdicts for one in verdict.open())

    def holders(self, verdict: Verdict) -> list[str]:
        """The criterion and those that hold it, the nearest first: what covers them covers it."""
        return list(self._trails.get(id(verdict), ()))

    def find(self, criterion_id: str) -> Verdict | None:
        """The verdict on a criterion."""
        return self._by_id.get(criterion_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Verdict]:
        every = [one for verdict in self.verdicts for one in verdict.walk()]
        return {one.criterion.id: one for one in reversed(every)}  # of two, the first

    @cached_property
    def _trails(self) -> Mapping[int, tuple[str, ...]]:
        trails: dict[int, tuple[str, ...]] = {}
        todo: list[tuple[Verdict, tuple[str, ...]]] = [(one, ()) for one in self.verdicts]
        while todo:
            one, above = todo.pop()
            trails[id(one)] = (one.criterion.id, *above)
            todo += [(child, trails[id(one)]) for child in one.children]
        return trails
