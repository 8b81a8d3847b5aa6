"""What is left to do beside the criteria: findings, remedies, dossiers, obstacles, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.naming import bare
from ansecurity_cli.model.programme import Finding
from ansecurity_cli.model.remedies import Obstacle, Proposal, Remedy
from ansecurity_cli.reports import programme
from ansecurity_cli.reports.dossiers import begun
from ansecurity_cli.reports.items import Item, due_of
from ansecurity_cli.reports.programme import About, Told
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.results import Result

# In the order in which they are listed.
KINDS = ("criterion", "confirm", "dossier", "finding", "remedy", "obstacle", "proposal")
_SEVERITY = ("critical", "major", "minor", "")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `text` is what was written, or a sentence of ours.

    `state` is a severity or a state as it stands in the file; `waiting` counts the days without a
    reply; of a finding `remedy` is what is planned for it.
    """

    kind: str
    about: About
    text: str | Message
    path: str
    line: int
    id: str = ""
    state: str = ""
    owner: str = ""
    due: date | None = None
    overdue: bool = False
    waiting: int | None = None
    remedy: Remedy | None = None

    @property
    def planned(self) -> bool:
        """Whether anything is planned about it; only findings need a plan."""
        return self.kind != "finding" or self.remedy is not None


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the worklist is wanted: `within` is the last day, `owner` a part of the name."""

    kinds: tuple[str, ...] = ()
    overdue: bool = False
    within: date | None = None
    owner: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kinds or self.overdue or self.within or self.owner)

    def passes(self, one: Task | Item) -> bool:
        """Whether it is wanted."""
        if self.kinds and one.kind not in self.kinds:
            return False
        if self.overdue and not one.overdue:
            return False
        if self.within and not (one.due and one.due <= self.within):
            return False
        return bare(self.owner) in bare(one.owner)


def tasks(
    snapshot: Snapshot, selection: Selection, items: Iterable[tuple[Result, Item]]
) -> tuple[Task, ...]:
    """Everything beside the criteria; remedies that a criterion or a finding shows stand there."""
    around, as_of = programme.build(snapshot, selection), snapshot.as_of
    shown = {one.remedy.at for _result, one in items if one.remedy}
    open_ = [
        one for one in around.findings if isinstance(one.what, Finding) and one.what.open(as_of)
    ]
    found = [
        *_dossiers(snapshot, selection),
        *(_finding(one, as_of) for one in open_),
        *_remedies(around.remedies, shown | {r.at for one in open_ for r in one.remedies}, as_of),
        *_obstacles(around.obstacles),
        *_proposals(around.proposals),
    ]
    return tuple(sorted(found, key=_order))


def _order(task: Task) -> tuple[int, int, date, int]:
    state = _SEVERITY.index(task.state) if task.state in _SEVERITY else len(_SEVERITY)
    return (KINDS.index(task.kind), state, task.due or date.max, -(task.waiting or 0))


def _finding(told: Told, as_of: date) -> Task:
    what = told.what
    assert isinstance(what, Finding)  # noqa: S101 - they come from the findings
    planned = sorted(told.remedies, key=lambda one: (not one.open(as_of), one.due or date.max))
    remedy = planned[0] if planned else None
    days = [one for one in (what.due, due_of(remedy, as_of)) if one]
    late = told.overdue or (remedy is not None and remedy.overdue(as_of))
    return Task(
        "finding", told.about, what.text, told.path, told.line, what.id, what.severity,
        remedy.owner if remedy else "", min(days, default=None), late, remedy=remedy,
    )  # fmt: skip


def _remedies(told: Iterable[Told], shown: set[object], as_of: date) -> Iterator[Task]:
    for one in told:
        what = one.what
        if isinstance(what, Remedy) and what.open(as_of) and what.at not in shown:
            yield Task(
                "remedy", one.about, what.action, one.path, one.line, "", what.status, what.owner,
                due_of(what, as_of), one.overdue, remedy=what,
            )  # fmt: skip


def _obstacles(told: Iterable[Told]) -> Iterator[Task]:
    for one in told:
        if isinstance(one.what, Obstacle) and not one.what.solution:
            yield Task("obstacle", one.about, one.what.text, one.path, one.line)


def _proposals(told: Iterable[Told]) -> Iterator[Task]:
    for one in told:
        what = one.what
        if isinstance(what, Proposal) and not what.replied_on and what.status != "answered":
            yield Task(
                "proposal", one.about, what.text, one.path, one.line, what.id, what.status,
                what.escalated_to, waiting=one.waiting,
            )  # fmt: skip


def _dossiers(snapshot: Snapshot, selection: Selection) -> Iterator[Task]:
    for one in begun(snapshot, selection):
        papers, file = one.papers, one.file
        if papers.decided or not papers.missing:
            continue
        at = file.at.at("dossier") if file.dossier else file.at
        names = tuple(each.title for each in papers.missing)
        last = papers.due - timedelta(days=1) if papers.due else None
        about = About(one.unit, one.result.criteria_set, None, "")
        yield Task(
            "dossier", about, say("still missing in the dossier: {names}", names=names), at.path,
            snapshot.line(at), due=last, overdue=not one.running and last is not None,
        )  # fmt: skip
