"""Finding a unit by what people type: id, official code, name with or without marks.

Neither a code nor a name is one unit's alone: merged units take over what the former ones had.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ansecurity_cli.model.records import Unit

# huyền, sắc, hỏi, ngã, nặng: the marks whose place in “oa, oe, uy” people dispute.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_LONGEST = 80  # of an id, as the schema says


def tone_last(text: str) -> str:
    """Each word's tone mark at its end: “hoà” and “hòa” become equal, “hoa” doesn't."""
    words = []
    for word in unicodedata.normalize("NFD", text.casefold()).split():
        tones = "".join(mark for mark in word if mark in _TONES)
        words.append("".join(mark for mark in word if mark not in _TONES) + tones)
    return " ".join(words)


def bare(text: str) -> str:
    """The text without any marks: “Quang Phong”, “đ” as “d”."""
    spelt = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(mark for mark in spelt if not unicodedata.combining(mark)).split())


def slug(text: str) -> str:
    """A name as an id: “Phường Hòa Hiếu” is `phuong-hoa-hieu`; empty where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")[:_LONGEST].strip("-")


@dataclass(frozen=True, slots=True)
class Found:
    """The units that match; if none does, the ids that come close."""

    units: tuple[Unit, ...] = ()
    close: tuple[Unit, ...] = ()


def find_units(query: str, units: Iterable[Unit]) -> Found:
    """The best kind of match wins: id or code, whole name, part of it, the same without marks."""
    everything = tuple(units)
    for fold in (str, tone_last, bare):
        wanted = fold(query)
        if not wanted.strip():
            return Found()
        for whole in (True, False):
            matches = tuple(one for one in everything if _matches(one, wanted, fold, whole=whole))
            if matches:
                return Found(matches)
    return Found(close=_close(bare(query), everything))


def _matches(unit: Unit, wanted: str, fold: Callable[[str], str], *, whole: bool) -> bool:
    if fold is str:
        return whole and wanted.strip() in (unit.id, unit.code)
    name = fold(unit.name)
    if whole:
        return name == wanted
    return f" {wanted} " in f" {name} " or f"-{wanted}-" in f"-{unit.id}-"


def _close(wanted: str, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    spelt: dict[str, Unit] = {}
    for unit in units:
        name = bare(unit.name)
        spelt.setdefault(unit.id, unit)
        spelt.setdefault(name, unit)
        # “Hòa Hiếu” without “Phường” in front
        spelt.setdefault(name.partition(" ")[2] or name, unit)
    close = difflib.get_close_matches(wanted, spelt, n=3, cutoff=0.6)
    return tuple({spelt[name].id: spelt[name] for name in close}.values())
