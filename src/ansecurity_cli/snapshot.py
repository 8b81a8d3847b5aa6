"""The pipeline on one screen: a tree of files, understood as of a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from ansecurity_cli import checks, privacy, schema, sources
from ansecurity_cli.diagnostics import (
    START,
    Code,
    Diagnostic,
    Location,
    Note,
    Problem,
    Severity,
    Span,
    say,
)
from ansecurity_cli.model import binding
from ansecurity_cli.model.binding import File, bind
from ansecurity_cli.model.places import Place, is_yaml, place_of
from ansecurity_cli.model.repository import Repository
from ansecurity_cli.sources import (
    Document,
    Parsed,
    SourceTree,
    Stamped,
    Unreadable,
    identity,
    parse,
)
from ansecurity_cli.sources.trees import MAX_BYTES
from ansecurity_cli.verdicts.evaluation import Evaluation

_MISPLACED = Code(
    "misplaced-file", Severity.ERROR,
    say("A YAML file has a name or a place where it would not be read."),
    say("Nothing is left out in silence: a file of answers in the wrong folder is no answer."),
)  # fmt: skip
# Every kind of problem that can be told of, in the order in which they are found.
CODES: Mapping[str, Code] = {
    one.name: one
    for one in (
        *sources.CODES, *privacy.CODES, _MISPLACED, *schema.CODES, *binding.CODES,
        *(check.code for check in checks.CHECKS),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """What the files say, what is wrong with them, and what they amount to."""

    as_of: date
    repository: Repository
    evaluation: Evaluation
    diagnostics: tuple[Diagnostic, ...]
    documents: Mapping[str, Document]
    texts: Mapping[str, str]
    digest: str
    unreadable: tuple[str, ...] = ()
    memo: Memo | None = None

    @property
    def files(self) -> int:
        """How many YAML files were found."""
        return len(self.texts)

    def line(self, at: Location) -> int:
        """The line of a place, from 1."""
        return self.span(at).start.line

    def span(self, at: Location) -> Span:
        """The lines and columns of a place."""
        document = self.documents.get(at.path)
        return document.span(at) if document else START


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file comes to by itself: its text, what fits its schema, what must not lie in git."""

    parsed: Parsed
    examined: schema.Examined
    private: tuple[Diagnostic, ...]
    digest: bytes = b""  # of the bytes with the line breaks that git keeps


@dataclass
class Memo:
    """Files that were understood once, by path and content: for who takes more than one tree."""

    _known: dict[tuple[str, str], Understood] = field(default_factory=dict)

    def find(self, tree: SourceTree, path: str) -> Understood | None:
        """What is known of a file without reading it."""
        stamp = tree.stamp(path) if isinstance(tree, Stamped) else ""
        return self._known.get((path, stamp))

    def understand(self, path: str, kind: str, raw: bytes) -> Understood:
        """What a file comes to, worked out once for each content."""
        if len(raw) > MAX_BYTES:  # cut off: two such files may differ further on
            return _understood(path, kind, raw)
        plain = identity.plain(raw)
        key = (path, identity.stamp(plain))
        if key not in self._known:
            found = _understood(path, kind, raw)
            self._known[key] = replace(found, digest=hashlib.sha256(plain).digest())
        return self._known[key]


def _understood(path: str, kind: str, raw: bytes) -> Understood:
    parsed = parse(path, raw)
    # The data may be right all the same: what must not lie in git makes no file unsound.
    return Understood(
        parsed, schema.understand(parsed, kind), tuple(privacy.find(path, parsed.text))
    )


