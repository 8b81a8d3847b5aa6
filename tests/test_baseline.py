"""Known problems: written down, matched by code, unit, file and criterion, never hidden silently."""

from __future__ import annotations

import json
import shutil
import subprocess  # noqa: TID251
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.diagnostics import START, Diagnostic, Severity, say
from ansecurity_cli.formats.baseline import baseline as text
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import baseline
from conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
UNIT = "units/phuong-x/unit.yaml"
ANSWERS = "units/phuong-x/2026/mini.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "cases" / "differs-from-path" / "sound", tmp_path / "goc")
    file = tmp_path / "goc" / ANSWERS
    file.write_text(
        file.read_text("utf-8").replace("{value: 1}", "{value: 1, naem: x, evidence: [a, b]}"),
        "utf-8",
    )
    return tmp_path / "goc"


def _codes(run: Run, root: Path, *more: str) -> list[str]:
    done = run("check", "--format", "json", *more, cwd=root)
    return [one["code"] for one in json.loads(done.stdout)["diagnostics"]]


def test_what_is_known_is_not_told_again_wherever_it_stands(root: Path, run: Run) -> None:
    assert _codes(run, root) == ["unknown-key", "unknown-evidence", "unknown-evidence"]
    assert run("check", "--write-baseline", "biet.yaml", cwd=root).returncode == 0
    assert _codes(run, root, "--baseline", "biet.yaml") == []
    file = root / ANSWERS
    file.write_text("# thêm\n\n" + file.read_text("utf-8"), "utf-8")
    done = run("check", "--baseline", "biet.yaml", "--lang", "en", cwd=root)
    assert done.returncode == 0
    assert "3 known problems are not shown." in done.stdout


def test_one_more_of_the_same_is_told(root: Path, run: Run) -> None:
    run("check", "--write-baseline", "biet.yaml", cwd=root)
    file = root / ANSWERS
    file.write_text(file.read_text("utf-8").replace("[a, b]", "[a, b, c]"), "utf-8")
    assert _codes(run, root, "--baseline", "biet.yaml") == ["unknown-evidence"]


def test_a_moved_folder_keeps_its_known_problems(root: Path, run: Run) -> None:
    run("check", "--write-baseline", "biet.yaml", cwd=root)
    (root / "units" / "thi-xa").mkdir()
    (root / "units" / "phuong-x").rename(root / "units" / "thi-xa" / "phuong-x")
    assert _codes(run, root, "--baseline", "biet.yaml") == []


def test_the_same_in_another_period_is_new(root: Path, run: Run) -> None:
    run("check", "--write-baseline", "biet.yaml", cwd=root)
    text = (root / ANSWERS).read_text("utf-8")
    (root / "units/phuong-x/2025").mkdir()
    (root / "units/phuong-x/2025/mini.yaml").write_text(
        text.replace("2026", "2025").replace(", evidence: [a, b]", ""), "utf-8"
    )
    assert _codes(run, root, "--baseline", "biet.yaml") == ["unknown-key"]


def test_what_is_gone_is_told(root: Path, run: Run) -> None:
    run("check", "--write-baseline", "biet.yaml", cwd=root)
    file = root / ANSWERS
    file.write_text(file.read_text("utf-8").replace("naem: x, ", ""), "utf-8")
    done = run("check", "--baseline", "biet.yaml", "--lang", "en", cwd=root)
    assert "1 known problem no longer occurs" in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("kind: baseline\nproblems: [{code: x}]\n", "biet.yaml:2:12"),
        ("kind: [\n", "biet.yaml:1:7"),
        ("", "biet.yaml:1:1"),
        (None, "biet.yaml"),
    ],
)
def test_a_bad_baseline_ends_the_run(root: Path, run: Run, content: str | None, told: str) -> None:
    if content is not None:
        (root / "biet.yaml").write_text(content, "utf-8")
    done = run("check", "--baseline", "biet.yaml", cwd=root)
    assert done.returncode == 2
    assert told in done.stderr


def test_any_name_can_be_written_and_read_back() -> None:
    odd = 'units/"{x}: #\n\u202e/2026/é.yaml'
    found = [
        Diagnostic("misplaced-file", Severity.ERROR, path, START, say("x"), unit=unit)
        for path, unit in ((odd, ""), (odd, ""), (ANSWERS, "phuong-x"))
    ]
    known = baseline.of(found)
    again = baseline.read("biet.yaml", text(known, Words("vi")).encode())
    assert isinstance(again, baseline.Baseline)
    assert (
        again.counts
        == known.counts
        == Counter({baseline.known_by(found[0]): 2, baseline.known_by(found[2]): 1})
    )


def test_what_must_not_lie_in_git_is_never_known() -> None:
    found = [Diagnostic(code, Severity.ERROR, UNIT, START, say("x")) for code in baseline.NEVER]
    assert not baseline.of(found).counts
