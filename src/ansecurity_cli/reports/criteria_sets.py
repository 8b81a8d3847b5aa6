"""The criteria sets that there are, and one of them in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.reports.matrix import need_of
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.rules import RULES


@dataclass(frozen=True, slots=True)
class Listed:
    """A version of a set: how it is named, whether it is in force, how many answers follow it."""

    name: str
    criteria_set: CriteriaSet
    newest: bool
    in_force: bool
    assessments: int

    @property
    def counted(self) -> int:
        """How many criteria are here, of those that “x of N” counts."""
        return len(self.criteria_set.counted())


@dataclass(frozen=True, slots=True)
class Shown:
    """A criterion in the tree: what its rule asks for, and where it stands."""

    criterion: Criterion
    kind: str
    need: Message | None
    counted: bool
    copied: bool
    line: int


@dataclass(frozen=True)
class SetReport:
    """What `criteria list` and `criteria show` tell; `criteria` only of one set."""

    provenance: Provenance
    sets: tuple[Listed, ...]
    criteria: tuple[Shown, ...] = ()


def named(repository: Repository) -> Mapping[str, CriteriaSet]:
    """Every version of every set by how it is named: `id`, and `id@version`; the newest first."""
    found: dict[str, CriteriaSet] = {}
    for name in sorted({one for one, _version in repository.versions}):
        newest = repository.sets.get(name)
        if newest:
            found[name] = newest
        older = [(key[1], one) for key, one in repository.versions.items() if key[0] == name]
        for version, one in sorted(older, key=lambda pair: -pair[0]):
            found[f"{name}@{version}"] = one
    return found


def build(snapshot: Snapshot) -> SetReport:
    """Every set and older version."""
    repository = snapshot.repository
    used = Counter(id(repository.set_for(key)) for key in repository.assessments)
    rows = []
    seen: set[int] = set()
    for name, one in named(repository).items():
        if id(one) not in seen:  # the newest has two names
            seen.add(id(one))
            newest = repository.sets.get(one.id) is one
            in_force = one.in_force.holds(snapshot.as_of)
            rows.append(Listed(name, one, newest, in_force, used[id(one)]))
    return SetReport(_origin(snapshot), tuple(rows))


def show(snapshot: Snapshot, criteria_set: CriteriaSet) -> SetReport:
    """One set with its tree, copied criteria included; deadlines are those of the day's year."""
    everything = build(snapshot)
    rows = tuple(one for one in everything.sets if one.criteria_set is criteria_set)
    year = Period(snapshot.as_of.year)
    counted = {one.id for one in criteria_set.counted()}
    criteria = tuple(
        Shown(
            one, RULES[type(one.rule)].kind, need_of(one, criteria_set, year), one.id in counted,
            one.at.path != criteria_set.at.path, snapshot.line(one.at),
        )
        for one in criteria_set.walk()
    )  # fmt: skip
    return SetReport(everything.provenance, rows, criteria)


def _origin(snapshot: Snapshot) -> Provenance:
    return provenance(snapshot, Selection(in_order(snapshot.repository)))
