"""One sheet: a heading, a table under it, and how it is printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.excel.naming import cut
from ansecurity_cli.formats.wording import inert

if TYPE_CHECKING:
    from ansecurity_cli.formats.excel.book import Book

Value = str | int | Decimal | date | None
_A4, _PORTRAIT = 9, 92  # the number of the paper; the characters that fit across it
_READABLE = 170  # characters across a landscape page that can still be read; more take several
_SCALE, _ABREAST = 76, 150  # of those: percent, and the characters that stand on it then
_ACROSS = 130  # the widest that surely stands on the first of several pages
_LONGEST = 32_000  # of a cell; Excel drops what is longer
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel's calendar is wrong
_EXACT = 15  # digits of a number that Excel keeps
_LINE, _TALLEST = 16, 400  # the height of a line and of a row, in points
_DEEPEST = 10  # levels that are shown by indenting
_LEADING = "=+-@＝＋－＠"  # what a spreadsheet takes for a formula when the cell is edited


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and what its cells are."""

    head: str
    width: int
    kind: Literal["text", "id", "number", "share", "state", "day"] = "text"


class Sheet:
    """Written from top to bottom, then closed."""

    def __init__(
        self, book: Book, made: Worksheet, heading: str, columns: Sequence[Column]
    ) -> None:
        self.book, self.made, self.columns, self.row = book, made, columns, 0
        self._width = sum(one.width for one in columns)
        self._fixed, self._blocks = 0, [*range(1, len(columns))]  # columns that start a block
        for at, one in enumerate(columns):
            made.set_column(at, at, one.width)
        self.note(heading, bold=True, font_size=14)
        self.note(book.as_of, italic=True)
        if book.illustrative:
            self.note(book.words.t("Illustrative data, not real results"), bold=True)

    def note(self, text: str, **look: object) -> None:
        """A line above the table, as wide as the first page that is printed."""
        text, widths = self._text(text), [one.width for one in self.columns]
        ends = [*accumulate(widths)]
        last = max(1, sum(one <= _ACROSS for one in ends) - 1)
        style = self.book.look(text_wrap=True, valign="vcenter", **look)
        scale = 1.25 if "font_size" in look else 1.0
        lines = lines_of(text, ends[last] / scale)
        self.made.set_row(self.row, min(_LINE * scale * lines, _TALLEST))
        self.made.merge_range(self.row, 0, self.row, last, "", style)
        self.made.write_string(self.row, 0, text, style)
        self.row += 1

    def heads(self, groups: Iterable[tuple[int, int, str]] = (), fixed: int = 0) -> None:
        """The heads, those of groups above them; they, and the first columns, stay in sight."""
        look = self.book.look(
            bold=True,
            text_wrap=True,
            align="center",
            valign="vcenter",
            border=1,
            bg_color="#E4E8ED",
        )
        self.row += 1
        self.first = self.row
        groups = tuple(groups)
        if groups:
            self.row += 1
        for at in range(len(self.columns) if groups else 0):
            self.made.write_blank(self.first, at, None, look)
        for start, end, text in groups:
            if end > start:
                self.made.merge_range(self.first, start, self.first, end, "", look)
            self.made.write_string(self.first, start, self._text(text), look)
        if groups:
            across = ((sum(one.width for one in self.columns[a : b + 1]), t) for a, b, t in groups)
            tallest = max(lines_of(text, 0.9 * width) for width, text in across)
            self.made.set_row(self.first, min(_LINE * tallest, _TALLEST))
        for at, one in enumerate(self.columns):
            self.made.write_string(self.row, at, self._text(one.head), look)
        tallest = max(lines_of(one.head, 0.9 * one.width) for one in self.columns)
        self.made.set_row(self.row, _LINE * tallest)
        self.head, self.row = self.row, self.row + 1
        self.made.repeat_rows(self.first, self.head)
        self.made.freeze_panes(self.row, fixed)
        inside = {at for start, end, _ in groups for at in range(start + 1, end + 1)}
        self._fixed = fixed
        self._blocks = [at for at in range(fixed, len(self.columns)) if at not in inside]

    def line(self, values: Iterable[Value], *, depth: int = 1, bold: bool = False) -> None:
        """One row; `depth` indents the texts of the second column."""
        tallest = 1
        for at, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            indent = min(depth - 1, _DEEPEST) if at == 1 else 0
            self._cell(at, column, value, {"bold": True} if bold else {}, indent)
            if isinstance(value, str):
                width = (column.width - indent) * (0.88 if bold else 0.95)
                tallest = max(tallest, lines_of(value, width))
        # No program finds the height by itself in every file it opens.
        self.made.set_row(self.row, min(_LINE * tallest, _TALLEST))
        self.row += 1

    def _cell(
        self, at: int, column: Column, value: Value, look: dict[str, object], indent: int
    ) -> None:
        look = {"border": 1, "valign": "top", "text_wrap": True, **look}
        side = {"state": "center", "day": "center", "number": "right", "share": "right"}
        look |= {"align": side[column.kind]} if column.kind in side else {}
        indent = indent or look.get("align") == "right"  # or it touches the text that follows
        look |= {"indent": int(indent)} if indent else {}
        match value:
            case None:
                self.made.write_blank(self.row, at, None, self.book.look(**look))
            case date() if value >= _FIRST_DAY:
                style = self.book.look(**look, num_format=self.book.day_format)
                moment = datetime.combine(value, time())
                self.made.write_datetime(self.row, at, moment, style)
            case int() | Decimal() if _is_exact(value):
                shown = {"num_format": "0.0%"} if column.kind == "share" else {}
                self.made.write_number(self.row, at, float(value), self.book.look(**look, **shown))
            case _:
                text = value if isinstance(value, str) else self.book.words.value(value)
                self._string(at, column, self._text(text), look)

    def _string(self, at: int, column: Column, text: str, look: dict[str, object]) -> None:
        look = {**look, "num_format": "@"} if column.kind == "id" else look
        look = {**look, "quote_prefix": True} if text[:1] and text[0] in _LEADING else look
        self.made.write_string(self.row, at, text, self.book.look(**look))

    def _text(self, text: str) -> str:
        return cut(inert(one_line(text)), _LONGEST)

    def close(self, *, filtered: bool = True) -> None:
        """Filters, the looks of states, and the print set-up; after the last row of the table."""
        made, last, right = self.made, max(self.row - 1, self.head), len(self.columns) - 1
        if filtered:
            made.autofilter(self.head, 0, last, right)
        for at, one in enumerate(self.columns):
            if one.kind == "state":
                self._states(at, last)
        made.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        made.set_paper(_A4)
        if self._width > _PORTRAIT:
            made.set_landscape()
        made.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        made.print_area(0, 0, max(self.row - 1, last), right)
        if self._width <= _READABLE:
            made.fit_to_pages(1, 0)
            return
        # Fitting to pages would ignore the breaks, and cut through the columns of one unit.
        made.set_print_scale(_SCALE)
        made.set_v_pagebreaks(self._breaks())
        if self._fixed:
            made.repeat_columns(0, self._fixed - 1)

    def _breaks(self) -> list[int]:
        """The columns that begin a page: as many whole blocks on each as can be read."""
        widths = [one.width for one in self.columns]
        first = sum(widths[: self._fixed])
        found, used = list[int](), first
        for start, end in pairwise([*self._blocks, len(widths)]):
            wide = sum(widths[start:end])
            if used + wide > _ABREAST and used > first:
                found.append(start)
                used = first
            used += wide
        return found

    def _states(self, at: int, last: int) -> None:
        looks: dict[str, Format] = self.book.states()
        for word, look in looks.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            self.made.conditional_format(self.head + 1, at, max(last, self.head + 1), at, rule)


def _is_exact(value: int | Decimal) -> bool:
    """Whether Excel can hold the number as it is."""
    number = Decimal(value)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _EXACT and (
        number == 0 or abs(number.adjusted()) < 300
    )  # fmt: skip


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    across = max(int(width), 1)
    if len(text) <= across:
        return 1
    lines, room = 1, across
    for word in text.split():
        long = len(word)
        if long > room and room < across:
            lines, room = lines + 1, across
        more = max(0, math.ceil(long / across) - 1)
        lines, room = lines + more, room - (long - more * across) - 1
    return lines
