"""What `criteria list`, `show` and `impact` do: sets by name or from a file, shown and weighed."""

from __future__ import annotations

from pathlib import Path

from ansecurity_cli.cli import clock, output
from ansecurity_cli.cli.choosing import take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Table
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.reports import criteria_sets, drafts
from ansecurity_cli.reports import impact as impacts
from ansecurity_cli.reports.impact import Impact, Side
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.sources import Unreadable, WorkingTree


def listed(session: Session, shown: Table, as_of: str | None, target: Path | None) -> int:
    """Show all sets."""
    from ansecurity_cli.formats import criteria

    report = criteria_sets.build(take(session, clock.as_of(as_of)))
    render = {
        Table.TABLE: criteria.table, Table.JSON: criteria.as_json, Table.CSV: criteria.as_csv,
    }  # fmt: skip
    session.show(render[shown], report, target)
    return Exit.NOT_SO if report.provenance.unreadable else Exit.DONE


def show(session: Session, name: str, shown: Table, as_of: str | None, target: Path | None) -> int:
    """Show one set."""
    from ansecurity_cli.formats import criteria

    snapshot = take(session, clock.as_of(as_of))
    report = criteria_sets.show(snapshot, _find(snapshot, name))
    render = {
        Table.TABLE: criteria.tree, Table.JSON: criteria.as_json, Table.CSV: criteria.tree_as_csv,
    }  # fmt: skip
    session.show(render[shown], report, target)
    return Exit.DONE if all(one.criteria_set.sound for one in report.sets) else Exit.NOT_SO


def _find(snapshot: Snapshot, name: str) -> CriteriaSet:
    known = criteria_sets.named(snapshot.repository)
    if name not in known:
        message = say("no criteria set “{name}”", name=name)
        raise AnsecurityError(message, *suggest(name, known)[:1], code=Exit.NOTHING)
    return known[name]


def impact(
    session: Session,
    names: tuple[str, str],
    shown: Table,
    as_of: str | None,
    target: Path | None,
    *,
    fail: bool,
) -> int:
    """Show who would flip; 1 if a draft has errors, a version was not raised, or on demand."""
    from ansecurity_cli.formats import criteria_impact

    snapshot = take(session, clock.as_of(as_of))
    sides: list[Side] = []
    for name in names:
        snapshot, found = _side(session, snapshot, name)
        if isinstance(found, ProblemReport):
            return _refused(session, found)
        sides.append(found)
    report = impacts.build(snapshot, *sides)
    render = {
        Table.TABLE: criteria_impact.table,
        Table.JSON: criteria_impact.as_json,
        Table.CSV: criteria_impact.as_csv,
    }
    session.show(render[shown], report, target)
    return Exit.NOT_SO if _wrong(session, report) or (fail and report.flipped) else Exit.DONE


def _wrong(session: Session, report: Impact) -> bool:
    from ansecurity_cli.formats.criteria_impact import unversioned

    if report.unversioned:
        for message in unversioned(report):
            session.tell(message)
    return report.unversioned or bool(report.provenance.unreadable)


def _side(session: Session, snapshot: Snapshot, name: str) -> tuple[Snapshot, Side | ProblemReport]:
    """A set as it stands in its file, by name or read from a path."""
    if not (name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name):
        found = _find(snapshot, name)
        if not found.sound:
            message = say("{path} has errors and decides nothing", path=found.at.path)
            hint = say("see: {command}", command=f"ansecurity check {found.at.path}")
            raise AnsecurityError(message, hint, code=Exit.NOT_SO)
        raw = snapshot.repository.raw
        key = next(key for key, one in snapshot.repository.versions.items() if one is found)
        return snapshot, Side(name, raw[key])
    draft = drafts.read(snapshot, Path(name).as_posix(), _bytes(session, name))
    if draft.criteria_set is None:
        return snapshot, draft.problems
    return draft.snapshot, Side(name, draft.criteria_set)


def _bytes(session: Session, name: str) -> bytes:
    path = Path(name) if Path(name).exists() else session.find_root() / name
    if not path.is_file():
        raise AnsecurityError(say("there is no file or folder “{path}”", path=name))
    try:
        return WorkingTree(path.parent).read(path.name)
    except Unreadable as error:
        reason = error.message
        raise AnsecurityError(
            say("“{path}” can't be used: {reason}", path=name, reason=reason)
        ) from error


def _refused(session: Session, problems: ProblemReport) -> int:
    """A draft with errors is shown with them; there is nothing to weigh."""
    from ansecurity_cli.formats.problems import full

    output.to_stderr(full(problems, session.words, session.screen(to_file=True)))
    session.tell(say("the draft has errors: nothing is judged by it"))
    return Exit.NOT_SO
