"""Is the evidence there?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, say
from ansecurity_cli.model.records import Assessment, Evidence


def _files(scope: Scope) -> Iterator[tuple[Assessment, Evidence, str | None]]:
    for assessment in scope.repository.assessments.values():
        for one in assessment.evidence.values():
            if one.file:
                yield assessment, one, scope.repository.evidence_path(assessment, one)


def evidence_file_missing(scope: Scope) -> Iterator[Problem]:
    """The file that a piece of evidence names isn't in the unit's folder."""
    for assessment, one, path in _files(scope):
        if path is not None and path not in scope.repository.files:
            message = say("there is no file “{file}”", file=one.file)
            hints = (say("put the file at {path}, or correct the path", path=path),)
            yield Problem(one.at.at("file"), message, hints, unit=assessment.unit)


def evidence_outside(scope: Scope) -> Iterator[Problem]:
    """The path of a piece of evidence leads out of the unit's folder."""
    for assessment, one, path in _files(scope):
        if path is None:
            message = say("“{file}” leads out of the unit's folder", file=one.file)
            hints = (say("copy the file into the unit's folder and name it from there"),)
            yield Problem(one.at.at("file"), message, hints, unit=assessment.unit)
