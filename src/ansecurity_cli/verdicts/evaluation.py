"""Every unit judged by every set that it has to do with, as of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ansecurity_cli.diagnostics import Location, Message, say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import ALWAYS
from ansecurity_cli.model.records import Answer, Appraisal, Assessment, Key, Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.model.rules import All, Points, Rollup
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.doubts import doubts
from ansecurity_cli.verdicts.grouping import for_unit
from ansecurity_cli.verdicts.judging import Judge
from ansecurity_cli.verdicts.logic import needed, settle
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Ruling, Standing, Verdict
from ansecurity_cli.verdicts.rules import Share
from ansecurity_cli.verdicts.totals import Total, total_of


@dataclass(frozen=True)
class Result:
    """What one set amounts to for one unit in one period."""

    key: Key
    outcome: Outcome
    counts: Counts
    standing: Standing
    verdicts: tuple[Verdict, ...] = ()
    criteria_set: CriteriaSet | None = None
    assessment: Assessment | None = None
    appraisal: Appraisal | None = None
    notes: tuple[Message, ...] = ()
    self_outcome: Outcome | None = None
    declared_unknown: int = 0
    total: Total | None = None
    tallied: bool = False

    def open(self) -> tuple[Verdict, ...]:
        """What still has to be done: unmet and unknown criteria that rest on an answer."""
        if self.outcome is Outcome.MET:
            return ()
        if self.total is not None:
            return tuple(one for verdict in self.verdicts for one in verdict.gaining())
        return tuple(one for verdict in self.verdicts for one in verdict.open())

    def holders(self, verdict: Verdict) -> list[str]:
        """The criterion and those that hold it, the nearest first: what covers them covers it."""
        return list(self._trails.get(id(verdict), ()))

    def find(self, criterion_id: str) -> Verdict | None:
        """The verdict on a criterion."""
        return self._by_id.get(criterion_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Verdict]:
        every = [one for verdict in self.verdicts for one in verdict.walk()]
        return {one.criterion.id: one for one in reversed(every)}  # of two, the first

    @cached_property
    def _trails(self) -> Mapping[int, tuple[str, ...]]:
        trails: dict[int, tuple[str, ...]] = {}
        todo: list[tuple[Verdict, tuple[str, ...]]] = [(one, ()) for one in self.verdicts]
        while todo:
            one, above = todo.pop()
            trails[id(one)] = (one.criterion.id, *above)
            todo += [(child, trails[id(one)]) for child in one.children]
        return trails


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What a result is decided from: the files that count by the day."""

    key: Key
    unit: Unit
    criteria_set: CriteriaSet
    assessment: Assessment | None
    appraisal: Appraisal | None


