"""What stops a run, and the exit codes, which are the same for every command."""

from __future__ import annotations

from enum import IntEnum

from ansecurity_cli.diagnostics import Message


class Exit(IntEnum):
    """Exit codes. A bug in the tool is never taken for a result."""

    DONE = 0
    NOT_SO = 1  # done, and what was asserted doesn't hold
    NOT_RUN = 2  # usage, no repository, unwritable output
    NOTHING = 3  # nothing matched
    BUG = 4
    INTERRUPTED = 130


class AnsecurityError(Exception):
    """The run can't go on; caught once, in `app`."""

    def __init__(self, message: Message, *hints: Message, code: Exit = Exit.NOT_RUN) -> None:
        super().__init__(message.msgid)
        self.message, self.hints, self.code = message, hints, code
