"""Which unit, set and period of one state of the files is which of another, whatever its name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.repository import Repository

Named = TypeVar("Named", Unit, CriteriaSet)
Pairs = list[tuple[Key, Key]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Names that changed, old to new; all other names mean the same in both states."""

    units: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)

    def later(self, key: Key) -> Key:
        """A key of the earlier state, as the later one names it."""
        unit, name = self.units.get(key.unit, key.unit), self.sets.get(key.set, key.set)
        return key._replace(unit=unit, set=name)

    def turned(self) -> Pairing:
        """The same, seen from the later state."""
        units, sets = ({new: old for old, new in one.items()} for one in (self.units, self.sets))
        return Pairing(units, sets)


def build(old: Repository, new: Repository) -> Pairing:
    """The units and sets that have another name now.

    A unit is the same if one of the two continues the other, or else if their files say the same
    but for the id; a set if what decides in it is the same, or else its title and source.
    """
    units = _continued(old, new)
    units |= _alike(old.units, new.units, units, lambda one: _told(old, new, one))
    sets = _alike(old.sets, new.sets, {}, lambda one: one.digest if one.sound else None)
    sets |= _alike(old.sets, new.sets, sets, _source)
    return Pairing(units, sets)


def _continued(old: Repository, new: Repository) -> dict[str, str]:
    """Units that the later state has under the name of a successor, or of a predecessor."""
    gone, come = old.units.keys() - new.units.keys(), new.units.keys() - old.units.keys()
    found = [(before, name) for name in come for before in new.units[name].predecessors]
    found += [(name, after) for name in gone for after in old.units[name].predecessors]
    pairs = {pair for pair in found if pair[0] in gone and pair[1] in come}
    return dict(sorted(_single(pairs)))


def _single(pairs: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs of which neither side is in another pair."""
    left, right = [one for one, _ in pairs], [other for _, other in pairs]
    return (pair for pair in pairs if left.count(pair[0]) == right.count(pair[1]) == 1)


def _alike(
    old: Mapping[str, Named],
    new: Mapping[str, Named],
    known: Mapping[str, str],
    likeness: Callable[[Named], Hashable],
) -> dict[str, str]:
    """Those that only one state has, paired where exactly two are alike."""
    gone = [one for name, one in old.items() if name not in new and name not in known]
    taken = set(known.values())
    come = [one for name, one in new.items() if name not in old and name not in taken]
    if not (gone and come):
        return {}
    later: dict[Hashable, list[str]] = {}
    for one in come:
        later.setdefault(likeness(one), []).append(one.id)
    later.pop(None, None)  # nothing is known of it that could be alike
    pairs = {(one.id, other) for one in gone for other in later.get(likeness(one), ())}
    return dict(_single(pairs))


def _told(old: Repository, new: Repository, one: Unit) -> Hashable:
    above = new.units.get(one.parent) or old.units.get(one.parent)
    parent = above.name if above else ""
    return (one.type, one.name, one.code, one.valid, parent) if one.sound and one.name else None


def _source(one: CriteriaSet) -> Hashable:
    return (one.title, one.document, one.article) if one.sound and one.title else None


def keys(old: Repository, new: Repository, pairing: Pairing) -> Pairs:
    """Every unit, set and period that has files, or rests on some, in one state or the other."""
    back = pairing.turned()
    found = {pairing.later(key): key for key in _rows(old)}
    found |= {key: back.later(key) for key in _rows(new) if key not in found}
    for after, before in _moved(old, new, found):
        found.pop(pairing.later(before), None)
        found[after] = before
    return [(before, after) for after, before in found.items()]


def _rows(repository: Repository) -> Iterator[Key]:
    filed = {one.key for one in repository.filed()}
    yield from filed
    for name, period in {(key.unit, key.period) for key in filed}:
        for above in repository.ancestors(name):
            for one in repository.sets_in(repository.units[above], period):
                yield Key(above, one, period)


def _moved(old: Repository, new: Repository, found: Mapping[Key, Key]) -> Iterator[tuple[Key, Key]]:
    """Answers that one state has under a unit and the other under one that continues it."""
    alone = [after for after, before in found.items() if not old.filed_for(before)]
    left = {
        before: after for after, before in found.items()
        if old.filed_for(before) and not new.filed_for(after)
    }  # fmt: skip
    pairs: dict[Key, list[Key]] = {}
    for after in alone if left else ():
        if new.filed_for(after):
            for name in _relatives(old, new, after.unit):
                before = found[after]._replace(unit=name)
                if before in left:
                    pairs.setdefault(after, []).append(before)
    every = [one for some in pairs.values() for one in some]
    for after, some in pairs.items():
        if len(some) == 1 and every.count(some[0]) == 1:
            yield after, some[0]


def _relatives(old: Repository, new: Repository, unit: str) -> set[str]:
    """The unit that this one simply continues, and the one that continues it."""
    found = {each.before(unit) for each in (old, new)}
    for each in (old, new):
        one = each.units.get(unit)
        found |= {name for name in (one.successors if one else ()) if each.before(name) == unit}
    return {name for name in found if name}
