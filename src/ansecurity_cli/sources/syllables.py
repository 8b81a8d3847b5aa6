"""Is a word a syllable that Vietnamese spelling allows? Words of other languages mostly are not."""

from __future__ import annotations

import re
import unicodedata

# Grave, acute, hook above, tilde, dot below: the tones. What is left are the letters ă â ê ô ơ ư.
_TONES = re.compile("[\u0300\u0301\u0309\u0303\u0323]")
_ONSET = (
    "(?:ngh(?=[eêi])|ng(?![eêi])|gh(?=[eêi])|gi?|k(?=[eêiy])|c(?![eêiyh])|qu|[kptcn]h|tr|"
    "[bdđhlmnprstvx])?"
)
_OPEN = (
    "(?:uyê|iêu|yêu|oai|oao|oay|oeo|uao|uay|uây|uôi|uya|uyu|ươi|ươu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|"
    "iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy|ưa|ưi|ưu|[aeêioôơuưy])"
)
_CLOSED = "(?:uyê|iê|yê|oa|oă|oe|oo|uâ|uê|uô|uy|ươ|ua|ue|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])"
_SYLLABLE = re.compile(f"{_ONSET}(?:{_CLOSED}|{_OPEN})")


def legal(word: str) -> bool:
    """Whether the word, in any case and with any tone, can be written in Vietnamese."""
    letters = _TONES.sub("", unicodedata.normalize("NFD", word.lower()))
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", letters)) is not None
