"""Why nothing may be decided: what is wrong about a file as a whole, not about an answer in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.records import Appraisal, Assessment, Key
from ansecurity_cli.model.repository import Repository


def doubts(repository: Repository, key: Key) -> Iterator[Message]:
    """The reasons why a unit's dealings with a set in a period decide nothing."""
    unit, known = repository.units.get(key.unit), repository.set_for(key)
    assessment, appraisal = repository.assessments.get(key), repository.appraisals.get(key)
    rounds = appraisal.rounds if appraisal else ()
    for one in (unit, known, assessment, *rounds):
        if one is not None and not one.sound:
            yield say("{path} has errors and decides nothing", path=one.at.path)
    misnamed = [
        one.at.path
        for one in repository.filed_by(key.unit, key.period)
        if isinstance(one, Appraisal) and one.set not in repository.sets
    ]
    for path in (*misnamed, *repository.strays.get((key.unit, str(key.period)), ())):
        yield say("{path} stands beside the answers and can't be read", path=path)
    if known is None or not known.sound:
        return
    if (assessment or appraisal) and not known.in_force_in(key.period):
        yield say("“{set}” is not in force in {period}", set=known.id, period=str(key.period))
    begins = known.days(key.period).first
    for day in (day for one in (assessment, *rounds) for day in _days(one)):
        if begins and day and day < begins:
            yield say("{day} is before the period, which begins on {first}", day=day, first=begins)
    for one in rounds:
        yield from _strangers(one, known)


def _days(file: Assessment | Appraisal | None) -> Iterator[date | None]:
    """The days that must not lie before the period: else the file is another year's."""
    if isinstance(file, Assessment):
        yield file.assessed_on
        yield file.registered.issued if file.registered else None
    if isinstance(file, Appraisal):
        yield file.day
        yield file.recognition.decided_on if file.recognition else None


def _strangers(appraisal: Appraisal, known: CriteriaSet) -> Iterator[Message]:
    ids = {one.id for one in known.walk()}
    for name in appraisal.results:
        if name not in ids and known.completeness == "full":
            yield say("“{set}” has no criterion “{name}”", set=known.id, name=name)
