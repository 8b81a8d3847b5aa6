"""Values that don't fit, as people typed them: what may have been meant, and how it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date

from ansecurity_cli.diagnostics import Message, say

YES = frozenset({"yes", "y", "on", "có", "co", "đúng", "dung", "rồi"})
NO = frozenset({"no", "n", "off", "không", "khong", "sai", "chưa", "chua"})
_MOST_TO_LIST = 20
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\Z")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\Z")
_IN_WORDS = re.compile(
    r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})(?:\s+năm\s+|,\s*)([0-9]{4})\Z", re.IGNORECASE
)


def show(value: object) -> str:
    """A value in a message, cut to sixty characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value) if isinstance(value, (str, int, float)) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "…"


def suggest(word: str, known: Iterable[object]) -> tuple[Message, ...]:
    """“Did you mean …?”, else what may stand here if that is short enough to list."""
    names = [str(name) for name in known]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return (say("did you mean “{name}”?", name=close[0]),)
    if 0 < len(names) <= _MOST_TO_LIST:
        return (say("choose one of: {names}", names=", ".join(names)),)
    return ()


def day_meant(text: str) -> tuple[str, bool] | None:
    """The day that a date in another form means, as ISO; and whether it can't mean another day.

    Day first is how dates are written in Việt Nam (Nghị định 30/2020/NĐ-CP, phụ lục I), but a
    machine with English settings writes the month first: 05/01 is certain only in words.
    """
    text = " ".join(text.split())
    found = _YEAR_FIRST.match(text)
    if found:
        return _day(found[1], found[2], found[3], certain=True)
    found = _IN_WORDS.match(text)
    if found:
        return _day(found[3], found[2], found[1], certain=True)
    found = _DAY_FIRST.match(text)
    if found:
        certain = int(found[1]) > 12 or int(found[1]) == int(found[2])
        return _day(found[3], found[2], found[1], certain=certain)
    return None


def _day(year: str, month: str, day: str, *, certain: bool) -> tuple[str, bool] | None:
    try:
        return date(int(year), int(month), int(day)).isoformat(), certain
    except ValueError:
        return None
