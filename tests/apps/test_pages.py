"""The pages in a real browser: for everybody, on a phone, in the dark, in grey, on paper.

With PICTURES=FOLDER, pictures and printed pages are kept there, to be looked at.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from apps.browser import Browser
from conftest import ROOT

KINDS = ("status", "unmet", "scorecard", "rollup", "history", "index")
AS_OF = "2026-11-24"
MM = 72 / 25.4
SHORT, LONG = 210 * MM, 297 * MM


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("chromium"))
    yield found
    found.close()


def write(root: Path, folder: Path, *arguments: str, language: str = "vi") -> None:
    from ansecurity_cli.cli.app import run

    command = ("-C", str(root), "--lang", language, "report", "--as-of", AS_OF, *arguments)
    assert run([*command, "-o", str(folder)]) == 0


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """This repository's own data, a page a kind and language."""
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for language in ("vi", "en"):
        for kind in KINDS[:-1]:
            path = folder / f"{kind}-{language}.html"
            # One commune and year: everything is on the page, and axe takes seconds.
            year = () if kind == "unmet" else ("--alone", "--period", "2025")
            write(ROOT, path, "xa-minh-hoa", "--kind", kind, *year, language=language)
            found[kind, language] = path
        write(ROOT, folder / language, "--all", language=language)
        found["index", language] = folder / language / "index.html"
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1120, 390])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_read_it(
    kind: str, language: str, width: int, scheme: str, browser: Browser,
    pages: dict[tuple[str, str], Path],
) -> None:  # fmt: skip
    browser.show(pages[kind, language], width, scheme)
    browser.picture(f"{kind}-{language}-{width}-{scheme}")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.faults() == []
    assert browser.small_targets() == []


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text(
        "<html><body><img src='x'><p style='color:#aaa;background:#fff'>Chữ quá nhạt</p>", "utf-8"
    )
    browser.show(page)
    ids = {one.split(":")[0] for one in browser.faults()}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= ids


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded(kind: str, browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    browser.show(pages[kind, "vi"])
    assert browser.evaluate("performance.getEntriesByType('resource').length") == 0
    stopped = (
        "new Promise(done => { document.addEventListener('securitypolicyviolation',"
        " e => done(e.effectiveDirective)); const i = new Image();"
        " i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i) })"
    )
    assert browser.evaluate(stopped) == "img-src"
    browser.evaluate("window.ran = 0; const s = document.createElement('script');"
                     " s.textContent = 'window.ran = 1'; document.body.append(s)")  # fmt: skip
    assert browser.evaluate("window.ran") == 0


def luminance(color: str) -> float:
    """How light a colour is, from 0 to 1: what is left of it in grey."""
    parts = [float(one) / 255 for one in re.findall(r"[0-9.]+", color)[:3]]
    line = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("scheme", "media"), [("light", "screen"), ("dark", "screen"), ("light", "print")]
)
def test_states_differ_without_colour(
    scheme: str, media: str, browser: Browser, pages: dict[tuple[str, str], Path]
) -> None:
    browser.show(pages["status", "vi"], scheme=scheme, media=media)
    found = browser.evaluate(
        "Object.fromEntries(['met', 'un', 'unk', 'na'].map(k => {"
        " const e = document.querySelector('.legend .s.' + k), s = getComputedStyle(e);"
        " return [k, {word: e.textContent.trim(), shape: e.querySelector('path').getAttribute('d'),"
        " ink: getComputedStyle(e.querySelector('.tag')).color, ground: s.backgroundColor,"
        " hatched: s.backgroundImage !== 'none', dashed: s.outlineStyle === 'dashed'}] }))"
    )
    paper = browser.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    for sign in ("word", "shape"):
        assert len({one[sign] for one in found.values()}) == 4
    unmet = found["un"]["ground"]
    for other in (paper, found["met"]["ground"]):  # the unmet ones stand out in grey as well
        assert contrast(unmet, other) >= 3
    assert contrast(unmet, found["un"]["ink"]) >= 4.5
    assert {name for name, one in found.items() if one["hatched"] and one["dashed"]} == {"unk"}
    bars = browser.evaluate(
        "['b-met', 'b-un'].map(k => getComputedStyle(document.querySelector('rect.' + k)).fill)"
    )
    assert contrast(*bars) >= 1.5


def printed(browser: Browser, page: Path, name: str) -> list[PageObject]:
    browser.show(page)
    return list(PdfReader(io.BytesIO(browser.printed(name))).pages)


