"""Rules that differ by groups of units (51/2025/QĐ-TTg has three groups of communes)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.records import Unit


def for_unit(criteria_set: CriteriaSet, unit: Unit, known: Collection[str]) -> CriteriaSet:
    """The set with the rules that hold for the groups of a unit; `known` are all there are."""
    if not criteria_set.grouped:
        return criteria_set
    tree = tuple(_node(one, unit, known) for one in criteria_set.criteria)
    return replace(criteria_set, criteria=tree)


def _node(criterion: Criterion, unit: Unit, known: Collection[str]) -> Criterion:
    children = tuple(_node(one, unit, known) for one in criterion.children)
    criterion = replace(criterion, children=children)
    if not criterion.by_group:
        return criterion
    odd = [name for name in unit.groups or () if name not in known]
    if odd:
        return replace(criterion, undecided=say("no set knows a group “{name}”", name=odd[0]))
    if unit.groups is None:
        why = say("unit.yaml doesn't say to which group the unit belongs (groups)")
        return replace(criterion, undecided=why)
    mine = [name for name in unit.groups if name in criterion.by_group]
    if len(mine) > 1:
        why = say("the unit is in several groups that have a rule here: {names}", names=tuple(mine))
        return replace(criterion, undecided=why)
    return replace(criterion, rule=criterion.by_group[mine[0]]) if mine else criterion
