"""What is typed of revisions, and the history of the repository that a command stands in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.sources.git import Git, GitTrouble, History, opened


def git_at(root: Path) -> Git:
    """Git in a folder, with the environment of this run."""
    return Git(root, os.environ)


@contextmanager
def history_of(root: Path) -> Iterator[History]:
    """The history of a folder; what git can't tell ends the run with a sentence."""
    try:
        with opened(git_at(root)) as history:
            yield history
    except GitTrouble as error:
        raise AnsecurityError(error.message, *error.hints) from error
