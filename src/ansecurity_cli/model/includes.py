"""`include` and `extends` followed from set to set; cycles and gaps become problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from ansecurity_cli.diagnostics import Location, Message, Pointer, Problem, Related, say
from ansecurity_cli.model import criteria as c
from ansecurity_cli.model.rules import Include

_Trail: TypeAlias = tuple[tuple[str, int], ...]
# In one set: sets that include each other's twice would double with every set.
_MOST_COPIES = 10_000
_MOST_AT_ALL = 40_000
_DEEPEST = 8  # from set to set; what is copied in is copied again on every level


class Includes:
    """Follows `include` rules from set to set; cycles and gaps become problems."""

    def __init__(self, find: Callable[[str, int | None], c.CriteriaSet | None]) -> None:
        self.find = find
        self.problems: list[tuple[str, Problem]] = []
        self.gaps = self.faults = self.copied = self.all_copied = 0
        self.partial = False
        self._told: set[tuple[str, str, Pointer]] = set()

    def _problem(self, code: str, at: Location, message: Message, *related: Related) -> None:
        """Told once, however many sets copy it in."""
        self.faults += 1  # of this set as well
        if (code, at.path, at.pointer) not in self._told:
            self._told.add((code, at.path, at.pointer))
            self.problems.append((code, Problem(at, message, (), related)))

    def expand(self, criteria_set: c.CriteriaSet) -> c.CriteriaSet:
        """The set with the included criteria in place; not sound where one can't be had."""
        self.all_copied += self.copied
        self.copied, self.partial = 0, False
        whole = self._expand(criteria_set, ((criteria_set.id, criteria_set.version),))
        # What is built on a part of a text is itself only a part.
        if self.partial and whole.completeness == "full":
            return replace(whole, completeness="partial")
        return whole

    def _expand(self, criteria_set: c.CriteriaSet, trail: _Trail) -> c.CriteriaSet:
        before = (self.faults, self.gaps)
        extended = self._extended(criteria_set, trail)
        tree = tuple(self._node(one, trail) for one in criteria_set.criteria)
        sound = criteria_set.sound and (self.faults, self.gaps) == before
        if extended is None:
            return replace(criteria_set, criteria=tree, sound=sound)
        self.partial = self.partial or not extended.whole
        return replace(
            criteria_set, suspended=(*criteria_set.suspended, *extended.suspended),
            criteria=(*extended.criteria, *tree), sound=sound,
            dossier=criteria_set.dossier or extended.dossier,
            scoring=criteria_set.scoring or extended.scoring,
        )  # fmt: skip

    def _extended(self, criteria_set: c.CriteriaSet, trail: _Trail) -> c.CriteriaSet | None:
        """The set that this one adds to, with all it holds."""
        if criteria_set.extends is None:
            return None
        name, version = criteria_set.extends
        other = self._other(name, version, criteria_set.at.at("extends"), trail)
        return self._expand(other, (*trail, (other.id, other.version))) if other else None

    def _other(
        self, name: str, version: int | None, at: Location, trail: _Trail
    ) -> c.CriteriaSet | None:
        """The set that another copies from; None, and a problem, where that can't be."""
        other = self.find(name, version)
        if other is None:
            message = say("no criteria set “{name}”", name=name)
            self._problem("unknown-set", at.at("set"), message)
            return None
        if (other.id, other.version) in trail:
            message = say(
                "the sets include each other in a circle: {trail}",
                trail=" → ".join(name for name, _ in (*trail, (other.id, 0))),
            )
            self._problem("include-cycle", at.at("set"), message)
            return None
        if len(trail) > _DEEPEST:
            self.gaps += 1
            message = say("the sets include each other more than {n} levels deep", n=_DEEPEST)
            self._problem("include-cycle", at.at("set"), message)
            return None
        self.gaps += not other.sound  # what is copied from a file with errors decides nothing
        self.partial = self.partial or other.completeness != "full"
        if self.copied > _MOST_COPIES or self.all_copied + self.copied > _MOST_AT_ALL:
            self.gaps += 1
            message = say("the sets include more than {n} criteria", n=_MOST_COPIES)
            self._problem("include-cycle", at.at("set"), message)
            return None
        return other

    def _node(self, node: c.Criterion, trail: _Trail) -> c.Criterion:
        if isinstance(node.rule, Include):
            return replace(node, children=tuple(self._copies(node, node.rule, trail)))
        return replace(node, children=tuple(self._node(child, trail) for child in node.children))

    def _copies(self, node: c.Criterion, rule: Include, trail: _Trail) -> Iterator[c.Criterion]:
        other = self._other(rule.set, rule.version, rule.at, trail)
        if other is None:
            return
        key, seen = (other.id, other.version), set[str]()
        if other.extends:  # what it extends is in it as well
            other = self._expand(other, (*trail, key))
        for index, wanted in enumerate(rule.criteria):
            found = other.find(wanted)
            if wanted in seen:
                message = say("the criterion “{name}” is copied in twice", name=wanted)
                place = rule.at.at("criteria", index)
                self._problem("duplicate-criterion", place, message)
                continue
            seen.add(wanted)
            if found is None:
                message = say(
                    "the set “{set}” has no criterion “{criterion}”", set=other.id, criterion=wanted
                )
                related = (Related(other.at, say("the set")),)
                at = rule.at.at("criteria", index)
                if other.sound:
                    self._problem("unknown-criterion", at, message, *related)
                continue
            whole = found if other.extends else self._node(found, (*trail, key))
            self.copied += sum(1 for _ in whole.walk())
            yield _copy(whole, node, node.depth + 1)


def _copy(found: c.Criterion, into: c.Criterion, depth: int) -> c.Criterion:
    # `k4.b` below `k2` is `k2.4.b`: the letter for khoản is not said twice.
    name = re.sub(r"^k(?=[0-9])", "", found.id)
    return replace(
        found, id=f"{into.id}.{name}", depth=depth,
        citations=(*into.citations, *found.citations),
        children=tuple(_copy(child, into, depth + 1) for child in found.children),
    )  # fmt: skip
