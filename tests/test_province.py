"""A whole province, rolled up, against a count made without the tool; and what holds for any tree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansecurity_cli.formats import rollups
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports.counting import Tally
from ansecurity_cli.reports.rollup import Block, By, build, roots
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree
from ansecurity_cli.verdicts.outcome import Outcome

AS_OF = date(2026, 11, 24)
TOWNS, WARDS = 34, 20

HEAD = "version: 1\nsource: {document: 1/TT-BCA, article: Điều 1}\ncompleteness: full\n"
MINI = (
    f"kind: criteria-set\nid: mini\ntitle: Bộ nhỏ\n{HEAD}applies_to: [phuong, xa]\n"
    "rule: {kind: all}\ncriteria:\n"
    "  - {id: k1, title: Mô hình, rule: {kind: count, at_least: 1}}\n"
    "  - {id: k2, title: Nghị quyết, rule: {kind: attested}}\n"
)
SHARE = (
    f"kind: criteria-set\nid: ty-le\ntitle: Tỷ lệ\n{HEAD}applies_to: [thi-xa]\n"
    "rule: {kind: all}\ncriteria:\n  - id: k1\n    title: Phường được công nhận\n"
    "    rule: {kind: rollup, having: recognised, at_least: {percent: 70}, sets: {phuong: mini}}\n"
)

# What a ward has written: the answers of its own file, or none; the appraiser's decision.
ANSWERS = {
    "no file": None,
    "registered only": "registered: {issued: '2026-02-01'}\n",
    "met": "registered: {issued: '2026-02-01'}\nanswers: {k1: {value: 2}, k2: {met: true}}\n",
    "unmet": "registered: false\nanswers: {k1: {value: 0}, k2: {met: true}}\n",
    "unknown answer": "answers: {k1: {value: 2}}\n",
    "recognised": "registered: {number: 5/ĐK}\nanswers: {k1: {value: 2}, k2: {met: true}}\n",
    "refused": "registered: true\nanswers: {k1: {value: 2}, k2: {met: false}}\n",
    "file with an error": "answers: {k1: {value: 2}, k2: {met: true}}\nregistred: true\n",
    "appraisal with an error": "registered: true\nanswers: {k1: {value: 0}, k2: {met: true}}\n",
    "out of scope": None,
    "dissolved before": None,
}
DECISIONS = {
    "recognised": "recognition: {result: granted, decided_on: '2026-11-10'}\n",
    "refused": "recognition: {result: refused, decided_on: '2026-11-10'}\n",
    "appraisal with an error": "recognition: {result: granted, decided_on: '2026-13-10'}\n",
}
OF_UNIT = {
    "out of scope": "out_of_scope: Do Bộ Công an theo dõi\n",
    "dissolved before": 'valid: {to: "2025-06-30"}\n',
}
STATES = tuple(ANSWERS)
# The same, counted by hand: who registered, how it came out, who is recognised.
GONE = ("out of scope", "dissolved before")
REGISTERED = {
    "registered only": "yes", "met": "yes", "recognised": "yes", "refused": "yes", "unmet": "no",
}  # fmt: skip
OUTCOME = {"met": "met", "recognised": "met", "unmet": "unmet", "refused": "unmet"}
RECOGNISED = {"recognised": "yes", "refused": "no"}


def unit(name: str, kind: str, parent: str = "", more: str = "") -> str:
    above = f"parent: {parent}\n" if parent else ""
    return f"kind: unit\nid: {name}\nname: {name}\ntype: {kind}\n{above}{more}"


def written(folder: str, name: str, state: str) -> Iterator[tuple[str, str]]:
    head = f"unit: {name}\nset: mini\nset_version: 1\nperiod: 2026\n"
    own, decision = ANSWERS[state], DECISIONS.get(state)
    if own is not None:
        yield (
            f"{folder}/2026/mini.yaml",
            f"kind: assessment\n{head}assessed_on: '2026-10-01'\n{own}",
        )
    if decision is not None:
        yield (
            f"{folder}/2026/mini.appraisal.yaml",
            f"kind: appraisal\n{head}by: Thị xã\ndate: '2026-11-01'\n{decision}",
        )


def choose(seed: int) -> dict[str, list[str]]:
    """What every ward of every town has done; in some towns nearly all are recognised, or refused."""
    dice = random.Random(seed)
    chosen: dict[str, list[str]] = {}
    for number in range(TOWNS):
        weights = [dice.choice((1, 2, 4)) for _ in STATES]
        weights[STATES.index("recognised")] = (3, 40, 200, 3)[number % 4]
        weights[STATES.index("refused")] = (3, 3, 3, 40)[number % 4]
        chosen[f"thi-xa-{number:02}"] = dice.choices(STATES, weights, k=WARDS)
    return chosen


def province(chosen: dict[str, list[str]]) -> dict[str, str]:
    files = {
        "criteria/mini.yaml": MINI, "criteria/ty-le.yaml": SHARE,
        "units/tinh-x/unit.yaml": unit("tinh-x", "tinh"),
    }  # fmt: skip
    for town, states in chosen.items():
        files[f"units/tinh-x/{town}/unit.yaml"] = unit(town, "thi-xa", "tinh-x")
        for number, state in enumerate(states):
            ward = f"phuong-{town[7:]}-{number:02}"
            folder = f"units/tinh-x/{town}/{ward}"
            files[f"{folder}/unit.yaml"] = unit(ward, "phuong", town, OF_UNIT.get(state, ""))
            files |= written(folder, ward, state)
    return files


def counted(states: list[str]) -> dict[str, int]:
    """The independent count: of the choices, never of files."""
    alive = [state for state in states if state not in GONE]
    tables = (("registered", REGISTERED), ("outcome", OUTCOME), ("recognised", RECOGNISED))
    found = Counter(
        f"{name} {table.get(state, 'unknown')}" for state in alive for name, table in tables
    )
    return {"subject": len(alive), **found}


def told(tally: Tally) -> dict[str, int]:
    """The tool's count, in the same words."""
    numbers = {
        "subject": tally.subject,
        "registered yes": tally.registered.yes, "registered no": tally.registered.no,
        "registered unknown": tally.registered.unknown,
        "outcome met": tally.outcomes.met, "outcome unmet": tally.outcomes.unmet,
        "outcome unknown": tally.outcomes.unknown,
        "recognised yes": tally.recognised.yes, "recognised no": tally.recognised.no,
        "recognised unknown": tally.recognised.unknown,
    }  # fmt: skip
    assert tally.outcomes.not_applicable == 0
    return {name: number for name, number in numbers.items() if number}


