"""What machines read of `check`: valid against what is published, with the places that cases mark."""

from __future__ import annotations

import json
import re
import shutil
import subprocess  # noqa: TID251
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.cli.options import ProblemFormat
from ansecurity_cli.cli.showing import chosen
from ansecurity_cli.diagnostics import Diagnostic, Edit, Position, Severity, Span, say
from ansecurity_cli.formats import github, gitlab, junit, sarif
from ansecurity_cli.formats import json as json_format
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import problems, status
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import CODES
from ansecurity_cli.verdicts.outcome import Counts
from conftest import AS_OF, ROOT
from test_cases import CASES, cases, expected, understood

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PUBLISHED = Path(__file__).parent / "published"
LANGUAGES = (Words("vi"), Words("en"))
SCREEN = Screen()


def _schema(path: Path) -> Any:
    loaded = json.loads(path.read_text("utf-8"))
    return jsonschema.validators.validator_for(loaded)(loaded)


@cache
def _published() -> tuple[Any, Any, Any, Any]:
    return (
        _schema(PUBLISHED / "sarif-schema-2.1.0.json"),
        _schema(PUBLISHED / "gitlab-code-quality.schema.json"),
        _schema(ROOT / "schemas" / "check-output.schema.json"),
        xmlschema.XMLSchema(PUBLISHED / "junit-10.xsd"),
    )


def valid(report: ProblemReport, words: Words) -> None:
    sarif_schema, gitlab_schema, own_schema, junit_schema = _published()
    sarif_schema.validate(json.loads(sarif.problems(report, words, SCREEN)))
    gitlab_schema.validate(json.loads(gitlab.problems(report, words, SCREEN)))
    own_schema.validate(json.loads(json_format.problems(report, words, SCREEN)))
    junit_schema.validate(junit.problems(report, words, SCREEN))


_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands read back as GitHub's runner reads them."""
    found = []
    for line in text.splitlines():
        read = _COMMAND.fullmatch(line)
        assert read, line
        pairs = (pair.partition("=") for pair in read[2].split(","))
        values = {name: _unescaped(value) for name, _, value in pairs}
        found.append((read[1], values, _unescaped(read[3])))
    return found


def _unescaped(text: str) -> str:
    for escaped, plain in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escaped, plain)
    return text


@pytest.mark.parametrize("case", cases())
def test_case_in_every_format(case: str) -> None:
    snapshot = understood(CASES / case)
    overview = status.build(snapshot, Selection(in_order(snapshot.repository)))
    report = problems.build(snapshot, overview, lambda _path: True)
    marked = expected(CASES / case)
    for words in LANGUAGES:
        valid(report, words)
        told = annotations(github.problems(report, words, SCREEN))
        assert sorted((one["file"], int(one["line"]), one["title"]) for _, one, _ in told) == marked
        run = json.loads(sarif.problems(report, words, SCREEN))["runs"][0]
        for one in run["results"]:
            assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]


def reported(*diagnostics: Diagnostic) -> ProblemReport:
    return ProblemReport(AS_OF, 1, diagnostics, {}, Counts(), ())


ANY = st.text(max_size=30)
ONE = Diagnostic(
    "date-form", Severity.ERROR, "units/a/unit.yaml", Span(Position(2, 3), Position(2, 9)), say("x")
)


@given(ANY, ANY, ANY, st.sampled_from(Severity))
def test_any_text_stays_text(message: str, path: str, fix: str, severity: Severity) -> None:
    one = replace(
        ONE, severity=severity, path=path or "x", message=say("{text}", text=message),
        hints=(say("{text}", text=message),), fix=Edit(ONE.span, fix.encode("utf-8", "replace").decode()),
    )  # fmt: skip
    report = reported(one, one)
    words = LANGUAGES[0]
    told = annotations(github.problems(report, words, SCREEN))
    assert len(told) == 2
    assert "##[" not in github.problems(report, words, SCREEN)
    for shown in (sarif.problems, gitlab.problems, json_format.problems):
        json.loads(shown(report, words, SCREEN))
    tree = Xml.fromstring(junit.problems(report, words, SCREEN))
    assert len(tree.findall(".//testcase")) == 2
    codes = json.loads(gitlab.problems(report, words, SCREEN))
    assert len({issue["fingerprint"] for issue in codes}) == 2


