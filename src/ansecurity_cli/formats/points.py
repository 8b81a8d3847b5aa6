"""Points in words: the total with its arithmetic, its class, and what blocks the next one."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.verdicts.outcome import Score
from ansecurity_cli.verdicts.totals import Total


def short(score: Score, words: Words) -> str:
    """“15.5/20”, “14–20/20”, “≥ 4”."""
    span = alone(score, words)
    bare = not score.maximum or score.high is None  # of a bonus there is no sum to reach
    return span if bare else f"{span}/{words.number(score.maximum or 0)}"


def alone(score: Score, words: Words) -> str:
    """The same without the maximum: “15.5”, “14–20”, “≥ 4”."""
    low = words.number(score.low)
    if score.high is None:
        return f"≥ {low}"
    return low if score.low == score.high else f"{low}–{words.number(score.high)}"


def total(one: Total, words: Words) -> str:
    """“Tổng điểm: 7 + 9 = 16/20 điểm = 80%, cần ≥ 16; xếp loại Khá; để lên Tốt: …”."""
    sum_ = say("total: {why}", why=one.why)
    if one.need is not None:
        sum_ = say("total: {why}, needs ≥ {limit}", why=one.why, limit=one.need)
    return "; ".join(words(part) for part in (sum_, *classed(one)))


def classed(one: Total) -> list[Message]:
    """The class that is certain, and what stands in the way of the next."""
    parts = []
    if one.held:
        parts.append(say("class “{class}”", **{"class": one.held.title}))
    if one.next and one.blocked:
        parts.append(
            say("for “{class}”: {text}", **{"class": one.next.title}, text=one.blocked.text)
        )
    return parts
