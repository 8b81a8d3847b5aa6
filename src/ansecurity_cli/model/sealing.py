"""What decides in a criteria set, apart from its wording: the seal, and how two sets differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.reading import Data

DIGITS = 12
# How things are called and where they were found: they may be reworded under the same seal.
_WORDING = frozenset({
    "title", "short", "statement", "cite", "note", "notes", "reason", "source", "sources",
    "evidence_hint", "illustrative",
})  # fmt: skip
# What a set is called, and what is written into it later: when it ends, which years are left out.
_BESIDE = frozenset({"kind", "id", "version", "seal", "suspended", "dossier"})
_NAMED = frozenset({"at_least", "at_most", "sets", "by_group"})  # their keys are names
_UNORDERED = frozenset({"criteria", "applies_to", "within", "scales"})


def seal_of(data: Data) -> str:
    """A digest over what decides in a set's file; the order of keys and comments don't change it.

    What is copied in from another set is sealed there.
    """
    decides = {key: value for key, value in data.items() if key not in _BESIDE}
    # A set may get its last day, when it is replaced, without being another set.
    begins = decides.pop("in_force", {}).get("from")
    plain = json.dumps(
        _plain({**decides, "in_force": begins}), sort_keys=True, ensure_ascii=True,
        allow_nan=False, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(plain.encode("ascii")).hexdigest()[:DIGITS]


def _plain(value: Any, key: str = "") -> Any:
    match value:
        case Mapping():
            kept = {
                name: one for name, one in value.items() if key in _NAMED or name not in _WORDING
            }
            return {name: _plain(one, name) for name, one in kept.items()}
        case list() | tuple():
            listed = [_plain(one) for one in value]
            return sorted(listed, key=_sorting) if key in _UNORDERED else listed
        case float() if value.is_integer():
            return int(value)  # 70.0 is 70
        case _:
            return value


def _sorting(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# Of the bound records: what holds for the whole file, and what is compared one by one.
_APART = frozenset({
    "depth", "children", "scales", "version", "document", "issuer", "article", "seal", "digest",
    "sound", "suspended", "dossier",
})  # fmt: skip
_WORDED = _WORDING | {"citations", "not_applicable_note", "titles"}
_KEYS = {
    "fact": "applies_if.fact", "evidence_required": "evidence",
    "not_applicable_allowed": "not_applicable.allowed",
    "not_applicable_points": "not_applicable.points",
    "reason_required": "not_applicable.reason_required", "for_": "for",
}  # fmt: skip


def deciding(criterion: Criterion) -> dict[str, Any]:
    """What decides a criterion, as plain values by the keys of the files.

    Without those below it, and of scales only with those that its rule names.
    """
    found = _parts(criterion, _APART | _WORDED)
    found["evidence"] = "required" if criterion.evidence_required else "optional"
    named = _names(found)
    scales = {name: one.grades for name, one in criterion.scales.items() if name in named}
    return {**found, "scales": scales} if scales else found


def worded(criterion: Criterion) -> dict[str, Any]:
    """The same with all its texts."""
    return _parts(criterion, _APART)


def conditions(criteria_set: CriteriaSet) -> dict[str, Any]:
    """What decides in a set beside its criteria."""
    found = _parts(replace(criteria_set, criteria=()), _APART | _WORDED)
    del found["criteria"], found["id"]
    for key in ("in_force", "window"):
        found[key] = dict(zip(("from", "to"), found[key], strict=True))
    return found


def _parts(record: Any, without: frozenset[str]) -> dict[str, Any]:
    parts: dict[str, Any] = {"kind": type(record).__name__}
    for one in fields(record):
        part = getattr(record, one.name)
        if one.name not in without and not isinstance(part, Location):
            parts[_KEYS.get(one.name, one.name)] = _bare(part, without)
    return parts


def _bare(value: Any, without: frozenset[str]) -> Any:
    if is_dataclass(value):
        return _parts(value, without)
    match value:
        case Mapping():
            return {str(name): _bare(one, without) for name, one in value.items()}
        case tuple():
            return tuple(_bare(one, without) for one in value)
        case _:
            return value


def _names(value: object) -> set[str]:
    match value:
        case Mapping():
            return {str(key) for key in value}.union(*(_names(one) for one in value.values()))
        case tuple():
            return set().union(*(_names(one) for one in value))
        case str():
            return {value}
        case _:
            return set()


def differences(old: Any, new: Any, key: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two plain values differ: the keys that lead there, what stood and what stands there."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        if old != new:
            yield key, old, new
        return
    if old.get("kind") != new.get("kind"):  # nothing in them can be compared
        yield f"{key}.kind".lstrip("."), old.get("kind"), new.get("kind")
        return
    for name in dict.fromkeys((*old, *new)):
        below = f"{key}.{name}".lstrip(".")
        yield from differences(old.get(name), new.get(name), below)
