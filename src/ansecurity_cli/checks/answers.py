"""Do answers say something that can be, and agree with one another?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, Related, say
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Answer, Appraisal, Assessment, Paper
from ansecurity_cli.model.rules import Issued, Ratio, Rollup, Trend
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Verdict
from ansecurity_cli.verdicts.results import Result
from ansecurity_cli.verdicts.rules import RULES, asks, complete, strangers

_CLASHES = (("met", Outcome.UNMET), ("unmet", Outcome.MET))
_CLAIMS = {"met": say("met"), "mostly-met": say("mostly met"), "unmet": say("unmet")}


def _rule(criterion: Criterion) -> tuple[Related, ...]:
    rule = criterion.rule
    share = getattr(rule, "at_least", None)
    at = share.at if isinstance(rule, (Ratio, Rollup)) and share else rule.at
    cite = criterion.cite or criterion.id
    return (Related(at, say("the rule ({cite})", cite=cite)),)


def _claims(scope: Scope) -> Iterator[tuple[Result, Verdict, Ruling, str, Location]]:
    """Each claim of a unit, with the ruling on the unit's own answer.

    In a file with errors, the answers without any are still held against their claims.
    """
    for result in scope.results(as_if_sound=True):
        file = result.assessment
        for name, answer in file.answers.items() if file else ():
            if not answer.claim:
                continue
            verdict = result.find(name)
            whole = not any(lost[:2] == ("answers", name) for lost in file.lost) if file else False
            if verdict and whole:
                own = verdict.own or verdict.ruling
                yield result, verdict, own, answer.claim, answer.at.at("claim")


def _claim(result: Result, verdict: Verdict, own: Ruling, claim: str, at: Location) -> Problem:
    message = say("claimed “{claim}”, but {why}", claim=_CLAIMS[claim], why=own.why)
    hints = [own.shortfall] if own.shortfall else []
    if own.outcome in (Outcome.MET, Outcome.UNMET):
        hints.append(say("write claim: {claim}, or correct the data", claim=own.outcome.value))
    name = verdict.criterion.id
    return Problem(at, message, tuple(hints), _rule(verdict.criterion), result.key.unit, name)


def claim_contradicts_answer(scope: Scope) -> Iterator[Problem]:
    """The unit claims one thing and its own data say another.

    A claim never changes the result: it is computed from the data.
    """
    for result, verdict, own, claim, at in _claims(scope):
        if (claim, own.outcome) in _CLASHES:
            yield _claim(result, verdict, own, claim, at)
    for result, assessment, own_outcome in _whole_claims(scope):
        if (assessment.claim, own_outcome) in _CLASHES:
            outcome = _CLAIMS[own_outcome.value]
            message = say(
                "the whole set is claimed as “{claim}”, but it is {outcome}",
                claim=_CLAIMS[assessment.claim],
                outcome=outcome,
            )
            yield Problem(assessment.at.at("claim"), message, unit=result.key.unit)


def claim_without_data(scope: Scope) -> Iterator[Problem]:
    """Something is claimed to be met, but there is no data that shows it."""
    for result, verdict, own, claim, at in _claims(scope):
        if claim == "met" and own.outcome is Outcome.UNKNOWN:
            yield _claim(result, verdict, own, claim, at)
    for result, assessment, own_outcome in _whole_claims(scope):
        if assessment.claim == "met" and own_outcome is Outcome.UNKNOWN:
            message = say("the whole set is claimed as met, but that can't be seen from the data")
            yield Problem(assessment.at.at("claim"), message, unit=result.key.unit)


def _whole_claims(scope: Scope) -> Iterator[tuple[Result, Assessment, Outcome]]:
    for result in scope.results():
        known, assessment = result.criteria_set, result.assessment
        if known and known.sound and assessment and assessment.sound and assessment.claim:
            yield result, assessment, result.self_outcome or result.outcome


def answer_does_not_fit_rule(scope: Scope) -> Iterator[Problem]:
    """The answer holds keys that the criterion's rule doesn't ask for."""
    for file, _set, criterion, answer in scope.answers():
        row = RULES[type(criterion.rule)]
        hints = tuple(
            say("write {keys}", keys=", ".join(group)) for group in asks(criterion.rule)[:1]
        )
        if not row.asks and criterion.children:
            hints = (
                say(
                    "answer the criteria below it: {ids}",
                    ids=", ".join(one.id for one in criterion.children),
                ),
            )
        odd = strangers(criterion.rule, answer)
        for key in answer.values() if criterion.children else odd:
            message = say(
                "“{key}” doesn't answer “{name}”, which is decided by {kind}",
                key=key,
                name=criterion.id,
                kind=row.kind,
            )
            yield Problem(
                answer.at.at(key).key(), message, hints, _rule(criterion), file.unit, criterion.id
            )
        yield from _two_ways(file, criterion, answer)
        if isinstance(criterion.rule, Issued):
            yield from _for(criterion.rule, file, criterion, answer.documents or ())


def _two_ways(
    file: Assessment | Appraisal, criterion: Criterion, answer: Answer
) -> Iterator[Problem]:
    """An answer that says two things of which only one can hold."""
    message = None
    if answer.not_applicable is not None and answer.values():
        message = say("“not applicable” and values: it isn't clear which holds")
    elif answer.percent is not None and (answer.count is not None or answer.total is not None):
        message = say("a count and a percentage: it isn't clear which holds")
    if message and not strangers(criterion.rule, answer):
        hints = (say("keep one of the two"),)
        yield Problem(answer.at, message, hints, _rule(criterion), file.unit, criterion.id)


def _for(
    rule: Issued, file: Assessment | Appraisal, criterion: Criterion, papers: tuple[Paper, ...]
) -> Iterator[Problem]:
    ids = [one.id for one in rule.required]
    for paper in papers:
        known = paper.for_ in ids or (not paper.for_ and len(ids) <= 1)
        if not known:
            message = say("it isn't said which of the required documents this is")
            hint = say("write for: one of {names}", names=", ".join(ids))
            at = paper.at.at("for") if paper.for_ else paper.at
            yield Problem(at, message, (hint,), _rule(criterion), file.unit, criterion.id)


def not_applicable_not_allowed(scope: Scope) -> Iterator[Problem]:
    """A criterion that always applies is answered with `not_applicable`."""
    for file, _set, criterion, answer in scope.answers():
        if answer.not_applicable is not None and not criterion.not_applicable_allowed:
            message = say("“{name}” applies to every unit", name=criterion.id)
            yield Problem(
                answer.at.at("not_applicable").key(),
                message,
                (),
                _rule(criterion),
                file.unit,
                criterion.id,
            )


def count_above_total(scope: Scope) -> Iterator[Problem]:
    """More were counted than there are."""
    for file, _set, criterion, answer in scope.answers():
        if answer.count is not None and answer.total is not None and answer.count > answer.total:
            message = say("{count} of {total} can't be", count=answer.count, total=answer.total)
            yield Problem(answer.at.at("count"), message, (), (), file.unit, criterion.id)


def missing_answer(scope: Scope) -> Iterator[Problem]:
    """A criterion isn't answered, so its result is unknown."""
    for result in scope.results():
        assessment = result.assessment
        if assessment is None or assessment.tally or not assessment.sound:
            continue
        for verdict in result.open():
            criterion, name = verdict.criterion, verdict.criterion.id
            answer = assessment.answers.get(name)
            asked = RULES[type(criterion.rule)].asks
            if not asked or verdict.outcome is not Outcome.UNKNOWN or not _blank(criterion, answer):
                continue
            if ("answers", name) in assessment.lost:
                continue
            title = criterion.short or criterion.title
            message = say("“{name}” is not answered ({title})", name=name, title=title)
            line = f"{name}: {{{', '.join(f'{key}: …' for key in asked[0])}}}"
            hint = say("add under answers: {line}", line=line)
            at = answer.at if answer else assessment.at.at("answers").key()
            yield Problem(at, message, (hint,), _rule(criterion), result.key.unit, name)


