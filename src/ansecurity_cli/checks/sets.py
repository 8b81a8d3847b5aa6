"""Are criteria sets possible?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, Related, say
from ansecurity_cli.model.bind_criteria import ambiguities
from ansecurity_cli.model.criteria import CriteriaSet, Criterion, Scale
from ansecurity_cli.model.rules import (
    AtLeast,
    Count,
    Discipline,
    Graded,
    Points,
    Ratio,
    RecognisedIn,
    Rule,
)
from ansecurity_cli.schema import suggest


def ambiguous_set(scope: Scope) -> Iterator[Problem]:
    """A set can be read in two ways: a required document stands twice, a leaf has children.

    Such a set decides nothing until it is put right.
    """
    for criteria_set in scope.repository.versions.values():
        for at, name in ambiguities(criteria_set):
            if at.pointer[:1] == ("scales",):
                message = say("the scale or grade “{name}” stands twice", name=name)
            elif "grades" in at.pointer:
                message = say("the class “{name}” stands twice", name=name)
            elif name == "scoring":
                message = say("scoring is only for a set whose rule is {{kind: points}}")
            elif name == "rule":
                message = say("how the points of a whole set are judged stands under scoring")
            elif "required" in at.pointer:
                message = say("the required document “{name}” stands twice", name=name)
            elif at.on == "key":
                message = say("“{name}” has a rule of its own and criteria below it", name=name)
            else:
                continue  # told as duplicate-criterion
            yield Problem(at, message, criterion=name)


def duplicate_criterion(scope: Scope) -> Iterator[Problem]:
    """Two criteria of a set have the same id, so that an answer could mean either."""
    for criteria_set in scope.repository.versions.values():
        first: dict[str, Criterion] = {}
        for criterion in criteria_set.walk():
            other = first.setdefault(criterion.id, criterion)
            if other is not criterion:
                message = say("the criterion id “{name}” stands twice", name=criterion.id)
                related = (Related(other.at.at("id"), say("first here")),)
                yield Problem(criterion.at.at("id"), message, (), related, "", criterion.id)


def unknown_grade(scope: Scope) -> Iterator[Problem]:
    """A grade or severity isn't on the scale that the criteria set names."""
    for criteria_set in scope.repository.versions.values():
        for criterion in criteria_set.walk():
            if criterion.rule.at.path == criteria_set.at.path:
                yield from _rule(criteria_set, criterion)
    for file, _set, criterion, answer in scope.answers():
        rule = criterion.rule
        if isinstance(rule, Graded) and answer.grade:
            asked = [criterion.scales[name] for name in rule.at_least if name in criterion.scales]
            grades = [grade for scale in asked for grade in scale.grades]
            if grades and answer.grade not in grades:
                message = say("“{grade}” is on none of the scales here", grade=answer.grade)
                yield Problem(
                    answer.at.at("grade"),
                    message,
                    suggest(answer.grade, grades),
                    (),
                    file.unit,
                    criterion.id,
                )
        if isinstance(rule, Discipline):
            scale = criterion.scales.get(rule.scale)
            for case in answer.cases or ():
                yield from _on(scale, case.severity, case.at.at("severity"), file.unit)


def _rule(criteria_set: CriteriaSet, criterion: Criterion) -> Iterator[Problem]:
    rule = criterion.rule
    wanted = dict(rule.at_least) if isinstance(rule, Graded) else {}
    place = rule.at.at("at_least")
    if isinstance(rule, Discipline):
        wanted, place = {rule.scale: rule.severity}, rule.at
    for name, grade in wanted.items():
        scale = criteria_set.scales.get(name)
        if scale is None:
            message = say("the set has no scale “{name}”", name=name)
            at = place.at("scale") if isinstance(rule, Discipline) else place.at(name).key()
            yield Problem(at, message, suggest(name, criteria_set.scales), (), "", criterion.id)
        else:
            key = "severity" if isinstance(rule, Discipline) else name
            yield from _on(scale, grade, place.at(key), "")


