"""The problems in the files, and the line that keeps sound apart from met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.diagnostics import Diagnostic, Severity
from ansecurity_cli.reports.status import StatusReport
from ansecurity_cli.reports.withholding import without_persons
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts


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


def build(snapshot: Snapshot, status: StatusReport, covers: Callable[[str], bool]) -> ProblemReport:
    """The diagnostics of the files that `covers` holds true for."""
    # All of them first: a related line may stand in a file that is not looked at.
    quiet, texts = without_persons(snapshot.diagnostics, snapshot.texts)
    found = tuple(one for one in quiet if covers(one.path))
    files = [path for path in snapshot.texts if covers(path)]
    rows = [
        row for row in status.rows
        if any(one and covers(one.at.path) for one in (row.result.assessment, row.result.appraisal))
    ]  # fmt: skip
    return ProblemReport(
        snapshot.as_of, len(files), found, texts,
        sum((row.result.counts for row in rows), Counts()),
        tuple(dict.fromkeys(row.result.key.unit for row in rows)),
    )  # fmt: skip
