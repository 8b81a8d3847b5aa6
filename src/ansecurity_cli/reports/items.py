"""Criteria to work on: unmet or unknown, with the rule's place, the remedy and its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.diagnostics import Location, say, say_n
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Assessment
from ansecurity_cli.model.remedies import Remedy
from ansecurity_cli.model.rules import All, Threshold
from ansecurity_cli.reports.way import way
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome, Ruling, Standing, Verdict
from ansecurity_cli.verdicts.results import Result


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
    due: date | None = None
    blocks: bool = False

    @property
    def kind(self) -> str:
        """Whether it has to be met, or only to be confirmed again."""
        return "confirm" if self.verdict.ruling.lapsed else "criterion"

    @property
    def owner(self) -> str:
        """Who is to see to it, where that is said."""
        return self.remedy.owner if self.remedy else ""

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.verdict.criterion


def items_of(snapshot: Snapshot, result: Result) -> Iterator[Item]:
    """What is open in a result; blockers of recognition first, unmet before unknown."""
    if result.standing is Standing.NOT_SUBJECT:
        return
    must = {one.criterion.id for one in way(result, lambda _: None) if one.must}
    listed = [one for one in result.open() if one.outcome in (Outcome.UNMET, Outcome.UNKNOWN)]
    found = [
        replace(_item(snapshot, result, one), blocks=one.criterion.id in must) for one in listed
    ]
    yield from sorted(found, key=_first)
    rest = _rest(result)
    if rest is not None:
        verdict, n = rest
        yield replace(_item(snapshot, result, verdict), weight=max(n, 1))


def _first(item: Item) -> tuple[bool, bool]:
    return (not item.blocks, item.verdict.outcome is Outcome.UNKNOWN)


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
    remedy = remedy_for(result, verdict, snapshot.as_of)
    threshold = getattr(verdict.criterion.rule, "at_least", None)
    at = threshold.at if isinstance(threshold, Threshold) else verdict.criterion.at
    late = remedy is not None and remedy.overdue(snapshot.as_of)
    return Item(
        verdict, verdict.at.path, snapshot.line(verdict.at), at, snapshot.line(at), remedy, late,
        due=due_of(remedy, snapshot.as_of),
    )  # fmt: skip


def due_of(remedy: Remedy | None, as_of: date) -> date | None:
    """The day by which the next thing has to be done; of what is done, none."""
    return remedy.next_due(as_of) if remedy and remedy.open(as_of) else None


def remedy_for(result: Result, verdict: Verdict, as_of: date) -> Remedy | None:
    """The remedy for a criterion, or for one that holds it."""
    return _remedy(result.assessment, result.holders(verdict), as_of)


def _remedy(assessment: Assessment | None, names: list[str], as_of: date) -> Remedy | None:
    remedies = assessment.remedies if assessment else ()
    for name in names:
        for remedy in sorted(remedies, key=lambda one: (not one.open(as_of), one.due or date.max)):
            if remedy.criterion == name and remedy.status != "cancelled":
                return remedy.as_of(as_of)
    return None
