"""Options that several commands share, once, and what they amount to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Units = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[UNITS]...",
        help="Units: id, name or part of a name; with all units below them.",
        show_default=False,
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="SET", help="Only this criteria set; may be repeated.", show_default=False
    ),
]
Periods = Annotated[
    list[str] | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="Only this period, such as 2023 or 2023-h1; may be repeated.",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Read the repository as of this day; default: today in Việt Nam.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to this file, whole or not at all.",
        show_default=False,
    ),
]
Alone = Annotated[
    bool, typer.Option("--alone", help="Only the named units, without those below them.")
]


class FailOn(StrEnum):
    """When `status`, `unmet` and `report` end with exit code 1."""

    UNMET = "unmet"
    UNKNOWN = "unknown"
    NEVER = "never"


Gate = Annotated[
    FailOn,
    typer.Option(
        "--fail-on", help="Exit with 1 if a set is unmet (or unmet or unknown).", show_default=True
    ),
]


class FailOnChange(StrEnum):
    """When `compare` ends with exit code 1."""

    LOWERED = "lowered"
    UNEXPLAINED = "unexplained"
    CHANGED = "changed"
    NEVER = "never"


class FailOnDiff(StrEnum):
    """When `diff` ends with exit code 1."""

    REGRESSION = "regression"
    CHANGE = "change"
    NEVER = "never"


class DiffFormat(StrEnum):
    """Formats of `diff`."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Table(StrEnum):
    """Formats of `status` and `unmet`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class By(StrEnum):
    """What a line of `rollup` counts together."""

    UNIT = "unit"
    GROUP = "group"
    TYPE = "type"


Shown = Annotated[
    Table | None,
    typer.Option(
        "--format",
        help="How it is shown; default: by the ending of the file, else as a table.",
        show_default=False,
    ),
]


def by_ending(shown: Table | None, target: Path | None) -> Table:
    """The format that was asked for, or that a file's ending names."""
    if shown is not None:
        return shown
    endings = {".json": Table.JSON, ".csv": Table.CSV}
    return endings.get(target.suffix.lower(), Table.TABLE) if target else Table.TABLE


class Health(StrEnum):
    """Formats of `doctor`."""

    TABLE = "table"
    JSON = "json"


class Tables(StrEnum):
    """Formats of `export`."""

    CSV = "csv"
    JSONL = "jsonl"


class Delimiter(StrEnum):
    """What stands between the cells of a CSV file."""

    COMMA = "comma"
    SEMICOLON = "semicolon"


class ListFormat(StrEnum):
    """Formats of `proposals`."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"


def list_by_ending(target: Path | None) -> ListFormat:
    """The format of a list that a file's ending names."""
    if target is not None and target.suffix.lower() in (".md", ".markdown"):
        return ListFormat.MARKDOWN
    return ListFormat(by_ending(None, target).value)


class PageFormat(StrEnum):
    """Formats of `report`."""

    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"
    PDF = "pdf"
    DOCX = "docx"


class Board(StrEnum):
    """Kinds of `report`."""

    STATUS = "status"
    UNMET = "unmet"
    SCORECARD = "scorecard"
    ROLLUP = "rollup"
    HISTORY = "history"


class Every(StrEnum):
    """How far apart the steps of `history` are."""

    MONTH = "month"
    QUARTER = "quarter"


Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Steps from this day on; default: the last 12 months or 8 quarters.",
        show_default=False,
    ),
]


class HistoryFormat(StrEnum):
    """Formats of `history`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"

    @classmethod
    def by_ending(cls, target: Path | None) -> HistoryFormat:
        """The format that a file's ending names."""
        if target is not None and target.suffix.lower() in (".html", ".htm"):
            return cls.HTML
        return cls(list_by_ending(target).value)


class ProblemFormat(StrEnum):
    """Formats of `check`."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


class Kind(StrEnum):
    """What the worklist holds."""

    CRITERION = "criterion"
    CONFIRM = "confirm"
    DOSSIER = "dossier"
    FINDING = "finding"
    REMEDY = "remedy"
    OBSTACLE = "obstacle"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which part of the worklist is wanted, as it was typed."""

    kinds: tuple[Kind, ...] = ()
    overdue: bool = False
    due_within: str | None = None
    owner: str = ""


class Profile(StrEnum):
    """Whose paper a Word draft is."""

    UBND = "ubnd"
    CONG_AN = "cong-an"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is wanted of a Word draft, as it was typed."""

    profile: Profile | None = None
    number: str = ""
    day: str | None = None
    addressees: tuple[str, ...] = ()
    deputy: bool = False
    template: Path | None = None

    @property
    def used(self) -> str:
        """The first option that was typed, or nothing."""
        typed = {
            "--profile": self.profile, "--so": self.number, "--ngay": self.day,
            "--kinh-gui": self.addressees, "--ky-thay": self.deputy,
        }  # fmt: skip
        return next((name for name, value in typed.items() if value), "")


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of report is wanted, of each unit or of all together, and what to do with it."""

    kind: Board = Board.STATUS
    each: bool = False
    with_commit: bool = False
    check: bool = False
    every: Every = Every.MONTH
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is asked about, as it was typed."""

    units: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    as_of: str | None = None
    alone: bool = False
    fail_on: FailOn = FailOn.NEVER
    target: Path | None = None

    @classmethod
    def about(
        cls,
        units: list[str] | None,
        sets: list[str] | None,
        periods: list[str] | None,
        as_of: str | None,
        *,
        alone: bool,
        fail_on: FailOn = FailOn.NEVER,
        target: Path | None,
    ) -> Asked:
        """What was typed, where nothing typed means everything."""
        return cls(
            tuple(units or ()), tuple(sets or ()), tuple(periods or ()), as_of, alone, fail_on,
            target,
        )  # fmt: skip
