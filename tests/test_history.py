"""How results ran: over periods, over the months of a real git history, and what git can't tell."""

from __future__ import annotations

import csv
import json
import subprocess  # noqa: TID251 - real git
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ansecurity_cli.cli.app import run
from ansecurity_cli.reports import course
from ansecurity_cli.reports.course import Asked, Course, Step
from ansecurity_cli.snapshot import Snapshot
from conftest import AS_OF, ROOT
from test_diff import GOOD, ward, world
from test_git_trees import WHO, git, write

SCHEMA = ROOT / "schemas" / "history-output.schema.json"
HALF = "k1.1: {value: 2}\n  k1.2: {met: true, note: Có}"


def at(root: Path, day: str, files: dict[str, str]) -> str:
    """A commit of that day, at noon in Việt Nam."""
    write(root, files)
    git(root, "add", "-A")
    when = f"{day}T12:00:00+0700"
    subprocess.run(
        ["git", "-C", str(root), "-c", "commit.gpgsign=false", "commit", "-qm", day],
        env={**WHO, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "PATH": "/usr/bin:/bin"},
        check=True,
    )
    return git(root, "rev-parse", "--short=10", "HEAD")


def dated(files: dict[str, str], day: str) -> dict[str, str]:
    return {path: text.replace("2026-10-01", day) for path, text in files.items()}


@pytest.fixture
def months(tmp_path: Path) -> tuple[Path, list[str]]:
    """One ward from nothing to everything in four months of which one is silent."""
    git(tmp_path, "init", "-q")
    commits = [
        at(tmp_path, "2026-05-10", world(ward("p-b"))),
        at(tmp_path, "2026-06-30", dated(ward("p-a", HALF), "2026-06-01")),
        at(tmp_path, "2026-08-01", dated(ward("p-a", GOOD), "2026-08-01")),
    ]
    return tmp_path, commits


Told = Callable[..., Any]


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str]) -> Told:
    """What `history … --format json` says, once it fits its schema."""

    def ask(root: Path, *words: str, code: int = 0) -> Any:
        assert run(["-C", str(root), "--lang", "en", "history", *words, "--format", "json"]) == code
        data = json.loads(capfd.readouterr().out)
        jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
        return data

    return ask


def over_time(data: Any, of: str = "criteria") -> list[tuple[str, str | None, int | None]]:
    (found,) = (one for one in data["courses"] if one["period"] and one["of"] == of)
    return [
        (one["day"], one["commit"], one["point"] and one["point"]["counts"]["met"])
        for one in found["steps"]
    ]


def test_months_are_as_the_files_stood_at_their_end(
    months: tuple[Path, list[str]], told: Told
) -> None:
    root, (first, second, third) = months
    assert over_time(told(root, "p-a", "--as-of", "2026-10-15")) == [
        ("2026-05-31", first, None),
        ("2026-06-30", second, 1),
        ("2026-07-31", second, 1),
        ("2026-08-31", third, 2),
        ("2026-09-30", third, 2),
        ("2026-10-15", None, 2),
    ]


def test_quarters_and_a_first_day(months: tuple[Path, list[str]], told: Told) -> None:
    root, (_first, second, third) = months
    found = over_time(told(root, "p-a", "--as-of", "2026-10-15", "--by", "quarter"))
    assert found == [("2026-06-30", second, 1), ("2026-09-30", third, 2), ("2026-10-15", None, 2)]
    found = over_time(told(root, "p-a", "--as-of", "2026-10-15", "--since", "2026-08-20"))
    assert [day for day, _, _ in found] == ["2026-08-31", "2026-09-30", "2026-10-15"]


def test_the_last_step_is_what_lies_in_the_folder(
    months: tuple[Path, list[str]], told: Told
) -> None:
    root, _ = months
    write(root, dated(ward("p-a", HALF), "2026-08-01"))  # not committed
    found = over_time(told(root, "p-a", "--as-of", "2026-10-15"))
    assert [met for _, _, met in found][-2:] == [2, 1]


def test_a_set_counts_units(months: tuple[Path, list[str]], told: Told) -> None:
    root, _ = months
    data = told(root, "cap-phuong", "--as-of", "2026-10-15")
    assert {(one["of"], one["unit"]) for one in data["courses"]} == {("units", None)}
    # In May the answers of the other ward, dated October, are not known yet.
    assert [met for _, _, met in over_time(data, "units")] == [0, 0, 0, 1, 1, 2]


def test_of_titles_nobody_knows_of_there_is_no_count(
    months: tuple[Path, list[str]], told: Told, capfd: pytest.CaptureFixture[str]
) -> None:
    root, _ = months
    data = told(root, "cap-phuong", "--as-of", "2026-10-15")
    points = [step["point"] for one in data["courses"] for step in one["steps"]]
    assert {one["recognised"] for one in points if one} == {None}
    assert run(["-C", str(root), "--lang", "en", "history", "cap-phuong"]) == 0
    assert "recognised" not in capfd.readouterr().out


def test_a_town_is_told_with_its_wards(months: tuple[Path, list[str]], told: Told) -> None:
    root, _ = months
    data = told(root, "thi-xa-t", "--as-of", "2026-10-15")
    assert {(one["of"], one["unit"], one["set"]) for one in data["courses"]} == {
        ("units", "thi-xa-t", "cap-phuong")
    }


