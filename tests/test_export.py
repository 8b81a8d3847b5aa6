"""Tables for other programs: what they hold, how they are written, and the queries of the page."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import jsonschema
import pytest

from ansecurity_cli.cli.app import run
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats import export as format_
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import export as tables
from ansecurity_cli.reports.export import TABLES, Column, Export, Table, build
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.status import Provenance
from ansecurity_cli.snapshot import Snapshot
from conftest import ROOT

PAGE = ROOT / "docs" / "xuat-du-lieu.md"
DAY = ("--as-of", "2026-11-24")
_SQL = re.compile(r"```sql\n(.*?)```\n(?:\n\|.*?\n(?=\n|\Z))?", re.DOTALL)
_LAYOUT = re.compile(r"<!-- tables -->\n.*?(?=\n## )", re.DOTALL)


def _export(folder: Path, *more: str, root: Path = ROOT) -> None:
    assert run(["-C", str(root), "export", "-o", str(folder), *DAY, *more]) == 0


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of two repositories side by side."""
    base = tmp_path_factory.mktemp("nhieu-kho")
    assert run(["init", "--example", str(base / "mau")]) == 0
    _export(base / "xuat" / "kho")
    _export(base / "xuat" / "minh-hoa", root=base / "mau")
    return base


@pytest.fixture
def whole(repository: Snapshot) -> Export:
    return build(repository, Selection(in_order(repository.repository)))


def _one(*values: object) -> Export:
    kinds: dict[type, str] = {
        str: "text",
        int: "integer",
        Decimal: "decimal",
        bool: "boolean",
        date: "date",
    }
    columns = tuple(
        Column(f"c{n}", kinds.get(type(value), "text"), say("x")) for n, value in enumerate(values)
    )  # type: ignore[arg-type]
    table = Table("criteria", say("x"), columns, (tuple(values),))  # type: ignore[arg-type]
    return Export(Provenance(date(2026, 11, 24), 1, "0" * 12, (), 0), (table,))


class TestTables:
    def test_rows_are_as_wide_as_their_tables(self, whole: Export) -> None:
        assert [one.name for one in whole.tables] == [one.name for one in TABLES]
        for table in whole.tables:
            assert table.rows, table.name
            for row in table.rows:
                assert len(row) == len(table.columns)

    def test_values_are_of_their_kind(self, whole: Export) -> None:
        fits = {
            "text": str,
            "integer": int,
            "decimal": (Decimal, int),
            "boolean": bool,
            "date": date,
        }
        for table in whole.tables:
            for row in table.rows:
                for column, value in zip(table.columns, row, strict=True):
                    worded = column.name in ("why", "shortfall")
                    assert value is None or worded or isinstance(value, fits[column.kind]), (
                        table.name,
                        column.name,
                        value,
                    )

    def test_totals_are_those_of_status(self, whole: Export, repository: Snapshot) -> None:
        from ansecurity_cli.reports import status

        report = status.build(repository, Selection(in_order(repository.repository)))
        table = next(one for one in whole.tables if one.name == "totals")
        names = [one.name for one in table.columns]
        told = [dict(zip(names, row, strict=True)) for row in table.rows]
        assert [(one["unit"], one["set"], one["period"], one["outcome"], one["met"], one["unknown"]) for one in told] == [
            (*map(str, row.result.key), row.result.outcome.value, row.result.counts.met, row.result.counts.unknown)
            for row in report.rows
        ]  # fmt: skip

    def test_every_unit_of_a_row_is_in_units(self, whole: Export) -> None:
        by_name = {one.name: one for one in whole.tables}
        known = {row[0] for row in by_name["units"].rows}
        for name in ("totals", "criteria", "findings", "remedies"):
            assert {row[0] for row in by_name[name].rows} <= known


