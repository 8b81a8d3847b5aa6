"""Do appraisals give their reasons?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, say
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.outcome import Outcome, lowered
from ansecurity_cli.verdicts.rules import strangers


def lowered_without_reason(scope: Scope) -> Iterator[Problem]:
    """The appraiser's result is lower than the unit's own, and no reason is given."""
    for result in scope.results():
        appraisal = result.appraisal
        for verdict in (one for top in result.verdicts for one in top.walk()):
            told = appraisal.results.get(verdict.criterion.id) if appraisal else None
            own = verdict.own
            if told is not None and strangers(verdict.criterion.rule, told):
                continue  # told already: it doesn't answer the criterion
            if told is None or own is None or told.reason or not lowered(own, verdict.ruling):
                continue
            message = say("lowered from the unit's own result without a reason")
            hints = (say("add reason: …"),)
            yield Problem(told.at, message, hints, (), result.key.unit, verdict.criterion.id)


def appraisal_without_assessment(scope: Scope) -> Iterator[Problem]:
    """There is an appraisal, but no self-assessment of the same set and period."""
    for appraisal in scope.repository.rounds():
        key = appraisal.key
        if key not in scope.repository.assessments:
            message = say("there is no self-assessment beside this appraisal")
            yield Problem(appraisal.at, message, unit=key.unit)


def recognised_though_unmet(scope: Scope) -> Iterator[Problem]:
    """The title was given, although the answers and the appraisal make the set unmet.

    The decision stands as it was taken; but one of the two can't be right.
    """
    for result in scope.results():
        granted = knowledge.recognised(result.appraisal, scope.as_of)
        if result.appraisal and granted and result.outcome is Outcome.UNMET:
            ids = tuple(one.criterion.id for one in result.verdicts if one.outcome is Outcome.UNMET)
            message = say("recognised, but unmet by its own data: {ids}", ids=ids)
            decision = result.appraisal.recognition
            at = decision.at.key() if decision else result.appraisal.at
            yield Problem(
                at, message, (say("correct the data, or the decision"),), (), result.key.unit
            )
