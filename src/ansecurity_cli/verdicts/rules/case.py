"""What a rule may look at when it decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Answer
from ansecurity_cli.model.rules import Rollup


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many children, how many have it for certain, and how many may.

    `filed` is whether any of them has a file of its own; if none has, the unit's count stands.
    """

    having: int
    unknown: int
    total: int
    filed: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One criterion of one unit in one period, as of a day.

    The answer holds only what was known by that day. `earlier` gives the answer of so many years
    before, `children` counts child units for a roll-up, `recognised` tells of another title.
    """

    criterion: Criterion
    criteria_set: CriteriaSet
    answer: Answer
    period: Period
    as_of: date
    earlier: Callable[[int], Answer | None] = lambda _years: None
    children: Callable[[Rollup], Share | None] = lambda _rule: None
    recognised: Callable[[str], bool | None] = lambda _set: None
