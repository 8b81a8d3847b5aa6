"""Criteria by units: the state as a word, so that it can be filtered and counted, and the value."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.excel.sheet import Column, Value
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.matrix import Matrix, MatrixRow

_FIXED = 3  # columns before the units


def write(book: Book, view: Layout, matrix: Matrix) -> None:
    """A sheet with a row a criterion and two columns a unit."""
    t, known = book.words.t, matrix.criteria_set
    each = (Column(t("Result"), 13, "state"), Column(t("Value"), 10))
    columns = (
        Column(t("Id"), 8, "id"), Column(t("Criterion"), 44), Column(t("Needed"), 13),
        *each * len(matrix.units), *(_counts(view) if len(matrix.units) > 1 else ()),
    )  # fmt: skip
    heading = view.set_in(known.title or known.name, matrix.period)
    sheet = book.sheet(known.name, heading, columns, ending=str(matrix.period))
    if view.partial(known):
        sheet.note(view.partial(known), italic=True)
    groups = [(_FIXED + 2 * n, name(view, unit)) for n, unit in enumerate(matrix.units)]
    sheet.heads(((at, at + 1, text) for at, text in groups), fixed=_FIXED)
    for row in matrix.rows:
        sheet.line(_cells(view, row), depth=row.depth, bold=row.counted)
    sheet.close()


def _counts(view: Layout) -> tuple[Column, Column]:
    t = view.words.t
    return Column(t("Units that meet it"), 9, "number"), Column(t("Units asked"), 9, "number")


def name(view: Layout, unit: Unit) -> str:
    """A unit, marked where it isn't real and others are."""
    mark = f" ({view.words.t('illustrative')})" if view.illustrative(unit) else ""
    return f"{unit.name}{mark}"


def _cells(view: Layout, row: MatrixRow) -> Iterator[Value]:
    yield row.criterion.id
    yield view.title_of(row.criterion)
    yield view.worded(row.need) or None
    for cell in row.cells:
        yield view.words.outcome(cell.outcome)
        yield view.worded(cell.value) or None
    if len(row.cells) > 1:
        yield from (row.met, row.asked)
