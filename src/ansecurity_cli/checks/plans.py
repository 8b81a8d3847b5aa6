"""Can the targets of a roadmap be met?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Message, Problem, Related, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.programme import Target
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.repository import Repository


def target_cannot_be_met(scope: Scope) -> Iterator[Problem]:
    """A target of a roadmap asks for what can't be.

    It names more units than it counts, or a unit to which the set doesn't apply, or one that did
    not exist in the period. A target that isn't reached yet, or was not reached, is no problem.
    """
    for plan in scope.repository.plans:
        for target in plan.targets:
            yield from _too_many(target)
            yield from _out_of_place(scope.repository, target)


def _too_many(target: Target) -> Iterator[Problem]:
    named = len(set(target.units))
    if target.count is not None and named > target.count:
        message = say("{n} units are named, but the target is {count}", n=named, count=target.count)
        related = (Related(target.at.at("units"), say("named here")),)
        hints = (say("correct the number, or name fewer units"),)
        yield Problem(target.at.at("count"), message, hints, related)


def _out_of_place(repository: Repository, target: Target) -> Iterator[Problem]:
    for index, name in enumerate(target.units):
        known = repository.set_for(Key(name, target.set, target.period))
        unit = repository.units.get(name)
        if unit is None or known is None or not unit.sound or not known.sound:
            continue  # that is told where it is wrong
        place = target.at.at("units", index)
        why = _why_not(repository, unit, known, target.period)
        if why is not None:
            message, at, note = why
            yield Problem(place, message, _hints(unit, at), (Related(at, note),), unit.id)


def _why_not(
    repository: Repository, unit: Unit, known: CriteriaSet, period: Period
) -> tuple[Message, Location, Message] | None:
    if not unit.valid.overlaps(known.days(period)):
        message = say("“{unit}” did not exist in {period}", unit=unit.name, period=str(period))
        return message, unit.at.at("valid"), say("existed")
    if unit.out_of_scope:
        message = say("“{unit}” is not subject to assessment", unit=unit.name)
        return message, unit.at.at("out_of_scope"), say("the reason")
    if not repository.fits(unit, known) and _placed(repository, unit, known):
        message = say("“{set}” is not made for “{unit}”", set=known.id, unit=unit.name)
        key = "within" if unit.type in known.applies_to else "applies_to"
        return message, known.at.at(key), say("only for these")
    return None


def _placed(repository: Repository, unit: Unit, known: CriteriaSet) -> bool:
    """Whether it can be told that the unit is none of those the set is for: no name is unknown."""
    if unit.type not in known.applies_to:
        return True
    tops = (repository.units[name].parent for name in repository.ancestors(unit.id))
    return all(name in repository.units for name in (*known.within, *filter(None, tops)))


def _hints(unit: Unit, at: Location) -> tuple[Message, ...]:
    if at == unit.at.at("valid") and unit.successors:
        return tuple(say("its successor is {unit}", unit=name) for name in unit.successors)
    return (say("name another unit, or another set"),)
