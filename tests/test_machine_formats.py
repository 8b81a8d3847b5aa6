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
from urllib.parse import unquote
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
from ansecurity_cli.formats.problems import head
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports import problems
from ansecurity_cli.reports.problems import ProblemReport
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


def looked_at(case: Path) -> ProblemReport:
    snapshot = understood(case)
    return problems.build(snapshot, lambda _path: True)


def fingerprints(report: ProblemReport) -> list[str]:
    return [one["fingerprint"] for one in json.loads(gitlab.problems(report, LANGUAGES[0], SCREEN))]


def names(report: ProblemReport) -> list[tuple[str | None, ...]]:
    """What GitLab knows a test case by."""
    root = Xml.fromstring(junit.problems(report, LANGUAGES[0], SCREEN))
    return [
        (suite.get("name"), one.get("classname"), one.get("name"))
        for suite in root
        for one in suite
    ]


@pytest.mark.parametrize("case", cases())
def test_case_in_every_format(case: str) -> None:
    report = looked_at(CASES / case)
    marked = expected(CASES / case)
    assert len(set(fingerprints(report))) == len(marked)
    assert len(set(names(report))) == max(len(marked), 1)
    for words in LANGUAGES:
        valid(report, words)
        told = annotations(github.problems(report, words, SCREEN))
        assert sorted((one["file"], int(one["line"]), one["title"]) for _, one, _ in told) == marked
        run = json.loads(sarif.problems(report, words, SCREEN))["runs"][0]
        for one in run["results"]:
            assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]


def reported(*diagnostics: Diagnostic) -> ProblemReport:
    return ProblemReport(AS_OF, 1, diagnostics, {}, Counts(), ())


HOSTILE = (
    "::error::x",
    " ::add-mask::x",
    "##[group]x",
    "a ##[error]b",
    "%0A::error::x",
    "](http://x)",
    "\ufffe\uffff",
    "]]>",
)
ANY = st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE))
# Names of files are bytes and need not be UTF-8.
PATH = st.one_of(
    ANY, st.binary(max_size=30).map(lambda name: name.decode("utf-8", "surrogateescape"))
)
ONE = Diagnostic(
    "date-form", Severity.ERROR, "units/a/unit.yaml", Span(Position(2, 3), Position(2, 9)), say("x")
)


def xml(text: str) -> str:
    return re.sub("[\ufffe\uffff]", lambda found: f"\\u{{{ord(found.group()):04X}}}", inert(text))


@given(ANY, PATH, ANY, st.sampled_from(Severity))
def test_any_text_stays_text(message: str, path: str, fix: str, severity: Severity) -> None:
    one = replace(
        ONE, severity=severity, path=path or "x", message=say("{text}", text=message),
        hints=(say("{text}", text=message),), fix=Edit(ONE.span, fix),
    )  # fmt: skip
    report = reported(one, one)
    words = LANGUAGES[0]
    text = words(one.message)
    told = f"{head(one, words)}\n= {text}"

    shown = github.problems(report, words, SCREEN)
    assert "##[" not in shown
    assert [(values["file"], said) for _, values, said in annotations(shown)] == [
        (inert(one.path), told)
    ] * 2

    own = json.loads(json_format.problems(report, words, SCREEN))["diagnostics"][0]
    assert (own["message"], own["path"], own["fix"]["text"]) == (text, one.path, fix)

    issue, other = json.loads(gitlab.problems(report, words, SCREEN))
    name = one.path.encode("utf-8", "replace").decode("utf-8")
    assert (issue["description"], issue["location"]["path"]) == (f"{text}; {text}", name)
    assert issue["fingerprint"] != other["fingerprint"]

    result = json.loads(sarif.problems(report, words, SCREEN))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert result["message"]["text"] == f"{text}\n{text}".replace("](", "] (")
    assert unquote(place, errors="surrogateescape") == one.path
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place)

    suite = Xml.fromstring(junit.problems(report, words, SCREEN))[0]
    assert (suite.get("name"), suite.get("file"), len(suite)) == (xml(one.path), xml(one.path), 2)
    assert suite[0][0].text == f"{xml(head(one, words))}\n{xml(f'= {text}')}"


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


