"""`--baseline` and `--write-baseline`: known problems are kept out of the way, in the open."""

from __future__ import annotations

from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Diagnostic, say, say_n
from ansecurity_cli.reports import baseline
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.sources.trees import MAX_BYTES


def write(session: Session, report: ProblemReport, target: Path) -> int:
    """Write the problems down as known."""
    from ansecurity_cli.formats.baseline import baseline as text

    session.emit(text(baseline.of(report.diagnostics), session.words), target)
    return Exit.DONE


def subtract(session: Session, report: ProblemReport, path: Path) -> ProblemReport:
    """The report without the known problems; says how many of them are gone for good."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AnsecurityError(say("there is no file or folder “{path}”", path=path)) from error
    known = baseline.read(str(path), raw)
    if isinstance(known, Diagnostic):
        place = f"{path}:{known.span.start.line}:{known.span.start.column}"
        message = say("{place}: {message}", place=place, message=known.message)
        raise AnsecurityError(message, *known.hints)
    left, gone = baseline.without(report, known)
    if gone:
        session.tell(
            say_n(
                "{n} known problem no longer occurs; write the baseline anew",
                "{n} known problems no longer occur; write the baseline anew",
                gone,
            )
        )
    return left
