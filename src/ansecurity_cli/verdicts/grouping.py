"""Rules that differ by groups of units (51/2025/QĐ-TTg has three groups of communes)."""

from __future__ import annotations

from dataclasses import replace

from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.records import Unit


def for_unit(criteria_set: CriteriaSet, unit: Unit) -> CriteriaSet:
    """The set with the rules that hold for the groups of a unit."""
    return replace(criteria_set, criteria=tuple(_node(one, unit) for one in criteria_set.criteria))


def _node(criterion: Criterion, unit: Unit) -> Criterion:
    children = tuple(_node(one, unit) for one in criterion.children)
    criterion = replace(criterion, children=children)
    if not criterion.by_group:
        return criterion
    if unit.groups is None:
        why = say("unit.yaml doesn't say to which group the unit belongs (groups)")
        return replace(criterion, undecided=why)
    mine = [name for name in unit.groups if name in criterion.by_group]
    if len(mine) > 1:
        why = say("the unit is in several groups that have a rule here: {names}", names=tuple(mine))
        return replace(criterion, undecided=why)
    return replace(criterion, rule=criterion.by_group[mine[0]]) if mine else criterion
