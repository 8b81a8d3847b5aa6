"""Every output is read back by what would read it, and must be inert whatever it tells of."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from ansecurity_cli import __version__
from ansecurity_cli.cli.options import PageFormat, ProblemFormat, Table
from ansecurity_cli.formats import recipe
from hostile.process import COLOUR

Check = Callable[[str], None]
# The runner of GitHub obeys these anywhere in a line, and these where one begins.
_COMMAND = re.compile(r"##\[|^\s*::", re.MULTILINE)
_PLACE = re.compile(r"[^\n]+:[0-9]+:[0-9]+: [^\n]+ [a-z0-9-]+: [^\n]+\Z")
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "div",
    "header",
    "main",
    "footer",
    "section",
    "article",
    "nav",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "span",
    "strong",
    "b",
    "small",
    "code",
    "time",
    "svg",
    "path",
    "rect",
    "br",
    "details",
    "summary",
    "em",
    "i",
    "figure",
    "figcaption",
    "hr",
}


def command_free(text: str) -> None:
    found = _COMMAND.search(COLOUR.sub("", text))
    assert not found, text[max(found.start() - 80, 0) : found.end() + 80]


def full(text: str) -> None:
    command_free(text)


def concise(text: str) -> None:
    command_free(text)
    for line in text.splitlines():
        assert _PLACE.match(line), line


def table(text: str) -> None:
    command_free(text)


def _no_constant(name: str) -> Any:
    raise AssertionError(name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({name for name, _ in pairs}) == len(pairs), pairs
    return dict(pairs)


def loaded(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)


def as_json(text: str) -> None:
    command_free(text)
    assert isinstance(loaded(text), (dict, list))


def as_csv(text: str) -> None:
    command_free(text)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for row in rows:
        assert len(row) == len(header), row
        for cell in row:
            assert not cell.startswith(_FORMULA), cell
            assert "\n" not in cell


class _Page(HTMLParser):
    """A page that must be dead: known elements, all closed; no script, nothing loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.text: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS, tag
        self.elements.append(tag)
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), attrs
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("src", "srcset", "action", "formaction", "srcdoc", "xlink:href"), (
                tag,
                name,
            )
            assert (
                "javascript:" not in re.sub(r"[\s\x00-\x20]", "", value or "").lower()
                or name != "href"
            )
            if name == "href":
                assert (value or "").startswith("#") or urlsplit(value or "").scheme in (
                    "http",
                    "https",
                ), value
            if name == "style":
                assert not re.search(r"url\(|expression|@import|[<>{}]", value or ""), value
            if name == "http-equiv":
                assert value == "Content-Security-Policy", value
        if tag not in ("meta", "br", "col", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        (self.styles if self.open[-1:] == ["style"] else self.text).append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def html(text: str) -> None:
    command_free(text)
    page = _Page()
    page.feed(text)
    page.close()
    assert not page.open, page.open
    assert (
        page.elements.count("style")
        == page.elements.count("title")
        == page.elements.count("body")
        == 1
    )
    style = "".join(page.styles)
    assert not re.search(r"url\(|@import|expression\(|</", style)
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", style)
    assert bare.count("{") == bare.count("}")
    assert "&lt;" not in bare


_ALIVE_IN_MARKDOWN = {"html_block", "html_inline", "image", "fence", "code_block"}


def markdown(text: str) -> None:
    command_free(text)
    body, _, last = text.rstrip("\n").rpartition("\n")
    if last.startswith("<!-- "):  # how it was made; nothing else may be such a comment
        assert isinstance(recipe.read(text, __version__), recipe.Recipe), last
        text = body
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    every = [each for one in tokens for each in (one, *(one.children or ()))]
    for one in every:
        assert one.type not in _ALIVE_IN_MARKDOWN, (one.type, one.content)
        if one.type == "link_open":
            assert urlsplit(str(one.attrs["href"])).scheme in ("http", "https"), one.attrs
    for line in text.splitlines():
        assert not re.search(r"(?:^|[^\w&;])@\w", re.sub(r"`+[^`]*`+", "", line)), (
            line
        )  # nobody is called


def gitlab(text: str) -> None:
    as_json(text)
    for one in loaded(text):
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= one.keys()


def sarif(text: str) -> None:
    as_json(text)
    data = loaded(text)
    assert data["version"] == "2.1.0"
    for run in data["runs"]:
        for result in run["results"]:
            for place in result.get("locations", ()):
                uri = place["physicalLocation"]["artifactLocation"]["uri"]
                assert re.fullmatch(r"[A-Za-z0-9\-._~%!$&'()*+,;=:@/]+", uri), uri
                assert not re.search(r"%(?![0-9A-Fa-f]{2})", uri), uri
                assert not urlsplit(uri).scheme, uri


def junit(text: str) -> None:
    command_free(text)
    root = ET.fromstring(text)
    names = {one.tag for one in root.iter()}
    assert names <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
        "properties",
        "property",
    }


_GITHUB = re.compile(r"::(?:error|warning|notice) [^\n:]*(?:::)[^\n]*\Z")


def github(text: str) -> None:
    for line in text.splitlines():
        assert "##[" not in line, line
        assert _GITHUB.match(line) or not line.lstrip().startswith("::"), line


_READERS: Mapping[str, Check] = {
    "full": full, "concise": concise, "json": as_json, "csv": as_csv, "table": table,
    "markdown": markdown, "html": html, "gitlab": gitlab, "sarif": sarif, "junit": junit, "github": github,
}  # fmt: skip


class Output(NamedTuple):
    """One way in which the command tells of a repository."""

    name: str
    arguments: tuple[str, ...]
    check: Check
    colour: bool = False


def _formats(command: str, formats: Iterable[Any]) -> list[Output]:
    return [
        Output(f"{command} {one.value}", (command, "--format", one.value), _READERS.get(one.value, command_free))
        for one in formats
    ]  # fmt: skip


OUTPUTS: tuple[Output, ...] = (
    *_formats("check", ProblemFormat),
    *_formats("status", Table),
    *_formats("unmet", Table),
    # The others are written to files only.
    *_formats("report", [PageFormat.MARKDOWN, PageFormat.HTML]),
    Output("explain", ("explain", "phuong-x", "k4"), full),
    Output("explain a criterion with an answer", ("explain", "phuong-x", "k3", "--lang", "en"), full),
    Output("check with colour", ("--color", "always", "check"), full, colour=True),
    Output("status with colour", ("--color", "always", "status", "--lang", "en"), table, colour=True),
    Output("unmet with colour", ("unmet", "--color", "always"), table, colour=True),
    Output("statistics", ("check", "--statistics", "--lang", "en"), full),
    Output("repairs", ("check", "--diff"), command_free),
    Output("the past", ("status", "--as-of", "0001-01-01"), table),
    Output("the future", ("unmet", "--as-of", "9999-12-31", "--lang", "en"), table),
)  # fmt: skip
