"""`doctor`: each thing it looks at, right and wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # noqa: TID251
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ansecurity_cli.cli import doctoring
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.doctor import NAMES
from ansecurity_cli.reports.health import State
from conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def begun(tmp_path: Path, run: Run) -> Path:
    assert run("init", cwd=tmp_path).returncode == 0
    return tmp_path


def _looked(run: Run, folder: Path, **env: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = run("doctor", "--format", "json", cwd=folder, env=env)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    schema = json.loads((ROOT / "schemas/doctor-output.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema)
    found = {one["name"]: one for one in told["probes"]}
    assert told["wrong"] == sum(one["state"] == "wrong" for one in found.values())
    assert found.keys() <= NAMES.keys()
    for one in found.values():  # whoever is told that something isn't right is told what to do
        assert bool(one["advice"]) == (one["state"] != "ok"), one
    return done.returncode, found


def test_all_is_well(begun: Path, run: Run) -> None:
    code, found = _looked(run, begun)
    assert code == 0
    assert {one["state"] for one in found.values()} <= {"ok", "note"}
    assert found["repository"]["found"] == str(begun)
    assert found["schemas"]["state"] == "ok"
    assert found["write-access"]["state"] == "ok"


def test_nothing_is_changed(begun: Path, run: Run) -> None:
    before = {one: one.stat().st_mtime_ns for one in begun.rglob("*")}
    _looked(run, begun)
    assert {
        one: one.stat().st_mtime_ns for one in begun.rglob("*") if one.is_file()
    }.items() <= before.items()
    assert set(begun.rglob("*")) == set(before)


def test_without_a_repository(tmp_path: Path, run: Run) -> None:
    code, found = _looked(run, tmp_path)
    assert code == 0
    assert found["repository"]["state"] == "note"
    assert "ansecurity init" in found["repository"]["advice"][0]
    assert "schemas" not in found


def test_schemas_of_another_version(begun: Path, run: Run) -> None:
    path = begun / "schemas/unit.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Đơn vị", "Chỗ"), encoding="utf-8")
    code, found = _looked(run, begun)
    assert code == 1
    assert found["schemas"]["state"] == "wrong"
    assert "unit.schema.json" in found["schemas"]["found"]
    path.unlink()
    assert _looked(run, begun)[1]["schemas"]["state"] == "note"
    shutil.rmtree(begun / "schemas")
    assert _looked(run, begun)[1]["schemas"]["state"] == "note"
    # What it advises helps.
    assert run("init", "--force", cwd=begun).returncode == 0
    assert _looked(run, begun)[1]["schemas"]["state"] == "ok"


def test_line_ends_of_windows_are_no_other_version(begun: Path, run: Run) -> None:
    path = begun / "schemas/unit.schema.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert _looked(run, begun)[1]["schemas"]["state"] == "ok"


def test_encodings(begun: Path, run: Run) -> None:
    code, found = _looked(run, begun, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", LC_ALL="C")
    assert code == 1
    assert found["file-names"]["state"] == "wrong"
    assert "PYTHONUTF8=1" in found["file-names"]["advice"][0]
    assert found["locale"]["state"] == "note"
    assert found["output-encoding"]["state"] == "ok"


def test_language(begun: Path, run: Run) -> None:
    code, found = _looked(run, begun, ANSECURITY_LANG="fr")
    assert (code, found["language"]["state"]) == (1, "wrong")
    code, found = _looked(run, begun, ANSECURITY_LANG="en")
    assert (code, found["language"]["found"]) == (0, "en")


def test_browser(begun: Path, run: Run) -> None:
    code, found = _looked(run, begun, ANSECURITY_BROWSER="/khong/co")
    assert (code, found["pdf"]["state"]) == (1, "wrong")


def test_browser_that_is_not_there() -> None:
    def none() -> Path:
        raise AnsecurityError(say("x"), say("y"))

    assert doctoring.pdf(none).state in (State.NOTE, State.WRONG)
    assert doctoring.pdf(lambda: Path("/usr/bin/chromium")).state is State.OK


def test_no_git(begun: Path, run: Run) -> None:
    code, found = _looked(run, begun, PATH=str(begun))
    assert (code, found["git"]["state"]) == (0, "note")


def test_git(begun: Path, run: Run) -> None:
    assert _looked(run, begun)[1]["line-ends"]["state"] == "note"
    subprocess.run(["git", "init", "-q", str(begun)], check=True)
    assert _looked(run, begun)[1]["line-ends"]["state"] == "ok"
    (begun / ".gitattributes").unlink()
    subprocess.run(["git", "-C", str(begun), "config", "core.autocrlf", "true"], check=True)
    found = _looked(run, begun)[1]["line-ends"]
    assert found["state"] == "note"
    assert "eol=lf" in found["advice"][0]


def test_write_access(tmp_path: Path) -> None:
    assert doctoring.writable("write-access", (tmp_path,)).state is State.OK
    missing = doctoring.writable("write-access", (tmp_path, tmp_path / "khong-co"))
    assert missing.state is State.WRONG
    assert missing.advice


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert doctoring.writable("write-access", (tmp_path,)).state is State.WRONG


def test_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "find_spec", lambda _name: None)
    found = {one.name: one for one in doctoring.extras()}
    assert found["word"].state is State.NOTE
    assert found["excel"].state is State.NOTE


def test_for_people(begun: Path, run: Run) -> None:
    done = run("doctor", "--lang", "en", cwd=begun)
    assert done.stdout.endswith("nothing is wrong\n")
    wrong = run("doctor", "--lang", "en", cwd=begun, env={"ANSECURITY_BROWSER": "/khong/co"})
    assert "✗ PDF: " in wrong.stdout
    assert wrong.stdout.endswith("1 thing is wrong\n")
