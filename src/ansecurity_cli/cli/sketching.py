"""`schema` and `codeowners`: what editors and code hosts need to know."""

from __future__ import annotations

from pathlib import Path

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats import editor_schema
from ansecurity_cli.model.periods import Period
from ansecurity_cli.reports.selection import in_order
from ansecurity_cli.schema import suggest


def schema(session: Session, name: str, kind: str, target: Path | None) -> int:
    """Show or write the schema."""
    today = clock.as_of(None)
    sets = take(session, today).repository.sets
    if name not in sets:
        message = say("no criteria set “{name}”", name=name)
        raise AnsecurityError(message, *suggest(name, sets), code=Exit.NOTHING)
    if not sets[name].sound:
        raise AnsecurityError(say("{path} has errors and decides nothing", path=sets[name].at.path))
    made = editor_schema.text(sets[name], kind, Period(today.year), session.words)
    session.emit(made, target)
    return Exit.DONE


def codeowners(session: Session, target: Path | None) -> int:
    """Show or write who is asked about a change."""
    from ansecurity_cli.formats import owners

    repository = take(session, clock.as_of(None)).repository
    session.emit(owners.codeowners(repository, in_order(repository), session.words), target)
    return Exit.DONE
