"""Is a word a syllable that Vietnamese spelling allows? Words of other languages mostly are not.

A syllable is an onset, a rime and a tone. The tone stands on one letter of the rime; what ends in
c, ch, p or t has the acute or the dot below, no other and not none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–…]+")
MOST_WORDS = 20_000  # more different ones than that has no text of Vietnamese
_ABBREVIATION = 5  # letters at most, all of them capitals

# Tones are written behind their letter: ' for the acute and the dot below, ` for the others.
_APART = str.maketrans(
    {
        unicodedata.normalize("NFC", letter + tone): letter + sign
        for letter in "aăâeêioôơuưy"
        for tone, sign in zip("\u0301\u0323\u0300\u0309\u0303", "''```", strict=True)
    }
)
_ONSET = (
    "(?:ngh(?=[eêi])|ng(?![eêi])|gh(?=[eêi])|gi?|k(?=[eêiy])|c(?![eêiyh])|qu|[kptcn]h|tr|"
    "[bdđhlmnprstvx])?"
)
# The rimes by what may close them; the point follows the letter that carries the tone.
_OPEN = (
    "a. e. ê. i. o. ô. ơ. u. ư. y. a.i a.o a.u a.y â.u â.y e.o ê.u i.a iê.u i.u o.a oa. oa.i oa.o "
    "oa.y o.e oe. oe.o o.i ô.i ơ.i u.a uâ.y uê. uê.u u.i uô.i uơ. u.y uy. uy.a uyê. u.yu uy.u ư.a "
    "ư.i ươ.i ươ.u ư.u yê.u"
)
_BEFORE_ANY = "a. ă. â. e. ê. i. o. ô. ơ. u. ư. iê. yê. oa. oă. oe. uâ. uê. uô. uy. uyê. ươ."
_BEFORE_NG = "a. ă. â. e. o. ô. u. ư. iê. yê. oa. oă. oe. oo uâ. uô. ươ."
_BEFORE_NH = "a. ê. i. oa. uê. uy."


def _rimes(listed: str, tone: str, *ends: str) -> str:
    return f"(?:{listed.replace('.', tone).replace(' ', '|')})(?:{'|'.join(ends)})"


_FREE, _STOPPED = "['`]?", "'"
_RIMES = (
    _rimes(_OPEN, _FREE),
    _rimes(_BEFORE_ANY, _FREE, "m", "n"), _rimes(_BEFORE_ANY, _STOPPED, "p", "t"),
    _rimes(_BEFORE_NG, _FREE, "ng"), _rimes(_BEFORE_NG, _STOPPED, "c"),
    _rimes(_BEFORE_NH, _FREE, "nh"), _rimes(_BEFORE_NH, _STOPPED, "ch"),
    _rimes("(?<=qu)y.", _FREE, "nh"), _rimes("(?<=qu)y.", _STOPPED, "ch", "t"),
)  # fmt: skip
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RIMES)})")


def legal(word: str) -> bool:
    """Whether the word, in any case, can be written in Vietnamese with the tone it has."""
    letters = unicodedata.normalize("NFC", word.lower())
    return letters.isalpha() and _SYLLABLE.fullmatch(letters.translate(_APART)) is not None


class Words(NamedTuple):
    """Words with marks: those that are syllables, and those that should be and are not."""

    good: list[str]
    bad: list[str]

    @property
    def vietnamese(self) -> bool:
        """Whether this is Vietnamese, if now and then with a foreign name."""
        return bool(self.good) and len(self.good) >= 4 * len(self.bad)


def judged(words: Iterable[str], read: Callable[[str], str] = str) -> Words:
    """What the words are, when they are read so."""
    told = Words([], [])
    for word in words:
        if legal(read(word)):
            told.good.append(word)
        elif not _neutral(word):
            told.bad.append(word)
    return told


def _neutral(word: str) -> bool:
    """Abbreviations, codes, single letters, and plain words with a sign."""
    letters = [one for one in word if one.isalpha()]
    return (
        len(letters) < 2
        or all(one.isascii() for one in letters)
        or any(one.isdigit() for one in word)
        or (word.isupper() and len(word) <= _ABBREVIATION)
    )
