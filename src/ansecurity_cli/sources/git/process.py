"""The one place where git is run, and what it must not do: write, fetch, run other programs."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - git answers, nothing else is run
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ansecurity_cli.diagnostics import Message, say

# A repository's own settings could name programs to run.
_QUIET = (
    "--no-optional-locks", "--no-pager", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
)  # fmt: skip
_SECONDS = 60
# Inside a hook git names a repository, an index and a work tree, perhaps of another repository:
# only what was asked for counts, so all of that is dropped. What stays says how git may work.
_KEPT = (
    "GIT_CONFIG",
    "GIT_EXEC_PATH",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
_OURS = {
    "LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1",  # a partial clone must not be filled up
}  # fmt: skip
_NOT_RUN = say("git could not be run, or did not answer")


class GitTrouble(Exception):
    """Git can't tell: there is none, it knows no repository here, or no such commit."""

    def __init__(self, message: Message, *hints: Message) -> None:
        super().__init__(message.msgid)
        self.message, self.hints = message, hints


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder. The environment is handed in, for nothing below `cli` knows it."""

    root: Path
    environment: Mapping[str, str]

    def ask(self, *arguments: str) -> str:
        """What a command prints; raises GitTrouble with what is known of the reason."""
        try:
            done = subprocess.run(  # noqa: S603 - fixed words, no shell
                self._words(arguments), env=self._clean(), stdin=subprocess.DEVNULL,
                capture_output=True, timeout=_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise GitTrouble(_NOT_RUN) from error
        if done.returncode:
            raise _refused(self.root, done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "surrogateescape")

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command that is asked more than once."""
        try:
            return subprocess.Popen(  # noqa: S603 - fixed words, no shell
                self._words(arguments), env=self._clean(), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise GitTrouble(_NOT_RUN) from error

    def _words(self, arguments: tuple[str, ...]) -> list[str]:
        return [self._program(), *_QUIET, "-C", str(self.root), *arguments]

    def _program(self) -> str:
        """Git by its whole path: some systems would look in the current folder first."""
        name = "git.exe" if os.name == "nt" else "git"
        for folder in self.environment.get("PATH", os.defpath).split(os.pathsep):
            found = Path(folder, name)
            if Path(folder).is_absolute() and found.is_file() and os.access(found, os.X_OK):
                return str(found)
        raise GitTrouble(say("this needs git, and there is no git on this machine"))

    def _clean(self) -> dict[str, str]:
        kept = {
            name: value for name, value in self.environment.items()
            if not name.upper().startswith("GIT_") or name.upper().startswith(_KEPT)
        }  # fmt: skip
        return {**kept, **_OURS}


def _refused(root: Path, told: str) -> GitTrouble:
    if "dubious ownership" in told:
        message = say(
            "git doesn't look into “{path}”, for the folder belongs to another user", path=root
        )
        command = f"git config --global --add safe.directory {root}"
        return GitTrouble(message, say("if you trust it: {command}", command=command))
    if "not a git repository" in told:
        return GitTrouble(
            say("“{path}” is in no git repository, so nothing is known of earlier", path=root),
            say("begin one: {command}", command="git init && git add . && git commit"),
        )
    first = told.strip().split("\n")[0].removeprefix("fatal: ")
    return GitTrouble(say("git refuses: {reason}", reason=first))
