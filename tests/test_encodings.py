"""Old encodings: recognised, read right, and never seen where there are none.

The encoders here are written by the standards letter by letter, apart from the tables of the code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.formats.codes import examples
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.repair import repair
from ansecurity_cli.sources import characters, encodings, garbled, parse, readings
from ansecurity_cli.sources.syllables import legal
from conftest import ROOT

SETS = sorted((ROOT / "criteria").glob("*.yaml"))
PLACE = "units/phuong-x/unit.yaml"
UNIT = "kind: unit\nid: phuong-x\nname: Phường Hòa Hiếu\ntype: phuong\n"

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
# A letter, its byte, its bytes with the five tones.
TCVN3 = {
    letter: bytes.fromhex(row)
    for letter, row in {
        "a": "61 B5 B6 B7 B8 B9", "ă": "A8 BB BC BD BE C6", "â": "A9 C7 C8 C9 CA CB",
        "e": "65 CC CE CF D0 D1", "ê": "AA D2 D3 D4 D5 D6", "i": "69 D7 D8 DC DD DE",
        "o": "6F DF E1 E2 E3 E4", "ô": "AB E5 E6 E7 E8 E9", "ơ": "AC EA EB EC ED EE",
        "u": "75 EF F1 F2 F3 F4", "ư": "AD F5 F6 F7 F8 F9", "y": "79 FA FB FC FD FE",
        "đ": "AE", "Ă": "A1", "Â": "A2", "Ê": "A3", "Ô": "A4", "Ơ": "A5", "Ư": "A6", "Đ": "A7",
    }.items()
}  # fmt: skip
VNI = {
    letter: row.split()
    for letter, row in {
        "a": "a aø aû aõ aù aï", "ă": "aê aè aú aü aé aë", "â": "aâ aà aå aã aá aä",
        "e": "e eø eû eõ eù eï", "ê": "eâ eà eå eã eá eä", "i": "i ì æ ó í ò",
        "o": "o oø oû oõ où oï", "ô": "oâ oà oå oã oá oä", "ơ": "ô ôø ôû ôõ ôù ôï",
        "u": "u uø uû uõ uù uï", "ư": "ö öø öû öõ öù öï", "y": "y yø yû yõ yù î", "đ": "ñ",
    }.items()
}  # fmt: skip


def apart(letter: str) -> tuple[str, int]:
    """A letter without its tone, and which tone it had: 0 for none."""
    marks = unicodedata.normalize("NFD", letter)
    base = "".join(one for one in marks if one not in TONES)
    tone = next((number for number, one in enumerate(TONES, 1) if one in marks), 0)
    return unicodedata.normalize("NFC", base), tone


def tcvn3(text: str) -> bytes:
    """A capital with a tone is a small letter in the font of capitals: its case is lost."""
    out = bytearray()
    for one in text:
        base, tone = apart(one)
        row = TCVN3.get(base, TCVN3.get(base.lower(), b"") if tone else b"")
        if row[tone : tone + 1] == b"" and tone:
            row = TCVN3[base.lower()]
        out += row[tone : tone + 1] or one.encode("ascii")
    return bytes(out)


def vni(text: str) -> bytes:
    out = ""
    for one in text:
        base, tone = apart(one)
        row = VNI.get(base.lower())
        made = row[tone] if row else one
        out += made.upper() if one.isupper() else made
    return out.encode("cp1252")


def windows_1258(text: str) -> bytes:
    """As Vietnamese keyboards type it: the tone behind its letter."""
    return "".join(
        base + (TONES[tone - 1] if tone else "") for base, tone in map(apart, text)
    ).encode("cp1258")


def plain(text: str) -> str:
    """The text without the quotation marks and signs that old encodings don't have."""
    return re.sub("[^\n -~À-ỹ]", "", text)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