@dataclass
class Evaluation:
    """Results on demand, each decided once."""

    repository: Repository
    as_of: date
    _results: dict[Key, Result] = field(default_factory=dict)

    def result(self, key: Key) -> Result:
        """The result for a unit, set and period."""
        todo = [key]
        while todo:  # the lowest units first, so that a tall tree is no deep recursion
            ask = [] if todo[-1] in self._results else self._asked_of_children(todo[-1])
            if ask:
                todo += ask
                continue
            one = todo.pop()
            if one not in self._results:
                self._results[one] = self._decide(one)
        return self._results[key]

    def _asked_of_children(self, key: Key) -> list[Key]:
        """The results of child units that this one rests on and that are not decided yet."""
        criteria_set = self.repository.set_for(key)
        keys = (
            Key(child, set_id, key.period)
            for one in (criteria_set.walk() if criteria_set else ())
            if isinstance(one.rule, Rollup) and one.rule.having == "met"
            for child, set_id in self._counted(key, one.rule).items()
            if set_id and not self.repository.circle(child)
        )
        return [one for one in keys if one not in self._results]

    def _decide(self, key: Key) -> Result:
        repository = self.repository
        unit, criteria_set = repository.units.get(key.unit), repository.set_for(key)
        if unit and criteria_set and criteria_set.grouped:
            criteria_set = for_unit(criteria_set, unit)
        assessment = repository.assessments.get(key)
        appraisal = repository.appraisals.get(key)
        doubted = tuple(doubts(repository, key))
        notes = (*doubted, *self._notes(key, assessment))
        paused = criteria_set.suspension(key.period) if criteria_set else None
        if paused:
            notes = (say("suspended: {reason}", reason=paused.reason or paused.cite), *notes)
        if unit is None or criteria_set is None or doubted or paused:
            standing = Standing.NOT_SUBJECT if paused else Standing.INCOMPLETE
            empty = Result(key, Outcome.UNKNOWN, _undecided(criteria_set), standing)
            return replace(
                empty,
                criteria_set=criteria_set,
                assessment=assessment,
                appraisal=appraisal,
                notes=tuple(notes),
            )
        grounds = _Grounds(
            key, unit, criteria_set,
            assessment if knowledge.assessed(assessment, self.as_of) else None,
            knowledge.appraised(appraisal, self.as_of),
        )  # fmt: skip
        tallied = self._tallied(grounds, tuple(notes))
        return tallied or self._judged(grounds, tuple(notes))

    def _notes(self, key: Key, assessment: Assessment | None) -> list[Message]:
        notes: list[Message] = []
        if assessment and assessment.assessed_on and assessment.assessed_on > self.as_of:
            notes.append(
                say("assessed on {day}, after the day of this report", day=assessment.assessed_on)
            )
        newest = self.repository.sets.get(key.set)
        if assessment and newest and assessment.version not in (0, newest.version):
            notes.append(
                say(
                    "answers were given under version {old}; version {new} is in force",
                    old=assessment.version,
                    new=newest.version,
                )
            )
        return notes

    def _judged(self, grounds: _Grounds, notes: tuple[Message, ...]) -> Result:
        verdicts = self._verdicts(grounds, grounds.appraisal)
        outcome = _whole(grounds.criteria_set, verdicts)
        self_outcome = None
        if grounds.appraisal and grounds.appraisal.results:
            own = self._verdicts(grounds, None)
            self_outcome = _whole(grounds.criteria_set, own)
            verdicts = _beside(verdicts, own)
        counts, missing = _counts(grounds.criteria_set, verdicts)
        return Result(
            grounds.key, outcome, counts, self._standing(grounds, outcome), verdicts,
            grounds.criteria_set, grounds.assessment, grounds.appraisal, notes, self_outcome,
            missing, total_of(grounds.criteria_set, verdicts),
        )  # fmt: skip

    def by_round(self, result: Result) -> tuple[tuple[Appraisal | None, tuple[Verdict, ...]], ...]:
        """What the unit's own answers give (None), then what each round made of them."""
        unit, known = self.repository.units.get(result.key.unit), result.criteria_set
        rounds = knowledge.rounds(self.repository.appraisals.get(result.key), self.as_of)
        if unit is None or known is None or result.tallied or not result.verdicts:
            return ()
        grounds = _Grounds(result.key, unit, known, result.assessment, None)
        return tuple((one, self._verdicts(grounds, one)) for one in (None, *rounds))

    def _verdicts(self, grounds: _Grounds, appraisal: Appraisal | None) -> tuple[Verdict, ...]:
        judge = Judge(
            grounds.unit, grounds.criteria_set, grounds.key.period, self.as_of,
            self._with_files(grounds.assessment), appraisal,
            earlier=self._earlier(grounds.key), children=self._children(grounds.key),
            recognised=self._recognised(grounds.key),
        )  # fmt: skip
        return tuple(judge.verdict(one) for one in grounds.criteria_set.criteria)

    def _with_files(self, assessment: Assessment | None) -> Assessment | None:
        """The assessment without the evidence whose file isn't there."""
        if assessment is None:
            return None
        there = self.repository.evidence_is_there
        kept = {name: one for name, one in assessment.evidence.items() if there(assessment, one)}
        return replace(assessment, evidence=kept)

    def _tallied(self, grounds: _Grounds, notes: tuple[Message, ...]) -> Result | None:
        files = (grounds.appraisal, grounds.assessment)
        tally = next(
            (one.tally for one in files if one and one.tally and one.tally.on <= self.as_of), None
        )
        if tally is None or grounds.criteria_set.completeness == "full":
            return None
        unmet = tuple(
            _named(grounds.criteria_set, name, tally.at.at("unmet", index))
            for index, name in enumerate(tally.unmet)
            if name not in tally.unmet[:index]
        )
        left = max(tally.total - tally.met - len(unmet), 0)
        counts = Counts(met=tally.met, unmet=len(unmet), unknown=left)
        outcome = Outcome.UNMET if unmet else Outcome.UNKNOWN
        return Result(
            grounds.key, outcome, counts, self._standing(grounds, outcome), unmet,
            grounds.criteria_set, grounds.assessment, grounds.appraisal, notes,
            declared_unknown=left, tallied=True,
        )  # fmt: skip

    def _standing(self, grounds: _Grounds, outcome: Outcome) -> Standing:
        days = grounds.criteria_set.days(grounds.key.period)
        fits = self.repository.fits(grounds.unit, grounds.criteria_set)
        if not grounds.unit.sound:
            return Standing.INCOMPLETE
        if not fits or grounds.unit.out_of_scope or not grounds.unit.valid.overlaps(days):
            return Standing.NOT_SUBJECT
        if knowledge.recognised(grounds.appraisal, self.as_of):
            return Standing.RECOGNISED
        if knowledge.registered(grounds.assessment, self.as_of) is False:
            return Standing.NOT_REGISTERED
        return {Outcome.MET: Standing.MET, Outcome.UNMET: Standing.UNMET}.get(
            outcome, Standing.INCOMPLETE
        )

    def _earlier(self, key: Key) -> Callable[[int, str], Answer | None]:
        def answer(years: int, criterion: str) -> Answer | None:
            past = self.repository.told_by(key._replace(period=key.period.back(years)))
            if self.repository.formed_after(past):
                return knowledge.MERGED
            before = self.repository.assessments.get(past)
            appraisal = self.repository.appraisals.get(past)
            if any(
                not one.sound for one in (before, *(appraisal.rounds if appraisal else ())) if one
            ):
                return knowledge.UNREADABLE
            own = None
            if before and knowledge.assessed(before, self.as_of):
                own = before.answers.get(criterion)
            last = knowledge.appraised(appraisal, self.as_of)
            told = last.results.get(criterion) if last else None
            return own.under(told) if own and told else told or own

        return answer

    def _recognised(self, key: Key) -> Callable[[str], bool | None]:
        return lambda set_id: self._in_kin(key._replace(set=set_id), self._holds_title)

    def _holds_title(self, key: Key) -> bool | None:
        if any(doubts(self.repository, key)):
            return None
        return knowledge.recognised(self.repository.appraisals.get(key), self.as_of)

    def _in_kin(self, key: Key, ask: Callable[[Key], bool | None]) -> bool | None:
        """What holds of a set, or of one that extends it; no only where one says no, none yes."""
        told = [ask(one) for one in self.repository.kin(key)]
        if True in told:
            return True
        return False if False in told else None

    def _children(self, key: Key) -> Callable[[Rollup], Share | None]:
        def share(rule: Rollup) -> Share | None:
            told = list(self.child_states(key, rule).values())
            # Folders below the unit's that could not be entered may each hold a child.
            told += [None] * self.repository.hidden_below(key.unit)
            filed = self.has_children(key, rule)
            return Share(told.count(True), told.count(None), len(told), filed) if told else None

        return share

    def has_children(self, key: Key, rule: Rollup) -> bool:
        """Whether any child unit that a roll-up counts has a file of its own for the period."""
        return any(self._has_files(key, rule, child) for child in self._counted(key, rule))

    def unclear_children(self, key: Key, rule: Rollup) -> int:
        """How many child units that a roll-up counts have a file with errors."""
        files = (self.repository.assessments, self.repository.appraisals)
        keys = [
            Key(child, set_id, key.period) for child, set_id in self._counted(key, rule).items()
        ]
        found = [[some[one] for some in files if one in some] for one in keys]
        return sum(any(not file.sound for file in some) for some in found)

    def _has_files(self, key: Key, rule: Rollup, child: str) -> bool:
        one = Key(child, rule.sets.get(self.repository.units[child].type, ""), key.period)
        repository = self.repository
        return any(
            each in repository.assessments or each in repository.appraisals
            for each in repository.kin(one)
        )

    def child_states(self, key: Key, rule: Rollup) -> Mapping[str, bool | None]:
        """For each child unit that a roll-up counts, whether it has it; None is unknown."""

        def has(one: Key) -> bool | None:
            return self._has(one, rule)

        return {
            child: self._in_kin(Key(child, set_id, key.period), has) if set_id else None
            for child, set_id in self._counted(key, rule).items()
        }

    def _counted(self, key: Key, rule: Rollup) -> Mapping[str, str]:
        counted: dict[str, str] = {}
        if self.repository.circle(key.unit):
            return counted
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
                counted[child] = set_id
        return counted

    def _has(self, key: Key, rule: Rollup) -> bool | None:
        if rule.having != "met" and any(doubts(self.repository, key)):
            return None
        match rule.having:
            case "registered":
                return knowledge.registered(self.repository.assessments.get(key), self.as_of)
            case "recognised":
                return knowledge.recognised(self.repository.appraisals.get(key), self.as_of)
            case _:
                if self.repository.circle(key.unit):
                    return None  # a child above its own parent: undecided, not endless
                outcome = self.result(key).outcome
                return {Outcome.MET: True, Outcome.UNMET: False}.get(outcome)


