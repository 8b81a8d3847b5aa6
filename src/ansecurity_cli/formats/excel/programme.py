"""What is left to do, and what is proposed: lists to filter by owner and day."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.excel.sheet import Column, Value
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.formats.worklists import HEADINGS
from ansecurity_cli.model.remedies import Proposal
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.reports.tasks import Task
from ansecurity_cli.reports.worklist import Group, message_of
from ansecurity_cli.verdicts.outcome import Outcome


def worklist(book: Book, view: Layout) -> None:
    """A row a criterion that is open, then what surrounds the criteria."""
    t, report = book.words.t, view.page.worklist
    columns = (
        Column(t("Unit"), 22), Column(t("Id"), 9, "id"), Column(t("Content"), 36),
        Column(t("Criteria set"), 22), Column(t("Period"), 9, "id"), Column(t("Kind"), 13),
        Column(t("Citation"), 16), Column(t("State"), 12, "state"), Column(t("Reason"), 32),
        Column(t("Missing"), 22), Column(t("Remedy"), 30), Column(t("Owner"), 20),
        Column(t("Due"), 12, "day"), Column(t("Overdue"), 10), Column(t("Place"), 26),
    )  # fmt: skip
    sheet = book.sheet(t("To do"), book.words.say("To do: {title}", title=view.title), columns)
    sheet.heads(fixed=3)
    for group in report.groups:
        for item in group.items if group.begun else ():
            sheet.line(_item(view, group, item))
        if not group.begun:
            sheet.line(_blank(view, group))
    for task in report.tasks:
        sheet.line(_task(view, task))
    if not (report.groups or report.tasks):
        sheet.line((t("Nothing is left to do."), *[None] * (len(columns) - 1)))
    sheet.close()


def _head(view: Layout, group: Group, id_: str, content: str, kind: str) -> Iterator[Value]:
    known = group.result.criteria_set
    mark = f" ({view.words.t('illustrative')})" if view.illustrative(group.unit) else ""
    yield f"{group.unit.name}{mark}"
    yield from (id_ or None, content)
    yield known.name if known else group.result.key.set
    yield from (str(group.result.key.period), _kind(view, kind))


def _kind(view: Layout, kind: str) -> str:
    text = view.words(HEADINGS[kind])
    return text[:1].upper() + text[1:]


def _item(view: Layout, group: Group, item: Item) -> Iterator[Value]:
    verdict, criterion, words = item.verdict, item.criterion, view.words
    text = view.title_of(criterion) if criterion.id else words.t("Other criteria")
    yield from _head(view, group, criterion.id, text, item.kind)
    yield criterion.cite or None
    yield words.outcome(verdict.outcome)
    yield "; ".join(view.reasons(verdict))
    yield view.worded(verdict.ruling.shortfall) or None
    yield view.remedy(item) or None
    yield view.unsaid(item.owner) if item.remedy else None
    yield item.due
    yield words.t("overdue") if item.overdue else None
    yield f"{item.path}:{item.line}"


def _blank(view: Layout, group: Group) -> Iterator[Value]:
    yield from _head(view, group, "", view.words(message_of(group)), "criterion")
    yield None
    yield view.words.outcome(Outcome.UNKNOWN)
    yield from [None] * 7


def _task(view: Layout, task: Task) -> Iterator[Value]:
    about, words = task.about, view.words
    yield about.unit.name if about.unit else None
    yield task.id or about.criterion_id or None
    yield task.text if isinstance(task.text, str) else words(task.text)
    yield about.criteria_set.name if about.criteria_set else None
    yield from (None, _kind(view, task.kind))
    yield from (None, words.state(task.state) if task.state else None, None, None)
    actions = (f"{one.action} ({words.state(one.status)})" for one in task.remedies)
    missing = words.t("no remedy yet") if task.kind == "finding" else None
    yield "; ".join(actions) or missing
    yield task.owner or words.t("not stated")
    yield task.due
    yield words.t("overdue") if task.overdue else None
    yield f"{task.path}:{task.line}"


def proposals(book: Book, view: Layout) -> None:
    """A row a proposal, with how long nobody has answered."""
    t, told = book.words.t, view.page.programme.proposals
    columns = (
        Column(t("Id"), 9, "id"), Column(t("Proposal"), 46), Column(t("From"), 22),
        Column(t("About"), 30), Column(t("Reported to"), 22), Column(t("Reported on"), 12, "day"),
        Column(t("State"), 14), Column(t("Days without a reply"), 11, "number"),
        Column(t("Reply"), 34), Column(t("Replied on"), 12, "day"), Column(t("Place"), 26),
    )  # fmt: skip
    title = book.words.say("Proposals: {title}", title=view.title)
    sheet = book.sheet(t("Proposals"), title, columns)
    sheet.heads(fixed=2)
    for one in told:
        if isinstance(one.what, Proposal):
            sheet.line(_proposal(view, one, one.what))
    if not told:
        sheet.line((None, t("There are no proposals."), *[None] * (len(columns) - 2)))
    sheet.close()


def _proposal(view: Layout, told: Told, what: Proposal) -> Iterator[Value]:
    unit = told.about.unit or told.origin
    yield from (what.id, what.text, view.unsaid(unit.name if unit else ""))
    yield view.about(told.about)
    yield from (view.unsaid(what.escalated_to), what.on)
    state = "answered" if what.answered else what.status
    yield view.unsaid(view.words.state(state))
    yield from (told.waiting, what.reply or None, what.replied_on)
    yield f"{told.path}:{told.line}"
