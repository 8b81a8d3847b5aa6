"""What is done about shortcomings: remedies with milestones, obstacles, proposals sent upward."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a remedy."""

    at: Location
    text: str
    due: date | None = None
    done_on: date | None = None

    def open(self, as_of: date) -> bool:
        """Whether it still had to be done on a day."""
        return self.done_on is None or self.done_on > as_of


@dataclass(frozen=True, slots=True)
class Remedy:
    """What will be done about an unmet criterion or a finding, by whom and by when."""

    at: Location
    action: str
    criterion: str = ""
    finding: str = ""
    obstacle: str = ""
    owner: str = ""
    due: date | None = None
    status: str = "planned"
    done_on: date | None = None
    milestones: tuple[Milestone, ...] = ()

    def open(self, as_of: date) -> bool:
        """Whether it still had to be done on a day."""
        if self.status == "done":
            return self.done_on is not None and self.done_on > as_of
        return self.status != "cancelled"

    def as_of(self, day: date) -> Remedy:
        """The remedy as it stood on a day: what was done later was then only planned."""
        steps = tuple(
            replace(one, done_on=None) if one.open(day) else one for one in self.milestones
        )
        if self.done_on and self.done_on > day:
            return replace(self, status="planned", done_on=None, milestones=steps)
        return replace(self, milestones=steps)

    def next_due(self, as_of: date) -> date | None:
        """The nearest day by which something still has to be done: of a milestone, or its own."""
        days = [one.due for one in self.milestones if one.due and one.open(as_of)]
        return min([*days, *([self.due] if self.due else [])], default=None)

    @property
    def next_step(self) -> Milestone | None:
        """The milestone not done that is due first, where that is before the whole."""
        left = [one for one in self.milestones if one.due and one.done_on is None]
        first = min(left, key=lambda one: one.due or date.max, default=None)
        if first is None or (self.due and first.due and first.due >= self.due):
            return None
        return first

    def overdue(self, as_of: date) -> bool:
        """Whether its day, or that of a milestone, is past and it isn't done."""
        due = self.next_due(as_of)
        return self.open(as_of) and due is not None and due < as_of


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A difficulty, and the solution found for it."""

    at: Location
    text: str
    unit: str = ""
    set: str = ""
    criterion: str = ""
    solution: str = ""
    decided_by: str = ""
    on: date | None = None

    def as_of(self, day: date) -> Obstacle:
        """The obstacle as it stood on a day: what was decided later was no solution yet."""
        if self.on and self.on > day:
            return replace(self, solution="", decided_by="", on=None)
        return self


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed about the criteria, and how far up it went."""

    at: Location
    id: str
    text: str
    unit: str = ""
    set: str = ""
    criterion: str = ""
    escalated_to: str = ""
    on: date | None = None
    status: str = ""
    reply: str = ""
    replied_on: date | None = None

    @property
    def answered(self) -> bool:
        """Whether there is a reply."""
        return self.status == "answered" or self.replied_on is not None or bool(self.reply)

    def as_of(self, day: date) -> Proposal | None:
        """The proposal as it stood on a day; None before it was reported. A later reply is none."""
        if self.on and self.on > day:
            return None
        if self.replied_on and self.replied_on > day:
            return replace(self, status="", reply="", replied_on=None)
        return self
