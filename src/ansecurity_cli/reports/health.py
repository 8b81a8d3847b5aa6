"""What was found of a machine and a repository, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ansecurity_cli.diagnostics import Message


class State(StrEnum):
    """Whether something is as it should be; a note is good to know and needs nothing done."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at."""

    name: str
    state: State
    found: Message
    advice: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that was looked at."""

    probes: tuple[Probe, ...]

    @property
    def wrong(self) -> int:
        """How many things are wrong."""
        return sum(one.state is State.WRONG for one in self.probes)
