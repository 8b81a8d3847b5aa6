"""Encodings that Vietnamese text was once typed in: which it is, and what the text says.

Tables by the standards: TCVN 5712:1993 (ABC fonts, “.VnTime”) and VNI for Windows, as their bytes
look in Windows-1252.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from ansecurity_cli.sources.syllables import legal

_TCVN3_OLD = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_NEW = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(_TCVN3_OLD, _TCVN3_NEW)
# VNI puts the mark behind its letter: tones, and â ă with a tone.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_MARKS = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = dict(zip("ñôöæóòîí ì".replace(" ", ""), "đơưỉĩịỵíì", strict=True))
_VNI = re.compile("([aeouyôö])([ùøûõïâáàåãäêéèúüë])|[ñôöæóòî]", re.IGNORECASE)
# Characters that Unicode Vietnamese doesn't have, but the old encodings are full of.
_ODD = re.compile("[\u00ad§¨©ª«¬®µ¶·¸¹»¼½¾ÆÇËÎÏÐÑÖ×ØÜÞßäåæçëîïñö÷øûüþ]")
_MOJIBAKE = re.compile("á»|áº|Æ°|Æ¡|Ä‘|Ä\u0090|Ã[\u00a0-\u00bf]")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–…]+")


class Recovered(NamedTuple):
    """What bytes in another encoding say; `certain` if it can't be anything else."""

    text: str
    encoding: str
    certain: bool


class Garbled(NamedTuple):
    """Lines (from 0) whose text is in another encoding, and how the first of them reads."""

    encoding: str
    rows: tuple[int, ...]
    reading: str


def tcvn3(text: str) -> str:
    """TCVN3 as it looks in Windows-1252, read; capitals with tones are a font, so lower-case."""
    return text.translate(_TCVN3)


def vni(text: str) -> str:
    """VNI as it looks in Windows-1252, read."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni, text))


def _vni(found: re.Match[str]) -> str:
    letter, mark = found.groups()
    if letter is None:
        single = _VNI_SINGLE[found.group().lower()]
        return single.upper() if found.group().isupper() else single
    base = _VNI_SINGLE.get(letter.lower(), letter.lower())
    marks = _VNI_TONES.get(mark.lower()) or _VNI_MARKS[mark.lower()]
    return (base.upper() if letter.isupper() else base) + marks


def mojibake(text: str) -> str:
    """UTF-8 that was opened as Windows-1252, read; unchanged if it isn't."""
    try:
        raw = b"".join(
            one.encode("latin-1") if "\x80" <= one <= "\x9f" else one.encode("cp1252")
            for one in text
        )
        return raw.decode("utf-8")
    except UnicodeError:
        return text


_READINGS: tuple[tuple[str, Callable[[str], str]], ...] = (("TCVN3", tcvn3), ("VNI", vni))


def garbled(text: str) -> Garbled | None:
    """The old encoding of a text, if it has two words or more that only it can explain."""
    if text.isascii() or not (_ODD.search(text) or _MOJIBAKE.search(text)):
        return None
    lines = text.split("\n")
    spoilt = {row: mojibake(line) for row, line in enumerate(lines) if _MOJIBAKE.search(line)}
    fixed = {row: line for row, line in spoilt.items() if line != lines[row]}
    if fixed:
        first = min(fixed)
        return Garbled("UTF-8/Windows-1252", tuple(sorted(fixed)), fixed[first])
    odd = [row for row, line in enumerate(lines) if any(map(_ODD.search, _words(line)))]
    words = [word for row in odd for word in _words(lines[row]) if _ODD.search(word)]
    for name, read in _READINGS:
        good = sum(legal(read(word)) for word in words)
        if good >= 2 and good >= 4 * (len(words) - good):
            return Garbled(name, tuple(odd), read(lines[odd[0]]))
    return None


def _words(line: str) -> list[str]:
    """The words of a line that have a letter of their own and no digit, but no abbreviations."""
    return [
        word for word in _WORD.findall(line)
        if re.search("[A-Za-z]", word) and not re.search("[0-9]", word)
        and not (word.isupper() and len(word) <= 4)
    ]  # fmt: skip


_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"), (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"),
)  # fmt: skip


def recover(raw: bytes) -> Recovered | None:
    """What bytes that are not UTF-8 say, or None where that can't be known."""
    for mark, codec, name in _WIDE:
        if raw.startswith(mark):
            return _decoded(raw, codec, name)
    zeros = (raw[:2000:2].count(0), raw[1:2000:2].count(0))
    if max(zeros) > len(raw[:2000]) // 4:
        return _decoded(raw, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "UTF-16")
    return _eight_bit(raw)


def _decoded(raw: bytes, codec: str, name: str) -> Recovered | None:
    try:
        text = unicodedata.normalize("NFC", raw.decode(codec))
    except UnicodeError:
        return None
    return Recovered(text, name, certain=not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f]", text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_EIGHT_BIT: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("Windows-1258", "cp1258", _composed), ("TCVN3", "latin-1", tcvn3), ("VNI", "cp1252", vni),
)  # fmt: skip


def _eight_bit(raw: bytes) -> Recovered | None:
    """The encoding in which most words are Vietnamese; of equals, the first."""
    best: tuple[float, Recovered | None] = (0.8, None)
    for name, codec, read in _EIGHT_BIT:
        try:
            text = read(raw.decode(codec))
        except UnicodeError:
            continue
        words = [word for word in _words(text) if not word.isascii()]
        share = sum(map(legal, words)) / len(words) if words else 0
        if share >= best[0] and (best[1] is None or share > best[0]):
            certain = name == "Windows-1258" and share == 1
            best = (share, Recovered(text, name, certain))
    return best[1]
