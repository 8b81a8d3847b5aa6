"""How far a change of some files reaches: the units whose results may come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ansecurity_cli.model.places import place_of
from ansecurity_cli.model.records import Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reach:
    """What two states of the files don't share; `everything` where no unit is safe."""

    paths: frozenset[str]
    units: frozenset[str] = frozenset()
    everything: bool = False

    @property
    def sets(self) -> bool:
        """Whether a criteria set may differ."""
        return any(path.startswith("criteria/") for path in self.paths)

    def touches(self, unit: str) -> bool:
        """Whether results of a unit may differ. Where not, they are the same in both states."""
        return self.everything or unit in self.units


def between(before: Snapshot, after: Snapshot) -> Reach:
    """What differs between two states; a claim of sameness is made only where it is certain."""
    paths = frozenset(changed(before, after))
    old, new = before.repository, after.repository
    if old.gaps != new.gaps or Reach(paths).sets:
        return Reach(paths, everything=True)  # a set asks every unit, a gap may hide any
    moved = any(_is_unit(path) for path in paths)
    unclear = any(not one.sound for each in (old, new) for one in each.units.values())
    if moved and unclear:  # whose parent only its folder tells
        return Reach(paths, everything=True)
    return Reach(paths, _closure((old, new), paths))


def changed(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """The paths that hold something else, or only in one of the states."""
    for path in before.texts.keys() | after.texts.keys():
        if before.texts.get(path) != after.texts.get(path):
            yield path
    # Of evidence it counts only that it is there.
    yield from before.repository.files ^ after.repository.files


def _is_unit(path: str) -> bool:
    place = place_of(path)
    return place is not None and place.kind == "unit"


def _closure(both: tuple[Repository, Repository], paths: Iterable[str]) -> frozenset[str]:
    """The units of the files, those above, and whoever continues one of them."""
    touched: set[str] = set()
    for path in paths:
        place = place_of(path)
        if place is None:  # evidence or a stray file: of any unit whose folder holds it
            touched.update(part for part in path.split("/") if _known(both, part))
        elif place.kind != "unit":
            touched.add(place.unit)
        else:
            touched.update(family(both, place.unit))
    heirs = _heirs(both)
    todo = list(touched)
    touched = set()
    while todo:
        one = todo.pop()
        if one not in touched:
            touched.add(one)
            todo += [name for each in both for name in each.ancestors(one)]
            todo += heirs.get(one, ())
    return frozenset(touched)


def _known(both: Iterable[Repository], name: str) -> bool:
    return any(name in each.units for each in both)


def family(both: Iterable[Repository], unit: str) -> Iterator[str]:
    """Whom a unit's own file is about: itself, those below, those before and after it."""
    yield unit
    for each in both:
        yield from each.below(unit)
        found = each.units.get(unit)
        yield from (*found.predecessors, *found.successors) if found else ()


def _heirs(both: Iterable[Repository]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    every: Iterator[Unit] = (unit for each in both for unit in each.units.values())
    for unit in every:
        for name in unit.predecessors:
            found.setdefault(name, []).append(unit.id)
    return found
