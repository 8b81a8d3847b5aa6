"""`report --check`: whether reports that were kept are what would be written now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli.cli import clock, rendering
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, Board, Every, PageFormat, Wish
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.recipe import Foreign, Recipe, Unsound, read
from ansecurity_cli.formats.wording import Language, Words
from ansecurity_cli.snapshot import Snapshot

_CONTEXT, _SHOWN = 30, 100  # characters of a line before and after where it begins to differ


def recheck(
    session: Session, asked: Asked, shown: PageFormat | None, own: Path | None, wish: Wish
) -> int:
    """Compare every file; without `-o`, the files stand where units would."""
    if asked.target is not None:
        files: tuple[Path, ...] = (asked.target,)
    else:
        files, asked = tuple(Path(one) for one in asked.units), replace(asked, units=())
    if not files:
        raise AnsecurityError(say("--check needs the file to compare with: -o FILE"))
    check = _Check(session, asked, shown, own, wish)
    # Every file is looked at, so that one run tells of all.
    found: list[Message] = []
    troubles: list[AnsecurityError] = []
    for path in files:
        try:
            found += check.differs(path)
        except AnsecurityError as trouble:
            troubles.append(trouble)
    for message in (*found, *(one.message for one in troubles[:-1])):
        session.tell(message)
    if troubles:
        raise troubles[-1]
    return Exit.NOT_SO if found else Exit.DONE


class _Check:
    """What was asked for beside what the files say; the repository is read once a day."""

    def __init__(
        self, session: Session, asked: Asked, shown: PageFormat | None, own: Path | None, wish: Wish
    ) -> None:
        self.session, self.asked, self.shown, self.own = session, asked, shown, own
        self.wish = wish
        self.snapshots: dict[date, Snapshot] = {}

    def differs(self, path: Path) -> Iterator[Message]:
        """Why the file isn't what would be written now; nothing if it is."""
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise AnsecurityError(say("there is no file or folder “{path}”", path=path)) from error
        try:
            made = read(raw.decode("utf-8", "replace"), __version__)
        except Unsound as error:
            message = say("“{path}” doesn't say properly how it was made", path=path)
            raise AnsecurityError(message, _anew()) from error
        match made:
            case Foreign(version):
                yield say(
                    "{path} was written by ansecurity {old}, this is {new}; run report again",
                    path=path, old=version, new=__version__,
                )  # fmt: skip
            case Recipe():
                yield from self._made(path, raw, made)
            case _ if self.asked.target is None:
                message = say(
                    "“{path}” doesn't say how it was made, so it can't be made again", path=path
                )
                raise AnsecurityError(message, _anew())
            case _:  # as before reports said it: what is typed decides
                now = self._now(self.asked, self.session, self.shown, self.wish)
                yield from _compared(path, raw, now)

    def _made(self, path: Path, raw: bytes, made: Recipe) -> Iterator[Message]:
        if (
            made.kind not in tuple(Board)
            or made.format not in tuple(PageFormat)
            or (made.every not in ("", *Every))
        ):
            message = say("“{path}” doesn't say properly how it was made", path=path)
            raise AnsecurityError(message, _anew())
        if made.template and self.own is None:
            message = say("“{path}” was made from a template", path=path)
            raise AnsecurityError(message, say("name it: --template FILE"))
        snapshot = self._snapshot(made.as_of)
        gone = [one for one in made.units if one not in snapshot.repository.units]
        gone += [one for one in made.sets if one not in snapshot.repository.sets]
        if gone:
            yield say(
                "{path} is about what is not there any more: {names}", path=path, names=tuple(gone)
            )
            return
        self._agrees(path, made, snapshot)
        shown = PageFormat(made.format)
        own = rendering.way(shown, None, self.own).own
        if own and own.digest != made.template:
            yield say("{path} was made from another template, or from an older one", path=path)
            return
        asked = Asked(made.units, made.sets, made.periods, made.as_of.isoformat(), made.alone)
        language: Language = "en" if made.language == "en" else "vi"
        spoken = replace(self.session, words=Words(language))
        wish = Wish(
            Board(made.kind), with_commit=made.commit, every=Every(made.every or Every.MONTH),
            since=made.since or None,
        )  # fmt: skip
        yield from _compared(path, raw, self._now(asked, spoken, shown, wish))

    def _agrees(self, path: Path, made: Recipe, snapshot: Snapshot) -> None:
        """What was typed besides must be what the file says."""
        asked, typed = self.asked, choose(snapshot, self.asked)
        day = clock.as_of(asked.as_of).isoformat() if asked.as_of else ""
        pairs = (
            ("--lang", self.session.language, made.language),
            ("--as-of", day, made.as_of.isoformat()),
            ("--format", self.shown.value if self.shown else "", made.format),
            ("UNITS", tuple(one.id for one in typed.named), made.units),
            ("--set", typed.selection.sets, made.sets),
            ("--period", tuple(str(one) for one in typed.selection.periods), made.periods),
            ("--alone", asked.alone, made.alone),
            ("--kind", "" if self.wish.kind is Board.STATUS else self.wish.kind.value, made.kind),
            ("--with-commit", self.wish.with_commit, made.commit),
            ("--template", str(self.own or ""), made.template and str(self.own or "")),
        )  # fmt: skip
        for name, given, held in pairs:
            if given and given != held:
                message = say(
                    "“{path}” was made with another {option}: {value}",
                    path=path, option=name, value=held or say("none"),
                )  # fmt: skip
                raise AnsecurityError(message, say("leave {option} out", option=name))

    def _now(self, asked: Asked, session: Session, shown: PageFormat | None, wish: Wish) -> bytes:
        """The bytes that would be written now."""
        snapshot = self._snapshot(clock.as_of(asked.as_of))
        how = rendering.way(shown, asked.target, self.own)
        view, made = rendering.built(session, snapshot, asked, how, wish)
        pieces = rendering.render(view, session.words, how, made)
        return "".join(pieces).encode("utf-8", "backslashreplace")

    def _snapshot(self, as_of: date) -> Snapshot:
        if as_of not in self.snapshots:
            self.snapshots[as_of] = take(self.session, as_of)
        return self.snapshots[as_of]


def _anew() -> Message:
    return say("write it anew: ansecurity report … -o FILE")


def _compared(path: Path, raw: bytes, now: bytes) -> Iterator[Message]:
    """The first line that differs; a line that is there on one side only is empty on the other."""
    if raw == now:
        return
    old, new = (one.decode("utf-8", "replace").split("\n") for one in (raw, now))
    shared = zip(old, new, strict=False)
    at = next((n for n, (a, b) in enumerate(shared) if a != b), min(len(old), len(new)))
    here, there = (one[at] if at < len(one) else "" for one in (old, new))
    column = next(
        (n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b),
        min(len(here), len(there)),
    )
    yield say(
        "{path} is not what would be written now; run report again. "
        "First difference, line {line}: “{old}”, now “{new}”",
        path=path, line=str(at + 1), old=_around(here, column), new=_around(there, column),
    )  # fmt: skip


def _around(line: str, column: int) -> str:
    start = max(0, column - _CONTEXT)
    part = line[start : column + _SHOWN]
    return ("…" if start else "") + one_line(part) + ("…" if column + _SHOWN < len(line) else "")
