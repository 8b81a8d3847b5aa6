"""Drawing on a terminal: rich's tables and colours, as text."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from ansecurity_cli.diagnostics import Severity
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.verdicts.outcome import Outcome

# A symbol, a word and a colour for each state; blue and orange stay apart for everyone.
SYMBOLS = {
    Outcome.MET: "✓",
    Outcome.UNMET: "✗",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.UNKNOWN: "?",
}
STYLES = {
    Outcome.MET: "bright_blue",
    Outcome.UNMET: "bold dark_orange",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.UNKNOWN: "yellow",
}
SEVERITY_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}
_UNBOUNDED = 10_000


def draw(screen: Screen, parts: Iterable[RenderableType]) -> str:
    """The parts, one under the other; no markup, emoji or highlighting is read into them."""
    buffer = io.StringIO()
    console = Console(
        file=buffer, force_terminal=screen.color, color_system="256" if screen.color else None,
        no_color=not screen.color, width=screen.width or _UNBOUNDED, markup=False, emoji=False,
        highlight=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for part in parts:
        hung = _hung(part) if screen.width else part
        console.print(hung, soft_wrap=screen.width is None)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _hung(part: RenderableType) -> RenderableType:
    """An indented line whose continuation is indented alike."""
    if not isinstance(part, Text):
        return part
    indent = len(part.plain) - len(part.plain.lstrip(" "))
    return Padding(part[indent:], (0, 0, 0, indent)) if indent else part
