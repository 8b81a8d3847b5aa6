"""Targets of roadmaps against what was reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.programme import Plan, Target
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports.counting import Reached, Stand, Tally, stand, subject
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Standing
from ansecurity_cli.verdicts.rules.numbers import percent


@dataclass(frozen=True, slots=True)
class Goal:
    """A target, how the units that it names stand, and how many units have come how far.

    `tally` counts the plan's unit and all below it that are subject to the set in the period.
    `ended` is the last day of the period, once it has passed.
    """

    plan: Plan
    target: Target
    criteria_set: CriteriaSet | None
    named: tuple[Stand, ...]
    tally: Tally
    ended: date | None
    line: int

    @property
    def there(self) -> tuple[Stand, ...]:
        """The named units that are recognised."""
        return tuple(one for one in self.named if one.standing is Standing.RECOGNISED)

    @property
    def not_yet(self) -> tuple[Stand, ...]:
        """The named units that are not recognised, or of which that isn't known."""
        return tuple(one for one in self.named if one.standing is not Standing.RECOGNISED)

    def share(self, reached: Reached) -> Decimal | None:
        """What was reached, in percent of the target; may be above 100. None without a count."""
        return percent(reached.yes, self.target.count) if self.target.count else None

    def missing(self, reached: Reached) -> int | None:
        """How many are missing to the target; None without a count."""
        return None if self.target.count is None else max(self.target.count - reached.yes, 0)


def goal(snapshot: Snapshot, plan: Plan, target: Target) -> Goal:
    """A target as it stands on the day."""
    repository = snapshot.repository
    # A unit that is named counts wherever it lies.
    names = dict.fromkeys((*repository.below(plan.unit), *target.units))
    keys = {name: Key(name, target.set, target.period) for name in names}
    stands = {
        name: stand(snapshot, key)
        for name, key in keys.items()
        if name in repository.units and (name in target.units or subject(repository, key))
    }
    known = repository.sets.get(target.set)
    last = known.days(target.period).last if known else None
    return Goal(
        plan, target, known,
        tuple(stands[name] for name in dict.fromkeys(target.units) if name in stands),
        Tally.of(one for name, one in stands.items() if subject(repository, keys[name])),
        last if last and last < snapshot.as_of else None,
        snapshot.line(target.at),
    )  # fmt: skip
