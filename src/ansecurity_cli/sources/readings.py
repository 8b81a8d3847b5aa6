"""What text in an old encoding says, when it was opened as Windows-1252.

Tables by the standards: TCVN 5712:1993 (ABC fonts, “.VnTime”) and VNI for Windows.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
# VNI puts the mark behind its letter: a tone, or the hat of â and ă with the tone.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_SINGLE)}]", re.IGNORECASE)
# Windows-1252 leaves five bytes free, which come as control characters; in Windows-1258, Ã is Ă.
_BYTES = {
    **{bytes((one,)).decode("cp1252", "ignore") or chr(one): one for one in range(0x80, 0x100)},
    **{chr(one): one for one in range(0xA0)}, "Ă": 0xC3,
}  # fmt: skip
# The beginnings of Vietnamese letters in UTF-8, the last for loose marks.
MOJIBAKE = re.compile("á[»º]|Æ[°¡]|Ä[‘\u0090ƒ]|[ÃĂ][¡-£¨-ª¬\u00ad²-µ¹º½]|Ì[\u0081€‚ƒ†‰›£]")
TOKEN = re.compile("[^ \t]+")
TYPED = ("TCVN3", "VNI")  # by the font, not by a mistake in opening


def tcvn3(text: str) -> str:
    """TCVN3, read; capitals with tones are another font of it, so they come as small letters."""
    return text.translate(_TCVN3)


def vni(text: str) -> str:
    """VNI, read."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni, text))


def _vni(found: re.Match[str]) -> str:
    letter, mark = found[1] or found[0], found[2] or ""
    base = _VNI_SINGLE.get(letter.lower(), letter.lower())
    return (base.upper() if letter.isupper() else base) + _VNI_MARKS.get(mark.lower(), "")


def utf8(text: str) -> str:
    """UTF-8, read word by word; a letter that lost a byte on the way becomes a question mark."""
    return unicodedata.normalize("NFC", TOKEN.sub(_utf8, text))


def once_utf8(token: str) -> bool:
    """Whether a word can only be read as UTF-8: most of its signs make letters."""
    read = utf8(token)
    letters = [one for one in read if one.isalpha() and not one.isascii()]
    lost = read.count("?") - token.count("?")
    return bool(MOJIBAKE.search(token)) and read != token and len(letters) >= max(1, lost)


def _utf8(found: re.Match[str]) -> str:
    token = found[0]
    if token.isascii() or any(one not in _BYTES for one in token):
        return token
    raw = bytes(_BYTES[one] for one in token)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        read = raw.decode("utf-8", "replace").replace("\ufffd", "?")
        return read if MOJIBAKE.search(token) else token
