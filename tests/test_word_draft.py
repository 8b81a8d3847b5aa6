"""The Word draft: its form, what it leaves open, and that nothing in the data changes its structure."""

from __future__ import annotations

import io
import json
import subprocess  # noqa: TID251
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

import word_template
from ansecurity_cli.cli.app import run as in_process
from ansecurity_cli.diagnostics import Location
from ansecurity_cli.formats.word import checking, filling
from ansecurity_cli.formats.word.columns import numbers
from ansecurity_cli.formats.word.letterhead import Wishes, basis, long_day
from ansecurity_cli.formats.word.profiles import kind_of_paper, place, profile
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.records import Paper, Unit
from ansecurity_cli.reports import official, page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from test_report_formats import HOSTILE, files

Make = Callable[..., Snapshot]
Run = Callable[..., subprocess.CompletedProcess[str]]
WORDS = Words("vi")
AT = Location("x.yaml")
NASTY = (
    *HOSTILE, "{{ so }}", "{%p for x in y %}", "{_{ x }_}", "{#", "a\nb\tc", "\u202egnartếig", "a\u200bb",
    "]]>", "<w:p/>", "&#x7;", "\x07 chuông", "\x0c trang",
)  # fmt: skip


def drafted(shot: Snapshot, unit: str, *, sets: tuple[str, ...] = (), **wishes: Any) -> bytes:
    named = (shot.repository.units[unit],)
    below = tuple(shot.repository.units[one] for one in shot.repository.below(unit))
    selection = Selection(below, sets)
    view = official.build(shot, page.build(shot, selection, named), selection)
    return filling.draft(view, Wishes(**wishes), WORDS, "1", filling.shipped())


