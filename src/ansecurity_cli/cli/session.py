"""What the global options decide: the repository, the language, the screen."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from ansecurity_cli.cli import output
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.drawing import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.naming import find_units
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import WorkingTree


class Color(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass
class Session:
    """One run of the command."""

    words: Words
    root: Path | None = None
    color: Color = Color.AUTO

    def find_root(self) -> Path:
        """The nearest folder at or above the current one that holds `criteria/` and `units/`."""
        start = (self.root or Path.cwd()).absolute()
        if not start.is_dir():
            raise AnsecurityError(say("there is no folder “{path}”", path=start))
        for folder in (start, *start.parents):
            if (folder / "criteria").is_dir() and (folder / "units").is_dir():
                return folder
        message = say(
            "no repository here: “{path}” and the folders above it hold no criteria/ and units/",
            path=start,
        )
        raise AnsecurityError(
            message, say("go to the repository, or name it: ansecurity -C FOLDER …")
        )

    def snapshot(self, as_of: date) -> Snapshot:
        """The files of the working tree, understood."""
        return take(WorkingTree(self.find_root()), as_of)

    def screen(self, *, to_file: bool = False) -> Screen:
        """Colour and width of standard output; a file has neither."""
        terminal = sys.stdout.isatty() and not to_file
        width = shutil.get_terminal_size().columns if terminal else None
        wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        color = {Color.ALWAYS: not to_file, Color.NEVER: False}.get(self.color, wanted)
        return Screen(color, width)

    def emit(self, text: str, target: Path | None) -> None:
        """Show a result, or write it to a file."""
        if target is None:
            output.to_stdout(text)
        else:
            output.to_file(target, text)
            self.tell(say("written: {path}", path=target))

    def tell(self, message: Message) -> None:
        """Say something that isn't a result."""
        output.to_stderr(self.words(message) + "\n")


def choose_units(snapshot: Snapshot, queries: Iterable[str]) -> tuple[Unit, ...]:
    """The units that are meant; several matches or none end the run with suggestions."""
    chosen: dict[str, Unit] = {}
    for query in queries:
        found = find_units(query, in_order(snapshot.repository))
        if len(found.units) == 1:
            chosen[found.units[0].id] = found.units[0]
            continue
        if found.units:
            message = say("“{query}” may be one of {n} units:", query=query, n=len(found.units))
            raise AnsecurityError(
                message, *(_line(snapshot, one) for one in found.units), code=Exit.NOTHING
            )
        hints = tuple(say("did you mean “{name}”?", name=one.name) for one in found.close)
        raise AnsecurityError(say("no unit “{query}”", query=query), *hints, code=Exit.NOTHING)
    return tuple(chosen.values())


def _line(snapshot: Snapshot, unit: Unit) -> Message:
    parent = snapshot.repository.units.get(unit.parent)
    place = parent.name if parent else ""
    return say(
        "{id}: {name} {place}", id=unit.id, name=unit.name, place=f"– {place}" if place else ""
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command was asked about."""

    selection: Selection
    named: tuple[Unit, ...]


def choose(
    snapshot: Snapshot,
    queries: Iterable[str],
    sets: Iterable[str],
    periods: Iterable[str],
    *,
    alone: bool,
) -> Wanted:
    """The selection: named units with those below them, or everything."""
    named = choose_units(snapshot, queries)
    everything = in_order(snapshot.repository)
    units = named if alone or not named else tuple(_below(snapshot, named))
    known = snapshot.repository.sets
    for name in sets:
        if name not in known:
            message = say("no criteria set “{name}”", name=name)
            raise AnsecurityError(message, *suggest(name, known), code=Exit.NOTHING)
    return Wanted(
        Selection(units or everything, tuple(sets), tuple(_period(one) for one in periods)), named
    )


def _below(snapshot: Snapshot, named: tuple[Unit, ...]) -> Iterable[Unit]:
    names = dict.fromkeys(name for one in named for name in snapshot.repository.below(one.id))
    return [snapshot.repository.units[name] for name in names]


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        form = say("a year (2023), a half (2023-h1) or a quarter (2023-q3)")
        raise AnsecurityError(
            say("“{text}” is not a period", text=text), say("write {form}", form=form)
        ) from error
