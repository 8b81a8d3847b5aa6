"""From criteria to the set: its outcome, its counts, both rounds beside each other."""

from __future__ import annotations

from dataclasses import replace

from ansecurity_cli.diagnostics import Location, say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.rules import All, Points
from ansecurity_cli.verdicts.logic import needed, settle
from ansecurity_cli.verdicts.outcome import Counts, Outcome, Ruling, Verdict
from ansecurity_cli.verdicts.scoring import worst
from ansecurity_cli.verdicts.totals import total_of


def whole(criteria_set: CriteriaSet, verdicts: tuple[Verdict, ...]) -> Outcome:
    """The outcome of the set as a whole."""
    outcomes = [one.outcome for one in verdicts]
    asked = sum(one is not Outcome.NOT_APPLICABLE for one in outcomes)
    outcome = settle(needed(criteria_set.rule, asked), outcomes)
    sure = isinstance(criteria_set.rule, All)
    if isinstance(criteria_set.rule, Points):
        total = total_of(criteria_set, verdicts)
        outcome, sure = total.outcome if total else Outcome.UNKNOWN, True
        scored = [one.outcome for one in verdicts if one.score is not None]
        if scored and not set(scored) - {Outcome.NOT_APPLICABLE}:  # nothing that counts applies
            beside = worst(one.outcome for one in verdicts if one.score is None)
            return Outcome.NOT_APPLICABLE if beside is Outcome.MET else beside
    if criteria_set.whole:
        return outcome
    # What isn't known of the text could change anything but a criterion that must be met and isn't.
    sure = sure and outcome is Outcome.UNMET
    return Outcome.UNMET if sure else Outcome.UNKNOWN


def counts(criteria_set: CriteriaSet, verdicts: tuple[Verdict, ...]) -> tuple[Counts, int]:
    """How its counted criteria came out, and how many of them are not here."""
    counted = {one.id for one in criteria_set.counted()}
    every = [one for verdict in verdicts for one in verdict.walk() if one.criterion.id in counted]
    counts = Counts.of(one.outcome for one in every)
    missing = max((criteria_set.declared_count or 0) - counts.total, 0)
    missing = 0 if criteria_set.whole else missing
    return counts + Counts(unknown=missing), missing


def undecided(criteria_set: CriteriaSet | None) -> Counts:
    """The counts of a set of which nothing is decided."""
    if criteria_set is None or not criteria_set.sound:
        return Counts()
    return Counts(unknown=max(criteria_set.declared_count or 0, len(criteria_set.counted())))


def beside(verdicts: tuple[Verdict, ...], own: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The verdicts with the unit's own rulings beside them."""
    return tuple(
        replace(
            one,
            own=other.ruling,
            own_score=other.score,
            children=beside(one.children, other.children),
        )
        for one, other in zip(verdicts, own, strict=True)
    )


def named(criteria_set: CriteriaSet, name: str, at: Location) -> Verdict:
    """A criterion that a source names as unmet, also where its text is not public."""
    found = criteria_set.find(name)
    criterion = found or Criterion(name, "", "", "", (), All(at), at, 1)
    return Verdict(criterion, Ruling(Outcome.UNMET, say("named as unmet by the source")), at)
