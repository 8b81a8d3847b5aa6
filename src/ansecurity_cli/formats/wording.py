"""Messages in a language: the catalogue, numbers and dates as they are written there."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Literal

from ansecurity_cli.diagnostics import Message, Severity, say
from ansecurity_cli.verdicts.outcome import Outcome, Standing

Language = Literal["vi", "en"]
DOMAIN = "messages"

# Anything that could move the cursor, hide or reorder text; file names can hold it.
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# What GitHub takes for a command: `##[` anywhere in a line, `::` where one begins.
_COMMAND = re.compile(r"#(?=#\[)|^\s*:(?=:)")
_LONGEST = 10_000  # of a part of a sentence: no text that fits its schema is longer

OUTCOMES: Mapping[Outcome, Message] = {
    Outcome.MET: say("Met"),
    Outcome.UNMET: say("Unmet"),
    Outcome.NOT_APPLICABLE: say("Not applicable"),
    Outcome.UNKNOWN: say("Unknown"),
}
STANDINGS: Mapping[Standing, Message] = {
    Standing.NOT_SUBJECT: say("Not subject to it"),
    Standing.NOT_REGISTERED: say("Not registered"),
    Standing.INCOMPLETE: say("Not enough data"),
    Standing.UNMET: say("Unmet"),
    Standing.MET: say("Met"),
    Standing.RECOGNISED: say("Recognised"),
}
SEVERITIES: Mapping[Severity, Message] = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}
STATES: Mapping[str, Message] = {
    "planned": say("planned"), "in-progress": say("in progress"), "done": say("done"),
    "cancelled": say("cancelled"), "open": say("open"), "closed": say("closed"),
    "noted": say("noted"), "escalated": say("escalated"), "answered": say("answered"),
    "minor": say("minor"), "major": say("major"), "critical": say("critical"),
    "granted": say("granted"), "refused": say("refused"), "pending": say("pending"),
    "self": say("self-assessed"), "appraised": say("appraised"), "none": say("no file"),
}  # fmt: skip
UNIT_TYPES: Mapping[str, Message] = {
    "khu-dan-cu": say("residential area"), "co-quan": say("agency"),
    "doanh-nghiep": say("enterprise"), "co-so-giao-duc": say("school"),
    "dau-moi": say("sub-unit"), "xa": say("commune"), "phuong": say("ward"),
    "thi-tran": say("township"), "dac-khu": say("special zone"), "huyen": say("rural district"),
    "quan": say("urban district"), "thi-xa": say("town"),
    "thanh-pho-thuoc-tinh": say("provincial city"), "tinh": say("province"),
    "thanh-pho": say("city"),
}  # fmt: skip
BODIES: Mapping[str, Message] = {
    "cong-an": say("Police of {unit}"),
    "dang-uy": say("Party committee of {unit}"),
    "uy-ban": say("People's Committee of {unit}"),
}


def inert(text: str) -> str:
    """The text with every active character made visible, and no command for a build server."""
    # Whatever is active can't be printed; nearly every text can, and a large page has many.
    if text.isprintable() and "::" not in text and "##[" not in text:
        return text
    visible = _ACTIVE.sub(lambda found: f"\\u{{{ord(found.group()):04X}}}", text)
    return _COMMAND.sub(lambda found: f"{found.group()} ", visible)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Words:
    """A translator: messages, numbers and days in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        folder = str(resources.files("ansecurity_cli") / "locale")
        self._catalogue = gettext.translation(DOMAIN, folder, [language], fallback=language == "en")

    def __call__(self, message: Message) -> str:
        """The sentence of a message."""
        if message.plural:
            n = message.args["n"]
            count = int(n) if isinstance(n, (int, Decimal)) else 0
            text = self._catalogue.ngettext(message.msgid, message.plural, count)
        else:
            text = self.t(message.msgid)
        values = {name: _cut(self.value(one, name)) for name, one in message.args.items()}
        return " ".join(text.format(**values).split()) if values else text.format()

    def t(self, msgid: str) -> str:
        """A fixed text of a template."""
        return self._catalogue.gettext(msgid) if msgid else ""

    def say(self, msgid: str, **args: object) -> str:
        """A text of a template, with values."""
        return self(Message(msgid, args))

    def value(self, value: object, name: str = "") -> str:
        """A value as it is written in this language."""
        match value:
            case Message():
                return self(value)
            case tuple():
                joint = {"list": "; ", "sum": " + "}.get(name, ", ")
                return joint.join(self.value(one) for one in value)
            case date():
                return self.day(value)
            case bool() | None:
                return str(value)
            case int() | Decimal():
                return self.number(value)
            case _:
                return inert(str(value))

    def day(self, day: date | None) -> str:
        """A day: 31/03/2023 in Vietnamese, 2023-03-31 in English."""
        if day is None:
            return ""
        return f"{day:%d/%m/%Y}" if self.language == "vi" else day.isoformat()

    def number(self, number: int | Decimal) -> str:
        """A number without needless zeros: 1.234,5 in Vietnamese, 1,234.5 in English."""
        text = f"{number:,}" if isinstance(number, int) else f"{number:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "vi" else text

    def outcome(self, outcome: Outcome) -> str:
        """Đạt, Chưa đạt, Không áp dụng, Chưa rõ."""
        return self(OUTCOMES[outcome])

    def state(self, state: str) -> str:
        """A state of a remedy, finding, proposal or decision."""
        return self(STATES[state]) if state in STATES else inert(state)
