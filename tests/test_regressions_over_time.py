"""What was met the year before and isn't any more: which criteria, against which period, where shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

import pytest

from ansecurity_cli.formats import csv as spreadsheet
from ansecurity_cli.formats import html, markdown, terminal
from ansecurity_cli.formats import json as machine
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports import page, regressions, status
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome

Make = Callable[..., Snapshot]
Told = list[tuple[str, str, str]]
PLAIN = Screen()

SET = """kind: criteria-set
id: s
title: S
version: 1
source: {document: 1/TT}
applies_to: [phuong]
completeness: full
rule: {kind: all}
criteria:
  - {id: a, title: A, rule: {kind: count, at_least: 1}}
  - id: b
    title: B
    rule: {kind: any}
    criteria:
      - {id: b.1, title: B1, rule: {kind: attested}, keep_up: P3M}
      - {id: b.2, title: B2, rule: {kind: attested}, evidence: required}
  - {id: c, title: C, rule: {kind: count, at_most: 5}, not_applicable: {allowed: true}}
"""
UNIT = "kind: unit\nid: x\nname: Phường X\ntype: phuong\n"
DAYS = {"": "11-30", "q1": "03-31", "h1": "06-30", "q3": "09-30"}
ALL = {"a": "{value: 1}", "b.1": "{met: true}", "b.2": "{met: true, documents: [{number: 1/BC}]}",
       "c": "{value: 5}"}  # fmt: skip


def answers(period: str, given: dict[str, str], name: str = "x", more: str = "") -> str:
    lines = "".join(f"  {key}: {one}\n" for key, one in given.items())
    year, _, part = period.partition("-")
    day = f'assessed_on: "{year}-{DAYS[part]}"\n'
    block = f"answers:\n{lines}" if given else ""
    return (
        f"kind: assessment\nunit: {name}\nset: s\nset_version: 1\nperiod: {period}\n"
        f"{day}{block}{more}"
    )


def files(*periods: tuple[str, dict[str, str]]) -> dict[str, str]:
    filed = {f"units/x/{period}/s.yaml": answers(period, given) for period, given in periods}
    return {"criteria/s.yaml": SET, "units/x/unit.yaml": UNIT, **filed}


def lost(snapshot: Snapshot, period: str = "2025", name: str = "x") -> Told:
    key = Key(name, "s", Period.parse(period))
    found = regressions.of(snapshot.evaluation, snapshot.evaluation.result(key))
    assert all(one.before.outcome is Outcome.MET for one in found)
    assert all(one.now.criterion is one.criterion for one in found)
    return [(one.criterion.id, one.now.outcome.value, str(one.period_before)) for one in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (ALL, []),
        ({**ALL, "a": "{value: 0}"}, [("a", "unmet", "2024")]),
        # leaves, unmet first; b as a whole is still met by b.2
        (
            {"a": "{value: 1}", "b.2": ALL["b.2"], "c": "{value: 6}"},
            [("c", "unmet", "2024"), ("b.1", "unknown", "2024")],
        ),
        ({**ALL, "a": "{note: đang tổng hợp}"}, [("a", "unknown", "2024")]),  # no data: no answer
        ({**ALL, "b.1": "{met: true, confirmed_on: \"2025-01-10\"}"}, [("b.1", "unknown", "2024")]),
        # said, but without its evidence: a gap of another kind, in the worklist
        ({**ALL, "b.2": "{met: true}"}, []),
        ({**ALL, "c": "{not_applicable: không có}"}, []),
        ({}, [("a", "unknown", "2024"), ("b.1", "unknown", "2024"), ("b.2", "unknown", "2024"),
              ("c", "unknown", "2024")]),
    ],
)  # fmt: skip
def test_which_criteria(now: dict[str, str], expected: Told, snapshot: Make) -> None:
    assert lost(snapshot(files(("2024", ALL), ("2025", now)))) == expected


def test_what_was_not_met_before_is_no_regression(snapshot: Make) -> None:
    poor = {"a": "{value: 0}", "b.2": "{met: true}"}
    assert lost(snapshot(files(("2024", poor), ("2025", {**poor, "c": "{value: 9}"})))) == []


def test_what_is_better_is_no_regression(snapshot: Make) -> None:
    assert lost(snapshot(files(("2024", {"a": "{value: 0}"}), ("2025", {"a": "{value: 1}"})))) == []


BAD = {**ALL, "a": "{value: 0}"}


@pytest.mark.parametrize(
    ("before", "period", "against"),
    [
        (["2024"], "2025", "2024"),
        (["2024", "2024-h1"], "2025", "2024"),
        (["2024-h1", "2024-q3"], "2025", "2024-q3"),  # the last of the year
        (["2024", "2024-h1"], "2025-h1", "2024-h1"),  # the same part
        (["2024"], "2025-h1", "2024"),
        (["2024-q1", "2024-h1"], "2025-q3", "2024-h1"),
        (["2023"], "2025", ""),  # two years ago is not the year before
        (["2025-h1"], "2025", ""),  # nor is the same year
        (["2026"], "2025", ""),
        ([], "2025", ""),
    ],
)
def test_against_which_period(before: list[str], period: str, against: str, snapshot: Make) -> None:
    found = snapshot(files(*((one, ALL) for one in before), (period, BAD)))
    told = lost(found, period)
    assert [one[2] for one in told if one[0] == "a"] == ([against] if against else [])


def test_the_day_decides_what_is_known_of_both_years(snapshot: Make) -> None:
    filed = files(("2024", ALL), ("2025", BAD))
    assert lost(snapshot(filed, date(2025, 11, 30))) == [("a", "unmet", "2024")]
    # before the assessment of 2025 counts, its answers are not known, so nothing is lost yet
    assert lost(snapshot(filed, date(2025, 11, 29))) == []
    assert lost(snapshot(filed, date(2024, 11, 29))) == []


def test_a_period_without_files_has_lost_nothing(snapshot: Make) -> None:
    assert lost(snapshot(files(("2024", ALL)))) == []


@pytest.mark.parametrize("broken", ["2024", "2025"])
def test_files_with_errors_tell_nothing(broken: str, snapshot: Make) -> None:
    filed = files(("2024", ALL), ("2025", BAD))
    filed[f"units/x/{broken}/s.yaml"] += "foo: 1\n"
    assert lost(snapshot(filed)) == []


def test_each_year_is_judged_by_its_own_version(snapshot: Make) -> None:
    filed = files(("2024", ALL), ("2025", {**ALL, "c": "{value: 3}"}))
    filed["criteria/s@1.yaml"] = SET
    # version 2 asks for less than three, and no longer asks for a
    newer = SET.replace("version: 1", "version: 2").replace("at_most: 5", "at_most: 2")
    filed["criteria/s.yaml"] = "".join(
        line for line in newer.splitlines(keepends=True) if "id: a" not in line
    )
    path = "units/x/2025/s.yaml"
    filed[path] = (
        filed[path].replace("set_version: 1", "set_version: 2").replace("  a: {value: 1}\n", "")
    )
    found = snapshot(filed)
    assert not [one for one in found.diagnostics if one.severity == "error"]
    assert lost(found) == [("c", "unmet", "2024")]


def test_an_appraisal_decides_both_years(snapshot: Make) -> None:
    lowered = (
        "kind: appraisal\nunit: x\nset: s\nset_version: 1\nperiod: {year}\nby: BCĐ\n"
        'date: "{year}-12-01"\nresults: {{a: {{value: 0, reason: Không còn hoạt động}}}}\n'
    )
    filed = files(("2024", ALL), ("2025", ALL))
    now = {**filed, "units/x/2025/s.appraisal.yaml": lowered.format(year=2025)}
    assert lost(snapshot(now)) == [("a", "unmet", "2024")]
    both = {**now, "units/x/2024/s.appraisal.yaml": lowered.format(year=2024)}
    assert lost(snapshot(both)) == []


def renamed(*former: str) -> dict[str, str]:
    filed = {
        f"units/{name}/unit.yaml": UNIT.replace("id: x", f"id: {name}")
        + 'valid: {to: "2025-01-31"}\nsuccessors: [moi]\n'
        for name in former
    }
    return {
        **filed, "criteria/s.yaml": SET,
        "units/moi/unit.yaml": UNIT.replace("id: x", "id: moi")
        + f'valid: {{from: "2025-02-01"}}\npredecessors: [{", ".join(former)}]\n',
        "units/cu/2024/s.yaml": answers("2024", ALL, "cu"),
        "units/moi/2025/s.yaml": answers("2025", BAD, "moi"),
    }  # fmt: skip


def test_a_renamed_unit_is_held_to_what_it_was_before(snapshot: Make) -> None:
    assert lost(snapshot(renamed("cu")), name="moi") == [("a", "unmet", "2024")]


def test_the_last_period_of_the_former_name_is_found(snapshot: Make) -> None:
    filed = renamed("cu")
    filed["units/cu/2024-h1/s.yaml"] = answers("2024-h1", ALL, "cu")
    del filed["units/cu/2024/s.yaml"]
    assert lost(snapshot(filed), name="moi") == [("a", "unmet", "2024-h1")]


def test_a_merged_unit_has_lost_nothing_of_its_own(snapshot: Make) -> None:
    assert lost(snapshot(renamed("cu", "kia")), name="moi") == []


PARTIAL = """kind: criteria-set
id: s
title: S
version: 1
source: {document: 1/QĐ}
applies_to: [phuong]
completeness: partial
declared_count: 9
rule: {kind: all}
criteria:
  - {id: a, title: A, rule: {kind: count, at_least: 1}}
  - {id: c, title: C, rule: {kind: count, at_least: 1}}
