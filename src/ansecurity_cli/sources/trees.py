"""Where files come from: the working tree on disk, or memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from ansecurity_cli.diagnostics import Message, say

FOLDERS = ("criteria", "units")
MAX_BYTES = 1024 * 1024


class Unreadable(Exception):
    """A file or folder that can't be read; `code` names the problem."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message.msgid)
        self.code, self.message = code, message


class SourceTree(Protocol):
    """A set of files; paths are relative to the root, with `/`."""

    def paths(self) -> tuple[str, ...]:
        """Every file below `criteria/` and `units/`, sorted."""

    def refused(self) -> Mapping[str, Unreadable]:
        """Folders and links that were not entered, each with the reason."""

    def read(self, path: str) -> bytes:
        """The bytes of one file, at most one more than `MAX_BYTES`; raises Unreadable."""


@runtime_checkable
class Stamped(Protocol):
    """A tree that knows the git ids of its files without reading them."""

    def stamp(self, path: str) -> str:
        """The git id of the bytes of a file; nothing where it isn't known."""


class MemoryTree:
    """Files in a dict, for tests and for what isn't on disk."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self._files = {
            path: content.encode() if isinstance(content, str) else content
            for path, content in files.items()
        }

    def paths(self) -> tuple[str, ...]:
        """Every file, sorted."""
        return tuple(sorted(self._files))

    def refused(self) -> Mapping[str, Unreadable]:
        """Nothing: memory has no links."""
        return {}

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self._files[path]


class WorkingTree:
    """The files on disk below a root; links and special files are never followed."""

    def __init__(
        self, root: Path, closed: frozenset[str] = frozenset(), folders: tuple[str, ...] = FOLDERS
    ) -> None:
        # `closed` are submodules: what is compared with a commit must not hold more than it.
        self.root = root
        self._closed = closed
        self._paths: list[str] = []
        self._refused: dict[str, Unreadable] = {}
        for folder in folders:
            self._walk(folder)

    def _walk(self, top: str) -> None:
        if os.path.islink(self.root / top):
            self._refused[top] = Unreadable("link-not-followed", NOT_FOLLOWED)
            return
        todo = [top]
        while todo:  # folders may be nested deeper than calls may be
            folder = todo.pop()
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError as error:
                self._refused[folder] = _os_problem(error)
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_symlink() and _leads_to_folder(entry):
                    self._refused[path] = Unreadable("link-not-followed", NOT_FOLLOWED)
                elif path in self._closed:
                    self._refused[path] = Unreadable("link-not-followed", SUBMODULE)
                elif entry.is_dir(follow_symlinks=False):
                    todo.append(path)
                else:
                    self._paths.append(path)

    def paths(self) -> tuple[str, ...]:
        """Every file, sorted, whatever its kind; `read` refuses what isn't a regular file."""
        return tuple(sorted(self._paths))

    def refused(self) -> Mapping[str, Unreadable]:
        """Folders that could not be read and links that were not followed."""
        return self._refused

    def read(self, path: str) -> bytes:
        """The bytes of a regular file inside the root."""
        full = self.root / path
        try:
            if full.is_symlink():
                full = full.resolve()
                if not full.is_relative_to(self.root.resolve()):
                    message = say("the link leads out of the repository")
                    raise Unreadable("link-not-followed", message)
            with open(os.open(full, _READ_ONLY), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise Unreadable("unreadable-file", say("this is not an ordinary file"))
                return file.read(MAX_BYTES + 1)
        except (OSError, RuntimeError) as error:
            raise _os_problem(error) from error


# Non-blocking, so that a named pipe is refused instead of waited for; and never through a link,
# since a file may become one between being looked at and being opened.
_READ_ONLY = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):
    _READ_ONLY |= getattr(os, _name, 0)

SUBMODULE = say("a submodule is not entered; put the folder itself here")
NOT_FOLLOWED = say("a link to a folder is not followed; put the folder itself here")


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: reading it says so
        return False


def _os_problem(error: OSError | RuntimeError) -> Unreadable:
    if isinstance(error, PermissionError):
        return Unreadable("unreadable-file", say("no permission to read this"))
    if isinstance(error, FileNotFoundError):
        return Unreadable("unreadable-file", say("this file or folder is gone"))
    return Unreadable("unreadable-file", say("this can't be read"))
