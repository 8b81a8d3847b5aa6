"""Files out of git: what a commit held, whatever the state of the repository; with real git."""

from __future__ import annotations

import os
import shutil
import subprocess  # noqa: TID251 - real git
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansecurity_cli.sources import Unreadable, WorkingTree
from ansecurity_cli.sources.git import CommitTree, Git, GitTrouble, History, Range, opened
from ansecurity_cli.sources.git.process import _QUIET

WHO = {
    "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "T",
    "GIT_COMMITTER_EMAIL": "t@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2026-03-04T05:06:07+0700",
}  # fmt: skip
FILES = {
    "criteria/a.yaml": "kind: criteria-set\n",
    "units/x/unit.yaml": "kind: unit\n",
    "units/x/tài liệu/nghị quyết số 1.pdf": "%PDF",
    "units/x/2026/a.yaml": "kind: assessment\n",
}


def git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *words],
        env={**os.environ, **WHO}, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for path, text in files.items():
        full = root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text if isinstance(text, bytes) else text.encode())


def commit(root: Path, files: Mapping[str, str | bytes] = {}, message: str = "x") -> str:
    write(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-qm", message, "--allow-empty")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, FILES, "first")
    return tmp_path


@contextmanager
def history(root: Path, **environment: str) -> Iterator[History]:
    with opened(Git(root, {**os.environ, **WHO, **environment})) as found:
        yield found


def read(tree: Any) -> dict[str, object]:
    """What a tree gives: bytes, or why not."""
    found: dict[str, object] = {path: one.code for path, one in tree.refused().items()}
    for path in tree.paths():
        try:
            found[path] = tree.read(path)
        except Unreadable as error:
            found[path] = (error.code, error.message.msgid)
    return found


def held(root: Path, name: str = "HEAD", **environment: str) -> dict[str, object]:
    with history(root, **environment) as one:
        return read(one.tree(one.find(name)))


def test_a_commit_holds_what_the_working_tree_held(root: Path) -> None:
    assert (
        held(root)
        == read(WorkingTree(root))
        == {path: text.encode() for path, text in FILES.items()}
    )
    write(root, {"units/x/unit.yaml": "changed", "units/x/new.yaml": "untracked"})
    (root / "criteria/a.yaml").unlink()
    assert held(root) == {path: text.encode() for path, text in FILES.items()}


@pytest.mark.parametrize("name", ["main", "v1", "HEAD~0", "@", "HEAD^{/fir}", "nhánh"])
def test_bare_names_tags_and_expressions(root: Path, name: str) -> None:
    git(root, "tag", "-a", "v1", "-m", "annotated")
    git(root, "branch", "nhánh")
    first = git(root, "rev-parse", "HEAD")
    with history(root) as one:
        assert one.find(name).commit == first
        assert one.find(first[:8]).commit == first


@pytest.mark.parametrize(
    "name", ["--all", "-n1", "no-such", "", "a\nHEAD", "HEAD:units", "HEAD~9", "\x00"]
)
def test_names_that_are_no_commit(root: Path, name: str) -> None:
    with history(root) as one:
        with pytest.raises(GitTrouble, match="no commit"):
            one.find(name)
        assert one.find("HEAD").short  # it still answers


def test_a_root_that_is_a_sub_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    inner = {f"dữ liệu/sâu/{path}": text for path, text in FILES.items()}
    commit(tmp_path, {**inner, "units/other/unit.yaml": "not ours"})
    inside = tmp_path / "dữ liệu/sâu"
    assert held(inside) == {path: text.encode() for path, text in FILES.items()}
    with history(inside) as one:
        assert one.prefix == ("dữ liệu", "sâu")


def test_a_folder_that_was_not_there_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"readme": "x"})
    (tmp_path / "data").mkdir()
    with history(tmp_path / "data") as one:
        assert one.tree(one.find("HEAD")).empty


