"""The commit that the files stand at, asked from git."""

from __future__ import annotations

from pathlib import Path

from ansecurity_cli.cli import revisions
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.sources.git import GitTrouble


def stated(root: Path) -> Message:
    """“commit 1a2b3c”, and whether the files have changes that are not committed."""
    git = revisions.git_at(root)
    try:
        # The last one that touched the data: committing the report itself must not make it stale.
        data = ("--", "criteria", "units")
        name = git.ask("rev-list", "-1", "--abbrev-commit", "--abbrev=12", "HEAD", *data).strip()
        name = name or git.ask("rev-parse", "--short=12", "HEAD").strip()
        changed = git.ask("status", "--porcelain", *data)
    except GitTrouble as error:
        hint = say("leave --with-commit out: the digest tells the data all the same")
        raise AnsecurityError(error.message, hint) from error
    if changed.strip():
        return say("commit {name}; there are uncommitted changes", name=name)
    return say("commit {name}", name=name)
