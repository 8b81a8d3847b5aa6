"""Periods, the days they cover, and the days that durations lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ansecurity_cli.model.periods import ALWAYS, Days, Period, later, on
from ansecurity_cli.snapshot import Snapshot

YEAR = ("01-01", "12-31")
RESIDENTIAL = ("11-01", "10-31")  # 124/2021/TT-BCA, Điều 8 khoản 2: khu dân cư
COMMUNE = ("11-16", "11-15")  # the others


def days(first: str, last: str) -> Days:
    return Days(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


@pytest.mark.parametrize(
    ("period", "window", "first", "last"),
    [
        ("2023", YEAR, "2023-01-01", "2023-12-31"),
        ("2023", RESIDENTIAL, "2022-11-01", "2023-10-31"),
        ("2023", COMMUNE, "2022-11-16", "2023-11-15"),
        ("2023-h1", YEAR, "2023-01-01", "2023-06-30"),
        ("2023-h1", COMMUNE, "2022-11-16", "2023-06-30"),
        ("2023-q1", COMMUNE, "2022-11-16", "2023-03-31"),
        ("2023-q2", RESIDENTIAL, "2022-11-01", "2023-06-30"),
        ("2023-q3", RESIDENTIAL, "2022-11-01", "2023-09-30"),
        ("2023-q3", COMMUNE, "2022-11-16", "2023-09-30"),
        ("2023-q4", RESIDENTIAL, "2022-11-01", "2023-10-31"),
        ("2023-h2", COMMUNE, "2022-11-16", "2023-11-15"),
        ("2023-h2", YEAR, "2023-01-01", "2023-12-31"),
        ("2024", ("03-01", "02-29"), "2023-03-01", "2024-02-29"),
        ("2023", ("03-01", "02-29"), "2022-03-01", "2023-02-28"),
        ("2024", ("02-29", "12-31"), "2024-02-29", "2024-12-31"),
        ("2023", ("02-29", "12-31"), "2023-02-28", "2023-12-31"),
        ("2023", ("06-01", "06-01"), "2023-06-01", "2023-06-01"),
    ],
)
def test_days_of_a_period(period: str, window: tuple[str, str], first: str, last: str) -> None:
    assert Period.parse(period).days(*window) == days(first, last)


@pytest.mark.parametrize("text", ["2023", "2023-h1", "2023-h2", "2023-q1", "2023-q4"])
def test_parse_is_the_opposite_of_str(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "23", "2023-", "2023-h3", "2023-q0", "2023-q5", "2023-Q1", "2023-01", "20233", "2023 ",
     "2023\n", "２０２３", "-2023", "2023-h1-q1",
     "0000", "0001", "0999"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


def test_later_periods_of_a_year_come_later_and_the_year_last() -> None:
    wanted = ["2022", "2023-q1", "2023-q2", "2023-h1", "2023-q3", "2023-q4", "2023-h2", "2023"]
    found = sorted((Period.parse(text) for text in reversed(wanted)), key=lambda one: one.order)
    assert {str(one) for one in found[2:4]} == {"2023-q2", "2023-h1"}  # both end in June
    assert {str(one) for one in found[5:7]} == {"2023-q4", "2023-h2"}
    assert [str(one) for one in found if one.part not in ("q2", "h1", "q4", "h2")] == [
        "2022", "2023-q1", "2023-q3", "2023",
    ]  # fmt: skip


def test_back_keeps_the_part() -> None:
    assert str(Period.parse("2023-h1").back()) == "2022-h1"
    assert str(Period.parse("2023").back(2)) == "2021"


@pytest.mark.parametrize(
    ("span", "day", "holds"),
    [
        (("2022-11-16", "2023-11-15"), "2022-11-15", False),
        (("2022-11-16", "2023-11-15"), "2022-11-16", True),
        (("2022-11-16", "2023-11-15"), "2023-11-15", True),
        (("2022-11-16", "2023-11-15"), "2023-11-16", False),
        (("", "2023-11-15"), "0001-01-01", True),
        (("2022-11-16", ""), "9999-12-31", True),
        (
            ("2023-02-01", "2023-01-01"),
            "2023-01-15",
            True,
        ),  # a mistake, told of; then taken as open
    ],
)
def test_days_hold_both_ends(span: tuple[str, str], day: str, holds: bool) -> None:
    assert days(*span).holds(date.fromisoformat(day)) is holds
    assert ALWAYS.holds(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("2023-01-01", "2023-06-30"), ("2023-06-30", "2023-12-31"), True),
        (("2023-01-01", "2023-06-29"), ("2023-06-30", "2023-12-31"), False),
        (("", "2025-06-30"), ("2025-07-01", ""), False),
        (("", "2025-06-30"), ("2024-11-16", "2025-11-15"), True),
        (("2025-07-01", ""), ("2024-11-16", "2025-11-15"), True),
        (("", ""), ("", ""), True),
        (("", "2023-01-01"), ("", "2020-01-01"), True),
        (("2023-02-01", "2023-01-01"), ("2024-01-01", "2024-12-31"), True),  # a mistake: open
    ],
)
def test_spans_overlap_either_way_round(
    one: tuple[str, str], other: tuple[str, str], overlap: bool
) -> None:
    assert days(*one).overlaps(days(*other)) is overlap
    assert days(*other).overlaps(days(*one)) is overlap


@pytest.mark.parametrize(
    ("year", "month_day", "day"),
    [
        (2023, "03-31", "2023-03-31"),
        (2024, "02-29", "2024-02-29"),
        (2023, "02-29", "2023-02-28"),
        (2100, "02-29", "2100-02-28"),
        (2000, "02-29", "2000-02-29"),
    ],
)
def test_a_day_of_a_year(year: int, month_day: str, day: str) -> None:
    assert on(year, month_day) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "duration", "then"),
    [
        ("2023-05-10", "P6M", "2023-11-10"),
        ("2023-08-31", "P6M", "2024-02-29"),
        ("2022-08-31", "P6M", "2023-02-28"),
        ("2023-01-31", "P1M", "2023-02-28"),
        ("2023-12-15", "P1M", "2024-01-15"),
        ("2023-12-31", "P12M", "2024-12-31"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2023-12-31", "P1D", "2024-01-01"),
        ("2024-02-28", "P2D", "2024-03-01"),
        ("2023-01-01", "P30D", "2023-01-31"),
        ("2023-01-01", "P0D", "2023-01-01"),
        ("2023-11-30", "P1M", "2023-12-30"),
        ("9999-06-30", "P999Y", "9999-12-31"),
        ("9999-12-30", "P30D", "9999-12-31"),
    ],
)
def test_later(day: str, duration: str, then: str) -> None:
    assert later(date.fromisoformat(day), duration) == date.fromisoformat(then)


@pytest.mark.parametrize("year", ["0000", "0001", "0999", "1000", "2999"])
def test_a_folder_for_an_odd_year_breaks_nothing(
    year: str, snapshot: Callable[..., Snapshot]
) -> None:
    files = {
        "units/u/unit.yaml": "kind: unit\nid: u\nname: U\ntype: xa\n",
        f"units/u/{year}/s.yaml": (
            f'kind: assessment\nunit: u\nset: s\nset_version: 1\nperiod: "{year}"\n'
            'assessed_on: "2023-10-10"\nanswers: {k: {current: 1}}\n'
        ),
        "criteria/s.yaml": (
            "kind: criteria-set\nid: s\ntitle: S\nversion: 1\nsource: {document: X}\n"
            'applies_to: [xa]\nwindow: {from: "11-16", to: "11-15"}\ncompleteness: full\n'
            "rule: {kind: all}\n"
            "criteria: [{id: k, title: K, rule: {kind: trend, change: decrease, years: 2}}]\n"
        ),
    }
    told = {one.path for one in snapshot(files).diagnostics}
    assert told <= {f"units/u/{year}/s.yaml"}
    assert told or year >= "1000"
