"""Documents bound into a repository; never fails: what can't be used is left out and listed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ansecurity_cli.diagnostics import Code, Location, Pointer, Problem, Related, Severity, say
from ansecurity_cli.model.bind_criteria import ambiguities, bind_set, bindable
from ansecurity_cli.model.bind_programme import bind_inspection, bind_plan
from ansecurity_cli.model.bind_units import bind_appraisal, bind_assessment, bind_unit
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.includes import Includes
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.places import Place, unit_folder
from ansecurity_cli.model.programme import Inspection, Plan
from ansecurity_cli.model.records import Appraisal, Assessment, Key, Unit
from ansecurity_cli.model.repository import Repository, Said

Coded = tuple[str, Problem]
CODES: tuple[Code, ...] = (
    Code(
        "duplicate-id", Severity.ERROR,
        say("Two units, or two criteria sets of one version, have the same id."),
        say("Nobody can tell which of them is meant, so neither decides anything."),
    ),
    Code(
        "include-cycle", Severity.ERROR,
        say("A criteria set includes itself, through others or at once."),
    ),
    Code(
        "parent-cycle", Severity.ERROR,
        say("A unit is above itself."),
        say("Follow the parents: they lead back to where they began."),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file as binding sees it: `data` fits its schema; it is `sound` if nothing was cut out."""

    path: str
    place: Place
    data: Mapping[str, Any] = field(default_factory=dict)
    sound: bool = True
    lost: frozenset[Pointer] = frozenset()


@dataclass(slots=True)
class _Binder:
    versions: dict[tuple[str, int], CriteriaSet] = field(default_factory=dict)
    raw: dict[tuple[str, int], CriteriaSet] = field(default_factory=dict)
    sets: dict[str, CriteriaSet] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    assessments: dict[Key, Assessment] = field(default_factory=dict)
    appraisals: dict[Key, Appraisal] = field(default_factory=dict)
    inspections: list[Inspection] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    problems: list[Coded] = field(default_factory=list)

    def take(self, file: File) -> None:
        place, at = file.place, Location(file.path)
        match place.kind:
            case "criteria-set":
                self._set(file, at)
            case "unit":
                self._unit(bind_unit(place.unit, file.data, at, sound=file.sound))
            case "assessment" | "appraisal":
                self._answers(file, at)
            case "inspection":
                visit = bind_inspection(place.unit, file.data, at, lost=file.lost)
                self.inspections += [visit] if visit else []
            case "plan":
                self.plans.append(bind_plan(place.unit, file.data, at))
            case _:
                pass

    def _set(self, file: File, at: Location) -> None:
        name = file.place.set
        if bindable(file.data):
            bound = bind_set(name, file.data, at, sound=file.sound)
        else:
            bound = CriteriaSet(name, file.place.version or 0, at, sound=False)
        # The name of an old version's file says which it is.
        key = (name, file.place.version or bound.version)
        first = self.versions.get(key)
        if first:
            message = say(
                "version {version} of “{name}” is here a second time", version=key[1], name=name
            )
            newest = first if self.sets.get(name) is first else bound
            other = bound if newest is first else first
            related = (Related(other.at, say("the other file")),)
            hints = (say("give the newer one, {path}, a higher version", path=newest.at.path),)
            at = newest.at.at("version")
            self.problems.append(("duplicate-id", Problem(at, message, hints, related)))
            return
        self.versions[key] = bound
        if file.place.version is None:
            self.sets[name] = bound

    def _unit(self, unit: Unit) -> None:
        first = self.units.setdefault(unit.id, unit)
        if first is not unit:
            # Which of the two is meant can't be known, so neither decides anything.
            self.units[unit.id] = replace(first, sound=False)
            message = say("the unit “{name}” is here a second time", name=unit.id)
            related = (Related(first.at.at("id"), say("first here")),)
            hints = (say("give one of the two folders, and its id, another name"),)
            self.problems.append(
                ("duplicate-id", Problem(unit.at.at("id"), message, hints, related))
            )

    def _answers(self, file: File, at: Location) -> None:
        place = file.place
        unit = self.units.get(place.unit)
        if unit and unit_folder(unit.at.path, "unit") != place.folder:
            return  # a folder of the same name elsewhere: it has no unit.yaml, and is told of
        key = Key(place.unit, place.set, Period.parse(place.period))
        said = {
            name: str(file.data.get(name, getattr(place, name)))
            for name in ("unit", "set", "period")
        }
        if any(text != getattr(place, name) for name, text in said.items()):
            file = replace(file, sound=False)  # it speaks of something else: it was copied here
        if place.kind == "assessment":
            self.assessments[key] = bind_assessment(
                *key, file.data, at, sound=file.sound, lost=file.lost
            )
        else:
            found = bind_appraisal(*key, file.data, at, sound=file.sound, lost=file.lost)
            before = self.appraisals.get(key)
            rounds = sorted([found, *(before.rounds if before else ())], key=_in_time)
            last = replace(rounds[-1], earlier=())
            earlier = tuple(replace(one, earlier=()) for one in rounds[:-1])
            self.appraisals[key] = replace(last, earlier=earlier)

    def include(self) -> None:
        newest = {name: one.version for name, one in self.sets.items()}
        self.raw = dict(self.versions)
        self.versions, found = follow(self.raw, newest)
        self.sets = {name: self.versions[name, version] for name, version in newest.items()}
        self.problems += found


