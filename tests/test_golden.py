"""Every scenario in every format, in both languages, to the byte.

`make golden` writes them anew; then read the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import GOLDEN, ROOT

SCENARIOS = Path(__file__).parent / "scenarios"
# Name of the scenario: the repository, and the unit that is asked about.
PLACES = {
    "thai-hoa": (ROOT, "thi-xa-thai-hoa"),
    "xa-p": (ROOT, "xa-p"),
    "minh-hoa": (ROOT, "xa-minh-hoa"),
    "nghi-huong": (ROOT, "phuong-nghi-huong"),
    "broken": (SCENARIOS / "broken", "thi-xa"),
    "hostile": (SCENARIOS / "hostile", "thi-xa"),
    "empty": (SCENARIOS / "empty", ""),
}
FORMATS = {
    "status.txt": ("status",),
    "status.json": ("status", "--format", "json"),
    "status.csv": ("status", "--format", "csv"),
    "unmet.txt": ("unmet",),
    "unmet.json": ("unmet", "--format", "json"),
    "unmet.csv": ("unmet", "--format", "csv"),
    "report.md": ("report", "--format", "markdown"),
    "report.html": ("report", "--format", "html"),
}
# Kinds of report beside the usual one, of one unit.
KINDS = {
    f"{kind}.{ending}": ("report", "--kind", kind, "--format", shown)
    for kind in ("unmet", "scorecard", "rollup")
    for ending, shown in (("md", "markdown"), ("html", "html"))
}
CHECKED = ("broken", "hostile")
CHECKS = {
    "check.txt": ("check",),
    "check.concise": ("check", "--format", "concise"),
    "check.json": ("check", "--format", "json"),
}
EXPLAINED = {
    "xa-p/explain.txt": ("xa-p", "kdc-cong-nhan"),
    "minh-hoa/explain.txt": ("xa-minh-hoa", "tt124-xa:k4.2"),
    "minh-hoa/explain-include.txt": ("xa-minh-hoa", "k2.4.b"),
}
AS_OF = ("--as-of", "2026-11-24")


def _run(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> str:
    from ansecurity_cli.cli.app import run

    code = run([*arguments])
    out, err = capfd.readouterr()
    assert code in (0, 1), err
    return out


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", FORMATS)
@pytest.mark.parametrize("scenario", PLACES)
def test_reports(
    scenario: str, shown: str, language: str, golden: Callable[[str, str], None],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root, unit = PLACES[scenario]
    command, *options = FORMATS[shown]
    units = (unit,) if unit else ()
    arguments = ("-C", str(root), "--lang", language, command, *units, *options, *AS_OF)
    golden(f"{language}/{scenario}/{shown}", _run(arguments, capfd))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", KINDS)
def test_kinds(
    shown: str, language: str, golden: Callable[[str, str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    root, unit = PLACES["minh-hoa"]
    command, *options = KINDS[shown]
    arguments = ("-C", str(root), "--lang", language, command, unit, *options, *AS_OF)
    golden(f"{language}/minh-hoa/{shown}", _run(arguments, capfd))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", CHECKS)
@pytest.mark.parametrize("scenario", CHECKED)
def test_checks(
    scenario: str, shown: str, language: str, golden: Callable[[str, str], None],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    root, _unit = PLACES[scenario]
    arguments = ("-C", str(root), "--lang", language, *CHECKS[shown], *AS_OF)
    golden(f"{language}/{scenario}/{shown}", _run(arguments, capfd))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", EXPLAINED)
def test_explanations(
    name: str, language: str, golden: Callable[[str, str], None], capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ("-C", str(ROOT), "--lang", language, "explain", *EXPLAINED[name], *AS_OF)
    golden(f"{language}/{name}", _run(arguments, capfd))


def test_no_golden_is_left_over() -> None:
    wanted = {f"{scenario}/{shown}" for scenario in PLACES for shown in FORMATS}
    wanted |= {f"minh-hoa/{shown}" for shown in KINDS}
    wanted |= {f"{scenario}/{shown}" for scenario in CHECKED for shown in CHECKS} | set(EXPLAINED)
    every = {f"{language}/{name}" for language in ("vi", "en") for name in wanted}
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.*")} == every