class TestRealText:
    def test_windows_1258(self, path: Path) -> None:
        text = plain(path.read_text("utf-8"))
        assert encodings.recover(windows_1258(text)) == (text, "Windows-1258", True)

    @pytest.mark.parametrize(
        "codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    )
    def test_wide(self, path: Path, codec: str) -> None:
        text = path.read_text("utf-8")
        assert encodings.recover(text.encode(codec)) == (text, codec[:6].upper(), True)

    def test_tcvn3(self, path: Path) -> None:
        text = plain(path.read_text("utf-8"))
        found = encodings.recover(tcvn3(text))
        assert found
        assert (found.encoding, found.certain) == ("TCVN3", False)
        assert found.text.lower() == text.lower()
        differs = {a for a, b in zip(text, found.text, strict=True) if a != b}
        assert all(one.isupper() and apart(one)[1] for one in differs)

    def test_vni(self, path: Path) -> None:
        text = plain(path.read_text("utf-8"))
        assert encodings.recover(vni(text)) == (text, "VNI", False)

    @pytest.mark.parametrize(("name", "encode"), [("TCVN3", tcvn3), ("VNI", vni)])
    def test_typed_in_an_old_font(
        self, path: Path, name: str, encode: Callable[[str], bytes]
    ) -> None:
        text = plain(path.read_text("utf-8"))
        old = encode(text).decode("cp1252")
        found = garbled.find(old)
        assert found
        assert found.encoding == name
        assert found.reading.lower() == text.split("\n")[found.rows[0]].lower()
        # Each line by itself: told right, or too short to be told.
        for line in old.split("\n"):
            alone = garbled.find(line)
            strange = [word for word in line.split() if garbled._ODD.search(word)]
            assert alone is None or alone.encoding == name, line
            assert alone or len({word for word in strange if len(word) > 1}) < 3, line

    @pytest.mark.parametrize("codec", ["latin-1", "cp1252", "cp1258"])
    def test_opened_in_a_wrong_encoding(self, path: Path, codec: str) -> None:
        text = path.read_text("utf-8")
        found = garbled.find(opened(text, codec))
        assert found
        assert found.encoding == "UTF-8/Windows-1252"
        assert found.reading in text


def opened(text: str, codec: str) -> str:
    """UTF-8 as Windows shows it in another encoding; bytes that it leaves free stay as they are."""
    return "".join(
        bytes((one,)).decode(codec, "ignore") or chr(one) for one in text.encode("utf-8")
    )


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_word_there_and_back(path: Path) -> None:
    words = set(re.findall(r"[^\W\d_]+", plain(path.read_text("utf-8"))))
    marked = sorted(word for word in words if not word.isascii())
    assert len(marked) > 20
    for word in marked:
        assert readings.tcvn3(tcvn3(word).decode("cp1252")).lower() == word.lower()
        assert readings.vni(vni(word).decode("cp1252")) == word
        assert readings.utf8(opened(word, "cp1252")) == word
        assert unicodedata.normalize("NFC", windows_1258(word).decode("cp1258")) == word
        assert legal(word) or word.isupper() or len(word) == 1, word


class TestBytes:
    @pytest.mark.parametrize(
        ("text", "codec", "name"),
        [
            ("notes: [Café, Générale, à la carte]", "cp1252", "Windows-1252"),
            ("note: nhiet do 35°C, dien tich 12 m² – theo “Köln”", "cp1252", "Windows-1252"),
            ("name: Phuong Hòa\nnotes: [Tòa]", "cp1252", "Windows-1252"),
            # Legal in both: which it is can't be known.
            ("name: rõ lõ", "cp1252", "Windows-1258"),
        ],
    )
    def test_not_certain(self, text: str, codec: str, name: str) -> None:
        found = encodings.recover(text.encode(codec))
        assert found
        assert (found.encoding, found.certain) == (name, False)

    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"name: Ph\xc6", b"name: H\xc3a", b"a: xa\xcc", b"\xff" * 99, b"\x00" * 9, b"a: \x1b\xff",
            b"\xff\xfea", "a: Hòa".encode() + b" \xe1\xbb", "Phường “".encode() + b"\x93 Hi\xe1",
        ],
    )  # fmt: skip
    def test_not_known(self, raw: bytes) -> None:
        assert encodings.recover(raw) is None

    def test_one_byte_proves_nothing(self) -> None:
        found = encodings.recover(b"name: Ti\xe1p")  # may be what is left of Tiếp
        assert not found or not found.certain

    def test_a_control_character_is_not_converted(self) -> None:
        found = encodings.recover("a: \x1b[31m".encode("utf-16"))
        assert found
        assert not found.certain

    def test_only_what_is_certain_is_repaired(self) -> None:
        def everything(_code: str) -> bool:
            return True

        for raw in (windows_1258(UNIT), UNIT.encode("utf-16"), UNIT.encode("utf-16-be")):
            made = repair(PLACE, raw, everything)
            assert made
            assert made.after == UNIT.encode()
        for raw in (tcvn3(UNIT), vni(UNIT), b"name: H\xf2a", b"name: r\xf5 l\xf5"):
            assert repair(PLACE, raw, everything) is None

    def test_more_different_words_than_a_language_has(self) -> None:
        high = range(0xC0, 0x100)
        raw = b" ".join(bytes((a, b, c)) for a in range(97, 123) for b in high for c in high)
        assert encodings.recover(raw) is None
        assert garbled.find(raw.decode("cp1252")) is None


