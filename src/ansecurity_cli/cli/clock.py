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
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        message = say("“{text}” is not a day", text=text)
        raise AnsecurityError(message, say("write {form}", form="--as-of 2023-12-31")) from error
