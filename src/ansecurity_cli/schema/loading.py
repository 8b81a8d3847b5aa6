"""The schemas that are shipped, and a validator that reads them as we mean them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

KINDS = ("criteria-set", "unit", "assessment", "appraisal", "inspection", "plan")
COMMON = "common"  # what their schemas share


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
    """The reference: jsonschema for the schema of this name, with our formats and types."""
    return build(kind, {})


def build(kind: str, keywords: Mapping[str, Any]) -> Any:
    """A validator without network, with some keywords of one's own."""
    # Imported here: it costs a tenth of a second, and a sound file needs none of it.
    import jsonschema  # noqa: PLC0415
    from referencing import Registry, Resource  # noqa: PLC0415

    checker = jsonschema.FormatChecker(formats=())
    for name, form in FORMATS.items():
        checker.checks(name)(lambda value, form=form: not isinstance(value, str) or form(value))
    common = load(COMMON)
    # A registry of our own: the default one would fetch what it doesn't know from the network.
    registry = Registry().with_resource(common["$id"], Resource.from_contents(common))
    extend: Any = jsonschema.validators.extend
    base = jsonschema.Draft202012Validator
    # 17.0 is a number to us, not a count.
    types = base.TYPE_CHECKER.redefine("integer", lambda _checker, value: type(value) is int)
    strict = extend(base, {"pattern": _pattern, **keywords}, type_checker=types)
    return strict(load(kind), registry=registry, format_checker=checker)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


# What `format` means in our schemas, of texts.
FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "month-day": lambda text: _is_date(f"2024-{text}"),
}


def _pattern(_validator: Any, pattern: str, instance: object, _schema: Any) -> Iterator[Any]:
    import jsonschema  # noqa: PLC0415

    # `$` of Python's re lets a last line break pass.
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(pattern)
