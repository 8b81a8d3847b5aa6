"""What one criteria set asks otherwise than another: criterion by criterion, and as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.sealing import conditions, deciding, differences, worded
from ansecurity_cli.verdicts.rules import RULES

Change = Literal["added", "removed", "rule", "text"]
_KINDS = {rule.__name__: row.kind for rule, row in RULES.items()}


@dataclass(frozen=True, slots=True)
class Point:
    """A key that says something else now; an empty text where nothing stands."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A criterion that was added, removed, or is decided or worded otherwise."""

    change: Change
    before: Criterion | None
    after: Criterion | None
    points: tuple[Point, ...] = ()

    @property
    def criterion(self) -> Criterion:
        """The criterion, as it is now where it is still there."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


def whole(old: CriteriaSet, new: CriteriaSet) -> tuple[Point, ...]:
    """What decides in the sets beside their criteria."""
    return tuple(_points(conditions(old), conditions(new)))


def criteria(old: CriteriaSet, new: CriteriaSet) -> tuple[Changed, ...]:
    """The criteria that are not the same, in the order of the new set, then those removed."""
    before, after = _by_id(old), _by_id(new)
    found: list[Changed] = []
    for name, (parent, one) in after.items():
        if name not in before:
            found.append(Changed("added", None, one))
            continue
        above, was = before[name]
        points = list(_points(deciding(was), deciding(one)))
        points += [Point("criteria", above, parent)] if above != parent else []
        if points:
            found.append(Changed("rule", was, one, tuple(points)))
        elif worded(was) != worded(one):
            found.append(Changed("text", was, one))
    gone = (Changed("removed", one, None) for name, (_, one) in before.items() if name not in after)
    return (*found, *gone)


def _by_id(criteria_set: CriteriaSet) -> dict[str, tuple[str, Criterion]]:
    """Each criterion with the id of the one that holds it."""
    holders = {child.id: one.id for one in criteria_set.walk() for child in one.children}
    return {one.id: (holders.get(one.id, ""), one) for one in criteria_set.walk()}


def _points(old: object, new: object) -> Iterator[Point]:
    for key, before, after in differences(old, new):
        yield Point(key, _text(before, key), _text(after, key))


def _text(value: object, key: str) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            told = {name: _text(one, name) for name, one in value.items() if name != "kind"}
            return ", ".join(f"{name}: {one}" for name, one in told.items() if one)
        case tuple():
            return ", ".join(_text(one, "") for one in value)
        case str() if key.endswith("kind"):
            return _KINDS.get(value, value)
        case _:
            return str(value)
