"""One file repaired: its encoding, its marks, its traps, the order of its keys if asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ansecurity_cli.diagnostics import Diagnostic
from ansecurity_cli.model.places import place_of
from ansecurity_cli.repair.order import in_order
from ansecurity_cli.repair.proof import Reading, proven
from ansecurity_cli.repair.splicing import apart, spliced
from ansecurity_cli.sources import characters, encodings

Wanted = Callable[[str], bool]
_TRIES = 64  # how often a file is read to prove a repair; each time costs as much as checking it


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of a file; `codes` are the problems repaired, one name for each."""

    path: str
    before: bytes
    after: bytes
    old_text: str
    codes: tuple[str, ...]

    @property
    def new_text(self) -> str:
        """The repaired text."""
        return self.after.decode("utf-8")


def repair(path: str, raw: bytes, wanted: Wanted, *, reorder: bool = False) -> Repair | None:
    """The repair of a file, or None where there is nothing that can safely be repaired.

    `wanted` says for the name of a problem whether it is to be repaired.
    """
    place = place_of(path)
    read = _decoded(raw, wanted)
    if place is None or read is None:
        return None
    old, codes = read
    if old.startswith("\ufeff"):  # under the mark stands another, which would become the mark
        return None
    now = _composed(Reading(path, place.kind, old), wanted, codes)
    left = _TRIES
    while left:
        found = [one for one in now.diagnostics if one.fix and wanted(one.code)]
        better, left = _edited(now, found, codes, left)
        if better is now:
            break
        now = better
    if reorder and now.document is not None:
        now = _reordered(now, codes)
    after = (characters.BYTE_ORDER_MARK if _keeps_mark(raw, wanted) else b"") + now.text.encode(
        "utf-8"
    )
    return Repair(path, raw, after, old, tuple(codes)) if after != raw else None


def _keeps_mark(raw: bytes, wanted: Wanted) -> bool:
    return raw.startswith(characters.BYTE_ORDER_MARK) and not wanted("byte-order-mark")


def _decoded(raw: bytes, wanted: Wanted) -> tuple[str, list[str]] | None:
    try:
        text = characters.decode(raw)
    except characters.NotText:
        found = encodings.recover(raw) if wanted("not-utf8") else None
        return (found.text, ["not-utf8"]) if found and found.certain else None
    marked = raw.startswith(characters.BYTE_ORDER_MARK) and wanted("byte-order-mark")
    return text, ["byte-order-mark"] if marked else []


def _composed(now: Reading, wanted: Wanted, codes: list[str]) -> Reading:
    text = characters.composed(now.text)
    if text == now.text or not wanted("text-not-composed"):
        return now
    after = Reading(now.path, now.kind, text)
    if after.leaves != now.leaves:  # reading composes: the values must not have moved
        return now
    codes.append("text-not-composed")
    return after


def _edited(
    now: Reading, found: list[Diagnostic], codes: list[str], tries: int
) -> tuple[Reading, int]:
    """All edits at once if that holds, else the first half, quarter … of them that holds."""
    todo = [found] if found else []
    while todo and tries:
        group, tries = todo.pop(0), tries - 1
        edits = list(apart(one.fix for one in group if one.fix))
        made = [one for one in group if one.fix in edits]
        after = Reading(now.path, now.kind, spliced(now.text, edits))
        if made and after.text != now.text and proven(now, after, made):
            codes += [one.code for one in made]
            return after, tries
        half = len(group) // 2
        todo += [some for some in (group[:half], group[half:]) if half]
    return now, tries


def _reordered(now: Reading, codes: list[str]) -> Reading:
    if now.document is None:
        return now
    after = Reading(now.path, now.kind, in_order(now.document, now.kind))
    if after.text == now.text or after.document is None:
        return now
    if after.leaves != now.leaves or _names(after) != _names(now):
        return now
    codes.append("key-order")
    return after


def _names(reading: Reading) -> list[str]:
    return sorted(f"{one.code} {one.pointer}" for one in reading.diagnostics)
