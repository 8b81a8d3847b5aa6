"""The report as one HTML file: read on a screen or phone, printed, sent; it loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from markupsafe import Markup, escape

from ansecurity_cli.formats import charts
from ansecurity_cli.formats.escaping import css_string, one_line, web_address
from ansecurity_cli.formats.layout import Layout, environment, in_blocks
from ansecurity_cli.formats.recipe import Recipe
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports.counting import Reached
from ansecurity_cli.reports.page import Page
from ansecurity_cli.verdicts.outcome import Counts, Outcome

# Drawn, because many fonts have no ✓ and ✗.
_ICONS = {
    Outcome.MET: Markup('<path d="M2.6 8.7 6.3 12.3 13.4 4.1"/>'),
    Outcome.UNMET: Markup('<path d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5"/>'),
    Outcome.NOT_APPLICABLE: Markup('<path d="M3 8H13"/>'),
    Outcome.UNKNOWN: Markup('<path d="M5 5.6C5 1.9 11 1.9 11 5.4 11 8 8 7.7 8 10.2M8 13.4V13.5"/>'),
}
_ICON = Markup(
    '<svg class="i" viewBox="0 0 16 16" width="12" height="12" fill="none" stroke="currentColor"'
    ' stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
    ' focusable="false">{}</svg>'
)
_TAG = Markup('<span class="tag t-{}">{}{}</span>')
_CLASSES = {
    Outcome.MET: "met", Outcome.UNMET: "un", Outcome.NOT_APPLICABLE: "na", Outcome.UNKNOWN: "unk",
}  # fmt: skip
# Attributes for readers that ignore style sheets inside drawings; the style sheet overrides them.
_BLOCKS = {
    Outcome.MET: '<rect class="b-met" {} fill="#3584cb"/>',
    Outcome.UNMET: '<rect class="b-un" {} fill="#8c3207"/>',
    Outcome.NOT_APPLICABLE: (
        '<rect class="b-na" {} fill="none" stroke="#8491a1" stroke-dasharray="2 2"/>'
    ),
    Outcome.UNKNOWN: '<rect class="b-unk" {} fill="none" stroke="#66727f"/>',
}
# A sign on the block that is there without colour too: a cross, a hatching.
_SIGNS = {
    Outcome.UNMET: '<path class="b-x" d="{}" stroke="#fff" stroke-width="1.7"/>',
    Outcome.UNKNOWN: '<path class="b-h" d="{}" stroke="#66727f"/>',
}
UNITS_ABREAST = 12  # on a landscape page; six or fewer stand on a portrait one
_WIDTH, _TOP, _BOTTOM = 288.0, 1.0, 17.0  # of a bar, in its own units
_FEW, _MANY = 10, 72  # fewer blocks are not made wider, more are drawn as one
_FEW_UNITS = 24  # of a meter, which is narrower


def page(
    page: Page, words: Words, version: str, recipe: Recipe | None = None,
    files: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The whole file."""
    return "".join(chunks(page, words, version, recipe, files))


def chunks(
    page: Page, words: Words, version: str, recipe: Recipe | None = None,
    files: Mapping[str, str] | None = None,
) -> Iterator[str]:  # fmt: skip
    """The file in pieces, so that a large one need not be in memory; an index names `files`."""
    templates = environment(words, escape)
    templates.globals.update(functions(page, words), files=files or {})
    template = templates.get_template("report.html.j2")
    made = recipe.meta() if recipe else ""
    pieces = template.generate(page=page, view=Layout(page, words), version=version, made=made)
    yield from in_blocks(pieces)


def functions(page: Page, words: Words) -> dict[str, object]:
    """What templates for HTML have beside what both formats have."""

    return {
        **marks(words), "bar": bar,
        "web_address": web_address, "anchors": _anchors(page), "abreast": UNITS_ABREAST,
        "meter": meter, "towards": towards, "swatch": swatch, "columns": charts.columns,
    }  # fmt: skip


def marks(words: Words) -> dict[str, object]:
    """What every page has: outcomes with their symbol, and strings for its style sheet."""

    @lru_cache(maxsize=256)
    def tag(outcome: Outcome, word: str = "") -> Markup:
        text = word or words.outcome(outcome)
        return _TAG.format(_CLASSES[outcome], icon(outcome), words.value(one_line(text)))

    return {"tag": tag, "icon": icon, "kind": _CLASSES.__getitem__, "css_string": _style}


