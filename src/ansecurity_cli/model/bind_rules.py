"""Rules from documents: a row a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model import rules as r
from ansecurity_cli.model.reading import Data, number, text


def _threshold(data: Data, key: str, at: Location) -> r.Threshold | None:
    if key not in data:
        return None
    return r.Threshold(at.at(key), number(data[key], "percent"), data[key].get("count"))


def _document(data: Data, at: Location) -> r.Rule:
    required = tuple(r.Required(one["id"], one["title"]) for one in data.get("required", ()))
    return r.Issued(at, required, data.get("due"))


def _none_of(data: Data, at: Location) -> r.Rule:
    return r.NoneOf(at, tuple(tuple(one["all_of"]) for one in data.get("exemptions", ())))


def _ratio(data: Data, at: Location) -> r.Rule:
    survey = data.get("survey")
    return r.Ratio(
        at, _threshold(data, "at_least", at), _threshold(data, "at_most", at), text(data, "unit"),
        data.get("when_zero", "unknown"), survey is not None,
        (survey or {}).get("sample_at_least", 0),
    )  # fmt: skip


def _rollup(data: Data, at: Location) -> r.Rule:
    share = _threshold(data, "at_least", at) or r.Threshold(at, Decimal(100))
    return r.Rollup(at, data["having"], share, data["sets"])


def _points(data: Data, at: Location) -> r.Rule:
    bands = tuple(
        r.Band(
            at.at("bands", index), Decimal(repr(one["points"])), number(one, "at_least"),
            number(one, "at_most"),
        )
        for index, one in enumerate(data.get("bands", ()))
    )  # fmt: skip
    return r.Points(
        at, number(data, "max"), number(data, "min") or Decimal(0), number(data, "step"),
        data.get("by", "percent"), bands, number(data, "deduct"), data.get("bonus", False),
        number(data, "min_points"), number(data, "min_share"),
    )  # fmt: skip


_RULES: Mapping[str, Callable[[Data, Location], r.Rule]] = {
    "all": lambda _data, at: r.All(at),
    "any": lambda _data, at: r.AnyOf(at),
    "at-least": lambda data, at: r.AtLeast(at, data["count"]),
    "attested": lambda _data, at: r.Attested(at),
    "document": _document,
    "none-of": _none_of,
    "count": lambda data, at: r.Count(
        at, number(data, "at_least"), number(data, "at_most"), text(data, "unit")
    ),
    "ratio": _ratio,
    "trend": lambda data, at: r.Trend(at, data["change"], data.get("years", 1), text(data, "unit")),
    "grade": lambda data, at: r.Graded(at, data["at_least"]),
    "discipline": lambda data, at: r.Discipline(at, data["scale"], data["severity"]),
    "rollup": _rollup,
    "include": lambda data, at: r.Include(
        at, data["set"], data.get("version"), tuple(data["criteria"])
    ),
    "recognised-in": lambda data, at: r.RecognisedIn(at, data["set"]),
    "points": _points,
}


def bind_rule(data: Data, at: Location) -> r.Rule:
    """The rule of a criterion or a set."""
    return _RULES[data["kind"]](data, at)
