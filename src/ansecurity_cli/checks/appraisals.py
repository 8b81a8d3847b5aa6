"""Do appraisals give their reasons?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, say
from ansecurity_cli.verdicts.outcome import RANK
from ansecurity_cli.verdicts.rules import strangers


def lowered_without_reason(scope: Scope) -> Iterator[Problem]:
    """The appraiser's result is lower than the unit's own, and no reason is given."""
    for result in scope.results():
        appraisal = result.appraisal
        for verdict in (one for top in result.verdicts for one in top.walk()):
            told = appraisal.results.get(verdict.criterion.id) if appraisal else None
            own = verdict.self_outcome
            if told is not None and strangers(verdict.criterion.rule, told):
                continue  # told already: it doesn't answer the criterion
            if told is None or own is None or told.reason or RANK[verdict.outcome] >= RANK[own]:
                continue
            message = say("lowered from the unit's own result without a reason")
            hints = (say("add reason: …"),)
            yield Problem(told.at, message, hints, (), result.key.unit, verdict.criterion.id)


def appraisal_without_assessment(scope: Scope) -> Iterator[Problem]:
    """There is an appraisal, but no self-assessment of the same set and period."""
    for key, appraisal in scope.repository.appraisals.items():
        if key not in scope.repository.assessments:
            message = say("there is no self-assessment beside this appraisal")
            yield Problem(appraisal.at, message, unit=key.unit)
