"""What an editor shows in a new self-assessment: asked of yaml-language-server itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess  # noqa: TID251
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansecurity_cli.cli.app import run

pytestmark = pytest.mark.apps
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
# Where `make test-apps` puts it; EDITOR_SERVER names another folder.
PLACES = (os.environ.get("EDITOR_SERVER", ""), str(Path(sys.prefix) / "node"))


class Editor:
    """As much of an editor as it takes: opens a file, asks what may stand at a place."""

    def __init__(self, root: Path) -> None:
        server = next(one for place in PLACES if place and (one := Path(place) / SERVER).is_file())
        node = shutil.which("node")
        assert node
        self.process = subprocess.Popen(
            [node, str(server), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
        )
        self.number = 0
        self.opened = 0
        self.told: dict[str, list[dict[str, Any]]] = {}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities={})
        self.say("initialized")

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(raw) + raw)
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        loaded: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return loaded

    def say(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self._until(lambda one: one.get("id") == self.number and "method" not in one)[
            "result"
        ]

    def _until(self, wanted: Any) -> dict[str, Any]:
        while True:
            one = self._receive()
            if one.get("method") == "textDocument/publishDiagnostics":
                self.told[one["params"]["uri"]] = one["params"]["diagnostics"]
            elif "method" in one and "id" in one:  # the server asks for settings
                items = one.get("params", {}).get("items", [])
                self._send({"id": one["id"], "result": [_setting(each) for each in items] or None})
            if wanted(one):
                return one

    def _open(self, path: Path, text: str) -> str:
        """Open a text as a file beside `path`: each once, so that no answer is about another."""
        self.opened += 1
        uri = path.with_name(f"{self.opened}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.say("textDocument/didOpen", textDocument=document)
        return uri

    def problems(self, path: Path, text: str) -> list[str]:
        """What is marked in a text."""
        uri = self._open(path, text)
        self._until(lambda _one: uri in self.told)
        return [one["message"] for one in self.told[uri]]

    def at(self, method: str, path: Path, text: str, mark: str) -> Any:
        """Ask about the place where a mark stands in a text, which is opened without it."""
        before = text.split(mark, maxsplit=1)[0]
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        uri = self._open(path, text.replace(mark, "", 1))
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def _setting(item: dict[str, Any]) -> Any:
    on = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
    return on if item.get("section") == "yaml" else {}


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("editor")
    at = ["-C", str(root)]
    for arguments in (
        ["init", str(root)], [*at, "new", "unit", "Tổ dân phố 1", "--type", "khu-dan-cu"],
        [*at, "new", "assessment", "to-dan-pho-1", "tt124-kdc", "2026", "--date", "2026-11-10"],
    ):  # fmt: skip
        assert run(arguments) == 0
    return root / "units/to-dan-pho-1/2026/tt124-kdc.yaml"


@pytest.fixture
def editor(ward: Path) -> Iterator[Editor]:
    one = Editor(ward.parents[3])
    yield one
    one.end()


def _with(text: str, line: str) -> str:
    return re.sub(r"^answers:\n", f"answers:\n  {line}\n", text, flags=re.MULTILINE)


def test_a_new_file_has_no_problems(editor: Editor, ward: Path) -> None:
    assert editor.problems(ward, ward.read_text(encoding="utf-8")) == []


def test_what_does_not_fit_is_marked(editor: Editor, ward: Path) -> None:
    text = ward.read_text(encoding="utf-8")
    for line in ("k9: {met: true}", "k5.1: {grade: gioi}", "k1.3: {met: true}", "k1.3: {count: x}"):
        assert editor.problems(ward, _with(text, line)), line
    for line in (
        "k5.1: {grade: hoan-thanh}",
        "k1.3: {count: 5, total: 5}",
        "k3.a: {incidents: []}",
    ):
        assert editor.problems(ward, _with(text, line)) == [], line


def test_criteria_keys_and_values_complete(editor: Editor, ward: Path) -> None:
    text = ward.read_text(encoding="utf-8")

    def offered(line: str) -> dict[str, Any]:
        found = editor.at("completion", ward, _with(text, line), "▮")
        return {one["label"]: one for one in found["items"]}

    criteria = offered("▮")
    assert {"k1.1", "k3.dd", "k5.1"} <= set(criteria)
    assert "Chi bộ có nghị quyết trong quý I." in json.dumps(criteria["k1.1"], ensure_ascii=False)
    keys = set(offered("k1.3:\n    ▮"))
    assert {"count", "total", "evidence"} <= keys
    assert not keys & {"met", "incidents", "grade"}
    grades = set(offered("k5.1:\n    grade: ▮"))
    assert "hoan-thanh-tot" in grades


def test_a_criterion_explains_itself(editor: Editor, ward: Path) -> None:
    text = _with(ward.read_text(encoding="utf-8"), "k▮5.1: {grade: hoan-thanh}")
    shown = json.dumps(editor.at("hover", ward, text, "▮"), ensure_ascii=False)
    assert "từ mức hoàn thành nhiệm vụ trở lên" in shown
    assert "cách xét" in shown
