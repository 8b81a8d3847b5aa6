"""Which encoding a file is saved in that is not UTF-8, judged by its words: are they syllables?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from ansecurity_cli.sources import readings
from ansecurity_cli.sources.syllables import MOST_WORDS, WORD, Words, judged

_Read = Callable[[str], str]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# A capital or a sign inside of a word: not Windows-1252, but what is left of something else.
_DAMAGED = re.compile("[a-zà-ÿ][À-Þ]|[A-Za-z][¡-Þ][a-z]")


class Recovered(NamedTuple):
    """What bytes in another encoding say; `certain` if they can't say anything else."""

    text: str
    encoding: str
    certain: bool


def recover(raw: bytes) -> Recovered | None:
    """What bytes that are not UTF-8 say, or None where that can't be known."""
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _wide(raw, codec, marked=True)
    if b"\0" in raw:
        return next(filter(None, (_wide(raw, codec) for codec in _WIDE)), None)
    # One byte alone may be what is left of a letter in UTF-8: it names no Vietnamese encoding.
    several = len(raw) - len(raw.decode("ascii", "ignore")) > 1
    return (_vietnamese(raw) if several else None) or _western(raw)


_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")


def _wide(raw: bytes, codec: str, *, marked: bool = False) -> Recovered | None:
    """UTF-16 or UTF-32; without a mark, only if half of the text is plain letters."""
    text = _decoded(raw, codec)
    if text is None:
        return None
    clean = not _CONTROL.search(text)
    if not marked and (not clean or 2 * len(re.findall("[\n -~]", text)) < len(text)):
        return None
    return Recovered(unicodedata.normalize("NFC", text), codec[:6].upper(), clean)


def _decoded(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeError:
        return None


def _vietnamese(raw: bytes) -> Recovered | None:
    """The encoding in which most words are syllables; of equals, the first."""
    tried: list[tuple[Words, Recovered]] = []
    for encoding, codec, read in _EIGHT_BIT:
        decoded = _decoded(raw, codec)
        if decoded is not None:
            text = read(decoded)
            words = _words(text)
            if words.vietnamese:
                tried.append((words, Recovered(text, encoding, certain=False)))
    if not tried:
        return None
    words, best = min(tried, key=lambda one: len(one[0].bad) / len(one[0].good))
    readable = {one.text for judged, one in tried if not judged.bad}
    # Single letters are no words, as in a table of letters.
    certain = readable == {best.text} and max(map(len, words.good)) > 1
    return best._replace(certain=best.encoding == "Windows-1258" and certain)


def _words(text: str) -> Words:
    marked = {word for word in WORD.findall(text) if not word.isascii()}
    return judged(marked if len(marked) <= MOST_WORDS else ())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_EIGHT_BIT: tuple[tuple[str, str, _Read], ...] = (
    ("Windows-1258", "cp1258", _composed), ("Windows-1252", "cp1252", _composed),
    ("TCVN3", "cp1252", readings.tcvn3), ("VNI", "cp1252", readings.vni),
)  # fmt: skip


def _western(raw: bytes) -> Recovered | None:
    """Windows-1252 with words of other languages: few letters of it, and where they belong."""
    text = _decoded(raw, "cp1252")
    if (
        text is None
        or _CONTROL.search(text)
        or _DAMAGED.search(text)
        or readings.MOJIBAKE.search(text)
    ):
        return None
    few = 5 * (len(text) - len(text.encode("ascii", "ignore"))) < len(text)
    return Recovered(text, "Windows-1252", certain=False) if few else None
