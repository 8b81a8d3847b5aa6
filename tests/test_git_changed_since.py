"""`check --changed-since`: what is about changed files, what depends on them, what is new elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.cli.app import run
from test_cli import AS_OF, _fits
from test_diff import FOUR, GOOD, TOWN_SET, WARD_SET, ward, world
from test_git_trees import commit, git, write

# Every ward has a warning of its own: an answer that is missing.
SHORT = [ward(name, "k1.1: {value: 2}\n  k2: {count: 8, total: 10}") for name in ("p-a", "p-b")]
TOWN = {
    "units/thi-xa-t/2026/cap-thi.yaml": (
        "kind: assessment\nunit: thi-xa-t\nset: cap-thi\nset_version: 1\nperiod: 2026\n"
        'assessed_on: "2026-10-02"\nanswers:\n  ty-le: {count: 1, total: 2}\n'
    )
}
Paths = Callable[..., set[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, world(*SHORT, FOUR[2], sets=TOWN), "first")
    return tmp_path


@pytest.fixture
def paths(root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.chdir(root)

    def call(*words: str, name: str = "HEAD") -> set[str]:
        run(["check", "--changed-since", name, *words, "--format", "json", *AS_OF])
        data = json.loads(capfd.readouterr().out)
        _fits(data, "check")
        return {one["path"].removeprefix("units/thi-xa-t/") for one in data["diagnostics"]}

    return call


def test_nothing_changed(root: Path, paths: Paths, capfd: pytest.CaptureFixture[str]) -> None:
    assert paths() == set()
    words = ["check", "--changed-since", "HEAD", "--lang", "en", *AS_OF]
    assert run(words) == 0
    out, err = capfd.readouterr()
    assert (out, err) == ("", "nothing here has changed since “HEAD”\n")
    write(root, {"readme": "not ours"})
    assert run(words) == 0
    assert run(["check", *AS_OF]) == 0
    assert "p-a/2026" in capfd.readouterr().out  # there is something to tell without it


def test_a_changed_child_reaches_the_roll_up_above(root: Path, paths: Paths) -> None:
    write(root, {path: f"{text}# khác\n" for path, text in SHORT[0].items() if "2026" in path})
    assert paths() == {"p-a/2026/cap-phuong.yaml", "2026/cap-thi.yaml"}
    commit(root)
    assert paths() == set()
    assert paths(name="HEAD~1") == {"p-a/2026/cap-phuong.yaml", "2026/cap-thi.yaml"}


def test_a_unit_reaches_all_its_answers(root: Path, paths: Paths) -> None:
    write(root, {path: f"{text}# khác\n" for path, text in SHORT[1].items() if "unit.yaml" in path})
    assert paths() == {"p-b/2026/cap-phuong.yaml", "2026/cap-thi.yaml"}


def test_a_set_reaches_all_answers_to_it_and_what_is_built_on_it(root: Path, paths: Paths) -> None:
    everything = {"p-a/2026/cap-phuong.yaml", "p-b/2026/cap-phuong.yaml", "2026/cap-thi.yaml"}
    write(root, {"criteria/cap-phuong.yaml": WARD_SET + "# khác\n"})
    assert paths() == everything
    write(
        root, {"criteria/cap-phuong.yaml": WARD_SET, "criteria/cap-thi.yaml": TOWN_SET + "# khác\n"}
    )
    assert paths() == {"2026/cap-thi.yaml"}
    write(root, {"criteria/cap-thi.yaml": TOWN_SET, "schemas/unit.schema.json": "{}"})
    assert paths() == everything


def test_what_a_change_breaks_elsewhere_is_told(root: Path, paths: Paths) -> None:
    """The parent is gone: told at its children, whose files nobody touched."""
    other = {"units/khac/unit.yaml": "kind: unit\nid: khac\nname: Khác\ntype: thi-xa\n"}
    child = ward("p-x", GOOD, "units/xa", "khac")
    commit(root, {**other, **child})
    git(root, "rm", "-q", "units/khac/unit.yaml")
    assert "units/xa/p-x/unit.yaml" in paths()


def test_evidence_that_is_gone(root: Path, paths: Paths) -> None:
    proof = GOOD + "\nevidence:\n  e1: {file: hồ-sơ.pdf}"
    commit(root, {**ward("p-d", proof), "units/thi-xa-t/p-d/hồ-sơ.pdf": "%PDF"})
    git(root, "rm", "-q", "units/thi-xa-t/p-d/hồ-sơ.pdf")
    assert "p-d/2026/cap-phuong.yaml" in paths()


def test_paths_narrow_it_further(root: Path, paths: Paths) -> None:
    write(root, {"criteria/cap-phuong.yaml": WARD_SET + "# khác\n"})
    assert paths("units/thi-xa-t/p-b") == {"p-b/2026/cap-phuong.yaml"}


def test_only_changed_files_are_repaired(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tabbed = {
        path: "\ufeff" + text for path, text in {**SHORT[0], **SHORT[1]}.items() if "2026" in path
    }
    commit(root, tabbed)
    changed = next(path for path in tabbed if "p-a" in path)
    write(root, {changed: tabbed[changed] + "# khác\n"})
    run(["-C", str(root), "check", "--fix", "--changed-since", "HEAD", *AS_OF])
    capfd.readouterr()
    assert not (root / changed).read_text("utf-8").startswith("\ufeff")
    assert (
        (root / next(path for path in tabbed if "p-b" in path))
        .read_text("utf-8")
        .startswith("\ufeff")
    )


def test_since_the_branches_parted(root: Path, paths: Paths) -> None:
    git(root, "checkout", "-qb", "side")
    write(root, {path: f"{text}# khác\n" for path, text in SHORT[0].items() if "2026" in path})
    commit(root)
    git(root, "checkout", "-q", "main")
    commit(
        root, {path: f"{text}# meanwhile\n" for path, text in SHORT[1].items() if "2026" in path}
    )
    git(root, "checkout", "-q", "side")
    assert "p-b/2026/cap-phuong.yaml" not in paths(name="main")


def test_an_unknown_commit(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(root), "--lang", "en", "check", "--changed-since", "no-such"]) == 2
    assert "git knows no commit “no-such”" in capfd.readouterr().err
