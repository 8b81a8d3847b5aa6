"""Is something being done about what is unmet?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, Related, say
from ansecurity_cli.verdicts.outcome import Outcome


def unmet_without_remedy(scope: Scope) -> Iterator[Problem]:
    """A criterion is unmet, and the assessment names no remedy for it."""
    for result in scope.results():
        assessment = result.assessment
        if assessment is None or ("remedies",) in assessment.lost:
            continue
        covered = {one.criterion for one in assessment.remedies if one.status != "cancelled"}
        for verdict in result.open():
            if verdict.outcome is Outcome.UNMET and covered.isdisjoint(result.holders(verdict)):
                message = say("unmet, and no remedy is planned: {why}", why=verdict.ruling.why)
                hint = say(
                    "add under remedies: {line}",
                    line=f"{{criterion: {verdict.criterion.id}, action: …, owner: …, due: …}}",
                )
                related = (Related(verdict.criterion.at, say("the criterion")),)
                name = verdict.criterion.id
                own = assessment.answers.get(name)
                at = own.at if own else assessment.at.at("answers").key()
                yield Problem(at, message, (hint,), related, result.key.unit, name)


def remedy_overdue(scope: Scope) -> Iterator[Problem]:
    """A remedy is past its day and not done."""
    for assessment in scope.repository.assessments.values():
        for remedy in assessment.remedies:
            if remedy.open(scope.as_of) and remedy.due and remedy.due < scope.as_of:
                n = (scope.as_of - remedy.due).days
                message = say("due {due}, {n} days ago, and not done", due=remedy.due, n=n)
                hints = (say("write status: done and done_on, or a new day with the reason"),)
                yield Problem(
                    remedy.at.at("due"), message, hints, (), assessment.unit, remedy.criterion
                )
