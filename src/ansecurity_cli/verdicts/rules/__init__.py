"""The rules: a row a kind. A new kind is a record in `model.criteria`, a function, a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ansecurity_cli.model import rules as c
from ansecurity_cli.model.records import Answer
from ansecurity_cli.verdicts.outcome import Ruling
from ansecurity_cli.verdicts.rules import documents, hierarchy, incidents, numbers, points
from ansecurity_cli.verdicts.rules.case import Case, Share

Decide = Callable[[Any, Case], Ruling]


class Row(NamedTuple):
    """A rule kind: its name in the files, what decides it, and the keys an answer to it holds.

    `asks` are alternatives: any one of the groups, whole, is an answer. No groups: decided
    without an answer. `may` are keys that can come on top.
    """

    kind: str
    decide: Decide | None
    asks: tuple[tuple[str, ...], ...] = ()
    may: tuple[str, ...] = ()


_COUNTED = ("count", "total")

RULES: Mapping[type[c.Rule], Row] = {
    c.All: Row("all", None),
    c.AnyOf: Row("any", None),
    c.AtLeast: Row("at-least", None),
    c.Include: Row("include", None),
    c.Attested: Row("attested", documents.attested, (("met",),), ("documents",)),
    c.Issued: Row("document", documents.document, (("documents",),)),
    c.NoneOf: Row("none-of", incidents.none_of, (("incidents",),)),
    c.Discipline: Row("discipline", incidents.discipline, (("cases",),)),
    c.Count: Row("count", numbers.count, (("value",),)),
    c.Ratio: Row("ratio", numbers.ratio, (_COUNTED, ("percent", "sample"))),
    c.Trend: Row("trend", numbers.trend, (("current",),), ("previous",)),
    c.Graded: Row("grade", numbers.grade, (("grade",),)),
    c.Rollup: Row("rollup", hierarchy.rollup, (), _COUNTED),
    c.RecognisedIn: Row("recognised-in", hierarchy.recognised_in),
    c.Points: Row("points", points.points, (("points",), ("value",), _COUNTED, ("incidents",))),
}


def asks(rule: c.Rule) -> tuple[tuple[str, ...], ...]:
    """The alternatives that an answer to this very rule may hold."""
    groups = RULES[type(rule)].asks
    match rule:
        case c.Ratio(survey=False):
            return groups[:1]
        case c.Points(bands=bands, by=by) if bands:
            return (_COUNTED,) if by == "percent" else (("value",),)
        case c.Points(deduct=deduct):
            return groups[:1] if deduct is None else (("value",), ("incidents",))
        case _:
            return groups


def strangers(rule: c.Rule, answer: Answer) -> tuple[str, ...]:
    """The keys of an answer that its rule can't use."""
    usable = _usable(asks(rule), RULES[type(rule)].may)
    return tuple(key for key in answer.values() if key not in usable)


@lru_cache(maxsize=64)
def _usable(groups: tuple[tuple[str, ...], ...], may: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for group in groups for key in group).union(may)


def complete(rule: c.Rule, answer: Answer) -> bool:
    """Whether the answer holds what the rule asks."""
    groups = asks(rule)
    return not groups or any(answer.given(*group) for group in groups)


__all__ = ["RULES", "Case", "Row", "Share", "asks", "complete", "strangers"]
