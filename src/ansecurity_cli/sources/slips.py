"""What people type that is no YAML: the slip is told where it was made, with its repair."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ansecurity_cli.diagnostics import Edit, Message, Position, Span, say
from ansecurity_cli.sources import scalars

QUOTE = say('put the whole text in double quotes: "…"')
COLON = say("a colon stands where none may")
OPEN_BRACKET = say("a bracket is not closed, or a comma is missing")
CLOSE_BRACKET = say("close every [ and {{, or put a text that contains brackets in quotes")
OPEN_QUOTE = say("a quotation mark is not closed")
CLOSE_QUOTE = say("close it with the same mark it was opened with")
INDENT = say("line up the keys of one group under each other, with spaces only")


class Explained(NamedTuple):
    """A syntax error for the reader."""

    message: Message
    hints: tuple[Message, ...]
    span: Span
    code: str = "syntax-error"
    fix: Edit | None = None


# A key, and a text after it that begins like a text.
_KEY_AND_TEXT = re.compile(r"^ *(?:- +)*(?:[A-Za-z0-9_.-]+: +)?(?=[^\s\"'\[{|>&!#-])")
_KEY_AND_MARK = re.compile(r"^ *(?:- +)*(?:[A-Za-z0-9_.-]+: +)?(?=[@`%*])")


def bare(message: Message, hint: Message, place: Span, line: str) -> Explained:
    """A text that ought to be in quotes, put in quotes where it is plain where it ends."""
    colon = message is COLON
    found = (_KEY_AND_TEXT if colon else _KEY_AND_MARK).match(line)
    text = line[found.end() :].rstrip() if found else ""
    if (
        hint is not QUOTE
        or not found
        or not text
        or " #" in text
        or place.start.column <= found.end()
    ):
        return Explained(message, (hint,), place)
    row = place.start.line
    span = Span(Position(row, found.end() + 1), Position(row, found.end() + len(text) + 1))
    code = "colon-in-text" if colon else "syntax-error"
    return Explained(
        message, (scalars.write_quoted(text),), place, code, Edit(span, scalars.quoted(text))
    )


_WRONG_COLON = re.compile(r"^( *(?:- +)*[A-Za-z0-9_.-]+)(?:[ \u00a0]*(：)[ \u00a0]*|:(\u00a0) *)")


def wrong_colon(lines: list[str], near: range | None = None) -> Explained | None:
    """A key that ends in a full-width colon, or in a colon and a no-break space."""
    for number, line in enumerate(lines, 1):
        found = _WRONG_COLON.match(line)
        if found and (near is None or number - 1 in near):
            wide = found[2] is not None
            start, end = found.span(2) if wide else found.span(3)
            place = Span(Position(number, start + 1), Position(number, end + 1))
            whole = Span(Position(number, found.end(1) + 1), Position(number, found.end() + 1))
            message = (
                say("a full-width colon after a key") if wide
                else say("a space that YAML doesn't know after the colon")
            )  # fmt: skip
            code = "full-width-colon" if wide else "no-break-space"
            hint = say("write “key: value”")
            return Explained(message, (hint,), place, code, Edit(whole, ": "))
    return None


_NO_SPACE = re.compile(r"^(\s*(?:- )?)([a-z_]+):(?=[^\s:/])")


def typed(error: Exception, lines: list[str]) -> Explained | None:
    """What clerks type, and YAML notices too late or words too generally."""
    words = f"{getattr(error, 'problem', '')}"
    noticed = getattr(error, "problem_mark", None)
    if noticed is None:
        return None
    begun = getattr(error, "context_mark", None)
    row = noticed.line - 1 if "mapping values are not allowed" in words else -1
    if "could not find expected ':'" in words and begun:
        row = begun.line
    if 0 <= row < len(lines):
        found = _NO_SPACE.match(lines[row])
        if found:
            message = say("a key without a space after its colon")
            return _at(row, found.end(), message, say("write “key: value”"))
    if "expected" in words:
        odd = [row for row in range(min(noticed.line, len(lines))) if _uneven(lines[row])]
        if odd:
            return _at(odd[0], lines[odd[0]].index('"'), OPEN_QUOTE, CLOSE_QUOTE)
        return _bracketed(words, getattr(error, "context", None) or "", noticed, lines)
    return None


def _bracketed(words: str, context: str, noticed: Any, lines: list[str]) -> Explained | None:
    before = lines[noticed.line][: noticed.column] if noticed.line < len(lines) else ""
    if "expected node content" in words and "flow node" in context:
        opened = _last_open([*lines[: noticed.line], before])
        return _at(*opened, OPEN_BRACKET, CLOSE_BRACKET) if opened else None
    after = lines[noticed.line][noticed.column :] if noticed.line < len(lines) else ""
    if after[:1] in ("]", "}") and after and "flow" not in context:
        message = say("a bracket is closed that was not opened")
        return _at(noticed.line, noticed.column, message, QUOTE)
    if "expected key" in words and before.rstrip()[-1:] in ("'", '"', "]", "}") and before.strip():
        message = say("this stands after the end of the value")
        return _at(noticed.line, noticed.column, message, QUOTE)
    return None


def _last_open(lines: list[str]) -> tuple[int, int] | None:
    """The row and column of the last bracket that is still open; quotes are not looked into."""
    opened: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            if character in "[{":
                opened.append((row, column))
            elif character in "]}" and opened:
                opened.pop()
    return opened[-1] if opened else None


def _at(row: int, column: int, message: Message, hint: Message) -> Explained:
    place = Position(row + 1, column + 1)
    return Explained(message, (hint,), Span(place, place))


def _uneven(line: str) -> bool:
    value = line.partition(" #")[0]
    return value.replace('\\"', "").count('"') % 2 == 1
