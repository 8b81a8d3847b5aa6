"""The problems in the files, and the line that keeps sound apart from met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.diagnostics import Diagnostic, Severity
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.withholding import without_persons
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True)
class ProblemReport:
    """What `check` shows; `counts` are the criteria of the files looked at.

    `known` problems are in the baseline and not among the diagnostics.
    """

    as_of: date
    files: int
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]
    counts: Counts
    units: tuple[str, ...]
    known: int = 0

    def count(self, severity: Severity) -> int:
        """How many diagnostics are this heavy."""
        return Counter(one.severity for one in self.diagnostics)[severity]


def build(snapshot: Snapshot, covers: Callable[[str], bool]) -> ProblemReport:
    """The diagnostics of the files that `covers` holds true for."""
    # All of them first: a related line may stand in a file that is not looked at.
    quiet, texts = without_persons(snapshot.diagnostics, snapshot.texts)
    found = tuple(one for one in quiet if covers(one.path))
    files = [path for path in snapshot.texts if covers(path)]
    results = [
        one for one in _results(snapshot)
        if any(file and covers(file.at.path) for file in (one.assessment, one.appraisal))
    ]  # fmt: skip
    return ProblemReport(
        snapshot.as_of, len(files), found, texts,
        sum((one.counts for one in results), Counts()),
        tuple(dict.fromkeys(one.key.unit for one in results)),
    )  # fmt: skip


def _results(snapshot: Snapshot) -> Iterator[Result]:
    """The results that `status` would show, in its order."""
    selection = Selection(in_order(snapshot.repository))
    for unit in selection.units:
        for key in selection.keys(snapshot.repository, unit):
            yield snapshot.evaluation.result(key)
