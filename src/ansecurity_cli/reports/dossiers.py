"""The dossiers that somebody has to see to: begun, or to be decided in the days to come."""

from __future__ import annotations

from dataclasses import dataclass

from ansecurity_cli.model.records import Assessment, Unit
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.dossiers import Checklist, checklist
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Begun:
    """A dossier with the file that it stands in, or would."""

    unit: Unit
    result: Result
    file: Assessment
    papers: Checklist

    @property
    def running(self) -> bool:
        """Whether there is still time."""
        return self.papers.days_left is not None and self.papers.days_left >= 0


def begun(snapshot: Snapshot, selection: Selection) -> tuple[Begun, ...]:
    """Of the selected units, in the order of their rows."""
    found = []
    for unit in selection.units:
        for key in selection.keys(snapshot.repository, unit):
            result = snapshot.evaluation.result(key)
            papers, file = checklist(result, snapshot.as_of, unit), result.assessment
            if papers is None or file is None:
                continue
            one = Begun(unit, result, file, papers)
            wanted = one.running or knowledge.registered(file, snapshot.as_of)
            if file.dossier or (wanted and not papers.decided):
                found.append(one)
    return tuple(found)
