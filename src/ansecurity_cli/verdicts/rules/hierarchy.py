"""`rollup` and `recognised-in`: what child units and other titles amount to."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.model.rules import RecognisedIn, Rollup
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.rules.case import Case, Share
from ansecurity_cli.verdicts.rules.numbers import least, share_text

HAVING: dict[str, Message] = {
    "registered": say("registered"),
    "recognised": say("recognised"),
    "met": say("meeting the criteria"),
}


def rollup(rule: Rollup, case: Case) -> Ruling:
    """A share of the child units; decided only when the unknown ones can't change it.

    The share is pooled over all the types of child units (124/2021/TT-BCA, Điều 5 khoản 4).
    """
    answer = case.answer
    share = case.children(rule)
    if (share is None or not share.filed) and answer.given("count", "total"):
        part, total = answer.count or 0, answer.total or 0
        if share is not None and total < share.total:
            why = say(
                "{total} units counted, but {known} child units are known",
                total=total,
                known=share.total,
            )
            return Ruling(Outcome.UNKNOWN, why)
        if part > total:
            return Ruling(
                Outcome.UNKNOWN, say("{count} of {total} can't be", count=part, total=total)
            )
        share = Share(part, 0, total)
    if share is None or share.total == 0:
        return Ruling(Outcome.UNKNOWN, say("there are no child units to count"))
    limit = rule.at_least
    need = least(limit.percent, share.total) if limit.percent is not None else limit.count or 0
    text = say(
        "{share} {having}",
        share=share_text(share.having, share.total, limit),
        having=HAVING[rule.having],
    )
    short = say_n(
        "{n} unit missing ({needed}/{total} needed)",
        "{n} units missing ({needed}/{total} needed)",
        n=need - share.having,
        needed=need,
        total=share.total,
    )
    if share.having >= need:
        return Ruling(Outcome.MET, text)
    if share.having + share.unknown < need:
        return Ruling(Outcome.UNMET, text, short)
    return Ruling(Outcome.UNKNOWN, say("{share}; {n} unknown", share=text, n=share.unknown), short)


def recognised_in(rule: RecognisedIn, case: Case) -> Ruling:
    """The unit holds another set's recognition for the period (QĐ 25/2021/QĐ-TTg, chỉ tiêu 5.4)."""
    match case.recognised(rule.set):
        case True:
            return Ruling(Outcome.MET, say("recognised in “{set}”", set=rule.set))
        case False:
            return Ruling(Outcome.UNMET, say("recognition in “{set}” was refused", set=rule.set))
        case _:
            return Ruling(
                Outcome.UNKNOWN, say("no decision on “{set}” for this period", set=rule.set)
            )
