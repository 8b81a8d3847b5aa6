"""Same files, day, language and version: same bytes, whatever the seed, order, zone or locale."""

from __future__ import annotations

import subprocess  # noqa: TID251
from collections.abc import Callable
from datetime import date

import pytest

from ansecurity_cli.formats import csv, html, json, markdown, worklists
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page, status, worklist
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree, WorkingTree
from conftest import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMANDS = (
    ("check", "--format", "json"), ("status", "--format", "json"), ("unmet",),
    ("report", "--format", "html"), ("report", "--format", "markdown"),
)  # fmt: skip
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "en_US"},
)


@pytest.mark.parametrize("command", COMMANDS, ids="-".join)
def test_surroundings_change_nothing(command: tuple[str, ...], run: Run) -> None:
    arguments = (*command, "--as-of", "2026-11-24")
    first, second = (run(*arguments, env=env) for env in SURROUNDINGS)
    assert first.stdout == second.stdout != ""
    assert first.returncode == second.returncode == 0


class _Reversed(MemoryTree):
    """A tree that lists its files from the end."""

    def paths(self) -> tuple[str, ...]:
        return super().paths()[::-1]


def _shown(snapshot: Snapshot, words: Words) -> list[str]:
    selection = Selection(in_order(snapshot.repository))
    overview, work = status.build(snapshot, selection), worklist.build(snapshot, selection)
    view, screen = page.build(snapshot, selection, ()), Screen()
    return [
        json.status(overview, words, screen), csv.status(overview, words, screen),
        worklists.table(work, words, screen), html.page(view, words, "1"),
        markdown.page(view, words, "1"),
    ]  # fmt: skip


def test_the_order_of_files_changes_nothing(vietnamese: Words) -> None:
    disk = WorkingTree(ROOT)
    files = {path: disk.read(path) for path in disk.paths()}
    day = date(2026, 11, 24)
    forward, backward = take(MemoryTree(files), day), take(_Reversed(files), day)
    # The digest is taken over the files in the order of their names.
    assert forward.digest == backward.digest
    assert forward.diagnostics == backward.diagnostics
    assert _shown(forward, vietnamese) == _shown(backward, vietnamese)
