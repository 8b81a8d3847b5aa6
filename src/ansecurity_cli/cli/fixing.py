"""`check --fix` and `--diff`: what can safely be repaired, written or only shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from ansecurity_cli.cli import output
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say, say_n
from ansecurity_cli.model.places import is_yaml
from ansecurity_cli.repair import Repair, repair
from ansecurity_cli.sources import Unreadable, WorkingTree

Wanted = Callable[[str], bool]


def fix(session: Session, covers: Callable[[str], bool], wanted: Wanted, *, reorder: bool) -> None:
    """Repair the files, each whole or not at all, and say which."""
    root = session.find_root()
    for one in _repairs(root, covers, wanted, reorder=reorder):
        output.replace(root / one.path, one.after, instead_of=one.before)
        what = ", ".join(f"{code} ×{n}" if n > 1 else code for code, n in _counted(one))
        session.tell(say("repaired: {path} ({what})", path=one.path, what=what))


def _counted(one: Repair) -> list[tuple[str, int]]:
    return sorted(Counter(one.codes).items())


def diff(
    session: Session,
    covers: Callable[[str], bool],
    wanted: Wanted,
    *,
    reorder: bool,
    target: Path | None,
) -> int:
    """Show what `--fix` would do; 1 if there is anything."""
    from ansecurity_cli.formats import patch

    found = list(_repairs(session.find_root(), covers, wanted, reorder=reorder))
    session.emit(patch.patch(found, session.words), target)
    count = say_n("{n} file can be repaired", "{n} files can be repaired", len(found))
    session.tell(count if found else say("nothing can be repaired by itself"))
    return Exit.NOT_SO if found else Exit.DONE


def _repairs(
    root: Path, covers: Callable[[str], bool], wanted: Wanted, *, reorder: bool
) -> Iterator[Repair]:
    tree = WorkingTree(root)
    for path in tree.paths():
        if not (is_yaml(path) and covers(path)):
            continue
        try:
            raw = tree.read(path)
        except Unreadable:  # told by the check that follows
            continue
        one = repair(path, raw, wanted, reorder=reorder)
        if one:
            yield one


def only_one(*, fixing: bool, showing: bool, reorder: bool) -> None:
    """`--fix` writes and `--diff` shows; `--sort-keys` belongs to one of them."""
    if fixing and showing:
        raise AnsecurityError(say("--fix writes and --diff only shows: choose one of them"))
    if reorder and not (fixing or showing):
        raise AnsecurityError(say("--sort-keys needs --fix or --diff"))
