"""Self-assessment and appraisal side by side: what was lowered, raised or confirmed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.evaluation import Result
from ansecurity_cli.verdicts.outcome import RANK, Counts, Ruling, Verdict

Change = Literal["lowered", "raised", "same"]


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion in both rounds; `told` if the appraiser gave a result of their own."""

    criterion: Criterion
    depth: int
    own: Ruling
    decided: Ruling
    told: bool
    reason: str
    at: Location
    line: int

    @property
    def change(self) -> Change:
        """What the appraisal did to the unit's own result."""
        before, after = RANK[self.own.outcome], RANK[self.decided.outcome]
        return "lowered" if after < before else "raised" if after > before else "same"


@dataclass(frozen=True, slots=True)
class Compared:
    """One set and period of a unit, appraised."""

    unit: Unit
    result: Result
    lines: tuple[Line, ...]
    own: Counts
    decided: Counts

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
    lines = tuple(_lines(snapshot, result, result.verdicts, 1))
    leaves = [one for one in lines if not one.criterion.children]
    return Compared(
        unit, result, lines, Counts.of(one.own.outcome for one in leaves),
        Counts.of(one.decided.outcome for one in leaves),
    )  # fmt: skip


def _lines(
    snapshot: Snapshot, result: Result, verdicts: tuple[Verdict, ...], depth: int
) -> Iterator[Line]:
    given = result.appraisal.results if result.appraisal else {}
    for one in verdicts:
        told = given.get(one.criterion.id)
        yield Line(
            one.criterion, depth, one.own or one.ruling, one.ruling, told is not None,
            (told and told.reason) or "", one.at, snapshot.line(one.at),
        )  # fmt: skip
        yield from _lines(snapshot, result, one.children, depth + 1)
