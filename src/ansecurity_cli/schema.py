"""A document held against the JSON Schema of its kind, in people's words."""

from __future__ import annotations

import copy
import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ansecurity_cli.diagnostics import (
    Code,
    Diagnostic,
    Location,
    Message,
    Pointer,
    Severity,
    say,
)
from ansecurity_cli.sources import Document

KINDS = ("criteria-set", "unit", "assessment", "appraisal", "inspection", "plan")

_E = Severity.ERROR
CODES: tuple[Code, ...] = (
    Code(
        "missing-key", _E,
        say("A key that this kind of file needs is missing."),
        say("Without it the file can't be placed or counted. Add the line."),
    ),
    Code(
        "unknown-key", _E,
        say("A key that no file of this kind has."),
        say("Mostly a misspelling. It is not skipped over, since what it says would be lost."),
    ),
    Code(
        "unknown-value", _E,
        say("A value that is not one of those that may stand here."),
    ),
    Code(
        "missing-value", _E,
        say("A key with nothing after it."),
        say("Write the value, or leave the whole line out if it is not known yet."),
    ),
    Code(
        "wrong-type", _E,
        say("A value of the wrong kind: text for a number, one value for a list."),
    ),
    Code(
        "wrong-form", _E,
        say("An id, a period, an address or another text of fixed form is written differently."),
    ),
    Code(
        "date-form", _E,
        say("A date is not written year-month-day."),
        say("“05/01/2026” is 5 January here and 1 May elsewhere. Write \"2026-01-05\"; reports show 05/01/2026."),
    ),
    Code(
        "decimal-comma", _E,
        say("A decimal number is written with a comma."),
        say("YAML knows the decimal point only; reports show the comma."),
    ),
    Code(
        "yes-no-word", _E,
        say("yes, no, có or không stands where true or false belongs."),
        say("YAML knows true and false only."),
    ),
    Code(
        "out-of-range", _E,
        say("A number, a text or a list is too small, too large, too long or empty."),
    ),
)  # fmt: skip

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


def folder() -> Traversable:
    """Where the schemas are: in the wheel, or at the top of a checkout."""
    shipped = resources.files("ansecurity_cli") / "schemas"
    checkout = resources.files("ansecurity_cli").joinpath("../../schemas")
    return shipped if shipped.is_dir() else checkout


