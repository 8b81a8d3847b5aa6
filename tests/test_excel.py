"""The workbook: read back with another library, cell by cell."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import test_report_formats
from ansecurity_cli.cli.app import run as run_here
from ansecurity_cli.formats.excel import workbook
from ansecurity_cli.formats.excel.naming import running, sheet_name, units16
from ansecurity_cli.formats.excel.sheet import lines_of
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from conftest import ROOT
from test_report_formats import HOSTILE, files

view = test_report_formats.view  # a fixture
LEADING = (
    "=1+1",
    "+84",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    '=HYPERLINK("http://x.example")',
    "{=1}",
    "_x0041_",
    "'x",
)
BEGIN = ("-C", str(ROOT), "report", "xa-minh-hoa", "--as-of", "2026-11-24")


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def texts(book: Any) -> list[str]:
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.value is not None]


def rows(sheet: Any, first: str) -> list[dict[str, Any]]:
    """The table below the row that begins with this head; of two cells with one head, the last."""
    listed = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(number for number, row in enumerate(listed) if row[0] == first)
    return [dict(zip(listed[at], row, strict=True)) for row in listed[at + 1 :]]


@pytest.fixture(scope="session")
def everything(repository: Snapshot) -> Page:
    return page.build(repository, Selection(in_order(repository.repository)), ())


@pytest.fixture(scope="session")
def book(everything: Page, english: Words) -> Any:
    return read(workbook(everything, english, "1"))


@pytest.mark.parametrize("x", [*HOSTILE, *LEADING])
def test_what_others_write_changes_no_structure(
    x: str, view: Callable[..., Page], vietnamese: Words
) -> None:
    plain = read(workbook(view(files("Chữ")), vietnamese, "1"))
    found = read(workbook(view(files(x)), vietnamese, "1"))
    assert [one.dimensions for one in found] == [one.dimensions for one in plain]
    assert [one.merged_cells.ranges for one in found] == [one.merged_cells.ranges for one in plain]
    assert not [
        cell for one in found for row in one.iter_rows() for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]  # fmt: skip
    assert " ".join(x.split()) in texts(found)


@pytest.mark.parametrize("x", LEADING[:5])
def test_what_looks_like_a_formula_stays_text_when_it_is_edited(
    x: str, view: Callable[..., Page], english: Words
) -> None:
    found = read(workbook(view(files(x)), english, "1"))
    cells = [
        cell for one in found for row in one.iter_rows(min_row=6) for cell in row if cell.value == x
    ]
    assert len(cells) > 5
    assert all(
        cell.quotePrefix for cell in cells if cell.coordinate not in cell.parent.merged_cells
    )


def test_the_same_page_gives_the_same_bytes(everything: Page, vietnamese: Words) -> None:
    data = workbook(everything, vietnamese, "1")
    assert workbook(everything, vietnamese, "1") == data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-24T00:00:00Z" in packed.read("docProps/core.xml")


def test_ids_of_criteria_are_text(view: Callable[..., Page], english: Words) -> None:
    given_ = dict(files("Chữ"))
    text = given_["criteria/s.yaml"]["criteria"]
    given_["criteria/s.yaml"] = {
        **given_["criteria/s.yaml"],
        "criteria": [{**text[0], "id": "1.10"}, *text[1:]],
    }
    for name, data in given_.items():
        answers = data.get("answers")
        if answers:
            given_[name] = {
                **data,
                "answers": {"1.10" if k == "k1" else k: v for k, v in answers.items()},
            }
    given_.pop("units/t/p-1/2023/s.appraisal.yaml")
    found = read(workbook(view(given_), english, "1"))
    cells = [
        cell for one in found for row in one.iter_rows() for cell in row if cell.value == "1.10"
    ]
    assert cells
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


def test_every_unit_and_set_has_its_line(book: Any, everything: Page, english: Words) -> None:
    listed = rows(book["Progress"], "Unit")
    assert len([one for one in listed if one["Period"]]) == len(everything.status.rows)
    told = {one["Unit"] for one in listed}
    assert all(
        any(unit.unit.name in one for one in told) or any(unit.unit.name[1:] in one for one in told)
        for unit in everything.status.units
    )
    for one, row in zip(listed, everything.status.rows, strict=False):
        assert one["Result"] == english.outcome(row.result.outcome)
        assert (one["Met"], one["Unmet"], one["Unknown"]) == (
            row.result.counts.met,
            row.result.counts.unmet,
            row.result.counts.unknown,
        )
        if row.coverage is None:
            assert one["Coverage"] is None
        else:  # rounded down: 100% is all
            assert 0 <= row.coverage / 100 - Decimal(str(one["Coverage"])) < Decimal("0.001")
        assert one["Data as of"] == (
            row.assessed_on and datetime.combine(row.assessed_on, datetime.min.time())
        )


def test_shares_and_days_are_real(everything: Page, english: Words, vietnamese: Words) -> None:
    for words, shown in ((vietnamese, "dd/mm/yyyy"), (english, "yyyy-mm-dd")):
        first = read(workbook(everything, words, "1")).worksheets[0]
        formats = {
            cell.number_format
            for row in first.iter_rows()
            for cell in row
            if isinstance(cell.value, datetime)
        }
        assert formats == {shown}
        assert {
            cell.number_format
            for row in first.iter_rows(min_row=6)
            for cell in row
            if isinstance(cell.value, float)
        } >= {"0.0%"}


def test_a_matrix_holds_every_state(book: Any, everything: Page, english: Words) -> None:
    matrices = [one for one in book.worksheets[1:-3] if not one.title.startswith("Points ")]
    assert len(matrices) == len(everything.matrices)
    for sheet, matrix in zip(matrices, everything.matrices, strict=True):
        listed = [[cell.value for cell in row] for row in sheet.iter_rows()]
        at = next(number for number, row in enumerate(listed) if row[0] == "Id")
        body = listed[at + 1 :]
        assert [row[0] for row in body] == [row.criterion.id for row in matrix.rows]
        for shown, row in zip(body, matrix.rows, strict=True):
            n = len(row.cells)
            assert shown[3 : 3 + 2 * n : 2] == [english.outcome(one.outcome) for one in row.cells]
            if n > 1:
                assert shown[-2:] == [row.met, row.asked]


def test_a_score_sheet_adds_up_as_the_report_does(book: Any, everything: Page) -> None:
    scored = [one for one in everything.matrices if one.criteria_set.scoring]
    sheets = [one for one in book.worksheets if one.title.startswith("Points ")]
    assert len(sheets) == len(scored) >= 2
    for sheet, matrix in zip(sheets, scored, strict=True):
        listed = rows(sheet, "No.")
        total, class_ = listed[-2], listed[-1]
        result = matrix.statuses[0].result
        assert result.total
        assert total["Criterion"] == "Total of points"
        assert total["Points, at most"] == result.total.score.maximum
        shown = (
            total["Appraised"]
            if matrix.statuses[0].round == "appraised"
            else total["Self-assessed"]
        )
        low, high = result.total.score.low, result.total.score.high
        assert shown == (float(low) if low == high else f"{low}–{high}")
        assert result.total.held
        assert result.total.held.title in (class_["Appraised"], class_["Self-assessed"])
        assert not any(str(value).startswith("=") for row in listed for value in row.values())


def test_the_units_own_points_stand_beside_the_appraised(book: Any, everything: Page) -> None:
    changed = [
        (matrix, row.criterion.id, cell.verdict)
        for matrix in everything.matrices if matrix.criteria_set.scoring
        for row in matrix.rows for cell in row.cells
        if cell.verdict.own_score and cell.verdict.score != cell.verdict.own_score
    ]  # fmt: skip
    assert changed
    for matrix, name, verdict in changed:
        sheet = next(
            one
            for one in book.worksheets
            if one.title.startswith("Points ") and one.title.endswith(str(matrix.period))
        )
        shown = next(one for one in rows(sheet, "No.") if one["No."] == name)
        assert verdict.score
        assert verdict.own_score
        assert shown["Self-assessed"] == float(verdict.own_score.low)
        assert shown["Appraised"] == float(verdict.score.low)


def test_the_worklist_is_whole(book: Any, everything: Page) -> None:
    listed = rows(book["To do"], "Unit")
    groups = everything.worklist.groups
    items = sum(len(one.items) if one.begun else 1 for one in groups)
    assert len(listed) == items + len(everything.worklist.tasks)
    assert {one["State"] for one in listed if one["Kind"] == "Criteria"} == {"Unmet", "Unknown"}
    assert len(rows(book["Proposals"], "Id")) == len(everything.programme.proposals)


def test_the_origin_is_told(book: Any, everything: Page) -> None:
    told = {one["What"]: one["Content"] for one in rows(book["Origin"], "What")}
    assert told["Digest of the data"] == everything.provenance.digest
    assert told["Files read"] == everything.provenance.files
    assert told["As of"] == datetime(2026, 11, 24)  # noqa: DTZ001 - a day


def test_files_that_could_not_be_used_are_named(
    english: Words, snapshot: Callable[..., Snapshot]
) -> None:
    shot = snapshot(
        {
            "units/t/unit.yaml": "kind: unit\nid: t\nname: T\ntype: thi-xa\n",
            "units/t/2023/s.yaml": "a: [\n",
        }
    )
    one = page.build(shot, Selection(in_order(shot.repository)), ())
    found = read(workbook(one, english, "1"))
    assert any("could not be used: 1" in text for text in texts(found))
    assert "units/t/2023/s.yaml" in texts(found)


def test_how_it_is_printed(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert sheet.oddFooter.right.text == "&P/&N" or "&[Page]" in sheet.oddFooter.right.text
        assert sheet.oddHeader.left.text
        assert sheet.freeze_panes
        wide = sum(
            one.width
            for one in sheet.column_dimensions.values()
            for _ in range(one.min, one.max + 1)
        )
        assert sheet.page_setup.orientation == (
            "landscape" if wide > 100 else sheet.page_setup.orientation
        )
        if wide <= 170:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == 0
        else:
            assert sheet.print_title_cols
            assert sheet.col_breaks.brk
    assert book["Progress"].auto_filter.ref
    assert all(
        len(one.conditional_formatting)
        for one in book.worksheets
        if one.title in ("Progress", "To do")
    )


def test_no_page_cuts_through_the_columns_of_a_unit(book: Any) -> None:
    sheets = [one for one in book.worksheets if one.title.startswith("An toàn về ANTT (khu dân")]
    assert sheets
    for sheet in sheets:
        heads = [one for one in sheet.merged_cells.ranges if one.min_col > 3]
        starts = {one.min_col for one in heads} | {max(one.max_col for one in heads) + 1}
        breaks = {one.id + 1 for one in sheet.col_breaks.brk}  # after this column
        assert breaks
        assert breaks <= starts | {sheet.max_column}


def test_states_differ_without_colour(book: Any) -> None:
    rules = [rule for one in book["Progress"].conditional_formatting for rule in one.rules]
    looks = {
        rule.formula[0]: (
            bool(rule.dxf.font.b),
            bool(rule.dxf.font.i),
            rule.dxf.fill and rule.dxf.fill.patternType,
        )
        for rule in rules
    }
    four = [looks[f'"{word}"'] for word in ("Met", "Unmet", "Unknown", "Not applicable")]
    assert len(set(four)) == 4


@pytest.mark.parametrize("number", [Decimal("12345678901234567890.5"), Decimal("1E+400"), 10**400])
def test_numbers_that_excel_would_change_are_text(
    number: Decimal | int, english: Words, everything: Page
) -> None:
    from ansecurity_cli.formats.excel.book import Book
    from ansecurity_cli.formats.excel.sheet import Column

    made = Book(english, "T", everything.provenance, "1", illustrative=False)
    sheet = made.sheet("T", "T", (Column("A", 9, "number"), Column("B", 9, "day")))
    sheet.heads()
    sheet.line((number, date(1890, 1, 2)))
    sheet.close()
    found = rows(read(made.finish())["T"], "A")
    assert found == [{"A": english.number(number), "B": "1890-01-02"}]


@given(
    st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["", "2023", "2024-h1"])), max_size=12)
)
def test_names_of_sheets_are_allowed_and_unlike(wanted: list[tuple[str, str]]) -> None:
    taken: set[str] = set()
    names = [sheet_name(name, ending, taken) for name, ending in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= units16(name) <= 31
        assert not set(name) & set("[]:*?/\\\n\r\0")
        assert name.casefold() != "history"
        assert name == name.strip("' ")


@given(st.text(max_size=400))
def test_running_heads_are_within_what_excel_takes(text: str) -> None:
    assert units16(running(text)) <= 182
    assert running(text).count("&") % 2 == 0


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("a b", 10, 1),
        ("aaaa bbbb cccc", 9, 2),
        ("a" * 30, 10, 3),
        ("aa " + "b" * 20, 10, 3),
    ],
)
def test_lines_are_counted_as_they_wrap(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


class TestCommand:
    def test_by_the_ending_and_to_the_byte(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        one, two = tmp_path / "a.xlsx", tmp_path / "b"
        assert run_here([*BEGIN, "-o", str(one)]) == 0
        assert run_here([*BEGIN, "--format", "xlsx", "-o", str(two)]) == 0
        assert one.read_bytes() == two.read_bytes()
        assert run_here([*BEGIN, "-o", str(one), "--check"]) == 0
        one.write_bytes(one.read_bytes()[:-1])
        assert run_here([*BEGIN, "-o", str(one), "--check"]) == 1
        assert capfd.readouterr().out == ""

    @pytest.mark.parametrize("shown", ["xlsx", "pdf"])
    def test_never_to_a_terminal(self, shown: str, capfd: pytest.CaptureFixture[str]) -> None:
        assert run_here([*BEGIN, "--lang", "en", "--format", shown]) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert f"-o FILE.{shown}" in err

    def test_without_the_extra_it_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        for name in [*sys.modules]:
            if name.startswith(("xlsxwriter", "ansecurity_cli.formats.excel")):
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        assert run_here([*BEGIN, "-o", str(tmp_path / "a.xlsx")]) == 2
        assert "-m pip install xlsxwriter" in capfd.readouterr().err
        assert not [*tmp_path.iterdir()]
