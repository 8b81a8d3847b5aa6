"""`proposals`: what units propose about the criteria, in one list."""

from __future__ import annotations

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import Exit
from ansecurity_cli.cli.options import Asked, ListFormat
from ansecurity_cli.cli.session import Session
from ansecurity_cli.reports import proposals as listing


def proposals(session: Session, asked: Asked, shown: ListFormat, *, unanswered: bool) -> int:
    """Show the list; 1 if one of the files could not be used."""
    from ansecurity_cli.formats import proposals as form

    snapshot = take(session, clock.as_of(asked.as_of))
    selection = choose(snapshot, asked).selection
    report = listing.build(snapshot, selection, unanswered=unanswered)
    show = {
        ListFormat.TABLE: form.table, ListFormat.MARKDOWN: form.as_markdown,
        ListFormat.JSON: form.as_json, ListFormat.CSV: form.as_csv,
    }  # fmt: skip
    session.show(show[shown], report, asked.target)
    return Exit.NOT_SO if report.provenance.unreadable else Exit.DONE
