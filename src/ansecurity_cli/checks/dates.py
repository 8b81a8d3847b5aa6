"""Are dates where they can be?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, say
from ansecurity_cli.model.periods import ALWAYS
from ansecurity_cli.model.records import Appraisal, Assessment


def dates_reversed(scope: Scope) -> Iterator[Problem]:
    """A span of days ends before it begins."""
    for unit in scope.repository.units.values():
        if unit.valid.reversed:
            yield Problem(
                unit.at.at("valid", "to"), say("the end is before the beginning"), unit=unit.id
            )
    for one in scope.repository.versions.values():
        if one.in_force.reversed:
            yield Problem(one.at.at("in_force", "to"), say("the end is before the beginning"))


def date_outside_window(scope: Scope) -> Iterator[Problem]:
    """An incident or a disciplinary case lies outside the days that the period covers.

    Documents may be older; what happened in another period belongs to that period's file.
    """
    for file, criteria_set, criterion, answer in scope.answers():
        dated = answer.dated()
        days = criteria_set.days(file.period) if dated else ALWAYS
        for one in dated:
            if one.day and not days.holds(one.day):
                message = say(
                    "{day} is outside the period, which runs from {first} to {last}",
                    day=one.day,
                    first=days.first,
                    last=days.last,
                )
                hints = (say("put it in the file of its own period"),)
                yield Problem(one.at.at("date"), message, hints, (), file.unit, criterion.id)


def date_not_yet(scope: Scope) -> Iterator[Problem]:
    """A date lies after the day the repository is read as of; it doesn't count yet."""
    for at, day, unit in _dates(scope):
        if day and day > scope.as_of:
            message = say(
                "{day} is after {as_of}; it doesn't count yet", day=day, as_of=scope.as_of
            )
            yield Problem(at, message, unit=unit)


def _dates(scope: Scope) -> Iterator[tuple[Location, date | None, str]]:
    repository = scope.repository
    for assessment in repository.assessments.values():
        yield from ((at, day, assessment.unit) for at, day in _assessment(assessment))
    for appraisal in repository.rounds():
        yield from ((at, day, appraisal.unit) for at, day in _appraisal(appraisal))
    for file, criteria_set, _criterion, answer in scope.answers():
        for paper in answer.documents or ():
            if paper.issued:
                yield paper.at.at("issued"), paper.issued, file.unit
        if answer.confirmed_on:
            yield answer.at.at("confirmed_on"), answer.confirmed_on, file.unit
        dated = answer.dated()
        days = criteria_set.days(file.period) if dated else ALWAYS
        for one in dated:
            if one.day and days.holds(one.day):  # outside is told as outside
                yield one.at.at("date"), one.day, file.unit
    for visit in repository.inspections:
        yield visit.at.at("date"), visit.day, visit.unit
        for finding in visit.findings:
            yield finding.at.at("closed", "on"), finding.closed_on, finding.unit
        for proposal in visit.proposals:
            yield proposal.at.at("on"), proposal.on, proposal.unit
            yield proposal.at.at("replied_on"), proposal.replied_on, proposal.unit


def _assessment(one: Assessment) -> Iterator[tuple[Location, date | None]]:
    yield one.at.at("assessed_on"), one.assessed_on
    if one.tally:
        yield one.tally.at.at("on"), one.tally.on
    if one.registered:
        yield one.registered.at.at("issued"), one.registered.issued
    for evidence in one.evidence.values():
        yield evidence.at.at("issued"), evidence.issued
    for remedy in one.remedies:
        yield remedy.at.at("done_on"), remedy.done_on


def _appraisal(one: Appraisal) -> Iterator[tuple[Location, date | None]]:
    yield one.at.at("date"), one.day
    if one.tally:
        yield one.tally.at.at("on"), one.tally.on
    if one.recognition:
        at = one.recognition.at
        yield at.at("meeting_on"), one.recognition.meeting_on
        yield at.at("decided_on"), one.recognition.decided_on
        yield at.at("announced_on"), one.recognition.announced_on
