"""The Word draft and its template: what needs the extra `docx`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli.cli import binaries, output
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Paper
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say, say_n
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import official
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot

_LARGEST = 20_000_000  # bytes: a template with a picture or two is far below


def draft(
    session: Session, snapshot: Snapshot, selection: Selection, view: Page, paper: Paper
) -> bytes:
    """The draft; what isn't known of it is said."""
    from ansecurity_cli.formats.word import filling
    from ansecurity_cli.formats.word.letterhead import Wishes

    wishes = Wishes(
        paper.profile.value if paper.profile else "", paper.number,
        _day(paper.day) if paper.day else None, paper.addressees, paper.deputy,
    )  # fmt: skip
    if session.words.language != "vi":
        session.tell(say("a Word draft is always in Vietnamese"))
    wanted = official.build(snapshot, view, selection)
    if wanted.unit is None:
        session.tell(say("who reports is left open (…): name one unit to have it filled in"))
    unknown = sum(one.n for one in wanted.unknown)
    if unknown:
        session.tell(
            say_n(
                "{n} criterion is unknown; the draft says so in part I.3",
                "{n} criteria are unknown; the draft says so in part I.3",
                unknown,
            )
        )
    try:
        template = _read(paper.template) if paper.template else filling.shipped()
        return filling.draft(wanted, wishes, Words("vi"), __version__, template)
    except filling.BadTemplate as error:
        hint = say("see: {command}", command=f"ansecurity template check {paper.template}")
        raise AnsecurityError(error.message, hint) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = say("“{text}” is not a day", text=text)
        raise AnsecurityError(message, say("write {form}", form="--ngay 2026-01-05")) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise AnsecurityError(say("there is no file or folder “{path}”", path=path)) from error
    if len(raw) > _LARGEST:
        raise AnsecurityError(say("“{path}” is too large for a template", path=path))
    return raw


def check(session: Session, path: Path, target: Path | None) -> int:
    """Fill in a template with made-up values and tell what is wrong with it."""
    binaries.installed("docxtpl", "Word")
    from ansecurity_cli.formats.word import checking, filling

    try:
        found = checking.check(_read(path))
    except filling.BadTemplate as error:
        raise AnsecurityError(error.message) from error
    session.emit(checking.text(found, session.words), target)
    return Exit.NOT_SO if found.wrong else Exit.DONE


def write(session: Session, path: Path) -> int:
    """Copy the shipped template out; never over a file that somebody may have edited."""
    binaries.installed("docxtpl", "Word")
    from ansecurity_cli.formats.word import filling

    if path.exists():
        raise AnsecurityError(
            say("there is already a file “{path}”", path=path), say("choose another name")
        )
    output.replace(path, filling.shipped())
    session.tell(say("written: {path}", path=path))
    return Exit.DONE
