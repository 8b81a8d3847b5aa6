"""Every unit judged by every set that it has to do with, as of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.records import Answer, Appraisal, Assessment, Key, Unit
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.doubts import doubts
from ansecurity_cli.verdicts.family import Family
from ansecurity_cli.verdicts.grouping import for_unit
from ansecurity_cli.verdicts.judging import Judge
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Standing, Verdict
from ansecurity_cli.verdicts.results import Result
from ansecurity_cli.verdicts.summing import beside, counts, named, undecided, whole
from ansecurity_cli.verdicts.totals import total_of


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
    # Of another state of the files, for what is decided from the same there.
    borrowed: Callable[[Key], Result | None] | None = None
    _results: dict[Key, Result] = field(default_factory=dict)

    @cached_property
    def family(self) -> Family:
        """The children of units."""
        return Family(self.repository, self.as_of, lambda key: self.result(key).outcome)

    def result(self, key: Key) -> Result:
        """The result for a unit, set and period."""
        todo = [key]
        while todo:  # the lowest units first, so that a tall tree is no deep recursion
            self._borrow(todo[-1])
            ask = [] if todo[-1] in self._results else self._asked_of_children(todo[-1])
            if ask:
                todo += ask
                continue
            one = todo.pop()
            if one not in self._results:
                self._results[one] = self._decide(one)
        return self._results[key]

    def _borrow(self, key: Key) -> None:
        found = self.borrowed(key) if self.borrowed and key not in self._results else None
        if found is not None:
            self._results[key] = found

    def _asked_of_children(self, key: Key) -> list[Key]:
        """The results of child units that this one rests on and that are not decided yet."""
        criteria_set = self._set_for(key)
        keys = (
            each
            for one in (criteria_set.walk() if criteria_set else ())
            if isinstance(one.rule, Rollup) and one.rule.having == "met"
            for child, set_id in self.family.counted(key, one.rule).items()
            if set_id and not self.repository.circle(child)
            for each in self.repository.kin(Key(child, set_id, key.period))
        )
        return [one for one in keys if one not in self._results]

    def _set_for(self, key: Key) -> CriteriaSet | None:
        """The set that judges, with the rules for the unit's groups."""
        unit, known = self.repository.units.get(key.unit), self.repository.set_for(key)
        return for_unit(known, unit, self.repository.groups) if unit and known else known

    def _decide(self, key: Key) -> Result:
        repository = self.repository
        unit, criteria_set = repository.units.get(key.unit), self._set_for(key)
        assessment = repository.assessments.get(key)
        appraisal = repository.appraisals.get(key)
        doubted = tuple(doubts(repository, key))
        notes = (*doubted, *self._notes(key, assessment))
        paused = repository.suspension(key)
        if paused:
            notes = (say("suspended: {reason}", reason=paused.reason or paused.cite), *notes)
        foreign = bool(unit and unit.sound and criteria_set and not doubted) and not (
            repository.subject(unit, criteria_set, key.period) if unit and criteria_set else True
        )
        if unit is None or criteria_set is None or doubted or paused or foreign:
            standing = Standing.NOT_SUBJECT if paused or foreign else Standing.INCOMPLETE
            empty = Result(key, Outcome.UNKNOWN, undecided(criteria_set), standing)
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
        if (
            assessment
            and newest
            and newest.version
            and assessment.version not in (0, newest.version)
        ):
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
        outcome = whole(grounds.criteria_set, verdicts)
        self_outcome, self_total = None, None
        if grounds.appraisal and grounds.appraisal.results:
            own = self._verdicts(grounds, None)
            self_outcome = whole(grounds.criteria_set, own)
            self_total = total_of(grounds.criteria_set, own)
            verdicts = beside(verdicts, own)
        tally, missing = counts(grounds.criteria_set, verdicts)
        return Result(
            grounds.key, outcome, tally, self._standing(grounds, outcome), verdicts,
            grounds.criteria_set, grounds.assessment, grounds.appraisal, notes, self_outcome,
            missing, total_of(grounds.criteria_set, verdicts), self_total=self_total,
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
            earlier=self._earlier(grounds.key), children=self.family.share(grounds.key),
            recognised=self.family.titles(grounds.key),
        )  # fmt: skip
        return tuple(judge.verdict(one) for one in grounds.criteria_set.criteria)

    def _with_files(self, assessment: Assessment | None) -> Assessment | None:
        """The assessment without the evidence whose file isn't there."""
        if assessment is None:
            return None
        there = self.repository.evidence_is_there
        kept = {name: one for name, one in assessment.evidence.items() if there(assessment, one)}
        if len(kept) == len(assessment.evidence):
            return assessment
        return replace(assessment, evidence=kept)

    def _tallied(self, grounds: _Grounds, notes: tuple[Message, ...]) -> Result | None:
        files = (grounds.appraisal, grounds.assessment)
        tally = next(
            (one.tally for one in files if one and one.tally and one.tally.on <= self.as_of), None
        )
        if tally is None or grounds.criteria_set.completeness == "full":
            return None
        unmet = tuple(
            named(grounds.criteria_set, name, tally.at.at("unmet", index))
            for index, name in enumerate(tally.unmet)
            if name not in tally.unmet[:index]
        )
        left = max(tally.total - tally.met - len(unmet), 0)
        tallies = Counts(met=tally.met, unmet=len(unmet), unknown=left)
        outcome = Outcome.UNMET if unmet else Outcome.UNKNOWN
        return Result(
            grounds.key, outcome, tallies, self._standing(grounds, outcome), unmet,
            grounds.criteria_set, grounds.assessment, grounds.appraisal, notes,
            declared_unknown=left, tallied=True,
        )  # fmt: skip

    def _standing(self, grounds: _Grounds, outcome: Outcome) -> Standing:
        if not grounds.unit.sound:
            return Standing.INCOMPLETE
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
                known = self._set_for(past)
                since = known.days(past.period).first if known else None
                own = None if knowledge.carried(own, since, self.as_of) else own
            last = knowledge.appraised(appraisal, self.as_of)
            told = last.results.get(criterion) if last else None
            return own.under(told) if own and told else told or own

        return answer
