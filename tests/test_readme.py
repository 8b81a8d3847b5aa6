"""The transcripts in the README are what the commands print; --update-golden writes them."""

from __future__ import annotations

import re
import shlex

import pytest

from conftest import ROOT

README = ROOT / "README.md"
_BLOCK = re.compile(r"<!-- transcript: (ansecurity [^\n]*?) -->\n```\n.*?```", re.DOTALL)


def _transcript(command: str, capfd: pytest.CaptureFixture[str]) -> str:
    from ansecurity_cli.cli.app import run

    run(["-C", str(ROOT), *shlex.split(command)[1:]])
    shown = capfd.readouterr().out.rstrip("\n")
    return f"<!-- transcript: {command} -->\n```\n$ {command}\n{shown}\n```"


def test_transcripts(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(_BLOCK.findall(text)) >= 3
    fresh = _BLOCK.sub(lambda found: _transcript(found[1], capfd), text)
    if request.config.getoption("--update-golden"):
        README.write_text(fresh, encoding="utf-8", newline="\n")
    assert README.read_text(encoding="utf-8") == fresh