@cache
def load(name: str) -> dict[str, Any]:
    """One of the schemas, by the part of its name before `.schema.json`."""
    text = (folder() / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(kind: str) -> Any:
    # Imported here: it costs a tenth of a second, and `--help` needs none of it.
    import jsonschema  # noqa: PLC0415
    from referencing import Registry, Resource  # noqa: PLC0415

    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date", ValueError)(_is_date)
    checker.checks("month-day", ValueError)(lambda text: _is_date(f"2024-{text}"))
    common = load("common")
    # A registry of our own: the default one would fetch what it doesn't know from the network.
    registry = Registry().with_resource(common["$id"], Resource.from_contents(common))
    extend: Any = jsonschema.validators.extend
    base = jsonschema.Draft202012Validator
    # 17.0 is a number to us, not a count.
    types = base.TYPE_CHECKER.redefine("integer", lambda _checker, value: type(value) is int)
    strict = extend(base, {"pattern": _pattern}, type_checker=types)
    return strict(load(kind), registry=registry, format_checker=checker)


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def _pattern(_validator: Any, pattern: str, instance: object, _schema: Any) -> Iterator[Any]:
    import jsonschema  # noqa: PLC0415

    # `$` of Python's re lets a last line break pass.
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(pattern)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document's schema says of it.

    `data` is the document without what doesn't fit, for the checks that look further; None if
    nothing usable is left. `lost` are the places that were cut out. A file with errors never
    counts as data for a verdict: see `model.binding`.
    """

    diagnostics: tuple[Diagnostic, ...]
    data: dict[str, Any] | None
    lost: frozenset[Pointer]


def examine(document: Document, kind: str, known: Iterable[Pointer] = ()) -> Examined:
    """The schema's diagnostics; none for the places in `known`, which have one already."""
    told, lost = set(known), set(known)
    found: list[Diagnostic] = []
    data: dict[str, Any] | None = document.data
    if document.data.get("kind", kind) != kind and ("kind",) not in told:
        wrong = document.data["kind"]
        message = say("a file of kind “{value}” can't stand here", value=_show(wrong))
        hint = say("write {key}: {wanted}, or move the file", key="kind", wanted=kind)
        fault = _Fault("unknown-value", Location("", ("kind",)), message, (hint,))
        return Examined((fault.diagnostic(document),), None, frozenset({("kind",)}))
    for fault in _faults(kind, document.data):
        lost.add(fault.at.pointer)
        place = (*fault.at.pointer, fault.missing) if fault.missing else fault.at.pointer
        if place not in told and fault.code:
            told.add(place)
            found.append(fault.diagnostic(document))
    if lost:
        data = _cut(kind, copy.deepcopy(document.data), lost)
    return Examined(tuple(sorted(found, key=lambda one: one.sort_key)), data, frozenset(lost))


def _cut(kind: str, data: dict[str, Any], lost: set[Pointer]) -> dict[str, Any] | None:
    """The data without what doesn't fit; a list with a bad item goes whole, so that places hold."""
    cut = set(lost)
    for _round in range(16):
        for pointer in cut:
            _remove(data, pointer)
        # A missing key at the top can't be cut out: binding does without.
        cut = {fault.at.pointer for fault in _faults(kind, data)} - {()}
        lost |= cut
        if not cut:
            return data
    return None


def _remove(data: Any, pointer: Pointer) -> None:
    holder, key = data, None
    node = data
    for step in pointer:
        if isinstance(node, dict):
            holder, key = node, step
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
    if isinstance(holder, dict):
        holder.pop(key, None)


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    at: Location
    message: Message
    hints: tuple[Message, ...] = ()
    missing: str = ""

    def diagnostic(self, document: Document) -> Diagnostic:
        span = document.span(self.at)
        return Diagnostic(
            self.code, Severity.ERROR, document.path, span, self.message, self.hints,
            pointer=(*self.at.pointer, self.missing) if self.missing else self.at.pointer,
        )  # fmt: skip


def _faults(kind: str, data: object) -> Iterator[_Fault]:
    for error in _validator(kind).iter_errors(data):
        at = Location("", tuple(error.absolute_path))
        if "propertyNames" in error.absolute_schema_path:
            at = at.at(error.instance).key()
        yield from _word(error, at)


def _word(error: Any, at: Location) -> Iterator[_Fault]:
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "required":
            properties = error.schema.get("properties", {})
            strangers = [name for name in value if name not in properties]
            for name in [name for name in limit if name not in value]:
                hint = say(
                    "add a line “{key}: …” ({title})", key=name, title=_title(properties, name)
                )
                # A misspelt key is told once, where it stands.
                code = "" if difflib.get_close_matches(name, strangers) else "missing-key"
                yield _Fault(code, at, say("“{key}” is missing", key=name), (hint,), name)
        case "additionalProperties":
            names = error.schema.get("properties", {})
            for name in [name for name in value if name not in names]:
                message = say("unknown key “{key}”", key=name)
                yield _Fault("unknown-key", at.at(name).key(), message, suggest(name, names))
        case "enum" | "const":
            allowed = limit if error.validator == "enum" else [limit]
            if isinstance(value, (list, dict)) or value is None:
                yield _type(at, value, "string")
                return
            message = say("“{value}” is not one of the values that stand here", value=_show(value))
            yield _Fault("unknown-value", at, message, suggest(_show(value), allowed))
        case "type":
            yield _type(at, value, limit)
        case "pattern" | "format":
            form = _FORMS.get(_form(error.schema.get("pattern", "")))
            hints = (say("write {form}", form=form),) if form else ()
            message = say("“{value}” doesn't have the right form", value=_show(value))
            yield _Fault("wrong-form", at, message, hints)
        case _:
            yield _size(error.validator, at, limit)


def _type(at: Location, value: object, limit: str | list[str]) -> _Fault:
    wanted = tuple(_TYPES[name] for name in ([limit] if isinstance(limit, str) else limit))
    hint = say("write {wanted}", wanted=wanted)
    if value is None:
        return _Fault("missing-value", at, say("nothing is written here"), (hint,))
    return _Fault(
        "wrong-type", at, say("this must be {wanted}", wanted=wanted), _quote(value, limit)
    )


def _quote(value: object, limit: str | list[str]) -> tuple[Message, ...]:
    if limit == "string" and isinstance(value, (int, float, bool)):
        return (say("write it in double quotes: {text}", text=f'"{_show(value)}"'),)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+,[0-9]+", value):
        return (say("write the decimal with a point: {text}", text=value.replace(",", ".")),)
    if limit == "boolean":
        return (say("write true (yes) or false (no)"),)
    return ()


def _size(keyword: str, at: Location, limit: object) -> _Fault:
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
    return _Fault("out-of-range", at, message)


def suggest(word: str, known: Iterable[object]) -> tuple[Message, ...]:
    """“Did you mean …?”, else what may stand here if that is short enough to list."""
    names = [str(name) for name in known]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return (say("did you mean “{name}”?", name=close[0]),)
    return (say("choose one of: {names}", names=", ".join(names)),) if 0 < len(names) <= 20 else ()


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value) if isinstance(value, (str, int, float)) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "…"


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