def text_of(page: PageObject) -> str:
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize("kind", KINDS)
def test_printed_pages(kind: str, browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    found = printed(browser, pages[kind, "vi"], f"{kind}-vi")
    title = browser.evaluate("document.title")
    texts = [text_of(one) for one in found]
    for number, text in enumerate(texts, 1):
        assert f"Trang {number}/{len(found)}" in text
        assert (text.count(title) >= 1) or number == 1  # the running head
        assert unicodedata.is_normalized("NFC", text)
    assert title in texts[0]
    for one in found:
        sides = sorted((float(one.mediabox.width), float(one.mediabox.height)))
        assert sides == pytest.approx([SHORT, LONG], abs=1.5)


def test_heads_are_repeated_on_each_page_of_a_table(
    browser: Browser, pages: dict[tuple[str, str], Path]
) -> None:
    texts = [text_of(one) for one in printed(browser, pages["unmet", "vi"], "heads")]
    first = next(index for index, one in enumerate(texts) if "1. Tiêu chí chưa đạt, chưa rõ" in one)
    last = next(index for index, one in enumerate(texts) if "2. " in one)
    assert last - first >= 2
    for text in texts[first:last]:
        assert "Tiêu chí Kết quả Lý do, biện pháp Chủ trì, thời hạn" in text


def wards(root: Path, units: int, criteria: int) -> None:
    """A town with so many wards that answered so many criteria."""

    def put(path: str, **data: object) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    rules = [
        {"id": f"k{n}", "title": f"Tỷ lệ hồ sơ cư trú giải quyết đúng hạn trên môi trường mạng, tiêu chí số {n}",
         "rule": {"kind": "ratio", "at_least": {"percent": 95}}}
        for n in range(1, criteria + 1)
    ]  # fmt: skip
    put("criteria/s.yaml", kind="criteria-set", id="s", title="Bộ tiêu chí lớn", body="cong-an", version=1,
        source={"document": "Minh họa"}, applies_to=["phuong"], window={"from": "01-01", "to": "12-31"},
        completeness="full", rule={"kind": "all"}, criteria=rules)  # fmt: skip
    put(
        "units/t/unit.yaml",
        kind="unit",
        id="t",
        name="Thị xã Minh Họa",
        type="thi-xa",
        illustrative=True,
    )
    for n in range(1, units + 1):
        put(f"units/t/p-{n}/unit.yaml", kind="unit", id=f"p-{n}", name=f"Phường Nghĩa Thượng {n}", type="phuong",
            parent="t", illustrative=True)  # fmt: skip
        answers = {
            f"k{m}": {"count": 180 if (m + n) % 7 == 0 else 193, "total": 200}
            for m in range(1, criteria + 1)
            if (m * n) % 11
        }
        put(f"units/t/p-{n}/2023/s.yaml", kind="assessment", unit=f"p-{n}", set="s", set_version=1, period="2023",
            assessed_on="2023-11-10", answers=answers)  # fmt: skip


def places(page: PageObject) -> list[float]:
    """How far to the right each text stands."""
    found: list[float] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            found.append(cm[0] * tm[4] + cm[2] * tm[5] + cm[4])

    page.extract_text(visitor_text=see)
    assert found
    return found


CUT = """[...document.querySelectorAll('.mx :is(th, td), .mx')].filter(
    e => !e.closest('.hidden') && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"""


@pytest.mark.parametrize(
    ("units", "tables", "wide"), [(6, 1, False), (7, 1, True), (12, 1, True), (13, 2, True)]
)
def test_many_criteria_by_many_units_on_paper(
    units: int, tables: int, wide: bool, browser: Browser, tmp_path: Path
) -> None:
    wards(tmp_path, units, 60)
    page = tmp_path / "x.html"
    write(tmp_path, page)
    browser.show(
        page, width=round(270 * 96 / 25.4) if wide else round(176 * 96 / 25.4), media="print"
    )
    assert browser.evaluate("document.querySelectorAll('.mx').length") == tables
    assert browser.evaluate(CUT) == []
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = printed(browser, page, f"{units}x60")
    turned = [one for one in found if one.mediabox.width > one.mediabox.height]
    assert bool(turned) is wide
    on = turned or found
    texts = [text_of(one) for one in on]
    for n in range(1, 61):
        assert re.search(rf"\bk{n} ≥ 95%", " ".join(texts)), n
    for text in turned and texts:  # every page of the table has its heads
        assert "Tiêu chí Yêu cầu" in text
        assert "Phường Nghĩa" in text
    for one in on:
        assert all(0 <= x <= float(one.mediabox.width) for x in places(one))
