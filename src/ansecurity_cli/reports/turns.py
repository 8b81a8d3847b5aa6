"""How a result turned between two states of the files."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.verdicts.outcome import RANK, Outcome, Standing, Verdict
from ansecurity_cli.verdicts.results import Result

Turn = Literal[
    "regressed", "lapsed", "unmet", "withdrawn", "fewer", "excused", "removed", "improved",
    "answered", "more",
]  # fmt: skip
# The order in which they are told: what was met and isn't any more comes first.
TURNS: tuple[Turn, ...] = (
    "regressed", "lapsed", "unmet", "withdrawn", "fewer", "excused", "removed", "improved",
    "answered", "more",
)  # fmt: skip
REGRESSIONS: frozenset[Turn] = frozenset({"regressed", "lapsed"})


@dataclass(frozen=True, slots=True)
class Stand:
    """How something stood in one state: its outcome, why, and the place that says so.

    `held` (the title, the class) and `points` say what is higher at the same outcome.
    """

    outcome: Outcome
    why: Message
    path: str
    line: int
    shortfall: Message | None = None
    held: tuple[bool, Decimal] = (False, Decimal(-1))
    points: Decimal | None = None
    answered: bool = False
    lapsed: bool = False


def direction(before: Stand | None, after: Stand | None) -> int:
    """Whether it stands lower (-1), higher (1) or as high; reversed, it is the other way round."""
    if before is None or after is None:
        return 0
    low, high = (
        (RANK[one.outcome], one.held, one.points if one.points is not None else Decimal(-1))
        for one in (before, after)
    )
    return (high > low) - (high < low)


def turn_of(before: Stand | None, after: Stand | None) -> Turn | None:
    """How it turned; None if it is as it was, or if nothing was known and nothing is."""
    if before is None or after is None:
        return _one_sided(before, after)
    if before.outcome is after.outcome:
        return _within(before, after)
    if before.outcome is Outcome.MET and after.outcome is not Outcome.NOT_APPLICABLE:
        return "lapsed" if after.lapsed else "regressed"
    match after.outcome:
        case Outcome.UNMET:
            return "unmet"
        case Outcome.UNKNOWN:
            return "withdrawn"
        case Outcome.NOT_APPLICABLE:
            return "excused"
        case Outcome.MET:
            fresh = before.outcome is Outcome.UNKNOWN and after.answered and not before.answered
            return "answered" if fresh else "improved"


def _within(before: Stand, after: Stand) -> Turn | None:
    """At the same outcome: a title or class lost or won, else the points that are certain."""
    if before.held != after.held:
        return "regressed" if after.held < before.held else "improved"
    if before.points is None or after.points is None or before.points == after.points:
        return None
    return "fewer" if after.points < before.points else "more"


def _one_sided(before: Stand | None, after: Stand | None) -> Turn | None:
    if after is None:
        return "removed" if before and before.outcome is not Outcome.UNKNOWN else None
    if after.outcome is Outcome.UNKNOWN:
        return None
    return "unmet" if after.outcome is Outcome.UNMET else "answered"


def stand_of(verdict: Verdict, line: int) -> Stand:
    """How a criterion stood."""
    ruling, score = verdict.ruling, verdict.score
    return Stand(
        verdict.outcome, ruling.why, verdict.at.path, line, ruling.shortfall,
        points=score.low if score else None, answered=verdict.answer is not None,
        lapsed=ruling.lapsed,
    )  # fmt: skip


def whole(result: Result) -> Stand:
    """How the set as a whole stood."""
    filed = result.appraisal or result.assessment
    at = filed.at if filed else result.criteria_set.at if result.criteria_set else None
    total = result.total
    held = total.held if total else None
    level = held.points if held else Decimal(-1)
    return Stand(
        result.outcome, _summary(result), at.path if at else "", 1,
        held=(result.standing is Standing.RECOGNISED, level),
        points=total.score.low if total else None, answered=filed is not None,
    )  # fmt: skip


def _summary(result: Result) -> Message:
    counts, total = result.counts, result.total
    if result.notes and not result.verdicts:
        return result.notes[0]
    parts = [say("{met} of {asked} met", met=counts.met, asked=counts.asked)]
    if counts.unknown:
        parts.append(say("{n} unknown", n=counts.unknown))
    if total:
        parts.append(say("{low} points", low=total.score.low))
    if total and total.held:
        parts.append(say("class “{class}”", **{"class": total.held.title}))
    if result.standing is Standing.RECOGNISED:
        parts.append(say("recognised"))
    return parts[0] if len(parts) == 1 else say("{parts}", parts=tuple(parts))
