"""The report as Markdown for GitHub and GitLab: a line a fact, so that diffs can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from ansecurity_cli.formats import escaping
from ansecurity_cli.formats.drawing import SYMBOLS
from ansecurity_cli.formats.layout import UNITS_ABREAST, Layout, environment
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.matrix import Cell, Matrix, MatrixRow
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.scorecard import Card, Scored
from ansecurity_cli.verdicts.outcome import Outcome

_BLANK_LINES = re.compile(r"\n{3,}")


def page(
    page: Page, words: Words, version: str, recipe: Recipe | None = None,
    files: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The whole document; an index names the `files` of units."""
    templates = environment(words, finish)
    templates.globals.update(functions(words), files=files or {})
    template = templates.get_template("report.md.j2")
    return whole(template.render(page=page, view=Layout(page, words), version=version), recipe)


def whole(text: str, recipe: Recipe | None) -> str:
    """The document without needless blank lines, with how it was made on the last line."""
    last = f"\n{recipe.comment()}\n" if recipe else ""
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n" + last


def functions(words: Words) -> dict[str, object]:
    """What templates for Markdown have beside what both formats have."""
    return {
        "symbol": SYMBOLS.__getitem__,
        "tag": lambda outcome, word="": _tag(words, outcome, word),
        "row": row, "rule": rule, "results": lambda line: _results(words, line),
        "totals": _totals, "code": _code, "link": _link, "abreast": UNITS_ABREAST,
        "beside": _beside, "sums": _sums,
        "marks": lambda line, view: _marks(words, line, view),
    }  # fmt: skip


def row(*cells: object) -> Markup:
    """A line of a table; cells that are not yet safe are made so, lists are several cells."""
    texts = (cell if isinstance(cell, Markup) else finish(str(cell)) for cell in _flat(cells))
    return Markup("| {} |").format(Markup(" | ").join(texts))


def rule(*columns: object) -> Markup:
    """The line between the head of a table and its rows; `r` sets a column to the right."""
    marks = ("---:" if one == "r" else "---" for one in _flat(columns))
    return Markup("| {} |").format(Markup(" | ").join(marks))


def plain(text: str) -> str:
    """Text outside a table, in which nothing means markup."""
    return str(finish(text))


def _flat(cells: Iterable[object]) -> Iterator[object]:
    for cell in cells:
        if isinstance(cell, list):
            yield from cell
        else:
            yield cell


def finish(text: str) -> Markup:
    """Text that means itself wherever it is put."""
    return Markup(escaping.markdown(inert(escaping.one_line(text))))  # noqa: S704 - escaped


def _code(text: str) -> Markup:
    return Markup(escaping.markdown_code(inert(escaping.one_line(text))))  # noqa: S704 - fenced


def _link(text: str, url: str) -> Markup:
    address = escaping.markdown_address(url)
    return Markup("[{}]({})").format(finish(text), Markup(address)) if address else finish(text)  # noqa: S704


def _beside(text: str, name: str) -> Markup:
    """A link to a file in the same folder, whose name is of letters, digits and dashes."""
    return Markup("[{}]({})").format(finish(text), Markup(re.sub(r"[^\w.-]", "", name)))  # noqa: S704


def _tag(words: Words, outcome: Outcome, word: str = "") -> Markup:
    text = f"{SYMBOLS[outcome]} {word or words.outcome(outcome)}"
    return Markup("**{}**").format(finish(text)) if outcome is Outcome.UNMET else finish(text)


def _results(words: Words, line: MatrixRow) -> list[Markup]:
    """The cells of a criterion: state, value, and the unit's own result where it was another."""
    return [_result(words, cell) for cell in line.cells]


def _result(words: Words, cell: Cell) -> Markup:
    text = _tag(words, cell.outcome)
    if cell.value:
        text = Markup("{} {}").format(text, finish(words(cell.value)))
    if cell.verdict.self_outcome and cell.verdict.self_outcome is not cell.outcome:
        own = words.outcome(cell.verdict.self_outcome)
        text = Markup("{} ({})").format(
            text, finish(words.say("self-assessed: {outcome}", outcome=own))
        )
    return text


def _marks(words: Words, line: Scored, view: Layout) -> list[Markup]:
    """The cells of a score sheet: the points, with the state."""
    found = []
    for mark in line.marks:
        points, state = view.points(mark), _tag(words, mark.outcome)
        found.append(Markup("{} {}").format(finish(points), state) if points else state)
    return found


def _sums(card: Card, view: Layout) -> list[str]:
    if card.scored:
        return [view.sum_of(total) for total in card.totals]
    return [f"{one.met}/{one.asked}" for one in card.counts]


def _totals(some: Matrix) -> list[str]:
    counts = (status.result.counts for status in some.statuses)
    return [f"{one.met}/{one.asked}" for one in counts]
