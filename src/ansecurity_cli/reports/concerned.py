"""Which files have to be looked at again when some were changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.places import Place, place_of
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.model.rules import Include, RecognisedIn, Rollup
from ansecurity_cli.reports import baseline, reach
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.withholding import without_persons
from ansecurity_cli.snapshot import Snapshot


def files(before: Snapshot, after: Snapshot, changed: Iterable[str]) -> frozenset[str]:
    """The changed files, and those whose results or problems may depend on them.

    A set reaches all answers to it and to the sets built on it; a unit's own file all its files
    and those of its family; answers reach the roll-ups above, and the same set's later periods.
    """
    found = set(changed)
    both = (before.repository, after.repository)
    every = [(path, place) for path in after.texts if (place := place_of(path))]
    sets = _built_on({place.set for path in found if (place := _set(path))}, both)
    found |= {path for path, place in every if place.set in sets}
    for path in tuple(found):
        place = place_of(path)
        if place and place.unit:
            found.update(_dependents(place, both, every))
        elif place is None:  # evidence, or a file in the wrong place
            parts = set(path.split("/"))
            found |= {other for other, one in every if one.unit in parts}
    return frozenset(found & after.texts.keys())


def _set(path: str) -> Place | None:
    place = place_of(path)
    return place if place and place.kind == "criteria-set" else None


def _built_on(changed: set[str], both: Iterable[Repository]) -> set[str]:
    """The sets, and those that copy from them, extend them or count their results."""
    uses = {
        (one.id, name) for each in both for one in each.raw.values() for name in _uses(one)
    }  # fmt: skip
    found, last = set(changed), -1
    while len(found) > last:
        last = len(found)
        found |= {upper for upper, lower in uses if lower in found}
    return found


def _uses(one: CriteriaSet) -> Iterator[str]:
    if one.extends:
        yield one.extends[0]
    for criterion in one.walk():
        match criterion.rule:
            case Include(set=name) | RecognisedIn(set=name):
                yield name
            case Rollup(sets=sets):
                yield from sets.values()
            case _:
                continue


def _dependents(
    place: Place, both: tuple[Repository, Repository], every: list[tuple[str, Place]]
) -> Iterator[str]:
    unit = place.unit
    family = set(reach.family(both, unit)) if place.kind == "unit" else {unit}
    heirs = {name for each in both for name in each.units if unit in each.units[name].predecessors}
    above = {name for each in both for name in each.ancestors(unit)} - {unit}
    counting = {one.id for each in both for one in each.versions.values() if _counts(one)}
    for path, one in every:
        if place.kind in ("unit", "inspection") and one.unit in family:
            yield path
        elif one.unit in above:
            if one.set in counting and (not place.period or one.period == place.period):
                yield path
        elif one.unit in {unit, *heirs} and one.set == place.set and one.period > place.period:
            yield path


def _counts(one: CriteriaSet) -> bool:
    return any(isinstance(criterion.rule, Rollup) for criterion in one.walk())


def with_new(
    report: ProblemReport,
    everywhere: ProblemReport,
    before: Snapshot,
    covers: Callable[[str], bool],
) -> ProblemReport:
    """The report with what is new in other files, too: a change may break what it doesn't touch."""
    old, _texts = without_persons(before.diagnostics, before.texts)
    new, _gone = baseline.without(everywhere, baseline.of(old))
    told = {one.sort_key: one for one in report.diagnostics}
    told |= {one.sort_key: one for one in new.diagnostics if covers(one.path)}
    return replace(report, diagnostics=tuple(told[key] for key in sorted(told)))
