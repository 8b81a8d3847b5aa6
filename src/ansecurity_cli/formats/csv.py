"""CSV for spreadsheets: stable column names, cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.status import StatusReport
from ansecurity_cli.verdicts.totals import Total

_STATUS = (
    "unit", "name", "period", "set", "title", "round", "outcome", "standing",
    "met", "unmet", "not_applicable", "unknown", "total", "assessed_on", "regressed",
    "points_low", "points_high", "points_maximum", "class",
)  # fmt: skip


def _cell(value: object) -> str:
    if isinstance(value, (int, Decimal)):
        return str(value)  # a number is no formula, with a minus neither
    text = inert("" if value is None else one_line(str(value)))
    # A spreadsheet would compute these; full-width forms are read alike by some.
    return f"'{text}" if text[:1] in "=+-@＝＋－＠" and text else text


def table(header: Iterable[str], rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """A header and rows; what a cell holds stays text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _points(total: Total | None) -> tuple[object, ...]:
    if total is None:
        return ("", "", "", "")
    score = total.score
    return (score.low, score.high, score.maximum, total.held.id if total.held else "")


def status(report: StatusReport, _words: Words, _screen: Screen) -> str:
    """A line a unit, set and period."""
    return table(_STATUS, (
        (
            one.unit.id, one.unit.name, row.result.key.period, row.result.key.set, row.title,
            row.round, row.result.outcome.value, row.result.standing.value,
            row.result.counts.met, row.result.counts.unmet, row.result.counts.not_applicable,
            row.result.counts.unknown, row.result.counts.total, row.assessed_on,
            " ".join(one.criterion.id for one in row.regressions), *_points(row.result.total),
        )
        for one in report.units for row in one.rows
    ))  # fmt: skip
