"""The kinds of problems: all of them in a list, or one explained with an example."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from rich.table import Table
from rich.text import Text

from ansecurity_cli.diagnostics import Code
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import SEVERITY_STYLES, draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import SEVERITIES, Words


@cache
def examples() -> Mapping[str, Mapping[str, str]]:
    """For each code a wrong and a right example, lines of YAML."""
    text = resources.files("ansecurity_cli.formats").joinpath("examples.toml").read_text("utf-8")
    return tomllib.loads(text)


def table(codes: Iterable[Code], words: Words, screen: Screen) -> str:
    """A line a code: its name, its weight, what it is about."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for one in codes:
        weight = Text(words(SEVERITIES[one.severity]), style=SEVERITY_STYLES[one.severity])
        grid.add_row(Text(one.name, style="bold"), weight, words(one.summary))
    return draw(screen, [grid])


def as_json(codes: Iterable[Code], words: Words, _screen: Screen) -> str:
    """The same for machines, with everything that `explain CODE` tells."""
    return json.text({
        **json.tool(),
        "codes": [
            {
                "code": one.name, "severity": one.severity.value, "summary": words(one.summary),
                "detail": words(one.detail) if one.detail else None,
                **examples().get(one.name, {}),
            }
            for one in codes
        ],
    })  # fmt: skip


def as_csv(codes: Iterable[Code], words: Words, _screen: Screen) -> str:
    """The same for spreadsheets."""
    return csv.table(
        ("code", "severity", "summary", "detail"),
        (
            (
                one.name, one.severity.value, words(one.summary),
                words(one.detail) if one.detail else "",
            )
            for one in codes
        ),
    )  # fmt: skip


def explained(code: Code, words: Words, screen: Screen) -> str:
    """What a code is about, with a wrong and a right example."""
    return draw(screen, _lines(code, words))


def _lines(code: Code, words: Words) -> Iterator[Text]:
    style = SEVERITY_STYLES[code.severity]
    yield Text.assemble((code.name, "bold"), f" ({words(SEVERITIES[code.severity])})", style=style)
    yield Text(f"  {words(code.summary)}")
    if code.detail:
        yield Text(f"  {words(code.detail)}")
    pair = examples().get(code.name, {})
    for title, key in ((words.t("Wrong:"), "wrong"), (words.t("Right:"), "right")):
        if key in pair:
            yield Text("")
            yield Text(title, style="bold")
            yield from (Text(f"    {line}") for line in pair[key].rstrip("\n").split("\n"))
