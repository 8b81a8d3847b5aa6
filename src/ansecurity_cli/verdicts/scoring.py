"""Points added up: what a criterion is worth, from certain to possible, and what that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.rules import Points
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Score, Verdict
from ansecurity_cli.verdicts.rules.numbers import percent
from ansecurity_cli.verdicts.rules.points import minimum

ZERO = Decimal(0)
_ORDER = (Outcome.UNMET, Outcome.UNKNOWN, Outcome.MET)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Unmet before unknown before met; what doesn't apply asks nothing."""
    listed = list(outcomes)
    return next((one for one in _ORDER if one in listed), Outcome.MET)


def reached(low: Decimal, high: Decimal | None, need: Decimal | None) -> Outcome:
    """Whether a number of points is reached for certain, can't be any more, or may be."""
    if need is None:
        return Outcome.UNKNOWN
    if low >= need:
        return Outcome.MET
    return Outcome.UNMET if high is not None and high < need else Outcome.UNKNOWN


def score_of(
    criterion: Criterion,
    known: CriteriaSet,
    ruling: Ruling,
    children: Sequence[Verdict],
    *,
    overruled: bool = False,
) -> Score | None:
    """The points of a criterion; None where it gives none.

    `overruled`: somebody's word stands against what the criteria below it give.
    """  # fmt: skip
    if criterion.undecided:
        return Score(ZERO, None, None, Outcome.UNKNOWN) if _scored(criterion, children) else None
    if children:
        score = _of_children(criterion, known, ruling, children)
        if score is None or not overruled:
            return score
        low = min(score.low, ZERO)
        return Score(low, score.high, score.maximum, worst((score.minima, ruling.outcome)))
    rule = criterion.rule
    if not isinstance(rule, Points) and criterion.worth is None:
        return None
    least = rule.min if isinstance(rule, Points) else ZERO
    most = rule.max if isinstance(rule, Points) else criterion.worth
    if ruling.outcome is Outcome.NOT_APPLICABLE:
        return _without(criterion, known, least, most)
    minima = ruling.outcome if isinstance(rule, Points) and rule.demanding else Outcome.MET
    low, high = least, most
    if isinstance(rule, Points):
        low, high = least, most if ruling.claimed is None else ruling.claimed
        if ruling.points is not None:
            low = high = ruling.points
    elif ruling.outcome is not Outcome.UNKNOWN:
        low = high = (most or ZERO) if ruling.outcome is Outcome.MET else ZERO
    return Score(low, high, ZERO if is_bonus(criterion) else most, minima)


def _scored(criterion: Criterion, children: Sequence[Verdict]) -> bool:
    rules = (criterion.rule, *criterion.by_group.values())
    own = criterion.worth is not None or any(isinstance(one, Points) for one in rules)
    return own or any(one.score is not None for one in children)


def _of_children(
    criterion: Criterion, known: CriteriaSet, ruling: Ruling, children: Sequence[Verdict]
) -> Score | None:
    score = add_up(criterion, children, whole=known.whole)
    if score is None:
        return None
    excused = ruling.outcome is Outcome.NOT_APPLICABLE
    if excused and any(one.outcome is not Outcome.NOT_APPLICABLE for one in children):
        return _without(criterion, known, ZERO, score.maximum)
    most = criterion.rule.max if isinstance(criterion.rule, Points) else None
    if most is not None and too_much(most, children):
        return Score(ZERO, most, most, Outcome.UNKNOWN)
    return score


def too_much(most: Decimal | None, children: Sequence[Verdict]) -> Decimal | None:
    """More points than a declared maximum allows, where those of the parts aren't public."""
    parts = [one.score for one in children if one.score is not None and not is_bonus(one.criterion)]
    if most is None or all(one.maximum is not None for one in parts):
        return None  # each part is held against its own
    low = sum((one.low for one in parts), ZERO)
    return low if low > most else None


def is_bonus(criterion: Criterion) -> bool:
    """Whether it gives points on top."""
    return isinstance(criterion.rule, Points) and criterion.rule.bonus


