"""The files of a commit, as the working tree would show them; nothing is checked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ansecurity_cli.diagnostics import say
from ansecurity_cli.sources.git.objects import Entry, Objects
from ansecurity_cli.sources.git.process import GitTrouble
from ansecurity_cli.sources.trees import FOLDERS, NOT_FOLLOWED, SUBMODULE, Unreadable

_MOST_LINKS = 40
_OUTSIDE = say("the link leads out of the repository")
_GONE = say("this file or folder is gone")
_ODD = say("this can't be read")


class CommitTree:
    """A set of files by commit and the folder of the commit that is the root."""

    def __init__(self, objects: Objects, commit: str, prefix: tuple[str, ...] = ()) -> None:
        self._objects = objects
        self._files: dict[str, Entry] = {}
        self._refused: dict[str, Unreadable] = {}
        top = objects.find(f"{commit}^{{tree}}")
        if top is None:
            raise GitTrouble(say("git doesn't hold the files of commit {name}", name=commit[:12]))
        self._top = Entry("40000", top.id)
        root = self._below(self._top, prefix)
        self._root = root if root is not None and root.folder else None
        for folder in FOLDERS:
            self._walk(folder)

    @property
    def empty(self) -> bool:
        """Whether the root held nothing of ours in this commit."""
        return not (self._files or self._refused)

    def submodules(self) -> frozenset[str]:
        """The folders that are other repositories."""
        return frozenset(path for path, one in self._refused.items() if one.message is SUBMODULE)

    def _walk(self, top: str) -> None:
        first = self._below(self._root, (top,))
        if first is None:
            return
        level = {top: first}
        while level:
            self._objects.prepare(one.id for one in level.values() if one.folder)
            level = {path: one for path, one in self._level(level) if self._enters(path, one)}

    def _level(self, level: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
        for path, one in level.items():
            if not one.folder:
                yield path, one
                continue
            for name, entry in self._objects.folder(one.id).items():
                yield f"{path}/{name}", entry

    def _enters(self, path: str, one: Entry) -> bool:
        """Whether it is a folder to be entered; all else is noted as what it is."""
        if one.submodule:
            self._refused[path] = Unreadable("link-not-followed", SUBMODULE)
        elif one.link and self._leads_to_folder(path):
            self._refused[path] = Unreadable("link-not-followed", NOT_FOLLOWED)
        elif path in FOLDERS and not one.folder:
            self._refused[path] = Unreadable("unreadable-file", _ODD)
        elif not one.folder:
            self._files[path] = one
        return one.folder

    def paths(self) -> tuple[str, ...]:
        """Every file, sorted."""
        return tuple(sorted(self._files))

    def refused(self) -> Mapping[str, Unreadable]:
        """Links to folders and submodules, which are not entered."""
        return self._refused

    def stamp(self, path: str) -> str:
        """The id that git gives to the bytes of an ordinary file; nothing for a link."""
        one = self._files[path]
        return "" if one.link else one.id

    def stamps_below(self, top: str) -> Mapping[str, str]:
        """The git ids of the files in another folder of the root."""
        found: dict[str, str] = {}
        todo = [(top, self._below(self._root, (top,)))]
        while todo:
            path, one = todo.pop()
            if one is not None and one.folder:
                inside = self._objects.folder(one.id).items()
                todo += [(f"{path}/{name}", entry) for name, entry in inside]
            elif one is not None:
                found[path] = one.id
        return found

    def read(self, path: str) -> bytes:
        """The bytes of one file as they are stored, at most one more than `MAX_BYTES`."""
        entry = self._target(path)
        if entry.folder or entry.submodule:
            raise Unreadable("unreadable-file", say("this is not an ordinary file"))
        found = self._objects.find(entry.id)
        if found is None or found.kind != "blob":
            raise Unreadable("unreadable-file", _ODD)
        return found.data

    def _leads_to_folder(self, path: str) -> bool:
        try:
            return self._target(path).folder
        except Unreadable:  # reading it says why
            return False

    def _below(self, entry: Entry | None, names: tuple[str, ...]) -> Entry | None:
        for name in names:
            if entry is None or not entry.folder:
                return None
            entry = self._objects.folder(entry.id).get(name)
        return entry

    def _target(self, path: str) -> Entry:
        """What a path stands for once its links are followed, inside the root."""
        done: list[str] = []
        todo = path.split("/")
        links = 0
        while todo:
            name = todo.pop(0)
            if name == "..":
                if not done:
                    raise Unreadable("link-not-followed", _OUTSIDE)
                done.pop()
                continue
            if name in ("", "."):
                continue
            entry = self._below(self._root, (*done, name))
            if entry is None:
                raise Unreadable("unreadable-file", _GONE)
            if not entry.link:
                done.append(name)
                continue
            links += 1
            found = self._objects.find(entry.id)
            if links > _MOST_LINKS or found is None:
                raise Unreadable("unreadable-file", _ODD)
            where = found.data.decode("utf-8", "surrogateescape")
            if where.startswith("/"):
                raise Unreadable("link-not-followed", _OUTSIDE)
            todo = [*where.split("/"), *todo]
        found_at = self._below(self._root, tuple(done))
        if found_at is None:
            raise Unreadable("unreadable-file", _GONE)
        return found_at
