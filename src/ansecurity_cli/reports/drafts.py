"""A criteria set that isn't in the repository yet, read as if it were."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ansecurity_cli import checks, privacy
from ansecurity_cli.diagnostics import Diagnostic, Location, Note, Problem, Severity
from ansecurity_cli.model.bind_criteria import bind_set, bindable
from ansecurity_cli.model.binding import Coded, follow
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.withholding import without_persons
from ansecurity_cli.schema import understand
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.sources import parse
from ansecurity_cli.verdicts.evaluation import Evaluation
from ansecurity_cli.verdicts.outcome import Counts

# A draft is changed under the seal that it was copied with; that is what it is for.
_NOT_OF_DRAFTS = ("changed-without-version", "versions-overlap")


@dataclass(frozen=True)
class Draft:
    """A set as its file says, and what is wrong with it; `snapshot` knows its lines too."""

    snapshot: Snapshot
    criteria_set: CriteriaSet | None
    problems: ProblemReport


def read(snapshot: Snapshot, path: str, raw: bytes) -> Draft:
    """The set in a file; with errors it is None."""
    parsed = parse(path, raw)
    understood = understand(parsed, "criteria-set")
    found = [*understood.diagnostics, *privacy.find(path, parsed.text)]
    data, bound = understood.data or {}, None
    if parsed.document:
        documents = {**snapshot.documents, path: parsed.document}
        snapshot = replace(snapshot, documents=documents)
    if understood.sound and bindable(data):
        bound = bind_set(str(data["id"]), data, Location(path), sound=True)
        found += _wrong(snapshot, bound)
    errors = any(one.severity is Severity.ERROR for one in found)
    shown, texts = without_persons(tuple(found), {**snapshot.texts, path: parsed.text})
    problems = ProblemReport(snapshot.as_of, 1, shown, texts, Counts(), ())
    return Draft(snapshot, None if errors else bound, problems)


def _wrong(snapshot: Snapshot, bound: CriteriaSet) -> list[Diagnostic]:
    """What the checks say of the set among the others."""
    repository, problems = among(snapshot.repository, bound)
    found = [(code, Severity.ERROR, one) for code, one in problems]
    scope = checks.Scope(repository, Evaluation(repository, snapshot.as_of), snapshot.as_of)
    found += [
        (check.name, check.severity, one)
        for check, one in checks.run(scope) if check.name not in _NOT_OF_DRAFTS
    ]  # fmt: skip
    return [
        _placed(snapshot, code, severity, one)
        for code, severity, one in found if one.at.path == bound.at.path
    ]  # fmt: skip


def among(repository: Repository, bound: CriteriaSet) -> tuple[Repository, list[Coded]]:
    """The criteria sets with this one as the newest of its name, and no answers."""
    raw = {**repository.raw, (bound.id, bound.version): bound}
    newest = {name: one.version for name, one in repository.sets.items()}
    newest[bound.id] = bound.version
    versions, problems = follow(raw, newest)
    changed = replace(
        repository, raw=raw, versions=versions,
        sets={name: versions[name, version] for name, version in newest.items()},
        assessments={}, appraisals={}, inspections=(), plans=(), places={}, said={},
    )  # fmt: skip
    return changed, problems


def _placed(snapshot: Snapshot, code: str, severity: Severity, one: Problem) -> Diagnostic:
    notes = tuple(
        Note(other.at.path, snapshot.span(other.at), other.message)
        for other in one.related
        if other.at.path in snapshot.documents
    )
    return Diagnostic(
        code, severity, one.at.path, snapshot.span(one.at), one.message, one.hints, notes,
        one.at.pointer, one.unit, one.criterion,
    )  # fmt: skip
