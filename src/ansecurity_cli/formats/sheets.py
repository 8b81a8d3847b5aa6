"""Wording for score sheets, roll-ups, lists of tasks and the index."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.formats import points, rollups, worklists
from ansecurity_cli.formats.telling import Telling
from ansecurity_cli.formats.wording import UNIT_TYPES
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.counting import Reached
from ansecurity_cli.reports.rollup import Branch, Line
from ansecurity_cli.reports.scorecard import Card, Mark, Scored
from ansecurity_cli.reports.status import Row as StatusRow
from ansecurity_cli.reports.status import UnitStatus
from ansecurity_cli.reports.tasks import KINDS, Task
from ansecurity_cli.reports.worklist import Worklist
from ansecurity_cli.verdicts.outcome import Outcome
from ansecurity_cli.verdicts.rules.numbers import percent
from ansecurity_cli.verdicts.totals import Total


class Sheets(Telling):
    """Wording for the kinds of report that show one thing."""

    def rounds_of(self, card: Card) -> list[str]:
        """The heads of the columns: self-assessed, then each appraisal."""
        own = self._first(self.words.t("self-assessed"))
        if len(card.appraisals) == 1:
            return [own, self._first(self.words.t("appraised"))]
        several = (one.by or self.words.t("appraised") for one in card.appraisals)
        return [own, *(self._first(one) for one in several)]

    def _first(self, text: str) -> str:
        return text[:1].upper() + text[1:]

    def points(self, mark: Mark) -> str:
        """The points of a criterion; nothing where nothing is known, which is not none."""
        if mark.score is None:
            return ""
        unsaid = mark.outcome is Outcome.UNKNOWN and mark.score.low == 0
        return "" if unsaid and mark.score.high else points.alone(mark.score, self.words)

    def maximum(self, line: Scored) -> str:
        """The most that a criterion can bring."""
        score = line.maximum
        return self.words.number(score.maximum) if score and score.maximum else ""

    def sum_of(self, total: Total | None) -> str:
        """“16/20”."""
        return points.short(total.score, self.words) if total else ""

    def arithmetic(self, card: Card) -> Iterator[tuple[str, str]]:
        """How each round's total comes about, with its class."""
        for head, total in zip(self.rounds_of(card), card.totals, strict=True):
            if total:
                yield head, self._first(points.total(total, self.words))

    def held(self, total: Total | None) -> str:
        """The class that is certain."""
        return total.held.title if total and total.held else ""

    def note(self, line: Scored) -> list[str]:
        """What was written, and of what isn't met the reason."""
        why = [] if line.outcome is Outcome.MET else [self.words(line.why)]
        return [*why, *line.notes]

    def line_name(self, line: Line, branch: Branch) -> str:
        """What stands in front of a line of a roll-up."""
        return rollups.name_of(line, branch, self.words)

    def of_all(self, one: Reached) -> str:
        """“12/20 = 60%”; nothing where nothing is known."""
        if not one.known:
            return "–"
        part = percent(one.yes, one.total)
        return self.words.say(
            "{yes}/{total} = {percent}%", yes=one.yes, total=one.total, percent=part
        )

    def known_of(self, one: Reached) -> str:
        """Of how many it is known, unless of all."""
        if not one.unknown:
            return ""
        return self.words.say("known of {known}/{total}", known=one.known, total=one.total)

    def share(self, one: Reached) -> str:
        """Both, for those who don't see the bar."""
        return rollups.share(one, self.words)

    def tasks(self, work: Worklist) -> list[tuple[str, list[Task]]]:
        """The tasks beside the criteria, a list a kind."""
        lists = ((kind, [one for one in work.tasks if one.kind == kind]) for kind in KINDS)
        return [
            (self._first(self.words(worklists.HEADINGS[kind])), some)
            for kind, some in lists
            if some
        ]

    def task_text(self, task: Task) -> str:
        """What there is to do."""
        return task.text if isinstance(task.text, str) else self.words(task.text)

    def task_state(self, task: Task) -> str:
        """Its severity or state, and how long nobody has answered."""
        parts = [self.words.state(task.state)] if task.state else []
        parts += [self.words(worklists.waited(task.waiting))] if task.waiting is not None else []
        return "; ".join(parts)

    def task_plans(self, task: Task) -> list[str]:
        """What is planned for a finding; that nothing is."""
        if task.kind != "finding":
            return []
        plans = [worklists.planned(one, self.words, late=False) for one in task.remedies]
        return plans or [self.words.t("no remedy yet")]

    def type_of(self, unit: Unit) -> str:
        """“phường”."""
        known = UNIT_TYPES.get(unit.type)
        return self.words(known) if known else ""

    def latest(self, one: UnitStatus) -> list[StatusRow]:
        """The rows of the last year in which the unit has a file."""
        filed = [row for row in one.rows if row.round != "none"]
        year = max((row.result.key.period.year for row in filed), default=0)
        return [row for row in filed if row.result.key.period.year == year]

    def stated(self, commit: Message | None) -> str:
        """The commit, as a sentence."""
        return self._first(self.words(commit)) + "." if commit else ""
