"""`rollup` and the targets of roadmaps: every share with what is known of it, nothing made up."""

from __future__ import annotations

import csv
import io
import json
import subprocess  # noqa: TID251
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansecurity_cli.formats import html, markdown, rollups
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.periods import Period
from ansecurity_cli.reports import page
from ansecurity_cli.reports.goals import Goal
from ansecurity_cli.reports.rollup import Block, By, Rollup, build, roots
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from test_cli import AS_OF, _fits
from test_province import MINI, unit, written

Make = Callable[..., Snapshot]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

WARDS = {
    "phuong-a1": ("thi-xa-a", "recognised"), "phuong-a2": ("thi-xa-a", "unmet"),
    "phuong-a3": ("thi-xa-a", "no file"), "phuong-b1": ("thi-xa-b", "met"),
    "phuong-b2": ("thi-xa-b", "out of scope"), "phuong-z": ("tinh-x", "registered only"),
}  # fmt: skip
GROUPS = (
    "groups:\n  - {id: to-1, name: Tổ 1, units: [phuong-a1, phuong-a2]}\n"
    "  - {id: to-2, name: Tổ 2, units: [phuong-a2, phuong-b1, phuong-b2]}\n"
    "  - {id: to-3, name: Tổ 3}\n"
)


def plan(name: str, more: str) -> str:
    return f"kind: plan\nunit: {name}\ntitle: Lộ trình\n{more}"


def target(**values: object) -> str:
    return "targets:\n  - " + json.dumps({"period": 2026, "set": "mini", **values}) + "\n"


def files(more: Mapping[str, str] = {}, wards: Mapping[str, tuple[str, str]] = WARDS) -> dict[str, str]:  # fmt: skip
    found = {
        "criteria/mini.yaml": MINI, "units/tinh-x/unit.yaml": unit("tinh-x", "tinh"),
        "units/thi-xa-a/unit.yaml": unit("thi-xa-a", "thi-xa", "tinh-x"),
        "units/thi-xa-b/unit.yaml": unit("thi-xa-b", "thi-xa", "tinh-x"),
    }  # fmt: skip
    for name, (above, state) in wards.items():
        aside = "out_of_scope: Lý do\n" if state == "out of scope" else ""
        found[f"units/{name}/unit.yaml"] = unit(name, "phuong", above, aside)
        found |= written(f"units/{name}", name, state)
    return {**found, **more}


def rolled(snapshot: Make, given: Mapping[str, str], by: By = "unit", **more: Any) -> Rollup:
    taken = snapshot(given, **more)
    return build(taken, Selection((taken.repository.units["tinh-x"],)), by)


def only(report: Rollup) -> Block:
    ((one,),) = (branch.blocks for branch in report.branches)
    return one


def names(block: Block) -> list[tuple[str, str, int]]:
    return [(line.kind, line.id, line.tally.subject) for line in block.lines]


def shown(report: Rollup, words: Words, width: int | None = None) -> str:
    return rollups.table(report, words, Screen(width=width))


# --- Lines --------------------------------------------------------------------------------------


def test_a_line_a_town_and_one_for_what_lies_directly_below(snapshot: Make) -> None:
    one = only(rolled(snapshot, files()))
    assert names(one) == [("unit", "thi-xa-a", 3), ("unit", "thi-xa-b", 1), ("direct", "", 1)]
    assert one.total.tally.subject == 5  # the one that is out of scope is no one's subject
    assert one.total.tally.outcomes.total == 5


def test_without_a_file_a_unit_stays_in_the_total_and_is_unknown(snapshot: Make) -> None:
    town = only(rolled(snapshot, files())).lines[0].tally
    assert (town.registered.yes, town.registered.no, town.registered.unknown) == (1, 1, 1)
    assert (town.outcomes.met, town.outcomes.unmet, town.outcomes.unknown) == (1, 1, 1)
    assert (town.recognised.yes, town.recognised.no, town.recognised.unknown) == (1, 0, 2)


def test_the_unit_itself_is_counted(snapshot: Make) -> None:
    given = files({"criteria/mini.yaml": MINI.replace("[phuong, xa]", "[phuong, tinh]")})
    assert names(only(rolled(snapshot, given)))[0] == ("own", "tinh-x", 1)


