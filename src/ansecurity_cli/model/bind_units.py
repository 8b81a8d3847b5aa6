"""Units, assessments and appraisals from documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from ansecurity_cli.diagnostics import Location, Pointer
from ansecurity_cli.model import records as r
from ansecurity_cli.model.bind_remedies import bind_obstacle, bind_proposal, bind_remedy
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.reading import Data, day, days, each, number, sources, text, texts

Lost = frozenset[Pointer]
T = TypeVar("T")


def bind_unit(unit_id: str, data: Data, at: Location, *, sound: bool) -> r.Unit:
    """A unit; of a file with errors, what could be read."""
    return r.Unit(
        id=unit_id, at=at, sound=sound, name=text(data, "name") or unit_id,
        type=text(data, "type"), code=text(data, "code"), parent=text(data, "parent"),
        valid=days(data, "valid"), predecessors=texts(data, "predecessors"),
        successors=texts(data, "successors"), facts=data.get("facts", {}),
        groups=texts(data, "groups") if "groups" in data else None,
        out_of_scope=text(data, "out_of_scope"), contact=text(data, "contact"),
        illustrative=data.get("illustrative", False), sources=sources(data),
        notes=texts(data, "notes"),
    )  # fmt: skip


def bind_paper(data: Data, at: Location) -> r.Paper:
    """A document that was issued."""
    return r.Paper(
        at, text(data, "for"), text(data, "number"), day(data, "issued"),
        text(data, "issuer"), text(data, "title"), text(data, "note"),
    )  # fmt: skip


def _incident(data: Data, at: Location) -> r.Incident:
    facts = {name: value for name, value in data.items() if isinstance(value, bool)}
    happened = day(data, "date")
    assert happened is not None  # noqa: S101 - the schema requires it
    return r.Incident(at, happened, data.get("count", 1), facts, text(data, "note"))


def _case(data: Data, at: Location) -> r.DisciplineCase:
    return r.DisciplineCase(at, data["severity"], data.get("count", 1), day(data, "date"))


def bind_answer(data: Data, at: Location) -> r.Answer:
    """An answer to one criterion, or the appraiser's result for it."""

    # Most answers hold one or two keys of the twenty: only those are gone through.
    return r.Answer(at, **{key: _ANSWER[key](data, key, at) for key in data if key in _ANSWER})


def _some(bind: Callable[[Data, Location], T]) -> Callable[[Data, str, Location], tuple[T, ...]]:
    def bound(data: Data, key: str, at: Location) -> tuple[T, ...]:
        return tuple(bind(one, at.at(key, index)) for index, one in enumerate(data[key]))

    return bound


def _as_is(data: Data, key: str, _at: Location) -> Any:
    return data[key]


def _number(data: Data, key: str, _at: Location) -> Decimal | None:
    return number(data, key)


_ANSWER: Mapping[str, Callable[[Data, str, Location], Any]] = {
    **dict.fromkeys(
        (
            "met",
            "count",
            "total",
            "sample",
            "grade",
            "note",
            "claim",
            "not_applicable",
            "outcome",
            "reason",
        ),
        _as_is,
    ),
    **dict.fromkeys(("value", "points", "percent", "previous", "current"), _number),
    "documents": _some(bind_paper),
    "incidents": _some(_incident),
    "cases": _some(_case),
    "evidence": lambda data, key, _at: texts(data, key),
    "confirmed_on": lambda data, key, _at: day(data, key),
    "carried_from": lambda data, key, _at: Period.parse(str(data[key])),
}


def _tally(data: Data, at: Location) -> r.Tally | None:
    part = data.get("tally")
    counted = day(part, "on") if part else None
    if part is None or counted is None:
        return None
    return r.Tally(at.at("tally"), counted, part["met"], part["total"], texts(part, "unmet"))


def _evidence(name: str, data: Data, at: Location) -> r.Evidence:
    return r.Evidence(
        at, name, text(data, "number"), day(data, "issued"), text(data, "title"),
        text(data, "file"), day(data, "expires"),
    )  # fmt: skip


def _registered(data: Data, at: Location) -> r.Registration | None:
    part = data.get("registered")
    place = at.at("registered")
    if part is None:
        return None
    if isinstance(part, bool):
        return r.Registration(place, declined=not part, confirmed=part)
    return r.Registration(place, text(part, "number"), day(part, "issued"))


def bind_assessment(
    unit: str, set_id: str, period: Period, data: Data, at: Location, *, sound: bool, lost: Lost
) -> r.Assessment:
    """A self-assessment."""
    answers, evidence = at.at("answers"), at.at("evidence")
    return r.Assessment(
        unit=unit, set=set_id, period=period, at=at, sound=sound, lost=lost,
        version=data.get("set_version", 0), assessed_on=day(data, "assessed_on"),
        assessed_by=text(data, "assessed_by"), registered=_registered(data, at),
        facts=data.get("facts", {}),
        answers={
            name: bind_answer(one, answers.at(name))
            for name, one in (data.get("answers") or {}).items()
        },
        tally=_tally(data, at), claim=text(data, "claim"),
        evidence={
            name: _evidence(name, one, evidence.at(name))
            for name, one in data.get("evidence", {}).items()
        },
        remedies=each(data, "remedies", at, bind_remedy),
        obstacles=each(data, "obstacles", at, bind_obstacle),
        proposals=each(data, "proposals", at, bind_proposal),
        dossier=each(data, "dossier", at, bind_paper),
        illustrative=data.get("illustrative", False), sources=sources(data),
        notes=texts(data, "notes"),
    )  # fmt: skip


def _recognition(data: Data, at: Location) -> r.Recognition | None:
    part = data.get("recognition")
    if part is None:
        return None
    return r.Recognition(
        at.at("recognition"), part["result"], text(part, "number"), text(part, "authority"),
        day(part, "meeting_on"), day(part, "decided_on"), day(part, "announced_on"),
        text(part, "reason"),
    )  # fmt: skip


def bind_appraisal(
    unit: str, set_id: str, period: Period, data: Data, at: Location, *, sound: bool, lost: Lost
) -> r.Appraisal:
    """An appraisal."""
    results = at.at("results")
    return r.Appraisal(
        unit=unit, set=set_id, period=period, at=at, sound=sound, lost=lost,
        version=data.get("set_version", 0), by=text(data, "by"), day=day(data, "date"),
        results={
            name: bind_answer(one, results.at(name))
            for name, one in (data.get("results") or {}).items()
        },
        tally=_tally(data, at), recognition=_recognition(data, at),
        illustrative=data.get("illustrative", False), sources=sources(data),
        notes=texts(data, "notes"),
    )  # fmt: skip
