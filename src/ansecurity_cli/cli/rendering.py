"""A page as text: in which format, from which template, and with how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ansecurity_cli import __version__
from ansecurity_cli.cli import commit
from ansecurity_cli.cli.choosing import choose
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.options import Asked, Board, PageFormat, Wish
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Page
from ansecurity_cli.snapshot import Snapshot

if TYPE_CHECKING:
    from ansecurity_cli.formats.own_template import Own

_LARGEST = 1_000_000  # bytes of a template: no page has as many
_ENDINGS = {
    ".html": PageFormat.HTML, ".htm": PageFormat.HTML,
    ".md": PageFormat.MARKDOWN, ".markdown": PageFormat.MARKDOWN,
    ".xlsx": PageFormat.XLSX, ".pdf": PageFormat.PDF, ".docx": PageFormat.DOCX,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """The format of a page, and one's own template where there is one."""

    format: PageFormat
    own: Own | None = None


def format_of(shown: PageFormat | None, target: Path | None) -> PageFormat | None:
    """The format that was asked for, or that the file's ending names."""
    return shown or (_ENDINGS.get(target.suffix.lower()) if target else None)


def way(shown: PageFormat | None, target: Path | None, template: Path | None) -> Way:
    """The format that was asked for, or that the file's or the template's ending names."""
    meant = _ENDINGS.get(Path(template.stem).suffix.lower()) if template else None
    ending = _ENDINGS.get(target.suffix.lower()) if target else None
    chosen = shown or ending or meant or PageFormat.MARKDOWN
    if meant and chosen is not meant:
        message = say(
            "the template “{path}” is for {meant}, what is asked for is {chosen}",
            path=template, meant=meant.value, chosen=chosen.value,
        )  # fmt: skip
        hint = say("name it …{ending}, or leave out --format", ending=f".{_SHORT[chosen]}.j2")
        raise AnsecurityError(message, hint)
    return Way(chosen, _own(template) if template else None)


_SHORT = {PageFormat.HTML: "html", PageFormat.MARKDOWN: "md"}


def _own(path: Path) -> Own:
    from ansecurity_cli.formats import own_template

    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise AnsecurityError(say("there is no file or folder “{path}”", path=path)) from error
    if len(raw) > _LARGEST:
        message = say("the template “{path}” is larger than {n} bytes", path=path, n=_LARGEST)
        raise AnsecurityError(message)
    try:
        return own_template.Own(str(path), raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = say("the template “{path}” is not UTF-8", path=path)
        raise AnsecurityError(message, say("save it as UTF-8")) from error


def built(
    session: Session, snapshot: Snapshot, asked: Asked, how: Way, wish: Wish
) -> tuple[Page, Recipe]:
    """The page that was asked for, and how it is made."""
    wanted = choose(snapshot, asked)
    view = page.build(snapshot, wanted.selection, wanted.named, wish.kind.value)
    if wish.with_commit:
        view = replace(view, commit=commit.stated(session.find_root()))
    traced = wish.kind is Board.HISTORY
    if traced:
        from ansecurity_cli.cli import tracing

        view = replace(view, history=tracing.traced(session, snapshot, wanted, wish))
    return view, Recipe(
        __version__, session.words.language, how.format.value, wish.kind.value, snapshot.as_of,
        tuple(unit.id for unit in wanted.named), wanted.selection.sets,
        tuple(str(one) for one in wanted.selection.periods), asked.alone,
        how.own.digest if how.own else "", wish.with_commit,
        wish.every.value if traced else "", wish.since or "" if traced else "",
    )  # fmt: skip


def render(
    view: Page, words: Words, how: Way, made: Recipe | None, files: Mapping[str, str] | None = None
) -> Iterable[str]:
    """The page, in pieces; from one's own template as a whole, for it may fail on the way.

    An index has no recipe, but names the `files` of units.
    """
    if how.own is not None and made is not None:
        from ansecurity_cli.formats import own_template

        try:
            return (own_template.render(how.own, view, words, __version__, made),)
        except own_template.Fault as fault:
            where = say("{path}:{line}", path=fault.path, line=str(fault.line))
            message = say("{where}: {reason}", where=where, reason=fault.reason)
            raise AnsecurityError(message, *fault.hints) from fault
    from ansecurity_cli.formats import html, markdown

    if how.format is PageFormat.HTML:
        return html.chunks(view, words, __version__, made, files)
    return (markdown.page(view, words, __version__, made, files),)