class TestWriting:
    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_csv_for_excel(self, delimiter: str) -> None:
        report = _one(
            "=1+1",
            'a"b;c,d',
            "Hòa Hiếu",
            -5,
            Decimal("-0.50"),
            True,
            date(2026, 1, 5),
            None,
            "-1 vụ",
            "a\nb",
        )
        text = format_.as_csv(report.tables[0], report, Words("en"), delimiter)
        assert text.startswith("\ufefflayout")
        rows = list(csv.reader(io.StringIO(text[1:]), delimiter=delimiter))
        assert rows[1] == [
            "1",
            "2026-11-24",
            "'=1+1",
            'a"b;c,d',
            "Hòa Hiếu",
            "-5",
            "-0.50",
            "true",
            "2026-01-05",
            "",
            "'-1 vụ",
            "a b",
        ]

    def test_lines(self) -> None:
        report = _one("=1+1", -5, Decimal("0.50"), False, date(2026, 1, 5), None, "a\u202eb\nc")
        lines = list(format_.as_lines(report.tables[0], report, Words("en")))
        assert len(lines) == 1
        assert "\u202e" not in lines[0]
        assert json.loads(lines[0]) == {
            "layout": 1, "as_of": "2026-11-24", "c0": "=1+1", "c1": -5, "c2": 0.5, "c3": False,
            "c4": "2026-01-05", "c5": None, "c6": "a\u202eb\nc",
        }  # fmt: skip

    def test_both_forms_say_the_same(self, tmp_path: Path) -> None:
        _export(tmp_path / "a", "--delimiter", "semicolon")
        _export(tmp_path / "b", "--format", "jsonl")
        for table in TABLES:
            with (tmp_path / "a" / f"{table.name}.csv").open(
                encoding="utf-8-sig", newline=""
            ) as file:
                cells = list(csv.DictReader(file, delimiter=";"))
            lines = [
                json.loads(one)
                for one in (tmp_path / "b" / f"{table.name}.jsonl").read_text("utf-8").splitlines()
            ]
            assert len(cells) == len(lines) > 0
            for cell, line in zip(cells, lines, strict=True):
                assert list(cell) == list(line)
                for name in ("unit", "criterion", "period", "outcome", "met"):
                    if name in line:
                        assert cell[name] == ("" if line[name] is None else str(line[name]))

    @pytest.mark.parametrize("form", ["csv", "jsonl"])
    def test_the_manifest_describes_the_files(self, form: str, tmp_path: Path) -> None:
        _export(tmp_path, "--format", form)
        told = json.loads((tmp_path / "export.json").read_text("utf-8"))
        jsonschema.validate(
            told, json.loads((ROOT / "schemas/export-output.schema.json").read_text("utf-8"))
        )
        assert told["layout"] == tables.LAYOUT
        assert {one["file"] for one in told["tables"]} | {"export.json"} == {
            one.name for one in tmp_path.iterdir()
        }
        for one in told["tables"]:
            if form == "jsonl":
                assert len((tmp_path / one["file"]).read_text("utf-8").splitlines()) == one["rows"]

    def test_same_files_same_bytes(self, tmp_path: Path) -> None:
        _export(tmp_path / "a")
        _export(tmp_path / "b")
        for one in (tmp_path / "a").iterdir():
            assert one.read_bytes() == (tmp_path / "b" / one.name).read_bytes()

    def test_a_folder_is_needed(self, tmp_path: Path) -> None:
        assert run(["-C", str(ROOT), "export"]) == 2
        (tmp_path / "x").write_text("")
        assert run(["-C", str(ROOT), "export", "-o", str(tmp_path / "x")]) == 2

    def test_what_can_not_be_read_is_told(self, tmp_path: Path) -> None:
        assert run(["init", str(tmp_path / "kho")]) == 0
        (tmp_path / "kho/units/xa-a").mkdir()
        (tmp_path / "kho/units/xa-a/unit.yaml").write_text("kind: unit\nid: [\n", encoding="utf-8")
        assert run(["-C", str(tmp_path / "kho"), "export", "-o", str(tmp_path / "ra"), *DAY]) == 1
        told = json.loads((tmp_path / "ra/export.json").read_text("utf-8"))
        assert told["unreadable"] == ["units/xa-a/unit.yaml"]


def _layout() -> str:
    words = Words("vi")
    parts = ["<!-- tables -->"]
    for table in TABLES:
        parts += [
            "",
            f"### `{table.name}`",
            "",
            words(table.about),
            "",
            "| cột | kiểu | là gì |",
            "| --- | --- | --- |",
        ]
        kinds = {
            "text": "chữ",
            "integer": "số nguyên",
            "decimal": "số",
            "boolean": "true, false",
            "date": "ngày",
        }
        parts += [
            f"| `{one.name}` | {kinds[one.kind]} | {words(one.about)} |" for one in table.columns
        ]
    return "\n".join(parts) + "\n"


def _answered(found: re.Match[str], database: duckdb.DuckDBPyConnection) -> str:
    sql = found[1]
    shown = f"```sql\n{sql}```\n"
    for statement in filter(None, (one.strip() for one in sql.split(";"))):
        result = database.execute(statement)
        if statement.startswith("SELECT"):
            names = [one[0] for one in result.description or ()]
            rows = result.fetchall()
            assert rows, statement
            lines = [names, ["---"] * len(names), *rows]
            shown += "\n" + "".join(
                f"| {' | '.join(str(cell) for cell in row)} |\n" for row in lines
            )
    return shown


def test_the_page(
    exports: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The layout is the code's, and every query gives what stands below it."""
    text = PAGE.read_text(encoding="utf-8")
    assert len(_SQL.findall(text)) >= 4
    monkeypatch.chdir(exports)
    with duckdb.connect() as database:
        fresh = _SQL.sub(lambda found: _answered(found, database), text)
    fresh = _LAYOUT.sub(lambda _found: _layout(), fresh)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == fresh
