"""YAML as it is written into new files: values that mean themselves, comments that wrap."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.wording import Words, inert

# What needs no quotes: begins with a letter, holds nothing that YAML or our checks could misread.
_PLAIN = re.compile(r"[^\W\d_](?:[\w /()%-]*[\w)%])?")
_WORDS = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
_WIDTH = 98
_FOLDED = re.compile(r"[ \t\r\n]+")


class Made(str):
    """Text that was made for its place and is printed as it is."""

    __slots__ = ()


def scalar(value: object) -> str:
    """One value in YAML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case date():
            return f'"{value.isoformat()}"'
        case _:
            return _text(str(value))


def _text(value: str) -> str:
    text = _FOLDED.sub(" ", value).strip()
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: object) -> str:
    """A value in one line: `{number: "12-NQ/ĐU", issued: "2026-02-04"}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value)


def note(text: str, mark: str = "#", indent: int = 0, hang: int = 0, inset: int = 0) -> Made:
    """A comment, wrapped; it stands `inset` characters in, and later lines `hang` more."""
    lead = f"{' ' * indent}{mark} {' ' * inset}"
    lines = textwrap.wrap(
        inert(one_line(text)), _WIDTH, initial_indent=lead,
        subsequent_indent=lead + " " * hang, break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return Made("\n".join(lines) or lead.rstrip())


def _printed(value: object) -> str:
    return value if isinstance(value, Made) else inert(one_line(str(value)))


def render(template: str, words: Words, /, **values: Any) -> str:
    """A template of `templates/scaffolds`, filled in."""
    folder = resources.files("ansecurity_cli.formats") / "templates" / "scaffolds"
    environment = Environment(  # noqa: S701 - YAML and Markdown; `finalize` makes it harmless
        loader=FileSystemLoader(str(folder)), trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, undefined=StrictUndefined, finalize=_printed,
    )  # fmt: skip
    environment.globals.update(
        t=lambda text: Made(words.t(text)), say=words.say, note=note,
        yaml=lambda value: Made(scalar(value)), flow=lambda value: Made(flow(value)),
    )  # fmt: skip
    return environment.get_template(template).render(**values)
