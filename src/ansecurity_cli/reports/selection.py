"""Which units, sets and periods a report is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.repository import Repository


@dataclass(frozen=True, slots=True)
class Selection:
    """Units in order; empty `sets` and `periods` mean all that there are."""

    units: tuple[Unit, ...]
    sets: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()

    def keys(self, repository: Repository, unit: Unit) -> Iterator[Key]:
        """The rows of a unit: its periods, and in each the sets in force that fit it.

        Without chosen periods, a later period of a year supersedes an earlier one set by set.
        """
        if self.periods:
            for period in self.periods:
                yield from (key for key in self._row(repository, unit, period))
            return
        years: dict[tuple[int, str], Key] = {}
        for period in repository.periods.get(unit.id, ()):
            for key in self._row(repository, unit, period):
                before = years.get((period.year, key.set))
                if before is None or _filed(repository, key) or not _filed(repository, before):
                    years[period.year, key.set] = key
        yield from sorted(years.values(), key=lambda key: (key.period.order, key.set))

    def _row(self, repository: Repository, unit: Unit, period: Period) -> Iterator[Key]:
        for name in repository.sets_in(unit, period):
            if self.sets and name not in self.sets:
                continue
            criteria_set = repository.sets.get(name)
            key = Key(unit.id, name, period)
            lived = criteria_set is None or unit.valid.overlaps(criteria_set.days(period))
            if lived or _filed(repository, key):
                yield key


def _filed(repository: Repository, key: Key) -> bool:
    return key in repository.assessments or key in repository.appraisals


def in_order(repository: Repository) -> tuple[Unit, ...]:
    """Every unit once: parents before children, the rest by id."""
    roots = sorted(
        unit.id for unit in repository.units.values() if unit.parent not in repository.units
    )
    seen: dict[str, None] = {}
    circles = sorted(unit for unit in repository.units if repository.circle(unit))
    for root in [*roots, *circles]:
        if root not in seen:
            seen.update(dict.fromkeys(repository.below(root)))
    return tuple(repository.units[name] for name in seen)
