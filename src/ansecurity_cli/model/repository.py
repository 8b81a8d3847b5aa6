"""Everything the files say, indexed: sets, the tree of units, answers, visits, plans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from typing import NamedTuple

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.places import Place, unit_folder
from ansecurity_cli.model.programme import Inspection, Plan
from ansecurity_cli.model.records import Appraisal, Assessment, Evidence, Key, Unit


class Said(NamedTuple):
    """What a file says of its own identity, as text, and where."""

    at: Location
    value: str


@dataclass(frozen=True)
class Repository:
    """The bound files. Ids of files that could not be read are here too, as records not `sound`.

    `raw` are the sets as they stand in their files, before they copied from each other.
    """

    sets: Mapping[str, CriteriaSet] = field(default_factory=dict)
    versions: Mapping[tuple[str, int], CriteriaSet] = field(default_factory=dict)
    raw: Mapping[tuple[str, int], CriteriaSet] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    assessments: Mapping[Key, Assessment] = field(default_factory=dict)
    appraisals: Mapping[Key, Appraisal] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()
    plans: tuple[Plan, ...] = ()
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    periods: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, Said]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()
    strays: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def filed(self) -> tuple[Assessment | Appraisal, ...]:
        """Every assessment and appraisal."""
        return (*self.assessments.values(), *self.appraisals.values())

    def hidden(self, top: str) -> bool:
        """Whether a part of `criteria` or `units` could not be entered."""
        return any(path.partition("/")[0] == top for path in self.gaps)

    def hidden_below(self, unit_id: str) -> int:
        """How many folders below the unit's own could not be entered."""
        unit = self.units.get(unit_id)
        home = f"{unit_folder(unit.at.path, 'unit')}/" if unit else "/"
        return sum(path.startswith(home) for path in self.gaps)

    def evidence_path(self, assessment: Assessment, evidence: Evidence) -> str | None:
        """Where the file that a piece of evidence names should be; None outside the unit's folder.

        The same on every system: no drive, no backslash, no way up.
        """
        file = evidence.file
        odd = "\\" in file or ":" in file or "\x00" in file or file.startswith(("/", "~"))
        if odd or ".." in file.split("/"):
            return None
        folder = self.places[assessment.at.path].folder
        return unicodedata.normalize("NFC", normpath(f"{folder}/{file}"))

    def evidence_is_there(self, assessment: Assessment, evidence: Evidence) -> bool:
        """Whether the file that a piece of evidence names, if any, is in the unit's folder."""
        return not evidence.file or self.evidence_path(assessment, evidence) in self.files

    def set_for(self, key: Key) -> CriteriaSet | None:
        """The version of the set that the answers were given under, else the newest."""
        file = self.assessments.get(key) or self.appraisals.get(key)
        version = file.version if file else 0
        return self.versions.get((key.set, version)) or self.sets.get(key.set)

    def ancestors(self, unit_id: str) -> Iterator[str]:
        """The unit and those above it, however broken the tree."""
        seen: set[str] = set()
        while unit_id in self.units and unit_id not in seen:
            seen.add(unit_id)
            yield unit_id
            unit_id = self.units[unit_id].parent

    def circle(self, unit_id: str) -> tuple[str, ...]:
        """The units of a circle of parents that the unit is in; empty where there is none."""
        trail = tuple(self.ancestors(unit_id))
        return trail if trail and self.units[trail[-1]].parent == unit_id else ()

    def below(self, unit_id: str) -> Iterator[str]:
        """The unit and those below it, each once, however broken the tree."""
        seen, todo = set(), [unit_id]
        while todo:
            current = todo.pop(0)
            if current in self.units and current not in seen:
                seen.add(current)
                yield current
                todo[:0] = self.children.get(current, ())

    def fits(self, unit: Unit, criteria_set: CriteriaSet) -> bool:
        """Whether the set is made for the unit: by its type, and by where it lies."""
        if unit.type not in criteria_set.applies_to:
            return False
        within = criteria_set.within
        return not within or any(one in within for one in self.ancestors(unit.id))

    def sets_in(self, unit: Unit, period: Period) -> tuple[str, ...]:
        """The sets a row is shown for: those in force that fit, and any that has a file."""
        fitting = {
            name for name, one in self.sets.items()
            if self.fits(unit, one) and one.in_force_in(period)
        }  # fmt: skip
        filed = {
            file.set for file in self.filed()
            if file.unit == unit.id and file.period == period
        }  # fmt: skip
        return tuple(sorted(fitting | filed))