def test_inside_a_hook_of_another_repository(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    commit(other, {"units/y/unit.yaml": "other"})
    surroundings = {
        "GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"), "GIT_PREFIX": "z/", "GIT_OBJECT_DIRECTORY": "/nowhere",
    }  # fmt: skip
    assert set(held(root, **surroundings)) == set(FILES)


def test_a_worktree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    beside = tmp_path_factory.mktemp("beside") / "tree"
    git(root, "worktree", "add", "-q", "-b", "side", str(beside))
    commit(beside, {"units/x/unit.yaml": "on the side"})
    assert held(beside)["units/x/unit.yaml"] == b"on the side"
    assert held(beside, "main")["units/x/unit.yaml"] == b"kind: unit\n"


def test_a_shallow_clone_says_what_is_missing(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    commit(root, {"units/x/unit.yaml": "second"})
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    assert held(clone)["units/x/unit.yaml"] == b"second"
    with history(clone) as one, pytest.raises(GitTrouble) as caught:
        one.find("HEAD~1")
    assert "fetch-depth: 0" in caught.value.hints[0].msgid


def test_a_partial_clone_is_not_filled_up_from_the_network(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(root, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{root}", str(clone))
    with history(clone) as one:
        tree = one.tree(one.find("HEAD"))
        with pytest.raises(GitTrouble, match="doesn't hold everything"):
            tree.read("criteria/a.yaml")


def test_where_there_is_nothing_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitTrouble, match="in no git repository"):
        held(tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(GitTrouble, match="no commit yet"):
        held(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitTrouble, match="no git on this machine"):
        held(tmp_path)


def test_a_folder_of_another_user(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = root / "bin/git"
    write(
        root,
        {
            "bin/git": "#!/bin/sh\necho \"fatal: detected dubious ownership in '$PWD'\" >&2\nexit 128\n"
        },
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(GitTrouble) as caught:
        held(root)
    assert "belongs to another user" in caught.value.message.msgid
    assert "safe.directory" in str(caught.value.hints[0].args["command"])


LINKS: dict[str, Callable[[Path], None]] = {
    "units/l/unit.yaml": lambda at: at.symlink_to("../x/unit.yaml"),
    "units/to-folder": lambda at: at.symlink_to("x"),
    "units/by-way-of": lambda at: at.symlink_to("../shared/again/unit.yaml"),
    "units/out.yaml": lambda at: at.symlink_to("../../../etc/hosts"),
    "units/absolute.yaml": lambda at: at.symlink_to("/etc/hosts"),
    "units/dangling.yaml": lambda at: at.symlink_to("nowhere.yaml"),
    "units/circle.yaml": lambda at: at.symlink_to("circle.yaml"),
    "shared/again": lambda at: at.symlink_to("real"),
}


def test_links_are_what_they_are_in_the_working_tree(root: Path) -> None:
    write(root, {"shared/real/unit.yaml": "shared"})
    for path, make in LINKS.items():
        (root / path).parent.mkdir(exist_ok=True)
        make(root / path)
    commit(root)
    found = held(root)
    assert found == read(WorkingTree(root))
    assert found["units/l/unit.yaml"] == b"kind: unit\n"
    assert found["units/by-way-of"] == b"shared"
    assert found["units/to-folder"] == "link-not-followed"


def test_a_top_folder_that_is_a_link(root: Path) -> None:
    (root / "units").rename(root / "elsewhere")
    (root / "units").symlink_to("elsewhere")
    commit(root)
    assert held(root)["units"] == read(WorkingTree(root))["units"] == "link-not-followed"


def test_a_submodule_is_not_entered_on_either_side(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    commit(other, {"unit.yaml": "kind: unit\n"})
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "units/sub")
    commit(root)
    with history(root) as one:
        tree = one.tree(one.find("HEAD"))
        assert tree.submodules() == {"units/sub"}
        assert read(tree) == read(WorkingTree(root, tree.submodules()))
    assert "units/sub/unit.yaml" in WorkingTree(root).paths()


def test_large_files_are_not_taken_into_memory(root: Path) -> None:
    commit(root, {"units/x/huge.yaml": b"#" * (3 << 20)})
    found = held(root)["units/x/huge.yaml"]
    assert isinstance(found, bytes)
    assert len(found) == (1 << 20) + 1
    assert held(root)["units/x/unit.yaml"] == b"kind: unit\n"


def test_many_files_are_asked_for_at_once(root: Path) -> None:
    commit(root, {f"units/u{n}/{m}/unit.yaml": f"{n} {m}" for n in range(120) for m in range(3)})
    found = held(root)
    assert found["units/u119/2/unit.yaml"] == b"119 2"
    assert len(found) == 364


def test_at_most_three_processes_and_nothing_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = commit(root, {"units/x/unit.yaml": "second"})
    git(root, "branch", "side", "HEAD~1")
    started: list[object] = []
    popen = subprocess.Popen.__init__

    def count(self: Any, words: Any, *rest: Any, **options: Any) -> None:
        started.append(words)
        popen(self, words, *rest, **options)

    before = {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*")}
    monkeypatch.setattr(subprocess.Popen, "__init__", count)
    with history(root) as one:
        base = one.parted(one.find("side"), one.find(second))
        assert read(one.tree(base)) != read(one.tree(one.find(second)))
    assert len(started) == 3
    assert all(tuple(words[1 : len(_QUIET) + 1]) == _QUIET for words in started)  # type: ignore[index]
    assert before == {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*")}


def test_programs_that_a_repository_names_are_not_run(root: Path) -> None:
    trap = root / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{root}/ran'\ncat\n")
    trap.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "filter.x.clean",
        "filter.x.smudge",
    ):
        git(root, "config", name, str(trap))
    write(root, {".gitattributes": "* filter=x\n", "units/x/unit.yaml": "changed"})
    held(root)
    assert not (root / "ran").exists()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Range("HEAD")), ("v1", Range("v1")), ("a..b", Range("a", "b")), ("a..", Range("a", "HEAD")),
        ("..b", Range("HEAD", "b")), ("a...b", Range("a", "b", from_base=True)), ("a.b", Range("a.b")),
    ],
)  # fmt: skip
def test_ranges_are_read_as_git_reads_them(text: str, meant: Range) -> None:
    assert Range.parse(text) == meant


def test_a_program_called_git_in_the_current_folder_is_not_run(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"git": f"#!/bin/sh\ntouch '{root}/ran'\n"})
    (root / "git").chmod(0o755)
    monkeypatch.chdir(root)
    assert set(held(root, PATH=f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")) == set(FILES)
    assert not (root / "ran").exists()


def test_longer_ids(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    assert len(commit(tmp_path, FILES)) == 64
    assert held(tmp_path) == read(WorkingTree(tmp_path))


def test_names_that_are_not_text(root: Path) -> None:
    odd = os.fsencode(root) + b'/units/x/\xff\n"\xe1.yaml'
    with open(odd, "wb") as file:
        file.write(b"odd")
    commit(root)
    assert held(root) == read(WorkingTree(root))
    assert len(held(root)) == len(FILES) + 1


def test_unrelated_histories_have_no_common_commit(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "alone")
    commit(root, {"units/x/unit.yaml": "alone"})
    with history(root) as one:
        with pytest.raises(GitTrouble, match="no common commit"):
            one.parted(one.find("main"), one.find("alone"))
        assert one.base(one.find("main"), one.find("alone")) is None


def test_the_store_may_be_packed(root: Path) -> None:
    git(root, "gc", "-q")
    assert set(held(root)) == set(FILES)
    assert isinstance(CommitTree, type)
    shutil.rmtree(root / "units")
    assert set(held(root)) == set(FILES)
