"""The report as HTML and Markdown: nothing that others write changes its structure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ansecurity_cli.formats import escaping, html, markdown
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Counts

Files = Mapping[str, Any]
Make = Callable[..., Snapshot]
HOSTILE = (
    "<script>alert(1)</script>", "</style></title><b>", "a|b||c", "`code` ``x`` \\", "\"'><img src=x>",
    "](javascript:alert(1))", "![x](http://x.example/y.png)", "*a* _b_ **c** ~~d~~ $e$", "@someone #1 !2",
    "<!-- x --> &lt; &amp;", "{{ 7*7 }} {% raw %}", "- [ ] x", "1. x", "# x", "+ x", "https://evil.example",
    "www.evil.example", "[[_TOC_]]", "a\\|b", "x\\", "<https://evil.example>", "| --- |", "[^1]: x",
    "\\3c script", "Phường " + "rất dài " * 36,
)  # fmt: skip
VOID = {"meta", "br", "col", "img", "link", "input", "hr"}
ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "div", "header", "main", "footer",
    "section", "article", "nav", "p", "h1", "h2", "h3", "h4", "ol", "ul", "li", "dl", "dt", "dd",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "span",
    "strong", "b", "small", "code", "time", "svg", "path", "rect",
}  # fmt: skip


class Outline(HTMLParser):
    """Elements in order, whether they close, their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, each, value in self.attributes if each == name]


def files(x: str) -> Files:
    """A repository in which every free text is `x`."""
    criteria = [
        {"id": "k1", "cite": x, "title": x, "short": x, "rule": {"kind": "attested"}, "keep_up": "P6M"},
        {"id": "k2", "title": x, "statement": x, "rule": {"kind": "count", "at_least": 3, "unit": x}},
        {"id": "k3", "title": x, "rule": {"kind": "document", "due": "03-31"}},
    ]  # fmt: skip
    about = {"unit": "p-1", "set": "s", "criterion": "k2"}
    source = {
        "title": x,
        "publisher": x,
        "date": "2023-04-20",
        "url": "https://x.example/a_b?c=d&e=f",
        "note": x,
    }
    return {
        "criteria/s.yaml": {
            "kind": "criteria-set", "id": "s", "title": x, "short": x, "body": "cong-an", "version": 1,
            "source": {"document": x}, "applies_to": ["phuong"], "window": {"from": "01-01", "to": "12-31"},
            "completeness": "full", "rule": {"kind": "all"}, "criteria": criteria, "sources": [source], "notes": [x],
        },
        "units/t/unit.yaml": {"kind": "unit", "id": "t", "name": x, "type": "thi-xa"},
        "units/t/p-1/unit.yaml": {
            "kind": "unit", "id": "p-1", "name": x, "type": "phuong", "parent": "t",
            "valid": {"to": "2025-06-30"}, "successors": ["p-2"], "sources": [source], "notes": [x],
        },
        "units/t/p-2/unit.yaml": {"kind": "unit", "id": "p-2", "name": x, "type": "phuong", "parent": "t", "illustrative": True},
        "units/t/p-1/2023/s.yaml": {
            "kind": "assessment", "unit": "p-1", "set": "s", "set_version": 1, "period": "2023",
            "assessed_on": "2023-11-10", "assessed_by": x, "claim": "mostly-met",
            "answers": {"k1": {"met": True, "note": x}, "k2": {"value": 2}},
            "remedies": [{"criterion": "k2", "obstacle": x, "action": x, "owner": x, "due": "2023-12-01", "status": "planned"}],
            "obstacles": [{"text": x, "solution": x, "decided_by": x, "on": "2023-05-01"}], "sources": [source],
        },
        "units/t/p-1/2023/s.appraisal.yaml": {
            "kind": "appraisal", "unit": "p-1", "set": "s", "set_version": 1, "period": "2023", "by": x,
            "date": "2023-11-18", "results": {"k1": {"met": False, "reason": x}},
            "recognition": {"result": "refused", "number": x, "authority": x, "decided_on": "2023-12-20", "reason": x},
        },
        "units/t/p-2/2023/s.yaml": {
            "kind": "assessment", "unit": "p-2", "set": "s", "set_version": 1, "period": "2023",
            "assessed_on": "2023-11-10",
            "answers": {"k1": {"met": True}, "k2": {"value": 3}, "k3": {"documents": [{"number": x, "issued": "2023-02-01", "title": x}]}},
        },
        "units/t/inspections/2023-04-19-x.yaml": {
            "kind": "inspection", "unit": "t", "date": "2023-04-19", "by": x, "participants": [x, x], "visited": x,
            "results": [{**about, "outcome": "met", "note": x}],
            "findings": [{"id": "tt-1", **about, "severity": "major", "text": x, "due": "2023-06-01", "status": "open"}, {"id": "tt-2", "text": x}],
            "obstacles": [{"text": x, "solution": x, "decided_by": x}],
            "proposals": [{"id": "kn-1", "set": "s", "text": x, "escalated_to": x, "on": "2023-04-19", "status": "answered", "reply": x}],
            "notes": [x], "sources": [source],
        },
        "units/t/plans/l.yaml": {
            "kind": "plan", "unit": "t", "title": x, "basis": [{"title": x, "number": x, "note": x}],
            "targets": [{"period": "2023", "set": "s", "count": 16, "units": ["p-1"], "note": x}],
            "groups": [{"id": "to-1", "name": x, "lead": x, "units": ["p-1"], "note": x}, {"id": "to-2", "name": x}],
            "notes": [x],
        },
    }  # fmt: skip


