"""Old encodings: recognised, read right, and never seen where there are none."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.sources import encodings
from ansecurity_cli.sources.syllables import legal
from conftest import ROOT

SETS = sorted((ROOT / "criteria").glob("*.yaml"))
TONES = "\u0300\u0301\u0309\u0303\u0323"


def _plain(path: Path) -> str:
    """The text of a set, without the quotation marks and dashes that old encodings don't have."""
    return re.sub("[^\n -~À-ỹ]", "", path.read_text("utf-8"))


def _apart(character: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", character)
    base = "".join(one for one in marks if one not in TONES)
    return unicodedata.normalize("NFC", base), "".join(one for one in marks if one in TONES)


def _cp1258(text: str) -> bytes:
    return "".join(
        one if one.isascii() else "".join(_apart(one)) for one in text
    ).encode("cp1258")  # fmt: skip


def _vni(text: str) -> str:
    """The table the other way round: letter by letter, marks behind."""
    out = []
    for one in text:
        base, tone = _apart(one)
        low = base.lower()
        single = {new: old for old, new in encodings._VNI_SINGLE.items()}
        tones = {new: old for old, new in encodings._VNI_TONES.items()}
        marks = {new: old for old, new in encodings._VNI_MARKS.items()}
        whole = unicodedata.normalize("NFC", low + tone)
        if whole in single:
            made = single[whole]
        elif low in "ơư":
            made = single[low] + tones.get(tone, "")
        elif low in "âêôă":
            bare = unicodedata.normalize("NFD", low)
            made = bare[0] + marks[bare[1] + tone]
        else:
            made = low + tones.get(tone, "")
        out.append(made.upper() if one.isupper() else made)
    return "".join(out)


def _tcvn3(text: str) -> str:
    back = str.maketrans(encodings._TCVN3_NEW, encodings._TCVN3_OLD)
    return "".join(
        one.translate(back) if one.translate(back) != one else one.lower().translate(back)
        for one in text
    )


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
class TestRealText:
    def test_windows_1258(self, path: Path) -> None:
        text = _plain(path)
        assert encodings.recover(_cp1258(text)) == (text, "Windows-1258", True)

    @pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_wide(self, path: Path, codec: str) -> None:
        text = path.read_text("utf-8")
        found = encodings.recover(text.encode(codec))
        assert found == (text, "UTF-32" if codec == "utf-32" else "UTF-16", True)

    def test_tcvn3(self, path: Path) -> None:
        text = _plain(path)
        old = _tcvn3(text)
        assert encodings.tcvn3(old).lower() == text.lower()
        found = encodings.garbled(old)
        assert found
        assert found.encoding == "TCVN3"
        recovered = encodings.recover(old.encode("latin-1"))
        assert recovered
        assert recovered.encoding == "TCVN3"
        assert not recovered.certain

    def test_vni(self, path: Path) -> None:
        text = _plain(path)
        old = _vni(text)
        assert encodings.vni(old) == text
        found = encodings.garbled(old)
        assert found
        assert found.encoding == "VNI"
        recovered = encodings.recover(old.encode("cp1252"))
        assert recovered
        assert recovered.encoding == "VNI"

    def test_opened_in_a_wrong_encoding(self, path: Path) -> None:
        text = path.read_text("utf-8")
        found = encodings.garbled(text.encode().decode("latin-1"))
        assert found
        assert found.encoding == "UTF-8/Windows-1252"
        assert found.reading in text


CLEAN = [
    *SETS, *sorted((ROOT / "units").rglob("*.yaml")), *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "schemas").glob("*.json")),
    ROOT / "src/ansecurity_cli/locale/vi/LC_MESSAGES/messages.po",
]  # fmt: skip


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_false_alarm_on_our_own_text(path: Path) -> None:
    assert encodings.garbled(path.read_text("utf-8")) is None


@pytest.mark.parametrize(
    "text",
    [
        "m² 35°C § 5 Café Đ/c № ½ ¼ · × ÷ © ® « »", "naïve façade Köln Ångström señor Björn Übung",
        "Société Générale, Crédit Agricole, Citroën", "ÐÑÒ", "5·6·7", "Nguyễn Văn A; QĐ-BCA; 50µm",
        "Điểm đ khoản 2 – “bảo vệ bí mật”…", "Đắk Lắk, Krông Pắc, Pleiku", "ça va? à bientôt",
    ],
)  # fmt: skip
def test_no_false_alarm(text: str) -> None:
    assert encodings.garbled(text) is None


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "Quảng", "KHUYẾN", "giếng", "uỷ", "ủy", "gìn", "đặc", "oách", "xoong", "ư", "ý"],
)
def test_legal(word: str) -> None:
    assert legal(word)


@pytest.mark.parametrize(
    "word", ["Köln", "kha1", "ceng", "ngiêng", "strong", "w", "xyz", "b", "café8"]
)
def test_not_legal(word: str) -> None:
    assert not legal(word)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    found = encodings.recover(raw)
    assert found is None or isinstance(found.text, str)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    found = encodings.garbled(text)
    assert found is None or max(found.rows) <= text.count("\n")
