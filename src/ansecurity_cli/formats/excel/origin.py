"""Where the figures come from: enough to make them again, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.excel.book import Book
from ansecurity_cli.formats.excel.sheet import Column, Value
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.model.records import Source


def write(book: Book, view: Layout, version: str) -> None:
    """A row a fact: the tool, the day, the files, the method, the sources."""
    t = book.words.t
    columns = (Column(t("What"), 26), Column(t("Content"), 64, "id"), Column(t("Address"), 40))
    sheet = book.sheet(t("Origin"), book.words.say("Origin: {title}", title=view.title), columns)
    sheet.note(t("An overview for reading, not an issued document"), italic=True)
    sheet.heads()
    for line in (*_made(view, version), *_unreadable(view), *_method(view), *_sources(view)):
        sheet.line(line)
    sheet.close(filtered=False)


def _made(view: Layout, version: str) -> Iterator[tuple[Value, Value, Value]]:
    t, origin = view.words.t, view.page.provenance
    yield t("Tool"), f"ansecurity {version}", None
    yield t("As of"), origin.as_of, None
    yield t("Files read"), origin.files, None
    yield t("Digest of the data"), origin.digest, None
    yield t("Errors in the files"), origin.errors, None
    yield t("Units"), len(view.page.status.units), None
    yield t("Criteria sets"), view.set_list, None
    yield t("Periods"), view.period_list, None
    if view.page.illustrative and not view.all_illustrative:
        names = view.names(view.page.illustrative)
        yield t("Illustrative data, not real results"), names, None


def _unreadable(view: Layout) -> Iterator[tuple[Value, Value, Value]]:
    n = len(view.page.provenance.unreadable)
    head: Message = say("Files that could not be used: {n}", n=n)
    yield view.words(head), None if n else view.words.t("none"), None
    for path in view.page.provenance.unreadable:
        yield view.words.t("File that decides nothing"), path, None


def _method(view: Layout) -> Iterator[tuple[Value, Value, Value]]:
    for one in view.method():
        yield view.words.t("How this is computed"), one, None


def _sources(view: Layout) -> Iterator[tuple[Value, Value, Value]]:
    def row(head: str, source: Source) -> tuple[Value, Value, Value]:
        title = source.get("title") or source.get("publisher") or source.get("url", "")
        text = " – ".join(part for part in (title, view.source(source)) if part)
        return head, text, source.get("url") or None

    for source in view.page.sources:
        yield row(view.words.t("Source"), source)
    for source in view.page.set_sources:
        yield row(view.words.t("Source of a criteria set"), source)
