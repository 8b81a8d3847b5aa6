"""Self-assessment and appraisal side by side: what was lowered, raised or confirmed, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Answer, Appraisal, Unit
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts, Ruling, Verdict, lowered
from ansecurity_cli.verdicts.results import Result
from ansecurity_cli.verdicts.totals import Total, total_of

Change = Literal["lowered", "raised", "same"]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of appraisal made of a criterion; `told` if it gave a result of its own."""

    ruling: Ruling
    told: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion through all rounds: the unit's own result, then each appraisal's."""

    criterion: Criterion
    depth: int
    own: Ruling
    rounds: tuple[Round, ...]
    at: Location
    line: int

    @property
    def decided(self) -> Ruling:
        """The last round's ruling, which decides."""
        return self.rounds[-1].ruling if self.rounds else self.own

    @property
    def told(self) -> bool:
        """Whether any appraiser gave a result of their own."""
        return any(one.told for one in self.rounds)

    @property
    def reason(self) -> str:
        """The last reason that was given."""
        return next((one.reason for one in reversed(self.rounds) if one.reason), "")

    @property
    def unexplained(self) -> bool:
        """Whether a round lowered the result of the one before without a reason."""
        before = (self.own, *(one.ruling for one in self.rounds))
        return any(
            one.told and not one.reason and lowered(past, one.ruling)
            for past, one in zip(before, self.rounds, strict=False)
        )

    @property
    def change(self) -> Change:
        """What the appraisal did to the unit's own result."""
        if lowered(self.own, self.decided):
            return "lowered"
        return "raised" if lowered(self.decided, self.own) else "same"


@dataclass(frozen=True, slots=True)
class Compared:
    """One set and period of a unit, appraised once or by several levels."""

    unit: Unit
    result: Result
    appraisals: tuple[Appraisal, ...]
    lines: tuple[Line, ...]
    totals: tuple[Total | None, ...] = (None,)

    @property
    def counts(self) -> tuple[Counts, ...]:
        """How the leaves came out: for the unit itself, then after each round."""
        leaves = [one for one in self.lines if not one.criterion.children]
        own = Counts.of(one.own.outcome for one in leaves)
        after = (
            Counts.of(one.rounds[index].ruling.outcome for one in leaves)
            for index in range(len(self.appraisals))
        )
        return (own, *after)

    def count(self, change: Change) -> int:
        """How many counted criteria were lowered, raised or left."""
        return sum(1 for one in self.lines if one.change == change)


@dataclass(frozen=True)
class Comparison:
    """What `compare` shows; `waiting` are the self-assessments without an appraisal."""

    provenance: Provenance
    compared: tuple[Compared, ...]
    waiting: tuple[tuple[Unit, Result], ...]


def build(snapshot: Snapshot, selection: Selection) -> Comparison:
    """Every appraised set of the selection beside the unit's own answers."""
    compared, waiting = [], []
    for unit in selection.units:
        for key in selection.keys(snapshot.repository, unit):
            result = snapshot.evaluation.result(key)
            if result.appraisal is not None:
                compared.append(_compared(snapshot, unit, result))
            elif result.assessment is not None:
                waiting.append((unit, result))
    return Comparison(provenance(snapshot, selection), tuple(compared), tuple(waiting))


def _compared(snapshot: Snapshot, unit: Unit, result: Result) -> Compared:
    every_round = snapshot.evaluation.by_round(result)
    rounds = [(one, verdicts) for one, verdicts in every_round if one is not None]
    appraisals = tuple(one for one, _verdicts in rounds)
    known = result.criteria_set
    totals = [total_of(known, verdicts) if known else None for _one, verdicts in every_round]
    told = [one.results if index == 0 else _fresh(rounds[index - 1][0], one)
            for index, (one, _verdicts) in enumerate(rounds)]  # fmt: skip
    every = [{one.criterion.id: one for top in verdicts for one in top.walk()}
             for _one, verdicts in rounds]  # fmt: skip
    lines = tuple(
        Line(
            one.criterion, one.criterion.depth, one.own or one.ruling,
            tuple(
                _round(known[one.criterion.id], given.get(one.criterion.id))
                for known, given in zip(every, told, strict=True)
            ),
            one.at, snapshot.line(one.at),
        )
        for top in result.verdicts for one in top.walk()
    )  # fmt: skip
    return Compared(unit, result, appraisals, lines, tuple(totals) or (None,))


def _fresh(before: Appraisal, after: Appraisal) -> Mapping[str, Answer]:
    """The results that a round gave itself: the others stand as the round before left them."""
    return {
        name: one
        for name, one in after.results.items()
        if before.results.get(name) is not one
    }  # fmt: skip


def _round(verdict: Verdict, told: Answer | None) -> Round:
    return Round(verdict.ruling, told is not None, (told and told.reason) or "")
