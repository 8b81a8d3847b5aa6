"""The roll-up for a terminal, a spreadsheet and machines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ansecurity_cli.diagnostics import say, say_n
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, warnings
from ansecurity_cli.formats.wording import STANDINGS, UNIT_TYPES, Words, inert
from ansecurity_cli.reports.counting import Reached, Stand, Tally
from ansecurity_cli.reports.goals import Goal
from ansecurity_cli.reports.rollup import Block, Branch, Line, Rollup
from ansecurity_cli.verdicts.rules.numbers import percent

_HEADS = (
    say("Units subject"), say("Registered"), say("Met"), say("Unmet"), say("Unknown"),
    say("Recognised"),
)  # fmt: skip


def share(reached: Reached, words: Words) -> str:
    """“12/20 = 60% (known of 15/20)”: what isn't known is not counted as no."""
    if not reached.known:  # 0% would be said of units about which nothing is known
        return words.say("– (known of {known}/{total})", known=0, total=reached.total)
    return words.say(
        "{yes}/{total} = {percent}% (known of {known}/{total})", yes=reached.yes,
        total=reached.total, percent=percent(reached.yes, reached.total), known=reached.known,
    )  # fmt: skip


def against(goal: Goal, reached: Reached, words: Words) -> str:
    """“26/16 = 162.5%” of a target; where it has no count, only how many."""
    if (part := goal.share(reached)) is None:
        return words.number(reached.yes)
    return words.say(
        "{yes}/{total} = {percent}%", yes=reached.yes, total=goal.target.count, percent=part
    )


def name_of(line: Line, branch: Branch, words: Words) -> str:
    """What stands in front of a line."""
    match line.kind:
        case "unit":
            return inert(line.name)
        case "own":
            return words.say("{unit} itself", unit=line.name)
        case "direct":
            return words.t("Units directly below")
        case "group":
            of = line.of.name if line.of and line.of is not branch.unit else ""
            return inert(f"{line.name} – {of}" if of else line.name)
        case "no-group":
            return words.t("In no group")
        case "type":
            known = UNIT_TYPES.get(line.id)
            text = words(known) if known else words.t("type not known")
            return text[:1].upper() + text[1:]
        case "total":
            return words.t("Total")


def table(report: Rollup, words: Words, screen: Screen) -> str:
    """A table a set and period; on a narrow screen a few lines a unit."""
    parts: list[RenderableType] = [*warnings(report.provenance, words)]
    for branch in report.branches:
        for block in branch.blocks:
            parts += _block(block, branch, words, screen)
        if branch.idle:
            parts += [_idle(branch, words), Text("")]
    if not any(branch.blocks for branch in report.branches):
        parts.append(Text(words.t("There is nothing to roll up.")))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _idle(branch: Branch, words: Words) -> Text:
    line = say_n(
        "{n} working group whose units are not stated: {names}",
        "{n} working groups whose units are not stated: {names}",
        len(branch.idle), names=", ".join(one.name for one in branch.idle),
    )  # fmt: skip
    return Text(words(line), style="dim")


def _block(block: Block, branch: Branch, words: Words, screen: Screen) -> Iterator[RenderableType]:
    head = f"{inert(branch.unit.name)} · {inert(block.criteria_set.name)} · {block.period}"
    yield Text(head, style="bold")
    rows = [
        (name_of(line, branch, words), _cells(line.tally, words))
        for line in (*block.lines, block.total)
    ]
    heads = ["", *map(words, _HEADS)]
    columns = zip(heads, *((name, *cells) for name, cells in rows), strict=True)
    widths = [max(map(cell_len, column)) for column in columns]
    if screen.width is None or sum(widths) + 2 * len(widths) + 2 <= screen.width:
        yield _grid(heads, rows, widths)
    else:
        yield from _stacked(rows, words)
    for goal in block.goals:
        yield from _goal(goal, words)
    yield Text("")


def _cells(tally: Tally, words: Words) -> list[str]:
    """As the heads say; of outcomes that don't apply it is told beside the unmet ones."""
    counts = tally.outcomes
    unmet = words.number(counts.unmet)
    if counts.not_applicable:
        beside = words.say("{n} not applicable", n=counts.not_applicable)
        unmet = f"{unmet} ({beside})"
    return [
        words.number(tally.subject), share(tally.registered, words), share(tally.met, words),
        unmet, words.number(counts.unknown), share(tally.recognised, words),
    ]  # fmt: skip


