"""Is the evidence there?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from posixpath import normpath

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Location, Problem, say


def _files(scope: Scope) -> Iterator[tuple[Location, str, str, str]]:
    for assessment in scope.repository.assessments.values():
        place = scope.repository.places[assessment.at.path]
        for one in assessment.evidence.values():
            if one.file:
                yield one.at.at("file"), one.file, place.folder, assessment.unit


def _inside(file: str) -> bool:
    # The same on every system: no drive, no backslash, no way up.
    odd = "\\" in file or ":" in file or "\x00" in file or file.startswith(("/", "~"))
    return not odd and ".." not in file.split("/")


def evidence_file_missing(scope: Scope) -> Iterator[Problem]:
    """The file that a piece of evidence names isn't in the unit's folder."""
    for at, file, folder, unit in _files(scope):
        path = unicodedata.normalize("NFC", normpath(f"{folder}/{file}"))
        if _inside(file) and path not in scope.repository.files:
            hints = (say("put the file at {path}, or correct the path", path=path),)
            yield Problem(at, say("there is no file “{file}”", file=file), hints, unit=unit)


def evidence_outside(scope: Scope) -> Iterator[Problem]:
    """The path of a piece of evidence leads out of the unit's folder."""
    for at, file, _folder, unit in _files(scope):
        if not _inside(file):
            hints = (say("copy the file into the unit's folder and name it from there"),)
            yield Problem(
                at, say("“{file}” leads out of the unit's folder", file=file), hints, unit=unit
            )
