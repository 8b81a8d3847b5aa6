"""Inspections and plans from documents."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model import programme as p
from ansecurity_cli.model.bind_remedies import about, bind_obstacle, bind_proposal
from ansecurity_cli.model.bind_units import Lost, bind_paper
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.reading import Data, day, each, sources, text, texts


def _observation(data: Data, at: Location) -> p.Observation:
    return p.Observation(at, **about(data), outcome=text(data, "outcome"), note=text(data, "note"))


def _finding(data: Data, at: Location) -> p.Finding:
    closed = data.get("closed", {})
    return p.Finding(
        at, data["id"], data["text"], **about(data), severity=text(data, "severity"),
        due=day(data, "due"), status=text(data, "status"), closed_on=day(closed, "on"),
        closed_evidence=text(closed, "evidence"),
    )  # fmt: skip


def bind_inspection(unit: str, data: Data, at: Location, *, lost: Lost) -> p.Inspection | None:
    """A visit; None where what is left of the file has no day."""
    visited_on = day(data, "date")
    if visited_on is None:
        return None
    return p.Inspection(
        unit, at, visited_on, text(data, "by"), texts(data, "participants"),
        text(data, "visited"), texts(data, "visited_units"),
        each(data, "results", at, _observation), each(data, "findings", at, _finding),
        each(data, "obstacles", at, bind_obstacle), each(data, "proposals", at, bind_proposal),
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
        unit, at, text(data, "title"), each(data, "basis", at, bind_paper),
        each(data, "targets", at, _target), each(data, "groups", at, _group),
        sources(data), texts(data, "notes"), data.get("illustrative", False),
    )  # fmt: skip
