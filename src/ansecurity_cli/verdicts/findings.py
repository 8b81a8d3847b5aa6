"""Findings and the remedies that answer them, across the files of units and inspectors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ansecurity_cli.model.programme import Finding, Inspection
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.model.repository import Repository


def findings(repository: Repository) -> Iterator[tuple[Inspection, Finding]]:
    """Every finding, with the visit on which it was made."""
    return ((visit, one) for visit in repository.inspections for one in visit.findings)


def remedies_for(
    repository: Repository, visit: Inspection, finding: Finding, as_of: date
) -> tuple[Remedy, ...]:
    """The remedies that name the finding, not cancelled, as they stood on a day.

    They stand in assessments of the unit that the finding is about, or that was visited.
    """
    units = {finding.unit, visit.unit} - {""}
    if any(repository.findings_named(unit, finding.id) > 1 for unit in units):
        return ()  # a remedy could mean either
    return tuple(
        remedy.as_of(as_of)
        for unit in sorted(units)
        for assessment in repository.assessments_of(unit)
        if assessment.assessed_on is None or assessment.assessed_on <= as_of
        for remedy in assessment.remedies
        if remedy.finding == finding.id and remedy.status != "cancelled"
    )
