"""The schemas that are shipped, and a validator that reads them as we mean them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


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
def validator(kind: str) -> Any:
    """A validator for the schema of this name, without network and with our formats."""
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