def carried_not_confirmed(scope: Scope) -> Iterator[Problem]:
    """An answer was copied from an earlier period and nobody has confirmed it; it is unknown.

    If it still holds, write confirmed_on with the day; if not, correct it and drop carried_from.
    """
    for file, criteria_set, criterion, answer in scope.answers():
        since = criteria_set.days(file.period).first
        if isinstance(file, Assessment) and knowledge.carried(answer, since, scope.as_of):
            period = str(answer.carried_from)
            message = say(
                "“{name}” is carried over from {period} and not confirmed",
                name=criterion.id,
                period=period,
            )
            hint = say("if it still holds, add confirmed_on; else correct it and drop carried_from")
            at = answer.at.at("carried_from").key()
            yield Problem(at, message, (hint,), (), file.unit, criterion.id)


def _blank(criterion: Criterion, answer: Answer | None) -> bool:
    """No answer, or half of one; a note that says why there is none is an answer of its own."""
    if answer is None:
        return True
    half = bool(answer.values()) and not complete(criterion.rule, answer)
    return half and not strangers(criterion.rule, answer) and answer.not_applicable is None


def tally_does_not_add_up(scope: Scope) -> Iterator[Problem]:
    """A tally counts more criteria than there are, or stands where the text is known in full."""
    for file, criteria_set in scope.answered():
        tally = file.tally
        if tally is None:
            continue
        if criteria_set.completeness == "full":
            message = say(
                "“{set}” is known in full: answer its criteria instead of counting them",
                set=criteria_set.id,
            )
            yield Problem(tally.at.key(), message, (), (), file.unit)
            continue
        declared = criteria_set.declared_count
        if declared is not None and tally.total != declared:
            message = say(
                "total is {total}, but the set has {declared} criteria",
                total=tally.total,
                declared=declared,
            )
            related = (Related(criteria_set.at.at("declared_count"), say("declared here")),)
            yield Problem(tally.at.at("total"), message, (), related, file.unit)
        named = len(set(tally.unmet))
        if tally.met + named > tally.total:
            message = say(
                "{met} met and {unmet} unmet are more than {total}",
                met=tally.met,
                unmet=named,
                total=tally.total,
            )
            yield Problem(tally.at.at("met"), message, (), (), file.unit)
        if named < len(tally.unmet):
            message = say("a criterion is named twice as unmet")
            yield Problem(tally.at.at("unmet"), message, (), (), file.unit)


