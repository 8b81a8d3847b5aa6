"""`diff`: what changed between two commits, or since one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ansecurity_cli.cli import clock, revisions
from ansecurity_cli.cli.choosing import Wanted, choose
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, DiffFormat, FailOnDiff
from ansecurity_cli.cli.session import Render, Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports import differences
from ansecurity_cli.reports.differences import Differences, Narrowed, State
from ansecurity_cli.snapshot import Memo, Snapshot, read
from ansecurity_cli.sources import SourceTree, WorkingTree
from ansecurity_cli.sources.git import CommitTree, History, Range, Revision

_ENDINGS = {
    ".json": DiffFormat.JSON, ".md": DiffFormat.MARKDOWN, ".markdown": DiffFormat.MARKDOWN,
    ".html": DiffFormat.HTML, ".htm": DiffFormat.HTML,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two states that are compared; without a last commit, up to the working tree."""

    first: Revision
    last: Revision | None


def diff(
    session: Session, asked: Asked, typed: str, shown: DiffFormat | None, fail_on: FailOnDiff
) -> int:
    """Show what changed; 1 if a file can't be used now, or the gate is not met."""
    root, day = session.find_root(), clock.as_of(asked.as_of)
    memo = Memo()
    with revisions.history_of(root) as history:
        ends = _ends(history, Range.parse(typed))
        old = history.tree(ends.first)
        _told_if_empty(session, old, ends.first)
        new = _tree(history, root, ends.last, old)
        # The later state first: of it everything is read, of the other only what differs.
        after = read(new, day, memo)
        before = read(old, day, memo)
    states = State(ends.first.name, ends.first.commit), _state(ends.last)
    report = differences.build(before, after, states, _narrowed(before, after, asked))
    session.show(_render(shown, asked.target), report, asked.target)
    return Exit.NOT_SO if _failed(report, fail_on) else Exit.DONE


def _ends(history: History, wanted: Range) -> _Ends:
    first = history.find(wanted.start)
    last = history.find(wanted.end) if wanted.end is not None else None
    if wanted.from_base and last is not None:
        first = history.parted(first, last)
    return _Ends(first, last)


def _state(one: Revision | None) -> State:
    return State(one.name, one.commit) if one else State()


def _tree(history: History, root: Path, last: Revision | None, old: CommitTree) -> SourceTree:
    return history.tree(last) if last else WorkingTree(root, old.submodules())


def _told_if_empty(session: Session, tree: CommitTree, revision: Revision) -> None:
    if tree.empty:
        session.tell(say("in “{name}” there was nothing here yet", name=revision.name))


def _narrowed(before: Snapshot, after: Snapshot, asked: Asked) -> Narrowed:
    """What is meant, by the names of the later state; of what is gone, by those of the earlier."""
    try:
        wanted, other = choose(after, asked), before
    except AnsecurityError:
        try:
            wanted, other = choose(before, asked), after
        except AnsecurityError:
            wanted, other = choose(after, asked), before
    selection = wanted.selection
    units = frozenset(_ids(wanted, other, asked)) if asked.units else None
    return Narrowed(units, selection.sets, selection.periods)


def _ids(wanted: Wanted, other: Snapshot, asked: Asked) -> set[str]:
    found = {one.id for one in wanted.selection.units}
    return found if asked.alone else found | _below(other, wanted.named)


def _below(snapshot: Snapshot, named: tuple[Unit, ...]) -> set[str]:
    return {name for one in named for name in snapshot.repository.below(one.id)}


def _render(shown: DiffFormat | None, target: Path | None) -> Render[Differences]:
    ending = _ENDINGS.get(target.suffix.lower(), DiffFormat.TABLE) if target else DiffFormat.TABLE
    match shown or ending:
        case DiffFormat.JSON:
            from ansecurity_cli.formats.differences.data import as_json

            return as_json
        case DiffFormat.MARKDOWN:
            from ansecurity_cli.formats.differences.pages import markdown

            return markdown
        case DiffFormat.HTML:
            from ansecurity_cli.formats.differences.pages import page

            return page
        case DiffFormat.TABLE:
            from ansecurity_cli.formats.differences.table import table

            return table


def _failed(report: Differences, fail_on: FailOnDiff) -> bool:
    gates = {FailOnDiff.REGRESSION: report.regressed, FailOnDiff.CHANGE: report.any}
    return bool(report.provenance.unreadable) or gates.get(fail_on, False)
