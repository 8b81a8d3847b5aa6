"""The rules: a row a kind. A new kind is a record in `model.criteria`, a function, a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ansecurity_cli.model import criteria as c
from ansecurity_cli.model.records import Answer
from ansecurity_cli.verdicts.outcome import Ruling
from ansecurity_cli.verdicts.rules import documents, hierarchy, incidents, numbers
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
}


def strangers(rule: c.Rule, answer: Answer) -> tuple[str, ...]:
    """The keys of an answer that its rule can't use."""
    row = RULES[type(rule)]
    usable = {key for group in row.asks for key in group} | set(row.may)
    if isinstance(rule, c.Ratio) and not rule.survey:
        usable -= {"percent", "sample"}
    return tuple(key for key in answer.values() if key not in usable)


def complete(rule: c.Rule, answer: Answer) -> bool:
    """Whether the answer holds what the rule asks."""
    asks = RULES[type(rule)].asks
    return not asks or any(answer.given(*group) for group in asks)


__all__ = ["RULES", "Case", "Row", "Share", "complete", "strangers"]
