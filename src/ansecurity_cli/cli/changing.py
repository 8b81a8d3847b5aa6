"""`check --changed-since`: what is about the files that were changed, and what depends on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ansecurity_cli import snapshot as pipeline
from ansecurity_cli.cli import revisions
from ansecurity_cli.cli.session import Session
from ansecurity_cli.reports import concerned, problems, reach
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.snapshot import Memo, Snapshot
from ansecurity_cli.sources import Unreadable, WorkingTree, identity
from ansecurity_cli.sources.git import CommitTree

Covers = Callable[[str], bool]
SCHEMAS = "schemas"


@dataclass(frozen=True)
class Since:
    """The files now and as they were, and which of them have to be looked at."""

    before: Snapshot
    after: Snapshot
    changed: frozenset[str]
    concerned: frozenset[str]

    def report(self, covers: Covers) -> ProblemReport:
        """The problems of those files, and what is new anywhere."""
        everywhere = problems.build(self.after, lambda _path: True)
        report = problems.build(self.after, lambda path: covers(path) and path in self.concerned)
        return concerned.with_new(report, everywhere, self.before, covers)


def since(session: Session, name: str, day: date) -> Since:
    """What has changed since a commit; since the branches parted, where it is on another one."""
    root, memo = session.find_root(), Memo()
    with revisions.history_of(root) as history:
        named, head = history.find(name), history.find("HEAD")
        tree = history.tree(history.base(named, head) or named)
        after = pipeline.take(WorkingTree(root, tree.submodules()), day, memo)
        before = pipeline.take(tree, day, memo)
        schemas = _schemas_differ(root, tree)
    changed = frozenset(reach.changed(before, after))
    if schemas:  # they say what every file must hold
        return Since(before, after, changed | {SCHEMAS}, frozenset(after.texts))
    return Since(before, after, changed, concerned.files(before, after, changed))


def _schemas_differ(root: Path, tree: CommitTree) -> bool:
    if not (root / SCHEMAS).is_dir():
        return bool(tree.stamps_below(SCHEMAS))
    here = WorkingTree(root, folders=(SCHEMAS,))
    return {path: _stamp(here, path) for path in here.paths()} != tree.stamps_below(SCHEMAS)


def _stamp(tree: WorkingTree, path: str) -> str:
    try:
        return identity.stamp(identity.plain(tree.read(path)))
    except Unreadable:
        return ""
