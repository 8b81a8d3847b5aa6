"""How a report was made, written into the report, so that it can be made again and compared."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

_VERSION = 1
# In JSON these stand in strings only, where an escape means the same: no text leaves its place.
_ACTIVE = re.compile(r"[<>&'`\x7f]|(?<=-)-")
_META = '<meta name="ansecurity:options" content='
_COMMENT = "<!-- ansecurity:options "
_LINE = re.compile(
    rf"^(?:{re.escape(_META)}'(?P<meta>[^'<>&\r\n]*)'>|{_COMMENT}(?P<comment>[^<>&\r\n]*) -->)\r?$",
    re.MULTILINE,
)
_BEGINS = re.compile(rf"^(?:{re.escape(_META)}|{_COMMENT})", re.MULTILINE)


class Unsound(ValueError):
    """What should say how the report was made can't be read."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a report depends on beside the files; `template` is the digest of one's own."""

    version: str
    language: str
    format: str
    kind: str
    as_of: date
    units: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    alone: bool = False
    template: str = ""
    commit: bool = False
    every: str = ""
    since: str = ""

    def text(self) -> str:
        """JSON on one line that is safe within quotes of HTML and within a comment."""
        data = {
            "options": _VERSION, "version": self.version, "lang": self.language,
            "format": self.format, "kind": self.kind, "as_of": self.as_of.isoformat(),
            "units": self.units, "sets": self.sets, "periods": self.periods,
            "alone": self.alone, "commit": self.commit, "template": self.template,
        }  # fmt: skip
        if self.every:
            data |= {"by": self.every, "since": self.since}
        return _ACTIVE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(data))

    def meta(self) -> Markup:
        """The element for the head of a page."""
        return Markup(f"{_META}'{self.text()}'>")  # noqa: S704 - escaped for where it stands

    def comment(self) -> str:
        """The comment for the last line of a document."""
        return f"{_COMMENT}{self.text()} -->"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A report that another version of the tool wrote: only its version is understood."""

    version: str


def read(text: str, version: str) -> Recipe | Foreign | None:
    """How a report was made; None where it doesn't say, `Unsound` where that can't be read."""
    begun, found = len(_BEGINS.findall(text)), list(_LINE.finditer(text))
    if not begun:
        return None
    if begun != 1 or len(found) != 1:
        raise Unsound
    try:
        data = json.loads(found[0]["meta"] or found[0]["comment"] or "")
    except (ValueError, RecursionError) as error:
        raise Unsound from error
    by = data.get("version") if isinstance(data, dict) else None
    if not isinstance(by, str) or not re.fullmatch(r"[0-9A-Za-z.+!-]{1,64}", by):
        raise Unsound
    return _strictly(data) if by == version else Foreign(by)


def _strictly(data: dict[str, object]) -> Recipe:
    """The recipe, if it is written exactly as we write it."""
    try:
        recipe = Recipe(
            str(data["version"]), str(data["lang"]), str(data["format"]), str(data["kind"]),
            date.fromisoformat(str(data["as_of"])), _names(data["units"]), _names(data["sets"]),
            _names(data["periods"]), data["alone"] is True, str(data["template"]),
            data["commit"] is True, str(data.get("by", "")), str(data.get("since", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise Unsound from error
    if json.loads(recipe.text()) != data or recipe.language not in ("vi", "en"):
        raise Unsound
    return recipe


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unsound
    return tuple(value)
