"""Every keyword of the schemas in our words, with what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ansecurity_cli.diagnostics import Location, Message, say
from ansecurity_cli.schema.loading import load
from ansecurity_cli.schema.values import NO, YES, day_meant, show, suggest
from ansecurity_cli.sources.scalars import quoted, write_quoted

Source = Callable[[Location], str]

_TYPES = {
    "string": say("text"),
    "integer": say("a whole number"),
    "number": say("a number"),
    "boolean": say("true or false"),
    "array": say("a list (lines that begin with “-”)"),
    "object": say("a group of “key: value” lines"),
}
_FORMS = {
    "id": say("lower-case letters without accents, digits and hyphens, as in phuong-hoa-hieu"),
    "criterion_id": say("lower-case letters without accents, digits, dots and hyphens, as in k4.2"),
    "slug": say("lower-case letters without accents, digits and hyphens"),
    "date": say('a day that exists, as in "2023-04-19"'),
    "month_day": say('a month and a day, as in "03-31"'),
    "duration": say("P6M for six months, P1Y for a year, P30D for thirty days"),
    "period": say("a year (2023), a half (2023-h1) or a quarter (2023-q3)"),
    "url": say("an address that begins with https:// or http://"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that doesn't fit; `instead` is what can safely be written in its place."""

    code: str
    at: Location
    message: Message
    hints: tuple[Message, ...] = ()
    missing: str = ""
    instead: str = ""


def word(error: Any, at: Location, source: Source) -> Iterator[Fault]:
    """The faults of one error of the validator; `source` gives the text of a place."""
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "required":
            yield from _missing(error, at)
        case "additionalProperties":
            names = error.schema.get("properties", {})
            for name in [name for name in value if name not in names]:
                message = say("unknown key “{key}”", key=name)
                yield Fault("unknown-key", at.at(name).key(), message, suggest(name, names))
        case "enum" | "const":
            allowed = limit if error.validator == "enum" else [limit]
            if isinstance(value, (list, dict)) or value is None:
                yield _type(at, value, ["string"], source(at))
                return
            message = say("“{value}” is not one of the values that stand here", value=show(value))
            yield Fault("unknown-value", at, message, suggest(show(value), allowed))
        case "type":
            wanted = [limit] if isinstance(limit, str) else limit
            dated = _form(error.schema.get("pattern", "")) == "date"
            yield _type(at, value, wanted, source(at), dated=dated)
        case "pattern" | "format":
            form = _form(error.schema.get("pattern", ""))
            yield _date(at, value) if form == "date" else _misshapen(at, value, form)
        case _:
            yield _size(error.validator, at, limit)


def _missing(error: Any, at: Location) -> Iterator[Fault]:
    properties = error.schema.get("properties", {})
    strangers = [name for name in error.instance if name not in properties]
    for name in [name for name in error.validator_value if name not in error.instance]:
        hint = say("add a line “{key}: …” ({title})", key=name, title=_title(properties, name))
        # A misspelt key is told once, where it stands.
        code = "" if difflib.get_close_matches(name, strangers) else "missing-key"
        yield Fault(code, at, say("“{key}” is missing", key=name), (hint,), name)


def _misshapen(at: Location, value: object, form: str) -> Fault:
    hints = (say("write {form}", form=_FORMS[form]),) if form in _FORMS else ()
    message = say("“{value}” doesn't have the right form", value=show(value))
    return Fault("wrong-form", at, message, hints)


def _date(at: Location, value: object) -> Fault:
    meant = day_meant(str(value))
    if meant is None:
        message = say("“{value}” is not a day", value=show(value))
        return Fault("date-form", at, message, (say("write {form}", form=_FORMS["date"]),))
    day, certain = quoted(meant[0]), meant[1]
    message = say("“{value}” is not a date in the form year-month-day", value=show(value))
    hint = (
        say("write {form}", form=day)
        if certain
        else say("write {day} if the day stands first", day=day)
    )
    return Fault("date-form", at, message, (hint,), instead=day if certain else "")


