"""The programme around the criteria: one worklist, the shortest way, dossiers, proposals, a whole set."""

from __future__ import annotations

import csv
import io
import json
import subprocess  # noqa: TID251
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports import worklist
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.tasks import Filter
from ansecurity_cli.reports.way import way
from ansecurity_cli.reports.worklist import Worklist
from ansecurity_cli.snapshot import Snapshot
from test_cli import _fits

Make = Callable[..., Snapshot]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
DAY = date(2026, 11, 16)
AS_OF = ("--as-of", DAY.isoformat())
HEAD = "unit: phuong-x\nset: mini\nset_version: 1\nperiod: 2026\n"
FILES = {
    "criteria/mini.yaml": (
        "kind: criteria-set\nid: mini\ntitle: Bộ thử\nversion: 1\n"
        "source: {document: 1/TT-BCA, article: Điều 1}\napplies_to: [phuong]\ncompleteness: full\n"
        'dossier: {due: "11-20", recognition: [{id: to-trinh, title: Tờ trình}, {id: bien-ban, title: Biên bản}]}\n'
        "rule: {kind: all}\ncriteria:\n"
        "  - {id: k1, title: Mô hình, rule: {kind: count, at_least: 2}}\n"
        "  - id: k2\n    title: Một trong hai\n    rule: {kind: any}\n    criteria:\n"
        "      - id: k2.a\n        title: Cả hai việc\n        rule: {kind: all}\n        criteria:\n"
        "          - {id: k2.a.1, title: Việc một, rule: {kind: attested}}\n"
        "          - {id: k2.a.2, title: Việc hai, rule: {kind: attested}}\n"
        "      - {id: k2.b, title: Một việc, rule: {kind: attested}}\n"
        "  - {id: k3, title: Đường dây nóng, keep_up: P6M, rule: {kind: attested}}\n"
    ),
    "units/phuong-x/unit.yaml": "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\n",
    "units/phuong-x/2026/mini.yaml": (
        f'kind: assessment\n{HEAD}assessed_on: "2026-11-01"\n'
        'registered: {number: 1/ĐK, issued: "2026-03-01"}\n'
        'dossier: [{for: to-trinh, number: 9/TTr, issued: "2026-11-10"}]\n'
        "answers:\n  k1: {value: 1}\n  k2.a.1: {met: false}\n  k2.a.2: {met: false}\n  k2.b: {met: false}\n"
        '  k3: {met: true, confirmed_on: "2026-01-05"}\n'
        "remedies:\n"
        '  - {criterion: k1, action: Lập mô hình, owner: Công an phường, due: "2026-12-01", milestones: [{text: Chọn nơi, due: "2026-11-10"}]}\n'
        '  - {criterion: k2, action: Làm một việc, owner: Ủy ban nhân dân phường, due: "2026-11-30"}\n'
        "  - {finding: tt-1, action: Sửa sổ trực, owner: Công an phường, status: in-progress}\n"
        "obstacles: [{text: Thiếu kinh phí}, {text: Thiếu người, solution: Điều chuyển}]\n"
        "proposals: [{id: kn-9, set: mini, criterion: k1, text: Đề nghị nói rõ, escalated_to: Công an tỉnh, on: '2026-11-06', status: escalated}]\n"
    ).replace("'2026-11-06'", '"2026-11-06"'),
    "units/phuong-x/inspections/2026-06-10-doan.yaml": (
        'kind: inspection\nunit: phuong-x\ndate: "2026-06-10"\nby: Đoàn\n'
        "findings:\n"
        '  - {id: tt-1, unit: phuong-x, text: Sổ trực thiếu, severity: minor, due: "2026-12-31"}\n'
        '  - {id: tt-2, unit: phuong-x, text: Chưa có quy chế, severity: critical, due: "2026-10-01"}\n'
        "  - {id: tt-3, unit: phuong-x, text: Đã xong, status: closed}\n"
        "proposals:\n"
        "  - {id: kn-1, set: mini, text: Gộp k2, status: answered, reply: Ghi nhận, replied_on: \"2026-09-01\"}\n"
    ),
}  # fmt: skip


def listed(make: Make, wanted: Filter | None = None, day: date = DAY, **more: str) -> Worklist:
    taken = make({**FILES, **{path.replace("__", "/"): text for path, text in more.items()}}, day)
    return worklist.build(taken, Selection(in_order(taken.repository)), wanted)


