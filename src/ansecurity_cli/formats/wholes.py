"""A whole set explained on a terminal: how it comes about, from the total to the dossier."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.points import classed
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, regressed, subject, title_of, warnings
from ansecurity_cli.formats.wording import STANDINGS, Words, inert
from ansecurity_cli.formats.worklists import steps_line
from ansecurity_cli.model.records import Recognition
from ansecurity_cli.reports.whole import Whole
from ansecurity_cli.verdicts.dossiers import Checklist, Entry
from ansecurity_cli.verdicts.outcome import Outcome
from ansecurity_cli.verdicts.totals import Total


def whole(report: Whole, words: Words, screen: Screen) -> str:
    """Everything about one unit, set and period."""
    parts = [*warnings(report.provenance, words), *_head(report, words)]
    if report.result.total is not None:
        parts += _total(report.result.total, words)
    parts += _criteria(report, words)
    parts += _rounds(report, words)
    filed = report.result.assessment and report.result.assessment.dossier
    if report.dossier is not None and (filed or not report.dossier.decided):
        parts += _dossier(report.dossier, words)
    if report.way:
        parts += [Text(""), Text(f"  → {steps_line(report.way, words)}", style="bold")]
    return draw(screen, [*parts, Text(""), footer(report.provenance, words)])


def _head(report: Whole, words: Words) -> Iterator[Text]:
    result, known = report.result, report.result.criteria_set
    name = known.title if known else result.key.set
    heading = f"{subject(report.unit, result, words)} · {inert(name)} · {result.key.period}"
    yield Text(heading, style="bold")
    if known and known.document:
        parts = (known.article, known.document, known.issuer)
        yield Text(f"  {inert(', '.join(part for part in parts if part))}", style="dim")
    counts = result.counts
    line = Text(
        f"  {SYMBOLS[result.outcome]} {words.outcome(result.outcome)}", STYLES[result.outcome]
    )
    met = say("{met}/{all} criteria met", met=counts.met, all=counts.asked)
    standing = words(STANDINGS[result.standing])
    if standing == words.outcome(result.outcome):
        standing = ""
    told = "".join(f" · {part}" for part in (standing, words(met)) if part)
    yield line.append(told, style="default")
    for text in regressed(report.regressions):
        yield Text(f"  {words(text)}", style="red")
    for note in result.notes:
        yield Text(f"  {words(note)}", style="yellow")


def _total(total: Total, words: Words) -> Iterator[Text]:
    yield Text(f"  {words(say('total: {why}', why=total.why))}")
    for one in total.conditions:
        mark = Text(f"    {SYMBOLS[one.outcome]} ", style=STYLES[one.outcome])
        yield mark.append(words(one.text), style="default")
    for told in classed(total):
        yield Text(f"  {words(told)}")


def _criteria(report: Whole, words: Words) -> Iterator[Text]:
    yield Text("")
    for verdict in report.result.verdicts:
        line = Text(f"  {SYMBOLS[verdict.outcome]} ", style=STYLES[verdict.outcome])
        line.append(f"{verdict.criterion.id}  ", style="bold")
        title = verdict.criterion.short or title_of(verdict.criterion, words)
        yield line.append(f"{inert(title)}: {words(verdict.ruling.why)}", style="default")
    if report.result.declared_unknown:
        n = report.result.declared_unknown
        rest = say_n("{n} criterion is not named or not reported",
                     "{n} criteria are not named or not reported", n)  # fmt: skip
        yield Text(f"  {SYMBOLS[Outcome.UNKNOWN]} {words(rest)}", style=STYLES[Outcome.UNKNOWN])


def _rounds(report: Whole, words: Words) -> Iterator[Text]:
    yield Text("")
    file = report.result.assessment
    if file and file.registered and not file.registered.declined:
        yield _dated(
            say("registered"), file.registered.number, words.day(file.registered.issued), words
        )
    if file:
        yield _dated(say("self-assessed"), file.assessed_by, words.day(file.assessed_on), words)
    for one in report.rounds:
        yield _dated(say("appraised"), one.by, words.day(one.day), words)
    if report.recognition:
        yield from _decision(report.recognition, words)


def _dated(what: Message, who: str, day: str, words: Words) -> Text:
    parts = ", ".join(inert(part) for part in (who, day) if part) or words.t("day not stated")
    text = words(what)
    return Text(f"  {text[:1].upper()}{text[1:]}: {parts}")


def _decision(one: Recognition, words: Words) -> Iterator[Text]:
    """The decision with its dates: the meeting, the decision, the announcement."""
    parts = [words.state(one.result), inert(one.number), inert(one.authority)]
    dates = ((say("meeting {day}", day=one.meeting_on), one.meeting_on),
             (say("decided {day}", day=one.decided_on), one.decided_on),
             (say("announced {day}", day=one.announced_on), one.announced_on))  # fmt: skip
    parts += [words(text) for text, day in dates if day]
    text = words.say("recognition: {parts}", parts=tuple(part for part in parts if part))
    yield Text(f"  {text[:1].upper()}{text[1:]}")
    if one.reason:
        yield Text(f"      {words.say('reason: {text}', text=one.reason)}")


def _dossier(one: Checklist, words: Words) -> Iterator[Text]:
    yield Text("")
    head = words.t("Dossier")
    if one.due:
        head = words.say("Dossier, to be decided before {day}", day=one.due)
    if one.days_left is not None and not one.decided:
        head += f" · {words(left(one.days_left))}"
    yield Text(f"  {head}")
    for entry in (*one.registration, *one.recognition):
        yield _paper(entry, words)


def left(days: int) -> Message:
    """How many days are left, or by how many it is late."""
    if days == 0:
        return say("today is the last day")
    if days > 0:
        return say_n("{n} day left", "{n} days left", days)
    return say_n("overdue by {n} day", "overdue by {n} days", -days)


def _paper(entry: Entry, words: Words) -> Text:
    there = entry.paper is not None
    outcome = Outcome.MET if there else Outcome.UNKNOWN
    line = Text(f"    {SYMBOLS[outcome]} ", style=STYLES[outcome])
    paper = entry.paper
    parts = (paper.number, words.day(paper.issued), paper.title) if paper else ()
    told = ", ".join(inert(part) for part in parts if part) or (
        "" if there else words.t("not there")
    )
    return line.append(f"{inert(entry.asked.title)}{': ' if told else ''}{told}", style="default")
