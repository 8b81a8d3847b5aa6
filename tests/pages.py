"""The pages of docs/ that are made from the code and its cases: `make docs` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jinja2.tests import TESTS as DEFAULT_TESTS

from ansecurity_cli.diagnostics import Code, Diagnostic
from ansecurity_cli.formats import context
from ansecurity_cli.formats.codes import examples
from ansecurity_cli.formats.escaping import markdown
from ansecurity_cli.formats.layout import SECTIONS
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import SEVERITIES, Words
from ansecurity_cli.snapshot import CODES
from catalogue import translated, used
from test_cases import CASES, cases, understood

DOCS = Path(__file__).parents[1] / "docs"
VI, EN = Words("vi"), Words("en")


def told() -> dict[str, dict[str, Diagnostic]]:
    """For each code the messages that the cases draw, the first of each wording."""
    found: dict[str, dict[str, Diagnostic]] = {}
    for case in cases():
        for one in understood(CASES / case).diagnostics:
            found.setdefault(one.code, {}).setdefault(one.message.msgid, one)
    return found


def messages() -> str:
    """docs/thong-bao.md: every message in both languages, with examples from the cases."""
    seen = told()
    lines = [
        "# Thông báo",
        "",
        "Trang này do `make docs` lập từ mã nguồn và từ các tệp mẫu trong `tests/cases`; không sửa tay.",
        "Mỗi mục là một loại vấn đề mà `ansecurity check` nêu; xem ngay trên máy bằng",
        "`ansecurity explain <tên>`, hoặc `ansecurity checks` để xem tất cả.",
        "",
        "*Made by `make docs` from the code and the cases in `tests/cases`; not edited by hand.*",
        "",
    ]
    for code in CODES.values():
        lines += _section(code, seen.get(code.name, {}))
    lines += ["## Các câu khác", "", "| Tiếng Việt | English |", "| --- | --- |"]
    shown = {one.msgid for code in CODES.values() for one in (code.summary, code.detail) if one}
    known = translated()
    for text in sorted(used()):
        if text not in shown:
            lines.append(f"| {markdown(known.get(text, ''))} | {markdown(text)} |")
    return "\n".join([*lines, ""])


def _section(code: Code, seen: dict[str, Diagnostic]) -> Iterator[str]:
    yield f"## `{code.name}`"
    yield ""
    for words in (VI, EN):
        parts = [words(one) for one in (code.summary, code.detail) if one]
        text = f"**{words(SEVERITIES[code.severity])}** · {markdown(' '.join(parts))}"
        yield text if words is VI else f"*{text}*"
        yield ""
    for title, key in (("Sai", "wrong"), ("Đúng", "right")):
        example = examples().get(code.name, {}).get(key, "").strip("\n")
        if example:
            yield from (f"{title}:", "", "```yaml", *example.split("\n"), "```", "")
    if seen:
        yield from ("| Câu báo | Message |", "| --- | --- |")
        for one in seen.values():
            cells = (
                markdown("; ".join(words(text) for text in (one.message, *one.hints)))
                for words in (VI, EN)
            )
            yield f"| {' | '.join(cells)} |"
        yield ""


RECIPE = Recipe("0.1.0", "vi", "html", "status", date(2026, 11, 24), ("xa-p",))
EXAMPLE = """{# ansecurity-context: 1 #}
# {{ view.title }}

{{ page.answer }}

{% for one in page.progress %}
## {{ view.set_in(one.title, one.period) }}

{{ row(t("Unit"), t("Met"), t("Conclusion")) }}
{{ rule("", "r", "") }}
{% for unit, status in zip(one.units, one.statuses) %}
{% set counts = status.result.counts %}
{{ row(unit.name, counts.met ~ "/" ~ counts.asked, view.standing(status)) }}
{% endfor %}

{% endfor %}
{% if page.programme.remedies %}
## {{ view.sections["remedies"] }}

{% include "sections/remedies.md.j2" %}
{% endif %}
"""


def templates() -> str:
    """docs/mau-bao-cao.md: what a template of one's own may use."""
    lines = [
        "# Mẫu báo cáo riêng",
        "",
        "Trang này do `make docs` lập từ mã nguồn; không sửa tay.",
        "",
        "*Made by `make docs` from the code; not edited by hand.*",
        "",
        f"`context_version: {context.VERSION}`",
        "",
        "```sh",
        "ansecurity report xa-p --template mau.html.j2 -o bao-cao.html",
        "ansecurity report --check bao-cao.html --template mau.html.j2",
        "```",
        "",
        "Mẫu viết bằng [jinja2](https://jinja.palletsprojects.com/en/stable/templates/), tên tệp là `….html.j2` hoặc",
        "`….md.j2`. Mọi giá trị in ra đều được viết theo ngôn ngữ của báo cáo và được làm cho vô hại. Trong HTML, giá trị",
        'chỉ được đặt giữa các thẻ hoặc trong thuộc tính có dấu nháy kép (`title="{{ … }}"`), không đặt trong `<script>`,',
        "`<style>`, thuộc tính `on…`; địa chỉ thì qua `web_address(…)`. Mẫu không đọc được tệp nào khác; `include` chỉ",
        'nhận các phần của ansecurity, ví dụ `{% include "sections/progress.html.j2" %}`. Dòng',
        f"`{{# ansecurity-context: {context.VERSION} #}}` cho biết mẫu viết theo bản mô tả nào; bản khác thì ansecurity báo lỗi.",
        "Dòng cuối của báo cáo ghi cách lập, có mã của mẫu, để `report --check` lập lại được.",
        "",
        "*Values are worded and made harmless when they are printed; in HTML put them between elements or in",
        "double-quoted attributes only. No other file can be read; only sections of ansecurity can be included.",
        "The last line of a report says how it was made, so that `report --check` can make it again.*",
        "",
        "## Dòng ghi cách lập",
        "",
        "Báo cáo HTML của ansecurity có phần tử `meta` tên `ansecurity:options`; báo cáo Markdown và báo cáo theo mẫu riêng có",
        "chú thích ở dòng cuối. Cả hai cùng một nội dung JSON, trên một dòng; `template` là SHA-256 của mẫu.",
        "",
        "*The same JSON in both, on one line: in HTML a `meta` element, in Markdown and with templates a comment at the end.*",
        "",
        "```html",
        RECIPE.meta(),
        RECIPE.comment(),
        "```",
        "",
        "## Ví dụ",
        "",
        "```jinja",
        *EXAMPLE.rstrip("\n").split("\n"),
        "```",
        "",
    ]
    tables = (
        ("Giá trị", context.VALUES), ("Hàm", context.BOTH),
        ("Chỉ trong HTML", context.HTML), ("Chỉ trong Markdown", context.MARKDOWN),
    )  # fmt: skip
    for title, table in tables:
        lines += [f"## {title}", "", "| Tên | Nghĩa | Meaning |", "| --- | --- | --- |"]
        for name, message in table.items():
            cells = " | ".join(markdown(words(message)) for words in (VI, EN))
            lines.append(f"| `{name}` | {cells} |")
        lines.append("")
    named = [
        ("Phần có thể đưa vào", [f"sections/{name}.html.j2" for name in SECTIONS]),
        ("Bộ lọc của jinja2", [*context.FILTERS]),
        ("Phép thử của jinja2", [*sorted(DEFAULT_TESTS)]),
    ]
    for title, names in named:
        lines += [f"## {title}", "", ", ".join(f"`{name}`" for name in names), ""]
    lines += ["## Kiểu dữ liệu", ""]
    for kind in context.types():
        if context.members(kind):
            lines += [f"### {kind.__name__}", "", markdown((kind.__doc__ or "").split("\n")[0]), ""]
            lines += [", ".join(f"`{name}`" for name in context.members(kind)), ""]
    return "\n".join(lines)


PAGES = {"thong-bao.md": messages, "mau-bao-cao.md": templates}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")
