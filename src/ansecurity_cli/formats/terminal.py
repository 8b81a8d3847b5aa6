"""The status for a terminal, and what its other views share; plain lines when it isn't one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.points import classed, short
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import BODIES, STANDINGS, Words, inert
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.regressions import Regression
from ansecurity_cli.reports.status import Provenance, Row, StatusReport, UnitStatus
from ansecurity_cli.verdicts.outcome import Standing
from ansecurity_cli.verdicts.results import Result


def subject(unit: Unit, result: Result, words: Words) -> str:
    """Who is judged: the unit, or the part of it that the set is about."""
    known = result.criteria_set
    name = inert(unit.name)
    if known is None or known.body not in BODIES:
        return name
    # “Công an phường Hòa Hiếu”: the type is not a proper name any more
    return words(Message(BODIES[known.body].msgid, {"unit": name[:1].lower() + name[1:]}))


def heading(unit: Unit, result: Result, words: Words) -> str:
    """Who is judged, by which set, in which period."""
    name = result.criteria_set.name if result.criteria_set else result.key.set
    return f"{subject(unit, result, words)} · {inert(name)} · {result.key.period}"


def coverage(row: Row, words: Words) -> str:
    """How much is known, rounded down so that 100% means all."""
    if row.coverage is None:
        return "–"
    return f"{words.number(row.coverage.quantize(Decimal(1), ROUND_DOWN))}%"


def warnings(origin: Provenance, words: Words) -> Iterator[Text]:
    """What must be said first: files that could not be used."""
    if origin.unreadable:
        n = len(origin.unreadable)
        head = say_n(
            "{n} file could not be used and decides nothing:",
            "{n} files could not be used and decide nothing:",
            n,
        )
        yield Text(words(head), style="bold red")
        yield from (Text(f"  {inert(path)}", style="red") for path in origin.unreadable)
        yield Text("")


def footer(origin: Provenance, words: Words) -> Text:
    """As of which day, from how many files."""
    line = say(
        "As of {day} · {files}",
        day=origin.as_of,
        files=say_n("{n} file", "{n} files", origin.files),
    )
    return Text(words(line), style="dim")


def status(report: StatusReport, words: Words, screen: Screen) -> str:
    """A line a set and period, under each unit."""
    parts: list[RenderableType] = [*warnings(report.provenance, words)]
    silent = [one.unit.name for one in report.units if not (one.rows or one.notes)]
    table = _Columns([row for one in report.units for row in one.rows], words, screen)
    shown = [one for one in report.units if one.rows or one.notes]
    parts += [table.head()] if any(one.rows for one in shown) else []
    for one in shown:
        parts += _unit(one, table, words)
    if silent:
        line = say_n(
            "{n} unit without files: {names}",
            "{n} units without files: {names}",
            len(silent),
            names=", ".join(silent),
        )
        parts += [_dim(""), _dim(words(line))]
    return draw(screen, [*parts, footer(report.provenance, words)])


class _Columns:
    """The same columns under every unit; the first is as wide as it needs to be, or as it may."""

    def __init__(self, rows: list[Row], words: Words, screen: Screen) -> None:
        scored = any(row.result.total for row in rows)
        titles = (
            say("Period"), say("Result"), *([say("Points")] if scored else []), say("Met"),
            say("Unmet"), say("Unknown"), say("Coverage"), say("Data as of"),
        )  # fmt: skip
        self.heads = [words(title) for title in titles]
        self.cells = {
            id(row): _cells(row, words, scored=scored) for row in rows if row.round != "none"
        }
        self.title = words.t("Unit, criteria set")
        columns = zip(
            self.heads,
            *([cell.plain for cell in cells] for cells in self.cells.values()),
            strict=True,
        )
        self.widths = [max(cell_len(text) for text in column) for column in columns]
        wanted = max([cell_len(self.title), *(cell_len(inert(row.title)) + 2 for row in rows)])
        # On a narrow screen the columns on the right go first.
        while self._room(screen) < min(wanted, 24) and len(self.widths) > 3:
            self.widths.pop()
        self.first = max(min(wanted, self._room(screen)), 12)

    def _room(self, screen: Screen) -> int:
        return (screen.width or 10_000) - sum(self.widths) - 2 * len(self.widths)

    def line(self, first: Text, cells: list[Text]) -> Table:
        """One line of the table."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(width=self.first, overflow="fold")
        for index, width in enumerate(self.widths):
            number = 2 <= index < len(self.heads) - 1
            table.add_column(width=width, no_wrap=True, justify="right" if number else "left")
        table.add_row(first, *cells[: len(self.widths)])
        return table

    def head(self) -> Table:
        """The names of the columns."""
        return self.line(_dim(self.title), [_dim(head) for head in self.heads])


def _dim(text: str) -> Text:
    return Text(text, style="dim")


def _unit(one: UnitStatus, table: _Columns, words: Words) -> Iterator[RenderableType]:
    yield Text(f"{inert(one.unit.name)} ({inert(one.unit.id)})", style="bold")
    for note in one.notes:
        yield Text(f"  {words(note)}", style="yellow")
    blank: dict[str, list[str]] = {}
    for row in one.rows:
        if row.round == "none":
            blank.setdefault(str(row.result.key.period), []).append(row.result.key.set)
            continue
        yield table.line(Text(f"  {inert(row.title)}"), table.cells[id(row)])
        for line in regressed(row.regressions):
            yield Text(f"    {words(line)}", style="red")
        for told in classed(row.result.total) if row.result.total else ():
            yield Text(f"    {words(told)}")
        for note in row.result.notes:
            yield Text(f"    {words(note)}", style="yellow")
    for period, names in blank.items():
        yield _dim(f"  {period}: {words.t('no self-assessment yet')}: {', '.join(names)}")


REGRESSED: Mapping[str, Message] = {
    "unmet": say("met in {period}, not met now: {ids}"),
    "lapsed": say("met in {period}, to be confirmed again: {ids}"),
    "unanswered": say("met in {period}, not reported again: {ids}"),
}


def regressed(some: Iterable[Regression]) -> Iterator[Message]:
    """“2024 đạt, nay chưa đạt: k4.2, k1.4”."""
    listed = list(some)
    for kind, text in REGRESSED.items():
        ids = tuple(one.criterion.id for one in listed if one.kind == kind)
        if ids:
            yield Message(text.msgid, {"period": str(listed[0].period_before), "ids": ids})


def _cells(row: Row, words: Words, *, scored: bool) -> list[Text]:
    result, counts = row.result, row.result.counts
    state = Text(
        f"{SYMBOLS[result.outcome]} {words.outcome(result.outcome)}", style=STYLES[result.outcome]
    )
    if result.standing in (Standing.RECOGNISED, Standing.NOT_REGISTERED, Standing.NOT_SUBJECT):
        state.append(f" · {words(STANDINGS[result.standing])}")
    total = result.total
    cells = [
        *([short(total.score, words) if total else ""] if scored else []),
        f"{counts.met}/{counts.asked}",
        f"{counts.unmet}",
        f"{counts.unknown}",
        coverage(row, words),
        words.day(row.assessed_on),
    ]
    return [Text(str(result.key.period)), state, *(Text(cell) for cell in cells)]


def title_of(criterion: Criterion, words: Words) -> str:
    """The criterion's text; of one that is only known by number, that its text isn't public."""
    return inert(criterion.title) if criterion.title else words.t("(text not public)")
