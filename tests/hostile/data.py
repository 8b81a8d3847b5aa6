"""Hazards of what files say: numbers, days, circles, chains and crowds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hostile.files import Make, Row
from hostile.sample import (
    ANSWERS,
    SET,
    UNIT,
    Content,
    answers,
    appraisal,
    criteria,
    unit,
    visit,
    write,
)


def _all(files: Mapping[str, Content]) -> Make:
    return lambda root: write(root, files)


def _answers(**changed: Any) -> Make:
    """The answers with some of their parts replaced; criteria by name, `k4_a` for `k4.a`."""
    given = answers("Chữ")
    for name, value in changed.items():
        holder = given["answers"] if name.startswith("k") else given
        holder[name.replace("_", ".") if name.startswith("k") else name] = value
    return _all({ANSWERS: given})


def _raw(old: str, new: str) -> Make:
    text = json.dumps(answers("Chữ"), ensure_ascii=False, indent=1)
    assert old in text
    return _all({ANSWERS: text.replace(old, new)})


def _set(**changed: Any) -> Make:
    return _all({SET: {**criteria("Chữ"), **changed}})


def _rule(rule: Mapping[str, Any], answer: Any = None, **more: Any) -> Make:
    """The first criterion with another rule, and an answer to it."""
    given, told = criteria("Chữ"), answers("Chữ")
    given["criteria"][0] = {"id": "k1", "title": "Chữ", "rule": rule, **more}
    told["answers"]["k1"] = answer
    if answer is None:
        del told["answers"]["k1"]
    return lambda root: (
        (root / ANSWERS.replace(".yaml", ".appraisal.yaml")).unlink()
        or write(root, {SET: given, ANSWERS: told})
    )


def _period(name: str, **changed: Any) -> Make:
    given = {**answers("Chữ"), "period": name, **changed}
    return _all({f"{Path(UNIT).parent}/{name}/mini.yaml": given})


def _ring(n: int) -> Make:
    return _all({
        f"units/v-{number}/unit.yaml": unit("Chữ", f"v-{number}", "xa", f"v-{(number + 1) % n}")
        for number in range(n)
    })  # fmt: skip


ROLLUP = {
    "kind": "criteria-set", "id": "len", "title": "Lên", "version": 1, "source": {}, "applies_to": ["xa"],
    "completeness": "full", "rule": {"kind": "any"}, "criteria": [
        {"id": "own", "title": "Own", "rule": {"kind": "attested"}},
        {"id": "below", "title": "Below",
         "rule": {"kind": "rollup", "having": "met", "at_least": {"count": 1}, "sets": {"xa": "len"}}},
    ],
}  # fmt: skip


def chain(n: int) -> dict[str, Content]:
    """Units one below the other, each of which meets a set if the one below it does."""
    base = {
        "kind": "assessment",
        "set": "len",
        "set_version": 1,
        "period": "2026",
        "assessed_on": "2026-10-01",
    }
    files: dict[str, Content] = {"criteria/len.yaml": ROLLUP}
    for number in range(n):
        name = f"u-{number}"
        files[f"units/{name}/unit.yaml"] = unit(
            "Chữ", name, "xa", f"u-{number - 1}" if number else ""
        )
        said = {"own": {"met": number == n - 1}}
        files[f"units/{name}/2026/len.yaml"] = {**base, "unit": name, "answers": said}
    return files


def _children(n: int) -> Make:
    parent = {**unit("Chữ", "me", "xa"), "parent": "thi-xa"}
    files: dict[str, Content] = {"criteria/len.yaml": ROLLUP, "units/me/unit.yaml": parent}
    base = {
        "kind": "assessment",
        "set": "len",
        "set_version": 1,
        "period": "2026",
        "assessed_on": "2026-10-01",
    }
    files["units/me/2026/len.yaml"] = {**base, "unit": "me", "answers": {"own": {"met": False}}}
    for number in range(n):
        files[f"units/me/c-{number}/unit.yaml"] = unit("Chữ", f"c-{number}", "xa", "me")
        files[f"units/me/c-{number}/2026/len.yaml"] = {
            **base,
            "unit": f"c-{number}",
            "answers": {"own": {"met": False}},
        }
    return _all(files)


def _one(name: str, *rules: Mapping[str, Any]) -> dict[str, Any]:
    listed = [{"id": f"c{number}", "title": "C", "rule": rule} for number, rule in enumerate(rules)]
    base = {
        "kind": "criteria-set",
        "id": name,
        "title": name,
        "version": 1,
        "source": {},
        "applies_to": ["phuong"],
    }
    return {**base, "completeness": "full", "rule": {"kind": "all"}, "criteria": listed}


def _include(name: str) -> Mapping[str, Any]:
    return {"kind": "include", "set": name, "criteria": ["c0"]}


def _includes(n: int, times: int = 1, *, ring: bool = False) -> Make:
    """Sets that copy in the next one, `times` times each; the last the first, or nothing."""
    files: dict[str, Content] = {}
    for number in range(n):
        last = number == n - 1
        rules = [{"kind": "attested"}] if last and not ring else [_include(f"s-{(number + 1) % n}")]
        given = _one(f"s-{number}", {"kind": "all"})
        given["criteria"][0]["criteria"] = _one("x", *(rules * times))["criteria"]
        for index, one in enumerate(given["criteria"][0]["criteria"]):
            one["id"] = f"d{index}"
        files[f"criteria/s-{number}.yaml"] = given
    return _all(files)


def _nested(levels: int) -> Make:
    node: dict[str, Any] = {"id": "n", "title": "N", "rule": {"kind": "attested"}}
    for level in range(levels):
        node = {"id": f"n{level}", "title": "N", "rule": {"kind": "all"}, "criteria": [node]}
    given = criteria("Chữ")
    given["criteria"].append(node)
    return _all({SET: given})


def _crowd(n: int) -> Make:
    """So many criteria, answered by two units."""
    given = _one("dong", *({"kind": "count", "at_least": 1} for _ in range(n)))
    base = {**answers("Chữ"), "set": "dong", "claim": "unmet", "remedies": [], "obstacles": []}
    told = {f"c{number}": {"value": 0} for number in range(n)}
    return _all({
        "criteria/dong.yaml": given, f"{Path(UNIT).parent}/2026/dong.yaml": {**base, "answers": told},
        "units/thi-xa/phuong-y/2026/dong.yaml": {**base, "unit": "phuong-y", "answers": told},
    })  # fmt: skip


def _incidents(n: int) -> Make:
    return _answers(k5={"incidents": [{"date": "2026-05-01", "count": 999_999_999}] * n})


def _plans(n: int) -> Make:
    given = visit("Chữ", ("phuong-x",))
    first = given["findings"][0]
    given["findings"] = [{**first, "id": f"kt-{number}"} for number in range(n)]
    return _all({"units/thi-xa/inspections/2026-05-19-doan.yaml": {**given, "date": "2026-05-19"}})


def _versions(n: int) -> Make:
    return _all(
        {
            f"criteria/mini@{number}.yaml": {**criteria("Chữ"), "version": number}
            for number in range(2, n)
        }
    )


def _valid(first: str, last: str) -> Make:
    return _all({UNIT: {**unit("Chữ"), "valid": {"from": first, "to": last}}})


def _with(rule: str, **keys: Any) -> dict[str, Any]:
    return {"kind": rule, **keys}


DATA: dict[str, Row] = {
    "count of 10^15": Row(_raw('"count": 16', '"count": 1000000000000000'), "number-too-long"),
    "count of 10^14": Row(_raw('"count": 16', '"count": 100000000000000'), "out-of-range"),
    "count below nothing": Row(_raw('"count": 16', '"count": -1'), "out-of-range"),
    "count and a half": Row(_raw('"count": 16', '"count": 1.5'), "wrong-type"),
    "count that is no number": Row(_raw('"count": 16', '"count": NaN'), "wrong-type"),
    "count that is a whole float": Row(_raw('"count": 16', '"count": 17.0'), "wrong-type"),
    "count in letters of another script": Row(_raw('"count": 16', '"count": "１６"'), "wrong-type"),
    "count true": Row(_answers(k2={"count": True, "total": 25}), "wrong-type"),
    "total of nothing": Row(_answers(k2={"count": 0, "total": 0})),
    "more than all": Row(_answers(k2={"count": 26, "total": 25}), "count-above-total"),
    "the most of the most": Row(_answers(k2={"count": 999_999_998, "total": 999_999_999})),
    "percent of 100.0001": Row(_answers(k2={"percent": 100.0001, "sample": 1}), "answer-does-not-fit-rule out-of-range"),
    "value below all": Row(_answers(k1={"value": -999_999_999})),
    "value of 10^-14": Row(_raw('"value": 1', '"value": 0.00000000000001')),
    "value with an exponent": Row(_raw('"value": 1', '"value": 1e-320')),
    "minus nothing": Row(_raw('"value": 1', '"value": -0.0')),
    "incidents without number": Row(_incidents(1000)),
    "one incident too many": Row(_incidents(1001), "out-of-range"),
    "tally of nothing": Row(_answers(tally={"on": "2026-10-01", "met": 0, "total": 0, "unmet": []}), "tally-does-not-add-up"),
    "tally of more than all": Row(_answers(tally={"on": "2026-10-01", "met": 9, "total": 2, "unmet": ["k1"]}), "tally-does-not-add-up"),
    "share of almost nothing": Row(_rule(_with("ratio", at_least={"percent": 0.0000000001}), {"count": 0, "total": 999_999_999})),
    "at least 1,000 of two": Row(_set(rule={"kind": "at-least", "count": 1000}), "unreachable-count"),
    "1,000 criteria declared": Row(_set(declared_count=1000, completeness="partial")),
    "counted at level 9": Row(_set(counted_at=9)),
    "version 10^14": Row(_set(version=10**14), ""),
    "version of 20 digits": Row(_all({SET: json.dumps(criteria("Chữ")).replace('"version": 1', '"version": 99999999999999999999')}), "number-too-long"),
    "old version of nine digits": Row(_all({"criteria/mini@999999999.yaml": {**criteria("Chữ"), "version": 999_999_999}})),
    "old version of ten digits": Row(_all({"criteria/mini@9999999999.yaml": criteria("Chữ")}), "misplaced-file"),
    "100 versions": Row(_versions(100)),
    "trend over years before Christ": Row(_rule(_with("trend", change="decrease", years=10**9), {"previous": 1, "current": 0}), "out-of-range"),
    "year 1": Row(_answers(assessed_on="0001-01-01")),
    "year 9999": Row(_answers(assessed_on="9999-12-31")),
    "year 0": Row(_answers(assessed_on="0000-01-01"), "date-form"),
    "year 10000": Row(_answers(assessed_on="10000-01-01"), "date-form"),
    "30 February": Row(_answers(assessed_on="2024-02-30"), "date-form"),
    "29 February of a common year": Row(_answers(assessed_on="2023-02-29"), "date-form"),
    "day with a time": Row(_answers(assessed_on="2026-10-01T00:00:00Z"), "date-form"),
    "day in a week": Row(_answers(assessed_on="2026-W01-1"), "date-form"),
    "day in another script": Row(_answers(assessed_on="２０２６-10-01"), "date-form"),
    "day and a line break": Row(_answers(assessed_on="2026-10-01\n"), "date-form"),
    "month 13": Row(_set(window={"from": "13-01", "to": "12-31"}), "wrong-form"),
    "29 February as a window": Row(_set(window={"from": "02-29", "to": "02-28"}), "date-outside-window"),
    "window of the whole of two years": Row(_set(window={"from": "01-02", "to": "01-01"}), "date-outside-window"),
    "period 1000": Row(_period("1000", assessed_on="1000-06-01"), "date-outside-window"),
    "period 2999": Row(_period("2999"), "date-outside-window"),
    "period 2999 in part": Row(_period("2999-h1"), "date-outside-window"),
    "period 3000": Row(_period("3000"), "misplaced-file"),
    "period 0999": Row(_period("0999"), "misplaced-file"),
    "period as a number": Row(_answers(period=2026)),
    "period as a fraction": Row(_answers(period=2026.5), "wrong-type"),
    "valid for ever": Row(_valid("0001-01-01", "9999-12-31")),
    "valid backwards": Row(_valid("9999-12-31", "0001-01-01"), "dates-reversed"),
    "in force backwards": Row(_set(in_force={"from": "9999-12-31", "to": "0001-01-01"}), "dates-reversed"),
    "kept up for 999 years": Row(_rule(_with("attested"), {"met": True, "confirmed_on": "2026-09-01"}, keep_up="P999Y")),
    "kept up for no day": Row(_rule(_with("attested"), {"met": True, "confirmed_on": "2026-09-01"}, keep_up="P0D")),
    "remedy long ago": Row(_answers(remedies=[{"criterion": "k2", "action": "A", "due": "0001-01-01"}])),
    "unit above itself": Row(_all({UNIT: unit("Chữ", parent="phuong-x")}), "parent-cycle"),
    "two units above each other": Row(_ring(2), "parent-cycle"),
    "100 units in a ring": Row(_ring(100), "parent-cycle"),
    "successor of itself": Row(_all({UNIT: {**unit("Chữ"), "successors": ["phuong-x"], "predecessors": ["phuong-x"], "valid": {"to": "2025-01-01"}}}), "unit-not-alive"),
    "100 units below each other": Row(_all(chain(100))),
    "500 units below each other": Row(_all(chain(500))),
    "500 units below one": Row(_children(500)),
    "set that includes itself": Row(_includes(1, ring=True), "include-cycle"),
    "ring of 50 sets": Row(_includes(50, ring=True), "include-cycle"),
    "chain of 9 sets": Row(_includes(9)),
    "chain of 10 sets": Row(_includes(10), "include-cycle"),
    "chain of 400 sets": Row(_includes(400), "include-cycle"),
    "40 sets that double": Row(_includes(40, 2), "include-cycle"),
    "8 sets that double": Row(_includes(8, 2)),
    "set that includes what isn't there": Row(_all({"criteria/a.yaml": _one("a", _include("khong-co"))}), "unknown-set"),
    "recognised in itself": Row(_rule(_with("recognised-in", set="mini"))),
    "rolled up of itself": Row(_rule(_with("rollup", having="met", at_least={"percent": 50}, sets={"phuong": "mini"}))),
    "13 criteria in each other": Row(_nested(13)),
    "20 criteria in each other": Row(_nested(20), "too-deep"),
    "800 criteria": Row(_crowd(800)),
    "1,000 findings": Row(_plans(1000)),
    "criteria of one id": Row(_set(criteria=[criteria("Chữ")["criteria"][0]] * 500), "duplicate-criterion"),
    "units of one id": Row(_all({f"units/x{number}/phuong-x/unit.yaml": unit("Chữ") for number in range(200)}), "duplicate-id"),
    "appraisal alone": Row(_all({"units/thi-xa/phuong-y/2026/mini.appraisal.yaml": appraisal("Chữ", "phuong-y")})),
    "set by two names": Row(_all({"criteria/khac.yaml": criteria("Chữ")}), "differs-from-path"),
}  # fmt: skip