def seen(report: Worklist) -> list[tuple[str, str]]:
    """Kind and name, in the order of the list."""
    criteria = [(item.kind, item.criterion.id) for group in report.groups for item in group.items]
    return [*criteria, *((task.kind, task.id or str(task.text)[:12]) for task in report.tasks)]


EVERYTHING = [
    ("criterion", "k1"), ("criterion", "k2.b"), ("confirm", "k3"), ("criterion", "k2.a.1"),
    ("criterion", "k2.a.2"), ("dossier", "Message(msgid"[:12]), ("finding", "tt-2"), ("finding", "tt-1"),
    ("obstacle", "Thiếu kinh p"), ("proposal", "kn-9"),
]  # fmt: skip


def test_one_list_over_everything_that_is_left_to_do(snapshot: Make) -> None:
    assert seen(listed(snapshot)) == EVERYTHING


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(kinds=("finding",)), ["tt-2", "tt-1"]),
        (Filter(kinds=("confirm",)), ["k3"]),
        (Filter(kinds=("criterion", "proposal")), ["k1", "k2.b", "k2.a.1", "k2.a.2", "kn-9"]),
        # a milestone of k1's remedy and the critical finding are past their day
        (Filter(overdue=True), ["k1", "tt-2"]),
        # the dossier until the 19th; k2's remedy until the 30th; what is overdue as well
        (Filter(within=date(2026, 11, 19)), ["k1", "Message(msgi", "tt-2"]),
        (
            Filter(within=date(2026, 11, 30)),
            ["k1", "k2.b", "k2.a.1", "k2.a.2", "Message(msgi", "tt-2"],
        ),
        (Filter(owner="cong an phuong"), ["k1", "tt-1"]),
        (Filter(owner="công an"), ["k1", "tt-1", "kn-9"]),
        (Filter(owner="nobody"), []),
        (Filter(kinds=("criterion",), overdue=True), ["k1"]),
    ],
)
def test_the_list_narrowed(snapshot: Make, wanted: Filter, names: list[str]) -> None:
    assert [name for _kind, name in seen(listed(snapshot, wanted))] == names


def test_what_is_not_known_yet_is_not_on_the_list(snapshot: Make) -> None:
    early = listed(snapshot, day=date(2026, 6, 30))
    kinds = {task.kind: task for task in early.tasks}
    assert set(kinds) == {"finding", "proposal"}  # nothing is assessed yet
    assert all(not task.remedies for task in early.tasks)
    assert listed(snapshot, day=date(2026, 6, 1)).tasks == ()


def test_a_dossier_is_late_from_the_day_itself(snapshot: Make) -> None:
    wanted = Filter(kinds=("dossier",))
    assert [one.overdue for one in listed(snapshot, wanted, date(2026, 11, 19)).tasks] == [False]
    assert [one.overdue for one in listed(snapshot, wanted, date(2026, 11, 20)).tasks] == [True]
    decided = {
        "units__phuong-x__2026__mini.appraisal.yaml": (
            f'kind: appraisal\n{HEAD}by: Cấp trên\ndate: "2026-11-18"\n'
            'recognition: {result: refused, decided_on: "2026-11-18"}\n'
        )
    }
    assert not listed(snapshot, wanted, date(2026, 11, 20), **decided).tasks


# --- the shortest way -------------------------------------------------------------------------------


def steps(make: Make, **answers: str) -> list[str]:
    text = FILES["units/phuong-x/2026/mini.yaml"]
    for name, answer in answers.items():
        key = name.replace("_", ".")
        text = "\n".join(
            f"  {key}: {answer}" if line.startswith(f"  {key}: ") else line
            for line in text.split("\n")
        )
    taken = make({**FILES, "units/phuong-x/2026/mini.yaml": text}, DAY)
    result = taken.evaluation.result(Key("phuong-x", "mini", Period(2026)))
    return [step.criterion.id for step in way(result, lambda _: None)]


def test_of_alternatives_the_one_with_the_fewest_steps(snapshot: Make) -> None:
    assert steps(snapshot) == ["k1", "k2.b", "k3"]


def test_to_find_out_is_less_than_to_put_right(snapshot: Make) -> None:
    assert steps(snapshot, k2_a_1="{met: true}", k2_a_2="{note: chưa rõ}") == ["k1", "k2.a.2", "k3"]


