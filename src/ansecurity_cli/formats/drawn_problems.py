"""Problems in full, drawn with the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from ansecurity_cli.diagnostics import Diagnostic, say_n
from ansecurity_cli.formats.drawing import SEVERITY_STYLES, draw
from ansecurity_cli.formats.excerpts import excerpt, line
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import SEVERITIES, Words, inert
from ansecurity_cli.reports.problems import ProblemReport

MOST_IN_A_FILE = 20


def full(report: ProblemReport, words: Words, screen: Screen) -> str:
    """Each problem with its line, a caret, related places and what to do; at most 20 a file."""
    lines: list[Text] = []
    for path, group in groupby(report.diagnostics, key=lambda one: one.path):
        found = list(group)
        for one in found[:MOST_IN_A_FILE]:
            lines.extend(_one(one, report, words, screen))
        left = len(found) - MOST_IN_A_FILE
        if left > 0:
            more = say_n(
                "… and {n} more problem in {path}",
                "… and {n} more problems in {path}",
                left,
                path=path,
            )
            lines += [Text(words(more), style="bold"), Text("")]
    return draw(screen, lines)


def _one(one: Diagnostic, report: ProblemReport, words: Words, screen: Screen) -> Iterator[Text]:
    color = SEVERITY_STYLES[one.severity]
    place = f"{inert(one.path)}:{one.span.start.line}:{one.span.start.column}: "
    yield Text.assemble(
        (place, "bold"), (f"{words(SEVERITIES[one.severity])} {one.code}", color), ": ",
        words(one.message),
    )  # fmt: skip
    yield from (
        Text(part, style="" if index == 0 else color)
        for index, part in enumerate(
            excerpt(report.texts.get(one.path, ""), one.span, screen.width)
        )
    )
    for note in one.related:
        number = note.span.start.line
        source = line(report.texts.get(note.path, ""), number)
        text = f"   {inert(note.path)}:{number}: {words(note.message)}: {source}"
        yield Text(text, style="dim")
    for hint in one.hints:
        yield Text(f"   = {words(hint)}")
    yield Text("")
