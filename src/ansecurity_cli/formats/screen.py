"""Where text goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """With colour or without; `width` is None where lines are not to be broken."""

    color: bool = False
    width: int | None = None
