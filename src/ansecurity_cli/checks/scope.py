"""What checks look at: the repository, its evaluation, and the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.records import Answer, Appraisal, Assessment
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.verdicts.evaluation import Evaluation
from ansecurity_cli.verdicts.grouping import for_unit
from ansecurity_cli.verdicts.results import Result


@dataclass(frozen=True)
class Scope:
    """The view that every check gets."""

    repository: Repository
    evaluation: Evaluation
    as_of: date

    def answered(self) -> Iterator[tuple[Assessment | Appraisal, CriteriaSet]]:
        """Each assessment and appraisal whose set can be relied on."""
        repository = self.repository
        for file in repository.filed():
            criteria_set, unit = repository.set_for(file.key), repository.units.get(file.unit)
            if criteria_set is not None and criteria_set.sound:
                if unit is not None:
                    criteria_set = for_unit(criteria_set, unit, repository.groups)
                yield file, criteria_set

    def answers(self) -> Iterator[tuple[Assessment | Appraisal, CriteriaSet, Criterion, Answer]]:
        """Each answer, and each appraiser's result, with the criterion it is for."""
        for file, criteria_set in self.answered():
            by_id = criteria_set.by_id
            given = file.answers if isinstance(file, Assessment) else file.results
            for name, answer in given.items():
                if name in by_id:
                    yield file, criteria_set, by_id[name], answer

    def results(self, *, as_if_sound: bool = False) -> Iterator[Result]:
        """The result of each unit, set and period that has an assessment or an appraisal.

        A file with errors decides nothing, but what is left of it can be looked at `as_if_sound`.
        """
        for key in dict.fromkeys(file.key for file in self.repository.filed()):
            provisional = as_if_sound and key.unit in self._touched
            yield (self._provisional if provisional else self.evaluation).result(key)

    @cached_property
    def _provisional(self) -> Evaluation:
        whole = {key: replace(one, sound=True) for key, one in self.repository.assessments.items()}
        return Evaluation(replace(self.repository, assessments=whole), self.as_of)

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The units whose results could rest on an assessment with errors.

        Their own, those above them, which add them up, and those that continue them.
        """
        heirs: dict[str, list[str]] = {}
        for unit in self.repository.units.values():
            for name in unit.predecessors:
                heirs.setdefault(name, []).append(unit.id)
        above = {one: name for name, some in self.repository.children.items() for one in some}
        todo = [one.unit for one in self.repository.assessments.values() if not one.sound]
        found: set[str] = set()
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += [*heirs.get(name, ()), *([above[name]] if name in above else [])]
        return frozenset(found)
