"""Commits, folders and files as git stores them, asked from one running `git cat-file`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, NamedTuple

from ansecurity_cli.diagnostics import say
from ansecurity_cli.sources.git.process import Git, GitTrouble
from ansecurity_cli.sources.trees import MAX_BYTES

# So many names at a time that they fit into a pipe that nobody reads yet: no deadlock, no thread.
_AT_ONCE = 48
_BLOCK = 1 << 16


class Stored(NamedTuple):
    """An object: its id, what it is, and (of a file, no more than can be used of) its bytes."""

    id: str
    kind: str
    data: bytes


class Entry(NamedTuple):
    """What a name in a folder stands for."""

    mode: str
    id: str

    @property
    def folder(self) -> bool:
        """Whether it is a folder."""
        return self.mode == "40000"

    @property
    def link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == "120000"

    @property
    def submodule(self) -> bool:
        """Whether it is another repository."""
        return self.mode == "160000"


Folder = Mapping[str, Entry]


class Objects:
    """The store of a repository; ends with its `with` block."""

    def __init__(self, git: Git) -> None:
        self._process = git.start("cat-file", "--batch")
        self._folders: dict[str, Folder] = {}

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *_how: object) -> None:
        for pipe in (self._asking, self._answers):
            try:
                pipe.close()
            except OSError:  # it has ended by itself
                continue
        self._process.kill()
        self._process.wait()

    @property
    def _asking(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        return self._process.stdin

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        return self._process.stdout

    def find(self, name: str) -> Stored | None:
        """One object by id or by any name that git knows; None where there is none, or several."""
        return next(self.all((name,)))

    def all(self, names: Iterable[str]) -> Iterator[Stored | None]:
        """Many objects, in order; names must have no line breaks."""
        left = iter(names)
        while some := list(islice(left, _AT_ONCE)):
            try:
                self._asking.write("".join(f"{one}\n" for one in some).encode("utf-8", "replace"))
                self._asking.flush()
            except OSError as error:
                raise _incomplete() from error
            for _one in some:
                yield self._answer()

    def _answer(self) -> Stored | None:
        head = self._answers.readline()
        if not head:
            raise _incomplete()
        parts = head.decode("utf-8", "replace").rstrip("\n").rsplit(" ", 2)
        if parts[-1] in ("missing", "ambiguous") or len(parts) < 3 or not parts[2].isdigit():
            return None
        name, kind, size = parts[0], parts[1], int(parts[2])
        keep = size if kind != "blob" else min(size, MAX_BYTES + 1)
        data = self._answers.read(keep)
        rest = size - keep + 1  # a line break ends it
        while rest > 0:
            block = self._answers.read(min(rest, _BLOCK))
            if not block:
                raise _incomplete()
            rest -= len(block)
        return Stored(name, kind, data)

    def folder(self, tree: str) -> Folder:
        """What stands in a folder, by its id."""
        self.prepare((tree,))
        return self._folders[tree]

    def prepare(self, trees: Iterable[str]) -> None:
        """Read many folders at once; one that two commits share is read once."""
        missing = [one for one in dict.fromkeys(trees) if one not in self._folders]
        for name, found in zip(missing, self.all(missing), strict=True):
            if found is None or found.kind != "tree":
                raise _incomplete()
            self._folders[name] = dict(_entries(found.data, len(name) // 2))


def _entries(data: bytes, width: int) -> Iterator[tuple[str, Entry]]:
    """A folder's own form: mode, space, name, NUL, the id in bytes."""
    at = 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        after = end + 1 + width
        name = data[space + 1 : end].decode("utf-8", "surrogateescape")
        yield name, Entry(data[at:space].decode("ascii"), data[end + 1 : after].hex())
        at = after


def _incomplete() -> GitTrouble:
    return GitTrouble(
        say("git doesn't hold everything that belongs to this commit"),
        say("fetch it whole: {command}", command="git fetch --unshallow --refetch --no-filter"),
    )
