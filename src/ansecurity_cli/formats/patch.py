"""Repairs as a unified diff, to be read; data of persons is not repeated."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.privacy import masked
from ansecurity_cli.repair import Repair


def patch(repairs: Iterable[Repair], words: Words) -> str:
    """The repairs of all files, one after the other."""
    return "".join(line for one in repairs for line in _file(one, words))


def _file(one: Repair, words: Words) -> Iterator[str]:
    path = inert(one.path)
    if {"not-utf8", "byte-order-mark"} & set(one.codes):
        yield f"# {path}: {words(say('saved as UTF-8, without a byte-order mark'))}\n"
    old, new = (masked(text).split("\n") for text in (one.old_text, one.new_text))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
        yield f"{_shown(line)}\n"


def _shown(line: str) -> str:
    # A line of the diff is exact but for what would take hold of a terminal.
    return inert(line.removesuffix("\r")) + ("\r" if line.endswith("\r") else "")
