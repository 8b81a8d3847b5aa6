"""`compare`: what the appraisal did to the self-assessment."""

from __future__ import annotations

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import Exit
from ansecurity_cli.cli.options import Asked, FailOnChange, Table
from ansecurity_cli.cli.session import Session
from ansecurity_cli.reports import comparison
from ansecurity_cli.reports.comparison import Comparison


def compare(session: Session, asked: Asked, shown: Table, fail_on: FailOnChange) -> int:
    """Show both rounds; 1 if one of the files could not be used or the gate is not met."""
    from ansecurity_cli.formats import comparing

    snapshot = take(session, clock.as_of(asked.as_of))
    report = comparison.build(snapshot, choose(snapshot, asked).selection)
    show = {
        Table.TABLE: comparing.table,
        Table.JSON: comparing.as_json,
        Table.CSV: comparing.as_csv,
    }
    session.show(show[shown], report, asked.target)
    failed = bool(report.provenance.unreadable) or _failing(report, fail_on)
    return Exit.NOT_SO if failed else Exit.DONE


def _failing(report: Comparison, fail_on: FailOnChange) -> bool:
    lowered = sum(one.count("lowered") for one in report.compared)
    raised = sum(one.count("raised") for one in report.compared)
    unexplained = sum(line.unexplained for one in report.compared for line in one.lines)
    failing = {
        FailOnChange.LOWERED: lowered,
        FailOnChange.UNEXPLAINED: unexplained,
        FailOnChange.CHANGED: lowered + raised,
    }
    return failing.get(fail_on, 0) > 0
