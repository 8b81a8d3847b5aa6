"""The overview: for each unit, set and period, how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ansecurity_cli.diagnostics import Location, Message, Severity, say
from ansecurity_cli.model.periods import Days
from ansecurity_cli.model.places import place_of
from ansecurity_cli.model.records import Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.reports import regressions
from ansecurity_cli.reports.regressions import Regression
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts, Verdict
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, set and period; `round` is self, appraised or none."""

    result: Result
    title: str
    round: str
    assessed_on: date | None
    counted: frozenset[str]
    regressions: tuple[Regression, ...] = ()
    gains: tuple[Regression, ...] = ()
    _line: Callable[[Location], int] = field(default=lambda _at: 1, compare=False, repr=False)

    @property
    def lines(self) -> tuple[tuple[Verdict, int], ...]:
        """Every verdict with its line; each file is read once more for that, so ask once."""
        every = (one for verdict in self.result.verdicts for one in verdict.walk())
        return tuple((one, self._line(one.at)) for one in every)

    @property
    def coverage(self) -> Decimal | None:
        """The share of criteria about which something is known, in percent; None without any."""
        counts = self.result.counts
        if not counts.total:
            return None
        return Decimal(100) * (counts.total - counts.unknown) / counts.total


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit with its rows, and what has to be said of the unit itself."""

    unit: Unit
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report was made from: enough to make it again."""

    as_of: date
    files: int
    digest: str
    unreadable: tuple[str, ...]
    errors: int


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The status of some units."""

    provenance: Provenance
    units: tuple[UnitStatus, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(row for one in self.units for row in one.rows)

    @property
    def counts(self) -> Counts:
        """All criteria counted together."""
        return sum((row.result.counts for row in self.rows), Counts())


def provenance(snapshot: Snapshot, selection: Selection) -> Provenance:
    """Where the figures come from; `unreadable` are the files that the selection would need."""
    # A roll-up rests on the files of the units below.
    below = snapshot.repository.below
    chosen = {name for unit in selection.units for name in below(unit.id)}

    def concerns(path: str) -> bool:
        place = place_of(path)
        return place is None or not place.unit or place.unit in chosen

    errors = sum(
        one.severity is Severity.ERROR for one in snapshot.diagnostics if concerns(one.path)
    )
    unreadable = tuple(path for path in snapshot.unreadable if concerns(path))
    return Provenance(snapshot.as_of, snapshot.files, snapshot.digest[:12], unreadable, errors)


def build(snapshot: Snapshot, selection: Selection) -> StatusReport:
    """The status of the selected units."""
    units = tuple(_unit(snapshot, selection, unit) for unit in selection.units)
    return StatusReport(provenance(snapshot, selection), units)


def _unit(snapshot: Snapshot, selection: Selection, unit: Unit) -> UnitStatus:
    keys = list(selection.keys(snapshot.repository, unit))
    rows = tuple(_row(snapshot, snapshot.evaluation.result(key)) for key in keys)
    return UnitStatus(unit, rows, tuple(_notes(snapshot, selection, unit)))


def _row(snapshot: Snapshot, result: Result) -> Row:
    known = result.criteria_set
    rounds = "appraised" if result.appraisal else "self" if result.assessment else "none"
    assessment = result.assessment
    when = assessment.assessed_on if assessment else None
    if assessment and assessment.tally:
        when = assessment.tally.on
    return Row(
        result, known.name if known else result.key.set, rounds, when,
        frozenset(one.id for one in known.counted()) if known else frozenset(),
        regressions.of(snapshot.evaluation, result),
        regressions.gained(snapshot.evaluation, result),
        snapshot.line,
    )  # fmt: skip


def _notes(snapshot: Snapshot, selection: Selection, unit: Unit) -> list[Message]:
    notes: list[Message] = []
    if not unit.sound:
        notes.append(say("{path} has errors and decides nothing", path=unit.at.path))
    if unit.out_of_scope:
        notes.append(say("not subject to assessment: {reason}", reason=unit.out_of_scope))
    for period in selection.periods:
        # A window may open in November of the year before; the year itself is what is asked.
        year = Days(date(period.year, 1, 1), date(period.year, 12, 31))
        if unit.valid.overlaps(year):
            continue
        notes.append(_gone(snapshot.repository, unit, str(period)))
    return notes


def _gone(repository: Repository, unit: Unit, period: str) -> Message:
    if unit.valid.first and unit.valid.first.year > int(period[:4]):
        return say(
            "did not exist yet in {period}; existed from {day}", period=period, day=unit.valid.first
        )
    names = tuple(repository.units[one].name for one in unit.successors if one in repository.units)
    if names:
        return say(
            "dissolved on {day}; its successor is {names}. Titles do not pass to a successor",
            day=unit.valid.last,
            names=names,
        )
    return say("dissolved on {day}. Titles do not pass to a successor", day=unit.valid.last)
