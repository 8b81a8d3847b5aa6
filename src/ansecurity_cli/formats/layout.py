"""What the HTML page and the Markdown document share: sections, headings, the environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.courses import Along
from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.sheets import Sheets
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.formats.worklists import silent
from ansecurity_cli.model.records import Unit
from ansecurity_cli.reports.matrix import Progress
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.programme import Told, Visit
from ansecurity_cli.reports.worklist import message_of
from ansecurity_cli.verdicts.outcome import Outcome

SECTIONS: Mapping[str, Message] = {
    "index": say("Reports of each unit"),
    "rollup": say("How many units, and of how many it is known"),
    "history": say("How it ran"),
    "regressions": say("No longer met"),
    "cards": say("Score sheets"),
    "paragraphs": say("Text for a report"),
    "progress": say("Progress"),
    "worklist": say("Unmet and unknown criteria"),
    "tasks": say("Other things to do"),
    "matrices": say("Results by criterion"),
    "gained": say("Newly met"),
    "kept": say("Met, and to be kept up"),
    "dossiers": say("Dossiers"),
    "visits": say("Inspections"),
    "obstacles": say("Obstacles and solutions"),
    "proposals": say("Proposals"),
    "remedies": say("Remedies"),
    "roadmaps": say("Roadmaps and working groups"),
    "method": say("How this is computed"),
    "sources": say("Sources"),
}
# What a kind of report shows; the status report shows what has no kind of its own.
KINDS: Mapping[str, tuple[str, ...]] = {
    "unmet": ("worklist", "tasks", "method"),
    "scorecard": ("cards", "method", "sources"),
    "rollup": ("rollup", "roadmaps", "method"),
    "history": ("history", "method"),
    "index": ("index",),
}
_OWN = {"index", "rollup", "cards", "tasks", "history"}
ALL_UNITS: Mapping[str, Message] = {
    "status": say("Results of self-assessment: all units"),
    "unmet": say("What is left to do: all units"),
    "scorecard": say("Score sheets: all units"),
    "rollup": say("Results of the whole area"),
    "history": say("How results ran: all units"),
    "index": say("Results of self-assessment: all units"),
}
SOME_UNITS: Mapping[str, Message] = {
    "status": say("Results of self-assessment: {names}"),
    "unmet": say("What is left to do: {names}"),
    "scorecard": say("Score sheets: {names}"),
    "rollup": say("Results of the whole area: {names}"),
    "history": say("How results ran: {names}"),
    "index": say("Results of self-assessment: {names}"),
}
METHOD = (
    say(
        "“Unknown” is never counted as met and never as zero: "
        "what nobody has reported stays unknown."
    ),
    say("Shares are compared exactly and rounded only to be shown; 100% stands only for all."),
    say("Coverage is the share of criteria about which something is known."),
    say(
        "What a unit claims decides nothing; the values and documents in its file do. "
        "What an inspection records is shown beside them."
    ),
    say(
        "Where a result was appraised, the appraiser's values count; "
        "the unit's own result is shown where it differs."
    ),
    say("Titles do not pass to a successor when units are merged or dissolved."),
)
NAMES_IN_TITLE = 3
UNITS_ABREAST = 6


@dataclass(frozen=True, slots=True)
class Blank:
    """A set in a period that nobody of these units has begun."""

    head: str
    message: str
    units: tuple[Unit, ...]


OPTIONS: Mapping[str, Any] = {
    "autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True,
}  # fmt: skip


def finalizing(words: Words, finish: Callable[[str], Markup]) -> Callable[[object], object]:
    """Whatever is printed is worded first, then made safe by `finish`."""

    # The names of units and criteria come up in every cell.
    @lru_cache(maxsize=4096)
    def text(value: str) -> Markup:
        return finish(words.value(one_line(value)))

    def finalize(value: object) -> object:
        match value:
            case Markup():
                return value
            case str():
                return text(value)
            case Message() | tuple() | date() | int() | Decimal():
                return finish(words.value(value))
            case _:  # what is undefined raises
                return value

    return finalize


def environment(words: Words, finish: Callable[[str], Markup]) -> Environment:
    """Our own templates, in which whatever is printed is made safe by `finish`."""
    found = Environment(  # noqa: S701 - autoescape is one of the options
        loader=PackageLoader("ansecurity_cli.formats"), undefined=StrictUndefined,
        finalize=finalizing(words, finish), **OPTIONS,
    )  # fmt: skip
    found.globals.update(functions(words))
    return found


def functions(words: Words) -> dict[str, object]:
    """What the templates of both formats have."""
    return {
        "t": words.t, "say": words.say, "day": words.day, "number": words.number,
        "outcome": words.outcome, "state": words.state, "padded": "{:02}".format, "zip": zip,
        "Outcome": Outcome,
    }  # fmt: skip


def in_blocks(pieces: Iterable[str], size: int = 1 << 16) -> Iterator[str]:
    """The same text in fewer, larger pieces."""
    held: list[str] = []
    length = 0
    for one in pieces:
        held.append(one)
        length += len(one)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    yield "".join(held)


class Layout(Along, Sheets):
    """A page in a language: what stands where, and the phrases for it."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(words, page.provenance.as_of)
        self.page = page

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.words.language

    @property
    def title(self) -> str:
        """“Kết quả tự đánh giá: Thị xã Thái Hòa”."""
        scope = self.page.scope
        if not scope:
            return self.words(ALL_UNITS[self.page.kind])
        names = tuple(unit.name for unit in scope[:NAMES_IN_TITLE])
        rest = len(scope) - len(names)
        listed: tuple[str, ...] | str = names
        if rest:
            listed = self.words.say("{names} and others: {n}", names=names, n=rest)
        return self.words.say(SOME_UNITS[self.page.kind].msgid, names=listed)

    @property
    def set_list(self) -> str:
        """The names of the sets, each once."""
        return "; ".join(dict.fromkeys(one.title for one in self.page.progress))

    @property
    def period_list(self) -> str:
        """The periods, each once."""
        periods = sorted({one.period for one in self.page.progress}, key=lambda one: one.order)
        return ", ".join(self.period(one) for one in periods)

    @property
    def sections(self) -> dict[str, str]:
        """The sections that have something in them, with their headings."""
        page, around = self.page, self.page.programme
        content: dict[str, object] = {
            "index": page.kind == "index", "rollup": page.rollup, "cards": page.cards,
            "regressions": page.regressed, "gained": page.gained, "tasks": page.worklist.tasks,
            "history": page.history,
            "paragraphs": any(one.sentences for one in page.paragraphs),
            "progress": page.progress,
            "worklist": page.progress or page.worklist.groups or page.worklist.silent,
            "matrices": any(one.rows for one in page.matrices), "kept": page.kept,
            "dossiers": page.dossiers, "visits": around.visits, "obstacles": around.obstacles,
            "proposals": around.proposals, "remedies": around.remedies,
            "roadmaps": around.roadmaps, "method": page.status.rows,
            "sources": page.sources or page.set_sources,
        }  # fmt: skip
        shown = KINDS.get(page.kind, SECTIONS.keys() - _OWN)
        return {
            name: self.words(one)
            for name, one in SECTIONS.items()
            if name in shown and content[name]
        }

    @property
    def all_illustrative(self) -> bool:
        """Whether nothing on the page is real."""
        shown = [one for one in self.page.status.units if one.rows]
        return bool(shown) and len(self.page.illustrative) == len(shown)

    def illustrative(self, unit: Unit) -> bool:
        """Whether a unit has to be marked because others on the page are real."""
        return not self.all_illustrative and unit in self.page.illustrative

    def imagined(self, units: Iterable[Unit]) -> bool:
        """Whether any of the units has to be marked as illustrative."""
        return any(self.illustrative(unit) for unit in units)

    @property
    def blanks(self) -> list[Blank]:
        """What nobody has begun, a line a set and period."""
        found: dict[tuple[str, str], list[Unit]] = {}
        for group in self.page.worklist.groups:
            if not group.begun:
                line = (self.set_of(group.result), self.words(message_of(group)))
                found.setdefault(line, []).append(group.unit)
        return [Blank(head, text, tuple(units)) for (head, text), units in found.items()]

    def silent(self) -> str:
        """The units that have no file at all."""
        return self.words(silent(self.page.worklist))

    @property
    def complete(self) -> list[tuple[Progress, tuple[Unit, ...]]]:
        """The units that meet a whole set."""
        pairs = (
            (one, tuple(
                unit for unit, row in zip(one.units, one.statuses, strict=True)
                if row.result.outcome is Outcome.MET
            ))
            for one in self.page.progress
        )  # fmt: skip
        return [(one, units) for one, units in pairs if units]

    def method(self) -> Iterator[str]:
        """How results come about, in general and for sets whose text isn't public."""
        yield from (self.words(one) for one in METHOD)
        sets = {
            one.criteria_set.id: one.criteria_set for one in self.page.progress if one.criteria_set
        }
        for known in sets.values():
            if self.partial(known):
                yield f"{known.name}: {self.partial(known)}."

    def findings(self, visit: Visit) -> list[Told]:
        """What was found on one visit."""
        path = visit.inspection.at.path
        return [one for one in self.page.programme.findings if one.path == path]
