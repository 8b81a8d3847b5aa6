"""The points of a whole set: the total, what blocks it, the class it gives and the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.rules import Points
from ansecurity_cli.model.scoring import Class, Scoring
from ansecurity_cli.verdicts.outcome import Outcome, Score, Verdict
from ansecurity_cli.verdicts.scoring import ZERO, add_up, arithmetic, reached, told, too_much, worst


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a total, or a class, takes."""

    outcome: Outcome
    text: Message


@dataclass(frozen=True, slots=True)
class Total:
    """What the points of a set add up to (25/2021/QĐ-TTg, Điều 4).

    `need` is the pass mark, None where it isn't known; `marked` is whether the set has one. `held`
    is the class that is certain; `blocked` says what stands in the way of `next`.
    """

    score: Score
    why: Message
    need: Decimal | None
    conditions: tuple[Condition, ...]
    held: Class | None = None
    next: Class | None = None
    blocked: Condition | None = None
    marked: bool = True

    @property
    def outcome(self) -> Outcome:
        """Whether every condition holds; a set without a pass mark can only be unmet."""
        outcome = worst(one.outcome for one in self.conditions)
        return outcome if self.marked or outcome is Outcome.UNMET else Outcome.UNKNOWN

    @property
    def missing(self) -> Decimal:
        """The points still missing for certain up to the pass mark."""
        return max((self.need or ZERO) - self.score.low, ZERO)


def total_of(known: CriteriaSet, verdicts: Sequence[Verdict]) -> Total | None:
    """The total of a set that is scored; None for any other."""
    scoring, score = known.scoring, add_up(None, verdicts)
    if scoring is None or score is None:
        return None
    score = _capped(scoring, score, whole=known.whole)
    above = too_much(scoring.max, verdicts)
    if above is not None:
        score = Score(ZERO, scoring.max, scoring.max, Outcome.UNKNOWN)
    need = _need(scoring, score)
    vetoes = tuple(_must(verdicts, scoring.vetoes))
    conditions = (*_total(score, need, scoring), *_minima(verdicts), *vetoes)
    why = arithmetic(verdicts, score, _edge(scoring, score))
    marked = scoring.min_total is not None or scoring.min_share is not None
    if above is not None and scoring.max is not None:
        why = say("{n} points, but at most {max} can be had", n=above, max=scoring.max)
    total = Total(score, why, need, conditions, marked=marked)
    if not (scoring.classes and known.whole):
        return total
    held, after, blocked = _classed(scoring, total, verdicts, vetoes)
    return replace(total, held=held, next=after, blocked=blocked)


def _capped(scoring: Scoring, score: Score, *, whole: bool) -> Score:
    maximum = score.maximum
    if not whole:  # criteria that aren't here may bring more
        top = scoring.max
        return Score(score.low, top, top, score.minima)
    if scoring.capped and maximum is not None and score.high is not None:
        return Score(min(score.low, maximum), min(score.high, maximum), maximum, score.minima)
    return score


def _edge(scoring: Scoring, score: Score) -> Decimal | None:
    """The share that decides, so that rounding doesn't hide on which side of it the total is."""
    if scoring.min_share is not None:
        return scoring.min_share
    if scoring.min_total is None or not score.maximum:
        return None
    return scoring.min_total * 100 / score.maximum


def _need(scoring: Scoring, score: Score) -> Decimal | None:
    needs = [scoring.min_total] if scoring.min_total is not None else []
    if scoring.min_share is not None:
        if score.maximum is None:
            return None
        needs.append(scoring.min_share * score.maximum / 100)
    return max(needs, default=None)


def _total(score: Score, need: Decimal | None, scoring: Scoring) -> Iterator[Condition]:
    if scoring.min_total is None and scoring.min_share is None:
        return
    text = say("{score} in total, needs ≥ {limit}", score=told(score), limit=need or "?")
    yield Condition(reached(score.low, score.high, need), text)


def _minima(verdicts: Sequence[Verdict]) -> Iterator[Condition]:
    """The criteria that ask for a minimum of their own."""
    for one in verdicts:
        if one.score is None:
            continue
        if one.score.minima is not Outcome.MET or any(_demanding(each) for each in one.walk()):
            text = say("{id}: {why}", id=one.criterion.id, why=one.ruling.why)
            yield Condition(one.score.minima, text)


def _demanding(verdict: Verdict) -> bool:
    rule = verdict.criterion.rule
    return isinstance(rule, Points) and rule.demanding


def _must(verdicts: Sequence[Verdict], names: Sequence[str]) -> Iterator[Condition]:
    every = {one.criterion.id: one for top in verdicts for one in top.walk()}
    for name in names:
        found = every.get(name)
        if found is None:
            yield Condition(Outcome.UNKNOWN, say("there is no criterion “{name}”", name=name))
        elif found.outcome is not Outcome.NOT_APPLICABLE:
            text = say("{id} must be met: {why}", id=name, why=found.ruling.why)
            yield Condition(found.outcome, text)


def _classed(
    scoring: Scoring, total: Total, verdicts: Sequence[Verdict], vetoes: tuple[Condition, ...]
) -> tuple[Class | None, Class | None, Condition | None]:
    """The class that is certain, the next one and what blocks it.

    From the pass mark up a class takes everything that the title takes; below it, no veto.
    """
    held: Class | None = None
    for one in scoring.classes:
        passing = total.need is None or one.points >= total.need
        beside = total.conditions if passing else vetoes
        conditions = [*_of_class(one, total.score, verdicts), *beside]
        left = [each for each in conditions if each.outcome is not Outcome.MET]
        if left:
            return held, one, min(left, key=lambda each: each.outcome is not Outcome.UNMET)
        held = one
    return held, None, None


def _of_class(one: Class, score: Score, verdicts: Sequence[Verdict]) -> Iterator[Condition]:
    text = say("{score} in total, needs ≥ {limit}", score=told(score), limit=one.points)
    yield Condition(reached(score.low, score.high, one.points), text)
    for verdict in verdicts if one.min_share is not None else ():
        part = verdict.score
        if part is None or not (part.maximum is None or part.maximum):
            continue
        need = None if part.maximum is None else (one.min_share or ZERO) * part.maximum / 100
        text = say(
            "{id}: {score}, needs ≥ {limit}", id=verdict.criterion.id, score=told(part),
            limit=need if need is not None else "?",
        )  # fmt: skip
        yield Condition(reached(part.low, part.high, need), text)
    yield from _must(verdicts, one.needs)