def _grid(heads: list[str], rows: list[tuple[str, list[str]]], widths: list[int]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for index, width in enumerate(widths):
        number = index in (1, 4, 5)
        grid.add_column(
            width=width + 2 * (not index), no_wrap=True, justify="right" if number else "left"
        )
    grid.add_row(*(Text(head, style="dim") for head in heads))
    for index, (name, cells) in enumerate(rows, 1):
        style = "bold" if index == len(rows) else ""
        grid.add_row(Text(f"  {name}", style=style), *(Text(cell, style=style) for cell in cells))
    return grid


def _stacked(rows: list[tuple[str, list[str]]], words: Words) -> Iterator[Text]:
    for index, (name, cells) in enumerate(rows, 1):
        yield Text(f"  {name}", style="bold" if index == len(rows) else "")
        for head, cell in zip(_HEADS, cells, strict=True):
            yield Text(f"    {words(head)}: {cell}")


def _goal(goal: Goal, words: Words) -> Iterator[Text]:
    count = goal.target.count
    aim = words.number(count) if count is not None else words.t("not stated")
    line = words.say("Target: {aim} ({plan})", aim=aim, plan=goal.plan.title)
    if goal.ended:
        line = f"{line} · {words.say('the period ended on {day}', day=goal.ended)}"
    yield Text(f"  {line}", style="bold")
    tally = goal.tally
    for head, reached in (
        (say("Registered"), tally.registered), (say("Met"), tally.met),
        (say("Recognised"), tally.recognised),
    ):  # fmt: skip
        yield Text(f"    {words(head)}: {', '.join(_reached(goal, reached, words))}")
    if goal.not_yet:
        names = ", ".join(_stand(one, words) for one in goal.not_yet)
        yield Text(f"    {words.say('not recognised yet: {names}', names=names)}")


def _reached(goal: Goal, reached: Reached, words: Words) -> Iterator[str]:
    yield against(goal, reached, words)
    if missing := goal.missing(reached):
        yield words.say("{n} still missing", n=missing)
    if reached.unknown:
        yield words.say("{n} unknown", n=reached.unknown)


def _stand(one: Stand, words: Words) -> str:
    return f"{inert(one.unit.name)} ({words(STANDINGS[one.standing])})"


def as_json(report: Rollup, words: Words, _screen: Screen) -> str:
    """Every count; shares are numbers from 0, rounded down to four digits."""
    return json.text({
        **json.origin(report.provenance),
        "by": report.by,
        "rollups": [_branch_json(one, words) for one in report.branches],
    })  # fmt: skip


def _branch_json(branch: Branch, words: Words) -> dict[str, Any]:
    return {
        "unit": branch.unit.id, "name": branch.unit.name,
        "groups_without_units": [one.name for one in branch.idle],
        "sets": [
            {
                "set": one.criteria_set.id, "title": one.criteria_set.name,
                "period": str(one.period),
                "lines": [_line_json(line, branch, words) for line in one.lines],
                "total": _line_json(one.total, branch, words),
                "targets": [_goal_json(goal) for goal in one.goals],
            }
            for one in branch.blocks
        ],
    }  # fmt: skip


def _line_json(line: Line, branch: Branch, words: Words) -> dict[str, Any]:
    tally = line.tally
    return {
        "kind": line.kind, "id": line.id or None, "name": name_of(line, branch, words),
        "of": line.of.id if line.of else None, "subject": tally.subject,
        "registered": _reached_json(tally.registered), "outcomes": json.counts(tally.outcomes),
        "met": _reached_json(tally.met), "recognised": _reached_json(tally.recognised),
    }  # fmt: skip


def _reached_json(one: Reached) -> dict[str, Any]:
    return {
        "yes": one.yes, "no": one.no, "unknown": one.unknown, "total": one.total,
        "share": _ratio(one.yes, one.total) if one.known else None,
        "coverage": _ratio(one.known, one.total),
    }  # fmt: skip


def _ratio(part: int, total: int | None) -> float | None:
    if not total:
        return None
    return float((Decimal(part) / total).quantize(Decimal("0.0001"), ROUND_DOWN))


def _goal_json(goal: Goal) -> dict[str, Any]:
    tally, count = goal.tally, goal.target.count
    reached = {
        "registered": tally.registered, "met": tally.met, "recognised": tally.recognised,
    }  # fmt: skip
    return {
        "plan": goal.plan.title, "path": goal.target.at.path, "line": goal.line, "count": count,
        "ended": goal.ended.isoformat() if goal.ended else None,
        **{
            name: {
                "yes": one.yes, "unknown": one.unknown, "share": _ratio(one.yes, count),
                "missing": goal.missing(one),
            }
            for name, one in reached.items()
        },
        "named": [
            {"unit": one.unit.id, "name": one.unit.name, "standing": one.standing.value}
            for one in goal.named
        ],
        "not_yet": [one.unit.id for one in goal.not_yet],
    }  # fmt: skip


_COLUMNS = (
    "unit", "period", "set", "kind", "id", "name", "of", "subject", "registered",
    "not_registered", "registered_unknown", "met", "unmet", "not_applicable", "unknown",
    "recognised", "not_recognised", "recognised_unknown", "target",
)  # fmt: skip


def as_csv(report: Rollup, words: Words, _screen: Screen) -> str:
    """A row a line, then the total, then a row a target with what counts towards it."""
    rows: list[tuple[object, ...]] = []
    for branch in report.branches:
        for block in branch.blocks:
            head = (branch.unit.id, block.period, block.criteria_set.id)
            for line in (*block.lines, block.total):
                name = name_of(line, branch, words)
                of = line.of.id if line.of else ""
                rows.append((*head, line.kind, line.id, name, of, *_numbers(line.tally), ""))
            rows += [
                (*head, "target", "", goal.plan.title, "", *_numbers(goal.tally),
                 "" if goal.target.count is None else goal.target.count)
                for goal in block.goals
            ]  # fmt: skip
    return csv.table(_COLUMNS, rows)


def _numbers(tally: Tally) -> tuple[int, ...]:
    counts = tally.outcomes
    return (
        tally.subject, tally.registered.yes, tally.registered.no, tally.registered.unknown,
        counts.met, counts.unmet, counts.not_applicable, counts.unknown, tally.recognised.yes,
        tally.recognised.no, tally.recognised.unknown,
    )  # fmt: skip
