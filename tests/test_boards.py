"""Kinds of report, a page a unit, and the commit."""

from __future__ import annotations

import shutil
import subprocess  # noqa: TID251 - tests drive the real thing
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ansecurity_cli.cli.app import run
from ansecurity_cli.formats import html, markdown
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.periods import Period
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from conftest import ROOT

Shows = Callable[..., Page]


@pytest.fixture
def shows(repository: Snapshot) -> Shows:
    """A kind of page on the illustrative commune, in a year."""

    def build(kind: page.Kind, year: int = 2025) -> Page:
        unit = repository.repository.units["xa-minh-hoa"]
        return page.build(repository, Selection((unit,), (), (Period(year),)), (unit,), kind)

    return build


def lines(text: str, *wanted: str) -> list[str]:
    return [one for one in text.splitlines() if all(word in one for word in wanted)]


def test_score_sheet_has_maximum_self_and_each_round(shows: Shows, english: Words) -> None:
    text = markdown.page(shows("scorecard"), english, "1")
    (head,) = lines(text, "Maximum")
    assert head.split(" | ")[2:] == [
        "Maximum", "Self-assessed", "Tổ thẩm định (minh họa)", "Hội đồng xét duyệt (minh họa)", "Note |",
    ]  # fmt: skip
    (row,) = lines(text, "| d2.1 |")
    assert [one.strip() for one in row.strip("|").split("|")][2:6] == [
        "15", "15 ✓ Met", "10 **✗ Unmet**", "10 **✗ Unmet**",
    ]  # fmt: skip
    (total,) = lines(text, "| Total |")
    assert "| 92/100 | 87/100 | 85\\.5/100 |" in total
    assert len(lines(text, "- ", "= ", "class “")) == 3


def test_unscored_sheet_has_yes_and_no(shows: Shows, english: Words) -> None:
    text = markdown.page(shows("scorecard"), english, "1")
    sheet = text[text.index("Bộ minh họa cấp xã, year 2025") :].split("\n### ")[0]
    assert "Maximum" not in sheet
    assert lines(sheet, "| Id | Criterion | Self-assessed | Appraised | Note |")
    assert lines(sheet, "| tc3.1 |", "✗ Unmet")
    (total,) = lines(sheet, "| Criteria met |")
    assert "3/4" in total


def test_what_is_not_known_has_no_points(repository: Snapshot, english: Words) -> None:
    unit = repository.repository.units["xa-minh-hoa"]
    selection = Selection((unit,), ("minh-hoa-diem",), (Period(2024),))
    text = markdown.page(page.build(repository, selection, (unit,), "scorecard"), english, "1")
    (row,) = lines(text, "| d4.1 |")
    assert "| 10 | ? Unknown |" in row
    assert "53–63/100" in text


def test_worklist_holds_tasks(shows: Shows, english: Words) -> None:
    view = shows("unmet")
    assert view.worklist.tasks
    for text in (markdown.page(view, english, "1"), html.page(view, english, "1")):
        assert "Other things to do" in text
        assert "Results by criterion" not in text
        for task in view.worklist.tasks:
            if isinstance(task.text, str) and "“" not in task.text and "|" not in task.text:
                assert task.text in text


def test_rollup_counts_what_rollup_counts(shows: Shows, english: Words) -> None:
    view = shows("rollup")
    assert view.rollup is not None
    text = markdown.page(view, english, "1")
    (branch,) = view.rollup.branches
    assert len(lines(text, "| Unit | Units subject |")) == sum(
        bool(one.total.tally.subject) for one in branch.blocks
    )
    assert lines(text, "Recognised: 4/5 = 80%")
    drawn = html.page(view, english, "1")
    assert drawn.count('class="aims"') == sum(len(one.goals) for one in branch.blocks)


def _year(year: str, met: bool) -> str:
    return (
        f"kind: assessment\nunit: p\nset: s\nset_version: 1\nperiod: '{year}'\n"
        f"assessed_on: '{year}-11-01'\nanswers: {{k1: {{met: {str(met).lower()}}}}}\n"
    )


@pytest.mark.parametrize(
    ("before", "now", "gained", "lost"),
    [(False, True, 1, 0), (True, True, 0, 0), (True, False, 0, 1), (False, False, 0, 0)],
)
def test_what_is_newly_met(
    before: bool,
    now: bool,
    gained: int,
    lost: int,
    snapshot: Callable[..., Snapshot],
    english: Words,
) -> None:
    shot = snapshot({
        "criteria/s.yaml": (
            "kind: criteria-set\nid: s\ntitle: Bộ\nbody: cong-an\nversion: 1\nsource: {document: D}\n"
            "applies_to: [phuong]\nwindow: {from: 01-01, to: 12-31}\ncompleteness: full\n"
            "rule: {kind: all}\ncriteria: [{id: k1, title: Một, rule: {kind: attested}}]\n"
        ),
        "units/p/unit.yaml": "kind: unit\nid: p\nname: P\ntype: phuong\n",
        "units/p/2023/s.yaml": _year("2023", before), "units/p/2024/s.yaml": _year("2024", now),
    }, as_of=date(2024, 12, 31))  # fmt: skip
    view = page.build(shot, Selection((shot.repository.units["p"],)), ())
    assert (len(view.gained), len(view.regressed)) == (gained, lost)
    for text in (markdown.page(view, english, "1"), html.page(view, english, "1")):
        assert ("Newly met" in text, "No longer met" in text) == (bool(gained), bool(lost))


