"""The transcripts in the README and in docs/ are what the commands print; --update-golden writes them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_MARK = re.compile(
    r"<!-- transcript: (ansecurity [^\n]*?) -->(?:\n```\n.*?\n```(?=\n))?", re.DOTALL
)


def _transcript(command: str, capfd: pytest.CaptureFixture[str]) -> str:
    from ansecurity_cli.cli.app import run

    code = run(["-C", str(ROOT), *shlex.split(command)[1:]])
    out, err = capfd.readouterr()
    assert code in (0, 1), err
    shown = out.rstrip("\n")
    return f"<!-- transcript: {command} -->\n```\n$ {command}\n{shown}\n```"


def _told(page: Path) -> list[str]:
    return _MARK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", [one for one in PAGES if _told(one)], ids=lambda one: one.name)
def test_transcripts(
    page: Path, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    text = page.read_text(encoding="utf-8")
    fresh = _MARK.sub(lambda found: _transcript(found[1], capfd), text)
    if request.config.getoption("--update-golden"):
        page.write_text(fresh, encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == fresh


def test_the_story_stands_in_both_languages() -> None:
    pages = {name: _told(ROOT / "docs" / name) for name in ("cau-chuyen.md", "story.md")}
    vietnamese, english = pages.values()
    assert [f"{one} --lang en" for one in vietnamese] == english
    assert {one.split()[1] for one in vietnamese} >= {"status", "unmet", "compare", "explain"}
    assert len(_told(ROOT / "README.md")) >= 3
