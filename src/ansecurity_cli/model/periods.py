"""Periods of assessment and the days they cover (124/2021/TT-BCA, Điều 8 khoản 2)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_FORM = re.compile(r"([12][0-9]{3})(?:-(h[12]|q[1-4]))?\Z")
# The month in which a part of a year ends; a later part, or the year, supersedes it.
_LAST_MONTH = {"": 12, "q1": 3, "q2": 6, "h1": 6, "q3": 9, "q4": 12, "h2": 12}


class Days(NamedTuple):
    """A span of days, both ends included; None is open."""

    first: date | None
    last: date | None

    @property
    def reversed(self) -> bool:
        """Whether it ends before it begins: a mistake, told once and then taken as open."""
        return bool(self.first and self.last and self.last < self.first)

    def holds(self, day: date) -> bool:
        """Whether the day lies in the span."""
        if self.reversed:
            return True
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Days) -> bool:
        """Whether the spans share a day."""
        if self.reversed or other.reversed:
            return True
        early = self.first is None or other.last is None or self.first <= other.last
        late = other.first is None or self.last is None or other.first <= self.last
        return early and late


ALWAYS = Days(None, None)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a part of one for interim reviews."""

    year: int
    part: str = ""

    @classmethod
    def parse(cls, text: str) -> Period:
        """From `2023`, `2023-h1`, `2023-q3`; raises ValueError."""
        found = _FORM.match(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), found[2] or "")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.part}" if self.part else f"{self.year:04}"

    @property
    def order(self) -> tuple[int, int, bool]:
        """Sorts periods so that a later one in the same year supersedes an earlier one."""
        return (self.year, _LAST_MONTH[self.part], not self.part)

    def back(self, years: int = 1) -> Period:
        """The same part of an earlier year."""
        return Period(self.year - years, self.part)

    def days(self, opens: str, closes: str) -> Days:
        """The days covered, for a window such as `11-16` to `11-15`.

        A window that opens later in the year than it closes opens in the year before. A part of
        a year covers the window from its beginning: interim reviews look back over the year so far.
        """
        return _window(self, opens, closes)


@lru_cache(maxsize=1024)  # few periods and windows, asked for each answer
def _window(period: Period, opens: str, closes: str) -> Days:
    first = on(period.year - (opens > closes), opens)
    last = on(period.year, closes)
    month = _LAST_MONTH[period.part]
    part_end = date(period.year, month, calendar.monthrange(period.year, month)[1])
    return Days(first, min(last, part_end) if period.part else last)


@lru_cache(maxsize=1024)
def on(year: int, month_day: str) -> date:
    """The day `MM-DD` of a year; 29 February is the 28th where there is none."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def later(day: date, duration: str) -> date:
    """The day a duration (`P6M`, `P1Y`, `P30D`) after another, kept inside its month."""
    amount, unit = int(duration[1:-1]), duration[-1]
    if unit == "D":
        return date.fromordinal(min(day.toordinal() + amount, date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
