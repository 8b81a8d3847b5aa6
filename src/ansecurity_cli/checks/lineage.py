"""Do units that were merged, split or renamed fit together, and does each stand where it says?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, Related, say
from ansecurity_cli.model.places import unit_folder
from ansecurity_cli.model.records import Unit


class _Step(NamedTuple):
    """A unit and one that came after it, and where each names the other."""

    old: Unit
    new: Unit
    in_old: Location | None
    in_new: Location | None


def lineage_not_mutual(scope: Scope) -> Iterator[Problem]:
    """A unit names another as successor or predecessor, which doesn't name it back.

    Half a lineage misleads: a unit formed from three would look like one that was renamed.
    """
    for old, new, in_old, in_new in _steps(scope):
        if in_old and not in_new and new.sound:  # a key of a file with errors may be lost
            message = say(
                "“{other}” doesn't name “{unit}” as predecessor", other=new.id, unit=old.id
            )
            hint = say("add “{unit}” to predecessors in {path}", unit=old.id, path=new.at.path)
            yield Problem(in_old, message, (hint,), _other(new), old.id)
        if in_new and not in_old and old.sound:
            message = say("“{other}” doesn't name “{unit}” as successor", other=old.id, unit=new.id)
            hint = say("add “{unit}” to successors in {path}", unit=new.id, path=old.at.path)
            yield Problem(in_new, message, (hint,), _other(old), new.id)


def lineage_dates(scope: Scope) -> Iterator[Problem]:
    """A unit still exists when its successor has begun.

    The last day of the one lies before the first day of the other. A gap may be. A unit that
    lives on beside a new one is not its predecessor: tell of it in the notes.
    """
    for old, new, in_old, in_new in _steps(scope):
        # Where a day isn't told, the other end says how early or late it can be.
        last, first = old.valid.last or old.valid.first, new.valid.first or new.valid.last
        at = in_new or in_old
        if at is None or last is None or first is None or last < first:
            continue
        if old.valid.reversed or new.valid.reversed:
            continue
        message = say(
            "“{old}” still exists on {last}, its successor “{new}” already on {first}",
            old=old.id,
            new=new.id,
            last=last,
            first=first,
        )
        hint = say("the successor begins after the last day of its predecessor")
        here, there = (new, old) if in_new else (old, new)
        yield Problem(at, message, (hint,), _other(there), here.id)


def _other(unit: Unit) -> tuple[Related, ...]:
    return (Related(unit.at, say("the other unit")),)


def _steps(scope: Scope) -> Iterator[_Step]:
    """Each unit with each that came after it, if either names the other."""
    units = scope.repository.units
    down = {
        (unit.id, name): unit.at.at("successors", index)
        for unit in units.values() for index, name in enumerate(unit.successors)
    }  # fmt: skip
    up = {
        (name, unit.id): unit.at.at("predecessors", index)
        for unit in units.values() for index, name in enumerate(unit.predecessors)
    }  # fmt: skip
    for old, new in sorted(down.keys() | up.keys()):
        if old in units and new in units and old != new:
            pair = (old, new)
            yield _Step(units[old], units[new], down.get(pair), up.get(pair))


def unit_outside_parent(scope: Scope) -> Iterator[Problem]:
    """A unit without a parent whose folder lies in the folder of another unit.

    The tree of units is made by `parent`, not by folders: without it the unit is counted nowhere.
    """
    homes = {unit_folder(one.at.path, "unit"): one for one in scope.repository.units.values()}
    for home, unit in homes.items():
        steps = home.split("/")
        above = ("/".join(steps[:n]) for n in range(len(steps) - 1, 0, -1))
        around = next((homes[one] for one in above if one in homes), None)
        if around is None or unit.parent or not unit.sound:
            continue
        message = say(
            "“{unit}” has no parent, but lies in “{around}”", unit=unit.id, around=around.id
        )
        hint = say("write parent: {id}", id=around.id)
        related = (Related(around.at, say("the unit around it")),)
        yield Problem(unit.at.at("id"), message, (hint,), related, unit.id)
