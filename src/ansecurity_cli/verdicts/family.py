"""What child units and other titles amount to: for roll-ups and recognitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.model.periods import ALWAYS
from ansecurity_cli.model.records import Key
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.doubts import doubts
from ansecurity_cli.verdicts.outcome import Outcome
from ansecurity_cli.verdicts.rules import Share


@dataclass(frozen=True)
class Family:
    """The children of units, as of a day; `outcome_of` decides what a child's own set comes to."""

    repository: Repository
    as_of: date
    outcome_of: Callable[[Key], Outcome]

    def titles(self, key: Key) -> Callable[[str], bool | None]:
        """Whether the unit holds the title of a set, or of one that extends it."""
        return lambda set_id: self._in_kin(key._replace(set=set_id), self._holds_title)

    def _holds_title(self, key: Key) -> bool | None:
        unit, known = self.repository.units.get(key.unit), self.repository.set_for(key)
        if unit is None or known is None or any(doubts(self.repository, key)):
            return None
        if self.repository.suspension(key) or not self.repository.subject(unit, known, key.period):
            return None
        return knowledge.recognised(self.repository.appraisals.get(key), self.as_of)

    def _in_kin(self, key: Key, ask: Callable[[Key], bool | None]) -> bool | None:
        """What holds of a set, or of one that extends it; no only where one says no, none yes."""
        told = [ask(one) for one in self.repository.kin(key)]
        if True in told:
            return None if False in told else True  # refused here and granted there
        return False if False in told else None

    def share(self, key: Key) -> Callable[[Rollup], Share | None]:
        """How many of the children that a roll-up counts have it, and how many may."""

        def counted(rule: Rollup) -> Share | None:
            told = list(self.states(key, rule).values())
            # Folders below the unit's that could not be entered may each hold a child.
            told += [None] * self.repository.hidden_below(key.unit)
            filed = self.any_filed(key, rule)
            return Share(told.count(True), told.count(None), len(told), filed) if told else None

        return counted

    def any_filed(self, key: Key, rule: Rollup) -> bool:
        """Whether any child unit that a roll-up counts has a file of its own for the period."""
        return any(self._has_files(key, rule, child) for child in self.counted(key, rule))

    def unclear(self, key: Key, rule: Rollup) -> int:
        """How many child units that a roll-up counts have a file with errors."""
        files = (self.repository.assessments, self.repository.appraisals)
        keys = [Key(child, set_id, key.period) for child, set_id in self.counted(key, rule).items()]
        found = [[some[one] for some in files if one in some] for one in keys]
        return sum(any(not file.sound for file in some) for some in found)

    def _has_files(self, key: Key, rule: Rollup, child: str) -> bool:
        one = Key(child, rule.sets.get(self.repository.units[child].type, ""), key.period)
        repository = self.repository
        return any(
            each in repository.assessments or each in repository.appraisals
            for each in repository.kin(one)
        )

    def states(self, key: Key, rule: Rollup) -> Mapping[str, bool | None]:
        """For each child unit that a roll-up counts, whether it has it; None is unknown."""

        def has(one: Key) -> bool | None:
            return self._has(one, rule)

        return {
            child: self._in_kin(Key(child, set_id, key.period), has) if set_id else None
            for child, set_id in self.counted(key, rule).items()
        }

    def counted(self, key: Key, rule: Rollup) -> Mapping[str, str]:
        """The children that a roll-up counts, each with the set that it is asked for."""
        found: dict[str, str] = {}
        if self.repository.circle(key.unit):
            return found
        for child in self.repository.children.get(key.unit, ()):
            unit = self.repository.units[child]
            set_id = rule.sets.get(unit.type, "")
            criteria_set = self.repository.sets.get(set_id)
            days = criteria_set.days(key.period) if criteria_set else ALWAYS
            # A child whose unit.yaml can't be read may be one of those that count.
            unclear = not unit.sound and not unit.type
            begun = unit.valid.reversed or not (unit.valid.first and unit.valid.first > self.as_of)
            lived = begun and unit.valid.overlaps(days)
            if (set_id or unclear) and not unit.out_of_scope and lived:
                found[child] = set_id
        return found

    def _has(self, key: Key, rule: Rollup) -> bool | None:
        if rule.having != "met" and any(doubts(self.repository, key)):
            return None
        if self.repository.suspension(key):
            return None
        match rule.having:
            case "registered":
                return knowledge.registered(self.repository.assessments.get(key), self.as_of)
            case "recognised":
                return knowledge.recognised(self.repository.appraisals.get(key), self.as_of)
            case _:
                if self.repository.circle(key.unit):
                    return None  # a child above its own parent: undecided, not endless
                outcome = self.outcome_of(key)
                return {Outcome.MET: True, Outcome.UNMET: False}.get(outcome)
