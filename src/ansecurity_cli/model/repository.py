"""Everything the files say, indexed: sets, the tree of units, answers, visits, plans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import normpath
from typing import NamedTuple

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.places import Place, unit_folder
from ansecurity_cli.model.programme import Inspection, Plan
from ansecurity_cli.model.records import Appraisal, Assessment, Evidence, Key, Unit
from ansecurity_cli.model.rules import All
from ansecurity_cli.model.scoring import Suspension


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
    extensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups of units that any criteria set knows."""
        every = (one for known in self.versions.values() for one in known.walk())
        return frozenset(name for one in every for name in one.by_group)

    def kin(self, key: Key) -> tuple[Key, ...]:
        """The key, and those of sets that extend its set: who holds more holds this as well.

        Only where nothing of the base can be missing: all must be met, of the same version.
        """
        others = (key._replace(set=name) for name in self.extensions.get(key.set, ()))
        return (key, *(one for one in others if self._holds_more(one, key)))

    def _holds_more(self, extending: Key, key: Key) -> bool:
        more, base = self.set_for(extending), self.sets.get(key.set)
        while more and base and more.extends and isinstance(more.rule, All):
            name, version = more.extends
            if name == base.id:
                same = version in (None, base.version)
                return same and isinstance(base.rule, All) and base.scoring is None
            more = self.versions.get((name, version or 0)) or self.sets.get(name)
        return False

    def suspension(self, key: Key) -> Suspension | None:
        """Why nobody is assessed in a period: by the version that judges, or by the newest."""
        for known in (self.set_for(key), self.sets.get(key.set)):
            found = known.suspension(key.period) if known else None
            if found:
                return found
        return None

    def subject(self, unit: Unit, criteria_set: CriteriaSet, period: Period) -> bool:
        """Whether the set is asked of the unit in a period: it fits, and lives then."""
        lived = unit.valid.overlaps(criteria_set.days(period))
        return self.fits(unit, criteria_set) and lived and not unit.out_of_scope

    def filed(self) -> tuple[Assessment | Appraisal, ...]:
        """Every assessment, and every round of appraisal."""
        return (*self.assessments.values(), *self.rounds())

    def assessments_of(self, unit_id: str) -> tuple[Assessment, ...]:
        """The assessments of one unit."""
        return self._by_unit.get(unit_id, ())

    def findings_named(self, unit_id: str, finding_id: str) -> int:
        """How many findings about a unit, or of visits to it, have an id."""
        return self._findings.get((unit_id, finding_id), 0)

    @cached_property
    def _findings(self) -> Mapping[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for visit in self.inspections:
            for finding in visit.findings:
                for unit in {finding.unit, visit.unit} - {""}:
                    found[unit, finding.id] = found.get((unit, finding.id), 0) + 1
        return found

    @cached_property
    def _by_unit(self) -> Mapping[str, tuple[Assessment, ...]]:
        found: dict[str, list[Assessment]] = {}
        for one in self.assessments.values():
            found.setdefault(one.unit, []).append(one)
        return {unit: tuple(some) for unit, some in found.items()}

    def rounds(self) -> Iterator[Appraisal]:
        """Every round of appraisal."""
        return (one for last in self.appraisals.values() for one in last.rounds)

    def filed_by(self, unit_id: str, period: Period) -> tuple[Assessment | Appraisal, ...]:
        """The assessments and appraisals of a unit in a period."""
        return self._filed_by.get((unit_id, period), ())

    @cached_property
    def _filed_by(self) -> Mapping[tuple[str, Period], tuple[Assessment | Appraisal, ...]]:
        found: dict[tuple[str, Period], list[Assessment | Appraisal]] = {}
        for file in self.filed():
            found.setdefault((file.unit, file.period), []).append(file)
        return {key: tuple(some) for key, some in found.items()}

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
            current = todo.pop()
            if current in self.units and current not in seen:
                seen.add(current)
                yield current
                todo += reversed(self.children.get(current, ()))

    def before(self, unit_id: str) -> str | None:
        """The one unit that this one simply continues, under another name or type.

        None where units were merged or split, or where the two files don't name each other.
        """
        unit = self.units.get(unit_id)
        if unit is None or len(unit.predecessors) != 1:
            return None
        old = self.units.get(unit.predecessors[0])
        if old is None or old is unit or old.successors != (unit_id,):
            return None
        heirs = (one.id for one in self.units.values() if old.id in one.predecessors)
        return old.id if unit.sound and old.sound and set(heirs) == {unit_id} else None

    def told_by(self, key: Key) -> Key:
        """Whose files tell of a period: the unit's, or those of one that it continues.

        Of a period in which the unit did not live yet and has no file, its predecessor tells.
        """
        criteria_set, seen = self.sets.get(key.set), {key.unit}
        while criteria_set and not self.filed_for(key) and self._unborn(key, criteria_set):
            old = self.before(key.unit)
            if old is None or old in seen:
                break
            seen.add(old)
            key = key._replace(unit=old)
        return key

    def formed_after(self, key: Key) -> bool:
        """Whether the unit was formed from others after a period that it has no file of."""
        unit, criteria_set = self.units.get(key.unit), self.sets.get(key.set)
        if unit is None or criteria_set is None or not unit.predecessors:
            return False
        return not self.filed_for(key) and self._unborn(key, criteria_set)

    def filed_for(self, key: Key) -> bool:
        """Whether the unit has an assessment or an appraisal of its own."""
        return key in self.assessments or key in self.appraisals

    def _unborn(self, key: Key, criteria_set: CriteriaSet) -> bool:
        unit, last = self.units.get(key.unit), criteria_set.days(key.period).last
        if unit is None or unit.valid.reversed or not (unit.valid.first and last):
            return False
        return unit.valid.first > last

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
            if self.fits(unit, one) and one.in_force_in(period) and not one.suspension(period)
        }  # fmt: skip
        filed = {file.set for file in self.filed_by(unit.id, period)}
        return tuple(sorted(fitting | filed))
