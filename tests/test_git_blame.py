"""`explain --blame`: the commit that last changed the answer that decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.cli.app import run
from test_cli import AS_OF
from test_diff import GOOD, ward, world
from test_git_trees import commit, git, write

PATH = "units/thi-xa-t/p-a/2026/cap-phuong.yaml"
Say = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, world(ward("p-a", GOOD.replace("count: 8", "count: 6"))), "Báo cáo lần đầu")
    commit(tmp_path, world(ward("p-a")), "Sửa số hộ <b>##[error]</b>")
    commit(tmp_path, world(ward("p-a", "# đầu tệp\n  " + GOOD + "\n# cuối")), "Ghi chú")
    return tmp_path


@pytest.fixture
def say(root: Path, capfd: pytest.CaptureFixture[str]) -> Say:
    def call(criterion: str = "k2", where: Path = root, code: int = 0) -> str:
        words = ["-C", str(where), "--lang", "en", "explain", "p-a", criterion, "--blame", *AS_OF]
        assert run(words) == code
        out, err = capfd.readouterr()
        return out or err

    return call


def test_the_commit_of_the_answer_not_of_the_file(root: Path, say: Say) -> None:
    short = git(root, "rev-parse", "--short=10", "HEAD~1")
    out = say()
    assert f"last changed on 2026-03-04 by commit {short}: Sửa số hộ <b># #[error]</b>" in out
    assert f"(k2, {PATH}:" in out
    assert "T <t@example.org>" not in out
    assert "Báo cáo lần đầu" in say("k1.1")


def test_of_a_group_those_that_decide_it(say: Say) -> None:
    out = say("k1")
    assert "(k1.1, " in out
    assert "(k1.2, " in out


def test_what_is_not_committed_yet(root: Path, say: Say) -> None:
    text = (root / PATH).read_text("utf-8")
    (root / PATH).write_text("# dòng mới\n" + text.replace("count: 8", "count: 9"), "utf-8")
    assert "not committed yet (k2" in say()
    assert "Báo cáo lần đầu" in say("k1.1")  # its line only moved
    write(root, ward("p-b"))
    git(root, "rm", "-q", "--cached", PATH)
    git(root, "commit", "-qm", "gone from git")
    assert "not committed yet (k1.1" in say("k1.1")


def test_line_breaks_of_another_system_are_no_change(root: Path, say: Say) -> None:
    (root / PATH).write_bytes((root / PATH).read_bytes().replace(b"\n", b"\r\n"))
    assert "Sửa số hộ" in say()


def test_an_answer_on_several_lines(root: Path, say: Say) -> None:
    longer = GOOD.replace("k2: {count: 8, total: 10}", "k2:\n    count: 8\n    total: 10")
    commit(root, ward("p-a", longer), "Xuống dòng")
    commit(root, ward("p-a", longer.replace("total: 10", "total: 11")), "Thêm một hộ")
    assert "Thêm một hộ" in say()


def test_a_sub_folder_with_an_odd_name(tmp_path_factory: pytest.TempPathFactory, say: Say) -> None:
    top = tmp_path_factory.mktemp("top")
    git(top, "init", "-q")
    inner = {f"dữ liệu [1]/{path}": text for path, text in world(ward("p-a")).items()}
    commit(top, inner, "Trong thư mục con")
    assert "Trong thư mục con" in say(where=top / "dữ liệu [1]")


def test_a_shallow_clone_may_not_know(
    root: Path, say: Say, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clone = tmp_path_factory.mktemp("clone") / "c"
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    out = say(where=clone)
    assert "or by an earlier commit" in out
    assert "or by an earlier commit" not in say()


def test_of_no_answer_nothing_is_told(root: Path, say: Say) -> None:
    commit(root, ward("p-a", "k1.1: {value: 2}"), "Bớt")
    assert "there is no answer whose commit could be told" in say("k2")
    assert "not for a whole set" in say("cap-phuong", code=2)


def test_without_git(tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "inside"
    write(inside, world(ward("p-a")))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert "in no git repository" in say(where=inside, code=2)
