"""The Word draft in LibreOffice: what comes out on paper (needs soffice, pdftotext, pypdf)."""

from __future__ import annotations

import json
import re
import subprocess  # noqa: TID251 - LibreOffice is a program
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from pypdf import PdfReader

from ansecurity_cli.formats.word import filling
from ansecurity_cli.formats.word.letterhead import Wishes
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import official, page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from test_report_formats import files

pytestmark = pytest.mark.apps
Make = Callable[..., Snapshot]
A4 = (595, 842)  # points


@dataclass
class Paper:
    """A draft as it is printed."""

    path: Path

    @cached_property
    def sizes(self) -> list[tuple[int, int]]:
        pages = PdfReader(self.path).pages
        return [(round(one.mediabox.width), round(one.mediabox.height)) for one in pages]

    @cached_property
    def pages(self) -> list[str]:
        command = ["pdftotext", "-layout", "-enc", "UTF-8", str(self.path), "-"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return done.stdout.decode().split("\f")[:-1]

    @property
    def upright(self) -> list[str]:
        """The report itself."""
        return [text for text, size in zip(self.pages, self.sizes, strict=True) if size == A4]

    @property
    def across(self) -> list[str]:
        """The annexes."""
        return [text for text, size in zip(self.pages, self.sizes, strict=True) if size == A4[::-1]]


Printed = Callable[..., Paper]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Paper]:
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(raw: bytes) -> Paper:
        folder = tmp_path_factory.mktemp("draft")
        (folder / "a.docx").write_bytes(raw)
        command = [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        command += ["--outdir", str(folder), str(folder / "a.docx")]
        subprocess.run(command, capture_output=True, check=True, timeout=180)
        return Paper(folder / "a.pdf")

    return convert


@pytest.fixture
def printed(office: Callable[[bytes], Paper]) -> Printed:
    def make(
        shot: Snapshot,
        unit: str,
        wishes: Wishes | None = None,
    ) -> Paper:
        repository = shot.repository
        below = tuple(repository.units[one] for one in repository.below(unit))
        selection = Selection(below)
        shown = page.build(shot, selection, (repository.units[unit],))
        view = official.build(shot, shown, selection)
        return office(filling.draft(view, wishes or Wishes(), Words("vi"), "1", filling.shipped()))

    return make


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_a_ward(repository: Snapshot, printed: Printed) -> None:
    paper = printed(repository, "phuong-hoa-hieu", Wishes(addressees=("Công an tỉnh Nghệ An",)))
    assert paper.sizes == [A4, A4, A4[::-1]]
    first = lines(paper.pages[0])
    assert any(line.endswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") for line in first)  # unwrapped
    assert any(line.endswith("Độc lập - Tự do - Hạnh phúc") for line in first)
    assert any(re.match(r"Số: ?/BC-UBND Hòa Hiếu, ngày tháng năm 20…$", line) for line in first)
    assert "Kính gửi: Công an tỉnh Nghệ An" in first
    assert first[0] != "1"  # the first page has no number
    assert lines(paper.pages[1])[0] == "2"
    whole = "\n".join(paper.pages)
    assert whole == unicodedata.normalize("NFC", whole)
    assert "{" not in whole


def test_who_signs_never_signs_an_empty_page(snapshot: Make, printed: Printed) -> None:
    """However long the text is, some of it stands above the signature."""
    given = {path: json.dumps(one, ensure_ascii=False) for path, one in files("Đơn vị A").items()}
    for extra in range(0, 16, 5):
        notes = {f"units/t/q-{n}/unit.yaml": _unit(n) for n in range(extra)}
        last = lines(printed(snapshot({**given, **notes}), "t").upright[-1])
        at = next(index for index, line in enumerate(last) if line.startswith("Nơi nhận:"))
        assert "Trên đây là báo cáo" in " ".join(last[:at])
        assert any("V. HỒ SƠ" in line for line in last[:at])
        assert any(line.endswith("TRƯỞNG CÔNG AN THỊ XÃ") for line in last[at:])


def _unit(number: int) -> str:
    return json.dumps(
        {
            "kind": "unit",
            "id": f"q-{number}",
            "name": f"Tổ chức {number}",
            "type": "co-quan",
            "parent": "t",
        }
    )


def test_annexes(repository: Snapshot, printed: Printed) -> None:
    paper = printed(repository, "xa-minh-hoa")
    assert set(paper.sizes) == {A4, A4[::-1]}
    first_annex = paper.sizes.index(A4[::-1])
    assert paper.sizes[first_annex:] == [A4[::-1]] * (len(paper.sizes) - first_annex)
    starts = [at for at, text in enumerate(paper.across) if lines(text)[0].startswith("Phụ lục ")]
    names = [lines(paper.across[at])[0] for at in starts]
    assert names[:3] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    for start, end in zip(starts, [*starts[1:], len(paper.across)], strict=True):
        for number, text in enumerate(paper.across[start:end], 1):
            assert "STT" in text  # the head is repeated
            if number > 1:
                assert lines(text)[0] == str(number)
            else:
                assert "(Kèm theo Báo cáo số" in text


def test_what_is_long_stays_on_the_page(snapshot: Make, printed: Printed) -> None:
    """A name of 300 characters, and no letter of it lost."""
    name = "Phường " + "rất dài " * 36 + "hết"
    given = {path: json.dumps(one, ensure_ascii=False) for path, one in files(name).items()}
    paper = printed(snapshot(given), "t")
    first = " ".join(lines(paper.pages[0]))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    for text in (paper.pages[0], paper.across[0]):
        assert "hết" in text.casefold()


def test_everything_of_the_repository(repository: Snapshot, printed: Printed) -> None:
    """Every unit at the top prints, with a quốc hiệu on one line."""
    for unit in in_order(repository.repository):
        if unit.parent in repository.repository.units:
            continue
        paper = printed(repository, unit.id)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in " ".join(lines(paper.pages[0]))
        assert any(line.endswith("CHỦ NGHĨA VIỆT NAM") for line in lines(paper.pages[0]))
