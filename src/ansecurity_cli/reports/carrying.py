"""What of an earlier period's answers may still hold; whoever takes it over must confirm it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Answer, Evidence, Key
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.model.rules import Attested, Count, Issued, Rule
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Carried:
    """What an earlier period hands on: answers to confirm, evidence, and what is only told."""

    period: Period
    answers: Mapping[str, Answer]
    evidence: Mapping[str, Evidence]
    before: Mapping[str, Verdict]
    remedies: tuple[Remedy, ...]


NOTHING = Carried(Period(0), {}, {}, {}, ())


def carry(snapshot: Snapshot, key: Key, known: CriteriaSet, past: Period) -> Carried | None:
    """What may still hold in the period of `key`; None where there is nothing to take over."""
    result = snapshot.evaluation.result(key._replace(period=past))
    if result.assessment is None and result.appraisal is None:
        return None
    before = {one.criterion.id: one for top in result.verdicts for one in top.walk()}
    answers = {
        one.id: found.answer
        for one in known.walk()
        if (found := before.get(one.id)) and found.answer and _holds(found, one)
    }
    since = known.days(key.period).first
    shelf = result.assessment.evidence if result.assessment else {}
    named = {name for one in answers.values() for name in one.evidence or ()}
    valid = {
        name: one for name, one in shelf.items()
        if name in named and not (one.expires and since and one.expires < since)
    }  # fmt: skip
    remedies = result.assessment.remedies if result.assessment else ()
    return Carried(
        past, answers, valid, before,
        tuple(one for one in remedies if one.open(snapshot.as_of)),
    )  # fmt: skip


def _holds(before: Verdict, now: Criterion) -> bool:
    """Whether last time's answer can say anything of this time: no event, figure or yearly paper.

    Only what was met, or did not apply, and is asked in the same way.
    """
    answer, same = before.answer, type(before.criterion.rule) is type(now.rule)
    if answer is None or not same or before.criterion.title != now.title or now.children:
        return False
    if before.outcome is Outcome.NOT_APPLICABLE:
        return answer.not_applicable is not None
    return before.outcome is Outcome.MET and _lasting(now.rule)


def _lasting(rule: Rule) -> bool:
    if isinstance(rule, Issued):
        return rule.due is None
    if isinstance(rule, Count):  # so many or more are kept; so many or fewer happen anew
        return rule.at_least is not None and rule.at_most is None
    return isinstance(rule, Attested)
