"""What stands in the table of an annex: one unit met or not, one unit's points, or many units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ansecurity_cli.formats.word.profiles import UNKNOWN
from ansecurity_cli.formats.word.sections import Sections, letter, roman
from ansecurity_cli.model.records import Assessment
from ansecurity_cli.reports.matrix import Cell, Matrix, MatrixRow
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Score, Verdict

UNITS_ABREAST = 6
_ACROSS = 252.0  # millimetres of text on a landscape page


@dataclass(frozen=True, slots=True)
class Column:
    """A column so many millimetres wide."""

    head: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row; all of it bold, or some cells."""

    cells: tuple[str, ...]
    bold: bool = False
    stressed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an annex."""

    columns: tuple[Column, ...]
    rows: tuple[Line, ...]


class Columns:
    """Tables in the words of a draft."""

    def __init__(self, view: Sections) -> None:
        self.view, self.words, self.t = view, view.words, view.words.t

    def tables(self, one: Matrix) -> tuple[Table, ...]:
        """The tables of an annex."""
        if len(one.units) > 1:
            return tuple(self._many(one))
        return (self._scored(one) if one.criteria_set.scoring else self._single(one),)

    def _single(self, one: Matrix) -> Table:
        columns = (
            Column(self.t("Item no."), 13, centred=True), Column(self.t("Criterion"), 77),
            Column(self.t("Requirement"), 26, centred=True), Column(self.t("Result"), 46),
            Column(self.t("Self-assessment"), 24, centred=True), Column(self.t("Evidence"), 44),
            Column(self.t("Note"), 22),
        )  # fmt: skip
        file = one.statuses[0].result.assessment
        lines = []
        for number, row in zip(numbers(one.rows), one.rows, strict=True):
            cell = row.cells[0]
            own = cell.verdict.self_outcome or cell.outcome
            cells = (
                number, self.view.title_of(row.criterion), self.view.worded(row.need),
                self._result(cell), self.words.outcome(own), self._evidence(cell.verdict, file),
                self._note(cell),
            )  # fmt: skip
            stressed = frozenset({4} if own in (Outcome.UNMET, Outcome.UNKNOWN) else ())
            lines.append(Line(cells, bool(row.criterion.children), stressed))
        return Table(columns, tuple(lines))

    def _scored(self, one: Matrix) -> Table:
        columns = (
            Column(self.t("Item no."), 13, centred=True), Column(self.t("Content scored"), 89),
            Column(self.t("Maximum points"), 20, centred=True),
            Column(self.t("Points by self-assessment"), 22, centred=True),
            Column(self.t("Points by appraisal"), 22, centred=True),
            Column(self.t("Evidence"), 44), Column(self.t("Note"), 42),
        )  # fmt: skip
        result = one.statuses[0].result
        lines = []
        for number, row in zip(numbers(one.rows), one.rows, strict=True):
            cell = row.cells[0]
            cells = (
                number, self.view.title_of(row.criterion),
                *self._points(cell.verdict, appraised=result.appraisal is not None),
                self._evidence(cell.verdict, result.assessment), self._result(cell),
            )  # fmt: skip
            lines.append(Line(cells, bool(row.criterion.children)))
        if result.total:
            lines.append(self._total(result.total.score, appraised=result.appraisal is not None))
        return Table(columns, tuple(lines))

    def _total(self, score: Score, *, appraised: bool) -> Line:
        most, sum_ = self._number(score.maximum), self._span(score)
        # What the unit's own points add up to isn't decided where others appraised them.
        both = (UNKNOWN, sum_) if appraised else (sum_, "")
        return Line(("", self.t("Total"), most, *both, "", ""), bold=True)

    def _points(self, verdict: Verdict, *, appraised: bool) -> tuple[str, str, str]:
        score = verdict.score
        if score is None:
            return ("", "", "")
        most, span = self._number(score.maximum), self._span(score)
        if not appraised:
            return (most, span, "")
        own = verdict.own.points if verdict.own else None
        return (most, UNKNOWN if own is None else self.words.number(own), span)

    def _number(self, number: Decimal | None) -> str:
        return UNKNOWN if number is None else self.words.number(number)

    def _span(self, score: Score) -> str:
        low = self.words.number(score.low)
        if score.high is None:
            return f"≥ {low}"
        return low if score.low == score.high else f"{low}–{self.words.number(score.high)}"

    def _many(self, one: Matrix) -> Iterator[Table]:
        chunks = one.chunks(UNITS_ABREAST)
        width = 24.0 if len(one.units) < UNITS_ABREAST else 21.0
        for chunk in chunks:
            n = len(chunk.units)
            columns = (
                Column(self.t("Item no."), 13, centred=True),
                Column(self.t("Criterion"), _ACROSS - 13 - 24 - 22 - n * width),
                Column(self.t("Requirement"), 24, centred=True),
                *(Column(unit.name, width, centred=True) for unit in chunk.units),
                Column(self.t("Note"), 22, centred=True),
            )
            rows = zip(numbers(one.rows), one.rows, chunk.rows, strict=True)
            yield Table(columns, tuple(self._line(*each) for each in rows))

    def _line(self, number: str, whole: MatrixRow, part: MatrixRow) -> Line:
        met = self.words.say("{met}/{all} met", met=f"{whole.met:02}", all=f"{whole.asked:02}")
        cells = (
            number, self.view.title_of(part.criterion), self.view.worded(part.need),
            *(self._short(cell) for cell in part.cells), met,
        )  # fmt: skip
        open_ = (Outcome.UNMET, Outcome.UNKNOWN)
        stressed = frozenset(3 + at for at, cell in enumerate(part.cells) if cell.outcome in open_)
        return Line(cells, bool(part.criterion.children), stressed)

    def _short(self, cell: Cell) -> str:
        text = self.words.outcome(cell.outcome)
        return f"{text} ({self.words(cell.value)})" if cell.value else text

    def _result(self, cell: Cell) -> str:
        """Why it came out so; of what is not scored and has parts, how many of them are met."""
        verdict = cell.verdict
        if not verdict.children or verdict.score is not None:
            return self.words(verdict.ruling.why)
        counts = Counts.of(one.outcome for one in verdict.children)
        return self.words.say("{met}/{all} met", met=str(counts.met), all=str(counts.asked))

    def _note(self, cell: Cell) -> str:
        """What an appraisal found otherwise, and what is missing."""
        verdict, found = cell.verdict, []
        if verdict.self_outcome and verdict.self_outcome is not verdict.outcome:
            appraised = self.words.outcome(verdict.outcome)
            found.append(self.words.say("appraised: {reason}", reason=appraised))
        if verdict.answer and verdict.answer.reason:
            found.append(verdict.answer.reason)
        found.append(self.view.worded(verdict.ruling.shortfall))
        return "; ".join(part for part in found if part)

    def _evidence(self, verdict: Verdict, file: Assessment | None) -> str:
        answer = verdict.answer
        if answer is None:
            return ""
        shelf = file.evidence if file else {}
        papers = [self.view.paper(one) for one in answer.documents or ()]
        for name in answer.evidence or ():
            one = shelf.get(name)
            parts = (one.title, one.number, self.words.day(one.issued)) if one else (name,)
            papers.append(", ".join(part for part in parts if part) or name)
        return "; ".join(papers)


def numbers(rows: Sequence[MatrixRow]) -> Iterator[str]:
    """“I”, “1”, “a” down the tree; “1”, “a” where nothing is deeper; below that a dash."""
    deep = any(row.depth > 1 for row in rows)
    forms = (roman, str, lambda n: letter(n - 1)) if deep else (str, lambda n: letter(n - 1))
    counts: list[int] = []
    for row in rows:
        del counts[row.depth :]
        counts += [0] * (row.depth - len(counts))
        counts[-1] += 1
        yield forms[row.depth - 1](counts[-1]) if row.depth <= len(forms) else "-"
