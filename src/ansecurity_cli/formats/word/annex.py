"""The annexes, in landscape: built here, since such tables are easily broken in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.word.columns import Table
from ansecurity_cli.formats.wording import inert

_MARGINS = {"left": 30, "right": 15, "top": 20, "bottom": 20}  # Nghị định 30, Phụ lục I, I.3
_TWIPS = 56.6929  # a millimetre


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its lines on top, then its tables."""

    name: str
    title: str
    attached: str
    tables: tuple[Table, ...]


def append(document: Any, annexes: Iterable[Annex]) -> None:
    """Each annex on pages of its own, numbered from 1."""
    for one in annexes:
        _landscape(document.add_section(WD_SECTION.NEW_PAGE))
        # Where the section before ends Word wants a paragraph: small, else it may fill a page.
        _small(document.element.body[-2])
        for text, style in (
            (one.name, "Ten phu luc"), (one.title.upper(), "Ten phu luc"),
            (one.attached, "Kem theo"),
        ):  # fmt: skip
            document.add_paragraph(_safe(text), _style(document, style))
        for number, table in enumerate(one.tables):
            if number:
                document.add_paragraph("")
            body = document.element.body
            body.insert(len(body) - 1, parse_xml(_table(table, _style_id(document))))
    if document.element.body[-2].tag == qn("w:tbl"):
        document.add_paragraph("")
        _small(document.element.body[-2])


def _small(paragraph: Any) -> None:
    form = Paragraph(paragraph, None).paragraph_format  # type: ignore[arg-type]
    form.line_spacing, form.space_before, form.space_after = Pt(1), Pt(0), Pt(0)


def _landscape(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.different_first_page_header_footer = True
    properties = section._sectPr  # python-docx has no page numbering of its own
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    properties.insert_element_before(
        number, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection",
        "w:bidi", "w:rtlGutter", "w:docGrid",
    )  # fmt: skip


def _style(document: Any, name: str) -> str | None:
    return name if name in document.styles else None  # a template of one's own may lack it


def _style_id(document: Any) -> str:
    found = _style(document, "O bang")
    return str(document.styles[found].style_id) if found else ""


def _safe(text: str) -> str:
    return inert(one_line(text))


def _table(table: Table, style: str) -> str:
    widths = [round(column.width * _TWIPS) for column in table.columns]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(table, widths, style))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _rows(table: Table, widths: list[int], style: str) -> Iterator[str]:
    heads = [column.head for column in table.columns]
    centred = [True] * len(widths)
    cells = _cells(heads, widths, centred, bold=[True] * len(widths), style=style)
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    centred = [column.centred for column in table.columns]
    for row in table.rows:
        bold = [row.bold or index in row.stressed for index in range(len(widths))]
        cells = _cells(row.cells, widths, centred, bold=bold, style=style)
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cells(
    texts: Iterable[str], widths: list[int], centred: list[bool], *, bold: list[bool], style: str
) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(text, style, centred=middle, bold=strong)}</w:tc>"
        for text, width, middle, strong in zip(texts, widths, centred, bold, strict=True)
    )


def _paragraph(text: str, style: str, *, centred: bool, bold: bool) -> str:
    named = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    where = '<w:jc w:val="center"/>' if centred else ""
    strong = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f'<w:p><w:pPr>{named}{where}</w:pPr><w:r>{strong}<w:t xml:space="preserve">'
        f"{escape(_safe(text))}</w:t></w:r></w:p>"
    )
