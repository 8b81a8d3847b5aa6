"""Small typed readers over a mapping that fits its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.periods import Days

Data = Mapping[str, Any]
T = TypeVar("T")


def text(data: Data, key: str) -> str:
    """A text, or the empty one."""
    return str(data.get(key, ""))


def texts(data: Data, key: str) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(str(one) for one in data.get(key, ()))


def day(data: Data, key: str) -> date | None:
    """A day, where it is given."""
    return date.fromisoformat(data[key]) if key in data else None


def number(data: Data, key: str) -> Decimal | None:
    """An exact number, as it was typed."""
    return Decimal(repr(data[key])) if key in data else None


def days(data: Data, key: str) -> Days:
    """A span of days `{from, to}`, open where nothing is given."""
    part = data.get(key, {})
    return Days(day(part, "from"), day(part, "to"))


def sources(data: Data) -> tuple[Mapping[str, str], ...]:
    """The list of sources."""
    return tuple(
        {name: str(value) for name, value in one.items()} for one in data.get("sources", ())
    )


def each(data: Data, key: str, at: Location, bind: Callable[[Data, Location], T]) -> tuple[T, ...]:
    """A list of records, each with its place."""
    return tuple(bind(one, at.at(key, index)) for index, one in enumerate(data.get(key, ())))
