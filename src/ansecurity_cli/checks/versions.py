"""Do the versions of a criteria set follow each other openly?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Message, Problem, Related, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import ALWAYS


def changed_without_version(scope: Scope) -> Iterator[Problem]:
    """What decides in a criteria set was changed after the set was sealed.

    Answers were judged by the sealed text. A change needs a higher version, with the old file kept
    beside it, so that old results stay what they were. Titles and notes may be reworded.
    """
    for criteria_set in scope.repository.versions.values():
        if not (criteria_set.sound and criteria_set.seal) or _holds(criteria_set):
            continue
        name, version = criteria_set.id, criteria_set.version
        older = _sealed_as(scope, criteria_set)
        if older is None:
            message = say("the set was changed after it was sealed")
            hints: tuple[Message, ...] = (
                say(
                    "give it a higher version and keep the old file as {path}",
                    path=f"criteria/{name}@{version}.yaml",
                ),
                say("if nothing that decides was meant to change, put it back as it was"),
            )
        else:
            message = say("this is the seal of version {version}", version=older.version)
            hints = ()
        new = say('the new seal is: seal: "{seal}"', seal=criteria_set.digest)
        yield Problem(criteria_set.at.at("seal"), message, (*hints, new))


def _holds(criteria_set: CriteriaSet) -> bool:
    return criteria_set.seal == criteria_set.digest


def _sealed_as(scope: Scope, criteria_set: CriteriaSet) -> CriteriaSet | None:
    """The older version that the seal belongs to, where it was kept and is as it was."""
    return next(
        (
            one for one in _versions(scope, criteria_set.id)
            if one.version < criteria_set.version and one.digest == criteria_set.seal
        ),
        None,
    )  # fmt: skip


def reused_criterion_id(scope: Scope) -> Iterator[Problem]:
    """A criterion id that an older version had, and a later one no longer, comes back.

    Answers given under the old meaning would be taken for answers to the new criterion.
    """
    for name in scope.repository.sets:
        gone: dict[str, tuple[CriteriaSet, Location]] = {}
        before: dict[str, Location] = {}
        last: CriteriaSet | None = None
        for one in _versions(scope, name):
            here = _own_ids(one)
            for criterion_id, at in here.items():
                if criterion_id in gone and criterion_id not in before:
                    yield _reused(criterion_id, at, *gone[criterion_id])
            if last:
                gone |= {key: (last, at) for key, at in before.items() if key not in here}
            before, last = here, one


def _reused(name: str, at: Location, older: CriteriaSet, was: Location) -> Problem:
    message = say(
        "“{name}” was the id of a criterion up to version {version}",
        name=name, version=older.version,
    )  # fmt: skip
    related = (Related(was, say("the old criterion")),)
    hints = (say("give the new criterion an id that no version has used"),)
    return Problem(at, message, hints, related, "", name)


def _own_ids(criteria_set: CriteriaSet) -> dict[str, Location]:
    """The ids in the set's own file; what is copied in belongs to the other set."""
    path = criteria_set.at.path
    return {one.id: one.at.at("id") for one in criteria_set.walk() if one.at.path == path}


def versions_overlap(scope: Scope) -> Iterator[Problem]:
    """Two versions of a criteria set are in force on the same day.

    On such a day nobody can tell which of them a new assessment has to follow.
    """
    for name in scope.repository.sets:
        versions = _versions(scope, name)
        for index, older in enumerate(versions):
            for newer in versions[index + 1 :]:
                if _at_once(older, newer):
                    yield _overlap(older, newer)
                    break


def _at_once(older: CriteriaSet, newer: CriteriaSet) -> bool:
    spans = (older.in_force, newer.in_force)
    if spans == (ALWAYS, ALWAYS) or any(one.reversed for one in spans):
        return False  # nothing is said of either, or what is said is told as a mistake already
    return spans[0].overlaps(spans[1])


def _overlap(older: CriteriaSet, newer: CriteriaSet) -> Problem:
    first, last = older.in_force
    begins = newer.in_force.first
    hints: tuple[Message, ...] = ()
    if begins and (first is None or first < begins):
        until = (begins - timedelta(days=1)).isoformat()
        hints = (say('write in the older one: in_force: {{to: "{day}"}}', day=until),)
    message = say(
        "versions {old} and {new} are in force at the same time",
        old=older.version, new=newer.version,
    )  # fmt: skip
    related = (Related(_place(newer), say("the newer version")),)
    at = _place(older).at("to") if last else _place(older)
    return Problem(at, message, hints, related)


def _place(criteria_set: CriteriaSet) -> Location:
    said = criteria_set.in_force.first or criteria_set.in_force.last
    return criteria_set.at.at("in_force" if said else "version")


def _versions(scope: Scope, name: str) -> list[CriteriaSet]:
    """The versions of a set that can be relied on, the oldest first."""
    found = sorted(scope.repository.versions.items(), key=lambda pair: pair[0])
    return [one for key, one in found if key[0] == name and one.sound]
