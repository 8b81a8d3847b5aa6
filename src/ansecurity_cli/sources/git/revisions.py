"""Revisions by name: what they stand for, and why one can't be found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.sources.git.commits import CommitTree
from ansecurity_cli.sources.git.objects import Objects
from ansecurity_cli.sources.git.process import Git, GitTrouble

_WHOLE = say(
    "this clone holds only the last commits: fetch all of them ({command}; "
    "on GitHub: actions/checkout with fetch-depth: 0)",
    command="git fetch --unshallow",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, as it was named and as git knows it."""

    name: str
    commit: str

    @property
    def short(self) -> str:
        """The first digits of its id."""
        return self.commit[:10]


@dataclass(frozen=True, slots=True)
class Range:
    """What was typed: `A`, `A..B` or `A...B`; without an end, up to the working tree."""

    start: str
    end: str | None = None
    from_base: bool = False

    @classmethod
    def parse(cls, text: str) -> Range:
        """As git reads it: a side that is left out is HEAD."""
        for sign, from_base in (("...", True), ("..", False)):
            start, found, end = text.partition(sign)
            if found:
                return cls(start or "HEAD", end or "HEAD", from_base)
        return cls(text or "HEAD")


@dataclass(frozen=True, slots=True)
class History:
    """The commits of a repository, seen from one folder of it."""

    git: Git
    objects: Objects
    prefix: tuple[str, ...]
    shallow: bool

    def find(self, name: str) -> Revision:
        """The commit of that name; raises GitTrouble with what may help."""
        # Names go to git as lines of their own, so that none can be taken for an option.
        odd = name.startswith("-") or any(one < " " or one == "\x7f" for one in name)
        found = None if odd else self.objects.find(f"{name}^{{commit}}")
        if found is not None:
            return Revision(name, found.id)
        raise GitTrouble(*self._unknown(name, odd=odd))

    def _unknown(self, name: str, *, odd: bool) -> Iterator[Message]:
        if name == "HEAD":
            yield say("there is no commit yet to compare with")
            yield say("commit first: {command}", command="git add . && git commit")
            return
        yield say("git knows no commit “{name}”", name=name)
        if self.shallow and not odd:
            yield _WHOLE
        else:
            yield say("see what there is: {command}", command="git log --oneline --all")

    def base(self, one: Revision, other: Revision) -> Revision | None:
        """The commit from which two went apart; None where it isn't known."""
        try:
            found = self.git.ask("merge-base", one.commit, other.commit).strip()
        except GitTrouble:
            return None
        return Revision(one.name, found) if found else None

    def parted(self, one: Revision, other: Revision) -> Revision:
        """The same, where nothing else will do."""
        found = self.base(one, other)
        if found is None:
            message = say(
                "“{one}” and “{other}” have no common commit", one=one.name, other=other.name
            )
            raise GitTrouble(message, *([_WHOLE] if self.shallow else []))
        return found

    def main_line(self) -> Iterator[tuple[str, int]]:
        """The commits from HEAD along first parents, the newest first, each with its time."""
        told = self.git.ask("rev-list", "--first-parent", "--timestamp", self.find("HEAD").commit)
        for line in told.splitlines():
            seconds, _, name = line.partition(" ")
            yield name, int(seconds)

    def tree(self, revision: Revision) -> CommitTree:
        """The files of a commit below this folder."""
        return CommitTree(self.objects, revision.commit, self.prefix)


@contextmanager
def opened(git: Git) -> Iterator[History]:
    """The history that a folder belongs to, while it is asked."""
    told = git.ask("rev-parse", "--is-shallow-repository", "--show-prefix").split("\n")
    shallow, prefix = told[0], "\n".join(told[1:]).rstrip("\n")
    with Objects(git) as objects:
        yield History(
            git, objects, tuple(part for part in prefix.split("/") if part), shallow == "true"
        )
