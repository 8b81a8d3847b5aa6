"""One unit's answers judged by one set, criterion by criterion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.diagnostics import Location, Message, say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import ALWAYS, Period, later
from ansecurity_cli.model.records import Answer, Appraisal, Assessment, Unit
from ansecurity_cli.model.rules import Include, Points, Rollup
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.logic import combine
from ansecurity_cli.verdicts.outcome import RANK, Outcome, Ruling, Verdict
from ansecurity_cli.verdicts.rules import RULES, Case, Share, complete, strangers
from ansecurity_cli.verdicts.scoring import combine as add_points
from ansecurity_cli.verdicts.scoring import score_of


@dataclass(frozen=True, slots=True)
class Judge:
    """The files that count by the day, and what rules may ask beyond them."""

    unit: Unit
    criteria_set: CriteriaSet
    period: Period
    as_of: date
    assessment: Assessment | None
    appraisal: Appraisal | None
    earlier: Callable[[int, str], Answer | None]
    children: Callable[[Rollup], Share | None]
    recognised: Callable[[str], bool | None]

    def verdict(self, criterion: Criterion) -> Verdict:
        """The verdict on a criterion and all below it."""
        own = self.assessment.answers.get(criterion.id) if self.assessment else None
        appraised = self.appraisal.results.get(criterion.id) if self.appraisal else None
        answer = own.under(appraised) if own and appraised else appraised or own
        stray = self._outside(answer) if answer else None
        answer = knowledge.known(answer, self.as_of) if answer else None
        children = tuple(self.verdict(child) for child in criterion.children)
        carried = knowledge.carried(answer, self.criteria_set.days(self.period).first, self.as_of)
        ruling = given = self._ruling(criterion, None if carried else answer, children)
        if carried and answer and ruling.outcome is Outcome.UNKNOWN:
            ruling = given = _to_confirm(answer)
        if stray and ruling.outcome is not Outcome.NOT_APPLICABLE:
            ruling = stray
        if appraised and appraised.outcome:
            ruling = _lowered(ruling, appraised)
        elif appraised and not appraised.values() and appraised.not_applicable is None:
            ruling = Ruling(
                Outcome.UNKNOWN, say("the appraiser's result holds no data that decides")
            )
        at = answer.at.key() if answer else self._place(criterion)
        overruled = ruling.outcome is not given.outcome
        score = score_of(criterion, self.criteria_set, ruling, children, overruled=overruled)
        return Verdict(criterion, ruling, at, answer, children, score=score)

    def _outside(self, answer: Answer) -> Ruling | None:
        """What is dated outside the period may be misdated: it must not just be left out."""
        dated = answer.dated()
        days = self.criteria_set.days(self.period) if dated else ALWAYS
        for one in dated:
            if one.day and not days.holds(one.day):
                why = say(
                    "{day} is outside the period, which runs from {first} to {last}",
                    day=one.day, first=days.first, last=days.last,
                )  # fmt: skip
                return Ruling(Outcome.UNKNOWN, why, at=one.at)
        return None

    def _place(self, criterion: Criterion) -> Location:
        return self.assessment.at.at("answers").key() if self.assessment else criterion.at

    def _ruling(
        self, criterion: Criterion, answer: Answer | None, children: tuple[Verdict, ...]
    ) -> Ruling:
        excused = self._excused(criterion, answer, children)
        if excused:
            return excused
        if criterion.undecided:
            return Ruling(Outcome.UNKNOWN, criterion.undecided)
        decide = RULES[type(criterion.rule)].decide
        if decide is None or (children and isinstance(criterion.rule, Points)):
            return self._combined(criterion, children)
        blank = answer or Answer(self._place(criterion))
        odd = strangers(criterion.rule, blank)
        if odd:
            return Ruling(
                Outcome.UNKNOWN,
                say(
                    "the answer gives {keys}, which this criterion doesn't ask", keys=", ".join(odd)
                ),
            )
        if not complete(criterion.rule, blank):
            return Ruling(Outcome.UNKNOWN, _unanswered(answer))
        case = Case(
            criterion, self.criteria_set, blank, self.period, self.as_of,
            lambda years: self.earlier(years, criterion.id), self.children, self.recognised,
        )  # fmt: skip
        return self._backed(criterion, blank, decide(criterion.rule, case))

    def _combined(self, criterion: Criterion, children: tuple[Verdict, ...]) -> Ruling:
        if isinstance(criterion.rule, Include) and len(children) < len(criterion.rule.criteria):
            return Ruling(Outcome.UNKNOWN, say("the included criteria could not be read"))
        if isinstance(criterion.rule, Points):
            return add_points(criterion, children, whole=self.criteria_set.whole)
        return combine(criterion.rule, children)

    def _excused(
        self, criterion: Criterion, answer: Answer | None, children: tuple[Verdict, ...]
    ) -> Ruling | None:
        if criterion.fact:
            facts = self.assessment.facts if self.assessment else {}
            fact = facts.get(criterion.fact, self.unit.facts.get(criterion.fact))
            if fact is False:
                return Ruling(
                    Outcome.NOT_APPLICABLE,
                    say("does not apply: {fact} is false", fact=criterion.fact),
                )
            below = (one for top in children for one in top.walk())
            if fact is None and answer is None and not any(one.answer for one in below):
                why = say("it isn't known whether this applies ({fact})", fact=criterion.fact)
                return Ruling(
                    Outcome.UNKNOWN, why, say("state under facts: {fact}", fact=criterion.fact)
                )
        if answer is None or answer.not_applicable is None:
            return None
        if not criterion.not_applicable_allowed:
            return Ruling(Outcome.UNKNOWN, say("“not applicable” isn't allowed here"))
        if criterion.reason_required and not answer.not_applicable.strip():
            why = say("said not to apply, but without the reason that is asked for")
            return Ruling(Outcome.UNKNOWN, why, say("give the reason"))
        if self._both(criterion):
            why = say("“not applicable” and values: it isn't clear which holds")
            return Ruling(Outcome.UNKNOWN, why, say("keep one of the two"))
        why = say("does not apply: {reason}", reason=answer.not_applicable)
        return Ruling(Outcome.NOT_APPLICABLE, why)

    def _both(self, criterion: Criterion) -> bool:
        """Whether whoever says that it doesn't apply gives values all the same."""
        appraised = self.appraisal.results.get(criterion.id) if self.appraisal else None
        own = self.assessment.answers.get(criterion.id) if self.assessment else None
        told = appraised if appraised and appraised.not_applicable is not None else own
        return told is not None and bool(told.values())

    def _backed(self, criterion: Criterion, answer: Answer, ruling: Ruling) -> Ruling:
        if ruling.outcome is not Outcome.MET and ruling.points is None:
            return ruling
        closing = self.criteria_set.days(self.period).last
        today = min(self.as_of, closing) if closing else self.as_of
        if criterion.evidence_required and not self._evidence(answer, today):
            why = say("{why}, but without the evidence that is asked for", why=ruling.why)
            return _unbacked(ruling, why, say("name the evidence"))
        confirmed = self._confirmed(criterion, answer)
        if criterion.keep_up and confirmed and later(confirmed, criterion.keep_up) < today:
            why = say(
                "{why}, last confirmed on {day}; must be confirmed again",
                why=ruling.why,
                day=confirmed,
            )
            return replace(_unbacked(ruling, why, None), lapsed=True)
        return ruling

    def _confirmed(self, criterion: Criterion, answer: Answer) -> date | None:
        """When somebody last said that it holds: the unit, or who appraised the criterion."""
        if self.appraisal and criterion.id in self.appraisal.results and self.appraisal.day:
            return max(answer.confirmed_on or self.appraisal.day, self.appraisal.day)
        return answer.confirmed_on or self._judged_on()

    def _judged_on(self) -> date | None:
        days = (
            self.assessment.assessed_on if self.assessment else None,
            self.appraisal.day if self.appraisal else None,
        )
        return max((day for day in days if day), default=None)

    def _evidence(self, answer: Answer, today: date) -> bool:
        if any(one.number or one.issued or one.title.strip() for one in answer.documents or ()):
            return True
        shelf = self.assessment.evidence if self.assessment else {}
        return any(
            knowledge.backs(shelf.get(name), self.as_of, today) for name in answer.evidence or ()
        )


