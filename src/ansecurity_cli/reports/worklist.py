"""The worklist: what is unmet or unknown, why, what is missing, and what is being done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.diagnostics import Location, Message, say, say_n
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Assessment, Unit
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.model.rules import All, Threshold
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.evaluation import Result
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Verdict


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion to work on; with the rule's place beside the answer's."""

    verdict: Verdict
    path: str
    line: int
    rule: Location
    rule_line: int
    remedy: Remedy | None = None
    overdue: bool = False
    weight: int = 1

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.verdict.criterion


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one unit, set and period. Without an assessment, nobody has begun."""

    unit: Unit
    result: Result
    items: tuple[Item, ...]

    @property
    def begun(self) -> bool:
        """Whether there is anything to look at but a blank form."""
        return self.result.assessment is not None or self.result.appraisal is not None

    def count(self, outcome: Outcome) -> int:
        """How many criteria have this outcome, the ones without a name counted too."""
        return sum(one.weight for one in self.items if one.verdict.outcome is outcome)


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is left to do in some units."""

    provenance: Provenance
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]


def build(snapshot: Snapshot, selection: Selection) -> Worklist:
    """The worklist of the selected units: unmet before unknown, within the order of the set."""
    groups = []
    for unit in selection.units:
        for key in selection.keys(snapshot.repository, unit):
            result = snapshot.evaluation.result(key)
            items = tuple(
                sorted(
                    _items(snapshot, result), key=lambda one: one.verdict.outcome is Outcome.UNKNOWN
                )
            )
            if items:
                groups.append(Group(unit, result, items))
    return Worklist(provenance(snapshot, selection), tuple(groups), selection.units)


def _items(snapshot: Snapshot, result: Result) -> Iterator[Item]:
    for verdict in result.open():
        if verdict.outcome in (Outcome.UNMET, Outcome.UNKNOWN):
            yield _item(snapshot, result, verdict)
    rest = _rest(result)
    if rest is not None:
        verdict, n = rest
        yield replace(_item(snapshot, result, verdict), weight=max(n, 1))


def _rest(result: Result) -> tuple[Verdict, int] | None:
    """What isn't known by name, and how many: a part of a tally, or a set that isn't public."""
    known = result.criteria_set
    file = result.assessment or result.appraisal or known
    if file is None:
        return None
    if result.verdicts or result.declared_unknown:
        n = result.declared_unknown
    else:
        n = result.counts.unknown
    if not n and (
        result.verdicts or (known is not None and known.completeness == "full" and known.sound)
    ):
        return None
    if known is None or not all(
        one is None or one.sound for one in (known, result.assessment, result.appraisal)
    ):
        why = say("the file has errors and decides nothing; see: ansecurity check")
    elif n:
        why = say_n(
            "{n} criterion is not named or not reported",
            "{n} criteria are not named or not reported",
            n,
        )
    else:
        why = say("the number and the text of the criteria are not public")
    nameless = Criterion("", "", "", "", (), All(file.at), file.at, 1)
    return Verdict(nameless, Ruling(Outcome.UNKNOWN, why), file.at), n


def _item(snapshot: Snapshot, result: Result, verdict: Verdict) -> Item:
    remedy = _remedy(result.assessment, result.holders(verdict), snapshot.as_of)
    threshold = getattr(verdict.criterion.rule, "at_least", None)
    at = threshold.at if isinstance(threshold, Threshold) else verdict.criterion.at
    return Item(
        verdict, verdict.at.path, snapshot.line(verdict.at), at, snapshot.line(at), remedy,
        overdue(remedy, snapshot.as_of),
    )  # fmt: skip


def overdue(remedy: Remedy | None, as_of: date) -> bool:
    """Whether a remedy is past its day and not done."""
    return bool(remedy and remedy.open(as_of) and remedy.due and remedy.due < as_of)


def _remedy(assessment: Assessment | None, names: list[str], as_of: date) -> Remedy | None:
    remedies = assessment.remedies if assessment else ()
    for name in names:
        for remedy in sorted(remedies, key=lambda one: (not one.open(as_of), one.due or date.max)):
            if remedy.criterion == name:
                return remedy
    return None


def message_of(group: Group) -> Message:
    """One line for a group that nobody has begun."""
    n = group.result.counts.total
    if not n:
        return say("no self-assessment yet")
    return say_n(
        "no self-assessment yet ({n} criterion)", "no self-assessment yet ({n} criteria)", n
    )
