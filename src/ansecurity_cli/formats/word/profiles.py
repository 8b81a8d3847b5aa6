"""Who issues a report, who is above, who signs: dated data in `profiles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ansecurity_cli.formats.wording import UNIT_TYPES, Words
from ansecurity_cli.model.periods import Days
from ansecurity_cli.model.records import Unit

UNKNOWN = "…"  # stands where nothing is known; people fill it in


@dataclass(frozen=True, slots=True)
class Above:
    """The kinds of units whose organ stands above that of others, on some days."""

    of: tuple[str, ...]
    types: tuple[str, ...]
    name: str
    days: Days


@dataclass(frozen=True, slots=True)
class Profile:
    """How the papers of one kind of organ are headed and signed."""

    organ: str
    symbol: str
    symbols: Mapping[str, str]
    head: tuple[str, ...]
    deputy: tuple[str, ...]
    filed: str
    types: tuple[str, ...]
    above: tuple[Above, ...]

    def fits(self, unit: Unit | None) -> bool:
        """Whether such a unit has such an organ."""
        return unit is not None and unit.type in self.types

    def symbol_of(self, unit: Unit) -> str:
        """The symbol of a report."""
        return self.symbols.get(unit.type, self.symbol)

    def parent(self, unit: Unit, ancestors: Iterable[Unit], day: date) -> str:
        """The organ above as of a day, “…” where it isn't known."""
        wanted = [one for one in self.above if unit.type in one.of and one.days.holds(day)]
        for one in ancestors:
            for rule in wanted:
                if one.type in rule.types:
                    return rule.name.format(unit=one.name)
        return UNKNOWN


@cache
def _data() -> Mapping[str, Any]:
    text = (resources.files("ansecurity_cli.formats.word") / "profiles.toml").read_text("utf-8")
    return tomllib.loads(text)


def profile(name: str) -> Profile:
    """A profile by its name."""
    one = _data()[name]
    above = tuple(
        Above(
            tuple(each["of"]), tuple(each["types"]), each["name"],
            Days(each.get("from"), each.get("to")),
        )
        for each in one["above"]
    )  # fmt: skip
    return Profile(
        one["organ"], one["symbol"], one.get("symbols", {}), tuple(one["head"]),
        tuple(one["deputy"]), one["filed"], tuple(one["types"]), above,
    )  # fmt: skip


def kind_of_paper(title: str) -> tuple[str, bool]:
    """What kind of document a title begins with, and whether it is cited with its number."""
    papers = _data()["papers"]
    for kinds, numbered in ((papers["kinds"], True), (papers["unnumbered"], False)):
        for kind in kinds:
            if title.casefold().startswith(f"{kind} ".casefold()):
                return title[: len(kind)], numbered
    return "", True


def type_word(unit: Unit, words: Words) -> str:
    """“phường”, “xã”."""
    return words(UNIT_TYPES[unit.type]) if unit.type in UNIT_TYPES else UNKNOWN


def place(unit: Unit, words: Words) -> str:
    """The name without its kind, as it stands before a day; a number keeps its kind."""
    kind = unit.name.split(" ", len(type_word(unit, words).split()))
    head, rest = " ".join(kind[:-1]), kind[-1]
    short = head.casefold() == type_word(unit, words).casefold() and not rest[:1].isdigit()
    return rest if short and rest else unit.name