@pytest.mark.parametrize(
    ("ending", "shown", "index"), [("html", "html", "index.html"), ("md", "markdown", "README.md")]
)
def test_a_file_a_unit_and_an_index(
    ending: str, shown: str, index: str, tmp_path: Path, repository: Snapshot
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    command = [
        "-C",
        str(ROOT),
        "--lang",
        "en",
        "report",
        "--all",
        "--format",
        shown,
        "--as-of",
        "2026-11-24",
    ]
    assert run([*command, "-o", str(folder)]) == 0
    filed = {
        key.unit for key in (*repository.repository.assessments, *repository.repository.appraisals)
    }
    wanted = {f"{name}.{ending}" for name in filed}
    assert {one.name for one in folder.iterdir()} == {*wanted, index, "notes.txt"}
    assert (folder / "notes.txt").read_text() == "mine"
    listed = (folder / index).read_text("utf-8")
    for name in wanted:
        assert f'href="{name}"' in listed or f"]({name})" in listed
    assert run([*command, "--check", "-o", str(folder)]) == 0
    (folder / f"xa-p.{ending}").write_text("old")
    assert run([*command, "--check", "-o", str(folder)]) == 1


def test_all_needs_a_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(ROOT), "--lang", "en", "report", "--all"]) == 2
    (tmp_path / "x").write_text("")
    assert run(["-C", str(ROOT), "--lang", "en", "report", "--all", "-o", str(tmp_path / "x")]) == 2
    assert (tmp_path / "x").read_text() == ""
    assert "is not a folder" in capfd.readouterr().err


def _git(root: Path, *arguments: str) -> str:
    command = [
        "git",
        "-C",
        str(root),
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@example.org",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_commit_is_named_on_request(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("criteria", "units"):
        shutil.copytree(ROOT / name, tmp_path / name)
    command = ["-C", str(tmp_path), "--lang", "en", "report", "xa-p", "--with-commit"]
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run(command) == 2
    assert "in no git repository" in capfd.readouterr().err
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "x")
    name = _git(tmp_path, "rev-parse", "--short=12", "HEAD").strip()
    assert run(command) == 0
    assert f"Commit {name}." in capfd.readouterr().out
    (tmp_path / "units" / "ghi-chu.txt").write_text("x")
    assert run([*command, "--format", "html"]) == 0
    assert f"Commit {name}; there are uncommitted changes." in capfd.readouterr().out
    assert run(command[:-1]) == 0
    assert name not in capfd.readouterr().out
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(command) == 2
    assert "there is no git" in capfd.readouterr().err


def test_every_page_counts_for_the_exit_code(tmp_path: Path) -> None:
    ask = ["-C", str(ROOT), "report", "xa-p", "--all", "-o", str(tmp_path)]
    assert run(ask) == 0
    assert run([*ask, "--fail-on", "unmet"]) == 1
    (tmp_path / "xa-p.html").unlink()
    assert run([*ask, "--check"]) == 1


def test_several_reports_are_all_checked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "a.md", tmp_path / "b.md"
    for one in (good, bad):
        assert run(["-C", str(ROOT), "--lang", "en", "report", "xa-p", "-o", str(one)]) == 0
    good.write_text("a note\n", encoding="utf-8")
    bad.write_text(bad.read_text(encoding="utf-8").replace("64%", "74%"), encoding="utf-8")
    assert run(["-C", str(ROOT), "--lang", "en", "report", "--check", str(good), str(bad)]) == 2
    told = capfd.readouterr().err
    assert "b.md is not what would be written now" in told
    assert "doesn't say how it was made" in told


@pytest.mark.parametrize(
    "words",
    [("--with-commit", "x.xlsx"), ("--with-commit", "x.docx"), ("--template=x.html.j2", "x.xlsx")],
)
def test_what_a_format_cannot_carry_is_refused(words: tuple[str, str], tmp_path: Path) -> None:
    option, name = words
    assert run(["-C", str(ROOT), "report", "xa-p", option, "-o", str(tmp_path / name)]) == 2
    assert not [*tmp_path.iterdir()]
