"""Strict YAML: libyaml's events built into plain values, without recursion, with places if asked.

Reading never raises on content. What can be skipped over is a trouble and reading goes on;
what can't (syntax, depth, size) ends it, and there is no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml

from ansecurity_cli.diagnostics import (
    Edit,
    Location,
    Message,
    Pointer,
    Position,
    Related,
    Span,
    say,
)
from ansecurity_cli.sources import characters, scalars, slips, syntax, traps
from ansecurity_cli.sources.codes import MOST_PROBLEMS, TOO_MANY

Value: TypeAlias = bool | int | float | str | list["Value"] | dict[str, "Value"] | None

MAX_DEPTH = 32
MAX_VALUES = 50_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Trouble(NamedTuple):
    """Something in a file that has no place in it."""

    code: str
    message: Message
    hints: tuple[Message, ...]
    span: Span
    pointer: Pointer
    related: tuple[Related, ...] = ()
    fix: Edit | None = None


@dataclass(slots=True)
class Tree:
    """What reading gave: the value, or none, and the troubles; places only if asked for."""

    value: Value = None
    whole: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    values: dict[Pointer, Span] = field(default_factory=dict)
    keys: dict[Pointer, Span] = field(default_factory=dict)

    def of_value(self, pointer: Pointer) -> Span | None:
        """Where a value stands."""
        return self.values.get(pointer)

    def of_key(self, pointer: Pointer) -> Span | None:
        """Where a key stands."""
        return self.keys.get(pointer)


class _Stop(Exception):
    """Reading can't go on."""


@dataclass(slots=True)
class _Frame:
    """An open group or list; `hidden`: a key that stands twice holds it, so it has no place."""

    container: dict[str, Value] | list[Value]
    start: Position
    at: Pointer
    hidden: bool
    key: str | None = None
    skip: bool = False

    @property
    def step(self) -> str | int:
        return self.key or "" if isinstance(self.container, dict) else len(self.container)


def read(path: str, text: str, *, places: bool = False) -> Tree:
    """The tree of one YAML document."""
    builder = _Builder(path, text, places)
    try:
        for event in _events(text):
            builder.take(event)
        builder.tree.whole = True
    except _Stop:
        pass
    except (yaml.YAMLError, ValueError) as error:
        found = _too_deep(error) or syntax.explain(error, text)
        builder.tree.troubles.append(
            Trouble(
                found.code, found.message, found.hints, found.span, builder.pointer(),
                fix=found.fix,
            )
        )  # fmt: skip
    return builder.tree


def _too_deep(error: Exception) -> slips.Explained | None:
    """libyaml from 0.2.6 on has a limit of its own, and looks far ahead."""
    mark = getattr(error, "problem_mark", None)
    if mark is None or "nesting depth" not in str(getattr(error, "problem", "")):
        return None
    place = Position(mark.line + 1, mark.column + 1)
    message = say("nested more than {n} levels deep", n=MAX_DEPTH)
    return slips.Explained(message, (), Span(place, place), "too-deep")


def loader(text: str) -> Any:
    """The parser of a text: libyaml where PyYAML was built with it, else PyYAML's own."""
    # A missing last line break changes the value of a block text in PyYAML; add it.
    return _LOADER(text if text.endswith("\n") else text + "\n")


