"""The whole calculation behind one verdict, with its places and citations."""

from __future__ import annotations

from dataclasses import dataclass

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.reports.deciding import Blamed
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.reports.worklist import build
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Verdict
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of a file."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Child:
    """A child unit that a roll-up counted; None is unknown."""

    unit: Unit
    having: bool | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict, and everything it rests on."""

    provenance: Provenance
    unit: Unit
    result: Result
    verdict: Verdict
    answer: Quote | None
    rule: Quote
    children: tuple[Child, ...]
    item: Item | None
    blamed: tuple[Blamed, ...] | None = None

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.verdict.criterion


def quote(snapshot: Snapshot, at: Location) -> Quote:
    """The line on which a place begins."""
    line = snapshot.line(at)
    lines = snapshot.texts.get(at.path, "").split("\n")
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Quote(at.path, line, text)


def explain(snapshot: Snapshot, unit: Unit, key: Key, criterion_id: str) -> Explanation | None:
    """The explanation of one criterion; None where the set has none of that id."""
    result = snapshot.evaluation.result(key)
    verdict = result.find(criterion_id)
    if verdict is None:
        return None
    rule = verdict.criterion.rule
    states = snapshot.evaluation.family.states(key, rule) if isinstance(rule, Rollup) else {}
    children = tuple(Child(snapshot.repository.units[name], one) for name, one in states.items())
    selection = Selection((unit,), (key.set,), (key.period,))
    items = [one for group in build(snapshot, selection).groups for one in group.items]
    item = next((one for one in items if one.criterion.id == criterion_id), None)
    answered = verdict.answer is not None
    return Explanation(
        provenance(snapshot, selection), unit, result, verdict,
        quote(snapshot, verdict.at) if answered else None,
        quote(snapshot, verdict.criterion.rule.at), children, item,
    )  # fmt: skip
