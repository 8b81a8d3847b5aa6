"""Do units, sets and periods belong together?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, Related, say


def set_not_in_force(scope: Scope) -> Iterator[Problem]:
    """The criteria set was not in force on any day of the period."""
    for file, criteria_set in scope.answered():
        if not criteria_set.in_force_in(file.period):
            message = say(
                "“{set}” is not in force in {period}", set=criteria_set.id, period=str(file.period)
            )
            related = (Related(criteria_set.at.at("in_force"), say("in force")),)
            hints = (say("choose the set that was in force in the period"),)
            yield Problem(file.at.at("set"), message, hints, related, file.unit)


def set_suspended(scope: Scope) -> Iterator[Problem]:
    """Nobody is assessed by the criteria set in this year: it is suspended."""
    for file, criteria_set in scope.answered():
        paused = criteria_set.suspension(file.period)
        if paused:
            message = say(
                "“{set}” is suspended in {period}", set=criteria_set.id, period=str(file.period)
            )
            related = (Related(paused.at, say("suspended")),)
            yield Problem(file.at.at("period"), message, (), related, file.unit)


def set_not_for_unit(scope: Scope) -> Iterator[Problem]:
    """The criteria set isn't made for this type of unit, or not for units that lie here."""
    for file, criteria_set in scope.answered():
        unit = scope.repository.units.get(file.unit)
        if unit is None or not unit.sound or scope.repository.fits(unit, criteria_set):
            continue
        if unit.type in criteria_set.applies_to:
            message = say(
                "“{set}” is only for units of {within}",
                set=criteria_set.id,
                within=", ".join(criteria_set.within),
            )
            related = (Related(criteria_set.at.at("within"), say("only for these")),)
        else:
            message = say(
                "“{set}” is not for units of the type “{type}”", set=criteria_set.id, type=unit.type
            )
            related = (Related(criteria_set.at.at("applies_to"), say("only for these")),)
        yield Problem(file.at.at("set"), message, (), related, file.unit)


def unit_not_alive(scope: Scope) -> Iterator[Problem]:
    """The unit did not exist on any day of the period (see `valid` in its unit.yaml)."""
    for file, criteria_set in scope.answered():
        unit = scope.repository.units.get(file.unit)
        if unit is None or not unit.sound or unit.valid.overlaps(criteria_set.days(file.period)):
            continue
        message = say("“{unit}” did not exist in {period}", unit=unit.name, period=str(file.period))
        related = (Related(unit.at.at("valid"), say("existed")),)
        hints = tuple(say("its successor is {unit}", unit=name) for name in unit.successors)
        yield Problem(file.at.at("period"), message, hints, related, file.unit)