def _style(text: str) -> Markup:
    return Markup(css_string(text))  # noqa: S704 - escaped for where it stands


@cache
def icon(outcome: Outcome) -> Markup:
    """The symbol of an outcome; the word beside it says the same."""
    return _ICON.format(_ICONS[outcome])


def meter(reached: Reached, label: str) -> Markup:
    """How many of all units: solid for yes, hatched for unknown, empty for no."""
    counts = Counts(met=reached.yes, unknown=reached.unknown, not_applicable=reached.no)
    return bar(counts, label, blocks=_FEW_UNITS, least=1)


def towards(reached: Reached, target: int, label: str) -> Markup:
    """How far to a target: solid what is reached, empty what is missing; never beyond the end."""
    yes = min(reached.yes, target)
    return bar(Counts(met=yes, not_applicable=target - yes), label, blocks=_FEW_UNITS, least=1)


def swatch(outcome: Outcome) -> Markup:
    """One block, for a legend."""
    drawing = Markup('<svg class="i sw" viewBox="0 0 18 18" aria-hidden="true">{}</svg>')
    drawn = Markup("".join(_blocks([(outcome, 18.0)])))  # noqa: S704 - numbers only
    return drawing.format(drawn)


@lru_cache(maxsize=1024)
def bar(counts: Counts, label: str, blocks: int = _MANY, least: int = _FEW) -> Markup:
    """A block a criterion: met, unmet, unknown, not applicable."""
    runs = (
        (Outcome.MET, counts.met), (Outcome.UNMET, counts.unmet),
        (Outcome.UNKNOWN, counts.unknown), (Outcome.NOT_APPLICABLE, counts.not_applicable),
    )  # fmt: skip
    if counts.total <= blocks:
        pitch = _WIDTH / max(counts.total, least)
        widths = [(outcome, pitch) for outcome, n in runs for _ in range(n)]
    else:
        widths = [(outcome, _WIDTH * n / counts.total) for outcome, n in runs if n]
    drawing = Markup('<svg class="bar" viewBox="0 0 288 18" role="img" aria-label="{}">{}</svg>')
    drawn = Markup("".join(_blocks(widths)))  # noqa: S704 - numbers only
    return drawing.format(label, drawn)


def _blocks(widths: list[tuple[Outcome, float]]) -> Iterator[str]:
    left = 0.0
    for outcome, width in widths:
        gap = min(2.0, width / 5)
        x, wide = left + gap / 2, width - gap
        place = f'x="{x:.1f}" y="1" width="{wide:.1f}" height="16" rx="{min(2.0, wide / 4):.1f}"'
        yield _BLOCKS[outcome].format(place)
        lines = _cross(x, wide) if outcome is Outcome.UNMET else _hatching(x, wide)
        if outcome in _SIGNS and lines:
            yield _SIGNS[outcome].format(lines)
        left += width


def _cross(x: float, wide: float) -> str:
    half = min(3.4, wide / 2 - 0.8)
    left, right = f"{x + wide / 2 - half:.1f}", f"{x + wide / 2 + half:.1f}"
    top, bottom = f"{9 - half:.1f}", f"{9 + half:.1f}"
    return f"M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}" if half > 1 else ""


def _hatching(x: float, wide: float) -> str:
    tall, lines = _BOTTOM - _TOP, ""
    for step in range(5, int(wide + tall), 5):
        start, end = max(0.0, step - tall), min(wide, float(step))
        if start < end:
            lines += (
                f"M{x + start:.1f} {_TOP + step - start:.1f}L{x + end:.1f} {_TOP + step - end:.1f}"
            )
    return lines


def _anchors(page: Page) -> dict[tuple[Key, str], str]:
    """Names for the lines of the worklist, so that cells of the matrix can point at them."""
    lines = (
        (group.result.key, item.criterion.id)
        for group in page.worklist.groups if group.begun
        for item in group.items
    )  # fmt: skip
    return {line: f"c{number}" for number, line in enumerate(lines, 1)}
