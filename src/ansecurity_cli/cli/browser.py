"""The browser that is there prints a page: headless, without network, and then it is gone."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: TID251 - the user's own browser
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import Message, say

VARIABLE = "ANSECURITY_BROWSER"
_SECONDS = 120  # a large report on a slow machine takes some
_NAMES = (
    "msedge", "microsoft-edge", "microsoft-edge-stable", "google-chrome", "google-chrome-stable",
    "chrome", "chromium", "chromium-browser",
)  # fmt: skip
_WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
)  # fmt: skip
_MACOS = (
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
_OPTIONS = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-extensions", "--disable-sync", "--disable-background-networking",
    "--disable-component-update", "--disable-domain-reliability", "--disable-default-apps",
    "--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage",
    # No network: no name is resolved, no proxy is asked.
    "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer", "--print-to-pdf-no-header",  # the name before Chrome 112
)  # fmt: skip


def print_to_pdf(html: bytes) -> bytes:
    """The page as a PDF."""
    browser = find()
    with tempfile.TemporaryDirectory(prefix="ansecurity-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        page, target = folder / "report.html", folder / "report.pdf"
        page.write_bytes(html)
        _run(browser, folder, [f"--print-to-pdf={target}", page.as_uri()])
        made = target.read_bytes() if target.is_file() else b""
    if not made.startswith(b"%PDF-"):
        raise AnsecurityError(say("“{path}” made no PDF", path=browser), _by_hand())
    return made


def find() -> Path:
    """The browser that is named, else the first that is there."""
    named = os.environ.get(VARIABLE, "")
    if named:
        places = _on_path((named,)) if Path(named).name == named else iter((Path(named),))
        found = next((one for one in places if _runs(one)), None)
        if found is None:
            message = say(
                "{variable} names “{path}”, which can't be run", variable=VARIABLE, path=named
            )
            raise AnsecurityError(message)
        return found.absolute()
    usual = list(_usual())
    every = [*usual, *_on_path(_NAMES)] if sys.platform == "win32" else [*_on_path(_NAMES), *usual]
    found = next((one for one in every if _runs(one)), None)
    if found is None:
        hint = say("or name one in {variable}", variable=VARIABLE)
        message = say("a PDF is printed by Edge, Chrome or Chromium, and none was found")
        raise AnsecurityError(message, _by_hand(), hint)
    return found


def _by_hand() -> Message:
    return say(
        "by hand: write the HTML report (-o FILE.html), open it, press Ctrl+P, “Save as PDF”"
    )


def _on_path(names: tuple[str, ...]) -> Iterator[Path]:
    """By PATH, never from the current folder: a repository could hold a program of that name."""
    ending = ".exe" if sys.platform == "win32" else ""
    folders = [Path(one) for one in os.environ.get("PATH", "").split(os.pathsep)]
    for name in names:
        file = name if name.endswith(ending) else f"{name}{ending}"
        yield from (folder / file for folder in folders if folder.is_absolute())


def _usual() -> Iterator[Path]:
    """Where the installers of each system put them."""
    if sys.platform == "win32":
        places = ("ProgramFiles(x86)", "ProgramFiles", "LocalAppData")
        roots = [Path(os.environ[one]) for one in places if os.environ.get(one)]
        yield from (root / one for one in _WINDOWS for root in roots)
    elif sys.platform == "darwin":
        roots = [Path("/Applications"), Path.home() / "Applications"]
        yield from (root / one for one in _MACOS for root in roots)
    else:
        yield from (Path("/usr/bin") / one for one in _NAMES)
        yield from (Path("/snap/bin/chromium"), Path("/opt/google/chrome/chrome"))


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _run(browser: Path, folder: Path, arguments: list[str]) -> None:
    """Run it in a group of its own with a profile of its own, and end whatever is left of it."""
    command = [str(browser), *_OPTIONS, f"--user-data-dir={folder / 'profile'}", *arguments]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # it refuses root with its sandbox
        command.insert(1, "--no-sandbox")
    surroundings = {
        **os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder),
        "XDG_CACHE_HOME": str(folder),
    }  # fmt: skip
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own browser, no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=folder, env=surroundings, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        message = say(
            "{variable} names “{path}”, which can't be run", variable=VARIABLE, path=browser
        )
        raise AnsecurityError(message) from error
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = say("“{path}” did not finish within {n} seconds", path=browser, n=_SECONDS)
        raise AnsecurityError(message, _by_hand()) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
