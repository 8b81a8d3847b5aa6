"""What a document's schema says of it, and what is left of it without that."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ansecurity_cli.diagnostics import Diagnostic, Edit, Location, Pointer, Severity, say
from ansecurity_cli.schema.deciding import errors
from ansecurity_cli.schema.values import show
from ansecurity_cli.schema.wording import Fault, word
from ansecurity_cli.sources import Document, Parsed
from ansecurity_cli.sources.codes import MOST_PROBLEMS, TOO_MANY


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document's schema says of it.

    `data` is the document without what doesn't fit, for the checks that look further; None if
    nothing usable is left. `lost` are the places that were cut out. Only a `sound` file, which
    `understand` found no errors in, counts as data for a verdict: see `model.binding`.
    """

    diagnostics: tuple[Diagnostic, ...]
    data: dict[str, Any] | None
    lost: frozenset[Pointer]
    sound: bool = False


def understand(parsed: Parsed, kind: str) -> Examined:
    """What reading and the schema say of a file, each place told of once."""
    if parsed.document is None:
        return Examined(parsed.diagnostics, None, frozenset())
    known = [one.pointer for one in parsed.diagnostics if one.severity is Severity.ERROR]
    examined = examine(parsed.document, kind, known)
    wrong = {one.pointer for one in examined.diagnostics}
    # What is wrong needs no doubt beside it.
    kept = [
        one for one in parsed.diagnostics
        if one.severity is Severity.ERROR or not one.pointer or one.pointer not in wrong
    ]  # fmt: skip
    found = (*kept, *examined.diagnostics)
    return replace(examined, diagnostics=found, sound=not (known or examined.diagnostics))


def examine(document: Document, kind: str, known: Iterable[Pointer] = ()) -> Examined:
    """The schema's diagnostics; none for the places in `known`, which have one already."""
    told, lost = set(known), set(known)
    found: list[Diagnostic] = []
    data: dict[str, Any] | None = document.data
    if document.data.get("kind", kind) != kind and ("kind",) not in told:
        message = say(
            "a file of kind “{value}” can't stand here", value=show(document.data["kind"])
        )
        hint = say("write {key}: {wanted}, or move the file", key="kind", wanted=kind)
        fault = Fault("unknown-value", Location("", ("kind",)), message, (hint,))
        return Examined((_diagnostic(fault, document),), None, frozenset({("kind",)}))
    every = _faults(kind, document.data, document.source, exact=document.exact)
    faults = islice(every, MOST_PROBLEMS + 1)
    for number, fault in enumerate(faults):
        if number == MOST_PROBLEMS:  # nobody reads on, and nothing of such a file can be relied on
            return Examined((*found, _too_many(document)), None, frozenset(lost))
        lost.add(fault.at.pointer)
        place = (*fault.at.pointer, fault.missing) if fault.missing else fault.at.pointer
        if place not in told and fault.code:
            told.add(place)
            found.append(_diagnostic(fault, document))
    if lost:
        data = _cut(kind, copy.deepcopy(document.data), lost, exact=document.exact)
    return Examined(tuple(sorted(found, key=lambda one: one.sort_key)), data, frozenset(lost))


def _too_many(document: Document) -> Diagnostic:
    span = document.span(Location(""))
    return Diagnostic("too-many-problems", Severity.ERROR, document.path, span, TOO_MANY)


def _cut(
    kind: str, data: dict[str, Any], lost: set[Pointer], *, exact: bool
) -> dict[str, Any] | None:
    """The data without what doesn't fit; a list with a bad item goes whole, so that places hold."""
    cut = set(lost)
    for _round in range(16):
        for pointer in cut:
            _remove(data, pointer)
        # A missing key at the top can't be cut out: binding does without.
        cut = {fault.at.pointer for fault in _faults(kind, data, exact=exact)} - {()}
        lost |= cut
        if not cut:
            return data
    return None


def _remove(data: Any, pointer: Pointer) -> None:
    holder, key = data, None
    node = data
    for step in pointer:
        if isinstance(node, dict):
            holder, key = node, step
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
    if isinstance(holder, dict):
        holder.pop(key, None)


def _faults(
    kind: str, data: object, source: Callable[[Location], str] = lambda _at: "", *, exact: bool
) -> Iterator[Fault]:
    for error in errors(kind, data, exact=exact):
        at = Location("", tuple(error.absolute_path))
        if "propertyNames" in error.absolute_schema_path:
            at = at.at(error.instance).key()
        yield from word(error, at, source)


def _diagnostic(fault: Fault, document: Document) -> Diagnostic:
    span = document.span(fault.at)
    pointer = (*fault.at.pointer, fault.missing) if fault.missing else fault.at.pointer
    return Diagnostic(
        fault.code, Severity.ERROR, document.path, span, fault.message, fault.hints,
        pointer=pointer, fix=Edit(span, fault.instead) if fault.instead else None,
    )  # fmt: skip
