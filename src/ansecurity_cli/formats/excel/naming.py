"""Names of sheets, as Excel allows them, and texts of running heads."""

from __future__ import annotations

import re

from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.wording import inert

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]+")
_RESERVED = "history"  # of Excel's own, for tracked changes
_HEAD = 90  # with every & doubled it stays below the 255 characters that a head may have


def units16(text: str) -> int:
    """The length as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """The text, or its beginning with “…”."""
    if units16(text) <= most:
        return text
    while units16(text) > most - 1:
        text = text[: min(len(text) - 1, most - 1)]
    return f"{text.rstrip()}…"


def sheet_name(wanted: str, ending: str, taken: set[str]) -> str:
    """A name that no other sheet has; what is wanted is cut, its ending never."""
    whole = _clean(wanted) or "–"
    number = 1
    while True:
        tail = "".join((f" {_clean(ending)}" if ending else "", f" ({number})" * (number > 1)))
        name = cut(whole, _LONGEST - units16(tail)) + tail
        if name.casefold() not in (*taken, _RESERVED):
            taken.add(name.casefold())
            return name
        number += 1


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", inert(one_line(text))).strip(" '")


def running(text: str) -> str:
    """A text for a running head: & is a command there, so it is doubled."""
    return cut(inert(one_line(text)), _HEAD).replace("&", "&&")
