"""Problems for people: in full with the line they stand on, or one line each."""

from __future__ import annotations

from collections import Counter

from ansecurity_cli.diagnostics import Diagnostic, Severity, say, say_n
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import SEVERITIES, Words, inert
from ansecurity_cli.reports.problems import ProblemReport

# Repaired over the whole file, not at a place.
_WHOLE_FILE = ("text-not-composed", "byte-order-mark")


def concise(report: ProblemReport, words: Words, _screen: Screen) -> str:
    """`path:line:column: severity code: message`, a line each, all of them."""
    return "".join(f"{head(one, words)}\n" for one in report.diagnostics)


def head(one: Diagnostic, words: Words) -> str:
    """`path:line:column: severity code: message`."""
    place = f"{inert(one.path)}:{one.span.start.line}:{one.span.start.column}"
    return f"{place}: {words(SEVERITIES[one.severity])} {one.code}: {words(one.message)}"


def full(report: ProblemReport, words: Words, screen: Screen) -> str:
    """Each problem with its line, a caret, related places and what to do; at most 20 a file."""
    if not report.diagnostics:
        return ""  # mostly so, and nothing has to be loaded that draws
    from ansecurity_cli.formats.drawn_problems import full as drawn  # noqa: PLC0415

    return drawn(report, words, screen)


def statistics(report: ProblemReport, words: Words) -> str:
    """How many problems of each name there are, most first."""
    counted = Counter((one.severity, one.code) for one in report.diagnostics)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0][1]))
    return "".join(
        f"{n:6}  {words(SEVERITIES[severity]):9}  {code}\n" for (severity, code), n in ordered
    )


def summary(report: ProblemReport, words: Words) -> str:
    """The last line: whether the files are sound, and, apart from that, what the criteria say."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    files = say_n("{n} file", "{n} files", report.files)
    if errors:
        head = say(
            "{errors}, {warnings} in {files}.",
            errors=say_n("{n} error", "{n} errors", errors),
            warnings=say_n("{n} warning", "{n} warnings", warnings),
            files=files,
        )
    elif warnings:
        head = say(
            "Files are valid ({files}), with {warnings}.",
            files=files,
            warnings=say_n("{n} warning", "{n} warnings", warnings),
        )
    else:
        head = say("Files are valid ({files}).", files=files)
    if report.known:
        known = say_n(
            "{n} known problem is not shown.", "{n} known problems are not shown.", report.known
        )
        head = say("{head} {known}", head=head, known=known)
    fixable = sum(1 for one in report.diagnostics if one.fix or one.code in _WHOLE_FILE)
    if fixable:
        more = say("{n} can be repaired: ansecurity check --fix.", n=fixable)
        head = say("{head} {known}", head=head, known=more)
    counts = report.counts
    if not counts.total:
        return words(head)
    tail = say(
        "Criteria: {met} met · {unmet} unmet · {unknown} unknown",
        met=counts.met,
        unmet=counts.unmet,
        unknown=counts.unknown,
    )
    command = (
        f"ansecurity unmet {report.units[0]}" if len(report.units) == 1 else "ansecurity unmet"
    )
    return f"{words(head)} {words(tail)} → {command}"
