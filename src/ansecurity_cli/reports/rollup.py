"""The roll-up: how the units of a town or province stand, by branch, working group or type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.programme import Group, Plan
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.reports.counting import Stand, Tally, stand, subject
from ansecurity_cli.reports.goals import Goal, goal
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot

By = Literal["unit", "group", "type"]
Kind = Literal["unit", "own", "direct", "group", "no-group", "type", "total"]


@dataclass(frozen=True, slots=True)
class Line:
    """Some units counted together; `name` is the unit's, group's or type's, `of` whose group."""

    kind: Kind
    tally: Tally
    id: str = ""
    name: str = ""
    of: Unit | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One set and period: the lines, the total over all units once, the unit's targets."""

    criteria_set: CriteriaSet
    period: Period
    lines: tuple[Line, ...]
    total: Line
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with those below it; `idle` are working groups whose units are not stated."""

    unit: Unit
    blocks: tuple[Block, ...]
    idle: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """What `rollup` shows."""

    provenance: Provenance
    by: By
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Which units a line counts."""

    kind: Kind
    units: tuple[str, ...]
    id: str = ""
    name: str = ""
    of: Unit | None = None


def build(snapshot: Snapshot, selection: Selection, by: By) -> Rollup:
    """The roll-up of each selected unit, over the units below it and itself."""
    branches = tuple(_branch(snapshot, selection, unit, by) for unit in selection.units)
    return Rollup(provenance(snapshot, selection), by, branches)


def _branch(snapshot: Snapshot, selection: Selection, unit: Unit, by: By) -> Branch:
    repository = snapshot.repository
    units = tuple(repository.below(unit.id))
    held = set(units)
    plans = [plan for plan in repository.plans if plan.unit in held]
    parts = {"unit": _branches, "group": _groups, "type": _types}[by](
        repository, unit, units, plans
    )
    own = [plan for plan in plans if plan.unit == unit.id]
    blocks = (
        _block(snapshot, units, parts, own, repository.sets[set_id], period)
        for set_id, period in filed(repository, selection, units, own)
    )
    idle = [one for plan in plans for one in plan.groups if not one.units]
    return Branch(
        unit, tuple(one for one in blocks if one.total.tally.subject or one.goals),
        tuple(idle) if by == "group" else (),
    )  # fmt: skip


def filed(
    repository: Repository, selection: Selection, units: tuple[str, ...], own: Iterable[Plan] = ()
) -> list[tuple[str, Period]]:
    """The sets and periods that any of the units has a file for, or a plan of its own a target."""
    having = {
        (file.set, period)
        for unit in units
        for period in repository.periods.get(unit, ())
        for file in repository.filed_by(unit, period)
    }
    aimed = {(target.set, target.period) for plan in own for target in plan.targets}
    rows = [
        (set_id, period)
        for set_id, period in having | aimed
        if set_id in repository.sets
        and (not selection.sets or set_id in selection.sets)
        and (not selection.periods or period in selection.periods)
    ]
    return sorted(rows, key=lambda row: (row[1].order, row[0]))


def tally(snapshot: Snapshot, keys: Iterable[Key]) -> Tally:
    """How the units stand that are subject to a set in a period."""
    return Tally.of(stand(snapshot, key) for key in keys if subject(snapshot.repository, key))


def _block(
    snapshot: Snapshot,
    units: tuple[str, ...],
    parts: list[_Part],
    own: list[Plan],
    criteria_set: CriteriaSet,
    period: Period,
) -> Block:
    keys = (Key(name, criteria_set.id, period) for name in units)
    stands = {key.unit: stand(snapshot, key) for key in keys if subject(snapshot.repository, key)}
    goals = tuple(
        goal(snapshot, plan, target)
        for plan in own
        for target in plan.targets
        if (target.set, target.period) == (criteria_set.id, period)
    )
    total = Line("total", Tally.of(stands.values()))
    return Block(criteria_set, period, tuple(_lines(parts, stands)), total, goals)


def _lines(parts: list[_Part], stands: Mapping[str, Stand]) -> Iterator[Line]:
    for part in parts:
        counted = [stands[name] for name in part.units if name in stands]
        if counted:
            yield Line(part.kind, Tally.of(counted), part.id, part.name, part.of)


def _branches(
    repository: Repository, unit: Unit, _units: tuple[str, ...], _plans: list[Plan]
) -> list[_Part]:
    """The unit itself, each town with all below it, and the children that have none below."""
    direct: list[str] = []
    towns: list[_Part] = []
    seen = {unit.id}  # in a broken tree a unit may be reached twice
    for child in repository.children.get(unit.id, ()):
        if child in seen:
            continue
        below = tuple(name for name in repository.below(child) if name not in seen)
        seen.update(below)
        if len(below) > 1:
            towns.append(_Part("unit", below, child, repository.units[child].name))
        else:
            direct += below
    own = _Part("own", (unit.id,), unit.id, unit.name)
    return [own, *towns, _Part("direct", tuple(direct))]


def _groups(
    repository: Repository, _unit: Unit, units: tuple[str, ...], plans: list[Plan]
) -> list[_Part]:
    """Each working group with the units that it guides, and the units that none guides."""
    parts = [
        _Part("group", tuple(dict.fromkeys(one.units)), one.id, one.name,
              repository.units.get(plan.unit))
        for plan in plans for one in plan.groups
    ]  # fmt: skip
    guided = {name for part in parts for name in part.units}
    return [*parts, _Part("no-group", tuple(name for name in units if name not in guided))]


def _types(
    repository: Repository, _unit: Unit, units: tuple[str, ...], _plans: list[Plan]
) -> list[_Part]:
    """The units of each type."""
    types: dict[str, list[str]] = {}
    for name in units:
        types.setdefault(repository.units[name].type, []).append(name)
    return [_Part("type", tuple(types[one]), one) for one in sorted(types)]


def roots(repository: Repository) -> tuple[Unit, ...]:
    """The units that have units below them and none above."""
    below = {child for unit in repository.units for child in repository.children.get(unit, ())}
    return tuple(
        repository.units[name] for name in sorted(repository.units)
        if name not in below and repository.children.get(name)
    )  # fmt: skip