def told(raw: bytes) -> list[tuple[str, tuple[int, int], str, list[str]]]:
    words = Words("en")
    return [
        (one.code, one.span.start, words(one.message), [words(hint) for hint in one.hints])
        for one in parse(PLACE, raw).diagnostics
    ]


NOTEPAD = "save it as UTF-8 (Notepad: File, Save as, Encoding: UTF-8)"
REPAIR = "ansecurity check --fix saves it as UTF-8"
UNIKEY = "convert the text to Unicode (Unikey: Ctrl+Shift+F6), then save it as UTF-8"


@pytest.mark.parametrize(
    ("raw", "place", "encoding", "hints"),
    [
        (windows_1258(UNIT), (3, 9), "Windows-1258", [REPAIR, NOTEPAD]),
        (UNIT.encode("utf-16"), (1, 1), "UTF-16", [REPAIR, NOTEPAD]),
        (UNIT.encode("utf-32-be"), (1, 1), "UTF-32", [REPAIR, NOTEPAD]),
        ((UNIT + "contact: Café de Köln\n").replace("ườ", "uo").encode("cp1252", "ignore"), (3, 15), "Windows-1252", [NOTEPAD]),
        (tcvn3(UNIT), (3, 9), "TCVN3", []),
        (vni(UNIT), (3, 9), "VNI", []),
    ],
    ids=["windows-1258", "utf-16", "utf-32", "windows-1252", "tcvn3", "vni"],
)  # fmt: skip
def test_what_is_told(raw: bytes, place: tuple[int, int], encoding: str, hints: list[str]) -> None:
    in_code = (
        "in VS Code: click the encoding in the status bar, "
        f"Reopen with Encoding: {encoding}, then Save with Encoding: UTF-8"
    )
    message = f"the file is saved as {encoding}, not as UTF-8"
    assert told(raw) == [("not-utf8", place, message, [*hints, in_code] if hints else [UNIKEY])]


def test_a_byte_that_nothing_explains() -> None:
    in_code = "in VS Code: click the encoding in the status bar, Save with Encoding: UTF-8"
    message = "this byte is not UTF-8: 0xE1"
    raw = UNIT.encode() + b"notes:\n  - Hi\xe1\n"
    assert told(raw) == [("not-utf8", (6, 7), message, [NOTEPAD, in_code])]


