"""How far every unit is in every set."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.excel.sheet import Column, Value
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.status import Row


def write(book: Book, view: Layout) -> None:
    """A line a unit, set and period; also of units that have no file."""
    t, page = book.words.t, view.page
    columns = (
        Column(t("Unit"), 26), Column(t("Criteria set"), 26), Column(t("Period"), 10, "id"),
        Column(t("Result"), 14, "state"), Column(t("Conclusion"), 15, "state"),
        Column(t("Met"), 7, "number"), Column(t("Unmet"), 7, "number"),
        Column(t("Unknown"), 7, "number"), Column(t("Not applicable"), 8, "number"),
        Column(t("Coverage"), 9, "share"), Column(t("Points, certain"), 9, "number"),
        Column(t("Points, possible"), 9, "number"), Column(t("Points, at most"), 9, "number"),
        Column(t("Class"), 12), Column(t("Round"), 13), Column(t("Data as of"), 12, "day"),
        Column(t("Remarks"), 40),
    )  # fmt: skip
    sheet = book.sheet(t("Progress"), view.title, columns)
    sheet.note(book.words(page.answer))
    if page.provenance.unreadable:
        head = say("Files that could not be used: {n}", n=len(page.provenance.unreadable))
        sheet.note(f"⚠ {book.words(head)}. {t('They are named on the last sheet.')}", bold=True)
    sheet.heads(fixed=3)
    for one in page.status.units:
        for row in one.rows:
            sheet.line((*_who(view, one.unit, row), *_how(view, row)))
    notes = {unit.id: [book.words(one) for one in some] for unit, some in page.unit_notes}
    for unit in (one.unit for one in page.status.units if one.unit.id in notes or not one.rows):
        told = notes.get(unit.id) or [book.words.state("none")]
        sheet.line((_name(view, unit), *[None] * (len(columns) - 2), "; ".join(told)))
    sheet.close()


def _name(view: Layout, unit: Unit) -> str:
    mark = f" ({view.words.t('illustrative')})" if view.illustrative(unit) else ""
    return f"{unit.name}{mark}"


def _who(view: Layout, unit: Unit, row: Row) -> Iterator[Value]:
    mark = f" ({view.words.t('illustrative')})" if view.illustrative(unit) else ""
    yield f"{view.subject(unit, row.result)}{mark}"
    yield row.title
    yield str(row.result.key.period)


def _how(view: Layout, row: Row) -> Iterator[Value]:
    result, counts = row.result, row.result.counts
    yield view.words.outcome(result.outcome)
    yield view.standing(row)
    yield from (counts.met, counts.unmet, counts.unknown, counts.not_applicable)
    yield share(row.coverage)
    score, held = (result.total.score, result.total.held) if result.total else (None, None)
    yield from (score.low, score.high, score.maximum) if score else (None, None, None)
    yield held.title if held else None
    yield view.words.state(row.round)
    yield row.assessed_on
    yield "; ".join(view.asides(row))


def share(percent: Decimal | None) -> Decimal | None:
    """A part of one, rounded down, so that 100% means all."""
    return None if percent is None else (percent / 100).quantize(Decimal("0.001"), ROUND_DOWN)
