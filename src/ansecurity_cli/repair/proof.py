"""The proof that a repair changed what it was to change, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ansecurity_cli import schema
from ansecurity_cli.diagnostics import Diagnostic, Edit, Location, Pointer
from ansecurity_cli.repair.splicing import touches
from ansecurity_cli.sources import Document, parse

_Leaf: TypeAlias = bool | int | float | str | None


@dataclass(frozen=True)
class Reading:
    """A file as it is read: what is wrong with it, and its values one by one."""

    path: str
    kind: str
    text: str

    @cached_property
    def _read(self) -> tuple[Document | None, tuple[Diagnostic, ...]]:
        parsed = parse(self.path, self.text.encode("utf-8", "surrogatepass"))
        return parsed.document, schema.understand(parsed, self.kind).diagnostics

    @property
    def document(self) -> Document | None:
        """The document, if the text can be read at all."""
        return self._read[0]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file by itself."""
        return self._read[1]

    @cached_property
    def leaves(self) -> Mapping[Pointer, _Leaf]:
        """Every single value by its place."""
        return dict(_leaves(self.document.data, ())) if self.document else {}


def _leaves(value: object, at: Pointer) -> Iterator[tuple[Pointer, _Leaf]]:
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from _leaves(one, (*at, key))
    elif isinstance(value, list) and value:
        for index, one in enumerate(value):
            yield from _leaves(one, (*at, index))
    else:  # empty groups and lists are told apart by their name
        yield at, value if isinstance(value, _Leaf) else type(value).__name__


def proven(before: Reading, after: Reading, repaired: Iterable[Diagnostic]) -> bool:
    """Whether the repaired problems are gone, no new ones came, and other values are the same."""
    todo = {_name(one) for one in repaired}
    now = {_name(one) for one in after.diagnostics}
    if todo & now and before.document is not None:
        return False
    if before.document is None:
        # Nothing could be read before, so that nothing can be compared: further is better.
        return after.document is not None or _first(after) > _first(before)
    known = {_name(one) for one in before.diagnostics}
    # Where not all were told, there is no saying which of the others are new.
    fewer = now < known or any(code == "too-many-problems" for code, _ in known)
    return after.document is not None and fewer and _same_elsewhere(before, after, repaired)


def _name(one: Diagnostic) -> tuple[str, Pointer]:
    return one.code, one.pointer


def _first(reading: Reading) -> tuple[int, int]:
    errors = [one for one in reading.diagnostics if one.severity == "error"]
    return min((one.span.start for one in errors), default=(1 << 30, 0))


def _same_elsewhere(before: Reading, after: Reading, repaired: Iterable[Diagnostic]) -> bool:
    edits = [one.fix for one in repaired if one.fix]
    touched = {at for at in before.leaves if _edited(before, at, edits)}
    kept = {at: value for at, value in before.leaves.items() if at not in touched}
    if any(after.leaves.get(at, kept) != value for at, value in kept.items()):
        return False
    new = after.leaves.keys() - kept.keys()
    return all(any(_in_line(at, one) for one in touched) for at in new)


def _edited(before: Reading, at: Pointer, edits: list[Edit]) -> bool:
    if before.document is None:
        return False
    place = Location(before.path, at)
    spans = (before.document.span(place), before.document.span(place.key()))
    return any(touches(edit.span, span) for edit in edits for span in spans)


def _in_line(one: Pointer, other: Pointer) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
