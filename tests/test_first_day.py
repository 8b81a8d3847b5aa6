"""docs/bat-dau.md, command by command, from the wheel alone in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess  # noqa: TID251
import sys
import zipfile
from pathlib import Path

import pytest

from ansecurity_cli.cli import shipped
from conftest import ROOT

PAGE = ROOT / "docs" / "bat-dau.md"
_MARK = re.compile(
    r"<!-- first-day: (ansecurity [^\n]*?) -->(?:\n```\n.*?\n```(?=\n))?"
    r"|<!-- fill: (\S+) -->\n```yaml\n(.*?)```",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check",
               "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the package comes from the wheel and from nowhere else."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ANSECURITY")}
    surroundings = {**clean, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    where = _python(
        surroundings, folder, "-c", "import ansecurity_cli; print(ansecurity_cli.__file__)"
    )
    assert where.strip().startswith(str(folder))
    return surroundings


def _python(surroundings: dict[str, str], cwd: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", *arguments], cwd=cwd, env=surroundings, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def _fill(path: Path, lines: str) -> None:
    """Put answers in the place of the comments that offer them, as a person would."""
    text = path.read_text(encoding="utf-8")
    for line in lines.splitlines():
        name = line.partition(":")[0].strip()
        offered = re.compile(rf"^  # {re.escape(name)}: .*$", re.MULTILINE)
        text, n = offered.subn(line.replace("\\", r"\\"), text, count=1)
        assert n == 1, name
    path.write_text(text, encoding="utf-8")


def test_the_page(
    installed: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def done(found: re.Match[str]) -> str:
        command, path, lines = found.groups()
        if path:
            _fill(tmp_path / path, lines)
            return found[0]
        shown = _python(installed, tmp_path, "-m", "ansecurity_cli", *shlex.split(command)[1:])
        return f"<!-- first-day: {command} -->\n```\n$ {command}\n{shown.rstrip()}\n```"

    text = PAGE.read_text(encoding="utf-8")
    before = text.split("\n## Rồi sao nữa")[0]
    assert before.count("<!-- first-day: ") == 5
    fresh = _MARK.sub(done, text)
    page = (tmp_path / "bao-cao.html").read_text(encoding="utf-8")
    assert "Phường Minh Họa" in page
    assert "09/KH-UBND" in page
    if request.config.getoption("--update-golden"):
        PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == fresh


def test_the_wheel_holds_the_data_as_it_stands_here(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        data = {
            one.removeprefix("ansecurity_cli/data/"): archive.read(one)
            for one in names
            if "/data/" in one
        }
    wanted = [f"criteria/{one}.yaml" for one in (*shipped.SETS, *shipped.EXAMPLE_SETS)]
    commune = ROOT.joinpath(*shipped.EXAMPLE)
    wanted += [one.relative_to(ROOT).as_posix() for one in commune.rglob("*") if one.is_file()]
    assert sorted(data) == sorted(wanted)
    for path, raw in data.items():
        assert raw == (ROOT / path).read_bytes()
    assert [one for one in names if one.endswith("templates/scaffolds/assessment.yaml.j2")]


def test_the_example_from_the_wheel(installed: dict[str, str], tmp_path: Path) -> None:
    _python(installed, tmp_path, "-m", "ansecurity_cli", "init", "--example")
    shown = _python(
        installed,
        tmp_path,
        "-m",
        "ansecurity_cli",
        "status",
        "xa-minh-hoa",
        "--alone",
        "--as-of",
        "2026-11-24",
    )
    assert "85,5/100" in shown