def _on(scale: Scale | None, grade: str, at: Location, unit: str) -> Iterator[Problem]:
    if scale is not None and grade not in scale.grades:
        message = say("“{grade}” is not on the scale “{scale}”", grade=grade, scale=scale.id)
        yield Problem(at, message, suggest(grade, scale.grades), (), unit)


def unreachable_count(scope: Scope) -> Iterator[Problem]:
    """A set asks for more criteria than it has, or declares another number than it holds."""
    for criteria_set in scope.repository.versions.values():
        yield from _too_many(criteria_set.rule, len(criteria_set.criteria), "")
        for criterion in criteria_set.walk():
            for rule in (criterion.rule, *criterion.by_group.values()):
                yield from _too_many(rule, len(criterion.children), criterion.id)
                if rule.at.path == criteria_set.at.path:
                    yield from _never(rule, criteria_set.id, criterion.id)
        declared, counted = criteria_set.declared_count, len(criteria_set.counted())
        if (
            criteria_set.sound
            and criteria_set.completeness == "full"
            and declared not in (None, counted)
        ):
            message = say(
                "declared_count is {declared}, but {counted} criteria are here",
                declared=declared,
                counted=counted,
            )
            hint = say("complete the criteria, or write completeness: partial")
            yield Problem(criteria_set.at.at("declared_count"), message, (hint,))


def _never(rule: Rule, set_id: str, criterion: str) -> Iterator[Problem]:
    """A rule that nothing can meet: bounds that leave nothing between them, a title of its own."""
    if isinstance(rule, RecognisedIn) and rule.set == set_id:
        message = say("a title can't be asked for the title itself")
        yield Problem(rule.at.at("set"), message, criterion=criterion)
    low, high = getattr(rule, "at_least", None), getattr(rule, "at_most", None)
    if isinstance(rule, Ratio) and low and high:
        both = (low.percent, high.percent) if low.percent is not None else (low.count, high.count)
        low, high = both
    if isinstance(rule, (Count, Ratio)) and low is not None and high is not None and low > high:
        message = say("at least {low} and at most {high} can't both hold", low=low, high=high)
        yield Problem(rule.at.at("at_most"), message, criterion=criterion)


def rule_without_effect(scope: Scope) -> Iterator[Problem]:
    """A key of a criterion has no effect beside the others.

    What is written into a criteria set should decide something; this doesn't.
    """
    for criteria_set in scope.repository.versions.values():
        for criterion in criteria_set.walk():
            if criterion.at.path == criteria_set.at.path:
                for at, key in _idle(criterion):
                    message = say("“{key}” has no effect here", key=key)
                    yield Problem(at.key(), message, criterion=criterion.id)


def _idle(criterion: Criterion) -> Iterator[tuple[Location, str]]:
    rule, at = criterion.rule, criterion.at
    scored = isinstance(rule, Points)
    if criterion.worth is not None and (criterion.children or scored):
        yield at.at("worth"), "worth"
    if criterion.children and criterion.evidence_required:
        yield at.at("evidence"), "evidence"
    if criterion.children and criterion.keep_up:
        yield at.at("keep_up"), "keep_up"
    if not isinstance(rule, Points):
        return
    idle = {"deduct": rule.deduct is not None and bool(rule.bands)}
    idle["step"] = bool(rule.step and (rule.bands or rule.deduct or criterion.children))
    for key in ("bonus", "deduct", "bands"):
        idle[key] = idle.get(key) or bool(criterion.children and getattr(rule, key))
    idle["min"] = bool(criterion.children and rule.min)
    yield from ((rule.at.at(key), key) for key, one in idle.items() if one)


def _too_many(rule: Rule, children: int, criterion: str) -> Iterator[Problem]:
    if isinstance(rule, AtLeast) and rule.count > children:
        message = say("{n} of {total} can never be met", n=rule.count, total=children)
        yield Problem(rule.at.at("count"), message, (), (), "", criterion)
