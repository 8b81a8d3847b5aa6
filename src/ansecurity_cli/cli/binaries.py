"""Reports that are no text: they need a file, an extra or a browser, and say so."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.options import Board, PageFormat, Wish
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.page import Page

BINARY = (PageFormat.XLSX, PageFormat.PDF, PageFormat.DOCX)
_LIBRARIES = {PageFormat.XLSX: ("xlsxwriter", "Excel"), PageFormat.DOCX: ("docxtpl", "Word")}


def ready(shown: PageFormat, target: Path | None, wish: Wish, template: Path | None) -> None:
    """End the run where the file can't be written, or not be compared."""
    if target is None:
        message = say("{format} is not shown on a terminal", format=shown.value)
        raise AnsecurityError(message, say("name a file: -o FILE.{ending}", ending=shown.value))
    if wish.kind is not Board.STATUS and shown is not PageFormat.PDF:
        message = say(
            "--kind {kind} is not written as {format}", kind=wish.kind.value, format=shown.value
        )
        raise AnsecurityError(message, say("write it as HTML, Markdown or PDF"))
    if wish.with_commit and shown is not PageFormat.PDF:
        message = say("--with-commit is not written as {format}", format=shown.value)
        raise AnsecurityError(message, say("write it as HTML, Markdown or PDF"))
    if template and shown is PageFormat.XLSX:
        message = say("--template is not for {format}", format=shown.value)
        raise AnsecurityError(message, say("leave {option} out", option="--template"))
    if wish.check and shown is PageFormat.PDF:
        message = say("--check can't compare a PDF: every browser writes another")
        raise AnsecurityError(message, say("compare the HTML report it is printed from"))
    if shown in _LIBRARIES:
        installed(*_LIBRARIES[shown])


def installed(module: str, program: str) -> None:
    """End the run where the library that writes for a program isn't there."""
    if find_spec(module) is None:
        message = say("writing for {program} needs an extra that is not installed", program=program)
        raise AnsecurityError(message, advice(module))


def advice(module: str) -> Message:
    """How to install a library: by its own name, wherever this command is installed."""
    return say("install it: {command}", command=f'"{sys.executable}" -m pip install {module}')


def xlsx(view: Page, words: Words) -> bytes:
    """The workbook."""
    from ansecurity_cli.formats.excel import workbook

    return workbook(view, words, __version__)


def pdf(pieces: Iterable[str]) -> bytes:
    """The HTML page, printed by a browser."""
    from ansecurity_cli.cli.browser import print_to_pdf

    return print_to_pdf("".join(pieces).encode("utf-8", "backslashreplace"))
