"""`diff` on real repositories: ranges, what counts as the working tree, formats, gates."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess  # noqa: TID251 - the type of what the fixture gives
from typing import Any

import pytest

from ansecurity_cli.cli.app import run
from test_cli import AS_OF, _fits
from test_diff import FOUR, GOOD, WARD_SET, ward, world
from test_git_trees import commit, git, write

Say = Callable[..., tuple[int, str, str]]
LOWERED = ward("p-c", GOOD.replace("count: 8", "count: 6"))
PATH = "units/thi-xa-t/p-c/2026/cap-phuong.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, world(*FOUR[:3]), "first")
    return tmp_path


@pytest.fixture
def say(root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.chdir(root)

    def call(*words: str) -> tuple[int, str, str]:
        code = run([*words, *AS_OF, "--lang", "en"])
        return (code, *capfd.readouterr())

    return call


def turns(say: Say, *words: str) -> list[tuple[str, str, str | None]]:
    code, out, err = say("diff", *words, "--format", "json")
    assert code == 0, err
    data: dict[str, Any] = json.loads(out)
    _fits(data, "diff")
    return [(one["turn"], one["unit"], one["criterion"]) for one in data["changes"]]


EXPECTED = [
    ("regressed", "thi-xa-t", None), ("regressed", "thi-xa-t", "ty-le"), ("regressed", "p-c", None),
    ("regressed", "p-c", "k2"),
]  # fmt: skip


def test_uncommitted_and_untracked_files_count_as_the_working_tree(root: Path, say: Say) -> None:
    assert turns(say) == []
    write(root, LOWERED)
    assert turns(say) == EXPECTED
    git(root, "add", "-A")
    assert turns(say) == EXPECTED
    git(root, "rm", "-rqf", "units/thi-xa-t/p-c")
    write(root, ward("p-new", "k2: {count: 1, total: 9}"))
    assert ("unmet", "p-new", "k2") in turns(say)


def test_ranges(root: Path, say: Say) -> None:
    commit(root, LOWERED, "second")
    assert turns(say) == turns(say, "HEAD..HEAD") == []
    assert turns(say, "HEAD~1") == turns(say, "HEAD~1..HEAD") == turns(say, "HEAD~1..") == EXPECTED
    assert {turn for turn, _, _ in turns(say, "HEAD..HEAD~1")} == {"improved"}


def test_three_dots_are_what_a_pull_request_changes(root: Path, say: Say) -> None:
    git(root, "checkout", "-qb", "side")
    commit(root, LOWERED, "on the side")
    git(root, "checkout", "-q", "main")
    commit(root, ward("p-b", "k2: {count: 1, total: 9}"), "meanwhile")
    assert turns(say, "main...side") == EXPECTED
    assert ("improved", "p-b", "k2") in turns(say, "main..side")


def test_line_breaks_of_another_system_are_no_change(root: Path, say: Say) -> None:
    git(root, "config", "core.autocrlf", "true")
    for path in root.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert turns(say) == []
    (root / PATH).write_bytes((root / PATH).read_bytes().replace(b"count: 8", b"count: 6"))
    assert turns(say) == EXPECTED


def test_a_rename_alone_is_no_change(root: Path, say: Say) -> None:
    (root / "units/thi-xa-t/cụm 1").mkdir()
    git(root, "mv", "units/thi-xa-t/p-a", "units/thi-xa-t/cụm 1/p-a")
    assert turns(say) == []
    assert say("diff", "--fail-on", "change")[0] == 0
    assert "Nothing changed in terms of criteria." in say("diff")[1]


def test_the_parents_regression_names_the_childs_answer(root: Path, say: Say) -> None:
    write(root, LOWERED)
    line = LOWERED[PATH].split("\n").index("  k2: {count: 6, total: 10}") + 1
    code, out, _ = say("diff")
    assert code == 0
    assert f"because of Phường p-c: ✓ → ✗ (k2, {PATH}:{line})" in out
    assert (
        out.index("Thị xã T · Cấp thị")
        < out.index("because of Phường p-c")
        < out.index("k2  Số hộ")
    )
    data = json.loads(say("diff", "--format", "json")[1])
    (cause,) = data["changes"][1]["causes"]
    assert cause == {
        "unit": "p-c", "name": "Phường p-c", "before": True, "after": False, "counted_before": True,
        "counted_after": True, "criterion": "k2", "path": PATH, "line": line,
    }  # fmt: skip


def test_gates(root: Path, say: Say) -> None:
    assert say("diff", "--fail-on", "change")[0] == 0
    write(root, ward("p-c", GOOD + "\n  # nothing"))
    assert say("diff", "--fail-on", "change")[0] == 0
    write(root, ward("p-d"))
    assert say("diff", "--fail-on", "regression")[0] == 0
    assert say("diff", "--fail-on", "change")[0] == 1
    write(root, LOWERED)
    assert say("diff", "--fail-on", "regression")[0] == 1
    assert say("diff")[0] == 0
    write(root, {PATH: "kind: assessment\n"})
    code, out, _ = say("diff")
    assert code == 1
    assert "Files that can't be used any more (1)" in out


def test_only_some_units_and_sets(root: Path, say: Say) -> None:
    write(root, {**LOWERED, **ward("p-b", GOOD.replace("count: 8", "count: 1"))})
    assert {unit for _, unit, _ in turns(say, "HEAD", "p-b")} == {"p-b"}
    assert {unit for _, unit, _ in turns(say, "HEAD", "thi-xa-t", "--alone")} == {"thi-xa-t"}
    assert {unit for _, unit, _ in turns(say, "--set", "cap-thi")} == {"thi-xa-t"}
    assert turns(say, "--period", "2025") == []
    assert say("diff", "HEAD", "no-such-ward")[0] == 3
    git(root, "rm", "-rqf", "units/thi-xa-t/p-b")
    assert ("regressed", "p-b", None) in turns(say, "HEAD", "p-b")  # gone, but it was there


def test_formats_by_the_ending_of_the_file(root: Path, say: Say, tmp_path: Path) -> None:
    write(
        root,
        {**LOWERED, "criteria/cap-phuong.yaml": WARD_SET.replace("percent: 70", "percent: 75")},
    )
    write(root, ward("p-b", "k9: {met: true}\n  k1.1: {valeu: 3}"))
    for name in ("d.html", "d.md", "d.json", "d.txt"):
        assert say("diff", "-o", str(tmp_path / name))[0] == 1
    page = (tmp_path / "d.html").read_text("utf-8")
    assert "<title>What changed: HEAD" in page
    assert "because of Phường p-c" in page
    assert "Content-Security-Policy" in page
    assert "script" not in page
    comment = (tmp_path / "d.md").read_text("utf-8")
    assert comment.startswith("## What changed: HEAD (")
    assert "### Was met, is not any more" in comment
    assert "### Criteria sets that ask otherwise" in comment
    assert json.loads((tmp_path / "d.json").read_text("utf-8"))["sets"][0]["id"] == "cap-phuong"
    assert (tmp_path / "d.txt").read_text("utf-8").startswith("1 file could not be used")


def test_a_comment_is_never_too_long_for_a_pull_request(root: Path, say: Say) -> None:
    for number in range(400):
        write(root, ward(f"p-{number}", "k2: {count: 1, total: 10}"))
    out = say("diff", "--format", "markdown")[1]
    assert 50_000 < len(out) < 65_536
    assert "more lines are left out here" in out


def test_what_people_write_stays_text(root: Path, say: Say) -> None:
    bad = 'k2: {not_applicable: "<script>alert(1)</script> | ::error:: [x](javascript:1) @all"}'
    write(root, ward("p-c", bad))
    assert "<script>" not in say("diff", "--format", "html")[1]
    comment = say("diff", "--format", "markdown")[1]
    assert "<script>" not in comment
    assert "[x](javascript" not in comment


@pytest.mark.parametrize("name", ["no-such", "-n1", "main..no-such", "HEAD~7", "..--all"])
def test_revisions_that_are_none(root: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(root), "--lang", "en", "diff", "--", name]) == 2
    out, err = capfd.readouterr()
    assert not out
    assert f"git knows no commit “{name.rsplit('..', maxsplit=1)[-1]}”" in err


def test_where_git_can_not_tell(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, world(FOUR[0]))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    words = ["-C", str(tmp_path), "--lang", "en", "diff"]
    assert run(words) == 2
    assert "in no git repository" in capfd.readouterr().err
    git(tmp_path, "init", "-q")
    assert run(words) == 2
    assert "there is no commit yet" in capfd.readouterr().err
    commit(tmp_path)
    assert run(words) == 0
    monkeypatch.setenv("PATH", str(tmp_path))
    capfd.readouterr()
    assert run(words) == 2
    assert "no git on this machine" in capfd.readouterr().err


def test_a_shallow_clone_hints_at_the_depth(
    root: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    commit(root, LOWERED, "second")
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    assert run(["-C", str(clone), "--lang", "en", "diff", "HEAD~1"]) == 2
    assert "fetch-depth: 0" in capfd.readouterr().err


def test_inside_a_hook(
    root: Path, run: Callable[..., CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    write(root, LOWERED)
    surroundings = {
        "GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": str(other / "index"), "GIT_WORK_TREE": str(other),
    }  # fmt: skip
    done = run("diff", "--fail-on", "regression", *AS_OF, cwd=root, env=surroundings)
    assert done.returncode == 1, done.stderr
    hook = root / ".git/hooks/pre-commit"
    write(root, {".git/hooks/pre-commit": f"#!/bin/sh\nenv | grep -c ^GIT_ > '{root}/seen'\n"})
    hook.chmod(0o755)
    commit(root)
    assert int((root / "seen").read_text()) > 0  # git does set such names there


def test_a_root_that_is_a_sub_folder_and_was_not_there_yet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"readme": "x"})
    commit(tmp_path, {f"dữ liệu/{path}": text for path, text in world(FOUR[0]).items()})
    inside = str(tmp_path / "dữ liệu")
    assert run(["-C", inside, "--lang", "en", "diff", "HEAD~1", "--fail-on", "change", *AS_OF]) == 1
    told = capfd.readouterr()
    assert "in “HEAD~1” there was nothing here yet" in told.err
    assert "Newly answered" in told.out
    assert run(["-C", inside, "diff", "HEAD", "--fail-on", "change", *AS_OF]) == 0


def test_nothing_is_written_and_nothing_checked_out(root: Path, say: Say) -> None:
    commit(root, LOWERED)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    say("diff", "HEAD~1")
    say("diff", "HEAD~1..HEAD", "--format", "html")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
