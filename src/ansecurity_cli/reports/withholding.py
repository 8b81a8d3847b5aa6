"""What no output may repeat: digits of persons, in texts and in what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ansecurity_cli.diagnostics import Diagnostic, Message
from ansecurity_cli.privacy import CODES, hide, masked, withheld

_NAMES = {one.name for one in CODES}


def without_persons(
    diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str]
) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
    """The diagnostics and the texts of their files without digits of persons.

    A problem of one file may quote another: numbers are withheld wherever they stand.
    """
    paths = {one.path for one in diagnostics if one.code in _NAMES}
    numbers = frozenset(one for path in paths for one in withheld(texts.get(path, "")))
    shown = {path: masked(text) if path in paths else text for path, text in texts.items()}
    return tuple(_quiet(one, numbers) for one in diagnostics), shown


def _quiet(one: Diagnostic, numbers: frozenset[str]) -> Diagnostic:
    related = [replace(note, message=_message(note.message, numbers)) for note in one.related]
    pointer = [step if isinstance(step, int) else _text(step, numbers) for step in one.pointer]
    # An edit with dots in it would write them into the file.
    fix = one.fix if one.fix and _text(one.fix.text, numbers) == one.fix.text else None
    return replace(
        one, message=_message(one.message, numbers), related=tuple(related), pointer=tuple(pointer),
        hints=tuple(_message(hint, numbers) for hint in one.hints),
        criterion=_text(one.criterion, numbers), fix=fix,
    )  # fmt: skip


def _message(message: Message, numbers: frozenset[str]) -> Message:
    args = {
        name: value if name == "n" else _value(value, numbers)
        for name, value in message.args.items()
    }
    return replace(message, args=args)


def _value(value: object, numbers: frozenset[str]) -> object:
    match value:
        case Message():
            return _message(value, numbers)
        case tuple():
            return tuple(_value(one, numbers) for one in value)
        case str():
            return _text(value, numbers)
        case bool():
            return value
        case int() | Decimal():
            return value if str(value) not in numbers else "•" * len(str(value))
        case _:
            return value


def _text(text: str, numbers: frozenset[str]) -> str:
    return hide(masked(text), numbers)
