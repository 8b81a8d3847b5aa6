"""`kill -9` at a random moment: a file is the whole old or the whole new one, never a piece.

Run by `make endurance`. Each try is a forked child of a process that has everything loaded, so that
the moment falls into the work and not into the loading of modules.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.cli import app
from conftest import ROOT

TRIES = int(os.environ.get("TRIES", "200"))
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
SOUND = ROOT / "tests" / "cases" / "differs-from-path" / "sound"
UNIT = "units/phuong-x/unit.yaml"
ANSWERS = "units/phuong-x/2026/mini.yaml"
AS_OF = "2026-11-24"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes can't be forked here")


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*")) if path.is_file()
    }  # fmt: skip


def _child(arguments: list[str]) -> int:
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            os._exit(app.run(arguments))
    return child


def _timed(arguments: list[str]) -> float:
    start = time.monotonic()
    os.waitpid(_child(arguments), 0)
    return time.monotonic() - start


def _shoot(
    root: Path, arguments: list[str], restore: Callable[[], None], old: dict[str, bytes],
    new: dict[str, bytes], chance: random.Random,
) -> tuple[int, int]:  # fmt: skip
    """Run and kill, over and over; how often a file was the old one and how often the new."""
    restore()
    usual = max(_timed(arguments) for _ in range(2))
    counts = {"old": 0, "new": 0}
    for _ in range(TRIES):
        restore()
        child = _child(arguments)
        time.sleep(chance.uniform(0, 1.2 * usual))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for path, content in _files(root).items():
            if path not in old and Path(path).name.startswith(".ansecurity-"):
                assert path.endswith(".tmp")
                (root / path).unlink()
                continue
            assert content in (old[path], new[path]), path
            if old[path] != new[path]:
                counts["new" if content == new[path] else "old"] += 1
        assert _files(root).keys() == old.keys()
    return counts["old"], counts["new"]


def test_report(tmp_path: Path) -> None:
    root, page = tmp_path / "goc", tmp_path / "ra" / "bao-cao.html"
    shutil.copytree(SOUND, root)
    page.parent.mkdir()
    arguments = ["-C", str(root), "report", "--as-of", AS_OF, "-o", str(page)]
    os.waitpid(_child(arguments), 0)
    new = {page.name: page.read_bytes()}
    old = {page.name: new[page.name].replace(b"html", b"HTML") * 3}
    print(f"SEED={SEED}")
    told = _shoot(
        page.parent, arguments, lambda: page.write_bytes(old[page.name]) and None, old, new,
        random.Random(SEED),
    )  # fmt: skip
    print("old, new:", told)
    assert sum(told) == TRIES


def test_fix(tmp_path: Path) -> None:
    root = tmp_path / "goc"
    shutil.copytree(SOUND, root)
    files = {
        UNIT: (SOUND / UNIT).read_text("utf-8")
        + "code: 16939\nnotes: [no]\n"
        + "# ghi chú\n" * 2000,
        ANSWERS: unicodedata.normalize(
            "NFD", (SOUND / ANSWERS).read_text("utf-8").replace("{value: 1}", '{value: "1"}')
        )
        + "# số liệu\n" * 2000,
    }

    def restore() -> None:
        for path, text in files.items():
            (root / path).write_text(text, "utf-8", newline="\n")

    restore()
    old = _files(root)
    arguments = ["-C", str(root), "check", "--fix", "--as-of", AS_OF]
    os.waitpid(_child(arguments), 0)
    new = _files(root)
    assert all(old[path] != new[path] for path in files)
    print(f"SEED={SEED}")
    told = _shoot(root, arguments, restore, old, new, random.Random(SEED))
    print("old, new:", told)
    assert sum(told) == 2 * TRIES
    # What is left of a killed run doesn't disturb the next one.
    (root / "units" / "phuong-x" / ".ansecurity-abc.tmp").write_bytes(b"\x00half")
    assert app.run(["-C", str(root), "check", "--fix", "--as-of", AS_OF]) == 0
