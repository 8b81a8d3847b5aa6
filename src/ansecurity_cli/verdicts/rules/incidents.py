"""`none-of` and `discipline`: what must not happen."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.records import Incident
from ansecurity_cli.model.rules import Discipline, NoneOf
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.rules.case import Case

FORCE_MAJEURE = "force_majeure"
FACTS: dict[str, Message] = {
    FORCE_MAJEURE: say("force majeure"),
    "detected_in_time": say("detected in time"),
    "mitigated": say("consequences reduced"),
    "reported_immediately": say("reported at once"),
}


def none_of(rule: NoneOf, case: Case) -> Ruling:
    """Nothing happened, or every incident falls under one of the rule's own exemptions.

    124/2021/TT-BCA, Điều 4 khoản 4 điểm b and d, Điều 6 khoản 3 điểm đ and g; elsewhere none.
    """
    incidents = case.answer.incidents or ()
    if not sum(one.count for one in incidents):
        return Ruling(Outcome.MET, say("none happened"))
    judged = [(one, _exempt(one, rule.exemptions)) for one in incidents if one.count]
    failing = [one for one, exempt in judged if exempt is False]
    open_ = [one for one, exempt in judged if exempt is None]
    if failing:
        n = sum(one.count for one in failing)
        why = say(
            "{n} happened: {days} {reason}",
            n=n,
            days=_days(failing),
            reason=_reason(failing[0], rule),
        )
        return Ruling(Outcome.UNMET, why, at=failing[0].at, final=True)
    if open_:
        missing = tuple(FACTS[name] for name in _untold(open_[0], rule.exemptions))
        why = say("incident of {day}: not told whether {facts}", day=open_[0].day, facts=missing)
        return Ruling(
            Outcome.UNKNOWN, why, say("state for the incident: {facts}", facts=missing), open_[0].at
        )
    n = sum(one.count for one, _ in judged)
    return Ruling(
        Outcome.MET,
        say("{n} happened ({days}), exempt", n=n, days=_days([one for one, _ in judged])),
    )


def _days(incidents: list[Incident]) -> tuple[object, ...]:
    return tuple(one.day for one in incidents)


def _holds(incident: Incident, names: tuple[str, ...]) -> bool | None:
    told = [incident.facts.get(name) for name in names]
    if False in told:
        return False
    return None if None in told else True


def _asked(incident: Incident, exemptions: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    # Force majeure is the exception: where another exemption of the rule is told of, it counts
    # only if somebody claims it.
    others = {name for names in exemptions for name in names} - {FORCE_MAJEURE}
    told = bool(others & incident.facts.keys())
    claimed = FORCE_MAJEURE in incident.facts
    return [names for names in exemptions if names != (FORCE_MAJEURE,) or claimed or not told]


def _exempt(incident: Incident, exemptions: tuple[tuple[str, ...], ...]) -> bool | None:
    results = [_holds(incident, names) for names in _asked(incident, exemptions)]
    if True in results:
        return True
    return None if None in results else False


def _untold(incident: Incident, exemptions: tuple[tuple[str, ...], ...]) -> list[str]:
    open_ = [names for names in _asked(incident, exemptions) if _holds(incident, names) is None]
    names = [name for group in open_ for name in group]
    return [name for name in dict.fromkeys(names) if name not in incident.facts]


def _reason(incident: Incident, rule: NoneOf) -> Message | tuple[()]:
    asked = [name for names in rule.exemptions for name in names]
    denied = tuple(
        FACTS[name] for name in dict.fromkeys(asked) if incident.facts.get(name) is False
    )
    if denied:
        return say("(not: {facts})", facts=denied)
    return say("(no exemption here)") if not asked else ()


def discipline(rule: Discipline, case: Case) -> Ruling:
    """Nobody was disciplined at or above the severity."""
    scale = case.criterion.scales.get(rule.scale)
    cases = [one for one in case.answer.cases or () if one.count]
    if scale is None or not {rule.severity, *(one.severity for one in cases)} <= {*scale.grades}:
        return Ruling(Outcome.UNKNOWN, say("a severity here is on no scale of the set"))
    limit = scale.grades.index(rule.severity)
    over = [one for one in cases if scale.grades.index(one.severity) >= limit]
    level = scale.titles[rule.severity]
    if over:
        n = sum(one.count for one in over)
        return Ruling(
            Outcome.UNMET, say("{n} disciplined, {level} or more", n=n, level=level),
            at=over[0].at, final=True,
        )  # fmt: skip
    if cases:
        n = sum(one.count for one in cases)
        return Ruling(Outcome.MET, say("{n} disciplined, all below {level}", n=n, level=level))
    return Ruling(Outcome.MET, say("nobody was disciplined"))
