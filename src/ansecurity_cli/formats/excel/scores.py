"""The score sheet of a set with points: the maximum, the unit's own points, the appraised ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ansecurity_cli.formats import points
from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.excel.matrices import name
from ansecurity_cli.formats.excel.sheet import Column, Sheet, Value
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.rules import Points
from ansecurity_cli.reports.matrix import Matrix, MatrixRow
from ansecurity_cli.reports.status import Row
from ansecurity_cli.verdicts.outcome import Score, Verdict
from ansecurity_cli.verdicts.totals import Total

_FIXED = 3  # columns before the units


def write(book: Book, view: Layout, matrix: Matrix) -> None:
    """A row a criterion, three columns a unit; totals are values, for they are spans at times."""
    t, known = book.words.t, matrix.criteria_set
    each = (
        Column(t("Self-assessed"), 11, "number"), Column(t("Appraised"), 11, "number"),
        Column(t("Remarks"), 36),
    )  # fmt: skip
    columns = (
        Column(t("No."), 8, "id"), Column(t("Criterion"), 44),
        Column(t("Points, at most"), 10, "number"),
        *each * len(matrix.units),
    )  # fmt: skip
    heading = view.set_in(known.title or known.name, matrix.period)
    title = book.words.say("Score sheet: {set}", set=heading)
    short = book.words.say("Points {set}", set=known.name)
    sheet = book.sheet(short, title, columns, ending=str(matrix.period))
    groups = [(_FIXED + 3 * n, name(view, unit)) for n, unit in enumerate(matrix.units)]
    sheet.heads(((at, at + 2, text) for at, text in groups), fixed=_FIXED)
    for row in matrix.rows:
        sheet.line(_cells(view, matrix, row), depth=row.depth, bold=bool(row.criterion.children))
    _total(sheet, view, matrix)
    sheet.close(filtered=False)


def _cells(view: Layout, matrix: Matrix, row: MatrixRow) -> Iterator[Value]:
    criterion = row.criterion
    yield criterion.id
    bonus = isinstance(criterion.rule, Points) and criterion.rule.bonus
    mark = f" ({view.words.t('on top of the maximum')})" if bonus else ""
    yield f"{view.title_of(criterion)}{mark}"
    yield _most(criterion, row)
    for cell, status in zip(row.cells, matrix.statuses, strict=True):
        verdict = cell.verdict
        own = verdict.own_score if verdict.own else verdict.score
        yield _points(view, own) if status.result.assessment else None
        yield _points(view, verdict.score) if status.round == "appraised" else None
        yield _remark(view, verdict)


def _most(criterion: Criterion, row: MatrixRow) -> Decimal | None:
    """What it is worth by the text; of what is only a sum, that sum."""
    if isinstance(criterion.rule, Points) and criterion.rule.max is not None:
        return criterion.rule.max
    maxima = [cell.verdict.score.maximum for cell in row.cells if cell.verdict.score]
    known = [one for one in maxima if one is not None]
    return criterion.worth if criterion.worth is not None else max(known, default=None)


def _points(view: Layout, score: Score | None) -> Value:
    """A number where it is certain, else “14–20” or “≥ 4”: never a number that isn't sure."""
    if score is None:
        return None
    if score.low == score.high:
        return score.low
    return points.short(Score(score.low, score.high, None), view.words)


def _remark(view: Layout, verdict: Verdict) -> str:
    why = "; ".join(view.reasons(verdict))
    return f"{view.words.outcome(verdict.outcome)}: {why}"


def _total(sheet: Sheet, view: Layout, matrix: Matrix) -> None:
    t, rows = view.words.t, matrix.statuses
    pairs = [(row.result.self_total or row.result.total, row) for row in rows]
    maxima = {row.result.total.score.maximum for row in rows if row.result.total}
    most = next(iter(maxima)) if len(maxima) == 1 else None
    sums: list[Value] = [None, t("Total of points"), most]
    classes: list[Value] = [None, t("Class"), None]
    for own, row in pairs:
        after = row.result.total if row.round == "appraised" else None
        before = own if row.result.assessment else None
        sums += [_sum(view, before), _sum(view, after), _told(view, row)]
        classes += [_class(before), _class(after), view.standing(row)]
    sheet.line(sums, bold=True)
    sheet.line(classes, bold=True)


def _sum(view: Layout, total: Total | None) -> Value:
    return _points(view, total.score) if total else None


def _class(total: Total | None) -> Value:
    return total.held.title if total and total.held else None


def _told(view: Layout, row: Row) -> str:
    return points.total(row.result.total, view.words) if row.result.total else ""
