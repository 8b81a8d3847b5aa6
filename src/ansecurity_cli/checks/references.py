"""Do the names that files use exist?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Message, Problem, Related, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.places import unit_folder
from ansecurity_cli.model.records import Assessment
from ansecurity_cli.model.rules import RecognisedIn, Rollup
from ansecurity_cli.schema import suggest


def _closest(word: str, known: Iterable[str]) -> tuple[Message, ...]:
    hints = suggest(word, known)
    return hints[:1]


def unknown_unit(scope: Scope) -> Iterator[Problem]:
    """A unit that is named has no unit.yaml.

    Every unit has a folder of its own, named by its id, with a file unit.yaml in it.
    """
    units = scope.repository.units
    if scope.repository.hidden("units"):
        return
    homes = {unit_folder(unit.at.path, "unit") for unit in units.values()}
    # A second folder of the same id has a unit.yaml too: that is told as a duplicate.
    homes |= {place.folder for place in scope.repository.places.values() if place.kind == "unit"}
    folders = {
        place.folder: (path, place.unit)
        for path, place in sorted(scope.repository.places.items(), reverse=True)
        if place.unit and place.folder not in homes
    }
    for path, unit in sorted(folders.values()):
        message = say("the folder “{unit}” has no unit.yaml", unit=unit)
        hint = say("add {path}", path=f"{scope.repository.places[path].folder}/unit.yaml")
        yield Problem(Location(path), message, (hint,), unit=unit)
    for at, name in _unit_names(scope):
        if name not in units:
            message = say("no unit “{name}”", name=name)
            yield Problem(at, message, _closest(name, units))


def _unit_names(scope: Scope) -> Iterator[tuple[Location, str]]:
    for unit in scope.repository.units.values():
        for key, names in (("predecessors", unit.predecessors), ("successors", unit.successors)):
            yield from ((unit.at.at(key, index), name) for index, name in enumerate(names))
    for visit in scope.repository.inspections:
        at = visit.at.at("visited_units")
        yield from ((at.at(index), name) for index, name in enumerate(visit.visited_units))
        for one in visit.items:
            if one.unit:
                yield one.at.at("unit"), one.unit
    for assessment in scope.repository.assessments.values():
        for obstacle in assessment.obstacles:
            if obstacle.unit:
                yield obstacle.at.at("unit"), obstacle.unit
    for plan in scope.repository.plans:
        for part in plan.parts:
            at = part.at.at("units")
            yield from ((at.at(index), name) for index, name in enumerate(part.units))
    for criteria_set in scope.repository.versions.values():
        at = criteria_set.at.at("within")
        yield from ((at.at(index), name) for index, name in enumerate(criteria_set.within))


def unknown_parent(scope: Scope) -> Iterator[Problem]:
    """The parent of a unit has no unit.yaml."""
    units = scope.repository.units
    if scope.repository.hidden("units"):
        return
    for unit in units.values():
        if unit.parent and unit.parent not in units:
            message = say("no unit “{name}”", name=unit.parent)
            yield Problem(unit.at.at("parent"), message, _closest(unit.parent, units), unit=unit.id)


def unknown_set(scope: Scope) -> Iterator[Problem]:
    """A criteria set that is named has no file in criteria/."""
    repository = scope.repository
    sets = repository.sets
    if repository.hidden("criteria"):
        return
    for file in repository.filed():
        if repository.set_for(file.key) is None:
            message = say("no criteria set “{name}”", name=file.set)
            yield Problem(file.at.at("set"), message, _closest(file.set, sets), unit=file.unit)
    for at, name in _set_names(scope):
        if name not in sets:
            yield Problem(at, say("no criteria set “{name}”", name=name), _closest(name, sets))


def _set_names(scope: Scope) -> Iterator[tuple[Location, str]]:
    for visit in scope.repository.inspections:
        for one in visit.items:
            if one.set:
                yield one.at.at("set"), one.set
    for assessment in scope.repository.assessments.values():
        for obstacle in assessment.obstacles:
            if obstacle.set:
                yield obstacle.at.at("set"), obstacle.set
    for plan in scope.repository.plans:
        for target in plan.targets:
            yield target.at.at("set"), target.set
    for criteria_set in scope.repository.versions.values():
        for criterion in criteria_set.walk():
            rule = criterion.rule
            if rule.at.path != criteria_set.at.path:
                continue  # copied in by include, said in its own file
            if isinstance(rule, Rollup):
                yield from ((rule.at.at("sets", kind), name) for kind, name in rule.sets.items())
            if isinstance(rule, RecognisedIn):
                yield rule.at.at("set"), rule.set


def unknown_criterion(scope: Scope) -> Iterator[Problem]:
    """An answer, remedy, finding or proposal names a criterion that the set doesn't have."""
    for file, criteria_set in scope.answered():
        given = file.answers if isinstance(file, Assessment) else file.results
        at = file.at.at("answers" if isinstance(file, Assessment) else "results")
        for name in given:
            yield from _criterion(at.at(name).key(), name, criteria_set, file.unit)
        remedies = file.remedies if isinstance(file, Assessment) else ()
        for remedy in remedies:
            if remedy.criterion:
                yield from _criterion(
                    remedy.at.at("criterion"), remedy.criterion, criteria_set, file.unit
                )
        for obstacle in file.obstacles if isinstance(file, Assessment) else ():
            known = scope.repository.sets.get(obstacle.set) if obstacle.set else criteria_set
            if obstacle.criterion and known and known.sound:
                yield from _criterion(
                    obstacle.at.at("criterion"), obstacle.criterion, known, file.unit
                )
    for visit in scope.repository.inspections:
        for one in visit.items:
            known = scope.repository.sets.get(one.set)
            if one.criterion and known and known.sound:
                yield from _criterion(one.at.at("criterion"), one.criterion, known, one.unit)


def _criterion(at: Location, name: str, criteria_set: CriteriaSet, unit: str) -> Iterator[Problem]:
    open_ended = criteria_set.completeness != "full" and at.on == "value"
    if criteria_set.find(name) or open_ended:
        return  # where the text isn't public, criteria are named by their number
    known = [one.id for one in criteria_set.walk()]
    message = say("“{set}” has no criterion “{name}”", set=criteria_set.id, name=name)
    related = (Related(criteria_set.at, say("the criteria set")),)
    yield Problem(at, message, _closest(name, known), related, unit, name)


def unknown_evidence(scope: Scope) -> Iterator[Problem]:
    """An answer names evidence that isn't listed under `evidence` of the same file."""
    for file, _set, criterion, answer in scope.answers():
        assessment = scope.repository.assessments.get(file.key)
        shelf = assessment.evidence if assessment else {}
        lost = assessment.lost if assessment else frozenset()
        for index, name in enumerate(answer.evidence or ()):
            if name not in shelf and not lost & {("evidence",), ("evidence", name)}:
                message = say("no evidence “{name}” in this file", name=name)
                hints = _closest(name, shelf) or (say("add it under evidence: {name}", name=name),)
                yield Problem(
                    answer.at.at("evidence", index), message, hints, (), file.unit, criterion.id
                )
