"""A course drawn: a column a step, of what is met, unknown and unmet, from the ground up."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from markupsafe import Markup

from ansecurity_cli.reports.course import Course, Point, Step
from ansecurity_cli.verdicts.outcome import Outcome

_WIDTH, _HEIGHT, _PITCH = 576.0, 72.0, 44.0
# Attributes for readers that ignore style sheets inside drawings; the style sheet overrides them.
_LOOKS = {
    Outcome.MET: 'class="b-met" fill="#3584cb"',
    Outcome.UNKNOWN: 'class="b-unk" fill="none" stroke="#66727f"',
    Outcome.UNMET: 'class="b-un" fill="#8c3207"',
}
_LABEL = '<text x="{:.1f}" y="84" text-anchor="middle">{}</text>'
_GAP = 2.5  # between the parts of a column, so that they stay apart in grey
_CROSS = '<path class="b-x" d="{}" stroke="#fff" stroke-width="1.7"/>'
_HATCHING = '<path class="b-h" d="{}" stroke="#66727f"/>'


def columns(course: Course, label: str) -> Markup:
    """The drawing; `label` says it in words, the table beside it in figures."""
    pitch = min(_PITCH, _WIDTH / max(len(course.points), 1))
    drawn = "".join(
        _column(at * pitch, pitch, one) for at, one in enumerate(course.points) if one is not None
    )
    ground = f'<path class="ground" d="M0 {_HEIGHT:.1f}H{pitch * len(course.points):.1f}"/>'
    apart = ceil(_PITCH / pitch)  # so that labels don't touch
    labels = "".join(
        _LABEL.format((at + 0.5) * pitch, _short(one))
        for at, one in enumerate(course.steps) if (len(course.steps) - 1 - at) % apart == 0
    )  # fmt: skip
    frame = Markup('<svg class="course" viewBox="0 0 576 88" role="img" aria-label="{}">{}</svg>')
    return frame.format(label, Markup(drawn + ground + labels))  # noqa: S704 - numbers only


def _short(step: Step) -> str:
    """The period, the month that ended, or the day where the files are those of now."""
    if step.period or step.day is None:
        return str(step.period)
    return f"{step.day:%m/%y}" if step.commit else f"{step.day:%d/%m}"


def _column(left: float, pitch: float, point: Point) -> str:
    counts, asked = point.counts, point.counts.asked
    parts = (
        (Outcome.MET, counts.met), (Outcome.UNKNOWN, counts.unknown), (Outcome.UNMET, counts.unmet),
    )  # fmt: skip
    x, wide, ground = left + pitch * 0.12, pitch * 0.76, _HEIGHT
    drawn = ""
    for outcome, n in parts:
        if n:
            tall = _HEIGHT * n / asked
            gap = min(_GAP, tall / 3)
            drawn += "".join(_part(outcome, x, ground - tall + gap, wide, tall - gap))
            ground -= tall
    return drawn


def _part(outcome: Outcome, x: float, y: float, wide: float, tall: float) -> Iterator[str]:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
    yield f"<rect {_LOOKS[outcome]} {place}/>"
    half = min(3.4, wide / 2 - 1, tall / 2 - 1)
    if outcome is Outcome.UNMET and half > 1:
        middle, centre = x + wide / 2, y + tall / 2
        yield _CROSS.format(
            f"M{middle - half:.1f} {centre - half:.1f}L{middle + half:.1f} {centre + half:.1f}"
            f"M{middle + half:.1f} {centre - half:.1f}L{middle - half:.1f} {centre + half:.1f}"
        )
    if outcome is Outcome.UNKNOWN and tall > 2:
        yield _HATCHING.format("".join(_slants(x, y, wide, tall)))


def _slants(x: float, y: float, wide: float, tall: float) -> Iterator[str]:
    """Lines from the lower left to the upper right, cut to the part."""
    for step in range(6, int(wide + tall), 6):
        start, end = max(0.0, step - tall), min(wide, float(step))
        if start < end:
            yield f"M{x + start:.1f} {y + step - start:.1f}L{x + end:.1f} {y + step - end:.1f}"
