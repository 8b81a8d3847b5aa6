"""`rollup`: how the units of a town or province stand, counted."""

from __future__ import annotations

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import Exit
from ansecurity_cli.cli.options import Asked, By, Table
from ansecurity_cli.cli.session import Session
from ansecurity_cli.reports import rollup as counted
from ansecurity_cli.reports.selection import Selection


def rollup(session: Session, asked: Asked, shown: Table, by: By) -> int:
    """Show the roll-up; 1 if one of the files that it rests on could not be used."""
    from ansecurity_cli.formats import rollups

    snapshot = take(session, clock.as_of(asked.as_of))
    wanted = choose(snapshot, asked)
    units = wanted.named or counted.roots(snapshot.repository)
    chosen = Selection(units, wanted.selection.sets, wanted.selection.periods)
    report = counted.build(snapshot, chosen, by.value)
    show = {Table.TABLE: rollups.table, Table.JSON: rollups.as_json, Table.CSV: rollups.as_csv}
    session.show(show[shown], report, asked.target)
    return Exit.NOT_SO if report.provenance.unreadable else Exit.DONE
