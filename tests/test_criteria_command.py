"""`criteria list`, `show` and `impact`, and the seal of a set."""

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
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.formats import criteria, criteria_impact
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.sealing import seal_of
from ansecurity_cli.reports import criteria_sets, drafts, impact
from ansecurity_cli.reports.impact import Impact, Side
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree, WorkingTree, parse
from conftest import ROOT
from test_cli import AS_OF, _fits

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DAY = date(2026, 11, 24)

OLD = """\
kind: criteria-set
id: kdc
title: Bộ tiêu chí thử
version: 1
source: {document: 1/TT-BCA, article: Điều 1}
in_force: {from: "2022-01-01"}
applies_to: [khu-dan-cu]
window: {from: "01-01", to: "12-31"}
completeness: full
rule: {kind: all}
criteria:
  - {id: k1, title: Mô hình, rule: {kind: count, at_least: 2, unit: mô hình}}
  - {id: k2, title: Nghị quyết, rule: {kind: attested}}
  - id: k3
    title: Tội phạm
    rule: {kind: none-of, exemptions: [{all_of: [force_majeure]}]}
"""
TOWN = """\
kind: criteria-set
id: xa
title: Bộ của xã
version: 1
source: {document: 1/TT-BCA, article: Điều 2}
applies_to: [xa]
completeness: full
rule: {kind: all}
criteria:
  - id: t1
    title: Khu dân cư đạt
    rule: {kind: rollup, having: met, at_least: {percent: 100}, sets: {khu-dan-cu: kdc}}
  - {id: t2, title: Như khu dân cư, rule: {kind: include, set: kdc, criteria: [k1]}}
"""


def _answers(unit: str, values: str, kind: str = "kdc") -> str:
    return (
        f"kind: assessment\nunit: {unit}\nset: {kind}\nset_version: 1\nperiod: 2026\n"
        f'assessed_on: "2026-10-01"\nanswers:\n{values}'
    )


FILES = {
    "criteria/kdc.yaml": OLD,
    "criteria/xa.yaml": TOWN,
    "units/xa-x/unit.yaml": "kind: unit\nid: xa-x\nname: Xã X\ntype: xa\n",
    "units/xa-x/2026/xa.yaml": _answers("xa-x", "  t2.1: {value: 3}\n", "xa"),
    "units/xa-x/kdc-1/unit.yaml": (
        "kind: unit\nid: kdc-1\nname: Thôn 1\ntype: khu-dan-cu\nparent: xa-x\n"
    ),
    "units/xa-x/kdc-1/2026/kdc.yaml": _answers(
        "kdc-1", "  k1: {value: 2}\n  k2: {met: true, note: Có}\n  k3: {incidents: []}\n"
    ),
}


def _weigh(old: str, new: str, files: Mapping[str, str] = FILES) -> Impact:
    """The impact of one text of `kdc` in place of another."""
    snapshot = take(MemoryTree({**files, "criteria/kdc.yaml": old}), DAY)
    draft = drafts.read(snapshot, "nhap.yaml", new.encode())
    assert draft.criteria_set, [one.message for one in draft.problems.diagnostics]
    was = snapshot.repository.raw["kdc", snapshot.repository.sets["kdc"].version]
    return impact.build(draft.snapshot, Side("kdc", was), Side("nhap.yaml", draft.criteria_set))


def _changed(old: str, new: str) -> str:
    assert old in OLD
    return OLD.replace("version: 1", "version: 2", 1).replace(old, new)


def _told(report: Impact) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """What changed in the set, in its criteria, and what each unit's flips and gaps are."""
    units = {
        f"{one.key.unit}/{one.key.set}": (
            f"{one.before.outcome.value} → {one.after.outcome.value}",
            {flip.criterion.id: flip.turn for flip in one.flips},
            [each.id for each in one.unanswered],
            [each.criterion for each in one.orphans],
        )
        for one in report.hits
    }
    points = [(one.key, one.before, one.after) for one in report.points]
    changes = [
        (one.criterion.id, one.change, [(each.key, each.before, each.after) for each in one.points])
        for one in report.criteria
    ]
    return points, changes, units


