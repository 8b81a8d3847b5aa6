"""The message catalogue against the code: which texts there are, which are translated.

Run with --update after changing a text: new ones are added without a translation, old ones
dropped; then write the Vietnamese.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

SOURCE = Path(__file__).parents[1] / "src" / "ansecurity_cli"
PO = SOURCE / "locale" / "vi" / "LC_MESSAGES" / "messages.po"
# What typer words by itself, through the same gettext domain.
TYPER = (
    "Usage:", "Options", "Commands", "Arguments", "default: {default}", "required",
    "Missing command.", "Show this message and exit.", "[OPTIONS]", "COMMAND [ARGS]...",
)  # fmt: skip
_CALLS = ("say", "say_n", "t")


def _in_python() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if called in _CALLS and texts and isinstance(texts[0], str) and texts[0]:
                yield texts[0], str(texts[1]) if called == "say_n" else ""


def _in_templates() -> Iterator[tuple[str, str]]:
    environment = Environment(
        autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    for path in sorted((SOURCE / "formats" / "templates").rglob("*.j2")):
        found = environment.parse(path.read_text(encoding="utf-8"))
        from jinja2 import nodes

        for call in found.find_all(nodes.Call):
            name = (
                call.node.attr
                if isinstance(call.node, nodes.Getattr)
                else getattr(call.node, "name", "")
            )
            if name in _CALLS and call.args and isinstance(call.args[0], nodes.Const):
                plural = call.args[1].value if name == "say_n" else ""
                yield str(call.args[0].value), plural


class _Listening:
    """Stands in for Words and keeps what it is asked to translate."""

    language = "en"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def t(self, text: str) -> str:
        self.texts.append(text)
        return text


def _in_help() -> Iterator[str]:
    from ansecurity_cli.cli import app

    listener = _Listening()
    app._build(listener)
    yield from dict.fromkeys(listener.texts)


def _in_checks() -> Iterator[str]:
    from ansecurity_cli.checks import CHECKS

    for check in CHECKS:
        yield from (one.msgid for one in (check.code.summary, check.code.detail) if one)


def used() -> dict[str, str]:
    """Every text of the program that a user can see, with its plural or ''."""
    texts = dict([*_in_python(), *_in_templates()])
    texts |= {text: texts.get(text, "") for text in (*_in_help(), *_in_checks(), *TYPER)}
    return texts


def translated(path: Path = PO) -> dict[str, str]:
    """The Vietnamese of every text in the catalogue; '' where there is none."""
    with path.open("rb") as file:
        return {_first(one.id): _first(one.string) for one in read_po(file) if one.id}


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def update() -> None:
    """Write the catalogue anew from the code, keeping the translations."""
    known = translated()
    with PO.open("rb") as file:
        old = read_po(file)
    catalogue = Catalog(
        "vi", project="ansecurity", charset="utf-8", fuzzy=False, header_comment=old.header_comment
    )
    catalogue.mime_headers = old.mime_headers
    for one, many in sorted(used().items()):
        text = known.get(one, "")
        catalogue.add((one, many) if many else one, (text,) if many else text)
        if not text:
            print(f"no Vietnamese yet: {one}")
    with PO.open("wb") as file:
        write_po(file, catalogue, width=10_000, sort_output=True)


if __name__ == "__main__" and "--update" in sys.argv:
    update()
