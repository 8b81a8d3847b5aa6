"""What a set holds beyond its criteria: how points are added up, suspended years, the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.periods import Period

WithoutIt = Literal["full-marks", "lower-maximum"]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the whole (xếp loại): from so many points, and what else it takes."""

    at: Location
    id: str
    title: str
    points: Decimal
    min_share: Decimal | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the points of a set are added up and judged (25/2021/QĐ-TTg, Điều 4).

    `vetoes` are criteria that must be met whatever the points; `classes` go from low to high.
    """

    at: Location
    not_applicable: WithoutIt
    max: Decimal | None = None
    min_total: Decimal | None = None
    min_share: Decimal | None = None
    capped: bool = False
    vetoes: tuple[str, ...] = ()
    classes: tuple[Class, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspension:
    """A period in which nobody is assessed by the set."""

    at: Location
    period: Period
    reason: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that a dossier must hold, where the fact (if any) is true of the unit."""

    at: Location
    id: str
    title: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The papers of registration and recognition (124/2021/TT-BCA, Điều 9 khoản 2).

    `due` is the day before which it must be decided (“trước ngày”).
    """

    at: Location
    due: str = ""
    cite: str = ""
    registration: tuple[Asked, ...] = ()
    recognition: tuple[Asked, ...] = ()
