"""The workbook in LibreOffice: what its cells hold, and what comes out on paper."""

from __future__ import annotations

import csv
import re
import subprocess  # noqa: TID251 - LibreOffice is a program
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from ansecurity_cli.cli.app import run
from conftest import ROOT

pytestmark = pytest.mark.apps
UNITS = ("xa-minh-hoa", "thi-xa-thai-hoa")
LONG, SHORT = 842, 595  # A4 in points


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook, printed, and every sheet of it as CSV."""
    place = tmp_path_factory.mktemp("excel")
    arguments = ("-C", str(ROOT), "--lang", "vi", "report", *UNITS, "--as-of", "2026-11-24")
    assert run([*arguments, "-o", str(place / "report.xlsx")]) == 0
    every = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    for form in ("pdf", every):
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{place}/profile",
             "--convert-to", form, "--outdir", str(place), str(place / "report.xlsx")],
            check=True, timeout=180, capture_output=True,
        )  # fmt: skip
    return place


def sheet(folder: Path, name: str) -> list[list[str]]:
    text = (folder / f"report-{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


def test_it_opens_with_all_its_sheets(folder: Path) -> None:
    names = {path.stem.removeprefix("report-") for path in folder.glob("*.csv")}
    assert {"Tiến độ", "Việc phải làm", "Nguồn gốc", "Bảng điểm minh họa 2025"} <= names
    assert len(names) > 15


def test_cells_hold_what_was_written(folder: Path) -> None:
    listed = sheet(folder, "Điểm Bảng điểm minh họa 2025")
    found = {row[0]: row for row in listed}
    assert found["d1"][1].startswith("Lãnh đạo, chỉ đạo")
    total = next(row for row in listed if row[1] == "Tổng điểm")
    assert total[2] == "100"
    assert total[4] in ("85.5", "85,5")
    assert not [cell for row in listed for cell in row if re.match(r"#[A-Z]+[!?/]|Err:", cell)]


def test_it_prints_on_a4_with_heads_and_numbers(folder: Path) -> None:
    pages = PdfReader(folder / "report.pdf").pages
    for number, one in enumerate(pages, 1):
        size = (round(one.mediabox.width), round(one.mediabox.height))
        assert size in ((LONG, SHORT), (SHORT, LONG))
        text = one.extract_text()
        assert f"{number}/{len(pages)}" in text
        assert "24/11/2026" in text
    assert {round(one.mediabox.width) for one in pages} == {LONG, SHORT}


def test_heads_are_repeated_and_the_text_is_composed(folder: Path) -> None:
    done = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(folder / "report.pdf"), "-"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    text = done.stdout.decode()
    assert unicodedata.is_normalized("NFC", text)
    assert "Phường" in text
    todo = [one for one in text.split("\f") if "Việc phải làm: " in one]
    assert len(todo) > 2
    assert all("Đơn vị" in one and "Nội dung" in one for one in todo)  # on the second half too
