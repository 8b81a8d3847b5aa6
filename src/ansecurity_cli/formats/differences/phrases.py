"""The words that every form of the differences has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ansecurity_cli.diagnostics import Message, say, say_n
from ansecurity_cli.formats.criteria_impact import CHANGES
from ansecurity_cli.formats.drawing import SYMBOLS
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.differences import Differences, State
from ansecurity_cli.reports.set_changes import Point
from ansecurity_cli.reports.set_differences import FileChange, SetChange
from ansecurity_cli.reports.turning import Cause, Change
from ansecurity_cli.reports.turns import TURNS, Stand, Turn

HEADINGS: Mapping[Turn, Message] = {
    "regressed": say("Was met, is not any more"), "lapsed": say("To be confirmed again"),
    "unmet": say("Newly unmet"), "withdrawn": say("No longer known"),
    "fewer": say("Fewer points"), "excused": say("Now not applicable"),
    "removed": say("No longer asked"), "improved": say("Improved"),
    "answered": say("Newly answered"), "more": say("More points"),
}  # fmt: skip
# Of these nothing has to be done: a line a unit, set and period, with the ids.
LISTED: frozenset[Turn] = frozenset({"answered", "removed"})
SETS = say("Criteria sets that ask otherwise")
FILES: Mapping[bool, Message] = {
    True: say("Files that can't be used any more"),
    False: say("Files that can be used again, or are gone"),
}
NOTHING = say("Nothing changed in terms of criteria.")
_COUNTED = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The parts of differences, worded."""

    report: Differences
    words: Words

    @property
    def title(self) -> str:
        """“What changed: HEAD (1a2b3c) → the working tree”."""
        before, after = self.state(self.report.before), self.state(self.report.after)
        return self.words.say("What changed: {before} → {after}", before=before, after=after)

    def state(self, one: State) -> str:
        """One of the two states."""
        if not one.commit:
            return self.words.t("the working tree")
        short = one.commit[:10]
        named = "" if one.commit.startswith(one.name) else inert(one.name)
        return f"{named} ({short})" if named else short

    @property
    def summary(self) -> str:
        """How many of each kind; or that there is nothing."""
        if not self.report.any:
            return self.words(NOTHING)
        counts = [(self.words(HEADINGS[turn]), len(some)) for turn, some in self.sections()]
        counts += [(self.words(SETS), len(self.report.sets))]
        counts += [(self.words(FILES[broken]), len(self.files(broken))) for broken in FILES]
        return " · ".join(f"{name}: {self.words.number(n)}" for name, n in counts if n)

    def sections(self) -> Iterator[tuple[Turn, tuple[Change, ...]]]:
        """The kinds of change that there are, the worst first."""
        for turn in TURNS:
            some = self.report.turned(turn)
            if some:
                yield turn, some

    def files(self, broken: bool) -> tuple[FileChange, ...]:
        """The files that can't be used any more, or can again."""
        return tuple(one for one in self.report.files if one.broken is broken)

    def by_answers(self, some: tuple[Change, ...]) -> Iterator[tuple[Change, tuple[str, ...]]]:
        """What is told in one line a unit, set and period."""
        for _key, group in groupby(some, key=lambda one: one.key):
            same = list(group)
            ids = tuple(self.criterion(one, short=True) for one in same)
            yield same[0], ids

    def where(self, one: Change) -> str:
        """Who, by which set, in which period."""
        unit = inert(one.unit.name) if one.unit and one.unit.name else inert(one.key.unit)
        return f"{unit} · {inert(one.set_name)} · {one.key.period}"

    def criterion(self, one: Change, *, short: bool = False) -> str:
        """The criterion; or that it is the set as a whole."""
        if one.criterion is None:
            return self.words.t("the whole set")
        if short:
            return inert(one.criterion.id)
        title = inert(one.criterion.title) or self.words.t("(text not public)")
        return f"{inert(one.criterion.id)}  {title}"

    @staticmethod
    def signs(one: Change) -> str:
        """“✓ → ✗”."""
        both = (SYMBOLS[each.outcome] if each else "·" for each in (one.before, one.after))
        return " → ".join(both)

    def why(self, stand: Stand | None) -> str:
        """The outcome with its reason, and what is missing."""
        if stand is None:
            return self.words.t("not asked")
        text = f"{self.words.outcome(stand.outcome)}: {self.words(stand.why)}"
        return f"{text}: {self.words(stand.shortfall)}" if stand.shortfall else text

    def cause(self, one: Cause) -> str:
        """Which unit below made the difference, and where."""
        before, after = (
            _COUNTED[state] if counted else "–"
            for state, counted in zip((one.before, one.after), one.counted, strict=True)
        )
        line = say(
            "because of {unit}: {before} → {after}", unit=one.unit.name or one.unit.id,
            before=before, after=after,
        )  # fmt: skip
        about = f" {inert(one.criterion.id)}," if one.criterion else ""
        return f"{self.words(line)} ({about} {inert(one.path)}:{one.line})".replace("( ", "(")

    def set_head(self, one: SetChange) -> str:
        """Which set, and what became of it."""
        name = f"{inert(one.known.name)} ({inert(one.id)})"
        if one.before is None:
            return self.words.say("{name}: new", name=name)
        if one.after is None:
            return self.words.say("{name}: removed", name=name)
        versions = self.words.say(
            "version {old} → {new}", old=one.before.version, new=one.after.version
        )
        return f"{name}: {versions}"

    def asked(self, one: SetChange) -> Iterator[tuple[str, str]]:
        """What it asks otherwise, a line each with its place."""
        for point in one.points:
            yield _point(point), inert(one.known.at.path)
        for each in one.criteria:
            criterion = each.changed.criterion
            title = inert(criterion.title) or self.words.t("(text not public)")
            line = f"{inert(criterion.id)}  {self.words(CHANGES[each.changed.change])}: {title}"
            points = "; ".join(_point(point) for point in each.changed.points)
            yield (
                f"{line} ({points})" if points else line,
                f"{inert(each.path)}:{each.line}",
            )

    def left_out(self, n: int) -> str:
        """That not everything stands here."""
        more = say_n("{n} more line is left out here", "{n} more lines are left out here", n)
        return self.words(more)


def _point(one: Point) -> str:
    return f"{inert(one.key)}: {inert(one.before) or '–'} → {inert(one.after) or '–'}"
