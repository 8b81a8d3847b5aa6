"""Is something being done about what is unmet?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, Related, say
from ansecurity_cli.model.programme import Finding
from ansecurity_cli.model.rules import Points
from ansecurity_cli.schema import suggest
from ansecurity_cli.verdicts.findings import findings, remedies_for
from ansecurity_cli.verdicts.outcome import Outcome, Verdict
from ansecurity_cli.verdicts.results import Result


def unmet_without_remedy(scope: Scope) -> Iterator[Problem]:
    """A criterion is unmet, and the assessment names no remedy for it."""
    for result in scope.results():
        assessment = result.assessment
        if assessment is None or ("remedies",) in assessment.lost:
            continue
        covered = {one.criterion for one in assessment.remedies if one.status != "cancelled"}
        for verdict in _owing(result):
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


def _owing(result: Result) -> Iterator[Verdict]:
    """What needs a remedy if it is unmet. Where points add up, a lost point alone is no fault."""
    if result.total is None:
        yield from result.open()
        return
    known = result.criteria_set
    vetoes = known.scoring.vetoes if known and known.scoring else ()
    for one in (one for top in result.verdicts for one in top.walk()):
        rule = one.criterion.rule
        if one.criterion.id in vetoes or (isinstance(rule, Points) and rule.demanding):
            yield one


def remedy_overdue(scope: Scope) -> Iterator[Problem]:
    """A remedy, or a milestone of one, is past its day and not done."""
    for assessment in scope.repository.assessments.values():
        for remedy in assessment.remedies:
            if not remedy.open(scope.as_of):
                continue
            late = [(one.at, one.due) for one in remedy.milestones if one.open(scope.as_of)]
            for at, due in (*late, (remedy.at, remedy.due)):
                if due and due < scope.as_of:
                    n = (scope.as_of - due).days
                    message = say("due {due}, {n} days ago, and not done", due=due, n=n)
                    hints = (say("write status: done and done_on, or a new day with the reason"),)
                    if at is not remedy.at:
                        hints = (say("write done_on, or a new day with the reason"),)
                    yield Problem(
                        at.at("due"), message, hints, (), assessment.unit, remedy.criterion
                    )


def finding_without_remedy(scope: Scope) -> Iterator[Problem]:
    """A finding is open, and no remedy names it.

    The remedy stands in an assessment of the unit that the finding is about, or that was visited.
    """
    for visit, finding in findings(scope.repository):
        if finding.open(scope.as_of) and not remedies_for(
            scope.repository, visit, finding, scope.as_of
        ):
            message = say("the finding is open, and no remedy is planned for it")
            line = f"{{finding: {finding.id}, action: …, owner: …, due: …}}"
            hints = (say("add under remedies: {line}", line=line),)
            unit = finding.unit or visit.unit
            yield Problem(finding.at, message, hints, (), unit, finding.criterion)


def unknown_finding(scope: Scope) -> Iterator[Problem]:
    """A remedy names a finding that no inspection of the unit holds."""
    known: dict[str, set[str]] = {}
    for visit, finding in findings(scope.repository):
        for unit in {finding.unit, visit.unit}:
            known.setdefault(unit, set()).add(finding.id)
    broken = {place.unit for path, place in scope.repository.places.items()
              if place.kind == "inspection" and path not in _read(scope)}  # fmt: skip
    for assessment in scope.repository.assessments.values():
        ids = known.get(assessment.unit, set())
        for remedy in assessment.remedies:
            if remedy.finding and remedy.finding not in ids and assessment.unit not in broken:
                message = say(
                    "no finding “{name}” in an inspection of the unit", name=remedy.finding
                )
                hints = suggest(remedy.finding, sorted(ids))[:1]
                yield Problem(remedy.at.at("finding"), message, hints, (), assessment.unit)


def _read(scope: Scope) -> set[str]:
    """The inspections whose findings could be read."""
    return {one.at.path for one in scope.repository.inspections if ("findings",) not in one.lost}


def duplicate_finding(scope: Scope) -> Iterator[Problem]:
    """Two findings about the same unit have the same id, so that a remedy could mean either.

    Until one of them is renamed, a remedy that names the id covers neither.
    """
    first: dict[tuple[str, str], Finding] = {}
    told: set[Location] = set()
    for visit, finding in findings(scope.repository):
        for unit in sorted({finding.unit, visit.unit} - {""}):
            other = first.setdefault((unit, finding.id), finding)
            if other is not finding and finding.at not in told:
                told.add(finding.at)
                message = say("the finding id “{name}” stands twice for this unit", name=finding.id)
                related = (Related(other.at.at("id"), say("first here")),)
                hints = (say("number the findings of a unit on"),)
                yield Problem(finding.at.at("id"), message, hints, related, unit)
