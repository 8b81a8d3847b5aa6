"""The pages of docs/ that are made from the code and its cases: `make docs` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ansecurity_cli.diagnostics import Code, Diagnostic
from ansecurity_cli.formats.codes import examples
from ansecurity_cli.formats.escaping import markdown
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


PAGES = {"thong-bao.md": messages}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8", newline="\n")