@dataclass
class _Intake:
    """Files on their way in: read, parsed, held against their schema."""

    files: list[File] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    hash: Any = field(default_factory=hashlib.sha256)
    all: frozenset[str] = frozenset()
    strays: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    memo: Memo | None = None

    def take(self, tree: SourceTree, path: str) -> None:
        place = place_of(path)
        self.texts[path] = ""
        if place is None:
            self.refuse(path, "misplaced-file", _misplaced(path))
            parts = path.split("/")
            if len(parts) > 3:  # units/…/<unit>/<period>/<what it may be>
                self.strays.setdefault((parts[-3], parts[-2]), []).append(path)
            twin = str(PurePosixPath(path).with_suffix(".yaml"))
            meant = place_of(twin)
            if meant and twin not in self.all:
                # What it would be under its right name exists, unread: no second complaint.
                self.files.append(File(path, meant, sound=False))
            return
        known = self.memo.find(tree, path) if self.memo else None
        digest = known.digest if known else b""
        if known is None:
            try:
                raw = tree.read(path)
            except Unreadable as error:
                self.refuse(path, error.code, Problem(Location(path), error.message))
                self.files.append(File(path, place, sound=False))
                return
            understand = self.memo.understand if self.memo else _understood
            known, digest = understand(path, place.kind, raw), hashlib.sha256(raw).digest()
        self.hash.update(path.encode("utf-8", "surrogatepass") + b"\0" + digest)
        self._understood(path, place, known)

    def refuse(self, path: str, code: str, problem: Problem) -> None:
        self.unreadable.add(path)
        found = Diagnostic(code, Severity.ERROR, path, START, problem.message, problem.hints)
        self.diagnostics.append(found)

    def _understood(self, path: str, place: Place, known: Understood) -> None:
        self.texts[path] = known.parsed.text
        self.diagnostics += [*known.examined.diagnostics, *known.private]
        if known.parsed.document is not None:
            self.documents[path] = known.parsed.document
        examined = known.examined
        if not examined.sound:
            self.unreadable.add(path)
        self.files.append(File(path, place, examined.data or {}, examined.sound, examined.lost))


def _misplaced(path: str) -> Problem:
    if path.lower().endswith(".yml") or not path.endswith(".yaml"):
        target = str(PurePosixPath(path).with_suffix(".yaml"))
        message, hint = say("files must end in .yaml"), say("rename it to {path}", path=target)
        return Problem(Location(path), message, (hint,))
    message = say("no file of this name is expected here, so it would not be read")
    hints = (
        say("criteria sets: criteria/<id>.yaml; units: units/…/<id>/unit.yaml"),
        say(
            "answers: …/<unit>/<period>/<set>.yaml; visits: …/inspections/<date>-<name>.yaml; "
            "plans: …/plans/<name>.yaml"
        ),
    )
    return Problem(Location(path), message, hints)


def take(tree: SourceTree, as_of: date, memo: Memo | None = None) -> Snapshot:
    """Read, parse, validate, bind, evaluate and check everything in a tree."""
    snapshot, found = _bound(tree, as_of, memo)
    repository, evaluation = snapshot.repository, snapshot.evaluation
    problems = checks.run(checks.Scope(repository, evaluation, as_of))
    found += [_place(snapshot, check.name, check.severity, one) for check, one in problems]
    return replace(snapshot, diagnostics=_distinct(map(_attributed, found)))


def read(tree: SourceTree, as_of: date, memo: Memo | None = None) -> Snapshot:
    """The same without the checks across files: what decides, and which files can't be used."""
    snapshot, found = _bound(tree, as_of, memo)
    return replace(snapshot, diagnostics=_distinct(map(_attributed, found)))


def _bound(tree: SourceTree, as_of: date, memo: Memo | None) -> tuple[Snapshot, list[Diagnostic]]:
    paths = tuple(sorted(tree.paths()))
    intake = _Intake(all=frozenset(paths), memo=memo)
    for path in filter(is_yaml, paths):
        intake.take(tree, path)
    for path, error in sorted(tree.refused().items()):
        intake.refuse(path, error.code, Problem(Location(path), error.message))
    repository, problems = bind(intake.files, paths, tree.refused(), intake.strays)
    evaluation = Evaluation(repository, as_of)
    snapshot = Snapshot(
        as_of, repository, evaluation, (), intake.documents, intake.texts,
        intake.hash.hexdigest(), tuple(sorted(intake.unreadable)), memo,
    )  # fmt: skip
    placed = [_place(snapshot, code, Severity.ERROR, one) for code, one in problems]
    return snapshot, [*intake.diagnostics, *placed]


def _distinct(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    once = {one.sort_key: one for one in found}
    return tuple(once[key] for key in sorted(once))


def _attributed(one: Diagnostic) -> Diagnostic:
    """The unit whose file it is and the criterion whose answer it is, where no check said so."""
    place = place_of(one.path)
    answer = len(one.pointer) > 1 and one.pointer[0] in ("answers", "results")
    return replace(
        one,
        unit=one.unit or (place.unit if place else ""),
        criterion=one.criterion or (str(one.pointer[1]) if answer else ""),
    )


def _place(snapshot: Snapshot, code: str, severity: Severity, problem: Problem) -> Diagnostic:
    notes = tuple(
        Note(one.at.path, snapshot.span(one.at), one.message)
        for one in problem.related
        if one.at.path in snapshot.documents
    )
    at = problem.at
    return Diagnostic(
        code, severity, at.path, snapshot.span(at), problem.message, problem.hints, notes,
        at.pointer, problem.unit, problem.criterion,
    )  # fmt: skip
