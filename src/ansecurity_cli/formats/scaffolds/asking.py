"""What a criterion asks, in whole sentences, and the line that would answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model import rules as c
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period

# Stands where a person must write; in quotes where a text goes, for texts hold commas. Wherever it
# stays, the file has an error and decides nothing.
OPEN = "…"
_PAPER = f'number: "{OPEN}", issued: "{OPEN}", title: "{OPEN}"'
_EXEMPTIONS: Mapping[str, Message] = {
    "force_majeure": say("force majeure"), "detected_in_time": say("detected in time"),
    "mitigated": say("mitigated"), "reported_immediately": say("reported at once"),
}  # fmt: skip


def asked(one: Criterion, known: CriteriaSet, period: Period) -> Iterator[Message]:
    """How a criterion is decided, in words."""
    rule, (first, last) = one.rule, known.days(period)
    match rule:
        case c.All() | c.Include():
            yield say("all criteria below it must be met")
        case c.AnyOf():
            yield say("one of the criteria below it must be met")
        case c.AtLeast(count=n):
            yield say("{n} of the {m} criteria below it must be met", n=n, m=len(one.children))
        case c.Attested():
            yield say("the unit attests it: met: true if it holds, met: false if not")
        case c.Issued(due=str() as due):
            yield say("documents, issued on {day} at the latest", day=known.due(due, period))
        case c.Issued():
            yield say("documents that were issued")
        case c.NoneOf():
            yield say(
                "nothing of the kind from {first} to {last}; [] says that nothing happened",
                first=first, last=last,
            )  # fmt: skip
            if rule.exemptions:
                yield say("an incident doesn't count if: {ways}", ways=_ways(rule))
        case c.Count():
            yield from _bounds(rule.at_least, rule.at_most, rule.unit)
        case c.Ratio():
            yield from _shares(rule)
        case c.Trend():
            yield _trend(rule)
            if rule.years > 1:
                yield say("for {n} years running", n=rule.years)
        case c.Graded(at_least=levels):
            for scale, grade in levels.items():
                yield _scale(one, scale, grade)
        case c.Discipline(scale=scale, severity=severity):
            yield say("nobody was disciplined from “{name}” up", name=_named(one, scale, severity))
            yield _grades(one, scale)
        case c.Rollup(at_least=limit):
            yield _limit(limit)
            yield say(
                "counted from the files of the units below; "
                "count and total only where they have none"
            )
        case c.RecognisedIn(set=name):
            yield say("decided by the recognition by “{set}”; nothing is written here", set=name)
        case c.Points():
            yield from _points(rule, bool(one.children))
        case _:
            return


def offered(one: Criterion) -> Iterator[str]:
    """The lines that would answer it, each without the dots once a person has filled it in."""
    if one.children:
        return
    backed = f", evidence: [{OPEN}]" if one.evidence_required else ""
    for keys in _keys(one.rule):
        yield f"{one.id}: {{{keys}{backed}}}"
    if one.not_applicable_allowed:
        yield f'{one.id}: {{not_applicable: "{OPEN}"}}'


def _keys(rule: c.Rule) -> Iterator[str]:
    match rule:
        case c.Attested():
            yield f"met: {OPEN}"
        case c.Issued(required=required) if required:
            papers = ", ".join(f"{{for: {one.id}, {_PAPER}}}" for one in required)
            yield f"documents: [{papers}]"
        case c.Issued():
            yield f"documents: [{{{_PAPER}}}]"
        case c.NoneOf() | c.Points(deduct=Decimal()):
            yield "incidents: []"
            yield f'incidents: [{{date: "{OPEN}", count: {OPEN}}}]'
        case c.Discipline():
            yield "cases: []"
            yield f"cases: [{{severity: {OPEN}, count: {OPEN}}}]"
        case c.Count():
            yield f"value: {OPEN}"
        case c.Ratio(survey=survey):
            yield f"count: {OPEN}, total: {OPEN}"
            if survey:
                yield f"percent: {OPEN}, sample: {OPEN}"
        case c.Trend():
            yield f"previous: {OPEN}, current: {OPEN}"
        case c.Graded():
            yield f"grade: {OPEN}"
        case c.Rollup():
            yield f"count: {OPEN}, total: {OPEN}"
        case c.Points(bands=bands, by=by) if bands:
            yield f"count: {OPEN}, total: {OPEN}" if by == "percent" else f"value: {OPEN}"
        case c.Points():
            yield f"points: {OPEN}"
        case _:
            return


def _ways(rule: c.NoneOf) -> tuple[Message, ...]:
    ways = (tuple(_EXEMPTIONS[name] for name in one) for one in rule.exemptions)
    return tuple(say("{sum}", sum=one) for one in ways)


def _bounds(least: Decimal | None, most: Decimal | None, unit: str) -> Iterator[Message]:
    if least is not None:
        yield say("at least {n} {unit}", n=least, unit=unit)
    if most is not None:
        yield say("at most {n} {unit}", n=most, unit=unit)


def _shares(rule: c.Ratio) -> Iterator[Message]:
    if rule.at_least:
        yield _limit(rule.at_least)
    if rule.at_most and rule.at_most.percent is not None:
        yield say("count out of total: at most {n}%", n=rule.at_most.percent)
    elif rule.at_most:
        yield say("count: at most {n}", n=rule.at_most.count or 0)
    if rule.unit:
        yield say("counted in: {unit}", unit=rule.unit)
    if rule.survey:
        yield say("of a survey: percent, with the number of people asked (sample)")


def _limit(limit: c.Threshold) -> Message:
    if limit.percent is not None:
        return say("count out of total: at least {n}%", n=limit.percent)
    return say("count: at least {n}", n=limit.count or 0)


def _trend(rule: c.Trend) -> Message:
    if rule.change == "decrease":
        return say("fewer {unit} than the year before; none and none is met", unit=rule.unit)
    return say("no more {unit} than the year before", unit=rule.unit)


def _named(one: Criterion, scale: str, grade: str) -> str:
    known = one.scales.get(scale)
    return known.titles.get(grade, grade) if known else grade


def _grades(one: Criterion, scale: str) -> Message:
    known = one.scales.get(scale)
    titles = known.titles if known else {}
    grades = known.grades if known else ()
    names = tuple(f"{each} ({titles.get(each, each)})" for each in grades)
    return say("from low to high: {names}", names=names)


def _scale(one: Criterion, scale: str, grade: str) -> Message:
    level = _named(one, scale, grade)
    return say("a grade from “{level}” up; {scale}", level=level, scale=_grades(one, scale))


def _points(rule: c.Points, parent: bool) -> Iterator[Message]:
    if rule.max is not None:
        yield say("at most {n} points", n=rule.max)
    if rule.min_points is not None:
        yield say("at least {n} points", n=rule.min_points)
    if rule.min_share is not None:
        yield say("at least {n}% of its points", n=rule.min_share)
    if parent:
        yield say("the points of the criteria below it are added up")
    if rule.bands:
        yield say("points are computed from the number or share that is written here")
    if rule.deduct is not None:
        yield say("{n} points less for each incident", n=rule.deduct)
    if rule.bonus:
        yield say("given on top; not asked of anybody")
