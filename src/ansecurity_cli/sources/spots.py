"""Where everything stands in a file that was read the quick way: places, and no questions."""

from __future__ import annotations

from typing import Any, Protocol

import yaml

from ansecurity_cli.diagnostics import Pointer, Position, Span
from ansecurity_cli.sources import characters, events


class Places(Protocol):
    """The places of the values and keys of one file, by their paths of keys."""

    def of_value(self, pointer: Pointer) -> Span | None:
        """Where a value stands."""

    def of_key(self, pointer: Pointer) -> Span | None:
        """Where a key stands."""


class Spots:
    """Places as the parser's marks, made spans when they are asked for: few are."""

    def __init__(self) -> None:
        self.values: dict[Pointer, tuple[Any, Any]] = {}
        self.keys: dict[Pointer, Any] = {}

    def of_value(self, pointer: Pointer) -> Span | None:
        """Where a value stands."""
        found = self.values.get(pointer)
        if found is None:
            return None
        start, end = map(_position, found)
        return Span(start, max(start, end))

    def of_key(self, pointer: Pointer) -> Span | None:
        """Where a key stands."""
        event = self.keys.get(pointer)
        return event and Span(_position(event.start_mark), _position(event.end_mark))


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def read(text: str) -> Spots:
    """The places of a document that `quick.read` took; they are those of `events.read`."""
    loader = events.loader(text)
    try:
        return _build(loader.get_event)
    finally:
        loader.dispose()


def _build(take: Any) -> Spots:
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    spots = Spots()
    values, keys = spots.values, spots.keys
    stack: list[tuple[Pointer, Pointer, str | int | None, Any]] = []
    here: Pointer = ()  # of the container that is open
    at: Pointer = ()  # of what comes next in it
    step: str | int | None = 0  # the key or the index of what comes next; None: a key comes
    last: Any = None  # the end of what was read last
    while True:
        event = take()
        kind = type(event)
        if kind is scalar:
            end = event.end_mark
            if step is None:
                step = characters.composed(event.value)
                at = (*here, step)
                keys[at] = event
                last = end
                continue
            if end.column == 0 and end.line > event.start_mark.line:
                end = event.start_mark  # a block text ends on the line after it
            values[at] = (event.start_mark, end)
            last = end
        elif kind is mapping or kind is sequence:
            stack.append((here, at, step, event.start_mark))
            here, step = at, None if kind is mapping else 0
            at = here if step is None else (*here, 0)
            continue
        elif kind in ends:
            end = event.end_mark
            if end.column and end.index > event.start_mark.index:
                last = end  # a flow collection ends at its bracket
            here, at, step, start = stack.pop()
            values[at] = (start, last or start)
        elif kind is yaml.StreamEndEvent:
            return spots
        else:
            continue
        if not stack:
            continue
        if isinstance(step, int):
            step += 1
            at = (*here, step)
        else:
            step = None
