"""What is wrong, how badly and where: the types that every floor above speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]


class Severity(StrEnum):
    """How much a problem weighs: errors for what is wrong, warnings for doubt."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Position(NamedTuple):
    """A line and a column, both from 1; columns count characters."""

    line: int
    column: int


class Span(NamedTuple):
    """Two positions; the end is exclusive."""

    start: Position
    end: Position


START = Span(Position(1, 1), Position(1, 1))


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet worded: an English msgid with `{names}`, and what to put in them.

    `plural` is the English plural; `args["n"]` then chooses.
    """

    msgid: str
    args: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""


def say(msgid: str, /, **args: object) -> Message:
    """A message; the catalogues are extracted by this name."""
    return Message(msgid, args)


def say_n(one: str, many: str, /, n: int, **args: object) -> Message:
    """A message that depends on the number `n`."""
    return Message(one, {"n": n, **args}, many)


@dataclass(frozen=True, slots=True)
class Location:
    """A place by meaning: a file and the path of keys in it. The runner makes it lines."""

    path: str
    pointer: Pointer = ()
    on: Literal["value", "key"] = "value"

    def at(self, *keys: str | int) -> Location:
        """The place below this one."""
        return Location(self.path, (*self.pointer, *keys))

    def key(self) -> Location:
        """The key of this place instead of its value."""
        return Location(self.path, self.pointer, "key")


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains the first."""

    at: Location
    message: Message


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: the name it has in every output, its weight, what it is about."""

    name: str
    severity: Severity
    summary: Message
    detail: Message | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A repair that is safe to make: other text for a span of the file."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields: where and what. The runner adds code, severity and lines."""

    at: Location
    message: Message
    hints: tuple[Message, ...] = ()
    related: tuple[Related, ...] = ()
    unit: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A related place with its lines."""

    path: str
    span: Span
    message: Message


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem with its name, weight and lines, ready to be shown."""

    code: str
    severity: Severity
    path: str
    span: Span
    message: Message
    hints: tuple[Message, ...] = ()
    related: tuple[Note, ...] = ()
    pointer: Pointer = ()
    unit: str = ""
    criterion: str = ""
    fix: Edit | None = None

    @property
    def sort_key(self) -> tuple[str, Span, str, str, str]:
        """By file, then place, then name."""
        return (self.path, self.span, self.code, repr(self.pointer), self.criterion)
