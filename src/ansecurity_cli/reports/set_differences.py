"""Criteria sets that ask otherwise in another state of the files, and files that can't be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ansecurity_cli.diagnostics import Location, Message, Severity, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.places import place_of
from ansecurity_cli.reports import set_changes
from ansecurity_cli.reports.pairing import Pairing
from ansecurity_cli.reports.set_changes import Changed, Point
from ansecurity_cli.reports.withholding import without_persons
from ansecurity_cli.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that is asked otherwise, and where."""

    changed: Changed
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class SetChange:
    """A version of a set that asks otherwise; without `before` it is new, without `after` gone."""

    id: str
    id_before: str
    before: CriteriaSet | None
    after: CriteriaSet | None
    points: tuple[Point, ...]
    criteria: tuple[Criterion, ...]

    @property
    def known(self) -> CriteriaSet:
        """The set as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that can't be used any more, or (not `broken`) that can be used again, or is gone."""

    path: str
    broken: bool
    unit: str
    why: Message
    line: int


def sets(before: Snapshot, after: Snapshot, pairs: Pairing) -> Iterator[SetChange]:
    """The sets that differ, newest against newest, then older versions that were changed."""
    old, new = before.repository, after.repository
    back = pairs.turned().sets
    names = dict.fromkeys((*new.sets, *(pairs.sets.get(name, name) for name in old.sets)))
    for name in sorted(names):
        was = old.sets.get(back.get(name, name))
        now = new.sets.get(name)
        yield from _change((before, after), pairs, was, now)
    newest = {(name, one.version) for name, one in new.sets.items()}
    for (name, version), now in sorted(new.versions.items(), key=lambda pair: pair[0]):
        was = old.versions.get((back.get(name, name), version))
        if was is not None and (name, version) not in newest:
            yield from _change((before, after), pairs, was, now)


def _change(
    both: tuple[Snapshot, Snapshot],
    pairs: Pairing,
    was: CriteriaSet | None,
    now: CriteriaSet | None,
) -> Iterator[SetChange]:
    if was is None or now is None:
        known = now or was
        if known is not None:
            yield SetChange(known.id, known.id, was, now, (), ())
        return
    if was is now or not (was.sound and now.sound):
        return  # a file with errors is told of as such
    points = _kept(set_changes.whole(was, now), pairs)
    criteria = []
    for one in set_changes.criteria(was, now):
        kept = replace(one, points=_kept(one.points, pairs))
        if kept.points or not one.points:
            snapshot = both[1] if one.after else both[0]
            at = one.criterion.at
            criteria.append(Criterion(kept, at.path, snapshot.line(at)))
    if points or criteria or was.version != now.version:
        yield SetChange(now.id, was.id, was, now, points, tuple(criteria))


def _kept(points: tuple[Point, ...], pairs: Pairing) -> tuple[Point, ...]:
    """Without what only names a set by its new name."""
    return tuple(one for one in points if _renamed(one.before, pairs) != one.after)


def _renamed(text: str, pairs: Pairing) -> str:
    parts = (part.partition(": ") for part in text.split(", "))
    return ", ".join(
        f"{key}{colon}{pairs.sets.get(value, value)}" if colon else pairs.sets.get(key, key)
        for key, colon, value in parts
    )


def files(before: Snapshot, after: Snapshot) -> Iterator[FileChange]:
    """The files that only one of the states can't use; one that moved is the same file."""
    was = {_identity(path): path for path in before.unreadable}
    now = {_identity(path): path for path in after.unreadable}
    for snapshot, mine, other, broken in ((after, now, was, True), (before, was, now, False)):
        for name in sorted(mine.keys() - other.keys(), key=str):
            path = mine[name]
            place = place_of(path)
            why, line = _why(snapshot, path)
            yield FileChange(path, broken, place.unit if place else "", why, line)


def _identity(path: str) -> tuple[str, ...]:
    place = place_of(path)
    if place is None:
        return (path,)
    return (place.kind, place.unit, place.period, path.rpartition("/")[2])


def _why(snapshot: Snapshot, path: str) -> tuple[Message, int]:
    mine = tuple(
        one for one in snapshot.diagnostics if one.path == path and one.severity is Severity.ERROR
    )
    quiet, _texts = without_persons(mine, {path: snapshot.texts.get(path, "")})
    if not quiet:
        at = Location(path)
        return say("{path} has errors and decides nothing", path=path), snapshot.line(at)
    return quiet[0].message, quiet[0].span.start.line
