"""Criteria sets: the tree of criteria and the rules that judge them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.periods import ALWAYS, Days, Period, on


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
class Citation:
    """Where a criterion stands: `điểm b khoản 4`, `Điều 4`, `124/2021/TT-BCA`."""

    cite: str
    article: str
    document: str

    @property
    def short(self) -> str:
        """Point, clause and article."""
        return " ".join(part for part in (self.cite, self.article) if part)

    @property
    def full(self) -> str:
        """With the document."""
        return ", ".join(part for part in (self.short, self.document) if part)


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades from low to high; `titles` by grade."""

    id: str
    grades: tuple[str, ...]
    titles: Mapping[str, str]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must hold. Criteria copied in by `include` keep their own file and lines in `at`."""

    id: str
    title: str
    short: str
    statement: str
    citations: tuple[Citation, ...]
    rule: Rule
    at: Location
    depth: int
    children: tuple[Criterion, ...] = ()
    evidence_required: bool = False
    evidence_hint: tuple[str, ...] = ()
    fact: str = ""
    not_applicable_allowed: bool = False
    reason_required: bool = False
    not_applicable_note: str = ""
    keep_up: str = ""
    notes: tuple[str, ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def cite(self) -> str:
        """Every place it stands in, the including one first."""
        return "; ".join(citation.short for citation in self.citations if citation.short)

    def walk(self) -> Iterator[Criterion]:
        """This criterion and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class CriteriaSet:
    """A set of criteria; `sound` is False where its file has errors, so that it decides nothing."""

    id: str
    version: int
    at: Location
    sound: bool = True
    title: str = ""
    short: str = ""
    body: str = ""
    document: str = ""
    issuer: str = ""
    article: str = ""
    in_force: Days = ALWAYS
    within: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    window: tuple[str, str] = ("01-01", "12-31")
    completeness: Literal["full", "partial", "skeleton"] = "full"
    declared_count: int | None = None
    counted_at: int = 1
    rule: Rule = field(default_factory=lambda: All(Location("")))
    scales: Mapping[str, Scale] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    illustrative: bool = False
    seal: str = ""  # as the file says
    digest: str = ""  # as it would have to say now

    @property
    def whole(self) -> bool:
        """Whether all its criteria are here: said to be, and as many as are declared."""
        full = self.completeness == "full"
        return full and self.declared_count in (None, len(self.counted()))

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short or self.title or self.id

    def walk(self) -> Iterator[Criterion]:
        """Every criterion, in order."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def find(self, criterion_id: str) -> Criterion | None:
        """The criterion of this id."""
        return self._by_id.get(criterion_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Criterion]:
        return {one.id: one for one in reversed(tuple(self.walk()))}  # of two, the first

    def counted(self) -> tuple[Criterion, ...]:
        """The criteria that “x of N” counts: at `counted_at`, or leaves above it."""
        level = self.counted_at
        return tuple(
            one for one in self.walk()
            if one.depth == level or (one.depth < level and not one.children)
        )  # fmt: skip

    def days(self, period: Period) -> Days:
        """The days that a period covers in this set."""
        return period.days(*self.window)

    def in_force_in(self, period: Period) -> bool:
        """Whether the set is in force on some day of the period."""
        return self.in_force.overlaps(self.days(period))

    def due(self, month_day: str, period: Period) -> date:
        """A deadline of the period's year."""
        return on(period.year, month_day)