@pytest.fixture
def view(snapshot: Make) -> Callable[..., Page]:
    """The page on everything in some files, as of a day."""

    def build(given: Files, kind: page.Kind = "status", **options: Any) -> Page:
        texts = {
            path: data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
            for path, data in given.items()
        }
        shot = snapshot(texts, **options)
        assert not any(one.severity == "error" for one in shot.diagnostics if options == {}), [
            (one.path, one.message) for one in shot.diagnostics
        ]
        units = in_order(shot.repository)
        return page.build(shot, Selection(units), units[:1], kind)

    return build


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [each for one in found for each in (one, *(one.children or ()))]


def structure(text: str) -> list[str]:
    """What a Markdown text is made of, without the words."""
    return [one.type for one in tokens(text) if one.type not in ("text", "text_special")]


@pytest.mark.parametrize("x", HOSTILE)
def test_html_keeps_its_structure(x: str, view: Callable[..., Page], vietnamese: Words) -> None:
    plain = Outline(html.page(view(files("Chữ")), vietnamese, "1"))
    found = Outline(html.page(view(files(x)), vietnamese, "1"))
    assert not found.open
    assert found.tags == plain.tags
    assert set(found.tags) <= ELEMENTS
    assert {name for _, name, _ in found.attributes} == {name for _, name, _ in plain.attributes}
    assert " ".join(x.split()) in found.text


@pytest.mark.parametrize("x", HOSTILE)
def test_markdown_keeps_its_structure(x: str, view: Callable[..., Page], vietnamese: Words) -> None:
    plain = markdown.page(view(files("Chữ")), vietnamese, "1")
    found = markdown.page(view(files(x)), vietnamese, "1")
    assert structure(found) == structure(plain)
    assert len(found.splitlines()) == len(plain.splitlines())
    hrefs = {str(one.attrs["href"]) for one in tokens(found) if one.type == "link_open"}
    assert hrefs == {"https://x.example/a_b?c=d&e=f"}


KINDS: tuple[page.Kind, ...] = ("unmet", "scorecard", "rollup", "index")
NAMES = {"t": "t.html", "p-1": "p-1.html", "p-2": "p-2.html"}


@pytest.mark.parametrize("x", [*HOSTILE, "a\nb\r\nc", "x" * 300])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_keeps_its_structure(
    kind: page.Kind, x: str, view: Callable[..., Page], vietnamese: Words
) -> None:
    plain, found = (view(files(one), kind) for one in ("Chữ", x))
    outlines = [Outline(html.page(one, vietnamese, "1", files=NAMES)) for one in (plain, found)]
    assert not outlines[1].open
    assert outlines[1].tags == outlines[0].tags
    assert set(outlines[1].tags) <= ELEMENTS
    texts = [markdown.page(one, vietnamese, "1", files=NAMES) for one in (plain, found)]
    assert structure(texts[1]) == structure(texts[0])
    assert len(texts[1].splitlines()) == len(texts[0].splitlines())


