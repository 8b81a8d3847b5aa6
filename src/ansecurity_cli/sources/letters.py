"""The letters of a file: what is odd about them, and which of them can't be seen."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.diagnostics import START, Diagnostic, Position, Severity, Span, say, say_n
from ansecurity_cli.sources import characters, encodings
from ansecurity_cli.sources.codes import SEVERITIES

_LONGEST = 120


def hidden(path: str, text: str) -> Iterator[Diagnostic]:
    """Characters with which a text can't be used."""
    for one in characters.forbidden(text):
        yield Diagnostic(
            one.code, SEVERITIES[one.code], path, one.span, one.message, (one.hint,), fix=one.fix
        )


def odd(path: str, raw: bytes, text: str) -> Iterator[Diagnostic]:
    """What is odd about the letters of a file, though they can be read."""
    if raw.startswith(characters.BYTE_ORDER_MARK):
        message = say("the file begins with a byte-order mark")
        hint = say("save it as “UTF-8”, not “UTF-8 with BOM”")
        yield Diagnostic("byte-order-mark", Severity.NOTE, path, START, message, (hint,))
    span = characters.not_composed(text)
    if span is not None:
        message = say("Vietnamese is typed with loose marks here (decomposed Unicode)")
        hint = say("choose “Unicode” (precomposed) in the input method and type the text again")
        yield Diagnostic("text-not-composed", Severity.WARNING, path, span, message, (hint,))
    garbled = encodings.garbled(text)
    if garbled:
        yield _garbled(path, garbled)


def _garbled(path: str, found: encodings.Garbled) -> Diagnostic:
    row = found.rows[0] + 1
    n, old = len(found.rows), found.encoding in ("TCVN3", "VNI")
    message = (
        say_n(
            "{n} line is in {encoding}", "{n} lines are in {encoding}", n, encoding=found.encoding
        )
        if old
        else say_n(
            "{n} line was once opened in a wrong encoding",
            "{n} lines were once opened in a wrong encoding",
            n,
        )
    )
    reading = say("this line reads: {text}", text=found.reading.strip()[:_LONGEST])
    spoilt = say("take the file from where it is still right, or type the text again")
    how = characters.CONVERT if old else spoilt
    place = Span(Position(row, 1), Position(row, 1))
    return Diagnostic("garbled-text", Severity.WARNING, path, place, message, (reading, how))
