"""What the global options decide: the repository, the language, the screen."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ansecurity_cli.cli import output
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words

View = TypeVar("View")
Render = Callable[[View, Words, Screen], str]


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
    language: str = ""  # as `--lang` names it, nothing where it doesn't

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

    def screen(self, *, to_file: bool = False) -> Screen:
        """Colour and width of standard output; a file has neither."""
        terminal = sys.stdout is not None and sys.stdout.isatty() and not to_file
        width = shutil.get_terminal_size().columns if terminal else None
        wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        color = {Color.ALWAYS: not to_file, Color.NEVER: False}.get(self.color, wanted)
        return Screen(color, width)

    def show(self, render: Render[View], view: View, target: Path | None) -> None:
        """Render a view for where it goes, and show it or write it."""
        screen = self.screen(to_file=target is not None)
        self.emit(render(view, self.words, screen), target)

    def emit(self, made: str | bytes | Iterable[str], target: Path | None) -> None:
        """Show a result, or write it to a file; pieces are written as they come.

        Bytes are for files: only text is ever shown.
        """
        if isinstance(made, bytes):
            if target is None:
                raise TypeError("bytes need a file")
            output.replace(target, made)
        elif target is None:
            output.to_stdout(made)
            return
        else:
            output.to_file(target, made)
        self.tell(say("written: {path}", path=target))

    def tell(self, message: Message) -> None:
        """Say something that isn't a result."""
        output.to_stderr(self.words(message) + "\n")
