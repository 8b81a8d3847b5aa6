"""Which commit last changed some lines of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from difflib import SequenceMatcher

from ansecurity_cli.sources.git.revisions import History

_DAY = 24 * 60
_LATEST = 250_000_000_000  # the year 9892: git takes any number for a time


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit that changed something; who made it is for git to tell, not for a report.

    `oldest` where the clone knows nothing before it, so that an earlier one may be meant.
    """

    commit: str
    day: date
    subject: str
    oldest: bool = False


def last_touch(history: History, path: str, text: str, first: int, last: int) -> Touch | None:
    """The last commit that changed lines of the file as it is now; None if not committed yet.

    Git is asked about the committed file only: comparing with the one on disk could run filters.
    """
    head = history.find("HEAD")
    tree = history.tree(head)
    if path not in tree.paths():
        return None
    stored = tree.read(path).decode("utf-8", "replace")
    found = _lines_before(stored, text, range(first, last + 1))
    if found is None:
        return None
    where = "/".join((*history.prefix, path))
    told = history.git.ask(
        "-C", _up(history), "blame", "--line-porcelain", "--no-textconv",
        "-L", f"{found.start},{found.stop - 1}", head.commit, "--", where,
    )  # fmt: skip
    touches = {one.commit: one for one in (_touch(part, history) for part in _parts(told))}
    if len(touches) < 2:
        return next(iter(touches.values()), None)
    # Days don't tell what came last: a commit may be made again, with its old day.
    last_ones = history.git.ask("merge-base", "--independent", *touches).split()
    return max((touches[name] for name in last_ones), key=lambda one: (one.day, one.commit))


def _up(history: History) -> str:
    return "/".join([".."] * len(history.prefix)) or "."


def _lines_before(old: str, new: str, lines: range) -> range | None:
    """Where the same lines stood in the older text; None if any of them wasn't there."""
    before, after = ([one.rstrip("\r") for one in text.split("\n")] for text in (old, new))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    for block in blocks:
        if block.b < lines.start and lines.stop - 1 <= block.b + block.size:
            shift = block.a - block.b
            return range(lines.start + shift, lines.stop + shift)
    return None


def _parts(told: str) -> list[list[str]]:
    """What git tells of each line: its facts, up to the line itself after a tab."""
    parts: list[list[str]] = [[]]
    for line in told.split("\n"):
        if line.startswith("\t"):
            parts.append([])
        elif line:
            parts[-1].append(line)
    return [one for one in parts if one]


def _touch(lines: list[str], history: History) -> Touch:
    facts = dict(line.partition(" ")[::2] for line in lines[1:])
    seconds = int(facts.get("author-time", "0"))
    away = timezone(timedelta(minutes=_minutes(facts.get("author-tz", ""))))
    day = datetime.fromtimestamp(min(max(seconds, 0), _LATEST), away).date()
    oldest = history.shallow and "boundary" in facts
    return Touch(lines[0].split(" ")[0], day, facts.get("summary", ""), oldest)


def _minutes(zone: str) -> int:
    """“+0730” in minutes; git takes any digits, and none of them may stop the run."""
    found = re.fullmatch(r"([+-])([0-9]{2})([0-9]{2})", zone)
    minutes = int(found[2]) * 60 + int(found[3]) if found else 0
    return int(f"{found[1]}{minutes}") if found and minutes < _DAY else 0
