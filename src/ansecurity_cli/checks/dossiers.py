"""Is the dossier complete?"""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.checks.scope import Scope
from ansecurity_cli.diagnostics import Problem, Related, say
from ansecurity_cli.model.records import Assessment
from ansecurity_cli.schema import suggest
from ansecurity_cli.verdicts.dossiers import checklist


def unknown_paper(scope: Scope) -> Iterator[Problem]:
    """A paper of the dossier is none that the criteria set asks for."""
    for file, known in scope.answered():
        if not isinstance(file, Assessment):
            continue
        asked = known.dossier
        ids = [one.id for one in (*asked.registration, *asked.recognition)] if asked else []
        for paper in file.dossier:
            if paper.for_ not in ids:
                message = say("the set asks for no paper “{name}”", name=paper.for_)
                if not paper.for_:
                    message = say("it isn't said which paper of the dossier this is")
                hints = suggest(paper.for_, ids)[:1] or (say("write for: {ids}", ids=tuple(ids)),)
                related = (Related(asked.at, say("the dossier")),) if asked else ()
                at = paper.at.at("for") if paper.for_ else paper.at
                yield Problem(at, message, hints if ids else (), related, file.unit)


def dossier_incomplete(scope: Scope) -> Iterator[Problem]:
    """The day by which a dossier must be decided is past, and papers are missing in it."""
    for result in scope.results():
        unit = scope.repository.units.get(result.key.unit)
        file, papers = result.assessment, checklist(result, scope.as_of, unit)
        if file is None or not file.dossier or papers is None or papers.decided:
            continue
        missing = [one.asked.title for one in papers.recognition if one.paper is None]
        if missing and papers.days_left is not None and papers.days_left < 0:
            message = say(
                "due before {due}; still missing: {names}", due=papers.due, names=tuple(missing)
            )
            yield Problem(file.at.at("dossier").key(), message, unit=file.unit)
