"""Findings and the remedies that answer them, across the files of units and inspectors."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.model.programme import Finding, Inspection
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.model.repository import Repository


def findings(repository: Repository) -> Iterator[tuple[Inspection, Finding]]:
    """Every finding, with the visit on which it was made."""
    return ((visit, one) for visit in repository.inspections for one in visit.findings)


def remedies_for(repository: Repository, visit: Inspection, finding: Finding) -> tuple[Remedy, ...]:
    """The remedies that name the finding, not cancelled; of the unit it is about or visited."""
    units = {finding.unit, visit.unit} - {""}
    return tuple(
        remedy
        for unit in sorted(units)
        for assessment in repository.assessments_of(unit)
        for remedy in assessment.remedies
        if remedy.finding == finding.id and remedy.status != "cancelled"
    )
