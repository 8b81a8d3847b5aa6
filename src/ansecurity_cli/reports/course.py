"""How results ran: over periods, and over the months or quarters that git remembers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.reports import rollup
from ansecurity_cli.reports.counting import subject
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts, Standing

Of = Literal["criteria", "units"]


class Line(NamedTuple):
    """What is followed: a unit's criteria of a set, or how many units below it meet the set."""

    of: Of
    unit: str  # none: all units
    set: str
    period: Period


@dataclass(frozen=True, slots=True)
class Point:
    """How it stood at a moment; of criteria with the unit's standing, of units with the titles
    (none: nothing is known of any).

    `by` is the unit whose files tell, where another continues it.
    """

    counts: Counts
    standing: Standing | None = None
    recognised: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A moment: a period, or a day with the commit that stood then (none: the files of now)."""

    day: date | None = None
    commit: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One line over its steps; a point is None where there was nothing yet."""

    of: Of
    unit: Unit | None
    set: str
    title: str
    period: Period | None  # none: the steps are the periods
    steps: tuple[Step, ...]
    points: tuple[Point | None, ...]

    @property
    def known(self) -> list[tuple[Step, Point]]:
        """The steps at which there was something."""
        pairs = zip(self.steps, self.points, strict=True)
        return [(step, point) for step, point in pairs if point is not None]

    @property
    def still(self) -> bool:
        """Whether there is nothing to see: it stood at every step as it stands now."""
        return self.period is not None and len(set(self.points)) == 1

    @property
    def turns(self) -> list[tuple[Step, Point]]:
        """The first, the last, and those at which something changed."""
        known = self.known
        return [
            one
            for at, one in enumerate(known)
            if at in (0, len(known) - 1) or one[1] != known[at - 1][1]
        ]


@dataclass(frozen=True, slots=True)
class History:
    """What `history` shows; `lacking` says what git could not tell."""

    provenance: Provenance
    courses: tuple[Course, ...]
    lacking: tuple[Message, ...] = ()


Reading = Mapping[Line, Point]


@dataclass(frozen=True, slots=True)
class Asked:
    """The units whose course is wanted (none: all units together), by which sets and periods."""

    units: tuple[str, ...]
    sets: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()


def reading(snapshot: Snapshot, asked: Asked) -> Reading:
    """Every line that can be followed in a state of the files."""
    found: dict[Line, Point] = {}
    for name in asked.units:
        if name in snapshot.repository.units:
            found.update(_own(snapshot, asked, name))
            below = tuple(snapshot.repository.below(name))
            if len(below) > 1:
                found.update(_together(snapshot, asked, name, below))
    if not asked.units:
        found.update(_together(snapshot, asked, "", tuple(sorted(snapshot.repository.units))))
    return found


def _own(snapshot: Snapshot, asked: Asked, name: str) -> Iterator[tuple[Line, Point]]:
    """The unit's own rows, and those of units that it simply continues."""
    repository, teller, seen = snapshot.repository, name, {name}
    while teller:
        selection = Selection((), asked.sets, asked.periods)
        for key in selection.keys(repository, repository.units[teller]):
            of_unit = key._replace(unit=name)
            result = snapshot.evaluation.result(key)
            told = repository.told_by(of_unit) == key
            if told and (result.assessment or result.appraisal):
                by = "" if teller == name else teller
                yield (
                    Line("criteria", name, key.set, key.period),
                    Point(result.counts, result.standing, by=by),
                )
        before = repository.before(teller)
        teller = before if before and before not in seen else ""
        seen.add(teller)


def _together(
    snapshot: Snapshot, asked: Asked, name: str, units: tuple[str, ...]
) -> Iterator[tuple[Line, Point]]:
    selection = Selection((), asked.sets, asked.periods)
    for set_id, period in rollup.filed(snapshot.repository, selection, units):
        keys = [Key(one, set_id, period) for one in units]
        # A unit that alone is subject to the set is told of by itself.
        if any(key.unit != name and subject(snapshot.repository, key) for key in keys):
            tally = rollup.tally(snapshot, keys)
            yield (
                Line("units", name, set_id, period),
                Point(tally.outcomes, recognised=tally.recognised.told),
            )


def build(
    snapshot: Snapshot, asked: Asked, past: Sequence[tuple[Step, Reading]],
    lacking: Iterable[Message] = (),
) -> History:  # fmt: skip
    """The courses over periods as the files say now, then over the steps for each period."""
    now = reading(snapshot, asked)
    steps = [*past, (Step(snapshot.as_of), now)]
    lines = dict.fromkeys(line for _, one in steps for line in one)
    courses = [*_over_periods(snapshot, now)]
    if past:
        courses += [_over_steps(snapshot, line, steps) for line in lines]
    units = tuple(snapshot.repository.units[one] for one in asked.units)
    selection = Selection(units or tuple(snapshot.repository.units.values()))
    order = {one: place for place, one in enumerate(asked.units)}
    courses.sort(key=lambda one: (
        order.get(one.unit.id, 0) if one.unit else 0, one.of != "criteria", one.set,
        one.period is not None, one.period.order if one.period else (),
    ))  # fmt: skip
    return History(provenance(snapshot, selection), tuple(courses), tuple(lacking))


def _over_periods(snapshot: Snapshot, now: Reading) -> Iterator[Course]:
    rows: dict[tuple[Of, str, str], dict[Period, Point]] = {}
    for line, point in now.items():
        rows.setdefault(line[:3], {})[line.period] = point
    for (of, unit, set_id), points in rows.items():
        periods = sorted(points, key=lambda one: one.order)
        yield Course(
            of, snapshot.repository.units.get(unit), set_id, _title(snapshot, set_id), None,
            tuple(Step(period=one) for one in periods), tuple(points[one] for one in periods),
        )  # fmt: skip


def _over_steps(snapshot: Snapshot, line: Line, steps: Sequence[tuple[Step, Reading]]) -> Course:
    return Course(
        line.of, snapshot.repository.units.get(line.unit), line.set, _title(snapshot, line.set),
        line.period, tuple(step for step, _ in steps), tuple(one.get(line) for _, one in steps),
    )  # fmt: skip


def _title(snapshot: Snapshot, set_id: str) -> str:
    known = snapshot.repository.sets.get(set_id)
    return known.name if known else set_id
