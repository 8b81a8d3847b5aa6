"""`init`: a repository to begin with; no file that is there is ever touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli import snapshot as pipeline
from ansecurity_cli.cli import clock, output, shipped
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.scaffolds import repository
from ansecurity_cli.model.periods import Period
from ansecurity_cli.sources import MemoryTree

_UNSEEN = (".git",)  # a folder that only holds these is empty


def init(session: Session, folder: Path, *, example: bool, service: str, force: bool) -> int:
    """Write what is missing; tell what was left as it is."""
    _ready(folder, force=force)
    files = dict(_files(session, clock.as_of(None), example=example, service=service))
    for path in files:  # before anything is written
        _inside(folder, path)
    made, kept = 0, []
    for path, data in files.items():
        if output.create(folder / path, data):
            made += 1
        elif _differs(folder / path, data):
            kept.append(path)
    for path in kept:
        session.tell(say("left as it is: {path}", path=path))
    _tell(session, folder, made, example=example)
    return Exit.DONE


def _ready(folder: Path, *, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise AnsecurityError(say("“{path}” is not a folder", path=folder))
    held = set(os.listdir(folder)) - set(_UNSEEN) if folder.is_dir() else set()
    if held and not force:
        raise AnsecurityError(
            say("“{path}” is not empty", path=folder),
            say("--force adds what is missing; what is there is left as it is all the same"),
        )


def _files(
    session: Session, today: date, *, example: bool, service: str
) -> Iterator[tuple[str, bytes]]:
    sets = dict(shipped.criteria(example=example))
    known = pipeline.take(MemoryTree(sets), today).repository.sets
    words, period = session.words, Period(today.year)
    yield from sets.items()
    if example:
        yield from shipped.commune()
    texts = [
        *repository.around(words),
        *repository.schemas(known.values(), period, words),
        *repository.editor(known.values()),
    ]
    if service:
        texts.append(repository.pipeline(service, words, __version__))
    yield from ((path, text.encode()) for path, text in texts)


def _inside(folder: Path, path: str) -> None:
    """No link on the way may lead the file out of the folder."""
    target = folder / path
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise AnsecurityError(say("“{path}” leads out of the repository", path=target))


def _differs(path: Path, data: bytes) -> bool:
    try:
        return path.is_symlink() or path.read_bytes() != data
    except OSError:
        return True


def _tell(session: Session, folder: Path, made: int, *, example: bool) -> None:
    """What was made, and the next steps, which can be copied."""
    where = "" if folder.resolve() == Path.cwd().resolve() else f"cd {folder}\n"
    steps: list[tuple[str, Message]] = []
    if not example:
        steps += [
            ('ansecurity new unit "Phường …"', say("a new unit")),
            ("ansecurity new assessment", say("a new self-assessment")),
        ]
    steps += [
        ("ansecurity check", say("are the files well written")),
        ("ansecurity unmet", say("what is unmet or unknown, and why")),
        ("ansecurity report -o bao-cao.html", say("the report, to read and print")),
    ]
    words = session.words
    done = words(say_n("made: {n} file in {path}", "made: {n} files in {path}", made, path=folder))
    lines = [f"{step:<36}# {words(told)}" for step, told in steps]
    output.to_stdout(f"{done}\n\n{where}" + "\n".join(lines) + "\n")
