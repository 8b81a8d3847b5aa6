"""The letters of a file: what is odd about them, and which of them can't be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ansecurity_cli.diagnostics import (
    START,
    Diagnostic,
    Message,
    Position,
    Severity,
    Span,
    say,
    say_n,
)
from ansecurity_cli.sources import characters, garbled, readings
from ansecurity_cli.sources.codes import SEVERITIES

_LONGEST = 120
# What a font or a wrong encoding makes of letters, though it can't be seen.
_LETTERS = re.compile("[\x80-\x9f\u00ad]")


def examined(path: str, raw: bytes, text: str) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What is odd about the letters of a file, and the characters with which it can't be used."""
    # Nearly every file: letters and signs that can be seen, and the ends of lines.
    plain = text.replace("\n", "").isprintable()
    typed = garbled.find(text)
    if plain and not typed and unicodedata.is_normalized("NFC", text):
        return list(_odd(path, raw, text, None)), []
    return list(_odd(path, raw, text, typed)), list(_hidden(path, text, typed))


def _hidden(path: str, text: str, typed: garbled.Garbled | None) -> Iterator[Diagnostic]:
    lines = text.split("\n") if typed else []
    told = False
    for one in characters.forbidden(text):
        hint, fix = one.hint, one.fix
        if typed and _LETTERS.match(lines[one.span.start.line - 1], one.span.start.column - 1):
            if told:
                continue
            told, hint, fix = True, _convert(typed), None  # deleting it would lose a letter
        severity = SEVERITIES[one.code]
        yield Diagnostic(one.code, severity, path, one.span, one.message, (hint,), fix=fix)


def _odd(path: str, raw: bytes, text: str, typed: garbled.Garbled | None) -> Iterator[Diagnostic]:
    if raw.startswith(characters.BYTE_ORDER_MARK):
        message = say("the file begins with a byte-order mark")
        hint = say("save it as “UTF-8”, not “UTF-8 with BOM”")
        yield Diagnostic("byte-order-mark", Severity.NOTE, path, START, message, (hint,))
    span = characters.not_composed(text)
    if span is not None:
        message = say("Vietnamese is typed with loose marks here (decomposed Unicode)")
        hint = say("choose “Unicode” (precomposed) in the input method and type the text again")
        yield Diagnostic("text-not-composed", Severity.WARNING, path, span, message, (hint,))
    if typed:
        yield _garbled(path, text, typed)


def _garbled(path: str, text: str, found: garbled.Garbled) -> Diagnostic:
    n, row = len(found.rows), found.rows[0]
    message = (
        say_n(
            "{n} line is in {encoding}", "{n} lines are in {encoding}", n, encoding=found.encoding
        )
        if found.encoding in readings.TYPED
        else say_n(
            "{n} line was once opened in a wrong encoding",
            "{n} lines were once opened in a wrong encoding",
            n,
        )
    )
    reading = say("this line reads: {text}", text=_short(found.reading.strip()))
    line = text.split("\n")[row].rstrip("\r")
    start = len(line) - len(line.lstrip()) + 1
    place = Span(Position(row + 1, start), Position(row + 1, len(line) + 1))
    return Diagnostic(
        "garbled-text", SEVERITIES["garbled-text"], path, place, message,
        (reading, _convert(found)),
    )  # fmt: skip


def _convert(found: garbled.Garbled) -> Message:
    if found.encoding in readings.TYPED:
        return characters.CONVERT
    return say("take the file from where it is still right, or type the text again")


def _short(text: str) -> str:
    """The beginning of a long line; half a number would not be known as one, and not be masked."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0].rstrip("0123456789 .-+") + " …"