def test_a_line_a_type(snapshot: Make) -> None:
    more = {"units/xa-c/unit.yaml": unit("xa-c", "xa", "thi-xa-a")}
    one = only(rolled(snapshot, files(more), "type"))
    assert names(one) == [("type", "phuong", 5), ("type", "xa", 1)]


def test_a_unit_whose_type_cannot_be_read_may_be_one_of_those_that_count(snapshot: Make) -> None:
    more = {"units/phuong-a3/unit.yaml": unit("phuong-a3", "phuongg", "thi-xa-a")}
    one = only(rolled(snapshot, files(more), "type"))
    assert names(one) == [("type", "", 1), ("type", "phuong", 4)]
    assert one.lines[0].tally.outcomes.unknown == 1


def test_a_line_a_working_group_and_nobody_counted_twice(snapshot: Make, english: Words) -> None:
    more = {
        "units/tinh-x/plans/a.yaml": plan("tinh-x", GROUPS),
        "units/thi-xa-a/plans/a.yaml": plan(
            "thi-xa-a", "groups: [{id: to-1, name: Tổ của thị xã, units: [phuong-a3]}]\n"
        ),
    }
    report = rolled(snapshot, files(more), "group")
    one = only(report)
    assert sorted(names(one)) == [
        ("group", "to-1", 1), ("group", "to-1", 2), ("group", "to-2", 2), ("no-group", "", 1),
    ]  # fmt: skip
    assert one.total.tally.subject == 5
    text = shown(report, english)
    assert "Tổ của thị xã – thi-xa-a" in text
    assert "In no group" in text
    assert "1 working group whose units are not stated: Tổ 3" in text


def test_a_set_that_nobody_has_a_file_for_is_not_shown(snapshot: Make, english: Words) -> None:
    wards = {name: (above, "no file") for name, (above, _state) in WARDS.items()}
    report = rolled(snapshot, files(wards=wards))
    assert report.branches[0].blocks == ()
    assert "There is nothing to roll up." in shown(report, english)


def test_but_a_target_that_nobody_has_begun_is(snapshot: Make) -> None:
    wards = {name: (above, "no file") for name, (above, _state) in WARDS.items()}
    more = {"units/tinh-x/plans/a.yaml": plan("tinh-x", target(count=3))}
    one = only(rolled(snapshot, files(more, wards)))
    assert (one.total.tally.subject, one.total.tally.outcomes.unknown) == (6, 6)
    assert one.goals[0].missing(one.goals[0].tally.recognised) == 3


def test_only_the_sets_and_periods_that_are_asked(snapshot: Make) -> None:
    taken = snapshot(files())
    tinh = (taken.repository.units["tinh-x"],)
    assert not build(taken, Selection(tinh, (), (Period(2025),)), "unit").branches[0].blocks
    assert build(taken, Selection(tinh, ("mini",), (Period(2026),)), "unit").branches[0].blocks


def test_as_of_a_day_before_things_were_known(snapshot: Make) -> None:
    total = only(rolled(snapshot, files(), as_of=date(2026, 1, 15))).total.tally
    assert total.registered.yes == total.outcomes.met == total.recognised.yes == 0
    assert total.recognised.unknown == total.subject == 5


def test_files_that_can_deceive_count_as_unknown(snapshot: Make) -> None:
    wrong = dict(written("units/phuong-a1", "phuong-a1", "recognised"))
    path = "units/phuong-a1/2026/mini.appraisal.yaml"
    more = {path: wrong[path].replace("2026-11-10", "2025-11-10")}  # of the year before
    town = only(rolled(snapshot, files(more))).lines[0].tally
    assert (town.recognised.yes, town.recognised.unknown) == (0, 3)
    assert (town.registered.yes, town.outcomes.met) == (0, 0)


def test_outcomes_that_do_not_apply_have_their_own_count(snapshot: Make, english: Words) -> None:
    either = MINI.replace("rule: {kind: attested}", "rule: {kind: attested}, not_applicable: {allowed: true}").replace(
        "rule: {kind: count, at_least: 1}", "rule: {kind: attested}, not_applicable: {allowed: true}"
    )  # fmt: skip
    path = "units/phuong-b1/2026/mini.yaml"
    head = dict(written("units/phuong-b1", "phuong-b1", "met"))[path].split("registered")[0]
    none = head + "answers: {k1: {not_applicable: Không có}, k2: {not_applicable: Không có}}\n"
    report = rolled(snapshot, files({"criteria/mini.yaml": either, path: none}))
    assert only(report).lines[1].tally.outcomes.not_applicable == 1
    assert "0 (1 not applicable)" in shown(report, english)