def previous_differs(scope: Scope) -> Iterator[Problem]:
    """`previous` isn't what last period's file gives as `current`; the file wins."""
    for file, _set, criterion, answer in scope.answers():
        if not isinstance(criterion.rule, Trend) or answer.previous is None:
            continue
        past = scope.repository.told_by(file.key._replace(period=file.period.back()))
        before = scope.repository.assessments.get(past)
        told = before.answers.get(criterion.id) if before else None
        if told and told.current is not None and told.current != answer.previous:
            message = say(
                "previous is {previous}, but last period's file says {current}",
                previous=answer.previous,
                current=told.current,
            )
            related = (Related(told.at.at("current"), say("last period")),)
            yield Problem(answer.at.at("previous"), message, (), related, file.unit, criterion.id)


def rollup_differs(scope: Scope) -> Iterator[Problem]:
    """`count` and `total` aren't what the child units' own files give; the files win."""
    for file, _set, criterion, answer in scope.answers():
        rule = criterion.rule
        if not isinstance(rule, Rollup) or not answer.given("count", "total"):
            continue
        if not scope.evaluation.family.any_filed(file.key, rule):
            continue
        states = scope.evaluation.family.states(file.key, rule)
        told = list(states.values())
        having, total = told.count(True), len(told)
        # Of a child whose file has errors, nothing can be said against the unit's count.
        unclear = scope.evaluation.family.unclear(file.key, rule)
        if answer.total != total or answer.count not in range(having, having + unclear + 1):
            message = say(
                "{count}/{total} here, but {having}/{all} in the child units' own files",
                count=answer.count,
                total=answer.total,
                having=having,
                all=total,
            )
            hints = (say("leave count and total out: they are counted from the files"),)
            yield Problem(answer.at.at("count"), message, hints, (), file.unit, criterion.id)


def stale_answers(scope: Scope) -> Iterator[Problem]:
    """The answers were given under an older version of the criteria set."""
    for file, _set in scope.answered():
        newest = scope.repository.sets.get(file.set)
        if newest and newest.sound and file.version and file.version != newest.version:
            message = say(
                "answers were given under version {old}; version {new} is in force",
                old=file.version,
                new=newest.version,
            )
            related = (Related(newest.at.at("version"), say("version {new}", new=newest.version)),)
            hints = (say("go through the answers again and write the new version"),)
            yield Problem(file.at.at("set_version"), message, hints, related, file.unit)
