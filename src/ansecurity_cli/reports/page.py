"""The report that a leader reads and a clerk pastes from: the answer first, then the grounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.records import Source, Unit
from ansecurity_cli.reports import matrix, programme, rollup, scorecard, status, summary, worklist
from ansecurity_cli.reports.course import History
from ansecurity_cli.reports.dossiers import Begun
from ansecurity_cli.reports.dossiers import begun as begun_dossiers
from ansecurity_cli.reports.matrix import Matrix, MatrixRow, Progress
from ansecurity_cli.reports.programme import Programme
from ansecurity_cli.reports.rollup import Rollup
from ansecurity_cli.reports.scorecard import Card
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, Row, StatusReport
from ansecurity_cli.reports.summary import Figure
from ansecurity_cli.reports.worklist import Worklist
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome

Kind = Literal["status", "unmet", "scorecard", "rollup", "history", "index"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences about one set and period, ready to paste into a report."""

    matrix: Matrix
    sentences: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A criterion that is met and must be kept up, and by whom."""

    row: MatrixRow
    units: tuple[Unit, ...]

    @property
    def everyone(self) -> bool:
        """Whether every unit it applies to meets it."""
        return self.row.met == self.row.asked


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a report shows; which of it, `kind` decides. `commit` is where the files stand."""

    provenance: Provenance
    scope: tuple[Unit, ...]
    illustrative: tuple[Unit, ...]
    answer: Message
    figures: tuple[Figure, ...]
    paragraphs: tuple[Paragraph, ...]
    status: StatusReport
    regressed: tuple[tuple[Unit, Row], ...]
    unit_notes: tuple[tuple[Unit, tuple[Message, ...]], ...]
    progress: tuple[Progress, ...]
    worklist: Worklist
    matrices: tuple[Matrix, ...]
    kept: tuple[tuple[Matrix, tuple[Kept, ...]], ...]
    dossiers: tuple[Begun, ...]
    programme: Programme
    sources: tuple[Source, ...]
    set_sources: tuple[Source, ...]
    kind: Kind = "status"
    cards: tuple[Card, ...] = ()
    rollup: Rollup | None = None
    gained: tuple[tuple[Unit, Row], ...] = ()
    commit: Message | None = None
    history: History | None = None


def build(
    snapshot: Snapshot, selection: Selection, scope: tuple[Unit, ...], kind: Kind = "status"
) -> Page:
    """The page on the selected units; `scope` are those that were asked for by name."""
    overview = status.build(snapshot, selection)
    matrices = matrix.build(overview)
    begun = tuple(row for row in overview.rows if row.round != "none")
    progress, around = matrix.progress(overview), programme.build(snapshot, selection)
    work = worklist.build(snapshot, selection)
    whole = _rollup(snapshot, selection, scope) if kind == "rollup" else None
    answer, figures = summary.of(kind, snapshot, begun, work, whole)
    return Page(
        overview.provenance, scope,
        tuple(one.unit for one in overview.units if one.rows and _illustrative(one.unit, one.rows)),
        answer, figures,
        tuple(Paragraph(one, tuple(_sentences(one))) for one in matrices),
        overview,
        tuple((one.unit, row) for one in overview.units for row in one.rows if row.regressions),
        tuple(_unit_notes(snapshot, overview)), progress,
        work, matrices,
        tuple((one, kept) for one in matrices if (kept := tuple(_kept(one)))),
        begun_dossiers(snapshot, selection), around, _sources(begun, overview, around),
        _distinct(one.criteria_set.sources for one in progress if one.criteria_set),
        kind, scorecard.build(snapshot, overview) if kind == "scorecard" else (), whole,
        tuple((one.unit, row) for one in overview.units for row in one.rows if row.gains),
    )  # fmt: skip


def _rollup(snapshot: Snapshot, selection: Selection, scope: tuple[Unit, ...]) -> Rollup:
    """Over the units that were asked for, else over those that have units below and none above."""
    units = scope or rollup.roots(snapshot.repository)
    return rollup.build(snapshot, Selection(units, selection.sets, selection.periods), "unit")


