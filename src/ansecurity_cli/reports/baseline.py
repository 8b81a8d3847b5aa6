"""Known problems: old data can be adopted, and only what is new is told.

A problem is known again by its code, its unit, its file within the unit and its criterion, and by
how often that occurs; never by its line, so that edits elsewhere in the file don't bring it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ansecurity_cli import schema
from ansecurity_cli.diagnostics import Diagnostic
from ansecurity_cli.model.places import place_of
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.sources import parse

# What must not lie in git at all can't be got used to.
NEVER = frozenset({"personal-data", "secrecy-marking"})


class Known(NamedTuple):
    """What a problem is known again by."""

    code: str
    unit: str
    file: str
    criterion: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often each known problem occurs."""

    counts: Counter[Known]


def known_by(one: Diagnostic) -> Known:
    """The mark of a problem."""
    place = place_of(one.path)
    file = one.path.removeprefix(f"{place.folder}/") if place and place.folder else one.path
    return Known(one.code, one.unit, file, one.criterion)


def of(diagnostics: Iterable[Diagnostic]) -> Baseline:
    """The baseline that knows these problems, but for those that are never known."""
    return Baseline(Counter(known_by(one) for one in diagnostics if one.code not in NEVER))


def read(path: str, raw: bytes) -> Baseline | Diagnostic:
    """A baseline file, or what is wrong with it."""
    understood = schema.understand(parse(path, raw), "baseline")
    if not understood.sound or understood.data is None:
        return next(one for one in understood.diagnostics if one.severity == "error")
    return Baseline(Counter(dict(map(_entry, understood.data["problems"]))))


def _entry(data: dict[str, Any]) -> tuple[Known, int]:
    known = Known(data["code"], data.get("unit", ""), data["file"], data.get("criterion", ""))
    return known, data.get("count", 1)


def without(report: ProblemReport, baseline: Baseline) -> tuple[ProblemReport, int]:
    """The report without what is known; and how many known problems occur no more."""
    left = Counter(baseline.counts)
    new = []
    for one in report.diagnostics:
        mark = known_by(one)
        if left[mark] > 0 and one.code not in NEVER:
            left[mark] -= 1
        else:
            new.append(one)
    known = len(report.diagnostics) - len(new)
    return replace(report, diagnostics=tuple(new), known=known), left.total()
