"""How numbers of persons and secrecy markings look, and what only looks like them.

Citizen's number: 12 digits, the first three the place of birth's registration (Nghị định
137/2015/NĐ-CP, Điều 13). Telephones: the national numbering plan. Degrees of secrecy: Luật Bảo vệ
bí mật nhà nước 2018, Điều 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Hit(NamedTuple):
    """A kind of data and where in the text it is."""

    kind: str
    start: int
    end: int


_FREE = r"(?<![0-9A-Za-z/_-])(?<![0-9][.,])"
_DONE = r"(?![0-9A-Za-z/_-])(?![.,][0-9])"
_TRUNK = r"(?:0|\+84[ .-]?)"
# How the ten digits of a mobile number are put in groups, with one separator throughout.
_GROUPS = ((3, 3, 4), (4, 3, 3), (3, 4, 3), (4, 2, 2, 2), (4, 6))


def _grouped(number: int, first: int, *others: int) -> str:
    rest = f"(?P=g{number})".join(f"[0-9]{{{n}}}" for n in others)
    return f"{_TRUNK}[35789][0-9]{{{first - 2}}}(?P<g{number}>[ .-]){rest}"


_MOBILE = "|".join(_grouped(number, *group) for number, group in enumerate(_GROUPS))
_LANDLINE = r"02[0-9]{8,9}|\(?02[0-9]{1,2}\)?[ .-][0-9]{3,4}[ .-]?[0-9]{3,4}"
_NUMBERS = {
    "citizen": re.compile(
        f"{_FREE}0(?:0[1-9]|[1-8][0-9]|9[0-6])(?P<s>[ .]?)[0-9]{{3}}(?P=s)[0-9]{{3}}(?P=s)?[0-9]{{3}}{_DONE}"
    ),
    "phone": re.compile(
        rf"{_FREE}(?:(?:{_TRUNK}|84)[35789][0-9]{{8}}|{_MOBILE}|{_LANDLINE}){_DONE}"
    ),
}
_IN_WORDS = {
    "citizen": re.compile(
        r"(?:CMND|CCCD|CMTND|căn cước|chứng minh (?:nhân dân|thư)|định danh(?: cá nhân)?)"
        rf"[^0-9\n]{{0,40}}\n?[^0-9\n]{{0,20}}(?P<n>[0-9](?:[ .]?[0-9]){{8}}(?:(?:[ .]?[0-9]){{3}})?){_DONE}",
        re.IGNORECASE,
    ),
    "phone": re.compile(r"zalo\.me/\+?(?P<n>[0-9]{9,12})", re.IGNORECASE),
    "passport": re.compile(rf"hộ chiếu[^0-9\n]{{0,40}}?\b(?P<n>[A-Z][0-9]{{7,8}}){_DONE}", re.IGNORECASE),
}  # fmt: skip
_BIRTH = re.compile(
    r"(?:sinh\s+(?:ngày|năm)|(?:ngày|năm)(?:,?\s+tháng(?:,?\s+năm)?)?\s+sinh|(?<!\w)SN\b)[^0-9\n]{0,20}"
    r"(?P<n>[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2})?)",
    re.IGNORECASE,
)
_SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Đoàn",
    "Trịnh",
    "Lương",
    "Tạ",
    "Trương",
    "Quách",
    "Lưu",
    "Đào",
    "Lô",
    "Lò",
    "Giàng",
    "Vương",
    "Tống",
    "Nông",
    "Hứa",
    "Kiều",
    "Phùng",
    "Triệu",
    "Cầm",
    "Quàng",
    "Lường",
]
# Also the beginnings of place names: a person has two more words behind them.
_DOUBTFUL = ["Mai", "Cao", "Hà", "Thái", "Tô", "Lâm", "Vi", "Chu", "Tăng"]
_WORD = re.compile(r"[^\W\d_]+")
_PUBLIC_FIGURES = ("Hồ Chí Minh",)
_NEAR = 100
_ADDRESS = re.compile(r"https?://\S+")
_MARK = re.compile(r"\bMẬT\b")
_MARKED = re.compile(
    r"(?i:độ\s+mật)\s*[:：]\s*[\"'“]?(?:(?:tuyệt|tối)\s+)?mật\b|[(\[](?:Tuyệt |Tối )?[Mm]ật[)\]]",
    re.IGNORECASE,
)
_NO_MARK_AFTER = {"BÍ", "BẢO", "CƠ", "THÂN", "NẠP", "TRAO"}
_NO_MARK_BEFORE = {"KHẨU", "MÃ", "ĐỘ", "ONG", "THIẾT", "VỤ", "THƯ", "LỆNH", "DANH"}
_MARKS_AFTER = {"TỐI", "TUYỆT", "DẤU", "BẢN", "LIỆU", "ĐỘ", "MỨC"}


_LONG = re.compile("[0-9](?:[ .()-]{0,2}[0-9]){8}")
_PAPERS = ("cmnd", "cccd", "cmtnd", "căn cước", "chứng minh", "định danh", "hộ chiếu", "zalo.me")


def hits(text: str) -> Iterator[Hit]:
    """Everything in a composed text that must not lie in git; places may overlap.

    What few files hold is looked for first, since every file is looked through.
    """
    low = text.lower()
    if _LONG.search(text):
        yield from _numbers(text)
        if any(word in low for word in _PAPERS):
            yield from _papers(text)
    elif "hộ chiếu" in low:
        yield from _papers(text)
    if "sinh" in low or "SN" in text:
        for found in _BIRTH.finditer(text):
            if _name_near(text, *found.span()):
                yield Hit("birth", *found.span("n"))
    if "mật" in low:
        yield from _markings(text)


def _numbers(text: str) -> Iterator[Hit]:
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    for kind, pattern in _NUMBERS.items():
        for found in pattern.finditer(text):
            start, end = found.span()
            if not any(first <= start < last for first, last in addresses):
                yield Hit(kind, start, end)


def _papers(text: str) -> Iterator[Hit]:
    for kind, pattern in _IN_WORDS.items():
        for found in pattern.finditer(text):
            yield Hit(kind, *found.span("n"))


def _name_near(text: str, start: int, end: int) -> bool:
    """Whether a person's name stands before or behind a date of birth."""
    part = text[max(start - _NEAR, 0) : end + _NEAR]
    for figure in _PUBLIC_FIGURES:
        part = part.replace(figure, "")
    words = list(_WORD.finditer(part))
    for index, found in enumerate(words):
        name = found.group().title()
        needed = 1 if name in _SURNAMES else 2 if name in _DOUBTFUL else 0
        following = words[index + 1 : index + 1 + needed]
        if (
            needed and found.group()[0].isupper() and len(following) == needed
            and all(one.group()[0].isupper() for one in following)
            and part[found.end() : following[-1].end()].count(" ") == needed
        ):  # fmt: skip
            return True
    return False


def _markings(text: str) -> Iterator[Hit]:
    for found in _MARKED.finditer(text):
        yield Hit("secrecy", *found.span())
    for found in _MARK.finditer(text):
        before, after = _beside(text, found.start(), found.end())
        if before in _NO_MARK_AFTER or after in _NO_MARK_BEFORE:
            continue
        in_capitals = any(len(one) > 1 and one.isupper() for one in (before, after))
        if before in _MARKS_AFTER or not in_capitals:
            yield Hit("secrecy", *found.span())


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words right before and right behind, if only spaces lie between."""
    before = re.search(r"([^\W\d_]+) +\Z", text[max(start - 20, 0) : start])
    after = re.match(r" +([^\W\d_]+)", text[end : end + 20])
    return (before[1] if before else "", after[1] if after else "")
