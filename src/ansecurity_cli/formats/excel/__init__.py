"""The report as a workbook: progress, a sheet a set, what is left to do, where it comes from."""

from __future__ import annotations

from ansecurity_cli.formats.excel import matrices, origin, programme, progress, scores
from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.page import Page


def workbook(page: Page, words: Words, version: str) -> bytes:
    """The whole file; the same page gives the same bytes."""
    view = Layout(page, words)
    book = Book(words, view.title, page.provenance, version, illustrative=view.all_illustrative)
    progress.write(book, view)
    for one in page.matrices:
        matrices.write(book, view, one)
        if one.criteria_set.scoring:
            scores.write(book, view, one)
    programme.worklist(book, view)
    programme.proposals(book, view)
    origin.write(book, view, version)
    return book.finish()