def test_the_roots_are_what_is_rolled_up_when_nothing_is_named(snapshot: Make) -> None:
    more = {"units/xa-le/unit.yaml": unit("xa-le", "xa")}
    assert [one.id for one in roots(snapshot(files(more)).repository)] == ["tinh-x"]


# --- How it looks -------------------------------------------------------------------------------


def test_a_share_stands_with_what_is_known_of_it(snapshot: Make, english: Words) -> None:
    text = shown(rolled(snapshot, files()), english)
    (total,) = [line for line in text.split("\n") if line.startswith("  Total")]
    assert "3/5 = 60% (known of 4/5)" in total
    assert "2/5 = 40% (known of 3/5)" in total
    assert "1/5 = 20% (known of 1/5)" in total


def test_of_units_about_which_nothing_is_known_no_share_is_told(
    snapshot: Make, english: Words
) -> None:
    wards = {**WARDS, "phuong-z": ("tinh-x", "no file")}
    report = rolled(snapshot, files(wards=wards))
    (line,) = [one for one in shown(report, english).split("\n") if "Units directly" in one]
    assert line.count("– (known of 0/1)") == 3
    assert "%" not in line


def test_nothing_is_cut_off_on_a_narrow_screen(snapshot: Make, english: Words) -> None:
    report = rolled(snapshot, files())
    text = shown(report, english, 60)
    assert "    Registered: 3/5 = 60% (known of 4/5)\n" in text
    assert max(map(len, text.split("\n"))) <= 60
    assert "Registered: " not in shown(report, english, 160)


# --- Targets ------------------------------------------------------------------------------------


def many(registered: int, silent: int) -> dict[str, tuple[str, str]]:
    states = ["registered only"] * registered + ["no file"] * silent
    return {f"phuong-{n:02}": ("thi-xa-a", state) for n, state in enumerate(states)}


@pytest.fixture
def beyond(snapshot: Make) -> Snapshot:
    """26 of 30 wards registered, where 16 were aimed at; two are named."""
    aim = target(count=16, units=["phuong-00", "phuong-29"])
    more = {"units/tinh-x/plans/a.yaml": plan("tinh-x", aim)}
    return snapshot(files(more, many(26, 4)))


def goal_of(taken: Snapshot) -> Goal:
    report = build(taken, Selection((taken.repository.units["tinh-x"],)), "unit")
    return only(report).goals[0]


def test_more_than_was_aimed_at_in_figures(beyond: Snapshot, english: Words) -> None:
    goal = goal_of(beyond)
    assert str(goal.share(goal.tally.registered)) == "162.5"
    assert goal.missing(goal.tally.registered) == 0
    assert goal.missing(goal.tally.recognised) == 16
    assert goal.tally.registered.unknown == 4
    report = build(beyond, Selection((beyond.repository.units["tinh-x"],)), "unit")
    text = shown(report, english)
    assert "Target: 16 (Lộ trình)" in text
    assert "Registered: 26/16 = 162.5%, 4 unknown" in text
    assert "Recognised: 0/16 = 0%, 16 still missing, 30 unknown" in text
    assert "not recognised yet: phuong-00 (Not enough data), phuong-29 (Not enough data)" in text
    (one,) = json.loads(rollups.as_json(report, english, Screen()))["rollups"][0]["sets"]
    (aim,) = one["targets"]
    assert aim["registered"] == {"yes": 26, "unknown": 4, "share": 1.625, "missing": 0}
    assert aim["not_yet"] == ["phuong-00", "phuong-29"]


def test_more_than_was_aimed_at_on_pages(
    beyond: Snapshot, english: Words, vietnamese: Words
) -> None:
    view = page.build(beyond, Selection(in_order(beyond.repository)), ())
    for words, share, rest in (
        (english, "26/16 = 162.5%", "4 unknown"), (vietnamese, "26/16 = 162,5%", "4 chưa rõ"),
    ):  # fmt: skip
        assert f"| {share} ({rest}) |" in markdown.page(view, words, "1")
        assert f'{share}<span class="sub">{rest}</span>' in html.page(view, words, "1")


