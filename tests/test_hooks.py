"""Hooks, workflows and CODEOWNERS: what other programs read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.cli.app import run
from ansecurity_cli.formats.owners import codeowners
from ansecurity_cli.formats.scaffolds import repository as scaffolds
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.sources import parse
from conftest import ROOT

Make = Callable[..., Snapshot]


def _unit(name: str, contact: str = "", parent: str = "") -> str:
    more = [f'contact: "{contact}"'] if contact else []
    more += [f"parent: {parent}"] if parent else []
    return "\n".join(["kind: unit", f"id: {name}", f"name: Xã {name}", "type: xa", *more]) + "\n"


class TestOwners:
    def test_a_unit_keeps_its_files_and_the_one_above_its_appraisals(self, snapshot: Make) -> None:
        made = snapshot({
            "units/tinh-t/unit.yaml": _unit("tinh-t", "Công an tỉnh @kho/cong-an-tinh"),
            "units/tinh-t/xa-a/unit.yaml": _unit("xa-a", "Công an xã (@xa-a), @kho/xa-a", "tinh-t"),
            "units/b c/xa-b/unit.yaml": _unit("xa-b", "Công an xã, hop.thu@vidu.vn", "tinh-t"),
        })  # fmt: skip
        text = codeowners(made.repository, made.repository.units.values(), Words("en"))
        lines = [one for one in text.splitlines() if one and not one.startswith("#")]
        assert lines == [
            "/units/b\\ c/xa-b/*/*.appraisal*.yaml @kho/cong-an-tinh",
            "/units/b\\ c/xa-b/inspections/ @kho/cong-an-tinh",
            "/units/tinh-t/ @kho/cong-an-tinh",
            "/units/tinh-t/xa-a/ @xa-a @kho/xa-a",
            "/units/tinh-t/xa-a/*/*.appraisal*.yaml @kho/cong-an-tinh",
            "/units/tinh-t/xa-a/inspections/ @kho/cong-an-tinh",
        ]
        assert (
            "# /units/b\\ c/xa-b/  no account (@…) is named in: Công an xã, hop.thu@vidu.vn" in text
        )

    def test_names_stay_in_their_comment(self, snapshot: Make) -> None:
        files = {
            "units/x/unit.yaml": _unit("x", "a\\n* @all-mine").replace("Xã x", '"Xã\\n* @mine"')
        }
        made = snapshot(files)
        text = codeowners(made.repository, made.repository.units.values(), Words("vi"))
        assert not re.search(r"^\*", text, re.MULTILINE)

    def test_command(self, tmp_path: Path) -> None:
        target = tmp_path / "CODEOWNERS"
        assert run(["-C", str(ROOT), "codeowners", "-o", str(target)]) == 0
        assert "/units/minh-hoa/xa-minh-hoa/" in target.read_text(encoding="utf-8")


def _commands(text: str) -> list[list[str]]:
    found = re.findall(r"(?:^|[\s:])(ansecurity (?:check|report|unmet|status)[^\n|>]*)", text)
    return [shlex.split(one)[1:] for one in found]


@pytest.mark.parametrize("service", sorted(scaffolds.PIPELINES))
def test_commands_of_the_workflows_run(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of a workflow, in the repository that it is made for."""
    assert run(["init", "--example", "--ci", service, str(tmp_path)]) == 0
    monkeypatch.chdir(tmp_path)
    path, text = scaffolds.pipeline(service, Words("vi"), "1.2.3")
    assert (tmp_path / path).is_file()
    commands = _commands(text)
    assert ["check"] in commands
    assert len(commands) >= 3
    for one in commands:
        assert run(one) == 0, one
    assert (tmp_path / "bao-cao.html").is_file()


def test_hooks_run_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    parsed = parse("hooks.yaml", b"hooks:\n" + (ROOT / ".pre-commit-hooks.yaml").read_bytes())
    assert parsed.document
    hooks = parsed.document.data["hooks"]
    assert [one["id"] for one in hooks] == ["ansecurity-check", "ansecurity-fix"]
    for one in hooks:
        assert one["language"] == "python"
        assert not one["pass_filenames"]
        assert re.search(one["files"], "units/x/unit.yaml")
        assert not re.search(one["files"], "docs/units/x.md")
    check = shlex.split(hooks[0]["entry"])
    assert run(["-C", str(ROOT), *check[1:]]) == 0