@pytest.mark.parametrize("kind", ["status", *KINDS])
def test_marks_that_turn_the_text_are_shown_and_not_obeyed(
    kind: page.Kind, view: Callable[..., Page], vietnamese: Words
) -> None:
    one = view(files("Chữ"), kind)  # a file that holds such marks is refused; here one got through
    one = replace(one, scope=(replace(one.scope[0], name="a\u202eb\u200f\u2067"),))
    for shown in (html, markdown):
        text = shown.page(one, vietnamese, "1", files=NAMES)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
        assert "u{202E}b" in text


def test_markdown_tables_have_the_columns_of_their_head(
    view: Callable[..., Page], repository: Snapshot, vietnamese: Words
) -> None:
    everything = page.build(repository, Selection(in_order(repository.repository)), ())
    for one in (everything, view(files("a|b"))):
        columns = 0
        for line in markdown.page(one, vietnamese, "1").splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert cells == columns or not cells or not columns, line
            columns = cells


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_escaped_text_means_itself(text: str) -> None:
    escaped = escaping.markdown(text)
    found = [one for one in tokens(f"- {escaped} z") if one.type not in ("softbreak",)]
    inline = [one for one in found if one.type == "inline"]
    assert [one.type for one in found if one.type.endswith("_open")] == [
        "bullet_list_open", "list_item_open", "paragraph_open",
    ]  # fmt: skip
    children = [child for one in inline for child in one.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    shown = "".join(child.content for child in children).replace("\u200b", "")
    assert shown.strip() == f"{escaping.one_line(text)} z".strip()


@given(st.text(max_size=60))
def test_css_strings_do_not_end_early(text: str) -> None:
    inner = escaping.css_string(text)[1:-1]
    assert not re.search(r"[\"'<>&{}\n\r;/]", inner)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https:x", "HTTPS://", " https://x", ""]
)  # fmt: skip
def test_only_web_pages_are_linked(url: str) -> None:
    assert not escaping.web_address(url)
    assert not escaping.markdown_address(url)


@pytest.mark.parametrize("url", ["https://x.example/a(b)|<c> d", "http://x.example/`*_é"])
def test_addresses_stay_in_their_brackets(url: str) -> None:
    found = escaping.markdown_address(url)
    (link,) = (one for one in tokens(f"[x]({found})") if one.type == "link_open")
    assert str(link.attrs["href"]).startswith(url[:16])
    assert not re.search(r"[()|<> `]", found)


def test_code_is_fenced() -> None:
    for text in ("a", "`", "a`b``c", "``", "`a"):
        (code,) = (one for one in tokens(escaping.markdown_code(text)) if one.type == "code_inline")
        assert code.content == text


def test_html_loads_nothing(repository: Snapshot, vietnamese: Words) -> None:
    everything = page.build(repository, Selection(in_order(repository.repository)), ())
    text = html.page(everything, vietnamese, "1")
    found = Outline(text)
    assert not found.open
    assert text.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        in found.values("content")
    )
    assert "ansecurity 1" in found.values("content")
    assert not found.values("src")
    assert "url(" not in text
    assert "@import" not in text
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    for href in found.values("href"):
        assert href[1:] in ids if href.startswith("#") else re.match("https?://", href)
    assert {tag for tag, name, _ in found.attributes if name == "href"} == {"a"}
    assert found.tags.count("th") == sum(name == "scope" for _, name, _ in found.attributes)
    assert found.tags.count("table") == found.tags.count("caption")


def test_same_page_same_bytes(repository: Snapshot, vietnamese: Words, english: Words) -> None:
    def everything() -> Page:
        return page.build(repository, Selection(in_order(repository.repository)), ())

    for shown in (html, markdown):
        for words in (vietnamese, english):
            once, again = (shown.page(everything(), words, "1") for _ in range(2))
            assert once == again
            assert once.endswith("\n")
            assert "\r" not in once


