"""The criteria sets and one of them in full: for a terminal, a spreadsheet and machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.telling import duration
from ansecurity_cli.formats.terminal import footer, title_of, warnings
from ansecurity_cli.formats.wording import UNIT_TYPES, Words, inert
from ansecurity_cli.model.periods import Days
from ansecurity_cli.reports.criteria_sets import Listed, SetReport, Shown

COMPLETENESS: Mapping[str, Message] = {
    "full": say("the whole text is here"),
    "partial": say("only a part of the text is here"),
    "skeleton": say("the text is not public"),
}
KINDS: Mapping[str, Message] = {
    "all": say("all criteria below it"), "any": say("one of the criteria below it"),
    "at-least": say("so many of the criteria below it"), "attested": say("attested by the unit"),
    "document": say("a document"), "none-of": say("nothing of the kind happened"),
    "count": say("a count"), "ratio": say("a share"), "trend": say("compared with before"),
    "grade": say("a grade"), "discipline": say("discipline"),
    "rollup": say("rolled up from the units below"), "include": say("criteria of another set"),
    "recognised-in": say("recognised by another set"), "points": say("scored by points"),
}  # fmt: skip


def table(report: SetReport, words: Words, screen: Screen) -> str:
    """A few lines a set."""
    parts = [*warnings(report.provenance, words)]
    for one in report.sets:
        parts += [*_set(one, words), Text("")]
    if not report.sets:
        parts.append(Text(words.t("There are no criteria sets here.")))
    return draw(screen, [*parts, footer(report.provenance, words)])


def tree(report: SetReport, words: Words, screen: Screen) -> str:
    """One set: what holds for the whole, then its criteria with what each asks."""
    parts = [*warnings(report.provenance, words)]
    for one in report.sets:
        parts += [*_set(one, words), *_more(one, words), Text("")]
    for shown in report.criteria:
        parts += _criterion(shown, words)
    return draw(screen, [*parts, Text(""), footer(report.provenance, words)])


def _set(one: Listed, words: Words) -> Iterator[Text]:
    known = one.criteria_set
    head = Text(inert(one.name), style="bold" if one.newest else "dim")
    yield head.append(f"  {inert(known.name)}", style="default")
    if not known.sound:
        told = words.say("{path} has errors and decides nothing", path=known.at.path)
        yield Text(f"  {told}", style="bold red")
        return
    version = words.say("version {version}", version=known.version)
    state = say("in force on this day") if one.in_force else say("not in force on this day")
    parts = (inert(known.document), version, days(known.in_force, words), words(state))
    yield Text("  " + " · ".join(part for part in parts if part))
    yield Text(f"  {words.say('for: {types}', types=_types(known.applies_to, words))}")
    yield Text(f"  {_size(one, words)} · {words(_used(one.assessments))}")


def _size(one: Listed, words: Words) -> str:
    known = one.criteria_set
    if known.declared_count is None:
        size = say_n("{n} criterion", "{n} criteria", one.counted)
    else:
        size = say("{n} of {total} criteria", n=one.counted, total=known.declared_count)
    return f"{words(COMPLETENESS[known.completeness])}: {words(size)}"


def _used(n: int) -> Message:
    return say_n("{n} self-assessment follows it", "{n} self-assessments follow it", n)


def days(span: Days, words: Words) -> str:
    """From when until when."""
    first = words.say("from {day}", day=span.first) if span.first else ""
    last = words.say("until {day}", day=span.last) if span.last else ""
    return " ".join(part for part in (first, last) if part)


def _types(types: tuple[str, ...], words: Words) -> str:
    return ", ".join(words(UNIT_TYPES[one]) if one in UNIT_TYPES else inert(one) for one in types)


def _more(one: Listed, words: Words) -> Iterator[Text]:
    """What `show` tells beyond the list: where it comes from, its window, its seal."""
    known = one.criteria_set
    if not known.sound:
        return
    first, last = known.window
    span = words.say("from {first} to {last} (month-day)", first=first, last=last)
    lines = [
        " · ".join(inert(part) for part in (known.article, known.document, known.issuer) if part),
        words.say("window: {span}", span=span),
        words.say("only in: {units}", units=known.within) if known.within else "",
        words(_seal(one)),
        *(inert(note) for note in known.notes),
    ]
    yield from (Text(f"  {line}", style="dim") for line in lines if line)


def _seal(one: Listed) -> Message:
    known = one.criteria_set
    if not known.seal:
        return say('not sealed; to seal it, write: seal: "{seal}"', seal=known.digest)
    if known.seal == known.digest:
        return say("seal: {seal}", seal=known.seal)
    return say("sealed as {seal}, changed since: {now}", seal=known.seal, now=known.digest)


def _criterion(shown: Shown, words: Words) -> Iterator[Text]:
    one = shown.criterion
    space = "  " * one.depth
    head = Text(f"{space}{inert(one.id)}  ", style="bold")
    head.append(title_of(one, words), style="default")
    yield head.append(f" ({inert(one.cite)})" if one.cite else "", style="dim")
    yield Text(f"{space}    {'; '.join(_asks(shown, words))}", style="dim")


def _asks(shown: Shown, words: Words) -> Iterator[str]:
    one = shown.criterion
    kind = kind_of(shown.kind, words)
    need = shown.need if shown.kind != "none-of" else None  # its kind says the same
    yield f"{kind}: {words(need)}" if need else kind
    if one.evidence_required:
        yield words.t("evidence is required")
    if one.evidence_hint:
        yield words.say("evidence such as: {list}", list=one.evidence_hint)
    if one.fact:
        yield words.say("applies only if: {fact}", fact=one.fact)
    if one.not_applicable_allowed:
        yield words.t("“not applicable” is allowed")
    if one.keep_up:
        time = words(duration(one.keep_up))
        yield words.say("to be confirmed again every {time}", time=time)


def kind_of(kind: str, words: Words) -> str:
    """The kind of a rule, in words."""
    return words(KINDS[kind]) if kind in KINDS else kind


def as_json(report: SetReport, words: Words, _screen: Screen) -> str:
    """The sets; with their criteria where one was asked for."""
    sets = [_as_json(one) for one in report.sets]
    more = {"criteria": [_shown(one, words) for one in report.criteria]} if report.criteria else {}
    return json.text({**json.origin(report.provenance), "sets": sets, **more})


def _as_json(one: Listed) -> dict[str, Any]:
    known = one.criteria_set
    return {
        "name": one.name, "id": known.id, "version": known.version, "newest": one.newest,
        "sound": known.sound, "title": known.title or None, "short": known.short or None,
        "body": known.body or None,
        "source": {
            "document": known.document or None, "issuer": known.issuer or None,
            "article": known.article or None,
        },
        "in_force": {"from": _day(known.in_force.first), "to": _day(known.in_force.last)},
        "in_force_now": one.in_force and known.sound,
        "applies_to": list(known.applies_to), "within": list(known.within),
        "window": {"from": known.window[0], "to": known.window[1]},
        "completeness": known.completeness, "counted_at": known.counted_at,
        "counted": one.counted, "declared": known.declared_count, "assessments": one.assessments,
        "seal": {"given": known.seal or None, "computed": known.digest or None},
        "illustrative": known.illustrative, "path": known.at.path,
    }  # fmt: skip


def _day(day: object) -> str | None:
    return str(day) if day else None


def _shown(shown: Shown, words: Words) -> dict[str, Any]:
    one = shown.criterion
    return {
        "id": one.id, "cite": one.cite, "title": one.title, "depth": one.depth,
        "counted": shown.counted, "copied": shown.copied,
        "rule": {"kind": shown.kind, "need": words(shown.need) if shown.need else None},
        "evidence_required": one.evidence_required, "evidence_hint": list(one.evidence_hint),
        "applies_if": one.fact or None, "not_applicable_allowed": one.not_applicable_allowed,
        "keep_up": one.keep_up or None, "path": one.at.path, "line": shown.line,
    }  # fmt: skip


_LIST = (
    "set", "version", "title", "document", "from", "to", "in_force", "applies_to", "completeness",
    "counted", "declared", "assessments", "path",
)  # fmt: skip
_TREE = (
    "set", "criterion", "cite", "title", "depth", "kind", "need", "evidence", "evidence_hint",
    "applies_if", "keep_up", "path", "line",
)  # fmt: skip


def as_csv(report: SetReport, words: Words, _screen: Screen) -> str:
    """A line a set."""
    return csv.table(_LIST, (
        (
            one.name, one.criteria_set.version, one.criteria_set.name, one.criteria_set.document,
            one.criteria_set.in_force.first, one.criteria_set.in_force.last,
            "true" if one.in_force else "false", _types(one.criteria_set.applies_to, words),
            one.criteria_set.completeness, one.counted, one.criteria_set.declared_count,
            one.assessments, one.criteria_set.at.path,
        )
        for one in report.sets
    ))  # fmt: skip


def tree_as_csv(report: SetReport, words: Words, _screen: Screen) -> str:
    """A line a criterion."""
    return csv.table(_TREE, (
        (
            name.name, one.criterion.id, one.criterion.cite, one.criterion.title,
            one.criterion.depth, one.kind, words(one.need) if one.need else "",
            "required" if one.criterion.evidence_required else "optional",
            "; ".join(one.criterion.evidence_hint), one.criterion.fact, one.criterion.keep_up,
            one.criterion.at.path, one.line,
        )
        for name in report.sets for one in report.criteria
    ))  # fmt: skip
