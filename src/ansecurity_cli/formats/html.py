"""The report as one HTML file: read on a screen or phone, printed, sent; it loads nothing."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from ansecurity_cli.formats.escaping import css_string, web_address
from ansecurity_cli.formats.layout import UNITS_ABREAST, Layout, environment
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.records import Key
from ansecurity_cli.reports.page import Page
from ansecurity_cli.verdicts.outcome import Counts, Outcome

# Drawn, because many fonts have no ✓ and ✗.
_ICONS = {
    Outcome.MET: '<path d="M2.6 8.7 6.3 12.3 13.4 4.1"/>',
    Outcome.UNMET: '<path d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5"/>',
    Outcome.NOT_APPLICABLE: '<path d="M3 8H13"/>',
    Outcome.UNKNOWN: '<path d="M5 5.6C5 1.9 11 1.9 11 5.4 11 8 8 7.7 8 10.2M8 13.4V13.5"/>',
}
_CLASSES = {
    Outcome.MET: "met", Outcome.UNMET: "un", Outcome.NOT_APPLICABLE: "na", Outcome.UNKNOWN: "unk",
}  # fmt: skip
# Attributes for readers that ignore style sheets inside drawings; the style sheet overrides them.
_FILLS = {
    Outcome.MET: 'fill="#3584cb"', Outcome.UNMET: 'fill="#8c3207"',
    Outcome.NOT_APPLICABLE: 'fill="none" stroke="#8592a1" stroke-dasharray="2 2"',
    Outcome.UNKNOWN: 'fill="none" stroke="#66727f"',
}  # fmt: skip
_WIDTH, _TALL = 288.0, 17.0  # of a bar, in its own units
_LEAST_BLOCKS, _MOST_BLOCKS = 12, 72  # few blocks are not blown up, many are drawn as one


def page(page: Page, words: Words, version: str) -> str:
    """The whole file."""
    templates = environment(words, escape)
    templates.globals.update(
        icon=icon, kind=_CLASSES.__getitem__, bar=bar, css_string=lambda text: Markup(css_string(text)),
        web_address=web_address, anchors=_anchors(page),
    )  # fmt: skip
    view = Layout(page, words)
    template = templates.get_template("report.html.j2")
    return template.render(page=page, view=view, version=version, abreast=UNITS_ABREAST)


def icon(outcome: Outcome) -> Markup:
    """The symbol of an outcome; the word beside it says the same."""
    return Markup(
        '<svg class="i" viewBox="0 0 16 16" width="12" height="12" fill="none" stroke="currentColor"'
        ' stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        ' focusable="false">{}</svg>'
    ).format(Markup(_ICONS[outcome]))


def bar(counts: Counts, label: str) -> Markup:
    """A block a criterion: met, unmet, unknown, not applicable."""
    runs = (
        (Outcome.MET, counts.met), (Outcome.UNMET, counts.unmet),
        (Outcome.UNKNOWN, counts.unknown), (Outcome.NOT_APPLICABLE, counts.not_applicable),
    )  # fmt: skip
    if counts.total <= _MOST_BLOCKS:
        pitch = _WIDTH / max(counts.total, _LEAST_BLOCKS)
        widths = [(outcome, pitch) for outcome, n in runs for _ in range(n)]
    else:
        widths = [(outcome, _WIDTH * n / counts.total) for outcome, n in runs if n]
    return Markup(
        '<svg class="bar" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDTH, _TALL + 1, label, Markup("").join(_blocks(widths)))


def _blocks(widths: list[tuple[Outcome, float]]) -> Iterator[Markup]:
    left = 0.0
    for outcome, width in widths:
        gap = min(2.0, width / 5)
        x, wide = left + gap / 2, width - gap
        yield Markup(
            f'<rect class="b-{_CLASSES[outcome]}" x="{x:.1f}" y="1" width="{wide:.1f}"'
            f' height="{_TALL - 1:.0f}" rx="{min(2.0, wide / 4):.1f}" {_FILLS[outcome]}/>'
        )
        yield Markup(_mark(outcome, x, wide))  # noqa: S704 - numbers only
        left += width


def _mark(outcome: Outcome, x: float, wide: float) -> str:
    """A sign on the block that is there without colour too: a cross, a hatching."""
    middle, half = x + wide / 2, min(3.4, wide / 2 - 0.8)
    match outcome:
        case Outcome.UNMET if half > 1:
            top, bottom = _TALL / 2 + 0.5 - half, _TALL / 2 + 0.5 + half
            left, right = middle - half, middle + half
            lines = f"M{left:.1f} {top:.1f} {right:.1f} {bottom:.1f}M{right:.1f} {top:.1f} {left:.1f} {bottom:.1f}"
            return f'<path class="b-x" d="{lines}" stroke="#fff" stroke-width="1.7"/>'
        case Outcome.UNKNOWN:
            return f'<path class="b-h" d="{_hatching(x, wide)}" stroke="#66727f"/>'
        case _:
            return ""


def _hatching(x: float, wide: float) -> str:
    lines = []
    for step in range(5, int(wide + _TALL), 5):
        start, end = max(0.0, step - _TALL + 1), min(wide, float(step))
        if start < end:
            lines.append(f"M{x + start:.1f} {1 + step - start:.1f}L{x + end:.1f} {1 + step - end:.1f}")
    return "".join(lines)


def _anchors(page: Page) -> dict[tuple[Key, str], str]:
    """Names for the lines of the worklist, so that cells of the matrix can point at them."""
    lines = (
        (group.result.key, item.criterion.id)
        for group in page.worklist.groups if group.begun
        for item in group.items
    )  # fmt: skip
    return {line: f"c{number}" for number, line in enumerate(lines, 1)}