def _unit_notes(
    snapshot: Snapshot, overview: StatusReport
) -> Iterator[tuple[Unit, tuple[Message, ...]]]:
    """What has to be said of units: also of those that lived then, and don't any more."""
    for one in overview.units:
        last = one.unit.valid.last
        if one.notes:
            yield one.unit, one.notes
        elif one.rows and last and last < snapshot.as_of:
            units = snapshot.repository.units
            names = tuple(units[name].name for name in one.unit.successors if name in units)
            gone = say("dissolved on {day}. Titles do not pass to a successor", day=last)
            if names:
                gone = say(
                    "dissolved on {day}; its successor is {names}. "
                    "Titles do not pass to a successor",
                    day=last, names=names,
                )  # fmt: skip
            yield one.unit, (gone,)


def _sources(
    begun: tuple[Row, ...], overview: StatusReport, around: Programme
) -> tuple[Source, ...]:
    files = [one for row in begun for one in (row.result.assessment, row.result.appraisal) if one]
    return _distinct(
        one.sources
        for one in (
            *files, *(visit.inspection for visit in around.visits),
            *(roadmap.plan for roadmap in around.roadmaps),
            *(one.unit for one in overview.units if one.rows),
        )
    )  # fmt: skip


def _distinct(groups: Iterable[tuple[Source, ...]]) -> tuple[Source, ...]:
    """Each source once, in the order in which they come up."""
    every = (one for group in groups for one in group)
    return tuple({tuple(sorted(one.items())): one for one in every}.values())


def _illustrative(unit: Unit, rows: tuple[Row, ...]) -> bool:
    files = (row.result.assessment for row in rows)
    return unit.illustrative or any(one is not None and one.illustrative for one in files)


def _padded(number: int) -> str:
    return f"{number:02}"  # 04/04: how numbers below ten are written in reports


def _sentences(one: Matrix) -> Iterator[Message]:
    n = len(one.units)
    met = [
        unit.name
        for unit, row in zip(one.units, one.statuses, strict=True)
        if row.result.outcome is Outcome.MET
    ]
    if met:
        counted = {"met": _padded(len(met)), "all": _padded(n), "names": ", ".join(met)}
        if one.criteria_set.scoring:  # enough points are not every point
            yield say("{met}/{all} units reach the pass mark ({names}).", **counted)
        else:
            yield say("{met}/{all} units meet the whole set ({names}).", **counted)
    done = [_statement(row) for row in one.rows if row.counted and row.met]
    if done:
        yield say("{list}.", list=tuple(done))
    for unit, row in zip(one.units, one.statuses, strict=True):
        yield from _tally(unit, row)


def _statement(row: MatrixRow) -> Message:
    met, asked = _padded(row.met), _padded(row.asked)
    if row.criterion.statement:
        return say("{met}/{all} {statement}", met=met, all=asked, statement=row.criterion.statement)
    title = row.criterion.short or row.criterion.title
    return say("{met}/{all} units meet “{title}”", met=met, all=asked, title=title)


def _tally(unit: Unit, row: Row) -> Iterator[Message]:
    result = row.result
    file = result.appraisal if result.appraisal and result.appraisal.tally else result.assessment
    if file is None or file.tally is None or not file.sound or not result.counts.total:
        return
    named = ", ".join(file.tally.unmet)
    text = {
        "unit": unit.name,
        "met": file.tally.met,
        "total": file.tally.total,
        "day": file.tally.on,
    }
    if named:
        yield say(
            "{unit}: {met}/{total} criteria met as of {day}; named as unmet: {named}.",
            named=named,
            **text,
        )
    elif file.tally.met == file.tally.total:
        yield say("{unit}: {met}/{total} criteria met as of {day}.", **text)
    else:
        yield say(
            "{unit}: {met}/{total} criteria met as of {day}; the others are not named.", **text
        )


def _kept(one: Matrix) -> Iterator[Kept]:
    for row in one.rows:
        if row.counted and row.met:
            units = tuple(
                unit for unit, cell in zip(one.units, row.cells, strict=True)
                if cell.outcome is Outcome.MET
            )  # fmt: skip
            yield Kept(row, units)
