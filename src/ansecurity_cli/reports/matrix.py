"""Criteria by units: who meets what in one set and period, and how many meet each."""

from __future__ import annotations

from dataclasses import dataclass

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.status import Row, StatusReport, UnitStatus
from ansecurity_cli.reports.values import value_of
from ansecurity_cli.verdicts.outcome import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's outcome for one criterion, with its value and reason."""

    verdict: Verdict
    value: Message | None

    @property
    def outcome(self) -> Outcome:
        """The outcome."""
        return self.verdict.outcome


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion across the units; `depth` counts from 1."""

    criterion: Criterion
    cells: tuple[Cell, ...]
    counted: bool

    @property
    def depth(self) -> int:
        """How deep in the tree."""
        return self.criterion.depth

    @property
    def met(self) -> int:
        """How many units meet it."""
        return sum(cell.outcome is Outcome.MET for cell in self.cells)

    @property
    def asked(self) -> int:
        """To how many units it applies."""
        return sum(cell.outcome is not Outcome.NOT_APPLICABLE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """One set in one period: units with a file, a row a criterion."""

    criteria_set: CriteriaSet
    period: Period
    units: tuple[Unit, ...]
    statuses: tuple[Row, ...]
    rows: tuple[MatrixRow, ...]
    without_file: int

    def chunks(self, width: int) -> tuple[Matrix, ...]:
        """The same with at most so many units side by side."""
        return tuple(
            Matrix(
                self.criteria_set, self.period, self.units[start : start + width],
                self.statuses[start : start + width],
                tuple(
                    MatrixRow(row.criterion, row.cells[start : start + width], row.counted)
                    for row in self.rows
                ),
                self.without_file,
            )
            for start in range(0, len(self.units), width)
        )  # fmt: skip


def build(status: StatusReport) -> tuple[Matrix, ...]:
    """A matrix for each set and period in which some unit has a file."""
    groups: dict[tuple[str, Period], list[tuple[UnitStatus, Row]]] = {}
    for one in status.units:
        for row in one.rows:
            groups.setdefault((row.result.key.set, row.result.key.period), []).append((one, row))
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][1].order, pair[0][0]))
    found = (_matrix(period, pairs) for (_name, period), pairs in ordered)
    return tuple(one for one in found if one is not None)


def _matrix(period: Period, pairs: list[tuple[UnitStatus, Row]]) -> Matrix | None:
    filed = [(one.unit, row) for one, row in pairs if row.round != "none"]
    known = next((row.result.criteria_set for _, row in filed if row.result.criteria_set), None)
    if known is None:
        return None
    units, rows = tuple(unit for unit, _ in filed), tuple(row for _, row in filed)
    return Matrix(known, period, units, rows, tuple(_rows(known, rows)), len(pairs) - len(filed))


def _rows(known: CriteriaSet, rows: tuple[Row, ...]) -> list[MatrixRow]:
    by_unit = [{one.criterion.id: one for one, _line in row.lines} for row in rows]
    counted = {one.id for one in known.counted()}
    found = []
    for criterion in known.walk():
        verdicts = [one.get(criterion.id) for one in by_unit]
        if all(verdicts):  # a tally, or a file with errors, has no verdict on each criterion
            cells = tuple(Cell(one, value_of(one)) for one in verdicts if one)
            found.append(MatrixRow(criterion, cells, criterion.id in counted))
    return found
