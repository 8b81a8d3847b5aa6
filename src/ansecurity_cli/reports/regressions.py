"""What was met in the year before and isn't any more: the first thing a leader has to know."""

from __future__ import annotations

from dataclasses import dataclass

from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Answer, Key
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.verdicts.evaluation import Evaluation
from ansecurity_cli.verdicts.outcome import Outcome, Verdict
from ansecurity_cli.verdicts.results import Result
from ansecurity_cli.verdicts.rules import RULES, complete


@dataclass(frozen=True, slots=True)
class Regression:
    """A criterion whose result has changed: before, now, and when before was."""

    criterion: Criterion
    before: Verdict
    now: Verdict
    period_before: Period

    @property
    def kind(self) -> str:
        """What became of it: unmet, to be confirmed again (lapsed), or not reported again."""
        if self.now.outcome is Outcome.UNMET:
            return "unmet"
        return "lapsed" if self.now.ruling.lapsed else "unanswered"


def of(evaluation: Evaluation, result: Result) -> tuple[Regression, ...]:
    """The regressions of a result against the year before, unmet first.

    Each period is judged by its own version of the set, as of the same day. What can't be decided
    for another reason than that nobody has said it again is no regression.
    """
    past = _year_before(evaluation.repository, result.key)
    if past is None or not (result.assessment or result.appraisal):
        return ()
    found = [
        Regression(now.criterion, before, now, past.period)
        for before in _leaves(evaluation.result(past))
        if before.outcome is Outcome.MET
        and (now := result.find(before.criterion.id)) is not None
        and _lost(now)
    ]
    known = result.criteria_set
    last = known.days(result.key.period).last if known else None
    if last and evaluation.as_of <= last:  # there is still time to report
        found = [one for one in found if one.kind != "unanswered"]
    return tuple(sorted(found, key=lambda one: one.now.outcome is not Outcome.UNMET))


def gained(evaluation: Evaluation, result: Result) -> tuple[Regression, ...]:
    """What was unmet the year before and is met now: the other half of what has changed."""
    past = _year_before(evaluation.repository, result.key)
    if past is None or not (result.assessment or result.appraisal):
        return ()
    return tuple(
        Regression(now.criterion, before, now, past.period)
        for before in _leaves(evaluation.result(past))
        if before.outcome is Outcome.UNMET
        and (now := result.find(before.criterion.id)) is not None
        and now.outcome is Outcome.MET and not now.children
    )  # fmt: skip


def _year_before(repository: Repository, key: Key) -> Key | None:
    """The files of the same part of the year before, else of the last period of that year."""
    year = key._replace(period=Period(key.period.year - 1))
    units = {key.unit, repository.told_by(year).unit}
    parts = {
        one
        for unit in units
        for one in repository.periods.get(unit, ())
        if one.year == year.period.year
    }
    order = [key.period.back(), *sorted(parts, key=lambda one: one.order, reverse=True)]
    told = (repository.told_by(key._replace(period=one)) for one in order)
    return next((one for one in told if repository.filed_for(one)), None)


def _leaves(result: Result) -> list[Verdict]:
    return [one for top in result.verdicts for one in top.walk() if not one.children]


def _lost(now: Verdict) -> bool:
    if now.children or now.outcome not in (Outcome.UNMET, Outcome.UNKNOWN):
        return False
    return now.outcome is Outcome.UNMET or now.ruling.lapsed or _unanswered(now)


def _unanswered(now: Verdict) -> bool:
    rule = now.criterion.rule
    if not RULES[type(rule)].asks:
        return False  # decided from other files
    return not complete(rule, now.answer or Answer(now.at))
