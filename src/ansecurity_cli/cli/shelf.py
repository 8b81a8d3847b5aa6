"""`report --all`: a file a unit that has any file, and an index that links them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli.cli import output
from ansecurity_cli.cli.choosing import Wanted
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import PageFormat
from ansecurity_cli.cli.reporting import compare, renderer
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Kind
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot

_ENDING = {PageFormat.HTML: "html", PageFormat.MARKDOWN: "md"}
_INDEX = {PageFormat.HTML: "index.html", PageFormat.MARKDOWN: "README.md"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What each file shows, and how."""

    kind: Kind
    shown: PageFormat
    commit: Message | None


def texts(session: Session, snapshot: Snapshot, wanted: Wanted, plan: Plan) -> Mapping[str, str]:
    """The files by name; their names are the ids of the units."""
    render, chosen = renderer(plan.shown), wanted.selection
    having = [one for one in chosen.units if _has(snapshot, one, plan.kind)]
    names = {one.id: f"{one.id}.{_ENDING[plan.shown]}" for one in having}
    found = {}
    for unit in having:
        selection = Selection((unit,), chosen.sets, chosen.periods)
        view = replace(page.build(snapshot, selection, (unit,), plan.kind), commit=plan.commit)
        found[names[unit.id]] = render(view, session.words, __version__)
    selection = Selection(tuple(having), chosen.sets, chosen.periods)
    listed = replace(page.build(snapshot, selection, wanted.named, "index"), commit=plan.commit)
    found[_INDEX[plan.shown]] = render(listed, session.words, __version__, names)
    return found


def _has(snapshot: Snapshot, unit: Unit, kind: Kind) -> bool:
    repository = snapshot.repository
    if kind == "rollup":
        return bool(repository.children.get(unit.id))
    return any(repository.filed_by(unit.id, one) for one in repository.periods.get(unit.id, ()))


def put(session: Session, folder: Path | None, texts: Mapping[str, str], *, check: bool) -> int:
    """Write them into the folder, or compare; files of other names are left alone."""
    if folder is None:
        raise AnsecurityError(say("--all needs the folder to write to: -o FOLDER"))
    if check:
        codes = [compare(session, folder / name, text) for name, text in texts.items()]
        return max(codes, default=Exit.DONE)
    if folder.exists() and not folder.is_dir():
        raise AnsecurityError(say("“{path}” is not a folder", path=folder))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        output.to_file(folder / name, text)
    session.tell(say("written: {n} files into {path}", n=len(texts), path=folder))
    return Exit.DONE
