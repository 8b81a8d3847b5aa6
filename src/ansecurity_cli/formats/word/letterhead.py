"""The head and the foot of an official report: organ, number, place and day, signer, recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ansecurity_cli.formats.word.profiles import (
    UNKNOWN,
    Profile,
    kind_of_paper,
    place,
    profile,
    type_word,
)
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.model.records import Paper
from ansecurity_cli.reports.official import Draft

_NARROW = 26  # more capitals at 12 pt don't fit the left column
_BLANK = "\u00a0" * 6  # room for a number that people write


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was typed about the paper itself: nothing of it is filled in unasked."""

    profile: str = ""
    number: str = ""
    day: date | None = None
    addressees: tuple[str, ...] = ()
    deputy: bool = False


class Letterhead:
    """What stands around the text."""

    def __init__(self, draft: Draft, wishes: Wishes, words: Words) -> None:
        self.unit, self.draft, self.wishes, self.words = draft.unit, draft, wishes, words
        self.profile: Profile = profile(wishes.profile or default_profile(draft))

    @property
    def _day(self) -> date:
        """The day as of which organs are named: a unit that is gone is named as it last was."""
        day = self.wishes.day or self.draft.as_of
        last = self.unit.valid.last if self.unit else None
        return min(day, last) if last else day

    @property
    def organ(self) -> str:
        """Who reports, within a sentence."""
        if self.unit is None:
            return UNKNOWN
        if not self.profile.fits(self.unit):
            return self.unit.name
        # “Ủy ban nhân dân xã …”: the kind is not a proper name any more
        name = self.unit.name[:1].lower() + self.unit.name[1:]
        return self.profile.organ.format(unit=name)

    def _unbroken(self) -> str:
        """The organ, broken over lines before the name of the unit if at all."""
        name = self.unit.name[:1].lower() + self.unit.name[1:] if self.unit else ""
        if not name or len(name) > _NARROW:
            return self.organ
        return self.organ.replace(name, name.replace(" ", "\u00a0"))

    @property
    def above(self) -> str:
        """The organ above."""
        if self.unit is None or not self.profile.fits(self.unit):
            return UNKNOWN
        return self.profile.parent(self.unit, self.draft.ancestors, self._day)

    @property
    def number(self) -> str:
        """The number, with a 0 before 1 to 9; blank unless it was given."""
        return self.wishes.number.zfill(2) if self.wishes.number else _BLANK

    @property
    def symbol(self) -> str:
        """“BC-UBND”."""
        known = self.unit is not None and self.profile.fits(self.unit)
        return self.profile.symbol_of(self.unit) if self.unit and known else f"BC-{UNKNOWN}"

    @property
    def place(self) -> str:
        """Where it is issued."""
        return place(self.unit, self.words) if self.unit else UNKNOWN

    @property
    def day(self) -> str:
        """The day of issue, blank unless it was given."""
        blank = self.words.t("day {day} month {month} year {year}")
        if self.wishes.day is None:
            return blank.format(day=_BLANK, month=_BLANK, year=f"20{UNKNOWN}")
        return long_day(self.wishes.day, self.words)

    @property
    def signer(self) -> list[str]:
        """The power and post of who signs, a line each."""
        if self.unit is None or not self.profile.fits(self.unit):
            return [UNKNOWN]
        lines = self.profile.deputy if self.wishes.deputy else self.profile.head
        kind = type_word(self.unit, self.words)
        return [_capitals(one.format(type=kind)) for one in lines]

    @property
    def addressees(self) -> list[str]:
        """“Kính gửi”: one on the same line, several on lines of their own."""
        names, to = self.wishes.addressees, self.words.t("To:")
        if len(names) < 2:
            return [f"{to} {name}" for name in names]
        return [to, *(f"- {name};" for name in names[:-1]), f"- {names[-1]}."]

    @property
    def recipients(self) -> list[str]:
        """“Nơi nhận”: what people fill in stays open."""
        first = [self.words.t("- As above;")] if self.wishes.addressees else []
        return [*first, f"- {UNKNOWN};", f"- {self.profile.filed}"]

    def attached(self) -> str:
        """The line under the name of an annex."""
        text = self.words.t("(Attached to Report No. {number}/{symbol} {day} of {organ})")
        # Not through `say`, which would draw the blanks together.
        return text.format(number=self.number, symbol=self.symbol, day=self.day, organ=self.organ)

    def context(self) -> dict[str, object]:
        """What the template may ask for of it."""
        return {
            "co_quan_chu_quan": self.above.upper(),
            "co_quan": self._unbroken().upper(),
            "so": self.number, "ky_hieu": self.symbol, "dia_danh": self.place,
            "ngay_thang": self.day, "kinh_gui": self.addressees, "quyen_han": self.signer,
            "noi_nhan": self.recipients,
        }  # fmt: skip


def default_profile(draft: Draft) -> str:
    """Whose paper it is by default: of the police where every set is about the police."""
    return "cong-an" if draft.bodies == {"cong-an"} else "ubnd"


def long_day(day: date, words: Words) -> str:
    """“ngày 05 tháng 3 năm 2026”: days below 10 and the months 1 and 2 get a 0 in front."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    text = words.t("day {day} month {month} year {year}")
    return text.format(day=f"{day.day:02}", month=month, year=day.year)


def basis(paper: Paper, words: Words) -> str:
    """“Căn cứ Kế hoạch số 19/KH-UBND ngày 12 tháng 4 năm 2024 của …”, as far as it is known."""
    title = inert(paper.title)
    kind, numbered = kind_of_paper(title)
    number = words.say("No. {number}", number=paper.number or UNKNOWN) if numbered else ""
    day = long_day(paper.issued, words) if paper.issued else words.say("day {day}", day=UNKNOWN)
    issuer = words.say("of {issuer}", issuer=paper.issuer) if paper.issuer else ""
    head = [number, day if numbered or paper.issued else ""]
    if kind:
        parts = [kind, *head, issuer, title[len(kind) :].strip()]
    else:  # what kind it is isn't known: nothing is put inside what was written
        parts = [title or UNKNOWN, issuer, f"({', '.join(head)})"]
    return words.say("Pursuant to {paper}", paper=" ".join(part for part in parts if part))


def _capitals(text: str) -> str:
    return text.upper()