def test_what_is_met_needs_no_way(snapshot: Make) -> None:
    good = {
        "k1": "{value: 2}",
        "k2_b": "{met: true}",
        "k3": '{met: true, confirmed_on: "2026-10-01"}',
    }
    assert steps(snapshot, **good) == []


SCORED = (
    "kind: criteria-set\nid: mini\ntitle: Bộ điểm\nversion: 1\nsource: {document: 2/TT}\n"
    "applies_to: [phuong]\ncompleteness: full\nrule: {kind: points}\n"
    "scoring: {not_applicable: lower-maximum, min_total: 16, vetoes: [v]}\ncriteria:\n"
    "  - id: a\n    title: A\n    rule: {kind: points, max: 10, min_share: 50}\n    criteria:\n"
    "      - {id: a1, title: A1, rule: {kind: points, max: 4}}\n"
    "      - {id: a2, title: A2, rule: {kind: points, max: 6}}\n"
    "  - {id: b, title: B, rule: {kind: points, max: 10}}\n"
    "  - {id: v, title: V, rule: {kind: attested}}\n"
)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        # a is below its half: 6 would do by a2 alone, but 16 in all are asked, and v must be met
        ({"a1": 2, "a2": 0, "b": 10}, ["a2", "v"]),
        # only the total is short by two: the largest gain first
        ({"a1": 4, "a2": 3, "b": 7, "v": True}, ["a2"]),
        ({"a1": 4, "a2": 4, "b": 7, "v": True}, ["b"]),
        # one gain isn't enough
        ({"a1": 4, "a2": 1, "b": 4, "v": True}, ["b", "a2"]),
        ({"a1": 4, "a2": 6, "b": 6, "v": True}, []),
        ({"a1": 4, "a2": 6, "b": 6, "v": False}, ["v"]),
    ],
)  # fmt: skip
def test_by_the_points_that_are_missing(
    snapshot: Make, answers: dict[str, float | bool], wanted: list[str]
) -> None:
    lines = [
        f"  {name}: {{{'met' if name == 'v' else 'points'}: {str(one).lower()}}}"
        for name, one in answers.items()
    ]
    text = (
        f'kind: assessment\n{HEAD}assessed_on: "2026-11-01"\nanswers:\n' + "\n".join(lines) + "\n"
    )
    files = {
        "criteria/mini.yaml": SCORED,
        "units/phuong-x/unit.yaml": FILES["units/phuong-x/unit.yaml"],
    }
    taken = snapshot({**files, "units/phuong-x/2026/mini.yaml": text}, DAY)
    result = taken.evaluation.result(Key("phuong-x", "mini", Period(2026)))
    assert [step.criterion.id for step in way(result, lambda _: None)] == wanted
    assert (result.outcome.value == "met") == (not wanted)


# --- the commands -----------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_the_worklist_as_it_is_shown(root: Path, run: Run) -> None:
    done = run("unmet", *AS_OF, cwd=root)
    assert done.returncode == 0
    assert (
        "→ để đạt, việc cần làm trước: k1 (hạn 10/11/2026), k2.b (hạn 30/11/2026), k3"
        in done.stdout
    )
    assert "còn thiếu: Biên bản" in done.stdout
    assert "chưa có biện pháp khắc phục" in done.stdout  # of tt-2
    assert "đã 10 ngày chưa thấy trả lời" in done.stdout
    narrow = run("unmet", "--kind", "finding", "--overdue", *AS_OF, cwd=root)
    assert "tt-2" in narrow.stdout
    assert "tt-1" not in narrow.stdout
    assert run("unmet", "--due-within", "30", *AS_OF, cwd=root).returncode == 2
    nothing = run("unmet", "--owner", "Không ai", *AS_OF, cwd=root)
    assert "Không có việc nào đúng điều kiện lọc." in nothing.stdout


