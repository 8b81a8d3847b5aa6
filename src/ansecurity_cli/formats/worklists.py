"""The worklist for a terminal: criteria by unit and set, then what surrounds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.points import total
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, heading, title_of, warnings
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.programme import About
from ansecurity_cli.reports.tasks import KINDS, Task
from ansecurity_cli.reports.way import Step
from ansecurity_cli.reports.worklist import Group, Worklist, message_of
from ansecurity_cli.verdicts.outcome import Outcome

HEADINGS: Mapping[str, Message] = {
    "criterion": say("criteria"), "confirm": say("to be confirmed again"),
    "dossier": say("dossiers"), "finding": say("findings"), "remedy": say("other remedies"),
    "obstacle": say("obstacles without a solution"), "proposal": say("proposals without a reply"),
}  # fmt: skip
_STEPS = 6  # more can't be taken in at a glance


def silent(report: Worklist) -> Message:
    """The units that have no file at all."""
    names = tuple(one.name for one in report.silent)
    return say_n(
        "{n} unit without files: {names}", "{n} units without files: {names}", len(names),
        names=names,
    )  # fmt: skip


def table(report: Worklist, words: Words, screen: Screen) -> str:
    """Unmet before unknown, with reasons, shortfalls, places and remedies."""
    parts: list[RenderableType] = [*warnings(report.provenance, words)]
    for group in report.groups:
        if group.begun:
            parts += _group(group, words, narrow=report.wanted.narrow)
    parts += _tasks(report.tasks, words)
    blank = [*_blank(report, words)]
    parts += blank
    if report.silent and not report.wanted.narrow:
        parts.append(Text(words(silent(report)), style="dim"))
    elif not (blank or report.tasks or any(one.begun for one in report.groups)):
        nothing = say("Nothing is left to do.")
        if report.wanted.narrow:
            nothing = say("Nothing of the kind is left to do.")
        parts.append(Text(words(nothing)))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _group(group: Group, words: Words, *, narrow: bool) -> Iterator[Text]:
    result = group.result
    counts = say(
        "{unmet} unmet, {unknown} unknown",
        unmet=group.count(Outcome.UNMET),
        unknown=group.count(Outcome.UNKNOWN),
    )
    head = heading(group.unit, result, words)
    yield Text(head if narrow else f"{head} · {words(counts)}", style="bold")
    for note in result.notes:
        yield Text(f"  {words(note)}", style="yellow")
    if result.total is not None:
        yield Text(f"  {total(result.total, words)}")
    yield from _way(group, words)
    silent = [
        one
        for one in group.items
        if one.verdict.answer is None
        and one.remedy is None
        and one.criterion.id
        and one.verdict.outcome is Outcome.UNKNOWN
        and one.verdict.ruling.shortfall is None
    ]
    for item in group.items:
        if item not in silent:
            yield from _item(item, words)
    if silent:
        ids = ", ".join(one.criterion.id for one in silent)
        line = say_n(
            "{n} criterion without an answer: {ids}",
            "{n} criteria without an answer: {ids}",
            len(silent),
            ids=ids,
        )
        yield Text(f"  {SYMBOLS[Outcome.UNKNOWN]} {words(line)}", style=STYLES[Outcome.UNKNOWN])
    yield Text("")


def _item(item: Item, words: Words) -> Iterator[Text]:
    verdict, criterion = item.verdict, item.criterion
    style = STYLES[verdict.outcome]
    if not criterion.id:
        yield Text(f"  {SYMBOLS[verdict.outcome]} {words(verdict.ruling.why)}", style=style)
        return
    head = Text(f"  {SYMBOLS[verdict.outcome]} ", style=style)
    head.append(f"{criterion.id}  ", style="bold").append(
        title_of(criterion, words), style="default"
    )
    if criterion.cite:
        head.append(f" ({inert(criterion.cite)})", style="dim")
    yield head
    yield Text(f"      {reason(item, words)}")
    places = ((item.path, item.line), (item.rule.path, item.rule_line))
    shown = " · ".join(f"{inert(path)}:{line}" for path, line in dict.fromkeys(places))
    yield Text(f"      {shown}", style="dim")
    if item.remedy or verdict.outcome is Outcome.UNMET:
        yield Text(f"      {remedy(item, words)}", style="red" if item.overdue else "")


def reason(item: Item, words: Words) -> str:
    """Why, and what is missing."""
    ruling = item.verdict.ruling
    why = words(ruling.why)
    return f"{why}: {words(ruling.shortfall)}" if ruling.shortfall else why


def remedy(item: Item, words: Words) -> str:
    """What is being done about it, by whom, by when."""
    one = item.remedy
    if one is None:
        return words.t("no remedy yet")
    return planned(one, words, late=item.overdue)


def planned(one: Remedy, words: Words, *, late: bool) -> str:
    """A remedy with its state, its owner and the day by which the next thing is due."""
    state = (words.state(one.status), words.day(one.done_on))
    parts = [words.say("remedy: {action}", action=one.action)]
    parts.append(" ".join(part for part in state if part))
    parts += [inert(one.owner)] if one.owner else []
    step = one.next_step
    if step is not None and one.status != "done":
        parts.append(words.say("milestone “{text}” due {day}", text=step.text, day=step.due))
    elif one.due:
        parts.append(words.say("due {day}", day=one.due))
    parts += [words.t("overdue")] if late else []
    return " · ".join(parts)


def _way(group: Group, words: Words) -> Iterator[Text]:
    """The shortest way to “met”, where it isn't just the list that follows."""
    steps = group.way
    told = any(one.due or one.points for one in steps) and len(group.items) > 1
    if not told and len(steps) >= len(group.items):
        return
    if steps:
        yield Text(f"  → {steps_line(steps, words)}", style="bold")


