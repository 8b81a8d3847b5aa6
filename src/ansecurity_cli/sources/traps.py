"""Traps of YAML typed by hand: what is read without complaint, but hardly as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ansecurity_cli.diagnostics import Edit, Message, Position, Span, say
from ansecurity_cli.sources import scalars

# What YAML 1.1 reads as true, false or a number to the base of sixty.
_OTHER_READING = re.compile(
    r"(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)\Z"
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_LOST = re.compile(r"[ \t]+#(?![ \t#!]|$)")


class Trap(NamedTuple):
    """What was seen in a plain text, and where if not in all of it."""

    code: str
    message: Message
    hint: Message
    span: Span | None = None
    fix: str = ""


def odd(text: str) -> bool:
    """Whether a plain text, wherever it stands, has a trap to be told of."""
    return bool(_OTHER_READING.match(text) or _THOUSANDS.match(text))


def plain(text: str, event: Any, lines: list[str]) -> Iterator[Trap]:
    """The traps that a plain (unquoted) scalar fell into."""
    if _OTHER_READING.match(text):
        message = say("older programs read “{text}” as something else", text=text)
        yield Trap("other-reading", message, scalars.write_quoted(text), fix=scalars.quoted(text))
    elif _THOUSANDS.match(text):
        message = say("“{text}” is read as a decimal number", text=text)
        hint = say("write {number} if thousands are meant", number=text.replace(".", ""))
        yield Trap("thousands-point", message, hint)
    row, column = event.end_mark.line, event.end_mark.column
    rest = lines[row][column:] if row < len(lines) else ""
    found = _LOST.match(rest)
    if found:
        lost = rest[found.end() - 1 :].rstrip()
        place = Span(
            Position(row + 1, column + found.end()), Position(row + 1, len(lines[row]) + 1)
        )
        message = say("“{text}” is read as a comment and is lost", text=lost)
        hint = say("put the whole text in double quotes; or write “# ” if it is a comment")
        yield Trap("text-after-hash", message, hint, place)
    if event.end_mark.line > event.start_mark.line:
        yield from _joined(event, lines)


def _joined(event: Any, lines: list[str]) -> Iterator[Trap]:
    for row in range(event.start_mark.line + 1, event.end_mark.line + 1):
        line = lines[row] if row < len(lines) else ""
        if line.lstrip().startswith("- "):
            column = len(line) - len(line.lstrip()) + 1
            place = Span(Position(row + 1, column), Position(row + 1, len(line.rstrip()) + 1))
            message = say("this line was joined to the text above it")
            hint = say("line up the “-” of one list under each other; or put the text in quotes")
            yield Trap("joined-lines", message, hint, place)
            return


def swallowed(event: Any, lines: list[str]) -> bool:
    """Whether the parser took a “?” right before a text for a sign; YAML 1.2 says it is text."""
    row, column = event.start_mark.line, event.start_mark.column
    line = lines[row] if row < len(lines) else ""
    return line[max(column - 1, 0) : column] == "?"


def comma(event: Any, lines: list[str]) -> Trap | None:
    """A decimal comma in a group in braces, which parts 95,5 into 95 and a key 5."""
    row, column = event.start_mark.line, event.start_mark.column
    line = lines[row] if row < len(lines) else ""
    before = re.search(r"(-?[0-9]+),\Z", line[:column])
    if not before or not event.value.isdecimal():
        return None
    number = f"{before[1]}.{event.value}"
    message = say("“{value}” has a comma for the decimal point", value=f"{before[1]},{event.value}")
    hint = say("write the decimal with a point: {text}", text=number)
    span = Span(
        Position(row + 1, before.start() + 1), Position(row + 1, column + len(event.value) + 1)
    )
    return Trap("decimal-comma", message, hint, span, number)


def edit(trap: Trap, whole: Span) -> Edit | None:
    """The repair of a trap, over its own place or over the whole text."""
    return Edit(trap.span or whole, trap.fix) if trap.fix else None