def test_the_worklist_for_machines(root: Path, run: Run) -> None:
    data = json.loads(run("unmet", "--format", "json", *AS_OF, cwd=root).stdout)
    _fits(data, "unmet")
    assert [one["kind"] for one in data["tasks"]] == [
        "dossier", "finding", "finding", "obstacle", "proposal",
    ]  # fmt: skip
    (only,) = data["ways"]
    assert [one["id"] for one in only["steps"]] == ["k1", "k2.b", "k3"]
    assert {one["id"]: one["blocks"] for one in data["criteria"]} == {
        "k1": True, "k2.b": True, "k3": True, "k2.a.1": False, "k2.a.2": False,
    }  # fmt: skip
    rows = list(
        csv.DictReader(io.StringIO(run("unmet", "--format", "csv", *AS_OF, cwd=root).stdout))
    )
    assert len(rows) == len(EVERYTHING)
    assert {row["kind"] for row in rows} == {kind for kind, _name in EVERYTHING}


def test_proposals_in_every_format(root: Path, run: Run) -> None:
    text = run("proposals", *AS_OF, cwd=root).stdout
    assert "2 kiến nghị, 1 chưa có trả lời" in text
    assert "trả lời: Ghi nhận" in text
    assert "kn-1" not in run("proposals", "--unanswered", *AS_OF, cwd=root).stdout
    page = run("proposals", "--format", "markdown", *AS_OF, cwd=root).stdout
    assert page.startswith("# Kiến nghị, đề xuất về các bộ tiêu chí\n")
    assert page.count("\n| ") == 4  # a head, its line, two proposals
    data = json.loads(run("proposals", "--format", "json", *AS_OF, cwd=root).stdout)
    _fits(data, "proposals")
    assert [(one["id"], one["answered"], one["waiting"]) for one in data["proposals"]] == [
        ("kn-9", False, 10), ("kn-1", True, None),
    ]  # fmt: skip
    rows = list(
        csv.DictReader(io.StringIO(run("proposals", "--format", "csv", *AS_OF, cwd=root).stdout))
    )
    assert [row["id"] for row in rows] == ["kn-9", "kn-1"]
    assert "Không có kiến nghị nào." in run("proposals", "--as-of", "2026-06-01", cwd=root).stdout


def test_a_whole_set_explained(root: Path, run: Run) -> None:
    text = run("explain", "phuong-x", "mini", *AS_OF, cwd=root).stdout
    assert "Đã đăng ký: 1/ĐK, 01/03/2026" in text
    assert "Hồ sơ, phải được quyết định trước ngày 20/11/2026 · còn 3 ngày" in text
    assert "✓ Tờ trình: 9/TTr, 10/11/2026" in text
    assert "? Biên bản: chưa có" in text
    assert (
        "quá hạn 2 ngày"
        in run("explain", "phuong-x", "mini", "--as-of", "2026-11-21", cwd=root).stdout
    )
    # a criterion of the same name as a set is still the criterion of that set
    assert "k1  Mô hình" in run("explain", "phuong-x", "mini:k1", *AS_OF, cwd=root).stdout


@pytest.mark.parametrize(
    ("command", "name", "begins"),
    [
        (("unmet",), "a.json", "{"), (("unmet",), "a.csv", "unit,name,"), (("unmet",), "a.txt", "Phường X"),
        (("status",), "a.json", "{"), (("compare",), "a.csv", "unit,name,"), (("proposals",), "a.md", "# "),
        (("proposals",), "a.csv", "set,criterion,"), (("criteria", "list"), "a.json", "{"),
        (("rollup", "phuong-x"), "a.json", "{"), (("checks",), "a.csv", "code,"),
        (("unmet", "--format", "csv"), "a.json", "unit,name,"),
    ],
)  # fmt: skip
def test_the_format_by_the_ending_of_the_file(
    root: Path, run: Run, command: tuple[str, ...], name: str, begins: str
) -> None:
    day = () if command == ("checks",) else AS_OF
    done = run(*command, "-o", name, *day, cwd=root)
    assert done.returncode == 0, done.stderr
    assert (root / name).read_text("utf-8").startswith(begins)


def test_a_criterion_that_could_not_be_decided_is_not_called_unknown(root: Path, run: Run) -> None:
    file = root / "units/phuong-x/2026/mini.yaml"
    file.write_text(file.read_text("utf-8").replace("value: 1", "valeu: 1"), "utf-8")
    done = run("explain", "phuong-x", "k1", *AS_OF, cwd=root)
    assert done.returncode == 3
    assert "chưa xét được “k1” của bộ “mini”" in done.stderr
    assert "units/phuong-x/2026/mini.yaml có lỗi" in done.stderr
