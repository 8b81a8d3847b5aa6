"""The problems of a file that doesn't fit the schema of its kind."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Code, Severity, say

_E = Severity.ERROR

CODES: tuple[Code, ...] = (
    Code(
        "missing-key", _E,
        say("A key that this kind of file needs is missing."),
        say("Without it the file can't be placed or counted. Add the line."),
    ),
    Code(
        "unknown-key", _E,
        say("A key that no file of this kind has."),
        say("Mostly a misspelling. It is not skipped over, since what it says would be lost."),
    ),
    Code(
        "unknown-value", _E,
        say("A value that is not one of those that may stand here."),
    ),
    Code(
        "missing-value", _E,
        say("A key with nothing after it."),
        say("Write the value, or leave the whole line out if it is not known yet."),
    ),
    Code(
        "wrong-type", _E,
        say("A value of the wrong kind: text for a number, one value for a list."),
    ),
    Code(
        "wrong-form", _E,
        say("An id, a period, an address or another text of fixed form is written differently."),
    ),
    Code(
        "date-form", _E,
        say("A date is not written year-month-day, or doesn't exist."),
        say("“05/01/2026” is 5 January here and 1 May elsewhere. Write \"2026-01-05\"; reports show 05/01/2026."),
    ),
    Code(
        "decimal-comma", _E,
        say("A decimal number is written with a comma."),
        say("YAML knows the decimal point only; reports show the comma."),
    ),
    Code(
        "yes-no-word", _E,
        say("yes, no, có or không stands where true or false belongs."),
        say("YAML knows true and false only."),
    ),
    Code(
        "out-of-range", _E,
        say("A number, a text or a list is too small, too large, too long or empty."),
    ),
)  # fmt: skip
