"""Fixtures: a fixed day, files in memory, snapshots of them, golden files."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - tests drive the real thing
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from ansecurity_cli.formats.wording import Words
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree, WorkingTree

# Where a change is judged, the same examples are tried every time; at a desk, new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

ROOT = Path(__file__).parents[1]
# What a machine's surroundings ask for must not change what tests see.
for _name in ("GITHUB_ACTIONS", "GITLAB_CI"):
    os.environ.pop(_name, None)

GOLDEN = Path(__file__).parent / "golden"
AS_OF = date(2026, 11, 24)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def english() -> Words:
    return Words("en")


@pytest.fixture(scope="session")
def vietnamese() -> Words:
    return Words("vi")


@pytest.fixture(scope="session")
def repository() -> Snapshot:
    """This repository's own criteria and units."""
    return take(WorkingTree(ROOT), AS_OF)


@pytest.fixture
def snapshot() -> Callable[..., Snapshot]:
    """`snapshot({path: text}, as_of=…)`: files in memory, understood."""

    def make(files: Mapping[str, str | bytes], as_of: date = AS_OF) -> Snapshot:
        return take(MemoryTree(files), as_of)

    return make


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/NAME`; `--update-golden` writes it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"no golden file {name}: run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run(*arguments, cwd=…, env=…)`: the command as a user runs it, in its own process."""

    def call(
        *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith("ANSECURITY")
        }
        command = [sys.executable, "-P", "-m", "ansecurity_cli", *arguments]
        return subprocess.run(
            command, cwd=cwd, env={**clean, **(env or {})}, capture_output=True,
            encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    return call