def test_unreadable_files_are_named_on_top(view: Callable[..., Page], english: Words) -> None:
    broken = "units/t/p-2/2023/s.yaml"
    one = view({**files("Chữ"), broken: "kind: ["}, as_of=date(2026, 1, 1))
    for shown in (html.page(one, english, "1"), markdown.page(one, english, "1")):
        body = shown.split("</style>")[-1]
        assert 0 < body.index(broken) < body.index("2 units have been assessed")


def test_a_broken_file_does_not_hide_the_others(view: Callable[..., Page], english: Words) -> None:
    one = view({**files("Chữ"), "units/t/p-2/2023/s.yaml": "kind: ["}, as_of=date(2026, 1, 1))
    (matrix,) = one.matrices
    assert [row.asked for row in matrix.rows] == [2, 2, 2]
    assert "01/02" not in html.page(one, english, "1").split("s-kept")[-1]


def test_what_was_told_before_and_after_an_appraisal(
    view: Callable[..., Page], english: Words
) -> None:
    one = view(files("Chữ"))
    for shown in (html.page(one, english, "1"), markdown.page(one, english, "1")):
        assert "self-assessed: Met" in shown
        assert "appraised: Chữ" in shown
        assert "the unit claims “mostly met”" in shown


def test_what_is_not_told_is_not_invented(view: Callable[..., Page], english: Words) -> None:
    one = view(files("Chữ"))
    text = markdown.page(one, english, "1")
    assert "| tt-2 | Chữ | not stated | not stated | not stated | not stated |" in text
    assert "| Chữ | not stated | not stated |  |" in text  # a group, its lead and units


def test_illustrative_data_is_marked(view: Callable[..., Page], english: Words) -> None:
    some = view(files("Chữ"))
    assert "(illustrative)" in markdown.page(some, english, "1")
    given = dict(files("Chữ"))
    for path, data in given.items():
        if path.endswith("unit.yaml"):
            given[path] = {**data, "illustrative": True}
    every = markdown.page(view(given), english, "1")
    assert "> **Illustrative data, not real results**" in every
    assert "(illustrative)" not in every


def test_empty_sections_are_left_out(view: Callable[..., Page], english: Words) -> None:
    one = view({"units/t/unit.yaml": {"kind": "unit", "id": "t", "name": "T", "type": "thi-xa"}})
    assert html.page(one, english, "1").count("<section") == 1
    text = markdown.page(one, english, "1")
    assert text.count("\n## ") == 1
    assert "- 1 unit without files: T" in text  # who has said nothing is told of


def test_unknown_is_no_nought_in_a_rollup(view: Callable[..., Page], english: Words) -> None:
    given = {path: data for path, data in files("Chữ").items() if "appraisal" not in path}
    text = markdown.page(view(given, "rollup"), english, "1")
    assert "of none is it known whether it is recognised" in text
    assert re.search(r"\*\*–/\d+\*\* (units )?recognised", text, re.MULTILINE)


def test_many_units_stand_twelve_abreast(view: Callable[..., Page], english: Words) -> None:
    given = dict(files("Chữ"))
    for number in range(3, 10):
        name = f"p-{number}"
        given[f"units/t/{name}/unit.yaml"] = {**given["units/t/p-2/unit.yaml"], "id": name}
        given[f"units/t/{name}/2023/s.yaml"] = {**given["units/t/p-2/2023/s.yaml"], "unit": name}
    one = view(given)
    assert html.page(one, english, "1").count('<table class="mx ') == 1
    text = markdown.page(one, english, "1")
    assert "(1/2)" in text
    assert text.count("| 08/09 |") == 2 * 3


@pytest.mark.parametrize("n", [0, 1, 12, 34, 72, 73, 999_999_999])
def test_bars_are_as_long_as_they_may_be(n: int) -> None:
    bar = html.bar(Counts(met=n, unmet=n // 2, unknown=1, not_applicable=1), 'a"b')
    found = Outline(bar)
    assert found.tags[0] == "svg"
    assert len(found.tags) < 400
    edges = [float(value) for tag, name, value in found.attributes if (tag, name) == ("rect", "x")]
    assert all(0 <= edge <= 288 for edge in edges)
    assert found.values("aria-label") == ['a"b']
