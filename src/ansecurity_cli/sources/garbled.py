"""Text in UTF-8 that can't be read: typed for an old font, or once opened in a wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ansecurity_cli.sources import readings
from ansecurity_cli.sources.syllables import MOST_WORDS, WORD, Words, judged, legal

# Letters and signs that Unicode Vietnamese has not, but the old encodings are full of.
_ODD = re.compile("[\u00ad§¨©ª«¬®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÜÞßäåæçëîïñö÷øûüþ]")
# And those that UTF-8 is full of when it is read as something else.
_SUSPECT = re.compile(f"{_ODD.pattern[:-1]}¡¢£²³´º€‚ƒ†‰›\u0081]")
_LATIN = re.compile("[A-Za-z]")
_SURE = re.compile("[ÆÄÌ]|á[»º]")


class Garbled(NamedTuple):
    """Lines (from 0) whose text is in another encoding, and how the first of them reads."""

    encoding: str
    rows: tuple[int, ...]
    reading: str


def find(text: str) -> Garbled | None:
    """The old encoding that lines of a text are in, if nothing else can explain their letters."""
    if text.isascii() or not _SUSPECT.search(text):
        return None
    lines = text.split("\n")
    rows = _spoilt(lines)
    if rows:
        return Garbled("UTF-8/Windows-1252", rows, readings.utf8(lines[rows[0]]))
    strange = _strange(lines)
    tcvn3, vni = _typed(strange, readings.tcvn3), _typed(strange, readings.vni)
    if tcvn3.letters >= max(vni.letters, 2):
        return Garbled("TCVN3", tcvn3.rows, readings.tcvn3(lines[tcvn3.rows[0]]))
    if vni.letters > 1:
        return Garbled("VNI", vni.rows, readings.vni(lines[vni.rows[0]]))
    return None


_ByRow = Mapping[int, Sequence[str]]


def _strange(lines: Iterable[str]) -> _ByRow:
    """The words that are no syllables as they stand, though they have letters with marks."""
    marked = {
        row: [word for word in WORD.findall(line) if not word.isascii()]
        for row, line in enumerate(lines)
        if not line.isascii()
    }
    words = _different(marked.values())
    if len(words) > MOST_WORDS:
        return {}
    strange = {word for word in words if _LATIN.search(word) and not legal(word)}
    return {row: [word for word in line if word in strange] for row, line in marked.items()}


class _Typed(NamedTuple):
    """The lines that an encoding explains, and how many strange letters in different words."""

    rows: tuple[int, ...]
    letters: int


def _typed(strange: _ByRow, read: Callable[[str], str]) -> _Typed:
    told = judged(_different(strange.values()), read)
    good, bad = set(told.good), set(told.bad)
    rows = {}
    for row, words in strange.items():
        here = Words(
            [word for word in words if word in good], [word for word in words if word in bad]
        )
        if here.vietnamese:
            rows[row] = here.good
    # Only lines with a letter that Vietnamese has not prove anything; the others go with them.
    proof = {
        word.lower()
        for word in _different(words for words in rows.values() if any(map(_ODD.search, words)))
    }
    letters = sum(not one.isascii() for word in proof for one in word)
    letters += any(map(_lacks_a_letter, proof))
    return _Typed(tuple(rows), letters if len(good) > len(bad) else 0)


def _different(words: Iterable[Sequence[str]]) -> set[str]:
    return set().union(*words)


def _lacks_a_letter(word: str) -> bool:
    """Whether a soft hyphen stands for ư, as in TCVN3: without it, the word is no syllable."""
    return "\u00ad" in word and not legal(word.replace("\u00ad", ""))


def _spoilt(lines: Iterable[str]) -> tuple[int, ...]:
    """The lines with words that were UTF-8 once; one word with one Ã in it may be anything."""
    tokens = {
        row: readings.TOKEN.findall(line)
        for row, line in enumerate(lines)
        if readings.MOJIBAKE.search(line)
    }
    spoilt = {token for token in _different(tokens.values()) if readings.once_utf8(token)}
    if len(spoilt) < 2 and not any(map(_SURE.search, spoilt)):
        return ()
    return tuple(row for row, here in tokens.items() if not spoilt.isdisjoint(here))
