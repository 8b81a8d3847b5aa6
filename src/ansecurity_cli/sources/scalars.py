"""What a plain YAML scalar means: the 1.2 core types, and spellings that are refused."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from ansecurity_cli.diagnostics import Message, say

Scalar: TypeAlias = str | int | float | bool | None

_CONSTANTS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
# What YAML 1.1, YAML 1.2 and people read differently: codes and telephone numbers, mostly.
_LOOKALIKE = re.compile(
    r"[-+]?(0[0-9]+(\.[0-9]*)?|0[xX][0-9a-fA-F_]+|0[oObB][0-7_]+|[0-9]+_[0-9_]*"
    r"|\.(inf|Inf|INF|nan|NaN|NAN))\Z"
)
_MAX_DIGITS = 15
_MOST_SHOWN = 80


class Refused(NamedTuple):
    """A plain scalar that has no single meaning."""

    code: str
    message: Message


def quoted(text: str) -> str:
    """The text in double quotes, as YAML and JSON read it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_quoted(text: str) -> Message:
    """What to write where quotes are missing; a long text is not written out."""
    whole = quoted(text)
    shown = whole if len(whole) <= _MOST_SHOWN else '"…"'
    return say("write it in double quotes: {text}", text=shown)


def resolve(plain: str) -> Scalar | Refused:
    """The value of a plain scalar: null, boolean, number or text."""
    if plain in _CONSTANTS:
        return _CONSTANTS[plain]
    first = plain[0]
    if not (first.isdecimal() or first in "+-."):
        return plain
    if _LOOKALIKE.match(plain):
        return Refused(
            "ambiguous-number",
            say("“{text}” is read differently by different programs", text=plain),
        )
    whole = _INTEGER.match(plain)
    if whole or _FLOAT.match(plain):
        if sum(character.isdigit() for character in plain) > _MAX_DIGITS:
            return Refused(
                "number-too-long", say("a number of more than {n} digits", n=_MAX_DIGITS)
            )
        return int(plain) if whole else _float(plain)
    return plain


def _float(plain: str) -> float | Refused:
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return Refused("number-too-long", say("“{text}” is too large a number", text=plain))
    return value
