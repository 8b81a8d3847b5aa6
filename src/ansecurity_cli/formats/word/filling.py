"""A template filled in: only plain values reach it, and what others wrote means itself."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime, time
from importlib import resources
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.word.annex import Annex, append
from ansecurity_cli.formats.word.columns import Columns
from ansecurity_cli.formats.word.letterhead import Letterhead, Wishes
from ansecurity_cli.formats.word.packing import packed
from ansecurity_cli.formats.word.sections import Sections
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.official import Draft

SHIPPED = "bao-cao.docx"
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError, ValueError, SyntaxError,
    AttributeError, OSError,
)  # fmt: skip
_BREAKS = re.compile(r"[ \t\r\n]+")


class BadTemplate(Exception):
    """A template that can't be filled in, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


def shipped() -> bytes:
    """The template that comes with the tool."""
    return (resources.files("ansecurity_cli.formats.word") / SHIPPED).read_bytes()


def draft(view: Draft, wishes: Wishes, words: Words, version: str, template: bytes) -> bytes:
    """The draft as a Word file."""
    head = Letterhead(view, wishes, words)
    sections = Sections(view, head, words)
    columns = Columns(sections)
    annexes = [
        Annex(
            sections.annex_name(number),
            words.say(
                "Results by criterion: {set}",
                set=sections.set_in(one.criteria_set.title or one.criteria_set.id, one.period),
            ),
            head.attached(), columns.tables(one),
        )
        for number, one in enumerate(view.annexes, 1)
    ]  # fmt: skip
    filled = fill(template, {**head.context(), **sections.context()})
    append(filled.docx, annexes)
    origin = view.page.provenance
    made = words.say(
        "Made with ansecurity {version} from {files} files as of {day}; data {digest}; "
        "errors in the files: {errors}.",
        version=version, files=origin.files, day=origin.as_of, digest=origin.digest,
        errors=origin.errors,
    )  # fmt: skip
    properties = filled.docx.core_properties
    properties.title, properties.comments = sections.subject_matter[:255], made[:255]
    properties.author = properties.last_modified_by = "ansecurity"
    properties.created = properties.modified = datetime.combine(view.as_of, time())
    properties.revision = 1
    return written(filled)


def fill(
    template: bytes, context: Mapping[str, object], undefined: type[Undefined] = StrictUndefined
) -> Any:
    """A template with values; it can reach nothing else."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=undefined)
    opened = opened_template(template)
    try:
        opened.render(plain(context), environment, autoescape=True)
    except (
        TemplateError,
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        AttributeError,
    ) as error:
        told = say("the template can't be filled in: {reason}", reason=str(error))
        raise BadTemplate(told) from error
    return opened


def opened_template(template: bytes) -> Any:
    """The template as docxtpl reads it, or why it can't be read."""
    try:
        opened = DocxTemplate(io.BytesIO(template))
        opened.init_docx()
    except _UNREADABLE as error:
        raise BadTemplate(say("this is not a Word file (.docx)")) from error
    return opened


def written(filled: Any) -> bytes:
    """The file, the same bytes for the same content."""
    raw = io.BytesIO()
    filled.save(raw)
    return packed(raw.getvalue())


def plain(value: object) -> Any:
    """Values on one line each, with nothing in them that moves, hides or opens anything."""
    match value:
        case Mapping():
            return {name: plain(one) for name, one in value.items()}
        case list():
            return [plain(one) for one in value]
        case _:
            # Blanks that hold a place open are kept at the ends too.
            return inert(_BREAKS.sub(" ", str(value)).strip(" "))
