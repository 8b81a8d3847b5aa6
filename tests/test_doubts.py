"""Ways in which a file as a whole deceives: none may end in a false “đạt”."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome, Standing

Make = Callable[..., Snapshot]
SET = """kind: criteria-set
id: s
title: S
version: 1
source: {document: 1/TT}
applies_to: [xa]
completeness: full
declared_count: 1
window: {from: "11-16", to: "11-15"}
rule: {kind: all}
criteria:
  - {id: a, title: A, rule: {kind: count, at_least: 1}}
"""
UNIT = "kind: unit\nid: x\nname: X\ntype: xa\n"
ANSWERS = """kind: assessment
unit: x
set: s
set_version: 1
period: 2024
assessed_on: "2024-10-01"
answers: {a: {value: 1}}
"""
APPRAISAL = """kind: appraisal
unit: x
set: s
set_version: 1
period: 2024
by: Cấp trên
date: "2024-11-01"
results: {a: {value: 1}}
recognition: {result: granted, decided_on: "2024-11-20"}
"""
SOUND = {
    "criteria/s.yaml": SET, "units/x/unit.yaml": UNIT, "units/x/2024/s.yaml": ANSWERS,
    "units/x/2024/s.appraisal.yaml": APPRAISAL,
}  # fmt: skip
KEY = Key("x", "s", Period(2024))
TWICE = "kind: unit\nid: x\nname: X\ntype: xa\n"

# What is changed: a path, and what is replaced by what (or the whole content).
DECEPTIONS: dict[str, tuple[str, str, str]] = {
    "a set cut short": ("criteria/s.yaml", "declared_count: 1", "declared_count: 2"),
    "a set that was not in force": (
        "criteria/s.yaml",
        "version: 1",
        'version: 1\nin_force: {from: "2030-01-01"}',
    ),
    "a criterion twice": (
        "criteria/s.yaml",
        "criteria:",
        "criteria:\n  - {id: a, title: B, rule: {kind: count, at_least: 0}}",
    ),
    "a leaf with children": (
        "criteria/s.yaml",
        "at_least: 1}}",
        "at_least: 1}, criteria: [{id: b, title: B, rule: {kind: attested}}]}",
    ),
    "last year's answers": ("units/x/2024/s.yaml", "2024-10-01", "2023-10-01"),
    "another unit's answers": ("units/x/2024/s.yaml", "unit: x", "unit: y"),
    "another period's answers": ("units/x/2024/s.yaml", "period: 2024", "period: 2023"),
    "last year's decision": ("units/x/2024/s.appraisal.yaml", '"2024-11-20"', '"2023-11-14"'),
    "an appraisal of nothing": ("units/x/2024/s.appraisal.yaml", "{value: 1}", "{reason: Thiếu}"),
    "an appraisal of something else": ("units/x/2024/s.appraisal.yaml", "{a: {", "{aa: {"),
    "a unit with errors": ("units/x/unit.yaml", "name: X", "name: X\nfoo: 1"),
}


def _with(path: str, old: str, new: str) -> dict[str, str]:
    assert old in SOUND[path]
    return {**SOUND, path: SOUND[path].replace(old, new)}


def test_the_sound_files_are_met_and_recognised(snapshot: Make) -> None:
    result = snapshot(SOUND).evaluation.result(KEY)
    assert (result.outcome, result.standing) == (Outcome.MET, Standing.RECOGNISED)


@pytest.mark.parametrize("name", DECEPTIONS)
def test_a_deception_is_unknown(name: str, snapshot: Make) -> None:
    result = snapshot(_with(*DECEPTIONS[name])).evaluation.result(KEY)
    assert result.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "name", ["s.Appraisal.yaml", "s (1).appraisal.yaml", "S.appraisal.yaml", "s.yml"]
)
def test_a_misnamed_file_beside_the_answers(name: str, snapshot: Make) -> None:
    files = {**SOUND, f"units/x/2024/{name}": APPRAISAL.replace("value: 1", "value: 0")}
    result = snapshot(files).evaluation.result(KEY)
    assert result.outcome is Outcome.UNKNOWN


def test_two_units_of_one_id(snapshot: Make) -> None:
    taken = snapshot({**SOUND, "units/y/x/unit.yaml": TWICE})
    assert taken.evaluation.result(KEY).outcome is Outcome.UNKNOWN


def test_an_older_file_with_errors_is_not_replaced_by_previous(snapshot: Make) -> None:
    trend = SET.replace("{kind: count, at_least: 1}", "{kind: trend, change: decrease}")
    now = ANSWERS.replace("{value: 1}", "{previous: 20, current: 10}")
    before = ANSWERS.replace("2024", "2023").replace("{value: 1}", "{current: 5}")
    files = {"criteria/s.yaml": trend, "units/x/unit.yaml": UNIT, "units/x/2024/s.yaml": now}
    whole = snapshot({**files, "units/x/2023/s.yaml": before})
    broken = snapshot({**files, "units/x/2023/s.yaml": f"{before}foo: 1\n"})
    assert whole.evaluation.result(KEY).outcome is Outcome.UNMET
    assert broken.evaluation.result(KEY).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "text", ["1_" * 400_000 + "x", "\x01" * 1_000_000], ids=["digits", "controls"]
)
def test_what_is_made_to_be_slow_is_not(text: str, snapshot: Make) -> None:
    # Without a guard these took minutes.
    taken = snapshot({**SOUND, "units/x/2024/s.yaml": f"{ANSWERS}notes: [{text}]\n"})
    assert taken.evaluation.result(KEY).outcome is not Outcome.MET or taken.diagnostics
