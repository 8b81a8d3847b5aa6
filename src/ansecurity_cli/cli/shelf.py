"""`report --all`: a file a unit that has any file, and an index that links them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ansecurity_cli.cli import clock, commit, output, rendering
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, PageFormat, Wish
from ansecurity_cli.cli.rendering import Way
from ansecurity_cli.cli.reporting import code, compare
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Kind, Page
from ansecurity_cli.snapshot import Snapshot

_ENDING = {PageFormat.HTML: "html", PageFormat.MARKDOWN: "md"}
_INDEX = {PageFormat.HTML: "index.html", PageFormat.MARKDOWN: "README.md"}


def report(
    session: Session, asked: Asked, shown: PageFormat | None, template: Path | None, wish: Wish
) -> int:
    """Write a page a unit and the index into the folder, or compare them with what is there."""
    chosen = shown or PageFormat.HTML
    if chosen not in _ENDING:
        message = say("--all writes pages, not {format}", format=chosen.value)
        raise AnsecurityError(message, say("write them as HTML or Markdown"))
    if asked.target is None:
        raise AnsecurityError(say("--all needs the folder to write to: -o FOLDER"))
    snapshot = take(session, clock.as_of(asked.as_of))
    how = rendering.way(chosen, None, template)
    wanted = choose(snapshot, asked)
    having = tuple(one for one in wanted.selection.units if _has(snapshot, one, wish.kind.value))
    selection = replace(wanted.selection, units=having)
    index = page.build(snapshot, selection, wanted.named, "index")
    if wish.with_commit:
        index = replace(index, commit=commit.stated(session.find_root()))
    texts = dict(_texts(session, snapshot, asked, how, wish, index, having))
    put = _put(session, asked.target, texts, check=wish.check)
    return max(put, code(index.status, asked.fail_on))  # the index has what any page has


def _texts(
    session: Session, snapshot: Snapshot, asked: Asked, how: Way, wish: Wish, index: Page,
    having: tuple[Unit, ...],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """The files with their names, which are the ids of the units; the index last."""
    names = {one.id: f"{one.id}.{_ENDING[how.format]}" for one in having}
    for unit in having:
        one = replace(asked, units=(unit.id,), alone=True)
        view, made = rendering.built(session, snapshot, one, how, wish)
        yield names[unit.id], "".join(rendering.render(view, session.words, how, made))
    pieces = rendering.render(index, session.words, Way(how.format), None, names)
    yield _INDEX[how.format], "".join(pieces)


def _has(snapshot: Snapshot, unit: Unit, kind: Kind) -> bool:
    repository = snapshot.repository
    if kind == "rollup":
        return bool(repository.children.get(unit.id))
    return any(repository.filed_by(unit.id, one) for one in repository.periods.get(unit.id, ()))


def _put(session: Session, folder: Path, texts: Mapping[str, str], *, check: bool) -> int:
    """Write them into the folder, or compare; files of other names are left alone."""
    if check:
        codes = [
            compare(session, folder / name, text.encode("utf-8", "backslashreplace"), gone=True)
            for name, text in texts.items()
        ]
        return max(codes, default=Exit.DONE)
    if folder.exists() and not folder.is_dir():
        raise AnsecurityError(say("“{path}” is not a folder", path=folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        output.to_file(folder / name, text)
    session.tell(say("written: {n} files into {path}", n=len(texts), path=folder))
    return Exit.DONE
