"""`checks` and `explain CODE`: what problems there are and what they are about."""

from __future__ import annotations

from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Table
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Code, say
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import CODES


def listed(session: Session, shown: Table, target: Path | None) -> int:
    """Show all kinds of problems."""
    from ansecurity_cli.formats import codes

    show = {Table.TABLE: codes.table, Table.JSON: codes.as_json, Table.CSV: codes.as_csv}[shown]
    session.show(show, CODES.values(), target)
    return Exit.DONE


def explained(session: Session, name: str, target: Path | None) -> int:
    """Show what one kind of problem is about."""
    from ansecurity_cli.formats import codes

    session.show(codes.explained, _code(name), target)
    return Exit.DONE


def _code(name: str) -> Code:
    if name in CODES:
        return CODES[name]
    close = suggest(name, CODES)[:1]
    raise AnsecurityError(
        say("no check is called “{code}”", code=name), *close,
        say("for a result, name unit and criterion: ansecurity explain UNIT CRITERION"),
        code=Exit.NOTHING,
    )  # fmt: skip
