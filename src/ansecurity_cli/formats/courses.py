"""How results ran, for a terminal, a spreadsheet and machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.phrases import LOOKS, Phrases
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, warnings
from ansecurity_cli.formats.wording import STANDINGS, Words, inert
from ansecurity_cli.reports.course import Course, History, Point, Step
from ansecurity_cli.verdicts.outcome import Outcome

_LEVELS = "▁▂▃▄▅▆▇█"
_NOTHING = "·"


def spark(course: Course) -> str:
    """A sign a step, as high as the share that is met; the highest only where all are."""
    return "".join(_level(one) for one in course.points)


def _level(point: Point | None) -> str:
    if point is None or not point.counts.asked:
        return _NOTHING
    met, asked = point.counts.met, point.counts.asked
    if met in (0, asked):
        return _LEVELS[-1 if met else 0]
    return _LEVELS[1 + (len(_LEVELS) - 2) * met // asked]


class Along(Phrases):
    """Wording that the page needs too."""

    def followed(self, course: Course) -> str:
        """Whose criteria, or which units."""
        if course.of == "criteria" and course.unit:
            return inert(course.unit.name)
        if course.unit:
            return self.words.say("Units of {unit}, itself included", unit=inert(course.unit.name))
        return self.words.t("All units")

    def along(self, course: Course) -> str:
        """Along which steps."""
        text = self._along(course)
        return text[:1].upper() + text[1:]

    def _along(self, course: Course) -> str:
        if course.period is None:
            return self.words.t("by period")
        return self.words.say("{period}, over time", period=self.period(course.period))

    def moment(self, step: Step) -> str:
        """The period, or the day on which the files stood so."""
        if step.period:
            return str(step.period)
        day = self.words.day(step.day) if step.day else ""
        return day if step.commit else self.words.say("{day}, the files as they are", day=day)

    def standing_of(self, point: Point) -> str:
        """The standing of a unit; of several units, how many have the title."""
        if point.standing:
            return self.words(STANDINGS[point.standing])
        known = point.recognised is not None
        return self.words.say("{n} recognised", n=point.recognised) if known else ""

    def stood(self, point: Point) -> str:
        """“18/22”."""
        return f"{point.counts.met}/{point.counts.asked}"

    def look_of(self, point: Point) -> Outcome | None:
        """The symbol and colour of a unit's standing."""
        return LOOKS[point.standing] if point.standing else None

    def signs(self, course: Course) -> str:
        """The course as a line of signs."""
        return spark(course)

    def in_steps(self, course: Course) -> str:
        """The turns in words, for those who don't see the drawing."""
        return "; ".join(f"{self.moment(step)}: {self.stood(one)}" for step, one in course.turns)

    def together(self, courses: Iterable[Course]) -> list[list[Course]]:
        """Those of one unit and set beside each other; without those that never changed."""
        moving = (one for one in courses if not one.still)
        return [list(some) for _, some in groupby(moving, lambda one: (one.of, one.unit, one.set))]

    def rest(self, point: Point) -> str:
        """What is unmet and unknown, and whose files tell."""
        gaps = self.gaps(point.counts)
        told = self.words.say("told by {unit}", unit=point.by) if point.by else ""
        return "; ".join(one for one in (gaps, told) if one)


def table(report: History, words: Words, screen: Screen) -> str:
    """A line of signs a course, and under it the steps at which something changed."""
    telling = Along(words, report.provenance.as_of)
    parts: list[RenderableType] = [*warnings(report.provenance, words)]
    for courses in telling.together(report.courses):
        first = courses[0]
        parts.append(Text(f"{telling.followed(first)} · {inert(first.title)}", style="bold"))
        for course in courses:
            parts.append(Text(f"  {telling.along(course)}  {spark(course)}"))
            parts += _lines(course, telling)
        parts.append(Text(""))
    if not report.courses:
        text = words.t("There is nothing to follow: no file of these units or sets.")
        parts += [Text(text), Text("")]
    parts += [Text(words(one), style="dim") for one in report.lacking]
    return draw(screen, [*parts, footer(report.provenance, words)])


def _lines(course: Course, telling: Along) -> Iterator[Text]:
    turns = course.turns
    whens = [telling.moment(step) for step, _ in turns]
    stoods = [telling.stood(point) for _, point in turns]
    wide, tall = max(map(cell_len, whens), default=0), max(map(len, stoods), default=0)
    for (step, point), when, stood in zip(turns, whens, stoods, strict=True):
        line = Text(f"    {when}{' ' * (wide - cell_len(when))}  {stood:>{tall}}  ")
        outcome = telling.look_of(point)
        sign = f"{SYMBOLS[outcome]} " if outcome else ""
        line.append(f"{sign}{telling.standing_of(point)}", style=STYLES[outcome] if outcome else "")
        rest = telling.rest(point)
        line.append(f"  {rest}" if rest else "")
        line.append(f"  {step.commit}" if step.commit else "", style="dim")
        yield line


def as_json(report: History, words: Words, _screen: Screen) -> str:
    """Every step of every course; null where there was nothing yet."""
    return json.text({
        **json.origin(report.provenance),
        "lacking": [words(one) for one in report.lacking],
        "courses": [
            {
                "of": one.of, "unit": one.unit.id if one.unit else None, "set": one.set,
                "title": one.title, "period": str(one.period) if one.period else None,
                "steps": [
                    {**_step(step), "point": _point(point) if point else None}
                    for step, point in zip(one.steps, one.points, strict=True)
                ],
            }
            for one in report.courses
        ],
    })  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    return {
        "period": str(step.period) if step.period else None, "day": json.day(step.day),
        "commit": step.commit or None,
    }  # fmt: skip


def _point(point: Point) -> dict[str, Any]:
    return {
        "counts": json.counts(point.counts),
        "standing": point.standing.value if point.standing else None,
        "recognised": point.recognised, "told_by": point.by or None,
    }  # fmt: skip


_COLUMNS = (
    "of", "unit", "set", "period", "step", "commit", "met", "unmet", "not_applicable", "unknown",
    "standing", "recognised", "told_by",
)  # fmt: skip


def as_csv(report: History, _words: Words, _screen: Screen) -> str:
    """A row a step at which there was something; `step` is a period or a day."""
    return csv.table(_COLUMNS, (
        (
            one.of, one.unit.id if one.unit else "", one.set, one.period or "",
            step.period or json.day(step.day), step.commit, point.counts.met, point.counts.unmet,
            point.counts.not_applicable, point.counts.unknown,
            point.standing.value if point.standing else "", point.recognised, point.by,
        )
        for one in report.courses for step, point in one.known
    ))  # fmt: skip
