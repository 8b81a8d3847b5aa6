"""Small things put into words for a page: periods, subjects, decisions, papers, durations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.terminal import coverage, subject, title_of
from ansecurity_cli.formats.wording import STANDINGS, Words
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Paper, Source, Unit
from ansecurity_cli.reports.programme import About, Recorded, Visit
from ansecurity_cli.reports.status import Row
from ansecurity_cli.verdicts.evaluation import Result
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Standing

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
OUTCOMES_BY_NAME: Mapping[str, Outcome] = {one.value: one for one in Outcome}
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
        return [self.words(one) for one in found]

    def rounds(self, row: Row) -> Iterator[str]:
        """Who assessed and appraised, and as of when."""
        assessment, appraisal = row.result.assessment, row.result.appraisal
        if assessment:
            yield self._round("self", row.assessed_on, assessment.assessed_by)
        if appraisal and row.round == "appraised":
            yield self._round("appraised", appraisal.day, appraisal.by)

    def _round(self, state: str, day: date | None, who: str) -> str:
        when = self.words.day(day) or self.words.t("day not stated")
        return ", ".join(part for part in (self.words.state(state), when, who) if part)

    def decision(self, row: Row) -> str:
        """The decision on the title, as far as it was taken by the day."""
        appraisal = row.result.appraisal
        found = appraisal.recognition if appraisal and appraisal.sound else None
        if found is None or (found.decided_on and found.decided_on > self.as_of):
            return ""
        parts = (
            self.words.state(found.result), found.number, self.words.day(found.decided_on),
            found.authority, found.reason,
        )  # fmt: skip
        return self.words.say("recognition: {parts}", parts=tuple(part for part in parts if part))

    def unsaid(self, text: str | date | None) -> str:
        """What is written, or that it is not stated."""
        return (text if isinstance(text, str) else self.words.day(text)) or self.words.t(
            "not stated"
        )

    def about(self, about: About) -> str:
        """The unit, set and criterion that something is about, as far as they are told."""
        criterion = about.criterion
        parts = (
            about.unit.name if about.unit else "",
            about.criteria_set.name if about.criteria_set else "",
            f"{criterion.id} {self.name_of(criterion)}" if criterion else about.criterion_id,
        )
        return self.unsaid(" · ".join(part for part in parts if part))

    def visited(self, visit: Visit) -> str:
        """Where a delegation went."""
        return self.unsaid(visit.inspection.visited or self.names(visit.units))

    def names(self, units: Iterable[Unit]) -> str:
        """The names of units."""
        return ", ".join(unit.name for unit in units)

    def recorded(self, one: Recorded) -> str:
        """“04/04 phường đã thành lập Ban Chỉ đạo”, or the criterion with how many came out how."""
        count = f"{len(one.units):02}/{one.of:02} " if one.of else ""
        criterion, met = one.about.criterion, one.outcome == Outcome.MET
        if criterion and criterion.statement and met:
            return f"{count}{criterion.statement}"
        name = self.about(replace(one.about, unit=None))
        return f"{name}: {count}{self.words.outcome(self.outcome_of(one))}"

    def outcome_of(self, one: Recorded) -> Outcome:
        """What was recorded; unknown where nothing was."""
        return OUTCOMES_BY_NAME.get(one.outcome, Outcome.UNKNOWN)

    def keep_up(self, criterion: Criterion) -> Iterator[str]:
        """What has to be confirmed again, in the criterion and below it, and how often."""
        for one in criterion.walk():
            if one.keep_up:
                time = self.words(_duration(one.keep_up))
                again = self.words.say("to be confirmed again every {time}", time=time)
                yield again if one is criterion else f"{self.name_of(one)}: {again}"

    def paper(self, paper: Paper) -> str:
        """A document, as far as it is known."""
        number = ", ".join(part for part in (paper.number, self.words.day(paper.issued)) if part)
        known = number or paper.note or self.words.t("number and date not stated")
        return " – ".join(part for part in (paper.title, paper.issuer, known) if part)

    def source(self, source: Source) -> str:
        """Who published a source, and when; with a note."""
        try:
            when = self.words.day(date.fromisoformat(source.get("date", "")))
        except ValueError:
            when = source.get("date", "")
        publisher = source.get("publisher", "") if source.get("title") else ""
        head = ", ".join(part for part in (publisher, when) if part)
        return ". ".join(part for part in (head, source.get("note", "")) if part)


def _duration(duration: str) -> Message:
    amount = int(duration[1:-1])
    match duration[-1]:
        case "D":
            return say_n("{n} day", "{n} days", amount)
        case "M":
            return say_n("{n} month", "{n} months", amount)
        case _:
            return say_n("{n} year", "{n} years", amount)
