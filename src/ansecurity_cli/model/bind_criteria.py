"""Criteria sets from documents: rules, trees, and the copying in of included criteria."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ansecurity_cli.diagnostics import Location, Problem, Related, say
from ansecurity_cli.model import criteria as c
from ansecurity_cli.model.reading import Data, days, number, sources, text, texts
from ansecurity_cli.model.sealing import seal_of


class _Origin(NamedTuple):
    """What every criterion of a set has in common."""

    article: str
    document: str
    scales: Mapping[str, c.Scale]


def bind_set(set_id: str, data: Data, at: Location, *, sound: bool) -> c.CriteriaSet:
    """A set, its `include` rules not yet followed."""
    source = data.get("source", {})
    window = data.get("window", {"from": "01-01", "to": "12-31"})
    scales = {one["id"]: _scale(one) for one in data.get("scales", ())}
    origin = _Origin(text(source, "article"), text(source, "document"), scales)
    return c.CriteriaSet(
        id=set_id, version=data["version"], at=at, sound=sound,
        title=text(data, "title"), short=text(data, "short"), body=text(data, "body"),
        document=text(source, "document"), issuer=text(source, "issuer"),
        article=text(source, "article"), in_force=days(data, "in_force"),
        within=texts(data, "within"), applies_to=texts(data, "applies_to"),
        window=(window["from"], window["to"]), completeness=data["completeness"],
        declared_count=data.get("declared_count"), counted_at=data.get("counted_at", 1),
        rule=_rule(data["rule"], at.at("rule")),
        scales=scales,
        criteria=_criteria(data, at, origin, 1),
        notes=texts(data, "notes"), sources=sources(data),
        illustrative=data.get("illustrative", False),
        seal=text(data, "seal"), digest=seal_of(data),
    )  # fmt: skip


def _scale(data: Data) -> c.Scale:
    titles = {one["id"]: one["title"] for one in data["grades"]}
    return c.Scale(data["id"], tuple(titles), titles, text(data, "title"))


def _criteria(data: Data, at: Location, origin: _Origin, depth: int) -> tuple[c.Criterion, ...]:
    return tuple(
        _criterion(one, at.at("criteria", index), origin, depth)
        for index, one in enumerate(data.get("criteria", ()))
    )


def _criterion(data: Data, at: Location, origin: _Origin, depth: int) -> c.Criterion:
    allowed = data.get("not_applicable", {})
    return c.Criterion(
        id=data["id"], title=data["title"], short=text(data, "short"),
        statement=text(data, "statement"),
        citations=(c.Citation(text(data, "cite"), origin.article, origin.document),),
        rule=_rule(data["rule"], at.at("rule")), at=at, depth=depth,
        children=_criteria(data, at, origin, depth + 1),
        evidence_required=data.get("evidence") == "required",
        evidence_hint=texts(data, "evidence_hint"),
        fact=data.get("applies_if", {}).get("fact", ""),
        not_applicable_allowed=allowed.get("allowed", False),
        reason_required=allowed.get("reason_required", False),
        not_applicable_note=text(allowed, "note"),
        keep_up=text(data, "keep_up"), notes=texts(data, "notes"), scales=origin.scales,
    )  # fmt: skip


def _threshold(data: Data, key: str, at: Location) -> c.Threshold | None:
    if key not in data:
        return None
    return c.Threshold(at.at(key), number(data[key], "percent"), data[key].get("count"))


def _document(data: Data, at: Location) -> c.Rule:
    required = tuple(c.Required(one["id"], one["title"]) for one in data.get("required", ()))
    return c.Issued(at, required, data.get("due"))


def _none_of(data: Data, at: Location) -> c.Rule:
    return c.NoneOf(at, tuple(tuple(one["all_of"]) for one in data.get("exemptions", ())))


def _ratio(data: Data, at: Location) -> c.Rule:
    survey = data.get("survey")
    return c.Ratio(
        at, _threshold(data, "at_least", at), _threshold(data, "at_most", at), text(data, "unit"),
        data.get("when_zero", "unknown"), survey is not None,
        (survey or {}).get("sample_at_least", 0),
    )  # fmt: skip


def _rollup(data: Data, at: Location) -> c.Rule:
    share = _threshold(data, "at_least", at) or c.Threshold(at, Decimal(100))
    return c.Rollup(at, data["having"], share, data["sets"])


_RULES: Mapping[str, Callable[[Data, Location], c.Rule]] = {
    "all": lambda _data, at: c.All(at),
    "any": lambda _data, at: c.AnyOf(at),
    "at-least": lambda data, at: c.AtLeast(at, data["count"]),
    "attested": lambda _data, at: c.Attested(at),
    "document": _document,
    "none-of": _none_of,
    "count": lambda data, at: c.Count(
        at, number(data, "at_least"), number(data, "at_most"), text(data, "unit")
    ),
    "ratio": _ratio,
    "trend": lambda data, at: c.Trend(at, data["change"], data.get("years", 1), text(data, "unit")),
    "grade": lambda data, at: c.Graded(at, data["at_least"]),
    "discipline": lambda data, at: c.Discipline(at, data["scale"], data["severity"]),
    "rollup": _rollup,
    "include": lambda data, at: c.Include(
        at, data["set"], data.get("version"), tuple(data["criteria"])
    ),
    "recognised-in": lambda data, at: c.RecognisedIn(at, data["set"]),
}


def _rule(data: Data, at: Location) -> c.Rule:
    return _RULES[data["kind"]](data, at)


_MOST_COPIES = 10_000  # sets that include each other's twice would double with every set
_DEEPEST = 8  # from set to set; what is copied in is copied again on every level


class Includes:
    """Follows `include` rules from set to set; cycles and gaps become problems."""

    def __init__(self, find: Callable[[str, int | None], c.CriteriaSet | None]) -> None:
        self.find = find
        self.problems: list[tuple[str, Problem]] = []
        self.gaps = self.copied = 0

    def expand(self, criteria_set: c.CriteriaSet) -> c.CriteriaSet:
        """The set with the included criteria in place; not sound where one can't be had."""
        trail = ((criteria_set.id, criteria_set.version),)
        before = (len(self.problems), self.gaps)
        tree = tuple(self._node(one, trail) for one in criteria_set.criteria)
        sound = criteria_set.sound and (len(self.problems), self.gaps) == before
        return replace(criteria_set, criteria=tree, sound=sound)

    def _node(self, node: c.Criterion, trail: tuple[tuple[str, int], ...]) -> c.Criterion:
        if isinstance(node.rule, c.Include):
            return replace(node, children=tuple(self._copies(node, node.rule, trail)))
        return replace(node, children=tuple(self._node(child, trail) for child in node.children))

    def _copies(
        self, node: c.Criterion, rule: c.Include, trail: tuple[tuple[str, int], ...]
    ) -> Iterator[c.Criterion]:
        other = self.find(rule.set, rule.version)
        if other is None:
            message = say("no criteria set “{name}”", name=rule.set)
            self.problems.append(("unknown-set", Problem(rule.at.at("set"), message)))
            return
        if (other.id, other.version) in trail:
            message = say(
                "the sets include each other in a circle: {trail}",
                trail=" → ".join(name for name, _ in (*trail, (other.id, 0))),
            )
            self.problems.append(("include-cycle", Problem(rule.at.at("set"), message)))
            return
        if len(trail) > _DEEPEST:
            self.gaps += 1
            message = say("the sets include each other more than {n} levels deep", n=_DEEPEST)
            self.problems.append(("include-cycle", Problem(rule.at.at("set"), message)))
            return
        self.gaps += not other.sound  # what is copied from a file with errors decides nothing
        self.copied += sum(1 for one in other.walk())
        if self.copied > _MOST_COPIES:
            self.gaps += 1
            message = say("the sets include more than {n} criteria", n=_MOST_COPIES)
            self.problems.append(("include-cycle", Problem(rule.at.at("set"), message)))
            return
        for index, wanted in enumerate(rule.criteria):
            found = other.find(wanted)
            if wanted in rule.criteria[:index]:
                message = say("the criterion “{name}” is copied in twice", name=wanted)
                place = rule.at.at("criteria", index)
                self.problems.append(("duplicate-criterion", Problem(place, message)))
                continue
            if found is None:
                message = say(
                    "the set “{set}” has no criterion “{criterion}”", set=other.id, criterion=wanted
                )
                related = (Related(other.at, say("the set")),)
                at = rule.at.at("criteria", index)
                if other.sound:
                    self.problems.append(("unknown-criterion", Problem(at, message, (), related)))
                continue
            whole = self._node(found, (*trail, (other.id, other.version)))
            yield _copy(whole, node, node.depth + 1)


