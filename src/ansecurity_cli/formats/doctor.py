"""What `doctor` found: for people, and for machines."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats import json
from ansecurity_cli.formats.drawing import draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.health import Health, State

_SIGNS = {State.OK: "✓", State.NOTE: "•", State.WRONG: "✗"}
_STYLES = {State.OK: "bright_blue", State.NOTE: "yellow", State.WRONG: "bold dark_orange"}
NAMES: Mapping[str, Message] = {
    "ansecurity": say("ansecurity itself"), "python": say("Python"), "git": say("git"),
    "output-encoding": say("encoding of what is shown"),
    "file-names": say("encoding of file names"), "locale": say("language of the machine"),
    "code-page": say("code page of the console"), "language": say("language of ansecurity"),
    "terminal": say("terminal"), "temporary-files": say("folder for temporary files"),
    "repository": say("repository"), "write-access": say("right to write"),
    "schemas": say("schemas for editors"), "line-ends": say("line ends in git"),
    "word": say("reports for Word"), "excel": say("reports for Excel"), "pdf": say("PDF"),
}  # fmt: skip


def table(report: Health, words: Words, screen: Screen) -> str:
    """A line for each thing, and what to do below it."""
    parts: list[Text] = []
    for one in report.probes:
        line = Text(f"{_SIGNS[one.state]} ", style=_STYLES[one.state])
        line.append(f"{words(NAMES[one.name])}: ", style="bold")
        parts.append(line.append(words(one.found), style="default"))
        parts += [Text(f"    → {words(each)}") for each in one.advice]
    n = report.wrong
    end = say_n("{n} thing is wrong", "{n} things are wrong", n) if n else say("nothing is wrong")
    return draw(screen, [*parts, Text(""), Text(words(end))])


def as_json(report: Health, words: Words, _screen: Screen) -> str:
    """The same for machines."""
    probes = [
        {
            "name": one.name, "state": one.state.value, "found": words(one.found),
            "advice": [words(each) for each in one.advice],
        }
        for one in report.probes
    ]  # fmt: skip
    return json.text({**json.tool(), "wrong": report.wrong, "probes": probes})
