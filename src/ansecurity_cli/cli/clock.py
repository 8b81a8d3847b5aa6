"""Today, where the units are."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import say

# Việt Nam has kept this offset since 1975; no time zone tables are needed for it.
_VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def as_of(text: str | None) -> date:
    """The day that `--as-of` names, else today in Việt Nam."""
    if text is None:
        return datetime.now(_VIETNAM).date()
    return day(text, "--as-of")


def day_of(seconds: int) -> date:
    """The day in Việt Nam of a time in seconds since 1970."""
    try:
        return datetime.fromtimestamp(seconds, _VIETNAM).date()
    except (OverflowError, ValueError, OSError):  # git takes any number for a time
        return date.max if seconds > 0 else date.min


def day(text: str, option: str) -> date:
    """The day that was typed for an option."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        message = say("“{text}” is not a day", text=text)
        raise AnsecurityError(message, say("write {form}", form=f"{option} 2023-12-31")) from error
