"""A report from a template of one's own: in the sandbox, with the escaping of the format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.utils import missing
from markupsafe import escape

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats import context, html, layout, markdown
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.sandbox import Denied, Sandbox, Unknown, owned
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.page import Page
from ansecurity_cli.schema import suggest

_PRAGMA = re.compile(r"\{#-?\s*ansecurity-context:\s*(\S+?)\s*-?#\}")
_NO_FILTER = re.compile(r"No (?:filter|test) named '(.*?)'")
# What a template can do wrong with values that are right.
_WRONG = (
    TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
    RecursionError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Own:
    """A template: where it stands, and its text."""

    path: str
    text: str

    @property
    def digest(self) -> str:
        """What a report made from it is known by."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Fault(Exception):
    """What is wrong with a template, where, and what to write instead."""

    def __init__(self, path: str, line: int, reason: Message, *hints: Message) -> None:
        super().__init__(reason.msgid)
        self.path, self.line, self.reason, self.hints = path, line, reason, hints


def render(own: Own, page: Page, words: Words, version: str, recipe: Recipe) -> str:
    """The whole report; `Fault` for whatever the template does wrong."""
    _fits(own)
    is_html = recipe.format == "html"
    finish = escape if is_html else markdown.finish
    more = html.functions(page, words) if is_html else markdown.functions(words)
    sandbox = Sandbox(
        layout.finalizing(words, finish), loader=_Ours(own, "html" if is_html else "md"),
        **layout.OPTIONS,
    )  # fmt: skip
    sandbox.globals.update(layout.functions(words) | more)
    sandbox.globals.update(
        t=words.t, say=_saying(words), context_version=context.VERSION, version=version
    )
    sandbox.globals.update(page=page, view=layout.Layout(page, words))
    try:
        text = sandbox.get_template(own.path).render()
    except _WRONG as error:
        raise _told(own, error, sandbox) from error
    if is_html:
        return f"{text.rstrip()}\n{recipe.comment()}\n"
    return markdown.whole(text, recipe)


def _fits(own: Own) -> None:
    for found in _PRAGMA.finditer(own.text):
        if found[1] != str(context.VERSION):
            raise Fault(
                own.path, own.text.count("\n", 0, found.start()) + 1,
                say(
                    "the template is for context {asked}, this version has context {known}",
                    asked=found[1], known=str(context.VERSION),
                ),
                say("compare it with docs/mau-bao-cao.md, then write {form}",
                    form=f"{{# ansecurity-context: {context.VERSION} #}}"),
            )  # fmt: skip


class _Ours(BaseLoader):
    """The template itself, and by name our sections of the same format; no other file."""

    def __init__(self, own: Own, ending: str) -> None:
        self.own, self.ending = own, ending

    def names(self) -> tuple[str, ...]:
        """What may be included."""
        sections = (f"sections/{name}.{self.ending}.j2" for name in layout.SECTIONS)
        return (*sections, *(("parts.html.j2", "report.css.j2") if self.ending == "html" else ()))

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, None]:
        """The text, and the name that faults are told by."""
        if template == self.own.path:
            return self.own.text, self.own.path, None
        if template not in self.names():
            raise TemplateNotFound(template)
        folder = resources.files("ansecurity_cli.formats") / "templates"
        return folder.joinpath(template).read_text("utf-8"), template, None


def _saying(words: Words) -> object:
    """`say` for templates: only whole values can be put in, not parts of them or widths."""

    def said(msgid: str, **args: object) -> str:
        if re.sub(r"\{[a-z_]+\}", "", msgid).strip() != re.sub(r"\{[^{}]*\}", "", msgid).strip():
            raise Denied(say("only {form} may stand in a text", form="{name}"))
        if set(re.findall(r"\{([a-z_]+)\}", msgid)) - args.keys() or re.search(
            r"[{}]", re.sub(r"\{[a-z_]+\}", "", msgid)
        ):
            raise Denied(say("only {form} may stand in a text", form="{name}"))
        return words.say(msgid, **args)

    return said


def _told(own: Own, error: BaseException, sandbox: Sandbox) -> Fault:
    """The fault in words, on the last line of the template that was reached."""
    line = 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == own.path:
            line = trace.tb_lineno
        trace = trace.tb_next
    match error:
        case Denied():
            return Fault(own.path, line, error.reason, *error.hints)
        case Unknown():
            return Fault(own.path, line, *_unknown(error, sandbox))
        case TemplateSyntaxError():
            return Fault(own.path, error.lineno, *_syntax(error, sandbox))
        case TemplateNotFound():
            loader = sandbox.loader
            known: Iterable[str] = loader.names() if isinstance(loader, _Ours) else ()
            reason = say("“{name}” can't be included", name=str(error.name))
            return Fault(own.path, line, reason, *suggest(str(error.name), known), _included())
        case SecurityError():
            return Fault(own.path, line, say("this may not be done in a template"))
        case RecursionError() | MemoryError():
            return Fault(
                own.path, line, say("the template goes on for too long or prints too much"),
                say("look for loops within loops"),
            )  # fmt: skip
        case _:
            text = f"{type(error).__name__}: {error}"
            reason = say("this can't be computed: {text}", text=text)
            return Fault(own.path, line, reason, _documented())


def _unknown(error: Unknown, sandbox: Sandbox) -> tuple[Message, ...]:
    if error.owner is missing:
        reason = say("there is no “{name}” in a template", name=error.name)
        return reason, *suggest(error.name, sandbox.globals), _documented()
    kind = type(error.owner).__name__
    if error.forbidden:
        reason = say("“{name}” of {kind} may not be used in a template", name=error.name, kind=kind)
    else:
        reason = say("{kind} has no “{name}”", name=error.name, kind=kind)
    return reason, *suggest(error.name, owned(error.owner)), _documented()


def _syntax(error: TemplateSyntaxError, sandbox: Sandbox) -> tuple[Message, ...]:
    found = _NO_FILTER.search(error.message or "")
    if found:
        reason = say("there is no filter or test “{name}” in a template", name=found[1])
        return reason, *suggest(found[1], [*sandbox.filters, *sandbox.tests]), _documented()
    reason = say("this can't be read as jinja2: {text}", text=error.message or "")
    return reason, say("write {form}", form="{{ page.answer }}, {% for … %} … {% endfor %}")


def _included() -> Message:
    return say("only sections of ansecurity can be included, for example {form}",
               form='{% include "sections/progress.html.j2" %}')  # fmt: skip


def _documented() -> Message:
    return say("what there is: docs/mau-bao-cao.md")
