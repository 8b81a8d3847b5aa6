"""The worklist: what is unmet or unknown, why, what is missing, and what is being done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.items import Item, due_of, items_of, remedy_for
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.reports.tasks import Filter, Task, tasks
from ansecurity_cli.reports.way import Step, way
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome, Verdict
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one unit, set and period, and the shortest way to “met”.

    Without an assessment, nobody has begun.
    """

    unit: Unit
    result: Result
    items: tuple[Item, ...]
    way: tuple[Step, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether there is anything to look at but a blank form."""
        return self.result.assessment is not None or self.result.appraisal is not None

    def count(self, outcome: Outcome) -> int:
        """How many criteria have this outcome, the ones without a name counted too."""
        return sum(one.weight for one in self.items if one.verdict.outcome is outcome)


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is left to do in some units: criteria by unit and set, then what surrounds them.

    `silent` are units of which there is no file to say anything.
    """

    provenance: Provenance
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    tasks: tuple[Task, ...] = ()
    wanted: Filter = field(default_factory=Filter)
    silent: tuple[Unit, ...] = ()


def build(snapshot: Snapshot, selection: Selection, wanted: Filter | None = None) -> Worklist:
    """The worklist of the selected units, in the order of the units and of their sets."""
    wanted = wanted or Filter()
    groups = [one for unit in selection.units for one in _groups(snapshot, selection, unit)]
    listed = [(group.result, item) for group in groups for item in group.items]
    others = tasks(snapshot, selection, listed, wanted)
    if wanted.narrow:
        narrowed = (replace(one, items=tuple(filter(wanted.passes, one.items))) for one in groups)
        groups = [one for one in narrowed if one.items]
    silent = tuple(
        unit for unit in selection.units
        if not unit.out_of_scope and not any(selection.keys(snapshot.repository, unit))
    )  # fmt: skip
    origin = provenance(snapshot, selection)
    return Worklist(origin, tuple(groups), selection.units, others, wanted, silent)


def _groups(snapshot: Snapshot, selection: Selection, unit: Unit) -> Iterator[Group]:
    as_of = snapshot.as_of
    for key in selection.keys(snapshot.repository, unit):
        result = snapshot.evaluation.result(key)
        items = tuple(items_of(snapshot, result))
        if items:
            yield Group(unit, result, items, way(result, _due(result, as_of)))


def _due(result: Result, as_of: date) -> Callable[[Verdict], date | None]:
    """When the remedy for a criterion is due."""
    return lambda verdict: due_of(remedy_for(result, verdict, as_of), as_of)


def message_of(group: Group) -> Message:
    """One line for a group that nobody has begun."""
    n = group.result.counts.total
    if not n:
        return say("no self-assessment yet")
    return say_n(
        "no self-assessment yet ({n} criterion)", "no self-assessment yet ({n} criteria)", n
    )
