"""`points`: a score, given or computed from a number; and a share of its maximum."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.rules import Band, Points
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.rules.case import Case
from ansecurity_cli.verdicts.rules.numbers import percent

Scored = tuple[Decimal, Message]


def points(rule: Points, case: Case) -> Ruling:
    """A score of one criterion, held against the minimum it asks for, else against its maximum."""
    scored = _scored(rule, case)
    if isinstance(scored, Ruling):
        return scored
    score, why = scored
    if rule.bonus and not rule.demanding:  # it is given on top, and asked of nobody
        return Ruling(Outcome.MET, why, points=score)
    need = minimum(rule, rule.max)
    if need is None:  # how much could be had isn't public
        return Ruling(Outcome.UNKNOWN, why, points=score)
    if rule.demanding:
        why = say("{why}, needs ≥ {limit}", why=why, limit=need)
    if score >= need:
        return Ruling(Outcome.MET, why, points=score)
    spent = rule.deduct is not None  # what happened can't be undone
    return Ruling(Outcome.UNMET, why, _short(rule, score, need), points=score, final=spent)


def minimum(rule: Points, maximum: Decimal | None) -> Decimal | None:
    """The points it takes; None where that depends on a maximum that isn't known."""
    if not rule.demanding:
        return maximum
    needs = [rule.min_points] if rule.min_points is not None else []
    if rule.min_share is not None:
        if maximum is None:
            return None
        needs.append(rule.min_share * maximum / 100)
    return max(needs)


def score_text(score: Decimal, maximum: Decimal | None) -> Message:
    """“2.5/3 points”."""
    if maximum is None:
        return say("{n} points", n=score)
    return say("{n}/{max} points", n=score, max=maximum)


def _scored(rule: Points, case: Case) -> Scored | Ruling:
    answer = case.answer
    if rule.bands:
        return _banded(rule, case)
    if rule.deduct is not None:
        return _deducted(rule, rule.deduct, case)
    score = answer.points or Decimal(0)
    fault = off_range(rule, score)
    return Ruling(Outcome.UNKNOWN, fault) if fault else (score, score_text(score, rule.max))


def _deducted(rule: Points, deduct: Decimal, case: Case) -> Scored | Ruling:
    answer, times = case.answer, case.answer.value
    if rule.max is None:
        return Ruling(Outcome.UNKNOWN, say("how many points can be had isn't public"))
    if answer.incidents is not None:
        if times is not None:
            return Ruling(
                Outcome.UNKNOWN, say("a number and a list of incidents: it isn't clear which holds")
            )
        times = Decimal(sum(one.count for one in answer.incidents))
    times = times or Decimal(0)
    if times < 0 or times % 1:
        return Ruling(Outcome.UNKNOWN, say("{n} times can't be", n=times))
    score = max(rule.min, rule.max - deduct * times)
    why = say(
        "{max} − {deduct} × {times} = {score}", max=rule.max, deduct=deduct, times=times,
        score=score_text(score, rule.max),
    )  # fmt: skip
    return score, why


def off_range(rule: Points, score: Decimal) -> Message | None:
    """Why a score can't have been given."""
    if rule.max is not None and score > rule.max:
        return say("{n} points, but at most {max} can be had", n=score, max=rule.max)
    if score < rule.min:
        return say("{n} points, but at least {min} are given", n=score, min=rule.min)
    if rule.step is not None and score % rule.step:
        return say("{n} points, but points go in steps of {step}", n=score, step=rule.step)
    return None


def _banded(rule: Points, case: Case) -> Scored | Ruling:
    answer = case.answer
    number, shown = Fraction(answer.value or 0), say("{n}", n=answer.value or Decimal(0))
    if rule.by == "percent":
        part, total = answer.count or 0, answer.total or 0
        if part > total:
            return Ruling(
                Outcome.UNKNOWN, say("{count} of {total} can't be", count=part, total=total)
            )
        if total == 0:
            return Ruling(Outcome.UNKNOWN, say("0 of 0: there was nothing to count"))
        number = Fraction(part * 100, total)
        share = percent(part, total, _edge(rule, number))
        shown = say("{count}/{total} = {percent}%", count=part, total=total, percent=share)
    band = next((one for one in rule.bands if one.holds(number)), None)
    score = band.points if band else Decimal(0)
    fault = off_range(replace(rule, step=None), score)
    if fault:
        return Ruling(Outcome.UNKNOWN, fault)
    return score, say("{value}: {score}", value=shown, score=score_text(score, rule.max))


def _edge(rule: Points, number: Fraction) -> Decimal | None:
    """The limit nearest to a number, so that rounding doesn't hide on which side it is."""
    limits = (one.at_least if one.at_least is not None else one.at_most for one in rule.bands)
    return min(
        (one for one in limits if one is not None), key=lambda one: abs(number - Fraction(one))
    )


def _short(rule: Points, score: Decimal, need: Decimal) -> Message:
    better = [one for one in rule.bands if one.points > score]
    if not better:
        return say("{n} points missing", n=need - score)
    return say(
        "{n} points missing; {band}", n=need - score,
        band=_band(rule, min(better, key=lambda one: one.points)),
    )  # fmt: skip


def _band(rule: Points, band: Band) -> Message:
    sign, limit = ("≥", band.at_least) if band.at_least is not None else ("≤", band.at_most)
    unit = "%" if rule.by == "percent" else ""
    return say(
        "{sign} {limit}{unit} gives {points}", sign=sign, limit=limit, unit=unit,
        points=band.points,
    )  # fmt: skip
