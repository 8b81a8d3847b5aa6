"""What surrounds the criteria, as of a day: visits, findings, obstacles, proposals, roadmaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.programme import Finding, Group, Inspection, Observation, Plan
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.remedies import Obstacle, Proposal, Remedy
from ansecurity_cli.reports.goals import Goal, goal
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts import knowledge
from ansecurity_cli.verdicts.findings import remedies_for


@dataclass(frozen=True, slots=True)
class About:
    """What something is about, as far as it is told: None is “not stated”."""

    unit: Unit | None
    criteria_set: CriteriaSet | None
    criterion: Criterion | None
    criterion_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something written down in an inspection or an assessment, with its subject and place.

    `waiting` is how many days a proposal has gone without a reply, `origin` the unit in whose
    folder it stands; `remedies` answer a finding.
    """

    what: Finding | Obstacle | Proposal | Remedy
    about: About
    path: str
    line: int
    overdue: bool = False
    waiting: int | None = None
    origin: Unit | None = None
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a delegation recorded of one criterion: of `of` units it tells of, these came out so."""

    about: About
    outcome: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection."""

    inspection: Inspection
    unit: Unit | None
    units: tuple[Unit, ...]
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A working group and the units it guides, where that is known."""

    group: Group
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A plan."""

    plan: Plan
    unit: Unit | None
    goals: tuple[Goal, ...]
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """All of it."""

    visits: tuple[Visit, ...]
    findings: tuple[Told, ...]
    obstacles: tuple[Told, ...]
    proposals: tuple[Told, ...]
    remedies: tuple[Told, ...]
    roadmaps: tuple[Roadmap, ...]


def build(snapshot: Snapshot, selection: Selection) -> Programme:
    """What is written about the selected units by the day; each thing by its own unit and set."""
    chosen, as_of = {unit.id for unit in selection.units}, snapshot.as_of
    years = {period.year for period in selection.periods}
    visits = [
        one for one in snapshot.repository.inspections
        if one.day <= as_of and _concerns(one, chosen) and (not years or one.day.year in years)
    ]  # fmt: skip
    assessments = [
        one for one in snapshot.repository.assessments.values()
        if one.unit in chosen and knowledge.assessed(one, as_of)
        and (not selection.sets or one.set in selection.sets)
        and (not selection.periods or one.period in selection.periods)
    ]  # fmt: skip
    told = _Teller(snapshot)

    def mine(visit: Inspection, one: Finding | Obstacle | Proposal) -> bool:
        about = (one.unit or visit.unit) in chosen
        return about and (not selection.sets or one.set in selection.sets)

    plans = (one for one in snapshot.repository.plans if _plans_for(one, chosen))
    proposals = [
        *((one, None) for visit in visits for one in visit.proposals if mine(visit, one)),
        *((one, each.key) for each in assessments for one in each.proposals),
    ]
    return Programme(
        tuple(_visit(snapshot, one) for one in visits),
        tuple(
            replace(
                told(_finding(one, as_of)),
                remedies=remedies_for(snapshot.repository, visit, one, as_of),
            )
            for visit in visits for one in visit.findings if mine(visit, one)
        ),
        (
            *(
                told(one.as_of(as_of))
                for visit in visits for one in visit.obstacles if mine(visit, one)
            ),
            *(told(one.as_of(as_of), each.key) for each in assessments for one in each.obstacles),
        ),
        tuple(told(stood, key) for one, key in proposals if (stood := one.as_of(as_of))),
        tuple(told(one.as_of(as_of), each.key) for each in assessments for one in each.remedies),
        tuple(_roadmap(snapshot, one) for one in plans),
    )  # fmt: skip


def _finding(one: Finding, as_of: date) -> Finding:
    """The finding as it stood on the day: what was closed later was still open."""
    if one.closed_on and one.closed_on > as_of:
        return replace(one, status="open", closed_on=None, closed_evidence="")
    return one


def _concerns(visit: Inspection, chosen: set[str]) -> bool:
    named = {one.unit for one in visit.items} | {visit.unit, *visit.visited_units}
    return bool(named & chosen)


def _plans_for(plan: Plan, chosen: set[str]) -> bool:
    return plan.unit in chosen or any(unit in chosen for part in plan.parts for unit in part.units)


def _units(snapshot: Snapshot, names: Iterable[str]) -> tuple[Unit, ...]:
    units = snapshot.repository.units
    return tuple(units[name] for name in dict.fromkeys(names) if name in units)


@dataclass(frozen=True, slots=True)
class _Teller:
    snapshot: Snapshot

    def about(self, unit: str, set_id: str, criterion: str) -> About:
        repository = self.snapshot.repository
        known = repository.sets.get(set_id)
        return About(
            repository.units.get(unit), known, known.find(criterion) if known else None, criterion
        )

    def __call__(
        self, what: Finding | Obstacle | Proposal | Remedy, key: Key | None = None
    ) -> Told:
        if isinstance(what, Remedy):
            unit, set_id = (key.unit, key.set) if key else ("", "")
        else:
            unit = what.unit or (key.unit if key else "")
            set_id = what.set or (key.set if key else "")
        as_of = self.snapshot.as_of
        late, waiting = False, None
        match what:
            case Remedy():
                late = what.overdue(as_of)
            case Finding():
                late = bool(what.open(as_of) and what.due and what.due < as_of)
            case Proposal() if what.on and not what.answered:
                waiting = (as_of - what.on).days
        line = self.snapshot.line(what.at)
        about = self.about(unit, set_id, what.criterion)
        place = self.snapshot.repository.places.get(what.at.path)
        origin = self.snapshot.repository.units.get(place.unit) if place else None
        return Told(what, about, what.at.path, line, late, waiting, origin)


def _visit(snapshot: Snapshot, visit: Inspection) -> Visit:
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for one in visit.results:
        groups.setdefault((one.set, one.criterion, one.outcome), []).append(one)
    told = _Teller(snapshot)
    recorded = tuple(
        Recorded(
            told.about("", set_id, criterion), outcome,
            _units(snapshot, (one.unit for one in some)),
            tuple(dict.fromkeys(one.note for one in some if one.note)),
            _told_of(visit, set_id, criterion),
        )
        for (set_id, criterion, outcome), some in groups.items()
    )  # fmt: skip
    return Visit(
        visit, snapshot.repository.units.get(visit.unit),
        _units(snapshot, visit.visited_units), recorded,
    )  # fmt: skip


def _told_of(visit: Inspection, set_id: str, criterion: str) -> int:
    told = [one for one in visit.results if (one.set, one.criterion) == (set_id, criterion)]
    return len({one.unit for one in told if one.unit})


def _roadmap(snapshot: Snapshot, plan: Plan) -> Roadmap:
    goals = tuple(goal(snapshot, plan, one) for one in plan.targets)
    teams = tuple(Team(one, _units(snapshot, one.units)) for one in plan.groups)
    return Roadmap(plan, snapshot.repository.units.get(plan.unit), goals, teams)