def _unbacked(ruling: Ruling, why: Message, short: Message | None) -> Ruling:
    """What nothing backs: unknown; points that are claimed count no further than that."""
    outcome = Outcome.UNMET if ruling.outcome is Outcome.UNMET else Outcome.UNKNOWN
    return Ruling(outcome, why, short or ruling.shortfall, claimed=ruling.points)


def _to_confirm(answer: Answer) -> Ruling:
    why = say("carried over from {period}, not confirmed yet", period=str(answer.carried_from))
    short = say("if it still holds, add confirmed_on; else correct it and drop carried_from")
    return Ruling(Outcome.UNKNOWN, why, short, lapsed=True)


def _unanswered(answer: Answer | None) -> Message:
    if answer is None:
        return say("not answered")
    return say("the answer holds no data that decides")


def _lowered(ruling: Ruling, appraised: Answer) -> Ruling:
    # An appraiser's bare word can lower a result, never raise it above what the values give.
    outcome = Outcome(appraised.outcome or "unknown")
    if RANK[outcome] >= RANK[ruling.outcome]:
        return ruling
    why = (
        say("lowered by the appraiser: {reason}", reason=appraised.reason)
        if appraised.reason
        else say("lowered by the appraiser, without a reason")
    )
    return replace(ruling, outcome=outcome, why=why, shortfall=None, points=None)