class TestByteOrderMark:
    def test_places_behind_it_are_right(self) -> None:
        for text in (
            UNIT,
            "kind: unit: x\n",
            "kind:\u200b unit\n",
            "ﬁ: no\n",
            "\u00a0 kind: unit\n",
        ):
            bare = parse(PLACE, text.encode())
            marked = parse(PLACE, characters.BYTE_ORDER_MARK + text.encode())
            assert marked.text == bare.text
            assert [one.code for one in marked.diagnostics][:1] == ["byte-order-mark"]
            assert marked.diagnostics[1:] == bare.diagnostics

    @pytest.mark.parametrize(
        "text", ["\ufeff\ufeff" + UNIT, UNIT.replace("X", "\ufeff") + "\ufeff"]
    )
    def test_others_are_refused(self, text: str) -> None:
        parsed = parse(PLACE, text.encode())
        assert parsed.document is None
        assert "invisible-character" in {one.code for one in parsed.diagnostics}


@pytest.mark.parametrize(
    ("text", "encoding", "rows", "reading"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3", (0,), "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Đúng\n§oµn kÕt\nĐúng", "TCVN3", (1,), "Đoàn kết"),
        ("name: Ph\u00adêng X", "TCVN3", (0,), "name: Phường X"),
        ("t\u00ad", "TCVN3", (0,), "tư"),
        ("Coäng hoøa xaõ hoäi", "VNI", (0,), "Cộng hòa xã hội"),
        ("COÄNG HOØA XAÕ HOÄI", "VNI", (0,), "CỘNG HÒA XÃ HỘI"),
        ("Phường Ñoaøn keát", "VNI", (0,), "Phường Đoàn kết"),
        ("PhÆ°á»\u009dng HÃ²a", "UTF-8/Windows-1252", (0,), "Phường Hòa"),
        ("PhÆ°á»ng HÃ²a", "UTF-8/Windows-1252", (0,), "Phư?ng Hòa"),
        ("PhÆ°á»ng", "UTF-8/Windows-1252", (0,), "Phư?ng"),
        ("đã á»§y quyền", "UTF-8/Windows-1252", (0,), "đã ủy quyền"),
        ("Köln, Café\nCÃ³ tÃªn", "UTF-8/Windows-1252", (1,), "Có tên"),
        ("HĂ²a HĂ¬nh", "UTF-8/Windows-1252", (0,), "Hòa Hình"),
        (opened(unicodedata.normalize("NFD", "Hòa Hiếu"), "cp1252"), "UTF-8/Windows-1252", (0,), "Hòa Hiếu"),
    ],
)  # fmt: skip
def test_garbled(text: str, encoding: str, rows: tuple[int, ...], reading: str) -> None:
    assert garbled.find(text) == (encoding, rows, reading)


@pytest.mark.parametrize(
    ("line", "code", "how"),
    [
        ("ph\u00adêng h\u00adíng Hßa HiÕu", "invisible-character", UNIKEY),
        (
            "chÃ\u00adnh xÃ¡c: PhÆ°á»\u009dng Ä\u0090Ã´ng", "forbidden-character",
            "take the file from where it is still right, or type the text again",
        ),
    ],
)  # fmt: skip
def test_letters_that_look_like_hidden_characters_are_not_deleted(
    line: str, code: str, how: str
) -> None:
    raw = f"{UNIT}notes:\n  - '{line}'\n".encode()
    found = [one for one in told(raw) if one[0] != "garbled-text"]
    assert len(found) == 1
    assert found[0][0] in (code, "invisible-character")
    assert found[0][3] == [how]
    assert repair(PLACE, raw, lambda _code: True) is None


def test_other_hidden_characters_are_still_told() -> None:
    raw = f"{UNIT}notes:\n  - 'ph\u00adêng Hßa'\n  - 'a\u200bb\u202e'\n".encode()
    codes = [one[0] for one in told(raw)]
    assert codes == [
        "garbled-text",
        "invisible-character",
        "invisible-character",
        "bidirectional-control",
    ]


