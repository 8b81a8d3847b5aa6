"""Results as tables for other programs: a documented layout with a version of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.programme import Finding
from ansecurity_cli.model.records import Unit
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.reports import programme
from ansecurity_cli.reports import status as overview
from ansecurity_cli.reports.items import due_of
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, Row
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts import knowledge

# Goes up when a column is dropped, renamed or means something else; a new column is no change.
LAYOUT = 1
Kind = Literal["text", "integer", "decimal", "boolean", "date"]
Value: TypeAlias = "str | int | Decimal | bool | date | Message | None"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and what that is."""

    name: str
    kind: Kind
    about: Message


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row has a value a column, None where nothing is known."""

    name: str
    about: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """All tables, and what they were made from."""

    provenance: Provenance
    tables: tuple[Table, ...]


_UNIT = Column("unit", "text", say("id of the unit"))
_SET = Column("set", "text", say("id of the criteria set"))
_PERIOD = Column("period", "text", say("period: 2025, 2025-h1, 2025-q3"))
_CRITERION = Column("criterion", "text", say("id of the criterion"))
_PATH = Column("path", "text", say("file that it stands in"))
_LINE = Column("line", "integer", say("line in the file"))
_OUTCOME = say("met, unmet, unknown or not-applicable")
_STATUS = Column("status", "text", say("state, as it is written in the file"))
_DUE = Column("due", "date", say("deadline"))
_OVERDUE = Column("overdue", "boolean", say("whether the deadline is past and it isn't done"))

UNITS = Table("units", say("The units."), (
    _UNIT,
    Column("name", "text", say("full name")),
    Column("type", "text", say("type of unit, as in unit.yaml")),
    Column("code", "text", say("official code")),
    Column("parent", "text", say("id of the unit above it")),
    Column("province", "text", say("id of the province or city that it lies in")),
    Column("province_name", "text", say("name of that province or city")),
    Column("valid_from", "date", say("when it began")),
    Column("valid_to", "date", say("last day it exists")),
    Column("out_of_scope", "text", say("why it is not assessed")),
    Column("illustrative", "boolean", say("whether its data are made up to illustrate")),
))  # fmt: skip
TOTALS = Table("totals", say("What each set amounts to for each unit and period."), (
    _UNIT, _SET, _PERIOD,
    Column("set_title", "text", say("short title of the set")),
    Column("set_version", "integer", say("version of the set that judged")),
    Column("round", "text", say("self, appraised, or none where there is no file")),
    Column("outcome", "text", _OUTCOME),
    Column("standing", "text", say(
        "not-subject, not-registered, incomplete, unmet, met or recognised"
    )),
    Column("registered", "boolean", say("whether the unit registered; empty where not known")),
    Column("recognised", "boolean", say("whether it was recognised; empty where undecided")),
    Column("met", "integer", say("counted criteria that are met")),
    Column("unmet", "integer", say("counted criteria that are unmet")),
    Column("unknown", "integer", say("counted criteria that are unknown")),
    Column("not_applicable", "integer", say("counted criteria that don't apply")),
    Column("points_low", "decimal", say("points that are certain")),
    Column("points_high", "decimal", say("points that are still possible")),
    Column("points_maximum", "decimal", say("most points there are")),
    Column("class", "text", say("class that is certain")),
    Column("assessed_on", "date", say("day that the data are as of")),
    Column("illustrative", "boolean", say("whether its data are made up to illustrate")),
))  # fmt: skip
CRITERIA = Table("criteria", say("The result of each criterion."), (
    _UNIT, _SET, _PERIOD, _CRITERION,
    Column("cite", "text", say("clause and article")),
    Column("title", "text", say("short title of the criterion, else its text")),
    Column("depth", "integer", say("how deep in the tree, from 1")),
    Column("counted", "boolean", say("whether “x of N” counts it")),
    Column("leaf", "boolean", say("whether there are no criteria below it")),
    Column("outcome", "text", _OUTCOME),
    Column("self_outcome", "text", say("outcome of the unit's own answer, if it was appraised")),
    Column("points", "decimal", say("points that are certain")),
    Column("points_maximum", "decimal", say("most points there are")),
    Column("why", "text", say("why it came out so, in the language of the export")),
    Column("shortfall", "text", say("what is missing, in the language of the export")),
    _PATH, _LINE,
))  # fmt: skip
FINDINGS = Table("findings", say("What delegations found wanting."), (
    _UNIT,
    Column("finding", "text", say("id of the finding, within its visit")),
    _SET, _CRITERION,
    Column("severity", "text", say("minor, major or critical")),
    Column("text", "text", say("what is wanting")),
    _DUE, _STATUS,
    Column("closed_on", "date", say("day it was put right")),
    _OVERDUE, _PATH, _LINE,
))  # fmt: skip
REMEDIES = Table("remedies", say("What is done about it."), (
    _UNIT, _SET, _PERIOD, _CRITERION,
    Column("finding", "text", say("id of the finding that it answers")),
    Column("action", "text", say("what is to be done")),
    Column("owner", "text", say("which body sees to it")),
    _DUE, Column("next_due", "date", say("nearest deadline: its own, or a milestone's")), _STATUS,
    Column("done_on", "date", say("day it was done")),
    _OVERDUE, _PATH, _LINE,
))  # fmt: skip
TABLES: tuple[Table, ...] = (UNITS, TOTALS, CRITERIA, FINDINGS, REMEDIES)
_PROVINCES = ("tinh", "thanh-pho")


def build(snapshot: Snapshot, selection: Selection) -> Export:
    """Every table, for the units, sets and periods that are chosen."""
    report = overview.build(snapshot, selection)
    about = programme.build(snapshot, selection)
    rows: Mapping[str, Iterable[tuple[Value, ...]]] = {
        "units": (_unit(snapshot, one) for one in selection.units),
        "totals": (_total(snapshot, row) for row in report.rows),
        "criteria": (each for row in report.rows for each in _criteria(row)),
        "findings": (each for one in about.findings for each in _finding(one)),
        "remedies": (each for one in about.remedies for each in _remedy(snapshot, one)),
    }
    tables = (Table(one.name, one.about, one.columns, tuple(rows[one.name])) for one in TABLES)
    return Export(report.provenance, tuple(tables))


def _unit(snapshot: Snapshot, one: Unit) -> tuple[Value, ...]:
    units = snapshot.repository.units
    above = (units[name] for name in snapshot.repository.ancestors(one.id))
    province = next((each for each in above if each.type in _PROVINCES), None)
    return (
        one.id, one.name, one.type or None, one.code or None, one.parent or None,
        province.id if province else None, province.name if province else None,
        one.valid.first, one.valid.last, one.out_of_scope or None, one.illustrative,
    )  # fmt: skip


def _total(snapshot: Snapshot, row: Row) -> tuple[Value, ...]:
    result, as_of = row.result, snapshot.as_of
    known, counts, total = result.criteria_set, result.counts, result.total
    unit = snapshot.repository.units.get(result.key.unit)
    score = total.score if total else None
    made_up = bool(unit and unit.illustrative) or bool(known and known.illustrative)
    return (
        *_key(row), row.title, known.version if known else None, row.round,
        result.outcome.value, result.standing.value,
        knowledge.registered(result.assessment, as_of),
        knowledge.recognised(result.appraisal, as_of),
        counts.met, counts.unmet, counts.unknown, counts.not_applicable,
        score.low if score else None, score.high if score else None,
        score.maximum if score else None, total.held.id if total and total.held else None,
        row.assessed_on, made_up,
    )  # fmt: skip


def _key(row: Row) -> tuple[str, str, str]:
    key = row.result.key
    return key.unit, key.set, str(key.period)


def _criteria(row: Row) -> Iterator[tuple[Value, ...]]:
    for verdict, line in row.lines:
        one, score = verdict.criterion, verdict.score
        own = verdict.self_outcome
        yield (
            *_key(row), one.id, one.cite or None, one.short or one.title or None, one.depth,
            one.id in row.counted, not one.children, verdict.outcome.value,
            own.value if own else None, score.low if score else None,
            score.maximum if score else None, verdict.ruling.why, verdict.ruling.shortfall,
            verdict.at.path, line,
        )  # fmt: skip


def _finding(told: Told) -> Iterator[tuple[Value, ...]]:
    unit, one = told.about.unit or told.origin, told.what
    if not isinstance(one, Finding):
        return
    yield (
        unit.id if unit else None, one.id, one.set or None, one.criterion or None,
        one.severity or None, one.text, one.due, one.status or None, one.closed_on, told.overdue,
        told.path, told.line,
    )  # fmt: skip


def _remedy(snapshot: Snapshot, told: Told) -> Iterator[tuple[Value, ...]]:
    place, one = snapshot.repository.places.get(told.path), told.what
    unit, known = told.about.unit, told.about.criteria_set
    if not isinstance(one, Remedy):
        return
    yield (
        unit.id if unit else None, known.id if known else None,
        str(Period.parse(place.period)) if place and place.period else None,
        one.criterion or None, one.finding or None, one.action, one.owner or None, one.due,
        due_of(one, snapshot.as_of),
        one.status, one.done_on, told.overdue, told.path, told.line,
    )  # fmt: skip
