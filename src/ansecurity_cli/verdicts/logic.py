"""Three-valued logic over children: unknown stays unknown, not applicable is left out."""

from __future__ import annotations

from collections.abc import Sequence

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.rules import AnyOf, AtLeast, Rule
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Verdict


def needed(rule: Rule, children: int) -> int:
    """How many of the applicable children must be met."""
    if isinstance(rule, AnyOf):
        return 1
    return rule.count if isinstance(rule, AtLeast) else children


def settle(need: int, outcomes: Sequence[Outcome]) -> Outcome:
    """Met if `need` are met, unmet if they can't be any more, else unknown; all n/a → n/a."""
    asked = [one for one in outcomes if one is not Outcome.NOT_APPLICABLE]
    met, unknown = asked.count(Outcome.MET), asked.count(Outcome.UNKNOWN)
    if not asked:
        return Outcome.NOT_APPLICABLE if outcomes else Outcome.UNKNOWN
    if met >= need:
        return Outcome.MET
    return Outcome.UNKNOWN if met + unknown >= need else Outcome.UNMET


def combine(rule: Rule, children: Sequence[Verdict]) -> Ruling:
    """The ruling on a criterion that is decided by its children (`all`, `any`, `at-least`)."""
    outcomes = [child.outcome for child in children]
    asked = sum(one is not Outcome.NOT_APPLICABLE for one in outcomes)
    need = needed(rule, asked)
    outcome = settle(need, outcomes)
    if not children:
        return Ruling(outcome, say("there are no criteria here yet"))
    if outcome is Outcome.NOT_APPLICABLE:
        return Ruling(outcome, say("nothing below it applies"))
    return Ruling(outcome, _why(children, outcomes.count(Outcome.MET), need, asked))


def _why(children: Sequence[Verdict], met: int, need: int, asked: int) -> Message:
    unmet = _ids(children, Outcome.UNMET)
    unknown = _ids(children, Outcome.UNKNOWN)
    head = (
        say("{met}/{asked} met", met=met, asked=asked)
        if need == asked
        else say("{met}/{asked} met, {need} needed", met=met, asked=asked, need=need)
    )
    if unmet and unknown:
        return say(
            "{head}; unmet: {unmet}; unknown: {unknown}", head=head, unmet=unmet, unknown=unknown
        )
    if unmet:
        return say("{head}; unmet: {unmet}", head=head, unmet=unmet)
    return say("{head}; unknown: {unknown}", head=head, unknown=unknown) if unknown else head


def _ids(children: Sequence[Verdict], outcome: Outcome) -> str:
    return ", ".join(child.criterion.id for child in children if child.outcome is outcome)
