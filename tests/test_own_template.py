"""Templates of one's own: they show what is documented, and can do nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ansecurity_cli.diagnostics import Message
from ansecurity_cli.formats import context, html, layout, markdown, own_template, sandbox
from ansecurity_cli.formats.own_template import Fault, Own
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import Snapshot
from conftest import AS_OF
from test_report_formats import HOSTILE, Outline, files

EN = Words("en")
PATH = "mau/x.j2"


def _recipe(format_: str) -> Recipe:
    return Recipe("1", "en", format_, "status", AS_OF)


@pytest.fixture(scope="module")
def shown(repository: Snapshot) -> Page:
    return page.build(repository, Selection(in_order(repository.repository)), ())


def _render(text: str, view: Page, format_: str = "markdown") -> str:
    made = own_template.render(Own(PATH, text), view, EN, "1", _recipe(format_))
    body, _, last = made.rstrip("\n").rpartition("\n")
    assert last == _recipe(format_).comment()
    return body.strip("\n")


@pytest.mark.parametrize("ending", ["html", "md"])
def test_our_sections_are_the_same_in_it(shown: Page, ending: str) -> None:
    template = f'{{% for name in view.sections %}}{{% include "sections/" ~ name ~ ".{ending}.j2" %}}{{% endfor %}}'
    format_, ours = ("html", html) if ending == "html" else ("markdown", markdown)
    lines = {line for line in ours.page(shown, EN, "1").split("\n") if line.strip()}
    made = [line for line in _render(template, shown, format_).split("\n") if line.strip()]
    assert len(made) > 500
    assert not [line for line in made if line not in lines]


@pytest.mark.parametrize(
    ("text", "line", "reason", "hint"),
    [
        ("\n{{ pag.answer }}", 2, "there is no “pag”", "“page”"),
        ("{{ page.answr }}", 1, "Page has no “answr”", "“answer”"),
        ("\n\n{{ page.__class__ }}", 3, "“__class__” of Page may not be used", ""),
        ("{{ page['__class__'] }}", 1, "“__class__” of Page may not be used", ""),
        ("{{ page | map(attribute='_x') | list }}", 1, "", ""),
        ("{{ view.words.t('x') }}", 1, "“words” of Layout may not be used", ""),
        ("{{ view.sections.clear() }}", 1, "may not be", ""),
        ("{{ ''.format() }}", 1, "may not be called", ""),
        ("{{ 'x'.encode() }}", 1, "“encode” of str may not be used", ""),
        ("{{ Outcome('met') }}", 1, "may not be called", ""),
        ("{{ Outcome.mro() }}", 1, "", ""),
        ("{{ page }}", 1, "Page has no text", "answer"),
        ("{{ view }}", 1, "Layout has no text", "title"),
        ("{{ page | string }}", 1, "Page has no text", ""),
        ("{{ 'a' ~ page }}", 1, "Page has no text", ""),
        ("{{ [page] | join }}", 1, "Page has no text", ""),
        ("{{ namespace(x=none).x }}", 1, "None has no text", ""),
        ("{{ say('{x.__class__}', x=1) }}", 1, "only {name} may stand", ""),
        ("{{ say('{x:>99999999}', x=1) }}", 1, "only {name} may stand", ""),
        ("{{ '%s' % 1 }}", 1, "“%” may not be used", ""),
        ("{{ 9 ** 9 }}", 1, "“**” may not be used", ""),
        ("{{ 'x' * 99999999 }}", 1, "grows beyond", ""),
        ("{{ [1] * 99999999 }}", 1, "grows beyond", ""),
        ("{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}", 1, "too large", ""),
        ("{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}", 1, "grows beyond", ""),
        ("{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}", 1, "grows beyond", ""),
        ("{{ ('a' * 9999) | replace('a', 'b' * 9999) }}", 1, "grows beyond", ""),
        ("{{ row('a') | upper }}", 1, "can't be cut or changed", ""),
        ("{{ row('a')[1:] }}", 1, "can't be cut or changed", ""),
        ("{{ row('a').strip() }}", 1, "may not be used", ""),
        ("{{ range(999999999) | list }}", 1, "can't be computed", ""),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "too long", ""),
        ("{{ page.answer | safe }}", 1, "no filter or test “safe”", ""),
        ("{{ page.answer | e }}", 1, "no filter or test “e”", ""),
        ("{{ lipsum() }}", 1, "there is no “lipsum”", ""),
        ("a\n{% for x in page.units %}", 2, "can't be read as jinja2", "{{ page.answer }}"),
        ("{{ day('x') }}", 1, "can't be computed", "docs/mau-bao-cao.md"),
        ("{{ 1 / 0 }}", 1, "can't be computed", ""),
        ("{% include '/etc/passwd' %}", 1, "can't be included", "sections/progress.html.j2"),
        ("{% include '../layout.py' %}", 1, "can't be included", ""),
        ("{% include 'sections/progres.md.j2' %}", 1, "can't be included", "sections/progress.md.j2"),
        ("{% include 'sections/progress.html.j2' %}", 1, "can't be included", ""),
        ("\n{# ansecurity-context: 2 #}", 2, "for context 2", "docs/mau-bao-cao.md"),
    ],
)  # fmt: skip
def test_faults_are_told_with_line_and_advice(
    shown: Page, text: str, line: int, reason: str, hint: str
) -> None:
    with pytest.raises(Fault) as caught:
        _render(text, shown)
    fault = caught.value
    assert (fault.path, fault.line) == (PATH, line)
    assert reason in EN(fault.reason)
    assert hint in " ".join(EN(one) for one in fault.hints)
    assert "0x" not in EN(fault.reason)  # no addresses: the same fault, the same words


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
        "{% for i in range(99999) %}" + "x" * 9999 + "{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    ],
)
def test_what_would_not_end_is_ended(
    shown: Page, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "STEPS", 50_000)
    monkeypatch.setattr(sandbox, "PRINTED", 1_000_000)
    with pytest.raises(Fault) as caught:
        _render(text, shown)
    assert "too long" in EN(caught.value.reason)


WAYS = (
    "{{ x }}", "{{ 'a' ~ x }}", "{{ row('a') ~ x }}", "{{ row('a') + x }}", "{{ x + row('a') }}",
    "{{ [x, row('a')] | join(x) }}", "{{ [x, x] | join(', ') }}", "{{ x | upper }}", "{{ x | trim }}",
    "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) ~ x }}", "{% set y %}{{ x }}{% endset %}{{ y }}",
    "{% autoescape false %}{{ x }}{% endautoescape %}", "{{ x | replace('a', 'b') }}",
    "{{ x | list | join }}", "{{ [x] | map('string') | join('-') }}", "{{ say('{n}', n=x) }}",
    "{% filter trim %}{{ x }}{% endfilter %}", "{{ (x,) }}",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gets_out_of_its_place(snapshot: Callable[..., Snapshot], text: str) -> None:
    given = {path: json.dumps(one, ensure_ascii=False) for path, one in files(text).items()}
    taken = snapshot(given)
    view = page.build(taken, Selection(in_order(taken.repository)), ())
    head = "{% set x = page.status.units[0].unit.name %}"
    in_html = "".join(f"<p>{way.replace('row(', 'icon(Outcome.MET) ~ (')}</p>\n" for way in WAYS)
    outline = Outline(_render(head + in_html, view, "html"))
    assert set(outline.tags) <= {"p", "svg", "path"}
    assert outline.tags.count("p") == len(WAYS)
    lines = _render(head + "".join(f"| {way} |\n" for way in WAYS), view).split("\n")
    assert len(lines) == len(WAYS)
    for line in lines:
        bare = re.sub(r"\\.|&[a-zA-Z#0-9]+;", "", line)
        assert "<" not in bare
        assert len(re.findall(r"\|", bare)) == 2 + 2 * line.count("| a |")


def test_everything_described_is_there_and_the_other_way_round(shown: Page) -> None:
    described = {*context.names(context.VALUES), *context.names(context.BOTH)}
    more = {"html": context.HTML, "markdown": context.MARKDOWN}
    jinja = {"range", "namespace", "cycler", "joiner", "dict"}
    for format_, table in more.items():
        given = html.functions(shown, EN) if format_ == "html" else markdown.functions(EN)
        names = {
            *layout.functions(EN),
            *given,
            *jinja,
            "page",
            "view",
            "version",
            "context_version",
        }
        assert {*described, *context.names(table)} == names


def test_the_example_of_the_page_works(shown: Page) -> None:
    from pages import EXAMPLE

    text = _render(EXAMPLE, shown)
    assert text.startswith("# ")
    assert "| Xã P" in text


class TestCommand:
    def test_from_file_to_file_and_checked(
        self, tmp_path: Path, run: Callable[..., object]
    ) -> None:
        template, target = tmp_path / "x.html.j2", tmp_path / "out.html"
        template.write_text("<!DOCTYPE html>\n<h1>{{ view.title }}</h1>\n", encoding="utf-8")
        made = ("report", "xa-p", "--template", str(template), "--as-of", "2026-11-24")
        done = run(*made, "-o", str(target))
        assert done.returncode == 0, done.stderr
        text = target.read_text("utf-8")
        assert "<h1>Kết quả tự đánh giá: Xã P (ví dụ đã công bố)</h1>" in text
        assert Own("", template.read_text("utf-8")).digest in text
        again = ("report", "--check", str(target))
        assert run(*again).returncode == 2
        assert run(*again, "--template", str(template)).returncode == 0
        assert run(*made).stdout == text
        template.write_text(template.read_text("utf-8") + "<p>", encoding="utf-8")
        assert run(*again, "--template", str(template)).returncode == 1

    def test_faults_end_with_2_and_write_nothing(
        self, tmp_path: Path, run: Callable[..., object]
    ) -> None:
        template, target = tmp_path / "x.md.j2", tmp_path / "out.md"
        template.write_text("a\n{{ page.answr }}\n", encoding="utf-8")
        done = run("--lang", "en", "report", "xa-p", "--template", str(template), "-o", str(target))
        assert done.returncode == 2
        assert f"{template}:2: Page has no “answr”" in done.stderr
        assert "Traceback" not in done.stderr
        assert not target.exists()

    @pytest.mark.parametrize(
        ("name", "data", "more"),
        [
            ("x.html.j2", b"", ("--format", "markdown")), ("x.md.j2", b"", ("-o", "/tmp/x.html")),
            ("x.j2", b"\xff", ()), ("x.j2", b" " * 1_000_001, ()), ("", b"", ()),
        ],
    )  # fmt: skip
    def test_templates_that_are_none(
        self, tmp_path: Path, run: Callable[..., object], name: str, data: bytes,
        more: tuple[str, ...],
    ) -> None:  # fmt: skip
        template = tmp_path / (name or "missing.j2")
        if name:
            template.write_bytes(data)
        assert run("report", "xa-p", "--template", str(template), *more).returncode == 2


def test_descriptions_are_messages() -> None:
    tables = (context.VALUES, context.BOTH, context.HTML, context.MARKDOWN)
    assert all(isinstance(one, Message) and one.msgid for table in tables for one in table.values())
