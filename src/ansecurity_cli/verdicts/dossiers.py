"""The dossier as a checklist: what is there by the day, what is missing, how many days are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.model.records import Paper, Unit
from ansecurity_cli.model.scoring import Asked
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper that is asked for, and the one that is there."""

    asked: Asked
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers of registration and of recognition (124/2021/TT-BCA, Điều 9 khoản 2).

    It must be decided before `due`; `days_left` counts to the last day that is not late.
    """

    due: date | None
    days_left: int | None
    registration: tuple[Entry, ...]
    recognition: tuple[Entry, ...]
    decided: bool

    @property
    def missing(self) -> tuple[Asked, ...]:
        """What is asked for and not there."""
        both = (*self.registration, *self.recognition)
        return tuple(one.asked for one in both if one.paper is None)


def checklist(result: Result, as_of: date, unit: Unit | None = None) -> Checklist | None:
    """The checklist of a result; None where the set asks for no dossier."""
    known, file = result.criteria_set, result.assessment
    asked = known.dossier if known and known.sound else None
    if known is None or asked is None:
        return None
    papers = [
        one for one in (file.dossier if file else ()) if not one.issued or one.issued <= as_of
    ]
    facts = {**(unit.facts if unit else {}), **(file.facts if file else {})}

    def entries(some: tuple[Asked, ...]) -> Iterator[Entry]:
        for one in some:
            if not one.fact or facts.get(one.fact) is not False:
                yield Entry(one, next((each for each in papers if each.for_ == one.id), None))

    due = known.due(asked.due, result.key.period) if asked.due else None
    left = (due - as_of).days - 1 if due else None
    decided = knowledge.recognised(result.appraisal, as_of) is not None
    return Checklist(
        due, left, tuple(entries(asked.registration)), tuple(entries(asked.recognition)), decided
    )
