"""The repository as it would be judged if one criteria set were another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.model.binding import follow
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import ALWAYS
from ansecurity_cli.model.records import Appraisal, Key
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.model.rules import RecognisedIn, Rollup
from ansecurity_cli.model.sealing import conditions, deciding
from ansecurity_cli.verdicts.evaluation import Evaluation

Versions = Mapping[tuple[str, int], CriteriaSet]


@dataclass(frozen=True)
class Worlds:
    """The same answers under the old set and under the new one."""

    set: str
    before: Evaluation
    after: Evaluation
    affected: frozenset[str]

    def judged(self, evaluation: Evaluation) -> CriteriaSet:
        """The set that takes the place in one of the two."""
        return evaluation.repository.sets[self.set]


def build(repository: Repository, old: CriteriaSet, new: CriteriaSet, as_of: date) -> Worlds:
    """Both worlds; the sets are given as they stand in their files.

    Both are taken to be in force always: what is asked is whom the change would hit.
    """
    before, after = _with(repository, old.id, old), _with(repository, old.id, new)
    changed = {name for name, _ in after.versions if _differs(before, after, name)} | {old.id}
    after = replace(after, appraisals=_without_strangers(before, after, changed))
    return Worlds(
        old.id, Evaluation(before, as_of), Evaluation(after, as_of),
        _reached(after.versions.values(), changed),
    )  # fmt: skip


def _with(repository: Repository, name: str, chosen: CriteriaSet) -> Repository:
    """The set in the place of all versions by which answers were judged.

    A set of another name takes only its place as judge; who copies from the old one still does.
    """
    raw = {**repository.raw, (chosen.id, chosen.version): chosen}
    newest = {one: known.version for one, known in repository.sets.items()}
    if chosen.id == name:
        newest[name] = chosen.version
    versions, _problems = follow(raw, newest)
    placed = replace(versions[chosen.id, chosen.version], id=name, in_force=ALWAYS)
    versions[name, chosen.version] = placed
    newest[name] = chosen.version
    return replace(
        repository, raw=raw, versions=versions,
        sets={one: versions[one, version] for one, version in sorted(newest.items())},
        assessments={
            key: replace(one, version=chosen.version) if key.set == name else one
            for key, one in repository.assessments.items()
        },
        appraisals={
            key: _of_version(one, chosen.version) if key.set == name else one
            for key, one in repository.appraisals.items()
        },
    )  # fmt: skip


def _of_version(one: Appraisal, version: int) -> Appraisal:
    rounds = tuple(replace(each, version=version) for each in one.earlier)
    return replace(one, version=version, earlier=rounds)


def _differs(before: Repository, after: Repository, name: str) -> bool:
    """Whether a set was changed by what it copies from the changed one."""

    def decides(versions: Versions) -> list[object]:
        return [
            (key, conditions(one), [(each.id, deciding(each)) for each in one.walk()])
            for key, one in sorted(versions.items(), key=lambda pair: pair[0]) if key[0] == name
        ]  # fmt: skip

    return decides(before.versions) != decides(after.versions)


def _without_strangers(
    before: Repository, after: Repository, changed: Iterable[str]
) -> dict[Key, Appraisal]:
    """The appraisals without results for criteria that are gone: those are told by themselves.

    An appraisal that names a criterion its set doesn't have would decide nothing at all.
    """
    found = {}
    for key, one in after.appraisals.items():
        lost = gone(before, after, key) if key.set in changed else frozenset()
        rounds = tuple(_kept(each, lost) for each in one.earlier)
        found[key] = replace(_kept(one, lost), earlier=rounds)
    return found


def _kept(one: Appraisal, lost: frozenset[str]) -> Appraisal:
    kept = {name: answer for name, answer in one.results.items() if name not in lost}
    return replace(one, results=kept)


def gone(before: Repository, after: Repository, key: Key) -> frozenset[str]:
    """The criteria that the key's set had before and no longer has."""
    old, new = before.set_for(key), after.set_for(key)
    kept = {one.id for one in new.walk()} if new else set()
    return frozenset(one.id for one in old.walk() if one.id not in kept) if old else frozenset()


def _reached(sets: Iterable[CriteriaSet], changed: Iterable[str]) -> frozenset[str]:
    """The changed sets and those that rest on their results, however far up."""
    rests = {
        (one.id, name) for one in sets for criterion in one.walk() for name in _asks(criterion.rule)
    }
    reached, last = set(changed), 0
    while len(reached) > last:
        last = len(reached)
        reached |= {upper for upper, lower in rests if lower in reached}
    return frozenset(reached)


def _asks(rule: object) -> Iterable[str]:
    match rule:
        case Rollup(sets=sets):
            return sets.values()
        case RecognisedIn(set=name):
            return (name,)
        case _:
            return ()
