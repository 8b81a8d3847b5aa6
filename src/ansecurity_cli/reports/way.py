"""The shortest way to “met”: which open criteria must be dealt with, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.rules import Points, Rule
from ansecurity_cli.verdicts.logic import needed
from ansecurity_cli.verdicts.outcome import Outcome, Verdict
from ansecurity_cli.verdicts.results import Result
from ansecurity_cli.verdicts.rules.points import minimum
from ansecurity_cli.verdicts.scoring import ZERO

_Steps: TypeAlias = list["Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion on the way; `points` is what it can still bring, `must` that it can't be left.

    `due` is the day by which it is to be done, where somebody set one.
    """

    verdict: Verdict
    points: Decimal | None
    must: bool
    due: date | None = None

    @property
    def final(self) -> bool:
        """Whether nothing done in the period can mend it any more."""
        return self.verdict.ruling.final

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.verdict.criterion


def way(result: Result, due: Callable[[Verdict], date | None]) -> tuple[Step, ...]:
    """The steps, the nearest day first, then the most points.

    None where the set is met, or can't be: of a text that isn't public no way is known.
    """
    known = result.criteria_set
    if result.outcome is Outcome.MET or result.tallied or known is None or not known.whole:
        return ()
    tops = result.verdicts
    steps = _scored_set(result) if result.total else _below(known.rule, tops)
    once = {step.criterion.id: step for step in reversed(steps)}
    dated = (Step(one.verdict, one.points, one.must, due(one.verdict)) for one in once.values())
    return tuple(sorted(dated, key=_order))


def _order(step: Step) -> tuple[date, Decimal, bool, str]:
    unknown = step.verdict.outcome is Outcome.UNKNOWN
    return (step.due or date.max, -(step.points or ZERO), unknown, step.criterion.id)


def _open(verdict: Verdict) -> bool:
    return verdict.outcome in (Outcome.UNMET, Outcome.UNKNOWN)


def _step(verdict: Verdict, *, must: bool) -> Step:
    return Step(verdict, verdict.score.missing if verdict.score else None, must)


def _needed(verdict: Verdict) -> _Steps:
    """What makes one criterion met."""
    if not _open(verdict):
        return []
    if not verdict.children:
        return [_step(verdict, must=True)]
    rule = verdict.criterion.rule
    if not isinstance(rule, Points):
        return _below(rule, verdict.children)
    maximum = verdict.score.maximum if verdict.score else None
    need = minimum(rule, maximum) or ZERO
    low = verdict.score.low if verdict.score else ZERO
    return _gains(verdict.children, need - low)


def _below(rule: Rule, verdicts: Sequence[Verdict]) -> _Steps:
    """All that are open, or as few as the rule asks for: those with the fewest steps."""
    asked = [one for one in verdicts if one.outcome is not Outcome.NOT_APPLICABLE]
    met = sum(one.outcome is Outcome.MET for one in asked)
    ways = sorted((_needed(one) for one in asked if _open(one)), key=_cost)
    return [step for steps in ways[: max(needed(rule, len(asked)) - met, 0)] for step in steps]


def _cost(steps: _Steps) -> tuple[int, int, int]:
    """What can't be mended is no way; to find out is less than to put right."""
    final = sum(one.final for one in steps)
    return (final, len(steps), sum(one.verdict.outcome is Outcome.UNMET for one in steps))


def _gains(verdicts: Iterable[Verdict], short: Decimal, begun: _Steps | None = None) -> _Steps:
    """What brings the missing points: first what can't be left, then the largest gains.

    Without enough to gain there is no way: only what can't be left is told.
    """
    every, steps = list(verdicts), [*(begun or [])]
    steps += [step for one in every for step in _musts(one)]
    steps = list({step.criterion.id: step for step in steps}.values())
    taken = {step.criterion.id for step in steps}
    short -= sum((one.points or ZERO for one in steps), ZERO)
    left = [one for top in every for one in top.gaining() if one.criterion.id not in taken]
    left = [one for one in left if one.score and one.score.missing and not one.ruling.final]
    if sum((one.score.missing or ZERO for one in left if one.score), ZERO) < short:
        return [one for one in steps if one.must]
    for one in sorted(left, key=lambda each: -(each.score.missing or ZERO) if each.score else ZERO):
        if short <= 0:
            break
        gain = one.score.missing if one.score else None
        short -= gain or ZERO
        steps.append(_step(one, must=False))
    return steps


def _musts(verdict: Verdict) -> _Steps:
    """What a minimum that isn't reached asks, here and below."""
    rule = verdict.criterion.rule
    if isinstance(rule, Points) and rule.demanding and _open(verdict):
        return _needed(verdict)
    return [step for one in verdict.children for step in _musts(one)]


def _scored_set(result: Result) -> _Steps:
    total, known = result.total, result.criteria_set
    vetoes = known.scoring.vetoes if known and known.scoring else ()
    found = [one for name in vetoes if (one := result.find(name))]
    steps = [step for one in found for step in _needed(one)]
    return _gains(result.verdicts, total.missing if total else ZERO, steps)
