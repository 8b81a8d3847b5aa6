"""Inspections and plans from documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model import programme as p
from ansecurity_cli.model.bind_units import Lost, bind_obstacle, bind_paper
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.reading import Data, day, sources, text, texts

T = TypeVar("T")


def _each(data: Data, key: str, at: Location, bind: Callable[[Data, Location], T]) -> tuple[T, ...]:
    return tuple(bind(one, at.at(key, index)) for index, one in enumerate(data.get(key, ())))


def _about(data: Data) -> dict[str, str]:
    return {key: text(data, key) for key in ("unit", "set", "criterion")}


def _observation(data: Data, at: Location) -> p.Observation:
    return p.Observation(at, **_about(data), outcome=text(data, "outcome"), note=text(data, "note"))


def _finding(data: Data, at: Location) -> p.Finding:
    closed = data.get("closed", {})
    return p.Finding(
        at, data["id"], data["text"], **_about(data), severity=text(data, "severity"),
        due=day(data, "due"), status=text(data, "status"), closed_on=day(closed, "on"),
        closed_evidence=text(closed, "evidence"),
    )  # fmt: skip


def _proposal(data: Data, at: Location) -> p.Proposal:
    return p.Proposal(
        at, data["id"], data["text"], **_about(data), escalated_to=text(data, "escalated_to"),
        on=day(data, "on"), status=text(data, "status"), reply=text(data, "reply"),
        replied_on=day(data, "replied_on"),
    )  # fmt: skip


def bind_inspection(unit: str, data: Data, at: Location, *, lost: Lost) -> p.Inspection | None:
    """A visit; None where what is left of the file has no day."""
    visited_on = day(data, "date")
    if visited_on is None:
        return None
    return p.Inspection(
        unit, at, visited_on, text(data, "by"), texts(data, "participants"),
        text(data, "visited"), texts(data, "visited_units"),
        _each(data, "results", at, _observation), _each(data, "findings", at, _finding),
        _each(data, "obstacles", at, bind_obstacle), _each(data, "proposals", at, _proposal),
        lost, sources(data), texts(data, "notes"), data.get("illustrative", False),
    )  # fmt: skip


def _target(data: Data, at: Location) -> p.Target:
    return p.Target(
        at, Period.parse(str(data["period"])), data["set"], data.get("count"),
        texts(data, "units"), text(data, "note"),
    )  # fmt: skip


def _group(data: Data, at: Location) -> p.Group:
    return p.Group(
        at, data["id"], data["name"], texts(data, "units"), text(data, "lead"), text(data, "note")
    )


def bind_plan(unit: str, data: Data, at: Location) -> p.Plan:
    """A roadmap."""
    return p.Plan(
        unit, at, text(data, "title"), _each(data, "basis", at, bind_paper),
        _each(data, "targets", at, _target), _each(data, "groups", at, _group),
        sources(data), texts(data, "notes"), data.get("illustrative", False),
    )  # fmt: skip