def test_a_target_counts_all_units_that_are_subject_and_shows_the_named_ones(
    snapshot: Make,
) -> None:
    aim = target(count=3, units=["phuong-a1", "phuong-a2"])
    goal = goal_of(snapshot(files({"units/tinh-x/plans/a.yaml": plan("tinh-x", aim)})))
    assert goal.tally.subject == 5
    assert goal.tally.registered.yes == 3
    assert [one.unit.id for one in goal.there] == ["phuong-a1"]
    assert [(one.unit.id, one.standing) for one in goal.not_yet] == [
        ("phuong-a2", "not-registered")
    ]


def test_without_a_count_there_is_no_share(snapshot: Make, english: Words) -> None:
    aim = target(units=["phuong-a1"])
    taken = snapshot(files({"units/tinh-x/plans/a.yaml": plan("tinh-x", aim)}))
    goal = goal_of(taken)
    assert goal.share(goal.tally.registered) is None
    assert goal.missing(goal.tally.registered) is None
    report = build(taken, Selection((taken.repository.units["tinh-x"],)), "unit")
    text = shown(report, english)
    assert "Target: not stated" in text
    assert "    Registered: 3, 1 unknown\n" in text


def test_a_named_unit_counts_wherever_it_lies(snapshot: Make) -> None:
    aim = target(count=1, units=["phuong-b1"])
    taken = snapshot(files({"units/thi-xa-a/plans/a.yaml": plan("thi-xa-a", aim)}))
    report = build(taken, Selection((taken.repository.units["thi-xa-a"],)), "unit")
    (goal,) = only(report).goals
    assert (goal.tally.subject, goal.tally.outcomes.met) == (4, 2)


def test_a_target_past_its_period_says_so_and_is_no_problem(snapshot: Make, english: Words) -> None:
    more = {"units/tinh-x/plans/a.yaml": plan("tinh-x", target(count=4))}
    taken = snapshot(files(more), as_of=date(2027, 3, 1))
    assert goal_of(taken).ended == date(2026, 12, 31)
    assert not [one for one in taken.diagnostics if one.code == "target-cannot-be-met"]
    report = build(taken, Selection((taken.repository.units["tinh-x"],)), "unit")
    assert "the period ended on 2026-12-31" in shown(report, english)


# --- The command --------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    aim = target(count=3, units=["phuong-a1", "phuong-a2"])
    for path, text in files({"units/tinh-x/plans/a.yaml": plan("tinh-x", aim + GROUPS)}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("by", ["unit", "group", "type"])
def test_json_fits_its_schema(root: Path, run: Run, by: str) -> None:
    done = run("rollup", "--by", by, "--format", "json", *AS_OF, cwd=root)
    assert done.returncode == 0
    data = json.loads(done.stdout)
    _fits(data, "rollup")
    assert data["by"] == by
    (one,) = data["rollups"][0]["sets"]
    assert one["total"]["registered"] == {
        "yes": 3, "no": 1, "unknown": 1, "total": 5, "share": 0.6, "coverage": 0.8,
    }  # fmt: skip
    assert one["targets"][0]["line"] == 5


def test_csv_has_a_row_a_line_the_total_and_the_target(root: Path, run: Run) -> None:
    done = run("rollup", "tinh-x", "--format", "csv", *AS_OF, cwd=root)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["kind"] for row in rows] == ["unit", "unit", "direct", "total", "target"]
    total, aim = rows[-2:]
    assert (total["subject"], total["registered"], total["registered_unknown"]) == ("5", "3", "1")
    assert (aim["target"], aim["recognised"], total["target"]) == ("3", "1", "")


def test_a_file_with_errors_is_named_on_top(root: Path, run: Run) -> None:
    (root / "units/phuong-a1/2026/mini.yaml").write_text("kind: assessment\n", "utf-8")
    done = run("rollup", "--lang", "en", *AS_OF, cwd=root)
    assert done.returncode == 1
    assert done.stdout.startswith("1 file could not be used and decides nothing:")


def test_a_unit_that_is_not_there(root: Path, run: Run) -> None:
    assert run("rollup", "khong-co", *AS_OF, cwd=root).returncode == 3
    assert run("rollup", "--set", "khong-co", *AS_OF, cwd=root).returncode == 3


def test_into_a_file(root: Path, run: Run, tmp_path: Path) -> None:
    run("rollup", "-o", "tong-hop.txt", "--lang", "en", *AS_OF, cwd=root)
    text = (root / "tong-hop.txt").read_text("utf-8")
    assert "Target: 3 (Lộ trình)" in text
