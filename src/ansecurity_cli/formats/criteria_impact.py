"""Who would flip under a changed criteria set: for a terminal, a spreadsheet and machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats import csv, json
from ansecurity_cli.formats.drawing import STYLES, SYMBOLS, draw
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.terminal import footer, subject, title_of, warnings
from ansecurity_cli.formats.wording import STANDINGS, Words, inert
from ansecurity_cli.reports.impact import Flip, Hit, Impact
from ansecurity_cli.reports.set_changes import Changed, Point
from ansecurity_cli.verdicts.outcome import Outcome, Ruling
from ansecurity_cli.verdicts.results import Result

CHANGES: Mapping[str, Message] = {
    "added": say("added"), "removed": say("removed"), "rule": say("decided otherwise"),
    "text": say("only worded otherwise"),
}  # fmt: skip
_SIGNS = {"added": "+", "removed": "−", "rule": "~", "text": "·"}
TURNS: Mapping[str, Message] = {
    "regressed": say("no longer met"), "lowered": say("lowered"), "raised": say("raised"),
    "changed": say("changed"), "added": say("asked anew"), "removed": say("no longer asked"),
}  # fmt: skip


def unversioned(report: Impact) -> tuple[Message, Message]:
    """That two different texts have one version, and what to do."""
    old = report.old.criteria_set
    path = f"criteria/{old.id}@{old.version}.yaml"
    return (
        say("what decides was changed, but both are version {version}", version=old.version),
        say("raise version in the changed set, and keep the old file as {path}", path=path),
    )


def table(report: Impact, words: Words, screen: Screen) -> str:
    """What changed in the set, then who is hit, regressions first."""
    parts = [*warnings(report.provenance, words), *_head(report, words)]
    for one in report.hits:
        if one.touched:
            parts += [*_hit(one, words), Text("")]
    parts.append(Text(_summary(report, words), style="bold"))
    return draw(screen, [*parts, footer(report.provenance, words)])


def _head(report: Impact, words: Words) -> Iterator[Text]:
    old, new = report.old.criteria_set, report.new.criteria_set
    yield Text(f"{inert(report.old.name)} → {inert(report.new.name)}", style="bold")
    versions = words.say("version {old} → {new}", old=old.version, new=new.version)
    yield Text(f"  {inert(new.name)} · {versions}")
    if report.unversioned:
        yield from (Text(f"  {words(one)}", style="bold red") for one in unversioned(report))
    yield from (Text(f"  {_point(one)}") for one in report.points)
    for changed in report.criteria:
        yield from _changed(changed, words)
    if not (report.points or report.criteria):
        yield Text(f"  {words.t('Nothing is asked otherwise.')}")
    yield Text("")


def _changed(one: Changed, words: Words) -> Iterator[Text]:
    head = Text(f"  {_SIGNS[one.change]} ")
    head.append(f"{inert(one.criterion.id)}  ", style="bold")
    yield head.append(f"{words(CHANGES[one.change])}: {title_of(one.criterion, words)}")
    yield from (Text(f"      {_point(point)}") for point in one.points)


def _point(one: Point) -> str:
    return f"{inert(one.key)}: {inert(one.before) or '–'} → {inert(one.after) or '–'}"


def _name(one: Hit, words: Words) -> str:
    return subject(one.unit, one.after, words) if one.unit else inert(one.key.unit)


def _hit(one: Hit, words: Words) -> Iterator[Text]:
    known = one.after.criteria_set
    name = inert(known.name if known else one.key.set)
    head = f"{_name(one, words)} · {name} · {one.key.period}: {_outcomes(one, words)}"
    yield Text(head, style=STYLES[Outcome.UNMET] if one.weight[0] == 0 else "bold")
    if one.before.standing is not one.after.standing:
        was, now = (words(STANDINGS[each.standing]) for each in (one.before, one.after))
        yield Text(f"  {words.say('standing: {old} → {new}', old=was, new=now)}")
    yield from _notes(one, words)
    for flip in one.flips:
        yield from _flip(flip, words)
    if one.unanswered:
        ids = tuple(each.id for each in one.unanswered)
        line = say_n(
            "{n} new criterion without an answer: {ids}",
            "{n} new criteria without an answer: {ids}",
            len(ids),
            ids=ids,
        )
        yield Text(f"  {SYMBOLS[Outcome.UNKNOWN]} {words(line)}", style=STYLES[Outcome.UNKNOWN])
    for orphan in one.orphans:
        line = say("the answer to “{criterion}” fits no criterion", criterion=orphan.criterion)
        yield Text(f"  {words(line)} ({inert(orphan.at.path)}:{orphan.line})", style="yellow")


def _notes(one: Hit, words: Words) -> Iterator[Text]:
    """What the new set as a whole has against the answers."""
    new = [note for note in one.after.notes if note not in one.before.notes]
    yield from (Text(f"  {words(note)}", style="yellow") for note in new)


def _outcomes(one: Hit, words: Words) -> str:
    was, now = (_outcome(each, words) for each in (one.before, one.after))
    return f"{was} → {now}"


def _outcome(result: Result, words: Words) -> str:
    counts = result.counts
    return f"{words.outcome(result.outcome)} ({counts.met}/{counts.asked})"


def _flip(one: Flip, words: Words) -> Iterator[Text]:
    head = Text("  ")
    for sign, ruling in (("", one.before), (" → ", one.after)):
        head.append(sign)
        state = ruling.outcome if ruling else None
        head.append(SYMBOLS[state] if state else "·", style=STYLES[state] if state else "dim")
    head.append(f"  {inert(one.criterion.id)}  ", style="bold")
    yield head.append(f"{words(TURNS[one.turn])}: {title_of(one.criterion, words)}")
    for title, ruling in ((words.t("before"), one.before), (words.t("after"), one.after)):
        if ruling:
            yield Text(f"      {title}: {_why(ruling, words)}")
    if one.causes:
        names = tuple(unit.name for unit in one.causes)
        line = words.say("because of units below: {units}", units=names)
        yield Text(f"      {line}")
    if not one.criterion.children:  # of the others, those below say where
        yield Text(f"      {inert(one.at.path)}:{one.line}", style="dim")


def _why(ruling: Ruling, words: Words) -> str:
    why = f"{words.outcome(ruling.outcome)}: {words(ruling.why)}"
    return f"{why}: {words(ruling.shortfall)}" if ruling.shortfall else why


def _summary(report: Impact, words: Words) -> str:
    hits = report.hits
    regressed = sum(one.weight[0] == 0 for one in hits)
    waiting = sum(bool(one.unanswered) for one in hits)
    parts = (
        say_n("{n} result compared", "{n} results compared", len(hits)),
        say("{n} come out otherwise", n=len(report.flipped)),
        say("{n} no longer met", n=regressed),
        say("{n} with new criteria to answer", n=waiting),
    )
    return " · ".join(words(part) for part in parts)


def as_json(report: Impact, words: Words, _screen: Screen) -> str:
    """Everything, unit by unit."""
    problem = words(unversioned(report)[0]) if report.unversioned else None
    turns = Counter(one.turn or "same" for one in report.hits)
    return json.text({
        **json.origin(report.provenance),
        "old": _side(report, "old"), "new": _side(report, "new"), "problem": problem,
        "summary": {
            "compared": len(report.hits), "flipped": len(report.flipped),
            "regressed": turns["regressed"],
            "unanswered": sum(len(one.unanswered) for one in report.hits),
            "orphans": sum(len(one.orphans) for one in report.hits),
        },
        "set_changes": [_point_as_json(one) for one in report.points],
        "criteria": [
            {
                "id": one.criterion.id, "title": one.criterion.title, "change": one.change,
                "points": [_point_as_json(point) for point in one.points],
                "path": one.criterion.at.path,
            }
            for one in report.criteria
        ],
        "units": [_hit_as_json(one, words) for one in report.hits],
    })  # fmt: skip


def _side(report: Impact, which: str) -> dict[str, Any]:
    side = report.old if which == "old" else report.new
    known = side.criteria_set
    return {
        "name": side.name, "id": known.id, "version": known.version, "path": known.at.path,
        "seal": known.digest,
    }  # fmt: skip


def _point_as_json(one: Point) -> dict[str, Any]:
    return {"key": one.key, "before": one.before or None, "after": one.after or None}


def _hit_as_json(one: Hit, words: Words) -> dict[str, Any]:
    return {
        "unit": one.key.unit, "name": one.unit.name if one.unit else None, "set": one.key.set,
        "period": str(one.key.period), "above": one.above, "turn": one.turn or "same",
        "flipped": one.flipped, "answered_version": one.answered_version or None,
        "before": _result(one.before), "after": _result(one.after),
        "flips": [_flip_as_json(flip, words) for flip in one.flips],
        "unanswered": [each.id for each in one.unanswered],
        "orphans": [
            {"criterion": each.criterion, "path": each.at.path, "line": each.line}
            for each in one.orphans
        ],
    }  # fmt: skip


def _result(result: Result) -> dict[str, Any]:
    return {
        "outcome": result.outcome.value, "standing": result.standing.value,
        "counts": json.counts(result.counts),
    }  # fmt: skip


def _flip_as_json(one: Flip, words: Words) -> dict[str, Any]:
    return {
        "criterion": one.criterion.id, "title": one.criterion.title, "turn": one.turn,
        "before": _ruling(one.before, words), "after": _ruling(one.after, words),
        "causes": [unit.id for unit in one.causes], "path": one.at.path, "line": one.line,
    }  # fmt: skip


def _ruling(ruling: Ruling | None, words: Words) -> dict[str, Any]:
    return {
        "outcome": ruling.outcome.value if ruling else None,
        "why": words(ruling.why) if ruling else None,
        "shortfall": words(ruling.shortfall) if ruling and ruling.shortfall else None,
    }


_COLUMNS = (
    "unit", "name", "period", "set", "outcome_before", "outcome_after", "criterion", "title",
    "turn", "before", "before_why", "after", "after_why", "causes", "path", "line",
)  # fmt: skip


def as_csv(report: Impact, words: Words, _screen: Screen) -> str:
    """A line a unit as a whole, then one a criterion that turns, is new or answered in vain."""
    return csv.table(_COLUMNS, (row for one in report.hits for row in _rows(one, words)))


def _rows(one: Hit, words: Words) -> Iterator[tuple[object, ...]]:
    key = one.key
    head = (
        key.unit, one.unit.name if one.unit else "", key.period, key.set,
        one.before.outcome.value, one.after.outcome.value,
    )  # fmt: skip
    yield (*head, "", "", one.turn or "same", "", "", "", "", "", "", "")
    for flip in one.flips:
        was, now = flip.before, flip.after
        yield (
            *head, flip.criterion.id, flip.criterion.title, flip.turn,
            was and was.outcome.value, was and words(was.why),
            now and now.outcome.value, now and words(now.why),
            ", ".join(unit.id for unit in flip.causes), flip.at.path, flip.line,
        )  # fmt: skip
    for new in one.unanswered:
        rest = ("", "", Outcome.UNKNOWN.value, "", "", new.at.path, "")
        yield (*head, new.id, new.title, "unanswered", *rest)
    for gone in one.orphans:
        yield (*head, gone.criterion, "", "orphan", "", "", "", "", "", gone.at.path, gone.line)
