"""The format in which `check` shows its problems, and who asks for it when nobody says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from ansecurity_cli.cli import output
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.options import ProblemFormat
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.reports.problems import ProblemReport

_ENDINGS = {
    ".json": ProblemFormat.JSON, ".sarif": ProblemFormat.SARIF, ".xml": ProblemFormat.JUNIT,
}  # fmt: skip
# The module and the function of each; loaded when it is asked for.
_FORMATS: Mapping[ProblemFormat, tuple[str, str]] = {
    ProblemFormat.FULL: ("problems", "full"),
    ProblemFormat.CONCISE: ("problems", "concise"),
    ProblemFormat.JSON: ("json", "problems"),
    ProblemFormat.SARIF: ("sarif", "problems"),
    ProblemFormat.GITHUB: ("github", "problems"),
    ProblemFormat.GITLAB: ("gitlab", "problems"),
    ProblemFormat.JUNIT: ("junit", "problems"),
}
_FOR_PEOPLE = (ProblemFormat.FULL, ProblemFormat.CONCISE)


def chosen(
    shown: ProblemFormat | None, target: Path | None, environment: Mapping[str, str]
) -> ProblemFormat:
    """What was asked for, else what the file's ending or the CI that runs this asks for.

    GitLab reads its report from a file; a job's log there is for people, as anywhere else.
    """
    if shown is not None:
        return shown
    if target is not None:
        ending = ".sarif" if target.name.lower().endswith(".sarif.json") else target.suffix.lower()
        wanted = _ENDINGS.get(ending, ProblemFormat.FULL)
        gitlab = wanted is ProblemFormat.JSON and environment.get("GITLAB_CI")
        return ProblemFormat.GITLAB if gitlab else wanted
    github = environment.get("GITHUB_ACTIONS") == "true"
    return ProblemFormat.GITHUB if github else ProblemFormat.FULL


def for_people(asked: ProblemFormat | None, target: Path | None) -> bool:
    """Whether people read the problems on a screen, not a machine, nor a file later on."""
    return target is None and chosen(asked, None, os.environ) in _FOR_PEOPLE


def show(
    session: Session,
    report: ProblemReport,
    asked: ProblemFormat | None,
    target: Path | None,
    *,
    statistics: bool,
) -> None:
    """Write the problems; the last line stands with them only where people read."""
    from ansecurity_cli.formats import problems as lines

    # Counts are no report for a CI server: there, too, they are for people, or plain JSON.
    shown = chosen(asked, target, {} if statistics else os.environ)
    summary = f"{lines.summary(report, session.words)}\n"
    if statistics and shown in _FOR_PEOPLE:
        session.emit(lines.statistics(report, session.words) + summary, target)
        return
    if statistics and shown is not ProblemFormat.JSON:
        message = say("--statistics can't be shown as {format}", format=shown.value)
        raise AnsecurityError(message, say("choose one of: {names}", names="full, concise, json"))
    text = _text(session, report, shown, counts=statistics, to_file=target is not None)
    if shown is ProblemFormat.FULL:
        session.emit(text + summary, target)
    else:
        output.to_stderr(summary)
        session.emit(text, target)


def _text(
    session: Session,
    report: ProblemReport,
    shown: ProblemFormat,
    *,
    counts: bool,
    to_file: bool,
) -> str:
    module, name = _FORMATS[shown]
    function = getattr(import_module(f"ansecurity_cli.formats.{module}"), name)
    options = {"counts": True} if counts else {}
    text: str = function(report, session.words, session.screen(to_file=to_file), **options)
    return text