def steps_line(steps: tuple[Step, ...], words: Words) -> str:
    """“đường ngắn nhất tới đạt: k1.2 (hạn 15/03/2025), k4.2”, or what can't be mended any more."""
    final = tuple(one.criterion.id for one in steps if one.final)
    if final:
        return words.say("by this data it can't be met in this period any more: {ids}", ids=final)
    shown = tuple(_step(one, words) for one in steps[:_STEPS])
    line = say("the shortest way to “met”: {steps}", steps=shown)
    if len(steps) > _STEPS:
        line = say("{way} and {n} more", way=line, n=len(steps) - _STEPS)
    return words(line)


def _step(step: Step, words: Words) -> str:
    parts = []
    if step.points:
        parts.append(words.say("up to {n} points", n=step.points))
    if step.due:
        parts.append(words.say("due {day}", day=step.due))
    return f"{step.criterion.id} ({', '.join(parts)})" if parts else step.criterion.id


def _tasks(tasks: tuple[Task, ...], words: Words) -> Iterator[Text]:
    for kind in KINDS:
        some = [one for one in tasks if one.kind == kind]
        if some:
            heading_ = words(HEADINGS[kind])
            yield Text(f"{heading_[:1].upper()}{heading_[1:]} · {len(some)}", style="bold")
            for one in some:
                yield from _task(one, words)
            yield Text("")


def _task(task: Task, words: Words) -> Iterator[Text]:
    head = Text("  • ", style="red" if task.overdue else "")
    if task.id:
        head.append(f"{inert(task.id)}  ", style="bold")
    text = task.text if isinstance(task.text, str) else words(task.text)
    yield head.append(inert(one_line(text)), style="default")
    escalated = task.kind == "proposal" and task.state == "escalated"  # the body says it
    facts = [words.state(task.state)] if task.state and not escalated else []
    body = say("reported to {body}", body=task.owner)
    if task.kind != "proposal":
        body = say("with {owner}", owner=task.owner)
    facts += [words(body)] if task.owner else []
    facts += [words.say("due {day}", day=task.due)] if task.due else []
    facts += [words.t("overdue")] if task.overdue else []
    if task.waiting is not None:
        facts.append(words(waited(task.waiting)))
    about = about_line(task.about)
    line = " · ".join(part for part in (about, *facts) if part)
    if line:
        yield Text(f"      {line}", style="red" if task.overdue else "")
    if task.kind == "finding":
        for one in task.remedies:
            yield Text(f"      {planned(one, words, late=False)}")
        if not task.remedies:
            yield Text(f"      {words.t('no remedy yet')}", style="yellow")
    yield Text(f"      {inert(task.path)}:{task.line}", style="dim")


def waited(days: int) -> Message:
    """How long nobody has answered."""
    return say_n("no reply known for {n} day", "no reply known for {n} days", days)


def about_line(about: About) -> str:
    """The unit, set and criterion, as far as they are told."""
    known = about.criteria_set
    parts = (about.unit.name if about.unit else "", known.name if known else "", about.criterion_id)
    return " · ".join(inert(part) for part in parts if part)


def _blank(report: Worklist, words: Words) -> Iterator[Text]:
    if report.wanted.narrow and not report.wanted.only_kinds:
        return  # nobody owns what nobody has begun, and it has no day
    waiting = [one for one in report.groups if not one.begun]
    for group in waiting:
        yield Text(
            f"{heading(group.unit, group.result, words)}: {words(message_of(group))}",
            style="dim",
        )
    if waiting:
        yield Text("")
