"""YAML's syntax errors in people's words: what is wrong and what to write instead."""

from __future__ import annotations

import re
from typing import Any

import yaml

from ansecurity_cli.diagnostics import Message, Position, Span, say
from ansecurity_cli.sources import slips

# libyaml's and PyYAML's words for the same mistakes differ; each row holds both.
_KINDS: tuple[tuple[str, Message, Message], ...] = (
    (r"mapping values are not allowed", slips.COLON, slips.QUOTE),
    (r"could not find expected ':'", say("a key without its colon"), say("write “key: value”")),
    (r"expected ',' or '[\]}]'", slips.OPEN_BRACKET, slips.CLOSE_BRACKET),
    (r"(unexpected end of stream|unexpected end of file|while scanning a quoted scalar)", slips.OPEN_QUOTE, slips.CLOSE_QUOTE),
    (r"(unknown escape|escape character|did not find expected hexdecimal)", say("a backslash in double quotes starts an escape that doesn't exist"), say("use single quotes, or write the backslash twice")),
    (r"(cannot start any token|found a tab|found character '\\t')", say("a value can't begin with this character"), slips.QUOTE),
    (r"(block sequence entries are not allowed|sequence entries are not allowed)", say("a “-” stands where no list may begin"), say("begin the list on a line of its own, or put the text in quotes")),
    (r"expected '-' indicator", say("this line doesn't belong to the list above it"), slips.INDENT),
    (r"(expected <?block end>?|expected key|did not find expected key)", say("this line doesn't line up with the lines above it"), slips.INDENT),
    (r"(expected alphabetic|while scanning an (alias|anchor))", say("a value can't begin with & or *"), slips.QUOTE),
    (r"(while scanning a block scalar|indentation indicator|comment or line break)", say("nothing may follow | or > on its line"), say("begin the text on the next line, indented")),
    (r"expected <document start>|document start", say("something stands here after the end of the content"), slips.INDENT),
)  # fmt: skip
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)")


def explain(error: Exception, text: str) -> slips.Explained:
    """The reader's version of what PyYAML raised while reading `text`."""
    mark = _mark(error)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            end = Position(number, len(line) + 1)
            message = say("a merge conflict was left unresolved here")
            hint = say("keep the right one of the two parts and delete the marker lines")
            return slips.Explained(message, (hint,), Span(Position(number, 1), end))
    near = range(mark.line - 1, mark.line + 1) if mark else None
    typed = slips.wrong_colon(lines, near) or slips.typed(error, lines)
    if typed:
        return typed
    row = min(mark.line if mark else 0, max(len(lines) - 1, 0))
    if row and row >= len(lines) - 1 and not lines[row]:
        row -= 1  # an error after the last line is shown on it
    column = min(mark.column if mark and row == mark.line else 0, len(lines[row])) + 1
    place = Span(Position(row + 1, column), Position(row + 1, column))
    if "\t" in lines[row][: len(lines[row]) - len(lines[row].lstrip())]:
        hint = say("indent with spaces, not with tabs")
        return slips.Explained(say("a tab is used to indent"), (hint,), place)
    words = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    if isinstance(error, yaml.YAMLError):
        for pattern, message, hint in _KINDS:
            if re.search(pattern, words):
                return slips.bare(message, hint, place, lines[row])
    return slips.Explained(say("this is not YAML"), (slips.QUOTE, slips.INDENT), place)


# These contexts begin where the mistake is; the problem is noticed only further down.
_BEGINS = ("while scanning a quoted scalar", "while scanning a simple key", "while parsing a flow")


def _mark(error: Exception) -> Any:
    context = getattr(error, "context", None) or ""
    first, second = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    return first if first and context.startswith(_BEGINS) else second or first
