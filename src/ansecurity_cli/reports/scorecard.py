"""The score sheet: criterion by criterion the maximum, the unit's own mark, each appraisal's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Appraisal, Unit
from ansecurity_cli.reports.status import Row, StatusReport
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Score, Verdict
from ansecurity_cli.verdicts.totals import Total, total_of


@dataclass(frozen=True, slots=True)
class Mark:
    """What one round gave a criterion."""

    outcome: Outcome
    score: Score | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A criterion with a mark a round: the unit's own first; `notes` are what was written."""

    criterion: Criterion
    marks: tuple[Mark, ...]
    why: Message
    notes: tuple[str, ...]
    counted: bool

    @property
    def maximum(self) -> Score | None:
        """The score that tells the maximum."""
        return self.marks[-1].score

    @property
    def outcome(self) -> Outcome:
        """What the last round decided."""
        return self.marks[-1].outcome


@dataclass(frozen=True, slots=True)
class Card:
    """One set and period of a unit, with the counts and the total after each round."""

    unit: Unit
    row: Row
    appraisals: tuple[Appraisal, ...]
    lines: tuple[Scored, ...]
    counts: tuple[Counts, ...]
    totals: tuple[Total | None, ...]

    @property
    def scored(self) -> bool:
        """Whether it is marked with points, or with yes and no."""
        return any(self.totals)


def build(snapshot: Snapshot, overview: StatusReport) -> tuple[Card, ...]:
    """A card for each unit, set and period whose criteria are known one by one."""
    every = (
        _card(snapshot, one.unit, row)
        for one in overview.units for row in one.rows if row.round != "none"
    )  # fmt: skip
    return tuple(card for card in every if card is not None)


def _card(snapshot: Snapshot, unit: Unit, row: Row) -> Card | None:
    rounds, known = snapshot.evaluation.by_round(row.result), row.result.criteria_set
    if not rounds or known is None:
        return None
    by_id = [dict(_every(verdicts)) for _appraisal, verdicts in rounds]
    lines = tuple(
        Scored(
            verdict.criterion,
            tuple(Mark(one[name].outcome, one[name].score) for one in by_id),
            verdict.ruling.why, tuple(_notes(row, name)), name in row.counted,
        )
        for name, verdict in by_id[-1].items()
    )  # fmt: skip
    counts = tuple(
        Counts.of(one.marks[index].outcome for one in lines if one.counted)
        for index in range(len(rounds))
    )
    return Card(
        unit, row, tuple(one for one, _verdicts in rounds if one is not None), lines, counts,
        tuple(total_of(known, verdicts) for _appraisal, verdicts in rounds),
    )  # fmt: skip


def _every(verdicts: tuple[Verdict, ...]) -> Iterator[tuple[str, Verdict]]:
    return ((one.criterion.id, one) for top in verdicts for one in top.walk())


def _notes(row: Row, name: str) -> Iterator[str]:
    """What the unit wrote, then the appraiser's reason."""
    own, appraised = row.result.assessment, row.result.appraisal
    answer = own.answers.get(name) if own else None
    result = appraised.results.get(name) if appraised else None
    found = (answer and answer.note, result and (result.reason or result.note))
    yield from dict.fromkeys(text for text in found if text)