"""


def test_a_count_names_only_what_it_names(snapshot: Make) -> None:
    tally = 'tally: {on: "2025-11-30", met: 8, total: 9, unmet: [a]}\n'
    filed = {
        "criteria/s.yaml": PARTIAL, "units/x/unit.yaml": UNIT,
        "units/x/2024/s.yaml": answers("2024", {"a": "{value: 1}", "c": "{value: 1}"}),
        "units/x/2025/s.yaml": answers("2025", {}, more=tally),
    }  # fmt: skip
    assert lost(snapshot(filed)) == [("a", "unmet", "2024")]
    other = filed | {"units/x/2024/s.yaml": answers("2024", {}, more=tally.replace("2025", "2024"))}
    assert lost(snapshot(other)) == []


# The illustrative commune


def commune(repository: Snapshot, *names: str) -> Selection:
    units = repository.repository.units
    return Selection(tuple(units[name] for name in names))


def test_the_illustrative_commune_has_lost_two(repository: Snapshot) -> None:
    report = status.build(repository, commune(repository, "xa-minh-hoa"))
    told = {
        (row.result.key.set, str(row.result.key.period)): [
            one.criterion.id for one in row.regressions
        ]
        for row in report.rows
        if row.regressions
    }
    assert told == {("minh-hoa-xa", "2025"): ["tc3.1", "tc1.2.c"]}
    (row,) = (row for row in report.rows if row.regressions)
    assert [one.now.ruling.lapsed for one in row.regressions] == [False, True]


def test_told_under_the_row_first_and_in_red(repository: Snapshot, english: Words) -> None:
    report = status.build(repository, commune(repository, "xa-minh-hoa"))
    lines = terminal.status(report, english, PLAIN).splitlines()
    wanted = "    met in 2024, not met now: tc3.1"
    assert lines.count(wanted) == 1
    assert "2025" in lines[lines.index(wanted) - 1]
    assert lines[lines.index(wanted) + 1] == "    met in 2024, to be confirmed again: tc1.2.c"
    painted = terminal.status(report, english, Screen(color=True)).splitlines()
    assert any("\x1b[31m" in line and "tc3.1" in line for line in painted)


def test_told_to_machines(repository: Snapshot, english: Words) -> None:
    report = status.build(repository, commune(repository, "xa-minh-hoa"))
    (unit,) = json.loads(machine.status(report, english, PLAIN))["units"]
    told = {(one["set"], one["period"]): one["regressions"] for one in unit["assessments"]}
    assert told.pop(("minh-hoa-xa", "2025")) == [
        {"id": "tc3.1", "before": "met", "now": "unmet", "period": "2024"},
        {"id": "tc1.2.c", "before": "met", "now": "unknown", "period": "2024"},
    ]
    assert set(map(len, told.values())) == {0}
    rows = list(csv.DictReader(io.StringIO(spreadsheet.status(report, english, PLAIN))))
    cells = [row["regressed"] for row in rows if row["regressed"]]
    assert cells == ["tc3.1 tc1.2.c"]


def test_the_first_section_of_a_report(repository: Snapshot, english: Words) -> None:
    selection = commune(repository, "xa-minh-hoa", "thon-minh-hoa-4")
    shown = page.build(repository, selection, selection.units)
    text = markdown.page(shown, english, "0")
    first = text.split("\n## ")[1]
    assert first.startswith("No longer met\n")
    assert [line.split(" | ")[0] for line in first.splitlines() if line.startswith("| ")] == [
        "| Id", "| ---", "| tc3.1", "| tc1.2.c", "| Id", "| ---", "| k4.a",
    ]  # fmt: skip
    found = html.page(shown, english, "0")
    assert found.index('id="s-regressions"') < found.index('id="s-paragraphs"')
    assert found.index("<b>tc3.1</b>") < found.index("<b>tc1.2.c</b>")


def test_no_section_where_nothing_is_lost(repository: Snapshot, english: Words) -> None:
    selection = commune(repository, "phuong-hoa-hieu")
    shown = page.build(repository, selection, selection.units)
    assert "No longer met" not in markdown.page(shown, english, "0")
    assert "s-regressions" not in html.page(shown, english, "0").partition("</style>")[2]
