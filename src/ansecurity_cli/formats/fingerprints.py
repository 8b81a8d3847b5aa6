"""Marks by which a server knows a problem again when the lines around it have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from ansecurity_cli.diagnostics import Diagnostic


def fingerprinted(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[str, Diagnostic]]:
    """Each diagnostic with a mark of its own: its meaning and its turn among its equals."""
    seen: Counter[tuple[str, ...]] = Counter()
    for one in diagnostics:
        meaning = (one.code, one.path, *map(repr, one.pointer), one.unit, one.criterion)
        turn = seen[meaning]
        seen[meaning] += 1
        text = "\0".join((*meaning, str(turn)))
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), one
