"""What stands on top of a report: the answer in a sentence, and up to four figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.rollup import Block, Rollup
from ansecurity_cli.reports.status import Row
from ansecurity_cli.reports.worklist import Worklist
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts, Outcome
from ansecurity_cli.verdicts.rules.numbers import percent


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the four numbers at the top; `of` is what it is out of."""

    number: Decimal | int | None  # none: nothing is known of it
    label: Message
    of: int | None = None
    percent: bool = False
    hot: bool = False


Top = tuple[Message, tuple[Figure, ...]]


def of(
    kind: str, snapshot: Snapshot, begun: tuple[Row, ...], work: Worklist, whole: Rollup | None
) -> Top:
    """The answer and the figures of a kind of report."""
    counts = sum((row.result.counts for row in begun), Counts())
    if kind == "unmet":
        return _work(snapshot, counts, work)
    if whole is not None:
        return _rolled(snapshot, whole)
    return _assessed(snapshot, begun, counts), _figures(begun, counts)


def _work(snapshot: Snapshot, counts: Counts, work: Worklist) -> Top:
    """What is left: criteria, other things, and what of it is late."""
    items = [item for group in work.groups if group.begun for item in group.items]
    late = sum(one.overdue for one in items) + sum(one.overdue for one in work.tasks)
    idle = sum(one.verdict.outcome is Outcome.UNMET and one.remedy is None for one in items)
    answer = say(
        "As of {day}: {unmet} criteria unmet, {unknown} unknown, {tasks} other things to do; "
        "{late} overdue.",
        day=snapshot.as_of, unmet=counts.unmet, unknown=counts.unknown, tasks=len(work.tasks),
        late=late,
    )  # fmt: skip
    return answer, (
        Figure(counts.unmet, say("criteria unmet"), hot=counts.unmet > 0),
        Figure(counts.unknown, say("criteria unknown")),
        Figure(late, say("overdue"), hot=late > 0),
        Figure(idle, say("unmet without a remedy")),
    )


def _rolled(snapshot: Snapshot, whole: Rollup) -> Top:
    """The set that a roadmap aims at, else the one that most units are subject to; the latest."""
    blocks = [(branch.unit, block) for branch in whole.branches for block in branch.blocks]
    if not blocks:
        return say("There is nothing to roll up."), ()
    unit, main = max(blocks, key=lambda pair: _weight(pair[1]))
    return _headline(snapshot, unit, main), tuple(_counted(main))


def _weight(block: Block) -> tuple[bool, tuple[int, int, bool], int]:
    return bool(block.goals), block.period.order, block.total.tally.subject


def _headline(snapshot: Snapshot, unit: Unit, block: Block) -> Message:
    tally = block.total.tally
    if tally.recognised.known or not tally.subject:
        titles = say("{n} recognised", n=tally.recognised.yes)
    else:
        titles = say("of none is it known whether it is recognised")
    return say(
        "As of {day}, of {n} units of {unit} subject to “{set}”, {period}: {met} meet it, "
        "{unmet} do not, of {unknown} it is not known; {titles}.",
        day=snapshot.as_of, n=tally.subject, unit=unit.name, set=block.criteria_set.name,
        period=str(block.period), met=tally.met.yes, unmet=tally.met.no,
        unknown=tally.met.unknown, titles=titles,
    )  # fmt: skip


def _counted(block: Block) -> list[Figure]:
    tally = block.total.tally
    found = [
        Figure(tally.registered.told, say("units registered"), tally.subject),
        Figure(tally.met.told, say("units meet the set"), tally.subject),
        Figure(tally.met.unknown, say("units of which it is not known")),
    ]
    aims = [one for one in block.goals if one.target.count]
    if aims:
        done = aims[0].tally.recognised.told
        found.append(Figure(done, say("recognised, of the target"), aims[0].target.count))
    else:
        found.append(Figure(tally.recognised.told, say("units recognised"), tally.subject))
    return found


def _assessed(snapshot: Snapshot, begun: tuple[Row, ...], counts: Counts) -> Message:
    if not begun:
        return say("As of {day}, no self-assessment has been made.", day=snapshot.as_of)
    units = len({row.result.key.unit for row in begun})
    met = sum(row.result.outcome is Outcome.MET for row in begun)
    head = say_n(
        "As of {day}, {n} unit has been assessed",
        "As of {day}, {n} units have been assessed",
        units,
        day=snapshot.as_of,
    )
    return say(
        "{head}: {met} of {all} assessments meet their whole set. "
        "Of the criteria, {good} are met, {unmet} unmet and {unknown} unknown.",
        head=head, met=met, all=len(begun),
        good=counts.met, unmet=counts.unmet, unknown=counts.unknown,
    )  # fmt: skip


def _figures(begun: tuple[Row, ...], counts: Counts) -> tuple[Figure, ...]:
    if not begun:
        return ()
    met = sum(row.result.outcome is Outcome.MET for row in begun)
    where = len({row.result.key.unit for row in begun if row.result.counts.unmet})
    figures = (
        Figure(met, say("assessments that meet their whole set"), len(begun)),
        Figure(counts.unmet, _where(where), hot=counts.unmet > 0),
        Figure(counts.unknown, say("criteria unknown")),
    )
    if not counts.asked:  # a share of nothing is not 0%
        return figures
    label = say("of the criteria asked are met ({met}/{asked})", met=counts.met, asked=counts.asked)
    return (*figures, Figure(percent(counts.met, counts.asked), label, percent=True))


def _where(units: int) -> Message:
    if not units:
        return say("criteria unmet")
    return say_n("criteria unmet, in {n} unit", "criteria unmet, in {n} units", units)
