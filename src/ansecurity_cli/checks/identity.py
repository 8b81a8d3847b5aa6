"""Do files say what their paths say?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, say


def differs_from_path(scope: Scope) -> Iterator[Problem]:
    """The id, unit, set, period or date in a file differs from its folder or file name.

    Ids are found by path; a file that says something else is in the wrong place or was copied.
    """
    for path, said in scope.repository.said.items():
        place = scope.repository.places[path]
        for key, at in said.items():
            wanted = {
                "id": place.unit or place.set, "unit": place.unit, "set": place.set,
                "period": place.period, "date": place.date,
                "version": str(place.version) if place.version else "",
            }[key]  # fmt: skip
            value = at.value
            if wanted and value != wanted:
                message = say(
                    "“{key}” is “{value}”, but the path says “{wanted}”",
                    key=key,
                    value=value,
                    wanted=wanted,
                )
                hints = (say("write {key}: {wanted}, or move the file", key=key, wanted=wanted),)
                yield Problem(at.at, message, hints, unit=place.unit)
