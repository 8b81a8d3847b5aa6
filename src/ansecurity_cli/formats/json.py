"""JSON for machines: a promise of its own, versioned; schemas in `schemas/*-output.schema.json`."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ansecurity_cli import __version__
from ansecurity_cli.diagnostics import Diagnostic, Edit, Note, Severity
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.status import Provenance, Row, StatusReport, UnitStatus
from ansecurity_cli.verdicts.outcome import Counts, Score, Verdict
from ansecurity_cli.verdicts.totals import Total

SCHEMA_VERSION = 1


def text(data: dict[str, Any] | list[dict[str, Any]]) -> str:
    """JSON as it is written everywhere: readable, in UTF-8, harmless on a screen or in a log."""
    dumped = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    return _ACTIVE.sub(_escaped, dumped) + "\n"


def line(data: dict[str, Any]) -> str:
    """The same in one line, of many."""
    dumped = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return _ACTIVE.sub(_escaped, dumped) + "\n"


# What hides or reorders text, and what GitHub takes for a command anywhere in a line; all of it
# stands inside strings. JSON itself escapes the controls below U+0020.
_ACTIVE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]|##(?=\\[)"
)


def _escaped(found: re.Match[str]) -> str:
    if found.group() == "##":
        return r"\u0023#"
    one = found.group()
    return json.dumps(one)[1:-1] if one > "\uffff" else f"\\u{ord(one):04x}"


def tool() -> dict[str, Any]:
    """What every output begins with."""
    return {
        "schema_version": SCHEMA_VERSION, "tool": {"name": "ansecurity", "version": __version__},
    }  # fmt: skip


def _head(as_of: date) -> dict[str, Any]:
    return {**tool(), "as_of": as_of.isoformat()}


def origin(origin: Provenance) -> dict[str, Any]:
    """What a result rests on: the day, the files, those that could not be used."""
    return {
        **_head(origin.as_of), "files": origin.files, "digest": origin.digest,
        "unreadable": list(origin.unreadable),
    }  # fmt: skip


def day(one: date | None) -> str | None:
    """A day as it stands in files."""
    return one.isoformat() if one else None


def problems(report: ProblemReport, words: Words, _screen: Screen, *, counts: bool = False) -> str:
    """`check --format json`; with `counts` only how many there are of each."""
    weights = {f"{one.value}s": report.count(one) for one in Severity}
    codes = Counter(one.code for one in report.diagnostics)
    summary = {
        "files": report.files, **weights, "known": report.known,
        "codes": {code: codes[code] for code in sorted(codes)},
    }  # fmt: skip
    listed = () if counts else report.diagnostics
    diagnostics = [_diagnostic(one, words) for one in listed]
    return text({**_head(report.as_of), "summary": summary, "diagnostics": diagnostics})


def _diagnostic(one: Diagnostic, words: Words) -> dict[str, Any]:
    return {
        "code": one.code, "severity": one.severity.value, "message": words(one.message),
        "hint": "; ".join(words(hint) for hint in one.hints) or None,
        "path": one.path, "line": one.span.start.line, "column": one.span.start.column,
        "end_line": one.span.end.line, "end_column": one.span.end.column,
        "pointer": "".join(f"/{_escape(step)}" for step in one.pointer),
        "unit": one.unit or None, "criterion": one.criterion or None,
        "related": [_note(note, words) for note in one.related], "fix": _fix(one.fix),
    }  # fmt: skip


def _fix(edit: Edit | None) -> dict[str, Any] | None:
    if edit is None:
        return None
    (line, column), (end_line, end_column) = edit.span
    return {
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "text": edit.text,
    }  # fmt: skip


def _escape(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _note(note: Note, words: Words) -> dict[str, Any]:
    return {
        "message": words(note.message), "path": note.path,
        "line": note.span.start.line, "column": note.span.start.column,
    }  # fmt: skip


def status(report: StatusReport, words: Words, _screen: Screen) -> str:
    """`status --format json`."""
    units = [_unit(one, words) for one in report.units]
    return text({**origin(report.provenance), "units": units})


def _unit(one: UnitStatus, words: Words) -> dict[str, Any]:
    unit = one.unit
    return {
        "id": unit.id, "name": unit.name, "type": unit.type or None,
        "parent": unit.parent or None,
        "valid": {"from": day(unit.valid.first), "to": day(unit.valid.last)},
        "successors": list(unit.successors), "illustrative": unit.illustrative,
        "notes": [words(note) for note in one.notes],
        "assessments": [_row(row, words) for row in one.rows],
    }  # fmt: skip


def counts(counts: Counts) -> dict[str, int]:
    """How many criteria came out how."""
    return {
        "met": counts.met, "unmet": counts.unmet, "not_applicable": counts.not_applicable,
        "unknown": counts.unknown, "total": counts.total,
    }  # fmt: skip


def _share(percent: Decimal | None) -> float | None:
    """From 0 to 1, with four digits; 1 only where nothing is unknown."""
    if percent is None:
        return None
    return float((percent / 100).quantize(Decimal("0.0001"), ROUND_DOWN))


def _row(row: Row, words: Words) -> dict[str, Any]:
    result = row.result
    return {
        "set": result.key.set, "period": str(result.key.period), "round": row.round,
        "outcome": result.outcome.value, "standing": result.standing.value,
        "self_outcome": result.self_outcome.value if result.self_outcome else None,
        "counts": counts(result.counts), "points": _total(result.total, words),
        "coverage": _share(row.coverage),
        "assessed_on": day(row.assessed_on), "notes": [words(note) for note in result.notes],
        "criteria": [criterion(verdict, line, row.counted, words) for verdict, line in row.lines],
        "regressions": [
            {
                "id": one.criterion.id, "before": one.before.outcome.value,
                "now": one.now.outcome.value, "period": str(one.period_before),
            }
            for one in row.regressions
        ],
    }  # fmt: skip


def score(one: Score | None) -> dict[str, float | None] | None:
    """Points from what is certain to what may be."""
    if one is None:
        return None
    return {
        "low": float(one.low), "high": None if one.high is None else float(one.high),
        "maximum": None if one.maximum is None else float(one.maximum),
    }  # fmt: skip


def _total(total: Total | None, words: Words) -> dict[str, Any] | None:
    if total is None:
        return None
    blocked = total.blocked
    return {
        **(score(total.score) or {}), "why": words(total.why),
        "needed": None if total.need is None else float(total.need),
        "missing": float(total.missing),
        "conditions": [
            {"outcome": one.outcome.value, "text": words(one.text)} for one in total.conditions
        ],
        "class": total.held.id if total.held else None,
        "next_class": total.next.id if total.next else None,
        "blocked_by": words(blocked.text) if blocked else None,
    }  # fmt: skip


def criterion(verdict: Verdict, line: int, counted: frozenset[str], words: Words) -> dict[str, Any]:
    """One criterion's result."""
    one, ruling = verdict.criterion, verdict.ruling
    return {
        "id": one.id, "title": one.title, "cite": one.cite,
        "depth": one.depth, "counted": one.id in counted,
        "outcome": verdict.outcome.value,
        "self_outcome": verdict.self_outcome.value if verdict.self_outcome else None,
        "why": words(ruling.why),
        "shortfall": words(ruling.shortfall) if ruling.shortfall else None,
        "points": score(verdict.score), "path": verdict.at.path, "line": line,
    }  # fmt: skip
