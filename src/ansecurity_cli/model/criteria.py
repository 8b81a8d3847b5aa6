"""Criteria sets: the tree of criteria, and what holds for the set as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ansecurity_cli.diagnostics import Location, Message
from ansecurity_cli.model.periods import ALWAYS, Days, Period, on
from ansecurity_cli.model.rules import All, Points, Rule
from ansecurity_cli.model.scoring import Dossier, Scoring, Suspension


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
    worth: Decimal | None = None
    by_group: Mapping[str, Rule] = field(default_factory=dict)
    undecided: Message | None = None
    children: tuple[Criterion, ...] = ()
    evidence_required: bool = False
    evidence_hint: tuple[str, ...] = ()
    fact: str = ""
    not_applicable_allowed: bool = False
    reason_required: bool = False
    not_applicable_points: str = ""
    not_applicable_note: str = ""
    keep_up: str = ""
    notes: tuple[str, ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def cite(self) -> str:
        """Every place it stands in, the including one first."""
        return "; ".join(citation.short for citation in self.citations if citation.short)

    @property
    def scored(self) -> bool:
        """Whether it, or anything below it, gives points."""
        own = isinstance(self.rule, Points) or self.worth is not None
        return own or any(one.scored for one in self.children)

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
    scoring: Scoring | None = None
    extends: tuple[str, int | None] | None = None
    suspended: tuple[Suspension, ...] = ()
    dossier: Dossier | None = None
    doubled: tuple[str, ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    illustrative: bool = False
    seal: str = ""  # as the file says
    digest: str = ""  # as it would have to say now

    @cached_property
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

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """Every criterion by its id; of two, the last."""
        return {one.id: one for one in self.walk()}

    def counted(self) -> tuple[Criterion, ...]:
        """The criteria that “x of N” counts: at `counted_at`, or leaves above it.

        What is only a condition beside the points (a veto), or given on top of them (a bonus), is
        not one of them.
        """
        level, vetoes = self.counted_at, self.scoring.vetoes if self.scoring else ()
        beside = {one.id for one in self.walk() if one.id in vetoes and not one.scored}
        return tuple(
            one for one in self.walk()
            if one.id not in beside and not (isinstance(one.rule, Points) and one.rule.bonus)
            and (one.depth == level or (one.depth < level and not one.children))
        )  # fmt: skip

    def days(self, period: Period) -> Days:
        """The days that a period covers in this set."""
        return period.days(*self.window)

    def in_force_in(self, period: Period) -> bool:
        """Whether the set is in force on some day of the period."""
        return self.in_force.overlaps(self.days(period))

    def suspension(self, period: Period) -> Suspension | None:
        """Why nobody is assessed by the set in a period, where its year is suspended."""
        years = (one for one in self.suspended if one.period.year == period.year)
        return next((one for one in years if one.period.part in ("", period.part)), None)

    @cached_property
    def grouped(self) -> bool:
        """Whether any criterion is decided otherwise for some group of units."""
        return any(one.by_group for one in self.walk())

    def due(self, month_day: str, period: Period) -> date:
        """A deadline of the period's year."""
        return on(period.year, month_day)