@pytest.fixture(scope="module")
def chosen() -> dict[str, list[str]]:
    found = choose(124)
    assert {state for states in found.values() for state in states} == set(STATES)
    assert len(found) == TOWNS
    return found


@pytest.fixture(scope="module")
def taken(chosen: dict[str, list[str]]) -> Snapshot:
    return take(MemoryTree(province(chosen)), AS_OF)


def block(taken: Snapshot, name: str, by: By = "unit") -> Block:
    unit = taken.repository.units[name]
    (branch,) = build(taken, Selection((unit,)), by).branches
    (one,) = branch.blocks
    return one


def test_every_number_of_a_province(taken: Snapshot, chosen: dict[str, list[str]]) -> None:
    one = block(taken, "tinh-x")
    assert {line.id: told(line.tally) for line in one.lines} == {
        town: counted(states) for town, states in chosen.items()
    }
    everybody = [state for states in chosen.values() for state in states]
    assert told(one.total.tally) == counted(everybody)
    assert len(one.lines) == TOWNS
    counts = one.total.tally.outcomes
    assert counts.met + counts.unmet + counts.unknown == one.total.tally.subject


def test_a_town_by_itself_gives_its_line_in_the_province(
    taken: Snapshot, chosen: dict[str, list[str]]
) -> None:
    for town, states in list(chosen.items())[:5]:
        assert told(block(taken, town).total.tally) == counted(states)


def test_a_roll_up_criterion_of_every_town(taken: Snapshot, chosen: dict[str, list[str]]) -> None:
    """At least 70 % recognised: decided only where the unknown ones can't change it."""
    found = {}
    for town, states in chosen.items():
        alive = [state for state in states if state not in GONE]
        yes = alive.count("recognised")
        maybe = yes + sum(state not in ("recognised", "refused") for state in alive)
        outcome = Outcome.MET if 10 * yes >= 7 * len(alive) else Outcome.UNKNOWN
        found[town] = outcome if 10 * maybe >= 7 * len(alive) else Outcome.UNMET
    assert set(found.values()) == {Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET}
    told = {
        town: taken.evaluation.result(Key(town, "ty-le", Period(2026))).outcome for town in chosen
    }
    assert told == found


# --- Any tree -----------------------------------------------------------------------------------

TYPES = ("phuong", "xa", "thi-xa", "tinh", "khu-dan-cu")
units = st.lists(
    st.tuples(st.sampled_from(TYPES), st.integers(0, 9), st.sampled_from(STATES)),
    min_size=1, max_size=10,
)  # fmt: skip


def tree(some: list[tuple[str, int, str]]) -> dict[str, str]:
    """Units below one another in any way, in circles too; a parent beyond the last is none."""
    files = {"criteria/mini.yaml": MINI}
    for number, (kind, above, state) in enumerate(some):
        name = f"u-{number}"
        parent = f"u-{above}" if above < len(some) and above != number else ""
        files[f"units/{name}/unit.yaml"] = unit(name, kind, parent, OF_UNIT.get(state, ""))
        files |= written(f"units/{name}", name, state)
    return files


def summed(tallies: list[Tally]) -> dict[str, int]:
    return dict(sum((Counter(told(one)) for one in tallies), Counter()))


@pytest.mark.parametrize("by", ["unit", "type"])
@settings(max_examples=60, deadline=None)
@given(units)
def test_lines_add_up_to_the_total(by: By, some: list[tuple[str, int, str]]) -> None:
    taken = take(MemoryTree(tree(some)), AS_OF)
    every = Selection(tuple(taken.repository.units.values()))
    for branch in build(taken, every, by).branches:
        for one in branch.blocks:
            total = one.total.tally
            assert summed([line.tally for line in one.lines]) == told(total)
            assert total.registered.total == total.recognised.total == total.subject
            assert total.met.total == total.subject <= len(some)


@settings(max_examples=60, deadline=None)
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(
    some: list[tuple[str, int, str]], dice: random.Random
) -> None:
    files = list(tree(some).items())
    shuffled = dice.sample(files, len(files))

    def shown(listed: list[tuple[str, str]], by: By) -> str:
        taken = take(MemoryTree(dict(listed)), AS_OF)
        report = build(taken, Selection(roots(taken.repository)), by)
        return rollups.as_json(report, Words("en"), Screen())

    assert shown(files, "unit") == shown(shuffled, "unit")
    assert shown(files, "type") == shown(shuffled, "type")