def texts(raw: bytes) -> list[str]:
    """Every paragraph, in order, those of tables too."""
    body = Document(io.BytesIO(raw)).element.body
    return ["".join(one.text or "" for one in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def whole(raw: bytes) -> str:
    return "\n".join(texts(raw))


def structure(raw: bytes) -> list[tuple[str, dict[str, str]]]:
    """Elements and attributes, in order, without any text."""
    body = Document(io.BytesIO(raw)).element.body
    return [(one.tag, dict(one.attrib)) for one in body.iter()]


def as_files(given: Any) -> dict[str, str]:
    return {path: json.dumps(one, ensure_ascii=False) for path, one in given.items()}


class TestTemplate:
    def test_the_shipped_one_is_the_one_that_is_made(self) -> None:
        def body(raw: bytes) -> bytes:
            return zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml")

        assert body(word_template.make()) == body(filling.shipped())

    def test_form(self) -> None:
        """Nghị định 30/2020/NĐ-CP, Phụ lục I."""
        document = Document(io.BytesIO(filling.shipped()))
        section = document.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
        assert section.different_first_page_header_footer
        head = document.tables[0].rows[0].cells
        title, motto = head[1].paragraphs[:2]
        assert title.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        assert (title.runs[0].font.size.pt, motto.runs[0].font.size.pt) == (12, 13)
        assert head[1].width.mm >= 96  # the line takes 81.4 mm at 12 pt
        assert {run.font.name for run in title.runs} <= {None, "Times New Roman"}
        assert document.styles["Normal"].font.name == "Times New Roman"

    def test_it_uses_every_name_and_no_other(self) -> None:
        found = checking.check(filling.shipped())
        assert (found.broken, found.unknown, found.unused) == ((), (), ())

    def test_a_draft_has_every_name(self, repository: Snapshot) -> None:
        """What the check promises is what a draft gives."""
        view = _view(repository, "xa-minh-hoa")
        from ansecurity_cli.formats.word.letterhead import Letterhead
        from ansecurity_cli.formats.word.sections import Sections

        head = Letterhead(view, Wishes(addressees=("A",)), WORDS)
        context = {**head.context(), **Sections(view, head, WORDS).context()}
        assert context.keys() == checking.SAMPLE.keys()
        for name, sample in checking.SAMPLE.items():
            given: Any = context[name]
            assert type(given) is type(sample), name
            if isinstance(sample, list) and isinstance(sample[0], dict):
                assert all(one.keys() == sample[0].keys() for one in given), name


def _view(shot: Snapshot, unit: str) -> official.Draft:
    below = tuple(shot.repository.units[one] for one in shot.repository.below(unit))
    selection = Selection(below)
    named = (shot.repository.units[unit],)
    return official.build(shot, page.build(shot, selection, named), selection)


class TestWhatIsOpen:
    def test_number_and_day_are_blank(self, repository: Snapshot) -> None:
        text = whole(drafted(repository, "phuong-thai-hoa"))
        assert "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND" in text
        assert "ngày \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 tháng" in text
        assert "năm 20…" in text
        assert "Kính gửi" not in text
        assert "Như trên" not in text

    def test_they_are_filled_in_when_given(self, repository: Snapshot) -> None:
        raw = drafted(
            repository, "phuong-thai-hoa", number="7", day=date(2026, 1, 5),
            addressees=("Ủy ban nhân dân tỉnh Nghệ An",),
        )  # fmt: skip
        lines = texts(raw)
        assert "Số: 07/BC-UBND" in lines
        assert "Thái Hòa, ngày 05 tháng 01 năm 2026" in lines
        assert "Kính gửi: Ủy ban nhân dân tỉnh Nghệ An" in lines
        assert "- Như trên;" in lines

    def test_several_addressees_stand_below_each_other(self, repository: Snapshot) -> None:
        lines = texts(drafted(repository, "phuong-thai-hoa", addressees=("A", "B")))
        at = lines.index("Kính gửi:")
        assert lines[at : at + 3] == ["Kính gửi:", "- A;", "- B."]

    def test_silence_is_said(self, snapshot: Make) -> None:
        given = files("Thị xã A")
        del given["units/t/p-2/2023/s.yaml"]
        text = whole(
            drafted(snapshot({**as_files(given), "units/t/p-2/2023/s.yaml": "kind: ["}), "t")
        )
        assert "không dùng được" in text
        assert "units/t/p-2/2023/s.yaml" in text
        assert "Không có tiêu chí nào chưa rõ." not in text

    def test_who_reports_is_not_guessed(self, repository: Snapshot) -> None:
        units = in_order(repository.repository)
        selection = Selection(units)
        view = official.build(repository, page.build(repository, selection, units[:2]), selection)
        lines = texts(filling.draft(view, Wishes(), WORDS, "1", filling.shipped()))
        assert lines[:2] == ["…", "…"]
        assert "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-…" in lines


class TestProfiles:
    PROVINCE = Unit("t", AT, name="Tỉnh T", type="tinh")
    TOWN = Unit("x", AT, name="Thị xã X", type="thi-xa", parent="t")
    WARD = Unit("p", AT, name="Phường P", type="phuong", parent="x")

    @pytest.mark.parametrize(
        ("name", "day", "above"),
        [
            ("ubnd", date(2025, 6, 30), "UBND Thị xã X"), ("ubnd", date(2025, 7, 1), "UBND Tỉnh T"),
            ("cong-an", date(2025, 2, 28), "Công an Thị xã X"),
            ("cong-an", date(2025, 3, 1), "Công an Tỉnh T"),
        ],
    )  # fmt: skip
    def test_who_is_above_depends_on_the_day(self, name: str, day: date, above: str) -> None:
        assert profile(name).parent(self.WARD, (self.TOWN, self.PROVINCE), day) == above

    def test_what_is_not_known_is_open(self) -> None:
        assert profile("ubnd").parent(self.WARD, (), date(2026, 1, 1)) == "…"
        assert profile("cong-an").symbol_of(self.TOWN) == "BC-…"

    def test_the_police_report_on_sets_about_them(self, repository: Snapshot) -> None:
        lines = texts(drafted(repository, "phuong-khue-trung", sets=("bca-da30-cap",), deputy=True))
        assert lines[1].replace("\u00a0", " ") == "CÔNG AN PHƯỜNG KHUÊ TRUNG"
        assert "KT. TRƯỞNG CÔNG AN PHƯỜNG" in lines
        assert "PHÓ TRƯỞNG CÔNG AN PHƯỜNG" in lines

    def test_an_agency_has_neither(self, repository: Snapshot) -> None:
        lines = texts(drafted(repository, "tram-y-te-minh-hoa"))
        assert lines[:2] == ["…", "TRẠM Y TẾ MINH HỌA"]
        assert "CHỦ TỊCH" not in lines

    @pytest.mark.parametrize(
        ("name", "kind", "shown"),
        [
            ("Phường Hòa Hiếu", "phuong", "Hòa Hiếu"), ("Phường 5", "phuong", "Phường 5"),
            ("Thị xã Thái Hòa", "thi-xa", "Thái Hòa"), ("Hòa Hiếu", "phuong", "Hòa Hiếu"),
        ],
    )  # fmt: skip
    def test_place(self, name: str, kind: str, shown: str) -> None:
        assert place(Unit("u", AT, name=name, type=kind), WORDS) == shown


class TestWording:
    def test_days_as_the_decree_writes_them(self) -> None:
        assert long_day(date(2026, 2, 5), WORDS) == "ngày 05 tháng 02 năm 2026"
        assert long_day(date(2026, 3, 15), WORDS) == "ngày 15 tháng 3 năm 2026"

    def test_basis(self) -> None:
        paper = Paper(
            AT, number="19/KH-UBND", issued=date(2024, 4, 12), title="Kế hoạch bảo đảm ANTT"
        )
        assert (
            basis(paper, WORDS)
            == "Căn cứ Kế hoạch số 19/KH-UBND ngày 12 tháng 4 năm 2024 bảo đảm ANTT"
        )
        assert basis(Paper(AT, title="Đề án X"), WORDS) == "Căn cứ Đề án số … ngày … X"
        assert basis(Paper(AT, title="Luật An ninh"), WORDS) == "Căn cứ Luật An ninh"
        assert basis(Paper(AT, title="Thư gửi"), WORDS) == "Căn cứ Thư gửi (số …, ngày …)"

    def test_a_kind_is_a_whole_word(self) -> None:
        assert kind_of_paper("Quyết định về x") == ("Quyết định", True)
        assert kind_of_paper("Quyết địnhx") == ("", True)

    def test_numbers_down_the_tree(self, repository: Snapshot) -> None:
        view = _view(repository, "xa-minh-hoa")
        flat = [one for one in view.annexes if all(row.depth == 1 for row in one.rows)]
        deep = [one for one in view.annexes if any(row.depth == 3 for row in one.rows)]
        assert [*numbers(deep[0].rows)][:2] == ["I", "1"]
        assert "a" in [*numbers(deep[0].rows)]
        for one in flat:
            assert next(numbers(one.rows)) == "1"


class TestAnnex:
    def test_landscape_and_numbered_from_one(self, repository: Snapshot) -> None:
        document = Document(io.BytesIO(drafted(repository, "xa-minh-hoa")))
        first, *others = document.sections
        assert first.page_width < first.page_height
        assert others
        for one in others:
            assert one.page_width > one.page_height
            assert one._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
            assert one.different_first_page_header_footer
        for table in document.tables[3:]:
            head, *rows = table._tbl.findall(qn("w:tr"))
            assert head.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
            assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)

    def test_points_have_a_column_each(self, snapshot: Make) -> None:
        document = Document(io.BytesIO(drafted(snapshot(scored()), "p", sets=("d",))))
        rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
        assert rows[0][2:5] == ["Điểm chuẩn", "Điểm tự chấm", "Điểm thẩm định"]
        assert rows[1][2:5] == ["10", "8", "6"]
        assert rows[2][2:5] == ["5", "4", "4"]
        assert rows[-1][1:5] == ["Tổng cộng", "15", "…", "10"]

    def test_points_nobody_appraised_are_not_there(self, snapshot: Make) -> None:
        given = scored()
        del given["units/p/2024/d.appraisal.yaml"]
        document = Document(io.BytesIO(drafted(snapshot(given), "p", sets=("d",))))
        rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
        assert [row[2:5] for row in rows[1:]] == [["10", "8", ""], ["5", "4", ""], ["15", "12", ""]]

    def test_many_units_are_split(self, snapshot: Make) -> None:
        given = {**as_files(files("A")), **many(13)}
        document = Document(io.BytesIO(drafted(snapshot(given), "t")))
        widths = [len(table.columns) for table in document.tables[3:]]
        assert widths == [4 + 5, 4 + 5, 4 + 3]


def scored() -> dict[str, str]:
    criteria = [
        {"id": "a", "title": "A", "rule": {"kind": "points", "max": 10}},
        {"id": "b", "title": "B", "rule": {"kind": "points", "max": 5}},
    ]  # fmt: skip
    base = {"unit": "p", "set": "d", "set_version": 1, "period": "2024"}
    return as_files(
        {
            "criteria/d.yaml": {
                "kind": "criteria-set", "id": "d", "title": "D", "version": 1, "source": {"document": "x"},
                "applies_to": ["phuong"], "window": {"from": "01-01", "to": "12-31"}, "completeness": "full",
                "rule": {"kind": "points"}, "scoring": {"max": 15, "min_total": 12, "not_applicable": "lower-maximum"}, "criteria": criteria,
            },
            "units/p/unit.yaml": {"kind": "unit", "id": "p", "name": "Phường P", "type": "phuong"},
            "units/p/2024/d.yaml": {
                "kind": "assessment", **base, "assessed_on": "2024-12-01",
                "answers": {"a": {"points": 8}, "b": {"points": 4}},
            },
            "units/p/2024/d.appraisal.yaml": {
                "kind": "appraisal", **base, "by": "X", "date": "2024-12-20",
                "results": {"a": {"points": 6, "reason": "R"}},
            },
        }
    )  # fmt: skip


def many(n: int) -> dict[str, str]:
    found: dict[str, Any] = {}
    for number in range(3, n + 1):
        name = f"p-{number}"
        found[f"units/t/{name}/unit.yaml"] = {
            "kind": "unit", "id": name, "name": f"Phường {number}", "type": "phuong", "parent": "t",
        }  # fmt: skip
        found[f"units/t/{name}/2023/s.yaml"] = {
            "kind": "assessment", "unit": name, "set": "s", "set_version": 1, "period": "2023",
            "assessed_on": "2023-11-10", "answers": {"k2": {"value": 3}},
        }  # fmt: skip
    return as_files(found)


class TestHostile:
    @pytest.mark.parametrize("text", NASTY)
    def test_values_change_no_structure(self, text: str) -> None:
        def leaves(value: Any, leaf: str) -> Any:
            match value:
                case dict():
                    return {name: leaves(one, leaf) for name, one in value.items()}
                case list():
                    return [leaves(one, leaf) for one in value]
                case _:
                    return leaf

        def filled(leaf: str) -> bytes:
            return filling.written(filling.fill(filling.shipped(), leaves(checking.SAMPLE, leaf)))

        assert structure(filled(text)) == structure(filled("A"))
        assert filling.plain(text) in whole(filled(text)) or "{_" in text

    @pytest.mark.parametrize("text", HOSTILE)
    def test_files_change_no_structure(self, text: str, snapshot: Make) -> None:
        made, plain = (drafted(snapshot(as_files(files(one))), "t") for one in (text, "A b"))
        assert structure(made) == structure(plain)

    def test_a_template_reaches_nothing(self) -> None:
        with pytest.raises(filling.BadTemplate):
            filling.fill(template("{{ so.__class__.__mro__ }}"), checking.SAMPLE)


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


class TestCheck:
    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            (("{{ ten_don_vi }}",), "tên không có: ten_don_vi"),
            (("{%p for x in bang_chung %}", "{{ x.ten }}", "{%p endfor %}"), "tên không có: ten"),
            (("{{ so",), "chưa đóng"), (("so }}",), "chưa đóng"),
            (("{{ “so” }}",), "dấu nháy thẳng"), (("{{ so so }}",), "không đọc được “{{ so so }}”"),
            (("{%p for x in can_cu %}", "{{ x }}"), "thiếu thẻ kết thúc"),
            (("{%p endfor %}",), "chưa mở"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told(self, lines: tuple[str, ...], told: str) -> None:
        found = checking.check(template(*lines))
        text = checking.text(found, WORDS)
        assert found.wrong
        assert told in text
        assert "{{ co_quan }}" in text

    def test_what_is_left_out_is_told(self) -> None:
        found = checking.check(template("{{ so }}"))
        assert not found.wrong
        assert "ky_hieu" in found.unused

    def test_not_a_word_file(self) -> None:
        for raw in (b"", b"PK", b"x" * 100, _zip("a.txt")):
            with pytest.raises(filling.BadTemplate):
                checking.check(raw)


def _zip(name: str) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        made.writestr(name, "x")
    return raw.getvalue()


class TestCommand:
    ARGUMENTS = ("report", "phuong-hoa-hieu", "--as-of", "2026-11-24")

    def test_same_bytes_whatever_the_surroundings(self, tmp_path: Path, run: Run) -> None:
        for seed in "01":
            done = run(
                *self.ARGUMENTS, "-o", str(tmp_path / f"{seed}.docx"), env={"PYTHONHASHSEED": seed}
            )
            assert done.returncode == 0, done.stderr
        first, second = ((tmp_path / f"{seed}.docx").read_bytes() for seed in "01")
        assert first == second
        entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
        assert {one.date_time for one in entries} == {(1980, 1, 1, 0, 0, 0)}
        properties = Document(io.BytesIO(first)).core_properties
        assert f"{properties.created:%Y-%m-%d %H:%M}" == "2026-11-24 00:00"
        assert "24/11/2026" in properties.comments

    def test_a_day_that_is_none(self, tmp_path: Path, run: Run) -> None:
        done = run(*self.ARGUMENTS, "--ngay", "5/1/2026", "-o", str(tmp_path / "a.docx"))
        assert done.returncode == 2
        assert "--ngay 2026-01-05" in done.stderr

    def test_what_is_unknown_is_told(self, tmp_path: Path, run: Run) -> None:
        done = run(*self.ARGUMENTS, "-o", str(tmp_path / "a.docx"))
        assert "chưa rõ" in done.stderr

    def test_check(self, tmp_path: Path, run: Run) -> None:
        target = tmp_path / "a.docx"
        assert run(*self.ARGUMENTS, "-o", str(target)).returncode == 0
        assert run(*self.ARGUMENTS, "-o", str(target), "--check").returncode == 0
        assert run(*self.ARGUMENTS, "--so", "1", "-o", str(target), "--check").returncode == 1

    def test_it_needs_a_file(self, run: Run) -> None:
        done = run(*self.ARGUMENTS, "--format", "docx")
        assert (done.returncode, done.stdout) == (2, "")
        assert "-o TỆP.docx" in done.stderr

    def test_its_options_are_its_own(self, run: Run) -> None:
        done = run(*self.ARGUMENTS, "--so", "1")
        assert done.returncode == 2
        assert "--so" in done.stderr

    def test_a_bad_template_writes_nothing(self, tmp_path: Path, run: Run) -> None:
        bad, target = tmp_path / "mau.docx", tmp_path / "a.docx"
        bad.write_bytes(template("{{ gi_do }}"))
        done = run(*self.ARGUMENTS, "--template", str(bad), "-o", str(target))
        assert done.returncode == 2
        assert "gi_do" in done.stderr
        assert not target.exists()
        assert run("template", "check", str(bad)).returncode == 1

    def test_a_template_of_ones_own(self, tmp_path: Path, run: Run) -> None:
        own, target = tmp_path / "mau.docx", tmp_path / "a.docx"
        assert run("template", "write", str(own)).returncode == 0
        assert run("template", "check", str(own)).returncode == 0
        assert run("template", "write", str(own)).returncode == 2  # edits are not written over
        own.write_bytes(template("Của chúng tôi: {{ co_quan }}"))
        assert run(*self.ARGUMENTS, "--template", str(own), "-o", str(target)).returncode == 0
        assert texts(target.read_bytes())[0].startswith("Của chúng tôi: ỦY BAN NHÂN DÂN")

    def test_it_is_vietnamese_and_says_so(self, tmp_path: Path, run: Run) -> None:
        for language, told in (("en", "always in Vietnamese"), ("vi", "đã ghi")):
            target = tmp_path / f"{language}.docx"
            done = run("--lang", language, *self.ARGUMENTS, "-o", str(target))
            assert done.returncode == 0
            assert told in done.stderr
        assert (tmp_path / "en.docx").read_bytes() == (tmp_path / "vi.docx").read_bytes()

    def test_without_the_extra(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        monkeypatch.setitem(sys.modules, "docxtpl", None)
        assert in_process([*self.ARGUMENTS, "-o", str(tmp_path / "a.docx")]) == 2
        assert "-m pip install docxtpl" in capsys.readouterr().err
