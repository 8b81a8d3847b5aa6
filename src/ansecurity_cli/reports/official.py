"""What an official report says beside the page: who reports, on what basis, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.model.programme import Finding
from ansecurity_cli.model.records import Paper, Unit
from ansecurity_cli.model.remedies import Obstacle, Proposal, Remedy
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.matrix import Matrix
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.worklist import Group
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Open:
    """What is unmet, or unknown, of one unit by one set in one period."""

    group: Group
    items: tuple[Item, ...]

    @property
    def n(self) -> int:
        """How many criteria."""
        return sum(one.weight for one in self.items)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report of one unit (None: of several, so nobody can be named) with those below it.

    `ancestors` are the units above it, the nearest first; `bodies` the parts of units that the
    sets are about; `silent` those of whom no file says anything.
    """

    page: Page
    unit: Unit | None
    ancestors: tuple[Unit, ...]
    bodies: frozenset[str]
    basis: tuple[Paper, ...]
    unmet: tuple[Open, ...]
    unknown: tuple[Open, ...]
    findings: tuple[Told, ...]
    obstacles: tuple[Told, ...]
    remedies: tuple[Told, ...]
    proposals: tuple[Told, ...]
    annexes: tuple[Matrix, ...]
    silent: tuple[Unit, ...]

    @property
    def as_of(self) -> date:
        """The day."""
        return self.page.provenance.as_of


def build(snapshot: Snapshot, page: Page, selection: Selection) -> Draft:
    """The draft of what a page shows; the unit that was named reports."""
    unit = page.scope[0] if len(page.scope) == 1 else None
    above = tuple(snapshot.repository.ancestors(unit.id))[1:] if unit else ()
    around, as_of = page.programme, snapshot.as_of
    return Draft(
        page, unit, tuple(snapshot.repository.units[name] for name in above),
        frozenset(one.criteria_set.body for one in page.progress if one.criteria_set),
        tuple(_basis(page, as_of)),
        tuple(_open(page, Outcome.UNMET)), tuple(_open(page, Outcome.UNKNOWN)),
        tuple(one for one in around.findings if _is_open(one, as_of)),
        tuple(one for one in around.obstacles if _is_open(one, as_of)),
        tuple(one for one in around.remedies if _is_open(one, as_of)),
        tuple(one for one in around.proposals if _is_open(one, as_of)),
        tuple(one for one in page.matrices if one.rows),
        tuple(one for one in page.worklist.silent if _asked(snapshot, one, selection)),
    )  # fmt: skip


def _basis(page: Page, as_of: date) -> Iterator[Paper]:
    """What the plans rest on, each paper once, as far as it was there by the day."""
    seen = set()
    for roadmap in page.programme.roadmaps:
        for one in roadmap.plan.basis:
            same = (one.number, one.title)
            if same not in seen and not (one.issued and one.issued > as_of):
                seen.add(same)
                yield one


def _open(page: Page, outcome: Outcome) -> Iterator[Open]:
    for group in page.worklist.groups:
        items = tuple(one for one in group.items if one.verdict.outcome is outcome)
        if group.begun and items:
            yield Open(group, items)


def _asked(snapshot: Snapshot, unit: Unit, selection: Selection) -> bool:
    """Whether the chosen sets are about such units at all."""
    known = (snapshot.repository.sets.get(name) for name in selection.sets)
    return not selection.sets or any(one and unit.type in one.applies_to for one in known)


def _is_open(told: Told, as_of: date) -> bool:
    match told.what:
        case Finding() | Remedy():
            return told.what.open(as_of)
        case Obstacle():
            return not told.what.solution
        case Proposal():
            return not told.what.answered
