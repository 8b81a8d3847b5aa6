"""Annotations of GitHub Actions: workflow commands on standard output."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Diagnostic, Severity
from ansecurity_cli.formats.problems import head
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.problems import ProblemReport

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def problems(report: ProblemReport, words: Words, _screen: Screen) -> str:
    """A command a problem; errors first, since only the first ten of a kind are shown."""
    heaviest = list(_COMMANDS)
    ordered = sorted(
        report.diagnostics, key=lambda one: (heaviest.index(one.severity), one.sort_key)
    )
    return "".join(f"{_command(one, words)}\n" for one in ordered)


def _command(one: Diagnostic, words: Words) -> str:
    (line, column), (end_line, end_column) = one.span
    properties: dict[str, object] = {"file": inert(one.path), "line": line, "endLine": end_line}
    if line == end_line:  # columns of a span over several lines would be taken for one line's
        # The end belongs to an annotation; to our spans it doesn't.
        properties |= {"col": column, "endColumn": max(end_column - 1, column)}
    properties["title"] = one.code
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    # The log shows the message alone, so that it must name the place, too.
    text = "\n".join([head(one, words), *(f"= {words(hint)}" for hint in one.hints)])
    return f"::{_COMMANDS[one.severity]} {listed}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
