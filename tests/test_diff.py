"""What changed between two states of the files: regressions first, causes, renames; properties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import differences
from ansecurity_cli.reports.differences import Differences, Narrowed, State
from ansecurity_cli.reports.turns import TURNS
from ansecurity_cli.snapshot import Memo, read, take
from ansecurity_cli.sources import MemoryTree

AS_OF = date(2026, 11, 24)
Files = dict[str, str]
TOWN_SET = (
    "kind: criteria-set\nid: cap-thi\ntitle: Cấp thị\nversion: 1\nsource: {document: 1/TT}\n"
    "applies_to: [thi-xa]\ncompleteness: full\nrule: {kind: all}\ncriteria:\n"
    "  - {id: ty-le, title: 70% phường đạt, rule: {kind: rollup, having: met,\n"
    "      at_least: {percent: 70}, sets: {phuong: cap-phuong}}}\n"
)
WARD_SET = (
    "kind: criteria-set\nid: cap-phuong\ntitle: Cấp phường\nversion: 1\nsource: {document: 2/TT}\n"
    "applies_to: [phuong]\ncompleteness: full\nrule: {kind: all}\ncriteria:\n"
    "  - id: k1\n    title: Nhóm một\n    rule: {kind: all}\n    criteria:\n"
    "      - {id: k1.1, title: Mô hình, rule: {kind: count, at_least: 2}}\n"
    "      - {id: k1.2, title: Nghị quyết, rule: {kind: attested}}\n"
    "  - {id: k2, title: Số hộ, rule: {kind: ratio, at_least: {percent: 70}},\n"
    "     not_applicable: {allowed: true}}\n"
)
GOOD = "k1.1: {value: 2}\n  k1.2: {met: true, note: Có}\n  k2: {count: 8, total: 10}"


def ward(
    name: str, answers: str = GOOD, place: str = "units/thi-xa-t", parent: str = "thi-xa-t"
) -> Files:
    return {
        f"{place}/{name}/unit.yaml": (
            f"kind: unit\nid: {name}\nname: Phường {name}\ntype: phuong\nparent: {parent}\n"
        ),
        f"{place}/{name}/2026/cap-phuong.yaml": (
            f"kind: assessment\nunit: {name}\nset: cap-phuong\nset_version: 1\nperiod: 2026\n"
            f'assessed_on: "2026-10-01"\nanswers:\n  {answers}\n'
        ),
    }


def world(*wards: Files, sets: Files | None = None) -> Files:
    town = "kind: unit\nid: thi-xa-t\nname: Thị xã T\ntype: thi-xa\n"
    files = {"criteria/cap-thi.yaml": TOWN_SET, "criteria/cap-phuong.yaml": WARD_SET}
    files |= {"units/thi-xa-t/unit.yaml": town, **(sets or {})}
    for one in wards:
        files |= one
    return files


def compare(before: Mapping[str, str], after: Mapping[str, str], **options: Any) -> Differences:
    memo = Memo()
    one, other = (read(MemoryTree(dict(files)), AS_OF, memo) for files in (before, after))
    return differences.build(one, other, (State("a"), State("b")), **options)


def told(found: Differences) -> list[tuple[str, str, str]]:
    return [
        (one.turn, one.key.unit, one.criterion.id if one.criterion else "") for one in found.changes
    ]


FOUR = [ward(name) for name in ("p-a", "p-b", "p-c", "p-d")]


def test_a_child_that_is_lowered_is_the_parents_regression() -> None:
    lowered = ward("p-c", GOOD.replace("count: 8", "count: 6"))
    found = compare(world(*FOUR[:3]), world(*FOUR[:2], lowered))
    assert told(found) == [
        ("regressed", "thi-xa-t", ""), ("regressed", "thi-xa-t", "ty-le"),
        ("regressed", "p-c", ""), ("regressed", "p-c", "k2"),
    ]  # fmt: skip
    (cause,) = found.changes[1].causes
    assert (cause.unit.id, cause.before, cause.after, cause.counted) == (
        "p-c",
        True,
        False,
        (True, True),
    )
    path = "units/thi-xa-t/p-c/2026/cap-phuong.yaml"
    assert (cause.path, cause.line) == (
        path,
        lowered[path].split("\n").index("  k2: {count: 6, total: 10}") + 1,
    )
    assert cause.criterion is not None
    assert cause.criterion.id == "k2"
    assert found.regressed


def test_a_roll_up_that_still_holds_is_no_regression_of_the_parent() -> None:
    lowered = ward("p-c", GOOD.replace("count: 8", "count: 6"))
    found = compare(world(*FOUR), world(*FOUR[:2], lowered, FOUR[3]))
    assert {unit for _, unit, _ in told(found)} == {"p-c"}


def test_a_child_that_is_added_without_answers_breaks_the_share() -> None:
    new = {path: text for path, text in ward("p-e").items() if path.endswith("unit.yaml")}
    found = compare(world(FOUR[0], FOUR[1]), world(FOUR[0], FOUR[1], new))
    assert told(found)[1] == ("regressed", "thi-xa-t", "ty-le")
    assert [(one.unit.id, one.counted) for one in found.changes[1].causes] == [
        ("p-e", (False, True))
    ]


CASES = {
    "regressed": ("k1.1: {value: 2}", "k1.1: {value: 1}"),
    "regressed ": ("k1.1: {value: 2}", "k2: {count: 8, total: 10}"),
    "unmet": ("k1.2: {met: true}", "k1.1: {value: 1}"),
    "withdrawn": ("k1.1: {value: 1}", "k1.2: {met: true}"),
    "excused": ("k2: {count: 1, total: 10}", "k2: {not_applicable: Không có hộ nào}"),
    "improved": ("k1.1: {value: 1}", "k1.1: {value: 2}"),
    "answered": ("k1.2: {met: true}", "k1.2: {met: true}\n  k1.1: {value: 3}"),
}


@pytest.mark.parametrize("turn", CASES)
def test_how_a_criterion_turns(turn: str) -> None:
    before, after = (world(ward("p-a", answers)) for answers in CASES[turn])
    found = [one for one in compare(before, after).changes if one.criterion]
    assert turn.strip() in {one.turn for one in found}
    assert "k1" not in {one.criterion.id for one in found if one.criterion}  # those below tell it


def test_what_is_to_be_confirmed_again_has_lapsed() -> None:
    sets = {
        "criteria/cap-phuong.yaml": WARD_SET.replace(
            "rule: {kind: attested}", "keep_up: P6M, rule: {kind: attested}"
        )
    }
    fresh = GOOD.replace("met: true", 'met: true, confirmed_on: "2026-09-01"')
    stale = GOOD.replace("met: true", 'met: true, confirmed_on: "2026-01-01"')
    before, after = (world(ward("p-a", one), sets=sets) for one in (fresh, stale))
    found = compare(before, after)
    assert told(found)[-2:] == [("lapsed", "p-a", ""), ("lapsed", "p-a", "k1.2")]


def test_points_lost_and_won() -> None:
    scored = (
        "kind: criteria-set\nid: cap-phuong\ntitle: Điểm\nversion: 1\nsource: {document: 2/TT}\n"
        "applies_to: [phuong]\ncompleteness: full\nrule: {kind: points}\n"
        "scoring: {not_applicable: full-marks, max: 10, min_total: 9, grades: [{id: c, title: Khá, from: 4}]}\n"
        "criteria:\n  - {id: p, title: P, rule: {kind: points, max: 10}}\n"
    )
    high, low = (
        world(ward("p-a", f"p: {{points: {n}}}"), sets={"criteria/cap-phuong.yaml": scored})
        for n in (5, 3)
    )
    found = compare(high, low)
    assert ("fewer", "p-a", "p") in told(found)
    assert ("regressed", "p-a", "") in told(found)  # a class is lost
    assert {turn for turn, _, _ in told(compare(low, high))} == {"improved", "more"}


def test_a_set_that_asks_more_is_told_with_whom_it_hits() -> None:
    stricter = {"criteria/cap-phuong.yaml": WARD_SET.replace("percent: 70", "percent: 90")}
    found = compare(world(FOUR[0]), world(FOUR[0], sets=stricter))
    (one,) = found.sets
    assert [(each.changed.criterion.id, each.changed.change) for each in one.criteria] == [
        ("k2", "rule")
    ]
    assert one.criteria[0].line == WARD_SET[: WARD_SET.index("{id: k2")].count("\n") + 1
    assert ("regressed", "p-a", "k2") in told(found)


def test_criteria_that_come_and_go() -> None:
    more = {
        "criteria/cap-phuong.yaml": WARD_SET + "  - {id: k3, title: Mới, rule: {kind: attested}}\n"
    }
    found = compare(world(FOUR[0]), world(FOUR[0], sets=more))
    assert [each.changed.change for each in found.sets[0].criteria] == ["added"]
    assert ("regressed", "p-a", "") in told(found)  # nobody has answered it yet
    back = compare(world(FOUR[0], sets=more), world(FOUR[0]))
    assert [each.changed.change for each in back.sets[0].criteria] == ["removed"]


def test_files_that_can_not_be_used_any_more() -> None:
    path = "units/thi-xa-t/p-a/2026/cap-phuong.yaml"
    good, broken = (
        world(FOUR[0]),
        {**world(FOUR[0]), path: FOUR[0][path].replace("value: 2", "valeu: 2")},
    )
    found = compare(good, broken)
    assert [(one.path, one.broken, one.unit) for one in found.files] == [(path, True, "p-a")]
    assert broken[path].split("\n")[found.files[0].line - 1] == "  k1.1: {valeu: 2}"
    assert [one for one in told(found) if one[1] == "p-a"] == [
        ("regressed", "p-a", "")
    ]  # not one by one
    assert [one.broken for one in compare(broken, good).files] == [False]


def test_a_rename_alone_is_no_change() -> None:
    before = world(*FOUR)
    folder = {path.replace("/p-a/", "/cụm 1/p-a/"): text for path, text in before.items()}
    assert not compare(before, folder).any
    sets = {
        path.replace("cap-phuong", "phuong-moi"): text.replace("cap-phuong", "phuong-moi")
        for path, text in before.items()
    }
    found = compare(before, sets)
    assert not found.any
    assert found.renamed.sets == {"cap-phuong": "phuong-moi"}
    units = {
        path.replace("p-a", "p-z"): text.replace("unit: p-a", "unit: p-z").replace(
            "id: p-a", "id: p-z"
        )
        for path, text in before.items()
    }
    found = compare(before, units)
    assert not found.any
    assert found.renamed.units == {"p-a": "p-z"}


def test_answers_that_moved_to_a_successor() -> None:
    old = {
        path: text.replace("type: phuong", "type: phuong\nsuccessors: [p-moi]")
        for path, text in FOUR[0].items()
    }
    new = ward("p-moi")
    new = {
        path: text.replace("type: phuong", "type: phuong\npredecessors: [p-a]")
        for path, text in new.items()
    }
    only_unit = {path: text for path, text in old.items() if path.endswith("unit.yaml")}
    no_answers = {path: text for path, text in new.items() if path.endswith("unit.yaml")}
    found = compare(world(old, no_answers), world(only_unit, new))
    assert not found.changes
    lowered = {path: text.replace("count: 8", "count: 2") for path, text in new.items()}
    found = compare(world(old, no_answers), world(only_unit, lowered))
    assert ("regressed", "p-moi", "k2") in told(found)


def test_only_what_is_wanted() -> None:
    low = [ward(name, GOOD.replace("count: 8", "count: 1")) for name in ("p-a", "p-b")]
    both = world(*FOUR[:2]), world(*low)
    assert {one[1] for one in told(compare(*both, wanted=Narrowed(frozenset({"p-b"}))))} == {"p-b"}
    assert {one[1] for one in told(compare(*both, wanted=Narrowed(sets=("cap-thi",))))} == {
        "thi-xa-t"
    }


# --- What holds for all -------------------------------------------------------------------------

answers = st.sampled_from([
    "", GOOD, GOOD.replace("value: 2", "value: 1"), GOOD.replace("count: 8", "count: 1"), "k1.2: {met: false}",
    "k1.1: {value: 2}", "k2: {not_applicable: Không có}", GOOD.replace("value", "valeu"), "k9: {met: true}",
])  # fmt: skip
names = st.sampled_from(["p-a", "p-b", "p-c"])
SETS = [
    {}, {"criteria/cap-phuong.yaml": WARD_SET.replace("percent: 70", "percent: 90")},
    {"criteria/cap-thi.yaml": TOWN_SET.replace("having: met", "having: registered")},
    {"criteria/cap-phuong.yaml": WARD_SET.replace("kind: ratio", "kind: rato")},
]  # fmt: skip
EXTRA: list[Files] = [
    {}, {}, {"units/thi-xa-t/p-a/2026/cap-phuong.yml": "x"}, {"units/thi-xa-t/unit.yaml": "kind: unit\n"},
    {"units/thi-xa-t/2026/cap-thi.yaml": "kind: assessment\nunit: thi-xa-t\nset: cap-thi\nset_version: 1\nperiod: 2026\nanswers: {ty-le: {count: 3, total: 4}}\n"},
    {"units/thi-xa-t/p-b/unit.yaml": "kind: unit\nid: p-b\nname: B\ntype: phuong\npredecessors: [p-a]\n"},
    {"units/khac/p-a/unit.yaml": "kind: unit\nid: p-a\nname: A\ntype: phuong\n"},
]  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> Files:
    wards = [ward(name, draw(answers)) for name in draw(st.sets(names, min_size=1))]
    return world(*wards, sets={**draw(st.sampled_from(SETS)), **draw(st.sampled_from(EXTRA))})


def sides(found: Differences, *, turned: bool) -> set[tuple[Any, ...]]:
    words = Words("en")

    def side(one: Any) -> Any:
        return one and (one.outcome, words(one.why), one.path, one.line, one.points, one.held)

    return {
        (one.criterion.id if one.criterion else "", *((one.key_before, one.key) if not turned else (one.key, one.key_before)),
         *(map(side, (one.before, one.after) if not turned else (one.after, one.before))))
        for one in found.changes
    }  # fmt: skip


def facts(found: Differences) -> list[Any]:
    words = Words("en")
    return [
        (one.turn, one.key, one.criterion and one.criterion.id, one.number, one.causes,
         *(each and (each.outcome, words(each.why), each.line) for each in (one.before, one.after)))
        for one in found.changes
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_reversed_it_is_the_same_with_the_sides_swapped(before: Files, after: Files) -> None:
    there, back = compare(before, after), compare(after, before)
    assert sides(there, turned=False) == sides(back, turned=True)
    assert {(one.path, not one.broken) for one in there.files} == {
        (one.path, one.broken) for one in back.files
    }
    assert {(one.id, one.id_before) for one in there.sets} == {
        (one.id_before, one.id) for one in back.sets
    }
    assert {one.turn for one in there.changes} <= set(TURNS)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_compared_with_itself_nothing_changed(files: Files) -> None:
    assert not compare(files, dict(files)).any


@settings(max_examples=60, deadline=None)
@given(worlds(), worlds())
def test_sharing_changes_nothing(before: Files, after: Files) -> None:
    apart = differences.build(
        take(MemoryTree(dict(before)), AS_OF), take(MemoryTree(dict(after)), AS_OF), (State(), State()), sharing=False
    )  # fmt: skip
    together = compare(before, after)
    assert facts(together) == facts(apart)
    assert [one.path for one in together.files] == [one.path for one in apart.files]


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_a_memo_changes_nothing(files: Files) -> None:
    memo = Memo()
    plain = take(MemoryTree(dict(files)), AS_OF)
    crlf = {path: text.replace("\n", "\r\n") for path, text in files.items()}
    take(MemoryTree(dict(crlf)), AS_OF, memo)
    again = take(MemoryTree(dict(files)), AS_OF, memo)
    assert plain.digest == again.digest
    assert [one.sort_key for one in plain.diagnostics] == [
        one.sort_key for one in again.diagnostics
    ]
    assert not compare(files, crlf).any