def _copy(found: c.Criterion, into: c.Criterion, depth: int) -> c.Criterion:
    # `k4.b` below `k2` is `k2.4.b`: the letter for khoản is not said twice.
    name = re.sub(r"^k(?=[0-9])", "", found.id)
    return replace(
        found, id=f"{into.id}.{name}", depth=depth,
        citations=(*into.citations, *found.citations),
        children=tuple(_copy(child, into, depth + 1) for child in found.children),
    )  # fmt: skip


def bindable(data: Data) -> bool:
    """Whether what is left of a set's data makes a set at all."""
    return all(key in data for key in ("version", "completeness", "rule"))


def ambiguities(criteria_set: c.CriteriaSet) -> list[tuple[Location, str]]:
    """What makes a set mean two things: ids that stand twice, a leaf's rule with children."""
    found: list[tuple[Location, str]] = []
    seen: set[str] = set()
    for criterion in criteria_set.walk():
        if criterion.id in seen:
            found.append((criterion.at.at("id"), criterion.id))
        seen.add(criterion.id)
        rule = criterion.rule
        if criterion.children and not isinstance(rule, (c.All, c.AnyOf, c.AtLeast, c.Include)):
            found.append((criterion.at.at("criteria").key(), criterion.id))
        if isinstance(rule, c.Issued):
            ids = [one.id for one in rule.required]
            found += [
                (rule.at.at("required", index, "id"), name)
                for index, name in enumerate(ids)
                if name in ids[:index]
            ]
    return found
