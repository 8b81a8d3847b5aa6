"""The differences for machines."""

from __future__ import annotations

from typing import Any

from ansecurity_cli.formats import json
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.reports.differences import Differences, State
from ansecurity_cli.reports.set_changes import Point
from ansecurity_cli.reports.set_differences import SetChange
from ansecurity_cli.reports.turning import Cause, Change
from ansecurity_cli.reports.turns import TURNS, Stand


def as_json(report: Differences, words: Words, _screen: Screen) -> str:
    """Everything, change by change."""
    counts = {turn: len(report.turned(turn)) for turn in TURNS}
    broken = sum(one.broken for one in report.files)
    return json.text({
        **json.origin(report.provenance),
        "before": _state(report.before), "after": _state(report.after),
        "summary": {
            **counts, "sets": len(report.sets), "unreadable": broken,
            "readable_again": len(report.files) - broken,
        },
        "renamed": {"units": dict(report.renamed.units), "sets": dict(report.renamed.sets)},
        "changes": [_change(one, words) for one in report.changes],
        "sets": [_set(one) for one in report.sets],
        "file_changes": [
            {
                "path": one.path, "line": one.line, "unit": one.unit or None,
                "readable": not one.broken, "why": words(one.why),
            }
            for one in report.files
        ],
    })  # fmt: skip


def _state(one: State) -> dict[str, Any]:
    return {"revision": one.name or None, "commit": one.commit or None}


def _change(one: Change, words: Words) -> dict[str, Any]:
    criterion = one.criterion
    return {
        "turn": one.turn, "unit": one.key.unit, "unit_before": one.key_before.unit,
        "name": one.unit.name if one.unit else None, "set": one.key.set,
        "set_before": one.key_before.set, "period": str(one.key.period),
        "criterion": criterion.id if criterion else None,
        "title": criterion.title if criterion else None,
        "cite": criterion.cite if criterion else None,
        "before": _stand(one.before, words), "after": _stand(one.after, words),
        "causes": [_cause(cause) for cause in one.causes],
    }  # fmt: skip


def _stand(one: Stand | None, words: Words) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "outcome": one.outcome.value, "why": words(one.why),
        "shortfall": words(one.shortfall) if one.shortfall else None,
        "points": None if one.points is None else float(one.points),
        "path": one.path or None, "line": one.line,
    }  # fmt: skip


def _cause(one: Cause) -> dict[str, Any]:
    return {
        "unit": one.unit.id, "name": one.unit.name or None, "before": one.before,
        "after": one.after, "counted_before": one.counted[0], "counted_after": one.counted[1],
        "criterion": one.criterion.id if one.criterion else None, "path": one.path,
        "line": one.line,
    }  # fmt: skip


def _set(one: SetChange) -> dict[str, Any]:
    return {
        "id": one.id, "id_before": one.id_before, "title": one.known.title,
        "before": _version(one.before), "after": _version(one.after),
        "points": [_point(point) for point in one.points],
        "criteria": [
            {
                "id": each.changed.criterion.id, "title": each.changed.criterion.title,
                "change": each.changed.change,
                "points": [_point(point) for point in each.changed.points],
                "path": each.path, "line": each.line,
            }
            for each in one.criteria
        ],
    }  # fmt: skip


def _version(one: CriteriaSet | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"version": one.version, "path": one.at.path, "seal": one.digest or None}


def _point(one: Point) -> dict[str, Any]:
    return {"key": one.key, "before": one.before or None, "after": one.after or None}
