"""`explain --blame`: which commit last changed the answer that decides."""

from __future__ import annotations

from dataclasses import replace

from ansecurity_cli.cli import revisions
from ansecurity_cli.cli.session import Session
from ansecurity_cli.reports import deciding
from ansecurity_cli.reports.deciding import Blamed
from ansecurity_cli.reports.explanation import Explanation
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.sources.git import last_touch


def blamed(session: Session, snapshot: Snapshot, report: Explanation) -> Explanation:
    """The explanation with what git knows of its answers."""
    spots = deciding.spots(snapshot, report.verdict)
    with revisions.history_of(session.find_root()) as history:
        found = tuple(
            Blamed(
                one,
                last_touch(history, one.path, snapshot.texts[one.path], one.first, one.last),
            )
            for one in spots
        )
    return replace(report, blamed=found)
