"""Counting units: who is subject to a set in a period, how each stands, and how many do so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.doubts import doubts
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Standing


@dataclass(frozen=True, slots=True)
class Stand:
    """How a unit stands in a set and period; None is unknown, which is not no."""

    unit: Unit
    registered: bool | None
    outcome: Outcome
    recognised: bool | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reached:
    """Of how many units something holds, of how many it does not, and of how many isn't known."""

    yes: int
    no: int
    unknown: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.yes + self.no + self.unknown

    @property
    def known(self) -> int:
        """Of how many it is known."""
        return self.yes + self.no

    @property
    def told(self) -> int | None:
        """Of how many it holds; where nothing is known of any, that is not none."""
        return self.yes if self.known or not self.total else None

    @classmethod
    def of(cls, told: Iterable[bool | None]) -> Reached:
        """The counts of some facts."""
        listed = list(told)
        return cls(listed.count(True), listed.count(False), listed.count(None))


@dataclass(frozen=True, slots=True)
class Tally:
    """How some units that are subject to a set stand in it, counted."""

    registered: Reached
    outcomes: Counts
    recognised: Reached

    @property
    def subject(self) -> int:
        """How many units are counted."""
        return self.outcomes.total

    @property
    def met(self) -> Reached:
        """Of how many units the outcome is met."""
        counts = self.outcomes
        return Reached(counts.met, counts.unmet + counts.not_applicable, counts.unknown)

    @classmethod
    def of(cls, stands: Iterable[Stand]) -> Tally:
        """The counts of some units."""
        listed = list(stands)
        return cls(
            Reached.of(one.registered for one in listed), Counts.of(one.outcome for one in listed),
            Reached.of(one.recognised for one in listed),
        )  # fmt: skip


def subject(repository: Repository, key: Key) -> bool:
    """Whether the unit has to be counted: the set is made for it, and it lived in the period."""
    unit, known = repository.units.get(key.unit), repository.set_for(key)
    if unit is None or known is None or unit.out_of_scope:
        return False
    if not unit.valid.overlaps(known.days(key.period)):
        return False
    if unit.sound or unit.type:
        return repository.fits(unit, known)
    # A unit whose unit.yaml can't tell its type may be one of those that count.
    above = set(repository.ancestors(unit.id))
    return not known.within or not unit.parent or bool(above & set(known.within))


def stand(snapshot: Snapshot, key: Key) -> Stand:
    """How the unit stands by the day; files that can deceive as a whole tell nothing."""
    repository, as_of = snapshot.repository, snapshot.as_of
    result = snapshot.evaluation.result(key)
    sure = not any(doubts(repository, key))
    return Stand(
        repository.units[key.unit],
        knowledge.registered(result.assessment, as_of) if sure else None,
        result.outcome,
        knowledge.recognised(result.appraisal, as_of) if sure else None,
        result.standing,
    )
