"""Can the points of a set be had, and were they given as they may be?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Message, Problem, Related, say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.rules import Points
from ansecurity_cli.verdicts.rules.points import off_range
from ansecurity_cli.verdicts.scoring import too_much

_ZERO = Decimal(0)


def _maximum(criterion: Criterion) -> Decimal | None:
    """The most points that a criterion can give; None where that isn't public."""
    if criterion.children:
        return _sum(criterion.children)
    if isinstance(criterion.rule, Points):
        return _ZERO if criterion.rule.bonus else criterion.rule.max
    return criterion.worth or _ZERO


def _sum(criteria: Iterable[Criterion]) -> Decimal | None:
    parts = [_maximum(one) for one in criteria]
    return None if None in parts else sum((one for one in parts if one is not None), _ZERO)


def _own(known: CriteriaSet) -> Iterator[Criterion]:
    """The criteria of the set's own file: what is copied in is told where it stands."""
    return (one for one in known.walk() if one.at.path == known.at.path)


def points_do_not_add_up(scope: Scope) -> Iterator[Problem]:
    """The points of a criteria set, or of a criterion, don't add up.

    What a maximum declares must be what the criteria below it give together.
    """
    for known in scope.repository.versions.values():
        if not known.sound:
            continue
        for one in _own(known):
            if one.children and isinstance(one.rule, Points) and one.rule.max is not None:
                at, given = one.rule.at.at("max"), _sum(one.children)
                known_parts = _sum(each for each in one.children if _maximum(each) is not None)
                if given is None and known_parts and known_parts > one.rule.max:
                    given = known_parts  # too many already, without those that aren't public
                yield from _differs(at, one.rule.max, given, one.id)
        scoring = known.scoring
        if scoring is not None and scoring.max is not None and known.whole:
            yield from _differs(scoring.at.at("max"), scoring.max, _sum(known.criteria), "")
        yield from _pointless(known)
        if isinstance(known.rule, Points) and scoring is None:
            hint = say("add scoring: {keys}", keys="{not_applicable: …, min_total: …}")
            message = say("the set is judged by points, but doesn't say how")
            yield Problem(known.rule.at, message, (hint,))


def _pointless(known: CriteriaSet) -> Iterator[Problem]:
    """What neither gives points nor is a condition has no effect at all."""
    scoring = known.scoring
    if scoring is None or not known.whole or not isinstance(known.rule, Points):
        return
    conditions = {*scoring.vetoes, *(name for one in scoring.classes for name in one.needs)}
    todo = list(known.criteria)
    while todo:
        one = todo.pop(0)
        if one.id in conditions:
            continue  # a condition as a whole
        todo[:0] = one.children
        if not (one.children or one.scored):
            message = say("“{name}” gives no points and is no condition", name=one.id)
            hint = say("add worth, or name it under scoring.vetoes")
            yield Problem(one.at.at("rule"), message, (hint,), (), "", one.id)


def _differs(
    at: Location, declared: Decimal, given: Decimal | None, criterion: str
) -> Iterator[Problem]:
    if given is not None and given != declared:
        message = say(
            "the maximum is {declared}, but the criteria below it give {given}",
            declared=declared, given=given,
        )  # fmt: skip
        yield Problem(at, message, criterion=criterion)


def unreachable_points(scope: Scope) -> Iterator[Problem]:
    """A minimum, a class or a band of points can never be reached."""
    for known in scope.repository.versions.values():
        if not known.sound:
            continue
        for one in _own(known):
            if isinstance(one.rule, Points):
                most = _sum(one.children) if one.children else one.rule.max
                yield from _above(one.rule.at, "min_points", one.rule.min_points, most, one.id)
                yield from _bands(one.rule, one.id)
        yield from _classes(known)


def _above(
    at: Location, key: str, need: Decimal | None, most: Decimal | None, criterion: str = ""
) -> Iterator[Problem]:
    if need is not None and most is not None and need > most:
        message = say(
            "{need} points are asked, but at most {most} can be had", need=need, most=most
        )
        yield Problem(at.at(key), message, criterion=criterion)


def _bands(rule: Points, criterion: str) -> Iterator[Problem]:
    for band in rule.bands:
        if rule.by == "percent" and band.at_least is not None and band.at_least > 100:
            text = say("no share is {n}%", n=band.at_least)
            yield Problem(band.at.at("at_least"), text, criterion=criterion)
        if rule.max is not None and band.points > rule.max:
            text = say("{n} points, but at most {max} can be had", n=band.points, max=rule.max)
            yield Problem(band.at.at("points"), text, criterion=criterion)
    for before, after in pairwise(rule.bands):
        low = (before.at_least, after.at_least)
        high = (before.at_most, after.at_most)
        hidden = (low[0] is not None and low[1] is not None and low[1] >= low[0]) or (
            high[0] is not None and high[1] is not None and high[1] <= high[0]
        )
        if hidden:
            message = say("this band is never reached: the one above it comes first")
            related = (Related(before.at, say("the band above")),)
            yield Problem(after.at, message, (), related, "", criterion)


def _classes(known: CriteriaSet) -> Iterator[Problem]:
    scoring = known.scoring
    if scoring is None:
        return
    given = _sum(known.criteria) if known.whole else None
    most = given if given is not None else scoring.max
    bonus = any(isinstance(one.rule, Points) and one.rule.bonus for one in known.walk())
    if bonus and not scoring.capped:
        most = None  # what can be had on top is not a part of the maximum
    yield from _above(scoring.at, "min_total", scoring.min_total, most)
    for one in scoring.classes:
        yield from _above(one.at, "from", one.points, most)
    for before, after in pairwise(scoring.classes):
        if after.points <= before.points:
            message = say(
                "“{class}” begins at {n} points, which is not above “{below}”",
                **{"class": after.title}, n=after.points, below=before.title,
            )  # fmt: skip
            hint = say("write the classes from low to high")
            yield Problem(after.at.at("from"), message, (hint,))


def points_out_of_range(scope: Scope) -> Iterator[Problem]:
    """An answer gives more points than can be had, fewer than are given, or an odd fraction."""
    for result in scope.results():
        for verdict in (one for top in result.verdicts for one in top.walk()):
            rule = verdict.criterion.rule
            above = too_much(rule.max if isinstance(rule, Points) else None, verdict.children)
            if above is not None and isinstance(rule, Points) and rule.max is not None:
                text = say("{n} points, but at most {max} can be had", n=above, max=rule.max)
                related = (Related(rule.at, say("the rule ({cite})", cite=verdict.criterion.id)),)
                file, name = result.assessment or result.appraisal, verdict.criterion.id
                at = file.at if file else verdict.at
                yield Problem(at, text, (), related, result.key.unit, name)
    for file, _set, criterion, answer in scope.answers():
        rule = criterion.rule
        direct = isinstance(rule, Points) and not (rule.bands or rule.deduct or criterion.children)
        if isinstance(rule, Points) and direct and answer.points is not None:
            fault: Message | None = off_range(rule, answer.points)
            if fault:
                related = (
                    Related(rule.at, say("the rule ({cite})", cite=criterion.cite or criterion.id)),
                )
                yield Problem(answer.at.at("points"), fault, (), related, file.unit, criterion.id)
