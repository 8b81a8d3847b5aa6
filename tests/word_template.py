"""Make the shipped Word template anew: python tests/word_template.py. Form: Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ansecurity_cli.formats.word.packing import packed

TARGET = Path(__file__).parents[1] / "src" / "ansecurity_cli" / "formats" / "word" / "bao-cao.docx"
FONT = "Times New Roman"
# Text is 165 mm wide; the quốc hiệu at 12 pt takes 81.4 mm, the tiêu ngữ at 13 pt 53.1 mm.
LEFT, RIGHT = 68, 97
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - Word's core properties have no zone
CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def _fonts(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for name in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{name}"), "vi-VN")


def _styles(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    _fonts(defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")))
    normal = document.styles["Normal"]
    _fonts(normal.element.get_or_add_rPr())
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    for name, bold, italic, align, indent in (
        ("Noi dung", False, False, JUSTIFIED, 12.7),
        ("Can cu", False, True, JUSTIFIED, 12.7),
        ("De muc", True, False, JUSTIFIED, 12.7),
        ("Luu y", True, False, CENTRE, 0),
        ("Ten phu luc", True, False, CENTRE, 0),
        ("Kem theo", False, True, CENTRE, 0),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.bold, style.font.italic = bold, italic
        form = style.paragraph_format
        form.alignment, form.first_line_indent = align, Mm(indent)
        form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.15
        form.keep_with_next = name in ("De muc", "Ten phu luc", "Kem theo")
    cell = document.styles.add_style("O bang", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = normal, Pt(12)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)


def _page(section: Any) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    # Made by saying so, though empty: else readers show the other header on page 1.
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind in ("begin", "PAGE", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = kind
            continue
        if kind == "PAGE":
            made = OxmlElement("w:instrText")
            made.text = f" {kind} "
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        run._r.append(made)


def _put(
    paragraph: Any, text: str, *, size: int = 14, bold: bool = False, italic: bool = False
) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return paragraph


def _line(where: Any, width: float, of: float) -> None:
    """A rule so many mm wide, in the middle of a space so many mm wide."""
    paragraph = where.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((of - width) / 2)
    form.line_spacing, form.space_before, form.space_after = Pt(3), Pt(1), Pt(0)
    paragraph.add_run().font.size = Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _table(document: Any, rows: int, widths: list[float], *, grid: bool) -> Any:
    table = document.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if grid:
        table.style = "Table Grid"
    else:
        properties = table._tbl.tblPr
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            one = OxmlElement(f"w:{side}")
            one.set(qn("w:w"), "0")
            one.set(qn("w:type"), "dxa")
            margins.append(one)
        properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _whole(row: Any, *, head: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("cantSplit", "tblHeader") if head else ("cantSplit",):
        properties.append(OxmlElement(f"w:{name}"))


def _head(document: Any) -> None:
    table = _table(document, 2, [LEFT, RIGHT], grid=False)
    left, right = table.rows[0].cells
    first = left.paragraphs[0]
    first.alignment = CENTRE
    _put(first, "{{ co_quan_chu_quan }}", size=12)
    organ = left.add_paragraph()
    organ.alignment = CENTRE
    _put(organ, "{{ co_quan }}", size=12, bold=True)
    _line(left, 26, LEFT)
    title = right.paragraphs[0]
    title.alignment = CENTRE
    _put(title, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    motto = right.add_paragraph()
    motto.alignment = CENTRE
    _put(motto, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _line(right, 53, RIGHT)
    number, day = table.rows[1].cells
    _put(number.paragraphs[0], "Số: {{ so }}/{{ ky_hieu }}", size=13)
    _put(day.paragraphs[0], "{{ dia_danh }}, {{ ngay_thang }}", size=13, italic=True)
    for cell in (number, day):
        cell.paragraphs[0].alignment = CENTRE
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)
    for row in table.rows:
        _whole(row)
    name = document.add_paragraph()
    name.alignment, name.paragraph_format.space_before = CENTRE, Pt(18)
    _put(name, "BÁO CÁO", bold=True)
    about = document.add_paragraph()
    about.alignment = CENTRE
    _put(about, "{{ trich_yeu }}", bold=True)
    _line(document, 60, 165)


def _each(document: Any, name: str, style: str, text: str = "{{ dong }}") -> Any:
    document.add_paragraph("{%p for dong in " + name + " %}", style)
    paragraph = document.add_paragraph(text, style)
    document.add_paragraph("{%p endfor %}", style)
    return paragraph


def _summary(document: Any) -> None:
    heads = ("STT", "Đơn vị", "Bộ tiêu chí", "Đạt", "Chưa đạt", "Chưa rõ", "Kết luận")
    keys = ("stt", "don_vi", "bo_tieu_chi", "dat", "chua_dat", "chua_ro", "ket_luan")
    table = _table(document, 4, [13, 38, 38, 15, 17, 17, 27], grid=True)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].style = "O bang"
        cell.paragraphs[0].alignment = CENTRE
        _put(cell.paragraphs[0], text, size=12, bold=True)
    _whole(table.rows[0], head=True)
    table.rows[1].cells[0].paragraphs[0].add_run("{%tr for dong in bang_chung %}")
    for cell, key in zip(table.rows[2].cells, keys, strict=True):
        cell.paragraphs[0].style = "O bang"
        if key not in ("don_vi", "bo_tieu_chi"):
            cell.paragraphs[0].alignment = CENTRE
        _put(cell.paragraphs[0], "{{ dong." + key + " }}", size=12)
    _whole(table.rows[2])
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _groups(document: Any, name: str) -> None:
    document.add_paragraph("{%p for nhom in " + name + " %}", "Noi dung")
    # A title keeps to its lines; one without lines to nothing.
    document.add_paragraph("{%p if nhom.dong %}", "Noi dung")
    document.add_paragraph("{{ nhom.tieu_de }}", "Noi dung").paragraph_format.keep_with_next = True
    document.add_paragraph("{%p else %}", "Noi dung")
    document.add_paragraph("{{ nhom.tieu_de }}", "Noi dung")
    document.add_paragraph("{%p endif %}", "Noi dung")
    _each(document, "nhom.dong", "Noi dung", "- {{ dong }}")
    document.add_paragraph("{%p endfor %}", "Noi dung")


def _body(document: Any) -> None:
    sent = _each(document, "kinh_gui", "Luu y")
    sent.runs[0].font.bold = False
    sent.paragraph_format.space_before = Pt(6)
    _each(document, "luu_y", "Luu y")
    _each(document, "can_cu", "Can cu")
    document.add_paragraph("{{ mo_dau }}", "Noi dung")
    document.add_paragraph("I. KẾT QUẢ TỰ ĐÁNH GIÁ", "De muc")
    document.add_paragraph("1. Kết quả chung", "De muc")
    _each(document, "ket_qua_chung", "Noi dung")
    _summary(document)
    document.add_paragraph("2. Tiêu chí chưa đạt", "De muc")
    _groups(document, "chua_dat")
    document.add_paragraph("3. Tiêu chí chưa rõ", "De muc")
    _groups(document, "chua_ro")
    for heading, name in (
        ("II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", "ton_tai"),
        ("III. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM", "phuong_huong"),
        ("IV. KIẾN NGHỊ, ĐỀ XUẤT", "kien_nghi"),
        ("V. HỒ SƠ, TÀI LIỆU KÈM THEO", "kem_theo"),
    ):
        document.add_paragraph(heading, "De muc")
        lines = _each(document, name, "Noi dung")
    # The last section goes with what is signed: nobody signs an empty page.
    lines.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ ket_thuc }}./.", "Noi dung").paragraph_format.keep_with_next = True


def _signature(document: Any) -> None:
    table = _table(document, 1, [75, 90], grid=False)
    left, right = table.rows[0].cells
    _put(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for text in ("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"):
        _put(left.add_paragraph(), text, size=11)
    right.paragraphs[0].alignment = CENTRE
    _put(right.paragraphs[0], "{%p for dong in quyen_han %}", bold=True)
    for text in ("{{ dong }}", "{%p endfor %}", "", "", "", "", ""):
        one = right.add_paragraph()
        one.alignment = CENTRE
        _put(one, text, bold=True)
    _whole(table.rows[0])


def make() -> bytes:
    """The template."""
    document = Document()
    _styles(document)
    _page(document.sections[0])
    _head(document)
    _body(document)
    _signature(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Báo cáo", "ansecurity", ""
    properties.last_modified_by, properties.language = "ansecurity", "vi-VN"
    properties.created = properties.modified = MADE
    raw = io.BytesIO()
    document.save(raw)
    return packed(raw.getvalue())


if __name__ == "__main__":
    TARGET.write_bytes(make())
