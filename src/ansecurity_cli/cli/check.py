"""`ansecurity check`: are the files sound?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ansecurity_cli.checks import CHECKS
from ansecurity_cli.cli import clock, output
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import AsOf, Output
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Severity, say
from ansecurity_cli.reports import problems, status
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import OTHER_CODES


class Format(StrEnum):
    """How problems are shown."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Files or folders to report on; everything is read all the same.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="How problems are shown.")
    ] = Format.FULL,
    as_of: AsOf = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODE",
            help="Only problems of this name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CODE",
            help="No problems of this name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Only count the problems by name.")
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")
    ] = False,
    target: Output = None,
) -> int:
    """Are the files sound?

    Everything is read; problems are shown with file, line and what to write instead. Whether
    criteria are met is another matter: see status and unmet.
    """
    session: Session = context.obj
    day = clock.as_of(as_of)
    _known([*(select or ()), *(ignore or ())])
    root = session.find_root()
    covers = _covering(root, paths or [])
    snapshot = session.snapshot(day)
    overview = status.build(snapshot, Selection(in_order(snapshot.repository)))
    report = problems.build(snapshot, overview, covers)
    report = replace(report, diagnostics=tuple(
        one for one in report.diagnostics
        if (not select or one.code in select) and one.code not in (ignore or ())
    ))  # fmt: skip
    if not report.files:
        raise AnsecurityError(say("no files to check here"), code=Exit.NOTHING)
    session.emit(
        _text(session, report, format_, statistics=statistics, to_file=target is not None), target
    )
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    failed = any(report.count(one) for one in failing)
    return Exit.NOT_SO if failed and not exit_zero else Exit.DONE


def _text(
    session: Session, report: ProblemReport, format_: Format, *, statistics: bool, to_file: bool
) -> str:
    from ansecurity_cli.formats import problems as shown

    screen = session.screen(to_file=to_file)
    if format_ is Format.JSON:
        from ansecurity_cli.formats import json

        return json.problems(report, session.words, screen)
    summary = f"{shown.summary(report, session.words)}\n"
    if statistics:
        return shown.statistics(report, session.words) + summary
    if format_ is Format.CONCISE:
        output.to_stderr(summary)
        return shown.concise(report, session.words, screen)
    return shown.full(report, session.words, screen) + summary


def _known(codes: list[str]) -> None:
    known = [*(one.name for one in CHECKS), *OTHER_CODES]
    for code in codes:
        if code not in known:
            raise AnsecurityError(
                say("no check is called “{code}”", code=code), *suggest(code, known)[:1]
            )


def _covering(root: Path, paths: list[Path]) -> Callable[[str], bool]:
    wanted = []
    for path in paths:
        full = path.absolute()
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
