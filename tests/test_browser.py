"""Which browser prints, and what is said where none can: with programs that only look like one."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.cli import browser
from ansecurity_cli.cli.app import run as run_here
from conftest import ROOT

BEGIN = ("-C", str(ROOT), "--lang", "en", "report", "xa-p", "--as-of", "2026-11-24")
PRINTS = """
import sys
target = next(one for one in sys.argv if one.startswith("--print-to-pdf=")).partition("=")[2]
open(target, "wb").write(b"%PDF-1.4 " + " ".join(sys.argv[1:]).encode())
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
Fake = Callable[..., Path]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """`fake(name, code)`: a program in a folder of its own, the only one on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setattr(browser, "_usual", lambda: iter(()))

    def make(name: str, code: str = PRINTS) -> Path:
        path = folder / name
        path.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return make


def test_it_is_found_on_path_and_told_what_it_needs(
    fake: Fake, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("chromium")
    target = tmp_path / "a.pdf"
    assert run_here([*BEGIN, "-o", str(target)]) == 0
    told = target.read_text(encoding="utf-8")
    for option in (
        "--headless=new",
        "--no-pdf-header-footer",
        "--user-data-dir=",
        "~NOTFOUND",
        "file:///",
    ):
        assert option in told
    assert ("--no-sandbox" in told) == (os.geteuid() == 0)
    assert capfd.readouterr().out == ""


def test_edge_before_chrome_before_chromium(fake: Fake) -> None:
    for name in ("chromium", "google-chrome", "microsoft-edge"):
        assert fake(name) == browser.find()


def test_never_from_the_current_folder(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("chromium").rename(tmp_path / "chromium")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", str(tmp_path / "bin"))))
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf")]) == 2
    err = capfd.readouterr().err
    assert "none was found" in err
    assert "Ctrl+P" in err
    assert browser.VARIABLE in err
    assert not (tmp_path / "a.pdf").exists()


def test_the_one_that_is_named(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake("chromium")
    other = fake("my-browser")
    monkeypatch.setenv(browser.VARIABLE, str(other))
    assert browser.find() == other
    monkeypatch.setenv(browser.VARIABLE, "my-browser")
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), str(other.parent))))
    assert browser.find() == other


@pytest.mark.parametrize("name", ["/no/such/browser", "no-such-browser"])
def test_a_name_that_leads_nowhere(
    name: str,
    fake: Fake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    fake("chromium")
    monkeypatch.setenv(browser.VARIABLE, name)
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf")]) == 2
    assert name in capfd.readouterr().err


@pytest.mark.parametrize("code", ["", "raise SystemExit(1)", PRINTS.replace("%PDF-1.4", "oops")])
def test_one_that_prints_nothing(
    code: str, fake: Fake, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fake("chromium", code)
    target = tmp_path / "a.pdf"
    target.write_text("old")
    assert run_here([*BEGIN, "-o", str(target)]) == 2
    assert "made no PDF" in capfd.readouterr().err
    assert target.read_text() == "old"


def test_one_that_never_ends_is_ended_with_its_children(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pids = tmp_path / "pids"
    fake("chromium", f"""
import os, time
child = os.fork()
open({str(pids)!r}, "a").write(f"{{os.getpid()}}\\n")
time.sleep(600)
""")  # fmt: skip
    monkeypatch.setattr(browser, "_SECONDS", 2)
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf")]) == 2
    assert "within 2 seconds" in capfd.readouterr().err
    listed = [int(one) for one in pids.read_text().split()]
    assert len(listed) == 2
    deadline = time.monotonic() + 10
    while any(_lives(one) for one in listed) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_lives(one) for one in listed)


def _lives(pid: int) -> bool:
    """Whether it still runs; who is dead and not yet collected doesn't."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_it_leaves_running_is_ended(fake: Fake, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    fake("chromium", PRINTS + f"""
import os, time
if not os.fork():
    open({str(pid)!r}, "w").write(str(os.getpid()))
    time.sleep(600)
while not os.path.exists({str(pid)!r}) or not open({str(pid)!r}).read():
    time.sleep(0.01)
""")  # fmt: skip
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf")]) == 0
    deadline = time.monotonic() + 10
    while _lives(int(pid.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(int(pid.read_text()))


def test_nothing_is_left_in_the_temporary_folder(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("chromium")
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf")]) == 0
    assert not [*place.iterdir()]


def test_a_pdf_is_not_compared(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_here([*BEGIN, "-o", str(tmp_path / "a.pdf"), "--check"]) == 2
    assert "--check" in capfd.readouterr().err


@pytest.mark.parametrize(("system", "place"), [
    ("win32", "Microsoft/Edge/Application/msedge.exe"),
    ("darwin", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("linux", "snap/bin/chromium"),
])  # fmt: skip
def test_the_usual_places(
    system: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert any(str(one).replace("\\", "/").endswith(place) for one in browser._usual())