def _events(text: str) -> Iterator[Any]:
    parser = loader(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _start(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _span(event: Any) -> Span:
    end = Position(event.end_mark.line + 1, event.end_mark.column + 1)
    return Span(_start(event), end)


class _Builder:
    def __init__(self, path: str, text: str, places: bool) -> None:
        self.path, self.places = path, places
        self.lines = text.split("\n")
        self.tree = Tree()
        self.frames: list[_Frame] = []
        self.documents = self.count = 0
        self.last = Position(1, 1)

    def pointer(self) -> Pointer:
        if not self.frames:
            return ()
        frame = self.frames[-1]
        return (*frame.at, frame.step)

    @property
    def placed(self) -> bool:
        """Whether what is read now is to have a place."""
        if not (self.places and self.frames):
            return self.places
        return not (self.frames[-1].skip or self.frames[-1].hidden)

    def trouble(
        self, code: str, event: Any, message: Message, *hints: Message, fix: Edit | None = None
    ) -> None:
        self._tell(Trouble(code, message, hints, _span(event), self.pointer(), fix=fix))

    def _tell(self, trouble: Trouble) -> None:
        """One more trouble; after so many of them nobody reads on."""
        troubles = self.tree.troubles
        troubles.append(trouble)
        if len(troubles) > MOST_PROBLEMS:
            troubles[-1] = Trouble("too-many-problems", TOO_MANY, (), trouble.span, trouble.pointer)
            raise _Stop

    def _trap(self, trap: traps.Trap, event: Any) -> None:
        span = _span(event)
        self._tell(
            Trouble(
                trap.code, trap.message, (trap.hint,), trap.span or span, self.pointer(),
                fix=traps.edit(trap, span),
            )
        )  # fmt: skip

    def stop(self, code: str, event: Any, message: Message, *hints: Message) -> None:
        self.trouble(code, event, message, *hints)
        raise _Stop

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._marked(event)
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._marked(event)
            self._open({} if kind is yaml.MappingStartEvent else [], event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close(event)
        elif kind is yaml.AliasEvent:
            merging = bool(self.frames) and self.frames[-1].key == "<<"
            if not merging:  # the key has been told of
                self.trouble("anchor", event, say("an alias (*) hides data from the reader"), _OUT)
            self._put(None, event)
        elif kind is yaml.DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = say("put the second document in a file of its own")
            self.stop("several-documents", event, say("a second document begins here"), hint)
        if event.version or event.tags:
            self.trouble("directive", event, say("a % directive is not allowed"), _DROP)

    def _marked(self, event: Any) -> None:
        if event.anchor:
            self.trouble("anchor", event, say("an anchor (&) is not allowed"), _OUT)
        if event.tag:
            self.trouble("tag", event, say("a tag (!) is not allowed"), _DROP)
        self.count += 1
        if self.count > MAX_VALUES:
            self.stop("too-large", event, say("more than {n} values in one file", n=MAX_VALUES))

    def _open(self, container: dict[str, Value] | list[Value], event: Any) -> None:
        if self._key_missing():
            hint = say("write the key as text, in quotes if need be")
            self.stop("key-not-text", event, say("a key is not text"), hint)
        if len(self.frames) >= MAX_DEPTH:
            self.stop("too-deep", event, say("nested more than {n} levels deep", n=MAX_DEPTH))
        hidden = bool(self.frames) and (self.frames[-1].skip or self.frames[-1].hidden)
        self.frames.append(_Frame(container, _start(event), self.pointer(), hidden))

    def _close(self, event: Any) -> None:
        frame = self.frames.pop()
        if event.end_mark.column and event.end_mark.index > event.start_mark.index:
            self.last = _span(event).end  # a flow collection ends at its bracket
        self._put(frame.container, event, frame.start)

    def _key_missing(self) -> bool:
        frame = self.frames[-1] if self.frames else None
        return frame is not None and isinstance(frame.container, dict) and frame.key is None

    def _scalar(self, event: Any) -> None:
        text = characters.composed(event.value)
        if event.style == '"' and (found := characters.FORBIDDEN.search(text)):
            code, message = characters.hidden(found.group()[-1])
            self.trouble(code, event, message, _DROP)
        plain = not event.style
        if traps.swallowed(event, self.lines):
            message = say("a “?” that begins a text is lost without quotes")
            self.stop("syntax-error", event, message, _QUOTE)
        value = scalars.resolve(text) if plain else text
        if self._key_missing():
            self._key(text, value, event)
            return
        if plain:
            for trap in traps.plain(text, event, self.lines):
                self._trap(trap, event)
        if isinstance(value, scalars.Refused):
            fix = Edit(_span(event), scalars.quoted(text))
            self.trouble(value.code, event, value.message, _quote(text), fix=fix)
            value = text
        self._put(value, event)

    def _key(self, text: str, value: object, event: Any) -> None:
        frame = self.frames[-1]
        assert isinstance(frame.container, dict)  # noqa: S101 - _key_missing said so
        frame.key = text
        pointer = (*frame.at, text)
        if text == "<<" and not event.style:
            self.trouble("anchor", event, say("a merge key (<<) is not allowed"), _OUT)
        elif not isinstance(value, str):
            self._key_of_another_kind(text, event)
        if text in frame.container:
            first = Related(Location(self.path, pointer, "key"), say("first here"))
            message = say("the key “{key}” stands twice", key=text)
            hints = (say("keep one of the two"),)
            self._tell(Trouble("duplicate-key", message, hints, _span(event), pointer, (first,)))
            frame.skip = True
        span = _span(event)
        if self.placed:
            self.tree.keys[pointer] = span
        self.last = span.end

    def _key_of_another_kind(self, text: str, event: Any) -> None:
        trap = traps.comma(event, self.lines)
        if trap:
            self._trap(trap, event)
            return
        message, fix = say("the key {text} is not text", text=text), scalars.quoted(text)
        hint = scalars.write_quoted(text)
        self.trouble("key-not-text", event, message, hint, fix=Edit(_span(event), fix))

    def _put(self, value: Value, event: Any, start: Position | None = None) -> None:
        if start is None:
            span = _span(event)
            if span.end.column == 1 and span.end.line > span.start.line:
                span = Span(span.start, span.start)  # a block text ends on the line after it
            self.last = span.end
        else:
            span = Span(start, max(start, self.last))
        frame = self.frames[-1] if self.frames else None
        if self.placed:
            self.tree.values.setdefault(self.pointer(), span)
        if frame is None:
            self.tree.value = value
        elif isinstance(frame.container, list):
            frame.container.append(value)
        else:
            if not frame.skip and frame.key is not None:
                frame.container[frame.key] = value
            frame.key, frame.skip = None, False


def _quote(text: str) -> Message:
    number = text.lstrip("0")
    if not (text.isdecimal() and number):
        return scalars.write_quoted(text)
    code = scalars.quoted(text)
    return say("write {number} if it is a number, {text} if it is a code", number=number, text=code)


_QUOTE = say('put the whole text in double quotes: "…"')
_OUT = say("write the content out in full")
_DROP = say("leave it out")
