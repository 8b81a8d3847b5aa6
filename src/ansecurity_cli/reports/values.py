"""The short value that stands beside a state: 64%, 4 tổ, 14 → 11."""

from __future__ import annotations

from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.records import Answer
from ansecurity_cli.model.rules import Count, Discipline, Graded, NoneOf, Ratio, Rollup, Trend
from ansecurity_cli.verdicts.outcome import Score, Verdict
from ansecurity_cli.verdicts.rules.numbers import percent


def value_of(verdict: Verdict) -> Message | None:
    """What was counted, for a narrow cell; None where there is nothing to count."""
    answer, rule = verdict.answer, verdict.criterion.rule
    if verdict.score is not None:
        return _points(verdict.score)
    if answer is None:
        return None
    match rule:
        case Ratio() | Rollup():
            return _share(answer, rule.at_least.percent if rule.at_least else None)
        case Count() if answer.value is not None:
            return say("{n} {unit}", n=answer.value, unit=rule.unit)
        case Trend() if answer.current is not None:
            before = answer.previous
            return (
                say("{n}", n=answer.current)
                if before is None
                else say("{a} → {b}", a=before, b=answer.current)
            )
        case NoneOf() if answer.incidents is not None:
            return say("{n}", n=sum(one.count for one in answer.incidents))
        case Discipline() if answer.cases is not None:
            return say("{n}", n=sum(one.count for one in answer.cases))
        case Graded() if answer.grade:
            return None
        case _:
            return None


def _points(score: Score) -> Message | None:
    if score.high is None or score.maximum is None:
        return say("≥ {n}", n=score.low) if score.low else None
    if score.low != score.high:
        return say("{low}–{high}/{max}", low=score.low, high=score.high, max=score.maximum)
    return say("{n}/{max}", n=score.low, max=score.maximum)


def _share(answer: Answer, limit: Decimal | None) -> Message | None:
    if answer.percent is not None:
        return say("{n}%", n=answer.percent)
    if answer.count is None or not answer.total or answer.count > answer.total:
        return None
    return say("{n}%", n=percent(answer.count, answer.total, limit))
