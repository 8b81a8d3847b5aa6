"""What surrounds the criteria: inspections with their findings and proposals, and roadmaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ansecurity_cli.diagnostics import Location, Pointer
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Paper, Source
from ansecurity_cli.model.remedies import Obstacle, Proposal


@dataclass(frozen=True, slots=True)
class Observation:
    """A result that a delegation recorded; shown beside the unit's own, it decides nothing."""

    at: Location
    unit: str = ""
    set: str = ""
    criterion: str = ""
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A shortcoming that a delegation found."""

    at: Location
    id: str
    text: str
    unit: str = ""
    set: str = ""
    criterion: str = ""
    severity: str = ""
    due: date | None = None
    status: str = ""
    closed_on: date | None = None
    closed_evidence: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A delegation's visit."""

    unit: str
    at: Location
    day: date
    by: str
    participants: tuple[str, ...] = ()
    visited: str = ""
    visited_units: tuple[str, ...] = ()
    results: tuple[Observation, ...] = ()
    findings: tuple[Finding, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    lost: frozenset[Pointer] = frozenset()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    illustrative: bool = False

    @property
    def items(self) -> tuple[Observation | Finding | Obstacle | Proposal, ...]:
        """Everything in it that may name a unit, a set and a criterion."""
        return (*self.results, *self.findings, *self.obstacles, *self.proposals)


@dataclass(frozen=True, slots=True)
class Target:
    """How many units, and which, should reach a set in a period."""

    at: Location
    period: Period
    set: str
    count: int | None = None
    units: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A working group and the units it guides, where that is known."""

    at: Location
    id: str
    name: str
    units: tuple[str, ...] = ()
    lead: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A roadmap."""

    unit: str
    at: Location
    title: str
    basis: tuple[Paper, ...] = ()
    targets: tuple[Target, ...] = ()
    groups: tuple[Group, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    illustrative: bool = False

    @property
    def parts(self) -> tuple[Target | Group, ...]:
        """Everything in it that may name units."""
        return (*self.targets, *self.groups)
