"""Hits made diagnostics, allowances read, and texts without what must not be repeated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
_ALLOWED = re.compile(r"#\s*(?:cho-phep|allow)\s*:(?P<reason>.*)\Z")
_REASON = 10
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


def find(path: str, text: str) -> tuple[Diagnostic, ...]:
    """What must not lie in git, by line; allowances with their reasons; those not needed."""
    composed = _composed(text)
    allowances = dict(_allowances(composed)) if "#" in composed else {}
    found, used = [], set()
    exact = composed == text
    for hit in _distinct(composed):
        row = composed.count("\n", 0, hit.start)
        reason = allowances.get(row)
        used.add(row)
        span = _span(composed, hit) if exact else _line(text, row)
        found.append(_diagnostic(path, hit, span, reason))
    for row in sorted(allowances.keys() - used):
        message, hint = say("nothing on this line needs an allowance"), say("delete the comment")
        found.append(Diagnostic("unused-allowance", _W, path, _line(text, row), message, (hint,)))
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
    return Diagnostic(code, _E, path, span, message, (*hints, _HOW_TO_ALLOW))


def _allowances(text: str) -> Iterator[tuple[int, str]]:
    for row, line in enumerate(text.split("\n")):
        found = _ALLOWED.search(line)
        if found:
            yield row, masked(found["reason"].strip())


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
    # Digits are told by their turn, which composing doesn't change.
    turns = {at: turn for turn, at in enumerate(_digits(composed))}
    hidden = {turns[at] for hit in found for at in range(hit.start, hit.end) if at in turns}
    out = list(text)
    for turn, at in enumerate(_digits(text)):
        if turn in hidden:
            out[at] = "•"
    return hide("".join(out), withheld(text)) if found else text


def _digits(text: str) -> list[int]:
    return [at for at, one in enumerate(text) if one.isdigit()]


def withheld(text: str) -> frozenset[str]:
    """The numbers of persons in a text, without separators and leading zeros."""
    composed = _composed(text)
    found = (re.sub("[^0-9]", "", composed[hit.start : hit.end]) for hit in hits(composed))
    return frozenset(one.lstrip("0") for one in found if len(one) >= _NUMBER)


def hide(text: str, numbers: frozenset[str]) -> str:
    """The text with these numbers as dots, whatever stands between their digits."""
    for one in sorted(numbers, key=len, reverse=True):
        spread = "[^0-9]{0,3}".join(one)
        text = re.sub(spread, lambda found: re.sub("[0-9]", "•", found.group()), text)
    return text


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _span(text: str, hit: Hit) -> Span:
    def at(offset: int) -> Position:
        line = text.count("\n", 0, offset) + 1
        return Position(line, offset - text.rfind("\n", 0, offset))

    return Span(at(hit.start), at(hit.end))


def _line(text: str, row: int) -> Span:
    line = text.split("\n")[row].rstrip()
    return Span(Position(row + 1, 1), Position(row + 1, max(len(line), 1) + 1))