def test_lines_that_never_changed_are_left_out_on_a_screen(
    months: tuple[Path, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    root, (_first, second, third) = months
    assert run(["-C", str(root), "--lang", "en", "history", "p-a", "--as-of", "2026-10-15"]) == 0
    text = capfd.readouterr().out
    assert "Year 2026, over time  ·▅▅███" in text
    assert [line.split()[-1] for line in text.splitlines() if second in line] == [second]
    assert third in text
    assert "2026-10-15, the files as they are  2/2  ✓ Met" in text
    run(["-C", str(root), "history", "p-b", "--as-of", "2026-10-15", "--since", "2026-09-01"])
    assert "2026-09-30" not in capfd.readouterr().out


def test_page_says_how_it_was_made(
    months: tuple[Path, list[str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root, (_first, _second, third) = months
    for ending in ("html", "md"):
        target = tmp_path / f"x.{ending}"
        ask = ["-C", str(root), "history", "p-a", "--as-of", "2026-10-15", "--by", "quarter"]
        assert run([*ask, "-o", str(target)]) == 0
        text = target.read_text(encoding="utf-8")
        assert third in text
        assert text.count('<svg class="course"') == (2 if ending == "html" else 0)
        assert run(["-C", str(root), "report", "--check", str(target)]) == 0
    at(root, "2026-09-01", dated(ward("p-a", HALF), "2026-08-01"))
    assert run(["-C", str(root), "report", "--check", str(tmp_path / "x.html")]) == 1
    assert "x.html" in capfd.readouterr().err


def test_csv_has_a_row_a_step(
    months: tuple[Path, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    root, (_first, second, _third) = months
    assert run(["-C", str(root), "history", "p-a", "--as-of", "2026-10-15", "--format", "csv"]) == 0
    rows = list(csv.DictReader(capfd.readouterr().out.splitlines()))
    assert [(row["step"], row["met"]) for row in rows] == [
        ("2026", "2"), ("2026-06-30", "1"), ("2026-07-31", "1"), ("2026-08-31", "2"),
        ("2026-09-30", "2"), ("2026-10-15", "2"),
    ]  # fmt: skip
    assert rows[1]["commit"] == second


def test_without_git_periods_are_told(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, world(ward("p-a")))
    data = told(tmp_path, "p-a")
    assert [one["period"] for one in data["courses"]] == [None]
    assert "in no git repository" in data["lacking"][0]
    assert (
        run(["-C", str(tmp_path), "--lang", "en", "history", "p-a", "--since", "2026-01-01"]) == 2
    )
    assert "in no git repository" in capfd.readouterr().err


def test_shallow_clone_says_so(
    months: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory, told: Told
) -> None:
    root, (_first, _second, third) = months
    clone = tmp_path_factory.mktemp("s") / "clone"
    git(root, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    data = told(clone, "p-a", "--as-of", "2026-10-15")
    assert "git fetch --unshallow" in data["lacking"][0]
    assert [commit for _, commit, _ in over_time(data)] == [third, third, None]


def test_broken_files_of_the_past_are_no_results(
    months: tuple[Path, list[str]], told: Told
) -> None:
    root, _ = months
    broken = {path: text + "  k9: [" for path, text in ward("p-a").items() if "2026" in path}
    at(root, "2026-08-20", broken)
    write(root, dated(ward("p-a"), "2026-08-01"))
    found = over_time(told(root, "p-a", "--as-of", "2026-10-15"))
    assert [met for _, _, met in found] == [None, 1, 1, 0, 0, 2]


def test_nothing_matches(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, world(ward("p-a")))
    assert run(["-C", str(tmp_path), "--lang", "en", "history", "zzz"]) == 3
    assert run(["-C", str(tmp_path), "--lang", "en", "history", "p-a", "--since", "x"]) == 2
    assert "--since 2023-12-31" in capfd.readouterr().err.split("“x” is not a day")[1]


def test_who_continues_another_is_told_with_it(snapshot: Callable[..., Snapshot]) -> None:
    old, new = ward("p-a"), ward("p-n")
    old["units/thi-xa-t/p-a/unit.yaml"] += 'valid: {to: "2026-12-31"}\nsuccessors: [p-n]\n'
    new["units/thi-xa-t/p-n/unit.yaml"] += 'valid: {from: "2027-01-01"}\npredecessors: [p-a]\n'
    new = {
        path.replace("/2026/", "/2027/"): text.replace("2026", "2027") for path, text in new.items()
    }
    found = snapshot(world(old, new), AS_OF.replace(year=2027))
    now = course.build(found, Asked(("p-n",)), ())
    (only,) = now.courses
    assert [str(step.period) for step in only.steps] == ["2026", "2027"]
    assert [point and point.by for point in only.points] == ["p-a", ""]


def test_turns_are_the_ends_and_the_changes() -> None:
    points = [None, *(course.Point(course.Counts(met=n, unmet=3 - n)) for n in (1, 1, 2, 2, 2))]
    steps = tuple(Step(AS_OF.replace(day=n + 1)) for n in range(6))
    one = Course("criteria", None, "s", "S", course.Period(2026), steps, tuple(points))
    assert [step.day.day for step, _ in one.turns if step.day] == [2, 4, 6]