@pytest.mark.parametrize("number", ["0912345678", "0912 345 678", "001.099.012.345"])
def test_a_long_line_is_not_cut_inside_a_number(number: str) -> None:
    for before in range(100, 130):
        line = "Hßa HiÕu " + "a" * (before - 9) + " " + number + " " + "Hßa " * 9
        reading = told(f"a: {line}".encode())[0][3][0]
        digits = re.findall("[0-9]", reading)
        assert len(digits) in (0, len(re.findall("[0-9]", number)))


CLEAN = [
    *SETS, *sorted((ROOT / "units").rglob("*.yaml")), *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "schemas").glob("*.json")),
    ROOT / "src/ansecurity_cli/locale/vi/LC_MESSAGES/messages.po",
]  # fmt: skip


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_false_alarm_on_our_own_text(path: Path) -> None:
    text = path.read_text("utf-8")
    assert garbled.find(text) is None
    assert garbled.find(text.upper()) is None


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_docs_show_old_encodings_only_as_examples(path: Path) -> None:
    found = garbled.find(path.read_text("utf-8"))
    lines = path.read_text("utf-8").split("\n")
    shown = "".join(one["wrong"] for one in examples().values()).split("\n")
    assert found is None or {lines[row] for row in found.rows} <= set(shown)


@pytest.mark.parametrize(
    "text",
    [
        "m² 35°C § 5 Café Đ/c № ½ ¼ · × ÷ © ® « »", "naïve façade Köln Ångström señor Björn Übung",
        "Société Générale, Crédit Agricole, Citroën", "ÐÑÒ", "5·6·7", "Nguyễn Văn A; QĐ-BCA; 50µm",
        "Điểm đ khoản 2 – “bảo vệ bí mật”…", "Đắk Lắk, Krông Pắc, Pleiku", "ça va? à bientôt",
        "«Bảo vệ» «AN NINH» «má» «MÃ» theo § 5", "“MÃ”, “QUYẾT ĐỊNH MÃ”, MÃ… MÃ³", "ID MÃ\u00a0SỐ",
        "Thaï, Thaï; đường sắt Thaï", "mạng 5 µm; TNHH® Microsoft®", "Gå på må; vi er så glade, være, fått",
        "für Äpfel, größer, nächste, müssen, Bär, hängt", "trung\u00adtâm chính\u00adsách",
    ],
)  # fmt: skip
def test_no_false_alarm(text: str) -> None:
    assert garbled.find(text) is None
    assert garbled.find(unicodedata.normalize("NFD", text)) is None


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "Quảng", "KHUYẾN", "giếng", "uỷ", "ủy", "gìn", "đặc", "oách", "xoong", "ư", "ý", "hoà",
     "quỳnh", "quýt", "ngoằn", "khuỷu", "rượu", "Yếm", unicodedata.normalize("NFD", "Huyện")],
)  # fmt: skip
def test_legal(word: str) -> None:
    assert legal(word)


@pytest.mark.parametrize(
    "word",
    ["Köln", "kha1", "ceng", "ngiêng", "strong", "w", "xyz", "b", "café8", "ḥa", "hoạ́", "cãt", "các'",
     "cat", "thaù", "dỹng", "phêng", ""],
)  # fmt: skip
def test_not_legal(word: str) -> None:
    assert not legal(word)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    found = encodings.recover(raw)
    assert found is None or unicodedata.is_normalized("NFC", found.text)


OLD = st.text(st.sampled_from("abehnotu \n\u00ad§µ¶·ßäëïöøùÆÃÄá»º°¡‘â\u0301Ăơ"), max_size=60)


@given(st.text(max_size=200) | OLD)
def test_any_text(text: str) -> None:
    found = garbled.find(text)
    assert found is None or (found.rows and max(found.rows) <= text.count("\n"))


@given(OLD)
def test_any_text_is_told_of_in_its_lines(text: str) -> None:
    lines = text.split("\n")
    for one in parse(PLACE, text.encode()).diagnostics:
        assert one.span.start.line <= len(lines)