def test_columns_only_where_start_and_end_share_a_line() -> None:
    several = replace(ONE, span=Span(Position(2, 3), Position(4, 1)))
    (_, one, _), (_, other, _) = annotations(
        github.problems(reported(ONE, several), LANGUAGES[1], SCREEN)
    )
    assert (one["line"], one["endLine"], one["col"], one["endColumn"]) == ("2", "2", "3", "8")
    assert (other["line"], other["endLine"]) == ("2", "4")
    assert not {"col", "endColumn"} & other.keys()


def test_errors_come_first_for_github() -> None:
    warning = replace(ONE, severity=Severity.WARNING, path="a")
    told = annotations(github.problems(reported(warning, ONE), LANGUAGES[1], SCREEN))
    assert [kind for kind, _, _ in told] == ["error", "warning"]


def test_fingerprints_stay_when_lines_move() -> None:
    moved = replace(ONE, span=Span(Position(40, 1), Position(40, 2)))
    marks = [
        json.loads(gitlab.problems(reported(one), LANGUAGES[1], SCREEN))[0]["fingerprint"]
        for one in (ONE, moved, replace(ONE, code="wrong-form"))
    ]
    assert marks[0] == marks[1] != marks[2]


def test_sarif_knows_all_rules_and_repairs() -> None:
    fixed = replace(ONE, fix=Edit(ONE.span, '"2026-01-05"'))
    run = json.loads(sarif.problems(reported(fixed), LANGUAGES[0], SCREEN))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    made = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert made["insertedContent"]["text"] == '"2026-01-05"'
    assert made["deletedRegion"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9}


def test_junit_passes_without_problems() -> None:
    text = junit.problems(reported(), LANGUAGES[0], SCREEN)
    _published()[3].validate(text)
    assert [one.get("failures") for one in Xml.fromstring(text)] == ["0"]


@pytest.mark.parametrize(
    ("asked", "target", "environment", "shown"),
    [
        (None, None, {}, "full"), (None, "x.json", {}, "json"), (None, "x.SARIF", {}, "sarif"),
        (None, "x.xml", {}, "junit"), (None, "x.txt", {}, "full"),
        (None, "gl.json", {"GITLAB_CI": "true"}, "gitlab"), (None, None, {"GITLAB_CI": "true"}, "full"),
        (None, None, {"GITHUB_ACTIONS": "true"}, "github"), (None, None, {"GITHUB_ACTIONS": ""}, "full"),
        (None, "x.json", {"GITHUB_ACTIONS": "true"}, "json"),
        ("full", None, {"GITHUB_ACTIONS": "true"}, "full"), ("json", "x.json", {"GITLAB_CI": "true"}, "json"),
    ],
)  # fmt: skip
def test_the_format_that_nobody_named(
    asked: str | None, target: str | None, environment: dict[str, str], shown: str
) -> None:
    wanted = ProblemFormat(asked) if asked else None
    assert chosen(wanted, Path(target) if target else None, environment).value == shown


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "ten-mistakes", tmp_path / "goc")
    return tmp_path / "goc"


def test_under_github_actions(root: Path, run: Run) -> None:
    done = run("check", cwd=root, env={"GITHUB_ACTIONS": "true"})
    assert done.returncode == 1
    assert len(annotations(done.stdout)) == 10
    assert "10 lỗi" in done.stderr


def test_under_gitlab_ci(root: Path, run: Run) -> None:
    run("check", "-o", "gl.json", cwd=root, env={"GITLAB_CI": "true"})
    assert len(json.loads((root / "gl.json").read_text("utf-8"))) == 10


def test_statistics_only_where_they_can_be_shown(root: Path, run: Run) -> None:
    counted = json.loads(run("check", "--statistics", "--format", "json", cwd=root).stdout)
    assert counted["diagnostics"] == []
    assert counted["summary"]["codes"]["date-form"] == 1
    for shown in ("github", "gitlab", "sarif", "junit"):
        assert run("check", "--statistics", "--format", shown, cwd=root).returncode == 2
