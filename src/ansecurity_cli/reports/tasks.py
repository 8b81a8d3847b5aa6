"""What is left to do beside the criteria: findings, remedies, dossiers, obstacles, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ansecurity_cli.diagnostics import Location, Message, say
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
    reply; of a finding `remedies` are what is planned for it, or was done.
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
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the worklist is wanted: `within` is the last day, `owner` a part of the name."""

    kinds: tuple[str, ...] = ()
    overdue: bool = False
    within: date | None = None
    owner: str = ""

    @property
    def only_kinds(self) -> bool:
        """Whether it only chooses among kinds."""
        return not (self.overdue or self.within or self.owner)

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
    snapshot: Snapshot, selection: Selection, items: Iterable[tuple[Result, Item]], wanted: Filter
) -> tuple[Task, ...]:
    """Everything beside the criteria; remedies that a criterion or a finding shows stand there.

    Where only remedies are wanted, they all stand by themselves.
    """
    around, as_of = programme.build(snapshot, selection), snapshot.as_of
    open_ = [
        one for one in around.findings if isinstance(one.what, Finding) and one.what.open(as_of)
    ]
    shown = {one.remedy.at for _result, one in items if one.remedy}
    shown |= {remedy.at for one in open_ for remedy in one.remedies}
    if "remedy" in wanted.kinds:
        kept = {"criterion", "confirm", "finding"} & {*wanted.kinds}
        shown = shown if kept else set()
    found = [
        *_dossiers(snapshot, selection),
        *(_finding(one, as_of) for one in open_),
        *_remedies(around.remedies, shown, as_of),
        *_obstacles(around.obstacles),
        *_proposals(around.proposals),
    ]
    return tuple(sorted(filter(wanted.passes, found), key=_order))


def _about(told: Told) -> About:
    """What it is about; where no unit is named, the one in whose folder it stands."""
    return replace(told.about, unit=told.about.unit or told.origin)


def _order(task: Task) -> tuple[int, int, date, int]:
    state = _SEVERITY.index(task.state) if task.state in _SEVERITY else len(_SEVERITY)
    return (KINDS.index(task.kind), state, task.due or date.max, -(task.waiting or 0))


def _finding(told: Told, as_of: date) -> Task:
    what = told.what
    assert isinstance(what, Finding)  # noqa: S101 - they come from the findings
    todo = [one for one in told.remedies if one.open(as_of)]
    days = [one for one in (what.due, *(due_of(each, as_of) for each in todo)) if one]
    late = told.overdue or any(one.overdue(as_of) for one in todo)
    owners = "; ".join(dict.fromkeys(one.owner for one in todo if one.owner))
    return Task(
        "finding", _about(told), what.text, told.path, told.line, what.id, what.severity, owners,
        min(days, default=None), late, remedies=told.remedies,
    )  # fmt: skip


def _remedies(told: Iterable[Told], shown: set[Location], as_of: date) -> Iterator[Task]:
    for one in told:
        what = one.what
        if isinstance(what, Remedy) and what.open(as_of) and what.at not in shown:
            yield Task(
                "remedy", _about(one), what.action, one.path, one.line, "", what.status, what.owner,
                due_of(what, as_of), one.overdue, remedies=(what,),
            )  # fmt: skip


def _obstacles(told: Iterable[Told]) -> Iterator[Task]:
    for one in told:
        if isinstance(one.what, Obstacle) and not one.what.solution:
            yield Task("obstacle", _about(one), one.what.text, one.path, one.line)


def _proposals(told: Iterable[Told]) -> Iterator[Task]:
    for one in told:
        what = one.what
        if isinstance(what, Proposal) and not what.answered:
            yield Task(
                "proposal", _about(one), what.text, one.path, one.line, what.id, what.status,
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
