"""Small things put into words for a page: periods, subjects, decisions, papers, durations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats import points
from ansecurity_cli.formats.terminal import coverage, subject, title_of
from ansecurity_cli.formats.wording import STANDINGS, Words
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Unit
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.status import Row
from ansecurity_cli.reports.worklist import Group
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Standing, Verdict
from ansecurity_cli.verdicts.results import Result

PERIODS: Mapping[str, Message] = {
    "": say("year {year}"), "h1": say("first half of {year}"), "h2": say("second half of {year}"),
    "q1": say("first quarter of {year}"), "q2": say("second quarter of {year}"),
    "q3": say("third quarter of {year}"), "q4": say("fourth quarter of {year}"),
}  # fmt: skip
CLAIMS: Mapping[str, Message] = {
    "met": say("the unit claims “met”"),
    "mostly-met": say("the unit claims “mostly met”"),
    "unmet": say("the unit claims “unmet”"),
}
# What a standing looks like: the same four symbols and colours as outcomes.
LOOKS: Mapping[Standing, Outcome] = {
    Standing.MET: Outcome.MET, Standing.RECOGNISED: Outcome.MET, Standing.UNMET: Outcome.UNMET,
    Standing.INCOMPLETE: Outcome.UNKNOWN, Standing.NOT_REGISTERED: Outcome.NOT_APPLICABLE,
    Standing.NOT_SUBJECT: Outcome.NOT_APPLICABLE,
}  # fmt: skip


class Phrases:
    """Wording that both documents need, in one language."""

    def __init__(self, words: Words, as_of: date) -> None:
        self.words, self.as_of = words, as_of

    def period(self, period: Period) -> str:
        """“năm 2023”, “6 tháng đầu năm 2025”."""
        return self.words.say(PERIODS[period.part].msgid, year=str(period.year))

    def set_in(self, title: str, period: Period) -> str:
        """A set and a period: “An toàn về ANTT (xã, phường), năm 2025”."""
        return f"{title}, {self.period(period)}"

    def set_of(self, result: Result) -> str:
        """The set and period of a result."""
        known = result.criteria_set
        return self.set_in(known.name if known else result.key.set, result.key.period)

    def partial(self, known: CriteriaSet | None) -> str:
        """Why a set can't be met as a whole, where its text isn't known."""
        if known is None or known.completeness == "full":
            return ""
        if known.completeness == "partial":
            return self.words.t(
                "only a part of the criteria is known, so the set can't be met as a whole"
            )
        return self.words.t(
            "the text of the criteria is not public, so the set can't be met as a whole"
        )

    def subject(self, unit: Unit, result: Result) -> str:
        """Who is judged."""
        return subject(unit, result, self.words)

    def coverage(self, row: Row) -> str:
        """How much is known."""
        return coverage(row, self.words)

    def title_of(self, criterion: Criterion) -> str:
        """The criterion's whole text."""
        return title_of(criterion, self.words)

    def name_of(self, criterion: Criterion) -> str:
        """The criterion, in as few words as there are."""
        return criterion.short or self.title_of(criterion)

    def standing(self, row: Row) -> str:
        """Where the unit stands."""
        return self.words(STANDINGS[row.result.standing])

    def look(self, row: Row) -> Outcome:
        """The symbol and colour of the standing."""
        return LOOKS[row.result.standing]

    def left(self, group: Group) -> str:
        """How many lines of a worklist are unmet, and how many unknown."""
        # Lines, not the criteria that a set counts: one of those may have several parts left.
        parts = (
            (group.count(Outcome.UNMET), say("{n} points unmet")),
            (group.count(Outcome.UNKNOWN), say("{n} points unknown")),
        )
        return ", ".join(self.words.say(text.msgid, n=n) for n, text in parts if n)

    def gaps(self, counts: Counts) -> str:
        """“2 chưa đạt, 1 chưa rõ”, without what there is none of."""
        parts = [
            say("{n} unmet", n=counts.unmet) if counts.unmet else None,
            say("{n} unknown", n=counts.unknown) if counts.unknown else None,
            say("{n} not applicable", n=counts.not_applicable) if counts.not_applicable else None,
        ]
        return ", ".join(self.words(one) for one in parts if one)

    def in_figures(self, counts: Counts) -> str:
        """All four counts, for those who don't see the bar."""
        return self.words.say(
            "{met} met, {unmet} unmet, {unknown} unknown, {na} not applicable",
            met=counts.met, unmet=counts.unmet, unknown=counts.unknown, na=counts.not_applicable,
        )  # fmt: skip

    def remarks(self, row: Row) -> list[str]:
        """What has to be said beside a standing: the claim, the unit's own result, the notes."""
        result, found = row.result, list(row.result.notes)
        claim = result.assessment.claim if result.assessment else ""
        if claim in CLAIMS and claim != result.outcome:
            found.append(CLAIMS[claim])
        if result.self_outcome and result.self_outcome is not result.outcome:
            own = self.words.outcome(result.self_outcome)
            found.append(say("self-assessed: {outcome}", outcome=own))
        total = [points.total(result.total, self.words)] if result.total else []
        return [*total, *(self.words(one) for one in found)]

    def rounds(self, row: Row) -> Iterator[str]:
        """Whether it was assessed and appraised, and as of when."""
        appraisal = row.result.appraisal
        if row.result.assessment:
            yield self._round("self", row.assessed_on)
        if appraisal and row.round == "appraised":
            yield self._round("appraised", appraisal.day)

    def _round(self, state: str, day: date | None) -> str:
        when = self.words.day(day) or self.words.t("day not stated")
        return f"{self.words.state(state)} {when}"

    def decision(self, row: Row) -> str:
        """The decision on the title, as far as it was taken by the day."""
        appraisal = row.result.appraisal
        found = appraisal.recognition if appraisal and appraisal.sound else None
        if found is None or (found.decided_on and found.decided_on > self.as_of):
            return ""
        day = self.words.day(found.decided_on)
        parts = (self.words.state(found.result), found.number, day, found.reason)
        return self.words.say("recognition: {parts}", parts=tuple(part for part in parts if part))

    def asides(self, row: Row) -> list[str]:
        """The remarks and the decision."""
        return [text for text in (*self.remarks(row), self.decision(row)) if text]

    def worded(self, message: Message | None) -> str:
        """A message, or nothing."""
        return self.words(message) if message else ""

    def reasons(self, verdict: Verdict) -> Iterator[str]:
        """Why it came out so, and what an appraisal changed."""
        yield self.words(verdict.ruling.why)
        yield from self.differing(verdict)

    def differing(self, verdict: Verdict) -> Iterator[str]:
        """What an appraisal changed, and why."""
        if verdict.self_outcome and verdict.self_outcome is not verdict.outcome:
            own = self.words.outcome(verdict.self_outcome)
            yield self.words.say("self-assessed: {outcome}", outcome=own)
        if verdict.answer and verdict.answer.reason:
            yield self.words.say("appraised: {reason}", reason=verdict.answer.reason)

    def unsaid(self, text: str | date | None) -> str:
        """What is written, or that it is not stated."""
        return (text if isinstance(text, str) else self.words.day(text)) or self.words.t(
            "not stated"
        )

    def names(self, units: Iterable[Unit]) -> str:
        """The names of units."""
        return ", ".join(unit.name for unit in units)

    def due(self, day: date | None, late: object) -> str:
        """A deadline, and whether it is past."""
        text = self.unsaid(day)
        return f"{text} ({self.words.t('overdue')})" if late else text

    def milestones(self, remedy: Remedy) -> str:
        """The steps of a remedy, each with its day and whether it is done."""
        return "; ".join(
            self.words.say(
                "{text} ({state})", text=one.text,
                state=self.on_day("done", one.done_on) if one.done_on
                else self.words.say("due {day}", day=one.due) if one.due
                else self.words.t("not done yet"),
            )
            for one in remedy.milestones
        )  # fmt: skip

    def on_day(self, state: str, day: date | None) -> str:
        """A state, and since when."""
        return " ".join(part for part in (self.words.state(state), self.words.day(day)) if part)

    def remedy(self, item: Item) -> str:
        """What stands in the way and what will be done; that nothing is planned, of the unmet."""
        if item.remedy is None:
            unmet = item.verdict.outcome is Outcome.UNMET
            return self.words.t("no remedy yet") if unmet else ""
        state = self.words.state(item.remedy.status)
        parts = (item.remedy.obstacle, f"{item.remedy.action} ({state})")
        return "; ".join(part for part in parts if part)
