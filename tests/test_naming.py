"""Finding units by what people type."""

from __future__ import annotations

import unicodedata

import pytest

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.naming import bare, find_units, tone_last
from ansecurity_cli.model.records import Unit

NAMES = {
    "phuong-hoa-hieu": "Phường Hòa Hiếu",
    "phuong-quang-tien": "Phường Quang Tiến",
    "phuong-long-son": "Phường Long Sơn",
    "xa-long-son-anh-son": "Xã Long Sơn",
    "phuong-quang-phong": "Phường Quang Phong",
    "xa-dong-hieu": "Xã Đông Hiếu",
    "xa-tay-hieu": "Xã Tây Hiếu",
    "phuong-tay-hieu": "Phường Tây Hiếu",
    "phuong-nghi-hoa": "Phường Nghi Hòa",
    "phuong-nghi-hoa-2": "Phường Nghi Hoa",
    "phuong-thuy-khue": "Phường Thụy Khuê",
    "tinh-nghe-an": "Tỉnh Nghệ An",
}
UNITS = tuple(Unit(name, Location(""), name=title) for name, title in NAMES.items())


def ids(query: str) -> list[str]:
    return [one.id for one in find_units(query, UNITS).units]


def close(query: str) -> list[str]:
    return [one.id for one in find_units(query, UNITS).close]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phuong-hoa-hieu", ["phuong-hoa-hieu"]),
        ("Phường Hòa Hiếu", ["phuong-hoa-hieu"]),
        ("Phường Hoà Hiếu", ["phuong-hoa-hieu"]),  # the other tone placement
        ("phường hoà hiếu", ["phuong-hoa-hieu"]),
        ("PHƯỜNG HÒA HIẾU", ["phuong-hoa-hieu"]),
        ("Hòa Hiếu", ["phuong-hoa-hieu"]),
        ("Hoà Hiếu", ["phuong-hoa-hieu"]),
        ("hoa hieu", ["phuong-hoa-hieu"]),
        ("  Hòa   Hiếu ", ["phuong-hoa-hieu"]),
        ("Thuỵ Khuê", ["phuong-thuy-khue"]),
        ("thụy khuê", ["phuong-thuy-khue"]),
        # đ
        ("Đông Hiếu", ["xa-dong-hieu"]),
        ("đông hiếu", ["xa-dong-hieu"]),
        ("dong hieu", ["xa-dong-hieu"]),
        ("Dong Hieu", ["xa-dong-hieu"]),
        ("xa dong hieu", ["xa-dong-hieu"]),
        # several
        ("Long Sơn", ["phuong-long-son", "xa-long-son-anh-son"]),
        ("xã long sơn", ["xa-long-son-anh-son"]),
        ("Tây Hiếu", ["xa-tay-hieu", "phuong-tay-hieu"]),
        ("quang", ["phuong-quang-tien", "phuong-quang-phong"]),
        ("Hiếu", ["phuong-hoa-hieu", "xa-dong-hieu", "xa-tay-hieu", "phuong-tay-hieu"]),
        # marks that are typed count: hòa isn't hoa, but hoa may be either
        ("Nghi Hòa", ["phuong-nghi-hoa"]),
        ("Nghi Hoà", ["phuong-nghi-hoa"]),
        ("Phường Nghi Hoa", ["phuong-nghi-hoa-2"]),
        # part of an id
        ("anh-son", ["xa-long-son-anh-son"]),
        ("hoa-hieu", ["phuong-hoa-hieu"]),
        # words are whole
        ("Hòa Hi", []),
        ("hoa-hi", []),
        ("ong", []),
        ("", []),
        ("   ", []),
        ("-", []),
        ("Hà Nội", []),
    ],
)
def test_found(query: str, found: list[str]) -> None:
    assert ids(query) == found
    assert ids(unicodedata.normalize("NFD", query)) == found


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.id)
def test_a_unit_is_found_by_its_id_and_by_its_whole_name(unit: Unit) -> None:
    assert ids(unit.id) == [unit.id]
    assert ids(unit.name) == [unit.id]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Hoa Hieuu", "phuong-hoa-hieu"),
        ("Hòa Hiế", "phuong-hoa-hieu"),
        ("phuong-hoa-hiu", "phuong-hoa-hieu"),
        ("Phường Hòa Hiểu Hiếu", "phuong-hoa-hieu"),
        ("quang tein", "phuong-quang-tien"),
        ("Ngệ An", "tinh-nghe-an"),
        ("Dông Hiéu", "xa-dong-hieu"),
    ],
)
def test_typing_errors(query: str, first: str) -> None:
    assert ids(query) == [] or ids(query) == [first]
    assert first in (ids(query) or close(query))


@pytest.mark.parametrize("query", ["Hà Nội", "", "x", "Quảng Ninh Móng Cái Vân Đồn"])
def test_nothing_close_is_suggested_for_something_else(query: str) -> None:
    assert close(query) == []


def test_one_match_leaves_no_suggestions() -> None:
    found = find_units("Hòa Hiếu", UNITS)
    assert (len(found.units), found.close) == (1, ())


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("hoà", "hòa", True),
        ("Hoà", "hòa", True),
        ("khoẻ", "khỏe", True),
        ("thuỵ", "thụy", True),
        ("loè", "lòe", True),
        ("hoa", "hòa", False),
        ("hóa", "hòa", False),
        ("hóa", "hoá", True),
        ("sơn", "son", False),
        ("tây", "tay", False),
        ("đông", "dông", False),
        ("hòa hiếu", "hoà  hiếu", True),
        ("hòa hiếu", "hiếu hòa", False),
    ],
)
def test_tone_placement(one: str, other: str, equal: bool) -> None:
    assert (tone_last(one) == tone_last(other)) is equal


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Phường Hòa Hiếu", "phuong hoa hieu"),
        ("ĐÔNG HIẾU", "dong hieu"),
        ("Đắk Lắk", "dak lak"),
        ("Ưu  ơ ă â ê ô", "uu o a a e o"),
        ("Tổ 5-7", "to 5-7"),
    ],
)
def test_bare(text: str, plain: str) -> None:
    assert bare(text) == plain
    assert bare(unicodedata.normalize("NFD", text)) == plain
