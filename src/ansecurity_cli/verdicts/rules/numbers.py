"""`count`, `ratio`, `trend` and `grade`: exact numbers, never rounded before they are compared."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.criteria import Scale
from ansecurity_cli.model.records import Answer
from ansecurity_cli.model.rules import Count, Graded, Ratio, Threshold, Trend
from ansecurity_cli.verdicts.knowledge import MERGED, UNREADABLE
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.rules.case import Case


def _amount(number: Decimal | int, unit: str) -> Message:
    return say("{n} {unit}", n=number, unit=unit)


def count(rule: Count, case: Case) -> Ruling:
    """A number within its bounds."""
    value = case.answer.value or Decimal(0)
    shown, low, high = _amount(value, rule.unit), rule.at_least, rule.at_most
    if low is not None and value < low:
        why = say("{amount}, needs ≥ {limit}", amount=shown, limit=low)
        short = say("{amount} missing", amount=_amount(low - value, rule.unit))
        return Ruling(Outcome.UNMET, why, short)
    if high is not None and value > high:
        why = say("{amount}, at most {limit} allowed", amount=shown, limit=high)
        short = say("{amount} too many", amount=_amount(value - high, rule.unit))
        return Ruling(Outcome.UNMET, why, short)
    if low is not None:
        return Ruling(Outcome.MET, say("{amount}, needs ≥ {limit}", amount=shown, limit=low))
    why = say("{amount}, at most {limit} allowed", amount=shown, limit=high or 0)
    return Ruling(Outcome.MET, why)


def percent(part: Decimal | int, total: Decimal | int, limit: Decimal | None = None) -> Decimal:
    """A share for the eye: one decimal, more where rounding would hide which side of `limit` it is.

    Only a complete share shows as 100, only an empty one as 0.
    """
    exact = Decimal(part) * 100 / Decimal(total)
    for digits in (1, 2, 3, 4, 6, 9):
        shown = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        sides = [edge for edge in (limit, Decimal(0), Decimal(100)) if edge is not None]
        if all(
            (shown > edge) == (exact > edge) and (shown < edge) == (exact < edge) for edge in sides
        ):
            return shown
    return exact


def least(share: Decimal, total: int) -> int:
    """The smallest number that is at least this share of the total."""
    return int((share * total / 100).to_integral_value(ROUND_CEILING))


def most(share: Decimal, total: int) -> int:
    """The largest number that is at most this share of the total."""
    return int((share * total / 100).to_integral_value(ROUND_FLOOR))


def ratio(rule: Ratio, case: Case) -> Ruling:
    """A share of a total, or the result of a survey with its sample."""
    answer = case.answer
    part, total = answer.count, answer.total
    if answer.percent is not None:
        if part is not None or total is not None:
            return Ruling(
                Outcome.UNKNOWN, say("a count and a percentage: it isn't clear which holds")
            )
        return _survey(rule, answer.percent, answer.sample)
    part, total = part or 0, total or 0
    if part > total:
        return Ruling(Outcome.UNKNOWN, say("{count} of {total} can't be", count=part, total=total))
    if rule.survey and total < rule.sample_at_least:
        return _too_few(rule, total)
    if total == 0:
        return Ruling(Outcome(rule.when_zero), say("0 of 0: there was nothing to count"))
    return _bounds(rule, part, total)


def _bounds(rule: Ratio, part: int, total: int) -> Ruling:
    why = say("{count}/{total}", count=part, total=total)
    for limit, low in ((rule.at_least, True), (rule.at_most, False)):
        if limit is None:
            continue
        bound = _number(limit, total, low=low)
        why = share_text(part, total, limit, low=low)
        off = bound - part if low else part - bound
        if off > 0:
            amount = _amount(off, rule.unit)
            short = say("{amount} too many", amount=amount)
            if low:
                short = say(
                    "{amount} missing ({needed}/{total} needed)",
                    amount=amount,
                    needed=bound,
                    total=total,
                )
            return Ruling(Outcome.UNMET, why, short)
    return Ruling(Outcome.MET, why)


def _too_few(rule: Ratio, sample: int) -> Ruling:
    limit = max(rule.sample_at_least, 1)
    why = say("{sample} people asked, at least {limit} needed", sample=sample, limit=limit)
    return Ruling(Outcome.UNKNOWN, why, say("ask more people"))


def _number(limit: Threshold, total: int, *, low: bool) -> int:
    if limit.percent is None:
        return limit.count or 0
    return least(limit.percent, total) if low else most(limit.percent, total)


def share_text(part: int, total: int, limit: Threshold, *, low: bool = True) -> Message:
    """“16/25 = 64%, needs ≥ 70%”."""
    if limit.percent is None:
        wanted = limit.count or 0
        if low:
            return say("{count}/{total}, needs ≥ {limit}", count=part, total=total, limit=wanted)
        return say(
            "{count}/{total}, at most {limit} allowed", count=part, total=total, limit=wanted
        )
    shown = percent(part, total, limit.percent)
    if low and limit.percent == 100:
        return say(
            "{count}/{total} = {percent}%, needs 100%", count=part, total=total, percent=shown
        )
    if low:
        return say(
            "{count}/{total} = {percent}%, needs ≥ {limit}%",
            count=part,
            total=total,
            percent=shown,
            limit=limit.percent,
        )
    return say(
        "{count}/{total} = {percent}%, at most {limit}% allowed",
        count=part,
        total=total,
        percent=shown,
        limit=limit.percent,
    )


def _survey(rule: Ratio, share: Decimal, sample: int | None) -> Ruling:
    if sample is None or sample < max(rule.sample_at_least, 1):
        return _too_few(rule, sample or 0)
    low, high = (one.percent if one else None for one in (rule.at_least, rule.at_most))
    if low is not None:
        why = say(
            "{percent}% of {sample} asked, needs ≥ {limit}%",
            percent=share,
            sample=sample,
            limit=low,
        )
        if share < low:
            return Ruling(Outcome.UNMET, why, say("{n} percentage points missing", n=low - share))
    elif high is not None:
        why = say(
            "{percent}% of {sample} asked, at most {limit}% allowed",
            percent=share,
            sample=sample,
            limit=high,
        )
    else:
        return Ruling(Outcome.UNKNOWN, say("the criterion asks for a number, not a percentage"))
    if high is not None and share > high:
        return Ruling(Outcome.UNMET, why, say("{n} percentage points too many", n=share - high))
    return Ruling(Outcome.MET, why)


def _series(answers: list[Answer | None], case: Case) -> list[Decimal | None]:
    """This period's number and those before it, newest first; None where it isn't known."""
    series = [case.answer.current]
    for after, before in pairwise(answers):
        if before is UNREADABLE:  # `previous` must not stand in for a file with errors
            series.append(None)
            continue
        told = before.current if before and before.current is not None else None
        series.append(told if told is not None else after.previous if after else None)
    return series


def trend(rule: Trend, case: Case) -> Ruling:
    """Each year below the one before; the file of the year before outweighs `previous`."""
    answers = [case.answer, *(case.earlier(years) for years in range(1, rule.years + 1))]
    series = _series(answers, case)
    known = [value for value in series if value is not None][::-1]
    line = say(
        "{values} {unit}",
        values=" → ".join(f"{value.normalize():f}" for value in known),
        unit=rule.unit,
    )
    strict = rule.change == "decrease"
    for years, (after, before) in enumerate(pairwise(series)):
        if after is None or before is None:
            continue
        if after > before or (strict and after == before != 0):
            wanted = say("must fall") if strict else say("must not rise")
            limit = max(before - 1 if strict else before, Decimal(0))
            short = say("at most {amount} would do", amount=_amount(limit, rule.unit))
            why = say("{line}, {wanted}", line=line, wanted=wanted)
            # What happened in an earlier year no number of this year can mend.
            return Ruling(Outcome.UNMET, why, None if years else short, final=years > 0)
    if None in series:
        years = series.index(None)
        year = str(case.period.back(years))
        why = say("the number of {year} isn't known", year=year)
        if years == 1 and answers[years] is MERGED:
            short = say(
                "give the number of {year} as previous: "
                "those of the former units are not added up by themselves",
                year=year,
            )
            return Ruling(Outcome.UNKNOWN, why, short)
        return Ruling(Outcome.UNKNOWN, why, say("give the number of {year}", year=year))
    return Ruling(Outcome.MET, line)


def grade(rule: Graded, case: Case) -> Ruling:
    """A grade from a level up, on whichever of the scales it stands."""
    given, scales = case.answer.grade or "", case.criterion.scales
    asked = [(scales[name], level) for name, level in rule.at_least.items() if name in scales]
    held = [
        (scale, level) for scale, level in asked if given in scale.grades and level in scale.grades
    ]
    rulings = [_graded(given, scale, level) for scale, level in held]
    if rulings:  # meeting one scale is enough
        return next((one for one in rulings if one.outcome is Outcome.MET), rulings[0])
    wanted = tuple(scale.titles.get(level, level) for scale, level in asked)
    if not wanted:
        return Ruling(Outcome.UNKNOWN, say("“{grade}” is on none of the scales here", grade=given))
    why = say(
        "“{grade}” is on none of the scales; {wanted} or better is needed",
        grade=given,
        wanted=wanted,
    )
    return Ruling(Outcome.UNKNOWN, why)


def _graded(given: str, scale: Scale, level: str) -> Ruling:
    title, wanted = scale.titles[given], scale.titles[level]
    why = say("graded “{grade}”, needs “{wanted}” or better", grade=title, wanted=wanted)
    good = scale.grades.index(given) >= scale.grades.index(level)
    return Ruling(Outcome.MET if good else Outcome.UNMET, why)
