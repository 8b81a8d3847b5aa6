"""The differences for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ansecurity_cli.formats.differences.phrases import FILES, HEADINGS, LISTED, SETS, Phrases
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, warnings
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.differences import Differences
from ansecurity_cli.reports.turning import Change
from ansecurity_cli.reports.turns import REGRESSIONS
from ansecurity_cli.verdicts.outcome import Outcome


def table(report: Differences, words: Words, screen: Screen) -> str:
    """Section by section, the worse first; each with before, now, why and the place."""
    phrases = Phrases(report, words)
    parts = [*warnings(report.provenance, words), Text(phrases.title, style="bold"), Text("")]
    for turn, some in phrases.sections():
        style = STYLES[Outcome.UNMET] if turn in REGRESSIONS else "bold"
        parts.append(Text(f"{words(HEADINGS[turn])} ({len(some)})", style=style))
        if turn in LISTED:
            for one, ids in phrases.by_answers(some):
                parts.append(Text(f"  {phrases.where(one)}: {', '.join(ids)}"))
        else:
            for one in some:
                parts += _change(one, phrases)
        parts.append(Text(""))
    parts += _sets(phrases)
    parts += _files(phrases)
    parts.append(Text(phrases.summary, style="bold"))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _change(one: Change, phrases: Phrases) -> Iterator[Text]:
    head = Text("  ")
    for sign, stand in (("", one.before), (" → ", one.after)):
        head.append(sign)
        head.append(
            SYMBOLS[stand.outcome] if stand else "·",
            style=STYLES[stand.outcome] if stand else "dim",
        )
    head.append(f"  {phrases.criterion(one)}", style="bold")
    yield head.append(f" · {phrases.where(one)}")
    words = phrases.words
    yield Text(f"      {words.t('before')}: {phrases.why(one.before)}")
    yield Text(f"      {words.t('now')}: {phrases.why(one.after)}")
    for cause in one.causes:
        yield Text(f"      {phrases.cause(cause)}")
    if one.place.path:
        yield Text(f"      {inert(one.place.path)}:{one.place.line}", style="dim")


def _sets(phrases: Phrases) -> Iterator[Text]:
    if phrases.report.sets:
        yield Text(f"{phrases.words(SETS)} ({len(phrases.report.sets)})", style="bold")
    for one in phrases.report.sets:
        yield Text(f"  {phrases.set_head(one)}")
        for line, place in phrases.asked(one):
            yield Text(f"    {line}  ").append(place, style="dim")
    if phrases.report.sets:
        yield Text("")


def _files(phrases: Phrases) -> Iterator[Text]:
    for broken, heading in FILES.items():
        some = phrases.files(broken)
        if some:
            yield Text(f"{phrases.words(heading)} ({len(some)})", style="bold")
        for one in some:
            text = f"  {inert(one.path)}:{one.line}: {phrases.words(one.why)}"
            yield Text(text, style="red" if broken else "")
        if some:
            yield Text("")
