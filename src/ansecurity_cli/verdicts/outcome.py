"""Outcomes, rulings and counts: what deciding gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ansecurity_cli.diagnostics import Location, Message

if TYPE_CHECKING:  # the words need only the names of outcomes, not all that is judged
    from ansecurity_cli.model.criteria import Criterion
    from ansecurity_cli.model.records import Answer


class Outcome(StrEnum):
    """What is decided of a criterion; missing data is unknown, never met and never zero."""

    MET = "met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


# From low to high: what an appraiser's word may lower, never raise.
RANK = {Outcome.UNMET: 0, Outcome.UNKNOWN: 1, Outcome.NOT_APPLICABLE: 2, Outcome.MET: 2}


class Standing(StrEnum):
    """How a unit stands in a set."""

    NOT_SUBJECT = "not-subject"
    NOT_REGISTERED = "not-registered"
    INCOMPLETE = "incomplete"
    UNMET = "unmet"
    MET = "met"
    RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True)
class Ruling:
    """An outcome with its reason, and what is missing to be met.

    `points` are those that count for certain, `claimed` those that nothing backs. `lapsed`: it was
    met, but has not been confirmed again in time. `final`: nothing done in this period mends it.
    """

    outcome: Outcome
    why: Message
    shortfall: Message | None = None
    at: Location | None = None
    points: Decimal | None = None
    claimed: Decimal | None = None
    lapsed: bool = False
    final: bool = False


def lowered(before: Ruling, after: Ruling) -> bool:
    """Whether a result is lower than another: by its outcome, else by its points."""
    low, high = RANK[after.outcome], RANK[before.outcome]
    if low != high or before.points is None or after.points is None:
        return low < high
    return after.points < before.points


@dataclass(frozen=True, slots=True)
class Score:
    """Points, from what is certain to what may still be (None: no maximum is known).

    `minima` is whether every minimum that is asked for, here and below, is reached.
    """

    low: Decimal
    high: Decimal | None
    maximum: Decimal | None
    minima: Outcome = Outcome.MET

    @property
    def missing(self) -> Decimal | None:
        """The points up to the maximum that are not certain; None where it isn't known."""
        return None if self.maximum is None else max(self.maximum - self.low, Decimal(0))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling on a criterion, with the answer it rests on.

    `at` is the answer, else the file that should hold it, else the criterion. `own` is the ruling
    on the unit's own answer, where an appraiser gave results, and `own_score` its points.
    """

    criterion: Criterion
    ruling: Ruling
    at: Location
    answer: Answer | None = None
    children: tuple[Verdict, ...] = ()
    own: Ruling | None = None
    score: Score | None = None
    own_score: Score | None = None

    @property
    def self_outcome(self) -> Outcome | None:
        """What the unit's own answer gives, where there is an appraisal."""
        return self.own.outcome if self.own else None

    @property
    def outcome(self) -> Outcome:
        """The ruling's outcome."""
        return self.ruling.outcome

    def walk(self) -> Iterator[Verdict]:
        """This verdict and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def open(self) -> Iterator[Verdict]:
        """What still has to be done for it: its unmet and unknown leaves.

        Below a criterion that is met, as one of several, nothing has to be done.
        """
        if self.outcome in (Outcome.UNMET, Outcome.UNKNOWN):
            if not self.children:
                yield self
            for child in self.children:
                yield from child.open()

    def gaining(self) -> Iterator[Verdict]:
        """The leaves that could still bring points, or must be met: open, or below full marks."""
        for one in self.walk():
            open_ = one.outcome in (Outcome.UNMET, Outcome.UNKNOWN)
            if not one.children and (open_ or (one.score is not None and one.score.missing)):
                yield one


@dataclass(frozen=True, slots=True)
class Counts:
    """How many criteria came out how; `total` counts the not applicable ones too."""

    met: int = 0
    unmet: int = 0
    not_applicable: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.met + self.unmet + self.not_applicable + self.unknown

    @property
    def asked(self) -> int:
        """The N of “x of N met”: without the not applicable ones."""
        return self.total - self.not_applicable

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.met + other.met, self.unmet + other.unmet,
            self.not_applicable + other.not_applicable, self.unknown + other.unknown,
        )  # fmt: skip

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Counts:
        """The counts of some outcomes."""
        listed = list(outcomes)
        return cls(
            listed.count(Outcome.MET), listed.count(Outcome.UNMET),
            listed.count(Outcome.NOT_APPLICABLE), listed.count(Outcome.UNKNOWN),
        )  # fmt: skip
