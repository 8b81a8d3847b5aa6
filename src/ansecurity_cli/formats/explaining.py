"""An explanation for a terminal: the calculation, its citations, its places."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, subject, title_of
from ansecurity_cli.formats.wording import OUTCOMES, Words, inert
from ansecurity_cli.formats.worklists import remedy
from ansecurity_cli.reports.explanation import Explanation, Quote
from ansecurity_cli.verdicts.outcome import Verdict
from ansecurity_cli.verdicts.rules import RULES


def explanation(report: Explanation, words: Words, screen: Screen) -> str:
    """Everything that one verdict rests on."""
    return draw(screen, [*_lines(report, words), footer(report.provenance, words)])


def _lines(report: Explanation, words: Words) -> Iterator[Text]:
    criterion, verdict, result = report.criterion, report.verdict, report.result
    known = result.criteria_set
    name = known.title if known else result.key.set
    yield Text(
        f"{subject(report.unit, result, words)} · {inert(name)} · {result.key.period}", style="bold"
    )
    yield Text(f"{criterion.id}  {title_of(criterion, words)}")
    for citation in criterion.citations:
        if citation.full:
            yield Text(f"  {inert(citation.full)}", style="dim")
    yield Text("")
    yield from _verdict(verdict, words, 0)
    if verdict.ruling.shortfall:
        yield Text(f"  → {words(verdict.ruling.shortfall)}")
    if verdict.self_outcome and verdict.self_outcome is not verdict.outcome:
        yield Text(
            f"  {words.say('the unit itself: {outcome}', outcome=OUTCOMES[verdict.self_outcome])}"
        )
    if report.item:
        yield Text(f"  {remedy(report.item, words)}")
    yield Text("")
    yield from _places(report, words)
    yield from _blamed(report, words)
    for child in report.children:
        mark = {True: "✓", False: "✗", None: "?"}[child.having]
        yield Text(f"  {mark} {inert(child.unit.name)} ({inert(child.unit.id)})")
    yield from _advice(report, words)


def _verdict(verdict: Verdict, words: Words, indent: int) -> Iterator[Text]:
    line = Text("  " * (indent + 1))
    line.append(
        f"{SYMBOLS[verdict.outcome]} {words.outcome(verdict.outcome)}",
        style=STYLES[verdict.outcome],
    )
    if indent:
        line.append(f"  {verdict.criterion.id}", style="bold")
    yield line.append(f": {words(verdict.ruling.why)}")
    for child in verdict.children:
        yield from _verdict(child, words, indent + 1)


def _places(report: Explanation, words: Words) -> Iterator[Text]:
    kind = RULES[type(report.criterion.rule)].kind
    yield _quote(words.say("rule ({kind})", kind=kind), report.rule)
    if report.answer:
        yield _quote(words.t("answer"), report.answer)
    else:
        yield Text(f"  {words.t('answer')}: {words.t('not answered')}")


def _blamed(report: Explanation, words: Words) -> Iterator[Text]:
    """Which commit last changed each answer: its day and subject; who made it, git can tell."""
    if report.blamed is not None and not report.blamed:
        yield Text(f"  {words.t('there is no answer whose commit could be told')}")
    for one in report.blamed or ():
        spot, touch = one.spot, one.touch
        place = f"{inert(spot.criterion)}, {inert(spot.path)}:{spot.first}"
        if touch is None:
            yield Text(f"  {words.t('not committed yet')} ({place})")
            continue
        line = say(
            "last changed on {day} by commit {name}: {subject}", day=touch.day,
            name=touch.commit[:10], subject=touch.subject,
        )  # fmt: skip
        yield Text(f"  {words(line)} ({place})")
        if touch.oldest:
            yield Text(f"    {words(_MAYBE)}", style="yellow")


_MAYBE = say(
    "or by an earlier commit: this clone holds only the last ones (git fetch --unshallow; "
    "on GitHub: actions/checkout with fetch-depth: 0)"
)


def _quote(title: str, quote: Quote) -> Text:
    text = Text(f"  {title}: ").append(f"{inert(quote.path)}:{quote.line}", style="bold")
    return text.append(f"  {inert(quote.text)}", style="dim")


def _advice(report: Explanation, words: Words) -> Iterator[Text]:
    criterion = report.criterion
    if criterion.evidence_hint:
        evidence = ", ".join(inert(one) for one in criterion.evidence_hint)
        yield Text(f"  {words.t('evidence')}: {evidence}")
    for note in criterion.notes:
        yield Text(f"  {words.t('note')}: {inert(note)}")
