"""How numbers of persons and secrecy markings look, and what only looks like them.

Citizen's number: 12 digits, the first three the place of birth's registration (Nghị định
137/2015/NĐ-CP, Điều 13). Telephones: the national numbering plan. Degrees of secrecy: Luật Bảo vệ
bí mật nhà nước 2018, Điều 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple


class Hit(NamedTuple):
    """A kind of data and where in the text it is."""

    kind: str
    start: int
    end: int


# A slash or hyphen makes it part of something else, but for a second number of the same kind.
_FREE = r"(?:(?<![0-9A-Za-z/_-])|(?<=[0-9]{9}[/-])|(?<=[0-9][ .][0-9]{3}[/-]))(?<![0-9][.,])"
_DONE = r"(?![0-9A-Za-z_])(?![.,][0-9])(?![/-](?!\s|\(?0[0-9]{2}))"
_GAP = "[ .\u00a0\u2013-]"  # also what Word makes of a space and a hyphen
_TRUNK = rf"(?:0|\(?\+84\)?{_GAP}?(?:\(0\){_GAP}?)?)"
# How the ten digits of a mobile number are put in groups, with one separator throughout.
_GROUPS = ((3, 3, 4), (4, 3, 3), (3, 4, 3), (4, 2, 2, 2), (4, 6))


def _grouped(number: int, first: int, *others: int) -> str:
    rest = f"(?P=g{number})".join(f"[0-9]{{{n}}}" for n in others)
    return f"{_TRUNK}[35789][0-9]{{{first - 2}}}(?P<g{number}>{_GAP}){rest}"


_MOBILE = "|".join(_grouped(number, *group) for number, group in enumerate(_GROUPS))
_LANDLINE = rf"02[0-9]{{8,9}}|\(?02[0-9]{{1,2}}\)?{_GAP}[0-9]{{3,4}}{_GAP}?[0-9]{{3,4}}"
_NO_SUM = r"(?!\s*(?:đồng|đ\b|VN[DĐ]|tỷ|triệu|người|hộ|thẻ|m2|m²|ha\b))"
# The country's number without a plus looks like a sum of money.
_ABROAD = rf"84(?P<a>[ -])[35789][0-9](?:[0-9](?P=a)[0-9]{{3}}(?P=a)[0-9]{{3}}|(?P=a)[0-9]{{3}}(?P=a)[0-9]{{4}}){_NO_SUM}"
_PROVINCE = "0[12468]|1[0124579]|2[024-7]|3[013-8]|4[024-689]|5[1246]|58|6[024678]|7[024579]|8[0234679]|9[1-6]"
# The place of birth, then the century with the sex, then the year of birth.
_BEGINNING = rf"(?=0(?:{_PROVINCE})[ .\u00a0]?(?:[01]|[23][ .\u00a0]?[0-3]))"
_NUMBERS = {
    "citizen": re.compile(
        rf"{_FREE}{_BEGINNING}(?:[0-9]{{3}}(?P<s>[ .\u00a0]?)[0-9]{{3}}(?P=s)[0-9]{{3}}(?P=s)?[0-9]{{3}}"
        rf"|[0-9]{{4}}(?P<f>[ .\u00a0])[0-9]{{4}}(?P=f)[0-9]{{4}}|[0-9]{{3}}[ .\u00a0][0-9]{{9}}|[0-9]{{6}}[ .\u00a0][0-9]{{6}}"
        rf"|[0-9]{{3}}(?P<p>[ .\u00a0])[0-9](?P=p)[0-9]{{2}}(?P=p)[0-9]{{6}}){_DONE}"
    ),
    "phone": re.compile(
        rf"{_FREE}(?:(?:{_TRUNK}|84)[35789][0-9]{{8}}|{_MOBILE}|{_LANDLINE}|{_ABROAD}){_DONE}"
    ),
}
_IN_WORDS = {
    "citizen": re.compile(
        r"(?:CMND|CCCD|CMTND|căn cước|chứng minh (?:nhân dân|thư)|định danh(?: cá nhân)?)"
        rf"[^0-9\n]{{0,40}}\n?[^0-9\n]{{0,20}}(?P<n>[0-9](?:[ .]?[0-9]){{8}}(?:(?:[ .]?[0-9]){{3}})?){_DONE}{_NO_SUM}",
        re.IGNORECASE,
    ),
    "phone": re.compile(
        r"(?:zalo\.me/|\btel:)\+?(?P<n>(?:0|84)[235789][0-9]{8,9})(?![0-9])"
        r"|(?:điện thoại|di động|\bS?ĐT|hotline|đường dây nóng|zalo)[^0-9\n]{0,20}?(?![0-9]{1,2}([-/.])[0-9]{1,2}\2)"
        rf"(?P<m>\(?(?:0|\+?84)[ .()\u00a0\u2013-]{{0,3}}[235789](?:[ .()\u00a0\u2013-]{{0,2}}[0-9]){{8,9}}){_DONE}{_NO_SUM}",
        re.IGNORECASE,
    ),
    "passport": re.compile(rf"(?:hộ chiếu|passport)[^0-9\n]{{0,40}}?\b(?P<n>[A-Z] ?[0-9]{{7,8}}){_DONE}", re.IGNORECASE),
}  # fmt: skip
_DATE = (
    r"(?P<n>[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}|(?:[0-9]{1,2}\s+tháng\s+)?[0-9]{1,2}(?:\s+năm\s+|[-/.])(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2})?)(?![0-9])"
)
_BIRTH = re.compile(
    r"(?<!\w)(?:(?:sinh\s+(?:ngày|năm|tháng)|(?:ngày|năm)(?:,?\s+tháng(?:,?\s+năm)?)?\s+sinh(?!\s+hoạt)|(?:ngay|nam)[_-]sinh|SN\b)"
    rf"[^0-9\n]{{0,20}}(?:\n[^0-9\n]{{0,12}})?|sinh[ :(]{{1,3}}){_DATE}",
    re.IGNORECASE,
)
# “học sinh năm 2023” and “150 năm ngày sinh” are no births.
_NO_BIRTH = {
    "học", "phát", "tuyển", "hy", "hi", "nảy", "thí", "vệ", "tái", "khai", "an", "dân",
    "sơ", "ký", "phục", "hồi", "sản", "năm",
}  # fmt: skip
# What is named after a person is none; but a head of a hamlet (trưởng thôn …) is.
_PLACE = {
    "đường", "trường", "chợ", "cầu", "phố", "phường", "xã", "huyện", "quận", "trấn", "thpt", "thcs",
}  # fmt: skip
_SURNAMES = {
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng",
    "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh", "Lương", "Tạ",
    "Trương", "Quách", "Lô", "Lò", "Giàng", "Vương", "Tống", "Hứa", "Phùng", "Quàng",
    "Lường", "Đàm", "Đậu", "Doãn", "Nghiêm", "Khổng", "Mạc", "Lữ", "Vừ", "Xồng",
    "Moong", "Thào", "Sùng", "Khuất", "Thiều", "Cù", "Lã",
}  # fmt: skip
# Also the beginnings of other words and of places: a person has two more words behind them.
_DOUBTFUL = {
    "Mai", "Cao", "Hà", "Thái", "Tô", "Lâm", "Vi", "Chu", "Tăng", "Đoàn", "Nông", "Đào", "Lưu",
    "Kiều", "Triệu", "Cầm", "Kha", "La", "Lại", "Từ", "Ninh", "Thạch", "Sầm", "Cụt", "Hờ", "Lầu",
    "Và",
}  # fmt: skip
_TITLES = {"Ông", "Bà", "Anh", "Chị", "Cháu"}
_NO_NAME = (
    "hồ sơ", "phạm vi", "phạm tội", "lý do", "lý lịch", "đào tạo", "nông thôn", "nông dân", "lưu trữ",
    "đoàn thanh niên", "đoàn thanh tra", "đoàn kiểm tra", "đoàn viên", "triệu đồng", "vũ trang",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_PUBLIC_FIGURES = ("Hồ Chí Minh",)
_NEAR = 100
_ADDRESS = re.compile(r"(?:https?://|\bwww\.|[\w-]\.(?:vn|com|org|net)/)\S*\Z")
_AS_LONG = 300
_MARK = re.compile(r"\bMẬT\b")
_MARKED = re.compile(
    r"(?i:độ\s+mật[\"'”]?\s*[:：]\s*[\"'“]?(?:(?:tuyệt|tối)\s+)?mật\b)|[(\[](?:Mật|(?:Tuyệt|Tối) [Mm]ật)[)\]]"
)
_NO_MARK_AFTER = {"BÍ", "BẢO", "CƠ", "THÂN", "NẠP", "TRAO"}
_NO_MARK_BEFORE = {"KHẨU", "MÃ", "ĐỘ", "ONG", "THIẾT", "VỤ", "THƯ", "LỆNH", "DANH"}
# A word may go on in the next line, also in that of a comment.
_FOLD = r"(?:-| +| *\r?\n *(?:# *)?)"
_FOLDED_BEFORE = re.compile(rf"([^\W\d_]+){_FOLD}\Z")
_FOLDED_AFTER = re.compile(rf"{_FOLD}([^\W\d_]+)")
_MARKS_AFTER = {"TỐI", "TUYỆT", "DẤU", "BẢN", "LIỆU", "SƠ", "ĐỘ", "MỨC"}


# Nine digits or more, from the first of a run: whether there are any is all that is asked.
_LONG = re.compile("[0-9](?<![0-9][0-9])(?:[ .()\u00a0\u2013-]{0,2}+[0-9]){8}")
_PAPERS = (
    "cmnd", "cccd", "cmtnd", "căn cước", "chứng minh", "định danh", "hộ chiếu", "passport", "zalo",
    "tel:", "điện thoại", "di động", "đt", "hotline", "đường dây nóng",
)  # fmt: skip


def hits(text: str) -> Iterator[Hit]:
    """Everything in a composed text that must not lie in git; places may overlap.

    What few files hold is looked for first, since every file is looked through.
    """
    low = text.lower()
    if _LONG.search(text):
        yield from _numbers(text)
        if any(word in low for word in _PAPERS):
            yield from _papers(text)
    elif "hộ chiếu" in low or "passport" in low:
        yield from _papers(text)
    if "sinh" in low or "SN" in text:
        for found in _BIRTH.finditer(text):
            if not _no_birth(text, found) and _name_near(text, *found.span()):
                yield Hit("birth", *found.span("n"))
    if "mật" in low:
        yield from _markings(text)


def _numbers(text: str) -> Iterator[Hit]:
    for kind, pattern in _NUMBERS.items():
        for found in pattern.finditer(text):
            start, end = found.span()
            if not _ADDRESS.search(text[max(start - _AS_LONG, 0) : start]):
                yield Hit(kind, start, end)


def _papers(text: str) -> Iterator[Hit]:
    for kind, pattern in _IN_WORDS.items():
        for found in pattern.finditer(text):
            yield Hit(kind, *found.span("m" if kind == "phone" and found["m"] else "n"))


def _no_birth(text: str, found: re.Match[str]) -> bool:
    """Whether the word before makes something else of it: a verb, or the name of a person."""
    start = found.start()
    before = _beside(text, start, start)[0]
    if before.lower() not in _NO_BIRTH:
        return False
    if before.islower():
        return True
    # Capitalised, behind a capital: “Nguyễn Tấn Phát sinh năm 1990”.
    earlier = _beside(text, text.rindex(before, 0, start), start)[0]
    return not earlier[:1].isupper()


def _name_near(text: str, start: int, end: int) -> bool:
    """Whether a person's name stands before or behind a date of birth, a line away at most."""
    before, after = text[max(start - _NEAR, 0) : start], text[end : end + _NEAR]
    behind = "\n".join(after.split("\n")[:2])
    part = "\n".join(before.split("\n")[-2:]) + text[start:end] + behind
    for figure in _PUBLIC_FIGURES:
        part = part.replace(figure, "")
    words = list(_WORD.finditer(part))
    for index, found in enumerate(words):
        name = found.group().title()
        titled = name in _TITLES
        needed = 1 if name in _SURNAMES else 2 if titled or name in _DOUBTFUL else 0
        parts = words[index : index + 1 + needed]
        if (
            needed and len(parts) > needed and all(one.group()[0].isupper() for one in parts[titled:])
            and all(part[one.end() : two.start()].isspace() for one, two in pairwise(parts))
            and _beside(part, *found.span())[0].lower() not in _PLACE
            and not part[found.start() : found.start() + 20].lower().startswith(_NO_NAME)
        ):  # fmt: skip
            return True
    return False


def _markings(text: str) -> Iterator[Hit]:
    for found in _MARKED.finditer(text):
        yield Hit("secrecy", *found.span())
    for found in _MARK.finditer(text):
        before, after = _beside(text, found.start(), found.end())
        folded = _FOLDED_BEFORE.search(text[max(found.start() - 20, 0) : found.start()])
        following = _FOLDED_AFTER.match(text[found.end() : found.end() + 20])
        if (folded and folded[1] in _NO_MARK_AFTER) or (
            following and following[1] in _NO_MARK_BEFORE
        ):
            continue
        in_capitals = any(len(one) > 1 and one.isupper() for one in (before, after))
        if before in _MARKS_AFTER or not in_capitals:
            yield Hit("secrecy", *found.span())


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words right before and right behind, if only spaces lie between."""
    before = re.search(r"([^\W\d_]+) +\Z", text[max(start - 20, 0) : start])
    after = re.match(r" +([^\W\d_]+)", text[end : end + 20])
    return (before[1] if before else "", after[1] if after else "")
