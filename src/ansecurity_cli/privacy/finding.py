"""Hits made diagnostics, allowances read, and texts without what must not be repeated."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from ansecurity_cli.diagnostics import Code, Diagnostic, Message, Position, Severity, Span, say
from ansecurity_cli.privacy.patterns import Hit, hits

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
CODES: tuple[Code, ...] = (
    Code(
        "personal-data", _E,
        say("A number or date of birth of a person stands in the file."),
        say(
            "Citizen's numbers, telephone numbers and dates of birth with names would stay in git "
            "for good: leave them out. The output doesn't repeat them."
        ),
    ),
    Code(
        "secrecy-marking", _E,
        say("The text carries a marking of state secrecy."),
        say(
            "What is marked MẬT, TỐI MẬT or TUYỆT MẬT must not be kept on this machine or network. "
            "The criterion about protecting state secrets is not meant."
        ),
    ),
    Code(
        "allowed-data", _N,
        say("Such data is allowed here, for the reason that the line gives."),
        say("A comment “# cho-phep: …” on the same line allows it, in the open."),
    ),
    Code(
        "unused-allowance", _W,
        say("An allowance stands on a line that needs none."),
        say("It would let something pass later that nobody looked at. Delete it."),
    ),
)  # fmt: skip
_KINDS: dict[str, Message] = {
    "citizen": say("a citizen's identity number"),
    "passport": say("a passport number"),
    "phone": say("a telephone number"),
    "birth": say("a person's date of birth with the name"),
}
_ALLOWED = re.compile(r"(?:^|\s)#\s*(?:cho-phep|allow)\s*:(?P<reason>.*)\Z")
_REASON = 10
_GAP = 3  # so much may stand between two digits of a number
_CUT = "…"
_DIGIT = re.compile("[0-9]")
_FEW = 3  # fewer digits before a cut tell nothing
_BEFORE_CUT = re.compile(r"[0-9](?:[^0-9…]{0,3}[0-9]){2,15}(?=[^0-9…]{0,3}…)")
_NUMBER = 6  # a year of birth alone occurs elsewhere, too
_LEAVE_OUT = (
    say("leave it out, or write the office or the job title"),
    say(
        "if it was committed before, deleting the line doesn't take it out of git's history: tell "
        "whoever keeps the repository"
    ),
)
_TAKE_AWAY = (
    say("take the file off this machine and report it as the rules on state secrets say"),
)
_HOW_TO_ALLOW = say("where it may stand, write on the same line: # cho-phep: the reason")
_SAY_WHY = say(
    "say in words of {least} characters or more why it is allowed: # cho-phep: the reason",
    least=_REASON,
)


def find(path: str, text: str) -> tuple[Diagnostic, ...]:
    """What must not lie in git, by line; allowances with their reasons; those not needed."""
    composed = _composed(text)
    allowances = dict(_allowances(composed)) if "#" in composed else {}
    found, used = [], set()
    exact = composed == text
    lines = text.split("\n")
    starts = [0, *(one.end() for one in re.finditer("\n", composed))]
    for hit in _distinct(composed):
        row = bisect_right(starts, hit.start) - 1
        reason = allowances.get(row)
        used.add(row)
        span = _span(starts, hit) if exact else _line(lines, row)
        found.append(_diagnostic(path, hit, span, reason))
    for row in sorted(allowances.keys() - used):
        message, hint = say("nothing on this line needs an allowance"), say("delete the comment")
        found.append(Diagnostic("unused-allowance", _W, path, _line(lines, row), message, (hint,)))
    return tuple(found)


def _diagnostic(path: str, hit: Hit, span: Span, reason: str | None) -> Diagnostic:
    secret = hit.kind == "secrecy"
    what = say("a marking of state secrecy") if secret else _KINDS[hit.kind]
    if reason is not None and len(reason) >= _REASON and re.search(r"[^\W\d_]", reason):
        message = say("{what} is allowed here: {reason}", what=what, reason=reason)
        return Diagnostic("allowed-data", _N, path, span, message)
    code = "secrecy-marking" if secret else "personal-data"
    hints = _TAKE_AWAY if secret else _LEAVE_OUT
    message = say("{what} must not lie in git", what=what)
    how = _HOW_TO_ALLOW if reason is None else _SAY_WHY
    return Diagnostic(code, _E, path, span, message, (*hints, how))


def _allowances(text: str) -> Iterator[tuple[int, str]]:
    numbers: frozenset[str] | None = None
    for row, line in enumerate(text.split("\n")):
        found = _ALLOWED.search(line) if "#" in line else None
        if found:
            # What makes a number one of a person may stand before the comment.
            numbers = withheld(text) if numbers is None else numbers
            yield row, hide(masked(found["reason"].strip()), numbers)


def _distinct(text: str) -> list[Hit]:
    """The hits in order, without those that lie in another."""
    kept: list[Hit] = []
    for hit in sorted(hits(text), key=lambda one: (one.start, -one.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def masked(text: str) -> str:
    """The text with every digit of such data as a dot, wherever it recurs; as long as before."""
    composed = _composed(text)
    found = list(hits(composed))
    if not found:
        return text
    # Digits are told by their turn, which composing doesn't change.
    turns = {at: turn for turn, at in enumerate(_digits(composed))}
    hidden = {turns[at] for hit in found for at in range(hit.start, hit.end) if at in turns}
    out = list(text)
    for turn, at in enumerate(_digits(text)):
        if turn in hidden:
            out[at] = "•"
    return hide("".join(out), _numbers(composed, found))


def _digits(text: str) -> list[int]:
    return [at for at, one in enumerate(text) if one.isdigit()]


def withheld(text: str) -> frozenset[str]:
    """The numbers of persons in a text, without separators and leading zeros."""
    composed = _composed(text)
    return _numbers(composed, hits(composed))


def _numbers(composed: str, found: Iterable[Hit]) -> frozenset[str]:
    digits = (re.sub("[^0-9]", "", composed[hit.start : hit.end]) for hit in found)
    return frozenset(one.lstrip("0") for one in digits if len(one) >= _NUMBER)


def hide(text: str, numbers: frozenset[str]) -> str:
    """The text with these numbers as dots, whatever stands between their digits.

    Also the beginning of a number, where the text was cut within it (…).
    """
    if not numbers or not _DIGIT.search(text):
        return text
    places = [at for at, one in enumerate(text) if "0" <= one <= "9"]
    gaps = [b - a - 1 for a, b in pairwise(places)]
    digits = "".join(text[at] for at in places)
    out = list(text)
    # By length, not by number: files with thousands of them are the ones that matter.
    for length in _lengths(numbers):
        for first in range(len(places) - length + 1):
            if digits[first : first + length] in numbers and _close(gaps, first, length):
                for at in places[first : first + length]:
                    out[at] = "•"
    for at in _cut_off(text, numbers) if _CUT in text else ():
        out[at] = "•"
    return "".join(out)


def _cut_off(text: str, numbers: frozenset[str]) -> Iterator[int]:
    """Where digits stand before a cut that may be the first of a number."""
    beginnings = _beginnings(numbers)
    for found in _BEFORE_CUT.finditer(text):
        places = [at for at in range(*found.span()) if "0" <= text[at] <= "9"]
        for first in range(len(places) - _FEW + 1):
            if "".join(text[at] for at in places[first:]) in beginnings:
                yield from places[first:]
                break


# One set of numbers is looked for in everything that is said of a repository.
@lru_cache(maxsize=4)
def _lengths(numbers: frozenset[str]) -> frozenset[int]:
    return frozenset(map(len, numbers))


@lru_cache(maxsize=4)
def _beginnings(numbers: frozenset[str]) -> frozenset[str]:
    return frozenset(one[:length] for one in numbers for length in range(_FEW, len(one)))


def _close(gaps: list[int], first: int, length: int) -> bool:
    return max(gaps[first : first + length - 1], default=0) <= _GAP


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _span(starts: list[int], hit: Hit) -> Span:
    def at(offset: int) -> Position:
        row = bisect_right(starts, offset) - 1
        return Position(row + 1, offset - starts[row] + 1)

    return Span(at(hit.start), at(hit.end))


def _line(lines: list[str], row: int) -> Span:
    return Span(Position(row + 1, 1), Position(row + 1, max(len(lines[row].rstrip()), 1) + 1))
