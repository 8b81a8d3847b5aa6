"""What no output may repeat: digits of persons, in texts and in what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ansecurity_cli.diagnostics import Diagnostic, Edit, Message
from ansecurity_cli.privacy import CODES, hide, masked, withheld

_NAMES = {one.name for one in CODES}


def without_persons(
    diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str]
) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """The diagnostics and the texts of their files without digits of persons."""
    paths = {one.path for one in diagnostics if one.code in _NAMES}
    secrets = {path: withheld(texts.get(path, "")) for path in paths}
    shown = {path: masked(text) if path in paths else text for path, text in texts.items()}
    return tuple(_quiet(one, secrets.get(one.path, frozenset())) for one in diagnostics), shown


def _quiet(one: Diagnostic, secrets: frozenset[str]) -> Diagnostic:
    if not secrets:
        return one
    related = [replace(note, message=_message(note.message, secrets)) for note in one.related]
    pointer = [step if isinstance(step, int) else hide(step, secrets) for step in one.pointer]
    return replace(
        one, message=_message(one.message, secrets), related=tuple(related), pointer=tuple(pointer),
        hints=tuple(_message(hint, secrets) for hint in one.hints),
        criterion=hide(one.criterion, secrets),
        fix=Edit(one.fix.span, hide(one.fix.text, secrets)) if one.fix else None,
    )  # fmt: skip


def _message(message: Message, secrets: frozenset[str]) -> Message:
    return replace(
        message, args={name: _value(value, secrets) for name, value in message.args.items()}
    )


def _value(value: object, secrets: frozenset[str]) -> object:
    match value:
        case Message():
            return _message(value, secrets)
        case tuple():
            return tuple(_value(one, secrets) for one in value)
        case str():
            return hide(value, secrets)
        case bool() | None:
            return value
        case int():
            return value if str(value) not in secrets else "•" * len(str(value))
        case _:
            return value
