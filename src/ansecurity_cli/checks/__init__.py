"""The checks: what is wrong with the files, seen together. A row a check.

A check is a function with a docstring in the module of its subject; its name is the function's,
with hyphens. The docstring is what `explain CODE` says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ansecurity_cli.checks import (
    answers,
    appraisals,
    dates,
    dossiers,
    evidence,
    identity,
    lineage,
    periods,
    plans,
    points,
    references,
    remedies,
    rollups,
    sets,
    versions,
)
from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Code, Message, Problem, Severity

Find = Callable[[Scope], Iterator[Problem]]


class Check(NamedTuple):
    """A named function that looks for one kind of problem."""

    find: Find
    severity: Severity

    @property
    def name(self) -> str:
        """The code that stands in every output."""
        return self.find.__name__.replace("_", "-")

    @property
    def code(self) -> Code:
        """What it is about, from its docstring: the first paragraph, then the others."""
        first, *rest = paragraphs(self.find.__doc__ or self.name)  # python -OO has none
        return Code(self.name, self.severity, Message(first), Message(rest[0]) if rest else None)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a docstring, a line each; the second takes all that follow."""
    first, _, rest = text.strip().partition("\n\n")
    return [" ".join(part.split()) for part in (first, rest) if part.strip()]


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CHECKS: tuple[Check, ...] = (
    Check(identity.differs_from_path, _E),
    Check(references.unknown_unit, _E),
    Check(references.unknown_parent, _E),
    Check(references.unknown_set, _E),
    Check(references.unknown_criterion, _E),
    Check(references.unknown_evidence, _E),
    Check(sets.duplicate_criterion, _E),
    Check(sets.ambiguous_set, _E),
    Check(sets.unknown_grade, _E),
    Check(sets.unreachable_count, _E),
    Check(sets.rule_without_effect, _E),
    Check(points.points_do_not_add_up, _E),
    Check(points.unreachable_points, _E),
    Check(rollups.rollup_counts_nobody, _E),
    Check(versions.changed_without_version, _E),
    Check(versions.reused_criterion_id, _E),
    Check(versions.versions_overlap, _W),
    Check(periods.set_not_in_force, _E),
    Check(periods.set_suspended, _E),
    Check(periods.set_not_for_unit, _E),
    Check(periods.unit_not_alive, _E),
    Check(dates.dates_reversed, _E),
    Check(dates.date_outside_window, _E),
    Check(dates.date_not_yet, _N),
    Check(answers.claim_contradicts_answer, _E),
    Check(answers.claim_without_data, _W),
    Check(answers.answer_does_not_fit_rule, _E),
    Check(answers.not_applicable_not_allowed, _E),
    Check(answers.count_above_total, _E),
    Check(points.points_out_of_range, _E),
    Check(answers.missing_answer, _W),
    Check(answers.carried_not_confirmed, _W),
    Check(answers.tally_does_not_add_up, _E),
    Check(answers.previous_differs, _W),
    Check(answers.rollup_differs, _W),
    Check(answers.stale_answers, _W),
    Check(evidence.evidence_file_missing, _E),
    Check(evidence.evidence_outside, _E),
    Check(appraisals.lowered_without_reason, _E),
    Check(appraisals.appraisal_without_assessment, _W),
    Check(appraisals.recognised_though_unmet, _W),
    Check(dossiers.unknown_paper, _E),
    Check(dossiers.dossier_incomplete, _W),
    Check(lineage.lineage_not_mutual, _W),
    Check(lineage.lineage_dates, _E),
    Check(lineage.unit_outside_parent, _W),
    Check(remedies.unmet_without_remedy, _W),
    Check(remedies.remedy_overdue, _W),
    Check(remedies.unknown_finding, _E),
    Check(remedies.duplicate_finding, _E),
    Check(remedies.finding_without_remedy, _W),
    Check(plans.target_cannot_be_met, _E),
)


def run(scope: Scope) -> Iterator[tuple[Check, Problem]]:
    """Every problem that the checks find, with the check that found it."""
    for check in CHECKS:
        for problem in check.find(scope):
            yield check, problem


__all__ = ["CHECKS", "Check", "Scope", "run"]