def follow(
    raw: Mapping[tuple[str, int], CriteriaSet], newest: Mapping[str, int]
) -> tuple[dict[tuple[str, int], CriteriaSet], list[Coded]]:
    """The sets with what they copy from each other in place, and what can't be copied."""

    def find(name: str, version: int | None) -> CriteriaSet | None:
        return raw.get((name, version or newest.get(name, 0)))

    includes = Includes(find)
    expanded = {key: includes.expand(one) for key, one in raw.items()}
    # A set that can be read in two ways decides nothing.
    versions = {
        key: replace(one, sound=one.sound and not ambiguities(one)) for key, one in expanded.items()
    }
    return versions, includes.problems


def bind(
    files: Iterable[File],
    everything: Iterable[str] = (),
    gaps: Iterable[str] = (),
    strays: Mapping[tuple[str, str], list[str]] | None = None,
) -> tuple[Repository, tuple[Coded, ...]]:
    """The repository, and what is wrong between its files (duplicates, includes, circles).

    `everything` are the paths of all files, for evidence; `gaps` what could not be entered, so
    that a name may be missing without fault; `strays` misplaced files by unit and period.
    """
    binder = _Binder()
    listed = sorted(files, key=lambda one: one.path)
    for file in sorted(listed, key=lambda one: one.place.kind != "unit"):
        binder.take(file)
    binder.include()
    children: dict[str, list[str]] = {}
    homes = {unit_folder(unit.at.path, "unit"): unit.id for unit in binder.units.values()}
    for unit in binder.units.values():
        parent = unit.parent if unit.parent or unit.sound else _presumed(unit, homes)
        children.setdefault(parent, []).append(unit.id)
    periods: dict[str, set[Period]] = {}
    for key in (*binder.assessments, *binder.appraisals):
        periods.setdefault(key.unit, set()).add(key.period)
    repository = Repository(
        sets=dict(sorted(binder.sets.items())), versions=binder.versions, raw=binder.raw,
        units=binder.units,
        assessments=binder.assessments, appraisals=binder.appraisals,
        inspections=tuple(sorted(binder.inspections, key=lambda one: (one.day, one.at.path))),
        plans=tuple(binder.plans),
        children={name: tuple(sorted(ids)) for name, ids in children.items()},
        periods={
            name: tuple(sorted(some, key=lambda one: one.order)) for name, some in periods.items()
        },
        places={file.path: file.place for file in listed},
        said={file.path: _said(file) for file in listed},
        files=frozenset(unicodedata.normalize("NFC", path) for path in everything),
        gaps=frozenset(gaps),
        strays={key: tuple(paths) for key, paths in (strays or {}).items()},
        extensions=_extensions(binder.sets),
    )  # fmt: skip
    return repository, (*binder.problems, *_circles(repository))


def _in_time(one: Appraisal) -> tuple[date, str]:
    return one.day or date.min, one.at.path


def _extensions(sets: Mapping[str, CriteriaSet]) -> Mapping[str, tuple[str, ...]]:
    """For each set those that extend it, also by way of others."""
    found: dict[str, list[str]] = {}
    for name, one in sorted(sets.items()):
        seen, base = {name}, one.extends
        while base and base[0] not in seen:
            seen.add(base[0])
            found.setdefault(base[0], []).append(name)
            base = sets[base[0]].extends if base[0] in sets else None
    return {name: tuple(ids) for name, ids in found.items()}


_IDENTITY = ("id", "unit", "set", "period", "date", "version")


def _said(file: File) -> Mapping[str, Said]:
    at = Location(file.path)
    # A unit says its id, not which unit it belongs to; a set's version counts only in `id@version`.
    return {key: Said(at.at(key), str(file.data[key])) for key in _IDENTITY if key in file.data}


def _presumed(unit: Unit, homes: Mapping[str, str]) -> str:
    """The parent of a unit whose own file can't tell it: the unit whose folder holds it."""
    folder = unit_folder(unit.at.path, "unit")
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if folder in homes:
            return homes[folder]
    return ""


def _circles(repository: Repository) -> Iterable[Coded]:
    for unit in repository.units.values():
        trail = repository.circle(unit.id)
        if trail:
            message = say("the unit is above itself: {trail}", trail=" → ".join([*trail, unit.id]))
            hints = (say("correct the parent of one of them"),)
            yield "parent-cycle", Problem(unit.at.at("parent"), message, hints, unit=unit.id)