def _type(
    at: Location, value: object, wanted: list[str], raw: str, *, dated: bool = False
) -> Fault:
    names = tuple(_TYPES[name] for name in wanted if name in _TYPES)  # none is asked for in null
    if value is None:
        return Fault(
            "missing-value",
            at,
            say("nothing is written here"),
            (say("write {wanted}", wanted=names),),
        )
    message = say("this must be {wanted}", wanted=names)
    plain = raw.strip() if "\n" not in raw else ""
    if "string" in wanted:
        return _text_wanted(at, value, message, plain, dated=dated)
    if isinstance(value, str) and "boolean" in wanted and value.lower() in YES | NO:
        word = "true" if value.lower() in YES else "false"
        hint = say("write {form}", form=word)
        return Fault(
            "yes-no-word",
            at,
            say("“{value}” is neither true nor false", value=show(value)),
            (hint,),
            instead=word,
        )
    if isinstance(value, (str, float)) and {"number", "integer"} & set(wanted):
        return _number_wanted(at, value, message, plain, whole="number" not in wanted)
    hints = (say("write true (yes) or false (no)"),) if "boolean" in wanted else ()
    return Fault("wrong-type", at, message, hints)


def _text_wanted(at: Location, value: object, message: Message, raw: str, *, dated: bool) -> Fault:
    if isinstance(value, (int, float)):
        text = raw or show(value)
        instead = "" if dated else quoted(text)
        return Fault("wrong-type", at, message, (write_quoted(text),), instead=instead)
    if isinstance(value, dict) and raw and raw[0] not in "{[" and " #" not in raw:
        message = say("a text with a colon in it, not in quotes")
        return Fault("colon-in-text", at, message, (write_quoted(raw),), instead=quoted(raw))
    return Fault("wrong-type", at, message)


_DECIMAL_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")
_PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) *%")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[. ][0-9]{3})+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")


def _number_wanted(
    at: Location, value: str | float, message: Message, raw: str, *, whole: bool
) -> Fault:
    text = value.strip() if isinstance(value, str) else raw
    if _THOUSANDS.fullmatch(text):
        number = re.sub("[. ]", "", text)
        hint = say("write {number} if thousands are meant", number=number)
        return Fault("wrong-type", at, message, (hint,))
    if whole and not text.isdecimal():
        return Fault("wrong-type", at, message)
    if _DECIMAL_COMMA.fullmatch(text):
        number = text.replace(",", ".")
        message = say("“{value}” has a comma for the decimal point", value=show(text))
        hint = say("write the decimal with a point: {text}", text=number)
        return Fault("decimal-comma", at, message, (hint,), instead=number)
    share = _PERCENT.fullmatch(text)
    number = share[1].replace(",", ".") if share else text
    if isinstance(value, str) and _NUMBER.fullmatch(number):
        hint = say("write the number alone: {number}", number=number)
        return Fault("wrong-type", at, message, (hint,), instead=number)
    return Fault("wrong-type", at, message)


def _size(keyword: str, at: Location, limit: object) -> Fault:
    match keyword:
        case "minimum":
            message = say("this must be at least {limit}", limit=limit)
        case "exclusiveMinimum":
            message = say("this must be more than {limit}", limit=limit)
        case "maximum":
            message = say("this must be at most {limit}", limit=limit)
        case "minItems" | "minProperties" | "minLength":
            message = say("nothing is written here")
        case "maxLength":
            message = say("this text is longer than {limit} characters", limit=limit)
        case "maxItems":
            message = say("this list has more than {limit} items", limit=limit)
        case "maxProperties":
            message = say("only {limit} of these keys may stand here", limit=limit)
        case _:
            message = say("this doesn't fit the schema ({keyword})", keyword=keyword)
    return Fault("out-of-range", at, message)


def _title(properties: Mapping[str, Any], name: str) -> str:
    part = properties.get(name, {})
    while isinstance(part, dict) and "title" not in part and "$ref" in part:
        reference = part["$ref"].rpartition("/")[2]
        part = load("common")["$defs"].get(reference, {})
    return part.get("title", name) if isinstance(part, dict) else name


@cache
def _form(pattern: str) -> str:
    for name, part in load("common")["$defs"].items():
        if part.get("pattern") == pattern and name in _FORMS:
            return str(name)
    return ""
