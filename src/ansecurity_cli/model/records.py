"""Units, and what units and appraisers write down. Absent is None: never zero, never false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from ansecurity_cli.diagnostics import Location, Pointer
from ansecurity_cli.model.periods import ALWAYS, Days, Period
from ansecurity_cli.model.remedies import Obstacle, Proposal, Remedy

Source = Mapping[str, str]


class Key(NamedTuple):
    """One unit's dealings with one set in one period."""

    unit: str
    set: str
    period: Period


@dataclass(frozen=True, slots=True)
class Unit:
    """A place or body that is assessed; its parent makes the tree."""

    id: str
    at: Location
    sound: bool = True
    name: str = ""
    type: str = ""
    code: str = ""
    parent: str = ""
    valid: Days = ALWAYS
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    facts: Mapping[str, bool] = field(default_factory=dict)
    groups: tuple[str, ...] | None = None
    out_of_scope: str = ""
    contact: str = ""
    illustrative: bool = False
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was issued, as far as it is known (YAML `documents`, `basis`)."""

    at: Location
    for_: str = ""
    number: str = ""
    issued: date | None = None
    issuer: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened; the facts are what exemptions ask, None where not told."""

    at: Location
    day: date
    count: int
    facts: Mapping[str, bool]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DisciplineCase:
    """People disciplined, with the severity."""

    at: Location
    severity: str
    count: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one criterion: by the unit, or by the appraiser (then with `reason`)."""

    at: Location
    met: bool | None = None
    documents: tuple[Paper, ...] | None = None
    incidents: tuple[Incident, ...] | None = None
    value: Decimal | None = None
    points: Decimal | None = None
    count: int | None = None
    total: int | None = None
    percent: Decimal | None = None
    sample: int | None = None
    previous: Decimal | None = None
    current: Decimal | None = None
    grade: str | None = None
    cases: tuple[DisciplineCase, ...] | None = None
    evidence: tuple[str, ...] | None = None
    note: str | None = None
    claim: str | None = None
    not_applicable: str | None = None
    confirmed_on: date | None = None
    carried_from: Period | None = None
    outcome: str | None = None
    reason: str | None = None

    def values(self) -> tuple[str, ...]:
        """The keys of data that were written."""
        return tuple(
            key for key, one in zip(VALUE_KEYS, _VALUES(self), strict=True) if one is not None
        )

    def given(self, *names: str) -> bool:
        """Whether all these keys were written."""
        return all(getattr(self, name) is not None for name in names)

    def dated(self) -> tuple[Incident | DisciplineCase, ...]:
        """What happened, with its days."""
        return (*(self.incidents or ()), *(self.cases or ()))

    def over(self, before: Answer) -> Answer:
        """A later appraiser's result over an earlier one's: its word or its values replace both."""
        whole = before.under(self)
        if self.outcome or self.values() or self.not_applicable is not None:
            return replace(whole, outcome=self.outcome, reason=self.reason)
        return whole

    def under(self, appraised: Answer) -> Answer:
        """This answer with the appraiser's values in place of its own."""
        values = {
            one.name: getattr(appraised, one.name)
            for one in fields(appraised)
            if one.name != "at" and getattr(appraised, one.name) is not None
        }
        mine = self
        if any(key in values for key in VALUE_KEYS):
            mine = replace(mine, not_applicable=None, carried_from=None)
        if "count" in values:
            mine = replace(mine, percent=None, sample=None)
        if "percent" in values:
            mine = replace(mine, count=None, total=None)
        if "value" in values:
            mine = replace(mine, incidents=None)
        if "incidents" in values:
            mine = replace(mine, value=None)
        return replace(mine, **values, at=appraised.at)


VALUE_KEYS = (
    "met", "documents", "incidents", "value", "points", "count", "total", "percent", "sample",
    "previous", "current", "grade", "cases",
)  # fmt: skip
_VALUES = attrgetter(*VALUE_KEYS)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count reported where the text of the criteria isn't public."""

    at: Location
    on: date
    met: int
    total: int
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What backs an answer."""

    at: Location
    id: str
    number: str = ""
    issued: date | None = None
    title: str = ""
    file: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """The unit's registration for a set; `declined` where the file says `registered: false`."""

    at: Location
    number: str = ""
    issued: date | None = None
    declined: bool = False
    confirmed: bool = False  # `registered: true`


@dataclass(frozen=True, slots=True)
class Assessment:
    """A unit's self-assessment of one set in one period; without `sound` it decides nothing."""

    unit: str
    set: str
    period: Period
    at: Location
    sound: bool = True
    lost: frozenset[Pointer] = frozenset()
    version: int = 0
    assessed_on: date | None = None
    assessed_by: str = ""
    registered: Registration | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    tally: Tally | None = None
    claim: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    dossier: tuple[Paper, ...] = ()
    illustrative: bool = False
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Unit, set and period."""
        return Key(self.unit, self.set, self.period)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The decision on the title, with its four dates (proposed, met on, decided, announced)."""

    at: Location
    result: str
    number: str = ""
    authority: str = ""
    meeting_on: date | None = None
    decided_on: date | None = None
    announced_on: date | None = None
    reason: str = ""

    def by(self, day: date) -> Recognition:
        """The decision with the dates that had come by a day."""
        met, announced = self.meeting_on, self.announced_on
        return replace(
            self,
            meeting_on=met if met and met <= day else None,
            announced_on=announced if announced and announced <= day else None,
        )


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A higher level's results for the same answers; `results` only where they differ.

    Several levels may appraise, one after the other: `earlier` are the rounds before this one.
    """

    unit: str
    set: str
    period: Period
    at: Location
    sound: bool = True
    lost: frozenset[Pointer] = frozenset()
    version: int = 0
    by: str = ""
    day: date | None = None
    results: Mapping[str, Answer] = field(default_factory=dict)
    tally: Tally | None = None
    recognition: Recognition | None = None
    illustrative: bool = False
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    earlier: tuple[Appraisal, ...] = ()

    @property
    def rounds(self) -> tuple[Appraisal, ...]:
        """Every round, the first one first."""
        return (*self.earlier, self)

    def after(self, before: Appraisal) -> Appraisal:
        """Both rounds as one: what this one found, else what the one before did."""
        told = {
            name: one.over(before.results[name]) if name in before.results else one
            for name, one in self.results.items()
        }
        return replace(
            self,
            results={**before.results, **told},
            tally=self.tally or before.tally,
            recognition=self.recognition or before.recognition,
        )

    @property
    def key(self) -> Key:
        """Unit, set and period."""
        return Key(self.unit, self.set, self.period)
