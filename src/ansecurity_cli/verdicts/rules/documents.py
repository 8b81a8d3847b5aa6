"""`attested` and `document`: said so, or issued in time."""

from __future__ import annotations

from datetime import date

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.model.records import Paper
from ansecurity_cli.model.rules import Attested, Issued, Required
from ansecurity_cli.verdicts.logic import settle
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.rules.case import Case


def attested(_rule: Attested, case: Case) -> Ruling:
    """What is said of it; whether the evidence is there is asked of every criterion alike."""
    if case.answer.met:
        return Ruling(Outcome.MET, say("attested as met"))
    return Ruling(Outcome.UNMET, say("attested as not met"))


def document(rule: Issued, case: Case) -> Ruling:
    """Each required document is there and in time; one that is missing is unmet after its day."""
    due = case.criteria_set.due(rule.due, case.period) if rule.due else None
    given = case.answer.documents or ()
    papers = tuple(one for one in given if one.number or one.issued or one.title.strip())
    wanted = rule.required or (Required("", ""),)
    rulings = [_one(one, _for(one, wanted, papers), due, case.as_of) for one in wanted]
    outcome = settle(len(rulings), [one.outcome for one in rulings])
    loose = [
        paper for paper in papers if not any(paper in _for(one, wanted, papers) for one in wanted)
    ]
    if loose and outcome is not Outcome.MET:  # it may be the one that is missing
        why = say(
            "it isn't said which of the required documents this is: {paper}", paper=name(loose[0])
        )
        names = ", ".join(one.id for one in wanted)
        return Ruling(Outcome.UNKNOWN, why, say("write for: one of {names}", names=names))
    if len(papers) < len(given) and outcome is not Outcome.MET:
        why = say("a document is listed without its number, date or title")
        return Ruling(Outcome.UNKNOWN, why, say("give its number, date or title"))
    telling = [one for one in rulings if one.outcome is outcome]
    why = (
        telling[0].why
        if len(telling) == 1
        else say("{list}", list=tuple(one.why for one in telling))
    )
    shortfalls = tuple(one.shortfall for one in telling if one.shortfall)
    short = say("{list}", list=shortfalls) if shortfalls else None
    return Ruling(outcome, why, short, final=any(one.final for one in telling))


def _for(one: Required, wanted: tuple[Required, ...], papers: tuple[Paper, ...]) -> list[Paper]:
    alone = len(wanted) == 1
    return [paper for paper in papers if paper.for_ == one.id or (alone and not paper.for_)]


def name(paper: Paper) -> Message:
    """How a document is called in a sentence."""
    if paper.number and paper.issued:
        return say("{number} of {date}", number=paper.number, date=paper.issued)
    if paper.issued:
        return say("{title} of {date}", title=paper.title or "…", date=paper.issued)
    if paper.number:
        return say("{number} (date not given)", number=paper.number)
    return say("{title} (as reported, number not given)", title=paper.title or "…")


def _one(one: Required, papers: list[Paper], due: date | None, as_of: date) -> Ruling:
    if not papers:
        return _none(one.title, due, as_of)
    if due is None:
        return Ruling(
            Outcome.MET, say("issued: {papers}", papers=tuple(name(paper) for paper in papers))
        )
    in_time = [paper for paper in papers if paper.issued and paper.issued <= due]
    if in_time:
        why = say(
            "issued: {papers}, due {due}", papers=tuple(name(paper) for paper in in_time), due=due
        )
        return Ruling(Outcome.MET, why)
    undated = [paper for paper in papers if not paper.issued]
    if undated:
        why = say(
            "{paper}: the date isn't known, so it can't be said to be in time for {due}",
            paper=name(undated[0]),
            due=due,
        )
        return Ruling(Outcome.UNKNOWN, why, say("give the date of issue"))
    first = min(papers, key=lambda paper: paper.issued or as_of)
    days = (first.issued or as_of).toordinal() - due.toordinal()
    why = say("{paper} is late, it was due {due}", paper=name(first), due=due)
    return Ruling(Outcome.UNMET, why, say_n("{n} day late", "{n} days late", days), final=True)


def _none(title: str, due: date | None, as_of: date) -> Ruling:
    outcome = Outcome.UNKNOWN if due and as_of <= due else Outcome.UNMET
    if not title:
        why = say("no document yet; due {due}", due=due) if due else say("there is no document")
        return Ruling(outcome, why, final=bool(due) and outcome is Outcome.UNMET)
    missing = say("missing: {title}", title=title)
    if due is None:
        return Ruling(outcome, say("not issued: {title}", title=title), missing)
    if outcome is Outcome.UNKNOWN:
        return Ruling(
            outcome, say("not issued yet: {title}, due {due}", title=title, due=due), missing
        )
    why = say("not issued by {due}: {title}", title=title, due=due)
    return Ruling(outcome, why, missing, final=True)
