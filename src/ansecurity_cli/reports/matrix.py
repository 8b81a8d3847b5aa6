"""Criteria by units: who meets what in one set and period, and how many meet each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model import rules as c
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.status import Row, StatusReport, UnitStatus
from ansecurity_cli.reports.values import value_of
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Verdict


@dataclass(frozen=True, slots=True)
class Progress:
    """One set in one period: the units with a file and how far they are, and those without."""

    criteria_set: CriteriaSet | None
    title: str
    period: Period
    units: tuple[Unit, ...]
    statuses: tuple[Row, ...]
    waiting: tuple[Unit, ...]


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
    """A criterion across the units; `depth` counts from 1, `need` is what the rule asks for."""

    criterion: Criterion
    cells: tuple[Cell, ...]
    counted: bool
    need: Message | None = None

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

    @property
    def sums(self) -> tuple[tuple[int, int], ...]:
        """Of each row, how many units meet it, and to how many it applies."""
        return tuple((row.met, row.asked) for row in self.rows)

    def chunks(self, width: int) -> tuple[Matrix, ...]:
        """The same with at most so many units side by side, about as many in each."""
        parts = -(-len(self.units) // width)
        width = -(-len(self.units) // parts) if parts else width
        return tuple(
            Matrix(
                self.criteria_set, self.period, self.units[start : start + width],
                self.statuses[start : start + width],
                tuple(
                    replace(row, cells=row.cells[start : start + width]) for row in self.rows
                ),
                self.without_file,
            )
            for start in range(0, len(self.units), width)
        )  # fmt: skip


def progress(status: StatusReport) -> tuple[Progress, ...]:
    """The sets and periods in which some unit has a file, in order of time."""
    groups: dict[tuple[str, Period], list[tuple[UnitStatus, Row]]] = {}
    for one in status.units:
        for row in one.rows:
            groups.setdefault((row.result.key.set, row.result.key.period), []).append((one, row))
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][1].order, pair[0][0]))
    found = (_progress(period, pairs) for (_name, period), pairs in ordered)
    return tuple(one for one in found if one.units)


def _progress(period: Period, pairs: list[tuple[UnitStatus, Row]]) -> Progress:
    filed = [(one.unit, row) for one, row in pairs if row.round != "none"]
    waiting = tuple(one.unit for one, row in pairs if row.round == "none")
    known = next((row.result.criteria_set for _, row in filed if row.result.criteria_set), None)
    return Progress(
        known, pairs[0][1].title, period,
        tuple(unit for unit, _ in filed), tuple(row for _, row in filed), waiting,
    )  # fmt: skip


def build(status: StatusReport) -> tuple[Matrix, ...]:
    """A matrix for each set and period in which some unit has a file."""
    return tuple(
        Matrix(
            one.criteria_set, one.period, one.units, one.statuses,
            tuple(_rows(one.criteria_set, one.period, one.statuses)), len(one.waiting),
        )
        for one in progress(status) if one.criteria_set
    )  # fmt: skip


def _rows(known: CriteriaSet, period: Period, rows: tuple[Row, ...]) -> list[MatrixRow]:
    by_unit = [
        {one.criterion.id: one for top in row.result.verdicts for one in top.walk()} for row in rows
    ]
    counted = {one.id for one in known.counted()}
    found = []
    for criterion in known.walk():
        verdicts = [one.get(criterion.id) for one in by_unit]
        if any(verdicts):  # where all have a tally, or errors, nothing is known by criterion
            cells = tuple(_cell(one or _unknown(criterion)) for one in verdicts)
            need = need_of(criterion, known, period)
            found.append(MatrixRow(criterion, cells, criterion.id in counted, need))
    return found


def _cell(verdict: Verdict) -> Cell:
    return Cell(verdict, value_of(verdict))


def _unknown(criterion: Criterion) -> Verdict:
    why = say("no result for this criterion")
    return Verdict(criterion, Ruling(Outcome.UNKNOWN, why), criterion.at)


def need_of(criterion: Criterion, known: CriteriaSet, period: Period) -> Message | None:
    """What a rule asks for, in a few characters: ≥ 70%, ≥ 1 mô hình; None where the title says."""
    match criterion.rule:
        case c.Ratio(at_least=limit, unit=unit) if limit:
            return _bound("≥", limit, unit)
        case c.Ratio(at_most=limit, unit=unit) if limit:
            return _bound("≤", limit, unit)
        case c.Rollup(at_least=limit):
            return _bound("≥", limit, "")
        case c.Count(at_least=Decimal() as least, unit=unit):
            return say("{sign} {n} {unit}", sign="≥", n=least, unit=unit)
        case c.Count(at_most=Decimal() as most, unit=unit):
            return say("{sign} {n} {unit}", sign="≤", n=most, unit=unit)
        case c.Issued(due=str() as due):
            return say("by {day}", day=known.due(due, period))
        case c.Trend(change="decrease"):
            return say("fewer")
        case c.Trend():
            return say("no more")
        case c.NoneOf() | c.Discipline():
            return say("none")
        case c.Points(min_points=Decimal() as least):
            return say("{sign} {n} points", sign="≥", n=least)
        case c.Points(min_share=Decimal() as share):
            return say("{sign} {n}%", sign="≥", n=share)
        case c.Points(max=Decimal() as most):
            return say("at most {n} points", n=most)
        case c.AtLeast(count=n):
            return say("{n} of {m}", n=n, m=len(criterion.children))
        case _:
            return None


def _bound(sign: str, limit: c.Threshold, unit: str) -> Message:
    if limit.percent is not None:
        return say("{sign} {n}%", sign=sign, n=limit.percent)
    return say("{sign} {n} {unit}", sign=sign, n=limit.count, unit=unit)
