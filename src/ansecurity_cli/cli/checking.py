"""`check`: are the files sound?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ansecurity_cli.cli import clock, showing
from ansecurity_cli.cli.choosing import take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, ProblemFormat
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Severity, say
from ansecurity_cli.reports import problems
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import CODES

Covers = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked at, and what counts as a failure."""

    paths: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    statistics: bool = False
    exit_zero: bool = False
    fix: bool = False
    diff: bool = False
    sort_keys: bool = False
    baseline: Path | None = None
    write_baseline: Path | None = None
    changed_since: str | None = None

    def wanted(self, code: str) -> bool:
        """Whether problems of this name are asked for."""
        return (not self.select or code in self.select) and code not in self.ignore


def check(session: Session, chosen: Chosen, asked: Asked, shown: ProblemFormat | None) -> int:
    """Show the problems; 1 if there are errors."""
    day = clock.as_of(asked.as_of)
    _known((*chosen.select, *chosen.ignore))
    covers = _covering(session.find_root(), chosen.paths)
    if chosen.fix or chosen.diff or chosen.sort_keys:
        from ansecurity_cli.cli import fixing

        fixing.only_one(fixing=chosen.fix, showing=chosen.diff, reorder=chosen.sort_keys)
        touched = _touched(session, chosen, day, covers)
        if chosen.diff:
            return fixing.diff(
                session, touched, chosen.wanted, reorder=chosen.sort_keys, target=asked.target
            )
        if chosen.fix:
            fixing.fix(session, touched, chosen.wanted, reorder=chosen.sort_keys)
    if chosen.changed_since is None:
        report = problems.build(take(session, day), covers)
    else:
        from ansecurity_cli.cli import changing

        since = changing.since(session, chosen.changed_since, day)
        if not since.changed:
            session.tell(say("nothing here has changed since “{name}”", name=chosen.changed_since))
            if showing.for_people(shown, asked.target):
                return Exit.DONE
        report = since.report(covers)
    report = replace(
        report, diagnostics=tuple(one for one in report.diagnostics if chosen.wanted(one.code))
    )
    if chosen.changed_since is None and not report.files:
        raise AnsecurityError(say("no files to check here"), code=Exit.NOTHING)
    if chosen.write_baseline or chosen.baseline:
        from ansecurity_cli.cli import adopting

        if chosen.write_baseline:
            return adopting.write(session, report, chosen.write_baseline)
        if chosen.baseline:
            report = adopting.subtract(session, report, chosen.baseline)
    showing.show(session, report, shown, asked.target, statistics=chosen.statistics)
    failing = (Severity.ERROR, Severity.WARNING) if chosen.strict else (Severity.ERROR,)
    failed = any(report.count(one) for one in failing)
    return Exit.NOT_SO if failed and not chosen.exit_zero else Exit.DONE


def _touched(session: Session, chosen: Chosen, day: date, covers: Covers) -> Covers:
    """What may be repaired: with `--changed-since` only what was changed."""
    if chosen.changed_since is None or not (chosen.fix or chosen.diff):
        return covers
    from ansecurity_cli.cli import changing

    changed = changing.since(session, chosen.changed_since, day).changed
    return lambda path: covers(path) and path in changed


def _known(codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in CODES:
            raise AnsecurityError(
                say("no check is called “{code}”", code=code), *suggest(code, CODES)[:1]
            )


def _covering(root: Path, paths: tuple[Path, ...]) -> Covers:
    wanted = []
    for path in paths:
        # As the shell completes it, from the current folder; else from the repository.
        full = path.absolute() if path.absolute().exists() else root / path
        if not full.exists():
            raise AnsecurityError(say("there is no file or folder “{path}”", path=path))
        try:
            relative = full.resolve().relative_to(root.resolve()).as_posix()
        except ValueError as error:
            raise AnsecurityError(say("“{path}” is outside the repository", path=path)) from error
        wanted.append("" if relative == "." else relative)
    if not wanted:
        return lambda _path: True
    return lambda path: any(not one or path == one or path.startswith(f"{one}/") for one in wanted)
