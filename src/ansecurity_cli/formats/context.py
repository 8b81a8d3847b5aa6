"""What a template of one's own may use: documented, numbered, and nothing beyond it."""

from __future__ import annotations

import inspect
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import EnumMeta
from functools import cache
from types import FunctionType
from typing import get_args, get_type_hints

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.model.criteria import Criterion
from ansecurity_cli.model.records import Answer
from ansecurity_cli.reports.page import Page

VERSION = 1

# Values, then functions of both formats, of HTML, of Markdown; as they are called.
VALUES: Mapping[str, Message] = {
    "page": say("everything the report shows; see Page below"),
    "view": say("the same in words: titles, headings, remarks; see Layout below"),
    "version": say("the version of ansecurity"),
    "context_version": say("the number of this description"),
    "Outcome": say("the four outcomes: MET, UNMET, NOT_APPLICABLE, UNKNOWN"),
    "abreast": say("how many units stand side by side in a table"),
}
BOTH: Mapping[str, Message] = {
    't("Unit")': say("a text of ansecurity in the language of the report"),
    'say("line {line}", line=5)': say(
        "the same with values put in; only names may stand in braces"
    ),
    "day(day)": say("a day as it is written in the language"),
    "number(n)": say("a number as it is written in the language"),
    "outcome(outcome)": say("an outcome in words"),
    "state(text)": say("a state of a remedy, finding or proposal in words"),
    "padded(n)": say("a number with at least two digits"),
    "zip(a, b)": say("two lists side by side"),
    "range(n)": say("the numbers below n, at most 100,000"),
    "namespace(…), cycler(…), joiner(…), dict(…)": say("as in jinja2"),
}
HTML: Mapping[str, Message] = {
    "icon(outcome)": say("the drawn symbol of an outcome"),
    "tag(outcome, text)": say("symbol and word of an outcome"),
    "kind(outcome)": say("the class of an outcome in the style sheet"),
    "bar(counts, text)": say("the bar with a block a criterion; the text is for those who hear it"),
    "css_string(text)": say("a text as a string of a style sheet"),
    "web_address(url)": say("the address if it leads to a web page, else nothing; for href"),
    "meter(reached, text)": say("a bar of how many of all units; hatched where it is unknown"),
    "towards(reached, target, text)": say("a bar of how far it is to a target"),
    "swatch(outcome)": say("one block of a bar, for a legend"),
    "columns(course, text)": say("how a result ran, drawn; the text is for those who hear it"),
    "anchors": say("names for the lines of the worklist, by key and criterion"),
}
MARKDOWN: Mapping[str, Message] = {
    "symbol(outcome)": say("the symbol of an outcome"),
    "tag(outcome, text)": say("symbol and word of an outcome, bold where it is unmet"),
    "row(a, b, …)": say("a line of a table"),
    'rule("", "r", …)': say("the line below the head of a table; r sets a column to the right"),
    "results(row)": say("the cells of a criterion in a matrix"),
    "totals(matrix)": say("how many criteria each unit of a matrix meets"),
    "code(text)": say("a text as code, not in tables"),
    "beside(text, name)": say("a link to a file in the same folder"),
    "marks(line, view)": say("the cells of a line of a score sheet"),
    "sums(card, view)": say("the totals of a score sheet"),
    "link(text, url)": say("a link if the address leads to a web page, else the text"),
}
# Filters of jinja2 that neither undo escaping nor depend on chance or on the machine.
FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "groupby", "int", "items",
    "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum",
    "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
# What may be called on values that are none of ours.
METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset({
        "capitalize", "endswith", "isdigit", "lower", "lstrip", "partition", "rpartition",
        "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
    }),
    Mapping: frozenset({"get", "items", "keys", "values"}),
    date: frozenset({"day", "isoformat", "month", "year"}),
}  # fmt: skip

# Named in annotations of `verdicts.outcome`, which doesn't import them.
_LATE = {"Criterion": Criterion, "Answer": Answer}


def names(table: Mapping[str, Message]) -> Iterator[str]:
    """The names that a table describes: “row(a, b, …)” is `row`."""
    for head in table:
        for one in head.split("), "):
            yield one.partition("(")[0]


@cache
def types() -> tuple[type, ...]:
    """The types that can be reached from `page` and `view`, in the order in which they come up."""
    found: dict[type, None] = {Page: None, Layout: None}
    todo: list[object] = [Page, Layout]
    while todo:
        for one in _meant(todo.pop(0)):
            if one not in found:
                found[one] = None
                todo.append(one)
    return tuple(found)


def _meant(kind: object) -> Iterator[type]:
    """The types of ours that the fields, properties and methods of a type lead to."""
    if not isinstance(kind, type):
        return
    hints = [*get_type_hints(kind, localns=_LATE).values()] if is_dataclass(kind) else []
    for name in members(kind):
        value = inspect.getattr_static(kind, name, None)
        made = value.fget if isinstance(value, property) else value
        if isinstance(made, FunctionType):
            hints.append(get_type_hints(made, localns=_LATE).get("return"))
    for hint in hints:
        yield from _within(hint)


def _within(hint: object) -> Iterator[type]:
    ours = getattr(hint, "__module__", "").startswith("ansecurity_cli.")
    if isinstance(hint, type) and ours:
        yield hint
    for one in get_args(hint):
        yield from _within(one)


def members(kind: type) -> tuple[str, ...]:
    """The public fields, properties and methods of a type."""
    if isinstance(kind, EnumMeta):
        return ("name", "value")
    named = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    named += getattr(kind, "_fields", ())  # of a named tuple
    own = (name for base in kind.__mro__ if _ours(base) for name in vars(base))
    public = dict.fromkeys(name for name in (*named, *own) if not name.startswith("_"))
    return tuple(name for name in public if not _makes(kind, name))


def _ours(kind: type) -> bool:
    return kind.__module__.startswith("ansecurity_cli.")


def _makes(kind: type, name: str) -> bool:
    """Whether it makes a value instead of telling of one; of a view, what leads beyond it."""
    made = isinstance(inspect.getattr_static(kind, name, None), (classmethod, staticmethod))
    return made or (issubclass(kind, Layout) and name in ("words", "page"))


def allowed(kind: type) -> frozenset[str]:
    """What of a value of this type may be asked for."""
    return _allowed(kind)


@cache
def _allowed(kind: Hashable) -> frozenset[str]:
    if not isinstance(kind, type):
        return frozenset()
    ours = any(issubclass(kind, one) for one in types())
    return frozenset(members(kind)) if ours else frozenset()
