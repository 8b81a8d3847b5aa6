"""From bytes to text: UTF-8 and nothing else, no characters that hide or move others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ansecurity_cli.diagnostics import Edit, Message, Position, Span, say
from ansecurity_cli.sources import encodings, readings

# Control characters; line breaks that YAML 1.1 knows and editors don't (NEL, LS, PS, lone CR);
# bidirectional controls, which show one text and mean another; zero-width and tag characters;
# no-break spaces that indent, as text copied from Word has them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    "|\r(?!\n)|(?m:^[ \u3000]*[\u00a0\u3000])"
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotText(Exception):
    """The bytes are not UTF-8."""

    def __init__(self, message: Message, hints: tuple[Message, ...], span: Span) -> None:
        super().__init__(message.msgid)
        self.message, self.hints, self.span = message, hints, span


def decode(raw: bytes) -> str:
    """Text of UTF-8 bytes, one leading byte-order mark taken off; raises NotText."""
    try:
        return raw.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        found = encodings.recover(raw)
        if found:
            message = say("the file is saved as {encoding}, not as UTF-8", encoding=found.encoding)
            place = _FIRST if b"\0" in raw else _place(raw, error.start)
            raise NotText(message, tuple(_how_to_save(found)), place) from error
        message = say("this byte is not UTF-8: {byte}", byte=f"0x{raw[error.start]:02X}")
        raise NotText(message, (SAVE, _SAVE_IN_CODE), _place(raw, error.start)) from error


def _place(raw: bytes, at: int) -> Span:
    line = raw.count(b"\n", 0, at) + 1
    before = raw[raw.rfind(b"\n", 0, at) + 1 : at]
    column = len(before.decode("utf-8", "replace")) + 1
    return Span(Position(line, column), Position(line, column + 1))


_FIRST = Span(Position(1, 1), Position(1, 2))
SAVE = say("save it as UTF-8 (Notepad: File, Save as, Encoding: UTF-8)")
_SAVE_IN_CODE = say("in VS Code: click the encoding in the status bar, Save with Encoding: UTF-8")
_REPAIR = say("ansecurity check --fix saves it as UTF-8")
CONVERT = say("convert the text to Unicode (Unikey: Ctrl+Shift+F6), then save it as UTF-8")


def _how_to_save(found: encodings.Recovered) -> Iterator[Message]:
    if found.encoding in readings.TYPED:
        yield CONVERT
        return
    if found.certain:
        yield _REPAIR
    yield SAVE
    yield say(
        "in VS Code: click the encoding in the status bar, Reopen with Encoding: {encoding}, then "
        "Save with Encoding: UTF-8",
        encoding=found.encoding,
    )


MOST_FORBIDDEN = 50


class Hidden(NamedTuple):
    """A character that can't be seen or moves others, and what to write in its place."""

    code: str
    message: Message
    hint: Message
    span: Span
    fix: Edit | None


def forbidden(text: str) -> Iterator[Hidden]:
    """The first forbidden characters."""
    for match in islice(FORBIDDEN.finditer(text), MOST_FORBIDDEN):
        at = match.end() - 1
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        span = Span(Position(line, column), Position(line, column + 1))
        code, message = hidden(text[at])
        instead = _INSTEAD.get(code)
        hint = _HINTS.get(code, _RETYPE)
        yield Hidden(code, message, hint, span, None if instead is None else Edit(span, instead))


_INSTEAD = {"invisible-character": "", "no-break-space": " "}
_RETYPE = say("delete it and type the text again")
_HINTS = {
    "invisible-character": say("delete it"),
    "no-break-space": say("write ordinary spaces in its place"),
}
_SPACES = "\u00a0\u3000"
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hidden(character: str) -> tuple[str, Message]:
    """The code and the message for a forbidden character."""
    name = f"U+{ord(character):04X}"
    if character in _SPACES:
        return "no-break-space", say("a space that YAML doesn't indent with: {name}", name=name)
    if _NO_WIDTH.match(character):
        return "invisible-character", say("a character of no width: {name}", name=name)
    if _DIRECTION.match(character):
        return "bidirectional-control", say(
            "a character that turns the direction of the text: {name}", name=name
        )
    return "forbidden-character", say("a character that can't be shown: {name}", name=name)


def not_composed(text: str) -> Span | None:
    """The first line whose Vietnamese is spelt with combining marks, or None."""
    if unicodedata.is_normalized("NFC", text):
        return None
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            return Span(Position(number, 1), Position(number, len(line) + 1))
    return Span(Position(1, 1), Position(1, 1))


def composed(text: str) -> str:
    """The text in NFC, the form in which equal words are equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
