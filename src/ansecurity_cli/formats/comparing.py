"""Both rounds of a result side by side, for a terminal, a spreadsheet and machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, heading, title_of, warnings
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.model.records import Appraisal
from ansecurity_cli.reports.comparison import Compared, Comparison, Line
from ansecurity_cli.verdicts.outcome import Counts, Ruling
from ansecurity_cli.verdicts.scoring import told
from ansecurity_cli.verdicts.totals import Total

CHANGES: dict[str, Message] = {
    "lowered": say("lowered"), "raised": say("raised"), "same": say("as before"),
}  # fmt: skip


def table(report: Comparison, words: Words, screen: Screen) -> str:
    """What the appraiser changed or gave a result for; the rest is counted."""
    parts = [*warnings(report.provenance, words)]
    for one in report.compared:
        parts += _compared(one, words)
    for unit, result in report.waiting:
        head = heading(unit, result, words)
        parts.append(Text(f"{head}: {words.t('not appraised yet')}", style="dim"))
    if not (report.compared or report.waiting):
        parts.append(Text(words.t("There is nothing to compare.")))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _compared(one: Compared, words: Words) -> Iterator[Text]:
    yield Text(heading(one.unit, one.result, words), style="bold")
    titles = [words.t("self-assessed"), *(_title(each, one, words) for each in one.appraisals)]
    for title, counts, total in zip(titles, one.counts, one.totals, strict=True):
        scored = f" · {_scored(total, words)}" if total else ""
        yield Text(f"  {title}: {_counts(counts, words)}{scored}")
    shown = [line for line in one.lines if line.told or line.change != "same"]
    for line in shown:
        yield from _line(line, titles, words)
    left = len(one.lines) - len(shown)
    if left:
        same = say_n("{n} criterion as before", "{n} criteria as before", left)
        yield Text(f"  {words(same)}", style="dim")
    yield Text("")


def _scored(total: Total, words: Words) -> str:
    held = say("class “{class}”", **{"class": total.held.title}) if total.held else None
    return ", ".join(words(one) for one in (told(total.score), held) if one)


def _counts(counts: Counts, words: Words) -> str:
    line = say(
        "{met} met, {unmet} unmet, {unknown} unknown, {na} not applicable", met=counts.met,
        unmet=counts.unmet, unknown=counts.unknown, na=counts.not_applicable,
    )  # fmt: skip
    return words(line)


def _title(appraisal: Appraisal, one: Compared, words: Words) -> str:
    if len(one.appraisals) == 1:
        return words.t("appraisal")
    parts = (appraisal.by, words.day(appraisal.day))
    return ", ".join(inert(part) for part in parts if part) or words.t("appraisal")


def _line(line: Line, titles: list[str], words: Words) -> Iterator[Text]:
    head = Text("  " * line.depth)
    rulings = [line.own, *(one.ruling for one in line.rounds)]
    for index, ruling in enumerate(rulings):
        head.append(" → " if index else "")
        head.append(SYMBOLS[ruling.outcome], style=STYLES[ruling.outcome])
    head.append(f"  {line.criterion.id}  ", style="bold")
    head.append(f"{title_of(line.criterion, words).rstrip('.')}: {words(CHANGES[line.change])}")
    yield head
    space = "  " * line.depth + "    "
    reasons = ["", *(one.reason for one in line.rounds)]
    for title, ruling, reason in zip(titles, rulings, reasons, strict=True):
        yield Text(f"{space}{title}: {_why(ruling, words)}")
        if reason:
            yield Text(f"{space}{words.say('reason: {text}', text=reason)}")
    if line.unexplained:
        yield Text(f"{space}{words.t('no reason is given')}", style="yellow")
    yield Text(f"{space}{inert(line.at.path)}:{line.line}", style="dim")


def _why(ruling: Ruling, words: Words) -> str:
    return f"{words.outcome(ruling.outcome)}: {words(ruling.why)}"


def as_json(report: Comparison, words: Words, _screen: Screen) -> str:
    """Everything, line by line."""
    return json.text({
        **json.origin(report.provenance),
        "compared": [
            {
                "unit": one.unit.id, "name": one.unit.name, "set": one.result.key.set,
                "period": str(one.result.key.period),
                "self": json.counts(one.counts[0]), "appraised": json.counts(one.counts[-1]),
                "rounds": [
                    {
                        "by": each.by or None, "date": each.day.isoformat() if each.day else None,
                        "path": each.at.path, "counts": json.counts(counts),
                        "points": json.score(total.score) if total else None,
                    }
                    for each, counts, total in zip(
                        one.appraisals, one.counts[1:], one.totals[1:], strict=True
                    )
                ],
                "self_points": json.score(one.totals[0].score) if one.totals[0] else None,
                "criteria": [_as_json(line, words) for line in one.lines],
            }
            for one in report.compared
        ],
        "not_appraised": [
            {"unit": unit.id, "set": result.key.set, "period": str(result.key.period)}
            for unit, result in report.waiting
        ],
    })  # fmt: skip


def _as_json(line: Line, words: Words) -> dict[str, Any]:
    return {
        "id": line.criterion.id, "title": line.criterion.title, "depth": line.criterion.depth,
        "self": {"outcome": line.own.outcome.value, "why": words(line.own.why)},
        "appraised": {"outcome": line.decided.outcome.value, "why": words(line.decided.why)},
        "rounds": [
            {
                "outcome": one.ruling.outcome.value, "why": words(one.ruling.why),
                "told": one.told, "reason": one.reason or None,
            }
            for one in line.rounds
        ],
        "change": line.change, "told": line.told, "reason": line.reason or None,
        "unexplained": line.unexplained,
        "path": line.at.path, "line": line.line,
    }  # fmt: skip


_COLUMNS = (
    "unit", "name", "period", "set", "criterion", "title", "self", "self_why", "appraised",
    "appraised_why", "change", "reason", "path", "line", "rounds", "unexplained",
)  # fmt: skip


def as_csv(report: Comparison, words: Words, _screen: Screen) -> str:
    """A line a criterion."""
    return csv.table(_COLUMNS, (
        (
            one.unit.id, one.unit.name, one.result.key.period, one.result.key.set,
            line.criterion.id, line.criterion.title, line.own.outcome.value, words(line.own.why),
            line.decided.outcome.value, words(line.decided.why), line.change, line.reason,
            line.at.path, line.line,
            " → ".join(each.ruling.outcome.value for each in line.rounds),
            "true" if line.unexplained else "false",
        )
        for one in report.compared for line in one.lines
    ))  # fmt: skip
