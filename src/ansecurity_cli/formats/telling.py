"""What surrounds the criteria, put into words: visits, findings, proposals, papers, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ansecurity_cli.diagnostics import Message, say_n
from ansecurity_cli.formats.phrases import Phrases
from ansecurity_cli.formats.rollups import against
from ansecurity_cli.formats.wholes import left
from ansecurity_cli.formats.wording import STANDINGS
from ansecurity_cli.formats.worklists import waited
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.programme import Finding
from ansecurity_cli.model.records import Paper, Source
from ansecurity_cli.reports.counting import Reached, Stand
from ansecurity_cli.reports.goals import Goal
from ansecurity_cli.reports.programme import About, Recorded, Told, Visit
from ansecurity_cli.verdicts.dossiers import Checklist, Entry
from ansecurity_cli.verdicts.outcome import Outcome

_OUTCOMES: Mapping[str, Outcome] = {one.value: one for one in Outcome}


class Telling(Phrases):
    """Wording for what a report tells beside results."""

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
        return _OUTCOMES.get(one.outcome, Outcome.UNKNOWN)

    def keep_up(self, criterion: Criterion) -> Iterator[str]:
        """What has to be confirmed again, in the criterion and below it, and how often."""
        for one in criterion.walk():
            if one.keep_up:
                time = self.words(duration(one.keep_up))
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

    def reached(self, goal: Goal, one: Reached) -> str:
        """“26/16 = 162,5%” of the target; where it has no count, only how many."""
        return against(goal, one, self.words)

    def standing_in(self, one: Stand) -> str:
        """A unit and how it stands."""
        return f"{one.unit.name} ({self.words(STANDINGS[one.standing])})"

    def named(self, goal: Goal) -> Iterator[str]:
        """Which of the named units are there, and how the others stand."""
        if goal.there:
            names = self.names(one.unit for one in goal.there)
            yield self.words.say("recognised: {names}", names=names)
        if goal.not_yet:
            names = ", ".join(self.standing_in(one) for one in goal.not_yet)
            yield self.words.say("not recognised yet: {names}", names=names)

    def told(self, goal: Goal, one: Reached) -> str:
        """The same with what is unknown: “0/16 = 0% (4 chưa rõ)”."""
        rest = self.not_known(one)
        return f"{self.reached(goal, one)} ({rest})" if rest else self.reached(goal, one)

    def not_known(self, one: Reached) -> str:
        """“4 chưa rõ”, or nothing."""
        return self.words.say("{n} unknown", n=one.unknown) if one.unknown else ""

    def on(self, text: str, day: date | None) -> str:
        """Who or what, and when."""
        return ", ".join(part for part in (self.unsaid(text), self.words.day(day)) if part)

    def planned(self, told: Told) -> str:
        """What is planned for a finding; that nothing is, of one that is open."""
        what = told.what
        if told.remedies:
            actions = (f"{one.action} ({self.words.state(one.status)})" for one in told.remedies)
            return "; ".join(actions)
        open_ = isinstance(what, Finding) and what.open(self.as_of)
        return self.words.t("no remedy yet") if open_ else ""

    def progress_of(self, told: Told) -> str:
        """The state of a proposal, and for how long nobody has answered."""
        state = self.unsaid(self.words.state(getattr(told.what, "status", "")))
        if told.waiting is None:
            return state
        return f"{state}; {self.words(waited(told.waiting))}"

    def papers(self, entries: Iterable[Entry]) -> Iterator[tuple[Outcome, str, str]]:
        """The papers of a dossier: whether each is there, its title, its number and day."""
        for one in entries:
            outcome = Outcome.MET if one.paper else Outcome.UNKNOWN
            yield outcome, one.asked.title, self.paper(one.paper) if one.paper else ""

    def deadline(self, papers: Checklist) -> str:
        """“phải được quyết định trước ngày 20/11/2026 · còn 5 ngày”."""
        if papers.due is None:
            return ""
        text = self.words.say("to be decided before {day}", day=papers.due)
        if papers.decided or papers.days_left is None:
            return text
        return f"{text} · {self.words(left(papers.days_left))}"

    def closed(self, finding: Finding) -> str:
        """The state of a finding, when it was closed and on what evidence."""
        state = self.on(self.words.state(finding.status), finding.closed_on)
        return "; ".join(part for part in (state, finding.closed_evidence) if part)


def duration(text: str) -> Message:
    """A span of time such as `P6M`."""
    amount = int(text[1:-1])
    match text[-1]:
        case "D":
            return say_n("{n} day", "{n} days", amount)
        case "M":
            return say_n("{n} month", "{n} months", amount)
        case _:
            return say_n("{n} year", "{n} years", amount)
