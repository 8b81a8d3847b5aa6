"""Can roll-ups count what they ask for?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, Related, say
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.rules import Rollup


def rollup_counts_nobody(scope: Scope) -> Iterator[Problem]:
    """A roll-up counts units of a type by a criteria set that isn't made for that type.

    Such units can't be met, registered or recognised in that set, so none of them ever counts.
    """
    for criteria_set in scope.repository.versions.values():
        for criterion in criteria_set.walk():
            rule = criterion.rule
            if isinstance(rule, Rollup) and rule.at.path == criteria_set.at.path:
                for kind, name in rule.sets.items():
                    wrong = _made_for_others(scope, kind, name)
                    if wrong:
                        message = say(
                            "“{set}” is not for units of the type “{type}”", set=name, type=kind
                        )
                        hint = say(
                            "“{set}” is for: {types}", set=name, types=", ".join(wrong.applies_to)
                        )
                        related = (Related(wrong.at.at("applies_to"), say("only for these")),)
                        at = rule.at.at("sets", kind)
                        yield Problem(at, message, (hint,), related, "", criterion.id)


def _made_for_others(scope: Scope, kind: str, name: str) -> CriteriaSet | None:
    """The set, if it can be relied on and none of its versions is made for units of the type."""
    newest = scope.repository.sets.get(name)
    versions = [one for key, one in scope.repository.versions.items() if key[0] == name]
    if newest is None or any(not one.sound or kind in one.applies_to for one in versions):
        return None
    return newest
