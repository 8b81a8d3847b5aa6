"""Tables as CSV for spreadsheets, as JSON lines for programs, and what describes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.export import LAYOUT, Export, Table, Value

# Without it Excel takes the file for one in the machine's old encoding.
_MARK = "\ufeff"
_FIRST = ("layout", "as_of")


def as_csv(table: Table, report: Export, words: Words, delimiter: str) -> str:
    """A table with a header, for Excel: a mark in front, formulas made harmless."""
    header = (*_FIRST, *(one.name for one in table.columns))
    first = (LAYOUT, report.provenance.as_of.isoformat())
    rows = ((*first, *(_text(one, words) for one in row)) for row in table.rows)
    return _MARK + csv.table(header, rows, delimiter)


def _text(value: Value, words: Words) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case Message():
            return words(value)
        case date():
            return value.isoformat()
        case _:
            return value


def as_lines(table: Table, report: Export, words: Words) -> Iterator[str]:
    """A row a line, each an object with every column; null where nothing is known."""
    names = [one.name for one in table.columns]
    for row in table.rows:
        data: dict[str, Any] = {"layout": LAYOUT, "as_of": report.provenance.as_of.isoformat()}
        data |= {name: _json(value, words) for name, value in zip(names, row, strict=True)}
        yield json.line(data)


def _json(value: Value, words: Words) -> object:
    match value:
        case Decimal():
            return float(value)
        case Message():
            return words(value)
        case date():
            return value.isoformat()
        case _:
            return value


def manifest(report: Export, words: Words, ending: str) -> str:
    """What the files beside it hold: the layout, the day, each table with its columns."""
    tables = [
        {
            "name": one.name, "file": f"{one.name}.{ending}", "rows": len(one.rows),
            "about": words(one.about),
            "columns": [
                {"name": each.name, "type": each.kind, "about": words(each.about)}
                for each in one.columns
            ],
        }
        for one in report.tables
    ]  # fmt: skip
    return json.text({**json.origin(report.provenance), "layout": LAYOUT, "tables": tables})
