"""Rules: how a criterion is decided; a record a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ansecurity_cli.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share in percent, or a number."""

    at: Location
    percent: Decimal | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How a criterion is decided; the kinds are the subclasses."""

    at: Location


class All(Rule):
    """Every child is met."""

    __slots__ = ()


class AnyOf(Rule):
    """One child is met."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AtLeast(Rule):
    """So many children are met."""

    count: int


class Attested(Rule):
    """The unit says so, with the evidence that is asked for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Required:
    """A document that a criterion asks for."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Issued(Rule):
    """Documents are there, issued by a day (kind `document`)."""

    required: tuple[Required, ...] = ()
    due: str | None = None


@dataclass(frozen=True, slots=True)
class NoneOf(Rule):
    """Nothing of the kind happened, or each incident is exempt."""

    exemptions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Count(Rule):
    """A number within bounds."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Ratio(Rule):
    """A share, compared exactly; of a survey, with its sample."""

    at_least: Threshold | None = None
    at_most: Threshold | None = None
    unit: str = ""
    when_zero: Literal["unknown", "met", "unmet", "not-applicable"] = "unknown"
    survey: bool = False
    sample_at_least: int = 0


@dataclass(frozen=True, slots=True)
class Trend(Rule):
    """Fewer than before (or not more), for so many years running."""

    change: Literal["decrease", "no-increase"] = "decrease"
    years: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Graded(Rule):
    """A grade from a level up, on one of several scales (kind `grade`)."""

    at_least: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Discipline(Rule):
    """Nobody was disciplined at or above a severity."""

    scale: str
    severity: str


@dataclass(frozen=True, slots=True)
class Rollup(Rule):
    """A share or number of the direct children is registered, recognised or met."""

    having: Literal["registered", "recognised", "met"]
    at_least: Threshold
    sets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Include(Rule):
    """The criteria of another set, copied in below this one."""

    set: str
    version: int | None
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecognisedIn(Rule):
    """The unit holds another set's recognition for the period."""

    set: str


@dataclass(frozen=True, slots=True)
class Band:
    """From (or up to) a number, so many points."""

    at: Location
    points: Decimal
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def holds(self, number: Fraction) -> bool:
        """Whether the number, exact, lies in the band."""
        low = self.at_least is None or number >= Fraction(self.at_least)
        return low and (self.at_most is None or number <= Fraction(self.at_most))


@dataclass(frozen=True, slots=True)
class Points(Rule):
    """So many points, given or computed; of a criterion with children, what theirs add up to.

    `max` is None where it isn't public. `min_points` and `min_share` (percent of the maximum) are
    what it takes to be met; without them, all the points.
    """

    max: Decimal | None = None
    min: Decimal = Decimal(0)
    step: Decimal | None = None
    by: Literal["percent", "value"] = "percent"
    bands: tuple[Band, ...] = ()
    deduct: Decimal | None = None
    bonus: bool = False
    min_points: Decimal | None = None
    min_share: Decimal | None = None

    @property
    def demanding(self) -> bool:
        """Whether it asks for a minimum."""
        return self.min_points is not None or self.min_share is not None
