"""A browser without a window, driven over its debugging protocol."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess  # noqa: TID251 - tests drive the real thing
import time
import urllib.request
from importlib import resources
from pathlib import Path
from typing import Any

import websocket

# A build machine has neither a sandbox nor much shared memory.
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--no-first-run", "--disable-extensions", "--remote-debugging-port=0",
)  # fmt: skip
_PATIENCE = 60


class Browser:
    """One Chromium with one page."""

    def __init__(self, profile: Path) -> None:
        name = shutil.which("chromium") or shutil.which("google-chrome")
        assert name, "no Chromium here: make test-apps installs it"
        self._process = subprocess.Popen(
            [name, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._numbers = itertools.count(1)
        self._socket = websocket.create_connection(
            _page(profile / "DevToolsActivePort"), timeout=_PATIENCE, suppress_origin=True
        )
        for domain in ("Page", "Runtime"):
            self.ask(f"{domain}.enable")

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=_PATIENCE)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            got = json.loads(self._socket.recv())
            if got.get("id") == number:
                assert "error" not in got, got
                return got["result"]

    def evaluate(self, expression: str) -> Any:
        """What a script gives; it runs beside the page, whatever the page allows."""
        got = self.ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def show(
        self, path: Path, width: int = 1120, scheme: str = "light", media: str = "screen"
    ) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=900, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)
        self.ask("Page.navigate", url=path.as_uri())
        end = time.monotonic() + _PATIENCE
        ready = (
            f"document.readyState === 'complete' && location.href === {json.dumps(path.as_uri())}"
        )
        while not self.evaluate(ready):
            assert time.monotonic() < end, path
            time.sleep(0.02)

    def faults(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA, a line a rule."""
        axe = next(resources.files("axe_core_python").rglob("axe.min.js"))
        self.evaluate(axe.read_text("utf-8") + ";0")
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
        found = self.evaluate(
            f"axe.run(document, {{runOnly: {json.dumps(tags)}, resultTypes: ['violations']}})"
            ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.length + ' × '"
            " + v.nodes[0].html.slice(0, 200) + ' ' + v.nodes[0].failureSummary))"
        )
        assert isinstance(found, list)
        return found

    def small_targets(self) -> list[str]:
        """Links outside sentences that are too small and too close (WCAG 2.5.8; axe 4.4 is older)."""
        found = self.evaluate(
            "(() => { const all = [...document.querySelectorAll('a[href], [tabindex=\"0\"]')]"
            ".filter(e => e.matches('a') && !e.closest('p, li:not(.toc li)')"
            " && !e.classList.contains('skip')).map(e => [e, e.getBoundingClientRect()]);"
            " const far = (a, b) => Math.hypot((a.left + a.right - b.left - b.right) / 2,"
            " (a.top + a.bottom - b.top - b.bottom) / 2) >= 24;"
            " return all.filter(([e, r]) => (r.width < 24 || r.height < 24)"
            " && all.some(([o, q]) => o !== e && !far(r, q))).map(([e]) => e.outerHTML) })()"
        )
        assert isinstance(found, list)
        return found

    def picture(self, name: str) -> None:
        """Keep a picture of the page where PICTURES names a folder."""
        folder = os.environ.get("PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            got = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
            (Path(folder) / f"{name}.png").write_bytes(base64.b64decode(got["data"]))

    def printed(self, name: str) -> bytes:
        """The page as PDF, as its own style sheet wants it."""
        self.ask("Emulation.setEmulatedMedia", media="")  # else it prints as on the screen
        got = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        data = base64.b64decode(got["data"])
        folder = os.environ.get("PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            (Path(folder) / f"{name}.pdf").write_bytes(data)
        return data


def _page(file: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while not (file.exists() and file.read_text().count("\n")):
        assert time.monotonic() < end, "Chromium did not start"
        time.sleep(0.05)
    port = int(file.read_text().split("\n")[0])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=_PATIENCE) as found:
        pages = json.load(found)
    return next(one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page")
