"""Proposals in one list: for a terminal, as a page to send upward, for machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import draw
from ansecurity_cli.formats.markdown import plain, row, rule
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, warnings
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.formats.worklists import waited
from ansecurity_cli.model.remedies import Proposal
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.reports.proposals import AboutSet, Proposals


def table(report: Proposals, words: Words, screen: Screen) -> str:
    """Set by set, criterion by criterion."""
    parts = [*warnings(report.provenance, words)]
    for one in report.sets:
        parts.append(Text(f"{_name(one, words)} · {len(one.proposals)}", style="bold"))
        for proposal, told in one.proposals:
            parts += _lines(proposal, told, words)
        parts.append(Text(""))
    parts.append(Text(_summary(report, words)))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _name(one: AboutSet, words: Words) -> str:
    known = one.criteria_set
    return inert(known.title or known.id) if known else words.t("about no certain set")


def _summary(report: Proposals, words: Words) -> str:
    if not report.total:
        return words.t("There are no proposals.")
    line = say("proposals: {n}; without a reply: {open}", n=report.total, open=report.unanswered)
    text = words(line)
    return text[:1].upper() + text[1:]


def _criterion(proposal: Proposal, told: Told) -> str:
    found = told.about.criterion
    if found is None:
        return proposal.criterion
    return " ".join(part for part in (found.id, found.short or found.title) if part)


def _from(told: Told, words: Words) -> str:
    unit = told.about.unit or told.origin
    return unit.name if unit else words.t("not stated")


def _state(proposal: Proposal, told: Told, words: Words) -> str:
    if proposal.answered:
        day = words.day(proposal.replied_on)
        parts = (words.state("answered"), day)
    else:
        # that it was reported is said already, with the body and the day
        state = words.state(proposal.status) if proposal.status not in ("", "escalated") else ""
        parts = (state, words(waited(told.waiting)) if told.waiting is not None else "")
    return ", ".join(part for part in parts if part)


def reported(proposal: Proposal, words: Words) -> str:
    """To whom it was reported, and when."""
    if proposal.escalated_to and proposal.on:
        told = say("reported to {body} on {day}", body=proposal.escalated_to, day=proposal.on)
        return words(told)
    if proposal.escalated_to:
        return words.say("reported to {body}", body=proposal.escalated_to)
    return words.say("reported on {day}", day=proposal.on) if proposal.on else ""


def _sent(proposal: Proposal, words: Words) -> str:
    return ", ".join(part for part in (proposal.escalated_to, words.day(proposal.on)) if part)


def _lines(proposal: Proposal, told: Told, words: Words) -> Iterator[Text]:
    head = Text("  • ").append(f"{inert(proposal.id)}  ", style="bold")
    yield head.append(inert(proposal.text))
    about = _criterion(proposal, told)
    facts = [inert(_from(told, words)), inert(about) if about else ""]
    sent = reported(proposal, words)
    facts += [sent] if sent else []
    yield Text(
        "      " + " · ".join(part for part in (*facts, _state(proposal, told, words)) if part)
    )
    if proposal.reply:
        yield Text(f"      {words.say('reply: {text}', text=proposal.reply)}")
    yield Text(f"      {inert(told.path)}:{told.line}", style="dim")


def as_markdown(report: Proposals, words: Words, _screen: Screen) -> str:
    """A page of tables, a set each."""
    lines = [f"# {words.t('Proposals about the criteria sets')}", ""]
    day = words.say("As of {day}", day=report.provenance.as_of)
    lines += [f"{plain(day)}. {plain(_summary(report, words))}.".replace("..", "."), ""]
    heads = (
        words.t("No."), words.t("Criterion"), words.t("Proposal"), words.t("From"),
        words.t("Reported to"), words.t("State"), words.t("Reply"),
    )  # fmt: skip
    for one in report.sets:
        lines += [f"## {plain(_name(one, words))}", "", row(*heads), rule("r", *[""] * 6)]
        lines += [
            row(
                number, _criterion(proposal, told), proposal.text, _from(told, words),
                _sent(proposal, words), _state(proposal, told, words), proposal.reply,
            )
            for number, (proposal, told) in enumerate(one.proposals, 1)
        ]  # fmt: skip
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(report: Proposals, _words: Words, _screen: Screen) -> str:
    """Flat, with places."""
    listed = [_as_json(*pair) for one in report.sets for pair in one.proposals]
    return json.text({
        **json.origin(report.provenance), "total": report.total,
        "unanswered": report.unanswered, "proposals": listed,
    })  # fmt: skip


def _as_json(proposal: Proposal, told: Told) -> dict[str, Any]:
    about = told.about
    return {
        "id": proposal.id, "set": about.criteria_set.id if about.criteria_set else None,
        "criterion": proposal.criterion or None, "text": proposal.text,
        "unit": about.unit.id if about.unit else None,
        "origin": told.origin.id if told.origin else None,
        "escalated_to": proposal.escalated_to or None, "on": json.day(proposal.on),
        "status": proposal.status or None, "answered": proposal.answered,
        "reply": proposal.reply or None, "replied_on": json.day(proposal.replied_on),
        "waiting": told.waiting, "path": told.path, "line": told.line,
    }  # fmt: skip


_COLUMNS = (
    "set", "criterion", "id", "text", "unit", "origin", "escalated_to", "on", "status", "reply",
    "replied_on", "waiting", "path", "line",
)  # fmt: skip


def as_csv(report: Proposals, _words: Words, _screen: Screen) -> str:
    """A line a proposal."""
    rows = (_as_json(*pair) for one in report.sets for pair in one.proposals)
    return csv.table(_COLUMNS, ([one[name] for name in _COLUMNS] for one in rows))
