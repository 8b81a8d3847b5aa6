"""A report in a format, as bytes; what needs a file, an extra or a browser says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ansecurity_cli import __version__
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.options import PageFormat
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.page import Page

Render = Callable[[Page, Words], bytes]
_ENDINGS = {
    ".html": PageFormat.HTML, ".htm": PageFormat.HTML,
    ".xlsx": PageFormat.XLSX, ".pdf": PageFormat.PDF, ".docx": PageFormat.DOCX,
}  # fmt: skip
BINARY = (PageFormat.XLSX, PageFormat.PDF, PageFormat.DOCX)


def chosen(shown: PageFormat | None, target: Path | None, *, check: bool) -> PageFormat:
    """The format that was asked for, or that the file's ending names, where that can be done."""
    ending = target.suffix.lower() if target else ""
    found = shown or _ENDINGS.get(ending, PageFormat.MARKDOWN)
    if check and target is None:
        raise AnsecurityError(say("--check needs the file to compare with: -o FILE"))
    if found in BINARY and target is None:
        message = say("{format} is not shown on a terminal", format=found.value)
        raise AnsecurityError(message, say("name a file: -o FILE.{ending}", ending=found.value))
    if check and found is PageFormat.PDF:
        message = say("--check can't compare a PDF: every browser writes another")
        raise AnsecurityError(message, say("compare the HTML report it is printed from"))
    return found


def render(view: Page, words: Words, shown: PageFormat) -> bytes:
    """The whole file."""
    return _RENDER[shown](view, words)


def _markdown(view: Page, words: Words) -> bytes:
    from ansecurity_cli.formats.markdown import page

    return page(view, words, __version__).encode("utf-8", "backslashreplace")


def _html(view: Page, words: Words) -> bytes:
    from ansecurity_cli.formats.html import page

    return page(view, words, __version__).encode("utf-8", "backslashreplace")


def _xlsx(view: Page, words: Words) -> bytes:
    try:
        from ansecurity_cli.formats.excel import workbook
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "xlsxwriter":
            raise
        raise _missing("xlsx", "Excel") from error
    return workbook(view, words, __version__)


def _missing(extra: str, program: str) -> AnsecurityError:
    message = say("writing for {program} needs an extra that is not installed", program=program)
    command = f"pip install 'ansecurity[{extra}]'"
    return AnsecurityError(message, say("install it: {command}", command=command))


def _pdf(view: Page, words: Words) -> bytes:
    from ansecurity_cli.cli.browser import print_to_pdf

    return print_to_pdf(_html(view, words))


_RENDER: Mapping[PageFormat, Render] = {
    PageFormat.MARKDOWN: _markdown, PageFormat.HTML: _html, PageFormat.XLSX: _xlsx,
    PageFormat.PDF: _pdf,
}  # fmt: skip