def test_github_orders_by_weight_and_then_by_place() -> None:
    spans = (Span(Position(n, 1), Position(n, 2)) for n in (30, 4, 200))
    errors = [replace(ONE, span=span) for span in spans]
    told = annotations(github.problems(reported(*errors), LANGUAGES[1], SCREEN))
    assert [one["line"] for _, one, _ in told] == ["4", "30", "200"]


@pytest.mark.parametrize("counts", [False, True])
def test_json_tells_what_is_known_counted_and_repairable(counts: bool) -> None:
    fixed = replace(ONE, fix=Edit(ONE.span, "x"), pointer=("id",))
    report = replace(reported(fixed, ONE, replace(ONE, code="wrong-form")), known=3)
    told = json.loads(json_format.problems(report, LANGUAGES[1], SCREEN, counts=counts))
    _published()[2].validate(told)
    assert told["summary"]["known"] == 3
    assert told["summary"]["codes"] == {"date-form": 2, "wrong-form": 1}
    edit = {"line": 2, "column": 3, "end_line": 2, "end_column": 9, "text": "x"}
    assert [one["fix"] for one in told["diagnostics"]] == ([] if counts else [edit, None, None])


def test_problems_are_known_again_when_lines_move(root: Path) -> None:
    before = looked_at(root)
    for file in root.rglob("*.yaml"):
        file.write_text("# thêm\n\n# ba dòng\n" + file.read_text("utf-8"), "utf-8", newline="\n")
    after = looked_at(root)
    lines = [[one.span.start.line for one in report.diagnostics] for report in (before, after)]
    assert lines[1] == [line + 3 for line in lines[0]]
    assert fingerprints(after) == fingerprints(before)
    assert names(after) == names(before)
    sarifs = [json.loads(sarif.problems(one, LANGUAGES[0], SCREEN)) for one in (before, after)]
    known = [[one["partialFingerprints"] for one in each["runs"][0]["results"]] for each in sarifs]
    assert known[0] == known[1]


def test_fingerprints_tell_meanings_apart() -> None:
    others = (
        replace(ONE, code="wrong-form"), replace(ONE, path="b"), replace(ONE, pointer=("id",)),
        replace(ONE, pointer=(1,)), replace(ONE, pointer=("1",)), replace(ONE, unit="b"),
        replace(ONE, criterion="k1"), ONE,
    )  # fmt: skip
    assert len(set(fingerprints(reported(ONE, *others)))) == len(others) + 1


def test_a_point_is_no_region_without_length() -> None:
    point = replace(ONE, span=Span(Position(2, 3), Position(2, 3)))
    result = json.loads(sarif.problems(reported(point), LANGUAGES[0], SCREEN))["runs"][0][
        "results"
    ][0]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 3,
    }


def test_an_insertion_deletes_nothing() -> None:
    at = Span(Position(2, 3), Position(2, 3))
    report = reported(replace(ONE, fix=Edit(at, "x")))
    result = json.loads(sarif.problems(report, LANGUAGES[0], SCREEN))["runs"][0]["results"][0]
    made = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert made["deletedRegion"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 3}


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
        (None, None, {}, "full"), (None, "x.json", {}, "json"), (None, "x.SARIF", {}, "sarif"), (None, "x.sarif.json", {}, "sarif"),
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


@pytest.mark.parametrize("server", ["GITHUB_ACTIONS", "GITLAB_CI"])
def test_statistics_are_for_people_on_a_server_too(root: Path, run: Run, server: str) -> None:
    counted = run("check", "--statistics", cwd=root, env={server: "true"})
    assert counted.returncode == 1
    assert "date-form" in counted.stdout
    assert "::" not in counted.stdout
    run("check", "--statistics", "-o", "dem.json", cwd=root, env={server: "true"})
    assert json.loads((root / "dem.json").read_text("utf-8"))["summary"]["errors"] == 10
    assert run("check", "--statistics", "-o", "dem.sarif", cwd=root).returncode == 2


@pytest.mark.parametrize("shown", ["json", "sarif", "github", "gitlab", "junit"])
def test_nothing_else_is_on_standard_output(root: Path, run: Run, shown: str) -> None:
    done = run("check", "--format", shown, cwd=root)
    assert "10 lỗi" in done.stderr
    assert done.returncode == 1
    match shown:
        case "github":
            assert len(annotations(done.stdout)) == 10
        case "junit":
            Xml.fromstring(done.stdout)
        case _:
            json.loads(done.stdout)
