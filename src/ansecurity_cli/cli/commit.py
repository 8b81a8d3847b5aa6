"""The commit that the files stand at, asked from git."""

from __future__ import annotations

import subprocess  # noqa: TID251 - git answers, nothing else is run
from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import Message, say

# A repository's own settings could name programs to run.
_GIT = (
    "git",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
)
_SECONDS = 30


def stated(root: Path) -> Message:
    """“commit 1a2b3c”, and whether the files have changes that are not committed."""
    name = _git(root, "rev-parse", "--short=12", "HEAD").strip()
    changed = _git(root, "status", "--porcelain", "--", "criteria", "units")
    if changed.strip():
        return say("commit {name}; there are uncommitted changes", name=name)
    return say("commit {name}", name=name)


def answer(root: Path | None, *arguments: str) -> str | None:
    """What git says, or nothing where it can't."""
    place = ["-C", str(root)] if root else []
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell
            [*_GIT, *place, *arguments], capture_output=True, encoding="utf-8",
            errors="replace", timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, no shell
            [*_GIT, "-C", str(root), *arguments], capture_output=True, encoding="utf-8",
            errors="replace", timeout=_SECONDS, check=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise AnsecurityError(
            say("--with-commit needs git, and there is no git on this machine"),
            say("leave --with-commit out: the digest tells the data all the same"),
        ) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise AnsecurityError(
            say("git knows no commit for “{path}”", path=root),
            say("leave --with-commit out: the digest tells the data all the same"),
        ) from error
    return done.stdout