def _whole(criteria_set: CriteriaSet, verdicts: tuple[Verdict, ...]) -> Outcome:
    outcomes = [one.outcome for one in verdicts]
    asked = sum(one is not Outcome.NOT_APPLICABLE for one in outcomes)
    outcome = settle(needed(criteria_set.rule, asked), outcomes)
    sure = isinstance(criteria_set.rule, All)
    if isinstance(criteria_set.rule, Points):
        total = total_of(criteria_set, verdicts)
        outcome, sure = total.outcome if total else Outcome.UNKNOWN, True
    if criteria_set.whole:
        return outcome
    # What isn't known of the text could change anything but a criterion that must be met and isn't.
    sure = sure and outcome is Outcome.UNMET
    return Outcome.UNMET if sure else Outcome.UNKNOWN


def _counts(criteria_set: CriteriaSet, verdicts: tuple[Verdict, ...]) -> tuple[Counts, int]:
    counted = {one.id for one in criteria_set.counted()}
    every = [one for verdict in verdicts for one in verdict.walk() if one.criterion.id in counted]
    counts = Counts.of(one.outcome for one in every)
    missing = max((criteria_set.declared_count or 0) - counts.total, 0)
    missing = 0 if criteria_set.whole else missing
    return counts + Counts(unknown=missing), missing


def _undecided(criteria_set: CriteriaSet | None) -> Counts:
    if criteria_set is None or not criteria_set.sound:
        return Counts()
    return Counts(unknown=max(criteria_set.declared_count or 0, len(criteria_set.counted())))


def _beside(verdicts: tuple[Verdict, ...], own: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    return tuple(
        replace(one, own=other.ruling, children=_beside(one.children, other.children))
        for one, other in zip(verdicts, own, strict=True)
    )


def _named(criteria_set: CriteriaSet, name: str, at: Location) -> Verdict:
    found = criteria_set.find(name)
    criterion = found or Criterion(name, "", "", "", (), All(at), at, 1)
    return Verdict(criterion, Ruling(Outcome.UNMET, say("named as unmet by the source")), at)
