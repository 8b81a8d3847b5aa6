"""YAML's syntax errors in people's words: what is wrong and what to write instead."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from ansecurity_cli.diagnostics import Edit, Message, Position, Span, say

_QUOTE = say('put the whole text in double quotes: "…"')
_COLON = say("a colon stands where none may")
_INDENT = say("line up the keys of one group under each other, with spaces only")


class Explained(NamedTuple):
    """A syntax error for the reader."""

    message: Message
    hints: tuple[Message, ...]
    span: Span
    code: str = "syntax-error"
    fix: Edit | None = None


# libyaml's and PyYAML's words for the same mistakes differ; each row holds both.
_KINDS: tuple[tuple[str, Message, Message], ...] = (
    (r"mapping values are not allowed", _COLON, _QUOTE),
    (r"could not find expected ':'", say("a key without its colon"), say("write “key: value”")),
    (r"expected ',' or '[\]}]'", say("a bracket is not closed, or a comma is missing"), say("close every [ and {{, or put a text that contains brackets in quotes")),
    (r"(unexpected end of stream|unexpected end of file|while scanning a quoted scalar)", say("a quotation mark is not closed"), say("close it with the same mark it was opened with")),
    (r"(unknown escape|escape character|did not find expected hexdecimal)", say("a backslash in double quotes starts an escape that doesn't exist"), say("use single quotes, or write the backslash twice")),
    (r"(cannot start any token|found a tab|found character '\\t')", say("a value can't begin with this character"), _QUOTE),
    (r"(block sequence entries are not allowed|sequence entries are not allowed)", say("a “-” stands where no list may begin"), say("begin the list on a line of its own, or put the text in quotes")),
    (r"expected '-' indicator", say("this line doesn't belong to the list above it"), _INDENT),
    (r"(expected <?block end>?|expected key|did not find expected key)", say("this line doesn't line up with the lines above it"), _INDENT),
    (r"(expected alphabetic|while scanning an (alias|anchor))", say("a value can't begin with & or *"), _QUOTE),
    (r"(while scanning a block scalar|indentation indicator|comment or line break)", say("nothing may follow | or > on its line"), say("begin the text on the next line, indented")),
    (r"expected <document start>|document start", say("something stands here after the end of the content"), _INDENT),
)  # fmt: skip
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)")


def explain(error: Exception, text: str) -> Explained:
    """The reader's version of what PyYAML raised while reading `text`."""
    mark = _mark(error)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            end = Position(number, len(line) + 1)
            message = say("a merge conflict was left unresolved here")
            hint = say("keep the right one of the two parts and delete the marker lines")
            return Explained(message, (hint,), Span(Position(number, 1), end))
    typed = wrong_colon(lines) or _typed(error, lines)
    if typed:
        return typed
    row = min(mark.line if mark else 0, max(len(lines) - 1, 0))
    if row and row >= len(lines) - 1 and not lines[row]:
        row -= 1  # an error after the last line is shown on it
    column = min(mark.column if mark and row == mark.line else 0, len(lines[row])) + 1
    place = Span(Position(row + 1, column), Position(row + 1, column))
    if "\t" in lines[row][: len(lines[row]) - len(lines[row].lstrip())]:
        hint = say("indent with spaces, not with tabs")
        return Explained(say("a tab is used to indent"), (hint,), place)
    words = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    if isinstance(error, yaml.YAMLError):
        for pattern, message, hint in _KINDS:
            if re.search(pattern, words):
                return _bare(message, hint, place, lines[row])
    return Explained(say("this is not YAML"), (_QUOTE, _INDENT), place)


# A key, and a text after it that begins like a text.
_KEY_AND_TEXT = re.compile(r"^ *(?:- +)*(?:[A-Za-z0-9_.-]+: +)?(?=[^\s\"'\[{|>&!#-])")
_KEY_AND_MARK = re.compile(r"^ *(?:- +)*(?:[A-Za-z0-9_.-]+: +)?(?=[@`%*])")


def _bare(message: Message, hint: Message, place: Span, line: str) -> Explained:
    """A text that ought to be in quotes, put in quotes where it is plain where it ends."""
    colon = message is _COLON
    found = (_KEY_AND_TEXT if colon else _KEY_AND_MARK).match(line)
    text = line[found.end() :].rstrip() if found else ""
    if (
        hint is not _QUOTE
        or not found
        or not text
        or " #" in text
        or place.start.column <= found.end()
    ):
        return Explained(message, (hint,), place)
    row = place.start.line
    span = Span(Position(row, found.end() + 1), Position(row, found.end() + len(text) + 1))
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    shown = say("write it in double quotes: {text}", text=quoted if len(quoted) <= 80 else '"…"')
    code = "colon-in-text" if colon else "syntax-error"
    return Explained(message, (shown,), place, code, Edit(span, quoted))


_WRONG_COLON = re.compile(r"^( *(?:- +)*[A-Za-z0-9_.-]+)(?:[ \u00a0]*(：)[ \u00a0]*|:(\u00a0) *)")


def wrong_colon(lines: list[str]) -> Explained | None:
    """A key that ends in a full-width colon, or in a colon and a no-break space."""
    for number, line in enumerate(lines, 1):
        found = _WRONG_COLON.match(line)
        if found:
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


# These contexts begin where the mistake is; the problem is noticed only further down.
_BEGINS = ("while scanning a quoted scalar", "while scanning a simple key", "while parsing a flow")
_NO_SPACE = re.compile(r"^(\s*(?:- )?)([a-z_]+):(?=[^\s:/])")


def _mark(error: Exception) -> Any:
    context = getattr(error, "context", None) or ""
    first, second = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    return first if first and context.startswith(_BEGINS) else second or first


def _typed(error: Exception, lines: list[str]) -> Explained | None:
    """What clerks type, and YAML notices one line too late."""
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
            place = Position(row + 1, found.end() + 1)
            message = say("a key without a space after its colon")
            return Explained(message, (say("write “key: value”"),), Span(place, place))
    if "expected" in words:
        odd = [row for row in range(min(noticed.line, len(lines))) if _uneven(lines[row])]
        if odd:
            column = lines[odd[0]].index('"') + 1
            place = Position(odd[0] + 1, column)
            message, hint = (
                say("a quotation mark is not closed"),
                say("close it with the same mark it was opened with"),
            )
            return Explained(message, (hint,), Span(place, place))
    return None


def _uneven(line: str) -> bool:
    value = line.partition(" #")[0]
    return value.replace('\\"', "").count('"') % 2 == 1
