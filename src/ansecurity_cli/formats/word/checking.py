"""Whether a template can be filled in: unknown names and broken tags, told as they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from jinja2 import TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.word.filling import BadTemplate, fill, opened_template
from ansecurity_cli.formats.wording import Words, inert

_LINES, _ONE = ["dòng thứ nhất", "dòng thứ hai"], "…"
_OPEN = [{"tieu_de": "a) Đơn vị (bộ tiêu chí, năm 2025): 1 tiêu chí chưa đạt:", "dong": _LINES}]
# Every name that a template may use, with a value such as a draft would have.
SAMPLE: Mapping[str, Any] = {
    "co_quan_chu_quan": "UBND TỈNH …", "co_quan": "ỦY BAN NHÂN DÂN XÃ …", "so": "01",
    "ky_hieu": "BC-UBND", "dia_danh": _ONE, "ngay_thang": "ngày 05 tháng 01 năm 2026",
    "trich_yeu": "Kết quả tự đánh giá", "kinh_gui": _LINES, "luu_y": _LINES, "can_cu": _LINES,
    "mo_dau": _ONE, "ket_qua_chung": _LINES,
    "bang_chung": [
        {
            "stt": "1", "don_vi": _ONE, "bo_tieu_chi": _ONE, "dat": "3/4", "chua_dat": "1",
            "chua_ro": "0", "ket_luan": "Chưa đạt",
        }
    ],
    "chua_dat": _OPEN, "chua_ro": _OPEN, "ton_tai": _LINES, "phuong_huong": _LINES,
    "kien_nghi": _LINES, "kem_theo": _LINES, "ket_thuc": _ONE, "quyen_han": _LINES,
    "noi_nhan": _LINES,
}  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_LEFT = re.compile(r"\{\{|\{%|\}\}|%\}")
_ENDS = {"endfor": "for", "endif": "if"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a template, and which of its names it doesn't use."""

    broken: tuple[Message, ...]
    unknown: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether it can't be used as it is."""
        return bool(self.broken or self.unknown)


def check(template: bytes) -> Checked:
    """Every tag by itself, then the whole with made-up values."""
    broken = list(_broken(template))
    names: list[str] = []
    used: set[str] = set()
    if not broken:
        used = _names(template)
        names = [name for name in sorted(used) if name not in SAMPLE]
        try:
            names += _missing(template)
        except BadTemplate as error:
            broken = [error.message]
    unused = tuple(name for name in SAMPLE if name not in used) if not broken else ()
    return Checked(tuple(broken), tuple(dict.fromkeys(names)), unused)


def _texts(template: bytes) -> Iterator[str]:
    """The paragraphs of the body, headers and footers."""
    opened = opened_template(template)
    roots = [opened.docx.element.body]
    for uri in (opened.HEADER_URI, opened.FOOTER_URI):
        roots += [part.element for _key, part in opened.get_headers_footers(uri)]
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            yield "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def _broken(template: bytes) -> Iterator[Message]:
    environment, stack = ImmutableSandboxedEnvironment(autoescape=True), list[tuple[str, str]]()
    for text in _texts(template):
        for tag in _TAG.findall(text):
            yield from _tag(environment, tag, stack)
        rest = _LEFT.search(_TAG.sub("", text))
        if rest:
            yield say("a tag is not closed, or not opened: “{text}”", text=text.strip())
    for _kind, tag in stack:
        yield say("“{tag}” has no end", tag=tag)


def _tag(
    environment: ImmutableSandboxedEnvironment, tag: str, stack: list[tuple[str, str]]
) -> Iterator[Message]:
    block = _BLOCK.match(tag)
    parsed = tag
    if tag.startswith("{%") and block:
        word, rest = block.groups()
        if word in ("for", "if"):
            stack.append((word, tag))
            parsed = f"{{% {word} {rest} %}}{{% end{word} %}}"
        elif word in _ENDS:
            if not stack or stack.pop()[0] != _ENDS[word]:
                yield say("“{tag}” ends what was not begun", tag=tag)
            return
        elif word in ("else", "elif"):
            return
        else:
            parsed = f"{{% {word} {rest} %}}"
    try:
        environment.parse(parsed)
    except TemplateError as error:
        if re.search("[“”‘’]", tag):  # Word makes them of straight ones
            yield say(
                "“{tag}” can't be read: {reason}; write straight quotes", tag=tag, reason=str(error)
            )
        else:
            yield say("“{tag}” can't be read: {reason}", tag=tag, reason=str(error))


def _names(template: bytes) -> set[str]:
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    opened = opened_template(template)
    found: set[str] = opened.get_undeclared_template_variables(environment)
    return found


def _missing(template: bytes) -> list[str]:
    """Names that the values don't have, such as `dong.ten`, found by filling in."""
    seen: list[str] = []

    class Noted(Undefined):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            seen.append(str(self._undefined_name))

    fill(template, SAMPLE, Noted)
    return seen


def legal() -> Iterator[str]:
    """The names that may be used; of lists, what their entries hold."""
    for name, value in SAMPLE.items():
        if not isinstance(value, list):
            yield f"{{{{ {name} }}}}"
        elif isinstance(value[0], dict):
            keys = ", ".join(f"x.{key}" for key in value[0])
            yield f"{{%p for x in {name} %}}: {keys}"
        else:
            yield f"{{%p for x in {name} %}}: x"


def text(found: Checked, words: Words) -> str:
    """What was found, then the names that may be used."""
    lines = [words(one) for one in found.broken]
    lines += [words.say("unknown name: {name}", name=name) for name in found.unknown]
    if not found.wrong:
        lines.append(words.t("The template can be filled in."))
    if found.unused:
        names = ", ".join(found.unused)
        lines.append(words.say("Not used, so left out of the draft: {names}", names=names))
    lines += ["", words.t("Names that may be used:"), *(f"  {one}" for one in legal())]
    return "".join(f"{inert(line)}\n" for line in lines)
