"""The quick “it fits”: jsonschema-rs, where there is a wheel of it; jsonschema is the reference.

Only a yes is taken from it, and only of data on which the two can't differ. Everything else is
asked of the reference, which says what is wrong, but needn't go into what certainly fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from ansecurity_cli.schema.loading import COMMON, FORMATS, KINDS, build, load, validator


def errors(kind: str, data: object, *, exact: bool) -> Iterator[Any]:
    """What the reference says is wrong with data, in its words and order.

    `exact` data holds no number such as 17.0, which is whole in JSON Schema and not to us.
    """
    if _engine() is None:
        return iter(validator(kind).iter_errors(data))
    if _fits(f"{kind}.schema.json", data, exact=exact):
        return iter(())
    return iter(_thinned(kind).iter_errors(data))


_WHOLE = 2.0**52  # from here on floats are whole


def _nudged(data: Any) -> Any:
    """The data with 17.0 a little less, so that it is no count to anybody.

    Limits are whole numbers, so what fits then fits as it was, too; what stands right at a limit
    may not fit then, and the reference is asked.
    """
    if isinstance(data, dict):
        return {key: _nudged(one) for key, one in data.items()}
    if isinstance(data, list):
        return [_nudged(one) for one in data]
    if type(data) is float and data.is_integer():
        if abs(data) >= _WHOLE:
            raise ValueError(data)
        return math.nextafter(data, -math.inf)
    return data


@cache
def _engine() -> ModuleType | None:
    try:
        return import_module("jsonschema_rs")  # only where a file is to be judged
    except ImportError:
        return None


def _fits(part: str, data: object, *, exact: bool = False) -> bool:
    """Whether data certainly fits a part of the schemas, named as for `$ref`."""
    try:
        return _compiled(part)(data if exact else _nudged(data)) is True
    except (ValueError, TypeError):  # what JSON can't hold, such as half of a character
        return False


@cache
def _compiled(part: str) -> Any:
    engine: Any = _engine()
    return engine.Draft202012Validator(
        {"$ref": part}, registry=_registry(), formats=dict(FORMATS), validate_formats=True,
        offline=True,
    ).is_valid  # fmt: skip


@cache
def _registry() -> Any:
    engine: Any = _engine()
    return engine.Registry([(one["$id"], one) for one in map(load, (*KINDS, COMMON))])


@cache
def _thinned(kind: str) -> Any:
    """The reference, going only into those groups, lists and keys that don't certainly fit."""
    parts = {**_named(kind), **_named(COMMON)}

    def fits(part: Any, value: object) -> bool:
        return id(part) in parts and _fits(parts[id(part)], value)

    def grouped(
        part: Any, value: object
    ) -> bool:  # one value is as quickly judged by the reference
        return isinstance(value, (dict, list)) and fits(part, value)

    def properties(judge: Any, known: Any, value: Any, _schema: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            for name, part in known.items():
                if name in value and not grouped(part, value[name]):
                    yield from judge.descend(value[name], part, path=name, schema_path=name)

    def others(judge: Any, part: Any, value: Any, schema: Any) -> Iterator[Any]:
        if not isinstance(part, dict):
            yield from original["additionalProperties"](judge, part, value, schema)
        elif isinstance(value, dict):
            for name in value:
                if name not in schema.get("properties", {}) and not grouped(part, value[name]):
                    yield from judge.descend(value[name], part, path=name)

    def names(judge: Any, part: Any, value: Any, _schema: Any) -> Iterator[Any]:
        for name in value if isinstance(value, dict) else ():
            if not fits(part, name):
                yield from judge.descend(name, part)

    def items(judge: Any, part: Any, value: Any, _schema: Any) -> Iterator[Any]:
        for index, one in enumerate(value if isinstance(value, list) else ()):
            if not grouped(part, one):
                yield from judge.descend(one, part, path=index)

    original: Mapping[str, Any] = type(validator(kind)).VALIDATORS
    return build(
        kind,
        {
            "properties": properties, "additionalProperties": others, "propertyNames": names,
            "items": items,
        },
    )  # fmt: skip


@cache
def _named(name: str) -> Mapping[int, str]:
    """Every part of a schema, as `$ref` names it; `load` keeps them alive, so that ids hold."""
    found: dict[int, str] = {}
    todo: list[tuple[str, Any]] = [(f"{name}.schema.json#", load(name))]
    while todo:
        place, part = todo.pop()
        if isinstance(part, dict):
            found[id(part)] = place
            todo += [(f"{place}/{_escaped(key)}", one) for key, one in part.items()]
        elif isinstance(part, list):
            todo += [(f"{place}/{index}", one) for index, one in enumerate(part)]
    return found


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
