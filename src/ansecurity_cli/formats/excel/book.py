"""A workbook in memory: its sheets, the looks of its cells, and nothing that changes by itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

import xlsxwriter
from xlsxwriter.format import Format

from ansecurity_cli.formats.excel.naming import running, sheet_name
from ansecurity_cli.formats.excel.sheet import Column, Sheet
from ansecurity_cli.formats.phrases import LOOKS
from ansecurity_cli.formats.wording import OUTCOMES, STANDINGS, Words, inert
from ansecurity_cli.reports.status import Provenance
from ansecurity_cli.verdicts.outcome import Outcome

_FONT = {"font_name": "Times New Roman", "font_size": 12}
# Told apart without colour too: bold, hatched, in italics.
_STATES: Mapping[Outcome, Mapping[str, object]] = {
    Outcome.MET: {"font_color": "#0B3D66", "bg_color": "#DCEBF8"},
    Outcome.UNMET: {"bold": True, "font_color": "#8C3207", "bg_color": "#FBE0D3"},
    Outcome.UNKNOWN: {
        "italic": True, "font_color": "#000000", "pattern": 18, "fg_color": "#D0D5DB",
        "bg_color": "#FFFFFF",
    },
    Outcome.NOT_APPLICABLE: {"italic": True, "font_color": "#4D5661"},
}  # fmt: skip


class Book:
    """What all sheets share."""

    def __init__(
        self, words: Words, title: str, origin: Provenance, version: str, *, illustrative: bool
    ) -> None:
        self.words, self.title, self.origin = words, title, origin
        self.illustrative = illustrative
        self._buffer, self._names = io.BytesIO(), set[str]()
        self._looks: dict[tuple[tuple[str, object], ...], Format] = {}
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._book.set_properties({
            "title": inert(title), "author": f"ansecurity {version}",
            "created": datetime.combine(origin.as_of, time(), UTC),  # the day, not the clock
        })  # fmt: skip
        self._foot = f"&Lansecurity {running(version)} · {running(origin.digest)}&R&P/&N"

    def sheet(
        self, name: str, heading: str, columns: Sequence[Column], *, ending: str = ""
    ) -> Sheet:
        """A new sheet with its heading; `ending` is the part of its name that is never cut."""
        made = self._book.add_worksheet(sheet_name(name, ending, self._names))
        made.set_header(f"&L{running(heading)}&R{running(self.as_of)}")
        made.set_footer(self._foot)
        return Sheet(self, made, heading, columns)

    @property
    def as_of(self) -> str:
        """“Số liệu đến 31/12/2023”."""
        return self.words.say("As of {day}", day=self.origin.as_of)

    @property
    def day_format(self) -> str:
        """How a day is shown."""
        return "dd/mm/yyyy" if self.words.language == "vi" else "yyyy-mm-dd"

    def look(self, **properties: object) -> Format:
        """A look, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({**_FONT, **properties})
        return self._looks[key]

    def states(self) -> dict[str, Format]:
        """The words that a state may be told with, and how each looks."""
        words = {self.words(one): outcome for outcome, one in OUTCOMES.items()}
        words |= {self.words(STANDINGS[one]): outcome for one, outcome in LOOKS.items()}
        return {word: self.look(**_STATES[outcome]) for word, outcome in words.items()}

    def finish(self) -> bytes:
        """The file."""
        self._book.close()
        return self._buffer.getvalue()
