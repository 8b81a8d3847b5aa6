"""What a user sees and gets back: the command itself, in its own process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # noqa: TID251
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
AS_OF = ("--as-of", "2026-11-24")
WARDS = ("phuong-hoa-hieu", "phuong-quang-tien", "phuong-long-son", "phuong-quang-phong")


def _json(run: Run, *arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--format", "json", *AS_OF)
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def _fits(data: dict[str, Any], name: str) -> None:
    text = (ROOT / "schemas" / f"{name}-output.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(data, json.loads(text))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository's data that a test may change."""
    for folder in ("criteria", "units"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class TestRealFacts:
    def test_the_repository_is_sound_today_and_at_the_end_of_2023(self, run: Run) -> None:
        assert run("check", *AS_OF).returncode == 0
        past = run("check", "--as-of", "2023-12-31", "--format", "json")
        assert past.returncode == 0
        codes = {one["code"] for one in json.loads(past.stdout)["diagnostics"]}
        assert "date-not-yet" in codes

    def test_xa_p_is_two_short_of_seventy_percent(self, run: Run) -> None:
        done = run("unmet", "xa-p", *AS_OF)
        assert "16/25 = 64%, cần ≥ 70%: còn thiếu 2 khu dân cư (cần 18/25)" in done.stdout
        assert "khoản 4 Điều 6" in done.stdout
        item = next(
            one for one in _json(run, "unmet", "xa-p")["criteria"] if one["outcome"] == "unmet"
        )
        line = (ROOT / item["path"]).read_text(encoding="utf-8").split("\n")[item["line"] - 1]
        assert "count: 16, total: 25" in line
        rule = (ROOT / item["rule"]["path"]).read_text(encoding="utf-8").split("\n")
        assert "percent: 70" in rule[item["rule"]["line"] - 1]

    @pytest.mark.parametrize(("count", "outcome"), [(17, "unmet"), (18, "met")])
    def test_nothing_is_rounded(self, count: int, outcome: str, copy: Path, run: Run) -> None:
        _replace(copy / "units/vi-du/xa-p/2021/tt23-xa.yaml", "count: 16", f"count: {count}")
        data = _json(run, "-C", str(copy), "status", "xa-p")
        criteria = data["units"][0]["assessments"][0]["criteria"]
        assert next(one for one in criteria if one["id"] == "kdc-cong-nhan")["outcome"] == outcome

    def test_a_dissolved_ward_hands_no_title_on(self, run: Run) -> None:
        done = run("status", "phuong-hoa-hieu", "--period", "2026", *AS_OF)
        assert "30/06/2025" in done.stdout
        assert "Phường Thái Hòa" in done.stdout
        unit = _json(run, "status", "phuong-hoa-hieu", "--period", "2026")["units"][0]
        assert unit["assessments"] == []
        assert unit["successors"] == ["phuong-thai-hoa"]

    def test_the_four_wards_have_four_documents_each(self, run: Run) -> None:
        data = _json(run, "status", *WARDS, "--period", "2023")
        _fits(data, "status")
        assert len(data["units"]) == 4
        for unit in data["units"]:
            rows = {row["set"]: row for row in unit["assessments"]}
            steps = rows.pop("trien-khai")
            assert steps["counts"] == {
                "met": 4,
                "unmet": 0,
                "not_applicable": 0,
                "unknown": 2,
                "total": 6,
            }
            assert steps["outcome"] == "unknown"
            assert {row["outcome"] for row in rows.values()} == {"unknown"}
            assert {"tt124-xa", "bca5764-cap", "bca9745-xa"} <= set(rows)

    def test_counts_of_sets_that_are_not_public_never_make_them_met(
        self, run: Run, copy: Path
    ) -> None:
        rows = {
            row["set"]: row
            for row in _json(run, "status", "phuong-nghi-huong")["units"][0]["assessments"]
        }
        assert (rows["bca9745-xa"]["counts"]["met"], rows["bca9745-xa"]["counts"]["total"]) == (
            31,
            34,
        )
        assert (rows["bca5764-cap"]["counts"]["met"], rows["bca5764-cap"]["counts"]["total"]) == (
            18,
            22,
        )
        assert {row["outcome"] for row in rows.values()} == {"unknown"}
        file = next((copy / "units").rglob("phuong-nghi-huong/2023/bca5764-cap.yaml"))
        _replace(file, "met: 18", "met: 22")
        file.write_text(file.read_text(encoding="utf-8") + "claim: met\n", encoding="utf-8")
        told = _json(run, "-C", str(copy), "status", "phuong-nghi-huong", "--set", "bca5764-cap")
        assert told["units"][0]["assessments"][0]["outcome"] == "unknown"
        checked = _json(run, "-C", str(copy), "check", str(file))
        assert [one["code"] for one in checked["diagnostics"]] == ["claim-without-data"]


class TestNames:
    def test_either_tone_placement_finds_the_ward(self, run: Run) -> None:
        done = run("unmet", "Hoà Hiếu", *AS_OF)
        assert done.returncode == 0
        assert "Phường Hòa Hiếu" in done.stdout

    def test_homonyms_are_listed(self, run: Run) -> None:
        done = run("unmet", "Long Sơn", *AS_OF)
        assert done.returncode == 3
        assert "phuong-long-son" in done.stderr
        assert "xa-long-son-anh-son" in done.stderr

    @pytest.mark.parametrize("typo", ["Hòa Hếu", "phuong-hoa-heu", "Hoa Hieuu"])
    def test_a_typo_is_answered_with_a_suggestion(self, typo: str, run: Run) -> None:
        done = run("unmet", typo, *AS_OF)
        assert done.returncode == 3
        assert "Phường Hòa Hiếu”?" in done.stderr


class TestBrokenFiles:
    @pytest.mark.parametrize("format_", ["html", "markdown"])
    def test_the_report_is_written_for_the_rest(
        self, format_: str, copy: Path, tmp_path: Path, run: Run
    ) -> None:
        broken = next((copy / "units").rglob("phuong-long-son/2023/trien-khai.yaml"))
        broken.write_text(broken.read_text(encoding="utf-8") + "answers: [\n", encoding="utf-8")
        target = tmp_path / f"report.{format_}"
        done = run(
            "-C",
            str(copy),
            "report",
            "thi-xa-thai-hoa",
            "--format",
            format_,
            "-o",
            str(target),
            *AS_OF,
        )
        assert done.returncode == 1, done.stderr
        text = target.read_text(encoding="utf-8")
        name = "phuong-long-son/2023/trien-khai.yaml"
        assert name in text
        # On top: before any of the results.
        assert text.index(name) < text.index("04/")

    def test_a_file_that_cannot_be_read_decides_nothing(self, copy: Path, run: Run) -> None:
        file = next((copy / "units").rglob("phuong-long-son/2023/trien-khai.yaml"))
        _replace(file, "set_version: 1", "set_version: một")
        rows = _json(run, "-C", str(copy), "status", "phuong-long-son")["units"][0]["assessments"]
        steps = next(row for row in rows if row["set"] == "trien-khai")
        assert steps["outcome"] == "unknown"
        assert steps["counts"]["met"] == 0
        assert run("-C", str(copy), "status", *AS_OF).returncode == 1

    def test_check_json_fits_its_schema(self, run: Run) -> None:
        root = ROOT / "tests" / "scenarios" / "broken"
        done = run("-C", str(root), "check", "--format", "json", *AS_OF)
        assert done.returncode == 1
        data = json.loads(done.stdout)
        _fits(data, "check")
        assert data["summary"]["errors"] == 1

    def test_unmet_json_fits_its_schema(self, run: Run) -> None:
        data = _json(run, "unmet")
        _fits(data, "unmet")
        assert {one["outcome"] for one in data["criteria"]} == {"unmet", "unknown"}


INCIDENT = (
    '{date: "2023-06-02", detected_in_time: true, mitigated: true, reported_immediately: true}'
)
FLAGS = ("detected_in_time", "mitigated", "reported_immediately")


def _answer(copy: Path, criterion: str, answer: str) -> None:
    ward = next((copy / "units").rglob("phuong-hoa-hieu/unit.yaml")).parent
    (ward / "2023" / "tt124-xa.yaml").write_text(
        "kind: assessment\nunit: phuong-hoa-hieu\nset: tt124-xa\nset_version: 1\nperiod: 2023\n"
        f'assessed_on: "2023-11-10"\nanswers:\n  {criterion}: {answer}\n',
        encoding="utf-8",
    )


def _outcome(copy: Path, run: Run, criterion: str) -> str:
    data = _json(run, "-C", str(copy), "status", "phuong-hoa-hieu", "--set", "tt124-xa")
    criteria = data["units"][0]["assessments"][0]["criteria"]
    return str(next(one for one in criteria if one["id"] == criterion)["outcome"])


class TestIncidents:
    """124/2021/TT-BCA, Điều 5 khoản 2, which includes Điều 4 khoản 3 and 4."""

    @pytest.mark.parametrize(
        ("criterion", "answer", "outcome"),
        [
            ("k2.4.b", f"{{incidents: [{INCIDENT}]}}", "met"),
            *(
                (
                    "k2.4.b",
                    f"{{incidents: [{INCIDENT.replace(f'{flag}: true', f'{flag}: false')}]}}",
                    "unmet",
                )
                for flag in FLAGS
            ),
            *(
                ("k2.4.b", f"{{incidents: [{INCIDENT.replace(f', {flag}: true', '')}]}}", "unknown")
                for flag in FLAGS
            ),
            ("k2.3.a", f"{{incidents: [{INCIDENT}]}}", "unmet"),
            ("k2.4.b", "{incidents: []}", "met"),
            ("k2.4.b", "{note: chưa có số liệu}", "unknown"),
            ("k4.2", "{count: 0, total: 0}", "unknown"),
        ],
    )
    def test_table(self, criterion: str, answer: str, outcome: str, copy: Path, run: Run) -> None:
        _answer(copy, criterion, answer)
        assert _outcome(copy, run, criterion) == outcome


class TestExitCodes:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("--help",), 0), (("--version",), 0), ((), 0), (("check", "--help"), 0),
            (("nonsense",), 2), (("status", "--nonsense"), 2), (("status", "--format", "xml"), 2),
            (("--lang", "fr", "status"), 2), (("status", "--as-of", "yesterday"), 2),
            (("status", "--period", "23"), 2), (("check", "no-such-file"), 2),
            (("check", "--select", "no-such-check"), 2), (("-C", "/nowhere", "status"), 2),
            (("report", "--check"), 2), (("report", "-o", "/nowhere/x.html"), 2),
            (("status", "no-such-unit"), 3), (("status", "--set", "no-such-set"), 3),
            (("explain", "xa-p", "no-such-criterion"), 3),
            (("status", "xa-p", "--fail-on", "unmet"), 1), (("status", "xa-p"), 0),
            (("status", "phuong-nghi-huong", "--fail-on", "unmet"), 0),
            (("status", "phuong-nghi-huong", "--fail-on", "unknown"), 1),
            (("check", "--strict"), 1), (("check", "--strict", "--exit-zero"), 0),
            (("check", "--select", "remedy-overdue", "--strict"), 1),
            (("check", "criteria", "--strict"), 0),
        ],
    )  # fmt: skip
    def test_table(self, arguments: tuple[str, ...], code: int, run: Run) -> None:
        done = run(*arguments)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        if code in (2, 3):
            assert done.stdout == ""
            assert done.stderr.startswith("ansecurity: ")

    def test_outside_a_repository(self, tmp_path: Path, run: Run) -> None:
        done = run("status", cwd=tmp_path)
        assert done.returncode == 2
        assert "criteria/" in done.stderr

    def test_from_a_folder_deep_inside(self, run: Run) -> None:
        assert run("status", "xa-p", *AS_OF, cwd=ROOT / "units" / "vi-du").returncode == 0

    def test_a_bug_is_not_a_result(self, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
        from ansecurity_cli.cli import app, choosing

        def boom(*_arguments: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(choosing.pipeline, "take", boom)
        assert app.run(["-C", str(ROOT), "status"]) == 4
        assert "Traceback" not in capfd.readouterr().err
        assert app.run(["-C", str(ROOT), "--debug", "status"]) == 4
        assert "Traceback" in capfd.readouterr().err


class TestLanguage:
    def test_vietnamese_unless_told_otherwise(self, run: Run) -> None:
        english = {"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}
        assert "Chưa đạt" in run("status", "xa-p", env=english).stdout
        assert "Unmet" in run("status", "xa-p", env={"ANSECURITY_LANG": "en"}).stdout
        both = run("--lang", "vi", "status", "xa-p", env={"ANSECURITY_LANG": "en"})
        assert "Chưa đạt" in both.stdout

    def test_global_options_may_stand_anywhere(self, run: Run) -> None:
        assert "Unmet" in run("status", "xa-p", "--lang", "en").stdout
        assert "Unmet" in run("status", "--lang=en", "xa-p").stdout

    @pytest.mark.parametrize("command", ["check", "status", "unmet", "explain", "report"])
    def test_help_is_in_both(self, command: str, run: Run) -> None:
        assert "Cách dùng:" in run(command, "--help").stdout
        assert "Usage:" in run("--lang", "en", command, "--help").stdout


class TestStreams:
    @pytest.mark.parametrize("encoding", ["ascii", "cp1258", "cp437"])
    def test_any_code_page_gets_utf8(self, encoding: str, run: Run) -> None:
        done = run(
            "unmet", "xa-p", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"}
        )
        assert "còn thiếu 2 khu dân cư" in done.stdout

    def test_a_reader_that_goes_away(self) -> None:
        command = f"{sys.executable} -P -m ansecurity_cli status --format json | head -c 10"
        done = subprocess.run(
            f"set -o pipefail; {command}", shell=True, executable="/bin/bash", cwd=ROOT,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        assert done.returncode == 0

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
    def test_a_full_disk(self) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "ansecurity_cli", "status"], cwd=ROOT, stdout=full,
                stderr=subprocess.PIPE, text=True, timeout=60, check=False,
            )  # fmt: skip
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_no_colour_and_no_wrapping_in_a_pipe(self, run: Run) -> None:
        done = run("unmet", "xa-p", env={"COLUMNS": "40"})
        assert "\x1b" not in done.stdout
        assert any(len(line) > 100 for line in done.stdout.split("\n"))

    def test_colour_when_asked_for(self, run: Run) -> None:
        assert "\x1b[" in run("--color", "always", "status", "xa-p").stdout


class TestFiles:
    def test_a_report_replaces_the_file_whole(self, tmp_path: Path, run: Run) -> None:
        target = tmp_path / "bao-cao.html"
        target.write_text("old")
        target.chmod(0o640)
        done = run("report", "xa-p", "-o", str(target), *AS_OF)
        assert done.returncode == 0
        assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert target.stat().st_mode & 0o777 == 0o640
        assert [one.name for one in tmp_path.iterdir()] == ["bao-cao.html"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_is_not_to_be_written(self, tmp_path: Path, run: Run) -> None:
        tmp_path.chmod(0o500)
        assert run("report", "xa-p", "-o", str(tmp_path / "x.html")).returncode == 2

    def test_report_check(self, tmp_path: Path, run: Run) -> None:
        target = tmp_path / "bao-cao.md"
        arguments = ("report", "xa-p", "-o", str(target), *AS_OF)
        assert run(*arguments, "--check").returncode == 2
        run(*arguments)
        assert run(*arguments, "--check").returncode == 0
        target.write_text(target.read_text(encoding="utf-8") + "x", encoding="utf-8")
        assert run(*arguments, "--check").returncode == 1

    def test_tables_go_to_files_too(self, tmp_path: Path, run: Run) -> None:
        target = tmp_path / "status.csv"
        assert run("status", "--format", "csv", "-o", str(target), "--color", "always").stdout == ""
        assert target.read_text(encoding="utf-8").startswith("unit,name,period,set")


class TestCheck:
    def test_paths_limit_what_is_told_not_what_is_read(self, run: Run) -> None:
        data = _json(run, "check", "units/vi-du")
        assert {one["path"].split("/")[1] for one in data["diagnostics"]} == {"vi-du"}

    def test_select_and_ignore(self, run: Run) -> None:
        only = _json(run, "check", "--select", "remedy-overdue")
        assert {one["code"] for one in only["diagnostics"]} == {"remedy-overdue"}
        without = _json(run, "check", "--ignore", "missing-answer")
        assert "missing-answer" not in {one["code"] for one in without["diagnostics"]}

    def test_the_last_line_keeps_sound_apart_from_met(self, run: Run) -> None:
        last = run("check", "units/vi-du", *AS_OF).stdout.rstrip().split("\n")[-1]
        assert last.startswith("Tệp hợp lệ")
        assert last.endswith("→ ansecurity unmet xa-p")

    def test_statistics(self, run: Run) -> None:
        assert "missing-answer" in run("check", "--statistics", *AS_OF).stdout


def test_what_a_command_does_is_loaded_when_it_is_to_be_done() -> None:
    """Help, completion and wrong usage need nothing that reads, decides or draws."""
    asked = (
        "import sys; from ansecurity_cli.cli.app import run; run(['--help']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    heavy = {"ansecurity_cli.snapshot", "jsonschema", "yaml", "rich", "jinja2"}
    assert not heavy & set(done.stdout.split())