def _without(
    criterion: Criterion, known: CriteriaSet, least: Decimal, most: Decimal | None
) -> Score:
    """What doesn't apply gives its maximum, or is left out of it, as the set says."""
    way = criterion.not_applicable_points or (known.scoring.not_applicable if known.scoring else "")
    if way != "full-marks" or is_bonus(criterion):
        return Score(ZERO, ZERO, ZERO, Outcome.MET)
    return Score(least if most is None else most, most, most, Outcome.MET)


def add_up(
    criterion: Criterion | None, children: Sequence[Verdict], *, whole: bool = True
) -> Score | None:
    """The sum of what is below; a declared maximum stands in where the parts' aren't public.

    In a set that is not `whole`, what gives no points here may give some in the text.
    """
    rule = criterion.rule if criterion else None
    parts = [one.score for one in children if one.score is not None]
    if not parts:
        return None
    if isinstance(rule, Points) and not whole and len(parts) < len(children):
        parts.append(Score(ZERO, None, None))
    declared = rule.max if isinstance(rule, Points) else None
    low = sum((one.low for one in parts), ZERO)
    maxima = [one.maximum for one in parts]
    summed = sum((one for one in maxima if one is not None), ZERO)
    maximum = summed if None not in maxima else declared
    highs = [one.high for one in parts]
    high: Decimal | None = sum((one for one in highs if one is not None), ZERO)
    if None in highs:
        high = maximum
    minima = worst(one.minima for one in parts)
    if isinstance(rule, Points) and rule.demanding:
        minima = worst((minima, reached(low, high, minimum(rule, maximum))))
    return Score(low, high, maximum, minima)


def combine(criterion: Criterion, children: Sequence[Verdict], *, whole: bool) -> Ruling:
    """The ruling on a criterion whose points are those of its children."""
    rule, score = criterion.rule, add_up(criterion, children, whole=whole)
    if not isinstance(rule, Points) or score is None:
        return Ruling(Outcome.UNKNOWN, say("there are no criteria here yet"))
    if score.maximum == ZERO and all(one.outcome is Outcome.NOT_APPLICABLE for one in children):
        return Ruling(Outcome.NOT_APPLICABLE, say("nothing below it applies"))
    above = too_much(rule.max, children)
    if above is not None and rule.max is not None:
        why = say("{n} points, but at most {max} can be had", n=above, max=rule.max)
        return Ruling(Outcome.UNKNOWN, why)
    need = minimum(rule, score.maximum)
    outcome = worst((reached(score.low, score.high, need), score.minima))
    why = arithmetic(children, score, rule.min_share)
    if rule.demanding and need is not None:
        why = say("{why}, needs ≥ {limit}", why=why, limit=need)
    return Ruling(outcome, why, missing(score, need, outcome))


def missing(score: Score, need: Decimal | None, outcome: Outcome) -> Message | None:
    """How many points are missing for certain."""
    if outcome is Outcome.MET or need is None or score.low >= need:
        return None
    return say("{n} points missing", n=need - score.low)


def arithmetic(children: Sequence[Verdict], score: Score, limit: Decimal | None = None) -> Message:
    """“3 + 2.5 + ? = 5.5 to 7.5/10 points = 55%”."""
    parts = tuple(_term(one.score) for one in children if one.score is not None)
    total = told(score)
    if score.maximum and score.low == score.high and score.low >= 0:
        share = percent(score.low, score.maximum, limit)
        total = say("{score} = {percent}%", score=total, percent=share)
    return say("{sum} = {score}", sum=parts, score=total) if len(parts) > 1 else total


def _term(score: Score) -> Decimal | str:
    return score.low if score.low == score.high else "?"


def told(score: Score) -> Message:
    """“5.5/10 points”; what isn't decided yet as a span."""
    if score.high is None:
        return say("at least {low} points", low=score.low)
    if score.low != score.high:
        if score.maximum is None:
            return say("{low} to {high} points", low=score.low, high=score.high)
        return say(
            "{low} to {high}/{max} points", low=score.low, high=score.high, max=score.maximum
        )
    if score.maximum is None:
        return say("{n} points", n=score.low)
    return say("{n}/{max} points", n=score.low, max=score.maximum)
