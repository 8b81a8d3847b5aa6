"""Every criterion of a set as a commented block: text, rule, evidence, and the line to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.scaffolds.asking import asked, offered
from ansecurity_cli.formats.scaffolds.writing import Made, note
from ansecurity_cli.formats.terminal import title_of
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period

Lines = Callable[[Criterion], Iterator[str]]
# A line of explanation begins with ##: whoever uncomments it by mistake still has a comment.
_TOLD = "##"


def blocks(
    known: CriteriaSet, period: Period, words: Words, *,
    written: Mapping[str, str] | None = None, remarks: Mapping[str, Message] | None = None,
    lines: Lines = offered,
) -> Made:  # fmt: skip
    """The blocks; `written` are lines that stand for themselves, `remarks` what is added to one."""
    parts: list[str] = []
    for one in known.walk():
        told = list(_told(one, known, period, words))
        if remarks and one.id in remarks:
            told.append(_line(remarks[one.id], words))
        if written and one.id in written:
            told.append(f"  {written[one.id]}")
        else:
            told += [f"  # {line}" for line in lines(one)]
        parts.append("\n".join(told))
    return Made("\n\n".join(parts))


def _told(one: Criterion, known: CriteriaSet, period: Period, words: Words) -> Iterator[str]:
    cite = f" ({one.cite})" if one.cite else ""
    rule = "─── " if one.children else ""
    yield note(f"{rule}{one.id}{cite}: {title_of(one, words)}", _TOLD, 2, 2)
    if one.undecided:
        yield _line(one.undecided, words)
    ways = "; ".join(words(each) for each in asked(one, known, period))
    if ways:
        yield _line(say("rule: {text}", text=ways), words)
    if one.fact:
        yield _line(say("applies only if {fact} is true (facts, above)", fact=one.fact), words)
    if one.evidence_required:
        yield _line(say("evidence is required; without it the criterion stays unknown"), words)
    if one.evidence_hint:
        yield _line(say("evidence: {list}", list=one.evidence_hint), words)
    if one.not_applicable_allowed:
        yield _line(say("may be not applicable, with the reason"), words)
    for text in one.notes:
        yield _line(say("note: {text}", text=text), words)


def _line(message: Message, words: Words) -> str:
    return note(words(message), _TOLD, 2, 2, 2)