SAME = "met → met"
K2 = "  - {id: k2, title: Nghị quyết, rule: {kind: attested}}\n"
K3 = "    rule: {kind: none-of, exemptions: [{all_of: [force_majeure]}]}\n"
# What was changed; what is told of the set, of its criteria; of kdc-1 and of xa-x above it.
TABLE: dict[str, tuple[str, str, list[Any], list[Any], dict[str, Any]]] = {
    "threshold raised": (
        "at_least: 2", "at_least: 3", [],
        [("k1", "rule", [("rule.at_least", "2", "3")])],
        {
            "kdc-1/kdc": ("met → unmet", {"k1": "regressed"}, [], []),
            "xa-x/xa": ("met → unmet", {"t1": "regressed"}, [], []),
        },
    ),
    "threshold raised beyond the included answer too": (
        "at_least: 2", "at_least: 4", [],
        [("k1", "rule", [("rule.at_least", "2", "4")])],
        {
            "kdc-1/kdc": ("met → unmet", {"k1": "regressed"}, [], []),
            "xa-x/xa": (
                "met → unmet",
                {"t1": "regressed", "t2": "regressed", "t2.1": "regressed"}, [], [],
            ),
        },
    ),
    "threshold lowered": (
        "at_least: 2", "at_least: 1", [],
        [("k1", "rule", [("rule.at_least", "2", "1")])],
        {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "criterion added": (
        K2, K2 + "  - {id: k4, title: Chi bộ, rule: {kind: attested}}\n", [],
        [("k4", "added", [])],
        {
            "kdc-1/kdc": ("met → unknown", {}, ["k4"], []),
            "xa-x/xa": ("met → unknown", {"t1": "regressed"}, [], []),
        },
    ),
    "criterion removed": (
        K2, "", [], [("k2", "removed", [])], {"kdc-1/kdc": (SAME, {}, [], ["k2"])},
    ),
    "renamed": (
        "title: Nghị quyết", "title: Nghị quyết của chi bộ", [], [("k2", "text", [])],
        {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "evidence required": (
        "title: Nghị quyết, rule: {kind: attested}",
        "title: Nghị quyết, evidence: required, rule: {kind: attested}", [],
        [("k2", "rule", [("evidence", "optional", "required")])],
        {
            "kdc-1/kdc": ("met → unknown", {"k2": "regressed"}, [], []),
            "xa-x/xa": ("met → unknown", {"t1": "regressed"}, [], []),
        },
    ),
    "another kind of rule": (
        "rule: {kind: attested}", "rule: {kind: document}", [],
        [("k2", "rule", [("rule.kind", "attested", "document")])],
        {
            "kdc-1/kdc": ("met → unknown", {"k2": "regressed"}, [], []),
            "xa-x/xa": ("met → unknown", {"t1": "regressed"}, [], []),
        },
    ),
    "exemption gone, which nobody had used": (
        K3, "    rule: {kind: none-of}\n", [],
        [("k3", "rule", [("rule.exemptions", "force_majeure", "")])],
        {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "window moved": (
        'window: {from: "01-01"', 'window: {from: "02-01"',
        [("window.from", "01-01", "02-01")], [], {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "window moved past the assessment": (
        'window: {from: "01-01"', 'window: {from: "11-01"',
        [("window.from", "01-01", "11-01")], [],
        {
            "kdc-1/kdc": ("met → unknown", {}, [], []),
            "xa-x/xa": ("met → unknown", {"t1": "regressed"}, [], []),
        },
    ),
    "in force later": (
        'in_force: {from: "2022-01-01"}', 'in_force: {from: "2030-01-01"}',
        [("in_force.from", "2022-01-01", "2030-01-01")], [], {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "whole set is any instead of all": (
        "rule: {kind: all}", "rule: {kind: any}", [("rule.kind", "all", "any")], [],
        {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "for other units": (
        "applies_to: [khu-dan-cu]", "applies_to: [khu-dan-cu, co-quan]",
        [("applies_to", "khu-dan-cu", "khu-dan-cu, co-quan")], [],
        {"kdc-1/kdc": (SAME, {}, [], [])},
    ),
    "text no longer whole": (
        "completeness: full", "completeness: partial", [("completeness", "full", "partial")], [],
        {
            "kdc-1/kdc": ("met → unknown", {}, [], []),
            "xa-x/xa": ("met → unknown", {"t1": "regressed"}, [], []),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", TABLE)
def test_what_a_change_does(change: str) -> None:
    old, new, points, changes, units = TABLE[change]
    assert _told(_weigh(OLD, _changed(old, new))) == (points, changes, units)


def test_nothing_changes_nothing() -> None:
    report = _weigh(OLD, OLD)
    assert _told(report) == ([], [], {"kdc-1/kdc": (SAME, {}, [], [])})
    assert not report.unversioned


def test_the_child_is_the_cause_and_stands_before_the_parent() -> None:
    report = _weigh(OLD, _changed("at_least: 2", "at_least: 3"))
    child, parent = report.hits
    assert (child.key.unit, child.above) == ("kdc-1", False)
    assert (parent.key.unit, parent.above) == ("xa-x", True)
    (flip,) = parent.flips
    assert [unit.id for unit in flip.causes] == ["kdc-1"]
    assert flip.before
    assert flip.after
    assert (flip.before.outcome, flip.after.outcome) == ("met", "unmet")


def test_a_parent_without_a_file_is_judged_too() -> None:
    files = {path: text for path, text in FILES.items() if path != "units/xa-x/2026/xa.yaml"}
    report = _weigh(OLD, _changed("at_least: 2", "at_least: 3"), files)
    assert {one.key.unit: [flip.criterion.id for flip in one.flips] for one in report.hits} == {
        "kdc-1": ["k1"], "xa-x": ["t1"],
    }  # fmt: skip


def test_a_criterion_that_moved_below_another_is_decided_otherwise() -> None:
    moved = _changed(
        K2, "  - {id: k9, title: Hồ sơ, rule: {kind: any}, criteria: [{id: k2, title: Nghị quyết, "
        "rule: {kind: attested}}]}\n",
    )  # fmt: skip
    _points, changes, _units = _told(_weigh(OLD, moved))
    assert changes == [("k9", "added", []), ("k2", "rule", [("criteria", "", "k9")])]


def test_results_of_an_appraisal_for_criteria_that_are_gone_hide_nothing_else() -> None:
    appraisal = (
        "kind: appraisal\nunit: kdc-1\nset: kdc\nset_version: 1\nperiod: 2026\n"
        'by: Xã X\ndate: "2026-11-01"\nresults:\n  k2: {met: false, reason: Chưa có}\n'
    )
    files = {**FILES, "units/xa-x/kdc-1/2026/kdc.appraisal.yaml": appraisal}
    _points, _changes, units = _told(_weigh(OLD, _changed(K2, ""), files))
    assert units["kdc-1/kdc"] == ("unmet → met", {"k2": "removed"}, [], ["k2", "k2"])
    assert units["xa-x/xa"][:2] == ("unmet → met", {"t1": "raised"})


def test_regressions_come_first() -> None:
    more = {
        f"units/xa-x/kdc-{n}/{path}": text.replace("kdc-1", f"kdc-{n}").replace("value: 2", value)
        for n, value in ((0, "value: 9"), (2, "value: 2"), (3, "value: 1"))
        for path, text in (
            ("unit.yaml", FILES["units/xa-x/kdc-1/unit.yaml"]),
            ("2026/kdc.yaml", FILES["units/xa-x/kdc-1/2026/kdc.yaml"]),
        )
    }
    new = _changed("at_least: 2", "at_least: 3").replace("kind: attested", "kind: document")
    report = _weigh(OLD, new, {**FILES, **more})
    # Whole sets that were met, then criteria that were; kdc-3 was unmet before.
    assert [(one.key.unit, one.weight[0]) for one in report.hits] == [
        ("kdc-0", 0), ("kdc-1", 0), ("kdc-2", 0), ("kdc-3", 1),
    ]  # fmt: skip


def test_a_set_of_another_name_may_even_copy_from_the_old_one() -> None:
    other = (
        "kind: criteria-set\nid: kdc-tinh\ntitle: Bộ của tỉnh\nversion: 1\n"
        "source: {document: 2/QĐ-UBND}\napplies_to: [khu-dan-cu]\ncompleteness: full\n"
        "rule: {kind: all}\ncriteria:\n"
        "  - {id: k, title: Như bộ của Bộ, rule: {kind: include, set: kdc, criteria: [k1, k2, k3]}}\n"
        "  - {id: k9, title: Tiêu chí của tỉnh, rule: {kind: attested}}\n"
    )
    _points, changes, units = _told(_weigh(OLD, other))
    assert {name for name, change, _ in changes if change == "added"} == {
        "k", "k.1", "k.2", "k.3", "k9",
    }  # fmt: skip
    assert units["kdc-1/kdc"] == (
        "met → unknown", {}, ["k.1", "k.2", "k.3", "k9"], ["k1", "k2", "k3"],
    )  # fmt: skip
    # The town's set copies from the old one as before; its roll-up goes by the new judge.
    assert units["xa-x/xa"] == ("met → unknown", {"t1": "regressed"}, [], [])


def test_another_text_under_the_same_version() -> None:
    new = OLD.replace("at_least: 2", "at_least: 3")
    assert _weigh(OLD, new).unversioned
    assert not _weigh(OLD, new.replace("version: 1", "version: 2", 1)).unversioned
    assert not _weigh(OLD, OLD.replace("title: Nghị quyết", "title: Văn bản")).unversioned


def test_a_seal_that_no_longer_holds_does_not_stop_a_draft() -> None:
    sealed = OLD.replace("version: 1", 'version: 2\nseal: "000000000000"', 1)
    assert _weigh(OLD, sealed).new.criteria_set.seal == "000000000000"


def _seal(text: str) -> str:
    document = parse("x", text.encode()).document
    assert document
    return seal_of(document.data)


def _reordered(value: Any, turn: Callable[[list[Any]], list[Any]]) -> Any:
    if isinstance(value, dict):
        return {key: _reordered(value[key], turn) for key in turn(sorted(value))}
    return [_reordered(one, turn) for one in value] if isinstance(value, list) else value


@given(st.randoms(use_true_random=False))
def test_the_seal_is_the_same_in_any_order_of_keys(random: Any) -> None:
    document = parse("x", OLD.encode()).document
    assert document

    def turn(keys: list[Any]) -> list[Any]:
        return random.sample(keys, len(keys))

    assert seal_of(_reordered(document.data, turn)) == _seal(OLD)


WORDING = {
    "comments": ("criteria:\n", "# Phần chính\ncriteria:   # cả ba\n"),
    "title": ("title: Bộ tiêu chí thử", "title: Bộ khác"),
    "title of a criterion": ("title: Nghị quyết", "title: Văn bản"),
    "source": ("1/TT-BCA", "2/TT-BCA"),
    "version": ("version: 1", "version: 2"),
    "seal": ("version: 1\n", 'version: 1\nseal: "0123456789ab"\n'),
    "notes": ("criteria:\n", "notes: [Một ghi chú]\ncriteria:\n"),
    "number typed otherwise": ("at_least: 2,", "at_least: 2.0,"),
    "its end": ('in_force: {from: "2022-01-01"}', 'in_force: {from: "2022-01-01", to: "2030-01-01"}'),
    "order of criteria": (K2, ""),
}  # fmt: skip
DECIDING = {
    "threshold": ("at_least: 2", "at_least: 3"),
    "kind": ("kind: attested", "kind: document"),
    "exemption": ("force_majeure", "mitigated"),
    "window": ('from: "01-01"', 'from: "11-16"'),
    "types": ("applies_to: [khu-dan-cu]", "applies_to: [khu-dan-cu, xa]"),
    "completeness": ("completeness: full", "completeness: partial"),
    "declared": ("completeness: full", "completeness: full\ndeclared_count: 3"),
    "counted at": ("completeness: full", "completeness: full\ncounted_at: 2"),
    "where": ("completeness: full", "completeness: full\nwithin: [xa-x]"),
    "rule of the whole": ("rule: {kind: all}", "rule: {kind: any}"),
    "id": ("id: k2", "id: k4"),
    "criterion": (K2, ""),
    "evidence": ("id: k2,", "id: k2, evidence: required,"),
    "fact": ("id: k2,", "id: k2, applies_if: {fact: co_chi_bo},"),
    "n/a": ("id: k2,", "id: k2, not_applicable: {allowed: true},"),
    "keep up": ("id: k2,", "id: k2, keep_up: P6M,"),
    "beginning": ("2022-01-01", "2023-01-01"),
    "scales": (
        "criteria:\n",
        "scales: [{id: s, grades: [{id: a, title: A}, {id: b, title: B}]}]\ncriteria:\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WORDING)
def test_what_leaves_the_seal(what: str) -> None:
    old, new = WORDING[what]
    assert old in OLD
    text = OLD.replace(old, new, 1) if what != "order of criteria" else OLD.replace(K2, "") + K2
    assert text != OLD
    assert _seal(text) == _seal(OLD)


@pytest.mark.parametrize("what", DECIDING)
def test_what_breaks_the_seal(what: str) -> None:
    old, new = DECIDING[what]
    assert old in OLD
    assert _seal(OLD.replace(old, new, 1)) != _seal(OLD)


def test_names_that_look_like_wording_are_sealed() -> None:
    graded = "rule: {kind: grade, at_least: {title: a}}"
    text = OLD.replace("rule: {kind: attested}", graded)
    assert _seal(text) != _seal(text.replace("title: a}", "title: b}"))


def test_the_seal_is_the_same_on_every_machine() -> None:
    assert _seal(OLD) == "74b849c0378f"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


class TestCommand:
    """As it is typed."""

    def test_list(self, root: Path, run: Run) -> None:
        done = run("criteria", "list", "--lang", "en", *AS_OF, cwd=root)
        assert done.returncode == 0
        assert "kdc  Bộ tiêu chí thử" in done.stdout
        assert "1/TT-BCA · version 1 · from 2022-01-01 · in force on this day" in done.stdout
        assert "for: residential area" in done.stdout
        assert "the whole text is here: 3 criteria · 1 self-assessment follows it" in done.stdout
        early = run("criteria", "list", "--lang", "en", "--as-of", "2021-12-31", cwd=root)
        assert "not in force on this day" in early.stdout

    def test_versions_are_listed_with_the_answers_that_follow_them(
        self, root: Path, run: Run
    ) -> None:
        (root / "criteria/kdc@1.yaml").write_text(OLD, "utf-8")
        newer = _changed("at_least: 2", "at_least: 3")
        (root / "criteria/kdc.yaml").write_text(newer, "utf-8")
        data = json.loads(run("criteria", "list", "--format", "json", *AS_OF, cwd=root).stdout)
        _fits(data, "criteria")
        rows = [
            (one["name"], one["version"], one["newest"], one["assessments"]) for one in data["sets"]
        ]
        assert rows == [("kdc", 2, True, 0), ("kdc@1", 1, False, 1), ("xa", 1, True, 1)]
        listed = run("criteria", "list", "--format", "csv", *AS_OF, cwd=root).stdout
        assert [one["set"] for one in csv.DictReader(io.StringIO(listed))] == ["kdc", "kdc@1", "xa"]

    def test_show(self, root: Path, run: Run) -> None:
        done = run("criteria", "show", "xa", "--lang", "en", *AS_OF, cwd=root)
        assert done.returncode == 0
        assert "t1  Khu dân cư đạt" in done.stdout
        assert "rolled up from the units below: ≥ 100%" in done.stdout
        assert "t2.1  Mô hình (Điều 2; Điều 1)" in done.stdout  # copied from the other set
        seal = _seal(TOWN)
        assert f'to seal it, write: seal: "{seal}"' in done.stdout
        data = json.loads(
            run("criteria", "show", "xa", "--format", "json", *AS_OF, cwd=root).stdout
        )
        _fits(data, "criteria")
        assert [(one["id"], one["copied"]) for one in data["criteria"]] == [
            ("t1", False), ("t2", False), ("t2.1", True),
        ]  # fmt: skip
        assert data["sets"][0]["seal"] == {"given": None, "computed": seal}
        rows = run("criteria", "show", "xa", "--format", "csv", *AS_OF, cwd=root).stdout
        assert [one["kind"] for one in csv.DictReader(io.StringIO(rows))] == [
            "rollup", "include", "count",
        ]  # fmt: skip

    def test_show_tells_of_a_seal_that_holds_and_one_that_does_not(
        self, root: Path, run: Run
    ) -> None:
        path = root / "criteria/kdc.yaml"
        sealed = OLD.replace("version: 1", f'version: 1\nseal: "{_seal(OLD)}"', 1)
        path.write_text(sealed, "utf-8")
        show = ("criteria", "show", "kdc", "--lang", "en", *AS_OF)
        assert f"seal: {_seal(OLD)}" in run(*show, cwd=root).stdout
        path.write_text(sealed.replace("at_least: 2", "at_least: 3"), "utf-8")
        assert f"sealed as {_seal(OLD)}, changed since: " in run(*show, cwd=root).stdout
        assert "changed-without-version" in run("check", *AS_OF, cwd=root).stdout

    def test_names_that_are_not_there(self, root: Path, run: Run) -> None:
        for arguments in (("show", "kd"), ("impact", "kd", "kdc"), ("show", "kdc@7")):
            done = run("criteria", *arguments, "--lang", "en", cwd=root)
            assert done.returncode == 3
            assert "did you mean “kdc" in done.stderr
        gone = run("criteria", "impact", "kdc", "khong-co.yaml", "--lang", "en", cwd=root)
        assert gone.returncode == 2
        assert "there is no file" in gone.stderr
        assert run("criteria", cwd=root).returncode == 2

    def test_impact(self, root: Path, run: Run) -> None:
        new = _changed("at_least: 2", "at_least: 3")
        (root / "nhap.yaml").write_text(new, "utf-8")
        weigh = ("criteria", "impact", "kdc", "nhap.yaml", *AS_OF)
        done = run(*weigh, "--lang", "en", cwd=root)
        assert done.returncode == 0
        assert "rule.at_least: 2 → 3" in done.stdout
        assert "Thôn 1 · Bộ tiêu chí thử · 2026: Met (3/3) → Unmet (2/3)" in done.stdout
        assert "✓ → ✗  k1  no longer met: Mô hình" in done.stdout
        assert "because of units below: Thôn 1" in done.stdout
        assert "2 results compared · 2 come out otherwise · 2 no longer met" in done.stdout
        assert run(*weigh, "--fail-on", "flip", cwd=root).returncode == 1
        data = json.loads(run(*weigh, "--format", "json", cwd=root).stdout)
        _fits(data, "impact")
        assert data["summary"]["regressed"] == 2
        assert data["units"][1]["flips"][0]["causes"] == ["kdc-1"]
        rows = list(csv.DictReader(io.StringIO(run(*weigh, "--format", "csv", cwd=root).stdout)))
        assert [(row["unit"], row["criterion"], row["turn"]) for row in rows] == [
            ("kdc-1", "", "regressed"), ("kdc-1", "k1", "regressed"),
            ("xa-x", "", "regressed"), ("xa-x", "t1", "regressed"),
        ]  # fmt: skip

    def test_impact_between_versions_in_the_repository(self, root: Path, run: Run) -> None:
        (root / "criteria/kdc@1.yaml").write_text(OLD, "utf-8")
        newer = _changed("at_least: 2", "at_least: 3")
        (root / "criteria/kdc.yaml").write_text(newer, "utf-8")
        data = json.loads(
            run("criteria", "impact", "kdc@1", "kdc", "--format", "json", *AS_OF, cwd=root).stdout
        )
        assert (data["old"]["version"], data["new"]["version"]) == (1, 2)
        assert data["units"][0]["turn"] == "regressed"
        back = json.loads(
            run("criteria", "impact", "kdc", "kdc@1", "--format", "json", *AS_OF, cwd=root).stdout
        )
        assert back["units"][0]["turn"] == "raised"

    def test_a_version_that_was_not_raised(self, root: Path, run: Run) -> None:
        (root / "nhap.yaml").write_text(OLD.replace("at_least: 2", "at_least: 3"), "utf-8")
        done = run("criteria", "impact", "kdc", "nhap.yaml", "--lang", "en", *AS_OF, cwd=root)
        assert done.returncode == 1
        assert "what decides was changed, but both are version 1" in done.stderr
        assert "raise version" in done.stderr
        data = json.loads(
            run(
                "criteria", "impact", "kdc", "nhap.yaml", "--format", "json", *AS_OF, cwd=root
            ).stdout
        )
        _fits(data, "impact")
        assert data["problem"]

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("kind: attested", "kind: atested", "unknown-value"),
            ("id: k2", "id: k1", "duplicate-criterion"),
            (
                "rule: {kind: attested}",
                "rule: {kind: include, set: khong, criteria: [k1]}",
                "unknown-set",
            ),
            ("rule: {kind: all}", "rule: {kind: at-least, count: 9}", "unreachable-count"),
            ("criteria:\n", "criteria: [\n", "syntax-error"),
        ],
    )
    def test_a_draft_with_errors(self, old: str, new: str, code: str, root: Path, run: Run) -> None:
        text = OLD.replace("version: 1", "version: 2", 1).replace(old, new, 1)
        (root / "nhap.yaml").write_text(text, "utf-8")
        done = run("criteria", "impact", "kdc", "nhap.yaml", "--lang", "en", *AS_OF, cwd=root)
        assert done.returncode == 1
        assert done.stdout == ""
        assert code in done.stderr
        assert "nhap.yaml:" in done.stderr
        assert "the draft has errors" in done.stderr

    def test_a_set_with_errors_decides_nothing(self, root: Path, run: Run) -> None:
        (root / "criteria/kdc.yaml").write_text(OLD.replace("kind: count", "kind: cuont"), "utf-8")
        done = run("criteria", "impact", "kdc", "kdc", "--lang", "en", *AS_OF, cwd=root)
        assert done.returncode == 1
        assert "criteria/kdc.yaml has errors" in done.stderr
        assert run("criteria", "show", "kdc", *AS_OF, cwd=root).returncode == 1
        assert run("criteria", "list", *AS_OF, cwd=root).returncode == 1

    def test_a_named_pipe_is_no_draft(self, root: Path, run: Run) -> None:
        import os

        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(root / "nhap.yaml")
        assert run("criteria", "impact", "kdc", "nhap.yaml", cwd=root).returncode == 2

    def test_help_of_the_sub_commands_is_translated(self, run: Run) -> None:
        shown = run("criteria", "impact", "--help", "--lang", "vi").stdout
        assert "Usage" not in shown
        assert "--fail-on" in shown


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [None, 40])
def test_every_set_of_the_repository_in_every_format(language: str, width: int | None) -> None:
    words, screen = Words("en" if language == "en" else "vi"), Screen(color=True, width=width)
    snapshot = take(WorkingTree(ROOT), DAY)
    report = criteria_sets.build(snapshot)
    for render in (criteria.table, criteria.as_json, criteria.as_csv):
        assert render(report, words, screen)
    for one in criteria_sets.named(snapshot.repository).values():
        shown = criteria_sets.show(snapshot, one)
        assert len(shown.sets) == 1
        for render in (criteria.tree, criteria.as_json, criteria.tree_as_csv):
            assert render(shown, words, screen)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_set_of_the_repository_against_itself_hits_nobody(language: str) -> None:
    words = Words("en" if language == "en" else "vi")
    snapshot = take(WorkingTree(ROOT), DAY)
    for key, one in snapshot.repository.raw.items():
        report = impact.build(snapshot, Side(key[0], one), Side(key[0], one))
        assert not report.flipped
        for render in (criteria_impact.table, criteria_impact.as_json, criteria_impact.as_csv):
            assert render(report, words, Screen())


def test_what_is_before_is_what_status_says(repository: Snapshot) -> None:
    """The old world is the real one, where the set is in force."""
    for key, one in repository.repository.raw.items():
        report = impact.build(repository, Side(key[0], one), Side(key[0], one))
        for hit in report.hits:
            known = repository.evaluation.result(hit.key)
            assert (hit.before.outcome, hit.before.counts) == (known.outcome, known.counts)
