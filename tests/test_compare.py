"""`compare`: the two rounds side by side, and what the appraisal did."""

from __future__ import annotations

import csv
import io
import json
import subprocess  # noqa: TID251
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ansecurity_cli.reports import comparison
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from test_cli import AS_OF, _fits

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FILES = {
    "criteria/mini.yaml": (
        "kind: criteria-set\nid: mini\ntitle: Bộ tiêu chí thử\nversion: 1\n"
        "source: {document: 1/TT-BCA, article: Điều 1}\napplies_to: [phuong]\ncompleteness: full\n"
        "rule: {kind: all}\ncriteria:\n"
        "  - {id: k1, title: Mô hình, rule: {kind: count, at_least: 2}}\n"
        "  - {id: k2, title: Nghị quyết, rule: {kind: attested}}\n"
        "  - {id: k3, title: Số hộ, rule: {kind: ratio, at_least: {percent: 70}}}\n"
        "  - {id: k4, title: Chi bộ, rule: {kind: attested}}\n"
    ),
    "units/phuong-x/unit.yaml": "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\n",
    "units/phuong-x/2026/mini.yaml": (
        "kind: assessment\nunit: phuong-x\nset: mini\nset_version: 1\nperiod: 2026\n"
        'assessed_on: "2026-10-01"\nanswers:\n  k1: {value: 2}\n  k2: {met: true, note: Có}\n'
        "  k3: {count: 6, total: 10}\n"
    ),
    "units/phuong-x/2026/mini.appraisal.yaml": (
        "kind: appraisal\nunit: phuong-x\nset: mini\nset_version: 1\nperiod: 2026\n"
        'by: Công an thị xã\ndate: "2026-11-01"\nresults:\n'
        "  k1: {value: 1, reason: Một mô hình đã ngừng}\n  k2: {met: false}\n"
        "  k3: {count: 8, total: 10, reason: Đếm lại}\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_what_the_appraisal_did(snapshot: Callable[..., Snapshot]) -> None:
    taken = snapshot(FILES)
    report = comparison.build(taken, Selection(in_order(taken.repository)))
    (one,) = report.compared
    assert [(line.criterion.id, line.change, line.told, line.reason) for line in one.lines] == [
        ("k1", "lowered", True, "Một mô hình đã ngừng"),
        ("k2", "lowered", True, ""),
        ("k3", "raised", True, "Đếm lại"),
        ("k4", "same", False, ""),
    ]
    assert (one.counts[0].met, one.counts[0].unmet, one.counts[0].unknown) == (2, 1, 1)
    assert (one.counts[-1].met, one.counts[-1].unmet, one.counts[-1].unknown) == (1, 2, 1)
    assert (one.count("lowered"), one.count("raised"), one.count("same")) == (2, 1, 1)


def test_as_a_table(root: Path, run: Run) -> None:
    done = run("compare", "phuong-x", "--lang", "en", *AS_OF, cwd=root)
    assert done.returncode == 0
    assert "self-assessed: 2 met, 1 unmet, 1 unknown" in done.stdout
    assert "✓ → ✗  k1  Mô hình: lowered" in done.stdout
    assert "reason: Một mô hình đã ngừng" in done.stdout
    assert "no reason is given" in done.stdout
    assert "✗ → ✓  k3  Số hộ: raised" in done.stdout
    assert "1 criterion as before" in done.stdout


def test_for_machines(root: Path, run: Run) -> None:
    data = json.loads(run("compare", "--format", "json", *AS_OF, cwd=root).stdout)
    _fits(data, "compare")
    lines = data["compared"][0]["criteria"]
    assert [line["change"] for line in lines] == ["lowered", "lowered", "raised", "same"]
    rows = list(
        csv.DictReader(io.StringIO(run("compare", "--format", "csv", *AS_OF, cwd=root).stdout))
    )
    assert [row["change"] for row in rows] == ["lowered", "lowered", "raised", "same"]


def test_a_gate_for_what_was_lowered(root: Path, run: Run) -> None:
    assert run("compare", "--fail-on", "lowered", *AS_OF, cwd=root).returncode == 1
    assert run("compare", *AS_OF, cwd=root).returncode == 0


def test_without_an_appraisal(root: Path, run: Run) -> None:
    (root / "units/phuong-x/2026/mini.appraisal.yaml").unlink()
    done = run("compare", "--lang", "en", *AS_OF, cwd=root)
    assert "Bộ tiêu chí thử · 2026: not appraised yet" in done.stdout


SECOND = {
    "units/phuong-x/2026/mini.appraisal-cap-tinh.yaml": (
        "kind: appraisal\nunit: phuong-x\nset: mini\nset_version: 1\nperiod: 2026\n"
        'by: Công an tỉnh\ndate: "2026-11-20"\nresults:\n'
        "  k1: {value: 2, reason: Mô hình đã khôi phục}\n  k3: {count: 5, total: 10}\n"
        "recognition: {result: refused, decided_on: 2026-11-21}\n"
    ).replace("2026-11-21", '"2026-11-21"'),
}


def test_several_levels_appraise_and_the_last_decides(snapshot: Callable[..., Snapshot]) -> None:
    taken = snapshot({**FILES, **SECOND})
    assert not [one for one in taken.diagnostics if one.code == "misplaced-file"]
    (one,) = comparison.build(taken, Selection(in_order(taken.repository))).compared
    assert [each.by for each in one.appraisals] == ["Công an thị xã", "Công an tỉnh"]
    seen = {
        line.criterion.id: (
            line.change,
            [each.ruling.outcome.value for each in line.rounds],
            line.unexplained,
        )
        for line in one.lines
    }
    assert seen == {
        "k1": ("same", ["unmet", "met"], False),
        "k2": ("lowered", ["unmet", "unmet"], True),
        "k3": ("same", ["met", "unmet"], True),
        "k4": ("same", ["unknown", "unknown"], False),
    }
    assert [each.met for each in one.counts] == [2, 1, 1]


def test_a_later_round_is_not_there_before_its_day(snapshot: Callable[..., Snapshot]) -> None:
    taken = snapshot({**FILES, **SECOND}, as_of=date(2026, 11, 10))
    (one,) = comparison.build(taken, Selection(in_order(taken.repository))).compared
    assert [each.by for each in one.appraisals] == ["Công an thị xã"]
    assert {line.criterion.id: line.change for line in one.lines}["k3"] == "raised"


def test_a_round_with_errors_leaves_everything_open(snapshot: Callable[..., Snapshot]) -> None:
    broken = {name: text.replace("value: 2", "valeu: 2") for name, text in SECOND.items()}
    taken = snapshot({**FILES, **broken})
    (one,) = comparison.build(taken, Selection(in_order(taken.repository))).compared
    assert one.result.outcome.value == "unknown"


def test_all_rounds_are_shown(root: Path, run: Run) -> None:
    for path, text in SECOND.items():
        (root / path).write_text(text, "utf-8")
    done = run("compare", "phuong-x", *AS_OF, cwd=root)
    assert "Công an tỉnh, 20/11/2026" in done.stdout
    assert "✓ → ✗ → ✓  k1" in done.stdout
    assert run("compare", "--fail-on", "unexplained", *AS_OF, cwd=root).returncode == 1
    told = json.loads(run("compare", "--format", "json", *AS_OF, cwd=root).stdout)
    _fits(told, "compare")
    assert [one["by"] for one in told["compared"][0]["rounds"]] == [
        "Công an thị xã",
        "Công an tỉnh",
    ]
