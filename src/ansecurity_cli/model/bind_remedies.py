"""Remedies, obstacles and proposals from documents."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.reading import Data, day, each, text
from ansecurity_cli.model.remedies import Milestone, Obstacle, Proposal, Remedy


def about(data: Data) -> dict[str, str]:
    """What something is about, as far as it is told."""
    return {key: text(data, key) for key in ("unit", "set", "criterion")}


def _milestone(data: Data, at: Location) -> Milestone:
    return Milestone(at, data["text"], day(data, "due"), day(data, "done_on"))


def bind_remedy(data: Data, at: Location) -> Remedy:
    """A remedy with its milestones."""
    return Remedy(
        at, data["action"], text(data, "criterion"), text(data, "finding"),
        text(data, "obstacle"), text(data, "owner"), day(data, "due"),
        data.get("status", "planned"), day(data, "done_on"),
        each(data, "milestones", at, _milestone),
    )  # fmt: skip


def bind_obstacle(data: Data, at: Location) -> Obstacle:
    """A difficulty and its solution."""
    return Obstacle(
        at, data["text"], text(data, "unit"), text(data, "set"), text(data, "criterion"),
        text(data, "solution"), text(data, "decided_by"), day(data, "on"),
    )  # fmt: skip


def bind_proposal(data: Data, at: Location) -> Proposal:
    """What is proposed about the criteria."""
    return Proposal(
        at, data["id"], data["text"], **about(data), escalated_to=text(data, "escalated_to"),
        on=day(data, "on"), status=text(data, "status"), reply=text(data, "reply"),
        replied_on=day(data, "replied_on"),
    )  # fmt: skip
