"""A page as text: in which format, from which template, and with how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ansecurity_cli import __version__
from ansecurity_cli.cli.choosing import Wanted
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.options import Asked, PageFormat
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.page import Page

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


def recipe(wanted: Wanted, as_of: date, asked: Asked, words: Words, how: Way) -> Recipe:
    """How the page is made, to be written into it."""
    return Recipe(
        __version__, words.language, how.format.value, "status", as_of,
        tuple(unit.id for unit in wanted.named), wanted.selection.sets,
        tuple(str(one) for one in wanted.selection.periods), asked.alone,
        how.own.digest if how.own else "",
    )  # fmt: skip


def render(view: Page, words: Words, how: Way, made: Recipe) -> Iterable[str]:
    """The page, in pieces; from one's own template as a whole, for it may fail on the way."""
    if how.own is not None:
        from ansecurity_cli.formats import own_template

        try:
            return (own_template.render(how.own, view, words, __version__, made),)
        except own_template.Fault as fault:
            where = say("{path}:{line}", path=fault.path, line=str(fault.line))
            message = say("{where}: {reason}", where=where, reason=fault.reason)
            raise AnsecurityError(message, *fault.hints) from fault
    from ansecurity_cli.formats import html, markdown

    if how.format is PageFormat.HTML:
        return html.chunks(view, words, __version__, made)
    return (markdown.page(view, words, __version__, made),)
