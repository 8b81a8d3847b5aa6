"""Units over time: history follows a unit that only changed its name, titles never do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from subprocess import CompletedProcess  # noqa: TID251 - the type of what the fixture gives

import pytest

from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.naming import find_units
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.model.rules import Rollup
from ansecurity_cli.reports import status, worklist
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome, Verdict

Make = Callable[..., Snapshot]
Run = Callable[..., CompletedProcess[str]]

SET = """kind: criteria-set
id: s
title: S
version: 1
source: {document: 1/TT}
applies_to: [xa, phuong]
window: {from: "11-16", to: "11-15"}
completeness: full
rule: {kind: all}
criteria:
  - {id: a, title: A, rule: {kind: trend, change: decrease}}
"""


def unit(name: str, *more: str, kind: str = "phuong") -> str:
    return "\n".join((f"kind: unit\nid: {name}\nname: Phường {name}\ntype: {kind}", *more, ""))


def answers(name: str, year: int, answer: str, set_: str = "s") -> str:
    return (
        f"kind: assessment\nunit: {name}\nset: {set_}\nset_version: 1\nperiod: {year}\n"
        f'assessed_on: "{year}-11-10"\nanswers: {{a: {answer}}}\n'
    )


def old(name: str, *heirs: str, last: str = "2025-06-30") -> str:
    return unit(name, f'valid: {{to: "{last}"}}', f"successors: [{', '.join(heirs)}]", kind="xa")


def new(name: str, *former: str, first: str = "2025-07-01") -> str:
    return unit(name, f'valid: {{from: "{first}"}}', f"predecessors: [{', '.join(former)}]")


RENAMED = {
    "criteria/s.yaml": SET,
    "units/cu/unit.yaml": old("cu", "moi"), "units/moi/unit.yaml": new("moi", "cu"),
    "units/cu/2024/s.yaml": answers("cu", 2024, "{previous: 9, current: 7}"),
    "units/moi/2025/s.yaml": answers("moi", 2025, "{current: 5}"),
}  # fmt: skip


def on_a(snapshot: Snapshot, name: str = "moi", year: int = 2025) -> Verdict:
    found = snapshot.evaluation.result(Key(name, "s", Period(year))).find("a")
    assert found
    return found


def told(verdict: Verdict, words: Words) -> str:
    ruling = verdict.ruling
    return f"{words(ruling.why)} | {words(ruling.shortfall) if ruling.shortfall else ''}"


def codes(snapshot: Snapshot) -> list[str]:
    return [one.code for one in snapshot.diagnostics]


# Before


def changed(path: str, text: str, **more: str) -> dict[str, str]:
    return {**RENAMED, path: text, **{f"units/{name}/unit.yaml": one for name, one in more.items()}}


BEFORE: dict[str, tuple[dict[str, str], str | None]] = {
    "renamed": (RENAMED, "cu"),
    "merged": (
        changed("units/moi/unit.yaml", new("moi", "cu", "kia"), kia=old("kia", "moi")),
        None,
    ),
    "split": (
        changed("units/cu/unit.yaml", old("cu", "moi", "kia"), kia=new("kia", "cu")),
        None,
    ),
    "a split told by the other half only": (
        changed("units/kia/unit.yaml", new("kia", "cu")),
        None,
    ),
    "the predecessor is silent": (changed("units/cu/unit.yaml", unit("cu")), None),
    "the successor is silent": (changed("units/moi/unit.yaml", unit("moi")), None),
    "the predecessor has no file": (changed("units/moi/unit.yaml", new("moi", "khac")), None),
    "the predecessor has errors": (
        changed("units/cu/unit.yaml", old("cu", "moi") + "foo: 1\n"),
        None,
    ),
    "the successor has errors": (
        changed("units/moi/unit.yaml", new("moi", "cu") + "foo: 1\n"),
        None,
    ),
    "itself": (
        changed("units/moi/unit.yaml", unit("moi", "predecessors: [moi]", "successors: [moi]")),
        None,
    ),
}


@pytest.mark.parametrize("name", BEFORE)
def test_before_is_a_predecessor_that_the_unit_simply_continues(name: str, snapshot: Make) -> None:
    files, expected = BEFORE[name]
    repository = snapshot(files).repository
    assert repository.before("moi") == expected
    assert repository.before("cu") is None
    assert repository.before("nowhere") is None


# History


def test_last_years_number_is_taken_from_the_unit_that_was_renamed(
    snapshot: Make, english: Words
) -> None:
    found = on_a(snapshot(RENAMED))
    assert found.outcome is Outcome.MET
    assert told(found, english) == "7 → 5 | "


def test_the_file_of_the_renamed_unit_outweighs_previous(snapshot: Make, english: Words) -> None:
    told_other = answers("moi", 2025, "{previous: 4, current: 5}")
    found = snapshot(changed("units/moi/2025/s.yaml", told_other))
    assert told(on_a(found), english) == "7 → 5 | "
    assert codes(found).count("previous-differs") == 1


def test_a_file_with_errors_of_the_renamed_unit_makes_the_number_unknown(snapshot: Make) -> None:
    broken = changed("units/cu/2024/s.yaml", RENAMED["units/cu/2024/s.yaml"] + "foo: 1\n")
    broken["units/moi/2025/s.yaml"] = answers("moi", 2025, "{previous: 7, current: 5}")
    assert on_a(snapshot(broken)).outcome is Outcome.UNKNOWN


def test_the_unit_s_own_file_of_that_year_comes_first(snapshot: Make, english: Words) -> None:
    both = changed("units/moi/2024/s.yaml", answers("moi", 2024, "{previous: 9, current: 6}"))
    assert told(on_a(snapshot(both)), english) == "6 → 5 | "


def test_of_a_year_in_which_the_unit_lived_nobody_else_tells(snapshot: Make) -> None:
    # 2026 follows 2025, in which the new unit lived from July: what the old one told is not its number
    files = changed("units/cu/2025/s.yaml", answers("cu", 2025, "{previous: 7, current: 3}"))
    del files["units/moi/2025/s.yaml"]
    files["units/moi/2026/s.yaml"] = answers("moi", 2026, "{current: 2}")
    assert on_a(snapshot(files), year=2026).outcome is Outcome.UNKNOWN


def test_a_unit_whose_beginning_is_not_told_may_have_lived(snapshot: Make) -> None:
    ageless = changed("units/moi/unit.yaml", unit("moi", "predecessors: [cu]"))
    assert snapshot(ageless).repository.before("moi") == "cu"
    assert on_a(snapshot(ageless)).outcome is Outcome.UNKNOWN


def test_history_goes_back_over_several_names(snapshot: Make, english: Words) -> None:
    middle = unit(
        "giua", 'valid: {from: "2025-01-01", to: "2025-06-30"}', "predecessors: [cu]",
        "successors: [moi]",
    )  # fmt: skip
    files = {
        **RENAMED, "units/cu/unit.yaml": old("cu", "giua", last="2024-12-31"),
        "units/giua/unit.yaml": middle, "units/moi/unit.yaml": new("moi", "giua"),
    }  # fmt: skip
    # the window of 2025 opens in November 2024, the one of 2024 closes before both began
    assert told(on_a(snapshot(files)), english) == "7 → 5 | "


def test_a_circle_of_names_ends(snapshot: Make) -> None:
    circle = {
        "criteria/s.yaml": SET,
        "units/moi/2025/s.yaml": answers("moi", 2025, "{current: 5}"),
        "units/moi/unit.yaml": new("moi", "cu") + "successors: [cu]\n",
        "units/cu/unit.yaml": new("cu", "moi", first="2025-09-01") + "successors: [moi]\n",
    }
    assert on_a(snapshot(circle)).outcome is Outcome.UNKNOWN


MERGED = {
    **RENAMED, "units/moi/unit.yaml": new("moi", "cu", "kia"), "units/kia/unit.yaml": old("kia", "moi"),
    "units/kia/2024/s.yaml": answers("kia", 2024, "{previous: 2, current: 1}"),
}  # fmt: skip


def test_numbers_of_merged_units_are_not_added_up(snapshot: Make, english: Words) -> None:
    found = on_a(snapshot(MERGED))
    assert found.outcome is Outcome.UNKNOWN
    assert told(found, english) == (
        "the number of 2024 isn't known | give the number of 2024 as previous: "
        "those of the former units are not added up by themselves"
    )


def test_whoever_adds_them_up_writes_previous(snapshot: Make, english: Words) -> None:
    added = answers("moi", 2025, "{previous: 8, current: 5}")
    found = snapshot({**MERGED, "units/moi/2025/s.yaml": added})
    assert told(on_a(found), english) == "8 → 5 | "
    assert "previous-differs" not in codes(found)


# Titles

TITLE = """kind: appraisal
unit: cu
set: t
set_version: 1
period: 2025
by: Ban Chỉ đạo
date: "2025-05-20"
recognition: {result: granted, decided_on: "2025-05-25"}
"""


def test_a_title_never_follows(snapshot: Make) -> None:
    rule = "{kind: recognised-in, set: t}"
    titled = SET.replace("id: s\n", "id: t\n").replace("{kind: trend, change: decrease}", rule)
    files = {
        **RENAMED,
        "criteria/t.yaml": SET.replace("id: s\n", "id: t\n"),
        "criteria/u.yaml": titled.replace("id: t\n", "id: u\n"),
        "units/cu/2025/t.appraisal.yaml": TITLE,
        "units/cu/2024/t.appraisal.yaml": TITLE.replace("2025", "2024"),
    }
    found = snapshot(files)
    assert found.repository.before("moi") == "cu"

    def titles(name: str, year: int) -> tuple[str, Outcome]:
        results = found.evaluation.result
        held = results(Key(name, "u", Period(year))).find("a")
        outcome = held.outcome if held else Outcome.UNKNOWN  # nobody is asked before it lives
        return results(Key(name, "t", Period(year))).standing.value, outcome

    assert titles("cu", 2025) == ("recognised", Outcome.MET)
    assert titles("moi", 2025) == ("incomplete", Outcome.UNKNOWN)
    assert titles("moi", 2024) == ("not-subject", Outcome.UNKNOWN)


# Asked only while it lives


def keys(snapshot: Snapshot, name: str, *years: int) -> list[str]:
    chosen = Selection(
        (snapshot.repository.units[name],), periods=tuple(Period(year) for year in years)
    )
    rows = [str(row.result.key.period) for row in status.build(snapshot, chosen).rows]
    groups = [str(one.result.key.period) for one in worklist.build(snapshot, chosen).groups]
    assert set(groups) <= set(rows)
    return sorted(set(rows))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("phuong-hoa-hieu", ["2023", "2024", "2025"]),  # until 30/6/2025
        ("xa-tay-hieu", ["2023", "2024", "2025"]),
        ("phuong-thai-hoa", ["2025", "2026"]),  # from 01/7/2025
        ("xa-dong-hieu", ["2025", "2026"]),
    ],
)
def test_a_unit_is_asked_only_for_periods_in_which_it_lived(
    repository: Snapshot, name: str, asked: list[str]
) -> None:
    assert keys(repository, name, 2023, 2024, 2025, 2026) == asked


def town(*children: str) -> dict[str, str]:
    rollup = "{kind: rollup, having: met, at_least: {percent: 100}, sets: {phuong: s}}"
    above = SET.replace("id: s\n", "id: v\n").replace("[xa, phuong]", "[thi-xa]")
    return {
        "criteria/s.yaml": SET.replace("{kind: trend, change: decrease}", "{kind: attested}"),
        "criteria/v.yaml": above.replace("{kind: trend, change: decrease}", rollup),
        "units/tx/unit.yaml": unit("tx", kind="thi-xa"),
        "units/tx/2025/v.yaml": answers("tx", 2025, "{note: tính từ các phường}", "v"),
        **dict(zip((f"units/p{n}/unit.yaml" for n in range(9)), children, strict=False)),
    }


@pytest.mark.parametrize(
    ("valid", "as_of", "counted"),
    [
        ("{}", "2025-06-01", True),
        ('{from: "2025-07-01"}', "2025-06-30", False),
        ('{from: "2025-07-01"}', "2025-07-01", True),
        ('{from: "2025-12-01"}', "2026-01-01", False),  # after the window
        ('{to: "2025-06-30"}', "2025-10-01", True),  # it lived in the period
        ('{to: "2024-10-31"}', "2025-10-01", False),
        ('{from: "2025-07-01", to: "2025-01-01"}', "2025-06-01", True),  # a mistake: taken as open
    ],
)
def test_a_child_counts_only_once_it_has_begun(
    snapshot: Make, valid: str, as_of: str, counted: bool
) -> None:
    more = ["parent: tx"] if valid == "{}" else ["parent: tx", f"valid: {valid}"]
    always = unit("p0", "parent: tx")
    found = snapshot(town(always, unit("p1", *more)), date.fromisoformat(as_of))
    rule = found.repository.sets["v"].criteria[0].rule
    assert isinstance(rule, Rollup)
    states = found.evaluation.family.states(Key("tx", "v", Period(2025)), rule)
    assert sorted(states) == (["p0", "p1"] if counted else ["p0"])


# The reform of 01/7/2025 as it was

REFORM = {
    "phuong-thai-hoa": ["phuong-hoa-hieu", "phuong-long-son", "phuong-quang-phong"],
    "phuong-tay-hieu": ["phuong-quang-tien", "xa-nghia-tien", "xa-tay-hieu"],
    "xa-dong-hieu": ["xa-dong-hieu-thai-hoa", "xa-nghia-my", "xa-nghia-thuan"],
    "phuong-cua-lo": [
        "phuong-nghi-hai", "phuong-nghi-hoa", "phuong-nghi-huong", "phuong-nghi-tan",
        "phuong-nghi-thu", "phuong-nghi-thuy", "phuong-thu-thuy",
    ],
}  # fmt: skip


def test_both_towns_are_whole_before_and_after(repository: Snapshot) -> None:
    known = repository.repository
    for name, former in REFORM.items():
        assert sorted(known.units[name].predecessors) == former
        assert known.before(name) is None  # formed from several
        for one in former:
            assert known.units[one].successors == (name,)
            assert known.units[one].valid.last == date(2025, 6, 30)
        assert known.units[name].valid.first == date(2025, 7, 1)
    wards = [*REFORM["phuong-thai-hoa"], *REFORM["phuong-tay-hieu"], *REFORM["xa-dong-hieu"]]
    assert sorted(known.children["thi-xa-thai-hoa"]) == sorted(wards)
    assert sorted(known.children["thi-xa-cua-lo"]) == REFORM["phuong-cua-lo"]
    for one in (*wards, *REFORM, *REFORM["phuong-cua-lo"]):
        assert known.units[one].sources


def test_a_code_is_used_again_but_never_by_two_at_once(repository: Snapshot) -> None:
    by_code: dict[str, list[str]] = {}
    for one in repository.repository.units.values():
        by_code.setdefault(one.code, []).append(one.id)
    twice = {code: sorted(names) for code, names in by_code.items() if code and len(names) > 1}
    assert twice == {
        "16732": ["phuong-cua-lo", "phuong-nghi-huong"],
        "16939": ["phuong-hoa-hieu", "phuong-thai-hoa"],
        "17011": ["phuong-tay-hieu", "xa-tay-hieu"],
        "17017": ["xa-dong-hieu", "xa-dong-hieu-thai-hoa"],
    }
    for first, second in twice.values():
        units = repository.repository.units
        assert not units[first].valid.overlaps(units[second].valid)


def test_the_shipped_units_fit_together(repository: Snapshot) -> None:
    odd = {"lineage-not-mutual", "lineage-dates", "unit-outside-parent"}
    assert not odd & set(codes(repository))


# Homonyms


def ids(query: str, snapshot: Snapshot) -> list[str]:
    found: Iterable[str] = (
        one.id for one in find_units(query, in_order(snapshot.repository)).units
    )
    return sorted(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("16939", ["phuong-hoa-hieu", "phuong-thai-hoa"]),
        (" 16939 ", ["phuong-hoa-hieu", "phuong-thai-hoa"]),
        ("17003", ["phuong-long-son"]),
        ("1693", []),
        ("Tây Hiếu", ["phuong-tay-hieu", "xa-tay-hieu"]),
        ("Xã Tây Hiếu", ["xa-tay-hieu"]),
        ("Đông Hiếu", ["xa-dong-hieu", "xa-dong-hieu-thai-hoa"]),
        ("xa-dong-hieu", ["xa-dong-hieu"]),  # an id is one unit's alone
        ("Long Sơn", ["phuong-long-son", "xa-long-son-anh-son"]),
    ],
)
def test_units_of_one_code_or_name(query: str, found: list[str], repository: Snapshot) -> None:
    assert ids(query, repository) == found


def test_units_of_one_name_are_listed_with_what_tells_them_apart(run: Run) -> None:
    # on that day only one of the two lives: all the same it is not chosen silently
    done = run("status", "Tây Hiếu", "--as-of", "2026-01-01", "--lang", "en")
    assert done.returncode == 3
    assert (done.stdout, done.stderr.splitlines()) == (
        "",
        [
            "ansecurity: “Tây Hiếu” may be one of 2 units:",
            "  phuong-tay-hieu: Phường Tây Hiếu (ward, code 17011, from 2025-07-01, Tỉnh Nghệ An)",
            "  xa-tay-hieu: Xã Tây Hiếu (commune, code 17011, until 2025-06-30, Thị xã Thái Hòa)",
        ],
    )
    code = run("status", "16939", "--lang", "en")
    assert code.returncode == 3
    assert [line.split(":")[0].strip() for line in code.stderr.splitlines()[1:]] == [
        "phuong-thai-hoa", "phuong-hoa-hieu",
    ]  # fmt: skip


def test_a_code_of_one_unit_chooses_it(run: Run) -> None:
    done = run("status", "17003", "--format", "json", "--lang", "en")
    assert [one["id"] for one in json.loads(done.stdout)["units"]] == ["phuong-long-son"]
