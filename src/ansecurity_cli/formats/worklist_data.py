"""The worklist for machines and spreadsheets: flat, every kind of thing to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.tasks import Task
from ansecurity_cli.reports.worklist import Group, Worklist

_COLUMNS = (
    "unit", "name", "period", "set", "criterion", "title", "cite", "outcome", "why", "shortfall",
    "remedy", "owner", "due", "remedy_status", "overdue", "path", "line", "kind", "waiting",
)  # fmt: skip


def as_json(report: Worklist, words: Words, _screen: Screen) -> str:
    """`unmet --format json`: a flat list."""
    items = [_item(group, item, words) for group in report.groups for item in group.items]
    return json.text({
        **json.origin(report.provenance), "criteria": items,
        "tasks": [_task(one, words) for one in report.tasks],
        "ways": [
            {
                "unit": one.unit.id, "set": one.result.key.set,
                "period": str(one.result.key.period),
                "steps": [
                    {
                        "id": step.criterion.id, "must": step.must, "due": json.day(step.due),
                        "points": None if step.points is None else float(step.points),
                    }
                    for step in one.way
                ],
            }
            for one in report.groups if one.way
        ],
    })  # fmt: skip


def _item(group: Group, item: Item, words: Words) -> dict[str, Any]:
    key, remedy = group.result.key, item.remedy
    counted = (
        frozenset(one.id for one in group.result.criteria_set.counted())
        if group.result.criteria_set
        else frozenset()
    )
    return {
        "kind": item.kind, "unit": key.unit, "name": group.unit.name,
        "set": key.set, "period": str(key.period),
        **json.criterion(item.verdict, item.line, counted, words),
        "rule": {"path": item.rule.path, "line": item.rule_line},
        "blocks": item.blocks, "due": json.day(item.due), "overdue": item.overdue,
        "remedy": _remedy(remedy),
    }  # fmt: skip


def _remedy(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    return {
        "action": remedy.action, "owner": remedy.owner or None, "due": json.day(remedy.due),
        "status": remedy.status,
        "milestones": [
            {"text": one.text, "due": json.day(one.due), "done_on": json.day(one.done_on)}
            for one in remedy.milestones
        ],
    }  # fmt: skip


def _text(task: Task, words: Words) -> str:
    return one_line(task.text if isinstance(task.text, str) else words(task.text))


def _task(task: Task, words: Words) -> dict[str, Any]:
    about = task.about
    return {
        "kind": task.kind, "id": task.id or None, "unit": about.unit.id if about.unit else None,
        "set": about.criteria_set.id if about.criteria_set else None,
        "criterion": about.criterion_id or None, "text": _text(task, words),
        "state": task.state or None, "owner": task.owner or None, "due": json.day(task.due),
        "overdue": task.overdue, "waiting": task.waiting,
        "remedies": [_remedy(one) for one in task.remedies],
        "path": task.path, "line": task.line,
    }  # fmt: skip


def as_csv(report: Worklist, words: Words, _screen: Screen) -> str:
    """A line a thing to do; of what isn't a criterion, `title` is its text."""
    items = ((group, item) for group in report.groups for item in group.items)
    return csv.table(_COLUMNS, [
        *(_item_cells(group, item, words) for group, item in items),
        *(tuple(_task_cells(one, words)) for one in report.tasks),
    ])  # fmt: skip


def _item_cells(group: Group, item: Item, words: Words) -> tuple[object, ...]:
    key, ruling, remedy = group.result.key, item.verdict.ruling, item.remedy
    return (
        key.unit, group.unit.name, key.period, key.set, item.criterion.id,
        item.criterion.title, item.criterion.cite, item.verdict.outcome.value,
        words(ruling.why), words(ruling.shortfall) if ruling.shortfall else "",
        remedy and remedy.action, remedy and remedy.owner, remedy and remedy.due,
        remedy and remedy.status, "true" if item.overdue else "false", item.path, item.line,
        item.kind, "",
    )  # fmt: skip


def _task_cells(task: Task, words: Words) -> Iterator[object]:
    about, remedy = task.about, next(iter(task.remedies), None)
    yield from (about.unit.id, about.unit.name) if about.unit else ("", "")
    yield from ("", about.criteria_set.id if about.criteria_set else "", about.criterion_id)
    yield from (_text(task, words), "", task.state, "", "")
    yield from (remedy and remedy.action, task.owner, task.due, remedy and remedy.status)
    yield from ("true" if task.overdue else "false", task.path, task.line, task.kind, task.waiting)
