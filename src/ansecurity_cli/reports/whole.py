"""One set as a whole for one unit: the outcome, the points, the rounds, the dossier, the way."""

from __future__ import annotations

from dataclasses import dataclass

from ansecurity_cli.model.records import Appraisal, Key, Recognition, Unit
from ansecurity_cli.reports import regressions, worklist
from ansecurity_cli.reports.regressions import Regression
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.reports.way import Step
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.dossiers import Checklist, checklist
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that a set amounts to for a unit; dates of what was known by the day."""

    provenance: Provenance
    unit: Unit
    result: Result
    rounds: tuple[Appraisal, ...]
    recognition: Recognition | None
    dossier: Checklist | None
    regressions: tuple[Regression, ...]
    way: tuple[Step, ...]


def build(snapshot: Snapshot, unit: Unit, key: Key) -> Whole:
    """The whole of one unit, set and period."""
    result, as_of = snapshot.evaluation.result(key), snapshot.as_of
    selection = Selection((unit,), (key.set,), (key.period,))
    groups = worklist.build(snapshot, selection).groups
    rounds = knowledge.rounds(snapshot.repository.appraisals.get(key), as_of)
    decision = rounds[-1].recognition if rounds else None
    told = decision is not None and knowledge.decided(decision, as_of)
    return Whole(
        provenance(snapshot, selection), unit, result, rounds,
        decision.by(as_of) if told and decision else None,
        checklist(result, as_of, unit), regressions.of(snapshot.evaluation, result),
        groups[0].way if groups else (),
    )  # fmt: skip
