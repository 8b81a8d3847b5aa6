"""GitLab's Code Quality report: the parts of the Code Climate format that GitLab reads."""

from __future__ import annotations

from typing import Any

from ansecurity_cli.diagnostics import Diagnostic, Severity
from ansecurity_cli.formats.fingerprints import fingerprinted
from ansecurity_cli.formats.json import text
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.problems import ProblemReport

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def problems(report: ProblemReport, words: Words, _screen: Screen) -> str:
    """A list, an issue a problem."""
    return text([_issue(mark, one, words) for mark, one in fingerprinted(report.diagnostics)])


def _issue(mark: str, one: Diagnostic, words: Words) -> dict[str, Any]:
    return {
        "description": "; ".join(words(part) for part in (one.message, *one.hints)),
        "check_name": one.code, "fingerprint": mark, "severity": _SEVERITIES[one.severity],
        "location": {
            # A name that isn't UTF-8 comes with half characters, which JSON readers may refuse.
            "path": one.path.encode("utf-8", "replace").decode("utf-8"),
            "lines": {"begin": one.span.start.line, "end": one.span.end.line},
        },
    }  # fmt: skip
