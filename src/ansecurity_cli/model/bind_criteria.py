"""Criteria sets from documents: the tree of criteria, and what holds for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model import criteria as c
from ansecurity_cli.model import scoring as s
from ansecurity_cli.model.bind_rules import bind_rule
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.reading import Data, days, number, sources, text, texts
from ansecurity_cli.model.rules import All, AnyOf, AtLeast, Include, Issued, Points
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
        rule=bind_rule(data["rule"], at.at("rule")),
        scoring=_scoring(data, at), extends=_extends(data), suspended=_suspended(data, at),
        doubled=_doubled(data), dossier=_dossier(data, at), scales=scales,
        criteria=_criteria(data, at, origin, 1),
        notes=texts(data, "notes"), sources=sources(data),
        illustrative=data.get("illustrative", False),
        seal=text(data, "seal"), digest=seal_of(data),
    )  # fmt: skip


def _doubled(data: Data) -> tuple[str, ...]:
    """Ids of scales that stand twice, and of grades that stand twice on one."""
    names = [one["id"] for one in data.get("scales", ())]
    for scale in data.get("scales", ()):
        names += [f"{scale['id']}/{one['id']}" for one in scale["grades"]]
    return tuple(dict.fromkeys(one for one in names if names.count(one) > 1))


def _scale(data: Data) -> c.Scale:
    titles = {one["id"]: one["title"] for one in data["grades"]}
    return c.Scale(data["id"], tuple(titles), titles, text(data, "title"))


def _scoring(data: Data, at: Location) -> s.Scoring | None:
    part, place = data.get("scoring"), at.at("scoring")
    if part is None:
        return None
    classes = tuple(
        s.Class(
            place.at("grades", index), one["id"], one["title"], Decimal(repr(one["from"])),
            number(one, "min_share"), texts(one, "needs"),
        )
        for index, one in enumerate(part.get("grades", ()))
    )  # fmt: skip
    return s.Scoring(
        place, part["not_applicable"], number(part, "max"), number(part, "min_total"),
        number(part, "min_share"), part.get("capped", False), texts(part, "vetoes"), classes,
    )  # fmt: skip


def _extends(data: Data) -> tuple[str, int | None] | None:
    part = data.get("extends")
    return (part["set"], part.get("version")) if part else None


def _suspended(data: Data, at: Location) -> tuple[s.Suspension, ...]:
    return tuple(
        s.Suspension(
            at.at("suspended", index), Period.parse(str(one["period"])), text(one, "reason"),
            text(one, "cite"),
        )
        for index, one in enumerate(data.get("suspended", ()))
    )  # fmt: skip


def _dossier(data: Data, at: Location) -> s.Dossier | None:
    part, place = data.get("dossier"), at.at("dossier")
    if part is None:
        return None

    def asked(key: str) -> tuple[s.Asked, ...]:
        return tuple(
            s.Asked(
                place.at(key, index), one["id"], one["title"],
                one.get("applies_if", {}).get("fact", ""),
            )
            for index, one in enumerate(part.get(key, ()))
        )  # fmt: skip

    due, cite = text(part, "due"), text(part, "cite")
    return s.Dossier(place, due, cite, asked("registration"), asked("recognition"))


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
        rule=bind_rule(data["rule"], at.at("rule")), at=at, depth=depth,
        worth=number(data, "worth"),
        by_group={
            name: bind_rule(one, at.at("by_group", name))
            for name, one in data.get("by_group", {}).items()
        },
        children=_criteria(data, at, origin, depth + 1),
        evidence_required=data.get("evidence") == "required",
        evidence_hint=texts(data, "evidence_hint"),
        fact=data.get("applies_if", {}).get("fact", ""),
        not_applicable_allowed=allowed.get("allowed", False),
        reason_required=allowed.get("reason_required", False),
        not_applicable_points=text(allowed, "points"), not_applicable_note=text(allowed, "note"),
        keep_up=text(data, "keep_up"), notes=texts(data, "notes"), scales=origin.scales,
    )  # fmt: skip


def bindable(data: Data) -> bool:
    """Whether what is left of a set's data makes a set at all."""
    return all(key in data for key in ("version", "completeness", "rule"))


_OVER_OTHERS = (All, AnyOf, AtLeast, Include, Points)


def _of_the_whole(known: c.CriteriaSet) -> Iterator[tuple[Location, str]]:
    """Points that are judged in two ways, scales and classes of one name."""
    rule, scoring = known.rule, known.scoring
    if scoring is not None and not isinstance(rule, Points):
        yield scoring.at.key(), "scoring"
    if isinstance(rule, Points) and rule != Points(rule.at):
        yield rule.at, "rule"
    for names in known.doubled:
        yield known.at.at("scales").key(), names
    ids = [one.id for one in scoring.classes] if scoring else []
    for index, name in enumerate(ids):
        if name in ids[:index] and scoring:
            yield scoring.classes[index].at.at("id"), name


def ambiguities(criteria_set: c.CriteriaSet) -> list[tuple[Location, str]]:
    """What makes a set mean two things: ids that stand twice, a leaf's rule with children."""
    found: list[tuple[Location, str]] = [*_of_the_whole(criteria_set)]
    seen: set[str] = set()
    for criterion in criteria_set.walk():
        if criterion.id in seen:
            found.append((criterion.at.at("id"), criterion.id))
        seen.add(criterion.id)
        rule, rules = criterion.rule, (criterion.rule, *criterion.by_group.values())
        if criterion.children and not all(isinstance(one, _OVER_OTHERS) for one in rules):
            found.append((criterion.at.at("criteria").key(), criterion.id))
        if isinstance(rule, Issued):
            ids = [one.id for one in rule.required]
            found += [
                (rule.at.at("required", index, "id"), name)
                for index, name in enumerate(ids)
                if name in ids[:index]
            ]
    return found
