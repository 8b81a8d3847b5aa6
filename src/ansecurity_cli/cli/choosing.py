"""From what was typed to what is meant: units, sets, periods of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ansecurity_cli import snapshot as pipeline
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.wording import UNIT_TYPES
from ansecurity_cli.model.naming import find_units
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Memo, Snapshot
from ansecurity_cli.sources import WorkingTree


def take(session: Session, as_of: date, memo: Memo | None = None) -> Snapshot:
    """The files of the working tree, understood."""
    return pipeline.take(WorkingTree(session.find_root()), as_of, memo)


def choose_units(snapshot: Snapshot, queries: Iterable[str]) -> tuple[Unit, ...]:
    """The units that are meant; several matches or none end the run with suggestions."""
    chosen: dict[str, Unit] = {}
    for query in queries:
        found = find_units(query, in_order(snapshot.repository))
        if len(found.units) == 1:
            chosen[found.units[0].id] = found.units[0]
            continue
        if found.units:
            message = say("“{query}” may be one of {n} units:", query=query, n=len(found.units))
            raise AnsecurityError(
                message, *(_line(snapshot, one) for one in found.units), code=Exit.NOTHING
            )
        hints = tuple(say("did you mean “{name}”?", name=one.name) for one in found.close)
        raise AnsecurityError(say("no unit “{query}”", query=query), *hints, code=Exit.NOTHING)
    return tuple(chosen.values())


def _line(snapshot: Snapshot, unit: Unit) -> Message:
    """What tells a unit from others of its name: type, code, when it existed, where."""
    parent = snapshot.repository.units.get(unit.parent)
    first, last = unit.valid
    marks = (
        UNIT_TYPES.get(unit.type),
        say("code {code}", code=unit.code) if unit.code else None,
        say("from {day}", day=first) if first else None,
        say("until {day}", day=last) if last else None,
        parent.name if parent else None,
    )
    told = tuple(mark for mark in marks if mark)
    if not told:
        return say("{id}: {name}", id=unit.id, name=unit.name)
    return say("{id}: {name} ({marks})", id=unit.id, name=unit.name, marks=told)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command was asked about."""

    selection: Selection
    named: tuple[Unit, ...]


def choose(snapshot: Snapshot, asked: Asked) -> Wanted:
    """The selection: named units with those below them, or everything."""
    named = choose_units(snapshot, asked.units)
    everything = in_order(snapshot.repository)
    units = named if asked.alone or not named else tuple(_below(snapshot, named))
    known = snapshot.repository.sets
    for name in asked.sets:
        if name not in known:
            message = say("no criteria set “{name}”", name=name)
            raise AnsecurityError(message, *suggest(name, known), code=Exit.NOTHING)
    return Wanted(
        Selection(
            units or everything,
            asked.sets,
            tuple(dict.fromkeys(period_of(one) for one in asked.periods)),
        ),
        named,
    )


def _below(snapshot: Snapshot, named: tuple[Unit, ...]) -> Iterable[Unit]:
    names = dict.fromkeys(name for one in named for name in snapshot.repository.below(one.id))
    return [snapshot.repository.units[name] for name in names]


def period_of(text: str) -> Period:
    """The period that was typed."""
    try:
        return Period.parse(text)
    except ValueError as error:
        form = say("a year (2023), a half (2023-h1) or a quarter (2023-q3)")
        raise AnsecurityError(
            say("“{text}” is not a period", text=text), say("write {form}", form=form)
        ) from error
